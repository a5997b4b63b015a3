# Waiting with a timeout on everything: what each of them answers when the time is over.
import queue
import threading

lock = threading.Lock()
lock.acquire()
print("lock:", lock.acquire(timeout=0.05))
print("event:", threading.Event().wait(0.05))
print("semaphore:", threading.Semaphore(0).acquire(timeout=0.05))
condition = threading.Condition()
with condition:
    print("condition:", condition.wait(0.05))
try:
    threading.Barrier(2).wait(0.05)
except threading.BrokenBarrierError:
    print("barrier: broken")
try:
    queue.Queue().get(timeout=0.05)
except queue.Empty:
    print("queue: empty")
try:
    lock.acquire(blocking=False, timeout=1)
except ValueError as error:
    print("ValueError:", error)
