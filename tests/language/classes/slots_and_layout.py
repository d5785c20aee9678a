# __slots__: fields in the instance instead of a dict.
def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)


class S:
    __slots__ = ("a", "b", "__private")

    def __init__(self):
        self.a = 1
        self.__private = 3


s = S()
print(s.a, s._S__private, hasattr(s, "b"), hasattr(s, "__dict__"))  # expect: 1 3 False False
report(lambda: s.b)  # expect: AttributeError: 'S' object has no attribute 'b'
report(lambda: setattr(s, "c", 1))  # expect: AttributeError: 'S' object has no attribute 'c'
report(lambda: s.c)  # expect: AttributeError: 'S' object has no attribute 'c'
s.b = 5
print(s.b)  # expect: 5
del s.b
report(lambda: s.b)  # expect: AttributeError: 'S' object has no attribute 'b'
report(lambda: delattr(s, "b"))  # expect: AttributeError: b
print(S.a, type(S.a), S.a.__get__(s), S.__slots__)
# expect: <member 'a' of 'S' objects> <class 'member_descriptor'> 1 ('a', 'b', '__private')
report(lambda: S.a.__get__(1))  # expect: TypeError: descriptor 'a' for 'S' objects doesn't apply to a 'int' object
report(lambda: S.a.__set__(1, 2))  # expect: TypeError: descriptor 'a' for 'S' objects doesn't apply to a 'int' object


class T(S):
    pass


t = T()
t.z = 1
print(t.__dict__, t.a)  # expect: {'z': 1} 1


class U(S):
    __slots__ = "only"


u = U()
u.only = 1
report(lambda: setattr(u, "zz", 1))  # expect: AttributeError: 'U' object has no attribute 'zz'


class W:
    __slots__ = ["__dict__", "__weakref__", "x"]


w = W()
w.x = 1
w.y = 2
print(w.__dict__, w.x)  # expect: {'y': 2} 1
report(lambda: type("E", (), {"__slots__": ["x"], "x": 1}))
# expect: ValueError: 'x' in __slots__ conflicts with class variable
report(lambda: type("E", (), {"__slots__": [1]}))  # expect: TypeError: __slots__ items must be strings, not 'int'
report(lambda: type("E", (), {"__slots__": ["1a"]}))  # expect: TypeError: __slots__ must be identifiers
report(lambda: type("E", (int,), {"__slots__": ["x"]}))
# expect: TypeError: nonempty __slots__ not supported for subtype of 'int'
report(lambda: type("E", (W,), {"__slots__": ["__dict__"]}))
# expect: TypeError: __dict__ slot disallowed: we already got one
report(lambda: type("E", (W,), {"__slots__": ["__weakref__"]}))
# expect: TypeError: __weakref__ slot disallowed: either we already got one, or __itemsize__ != 0
report(lambda: type("E", (), {"__slots__": ["__dict__", "__dict__"]}))
# expect: TypeError: __dict__ slot disallowed: we already got one


class P:
    __slots__ = ("p",)


class Q:
    __slots__ = ("q",)


report(lambda: type("PQ", (P, Q), {}))  # expect: TypeError: multiple bases have instance lay-out conflict


class Empty:
    __slots__ = ()


class PE(P, Empty):
    __slots__ = ()


pe = PE()
pe.p = 2
print(pe.p, PE.__mro__[1:])  # expect: 2 (<class '__main__.P'>, <class '__main__.Empty'>, <class 'object'>)
report(lambda: setattr(pe, "v", 1))  # expect: AttributeError: 'PE' object has no attribute 'v'
report(lambda: Empty().__dict__)  # expect: AttributeError: 'Empty' object has no attribute '__dict__'


class A: pass
class B: pass
a = A()
a.x = 1
a.__class__ = B
print(type(a).__name__, a.x, isinstance(a, B))  # expect: B 1 True
report(lambda: setattr(a, "__class__", S))  # expect: TypeError: __class__ assignment: 'S' object layout differs from 'B'
report(lambda: setattr(a, "__class__", int))
# expect: TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses
report(lambda: setattr(a, "__class__", 1))  # expect: TypeError: __class__ must be set to a class, not 'int' object
report(lambda: setattr(1, "__class__", A))
# expect: TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses
report(lambda: delattr(a, "__class__"))  # expect: TypeError: can't delete __class__ attribute
class S1: __slots__ = ("x", "y")
class S2: __slots__ = ("x", "y")
class S3: __slots__ = ("x", "z")
s1 = S1()
s1.x = 9
s1.__class__ = S2
print(s1.x, type(s1).__name__)  # expect: 9 S2
report(lambda: setattr(s1, "__class__", S3))
# expect: TypeError: __class__ assignment: 'S3' object layout differs from 'S2'
a.__dict__ = {"k": 1}
print(a.k, vars(a))  # expect: 1 {'k': 1}
report(lambda: a.x)  # expect: AttributeError: 'B' object has no attribute 'x'
report(lambda: setattr(a, "__dict__", 1))  # expect: TypeError: __dict__ must be set to a dictionary, not a 'int'
d = a.__dict__
d["late"] = 2
print(a.late)  # expect: 2
a.more = 3
print(d)  # expect: {'k': 1, 'late': 2, 'more': 3}
del a.__dict__
print(a.__dict__)  # expect: {}


class Many:
    def __init__(self):
        for i in range(50):
            setattr(self, "n%d" % i, i)


m = Many()
print(len(m.__dict__), m.n0, m.n49, sum(m.__dict__.values()))  # expect: 50 0 49 1225
d = m.__dict__
del m
print(len(d), d["n7"])  # expect: 50 7


class Order:
    pass


o = Order()
o.b = 1
o.a = 2
del o.b
o.b = 3
print(list(o.__dict__), vars(o))  # expect: ['a', 'b'] {'a': 2, 'b': 3}
o2 = Order()
o2.a = 1
o2.c = 2
print(vars(o2))  # expect: {'a': 1, 'c': 2}
for k, v in sorted(o2.__dict__.items()):
    print(k, v)
# expect: a 1
# expect: c 2


class Base: pass
class Mid(Base): pass
class Other:
    def hello(self): return "other"
mid = Mid()
report(lambda: mid.hello())  # expect: AttributeError: 'Mid' object has no attribute 'hello'
Mid.__bases__ = (Base, Other)
print(mid.hello(), Mid.__mro__ == (Mid, Base, Other, object), Other.__subclasses__())
# expect: other True [<class '__main__.Mid'>]
report(lambda: setattr(Mid, "__bases__", ()))
# expect: TypeError: can only assign non-empty tuple to Mid.__bases__, not ()
report(lambda: setattr(Mid, "__bases__", 1))  # expect: TypeError: can only assign tuple to Mid.__bases__, not int
report(lambda: setattr(Mid, "__bases__", (1,)))  # expect: TypeError: Mid.__bases__ must be tuple of classes, not 'int'
report(lambda: setattr(Mid, "__bases__", (Mid,)))  # expect: TypeError: a __bases__ item causes an inheritance cycle
report(lambda: setattr(Mid, "__bases__", (int,)))
# expect: TypeError: __bases__ assignment: 'int' deallocator differs from 'Base'
report(lambda: setattr(Base, "__bases__", (Mid,)))  # expect: TypeError: a __bases__ item causes an inheritance cycle
report(lambda: setattr(int, "__bases__", (object,)))
# expect: TypeError: cannot set '__bases__' attribute of immutable type 'int'
