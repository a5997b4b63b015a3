import time
from concurrent.futures import ThreadPoolExecutor

started = time.monotonic()


def job(number):
    time.sleep(0.2)
    return number, round(time.monotonic() - started, 1)


with ThreadPoolExecutor(max_workers=3) as pool:
    results = list(pool.map(job, range(7)))
for number, at in results:
    print(number, at)
