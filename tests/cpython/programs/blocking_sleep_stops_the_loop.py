# time.sleep holds everybody; asyncio.sleep holds nobody.
import asyncio
import time


async def clock():
    for tick in range(4):
        print("tick", tick)
        await asyncio.sleep(0.1)


async def blocks():
    await asyncio.sleep(0.15)
    time.sleep(0.3)
    print("blocked for 0.3 s")


async def main():
    await asyncio.gather(clock(), blocks())


asyncio.run(main())
