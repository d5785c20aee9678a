# match: every pattern kind, captures bound only on success, guards, alternatives.
class P:
    __match_args__ = ("x", "y")
    def __init__(s, x, y): s.x, s.y = x, y
import types
C = types.SimpleNamespace(K=42)
def m(v):
    match v:
        case 0: return "zero"
        case -1 | 1.5: return "minus"
        case None: return "None"
        case True: return "True"
        case "s" "t": return "st"
        case C.K: return "dotted"
        case []: return "empty"
        case [x]: return ("one", x)
        case [1, y]: return ("first1", y)
        case (2, *rest): return ("rest", rest)
        case [3, *_, last]: return ("last", last)
        case [a, [b, *c], {"k": d}]: return ("nested", a, b, c, d)
        case [4, _, 6]: return "wild"
        case {}if not v: return "emptymap"
        case {"a": 1, "b": bb}: return ("map", bb)
        case {"c": cc, **others}: return ("maprest", cc, others)
        case P(0, y=yy): return ("P0", yy)
        case P(x=xx) if xx > 5: return ("Pguard", xx)
        case P(px, py): return ("P", px, py)
        case int(n): return ("int", n)
        case str() as s: return ("str", s)
        case (float() | complex()) as f: return ("fc", f)
        case {"x": [p, q]} | [p, q, _, _]: return ("or", p, q)
        case [*all]: return ("all", all)
        case other: return ("other", type(other).__name__)
for v in (0, -1, 1.5, None, True, "st", 42, [], [9], (1, 2), (2, 3, 4), [3, 1, 2], [7, "a", {}], [7, [1, 2, 3], {"k": 4}],
          [4, 5, 6], {}, {"a": 1, "b": 2, "z": 3}, {"c": 1, "d": 2}, P(0, 1), P(9, 1), P(2, 3), 17, "zzz", 2.5, 3j,
          {"x": [1, 2]}, [1, 2, 3, 4], [1, 2, 3, 4, 5], "ab", b"ab", {1, 2}, object()):
    print(m(v))
def binding(v):
    x = "unset"
    match v:
        case [x, 1]: print("a", x)
        case [x, y] if x == y: print("b", x)
        case [y, 3]: print("c", x, y)
    return x
for v in ([5, 1], [2, 2], [7, 3], [8, 9]): print(binding(v))
def loop():
    for v in (1, 2, 3, 4):
        match v:
            case 1: continue
            case 3: break
            case n: print("n", n)
    else: print("no")
loop()
def ret(v):
    match v:
        case {"k": [1, x] | [x, 2]}: return x
        case [[a, b], [c, d]]: return a + b + c + d
print(ret({"k": [1, 5]}), ret({"k": [6, 2]}), ret([[1, 2], (3, 4)]), ret(0))
match 5:
    case x if x > 10: print("no")
    case _: print("module", x)
match (1, 2), 3:
    case (a, b), c: print(a, b, c)
match = 1; case = 2
print(match, case)
try:
    match P(1, 2):
        case P(1, 2, 3): pass
except TypeError as e: print(e)
try:
    match P(1, 2):
        case C(): pass
except TypeError as e: print(e)
try:
    match 1:
        case int(1, 2): pass
except TypeError as e: print(e)

# What it prints:
# expect: zero
# expect: minus
# expect: minus
# expect: None
# expect: True
# expect: st
# expect: dotted
# expect: empty
# expect: ('one', 9)
# expect: ('first1', 2)
# expect: ('rest', [3, 4])
# expect: ('last', 2)
# expect: ('all', [7, 'a', {}])
# expect: ('nested', 7, 1, [2, 3], 4)
# expect: wild
# expect: emptymap
# expect: ('map', 2)
# expect: ('maprest', 1, {'d': 2})
# expect: ('P0', 1)
# expect: ('Pguard', 9)
# expect: ('P', 2, 3)
# expect: ('int', 17)
# expect: ('str', 'zzz')
# expect: ('fc', 2.5)
# expect: ('fc', 3j)
# expect: ('or', 1, 2)
# expect: ('or', 1, 2)
# expect: ('all', [1, 2, 3, 4, 5])
# expect: ('str', 'ab')
# expect: ('other', 'bytes')
# expect: ('other', 'set')
# expect: ('other', 'object')
# expect: a 5
# expect: 5
# expect: b 2
# expect: 2
# expect: c 7 7
# expect: 7
# expect: 8
# expect: n 2
# expect: 5 6 10 None
# expect: module 5
# expect: 1 2 3
# expect: 1 2
# expect: P() accepts 2 positional sub-patterns (3 given)
# expect: called match pattern must be a type
# expect: int() accepts 1 positional sub-pattern (2 given)
