import asyncio


async def sleeper():
    await asyncio.sleep(0.1)


async def main():
    await asyncio.gather(*(sleeper() for _ in range(10_000)))


asyncio.run(main())
