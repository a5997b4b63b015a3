# return_exceptions=True puts errors among the results, and nobody is cancelled.
import asyncio


async def divide(a, b):
    await asyncio.sleep(0.1)
    return a / b


async def slow():
    await asyncio.sleep(0.2)
    return "slow but fine"


async def main():
    results = await asyncio.gather(divide(6, 3), divide(1, 0), slow(), return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            print("error:", type(result).__name__, result)
        else:
            print("value:", result)


asyncio.run(main())
