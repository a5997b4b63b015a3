import time
from concurrent.futures import ThreadPoolExecutor


def work(seconds):
    time.sleep(seconds)
    print("slept", seconds)
    return int(seconds * 10)


with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(work, [0.3, 0.1, 0.2])))
    for result in pool.map(pow, (2, 3), (5, 2)):
        print(result)
print("pool closed")
