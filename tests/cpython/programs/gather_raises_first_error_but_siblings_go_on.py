# Without return_exceptions the first error comes out at once; the others are not cancelled.
import asyncio


async def fails():
    await asyncio.sleep(0.1)
    raise ValueError("broken pipe dream")


async def sibling():
    await asyncio.sleep(0.3)
    print("sibling finished anyway")


async def main():
    try:
        await asyncio.gather(fails(), sibling())
    except ValueError as error:
        print("caught:", error)
    await asyncio.sleep(0.3)
    print("main ends")


asyncio.run(main())
