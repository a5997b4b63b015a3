import asyncio as aio
from time import sleep


async def beat():
    for n in range(6):
        await aio.sleep(0.05)
    print("beats done")


async def work():
    await aio.sleep(0.02)
    for n in range(3):
        print("nap", n, sleep(0.1))  # finds: blocking-call-in-coroutine


async def main():
    await aio.gather(beat(), work())


aio.run(main())
