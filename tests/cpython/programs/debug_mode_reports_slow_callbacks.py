import asyncio
import time


async def blocks():
    time.sleep(0.2)


async def main():
    print("debug:", asyncio.get_running_loop().get_debug())
    await asyncio.sleep(0.1)
    await asyncio.create_task(blocks(), name="blocker")
    print("done")


asyncio.run(main(), debug=True)
