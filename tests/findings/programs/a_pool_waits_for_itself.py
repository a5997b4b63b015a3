from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(2)


def inner(n):
    return n * n


def outer(n):
    return pool.submit(inner, n).result()  # finds: nested-pool-deadlock


print(list(pool.map(outer, range(2))))  # finds: deadlock
