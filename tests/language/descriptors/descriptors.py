# Descriptors: properties, methods, the order in which they are found.
def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Data:
    def __set_name__(self, owner, name): self.name = name; print("set_name", owner.__name__, name)
    def __get__(self, obj, cls): return ("data", self.name, obj is None, cls.__name__)
    def __set__(self, obj, value): print("set", value)
    def __delete__(self, obj): print("delete")
class NonData:
    def __get__(self, obj, cls=None): return "nondata"
class C:
    d = Data()
    n = NonData()
# expect: set_name C d
c = C()
c.__dict__["d"] = 1
c.__dict__["n"] = 2
print(c.d, c.n, C.d, C.n)  # expect: ('data', 'd', False, 'C') 2 ('data', 'd', True, 'C') nondata
c.d = 5  # expect: set 5
del c.d  # expect: delete


class OnlySet:
    def __set__(self, obj, v): obj.__dict__["o"] = v * 2
class OnlyGetDel:
    def __get__(self, o, c): return 1
    def __delete__(self, o): pass
class E:
    o = OnlySet()
    g = OnlyGetDel()
e = E()
e.o = 3
print(e.o)  # expect: 6
report(lambda: setattr(e, "g", 1))  # expect: AttributeError: __set__
report(lambda: delattr(e, "o"))  # expect: AttributeError: __delete__


class P:
    def __init__(self): self._x = 1
    @property
    def x(self):
        "the x"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): print("deleted")
    @property
    def ro(self): return 1
    wo = property(None, lambda self, v: print("wo", v))
p = P()
p.x = 10
print(p.x, P.x.__doc__, P.x.fget.__name__, P.ro.fset)  # expect: 10 the x x None
del p.x  # expect: deleted
report(lambda: setattr(p, "ro", 1))  # expect: AttributeError: property 'ro' of 'P' object has no setter
report(lambda: delattr(p, "ro"))  # expect: AttributeError: property 'ro' of 'P' object has no deleter
report(lambda: p.wo)  # expect: AttributeError: property 'wo' of 'P' object has no getter
p.wo = 3  # expect: wo 3
report(lambda: property(foo=1))  # expect: TypeError: 'foo' is an invalid keyword argument for property()
report(lambda: property().__get__(1))  # expect: AttributeError: property of 'int' object has no getter
report(lambda: property().__set__(1, 2))  # expect: AttributeError: property of 'int' object has no setter
print(type(P.x), property.__doc__ is not None, P.x.__get__(None, P) is P.x)  # expect: <class 'property'> True True


class CM:
    @classmethod
    def f(cls, *a): return (cls.__name__, a)
    @staticmethod
    def g(*a): return a
    @classmethod
    @property
    def h(cls): return "h of " + cls.__name__
class CM2(CM): pass
print(CM.f(1), CM2().f(2), CM.g(1), CM2().g(2), CM2.h)  # expect: ('CM', (1,)) ('CM2', (2,)) (1,) (2,) h of CM2
print(CM.__dict__["g"](7), CM.__dict__["f"].__func__.__name__, CM.__dict__["f"].__name__, CM.__dict__["g"].__wrapped__.__name__)
# expect: (7,) f f g
report(lambda: CM.__dict__["f"]())  # expect: TypeError: 'classmethod' object is not callable
report(lambda: classmethod())  # expect: TypeError: classmethod expected 1 argument, got 0
report(lambda: staticmethod(1, 2))  # expect: TypeError: staticmethod expected 1 argument, got 2
print(classmethod(len).__get__(None, int) is not None)  # expect: True
print(repr(CM.f).startswith("<bound method CM.f of <class '__main__.CM'>>"))  # expect: True

class Fn:
    def m(self): return self
fn = Fn()
m = fn.m
print(m() is fn, m == fn.m, m is fn.m, hash(m) == hash(fn.m), m.__name__, m.__func__ is Fn.m)
# expect: True True False True m True
print(Fn.m.__get__(5)(), Fn.m.__get__(5, int).__self__)  # expect: 5 5
report(lambda: m.nope)  # expect: AttributeError: 'function' object has no attribute 'nope'
report(lambda: setattr(m, "x", 1))  # expect: AttributeError: 'method' object has no attribute 'x'
import types
print(types.MethodType(lambda s, k: (s, k), 1)(2))  # expect: (1, 2)
report(lambda: types.MethodType(1, 2))  # expect: TypeError: first argument must be callable
report(lambda: types.MethodType(len, None))  # expect: TypeError: instance must not be None

print(list.append.__get__([1])(2), [].append.__self__, list.__dict__["append"].__objclass__)
# expect: None [] <class 'list'>
report(lambda: list.append(1))
# expect: TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object
report(lambda: list.append())  # expect: TypeError: unbound method list.append() needs an argument
report(lambda: list.append([], 1, 2))  # expect: TypeError: list.append() takes exactly one argument (2 given)
report(lambda: [].append())  # expect: TypeError: list.append() takes exactly one argument (0 given)
report(lambda: [].append(x=1))  # expect: TypeError: list.append() takes no keyword arguments
report(lambda: int.real.__get__("a"))
# expect: TypeError: descriptor 'real' for 'int' objects doesn't apply to a 'str' object
report(lambda: int.real.__set__(1, 2))  # expect: AttributeError: attribute 'real' of 'int' objects is not writable
report(lambda: setattr(1, "real", 2))  # expect: AttributeError: attribute 'real' of 'int' objects is not writable
report(lambda: dict.fromkeys())  # expect: TypeError: fromkeys expected at least 1 argument, got 0
report(lambda: dict.__dict__["fromkeys"].__get__(None, int))
# expect: TypeError: descriptor 'fromkeys' requires a subtype of 'dict' but received 'int'
print(int.real, type(int.real), int.__dict__["from_bytes"], type.__dict__["__mro__"])
# expect: <attribute 'real' of 'int' objects> <class 'getset_descriptor'> <method 'from_bytes' of 'int' objects> <member '__mro__' of 'type' objects>
print(object.__dict__["__class__"], type(object.__dict__["__class__"]))
# expect: <attribute '__class__' of 'object' objects> <class 'getset_descriptor'>


class Err:
    def __set_name__(self, o, n): raise ValueError("bad name")
try:
    class UsesErr:
        e = Err()
except RuntimeError as x:
    print(x, repr(x.__cause__))
# expect: Error calling __set_name__ on 'Err' instance 'e' in 'UsesErr' ValueError('bad name')


class A:
    def f(self): return "A"
    x = "Ax"
class B(A):
    def f(self): return "B" + super().f()
    def g(self): return super().x
    @classmethod
    def h(cls): return super().__name__ if False else super(B, cls).x
class D(A):
    def f(self): return "D" + super().f()
class E2(B, D):
    def f(self): return "E" + super().f()
print(E2().f(), E2().g(), E2.h(), super(B, E2()).f())  # expect: EBDA Ax Ax DA
s = super(B, E2())
print(s.__thisclass__, s.__self_class__, type(s.__self__).__name__, repr(s)[:40])
# expect: <class '__main__.B'> <class '__main__.E2'> E2 <super: <class 'B'>, <E2 object>>
report(lambda: s.nope)  # expect: AttributeError: 'super' object has no attribute 'nope'
report(lambda: super(B, 1))  # expect: TypeError: super(type, obj): obj must be an instance or subtype of type
report(lambda: super(1, 2))  # expect: TypeError: super() argument 1 must be a type, not int
report(lambda: super())  # expect: RuntimeError: super(): no arguments
report(lambda: super(1, 2, 3))  # expect: TypeError: super() expected at most 2 arguments, got 3
def no_args(): super()
report(no_args)  # expect: RuntimeError: super(): no arguments
u = super(B)
print(u.__get__(E2()).f(), repr(u))  # expect: DA <super: <class 'B'>, NULL>
class Deleted(A):
    def f(self):
        del self
        return super().f()
class Closure(A):
    def f(self):
        k = lambda: self
        return super().f()
print(Closure().f())  # expect: A
class Star(A):
    def f(*args): return super().f()
report(lambda: Star().f())  # expect: RuntimeError: super(): no arguments
mp = A.__dict__
print(type(mp).__name__, "f" in mp, len(mp) > 3)  # expect: mappingproxy True True
report(lambda: mp.__setitem__)  # expect: AttributeError: 'mappingproxy' object has no attribute '__setitem__'
def setmp(): mp["x"] = 1
report(setmp)  # expect: TypeError: 'mappingproxy' object does not support item assignment
print(type(mp)({1: 2}) | {3: 4}, type(mp)({1: 2}).get(5, "d"), type(mp)({1: 2}) == {1: 2})  # expect: {1: 2, 3: 4} d True
