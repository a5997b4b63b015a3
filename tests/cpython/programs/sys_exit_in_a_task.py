import asyncio
import sys


async def quits():
    await asyncio.sleep(0.1)
    print("leaving")
    sys.exit(3)


async def main():
    task = asyncio.create_task(quits())
    try:
        await asyncio.sleep(1)
    finally:
        print("main is told to stop")


asyncio.run(main())
