import threading
import time

counter = 0


def add():
    global counter
    for _ in range(3):
        seen = counter
        time.sleep(0.01)
        counter = seen + 1  # finds: lost-update


threads = [threading.Thread(target=add) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
