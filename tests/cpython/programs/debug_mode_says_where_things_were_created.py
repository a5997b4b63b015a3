# In debug mode tasks, futures and handles know where they were created.
import asyncio
import time


def callback(*args):
    pass


async def short():
    return 1


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(short(), name="one")
    print(task)
    print(loop.create_task(short(), name="two"))
    print(asyncio.ensure_future(short()))
    print(loop.create_future())
    print(asyncio.Future())
    print(loop.call_soon(callback, 1, "two"))
    later = loop.call_later(10, callback, [1, 2])
    print(later)
    later.cancel()
    print(later)
    gathered = asyncio.gather(short(), task)
    print(gathered)
    await gathered
    print(task)
    async with asyncio.TaskGroup() as group:
        print(group.create_task(short(), name="in a group"))
    print(asyncio.current_task())
    loop.set_debug(False)
    print(asyncio.create_task(short(), name="quiet"))
    handle = loop.call_soon(callback, 1)
    print(handle)
    handle.cancel()
    print(handle)
    await asyncio.sleep(0)


asyncio.run(main(), debug=True)
