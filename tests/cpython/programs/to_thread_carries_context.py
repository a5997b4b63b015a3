# to_thread runs in a copy of the caller's context.
import asyncio
import contextvars
import threading
import time

request = contextvars.ContextVar("request", default="none")


def handle():
    time.sleep(0.1)
    seen = request.get()
    request.set("changed in the thread")
    return seen, threading.current_thread() is threading.main_thread()


async def main():
    request.set("GET /")
    print(await asyncio.to_thread(handle))
    print(request.get())
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, handle))


asyncio.run(main())
