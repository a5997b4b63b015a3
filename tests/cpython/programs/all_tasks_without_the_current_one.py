"""Sets of tasks: what is in them, and what is left without the current one."""
import asyncio


async def child(n):
    await asyncio.sleep(0.02 * n)
    return n


async def main():
    me = asyncio.current_task()
    first, second = asyncio.create_task(child(1), name="first"), asyncio.create_task(child(3), name="second")
    print(me in asyncio.all_tasks(), len(asyncio.all_tasks()), len(asyncio.all_tasks() - {me}))
    done, pending = await asyncio.wait({first, second}, return_when=asyncio.FIRST_COMPLETED)
    print(first in done, second in done, second in pending, done - {first}, done & pending)
    others = asyncio.all_tasks()
    others.remove(me)
    others.discard(first)
    print([task.get_name() for task in others])
    for task in others:
        task.cancel()
    print(await asyncio.gather(*others, return_exceptions=True))
    print({me} == asyncio.all_tasks(), asyncio.all_tasks().isdisjoint(others))


asyncio.run(main())
