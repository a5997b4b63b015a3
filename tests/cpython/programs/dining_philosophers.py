import asyncio


async def philosopher(seat, forks, rounds):
    left, right = forks[seat], forks[(seat + 1) % len(forks)]
    first, second = (left, right) if seat < len(forks) - 1 else (right, left)
    for _ in range(rounds):
        async with first, second:
            print("philosopher", seat, "eats")
            await asyncio.sleep(0.1)
    print("philosopher", seat, "is full")


async def main():
    forks = [asyncio.Lock() for _ in range(3)]
    await asyncio.gather(*(philosopher(seat, forks, 2) for seat in range(3)))


asyncio.run(main())
