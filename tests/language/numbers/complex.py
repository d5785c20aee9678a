def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

inf, nan = float("inf"), float("nan")
print(1j, 1 + 2j, -1j, complex(-0.0, 1), complex(0, -0.0), 1e20j, complex(inf, nan), complex(nan, -inf), (1.5 - 2j) * 0)  # expect: 1j (1+2j) (-0-1j) (-0+1j) -0j 1e+20j (inf+nanj) (nan-infj) 0j
print((1 + 2j) + 3, (1 + 2j) - 0.5, (1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), -(1 + 2j), +(1 + 2j), abs(3 + 4j))  # expect: (4+2j) (0.5+2j) (5+5j) (0.1+0.7000000000000001j) (-1-2j) (1+2j) 5.0
print((1 + 2j)**2, (1 + 2j)**-1, (1 + 2j)**0.5, (1 + 2j)**(1 + 1j), 2**1j, 1j**100, 0j**0, (-8)**(1 / 3))  # expect: (-3+4j) (0.2-0.4j) (1.272019649514069+0.7861513777574233j) (-0.24720004426291722+0.6964504870825432j) (0.7692389013639721+0.6389612763136348j) (1+0j) (1+0j) (1.0000000000000002+1.7320508075688772j)
print((1 + 2j) == (1 + 2j), 1 + 0j == 1, 1.5 + 0j == 1.5, 1j != 1, hash(1 + 0j) == 1, hash(1j), hash(1.5 + 2j), bool(0j), bool(1j))  # expect: True True True True True 1000003 1152921504608846983 False True
attempt(lambda: 1j < 2)  # expect: TypeError: '<' not supported between instances of 'complex' and 'int'
attempt(lambda: 1j / 0)  # expect: ZeroDivisionError: complex division by zero
attempt(lambda: 1j // 1)  # expect: TypeError: unsupported operand type(s) for //: 'complex' and 'int'
attempt(lambda: 1j % 1)  # expect: TypeError: unsupported operand type(s) for %: 'complex' and 'int'
attempt(lambda: 0j**-1)  # expect: ZeroDivisionError: 0.0 to a negative or complex power
attempt(lambda: 0j**1j)  # expect: ZeroDivisionError: 0.0 to a negative or complex power
attempt(pow, 1j, 2, 3)  # expect: ValueError: complex modulo
attempt(abs, 1.7e308 + 1.7e308j)  # expect: OverflowError: absolute value too large
attempt(lambda: (1e200 + 1j)**1000.5)  # expect: OverflowError: complex exponentiation
for text in ("1+2j", "(1+2j)", " ( 1-2J ) ", "j", "-j", "+j", "3", "1e3j", "1+j", "1 + 2j", "1+2", "", "(1", "infj", "nan-infj", "1_0+2_0j", "1__0j", "2+3jj", "1+-2j"):
    attempt(complex, text)  # expect: (1+2j)
# expect: (1+2j)
# expect: (1-2j)
# expect: 1j
# expect: -1j
# expect: 1j
# expect: (3+0j)
# expect: 1000j
# expect: (1+1j)
# expect: ValueError: complex() arg is a malformed string
# expect: ValueError: complex() arg is a malformed string
# expect: ValueError: complex() arg is a malformed string
# expect: ValueError: complex() arg is a malformed string
# expect: infj
# expect: (nan-infj)
# expect: (10+20j)
# expect: ValueError: could not convert string to complex: '1__0j'
# expect: ValueError: complex() arg is a malformed string
# expect: ValueError: complex() arg is a malformed string
attempt(complex)  # expect: 0j
attempt(complex, 1)  # expect: (1+0j)
attempt(complex, 1, 2)  # expect: (1+2j)
attempt(complex, 1j, 1j)  # expect: (-1+1j)
attempt(complex, real=1, imag=-0.0)  # expect: (1-0j)
attempt(complex, "1", 2)  # expect: TypeError: complex() can't take second arg if first is a string
attempt(complex, 1, "2")  # expect: TypeError: complex() second arg can't be a string
attempt(complex, [])  # expect: TypeError: complex() first argument must be a string or a number, not 'list'
attempt(complex, 1, [])  # expect: TypeError: complex() second argument must be a number, not 'list'
attempt(complex, b"1")  # expect: TypeError: complex() first argument must be a string or a number, not 'bytes'
attempt(complex, 1, 2, 3)  # expect: TypeError: complex() takes at most 2 arguments (3 given)
attempt(int, 1j)  # expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
attempt(float, 1j)  # expect: TypeError: float() argument must be a string or a real number, not 'complex'
z = 3 - 4j
print(z.real, z.imag, z.conjugate(), z.__getnewargs__(), z.__complex__())  # expect: 3.0 -4.0 (3+4j) (3.0, -4.0) (3-4j)
class C:
    def __complex__(self):
        return 1 + 2j
print(complex(C()))  # expect: (1+2j)
class Bad:
    def __complex__(self):
        return 1
attempt(complex, Bad())  # expect: TypeError: __complex__ returned non-complex (type int)
class Sub(complex):
    pass
print(Sub(1, 2), type(Sub(1) + 1), type(complex(Sub(1))), Sub("1j"))  # expect: (1+2j) <class 'complex'> <class 'complex'> 1j
attempt(lambda: (-2.0)**-2000.5)  # expect: -0j
