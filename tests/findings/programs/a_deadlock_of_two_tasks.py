import asyncio


async def one(a, b):
    async with a:
        await asyncio.sleep(0.01)
        async with b:  # finds: deadlock
            print("one")


async def two(a, b):
    async with b:
        await asyncio.sleep(0.01)
        async with a:  # finds: lock-order
            print("two")


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(one(a, b), two(a, b))


asyncio.run(main())
