import asyncio


async def nap():
    await asyncio.sleep(0.1)
    return "rested"


async def main():
    task = asyncio.create_task(nap(), name="nap")
    print(task)
    await asyncio.sleep(0.05)
    print(str(task).split(" wait_for")[0])
    await task
    print(task)
    task = asyncio.create_task(nap(), name="short")
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task)
    future = asyncio.get_running_loop().create_future()
    print(future)
    future.set_exception(ValueError("x"))
    print(future, future.exception())


asyncio.run(main())
