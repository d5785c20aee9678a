def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

attempt((1000).to_bytes, 2)  # expect: b'\x03\xe8'
attempt((1000).to_bytes, 4, "little")  # expect: b'\xe8\x03\x00\x00'
attempt((-2).to_bytes, 3, "big", signed=True)  # expect: b'\xff\xff\xfe'
attempt((1000).to_bytes)  # expect: OverflowError: int too big to convert
attempt((-1).to_bytes, 2)  # expect: OverflowError: can't convert negative int to unsigned
attempt((5).to_bytes, -1)  # expect: ValueError: length argument must be non-negative
attempt((5).to_bytes, 2, "middle")  # expect: ValueError: byteorder must be either 'little' or 'big'
attempt((5).to_bytes, 2, 3)  # expect: TypeError: to_bytes() argument 'byteorder' must be str, not int
attempt((128).to_bytes, 1, "big", signed=True)  # expect: OverflowError: int too big to convert
attempt((-128).to_bytes, 1, "big", signed=True)  # expect: b'\x80'
attempt((2**100).to_bytes, 13, "little")  # expect: b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10'
attempt(int.from_bytes, b"\x01\x02", "big")  # expect: 258
attempt(int.from_bytes, b"\xff\xfe", "big", signed=True)  # expect: -2
attempt(int.from_bytes, [1, 2, 3], "little")  # expect: 197121
attempt(int.from_bytes, b"")  # expect: 0
attempt(int.from_bytes, "ab")  # expect: TypeError: cannot convert 'str' object to bytes
attempt(int.from_bytes, [256])  # expect: ValueError: bytes must be in range(0, 256)
attempt(round, 15, -1)  # expect: 20
attempt(round, 25, -1)  # expect: 20
attempt(round, -15, -1)  # expect: -20
attempt(round, 12345678901234567890, -10)  # expect: 12345678900000000000
attempt(round, 5, 3)  # expect: 5
attempt(round, 5, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
attempt((6).as_integer_ratio)  # expect: (6, 1)
attempt((5).conjugate)  # expect: 5
attempt((5).__getnewargs__)  # expect: (5,)
attempt((5).__trunc__)  # expect: 5
print((7).real, (7).imag, (7).numerator, (7).denominator, True.real, True.numerator)  # expect: 7 0 7 1 1 1
print(hash(2**61 - 1), hash(2**61), hash(-1), hash(-2**61), hash(10**30), hash(-10**30), hash(True))  # expect: 0 1 -2 -2 465258685558744706 -465258685558744706 1
print(hash(2**100) == hash(2.0**100), hash(3) == hash(3.0) == hash(3 + 0j))  # expect: True True
print(1 == 1.0, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 10**400 > 1e308, 10**400 < float("inf"), -10**400 > float("-inf"))  # expect: True False True True True True
print(1 < float("nan"), 1 != float("nan"), 2**70 == 2.0**70, 2**70 + 1 == 2.0**70, 2**70 > 2.0**70, 3 < 3.5, -3 > -3.5)  # expect: False True True False False True True
print((5).__add__(2.0), (5).__add__(3), (5).__radd__(3), (5).__pow__(2, 3), (5).__lt__("a"))  # expect: NotImplemented 8 8 1 NotImplemented
class Sub(int):
    pass
s = Sub(300)
print(type(s), s, repr(s), type(s + 1), type(+s), type(int(s)), s == 300, hash(s) == hash(300), type(Sub.from_bytes(b"\1")))  # expect: <class '__main__.Sub'> 300 300 <class 'int'> <class 'int'> <class 'int'> True True <class '__main__.Sub'>
print(Sub(), Sub("12"), Sub("ff", 16), Sub(2**100), type(abs(Sub(-5))), isinstance(s, int))  # expect: 0 12 255 1267650600228229401496703205376 <class 'int'> True
class Index:
    def __index__(self):
        return 42
print(int(Index()), hex(Index()), [0] * 43 and list(range(50))[Index()])  # expect: 42 0x2a 42
class Trunc:
    def __int__(self):
        return 7
print(int(Trunc()))  # expect: 7
attempt(int.__new__, bool)  # expect: TypeError: int.__new__(bool) is not safe, use bool.__new__()
attempt(int.__new__, str)  # expect: TypeError: int.__new__(str): str is not a subtype of int
small, least = 250 + 6, 5 - 10
print(int("256") is small, int("-5") is least, 255 + len("x") is small)  # expect: True True True
print(sys.getsizeof(0), sys.getsizeof(1), sys.getsizeof(2**30), sys.getsizeof(2**100)) if (sys := __import__("sys")) else None  # expect: 28 28 32 40
