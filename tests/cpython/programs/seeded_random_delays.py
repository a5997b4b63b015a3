import asyncio
import random


async def job(n, seconds):
    await asyncio.sleep(seconds)
    return n


async def main():
    random.seed(42)
    delays = [random.randint(1, 9) / 20 for _ in range(4)]
    print(delays, random.choice("abc"), round(random.uniform(1, 2), 3))
    items = list(range(6))
    random.shuffle(items)
    print(items, random.sample(range(100), 3))
    order = [await done for done in asyncio.as_completed([job(n, s) for n, s in enumerate((0.3, 0.1, 0.2))])]
    print(order, f"{random.random():.4f}", f"{random.gauss(0, 1):.4f}")


asyncio.run(main())
