import asyncio
import time


def fetch(name):
    time.sleep(0.3)  # finds: blocking-call-in-coroutine
    return name.upper()


async def beat():
    for n in range(6):
        await asyncio.sleep(0.05)
    print("beats done")


async def work():
    await asyncio.sleep(0.02)
    print(fetch("abc").lower())


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
