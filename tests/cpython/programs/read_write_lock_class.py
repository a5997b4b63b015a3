"""A read-write lock of a condition, with context managers for both sides."""

import threading
import time
from contextlib import contextmanager


class ReadWriteLock:
    def __init__(self):
        self._condition = threading.Condition()
        self._readers = 0
        self._writing = False

    @contextmanager
    def read(self):
        with self._condition:
            self._condition.wait_for(lambda: not self._writing)
            self._readers += 1
        try:
            yield self
        finally:
            with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    @contextmanager
    def write(self):
        with self._condition:
            self._condition.wait_for(lambda: not self._writing and self._readers == 0)
            self._writing = True
        try:
            yield self
        finally:
            with self._condition:
                self._writing = False
                self._condition.notify_all()


lock = ReadWriteLock()
data = {"version": 0}
start = time.perf_counter()


def stamp():
    return round(time.perf_counter() - start, 1)


def reader(n):
    time.sleep(0.01 * n)
    with lock.read():
        version = data["version"]
        time.sleep(0.1)
        print(f"reader {n} read version {version} at {stamp()}")


def writer():
    time.sleep(0.05)
    with lock.write():
        time.sleep(0.1)
        data["version"] += 1
        print(f"writer wrote version {data['version']} at {stamp()}")


threads = [threading.Thread(target=reader, args=(n,)) for n in (0, 1, 8)] + [threading.Thread(target=writer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
try:
    with lock.write():
        raise LookupError("inside")
except LookupError as error:
    print("released after", error, lock._writing)
