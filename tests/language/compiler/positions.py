# The position of each instruction that fails: line, end line, column, end column.
import sys
def show(f, *a):
    try: f(*a)
    except BaseException as e:
        tb = e.__traceback__
        out = []
        while tb:
            p = None
            ps = list(tb.tb_frame.f_code.co_positions())
            p = ps[tb.tb_lasti // 2]
            out.append((tb.tb_lineno, p))
            tb = tb.tb_next
        print(type(e).__name__, e, out[1:])
def a1(): return 1 + (2 / 0) * 3
def a2(x): return x.foo.bar
def a3(x): return x.foo(1).baz(2)
def a4(x):
    return (x
            .upper()
            .nope(1,
                  2))
def a5(x): return x[0][1]
def a6(x): x[0] = 1
def a7(x): x.a = 1
def a8(x): del x[0]
def a9(x): del x.a
def b1(): return undefined(1)
def b2():
    return foo + bar
def b3(x):
    for i in x: pass
def b4(x):
    a, b = x
def b5(x):
    with x as y: pass
def b6(x):
    if x < 5: pass
def b7(x):
    while x in 5: pass
def b8():
    x = 1
    x += "a"
def b9(x):
    x[0] += 1
def c1(x):
    x.y += 1
def c2(x):
    assert x, "msg"
def c3():
    raise ValueError("x")
def c4():
    raise ValueError from 5
def c5():
    return f"{1:{'zz'}}"
def c6(x):
    return -x
def c7(x):
    return not B()
class B:
    def __bool__(self): raise KeyError
def c8():
    if B(): pass
def c9():
    if (B() and
        1):
        pass
def d1():
    return B() or 1
def d2():
    return [x / 0 for x in (1,)]
def d3():
    return list(x / 0 for x in (1,))
def d4():
    return {x: x / 0 for x in (1,)}
def d5():
    import nonexistent_module_x
def d6():
    from sys import nonexistent_name_x
def d7(x):
    return x(1, *2)
def d8(x):
    return print(**2)
def d9(x): return 1 < 2 < x
def e1():
    x: undefinedname = y
def e2():
    try: 1/0
    except undefinedclass: pass
def e3():
    try: 1/0
    except 5: pass
def e4():
    @undefineddeco
    def f(): pass
def e5():
    def f(a=undefineddefault): pass
def e6():
    class A(undefinedbase): pass
def e7():
    class A:
        x = undefinedthing
def e8():
    class A(5): pass
def e9():
    @5
    def f(): pass
def f1():
    lambda: (yield)
    x = (1,
         2,
         undefined3)
def f2(x):
    x[1:
      2]
def f3(x):
    match x:
        case [a, b] if a / 0: pass
def f4(x):
    match x:
        case int(y=1, z=2): pass
        case P(): pass
def f5():
    print(y)
    y = 1
def f6():
    a = 1
    del a
    return (a +
            1)
def f7():
    def g(): return q
    g()
    q = 1
def f8(x):
    return x.a.b.c.d
def f9(x): return {1: 2, [3]: 4}
def g1(x): return {[3]}
def g2(x): return {**5}
def g3(x): return [*5]
def g4(): return len(1, 2)
def g5(): return "a".join([1])
def g6(x):
    x = yield
    raise x
for f in (a1, b1, b2, b8, c3, c4, c5, c8, c9, d1, d2, d3, d4, d5, d6, e1, e2, e3, e4, e5, e6, e7, e8, e9, f1, f5, f6, f7, g4, g5): show(f)
for f in (a2, a3, a4, a5, a6, a7, a8, a9, b3, b4, b5, b6, b7, b9, c1, c6, c7, d7, d8, d9, f2, f3, f4, f8, f9, g1, g2, g3):
    show(f, "str" if f is a4 else [1, 2] if f in (f2, f3) else 5 if f is not c2 else 0)
show(c2, 0)
show(f3, [1, 2])
show(f2, 5)

# What it prints:
# expect: ZeroDivisionError division by zero [(15, (15, 15, 22, 27))]
# expect: NameError name 'undefined' is not defined [(28, (28, 28, 17, 26))]
# expect: NameError name 'foo' is not defined [(30, (30, 30, 11, 14))]
# expect: TypeError unsupported operand type(s) for +=: 'int' and 'str' [(43, (43, 43, 4, 12))]
# expect: ValueError x [(51, (51, 51, 4, 25))]
# expect: TypeError exception causes must derive from BaseException [(53, (53, 53, 4, 27))]
# expect: ValueError Unknown format code 'z' for object of type 'int' [(55, (55, 55, 11, 24))]
# expect: KeyError  [(63, (63, 63, 4, 16)), (61, (61, 61, 24, 38))]
# expect: KeyError  [(65, (65, 67, 4, 12)), (61, (61, 61, 24, 38))]
# expect: KeyError  [(69, (69, 69, 11, 19)), (61, (61, 61, 24, 38))]
# expect: ZeroDivisionError division by zero [(71, (71, 71, 11, 32)), (71, (71, 71, 12, 17))]
# expect: ZeroDivisionError division by zero [(73, (73, 73, 11, 36)), (73, (73, 73, 16, 21))]
# expect: ZeroDivisionError division by zero [(75, (75, 75, 11, 35)), (75, (75, 75, 15, 20))]
# expect: ModuleNotFoundError No module named 'nonexistent_module_x' [(77, (77, 77, 4, 31))]
# expect: ImportError cannot import name 'nonexistent_name_x' from 'sys' (unknown location) [(79, (79, 79, 4, 38))]
# expect: NameError name 'y' is not defined [(86, (86, 86, 23, 24))]
# expect: NameError name 'undefinedclass' is not defined [(89, (89, 89, 11, 25))]
# expect: TypeError catching classes that do not inherit from BaseException is not allowed [(92, (92, 92, 4, 18))]
# expect: NameError name 'undefineddeco' is not defined [(94, (94, 94, 5, 18))]
# expect: NameError name 'undefineddefault' is not defined [(97, (97, 97, 12, 28))]
# expect: NameError name 'undefinedbase' is not defined [(99, (99, 99, 12, 25))]
# expect: NameError name 'undefinedthing' is not defined [(101, (101, 102, 4, 26)), (102, (102, 102, 12, 26))]
# expect: TypeError int() takes at most 2 arguments (3 given) [(104, (104, 104, 4, 20))]
# expect: TypeError 'int' object is not callable [(106, (106, 106, 5, 6))]
# expect: NameError name 'undefined3' is not defined [(112, (112, 112, 9, 19))]
# expect: UnboundLocalError cannot access local variable 'y' where it is not associated with a value [(124, (124, 124, 10, 11))]
# expect: UnboundLocalError cannot access local variable 'a' where it is not associated with a value [(129, (129, 129, 12, 13))]
# expect: NameError cannot access free variable 'q' where it is not associated with a value in enclosing scope [(133, (133, 133, 4, 7)), (132, (132, 132, 20, 21))]
# expect: TypeError len() takes exactly one argument (2 given) [(141, (141, 141, 17, 26))]
# expect: TypeError sequence item 0: expected str instance, int found [(142, (142, 142, 17, 30))]
# expect: AttributeError 'int' object has no attribute 'foo' [(16, (16, 16, 18, 23))]
# expect: AttributeError 'int' object has no attribute 'foo' [(17, (17, 17, 18, 23))]
# expect: AttributeError 'str' object has no attribute 'nope' [(21, (21, 21, 13, 17))]
# expect: TypeError 'int' object is not subscriptable [(23, (23, 23, 18, 22))]
# expect: TypeError 'int' object does not support item assignment [(24, (24, 24, 11, 15))]
# expect: AttributeError 'int' object has no attribute 'a' [(25, (25, 25, 11, 14))]
# expect: TypeError 'int' object does not support item deletion [(26, (26, 26, 15, 19))]
# expect: AttributeError 'int' object has no attribute 'a' [(27, (27, 27, 15, 18))]
# expect: TypeError 'int' object is not iterable [(32, (32, 32, 4, 20))]
# expect: TypeError cannot unpack non-iterable int object [(34, (34, 34, 4, 8))]
# expect: TypeError 'int' object does not support the context manager protocol [(36, (36, 36, 4, 21))]
# expect: TypeError argument of type 'int' is not iterable [(40, (40, 40, 10, 16))]
# expect: TypeError 'int' object is not subscriptable [(45, (45, 45, 4, 8))]
# expect: AttributeError 'int' object has no attribute 'y' [(47, (47, 47, 4, 7))]
# expect: KeyError  [(59, (59, 59, 11, 18)), (61, (61, 61, 24, 38))]
# expect: TypeError Value after * must be an iterable, not int [(81, (81, 81, 11, 19))]
# expect: TypeError print() argument after ** must be a mapping, not int [(83, (83, 83, 11, 21))]
# expect: ZeroDivisionError division by zero [(118, (118, 118, 23, 28))]
# expect: NameError name 'P' is not defined [(122, (122, 122, 13, 14))]
# expect: AttributeError 'int' object has no attribute 'a' [(136, (136, 136, 11, 14))]
# expect: TypeError unhashable type: 'list' [(137, (137, 137, 18, 32))]
# expect: TypeError unhashable type: 'list' [(138, (138, 138, 18, 23))]
# expect: TypeError 'int' object is not a mapping [(139, (139, 139, 18, 23))]
# expect: TypeError Value after * must be an iterable, not int [(140, (140, 140, 18, 22))]
# expect: AssertionError msg [(49, (49, 49, 4, 19))]
# expect: ZeroDivisionError division by zero [(118, (118, 118, 23, 28))]
# expect: TypeError 'int' object is not subscriptable [(114, (114, 115, 4, 8))]
