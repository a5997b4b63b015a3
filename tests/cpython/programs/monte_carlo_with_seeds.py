"""Seeded random numbers in threads: each has a generator of its own, so that results do not depend on order."""

import random
from concurrent.futures import ThreadPoolExecutor
from statistics import fmean, pstdev


def estimate(seed, n=2000):
    rng = random.Random(seed)
    inside = sum(rng.random() ** 2 + rng.random() ** 2 <= 1 for _ in range(n))
    return 4 * inside / n


with ThreadPoolExecutor(4) as pool:
    estimates = list(pool.map(estimate, range(6)))
print(estimates)
print(f"mean {fmean(estimates):.4f} +- {pstdev(estimates):.4f}")
random.seed(2024)
deck = [f"{rank}{suit}" for suit in "SHDC" for rank in "A23"]
random.shuffle(deck)
print(deck, random.choice(deck), random.sample(deck, 3), random.randint(1, 6), random.uniform(1, 2))
print(random.choices("abc", weights=[1, 2, 3], k=5), random.gauss(0, 1), random.randrange(0, 100, 7), random.expovariate(2))
