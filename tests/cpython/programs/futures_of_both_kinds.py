# A concurrent future can be awaited when it is wrapped; cancelling goes through.
import asyncio
import concurrent.futures
import threading
import time


def fulfil(future):
    time.sleep(0.1)
    if future.set_running_or_notify_cancel():
        future.set_result("from the thread")


async def main():
    promise = concurrent.futures.Future()
    threading.Thread(target=fulfil, args=(promise,)).start()
    wrapped = asyncio.wrap_future(promise)
    print(type(wrapped).__module__, wrapped.done())
    print(await wrapped)
    unwanted = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(unwanted)
    wrapped.cancel()
    await asyncio.sleep(0.05)
    print(unwanted.cancelled(), unwanted.done())
    try:
        unwanted.result()
    except concurrent.futures.CancelledError as error:
        print(type(error).__mro__[1].__name__, isinstance(error, asyncio.CancelledError))


asyncio.run(main())
