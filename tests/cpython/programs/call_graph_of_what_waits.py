# The call graph of tasks and futures that wait: coroutines within coroutines, gather, wait, shield, a plain future.
import asyncio


async def inner():
    await asyncio.sleep(0.2)


async def outer():
    await inner()


async def gathers(*tasks):
    await asyncio.gather(*tasks)


async def waits(*tasks):
    await asyncio.wait(tasks)


async def shields(task):
    await asyncio.shield(task)


async def waits_for(future):
    await asyncio.wait_for(future, 1)


class Box:
    async def get(self, queue):
        return await queue.get()


async def main():
    loop = asyncio.get_running_loop()
    work = asyncio.create_task(outer(), name="work")
    more = asyncio.create_task(outer(), name="more")
    others = [
        asyncio.create_task(gathers(work, more), name="gathers"),
        asyncio.create_task(waits(more), name="waits"),
        asyncio.create_task(shields(more), name="shields"),
    ]
    early = asyncio.create_task(outer(), name="early")
    asyncio.print_call_graph(early)
    await asyncio.sleep(0.1)
    asyncio.print_call_graph(work)
    print("--")
    graph = asyncio.capture_call_graph(more)
    print(sorted(above.future.get_name() for above in graph.awaited_by))
    print([entry.frame.f_code.co_qualname for entry in graph.call_stack])
    for limit in (1, 2, -1, -2, 0):
        graph = asyncio.capture_call_graph(work, limit=limit)
        print(limit, [entry.frame.f_code.co_name for entry in graph.call_stack], end=" ")
        print([[entry.frame.f_lineno for entry in above.call_stack] for above in graph.awaited_by])
    print("--")
    future = loop.create_future()
    waiter = asyncio.create_task(waits_for(future), name="waiter")
    queue = asyncio.Queue()
    getter = asyncio.create_task(Box().get(queue), name="getter")
    await asyncio.sleep(0)
    asyncio.print_call_graph(future)
    asyncio.print_call_graph(waiter)
    asyncio.print_call_graph(getter)
    print("--")
    future.set_result(1)
    queue.put_nowait(2)
    asyncio.print_call_graph(future)
    await asyncio.gather(waiter, getter, early, *others)
    asyncio.print_call_graph(future)
    for wrong in work, 1:
        try:
            asyncio.print_call_graph(wrong)
        except (AttributeError, TypeError) as error:
            print(type(error).__name__, error)
    print(asyncio.capture_call_graph(work).call_stack)
    graph = asyncio.capture_call_graph()
    print([entry.frame.f_lineno for entry in graph.call_stack], graph.awaited_by)
    try:
        graph.future = None
    except AttributeError as error:
        print(type(error).__mro__[1].__name__, error)
    print(asyncio.FutureCallGraph(1, (), ()), asyncio.FrameCallGraphEntry(2))
    print(asyncio.FutureCallGraph(1, (), ()) == asyncio.FutureCallGraph(1, (), ()))


if hasattr(asyncio, "print_call_graph"):
    try:
        asyncio.print_call_graph()
    except RuntimeError as error:
        print(error)
    asyncio.run(main())
else:
    print("no call graph")
