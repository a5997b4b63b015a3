"""A pipeline of async generators: read, filter, batch, write, with aclosing around an early end."""

import asyncio
from contextlib import aclosing


async def numbers(n):
    try:
        for i in range(n):
            await asyncio.sleep(0.005)
            yield i
    finally:
        print("  numbers closed")


async def only(predicate, source):
    async for item in source:
        if predicate(item):
            yield item


async def batched(source, size):
    batch = []
    async for item in source:
        batch.append(item)
        if len(batch) == size:
            yield tuple(batch)
            batch.clear()
    if batch:
        yield tuple(batch)


async def enumerate_async(source, start=0):
    async for item in source:
        yield start, item
        start += 1


async def main():
    async for i, batch in enumerate_async(batched(only(lambda n: n % 3, numbers(10)), 3), 1):
        print(i, batch, sum(batch))
    async with aclosing(numbers(100)) as source:
        async for n in source:
            if n == 3:
                break
    print("after the break")
    print([n async for n in numbers(4) if n], {n: n * n async for n in numbers(3)})
    print(await anext(numbers(0), "nothing"))
    both = [x + y async for x in numbers(2) for y in (10, 20)]
    print(both)
    stream = aiter(numbers(2))
    try:
        while True:
            print("next", await anext(stream))
    except StopAsyncIteration:
        print("end")


asyncio.run(main())
