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
queue_ = queue.Queue(0)
pool = ThreadPoolExecutor(1, 'pool')


def f2(me):
    time.sleep(until(6))
    time.sleep(until(7))
    say(70)
    return me + 'f2'


def f5(me):
    time.sleep(until(5))
    try:
        time.sleep(until(3))
    finally:
        say('finally')
    with lock:
        time.sleep(until(4))
        if lock.acquire(timeout=until(1)):
            say('locked')
            time.sleep(until(4))
            lock.release()
        else:
            say('not locked')
        with semaphore:
            time.sleep(until(1))
            try:
                say(74)
            finally:
                say('finally')


def f6(me):
    time.sleep(until(0))
    local.value = 78
    say(getattr(local, 'value', None))
    with condition:
        condition.notify()
    say(event.wait(until(3)))


async def c4():
    await asyncio.sleep(until(6))
    say(await asyncio.to_thread(f5, 'threaded'))
    say(await asyncio.wait_for(asyncio.to_thread(f6, 'threaded'), until(6)))
    say(16)
    return 'c4'


def f7(me):
    time.sleep(until(4))
    say(22)
    queue_.put(9, timeout=until(4))
    say(56)
    say(14)
    return me + 'f7'


def f8(me):
    time.sleep(until(4))
    with lock:
        time.sleep(until(5))
        try:
            with condition:
                say(condition.wait(until(0)))
                time.sleep(until(5))
            try:
                say('met', barrier.wait(until(1)))
            except threading.BrokenBarrierError:
                say('broken')
                barrier.reset()
            with semaphore:
                time.sleep(until(6))
                if lock.acquire(timeout=until(0)):
                    say('locked')
                    time.sleep(until(2))
                    lock.release()
                else:
                    say('not locked')
        except TimeoutError as error:
            say('caught', repr(error))
            raise
    say(getattr(local, 'value', None))
    say(32)
    say(83)


async def c9():
    await asyncio.sleep(until(0))
    loop.call_soon_threadsafe(say, 'called')
    return 'c9'


def f3(me):
    time.sleep(until(1))
    future = asyncio.run_coroutine_threadsafe(c4(), loop)
    futures.append(future)
    say(future.result(until(1)))
    for done in concurrent.futures.as_completed([pool.submit(f7, 'a'), pool.submit(f8, 'a')]):
        say('completed', done.exception() or done.result())
    future = asyncio.run_coroutine_threadsafe(c9(), loop)
    futures.append(future)
    event.set()
    return me + 'f3'


def f1(me):
    time.sleep(until(7))
    done, rest = concurrent.futures.wait([pool.submit(f2, 'w'), pool.submit(f3, 'w')], return_when='FIRST_EXCEPTION')
    say(len(done), len(rest))
    time.sleep(until(0))
    with lock:
        time.sleep(until(2))
        if lock.acquire(timeout=until(7)):
            say('locked')
            time.sleep(until(6))
            lock.release()
        else:
            say('not locked')
        say('got', queue_.get(timeout=until(6)))
        time.sleep(until(6))
    return me + 'f1'


def f10(me):
    time.sleep(until(1))
    try:
        say('met', barrier.wait(until(7)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    time.sleep(until(4))
    with lock:
        time.sleep(until(1))
        time.sleep(until(5))
        with rlock, rlock:
            with condition:
                say(condition.wait_for(event.is_set, until(5)))
            if futures:
                say(futures[-1].result(timeout=until(0)))


def f11(me):
    time.sleep(until(4))
    with condition:
        condition.notify_all()
    say(event.is_set())
    with semaphore:
        time.sleep(until(0))
        time.sleep(until(5))
        with condition:
            say(condition.wait_for(event.is_set, until(6)))
            time.sleep(until(5))
    return me + 'f11'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    threads.append(threading.Thread(target=f10, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(7))
    threads.append(threading.Thread(target=f11, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(5))
    try:
        say(46)
        try:
            with condition:
                say(condition.wait(until(4)))
                time.sleep(until(7))
            try:
                if lock.acquire(timeout=until(1)):
                    say('locked')
                    time.sleep(until(2))
                    lock.release()
                else:
                    say('not locked')
                with condition:
                    condition.notify_all()
            finally:
                say('finally')
        finally:
            say('finally')
    finally:
        say('finally')
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    say('end of main')


main()
