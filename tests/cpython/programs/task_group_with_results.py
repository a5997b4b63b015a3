"""Structured concurrency: results of a task group, an error in one of its tasks, and what the others were told."""

import asyncio


async def step(name, seconds, fail=False):
    try:
        await asyncio.sleep(seconds)
        if fail:
            raise ValueError(f"{name} is broken")
        return f"{name} ok"
    except asyncio.CancelledError as error:
        print(f"  {name} cancelled {error.args}")
        raise
    finally:
        print(f"  {name} ends")


async def good():
    async with asyncio.TaskGroup() as group:
        tasks = {n: group.create_task(step(n, s), name=f"task {n}") for n, s in [("a", 0.03), ("b", 0.01)]}
    return {n: task.result() for n, task in tasks.items()}


async def bad():
    async with asyncio.TaskGroup() as group:
        slow = group.create_task(step("slow", 1))
        group.create_task(step("bad", 0.01, fail=True))
        group.create_task(step("worse", 0.01, fail=True))
        try:
            await slow
        except asyncio.CancelledError:
            print("  body cancelled")
            raise


async def main():
    print(await good())
    try:
        await bad()
    except* ValueError as group:
        print(repr(group), [str(e) for e in group.exceptions])
        print(group.message, group.derive([KeyError(1)]), group.subgroup(lambda e: "worse" in str(e)))
    try:
        async with asyncio.timeout(0.02):
            async with asyncio.TaskGroup() as group:
                group.create_task(step("late", 1))
    except TimeoutError as error:
        print("timeout", repr(error), type(error.__cause__).__name__)


asyncio.run(main())
