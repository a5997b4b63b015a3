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
queue_ = queue.LifoQueue(2)
pool = ThreadPoolExecutor(2, 'pool')


def f2(me):
    time.sleep(until(2))
    if futures:
        say(futures[-1].result(timeout=until(2)))
    with condition:
        condition.notify_all()
    say(77)
    event.set()
    return me + 'f2'


def f4(me):
    time.sleep(until(6))
    time.sleep(until(2))
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')
    event.set()


def f3(me):
    time.sleep(until(4))
    for answer in pool.map(f4, ['x', 'y']):
        say('answer', answer)
    event.set()
    loop.call_soon_threadsafe(say, 'called')
    time.sleep(until(5))


def f6(me):
    time.sleep(until(1))
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
    say(event.is_set())
    say(41)
    queue_.put_nowait(5)
    return me + 'f6'


def f7(me):
    time.sleep(until(7))
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    say(event.is_set())
    say('got', queue_.get_nowait())
    time.sleep(until(4))
    raise SystemExit
    return me + 'f7'


def f5(me):
    time.sleep(until(2))
    time.sleep(until(7))
    with condition:
        say(condition.wait(until(1)))
        time.sleep(until(4))
    done, rest = concurrent.futures.wait([pool.submit(f6, 'w'), pool.submit(f7, 'w')], return_when='FIRST_EXCEPTION', timeout=until(2))
    say(len(done), len(rest))
    time.sleep(until(4))
    with condition:
        condition.notify_all()
    return me + 'f5'


def f9(me):
    time.sleep(until(7))
    say(event.wait(until(3)))
    with lock:
        time.sleep(until(2))
        queue_.put(1, timeout=until(7))
    time.sleep(until(7))
    say(88)
    return me + 'f9'


def f8(me):
    time.sleep(until(1))
    future = pool.submit(f9, 'job')
    futures.append(future)
    with condition:
        say(condition.wait_for(event.is_set, until(0)))
        time.sleep(until(7))


def f1(me):
    time.sleep(until(1))
    try:
        for done in concurrent.futures.as_completed([pool.submit(f2, 'a'), pool.submit(f3, 'a')]):
            say('completed', done.exception() or done.result())
        done, rest = concurrent.futures.wait([pool.submit(f5, 'w'), pool.submit(f8, 'w')], return_when='FIRST_COMPLETED', timeout=until(7))
        say(len(done), len(rest))
        time.sleep(until(6))
        say(24)
    except BaseException as error:
        say('caught', repr(error))
    time.sleep(until(2))
    if lock.acquire(timeout=until(6)):
        say('locked')
        time.sleep(until(5))
        lock.release()
    else:
        say('not locked')
    return me + 'f1'


def f10(me):
    time.sleep(until(4))
    with semaphore:
        time.sleep(until(3))
        time.sleep(until(0))
    with condition:
        condition.notify_all()
    time.sleep(until(4))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(6))
    threads.append(threading.Thread(target=f10, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(2))
    event.set()
    say(25)
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    say('end of main')


main()
