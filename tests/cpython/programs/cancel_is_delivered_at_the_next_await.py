import asyncio


async def worker():
    print("worker starts")
    try:
        await asyncio.sleep(0.5)
        print("never")
    except asyncio.CancelledError as error:
        print("cancelled with", error.args)
        raise


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.1)
    print("cancel:", task.cancel("enough"))
    print("cancelled yet?", task.cancelled(), "requests:", task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main saw", repr(error))
    print("cancelled now?", task.cancelled(), "again:", task.cancel())


asyncio.run(main())
