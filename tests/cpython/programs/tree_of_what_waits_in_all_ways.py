# Tasks that wait in every way, looked at while they do.
# pstree: 0.05 0.15 0.35
import asyncio


async def fetch(seconds):
    await asyncio.sleep(seconds)
    return seconds


async def through(task):
    return await task


async def several(*seconds):
    return await asyncio.gather(*(fetch(each) for each in seconds))


async def shielded(task):
    return await asyncio.shield(task)


async def first(*tasks):
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.sleep(0.3)


async def impatient(task):
    try:
        await asyncio.wait_for(task, 0.1)
    except TimeoutError:
        await locked()


lock = asyncio.Lock()


async def locked():
    async with lock:
        await asyncio.sleep(0.05)


class Numbers:
    def __init__(self):
        self.left = 3

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        await asyncio.sleep(0.1)
        return self.left


async def counts():
    async for _ in Numbers():
        pass


async def yields():
    for _ in range(3):
        await asyncio.sleep(0.1)
        yield


async def consumes():
    async for _ in yields():
        pass


async def main():
    shared = asyncio.create_task(fetch(0.3), name="shared")
    names = {
        "through": through(shared),
        "several": several(0.1, 0.2, 0.3),
        "shielded": shielded(shared),
        "first": first(shared, asyncio.create_task(fetch(0.1), name="quick")),
        "impatient": impatient(asyncio.create_task(fetch(0.5), name="slow")),
        "counts": counts(),
        "consumes": consumes(),
    }
    tasks = [asyncio.create_task(coroutine, name=name) for name, coroutine in names.items()]
    queue = asyncio.Queue()
    reader = asyncio.create_task(queue.get())
    reader.set_name("reader")
    await asyncio.gather(*tasks)
    queue.put_nowait(1)
    await reader
    late = asyncio.create_task(fetch(0))
    late.set_name("late")
    await late


asyncio.run(main())
