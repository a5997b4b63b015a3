import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool


def broken():
    raise OSError("no database")


pool = ThreadPoolExecutor(1, initializer=broken)
future = pool.submit(print, "never")
time.sleep(0.1)
try:
    future.result()
except BrokenThreadPool as error:
    print("BrokenThreadPool:", error)
