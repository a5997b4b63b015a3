# Coroutines driven by hand, without a loop.
class Ready:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return got
class ACM:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    async def __aenter__(self):
        print("aenter", self.n); await Ready("in"); return self.n
    async def __aexit__(self, t, v, tb):
        print("aexit", self.n, t and t.__name__); await Ready("out"); return self.s
class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n == 0: raise StopAsyncIteration
        self.n -= 1
        return await Ready(self.n) or self.n
async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got: print("agen got", got)
            await Ready("agen")
    finally:
        print("agen finally")
def drive(coro, sends=()):
    sends = list(sends)
    out = []
    value = None
    try:
        while True:
            out.append(coro.send(value))
            value = sends.pop(0) if sends else None
    except StopIteration as e:
        return out, e.value
async def simple():
    a = await Ready(1)
    b = await Ready(2)
    return a, b
print(drive(simple(), "xy"))
async def managers():
    async with ACM(1) as a, ACM(2) as b:
        print(a, b)
    async with ACM(3, True):
        raise ValueError
    for i in range(2):
        async with ACM(i):
            break
    async with ACM("r"):
        return "ret"
print(drive(managers()))
async def loops():
    async for x in AIter(3):
        if x == 0: break
        print("x", x)
    else: print("no")
    async for x in AIter(2): continue
    else: print("else")
    async for x in agen(2): print("agen", x)
    print([x async for x in AIter(3)], {x: await Ready(x) async for x in AIter(2) if x}, [await Ready(q) for q in range(2)])
    g = (y async for y in agen(2))
    print([y async for y in g])
    return [i async for i in AIter(2) if await Ready("cond") is None]
print(drive(loops()))
async def raising():
    try: await inner()
    except KeyError as e: print("caught", e)
    finally: await Ready("finally")
    return "done"
async def inner():
    await Ready("in inner")
    raise KeyError("k")
print(drive(raising()))
async def throwing():
    try: await Ready("wait")
    except ValueError as e: print("thrown in", e); return "handled"
c = throwing(); c.send(None)
try: c.throw(ValueError("t"))
except StopIteration as e: print(e.value)
try: drive((lambda: (yield))()) 
except TypeError as e: print(e)
async def not_awaitable(): await 5
try: drive(not_awaitable())
except TypeError as e: print(e)
async def bad_with():
    async with 5: pass
try: drive(bad_with())
except TypeError as e: print(e)
async def bad_for():
    async for x in [1]: pass
try: drive(bad_for())
except TypeError as e: print(e)
async def deco_lambda():
    f = lambda: Ready(3)
    return await f()
print(drive(deco_lambda(), [7]))
