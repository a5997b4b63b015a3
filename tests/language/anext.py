# Coroutines driven by hand, without a loop.
class Ready:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return got
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
async def agen_api():
    g = agen(3)
    print(await g.__anext__(), await g.asend("hey"))
    await g.aclose()
    g = agen(1)
    print(await anext(g))
    print(await anext(g, "default"))
print(drive(agen_api()))
