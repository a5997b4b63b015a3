import asyncio


async def answer():
    return 42


async def main():
    loop = asyncio.get_running_loop()
    print(asyncio.run_coroutine_threadsafe(answer(), loop).result())  # finds: deadlock, result-on-own-loop


asyncio.run(main())
