import threading
import time

a = threading.Lock()
b = threading.Lock()


def forwards():
    with a:
        time.sleep(0.02)
        with b:  # finds: deadlock
            print("forwards")


def backwards():
    with b:
        time.sleep(0.02)
        with a:  # finds: lock-order
            print("backwards")


for target in (forwards, backwards):
    threading.Thread(target=target, daemon=True).start()
time.sleep(0.3)
print("main goes on")
