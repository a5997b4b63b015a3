import asyncio


async def commit():
    await asyncio.sleep(0.2)
    print("committed")


async def request(task):
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("request cancelled")
        raise


async def main():
    task = asyncio.create_task(commit())
    outer = asyncio.create_task(request(task))
    await asyncio.sleep(0.1)
    outer.cancel()
    await asyncio.wait([outer])
    print(outer.cancelled(), task.done())
    await task
    print(task.done(), task.cancelled())


asyncio.run(main())
