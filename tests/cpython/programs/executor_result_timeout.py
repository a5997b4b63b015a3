import concurrent.futures
import time

with concurrent.futures.ThreadPoolExecutor(1) as pool:
    future = pool.submit(time.sleep, 0.3)
    try:
        future.result(timeout=0.1)
    except concurrent.futures.TimeoutError as error:
        print("TimeoutError", repr(error), TimeoutError is concurrent.futures.TimeoutError)
    print("done:", future.done())
print("done:", future.done())
