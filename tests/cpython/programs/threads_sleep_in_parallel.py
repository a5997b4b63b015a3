import threading
import time


def sleeper(name, seconds):
    time.sleep(seconds)
    print(name, "woke up")


threads = [threading.Thread(target=sleeper, args=(f"t{n}", 0.1 * n)) for n in (3, 1, 2)]
started = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all in", round(time.perf_counter() - started, 1), "s")
