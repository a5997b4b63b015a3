"""Names of tasks, all_tasks, done callbacks with partial, and what they look like."""

import asyncio
import functools


def finished(label, task):
    print(f"{label}: {task.get_name()} cancelled={task.cancelled()} result={None if task.cancelled() else task.result()}")


async def job(n):
    await asyncio.sleep(0.01 * n)
    return n


async def main():
    asyncio.current_task().set_name("the main task")
    tasks = [asyncio.create_task(job(n), name=f"job-{n}") for n in (2, 1)]
    for task in tasks:
        task.add_done_callback(functools.partial(finished, "done"))
    tasks[0].add_done_callback(print_name := lambda t: print("never"))
    print(tasks[0].remove_done_callback(print_name))
    print(sorted(t.get_name() for t in asyncio.all_tasks()))
    await tasks[1]
    tasks[0].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print([t.done() for t in tasks], tasks[0].cancelling(), len(asyncio.all_tasks()))
    try:
        tasks[0].result()
    except asyncio.CancelledError as error:
        print(repr(error))
    try:
        asyncio.get_running_loop().run_until_complete(job(1))
    except RuntimeError as error:
        print(error)
    future = asyncio.get_running_loop().create_future()
    try:
        future.result()
    except asyncio.InvalidStateError as error:
        print(error)
    future.set_result(1)
    try:
        future.set_result(2)
    except asyncio.InvalidStateError as error:
        print(error)
    try:
        await asyncio.gather(1, 2)
    except TypeError as error:
        print(error)


asyncio.run(main())
try:
    asyncio.run(42)
except ValueError as error:
    print(error)
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)
