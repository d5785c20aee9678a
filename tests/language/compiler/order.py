# Evaluation order, walrus against borrowed locals, unbound locals at the right moment.
log = []
def t(x, r=None):
    log.append(x)
    return x if r is None else r

def show(*a):
    print(*a, log)
    log.clear()

def walrus():
    x = 1
    print(x + (x := 5), x)
    x = 1
    print((x := 2) + x * (x := 3) + x)
    x = [1, 2, 3]
    i = 0
    print(x[i] + x[(i := 2)] + i)
    x = 1
    print([x, (x := 7), x], (x, (x := 8), x), {x: (x := 9)}, x)
    x = 1
    print(x < (x := 0) + 2 < x + 4, x)
    x = 3
    print(x == (x := 3) == x, x is (x := 4), x)
    x = 1
    print(x and (x := 0) or x, x)
    x = 5
    print(f"{x} {(x := 6)} {x}")
    x = 1
    x = x + (x := 10) + x
    print(x)
    x = 1
    x += (x := 100)
    print(x)
    a = b = (a := 5) + 1
    print(a, b)
    print((a := 1, b := 2, a + b))
    print(max(a, (a := 10), a))
walrus()

class C:
    def __setitem__(self, k, v): log.append(("set", k, v))
    def __getitem__(self, k): log.append(("get", k)); return 1
    def __setattr__(self, k, v): log.append(("setattr", k, v))
    def __delitem__(self, k): log.append(("del", k))
c = C()
def order():
    t(c)[t(1)] = t(2)
    log.pop(1); show()
    t(c, c)[t(1)] += t(2)
    log.pop(0); show()
    t("o", c).a = t(3)
    show()
    t("o", c)[t(1):t(2):t(3)]
    show()
    del t("o", c)[t(1)], t("p", c)[t(2)]
    show()
    t(1) + t(2) * t(3) - t(4)
    show()
    t(1) < t(2) < t(0) < t(5)
    show()
    {t(1): t(2), t(3): t(4), **t("d", {5: 6})}
    show()
    [t(1), *t("s", [1]), t(2)]
    show()
    f = lambda *a, **k: (a, k)
    print(t("f", f)(t(1), *t("a", (2,)), t(3), k=t(4), **t("k", {"z": 1}), y=t(5)))
    show()
    a, b = t(1), t(2)
    (a, b), t("o", c).x = (t(1), t(2)), t(3)
    show(a, b)
    x = t("o", c).y = t("v")
    show(x)
    def g(a=t(1), *, b=t(2)) -> t("ann"): pass
    show(g.__annotations__)
    def h(p: t("p1") = t("d")) : pass
    show()
order()

def swap():
    a, b = 1, 2
    a, b = b, a
    print(a, b)
    a, b, c = b, a + b, a
    print(a, b, c)
    a, b = b, a = a, b
    print(a, b)
    i = 0
    x = [0, 1, 2]
    i, x[i] = 1, 9
    print(i, x)
    x[0], x[1] = x[1], x[0]
    print(x)
    [a, [b, *c]] = 1, "xyz"
    print(a, b, c)
    *a, b = range(5)
    print(a, b)
    a, *b, c = "hello"
    print(a, b, c)
    (a), = [3]
    print(a)
    a = b = c = [1]
    b.append(2)
    print(a, a is b is c)
swap()

def unbound():
    def boom(): print("boom")
    try:
        x + boom()
    except UnboundLocalError as e: print(e)
    try:
        f(x, boom())
    except UnboundLocalError as e: print(e)
    try:
        x[boom()]
    except UnboundLocalError as e: print(e)
    try:
        x.y
    except UnboundLocalError as e: print(e)
    try:
        x += boom()
    except UnboundLocalError as e: print(e)
    try:
        del x
    except UnboundLocalError as e: print(e)
    for x in []: pass
    try:
        return x
    except UnboundLocalError as e: print(e)
    x = 1
    del x
    try:
        print(x)
    except UnboundLocalError as e: print(e)
    def f(): pass
unbound()
def free():
    def g(): return y
    try: g()
    except NameError as e: print(type(e).__name__, e)
    y = 1
    print(g())
    del y
    try: g()
    except NameError as e: print(type(e).__name__, e)
    try: y
    except NameError as e: print(type(e).__name__, e)
free()
try: undefined_thing
except NameError as e: print(e)
try: del undefined_thing
except NameError as e: print(e)
def noglobal():
    global zz
    del zz
try: noglobal()
except NameError as e: print(e)

# What it prints:
# expect: 6 5
# expect: 11
# expect: 6
# expect: [1, 7, 7] (7, 8, 8) {8: 9} 9
# expect: True 0
# expect: True False 4
# expect: 0 0
# expect: 5 6 6
# expect: 21
# expect: 101
# expect: 6 6
# expect: (1, 2, 3)
# expect: 10
# expect: [2, 1, ('set', 1, 2)]
# expect: [1, ('get', 1), 2, ('set', 1, 3)]
# expect: [3, 'o', ('setattr', 'a', 3)]
# expect: ['o', 1, 2, 3, ('get', slice(1, 2, 3))]
# expect: ['o', 1, ('del', 1), 'p', 2, ('del', 2)]
# expect: [1, 2, 3, 4]
# expect: [1, 2, 0]
# expect: [1, 2, 3, 4, 'd']
# expect: [1, 's', 2]
# expect: ((1, 2, 3), {'k': 4, 'z': 1, 'y': 5})
# expect: ['f', 1, 'a', 3, 4, 'k', 5]
# expect: 1 2 [1, 2, 1, 2, 3, 'o', ('setattr', 'x', 3)]
# expect: v ['v', 'o', ('setattr', 'y', 'v')]
# expect: {'return': 'ann'} [1, 2, 'ann']
# expect: ['d', 'p1']
# expect: 2 1
# expect: 1 3 2
# expect: 3 1
# expect: 1 [0, 9, 2]
# expect: [9, 0, 2]
# expect: 1 x ['y', 'z']
# expect: [0, 1, 2, 3] 4
# expect: h ['e', 'l', 'l'] o
# expect: 3
# expect: [1, 2] True
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: cannot access local variable 'f' where it is not associated with a value
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: NameError cannot access free variable 'y' where it is not associated with a value in enclosing scope
# expect: 1
# expect: NameError cannot access free variable 'y' where it is not associated with a value in enclosing scope
# expect: UnboundLocalError cannot access local variable 'y' where it is not associated with a value
# expect: name 'undefined_thing' is not defined
# expect: name 'undefined_thing' is not defined
# expect: name 'zz' is not defined
