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
queue_ = queue.PriorityQueue(0)
pool = ThreadPoolExecutor(1, 'pool')


def f3(me):
    time.sleep(until(6))
    if lock.acquire(timeout=until(3)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')
    with condition:
        condition.notify()
    return me + 'f3'


def f4(me):
    time.sleep(until(1))
    try:
        say('met', barrier.wait(until(2)))
    except threading.BrokenBarrierError:
        say('broken')
    say(getattr(local, 'value', None))
    event.set()


def f2(me):
    time.sleep(until(4))
    time.sleep(until(1))
    future = pool.submit(f3, 'job')
    futures.append(future)
    time.sleep(until(6))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    time.sleep(until(2))
    say(future.cancel(), future.running(), future.done())
    if lock.acquire(timeout=until(5)):
        say('locked')
        time.sleep(until(5))
        lock.release()
    else:
        say('not locked')
    for answer in pool.map(f4, ['x', 'y']):
        say('answer', answer)
    return me + 'f2'


def f1(me):
    time.sleep(until(2))
    if futures:
        say(futures[-1].result(timeout=until(1)))
    say('got', queue_.get(timeout=until(2)))
    time.sleep(until(6))
    with ThreadPoolExecutor(2, 'own5') as own:
        future = own.submit(f2, 'own')
        say(42)
    say(future.done())
    return me + 'f1'


def f7(me):
    time.sleep(until(5))
    time.sleep(until(1))
    say('got', queue_.get(timeout=until(2)))
    time.sleep(until(4))


def f9(me):
    time.sleep(until(4))
    with condition:
        say(condition.wait(until(6)))
        time.sleep(until(5))
    queue_.put_nowait(2)


def f10(me):
    time.sleep(until(3))
    say(getattr(local, 'value', None))
    say(18)
    time.sleep(until(4))
    local.value = 55
    say(getattr(local, 'value', None))
    return me + 'f10'


def f11(me):
    time.sleep(until(6))
    if futures:
        say(futures[-1].result(timeout=until(7)))
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')


def f8(me):
    time.sleep(until(3))
    future = pool.submit(f9, 'job')
    futures.append(future)
    time.sleep(until(2))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    try:
        try:
            future = pool.submit(f10, 'job')
            futures.append(future)
            time.sleep(until(0))
            future.add_done_callback(lambda done: say('done', done.cancelled()))
            time.sleep(until(7))
            say(future.cancel(), future.running(), future.done())
            timer = threading.Timer(until(4), f11, ('timer',))
            timer.name = 'timer12'
            timer.start()
            time.sleep(until(3))
            timer.cancel()
        except TimeoutError as error:
            say('caught', repr(error))
            raise KeyError(1) from error
        with rlock, rlock:
            with condition:
                say(condition.wait_for(event.is_set, until(3)))
            with semaphore:
                time.sleep(until(7))
                say(event.wait(until(2)))
                local.value = 67
                say(getattr(local, 'value', None))
        say(12)
    except queue.Empty as error:
        say('caught', repr(error))
    with lock:
        time.sleep(until(3))
        try:
            time.sleep(until(4))
        finally:
            say('finally')
        try:
            say('got', queue_.get(timeout=until(7)))
            time.sleep(until(0))
        except TimeoutError as error:
            say('caught', repr(error))


def f6(me):
    time.sleep(until(3))
    for answer in pool.map(f7, ['x', 'y'], timeout=until(1)):
        say('answer', answer)
    future = pool.submit(f8, 'job')
    futures.append(future)
    say(repr(future.exception(until(6))))
    time.sleep(until(3))
    with condition:
        condition.notify()
    return me + 'f6'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f6, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(3))
    say(64)
    say('end of main')


main()
