import asyncio


async def answer():
    return 42


async def main():
    loop = asyncio.get_running_loop()
    future = asyncio.run_coroutine_threadsafe(answer(), loop)
    print(future.result(timeout=0.2))  # finds: result-on-own-loop


try:
    asyncio.run(main())
except TimeoutError:
    print("no answer in time")
