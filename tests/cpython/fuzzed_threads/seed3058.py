import asyncio
import atexit
import concurrent.futures
import queue
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

start = time.monotonic()
taken = {0}
said = []


def slot():
    return int((time.monotonic() - start) / 0.02 + 0.1)


def until(number):
    # How long it is until a slot that is nobody's.
    free = slot()
    while free in taken or number:
        number -= free not in taken
        free += 1
    taken.add(free)
    return max(0.0, start + free * 0.02 - time.monotonic())


def say(*words):
    said.append(" ".join(str(word) for word in (slot(), threading.current_thread().name) + words))


@atexit.register
def tell():
    print("\n".join(said))


lock = threading.Lock()
rlock = threading.RLock()
condition = threading.Condition()
semaphore = threading.BoundedSemaphore(2)
event = threading.Event()
barrier = threading.Barrier(2)
local = threading.local()
futures = []
queue_ = queue.PriorityQueue(1)
pool = ThreadPoolExecutor(2, 'pool')


def f1(me):
    time.sleep(until(4))
    queue_.put_nowait(8)
    if futures:
        say(futures[-1].result(timeout=until(0)))


def f2(me):
    time.sleep(until(1))
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    with condition:
        say(condition.wait(until(1)))
        time.sleep(until(4))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(5))
    threads.append(threading.Thread(target=f2, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(5))
    queue_.put(4, timeout=until(4))
    with condition:
        say(condition.wait_for(event.is_set, until(5)))
        time.sleep(until(3))
    local.value = 87
    say(getattr(local, 'value', None))
    for thread in threads:
        thread.join(until(4))
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
