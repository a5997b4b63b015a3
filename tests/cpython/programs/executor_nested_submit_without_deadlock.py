# A job that waits for another needs a second worker; with one it would wait forever.
import time
from concurrent.futures import ThreadPoolExecutor


def inner(n):
    time.sleep(0.1)
    return n * n


def outer(pool, n):
    return pool.submit(inner, n).result() + 1


with ThreadPoolExecutor(2) as pool:
    print(pool.submit(outer, pool, 3).result())
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(lambda: pool.submit(inner, 4))
    print(future.result().result())
    stuck = pool.submit(lambda: pool.submit(inner, 5).result(timeout=0.2))
    print(repr(stuck.exception()))
