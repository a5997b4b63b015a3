"""A latch for several threads, and a function that runs once however often it is called."""

import threading
import time


class Latch:
    def __init__(self, count):
        self.count = count
        self.condition = threading.Condition()

    def count_down(self):
        with self.condition:
            self.count -= 1
            if self.count == 0:
                self.condition.notify_all()

    def wait(self, timeout=None):
        with self.condition:
            return self.condition.wait_for(lambda: self.count <= 0, timeout)


def once(function):
    lock = threading.Lock()
    results = []

    def wrapper(*args):
        with lock:
            if not results:
                results.append(function(*args))
        return results[0]

    return wrapper


@once
def connect(who):
    print("connecting for", who)
    time.sleep(0.02)
    return object()


latch = Latch(3)
seen = set()


def service(n):
    time.sleep(0.01 * n)
    seen.add(id(connect(n)))
    print(f"service {n} up")
    latch.count_down()


for n in range(3):
    threading.Thread(target=service, args=(n,), daemon=True).start()
print("too early:", latch.wait(0.005))
print("all up:", latch.wait(), len(seen))
