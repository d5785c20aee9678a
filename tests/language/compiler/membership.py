# `in` a short tuple of constants.
def f(x):
    r = []
    if x in (1, 2, "a"): r.append("in")
    if x not in (1, 2, "a"): r.append("notin")
    if not (x in (3,)): r.append("not3")
    while x in (7, 8): x += 1
    while x not in (9, 10): x = 9 if x == 20 else 20
    r.append(x if x in (9, 5) else "no")
    r.append(x == 9 and x in (1, 9) or 4)
    return r
for v in (1, 2, "a", 7, 9, 3, 1.0, True, "b", float("nan")): print(f(v))
class E:
    def __eq__(s, o): print("eq", o); return o == 2
    def __hash__(s): return 1
def g(x):
    if x in (1, 2, 3): return "yes"
    return "no"
print(g(E()))

# What it prints:
# expect: ['in', 'not3', 9, True]
# expect: ['in', 'not3', 9, True]
# expect: ['in', 'not3', 9, True]
# expect: ['notin', 'not3', 9, True]
# expect: ['notin', 'not3', 9, True]
# expect: ['notin', 9, True]
# expect: ['in', 'not3', 9, True]
# expect: ['in', 'not3', 9, True]
# expect: ['notin', 'not3', 9, True]
# expect: ['notin', 'not3', 9, True]
# expect: eq 1
# expect: eq 2
# expect: yes
