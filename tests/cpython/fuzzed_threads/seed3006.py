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
    time.sleep(until(4))
    try:
        say(59)
        local.value = 81
        say(getattr(local, 'value', None))
    except TimeoutError as error:
        say('caught', repr(error))
    try:
        say('met', barrier.wait(until(2)))
    except threading.BrokenBarrierError:
        say('broken')
    with condition:
        condition.notify()
    say(2)


def f4(me):
    time.sleep(until(5))
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    say(77)
    with lock:
        time.sleep(until(4))
        local.value = 66
        say(getattr(local, 'value', None))
    time.sleep(until(4))
    return me + 'f4'


def f2(me):
    time.sleep(until(5))
    loop.call_soon_threadsafe(say, 'called')
    done, rest = concurrent.futures.wait([pool.submit(f3, 'w'), pool.submit(f4, 'w')], return_when='ALL_COMPLETED')
    say(len(done), len(rest))
    time.sleep(until(1))
    say(event.wait(until(2)))
    return me + 'f2'


def f1(me):
    time.sleep(until(5))
    future = pool.submit(f2, 'job')
    futures.append(future)
    time.sleep(until(0))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    say(repr(future.exception(until(6))))
    time.sleep(until(5))
    with semaphore:
        time.sleep(until(5))
        raise KeyError('key')


def f6(me):
    time.sleep(until(2))
    with condition:
        say(condition.wait_for(event.is_set, until(6)))
        time.sleep(until(5))
    loop.call_soon_threadsafe(say, 'called')


def f9(me):
    time.sleep(until(2))
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
    say(63)
    time.sleep(until(7))
    return me + 'f9'


def f10(me):
    time.sleep(until(3))
    say(93)
    say(22)
    with semaphore:
        time.sleep(until(3))
        with condition:
            say(condition.wait_for(event.is_set, until(4)))
            time.sleep(until(6))


def f8(me):
    time.sleep(until(7))
    try:
        for done in concurrent.futures.as_completed([pool.submit(f9, 'a'), pool.submit(f10, 'a')]):
            say('completed', done.exception() or done.result())
        try:
            with rlock, rlock:
                time.sleep(until(6))
                with condition:
                    condition.notify_all()
        except TimeoutError as error:
            say('caught', repr(error))
        with lock:
            time.sleep(until(3))
            time.sleep(until(5))
    except TimeoutError as error:
        say('caught', repr(error))
    try:
        say('met', barrier.wait(until(2)))
    except threading.BrokenBarrierError:
        say('broken')
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say('got', queue_.get(timeout=until(7)))
    time.sleep(until(3))


def f5(me):
    time.sleep(until(6))
    timer = threading.Timer(until(1), f6, ('timer',))
    timer.name = 'timer7'
    timer.start()
    time.sleep(until(0))
    timer.cancel()
    with rlock, rlock:
        with rlock, rlock:
            try:
                future = pool.submit(f8, 'job')
                futures.append(future)
                time.sleep(until(1))
                say(future.cancel(), future.running(), future.done())
                event.set()
            finally:
                say('finally')
            say('got', queue_.get(timeout=until(4)))
            time.sleep(until(2))
        time.sleep(until(0))
    say(93)
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')


def f11(me):
    time.sleep(until(1))
    queue_.put(0, timeout=until(6))
    try:
        with condition:
            condition.notify()
    except BaseException as error:
        say('caught', repr(error))
    time.sleep(until(3))
    with semaphore:
        time.sleep(until(5))
        say('got', queue_.get(timeout=until(1)))
        time.sleep(until(6))
        with semaphore:
            time.sleep(until(2))
            try:
                time.sleep(until(1))
            finally:
                say('finally')


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A', daemon=True))
    threads[-1].start()
    time.sleep(until(4))
    threads.append(threading.Thread(target=f5, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f11, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(3))
    say(29)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=False, cancel_futures=False)
    say('end of main')


main()
