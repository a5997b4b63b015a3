import asyncio
import time


async def report(name, seconds):
    print(name, "starts")
    time.sleep(seconds)
    print(name, "is done")


async def heartbeat():
    for beat in range(8):
        await asyncio.sleep(0.25)
        print("beat", beat)


async def main():
    beating = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.3)
    await report("report", 1.0)
    await beating


asyncio.run(main())
