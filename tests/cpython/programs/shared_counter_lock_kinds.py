"""Counting in threads with a lock, an RLock, a semaphore, a queue as token, and itertools.count."""

import itertools
import queue
import threading

N, ROUNDS = 4, 200


def run(function):
    threads = [threading.Thread(target=lambda: [function() for _ in range(ROUNDS)]) for _ in range(N)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


class Counter:
    def __init__(self, guard):
        self.guard, self.value = guard, 0

    def __call__(self):
        with self.guard:
            self.value += 1


for guard in (threading.Lock(), threading.RLock(), threading.Semaphore(1), threading.BoundedSemaphore(), threading.Condition()):
    counter = Counter(guard)
    run(counter)
    print(type(guard).__name__, counter.value)
token = queue.Queue(1)
token.put(0)
run(lambda: token.put(token.get() + 1))
print("queue", token.get())
numbers = itertools.count()
run(lambda: next(numbers))
print("count", next(numbers))
lock = threading.Lock()
print(lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.locked(), repr(lock).split(" at ")[0])
lock.release()
for bad in (lock.release, threading.RLock().release, lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-2), threading.Condition().notify, lambda: threading.Semaphore(-1)):
    try:
        bad()
    except (RuntimeError, ValueError) as error:
        print(f"{type(error).__name__}: {error}")
