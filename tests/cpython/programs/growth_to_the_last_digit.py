"""Workers compute growth, angles and logarithms, and every digit that they print is the platform's."""

import math
from concurrent.futures import ThreadPoolExecutor


def growth(rate):
    return [100 * (1 + rate) ** year for year in range(1, 8)]


def half_life(share):
    return math.log(0.5) / math.log(1 - share), math.log2(share), math.log10(share)


def point(step):
    angle = step * math.pi / 7
    return math.sin(angle), math.cos(angle), math.tan(angle), math.atan2(step, 3), math.hypot(step, 3)


def logistic(x):
    return 1 / (1 + math.exp(-x)), math.tanh(x / 2), math.sinh(x), math.cosh(x)


with ThreadPoolExecutor(max_workers=3) as pool:
    for values in pool.map(growth, [0.07, 0.035, 0.0125]):
        print(values)
    for values in pool.map(half_life, [0.1, 0.25, 0.03]):
        print(values)
    for values in pool.map(point, [1, 2, 5]):
        print(values)
    for values in pool.map(logistic, [0.5, 1.0, 3.3]):
        print(values)
print(math.e == math.exp(1), 1.1**10, 2**0.5, 10**-3, 0.1**3, (1 / 3) ** 7, math.dist((1, 2, 3), (4, 6, 8)))
