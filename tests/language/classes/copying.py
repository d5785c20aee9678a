# copy, __reduce_ex__, __getstate__.
import copy, copyreg


def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)


class A:
    def __init__(self): self.x = [1]; self.y = self
a = A()
b = copy.copy(a)
print(b.x is a.x, b.y is a, type(b) is A)  # expect: True True True
c = copy.deepcopy(a)
print(c.x is a.x, c.x, c.y is c)  # expect: False [1] True
r = a.__reduce_ex__(2)
print(r[0].__name__, r[1], sorted(r[2]), r[3:], len(r))
# expect: __newobj__ (<class '__main__.A'>,) ['x', 'y'] (None, None) 5
print(a.__getstate__() is a.__dict__ or a.__getstate__() == a.__dict__)  # expect: True
class S:
    __slots__ = ("p", "q")
s = S()
s.p = 1
print(s.__getstate__(), s.__reduce_ex__(4)[2], object().__getstate__())  # expect: (None, {'p': 1}) (None, {'p': 1}) None
t = copy.copy(s)
print(t.p, hasattr(t, "q"))  # expect: 1 False
report(lambda: s.__reduce_ex__(0))
# expect: TypeError: a class that defines __slots__ without defining __getstate__ cannot be pickled
class SD(S): pass
sd = SD(); sd.p = 3; sd.z = 4
print(sd.__getstate__(), copy.copy(sd).z)  # expect: ({'z': 4}, {'p': 3}) 4
class L(list): pass
l = L([1, 2]); l.k = 1
l2 = copy.copy(l)
print(l2, l2.k, type(l2).__name__)  # expect: [1, 2] 1 L
class D(dict): pass
d = D(a=1); d.k = [2]
d2 = copy.deepcopy(d)
print(d2, d2.k, d2.k is d.k)  # expect: {'a': 1} [2] False
class T(tuple):
    def __getnewargs__(self): return (list(self),)
print(copy.copy(T([1, 2])), T([1]).__reduce_ex__(2)[1])  # expect: (1, 2) (<class '__main__.T'>, [1])
class N:
    def __new__(cls, a, *, b): self = object.__new__(cls); self.v = (a, b); return self
    def __getnewargs_ex__(self): return ((1,), {"b": 2})
n = N(5, b=6)
print(n.__reduce_ex__(4)[0].__name__, copy.copy(n).v)  # expect: __newobj_ex__ (5, 6)
class B1:
    def __getnewargs_ex__(self): return 1
class B2:
    def __getnewargs_ex__(self): return (1,)
class B3:
    def __getnewargs__(self): return 1
for k in (B1, B2, B3): report(lambda: k().__reduce_ex__(2))
# expect: TypeError: __getnewargs_ex__ should return a tuple, not 'int'
# expect: ValueError: __getnewargs_ex__ should return a tuple of length 2, not 1
# expect: TypeError: __getnewargs__ should return a tuple, not 'int'
class G:
    def __getstate__(self): return {"only": 1}
    def __setstate__(self, st): self.restored = st
print(copy.copy(G()).restored)  # expect: {'only': 1}
class R:
    def __reduce__(self): return (int, ("5",))
print(copy.copy(R()), R().__reduce_ex__(4))  # expect: 5 (<class 'int'>, ('5',))
report(lambda: copy.copy((x for x in ())))  # expect: TypeError: cannot pickle 'generator' object
import sys
report(lambda: copy.deepcopy(sys))  # expect: TypeError: cannot pickle 'module' object
print(copy.copy(len) is len, copy.copy(A) is A, copy.copy(None), copy.copy(1.5), copy.deepcopy((1, [2])))
# expect: True True None 1.5 (1, [2])
class E(Exception): pass
e = E(1, 2); e.z = 3
e2 = copy.copy(e)
print(repr(e2), e2.z)  # expect: E(1, 2) 3
print(object.__reduce_ex__(5, 2)[1] if False else (5).__reduce_ex__(2)[0].__name__)  # expect: __newobj__
print(copy.copy(range(3)), copy.copy({1}), copy.deepcopy({1: {2}}), copy.copy(slice(1, 2)) if False else "")
# expect: range(0, 3) {1} {1: {2}} 
x = [1]; x.append(x)
y = copy.deepcopy(x)
print(y[1] is y, y is x)  # expect: True False
class Slot2:
    __slots__ = ("__dict__", "m")
o = Slot2(); o.m = 1; o.n = 2
print(o.__getstate__())  # expect: ({'n': 2}, {'m': 1})
class Pr:
    __slots__ = ("__priv",)
    def __init__(self): self.__priv = 9
print(Pr().__getstate__(), copy.copy(Pr())._Pr__priv)  # expect: (None, {'_Pr__priv': 9}) 9
import types
print(copy.copy(types.SimpleNamespace(a=1)), types.SimpleNamespace(a=1, b=[2]) == types.SimpleNamespace(a=1, b=[2]))
# expect: namespace(a=1) True
ns = types.SimpleNamespace(); ns.me = ns
print(ns)  # expect: namespace(me=namespace(...))
report(lambda: types.SimpleNamespace(1))  # expect: TypeError: no positional arguments expected
