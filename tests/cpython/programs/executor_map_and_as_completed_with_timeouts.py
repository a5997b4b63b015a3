import concurrent.futures
import time


def work(seconds):
    time.sleep(seconds)
    return seconds


with concurrent.futures.ThreadPoolExecutor(3) as pool:
    try:
        for result in pool.map(work, [0.1, 0.4, 0.2], timeout=0.2):
            print(result)
    except TimeoutError as error:
        print("map:", repr(error))
    futures = [pool.submit(work, s) for s in (0.1, 0.5)]
    time.sleep(0.01)
    try:
        for future in concurrent.futures.as_completed(futures, timeout=0.35):
            print(future.result())
    except TimeoutError as error:
        print("as_completed:", error)
print("end")
