# The error comes out only when somebody asks the task.
import asyncio


async def background():
    await asyncio.sleep(0.1)
    raise PermissionError("not allowed")


async def main():
    task = asyncio.create_task(background())
    await asyncio.sleep(0.2)
    print("done:", task.done(), "exception:", repr(task.exception()))
    try:
        await task
    except PermissionError as error:
        print("again:", error)
    task.add_done_callback(lambda task: print("callback for", type(task.exception()).__name__))
    await asyncio.sleep(0)


asyncio.run(main())
