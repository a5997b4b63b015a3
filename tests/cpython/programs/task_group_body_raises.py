import asyncio


async def child():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("child cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child())
            await asyncio.sleep(0.1)
            raise RuntimeError("from the body")
    except ExceptionGroup as error:
        print(error.message, "|", error.exceptions)
    try:
        group.create_task(child())
    except RuntimeError as error:
        print("RuntimeError:", str(error).split(">")[-1].strip())


asyncio.run(main())
