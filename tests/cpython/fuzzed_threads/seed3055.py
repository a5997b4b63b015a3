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
queue_ = queue.Queue(1)
pool = ThreadPoolExecutor(1, 'pool')


def f2(me):
    time.sleep(until(0))
    with condition:
        condition.notify()
    say(9)
    with condition:
        condition.notify_all()
    return me + 'f2'


def f4(me):
    time.sleep(until(5))
    raise SystemExit
    say('got', queue_.get(timeout=until(3)))
    queue_.task_done()
    time.sleep(until(3))


def f6(me):
    time.sleep(until(4))
    if lock.acquire(timeout=until(6)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    queue_.put(0, timeout=until(2))
    event.set()
    if lock.acquire(timeout=until(6)):
        say('locked')
        time.sleep(until(5))
        lock.release()
    else:
        say('not locked')
    return me + 'f6'


def f8(me):
    time.sleep(until(7))
    say(43)
    with condition:
        condition.notify_all()
    say('got', queue_.get(timeout=until(7)))
    time.sleep(until(1))
    say(getattr(local, 'value', None))


def f10(me):
    time.sleep(until(0))
    say(59)
    with semaphore:
        time.sleep(until(4))
        with rlock, rlock:
            with condition:
                condition.notify_all()
            with condition:
                condition.notify()
        say(event.wait(until(2)))
    with condition:
        say(condition.wait(until(5)))
        time.sleep(until(5))
    return me + 'f10'


def f3(me):
    time.sleep(until(1))
    with semaphore:
        time.sleep(until(1))
        timer = threading.Timer(until(0), f4, ('timer',))
        timer.name = 'timer5'
        timer.start()
        timer = threading.Timer(until(4), f6, ('timer',))
        timer.name = 'timer7'
        timer.start()
        time.sleep(until(2))
        timer.cancel()
    with lock:
        time.sleep(until(0))
        with ThreadPoolExecutor(1, 'own9') as own:
            future = own.submit(f8, 'own')
            queue_.put(1, timeout=until(3))
            event.set()
        say(future.done())
    try:
        loop.call_soon_threadsafe(say, 'called')
        loop.call_soon_threadsafe(say, 'called')
        timer = threading.Timer(until(6), f10, ('timer',))
        timer.name = 'timer11'
        timer.start()
    finally:
        say('finally')
    return me + 'f3'


def f1(me):
    time.sleep(until(0))
    if futures:
        say(futures[-1].result(timeout=until(6)))
    for done in concurrent.futures.as_completed([pool.submit(f2, 'a'), pool.submit(f3, 'a')]):
        say('completed', done.exception() or done.result())
    return me + 'f1'


def f12(me):
    time.sleep(until(6))
    raise ValueError('no')
    time.sleep(until(6))
    event.clear()
    try:
        say(getattr(local, 'value', None))
    except Exception as error:
        say('caught', repr(error))
    return me + 'f12'


def f13(me):
    time.sleep(until(4))
    event.set()
    time.sleep(until(2))
    try:
        say(49)
        time.sleep(until(1))
    finally:
        say('finally')
    try:
        queue_.put(1, timeout=until(4))
        if futures:
            say(futures[-1].result(timeout=until(1)))
    finally:
        say('finally')
    return me + 'f13'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f12, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f13, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(3))
    say('got', queue_.get(timeout=until(2)))
    queue_.task_done()
    time.sleep(until(4))
    say('end of main')


main()
