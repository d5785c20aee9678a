# Classes: attributes, methods, inheritance, the names that a class carries.
class A:
    """doc of A"""
    x = 1

    def __init__(self, v=0):
        self.v = v

    def m(self, k):
        return self.v + k

    @classmethod
    def c(cls):
        return cls.__name__

    @staticmethod
    def s(a, b=2):
        return a * b


class B(A):
    def m(self, k):
        return super().m(k) * 10


a, b = A(3), B(4)
print(a.m(1), b.m(1), A.c(), b.c(), B.s(5))  # expect: 4 50 A B 10
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, B.__doc__)  # expect: A A __main__ doc of A None
print(B.__bases__, B.__mro__)
# expect: (<class '__main__.A'>,) (<class '__main__.B'>, <class '__main__.A'>, <class 'object'>)
print(B.__base__, A.__subclasses__())  # expect: <class '__main__.A'> [<class '__main__.B'>]
print(isinstance(b, A), issubclass(B, A), isinstance(a, B), type(b) is B)  # expect: True True False True
print(sorted(vars(a)), a.__dict__, b.__class__)  # expect: ['v'] {'v': 3} <class '__main__.B'>
A.y = 7
print(b.y, a.y, "y" in dir(b))  # expect: 7 7 True
del A.y
print(hasattr(a, "y"))  # expect: False
a.x = 10
print(a.x, A.x, b.x)  # expect: 10 1 1
del a.x
print(a.x)  # expect: 1
print(a.m.__func__ is A.m, a.m.__self__ is a)  # expect: True True
print(repr(A), str(B), repr(type))  # expect: <class '__main__.A'> <class '__main__.B'> <class 'type'>


def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)


report(lambda: a.nothing)  # expect: AttributeError: 'A' object has no attribute 'nothing'
report(lambda: A.nothing)  # expect: AttributeError: type object 'A' has no attribute 'nothing'
report(lambda: delattr(a, "nothing"))  # expect: AttributeError: 'A' object has no attribute 'nothing'
report(lambda: delattr(A, "nothing"))  # expect: AttributeError: type object 'A' has no attribute 'nothing'
report(lambda: A(1, 2, 3))  # expect: TypeError: A.__init__() takes from 1 to 2 positional arguments but 4 were given
report(lambda: object(1))  # expect: TypeError: object() takes no arguments
report(lambda: type(object.__new__(A, 1)))  # expect: <class '__main__.A'>
report(lambda: object.__init__(a, 1))
# expect: TypeError: object.__init__() takes exactly one argument (the instance to initialize)
report(lambda: A.c(1))  # expect: TypeError: A.c() takes 1 positional argument but 2 were given
report(lambda: setattr(int, "x", 1))  # expect: TypeError: cannot set 'x' attribute of immutable type 'int'
report(lambda: setattr(a, 1, 1))  # expect: TypeError: attribute name must be string, not 'int'
report(lambda: getattr(a, 1))  # expect: TypeError: attribute name must be string, not 'int'
report(lambda: int.__new__(str))  # expect: TypeError: int.__new__(str): str is not a subtype of int
report(lambda: object.__new__(int))  # expect: TypeError: object.__new__(int) is not safe, use int.__new__()
report(lambda: object.__new__(1))  # expect: TypeError: object.__new__(X): X is not a type object (int)
report(lambda: object.__new__())  # expect: TypeError: object.__new__(): not enough arguments
report(lambda: A.__new__(B).__class__)  # expect: <class '__main__.B'>
report(lambda: a.m())  # expect: TypeError: A.m() missing 1 required positional argument: 'k'
report(lambda: A.m())  # expect: TypeError: A.m() missing 2 required positional arguments: 'self' and 'k'


class NoInit:
    pass


report(lambda: NoInit(1))  # expect: TypeError: NoInit() takes no arguments
report(lambda: NoInit(a=1))  # expect: TypeError: NoInit() takes no arguments


class BadInit:
    def __init__(self):
        return 1


report(lambda: BadInit())  # expect: TypeError: __init__() should return None, not 'int'


class NewOnly:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        return object.__new__(cls)


n = NewOnly(1, k=2)  # expect: new NewOnly (1,) {'k': 2}


class Both:
    def __new__(cls, a):
        return 42 if a else super().__new__(cls)

    def __init__(self, a):
        print("init", a)


print(Both(1))  # expect: 42
print(type(Both(0)).__name__)
# expect: init 0
# expect: Both
A.__name__ = "Renamed"
print(A, A.__qualname__)  # expect: <class '__main__.A'> A
A.__qualname__ = "Q.R"
print(A)  # expect: <class '__main__.Q.R'>
A.__doc__ = "changed"
print(A.__doc__, A.__module__)  # expect: changed __main__
A.__module__ = "elsewhere"
print(A, a.__module__)  # expect: <class 'elsewhere.Q.R'> elsewhere
report(lambda: setattr(A, "__name__", 5))  # expect: TypeError: can only assign string to Renamed.__name__, not 'int'
report(lambda: setattr(A, "__name__", "a\0b"))  # expect: ValueError: type name must not contain null characters
report(lambda: setattr(A, "__qualname__", 5))
# expect: TypeError: can only assign string to Renamed.__qualname__, not 'int'
report(lambda: delattr(A, "__name__"))
# expect: TypeError: cannot delete '__name__' attribute of immutable type 'Renamed'
report(lambda: setattr(A, "__dict__", {}))
# expect: AttributeError: attribute '__dict__' of 'type' objects is not writable
report(lambda: type("T", (), {}).__name__)  # expect: T
report(lambda: type("T", (int, str), {}))  # expect: TypeError: multiple bases have instance lay-out conflict
report(lambda: type("T", (bool,), {}))  # expect: TypeError: type 'bool' is not an acceptable base type
report(lambda: type("T", (A, A), {}))  # expect: TypeError: duplicate base class Renamed
report(lambda: type("T", (object, A), {}))
# expect: TypeError: Cannot create a consistent method resolution
# expect: order (MRO) for bases object, Renamed
report(lambda: type("T", [A], {}))  # expect: TypeError: type.__new__() argument 2 must be tuple, not list
report(lambda: type(1, (A,), {}))  # expect: TypeError: type.__new__() argument 1 must be str, not int
report(lambda: type("T", (1,), {}))
# expect: TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
report(lambda: type("T", (A,)))  # expect: TypeError: type() takes 1 or 3 arguments
report(lambda: type())  # expect: TypeError: type() takes 1 or 3 arguments
report(lambda: type(1, 2))  # expect: TypeError: type() takes 1 or 3 arguments
report(lambda: type("a\0", (), {}))  # expect: ValueError: type name must not contain null characters


class X: pass
class Y: pass
class XY(X, Y): pass
class YX(Y, X): pass
report(lambda: type("Z", (XY, YX), {}))
# expect: TypeError: Cannot create a consistent method resolution
# expect: order (MRO) for bases X, Y
class D1(X): pass
class D2(X, Y): pass
class D3(D1, D2): pass
print([c.__name__ for c in D3.__mro__], [c.__name__ for c in D3.mro()])
# expect: ['D3', 'D1', 'D2', 'X', 'Y', 'object'] ['D3', 'D1', 'D2', 'X', 'Y', 'object']
print(X.__subclasses__() == [XY, YX, D1, D2])  # expect: True
print(type(X.__dict__), sorted(X.__dict__))
# expect: <class 'mappingproxy'> ['__dict__', '__doc__', '__module__', '__weakref__']
