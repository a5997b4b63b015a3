"""Rows of a product of matrices, one job a row; results in order, timing left out."""

from concurrent.futures import ThreadPoolExecutor
from itertools import starmap
from operator import mul


def row_times(row, b):
    return [sum(starmap(mul, zip(row, column))) for column in zip(*b)]


a = [[i * j % 7 for j in range(1, 5)] for i in range(1, 4)]
b = [[(i + j) % 5 for j in range(3)] for i in range(4)]
with ThreadPoolExecutor() as pool:
    product = list(pool.map(row_times, a, [b] * len(a)))
width = max(len(str(cell)) for row in product for cell in row)
for row in product:
    print(" ".join(f"{cell:>{width}}" for cell in row))
print(*map(sum, product), sep=", ")
transposed = [list(row) for row in zip(*product)]
print(transposed, all(sum(r) for r in transposed), any(0 in r for r in product))
