"""How deep functions may nest depends on what is on the stack already: loops and threads put frames there."""
import asyncio
import concurrent.futures
import sys
import threading

sys.setrecursionlimit(100)


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


async def awaits(n=0):
    try:
        return await awaits(n + 1)
    except RecursionError:
        return n


async def child():
    return depth()


def generator():
    yield depth()


class Made:
    def __init__(self):
        self.depth = depth()


class Subclass(threading.Thread):
    def run(self):
        print("subclass", depth())


async def main():
    print("main", depth(), await child())
    print("tasks", await asyncio.create_task(child()), await asyncio.gather(child(), child()))
    asyncio.get_running_loop().call_soon(lambda: print("callback", depth()))
    await asyncio.sleep(0)
    print("wait_for", await asyncio.wait_for(child(), 1))
    print("coroutines", await awaits(), await asyncio.create_task(awaits()))


print("module", depth(), Made().depth, (lambda: depth())(), next(generator()))
print("called by C", [*map(lambda _: depth(), [1])], min([0], key=lambda _: depth()))
asyncio.run(main())
print("loop", asyncio.new_event_loop().run_until_complete(child()))
thread = threading.Thread(target=lambda: print("thread", depth()))
thread.start()
thread.join()
thread = Subclass()
thread.start()
thread.join()
with concurrent.futures.ThreadPoolExecutor() as pool:
    print("pool", pool.submit(depth).result())
