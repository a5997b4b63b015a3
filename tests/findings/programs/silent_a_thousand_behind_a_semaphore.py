import asyncio

limit = asyncio.Semaphore(50)


async def fetch(n):
    async with limit:
        await asyncio.sleep(0.01)
        return n


async def main():
    print(sum(await asyncio.gather(*(fetch(n) for n in range(1_500)))))


asyncio.run(main())
