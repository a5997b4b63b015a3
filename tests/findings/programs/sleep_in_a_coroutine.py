import asyncio
import time


async def beat():
    for n in range(6):
        await asyncio.sleep(0.05)
    print("beats done")


async def work():
    await asyncio.sleep(0.02)
    time.sleep(0.5)  # finds: blocking-call-in-coroutine
    print("work done")


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
