import asyncio


async def other():
    try:
        await asyncio.sleep(1)
    finally:
        print("other is cleaned up before the error comes out")


async def cleaning_fails():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise OSError("cleaning failed")


async def main():
    tasks = [asyncio.create_task(other()), asyncio.create_task(cleaning_fails(), name="cleaner")]
    await asyncio.sleep(0.1)
    raise RuntimeError(f"main failed with {len(tasks)} tasks")


asyncio.run(main())
