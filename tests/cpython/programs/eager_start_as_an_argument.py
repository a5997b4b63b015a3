# `eager_start` of create_task: 3.14 passes it on, before that it is refused.
import asyncio


async def work(name):
    print("  begins", name)
    await asyncio.sleep(0)
    print("  ends", name)
    return name


async def main():
    loop = asyncio.get_running_loop()
    makers = {"asyncio": asyncio.create_task, "loop": loop.create_task}
    for kind, create in makers.items():
        for eager in True, False, None:
            coroutine = work(f"{kind} {eager}")
            try:
                task = create(coroutine, name="x", eager_start=eager)
            except TypeError as error:
                print(type(error).__name__, error)
                coroutine.close()
                continue
            print(kind, eager, "created")
            print(await task)
    coroutine = work("group")
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(coroutine, eager_start=True)
            print("in the group")
    except (TypeError, ExceptionGroup) as error:
        print(type(error).__name__, error)
        coroutine.close()
    coroutine = work("unknown")
    try:
        await asyncio.create_task(coroutine, surprise=True)
    except TypeError as error:
        print(type(error).__name__, error)
        coroutine.close()
    loop.set_task_factory(asyncio.eager_task_factory)
    coroutine = work("factory")
    try:
        task = asyncio.create_task(coroutine, eager_start=False)
        print("created")
        await task
    except TypeError as error:
        print(type(error).__name__, error)
        coroutine.close()

    def factory(loop, coro, **named):
        print("factory", sorted(named))
        return asyncio.Task(coro, loop=loop, **named)

    loop.set_task_factory(factory)
    await asyncio.create_task(work("plain"), name="n")


asyncio.run(main())
