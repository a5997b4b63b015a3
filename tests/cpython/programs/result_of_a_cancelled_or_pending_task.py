import asyncio


async def main():
    task = asyncio.create_task(asyncio.sleep(1))
    try:
        task.result()
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)
    try:
        task.exception()
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)
    task.cancel()
    await asyncio.wait([task])
    for method in (task.result, task.exception):
        try:
            method()
        except asyncio.CancelledError as error:
            print("CancelledError:", error)


asyncio.run(main())
print(issubclass(asyncio.CancelledError, Exception))
