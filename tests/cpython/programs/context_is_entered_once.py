"""Request ids through tasks, threads, callbacks and generators."""
import asyncio
import contextvars
import logging
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

request = contextvars.ContextVar("request")
depth = contextvars.ContextVar("depth", default=0)


class WithRequest(logging.Filter):
    def filter(self, record):
        record.request = request.get("-")
        record.depth = depth.get()
        return True


handler = logging.StreamHandler(sys.stdout)
handler.addFilter(WithRequest())
logging.basicConfig(level="INFO", format="%(request)s/%(depth)d %(message)s", handlers=[handler])
log = logging.getLogger("x")


async def nested(n):
    token = depth.set(depth.get() + 1)
    try:
        log.info("down")
        if n:
            await asyncio.create_task(nested(n - 1))
        log.info("up")
    finally:
        depth.reset(token)


async def handle(i):
    request.set(f"req{i}")
    await asyncio.sleep(0.01 * i)
    await nested(1)
    await asyncio.to_thread(log.info, "in a thread")
    return request.get()


def gen():
    request.set("generator")
    yield request.get()


async def main():
    print(await asyncio.gather(*(handle(i) for i in range(2))))
    try:
        request.get()
    except LookupError as e:
        print(type(e).__name__, str(e)[:27])
    list(gen())
    print(request.get())
    ctx = contextvars.copy_context()
    print(ctx.run(lambda: (request.set("inside"), request.get())[1]), request.get(), ctx[request])
    try:
        ctx.run(ctx.run, print)
    except RuntimeError as e:
        print(str(e)[:21])
    with ThreadPoolExecutor(1) as pool:
        print(pool.submit(request.get, "none").result(), pool.submit(contextvars.copy_context().run, request.get).result())
    t = threading.Thread(target=lambda: log.info("plain thread"))
    t.start()
    t.join()
    print(sorted(v.name for v in ctx), len(ctx), request in contextvars.Context(), list(ctx.items())[0][0].name in ("request", "depth"))
    loop = asyncio.get_running_loop()
    loop.call_soon(log.info, "callback")
    loop.call_soon(log.info, "callback in ctx", context=ctx) if False else loop.call_soon(lambda: log.info("lambda"), context=ctx)
    await asyncio.sleep(0)
    try:
        token = depth.set(5)
        contextvars.Context().run(depth.reset, token)
    except ValueError as e:
        print(str(e)[-34:])


asyncio.run(main())
