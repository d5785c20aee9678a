# if, while, for, break, continue, else, try, finally, with: every way through.
def loops():
    out = []
    i = 0
    while i < 10:
        i += 1
        if i == 3: continue
        if i == 6: break
        out.append(i)
    else:
        out.append("else")
    print(out, i)
    while i:
        i -= 1
    else:
        print("while else", i)
    for i in range(3):
        for j in range(3):
            if j == 1: continue
            if i == 2: break
            print(i, j, end=";")
        else:
            print("inner else")
    else:
        print("outer else")
    while True:
        if i > 5: break
        i += 1
    print(i)
    while not i < 3: i -= 1
    print(i)
    n = None
    while n is None: n = 1
    while n is not None: n = None
    k = [1, 2, 3]
    while 3 in k: k.pop()
    while 7 not in k: k.append(7)
    print(n, k)
    while i and k or not i:
        if not k: break
        k.pop()
    print(i, k)
    for x in (1, 2), (3, 4): print(x)
    for (a, b), c in [((1, 2), 3)]: print(a, b, c)
    d = {}
    for d["k"] in range(3): pass
    print(d)
    for i in []: pass
    print(i)
    for i in range(2): pass
    print(i)
loops()

def conditions(a, b, c):
    r = []
    if a and b: r.append("and")
    if a or b: r.append("or")
    if not (a and b): r.append("nand")
    if not (a or b): r.append("nor")
    if (a or b) and c: r.append("x1")
    if a or (b and c): r.append("x2")
    if not a or not b and c: r.append("x3")
    if (a if b else c): r.append("x4")
    if not (a if b else c): r.append("x5")
    if a < b < c: r.append("lt")
    if not a < b < c: r.append("nlt")
    if a < b <= c or a is b: r.append("le")
    if a == b != c: r.append("eq")
    r.append(a and b), r.append(a or b), r.append(a and b or c), r.append((a or b) and c)
    r.append(a < b < c), r.append(not a), r.append(a if b else c), r.append(not a and not b)
    v = a or b or c
    w = a and b and c
    r += [v, w]
    a = a and c
    b = c or b
    return r + [a, b]
for a in (0, 1):
    for b in (0, 2):
        for c in (0, 3): print(conditions(a, b, c))

def tr(n):
    try:
        print("try", n)
        if n == 0: return "ret"
        if n == 1: raise ValueError("v")
        if n == 2: raise KeyError("k")
        if n == 3: 1 / 0
    except ValueError as e:
        print("VE", e)
        return "ve"
    except (KeyError, IndexError) as e:
        print("KE", e)
    else:
        print("else")
    finally:
        print("finally", n)
    try:
        e
    except UnboundLocalError as err:
        print("cleared", err)
    return "end"
for i in range(5):
    try: print(tr(i))
    except ZeroDivisionError as e: print("out", e)

def loopfin():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print("body", i)
        finally:
            print("fin", i)
    else: print("no")
    for i in range(3):
        try:
            try:
                if i == 1: return "inner"
            finally:
                print("f1", i)
        finally:
            print("f2", i)
print(loopfin())

def finret():
    try: return 1
    finally: return 2
print(finret())
def finbreak():
    for i in range(3):
        try: return i
        finally: break
    return "broken"
print(finbreak())
def fincont():
    n = 0
    for i in range(3):
        try: 1 / 0
        finally:
            n += 1
            continue
    return n
print(fincont())
def finval():
    x = 1
    try: return x
    finally: x = 2
print(finval())
def raise_in_fin():
    try:
        try: 1 / 0
        finally: raise ValueError("second")
    except ValueError as e:
        return type(e.__context__).__name__
print(raise_in_fin())
def nested_exc():
    try:
        try: raise KeyError(1)
        except KeyError as e:
            try: raise ValueError(2)
            except ValueError as f:
                print(f.__context__ is e)
            raise
    except KeyError as e: print("re", e, e.__context__)
nested_exc()
def reraise_from():
    try:
        try: raise KeyError(1)
        except KeyError as e: raise ValueError("x") from e
    except ValueError as v: print(repr(v.__cause__), v.__suppress_context__)
    try:
        try: raise KeyError(1)
        except KeyError: raise ValueError("x") from None
    except ValueError as v: print(v.__cause__, v.__suppress_context__)
reraise_from()
def bare():
    try: raise
    except RuntimeError as e: print(e)
bare()
import sys
def excinfo():
    print(sys.exc_info())
    try: 1 / 0
    except ZeroDivisionError:
        print(sys.exc_info()[0])
        try: [][0]
        except IndexError: print(sys.exc_info()[0])
        print(sys.exc_info()[0])
    print(sys.exc_info())
    for i in range(2):
        try: 1 / 0
        except ZeroDivisionError:
            if i: break
            continue
    print(sys.exc_info())
excinfo()
def badcatch():
    try:
        try: 1 / 0
        except 5: pass
    except TypeError as e: print(e)
badcatch()

class CM:
    def __init__(self, n, suppress=False): self.n, self.s = n, suppress
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__, v); return self.s
def withs():
    with CM(1) as a, CM(2) as b: print(a, b)
    with CM(3, True): 1 / 0
    try:
        with CM(4): 1 / 0
    except ZeroDivisionError: print("propagated")
withs()
def withs2():
    with CM(1): return "r"
print(withs2())
def withs3():
    for i in range(3):
        with CM(i, True) as x:
            if i == 0: continue
            if i == 1: raise ValueError(x)
            break
    return x
print(withs3())
def withs4():
    with (CM(1) as a, CM(2, True) as b):
        raise KeyError(a, b)
    return "after"
print(withs4())
class D: pass
d = D()
with CM(9) as d.x: pass
print(d.x)
with CM((1, 2)) as (p, q): print(p, q)
for bad in (object(), type("E", (), {"__enter__": lambda s: 1})()):
    try:
        with bad: pass
    except TypeError as e: print(e)

# What it prints:
# expect: [1, 2, 4, 5] 6
# expect: while else 0
# expect: 0 0;0 2;inner else
# expect: 1 0;1 2;inner else
# expect: outer else
# expect: 6
# expect: 2
# expect: None [1, 2, 7]
# expect: 2 []
# expect: (1, 2)
# expect: (3, 4)
# expect: 1 2 3
# expect: {'k': 2}
# expect: 2
# expect: 1
# expect: ['nand', 'nor', 'x3', 'x5', 'nlt', 'le', 0, 0, 0, 0, False, True, 0, True, 0, 0, 0, 0]
# expect: ['nand', 'nor', 'x3', 'x4', 'nlt', 'le', 'eq', 0, 0, 3, 0, False, True, 3, True, 3, 0, 0, 3]
# expect: ['or', 'nand', 'x3', 'x5', 'nlt', 0, 2, 0, 0, False, True, 0, False, 2, 0, 0, 2]
# expect: ['or', 'nand', 'x1', 'x2', 'x3', 'x5', 'lt', 'le', 0, 2, 3, 3, True, True, 0, False, 2, 0, 0, 3]
# expect: ['or', 'nand', 'x2', 'x5', 'nlt', 0, 1, 0, 0, False, False, 0, False, 1, 0, 0, 0]
# expect: ['or', 'nand', 'x1', 'x2', 'x3', 'x4', 'nlt', 0, 1, 3, 3, False, False, 3, False, 1, 0, 3, 3]
# expect: ['and', 'or', 'x2', 'x4', 'nlt', 2, 1, 2, 0, False, False, 1, False, 1, 0, 0, 2]
# expect: ['and', 'or', 'x1', 'x2', 'x4', 'lt', 'le', 2, 1, 2, 3, True, False, 1, False, 1, 3, 3, 3]
# expect: try 0
# expect: finally 0
# expect: ret
# expect: try 1
# expect: VE v
# expect: finally 1
# expect: ve
# expect: try 2
# expect: KE 'k'
# expect: finally 2
# expect: cleared cannot access local variable 'e' where it is not associated with a value
# expect: end
# expect: try 3
# expect: finally 3
# expect: out division by zero
# expect: try 4
# expect: else
# expect: finally 4
# expect: cleared cannot access local variable 'e' where it is not associated with a value
# expect: end
# expect: body 0
# expect: fin 0
# expect: fin 1
# expect: body 2
# expect: fin 2
# expect: fin 3
# expect: f1 0
# expect: f2 0
# expect: f1 1
# expect: f2 1
# expect: inner
# expect: 2
# expect: broken
# expect: 3
# expect: 1
# expect: ZeroDivisionError
# expect: True
# expect: re 1 None
# expect: KeyError(1) True
# expect: None True
# expect: No active exception to reraise
# expect: (None, None, None)
# expect: <class 'ZeroDivisionError'>
# expect: <class 'IndexError'>
# expect: <class 'ZeroDivisionError'>
# expect: (None, None, None)
# expect: (None, None, None)
# expect: catching classes that do not inherit from BaseException is not allowed
# expect: enter 1
# expect: enter 2
# expect: 1 2
# expect: exit 2 None None
# expect: exit 1 None None
# expect: enter 3
# expect: exit 3 ZeroDivisionError division by zero
# expect: enter 4
# expect: exit 4 ZeroDivisionError division by zero
# expect: propagated
# expect: enter 1
# expect: exit 1 None None
# expect: r
# expect: enter 0
# expect: exit 0 None None
# expect: enter 1
# expect: exit 1 ValueError 1
# expect: enter 2
# expect: exit 2 None None
# expect: 2
# expect: enter 1
# expect: enter 2
# expect: exit 2 KeyError (1, 2)
# expect: exit 1 None None
# expect: after
# expect: enter 9
# expect: exit 9 None None
# expect: 9
# expect: enter (1, 2)
# expect: 1 2
# expect: exit (1, 2) None None
# expect: 'object' object does not support the context manager protocol
# expect: 'E' object does not support the context manager protocol (missed __exit__ method)
