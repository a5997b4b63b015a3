import asyncio


async def long_call():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("long_call: cancelled, cleaning up")
        await asyncio.sleep(0.1)
        print("long_call: clean")
        raise


async def main():
    try:
        await asyncio.wait_for(long_call(), timeout=0.2)
    except TimeoutError as error:
        print("TimeoutError:", repr(error), repr(error.__cause__))
    print(await asyncio.wait_for(asyncio.sleep(0.1, "in time"), 0.3))
    try:
        await asyncio.wait_for(asyncio.sleep(1), timeout=0)
    except asyncio.TimeoutError:
        print("no time at all")


asyncio.run(main())
