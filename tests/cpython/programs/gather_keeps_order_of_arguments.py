# Results come in the order of the arguments, not of completion.
import asyncio


async def brew(kind, seconds):
    await asyncio.sleep(seconds)
    print(kind, "is ready")
    return kind.upper()


async def main():
    drinks = await asyncio.gather(brew("coffee", 0.3), brew("tea", 0.1), brew("cocoa", 0.2))
    print(drinks)


asyncio.run(main())
