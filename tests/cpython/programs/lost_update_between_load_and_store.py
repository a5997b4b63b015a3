# Both threads read before either writes.
import threading
import time

counter = 0
lock = threading.Lock()


def unsafe():
    global counter
    seen = int(counter)
    time.sleep(0.1)
    counter = seen + 1


def safe():
    global counter
    with lock:
        seen = int(counter)
        time.sleep(0.05)
        counter = seen + 1


for target in (unsafe, safe):
    counter = 0
    threads = [threading.Thread(target=target) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(target.__name__, counter)
