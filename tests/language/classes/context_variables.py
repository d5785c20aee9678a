# Context variables.
import contextvars
from contextvars import Context, ContextVar, Token, copy_context


def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", str(e).split(" at 0x")[0])


print(Context, ContextVar, Token, type(Token.MISSING), Token.MISSING)
# expect: <class '_contextvars.Context'> <class '_contextvars.ContextVar'> <class '_contextvars.Token'> <class 'Token.MISSING'> <Token.MISSING>
v = ContextVar("v", default=3)
w = ContextVar("w")
print(v.name, v.get(), v.get(5), repr(v)[:31], repr(w)[:21])
# expect: v 3 5 <ContextVar name='v' default=3  <ContextVar name='w' 
t = v.set(4)
print(v.get(), t.var is v, t.old_value, t.old_value is Token.MISSING, repr(t)[:11])
# expect: 4 True <Token.MISSING> True <Token var=
c = copy_context()
print(len(c), list(c) == [v], c[v], v in c, w in c, c.get(v), c.get(w), c.get(w, "d"))
# expect: 1 True 4 True False 4 None d
print(list(c.items()) == [(v, 4)], list(c.keys()) == [v], list(c.values()), dict(c) == {v: 4})
# expect: True True [4] True
report(lambda: c[1])  # expect: TypeError: a ContextVar key was expected, got 1
report(lambda: c[w])  # expect: KeyError: <ContextVar name='w'
report(lambda: c.get(1))  # expect: TypeError: a ContextVar key was expected, got 1
report(lambda: 1 in c)  # expect: TypeError: a ContextVar key was expected, got 1
report(lambda: Context(1))  # expect: TypeError: Context() does not accept any arguments
report(lambda: ContextVar(1))  # expect: TypeError: context variable name must be a str
report(lambda: ContextVar("x", 1))  # expect: TypeError: ContextVar() takes at most 1 positional argument (2 given)
report(lambda: ContextVar("x", foo=1))  # expect: TypeError: 'foo' is an invalid keyword argument for ContextVar()
report(lambda: w.get())  # expect: LookupError: <ContextVar name='w'
report(lambda: v.get(1, 2))  # expect: TypeError: get expected at most 1 argument, got 2
report(lambda: c.run())  # expect: TypeError: run() missing 1 required positional argument
report(lambda: c.run(lambda: c.run(len)))  # expect: RuntimeError: cannot enter context: <_contextvars.Context object
report(lambda: v.reset(1))  # expect: TypeError: expected an instance of Token, got 1
v.reset(t)
print(v.get())  # expect: 3
report(lambda: v.reset(t))  # expect: RuntimeError: <Token used var=<ContextVar name='v' default=3
report(lambda: hash(c))  # expect: TypeError: unhashable type: '_contextvars.Context'
report(lambda: Token())  # expect: RuntimeError: Tokens can only be created by ContextVars
report(lambda: setattr(v, "name", "x"))  # expect: AttributeError: readonly attribute
t = ContextVar("a").set(1)
report(lambda: v.reset(t))  # expect: ValueError: <Token var=<ContextVar name='a'
t2 = c.run(v.set, 5)
report(lambda: v.reset(t2))  # expect: ValueError: <Token var=<ContextVar name='v' default=3
print(t2.old_value, c[v], v.get(), c == copy_context(), Context() == Context(), ContextVar[int], Token[int])
# expect: 4 5 3 False True _contextvars.ContextVar[int] _contextvars.Token[int]
report(lambda: type("S", (ContextVar,), {}))
# expect: TypeError: type '_contextvars.ContextVar' is not an acceptable base type
report(lambda: c.copy(1))  # expect: TypeError: Context.copy() takes no arguments (1 given)


def inner():
    v.set(10)
    w.set(11)
    return v.get(), w.get(), len(copy_context())


n = len(copy_context())
c2 = copy_context()
print(c2.run(inner) == (10, 11, n + 2), v.get(), w.get("none"), c2[v], c2[w])  # expect: True 3 none 10 11
print([x for x in dir(Context) if x[0] != "_"], [x for x in dir(ContextVar) if x[0] != "_"], [x for x in dir(Token) if x[0] != "_"])
# expect: ['copy', 'get', 'items', 'keys', 'run', 'values'] ['get', 'name', 'reset', 'set'] ['MISSING', 'old_value', 'var']
c3 = c2.copy()
c3.run(v.set, 99)
print(c2[v], c3[v])  # expect: 10 99
it = c3.items()
c3.run(w.set, 0)
print(len(list(it)) == len(c3))  # expect: True
def raiser(): raise ValueError("in run")
report(lambda: c3.run(raiser))  # expect: ValueError: in run
print(c3.run(lambda *a, **k: (a, k), 1, k=2))  # expect: ((1,), {'k': 2})
