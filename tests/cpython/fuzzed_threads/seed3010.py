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
queue_ = queue.SimpleQueue()
pool = ThreadPoolExecutor(2, 'pool')


def f1(me):
    time.sleep(until(0))
    if futures:
        say(futures[-1].result(timeout=until(6)))
    if futures:
        say(futures[-1].result(timeout=until(6)))


def f2(me):
    time.sleep(until(2))
    queue_.put(1, timeout=until(7))
    with lock:
        time.sleep(until(2))
        if futures:
            say(futures[-1].result(timeout=until(0)))
    return me + 'f2'


def f4(me):
    time.sleep(until(2))
    local.value = 65
    say(getattr(local, 'value', None))
    if futures:
        say(futures[-1].result(timeout=until(1)))
    say(event.wait(until(5)))
    event.set()


def f3(me):
    time.sleep(until(0))
    thread = threading.Thread(target=f4, args=('T5',), name='T5')
    thread.start()
    say(98)
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(7))
    threads.append(threading.Thread(target=f2, args=('B',), name='B'))
    threads[-1].start()
    threads.append(threading.Thread(target=f3, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(4))
    say(34)
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    say(event.wait(until(0)))
    for thread in threads:
        thread.join(until(6))
        say(thread.name, thread.is_alive(), thread.daemon)
    pool.shutdown(wait=False, cancel_futures=False)
    say('end of main')


main()
