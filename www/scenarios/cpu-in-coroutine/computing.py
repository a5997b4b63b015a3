import asyncio

async def beat():
    while True:
        await asyncio.sleep(0.1)
        print("beat")

async def count_primes(limit):
    found = 0
    for n in range(2, limit):
        if all(n % d for d in range(2, int(n ** 0.5) + 1)):
            found += 1
    print("primes:", found)

async def main():
    beats = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.35)
    await asyncio.create_task(count_primes(250_000), name="primes")
    await asyncio.sleep(0.25)

asyncio.run(main())
