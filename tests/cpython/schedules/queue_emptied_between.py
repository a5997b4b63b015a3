import threading, queue
jobs = queue.Queue()
got = []
def put(name):
    jobs.put(name)
def get(who):
    if not jobs.empty():
        try:
            got.append((who, jobs.get_nowait()))
        except queue.Empty:
            got.append((who, "too late"))
    else:
        got.append((who, "empty"))
threads = [threading.Thread(target=put, args=("x",))] + [threading.Thread(target=get, args=(n,)) for n in "ab"]
for t in threads: t.start()
for t in threads: t.join()
print(got)
