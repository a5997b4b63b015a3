# The frame of a generator that only passes an error on is not in the traceback.
import time
from contextlib import contextmanager


@contextmanager
def timer(name):
    start = time.perf_counter()
    try:
        yield start
    finally:
        print(name, f"took {time.perf_counter() - start:.1f} s")


def work():
    with timer("work"):
        time.sleep(0.1)
        raise ValueError("half done")


work()
