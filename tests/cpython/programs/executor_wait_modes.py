import time
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, ThreadPoolExecutor, wait


def work(seconds, error=None):
    time.sleep(seconds)
    if error:
        raise error
    return seconds


with ThreadPoolExecutor(4) as pool:
    futures = [pool.submit(work, 0.1), pool.submit(work, 0.2, ValueError("x")), pool.submit(work, 0.4)]
    result = wait(futures, return_when=FIRST_COMPLETED)
    print(len(result.done), len(result.not_done))
    done, not_done = wait(futures, return_when=FIRST_EXCEPTION)
    print(len(done), len(not_done))
    done, not_done = wait(futures, timeout=0.1)
    print(len(done), len(not_done))
    done, not_done = wait(futures)
    print([future.exception() or future.result() for future in futures])
