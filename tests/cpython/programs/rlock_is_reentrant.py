import threading
import time

lock = threading.RLock()


def outer():
    with lock:
        print("outer")
        inner()
        time.sleep(0.1)


def inner():
    with lock:
        print("inner")


def other():
    time.sleep(0.05)
    print("other without waiting:", lock.acquire(blocking=False))
    with lock:
        print("other has it")


threads = [threading.Thread(target=target) for target in (outer, other)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
try:
    lock.release()
except RuntimeError as error:
    print("RuntimeError:", error)
