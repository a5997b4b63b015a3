import time
from multiprocessing.pool import ThreadPool


def square(n):
    time.sleep(0.1 * n)
    return n * n


with ThreadPool(3) as pool:
    print(pool.map(square, [3, 1, 2]))
    print(list(pool.imap_unordered(square, [3, 1, 2])))
    result = pool.apply_async(square, (2,))
    print(result.ready(), result.get(), result.successful())
