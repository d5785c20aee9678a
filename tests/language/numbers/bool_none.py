def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

print(True, False, True + True, True * 3, -True, ~True, True / 2, True & False, True | False, True ^ True, True & 3, 2 | True)  # expect: True False 2 3 -1 -2 0.5 False True False 1 3
print(bool(), bool(0), bool(""), bool([0]), bool(0.0), bool(None), isinstance(True, int), True == 1, hash(True), str(True), int(True))  # expect: False False False True False False True True 1 True 1
print(type(True & True), type(True & 1), [10, 20][True], {1: "a"}[True], True is bool(5))  # expect: <class 'bool'> <class 'int'> 20 a True
attempt(bool, 1, 2)  # expect: TypeError: bool expected at most 1 argument, got 2
attempt(bool, x=1)  # expect: TypeError: bool() takes no keyword arguments
try:
    class B(bool):
        pass
except TypeError as e:
    print(e)  # expect: type 'bool' is not an acceptable base type
print(None, repr(None), bool(None), None == None, None != 0, type(None), type(None)() is None)  # expect: None None False True True <class 'NoneType'> True
attempt(type(None), 1)  # expect: TypeError: NoneType takes no arguments
print(..., Ellipsis, repr(...), type(...), type(...)() is ..., bool(...), (...).__reduce__())  # expect: Ellipsis Ellipsis Ellipsis <class 'ellipsis'> True True Ellipsis
attempt(type(...), 1)  # expect: TypeError: EllipsisType takes no arguments
print(NotImplemented, type(NotImplemented), NotImplemented.__reduce__())  # expect: NotImplemented <class 'NotImplementedType'> NotImplemented
attempt(type(NotImplemented), 1)  # expect: TypeError: NotImplementedType takes no arguments
attempt(lambda: None + 1)  # expect: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
attempt(lambda: None < None)  # expect: TypeError: '<' not supported between instances of 'NoneType' and 'NoneType'
class Falsy:
    def __bool__(self):
        return 0
attempt(bool, Falsy())  # expect: TypeError: __bool__ should return bool, returned int
