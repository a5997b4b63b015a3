import heapq
import threading
import time


class Scheduler(threading.Thread):
    def __init__(self):
        super().__init__()
        self.changed = threading.Condition()
        self.heap = []

    def at(self, when, action):
        with self.changed:
            heapq.heappush(self.heap, (when, action))
            self.changed.notify()

    def run(self):
        while True:
            with self.changed:
                while not self.heap or self.heap[0][0] > time.monotonic():
                    self.changed.wait(self.heap[0][0] - time.monotonic() if self.heap else None)
                _, action = heapq.heappop(self.heap)
            if action == "stop":
                break
            print(action)
        print("scheduler ends")


scheduler = Scheduler()
scheduler.start()
now = time.monotonic()
for delay, action in ((0.3, "third"), (0.1, "first"), (0.4, "stop"), (0.2, "second")):
    scheduler.at(now + delay, action)
scheduler.join()
