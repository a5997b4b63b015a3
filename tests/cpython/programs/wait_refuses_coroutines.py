import asyncio


async def nothing():
    print("never printed")


async def main():
    coroutine = nothing()
    try:
        await asyncio.wait([coroutine])
    except TypeError as error:
        print("TypeError:", error)
    coroutine.close()


asyncio.run(main())
