# Metaclasses, __init_subclass__, __prepare__, __call__, mro(), abstract classes.
def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)


class M(type):
    def __new__(m, name, bases, ns, **kw):
        print("M.new", name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("M.init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        print("M.call", a, k)
        return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, name, bases, **kw):
        print("M.prepare", name, kw)
        return {"prepared": 1}
    def meth(cls): return "meth of " + cls.__name__
    @property
    def prop(cls): return "prop of " + cls.__name__
    def __len__(cls): return 42
    def __iter__(cls): return iter([1, 2])
    def __contains__(cls, x): return x == 7
    def __getattr__(cls, n): return "M.getattr " + n
    def __repr__(cls): return f"<M {cls.__name__}>"


class A(metaclass=M, opt=1):
    x = 1
    def __init__(self, v): self.v = v
# expect: M.prepare A {'opt': 1}
# expect: M.new A [] ['prepared', 'x'] {'opt': 1}
# expect: M.init A {'opt': 1}
class B(A): pass
# expect: M.prepare B {}
# expect: M.new B ['A'] ['prepared'] {}
# expect: M.init B {}
print(type(B), B.prepared, B.meth(), B.prop, len(B), list(B), 7 in B, B.unknown, B)
# expect: <class '__main__.M'> 1 meth of B prop of B 42 [1, 2] True M.getattr unknown <M B>
print(B(5).v)
# expect: M.call (5,) {}
# expect: 5
report(lambda: B(1).meth)
# expect: M.call (1,) {}
# expect: AttributeError: 'B' object has no attribute 'meth'
print(B.__class__ is M, isinstance(B, M), M.__name__)  # expect: True True M


class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass
report(lambda: type("Z", (X, Y), {}))
# expect: TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
class M3(M1, M2): pass
class Z(X, Y, metaclass=M3): pass
print(type(Z))  # expect: <class '__main__.M3'>
print(type(type("W", (X,), {})))  # expect: <class '__main__.M1'>


class Hook:
    subs = []
    def __init_subclass__(cls, /, flag=None, **kw):
        super().__init_subclass__(**kw)
        cls.subs.append((cls.__name__, flag))
class H1(Hook): pass
class H2(Hook, flag=3): pass
class H3(H2, flag=4): pass
print(Hook.subs)  # expect: [('H1', None), ('H2', 3), ('H3', 4)]
def bad():
    class H4(Hook, other=1): pass
report(bad)  # expect: TypeError: bad.<locals>.H4.__init_subclass__() takes no keyword arguments
def bad2():
    class K(other=1): pass
report(bad2)  # expect: TypeError: bad2.<locals>.K.__init_subclass__() takes no keyword arguments


def func_meta(name, bases, ns, **kw):
    return (name, bases, sorted(k for k in ns if k[0] != "_"), kw)
class F(metaclass=func_meta, z=1):
    a = 1
print(F)  # expect: ('F', (), ['a'], {'z': 1})


class MroMeta(type):
    def mro(cls):
        r = super().mro()
        return [cls, Extra] + r[1:] if cls.__name__ == "Mixed" else r
class Extra:
    def extra(self): return "extra"
class Plain(metaclass=MroMeta): pass
class Mixed(Plain): pass
print([c.__name__ for c in Mixed.__mro__], Mixed().extra())  # expect: ['Mixed', 'Extra', 'Plain', 'object'] extra
class BadMro(type):
    def mro(cls): return [1]
report(lambda: BadMro("B", (), {}))  # expect: TypeError: mro() returned a non-class ('int')
class BadMro2(type):
    def mro(cls): return [cls, int]
report(lambda: BadMro2("B", (), {}))  # expect: TypeError: mro() returned base with unsuitable layout ('int')


class InstCheck(type):
    def __instancecheck__(cls, o): return o == 5
    def __subclasscheck__(cls, o): return o is int
class IC(metaclass=InstCheck): pass
print(isinstance(5, IC), isinstance(6, IC), issubclass(int, IC), issubclass(str, IC))  # expect: True False True False
report(lambda: isinstance(1, 2))  # expect: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
report(lambda: issubclass(1, int))  # expect: TypeError: issubclass() arg 1 must be a class
report(lambda: issubclass(int, 1))
# expect: TypeError: issubclass() arg 2 must be a class, a tuple of classes, or a union
print(isinstance(1, (str, (int,))), issubclass(bool, (str, int)), isinstance(1, int | str))  # expect: True True True


from abc import ABC, abstractmethod, ABCMeta
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @abstractmethod
    def name(self): ...
report(lambda: Shape())  # expect: TypeError: Can't instantiate abstract class Shape with abstract methods area, name
class Half(Shape):
    def area(self): return 1
report(lambda: Half())  # expect: TypeError: Can't instantiate abstract class Half with abstract method name
class Full(Half):
    def name(self): return "full"
print(Full().area(), Shape.__abstractmethods__ == {"area", "name"}, Full.__abstractmethods__)
# expect: 1 True frozenset()
class Virtual: pass
Shape.register(Virtual)
print(isinstance(Virtual(), Shape), issubclass(Virtual, Shape))  # expect: True True
class Sized2(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, c): return hasattr(c, "__len__") if cls is Sized2 else NotImplemented
print(isinstance([], Sized2), isinstance(1, Sized2))  # expect: True False


class Entries:
    def __mro_entries__(self, bases): return (Extra,)
class FromEntries(Entries()): pass
print(FromEntries.__bases__, type(FromEntries.__orig_bases__[0]).__name__)  # expect: (<class '__main__.Extra'>,) Entries
report(lambda: type("T", (Entries(),), {}))
# expect: TypeError: type() doesn't support MRO entry resolution; use types.new_class()
class Gen:
    def __class_getitem__(cls, item): return (cls.__name__, item)
print(Gen[int], Gen[1, 2])  # expect: ('Gen', <class 'int'>) ('Gen', (1, 2))
report(lambda: Plain[1])  # expect: TypeError: type 'Plain' is not subscriptable
print(list[int], dict[str, int].__args__, int | None)  # expect: list[int] (<class 'str'>, <class 'int'>) int | None


T = type("T", (A,), {"y": 2})
# expect: M.new T ['A'] ['y'] {}
# expect: M.init T {}
print(T, T.y)  # expect: <M T> 2
print(type.__call__(int, "5"), type.__new__(type, "N", (), {}).__name__)  # expect: 5 N
report(lambda: type.__new__(int, "N", (), {}))  # expect: TypeError: type.__new__(int): int is not a subtype of type
report(lambda: type.__new__(type, "N", ()))  # expect: TypeError: type.__new__() takes exactly 3 arguments (2 given)
report(lambda: type.__new__(type, "N", 1, {}))  # expect: TypeError: type.__new__() argument 2 must be tuple, not int
report(lambda: type("N", (), {}, x=1))  # expect: TypeError: N.__init_subclass__() takes no keyword arguments
report(lambda: type.__init__(type, 1, 2))  # expect: TypeError: type.__init__() takes 1 or 3 arguments
print(type.mro(int), type.__subclasses__(bool), bool in int.__subclasses__())
# expect: [<class 'int'>, <class 'object'>] [] True
print(A.__dict__["__module__"], type(A.__dict__["__dict__"]).__name__, A.__flags__ & (1 << 9) != 0, int.__basicsize__, tuple.__itemsize__)
# expect: __main__ getset_descriptor True 24 8
print(A.__annotations__, type(A.__weakrefoffset__))  # expect: {} <class 'int'>
class Ann:
    x: int = 1
    y: "str"
print(Ann.__annotations__)  # expect: {'x': <class 'int'>, 'y': 'str'}
report(lambda: int.__annotations__)  # expect: AttributeError: type object 'int' has no attribute '__annotations__'
report(lambda: int.__abstractmethods__)  # expect: AttributeError: __abstractmethods__
def outer():
    class Inner:
        class Deep: pass
    return Inner
print(outer().__qualname__, outer().Deep.__qualname__, outer().Deep)
# expect: outer.<locals>.Inner outer.<locals>.Inner.Deep <class '__main__.outer.<locals>.Inner.Deep'>
