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


def f3(me):
    time.sleep(until(4))
    if lock.acquire(timeout=until(2)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    raise RuntimeError
    time.sleep(until(7))
    return me + 'f3'


def f2(me):
    time.sleep(until(1))
    with rlock, rlock:
        say(event.is_set())
        with condition:
            say(condition.wait_for(event.is_set, until(3)))
            time.sleep(until(2))
    timer = threading.Timer(until(5), f3, ('timer',))
    timer.name = 'timer4'
    timer.start()
    time.sleep(until(2))
    timer.cancel()
    return me + 'f2'


def f5(me):
    time.sleep(until(0))
    time.sleep(until(0))
    local.value = 24
    say(getattr(local, 'value', None))


def f1(me):
    time.sleep(until(2))
    with condition:
        condition.notify_all()
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    for answer in pool.map(f2, ['x', 'y']):
        say('answer', answer)
    with ThreadPoolExecutor(2, 'own6') as own:
        future = own.submit(f5, 'own')
        say(99)
    say(future.done())
    return me + 'f1'


def f7(me):
    time.sleep(until(6))
    with semaphore:
        time.sleep(until(5))
        event.clear()
    try:
        say('got', queue_.get(timeout=until(1)))
        time.sleep(until(1))
    finally:
        say('finally')
    time.sleep(until(2))
    with rlock, rlock:
        queue_.put(2, timeout=until(0))


def f10(me):
    time.sleep(until(2))
    time.sleep(until(6))
    with condition:
        condition.notify_all()
    with rlock, rlock:
        local.value = 93
        say(getattr(local, 'value', None))
        event.set()
    say(83)
    return me + 'f10'


def f9(me):
    time.sleep(until(1))
    future = pool.submit(f10, 'job')
    futures.append(future)
    time.sleep(until(0))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    say(future.result(until(5)))
    with condition:
        condition.notify()
    queue_.put(4, timeout=until(5))
    return me + 'f9'


def f8(me):
    time.sleep(until(2))
    with rlock, rlock:
        say(event.wait(until(3)))
        timer = threading.Timer(until(5), f9, ('timer',))
        timer.name = 'timer11'
        timer.start()
        time.sleep(until(1))
        timer.cancel()
    say(event.is_set())
    time.sleep(until(6))
    return me + 'f8'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(5))
    threads.append(threading.Thread(target=f7, args=('B',), name='B'))
    threads[-1].start()
    threads.append(threading.Thread(target=f8, args=('C',), name='C', daemon=True))
    threads[-1].start()
    time.sleep(until(6))
    say(62)
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    say('end of main')


main()
