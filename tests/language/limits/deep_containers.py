# Containers and iterators nested far deeper than the C stack: refused or done, never a crash.
# not on the reference: python3.11 itself crashes on some of these
import collections
import functools
import itertools

def attempt(function, *args):
    try:
        function(*args)
        return "done"
    except (RecursionError, StopIteration) as e:
        return type(e).__name__

def nested(wrap, start, depth=200_000):
    for _ in range(depth):
        start = wrap(start)
    return start

for wrap, start in ((lambda x: [x], []), (lambda x: (x,), ()), (lambda x: {1: x}, {}), (lambda x: collections.deque([x]), 0)):
    a, b = nested(wrap, start), nested(wrap, start)
    print(attempt(repr, a), attempt(lambda: a == b))
    del a, b
# expect: RecursionError RecursionError
# expect: RecursionError RecursionError
# expect: RecursionError RecursionError
# expect: RecursionError RecursionError

t = nested(lambda x: (x,), ())
print(attempt(hash, t))  # expect: RecursionError
del t

class A:
    pass

def instance(x):
    a = A()
    a.x = x
    return a

for wrap in (instance, slice, lambda x: functools.partial(len, x), lambda x: frozenset([x]), lambda x: collections.OrderedDict(a=x)):
    nested(wrap, None)
print("let go")  # expect: let go

for wrap in (itertools.chain, enumerate, zip, lambda i: map(len, i), lambda i: filter(None, i), lambda i: itertools.islice(i, 3)):
    deep = nested(wrap, iter([1]))
    attempt(next, deep)  # done or RecursionError, as large as the C frames happen to be
    del deep
print("stepped")  # expect: stepped
