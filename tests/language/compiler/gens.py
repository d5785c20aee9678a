# Generators, delegation, async functions, async for and with, async comprehensions.
def g(n):
    for i in range(n):
        x = yield i
        if x: print("got", x)
    return "done"
it = g(3)
print(next(it), it.send("a"), next(it))
try: next(it)
except StopIteration as e: print(e.value)
def deleg():
    r = yield from g(2)
    print("r", r)
    yield from [10, 20]
    try:
        yield from thrower()
    except KeyError as e: print("caught", e)
    return 5
def thrower():
    try: yield "t"
    except ValueError as e:
        print("inner", e)
        yield "recovered"
        raise KeyError("k")
d = deleg()
for _ in range(5): print(next(d))
print(d.throw(ValueError("v")))
try: next(d)
except StopIteration as e: print("end", e.value)
def fin():
    try:
        yield 1
        yield 2
    finally: print("closed")
f = fin(); next(f); f.close()
f = fin(); next(f); del f
def stop():
    yield 1
    raise StopIteration
try: list(stop())
except RuntimeError as e: print(e, type(e.__cause__).__name__)
def expr():
    a = (yield 1) + (yield 2) * (yield 3)
    print(a)
    print((yield), [(yield 4), (yield 5)])
e = expr()
next(e); e.send(1); e.send(2)
e.send(3)
for v in "xy": e.send(v)
try: e.send("z")
except StopIteration: pass
print(sum(i * i for i in range(10) if i % 2), list(zip((a for a in "ab"), (b for b in "cd"))))
def with_locals(a, b):
    c = a + b
    yield c
    c += 1
    yield c
    yield a, b, c
print(list(with_locals(1, 2)))
class Aw:
    def __init__(s, v): s.v = v
    def __await__(s):
        x = yield s.v
        return x
async def co(n):
    a = await Aw(n)
    b = await Aw(n + 1)
    return a, b
def run(c, *sends):
    out = []
    try:
        v = c.send(None)
        for s in sends:
            out.append(v)
            v = c.send(s)
        out.append(v)
    except StopIteration as e:
        return out, e.value
    return out
print(run(co(1), "p", "q"))
class AI:
    def __init__(s, n): s.n = n
    def __aiter__(s): return s
    async def __anext__(s):
        if not s.n: raise StopAsyncIteration
        s.n -= 1
        return s.n
class ACM:
    async def __aenter__(s): print("aenter"); return "v"
    async def __aexit__(s, t, v, tb): print("aexit", t and t.__name__); return t is KeyError
async def allofit():
    async for i in AI(3):
        if i == 1: continue
        print(i)
    else: print("aelse")
    async for i in AI(3):
        if i == 1: break
    async with ACM() as v, ACM(): print(v)
    async with ACM(): raise KeyError
    try:
        async with ACM(): raise ValueError
    except ValueError: print("VE")
    print([i async for i in AI(3)], {i async for i in AI(2)}, {i: i async for i in AI(2) if i})
    print([x async for x in (y async for y in AI(2))], [await co2(i) for i in range(2)])
    async def inner():
        async with ACM():
            return "ret"
    print(await inner())
    async def lp():
        async for i in AI(2):
            async with ACM(): return i
    print(await lp())
async def co2(i): return i * 2
print(run(allofit()))
async def agen(n):
    for i in range(n):
        got = yield i
        if got: print("agot", got)
async def useagen():
    async for v in agen(2): print("ag", v)
    a = agen(3)
    print(await a.asend(None), await a.asend("s"))
    await a.aclose()
print(run(useagen()))
try:
    async def bad():
        async for x in 5: pass
    run(bad())
except TypeError as e: print(e)
try:
    async def bad():
        async with 5: pass
    run(bad())
except TypeError as e: print(e)
try:
    async def bad(): await 5
    run(bad())
except TypeError as e: print(e)

# What it prints:
# expect: got a
# expect: 0 1 2
# expect: done
# expect: 0
# expect: 1
# expect: r done
# expect: 10
# expect: 20
# expect: t
# expect: inner v
# expect: recovered
# expect: caught 'k'
# expect: end 5
# expect: closed
# expect: closed
# expect: generator raised StopIteration StopIteration
# expect: 7
# expect: x ['y', 'z']
# expect: 165 [('a', 'c'), ('b', 'd')]
# expect: [3, 4, (1, 2, 4)]
# expect: ([1, 2], ('p', 'q'))
# expect: 2
# expect: 0
# expect: aelse
# expect: aenter
# expect: aenter
# expect: v
# expect: aexit None
# expect: aexit None
# expect: aenter
# expect: aexit KeyError
# expect: aenter
# expect: aexit ValueError
# expect: VE
# expect: [2, 1, 0] {0, 1} {1: 1}
# expect: [1, 0] [0, 2]
# expect: aenter
# expect: aexit None
# expect: ret
# expect: aenter
# expect: aexit None
# expect: 1
# expect: ([], None)
# expect: ag 0
# expect: ag 1
# expect: agot s
# expect: 0 1
# expect: ([], None)
# expect: 'async for' requires an object with __aiter__ method, got int
# expect: 'int' object does not support the asynchronous context manager protocol
# expect: object int can't be used in 'await' expression
