# Closures, global, nonlocal, class scopes, comprehensions, lambda, exec and eval.
x = "global"
def f():
    x = "f"
    def g():
        nonlocal x
        x = "changed"
        def h(): return x
        return h
    h = g()
    return x, h()
print(f())
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter()
print(c(), c(), c(5))
def args_as_cells(a, *b, k=3, **d):
    return lambda: (a, b, k, d)
print(args_as_cells(1, 2, k=4, z=5)())
class A:
    x = "class"
    def m(self): return x
    y = [x for _ in range(1)]
    z = [i for i in x]
    w = lambda self: x
    def get(self): return __class__
print(A().m(), A.y, A.z, A().w(), A().get() is A)
def classfree():
    x = "outer"
    class B:
        print(x)
        x = "inner"
        print(x)
        def m(self): return x
        del x
        print(x)
    return B().m()
print(classfree())
def useglobal():
    global newglobal
    newglobal = 5
    class K:
        global another
        another = 6
    return newglobal
print(useglobal(), newglobal, another)
print([a * b for a in range(3) if a for b in range(3) if b != a])
print({a: b for a, b in zip("ab", [1, 2])}, {a % 2 for a in range(5)}, list(a for a in (1, 2)))
print([[j for j in range(i)] for i in range(3)])
print([(lambda: i)() for i in range(3)], [f() for f in [lambda: i for i in range(3)]])
print([y := 1, y + 1], y)
def w():
    print([last := i for i in range(3)], last)
    if any((hit := i) > 1 for i in range(5)): print(hit)
    total = 0
    print([total := total + i for i in range(5)], total)
w()
print((lambda a, b=2, *c, d, e=5, **g: (a, b, c, d, e, g))(1, d=4, z=6))
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(10))
print([x for x in [1, 2, 3] if x > 1], x)
ns = {}
exec("a = 1\nb = a + 1\ndef q(): return a\nc = q()", ns)
print(ns["b"], ns["c"])
loc = {}
exec("a = 5; b = a", {}, loc)
print(loc)
print(eval("x + y", {"x": 1}, {"y": 2}))
exec("class Q:\n  v = 3\n  w = [v for _ in 'a'] if 0 else v", ns)
print(ns["Q"].w)
def locs(a):
    b = 2
    return locals()
print(locs(1))
class Mangle:
    __p = 1
    def __m(self): return self.__p
    def call(self): return self.__m()
    def loc(self):
        __v = 3
        return __v, locals().keys() - {"self"}
print(Mangle().call(), Mangle().loc(), [k for k in vars(Mangle) if k.startswith("_M")])
class Base:
    def hi(self, *a): return ("base", a)
    @classmethod
    def cm(cls): return ("basecm", cls.__name__)
    v = property(lambda self: "prop")
class Der(Base):
    def hi(self, *a):
        return ("der", super().hi(*a, 1), super(Der, self).hi(), super().v)
    @classmethod
    def cm(cls): return ("dercm", super().cm())
    def nested(self):
        def inner(this): return super(Der, this).hi()
        return inner(self), [super(Der, s).hi() for s in [self]]
    def lam(self): return (lambda s: super(Der, s).hi())(self)
    def cellself(self):
        f = lambda: self
        return super().hi(f() is self)
print(Der().hi(0), Der.cm(), Der().nested(), Der().lam(), Der().cellself())
def deco(tag):
    def wrap(f):
        print("deco", tag, f.__name__)
        return f
    return wrap
@deco(1)
@deco(2)
def decorated(): pass
@deco("c")
class Decorated: pass
def ann(a: int, b: "str" = "x", *c: float, d: list = [], **e: dict) -> None: pass
print(ann.__annotations__, ann.__defaults__, ann.__kwdefaults__)
z: int = 3
u: str
print(__annotations__)
class Ann:
    a: int = 1
    b: "x"
    (c): int = 2
    __d: float
print(Ann.__annotations__, Ann.c)
def local_ann():
    a: undefined_name = 1
    b: also_undefined
    return a
print(local_ann())
print(f.__qualname__, A.m.__qualname__, counter().__qualname__, (lambda: 0).__qualname__, Der.nested.__code__.co_consts[1] is not None)
print(decorated.__doc__, (lambda: "no doc").__doc__)
def doc():
    "the doc"
class Doc:
    """class doc"""
print(doc.__doc__, Doc.__doc__, Doc.__module__, Doc.__qualname__)
a = b = c = 1
del a, (b, [c])
try: a
except NameError as e: print(e)
import sys as s, collections.abc as p, collections.abc
from collections import abc as q, deque
print(s.__name__, p is q, collections.abc is p, deque.__name__)
assert True, "no"
try: assert 0, "message"
except AssertionError as e: print(repr(e))
try: assert not 1
except AssertionError as e: print(repr(e))

# What it prints:
# expect: ('changed', 'changed')
# expect: 1 2 7
# expect: (1, (2,), 4, {'z': 5})
# expect: global ['global'] ['c', 'l', 'a', 's', 's'] global True
# expect: global
# expect: inner
# expect: global
# expect: outer
# expect: 5 5 6
# expect: [0, 2, 0, 2]
# expect: {'a': 1, 'b': 2} {0, 1} [1, 2]
# expect: [[], [0], [0, 1]]
# expect: [0, 1, 2] [2, 2, 2]
# expect: [1, 2] 1
# expect: [0, 1, 2] 2
# expect: 2
# expect: [0, 1, 3, 6, 10] 10
# expect: (1, 2, (), 4, 5, {'z': 6})
# expect: 3628800
# expect: [2, 3] global
# expect: 2 1
# expect: {'a': 5, 'b': 5}
# expect: 3
# expect: 3
# expect: {'a': 1, 'b': 2}
# expect: 1 (3, {'_Mangle__v'}) ['_Mangle__p', '_Mangle__m']
# expect: ('der', ('base', (0, 1)), ('base', ()), 'prop') ('dercm', ('basecm', 'Der')) (('base', ()), [('base', ())]) ('base', ()) ('base', (True,))
# expect: deco 2 decorated
# expect: deco 1 decorated
# expect: deco c Decorated
# expect: {'a': <class 'int'>, 'b': 'str', 'c': <class 'float'>, 'd': <class 'list'>, 'e': <class 'dict'>, 'return': None} ('x',) {'d': []}
# expect: {'z': <class 'int'>, 'u': <class 'str'>}
# expect: {'a': <class 'int'>, 'b': 'x', '_Ann__d': <class 'float'>} 2
# expect: 1
# expect: f A.m counter.<locals>.inc <lambda> True
# expect: None None
# expect: the doc class doc __main__ Doc
# expect: name 'a' is not defined
# expect: sys True True deque
# expect: AssertionError('message')
# expect: AssertionError()
