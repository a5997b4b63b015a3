import asyncio


async def save(item):
    print("saved", item)


async def main():
    save(1)  # finds: never-awaited
    await save(2)
    await asyncio.sleep(0.01)


asyncio.run(main())
