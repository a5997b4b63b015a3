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
queue_ = queue.PriorityQueue(2)
pool = ThreadPoolExecutor(2, 'pool')


def f3(me):
    time.sleep(until(6))
    event.set()
    time.sleep(until(7))
    queue_.put(1, timeout=until(1))
    with rlock, rlock:
        raise RuntimeError


def f4(me):
    time.sleep(until(1))
    try:
        say(40)
        say(23)
        with lock:
            time.sleep(until(6))
            time.sleep(until(1))
            try:
                say('met', barrier.wait(until(6)))
            except threading.BrokenBarrierError:
                say('broken')
                barrier.reset()
    finally:
        say('finally')
    say(93)
    time.sleep(until(2))


def f5(me):
    time.sleep(until(2))
    try:
        say(69)
        try:
            time.sleep(until(5))
            time.sleep(until(0))
        finally:
            say('finally')
    finally:
        say('finally')
    with lock:
        time.sleep(until(1))
        say(14)
    time.sleep(until(6))
    say(64)
    return me + 'f5'


def f6(me):
    time.sleep(until(7))
    with lock:
        time.sleep(until(3))
        if lock.acquire(timeout=until(0)):
            say('locked')
            time.sleep(until(3))
            lock.release()
        else:
            say('not locked')
        if futures:
            say(futures[-1].result(timeout=until(7)))
    try:
        event.clear()
        with lock:
            time.sleep(until(6))
            queue_.put(2, timeout=until(1))
    finally:
        say('finally')
    with semaphore:
        time.sleep(until(2))
        time.sleep(until(6))
    return me + 'f6'


def f2(me):
    time.sleep(until(6))
    for done in concurrent.futures.as_completed([pool.submit(f3, 'a'), pool.submit(f4, 'a')]):
        say('completed', done.exception() or done.result())
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    for done in concurrent.futures.as_completed([pool.submit(f5, 'a'), pool.submit(f6, 'a')]):
        say('completed', done.exception() or done.result())
    return me + 'f2'


def f1(me):
    time.sleep(until(0))
    time.sleep(until(6))
    with ThreadPoolExecutor(1, 'own7') as own:
        future = own.submit(f2, 'own')
        say(60)
    say(future.done())
    return me + 'f1'


def f8(me):
    time.sleep(until(2))
    time.sleep(until(6))
    say(75)
    return me + 'f8'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(7))
    threads.append(threading.Thread(target=f8, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(4))
    say('got', queue_.get(timeout=until(5)))
    time.sleep(until(0))
    for thread in threads:
        thread.join(until(3))
        say(thread.name, thread.is_alive(), thread.daemon)
    say('end of main')


main()
