"""Too late: using pools and loops after their end."""
import asyncio
import concurrent.futures
import threading
import time


def try_(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


pool = concurrent.futures.ThreadPoolExecutor(1)
pool.submit(print, "in the pool").result()
pool.shutdown()
try_(pool.submit, print, 1)
try_(pool.map, print, [1])
loop = asyncio.new_event_loop()
loop.run_until_complete(asyncio.sleep(0))
loop.close()
try_(loop.call_soon, print)
try_(loop.run_forever)
try_(loop.call_later, 1, print)
try_(loop.create_future)
print(loop.is_closed(), loop)
coroutine = asyncio.sleep(0)
try_(loop.run_until_complete, coroutine)
coroutine.close()


async def main():
    inner = asyncio.sleep(0)
    try_(asyncio.run, inner)
    inner.close()
    this = asyncio.get_running_loop()
    try_(this.run_until_complete, asyncio.sleep(0))
    try_(this.close)
    await this.shutdown_default_executor()
    try_(this.run_in_executor, None, print)


asyncio.run(main())
try_(asyncio.get_running_loop)
try_(asyncio.current_task)
try_(asyncio.all_tasks)
try_(asyncio.run, main)
try_(asyncio.create_task, 1)


def late():
    time.sleep(0.1)
    try:
        with concurrent.futures.ThreadPoolExecutor() as p:
            p.submit(print, "hello")
    except RuntimeError as e:
        print("RuntimeError:", e)
    try:
        threading.Thread(target=print, args=("late thread",)).start()
    except RuntimeError as e:
        print("RuntimeError:", e)


threading.Thread(target=late).start()
print("main is done")
