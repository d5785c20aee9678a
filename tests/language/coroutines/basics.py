# Coroutines driven by hand: await, async for, async with, async generators.
class Future:
    def __init__(self, name): self.name = name
    def __await__(self):
        x = yield self.name
        return x

def drive(coro):
    value = None
    try:
        while True:
            asked = coro.send(value)
            print("asked", asked)
            value = asked.upper()
    except StopIteration as e:
        return e.value

async def leaf(n):
    return await Future(n)

async def main():
    a = await leaf("a")
    b = await leaf("b")
    return a + b

print(drive(main()))
# expect: asked a
# expect: asked b
# expect: AB

class Manager:
    async def __aenter__(self):
        return await Future("enter")
    async def __aexit__(self, kind, value, tb):
        await Future("exit")
        return kind is ValueError

async def with_it():
    async with Manager() as m:
        print("inside", m)
        raise ValueError
    return "after"
print(drive(with_it()))
# expect: asked enter
# expect: inside ENTER
# expect: asked exit
# expect: after

async def agen(n):
    try:
        for i in range(n):
            await Future("w%d" % i)
            yield i
    finally:
        print("agen done")

async def loop():
    out = []
    async for x in agen(2):
        out.append(x)
    else:
        out.append("else")
    out.append([y async for y in agen(1)])
    return out
print(drive(loop()))
# expect: asked w0
# expect: asked w1
# expect: agen done
# expect: asked w0
# expect: agen done
# expect: [0, 1, 'else', [0]]

async def by_hand():
    g = agen(5)
    print(await g.__anext__())
    try:
        await g.athrow(KeyError("k"))
    except KeyError as e:
        print("thrown", e)
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("stopped")
    g = agen(5)
    print(await g.asend(None))
    await g.aclose()
drive(by_hand())
# expect: asked w0
# expect: 0
# expect: agen done
# expect: thrown 'k'
# expect: stopped
# expect: asked w0
# expect: 0
# expect: agen done

c = main()
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)                 # expect: cannot reuse already awaited coroutine
async def bad():
    await 5
try:
    bad().send(None)
except TypeError as e:
    print(e)                 # expect: object int can't be used in 'await' expression
async def stop():
    raise StopIteration
try:
    stop().send(None)
except RuntimeError as e:
    print(e)                 # expect: coroutine raised StopIteration
