import queue
import threading
import time

jobs = queue.Queue()


def worker():
    while True:
        job = jobs.get()
        time.sleep(0.1)
        print("finished", job)
        jobs.task_done()


threading.Thread(target=worker, daemon=True).start()
for job in "abc":
    jobs.put(job)
print("unfinished:", jobs.unfinished_tasks)
jobs.join()
print("all finished:", jobs.unfinished_tasks)
try:
    jobs.task_done()
except ValueError as error:
    print("ValueError:", error)
