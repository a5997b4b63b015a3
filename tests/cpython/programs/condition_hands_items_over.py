import threading
import time

condition = threading.Condition()
items = []


def consumer():
    for _ in range(3):
        with condition:
            while not items:
                condition.wait()
            print("consumed", items.pop(0))


def producer():
    for n in range(3):
        time.sleep(0.1)
        with condition:
            items.append(n)
            print("produced", n)
            condition.notify()


threads = [threading.Thread(target=consumer), threading.Thread(target=producer)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with condition:
    print("timed out:", not condition.wait(timeout=0.1))
    print("wait_for:", condition.wait_for(lambda: False, timeout=0.1))
try:
    condition.notify()
except RuntimeError as error:
    print("RuntimeError:", error)
