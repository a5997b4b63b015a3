import asyncio


async def work():
    await asyncio.sleep(0.05)
    return "worked"


async def main():
    task = asyncio.create_task(work())
    while not task.done():  # finds: busy-wait
        await asyncio.sleep(0)
    print(task.result())


asyncio.run(main())
