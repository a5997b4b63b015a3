"""Thread locals beside context variables: what a new thread and a copied context see."""

import asyncio
import contextvars
import threading

local = threading.local()
request_id = contextvars.ContextVar("request_id", default="none")


def show(where):
    print(f"{where}: local={getattr(local, 'user', '-')} context={request_id.get()}")


def in_thread(name):
    show(f"{name} before")
    local.user = name
    request_id.set(name)
    show(f"{name} after")


local.user = "main"
token = request_id.set("r1")
thread = threading.Thread(target=in_thread, args=("plain",))
thread.start()
thread.join()
context = contextvars.copy_context()
thread = threading.Thread(target=context.run, args=(in_thread, "copied"))
thread.start()
thread.join()
show("main")
print(context[request_id], request_id in context, len(context) >= 1, [v.name for v in context if v is request_id])
request_id.reset(token)
show("reset")
try:
    request_id.reset(token)
except RuntimeError as error:
    print(type(error).__name__, str(error).split(" at ")[0])


async def handler(n):
    request_id.set(f"task {n}")
    await asyncio.sleep(0)
    show(f"handler {n}")
    await asyncio.to_thread(show, f"thread of {n}")


async def main():
    request_id.set("main task")
    await asyncio.gather(handler(1), handler(2))
    show("main coroutine")


asyncio.run(main())
show("end")
