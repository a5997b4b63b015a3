# A script whose only task computes keeps nobody from anything.
import asyncio


async def main():
    await asyncio.sleep(0.01)
    total = 0
    for n in range(3_000_000):
        total += n
    print(total)


asyncio.run(main())
