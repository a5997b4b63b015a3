import asyncio


async def interrupted():
    await asyncio.sleep(0.1)
    raise KeyboardInterrupt


async def main():
    task = asyncio.create_task(interrupted())
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("main cancelled")
        raise
    finally:
        print("main finally")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
