import asyncio


async def who():
    task = asyncio.current_task()
    await asyncio.sleep(0)
    print(task.get_name(), task.get_coro().__name__)


async def main():
    print(asyncio.current_task().get_name())
    named = asyncio.create_task(who(), name="worker")
    plain = asyncio.create_task(who())
    print(sorted(task.get_name() for task in asyncio.all_tasks()))
    await named
    await plain
    plain.set_name("renamed")
    print(plain.get_name(), len(asyncio.all_tasks()))


asyncio.run(main())
