import asyncio
import traceback


async def deep(n):
    await asyncio.sleep(0.05)
    if n:
        return await deep(n - 1)
    return [][1]


async def main():
    try:
        await deep(2)
    except IndexError as error:
        print(traceback.format_exception_only(error)[-1].strip())
        print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
        traceback.print_exc()
    task = asyncio.create_task(deep(0))
    await asyncio.wait([task])
    print(repr(task.exception()), task)


asyncio.run(main())
