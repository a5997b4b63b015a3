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
pool = ThreadPoolExecutor(1, 'pool')


def f3(me):
    time.sleep(until(2))
    with condition:
        condition.notify_all()
    with condition:
        say(condition.wait_for(event.is_set, until(1)))
        time.sleep(until(3))


def f5(me):
    time.sleep(until(6))
    with rlock, rlock:
        time.sleep(until(5))
    time.sleep(until(2))
    time.sleep(until(7))
    if lock.acquire(timeout=until(5)):
        say('locked')
        time.sleep(until(4))
        lock.release()
    else:
        say('not locked')
    return me + 'f5'


def f2(me):
    time.sleep(until(4))
    with ThreadPoolExecutor(2, 'own4') as own:
        future = own.submit(f3, 'own')
        with semaphore:
            time.sleep(until(3))
            try:
                queue_.put(2, timeout=until(6))
                say(event.wait(until(6)))
                raise SystemExit
            except TimeoutError as error:
                say('caught', repr(error))
            if futures:
                say(futures[-1].result(timeout=until(0)))
    say(future.done())
    with rlock, rlock:
        with rlock, rlock:
            with rlock, rlock:
                try:
                    say('met', barrier.wait(until(4)))
                except threading.BrokenBarrierError:
                    say('broken')
                    barrier.reset()
            future = pool.submit(f5, 'job')
            futures.append(future)
    event.set()
    time.sleep(until(7))


def f1(me):
    time.sleep(until(2))
    if futures:
        say(futures[-1].result(timeout=until(0)))
    time.sleep(until(0))
    for answer in pool.map(f2, ['x', 'y'], timeout=until(7)):
        say('answer', answer)
    event.set()
    return me + 'f1'


def f7(me):
    time.sleep(until(0))
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    with condition:
        say(condition.wait(until(4)))
        time.sleep(until(0))
    with semaphore:
        time.sleep(until(5))
        say(2)
        try:
            say(12)
            time.sleep(until(5))
        finally:
            say('finally')


def f8(me):
    time.sleep(until(4))
    time.sleep(until(0))
    time.sleep(until(4))
    if futures:
        say(futures[-1].result(timeout=until(3)))
    say(event.is_set())


def f6(me):
    time.sleep(until(7))
    done, rest = concurrent.futures.wait([pool.submit(f7, 'w'), pool.submit(f8, 'w')], return_when='FIRST_COMPLETED')
    say(len(done), len(rest))
    time.sleep(until(5))
    with lock:
        time.sleep(until(3))
        try:
            say(event.is_set())
            say('got', queue_.get(timeout=until(5)))
            time.sleep(until(3))
        except TimeoutError as error:
            say('caught', repr(error))
            raise
        local.value = 47
        say(getattr(local, 'value', None))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(7))
    threads.append(threading.Thread(target=f6, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(1))
    say(58)
    with semaphore:
        time.sleep(until(4))
        say(14)
    say('end of main')


main()
