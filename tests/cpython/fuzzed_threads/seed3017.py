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
queue_ = queue.Queue(2)
pool = ThreadPoolExecutor(1, 'pool')


def f2(me):
    time.sleep(until(5))
    try:
        say('met', barrier.wait(until(2)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    try:
        say('met', barrier.wait(until(6)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say(86)
    return me + 'f2'


def f1(me):
    time.sleep(until(7))
    for answer in pool.map(f2, ['x', 'y'], timeout=until(4)):
        say('answer', answer)
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(2))
        lock.release()
    else:
        say('not locked')
    time.sleep(until(0))
    return me + 'f1'


def f5(me):
    time.sleep(until(2))
    time.sleep(until(2))
    time.sleep(until(6))
    say(5)


def f6(me):
    time.sleep(until(4))
    with rlock, rlock:
        with lock:
            time.sleep(until(2))
            time.sleep(until(0))
        say(8)
    with semaphore:
        time.sleep(until(7))
        with condition:
            condition.notify()
    with condition:
        say(condition.wait(until(3)))
        time.sleep(until(6))
    say(83)
    return me + 'f6'


def f4(me):
    time.sleep(until(6))
    raise KeyError('key')
    for done in concurrent.futures.as_completed([pool.submit(f5, 'a'), pool.submit(f6, 'a')]):
        say('completed', done.exception() or done.result())
    return me + 'f4'


def f7(me):
    time.sleep(until(7))
    say(28)
    queue_.put(7, timeout=until(4))
    say(6)
    return me + 'f7'


def f3(me):
    time.sleep(until(7))
    future = pool.submit(f4, 'job')
    futures.append(future)
    time.sleep(until(2))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    say(future.result(until(6)))
    time.sleep(until(2))
    say('got', queue_.get(timeout=until(7)))
    time.sleep(until(0))
    say(getattr(local, 'value', None))
    try:
        with condition:
            condition.notify_all()
        say('got', queue_.get_nowait())
        time.sleep(until(4))
        with ThreadPoolExecutor(1, 'own8') as own:
            future = own.submit(f7, 'own')
            with rlock, rlock:
                with condition:
                    condition.notify()
                time.sleep(until(1))
        say(future.done())
    finally:
        say('finally')
    return me + 'f3'


def f9(me):
    time.sleep(until(7))
    time.sleep(until(3))
    try:
        time.sleep(until(0))
        try:
            with condition:
                condition.notify()
            say(12)
        except BaseException as error:
            say('caught', repr(error))
    finally:
        say('finally')
    with lock:
        time.sleep(until(4))
        time.sleep(until(5))
    time.sleep(until(0))
    return me + 'f9'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f3, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(0))
    threads.append(threading.Thread(target=f9, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(0))
    with condition:
        say(condition.wait(until(0)))
        time.sleep(until(6))
    say('end of main')


main()
