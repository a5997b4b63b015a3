# A coroutine that only computes lets nobody run until it awaits.
import asyncio


async def compute(n):
    total = 0
    for i in range(n):
        total += i * i
    print("computed")
    return total


async def other():
    print("other runs")


async def main():
    first = asyncio.create_task(compute(2000))
    second = asyncio.create_task(other())
    print("tasks made")
    total = await first
    print(total, second.done())
    await second


asyncio.run(main())
