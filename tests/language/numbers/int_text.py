def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

for text in ("12", " -12\n", "+7", "1_000", "1__0", "_1", "1_", "", " ", "0x1f", "12 3", "١٢", "\u2003 12\u2003", "\x1c12", "1\x00"):
    attempt(int, text)  # expect: 12
# expect: -12
# expect: 7
# expect: 1000
# expect: ValueError: invalid literal for int() with base 10: '1__0'
# expect: ValueError: invalid literal for int() with base 10: '_1'
# expect: ValueError: invalid literal for int() with base 10: '1_'
# expect: ValueError: invalid literal for int() with base 10: ''
# expect: ValueError: invalid literal for int() with base 10: ' '
# expect: ValueError: invalid literal for int() with base 10: '0x1f'
# expect: ValueError: invalid literal for int() with base 10: '12 3'
# expect: 12
# expect: 12
# expect: ValueError: invalid literal for int() with base 10: '\x1c12'
# expect: ValueError: invalid literal for int() with base 10: '1\x00'
for text, base in (("0x_1F", 0), ("0b101", 0), ("0o17", 0), ("010", 0), ("00", 0), ("0_0", 0), ("ff", 16), ("0xff", 16), ("zz", 36),
                   ("12", 2), ("0b", 2), ("9", 8), ("-0x10", 0), (b"12", 10), (bytearray(b"z"), 36), ("1", 1), ("1", 37), (1, 10), ("1", 2.5)):
    attempt(int, text, base)  # expect: 31
# expect: 5
# expect: 15
# expect: ValueError: invalid literal for int() with base 0: '010'
# expect: 0
# expect: 0
# expect: 255
# expect: 255
# expect: 1295
# expect: ValueError: invalid literal for int() with base 2: '12'
# expect: ValueError: invalid literal for int() with base 2: '0b'
# expect: ValueError: invalid literal for int() with base 8: '9'
# expect: -16
# expect: 12
# expect: 35
# expect: ValueError: int() base must be >= 2 and <= 36, or 0
# expect: ValueError: int() base must be >= 2 and <= 36, or 0
# expect: TypeError: int() can't convert non-string with explicit base
# expect: TypeError: 'float' object cannot be interpreted as an integer
attempt(int)  # expect: 0
attempt(int, base=10)  # expect: TypeError: int() missing string argument
attempt(int, "1", base=3)  # expect: 1
attempt(int, x=1)  # expect: TypeError: 'x' is an invalid keyword argument for int()
attempt(int, 1, 2, 3)  # expect: TypeError: int() takes at most 2 arguments (3 given)
attempt(int, [])  # expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'
attempt(int, b"\xff1")  # expect: ValueError: invalid literal for int() with base 10: b'\xff1'
attempt(int, 1j)  # expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
attempt(int, 2.9)  # expect: 2
attempt(int, -2.9)  # expect: -2
attempt(int, float("inf"))  # expect: OverflowError: cannot convert float infinity to integer
attempt(int, float("nan"))  # expect: ValueError: cannot convert float NaN to integer
attempt(int, 1e30)  # expect: 1000000000000000019884624838656
print(10**50, -10**50, str(2**200), repr(-2**61))  # expect: 100000000000000000000000000000000000000000000000000 -100000000000000000000000000000000000000000000000000 1606938044258990275541962092341162602522202993782792835301376 -2305843009213693952
print(hex(2**70), oct(-2**70), bin(2**35), hex(0), bin(-5), oct(8))  # expect: 0x400000000000000000 -0o200000000000000000000000 0b100000000000000000000000000000000000 0x0 -0b101 0o10
print(int("123456789" * 20), int("-" + "f" * 40, 16), int("z" * 30, 36), int("1" * 200, 3))  # expect: 123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789123456789 -1461501637330902918203684832716283019655932542975 48873677980689257489322752273774603865660850175 132806994437937384669390661017889813414616726326697247987287480869546245450651091497192349522000
import sys
print(sys.get_int_max_str_digits())  # expect: 4300
attempt(int, "1" * 4301)  # expect: ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit
attempt(lambda: str(10**4300))  # expect: ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
print(len(str(10**4299)), len(hex(10**5000)))  # expect: 4300 4155
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), int("9" * 5000) == 10**5000 - 1)  # expect: 5001 True
attempt(sys.set_int_max_str_digits, 100)  # expect: ValueError: maxdigits must be 0 or larger than 640
sys.set_int_max_str_digits(640)
attempt(int, "1" * 641)  # expect: ValueError: Exceeds the limit (640 digits) for integer string conversion: value has 641 digits; use sys.set_int_max_str_digits() to increase the limit
