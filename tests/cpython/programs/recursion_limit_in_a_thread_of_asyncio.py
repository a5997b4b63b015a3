# How deep a function may call itself, where asyncio and pools run it.
import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

sys.setrecursionlimit(80)


def depth(n=1):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


async def main():
    loop = asyncio.get_running_loop()
    print("coroutine", depth())
    print("to_thread", await asyncio.to_thread(depth))
    print("executor", await loop.run_in_executor(None, depth))
    loop.call_soon(lambda: print("callback", depth()))
    await asyncio.sleep(0)


asyncio.run(main())
with ThreadPoolExecutor(1) as pool:
    print("pool", pool.submit(depth).result())
print("main", depth())
