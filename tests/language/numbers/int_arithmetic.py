def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

# small, one digit, two digits, and beyond
print(2 + 3, 2 - 3, 2 * 3, 7 // 2, 7 % 2, 7 / 2)  # expect: 5 -1 6 3 1 3.5
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2, -7 // -2, -7 % -2)  # expect: -4 1 -4 -1 3 -1
print(2**30 + 2**30, 2**59 + 2**59, 2**60 - 1, -2**60, 2**63, 2**64 - 1)  # expect: 2147483648 1152921504606846976 1152921504606846975 -1152921504606846976 9223372036854775808 18446744073709551615
print((2**60 - 1) * (2**60 - 1))  # expect: 1329227995784915870597964051066650625
print(123456789012345678901234567890 * 987654321098765432109876543210)  # expect: 121932631137021795226185032733622923332237463801111263526900
print(10**40 // 7**20, 10**40 % 7**20, -10**40 // 7**20, -10**40 % 7**20)  # expect: 125325428941968489983696 37921867776064304 -125325428941968489983697 41870398521547697
print(divmod(10**50, 3), divmod(-10**50, 3), divmod(10**50, -3), divmod(5, 10**30), divmod(-5, 10**30))  # expect: (33333333333333333333333333333333333333333333333333, 1) (-33333333333333333333333333333333333333333333333334, 2) (-33333333333333333333333333333333333333333333333334, -2) (0, 5) (-1, 999999999999999999999999999995)
print(3**100, (-3)**101, 2**200, (-2)**201, 0**0, 1**(10**30), (-1)**(10**30 + 1))  # expect: 515377520732011331036461129765621272702107522001 -1546132562196033993109383389296863818106322566003 1606938044258990275541962092341162602522202993782792835301376 -3213876088517980551083924184682325205044405987565585670602752 1 1 -1
print(2**-2, (-2)**-3, 10**-400 == 0.0)  # expect: 0.25 -0.125 True
print(pow(3, 10**20, 10**9 + 7), pow(3, -1, 7), pow(7, 5, -10), pow(5, 0, 1), pow(2**200, 2**100, 3**90))  # expect: 139421235 5 -3 0 3237417316758284327930390233560007515726610
print(-(2**70), +(2**70), abs(-2**70), ~(2**70), ~0, ~-1)  # expect: -1180591620717411303424 1180591620717411303424 1180591620717411303424 -1180591620717411303425 -1 0
print(1 / 3, 10**400 / 10**399, 2**53 / (2**53 + 1), -5 / 10**20, 3 / 2**1074, 1 / 10**400, 0 / -5)  # expect: 0.3333333333333333 10.0 0.9999999999999999 -5e-20 1.5e-323 0.0 -0.0
attempt(lambda: 1 // 0)  # expect: ZeroDivisionError: integer division or modulo by zero
attempt(lambda: 1 % 0)  # expect: ZeroDivisionError: integer modulo by zero
attempt(lambda: 10**30 % 0)  # expect: ZeroDivisionError: integer modulo by zero
attempt(divmod, 1, 0)  # expect: ZeroDivisionError: integer division or modulo by zero
attempt(lambda: 1 / 0)  # expect: ZeroDivisionError: division by zero
attempt(lambda: 10**400 / 3)  # expect: OverflowError: integer division result too large for a float
attempt(lambda: 10**400 + 1.0)  # expect: OverflowError: int too large to convert to float
attempt(pow, 2, -1, 4)  # expect: ValueError: base is not invertible for the given modulus
attempt(pow, 2, 3, 0)  # expect: ValueError: pow() 3rd argument cannot be 0
attempt(pow, 2, 2.5, 3)  # expect: TypeError: pow() 3rd argument not allowed unless all arguments are integers
attempt(lambda: 0**-1)  # expect: ZeroDivisionError: 0.0 cannot be raised to a negative power
attempt(lambda: 1 << -1)  # expect: ValueError: negative shift count
attempt(lambda: 1 >> -1)  # expect: ValueError: negative shift count
attempt(lambda: 1 << 2**70)  # expect: OverflowError: too many digits in integer
attempt(lambda: 1 + "1")  # expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
attempt(lambda: 1 & 1.0)  # expect: TypeError: unsupported operand type(s) for &: 'int' and 'float'

# bits
print(5 & 3, 5 | 3, 5 ^ 3, -5 & 3, -5 | 3, -5 ^ 3, -5 & -3)  # expect: 1 7 6 3 -5 -8 -7
print(2**100 & -2**50, 2**100 | -2**50, 2**100 ^ -2**50, (2**64 - 1) & ~0xff)  # expect: 1267650600228229401496703205376 -1125899906842624 -1267650600228230527396610048000 18446744073709551360
print(1 << 100, -1 << 100, 2**100 >> 70, -2**100 >> 70, (-2**100 - 1) >> 70, -1 >> 1000, 5 >> 2**80, -5 >> 2**80)  # expect: 1267650600228229401496703205376 -1267650600228229401496703205376 1073741824 -1073741824 -1073741825 -1 0 -1
print((2**100).bit_length(), (-5).bit_length(), (0).bit_length(), (2**100 - 1).bit_count(), (-7).bit_count())  # expect: 101 3 0 100 3

# growth in place must not be seen through another name
a = b = 2**40
a += 1
print(a, b)  # expect: 1099511627777 1099511627776
x = 1
for i in range(25):
    x = x * (i + 1)
print(x)  # expect: 15511210043330985984000000
print([i * i * i for i in range(-6, 300, 60)])  # expect: [-216, 157464, 1481544, 5268024, 12812904, 25412184]
