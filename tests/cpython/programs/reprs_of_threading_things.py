import threading
import time


def show(thing):
    print(repr(thing).replace(str(getattr(thing, "ident", None)), "ident"))


thread = threading.Thread(target=time.sleep, args=(0.1,), name="t", daemon=True)
show(thread)
thread.start()
show(thread)
thread.join()
show(thread)
show(threading.main_thread())
show(threading.Event())
show(threading.Semaphore(3))
show(threading.Barrier(2))
lock = threading.Lock()
show(lock)
with lock:
    show(lock)
show(threading.Condition(lock))
