# Code objects, exec and eval, limits of calls and recursion, a line trace.
import sys
def f():
    """doc"""
    x = 1
    return x
c = f.__code__
print(c.co_varnames, c.co_names, c.co_consts, c.co_argcount, c.co_flags, c.co_name, c.co_qualname, c.co_firstlineno, c.co_nlocals)
def g(a, b=2, *args, k, **kw):
    y = a
    def h(): return y, k
    return h
c = g.__code__
print(c.co_varnames, c.co_cellvars, c.co_freevars, c.co_flags, c.co_kwonlyargcount)
print(g(1, k=2).__code__.co_freevars, g(1, k=3)())
print(c == g.__code__.replace(), c.replace(co_name="zz").co_name, hash(c) == hash(c.replace()))
f2 = type(f)(f.__code__.replace(co_consts=("new",) + f.__code__.co_consts[1:]), globals())
print(f2.__doc__, f2())
print(compile("1+1", "n", "eval").co_consts, eval(compile("1+1", "n", "eval")))
exec(compile("a = 1; b: int = 2", "n", "exec"))
print(a, b, __annotations__)
exec(compile("3", "n", "single"))
class Meta(type):
    @classmethod
    def __prepare__(m, n, b): return {"pre": 1}
class C(metaclass=Meta):
    got = pre
    locals()["dyn"] = 5
    for i in range(3): exec(f"v{i} = i")
print(C.got, C.dyn, C.v2)
def manyargs(*a, **k): return len(a), len(k)
print(manyargs(*range(50), **{f"k{i}": i for i in range(50)}))
print(manyargs(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, k=1))
class Q:
    def m(self, *a, **k): return len(a), sorted(k)
print(Q().m(1, x=2), Q().m(*[1], **{"y": 1}), Q().m(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32))
try: f(1)
except TypeError as e: print(e)
def rec(n): return 0 if n == 0 else 1 + rec(n - 1)
sys.setrecursionlimit(30000)
print(rec(20000))
sys.setrecursionlimit(1000)
try: rec(5000)
except RecursionError as e: print(e)
for s in ("1 +", "def f(:", "x = 'abc", "if x:\npass", "f(a=1, a=2)"):
    try: exec(s)
    except SyntaxError as e: print(type(e).__name__, e, e.text)
print([*(lambda: (yield 1))()])
def outer():
    def deco(f): return f
    @deco
    @deco
    async def a(): return [x async for x in b()]
    async def b():
        yield 1
        yield 2
    return a
try: outer()().send(None)
except StopIteration as e: print(e.value)
print((lambda *, a=1, **k: (a, k))(b=2), [i for i in range(10) if i % 2 if i > 3])
x = 5
def shadow():
    print(x)
    class x: pass
try: shadow()
except UnboundLocalError as e: print(e)
def delglobal():
    global x
    del x
delglobal()
print("x" in globals())
def nest():
    a = 1
    def b():
        def c():
            nonlocal a
            a += 1
            return a
        return c
    return b()(), a
print(nest())
def trydel():
    try: raise ValueError(1)
    except ValueError as e:
        del e
    try: e
    except NameError as n: print(n)
trydel()
print(*[k for k in dir() if k.startswith("v")], sep=",")
def defaults_eval_order(a=[]):
    a.append(1); return a
defaults_eval_order(); print(defaults_eval_order())
with open("/dev/null") as fh, open("/dev/null") as fh2: print(fh.closed, fh2.closed)
print(fh.closed)
lines = []
def tr(frame, ev, arg):
    if frame.f_code.co_name == "traced": lines.append((ev, frame.f_lineno - frame.f_code.co_firstlineno))
    return tr
def traced(n):
    for i in range(n):
        if i == 1:
            continue
        x = i
    else:
        y = 1
    try:
        z = 1 / 0
    except ZeroDivisionError as e:
        pass
    finally:
        w = 2
    while n:
        n -= 1
    return (x +
            y)
sys.settrace(tr); traced(2); sys.settrace(None)
print(lines)

# What it prints:
# expect: ('x',) () ('doc', 1) 0 3 f f 3 1
# expect: ('a', 'b', 'k', 'args', 'kw', 'h') ('k', 'y') () 15 1
# expect: ('k', 'y') (1, 3)
# expect: True zz True
# expect: new 1
# expect: (2,) 2
# expect: 1 2 {'b': <class 'int'>}
# expect: 3
# expect: 1 5 2
# expect: (50, 50)
# expect: (32, 1)
# expect: (1, ['x']) (1, ['y']) (32, [])
# expect: f() takes 0 positional arguments but 1 was given
# expect: 20000
# expect: maximum recursion depth exceeded
# expect: SyntaxError invalid syntax (<string>, line 1) 1 +
# expect: 
# expect: SyntaxError invalid syntax (<string>, line 1) def f(:
# expect: 
# expect: SyntaxError unterminated string literal (detected at line 1) (<string>, line 1) x = 'abc
# expect: IndentationError expected an indented block after 'if' statement on line 1 (<string>, line 2) pass
# expect: 
# expect: SyntaxError keyword argument repeated: a (<string>, line 1) None
# expect: [1]
# expect: [1, 2]
# expect: (1, {'b': 2}) [5, 7, 9]
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: False
# expect: (2, 2)
# expect: cannot access local variable 'e' where it is not associated with a value
# expect: 
# expect: [1, 1]
# expect: False False
# expect: True
# expect: [('call', 0), ('line', 1), ('line', 2), ('line', 4), ('line', 1), ('line', 2), ('line', 3), ('line', 1), ('line', 6), ('line', 7), ('line', 8), ('exception', 8), ('line', 9), ('line', 10), ('line', 12), ('line', 13), ('line', 14), ('line', 13), ('line', 14), ('line', 13), ('line', 15), ('line', 16), ('line', 15), ('return', 15)]
