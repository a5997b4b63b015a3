import asyncio


async def polite(limit, n):
    async with limit:
        await asyncio.sleep(0.1)
        print("polite", n)


async def careless(limit):
    await limit.acquire()
    try:
        await asyncio.sleep(0.1)
    finally:
        limit.release()
        limit.release()


async def main():
    for kind in (asyncio.Semaphore, asyncio.BoundedSemaphore):
        limit = kind(1)
        try:
            await careless(limit)
        except ValueError as error:
            print("ValueError:", error)
        print(kind.__name__, limit._value)
        await asyncio.gather(*(polite(limit, n) for n in range(2)))


asyncio.run(main())
