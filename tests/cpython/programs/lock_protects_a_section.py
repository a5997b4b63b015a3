import threading
import time

lock = threading.Lock()


def section(name, delay):
    time.sleep(delay)
    with lock:
        print(name, "in")
        time.sleep(0.2)
        print(name, "out")


threads = [threading.Thread(target=section, args=(name, delay)) for name, delay in (("a", 0), ("b", 0.05), ("c", 0.1))]
for thread in threads:
    thread.start()
time.sleep(0.15)
print("locked:", lock.locked(), "got it:", lock.acquire(blocking=False))
print("with timeout:", lock.acquire(timeout=0.1))
for thread in threads:
    thread.join()
try:
    lock.release()
except RuntimeError as error:
    print("RuntimeError:", error)
