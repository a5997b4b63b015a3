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


def f3(me):
    time.sleep(until(6))
    with rlock, rlock:
        with lock:
            time.sleep(until(5))
            say(71)
            if lock.acquire(timeout=until(5)):
                say('locked')
                time.sleep(until(4))
                lock.release()
            else:
                say('not locked')
        with condition:
            say(condition.wait_for(event.is_set, until(5)))
            time.sleep(until(2))
    event.set()
    return me + 'f3'


def f2(me):
    time.sleep(until(6))
    with rlock, rlock:
        with lock:
            time.sleep(until(5))
            say('got', queue_.get(timeout=until(6)))
            time.sleep(until(1))
            event.set()
        with lock:
            time.sleep(until(0))
            if futures:
                say(futures[-1].result(timeout=until(3)))
            timer = threading.Timer(until(1), f3, ('timer',))
            timer.name = 'timer4'
            timer.start()
            time.sleep(until(2))
            timer.cancel()
    with lock:
        time.sleep(until(3))
        say(event.wait(until(4)))
        event.set()
    time.sleep(until(2))


def f6(me):
    time.sleep(until(7))
    if lock.acquire(timeout=until(6)):
        say('locked')
        time.sleep(until(0))
        lock.release()
    else:
        say('not locked')
    event.clear()
    say('got', queue_.get(timeout=until(1)))
    time.sleep(until(0))


def f7(me):
    time.sleep(until(1))
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    say(event.wait(until(1)))
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    return me + 'f7'


def f5(me):
    time.sleep(until(2))
    future = pool.submit(f6, 'job')
    futures.append(future)
    time.sleep(until(6))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    if lock.acquire(timeout=until(2)):
        say('locked')
        time.sleep(until(5))
        lock.release()
    else:
        say('not locked')
    try:
        future = pool.submit(f7, 'job')
        futures.append(future)
        say(future.result(until(1)))
        time.sleep(until(1))
        say(event.wait(until(2)))
    finally:
        say('finally')
    with lock:
        time.sleep(until(7))
        with condition:
            condition.notify_all()
        if lock.acquire(timeout=until(3)):
            say('locked')
            time.sleep(until(4))
            lock.release()
        else:
            say('not locked')


def f1(me):
    time.sleep(until(0))
    future = pool.submit(f2, 'job')
    futures.append(future)
    say(repr(future.exception(until(4))))
    time.sleep(until(1))
    future = pool.submit(f5, 'job')
    futures.append(future)
    say(future.result(until(6)))
    time.sleep(until(7))
    try:
        time.sleep(until(6))
    except Exception as error:
        say('caught', repr(error))


def f8(me):
    time.sleep(until(6))
    with condition:
        say(condition.wait(until(7)))
        time.sleep(until(0))
    time.sleep(until(1))
    time.sleep(until(2))
    say(14)
    return me + 'f8'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    threads.append(threading.Thread(target=f8, args=('B',), name='B', daemon=True))
    threads[-1].start()
    with rlock, rlock:
        with condition:
            condition.notify()
    time.sleep(until(2))
    with condition:
        say(condition.wait_for(event.is_set, until(3)))
        time.sleep(until(4))
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
