import asyncio


async def main():
    try:
        await asyncio.sleep(0.1)
        raise ValueError("first")
    finally:
        await asyncio.sleep(0.1)
        {}["second"]


asyncio.run(main())
