# A mapped sequence is cut into chunks, and one worker does a whole chunk; callbacks run in the pool's own thread.
import threading
import time
from multiprocessing.dummy import Pool
from multiprocessing.pool import ThreadPool


def work(n):
    time.sleep(0.05)
    return n, threading.current_thread().name


def fails(n):
    raise ValueError(n)


with ThreadPool(2) as pool:
    print(pool)
    begin = time.perf_counter()
    names = {name for _, name in pool.map(work, range(8), chunksize=4)}
    print(sorted(names), round(time.perf_counter() - begin, 1))
    print(pool.starmap(pow, [(2, 3), (3, 2)]))
    try:
        pool.map(fails, [1, 2], chunksize=2)
    except ValueError as error:
        print("failed:", error)
    done = threading.Event()
    pool.apply_async(work, (5,), callback=lambda result: (print(result[0]), done.set()))
    done.wait()
    pool.apply_async(fails, (6,), error_callback=lambda error: print("told:", repr(error))).wait()

pool = Pool(3)
print(list(pool.imap(lambda n: n * n, range(5))))
pool.close()
pool.join()
try:
    pool.apply(print)
except ValueError as error:
    print(error)
