# With a GIL nothing is handed over between the load and the store of `counter += 1`.
import threading

counter = 0
guarded = 0
lock = threading.Lock()


def add():
    global counter, guarded
    for _ in range(100_000):
        counter += 1
    for _ in range(20):
        with lock:
            seen = guarded
            guarded = seen + 1


threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter, guarded)
