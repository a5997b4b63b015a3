import queue, threading, time

jobs = queue.Queue()

def worker():
    while (job := jobs.get()) is not None:
        time.sleep(0.3)
        print("done", job)

thread = threading.Thread(target=worker, name="worker")
thread.start()
for job in ("resize", "upload", "notify"):
    jobs.put(job)
    print("queued", job)
    time.sleep(0.1)
jobs.put(None)
thread.join()
