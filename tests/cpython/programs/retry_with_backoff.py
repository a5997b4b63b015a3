import asyncio

attempts = 0


async def flaky():
    global attempts
    attempts += 1
    await asyncio.sleep(0.05)
    if attempts < 4:
        raise ConnectionError(f"attempt {attempts}")
    return "finally"


async def retry(function, delay=0.05, factor=2):
    for _ in range(5):
        try:
            return await function()
        except ConnectionError as error:
            print(f"{error}; again in {delay:.2f} s")
            await asyncio.sleep(delay)
            delay *= factor


print(asyncio.run(retry(flaky)))
