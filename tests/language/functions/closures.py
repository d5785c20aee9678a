# Cells, defaults, attributes of functions.
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    return up

a, b = counter(), counter()
print(a(), a(5), b())                    # expect: 1 6 1
print(a.__closure__[0].cell_contents)    # expect: 6
print(a.__code__.co_freevars, counter.__code__.co_cellvars)  # expect: ('n',) ('n',)

def late():
    def inner():
        return x
    try:
        inner()
    except NameError as e:
        print(e)
    x = 1
    print(inner())
late()  # expect: cannot access free variable 'x' where it is not associated with a value in enclosing scope
        # expect: 1

def unbound():
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
    y = 1
unbound()  # expect: cannot access local variable 'y' where it is not associated with a value

def g(p, q=[1], *, r: int = 3) -> str:
    "doc of g"
print(g.__name__, g.__qualname__, g.__doc__, g.__defaults__, g.__kwdefaults__, g.__annotations__, g.__module__)
# expect: g g doc of g ([1],) {'r': 3} {'r': <class 'int'>, 'return': <class 'str'>} __main__
g.attr = 7
print(g.__dict__, g.attr)                # expect: {'attr': 7} 7
g.__defaults__ = (9,)
print(g.__defaults__)                    # expect: (9,)

def swap(): return 1
def other(): return 2
swap.__code__ = other.__code__
print(swap())                            # expect: 2
print([f() for f in [lambda i=i: i for i in range(3)]])  # expect: [0, 1, 2]
print([f() for f in [lambda: i for i in range(3)]])      # expect: [2, 2, 2]
