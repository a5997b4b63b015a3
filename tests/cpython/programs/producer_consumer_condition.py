"""A bounded buffer by hand: two conditions on one lock."""

import threading
import time
from collections import deque


class Buffer:
    def __init__(self, capacity):
        self.items = deque(maxlen=None)
        self.capacity = capacity
        lock = threading.Lock()
        self.not_full, self.not_empty = threading.Condition(lock), threading.Condition(lock)
        self.longest = 0

    def put(self, item):
        with self.not_full:
            while len(self.items) >= self.capacity:
                self.not_full.wait()
            self.items.append(item)
            self.longest = max(self.longest, len(self.items))
            self.not_empty.notify()

    def get(self):
        with self.not_empty:
            self.not_empty.wait_for(lambda: self.items)
            item = self.items.popleft()
            self.not_full.notify()
            return item


buffer = Buffer(2)


def producer():
    for i in range(6):
        buffer.put(i)
        print(f"put {i}") if i < 2 else None
    buffer.put(None)


def consumer(out):
    for item in iter(buffer.get, None):
        time.sleep(0.01)
        out.append(item)


out = []
threads = [threading.Thread(target=producer), threading.Thread(target=consumer, args=(out,))]
for t in threads:
    t.start()
for t in threads:
    t.join(timeout=2)
print(out, "longest", buffer.longest, "left", len(buffer.items))
