import asyncio


async def fails():
    await asyncio.sleep(0.1)
    raise ValueError("nobody looks")


async def main():
    asyncio.create_task(fails(), name="orphan")
    await asyncio.sleep(0.2)
    print("main goes on")


asyncio.run(main())
