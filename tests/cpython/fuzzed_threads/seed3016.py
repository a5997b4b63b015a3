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
    time.sleep(until(3))
    say(16)
    try:
        try:
            say('got', queue_.get_nowait())
            queue_.task_done()
            time.sleep(until(0))
        finally:
            say('finally')
    finally:
        say('finally')
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
    with lock:
        time.sleep(until(5))
        with condition:
            say(condition.wait(until(5)))
            time.sleep(until(1))
        event.set()


def f4(me):
    time.sleep(until(6))
    try:
        say('met', barrier.wait(until(1)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say(15)


def f2(me):
    time.sleep(until(2))
    if lock.acquire(timeout=until(2)):
        say('locked')
        time.sleep(until(2))
        lock.release()
    else:
        say('not locked')
    with lock:
        time.sleep(until(0))
        with lock:
            time.sleep(until(3))
            future = pool.submit(f3, 'job')
            futures.append(future)
            time.sleep(until(1))
            future.add_done_callback(lambda done: say('done', done.cancelled()))
            say(repr(future.exception(until(7))))
            time.sleep(until(1))
        with lock:
            time.sleep(until(2))
            if futures:
                say(futures[-1].result(timeout=until(2)))
            local.value = 50
            say(getattr(local, 'value', None))
    timer = threading.Timer(until(7), f4, ('timer',))
    timer.name = 'timer5'
    timer.start()
    time.sleep(until(6))
    timer.cancel()
    try:
        time.sleep(until(7))
        local.value = 1
        say(getattr(local, 'value', None))
    except Exception as error:
        say('caught', repr(error))
        raise KeyError(1) from error
    return me + 'f2'


def f6(me):
    time.sleep(until(5))
    with lock:
        time.sleep(until(2))
        loop.call_soon_threadsafe(say, 'called')
    time.sleep(until(4))
    try:
        say('met', barrier.wait(until(5)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    return me + 'f6'


def f1(me):
    time.sleep(until(3))
    say(getattr(local, 'value', None))
    if lock.acquire(timeout=until(5)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    try:
        for done in concurrent.futures.as_completed([pool.submit(f2, 'a'), pool.submit(f6, 'a')], timeout=until(2)):
            say('completed', done.exception() or done.result())
        say(12)
        with rlock, rlock:
            raise RuntimeError
            if lock.acquire(timeout=until(7)):
                say('locked')
                time.sleep(until(3))
                lock.release()
            else:
                say('not locked')
    except Exception as error:
        say('caught', repr(error))
        raise KeyError(1) from error
    with condition:
        condition.notify_all()
    return me + 'f1'


def f7(me):
    time.sleep(until(6))
    if lock.acquire(timeout=until(5)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    with condition:
        say(condition.wait(until(2)))
        time.sleep(until(3))
    say(getattr(local, 'value', None))
    say(96)


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    threads.append(threading.Thread(target=f7, args=('B',), name='B'))
    threads[-1].start()
    say(31)
    with condition:
        condition.notify()
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=True, cancel_futures=False)
    say('end of main')


main()
