# In debug mode a coroutine that nobody awaited, a handler's context and a report say where things were made.
import asyncio
import traceback


async def forgotten():
    pass


def make():
    return forgotten()


def broken():
    raise ValueError("in a callback")


def schedule(loop):
    loop.call_soon(broken)


async def fails():
    raise LookupError("in a task")


def handler(loop, context):
    print(context["message"].split()[:2], sorted(context))
    stack = context["source_traceback"]
    mine = [frame for frame in stack if frame.filename.endswith("made.py")]
    print([(frame.lineno, frame.name, frame.line) for frame in mine])
    print("".join(traceback.format_list(mine)), end="")


async def main():
    loop = asyncio.get_running_loop()
    make()
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": "by hand", "answer": 42})
    schedule(loop)
    await asyncio.sleep(0)
    loop.set_exception_handler(handler)
    schedule(loop)
    await asyncio.sleep(0)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0.01)
    del task
    loop.set_exception_handler(None)
    loop.set_debug(False)
    make()
    loop.set_debug(True)
    await asyncio.sleep(0)
    make()


asyncio.run(main(), debug=True)


async def quiet():
    make()


asyncio.run(quiet())
