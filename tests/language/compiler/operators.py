# Every operator, in-place form, folded constants, number identity and formats.
def binary(a, b):
    return [a + b, a - b, a * b, a / b, a // b, a % b, a ** b, a & b, a | b, a ^ b, a << b, a >> b, -a, +a, ~a, not a]
print(binary(7, 3))
def inplace(a, b):
    r = []
    x = a; x += b; r.append(x)
    x = a; x -= b; r.append(x)
    x = a; x *= b; r.append(x)
    x = a; x /= b; r.append(x)
    x = a; x //= b; r.append(x)
    x = a; x %= b; r.append(x)
    x = a; x **= b; r.append(x)
    x = a; x &= b; r.append(x)
    x = a; x |= b; r.append(x)
    x = a; x ^= b; r.append(x)
    x = a; x <<= b; r.append(x)
    x = a; x >>= b; r.append(x)
    return r
print(inplace(7, 3))
class M:
    def __matmul__(s, o): return "mm"
    def __rmatmul__(s, o): return "rmm"
    def __imatmul__(s, o): return "imm"
m = M()
print(m @ 1, 1 @ m)
m @= 2
print(m)
def compare(a, b):
    return [a < b, a <= b, a == b, a != b, a > b, a >= b, a is b, a is not b]
print(compare(1, 2), compare(2, 2), compare(1.5, 1), compare("a", "b"))
print(1 in [1], 1 not in [1], 2 in (1, 2), "a" in "abc", 3 not in {3})
print(1 + 2 * 3 - 4 // 2 ** 2, -2 ** 2, (-2) ** 2, 2 ** -1, not 1 == 2, ~5 & 0xFF)
print("ab" * 3 + "c", (1, 2) + (3,) * 2, [0] * 3, b"x" * 2, "abc"[1], (1, 2, 3)[-1], "abc"[::-1])
print(1_000, 0x1F, 0o17, 0b101, 1e3, 1.5e-3, 2j * 2j, 10 ** 20, 1 << 100)
try: 1 / 0
except ZeroDivisionError as e: print(e)
try: "a" + 1
except TypeError as e: print(e)
try: (1,)[5]
except IndexError as e: print(e)
def idents():
    x = 1000
    y = x
    z = 1000
    w = 999 + 1
    a = [x, y]
    v = 1.5
    u = v
    l = [2000, 2.5]
    p = l[0]; q = p; r = l[1]
    s = 5; t = 2 + 3
    return x is y, x is z, x is w, a[0] is a[1], u is v, p is l[0], q is p, r is l[1], s is t, x is a[0]
print(idents())
def args_same(a, b): return a is b
def ident_args():
    n = 10 ** 5
    f = n * 1.5
    return args_same(n, n), args_same(f, f), args_same(n + 1, n + 1), args_same(n, n + 0)
print(ident_args())
def ident_loop():
    l = [10 ** 6 + i for i in range(3)]
    out = []
    for i in l: out.append(i)
    for i, v in enumerate(l): out[i] is v or print("differs")
    total = 0
    for i in l: total += i
    d = {}
    for i in l:
        d[i] = i
    return all(a is b for a, b in zip(l, out)), total, all(k is v for k, v in d.items())
print(ident_loop())
def gen():
    x = 123456
    got = yield x
    print(got is x)
g = gen()
g.send(next(g))if 0 else None
v = next(g)
try: g.send(v)
except StopIteration: pass
class P: pass
def attrs():
    p = P()
    p.x = 70000
    y = p.x
    p.y = y
    p.x += 1
    p.z = p.x * 2 + p.y
    return p.y is y, p.x, p.z
import warnings
print(attrs())
s = "w"
print(f"{s}{s!r}{s!s:>3}{s!a}|{3.14159:.2f}|{10:>{5}}|{{}}|{'nested ' + f'{1 + 1}'}|{s=}|{1+1 = !r}|{s:{'>'}{4}}")
print(f"", f"plain", f"{1}" f"{2}" "x", rf"\d{1}", f"{lambda_() if 0 else 3}", f'{ {"a": 1}["a"] }')
print("%s %d %r" % ("a", 1, "b"), "%s" % 5)
big = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, s, 33]
print(len(big), big[31], len({i: s for i in range(40)}))
d = {"a": 1, "b": s, **{"c": 2}, "d": 3, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9, 9: 10, 10: 11, 11: 12, 12: s, 13: s}
print(d)
print({1, 2, s} == {s, 2, 1}, {*[1], 2}, [*"ab", *[]], (*"a", 1), {**{}, "x": 1})
def star(*a, **k): return a, k
print(star(*[1], 2, *(3,)), star(**{"a": 1}, b=2), star(*"ab", c=1, **{"d": 2}))
try: star(**{"a": 1}, **{"a": 2})
except TypeError as e: print(e)
try: star(**5)
except TypeError as e: print(e)
try: star(*5)
except TypeError as e: print(e)
try: a, b = [1]
except ValueError as e: print(e)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, *b, c = [1]
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
try: [*5]
except TypeError as e: print(e)
try: {**5}
except TypeError as e: print(e)
x = 5
print(1 < x < 10, 1 < x > 10, 1 < x < 3 < 4, x == 5 == 5.0, (1 < 2) is True)
class L:
    def __lt__(s, o): print("lt"); return []
    def __bool__(s): print("bool"); return False
l = L()
print(l < 1 < 2, (l and 1) is l, l or 2, not l, [] or {} or 0, 1 and "" and 2)
if l < 1 < 2: print("never")
a = [1, 2, 3, 4]
a[1:3] = [9]
print(a, a[:], a[1:], a[:1], a[::2], a[-1:])
del a[0], a[:1]
print(a)
a[0] += 5
a[:] += [1]
print(a)

# What it prints:
# expect: [10, 4, 21, 2.3333333333333335, 2, 1, 343, 3, 7, 4, 56, 0, -7, 7, -8, False]
# expect: [10, 4, 21, 2.3333333333333335, 2, 1, 343, 3, 7, 4, 56, 0]
# expect: mm rmm
# expect: imm
# expect: [True, True, False, True, False, False, False, True] [False, True, True, False, False, True, True, False] [False, False, False, True, True, True, False, True] [True, True, False, True, False, False, False, True]
# expect: True False True True False
# expect: 6 -4 4 0.5 True 250
# expect: abababc (1, 2, 3, 3) [0, 0, 0] b'xx' b 3 cba
# expect: 1000 31 15 5 1000.0 0.0015 (-4+0j) 100000000000000000000 1267650600228229401496703205376
# expect: division by zero
# expect: can only concatenate str (not "int") to str
# expect: tuple index out of range
# expect: (True, True, True, True, True, True, True, True, True, True)
# expect: (True, True, False, False)
# expect: (True, 3000003, True)
# expect: True
# expect: (True, 70001, 210002)
# expect: w'w'  w'w'|3.14|   10|{}|nested 2|s='w'|1+1 = 2|   w
# expect:  plain 12x \d1 3 1
# expect: a 1 'b' 5
# expect: 33 w 40
# expect: {'a': 1, 'b': 'w', 'c': 2, 'd': 3, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9, 9: 10, 10: 11, 11: 12, 12: 'w', 13: 'w'}
# expect: True {1, 2} ['a', 'b'] ('a', 1) {'x': 1}
# expect: ((1, 2, 3), {}) ((), {'a': 1, 'b': 2}) (('a', 'b'), {'c': 1, 'd': 2})
# expect: __main__.star() got multiple values for keyword argument 'a'
# expect: __main__.star() argument after ** must be a mapping, not int
# expect: __main__.star() argument after * must be an iterable, not int
# expect: not enough values to unpack (expected 2, got 1)
# expect: too many values to unpack (expected 2)
# expect: not enough values to unpack (expected at least 2, got 1)
# expect: cannot unpack non-iterable int object
# expect: Value after * must be an iterable, not int
# expect: 'int' object is not a mapping
# expect: True False False True True
# expect: lt
# expect: bool
# expect: bool
# expect: bool
# expect: [] True 2 True 0 
# expect: lt
# expect: [1, 9, 4] [1, 9, 4] [9, 4] [1] [1, 4] [4]
# expect: [4]
# expect: [9, 1]
