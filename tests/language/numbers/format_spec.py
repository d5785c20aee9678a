def attempt(value, spec):
    try:
        print(repr(format(value, spec)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

for spec in ("", "d", "5d", "<5d", "^7d", "*>8", "=+8", "08d", "+", " ", "x", "#x", "#X", "#b", "o", "#010x", ",", "_", "_x", "_b", "010,", "c", "e", ".2f", "%", "n",
             ".2", "s", "z", "+c", "#c", ",c", ",x", "_,", ",_", "1.", "q", "é", "d d", "99999999999999999999"):
    attempt(1234567, spec)  # expect: '1234567'
# expect: '1234567'
# expect: '1234567'
# expect: '1234567'
# expect: '1234567'
# expect: '*1234567'
# expect: '+1234567'
# expect: '01234567'
# expect: '+1234567'
# expect: ' 1234567'
# expect: '12d687'
# expect: '0x12d687'
# expect: '0X12D687'
# expect: '0b100101101011010000111'
# expect: '4553207'
# expect: '0x0012d687'
# expect: '1,234,567'
# expect: '1_234_567'
# expect: '12_d687'
# expect: '1_0010_1101_0110_1000_0111'
# expect: '01,234,567'
# expect: OverflowError: %c arg not in range(0x110000)
# expect: '1.234567e+06'
# expect: '1234567.00'
# expect: '123456700.000000%'
# expect: '1234567'
# expect: ValueError: Precision not allowed in integer format specifier
# expect: ValueError: Unknown format code 's' for object of type 'int'
# expect: ValueError: Negative zero coercion (z) not allowed in integer format specifier
# expect: ValueError: Sign not allowed with integer format specifier 'c'
# expect: ValueError: Alternate form (#) not allowed with integer format specifier 'c'
# expect: ValueError: Cannot specify ',' with 'c'.
# expect: ValueError: Cannot specify ',' with 'x'.
# expect: ValueError: Cannot specify both ',' and '_'.
# expect: ValueError: Cannot specify both ',' and '_'.
# expect: ValueError: Format specifier missing precision
# expect: ValueError: Unknown format code 'q' for object of type 'int'
# expect: ValueError: Unknown format code '\xe9' for object of type 'int'
# expect: ValueError: Invalid format specifier 'd d' for object of type 'int'
# expect: ValueError: Too many decimal digits in format string
for spec in ("", "f", ".2f", ".0f", "#.0f", "e", ".3e", "g", ".3g", "#.3g", "G", "%", ".1%", "10.2f", "<10.2f", "^10.2f", "+.1f", " .1f", "010.2f", ",.2f", "_.2f", "012,.1f", "z.1f",
             ".3", "10", "n", "d", "x", "s"):
    attempt(-1234.5678, spec)  # expect: '-1234.5678'
# expect: '-1234.567800'
# expect: '-1234.57'
# expect: '-1235'
# expect: '-1235.'
# expect: '-1.234568e+03'
# expect: '-1.235e+03'
# expect: '-1234.57'
# expect: '-1.23e+03'
# expect: '-1.23e+03'
# expect: '-1234.57'
# expect: '-123456.780000%'
# expect: '-123456.8%'
# expect: '  -1234.57'
# expect: '-1234.57  '
# expect: ' -1234.57 '
# expect: '-1234.6'
# expect: '-1234.6'
# expect: '-001234.57'
# expect: '-1,234.57'
# expect: '-1_234.57'
# expect: '-0,001,234.6'
# expect: '-1234.6'
# expect: '-1.23e+03'
# expect: '-1234.5678'
# expect: '-1234.57'
# expect: ValueError: Unknown format code 'd' for object of type 'float'
# expect: ValueError: Unknown format code 'x' for object of type 'float'
# expect: ValueError: Unknown format code 's' for object of type 'float'
for value in (0.0, -0.0, 1e20, 1e-7, float("inf"), float("nan"), -float("inf")):
    attempt(value, "")
    attempt(value, "08.2f")
    attempt(value, "+G")
    attempt(value, "z.0f")  # expect: '0.0'
# expect: '00000.00'
# expect: '+0'
# expect: '0'
# expect: '-0.0'
# expect: '-0000.00'
# expect: '-0'
# expect: '0'
# expect: '1e+20'
# expect: '100000000000000000000.00'
# expect: '+1E+20'
# expect: '100000000000000000000'
# expect: '1e-07'
# expect: '00000.00'
# expect: '+1E-07'
# expect: '0'
# expect: 'inf'
# expect: '00000inf'
# expect: '+INF'
# expect: 'inf'
# expect: 'nan'
# expect: '00000nan'
# expect: '+NAN'
# expect: 'nan'
# expect: '-inf'
# expect: '-0000inf'
# expect: '-INF'
# expect: '-inf'
for spec in ("", ".2f", "+.1e", "20", "<20.1f", "^20", ",.1f", "n", "g", "010", "=10", "d", "%"):
    attempt(12345.678 - 0.5j, spec)  # expect: '(12345.678-0.5j)'
# expect: '12345.68-0.50j'
# expect: '+1.2e+04-5.0e-01j'
# expect: '    (12345.678-0.5j)'
# expect: '12345.7-0.5j        '
# expect: '  (12345.678-0.5j)  '
# expect: '12,345.7-0.5j'
# expect: '12345.7-0.5j'
# expect: '12345.7-0.5j'
# expect: ValueError: Zero padding is not allowed in complex format specifier
# expect: ValueError: '=' alignment flag is not allowed in complex format specifier
# expect: ValueError: Unknown format code 'd' for object of type 'complex'
# expect: ValueError: Unknown format code '%' for object of type 'complex'
attempt(1j, "")  # expect: '1j'
attempt(1j, ".2")  # expect: '1j'
attempt(1j, "+")  # expect: '+1j'
for spec in ("", "s", "10", ">10", "^10s", "*^10", ".2", "10.1", "05", "=5", "+", " ", "#", "z", ",", "d"):
    attempt("abc", spec)  # expect: 'abc'
# expect: 'abc'
# expect: 'abc       '
# expect: '       abc'
# expect: '   abc    '
# expect: '***abc****'
# expect: 'ab'
# expect: 'a         '
# expect: 'abc00'
# expect: ValueError: '=' alignment not allowed in string format specifier
# expect: ValueError: Sign not allowed in string format specifier
# expect: ValueError: Space not allowed in string format specifier
# expect: ValueError: Alternate form (#) not allowed in string format specifier
# expect: ValueError: Negative zero coercion (z) not allowed in string format specifier
# expect: ValueError: Cannot specify ',' with 's'.
# expect: ValueError: Unknown format code 'd' for object of type 'str'
attempt(True, "")  # expect: 'True'
attempt(True, "d")  # expect: '1'
attempt(False, "5")  # expect: '    0'
attempt(True, "s")  # expect: ValueError: Unknown format code 's' for object of type 'bool'
attempt(10**30, ",")  # expect: '1,000,000,000,000,000,000,000,000,000,000'
attempt(-10**30, "e")  # expect: '-1.000000e+30'
attempt(10**400, "f")  # expect: OverflowError: int too large to convert to float
attempt(0x10FFFF, "c")  # expect: '\U0010ffff'
attempt(0x110000, "c")  # expect: OverflowError: %c arg not in range(0x110000)
attempt(65, "5c")  # expect: '    A'
w, p = 10, 3
print(f"{3.14159:{w}.{p}f}|{42:>{w}}|{'x':^{w}}|{1e10:,}|{255:#06x}")  # expect:      3.142|        42|    x     |10,000,000,000.0|0x00ff
print("%d %5d %-5d| %05d %x %X %#o %e %.2f %g %s %r %c %%" % (1, 2, 3, 4, 255, 255, 8, 12345.678, 2.675, 1e-5, "s", "r", 65))  # expect: 1     2 3    | 00004 ff FF 0o10 1.234568e+04 2.67 1e-05 s 'r' A %
print("%.3f %10.2e %+d % d %i %u" % (1.0005, 12345, 5, 5, 3.7, 9), "%.0f %.1f" % (0.5, 0.25), "%s" % 1e100)  # expect: 1.000   1.23e+04 +5  5 3 9 0 0.2 1e+100
