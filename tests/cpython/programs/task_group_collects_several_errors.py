import asyncio


async def fail(error, seconds):
    await asyncio.sleep(seconds)
    raise error


async def fail_in_cleanup():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise KeyError("cleanup")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError("one"), 0.1))
            group.create_task(fail_in_cleanup())
    except* ValueError as caught:
        print("values:", [str(e) for e in caught.exceptions])
    except* KeyError as caught:
        print("keys:", [str(e) for e in caught.exceptions])
    print("goes on")


asyncio.run(main())
