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
pool = ThreadPoolExecutor(2, 'pool')


def f2(me):
    time.sleep(until(4))
    with rlock, rlock:
        queue_.put_nowait(5)
    event.clear()
    say(49)
    return me + 'f2'


def f1(me):
    time.sleep(until(5))
    try:
        say('met', barrier.wait(until(4)))
    except threading.BrokenBarrierError:
        say('broken')
    with semaphore:
        time.sleep(until(5))
        raise SystemExit
        future = pool.submit(f2, 'job')
        futures.append(future)
        time.sleep(until(1))
        future.add_done_callback(lambda done: say('done', done.cancelled()))
        say(future.result(until(4)))
        time.sleep(until(4))
    say(60)
    say(29)


def f4(me):
    time.sleep(until(4))
    say(getattr(local, 'value', None))
    say(getattr(local, 'value', None))
    local.value = 54
    say(getattr(local, 'value', None))


def f6(me):
    time.sleep(until(4))
    with rlock, rlock:
        if futures:
            say(futures[-1].result(timeout=until(2)))
        say(59)
    say(64)
    say(95)
    say(event.is_set())


def f7(me):
    time.sleep(until(7))
    event.set()
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(2))
        lock.release()
    else:
        say('not locked')
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
    with rlock, rlock:
        with semaphore:
            time.sleep(until(0))
            say(30)
            time.sleep(until(3))
    return me + 'f7'


def f5(me):
    time.sleep(until(4))
    done, rest = concurrent.futures.wait([pool.submit(f6, 'w'), pool.submit(f7, 'w')], return_when='ALL_COMPLETED', timeout=until(2))
    say(len(done), len(rest))
    time.sleep(until(7))
    with lock:
        time.sleep(until(0))
        with rlock, rlock:
            with condition:
                condition.notify_all()
            with condition:
                condition.notify_all()
        time.sleep(until(2))


def f3(me):
    time.sleep(until(2))
    try:
        say('got', queue_.get(timeout=until(4)))
        queue_.task_done()
        future = pool.submit(f4, 'job')
        futures.append(future)
        say(repr(future.exception(until(3))))
        time.sleep(until(1))
    except Exception as error:
        say('caught', repr(error))
    with semaphore:
        time.sleep(until(7))
        with ThreadPoolExecutor(1, 'own8') as own:
            future = own.submit(f5, 'own')
            if futures:
                say(futures[-1].result(timeout=until(3)))
        say(future)
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say(87)


def f9(me):
    time.sleep(until(0))
    with semaphore:
        time.sleep(until(2))
        if lock.acquire(timeout=until(6)):
            say('locked')
            time.sleep(until(6))
            lock.release()
        else:
            say('not locked')
        try:
            say('met', barrier.wait(until(7)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
    queue_.put(8, timeout=until(6))
    if futures:
        say(futures[-1].result(timeout=until(5)))
    try:
        say('met', barrier.wait(until(4)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    threads.append(threading.Thread(target=f3, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(7))
    threads.append(threading.Thread(target=f9, args=('C',), name='C', daemon=True))
    threads[-1].start()
    say(18)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=False, cancel_futures=True)
    say('end of main')


main()
