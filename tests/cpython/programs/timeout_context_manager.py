import asyncio


async def main():
    async with asyncio.timeout(0.3):
        await asyncio.sleep(0.1)
        print("inside in time")
    try:
        async with asyncio.timeout(0.1) as limit:
            await asyncio.sleep(1)
            print("never")
    except TimeoutError:
        print("timed out, expired:", limit.expired())
    async with asyncio.timeout(None) as limit:
        print("when:", limit.when())
        await asyncio.sleep(0.1)
    print(limit)


asyncio.run(main())
