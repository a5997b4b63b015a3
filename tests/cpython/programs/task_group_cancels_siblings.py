import asyncio


async def bad():
    await asyncio.sleep(0.1)
    raise OSError("disk full")


async def good(name):
    try:
        await asyncio.sleep(1)
    finally:
        print(name, "stops")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(good("first"))
            group.create_task(bad())
            group.create_task(good("second"))
            await asyncio.sleep(1)
            print("never")
    except* OSError as caught:
        print("caught:", caught.exceptions)


asyncio.run(main())
