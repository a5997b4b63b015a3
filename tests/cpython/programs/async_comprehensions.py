import asyncio


async def numbers(limit):
    for n in range(limit):
        await asyncio.sleep(0.05)
        yield n


async def double(n):
    await asyncio.sleep(0.05)
    return 2 * n


async def main():
    print([n async for n in numbers(3)])
    print({n: n * n async for n in numbers(4) if n % 2})
    print([await double(n) for n in (1, 2, 3)])
    print({await double(n) async for n in numbers(2)})
    lazy = (n + 1 async for n in numbers(2))
    print([n async for n in lazy], type(lazy).__name__)


asyncio.run(main())
