"""A progress bar that is drawn over itself, while threads work."""

import queue
import sys
import threading
import time


def bar(done, total, width=20):
    filled = width * done // total
    return f"\r[{'#' * filled}{'.' * (width - filled)}] {done / total:4.0%}"


def worker(jobs, results):
    while (job := jobs.get()) is not None:
        time.sleep(0.01 * job)
        results.put((job, threading.current_thread().name))


jobs, results = queue.Queue(), queue.Queue()
threads = [threading.Thread(target=worker, args=(jobs, results), name=f"worker-{i}", daemon=True) for i in (1, 2)]
for thread in threads:
    thread.start()
total = 6
for job in range(1, total + 1):
    jobs.put(job)
for done in range(1, total + 1):
    results.get(timeout=1)
    sys.stdout.write(bar(done, total))
    sys.stdout.flush()
print()
for _ in threads:
    jobs.put(None)
for thread in threads:
    thread.join()
print("all done", [thread.is_alive() for thread in threads], sep=": ", end="!\n")
print("100%", file=sys.stderr)
