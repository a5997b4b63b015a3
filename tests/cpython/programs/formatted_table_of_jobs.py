"""A table of jobs with aligned columns, durations and percentages, from results of a pool."""

import time
from concurrent.futures import ThreadPoolExecutor

jobs = [("resize", 3, 0.01), ("upload", 12, 0.02), ("notify-everyone", 1, 0.0)]


def run(job):
    name, n, seconds = job
    time.sleep(seconds)
    return name, n, n * seconds


with ThreadPoolExecutor(3) as pool:
    rows = list(pool.map(run, jobs))
total = sum(cost for *_, cost in rows)
print(f"{'job':<16}|{'n':>4}|{'cost':^10}|{'share':>8}")
print("-" * 16 + "+" + "-" * 4 + "+" + "-" * 10 + "+" + "-" * 8)
for name, n, cost in sorted(rows, key=lambda row: -row[-1]):
    print(f"{name[:15]:<16}|{n:>4d}|{cost:^10.3f}|{cost / total:>8.1%}")
width, precision = 12, 4
print(f"{total:>{width}.{precision}f} {total!r:>10} {n = } {rows[0][0] = !s} {1234567.891:,.2f} {255:#x} {255:08b} {-5:+d} {1e10:g} {3:5}|{'x':*^7}|")
print("%-10s|%5.2f|%03d|%x|%e|%%|%s" % ("left", 3.14159, 7, 255, 12345.678, [1, "a"]))
print("{0} {1!r} {name:>{w}} {0:{fmt}}".format(1.5, "b", name="n", w=4, fmt=".3f"), "{:,}".format(10**9), "{!s:.2}".format("abc"))
print(str(1e16), 1e-7, 0.1 + 0.2, float("inf"), -0.0, 1 / 3, round(2.675, 2), 100.0, 123456789012345678)
print("tab\tsep", "nul" "l", r"raw\n", 'quote"s', "it's", b"by\x00tes", "uni\u00e9", ascii("\u00e9"), sep=" | ")
