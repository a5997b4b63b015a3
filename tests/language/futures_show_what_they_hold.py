# Futures and tasks ask what they hold for its repr.
import asyncio, functools
class R:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"R({self.n})"
class E(Exception):
    def __repr__(self): return f"E<{self.args}>"
class CB:
    def __call__(self, f): pass
    def __repr__(self): return "CB()"
async def f(): return R(1)
async def g(): raise E(R(2))
async def main():
    a, b = asyncio.create_task(f(), name="a"), asyncio.create_task(g(), name="b")
    await asyncio.wait([a, b])
    print(a); print(b); print([a], {"k": b})
    fut = asyncio.Future(); fut.set_result([R(i) for i in range(8)]); print(fut)
    fut = asyncio.Future(); fut.set_result({"x": R(1), "y": "z" * 50}); print(fut)
    fut = asyncio.Future(); fut.add_done_callback(CB()); fut.add_done_callback(functools.partial(print, R(1), sep=R(2))); print(fut)
    try: asyncio.create_task(R(5))
    except TypeError as e: print(e)
    try: await R(6)
    except TypeError as e: print(e)
    try: asyncio.ensure_future(R(7))
    except TypeError as e: print(e)
    try: await asyncio.gather(R(7))
    except TypeError as e: print(e)
    asyncio.get_running_loop().call_exception_handler({"message": "mine", "thing": R(8), "n": 1})
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
