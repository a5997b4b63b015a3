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
pool = ThreadPoolExecutor(1, 'pool')


def f3(me):
    time.sleep(until(6))
    say(41)
    say(event.is_set())


def f4(me):
    time.sleep(until(4))
    if futures:
        say(futures[-1].result(timeout=until(5)))
    say(event.wait(until(1)))


def f2(me):
    time.sleep(until(2))
    try:
        say(91)
        say(getattr(local, 'value', None))
        if lock.acquire(timeout=until(1)):
            say('locked')
            time.sleep(until(2))
            lock.release()
        else:
            say('not locked')
    except BaseException as error:
        say('caught', repr(error))
    for done in concurrent.futures.as_completed([pool.submit(f3, 'a'), pool.submit(f4, 'a')]):
        say('completed', done.exception() or done.result())


def f1(me):
    time.sleep(until(2))
    timer = threading.Timer(until(2), f2, ('timer',))
    timer.name = 'timer5'
    timer.start()
    say(event.wait(until(0)))


def f8(me):
    time.sleep(until(3))
    queue_.put(7, timeout=until(0))
    queue_.put(4, timeout=until(5))
    return me + 'f8'


def f7(me):
    time.sleep(until(2))
    time.sleep(until(1))
    future = pool.submit(f8, 'job')
    futures.append(future)
    say(16)


def f6(me):
    time.sleep(until(3))
    future = pool.submit(f7, 'job')
    futures.append(future)
    time.sleep(until(6))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    say(future.result(until(5)))
    time.sleep(until(3))
    say(33)
    say(72)
    try:
        say('met', barrier.wait(until(5)))
    except threading.BrokenBarrierError:
        say('broken')


def f9(me):
    time.sleep(until(3))
    with condition:
        condition.notify()
    with lock:
        time.sleep(until(0))
        if futures:
            say(futures[-1].result(timeout=until(7)))
    return me + 'f9'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    threads.append(threading.Thread(target=f6, args=('B',), name='B'))
    threads[-1].start()
    for answer in pool.map(f9, ['x', 'y']):
        say('answer', answer)
    say(83)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
