import asyncio


async def fails():
    await asyncio.sleep(0.01)
    return [][0]


async def main():
    print("trying", end="")
    await fails()


asyncio.run(main())
