import time
from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch(name, seconds):
    time.sleep(seconds)
    if name == "bad":
        raise ConnectionError("no route to bad")
    return f"{name}: {seconds}"


with ThreadPoolExecutor() as pool:
    futures = {pool.submit(fetch, n, s): n for n, s in (("slow", 0.3), ("bad", 0.2), ("fast", 0.1))}
    for future in as_completed(futures):
        try:
            print(future.result())
        except ConnectionError as error:
            print(futures[future], "failed:", error)
