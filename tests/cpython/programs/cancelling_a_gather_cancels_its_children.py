import asyncio


async def child(name):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(name, "was cancelled")
        raise


async def main():
    both = asyncio.gather(child("left"), child("right"))
    await asyncio.sleep(0.1)
    both.cancel()
    try:
        await both
    except asyncio.CancelledError:
        print("so was the gather:", both.cancelled())


asyncio.run(main())
