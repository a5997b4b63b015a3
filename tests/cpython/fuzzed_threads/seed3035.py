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
queue_ = queue.LifoQueue(0)
pool = ThreadPoolExecutor(2, 'pool')


def f3(me):
    time.sleep(until(0))
    raise RuntimeError
    if futures:
        say(futures[-1].result(timeout=until(1)))
    queue_.put(3, timeout=until(6))
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')


def f5(me):
    time.sleep(until(7))
    with condition:
        condition.notify_all()
    with lock:
        time.sleep(until(2))
        say(getattr(local, 'value', None))
        say(58)
    queue_.put(1, timeout=until(6))
    return me + 'f5'


def f2(me):
    time.sleep(until(3))
    try:
        queue_.put_nowait(4)
        say(18)
        try:
            say('met', barrier.wait(until(1)))
        except threading.BrokenBarrierError:
            say('broken')
    except TimeoutError as error:
        say('caught', repr(error))
    with ThreadPoolExecutor(1, 'own4') as own:
        future = own.submit(f3, 'own')
        say(29)
    say(future.done())
    for answer in pool.map(f5, ['x', 'y']):
        say('answer', answer)


def f1(me):
    time.sleep(until(0))
    say(81)
    with semaphore:
        time.sleep(until(6))
        say(event.wait(until(3)))
    future = pool.submit(f2, 'job')
    futures.append(future)
    time.sleep(until(1))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    say(repr(future.exception(until(4))))
    time.sleep(until(6))
    time.sleep(until(2))


def f8(me):
    time.sleep(until(2))
    say('got', queue_.get(timeout=until(0)))
    time.sleep(until(7))
    say('got', queue_.get(timeout=until(1)))
    time.sleep(until(3))
    queue_.put(2, timeout=until(0))
    with condition:
        say(condition.wait_for(event.is_set, until(0)))
        time.sleep(until(5))
    return me + 'f8'


def f9(me):
    time.sleep(until(4))
    time.sleep(until(6))
    try:
        with condition:
            condition.notify()
    finally:
        say('finally')


def f7(me):
    time.sleep(until(3))
    done, rest = concurrent.futures.wait([pool.submit(f8, 'w'), pool.submit(f9, 'w')], return_when='FIRST_COMPLETED')
    say(len(done), len(rest))
    time.sleep(until(3))
    with lock:
        time.sleep(until(1))
        time.sleep(until(7))
    if futures:
        say(futures[-1].result(timeout=until(1)))
    say(event.is_set())


def f6(me):
    time.sleep(until(3))
    with lock:
        time.sleep(until(7))
        say(4)
        time.sleep(until(7))
    for answer in pool.map(f7, ['x', 'y']):
        say('answer', answer)
    queue_.put_nowait(6)
    time.sleep(until(4))


def f10(me):
    time.sleep(until(6))
    time.sleep(until(4))
    event.clear()
    say(96)
    say(88)
    return me + 'f10'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f6, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f10, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(5))
    time.sleep(until(2))
    with condition:
        condition.notify()
    say('end of main')


main()
