import asyncio


async def ask(server, seconds):
    try:
        await asyncio.sleep(seconds)
        if server == "broken":
            raise ConnectionError(server)
        return f"answer of {server}"
    except asyncio.CancelledError:
        print("no longer asking", server)
        raise


async def race(*contenders):
    tasks = {asyncio.create_task(contender) for contender in contenders}
    try:
        while tasks:
            done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    return task.result()
                print("failed:", repr(task.exception()))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


print(asyncio.run(race(ask("broken", 0.1), ask("near", 0.2), ask("far", 0.5))))
