def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

inf, nan = float("inf"), float("nan")
print(0.1, 1.0, -0.0, 1e16, 9999999999999998.0, 1e22, 1e23, 1e-5, 0.0001, 123456.789e-10, 5e-324, 1.7976931348623157e308, inf, -inf, nan)  # expect: 0.1 1.0 -0.0 1e+16 9999999999999998.0 1e+22 1e+23 1e-05 0.0001 1.23456789e-05 5e-324 1.7976931348623157e+308 inf -inf nan
print(0.1 + 0.2, 1 / 3, 2 / 3, 100 * 1.1, 1e308 * 10, 3.0, 1e15, 123456789012345680.0)  # expect: 0.30000000000000004 0.3333333333333333 0.6666666666666666 110.00000000000001 inf 3.0 1000000000000000.0 1.2345678901234568e+17
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, -0.0 % 2, 5.0 % inf, -5.0 % inf, divmod(-7.5, 2), 1e300 // 1e-300)  # expect: 3.0 -4.0 1.5 0.5 -0.5 0.0 5.0 inf (-4.0, 0.5) inf
print(2.0**0.5, (-8.0)**(1 / 3), 2.0**-1074, (-2.0)**3, 0.0**0, inf**0, 1.0**nan, (-inf)**3, 0.5**inf)  # expect: 1.4142135623730951 (1.0000000000000002+1.7320508075688772j) 5e-324 -8.0 1.0 1.0 1.0 -inf 0.0
attempt(lambda: 1.0 / 0)  # expect: ZeroDivisionError: float division by zero
attempt(lambda: 1.0 // 0)  # expect: ZeroDivisionError: float floor division by zero
attempt(lambda: 1.0 % 0)  # expect: ZeroDivisionError: float modulo
attempt(divmod, 1.0, 0)  # expect: ZeroDivisionError: float divmod()
attempt(lambda: 0.0**-1)  # expect: ZeroDivisionError: 0.0 cannot be raised to a negative power
attempt(lambda: 1e300**2)  # expect: OverflowError: (34, 'Numerical result out of range')
attempt(pow, 2.0, 3, 4)  # expect: TypeError: pow() 3rd argument not allowed unless all arguments are integers
for text in ("1.5", " 1e3\n", "1_0.5_0", "1__0", ".5", "5.", ".", "1e", "inf", "-Infinity", "NaN", "nanx", "1e400", "-1e-400", "", "0x1p3", "١.٥", "1\x00"):
    attempt(float, text)  # expect: 1.5
# expect: 1000.0
# expect: 10.5
# expect: ValueError: could not convert string to float: '1__0'
# expect: 0.5
# expect: 5.0
# expect: ValueError: could not convert string to float: '.'
# expect: ValueError: could not convert string to float: '1e'
# expect: inf
# expect: -inf
# expect: nan
# expect: ValueError: could not convert string to float: 'nanx'
# expect: inf
# expect: -0.0
# expect: ValueError: could not convert string to float: ''
# expect: ValueError: could not convert string to float: '0x1p3'
# expect: 1.5
# expect: ValueError: could not convert string to float: '1\x00'
attempt(float)  # expect: 0.0
attempt(float, [])  # expect: TypeError: float() argument must be a string or a real number, not 'list'
attempt(float, 1j)  # expect: TypeError: float() argument must be a string or a real number, not 'complex'
attempt(float, b"1.25")  # expect: 1.25
attempt(float, b"x")  # expect: ValueError: could not convert string to float: b'x'
attempt(float, 10**400)  # expect: OverflowError: int too large to convert to float
attempt(float, 1, 2)  # expect: TypeError: float expected at most 1 argument, got 2
attempt(float, x=1)  # expect: TypeError: float() takes no keyword arguments
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1e22, -20), round(1234.5678, -2), round(0.5, 0), round(1.5, None))  # expect: 2 4 -2 2.67 1e+22 1200.0 0.0 2
print(round(5e-324, 400), round(1e308, -309), round(nan, 2), round(inf, 1), round(1.15, 1), round(1e16 + 2, 1))  # expect: 5e-324 0.0 nan inf 1.1 1.0000000000000002e+16
attempt(round, inf)  # expect: OverflowError: cannot convert float infinity to integer
attempt(round, nan)  # expect: ValueError: cannot convert float NaN to integer
attempt(round, 1.7976931348623157e308, -308)  # expect: OverflowError: rounded value too large to represent
attempt(round, 1.5, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
print((0.1).as_integer_ratio(), (2.0).as_integer_ratio(), (-1.5).as_integer_ratio(), (1e30).as_integer_ratio(), (0.0).as_integer_ratio())  # expect: (3602879701896397, 36028797018963968) (2, 1) (-3, 2) (1000000000000000019884624838656, 1) (0, 1)
attempt(inf.as_integer_ratio)  # expect: OverflowError: cannot convert Infinity to integer ratio
attempt(nan.as_integer_ratio)  # expect: ValueError: cannot convert NaN to integer ratio
print((1.0).hex(), (-0.1).hex(), (0.0).hex(), (-0.0).hex(), (5e-324).hex(), inf.hex(), nan.hex(), (1e308).hex())  # expect: 0x1.0000000000000p+0 -0x1.999999999999ap-4 0x0.0p+0 -0x0.0p+0 0x0.0000000000001p-1022 inf nan 0x1.1ccf385ebc8a0p+1023
for text in ("0x1.8p3", "-0X.8P-1", "1", " 0x1p-1074 ", "0x1p-1075", "0x1.8p-1075", "0x1.fffffffffffff8p1023", "inf", "nan", "0x", "p1", "0x1p", "1 2",
             "0x1.00000000000008p0", "0x1.00000000000018p0", "0x123456789abcdef01"):
    attempt(float.fromhex, text)  # expect: 12.0
# expect: -0.25
# expect: 1.0
# expect: 5e-324
# expect: 0.0
# expect: 5e-324
# expect: OverflowError: hexadecimal value too large to represent as a float
# expect: inf
# expect: nan
# expect: ValueError: invalid hexadecimal floating-point string
# expect: ValueError: invalid hexadecimal floating-point string
# expect: ValueError: invalid hexadecimal floating-point string
# expect: ValueError: invalid hexadecimal floating-point string
# expect: 1.0
# expect: 1.0000000000000004
# expect: 2.0988295479420645e+19
print((2.0).is_integer(), (2.5).is_integer(), inf.is_integer(), (-1.7).__trunc__(), (-1.5).__floor__(), (-1.5).__ceil__(), 1e20.__trunc__())  # expect: True False False -1 -2 -1 100000000000000000000
print(hash(0.5), hash(1.0), hash(-1.0), hash(1e300), hash(inf), hash(-inf), hash(5e-324), hash(-2.5))  # expect: 1152921504606846976 1 -2 1224995262755759164 314159 -314159 16777216 -1152921504606846978
print(1.0 == 1, 0.1 == 1, nan == nan, nan != nan, nan < 1, inf > 10**400, 1.5 < 2, 2 > 1.5, -0.0 == 0.0)  # expect: True False False True False True True True True
print(float.__getformat__("double"), (1.5).real, (1.5).imag, (1.5).conjugate(), (1.5).__getnewargs__())  # expect: IEEE, little-endian 1.5 0.0 1.5 (1.5,)
class Sub(float):
    pass
print(Sub(1.5), type(Sub("2") + 1), repr(Sub()), type(Sub.fromhex("0x1p1")), type(+Sub(1)))  # expect: 1.5 <class 'float'> 0.0 <class '__main__.Sub'> <class 'float'>
class F:
    def __float__(self):
        return 2.5
class I:
    def __index__(self):
        return 3
print(float(F()), float(I()), 1.5 + True)  # expect: 2.5 3.0 2.5
x = 0.0
for i in range(10):
    x += 0.1
print(x, x == 1.0, sum([0.1] * 10))  # expect: 0.9999999999999999 False 0.9999999999999999
