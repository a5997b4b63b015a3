"""Task names, coro, stack, callbacks, factories, current_task; repr in every state."""
import asyncio
import functools


async def child():
    await asyncio.sleep(0.05)
    return 42


def done(label, task):
    print(label, task.get_name(), task.result())


async def main():
    t = asyncio.create_task(child(), name="kid")
    print(t.get_name(), t.get_coro().__name__, t.done(), len(t.get_stack()))
    t.set_name(7)
    print(repr(t.get_name()))
    t.add_done_callback(lambda task: done("first", task))
    cb = functools.partial(done, "second")
    t.add_done_callback(cb)
    print(t.remove_done_callback(cb), t.remove_done_callback(cb))
    await asyncio.sleep(0)
    t.print_stack()
    await t
    await asyncio.sleep(0)
    print(asyncio.current_task().get_name(), asyncio.current_task() in asyncio.all_tasks())
    u1, u2 = asyncio.create_task(child()), asyncio.ensure_future(child())
    print(int(u2.get_name().split("-")[1]) - int(u1.get_name().split("-")[1]))
    await asyncio.gather(u1, u2)
    loop = asyncio.get_running_loop()

    def factory(loop, coro, **kw):
        task = asyncio.Task(coro, loop=loop, **kw)
        task.marked = True
        return task

    loop.set_task_factory(factory)
    m = asyncio.create_task(child(), name="made")
    print(m.marked, m.get_name(), loop.get_task_factory() is factory)
    loop.set_task_factory(None)
    m.cancel()
    try:
        await m
    except asyncio.CancelledError:
        print(m.cancelled(), m.done())
    try:
        asyncio.create_task(child)
    except TypeError as e:
        print(str(e)[:38])
    f = loop.create_future()
    print(f, f.done(), asyncio.isfuture(f), asyncio.iscoroutinefunction(child), asyncio.iscoroutine(c := child()))
    c.close()
    f.add_done_callback(lambda f: print("future done", f.result()))
    f.set_result([1])
    await asyncio.sleep(0)
    print(f)
    e = loop.create_future()
    e.set_exception(ValueError("x"))
    print(e.exception(), e)
    try:
        e.result()
    except ValueError as err:
        print(err)
    print(loop.create_future().get_loop() is loop, asyncio.Task.__name__, asyncio.Future.__module__)


asyncio.run(main())
