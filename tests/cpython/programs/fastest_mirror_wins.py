"""The first good answer wins: wait with FIRST_COMPLETED, the losers are cancelled, failures are skipped."""

import asyncio


async def download(mirror, seconds, good=True):
    await asyncio.sleep(seconds)
    if not good:
        raise OSError(f"{mirror} is down")
    return f"file from {mirror}"


async def first_good(coroutines):
    pending = {asyncio.create_task(c) for c in coroutines}
    errors = []
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    return task.result()
                errors.append(task.exception())
        raise ExceptionGroup("all mirrors failed", errors)
    finally:
        for task in pending:
            task.cancel()
        results = await asyncio.gather(*pending, return_exceptions=True)
        print("  left over:", [type(r).__name__ for r in results])


async def main():
    print(await first_good([download("us", 0.03), download("eu", 0.02), download("asia", 0.01, good=False)]))
    try:
        await first_good([download("x", 0.01, False), download("y", 0.02, False)])
    except ExceptionGroup as group:
        print(f"{group} / {group.exceptions}")
    for earliest in asyncio.as_completed([download("c", 0.03), download("a", 0.01), download("b", 0.02)]):
        print(await earliest)
    try:
        for earliest in asyncio.as_completed([download("slow", 1)], timeout=0.01):
            await earliest
    except TimeoutError as error:
        print("too slow", repr(error))


asyncio.run(main())
