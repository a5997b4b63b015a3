import asyncio


async def leaf(name, seconds, error=None):
    try:
        await asyncio.sleep(seconds)
        if error:
            raise error
        print(name, "done")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def branch(name, error):
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(f"{name}.1", 0.3))
        group.create_task(leaf(f"{name}.2", 0.1, error))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(branch("a", LookupError("a failed")))
        group.create_task(branch("b", None))


try:
    asyncio.run(main())
except* LookupError as caught:
    print(repr(caught))
    raise
