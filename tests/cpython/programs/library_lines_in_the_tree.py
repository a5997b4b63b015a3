# Tasks inside of asyncio's own coroutines: the tree and the call graph name the lines of its files.
# pstree: 0.05
import asyncio


async def sleeps():
    await asyncio.sleep(0.2)


async def groups():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeps(), name="in group")


async def waits(task):
    await asyncio.wait([task])


async def waits_for(future):
    await asyncio.wait_for(future, 1)


async def gives_up(task):
    await asyncio.wait_for(task, 0)


async def gets(queue):
    await queue.get()


async def puts(queue):
    await queue.put(2)


async def joins(queue):
    await queue.join()


async def sees(event):
    await event.wait()


async def locks(lock):
    async with lock:
        pass


async def acquires(semaphore):
    async with semaphore:
        pass


async def conditions(condition):
    async with condition:
        await condition.wait()


async def condition_of(condition, ready):
    async with condition:
        await condition.wait_for(lambda: ready)


async def meets(barrier):
    await barrier.wait()


async def meets_with(barrier):
    async with barrier:
        pass


async def completed(task):
    for each in asyncio.as_completed([task]):
        await each


async def completed_async(task):
    async for each in asyncio.as_completed([task]):
        await each


class Later:
    def __await__(self):
        return asyncio.sleep(0.2).__await__()


async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0.15)


async def main():
    loop = asyncio.get_running_loop()
    shared = asyncio.create_task(sleeps(), name="shared")
    empty, full = asyncio.Queue(), asyncio.Queue(1)
    full.put_nowait(1)
    lock, semaphore = asyncio.Lock(), asyncio.Semaphore(0)
    event, condition, barrier = asyncio.Event(), asyncio.Condition(), asyncio.Barrier(3)
    ready = []
    await lock.acquire()
    named = {
        "groups": groups(), "waits": waits(shared), "waits_for": waits_for(shared),
        "gets": gets(empty), "puts": puts(full), "joins": joins(full), "sees": sees(event), "locks": locks(lock),
        "acquires": acquires(semaphore), "conditions": conditions(condition), "condition_of": condition_of(condition, ready),
        "meets": meets(barrier), "meets_with": meets_with(barrier), "completed": completed(shared),
        "completed_async": completed_async(shared),
    }
    tasks = [asyncio.create_task(coroutine, name=name) for name, coroutine in named.items()]
    later = asyncio.ensure_future(Later())
    later.set_name("later")
    hard = asyncio.create_task(stubborn(), name="stubborn")
    await asyncio.sleep(0)
    late = asyncio.create_task(gives_up(hard), name="gives_up")
    await asyncio.sleep(0.1)
    for task in [*tasks, later, late, hard]:
        asyncio.print_call_graph(task)
    graph = asyncio.capture_call_graph(tasks[0])
    print([(entry.frame.f_code.co_name, entry.frame.f_lineno) for entry in graph.call_stack])
    lock.release()
    semaphore.release()
    event.set()
    empty.put_nowait(1)
    await full.get()
    full.task_done()
    await full.get()
    full.task_done()
    async with condition:
        ready.append(1)
        condition.notify_all()
    await barrier.wait()
    print(len(await asyncio.gather(*tasks, later, late, return_exceptions=True)))


if hasattr(asyncio, "print_call_graph"):
    asyncio.run(main())
else:
    print("no call graph")
