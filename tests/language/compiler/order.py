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
