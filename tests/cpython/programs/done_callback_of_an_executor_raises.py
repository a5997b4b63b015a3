# An error in a callback of a future is logged; the future and other callbacks are not touched by it.
import time
from concurrent.futures import ThreadPoolExecutor


def broken(future):
    raise LookupError("in the callback")


with ThreadPoolExecutor(1) as pool:
    future = pool.submit(time.sleep, 0.1)
    future.add_done_callback(broken)
    future.add_done_callback(lambda future: print("second callback"))
    print("result:", future.result())
print("end")
