import threading
import time


def heartbeat():
    while True:
        print("beat")
        time.sleep(0.2)


def farewell():
    time.sleep(0.4)
    print("not a daemon: waited for")


threading.Thread(target=heartbeat, daemon=True).start()
time.sleep(0.1)
threading.Thread(target=farewell).start()
print("main ends")
