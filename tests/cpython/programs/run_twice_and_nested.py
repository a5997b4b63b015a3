import asyncio


async def inner():
    return 1


async def main(label):
    await asyncio.sleep(0.1)
    print(label)
    coroutine = inner()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print("RuntimeError:", error)
    loop = asyncio.get_running_loop()
    try:
        loop.run_until_complete(coroutine)
    except RuntimeError as error:
        print("RuntimeError:", error)
    return await coroutine


print(asyncio.run(main("first")))
print(asyncio.run(main("second")))
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print("RuntimeError:", error)
try:
    asyncio.run(42)
except (TypeError, ValueError) as error:
    print(type(error).__name__, error)
