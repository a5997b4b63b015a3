import queue
import threading
import time

jobs, results = queue.Queue(), queue.Queue()


def worker(name):
    while True:
        job = jobs.get()
        if job is None:
            break
        time.sleep(job)
        results.put((job, name))
    print(name, "ends")


workers = [threading.Thread(target=worker, args=(f"worker {n}",)) for n in (1, 2)]
workers[0].start()
time.sleep(0.02)
workers[1].start()
for job in (0.3, 0.1, 0.1, None):
    jobs.put(job)
    time.sleep(0.02)
jobs.put(None)
for thread in workers:
    thread.join()
print(sorted(results.get() for _ in range(results.qsize())))
