# /// script
# requires-python = ">=3.13"
#
# [tool.loopscope.machine]
# python = "3.14t"
# ///
import asyncio


def crunch(n):
    total = 0
    for i in range(n):
        total += i
    return total


async def beat():
    for n in range(20):
        await asyncio.sleep(0.01)
    print("beats done")


async def main():
    await asyncio.gather(beat(), asyncio.to_thread(crunch, 3_000_000))


asyncio.run(main())
