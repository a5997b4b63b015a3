# queue.Queue.shutdown is new in 3.13.
import queue
import sys
import threading
import time

jobs = queue.Queue()


def worker():
    while True:
        try:
            job = jobs.get()
        except queue.ShutDown:
            print("worker: shut down")
            return
        time.sleep(0.1)
        print("did", job)


if sys.version_info < (3, 13):
    print("not in", sys.version_info[:2], hasattr(queue, "ShutDown"))
    sys.exit()
thread = threading.Thread(target=worker)
thread.start()
for job in "ab":
    jobs.put(job)
time.sleep(0.05)
jobs.shutdown()
try:
    jobs.put("c")
except queue.ShutDown as error:
    print("put:", repr(error))
thread.join()
