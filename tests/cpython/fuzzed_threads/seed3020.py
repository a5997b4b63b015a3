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
queue_ = queue.PriorityQueue(1)
pool = ThreadPoolExecutor(1, 'pool')


def f3(me):
    time.sleep(until(7))
    say(35)
    local.value = 2
    say(getattr(local, 'value', None))
    try:
        say(event.wait(until(2)))
        with condition:
            say(condition.wait(until(0)))
            time.sleep(until(6))
    finally:
        say('finally')


def f4(me):
    time.sleep(until(7))
    say(92)
    with rlock, rlock:
        with rlock, rlock:
            try:
                time.sleep(until(6))
                try:
                    say('met', barrier.wait(until(3)))
                except threading.BrokenBarrierError:
                    say('broken')
                    barrier.reset()
            finally:
                say('finally')
        say(20)


def f2(me):
    time.sleep(until(3))
    try:
        with rlock, rlock:
            event.clear()
    except Exception as error:
        say('caught', repr(error))
    with rlock, rlock:
        for done in concurrent.futures.as_completed([pool.submit(f3, 'a'), pool.submit(f4, 'a')]):
            say('completed', done.exception() or done.result())
        say(getattr(local, 'value', None))
    return me + 'f2'


def f5(me):
    time.sleep(until(6))
    event.set()
    try:
        with condition:
            say(condition.wait(until(1)))
            time.sleep(until(5))
    except Exception as error:
        say('caught', repr(error))
        raise ValueError('other')


def f1(me):
    time.sleep(until(3))
    with lock:
        time.sleep(until(1))
        with condition:
            condition.notify()
    try:
        future = pool.submit(f2, 'job')
        futures.append(future)
        time.sleep(until(7))
        future.add_done_callback(lambda done: say('done', done.cancelled()))
        say(future.result(until(2)))
        time.sleep(until(4))
    except Exception as error:
        say('caught', repr(error))
    future = pool.submit(f5, 'job')
    futures.append(future)
    time.sleep(until(0))
    say(future.cancel(), future.running(), future.done())
    say(98)


def f6(me):
    time.sleep(until(2))
    say(45)
    with condition:
        say(condition.wait(until(4)))
        time.sleep(until(0))
    say(event.wait(until(3)))
    if futures:
        say(futures[-1].result(timeout=until(6)))


def f7(me):
    time.sleep(until(4))
    time.sleep(until(2))
    time.sleep(until(0))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(7))
    threads.append(threading.Thread(target=f6, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f7, args=('C',), name='C'))
    threads[-1].start()
    try:
        say(event.wait(until(7)))
    finally:
        say('finally')
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
    time.sleep(until(5))
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=True, cancel_futures=True)
    say('end of main')


main()
