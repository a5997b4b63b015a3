# The lock is released although the thread died holding it.
import threading
import time

lock = threading.Lock()


def dies():
    with lock:
        time.sleep(0.1)
        raise RuntimeError("in the section")


thread = threading.Thread(target=dies, name="doomed")
thread.start()
time.sleep(0.05)
print("locked:", lock.locked())
thread.join()
print("locked:", lock.locked())
with lock:
    print("still usable")
