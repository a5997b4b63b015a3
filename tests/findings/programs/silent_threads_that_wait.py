from concurrent.futures import ThreadPoolExecutor
import time


def fetch(n):
    time.sleep(0.1)
    return n


with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(fetch, range(6))))
