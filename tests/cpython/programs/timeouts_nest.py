# The outer timeout passes through the inner one, which does not call it its own.
import asyncio


async def main():
    try:
        async with asyncio.timeout(0.1):
            try:
                async with asyncio.timeout(0.5):
                    await asyncio.sleep(1)
            except TimeoutError:
                print("wrong: inner")
            finally:
                print("inner finally")
    except TimeoutError:
        print("outer timed out")
    async with asyncio.timeout(0.5):
        try:
            async with asyncio.timeout(0.1):
                await asyncio.sleep(1)
        except TimeoutError:
            print("inner timed out")
        await asyncio.sleep(0.1)
        print("outer goes on")


asyncio.run(main())
