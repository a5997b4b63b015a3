import threading
import time

lock = threading.Lock()
total = 0


def add(name):
    global total
    with lock:
        before = total
        time.sleep(0.05)
        total = before + 1
        print(name, total)


threads = [threading.Thread(target=add, args=(f"t{n}",), name=f"adder {n}") for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
