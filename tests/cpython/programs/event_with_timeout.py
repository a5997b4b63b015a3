import threading
import time

ready = threading.Event()


def waiter():
    while not ready.wait(timeout=0.1):
        print("not yet")
    print("ready")


thread = threading.Thread(target=waiter)
thread.start()
time.sleep(0.26)
ready.set()
thread.join()
print(ready.is_set(), ready.wait(0))
ready.clear()
print(ready.wait(timeout=0.05))
