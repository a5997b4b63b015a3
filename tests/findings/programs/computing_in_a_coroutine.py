import asyncio


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)
    print("beats done")


async def work():
    await asyncio.sleep(0.01)
    print(fib(28))  # finds: cpu-in-coroutine


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
