import asyncio
import concurrent.futures
import threading


async def add(a, b):
    await asyncio.sleep(0.1)
    return a + b


async def fails():
    raise ValueError("in the loop")


def thread(loop):
    future = asyncio.run_coroutine_threadsafe(add(2, 3), loop)
    print("sum:", future.result(timeout=1))
    try:
        asyncio.run_coroutine_threadsafe(fails(), loop).result()
    except ValueError as error:
        print("error:", error)
    late = asyncio.run_coroutine_threadsafe(asyncio.sleep(1), loop)
    try:
        late.result(timeout=0.1)
    except concurrent.futures.TimeoutError:
        print("too late; cancel:", late.cancel())


async def main():
    await asyncio.to_thread(thread, asyncio.get_running_loop())


asyncio.run(main())
