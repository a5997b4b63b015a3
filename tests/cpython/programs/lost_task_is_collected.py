# The loop keeps only weak references to tasks: one that nobody else refers to may vanish.
import asyncio
import gc


async def waits_for_nothing():
    await asyncio.get_running_loop().create_future()


async def main():
    asyncio.create_task(waits_for_nothing(), name="lost")
    await asyncio.sleep(0.1)
    print("tasks:", len(asyncio.all_tasks()))
    gc.collect()
    print("tasks:", len(asyncio.all_tasks()))


asyncio.run(main())
