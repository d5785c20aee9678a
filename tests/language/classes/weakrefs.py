# Weak references and proxies.
import _weakref, gc
from _weakref import ref, proxy, getweakrefcount, getweakrefs


def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)


class C:
    def __init__(self, n=0): self.n = n
    def __len__(self): return self.n
    def __call__(self, x): return x + 1
    def __hash__(self): return 7
    def __eq__(self, o): return isinstance(o, C) and self.n == o.n
    def m(self): return "m"


c = C(3)
r = ref(c)
print(r() is c, ref(c) is r, getweakrefcount(c), r.__callback__, hash(r) == hash(c))  # expect: True True 1 None True
events = []
r1 = ref(c, lambda r: events.append("first"))
r2 = ref(c, lambda r: events.append("second"))
r3 = ref(c, lambda r: events.append(r() is None))
print(getweakrefcount(c), len(getweakrefs(c)), r1 == r, r1 != r2, r1 is r2)  # expect: 4 4 True False False
p = proxy(c)
print(p.n, len(p), p(4) if callable(p) else None, type(p).__name__, p == c, p.m(), bool(p))
# expect: 3 3 5 CallableProxyType True m True
p.n = 5
print(c.n)  # expect: 5
d = C(5)
print(ref(d) == r, ref(C(1)) == r)  # expect: True False
del c
print(events, r(), r1(), r2())  # expect: [True, 'second', 'first'] None None None
report(lambda: p.n)  # expect: ReferenceError: weakly-referenced object no longer exists
report(lambda: len(p))  # expect: ReferenceError: weakly-referenced object no longer exists
print(repr(r).endswith("; dead>"), hash(r))  # expect: True 7
r4 = ref(C())
report(lambda: hash(r4))  # expect: TypeError: weak object has gone away
report(lambda: ref(1))  # expect: TypeError: cannot create weak reference to 'int' object
report(lambda: ref("a"))  # expect: TypeError: cannot create weak reference to 'str' object
report(lambda: ref())  # expect: TypeError: __new__ expected at least 1 argument, got 0
report(lambda: ref(d, None, 1))  # expect: TypeError: __new__ expected at most 2 arguments, got 3
report(lambda: r(1))  # expect: TypeError: weakref expected 0 arguments, got 1
report(lambda: r(x=1))  # expect: TypeError: weakref() takes no keyword arguments
report(lambda: ref(d, x=1))  # expect: TypeError: ref() takes no keyword arguments
report(lambda: hash(p))  # expect: TypeError: unhashable type: 'weakref.CallableProxyType'


class S:
    __slots__ = ("a",)
report(lambda: ref(S()))  # expect: TypeError: cannot create weak reference to 'S' object
class W:
    __slots__ = ("a", "__weakref__")
w = W()
print(ref(w)() is w)  # expect: True


class Sub(ref):
    __slots__ = ("key",)
    def __new__(cls, o, cb, key): return super().__new__(cls, o, cb)
    def __init__(self, o, cb, key): super().__init__(o, cb); self.key = key
s = Sub(d, None, "k")
print(s.key, s() is d, s == ref(d), s is ref(d))  # expect: k True True False


def bad(r): raise ValueError("in callback")
f = lambda: 1
print(ref(f)() is f, ref(C.m)() is C.m, ref(len)() is len, ref(int)() is int, ref(C)() is C)
# expect: True True True True True
bm = d.m
rb = ref(bm)
print(rb() is bm)  # expect: True
del bm
print(rb())  # expect: None


class Node: pass
a, b = Node(), Node()
a.o, b.o = b, a
log = []
ra = ref(a, lambda r: log.append("a"))
rb = ref(b, lambda r: log.append("b"))
del a, b
gc.collect()
print(ra(), rb(), sorted(log))  # expect: None None ['a', 'b']


class Resurrect:
    saved = []
    def __del__(self): Resurrect.saved.append(self)
x = Resurrect()
rx = ref(x)
del x
print(rx() is None, len(Resurrect.saved))  # expect: False 1
Resurrect.saved.clear()


def gen(): yield 1
g = gen()
print(ref(g)() is g, ref({1, 2}) () is None, type(ref(frozenset())).__name__)  # expect: True True ReferenceType
cls = type("Temp", (), {})
rc = ref(cls)
del cls
gc.collect()
print(rc())  # expect: None
print(object.__subclasses__()[-1].__name__ != "Temp")  # expect: True
print(getweakrefs(5), getweakrefcount(5))  # expect: [] 0
class It:
    def __iter__(self): return iter([1, 2])
    def __getitem__(self, k): return k
    def __contains__(self, k): return k == 1
    def __add__(self, o): return "add"
    def __radd__(self, o): return "radd"
    def __str__(self): return "str"
    def __index__(self): return 3
    def __iadd__(self, o): return self
    def __lt__(self, o): return True
it = It()
p = proxy(it)
print(list(p), p[3], 1 in p, p + 1, 1 + p, str(p), [1, 2, 3, 4][p], p < 1)  # expect: [1, 2] 3 True add radd str 4 True
report(lambda: next(p))  # expect: TypeError: Weakref proxy referenced a non-iterator 'It' object
report(lambda: p - 1)  # expect: TypeError: unsupported operand type(s) for -: 'It' and 'int'
del it
report(lambda: list(p))  # expect: ReferenceError: weakly-referenced object no longer exists
print(isinstance(proxy(d), C), proxy(d).__class__ is C)  # expect: True True
