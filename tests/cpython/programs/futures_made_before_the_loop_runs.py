# Futures and tasks find the loop that was set for their thread before any loop runs; eager tasks wait for one that runs.

import asyncio
import threading


async def double(number):
    print("doubles", number, asyncio.current_task().get_name())
    await asyncio.sleep(0.1)
    return number * 2


async def setter(future):
    await asyncio.sleep(0.2)
    future.set_result("set")


def refused(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
future = asyncio.Future()
task = asyncio.Task(setter(future), name="setter")
print(future.get_loop() is loop, task.get_loop() is loop)
print(loop.run_until_complete(asyncio.gather(future, double(2))))

cancelled = asyncio.Future()
cancelled.cancel()
pending = asyncio.Future()
for wrong in (None, 5, int, "text"):
    refused(cancelled.set_exception, wrong)
    refused(pending.set_exception, wrong)

loop.set_task_factory(asyncio.eager_task_factory)
early = loop.create_task(double(4))
print("not begun:", not early.done())
print(loop.run_until_complete(early))
early = asyncio.Task(double(5), loop=loop, eager_start=True, name="early")
print(loop.run_until_complete(early))


class Counted(asyncio.Task):
    ended = 0

    def __del__(self):
        Counted.ended += 1
        super().__del__()


class Silent(asyncio.Task):
    def __del__(self):
        print("nobody hears of", self.get_name())


def broken(loop, coro, **more):
    task = asyncio.Task(coro, loop=loop, name="broken")
    coro.close()
    raise LookupError("no task for you")


loop.set_task_factory(lambda loop, coro, **more: Counted(coro, loop=loop))
print(loop.run_until_complete(double(6)), Counted.ended)
loop.set_task_factory(broken)
refused(loop.create_task, double(7))
loop.set_task_factory(None)
coroutine = double(8)
silent = Silent(coroutine, loop=loop, name="silent")
coroutine.close()
loop.close()
del silent
asyncio.set_event_loop(None)

refused(asyncio.Future)
thread = threading.Thread(target=refused, args=(asyncio.Future,), name="another")
thread.start()
thread.join()
