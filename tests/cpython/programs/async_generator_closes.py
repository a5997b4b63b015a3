import asyncio
from contextlib import aclosing


async def ticks(name):
    try:
        for n in range(5):
            await asyncio.sleep(0.1)
            yield n
    finally:
        print(name, "closed")


async def main():
    async with aclosing(ticks("first")) as numbers:
        async for n in numbers:
            print(n)
            if n == 1:
                break
    print("after the first")
    async for n in ticks("second"):
        if n == 1:
            break
    print("after the second")
    await asyncio.sleep(0.1)
    print("end")


asyncio.run(main())
