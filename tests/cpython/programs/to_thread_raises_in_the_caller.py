import asyncio
import time


def parse(text):
    time.sleep(0.1)
    return int(text)


async def main():
    results = await asyncio.gather(
        asyncio.to_thread(parse, "12"),
        asyncio.to_thread(parse, text="oops"),
        return_exceptions=True,
    )
    print(results)
    await asyncio.to_thread(parse, "x1")


asyncio.run(main())
