# not on the reference: CPython has limits of its own here, and some of these crash it
import sys


def run(name, function):
    try:
        result = function()
    except BaseException as error:
        result = type(error).__name__
    print(name, result)


def unbounded():
    return unbounded()


class Endless:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __add__(self, other):
        return self + other


run("call", unbounded)  # expect: call RecursionError
run("getattr", lambda: Endless().y)  # expect: getattr RecursionError
run("repr", lambda: repr(Endless()))  # expect: repr RecursionError
run("eq", lambda: Endless() == Endless())  # expect: eq RecursionError
run("add", lambda: Endless() + 1)  # expect: add RecursionError

# source text nested too deeply
run("parentheses", lambda: eval("(" * 100000 + ")" * 100000))  # expect: parentheses SyntaxError
run("minus", lambda: eval("-" * 100000 + "1"))  # expect: minus MemoryError
run("plus", lambda: eval("+".join(["1"] * 100000)))  # expect: plus RecursionError
run("attributes", lambda: eval("a" + ".b" * 100000, {"a": 1}))  # expect: attributes RecursionError
run("conditional", lambda: eval("1 if 1 else " * 100000 + "1"))  # expect: conditional MemoryError
run("lambda", lambda: eval("lambda: " * 100000 + "1"))  # expect: lambda MemoryError


def nested():
    value = []
    for _ in range(1000000):
        value = [value]
    return value


a, b = nested(), nested()
run("repr of a list", lambda: repr(a))  # expect: repr of a list RecursionError
run("equal lists", lambda: a == b)  # expect: equal lists RecursionError
del a, b


class Node:
    pass


def chain(n):
    last = None
    for _ in range(n):
        node = Node()
        node.next = last
        last = node
    return "freed"


def generators(n):
    g = iter([])
    for _ in range(n):
        g = (x for x in g)
    return "freed"


run("chain", lambda: chain(1000000))  # expect: chain freed
run("generators", lambda: generators(100000))  # expect: generators freed

sys.setrecursionlimit(10**6)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(100000))  # expect: 100000
