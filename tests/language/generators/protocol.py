# send, throw, close, return values, delegation.
def g():
    try:
        x = yield 1
        print("got", x)
        y = yield 2
        print("got", y)
    except ValueError as e:
        print("caught", e)
        yield 99
    finally:
        print("finally")
    return "done"

i = g()
print(next(i))                 # expect: 1
print(i.send("a"))             # expect: got a
                               # expect: 2
print(i.throw(ValueError("v")))  # expect: caught v
                               # expect: 99
try:
    next(i)
except StopIteration as e:     # expect: finally
    print(e.value)             # expect: done
print(next(i, "end"))          # expect: end
i.close()

i = g()
next(i)
i.close()                      # expect: finally
i = g()
try:
    i.send(5)
except TypeError as e:
    print(e)                   # expect: can't send non-None value to a just-started generator

def outer():
    r = yield from inner()
    print("inner gave", r)
    yield from [10, 20]
    return 3

def inner():
    a = yield 1
    print("inner got", a)
    try:
        yield 2
    except KeyError:
        print("inner caught")
    return "r"

o = outer()
print(next(o), o.gi_yieldfrom is not None)  # expect: 1 True
print(o.send("s"))             # expect: inner got s
                               # expect: 2
print(o.throw(KeyError))       # expect: inner caught
                               # expect: inner gave r
                               # expect: 10
print(list(o))                 # expect: [20]

def bad():
    raise StopIteration("x")
    yield
try:
    next(bad())
except RuntimeError as e:
    print(e, repr(e.__cause__))  # expect: generator raised StopIteration StopIteration('x')

def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            pass
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)                   # expect: generator ignored GeneratorExit
del stubborn

def selfish():
    yield next(me)
me = selfish()
try:
    next(me)
except ValueError as e:
    print(e)                   # expect: generator already executing

def fin():
    try:
        yield 1
    finally:
        print("collected")
f = fin()
next(f)
del f                          # expect: collected

def handled():
    try:
        raise KeyError(1)
    except KeyError:
        yield 1
        raise
h = handled()
next(h)
try:
    raise ValueError(2)
except ValueError:
    try:
        next(h)
    except KeyError as e:
        print(repr(e), repr(e.__context__))  # expect: KeyError(1) None
import sys
print(sys.exc_info())          # expect: (None, None, None)
print(sum(x * x for x in range(10)), list((a, b) for a in "ab" for b in (1, 2)))
# expect: 285 [('a', 1), ('a', 2), ('b', 1), ('b', 2)]
