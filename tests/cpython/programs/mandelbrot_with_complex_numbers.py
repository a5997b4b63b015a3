"""Mandelbrot rows in a pool, with complex numbers."""
from concurrent.futures import ThreadPoolExecutor


def row(y):
    line = ""
    for x in range(-20, 10):
        c = complex(x / 10, y / 5)
        z = 0j
        for i in range(30):
            z = z * z + c
            if abs(z) > 2:
                break
        line += "#" if i == 29 else "." if i > 5 else " "
    return line


with ThreadPoolExecutor(max_workers=3) as pool:
    for line in pool.map(row, range(-5, 6)):
        print(line.rstrip())
z = 3 + 4j
print(z, abs(z), z.real, z.imag, z.conjugate(), -z, z ** 2, z / 2, z == 3 + 4j, repr(1j), complex("1+2j"))
print(f"{z:.2f}", complex(1, -0.0), 1e20j, (1 + 2j) * (3 - 1j))
try:
    z < 1
except TypeError as e:
    print(e)
