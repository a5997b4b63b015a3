import asyncio


async def stubborn():
    while True:
        try:
            await asyncio.sleep(0.2)
            print("slept undisturbed")
            return "done"
        except asyncio.CancelledError:
            task = asyncio.current_task()
            print("ignored; requests:", task.cancelling(), "left:", task.uncancel())


async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0.1)
    task.cancel()
    print(await task, task.cancelled())


asyncio.run(main())
