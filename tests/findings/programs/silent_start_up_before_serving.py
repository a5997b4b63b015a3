# What a program does before it serves keeps nobody waiting.
import asyncio
import time


async def serve(name):
    for n in range(3):
        await asyncio.sleep(0.05)
    print(name, "served")


async def main():
    time.sleep(0.3)
    print("ready")
    await asyncio.gather(serve("a"), serve("b"))


asyncio.run(main())
