import time
from concurrent.futures import CancelledError, ThreadPoolExecutor

pool = ThreadPoolExecutor(1)
futures = [pool.submit(time.sleep, 0.2) for _ in range(3)]
time.sleep(0.1)
pool.shutdown(wait=False, cancel_futures=True)
print([future.cancelled() for future in futures])
try:
    pool.submit(print)
except RuntimeError as error:
    print("RuntimeError:", error)
print(futures[0].result())
try:
    futures[1].result()
except CancelledError as error:
    print("CancelledError", repr(error))
