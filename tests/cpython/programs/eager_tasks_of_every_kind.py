# Eager tasks: where their first step runs, in which context, as which task; errors, cancellation, names, factories of one's own.
import asyncio
import contextvars
import sys

request = contextvars.ContextVar("request", default="nobody")


async def quick(value):
    task = asyncio.current_task()
    print("  runs", task.get_name(), task.get_coro().__name__, request.get())
    request.set(value)
    return value


async def slow(value):
    print("  begins", value)
    try:
        await asyncio.sleep(0.05)
    except asyncio.CancelledError as error:
        print("  cancelled", value, error.args)
        raise
    finally:
        print("  ends", value)
    return value


async def fails():
    raise ValueError("at once")


async def nested(depth):
    print("  nested", depth, asyncio.current_task().get_name())
    if depth:
        inner = asyncio.create_task(nested(depth - 1), name=f"level {depth - 1}")
        print("  back in", depth, asyncio.current_task().get_name(), inner.done())
        await inner
    return depth


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    request.set("main")
    task = asyncio.create_task(quick("one"), name="first")
    print(task.done(), task.result(), request.get(), asyncio.current_task().get_name())
    context = contextvars.copy_context()
    context.run(request.set, "given")
    task = loop.create_task(quick("two"), name="second", context=context)
    print(task.done(), task.result(), request.get(), context[request])
    task = asyncio.create_task(fails())
    print(task.done(), repr(task.exception()), task.cancelled())
    task = asyncio.create_task(slow("three"))
    print(task.get_name())
    print(task.done(), task in asyncio.all_tasks())
    print(await task)
    task = asyncio.create_task(slow("four"))
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        print("cancelled", error.args, task.cancelled())
    print(await asyncio.create_task(nested(2), name="level 2"))
    called = []
    task = asyncio.create_task(quick("five"))
    task.add_done_callback(lambda done: called.append(done.result()))
    print(called)
    await asyncio.sleep(0)
    print(called)
    print(await asyncio.gather(quick("six"), slow("seven"), quick("eight")))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(quick(n)) for n in "ab"] + [group.create_task(slow("c"))]
        print([each.done() for each in tasks])
    print([each.result() for each in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow("d"))
            group.create_task(fails())
            print("after the one that fails")
            await asyncio.sleep(0)
            print("never")
    except* ValueError as errors:
        print(repr(errors.exceptions[0]))
    try:
        print(await asyncio.wait_for(slow("e"), 0.01))
    except TimeoutError as error:
        print("timeout", repr(error), repr(error.__cause__))
    print(await asyncio.wait_for(quick("f"), 0.01))
    await asyncio.shield(slow("g"))
    loop.set_task_factory(None)
    print(loop.get_task_factory())
    task = asyncio.create_task(quick("lazy"), name="lazy")
    print(task.done())
    await task
    for eager in False, True:
        coroutine = quick(f"by hand {eager}")
        task = asyncio.Task(coroutine, loop=loop, name=f"hand {eager}", eager_start=eager)
        print(task.done())
        await task


class Counted(asyncio.Task):
    made = 0

    def __init__(self, *args, **named):
        Counted.made += 1
        super().__init__(*args, **named)


async def with_a_factory():
    loop = asyncio.get_running_loop()
    factory = asyncio.create_eager_task_factory(Counted)
    loop.set_task_factory(factory)
    print(loop.get_task_factory() is factory)
    tasks = [asyncio.create_task(quick(n), name=str(n)) for n in range(3)]
    print(Counted.made, [type(task).__name__ for task in tasks], [task.done() for task in tasks])


asyncio.run(main())
asyncio.run(with_a_factory())
