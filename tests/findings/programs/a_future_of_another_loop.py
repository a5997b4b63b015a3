import asyncio

lock = asyncio.Lock()


async def hold():
    async with lock:  # finds: foreign-loop
        await asyncio.sleep(0.01)


async def main():
    await asyncio.gather(hold(), hold())


asyncio.run(main())
asyncio.run(main())
