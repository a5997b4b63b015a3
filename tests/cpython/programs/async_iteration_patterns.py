"""Async iteration: merge, buffer, zip, take; anext with default; aiter; async comprehension over a queue."""
import asyncio
from collections.abc import AsyncIterable, AsyncIterator


async def ticker(name, delay, n):
    for i in range(n):
        await asyncio.sleep(delay)
        yield f"{name}{i}"


async def merge(*sources):
    queue = asyncio.Queue()
    done = object()

    async def pump(source):
        try:
            async for item in source:
                await queue.put(item)
        finally:
            await queue.put(done)

    tasks = [asyncio.create_task(pump(s)) for s in sources]
    try:
        left = len(tasks)
        while left:
            item = await queue.get()
            if item is done:
                left -= 1
            else:
                yield item
    finally:
        for t in tasks:
            t.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n <= 0:
            raise StopAsyncIteration
        self.n -= 1
        await asyncio.sleep(0)
        return self.n


async def azip(*sources):
    iterators = [aiter(s) for s in sources]
    while True:
        try:
            yield tuple(await asyncio.gather(*(anext(i) for i in iterators)))
        except StopAsyncIteration:
            return


async def main():
    async for item in merge(ticker("a", 0.03, 3), ticker("b", 0.05, 2)):
        print(item)
    async for item in merge(ticker("x", 0.01, 100), ticker("y", 0.02, 100)):
        print(item)
        if item == "y1":
            break
    print(await anext(Countdown(0), "nothing"), await anext(Countdown(3)))
    print([x async for x in Countdown(4) if x % 2], {x: y async for x, y in azip(Countdown(3), Countdown(2))})
    print(isinstance(Countdown(1), AsyncIterator), isinstance(ticker("z", 0, 0), AsyncIterable))
    g = (x * 2 async for x in Countdown(3))
    print(type(g).__name__, [v async for v in g])
    try:
        await anext(Countdown(0))
    except StopAsyncIteration as e:
        print("stop", e.args)
    try:
        aiter(3)
    except TypeError as e:
        print(e)
    gen = ticker("q", 0, 2)
    a = asyncio.create_task(anext(gen)) if False else None
    print(await gen.__anext__(), gen.ag_running)
    await gen.aclose()

    async def echo():
        received = None
        while True:
            received = yield f"echo {received}"

    e = echo()
    print(await e.asend(None), await e.asend("hi"))
    try:
        await e.athrow(ValueError("bad"))
    except ValueError as err:
        print("thrown", err)
    two = ticker("r", 0.01, 3)
    first = asyncio.ensure_future(two.__anext__()) if False else asyncio.create_task(wrap(two))
    await asyncio.sleep(0)
    try:
        await two.__anext__()
    except RuntimeError as err:
        print(err)
    print(await first)


async def wrap(gen):
    return await gen.__anext__()


asyncio.run(main())
