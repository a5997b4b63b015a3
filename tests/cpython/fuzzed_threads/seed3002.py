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
queue_ = queue.PriorityQueue(0)
pool = ThreadPoolExecutor(1, 'pool')


def f2(me):
    time.sleep(until(5))
    time.sleep(until(6))
    if lock.acquire(timeout=until(3)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    time.sleep(until(7))
    return me + 'f2'


def f4(me):
    time.sleep(until(5))
    try:
        time.sleep(until(5))
    finally:
        say('finally')
    queue_.put_nowait(6)
    say(75)
    time.sleep(until(0))


def f5(me):
    time.sleep(until(7))
    say(46)
    say(46)
    time.sleep(until(0))
    try:
        say('met', barrier.wait(until(1)))
    except threading.BrokenBarrierError:
        say('broken')
    return me + 'f5'


def f3(me):
    time.sleep(until(6))
    for answer in pool.map(f4, ['x', 'y']):
        say('answer', answer)
    raise ValueError('no')
    future = pool.submit(f5, 'job')
    futures.append(future)
    time.sleep(until(5))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    say(future.result(until(7)))
    time.sleep(until(6))
    return me + 'f3'


def f1(me):
    time.sleep(until(7))
    say(97)
    say(20)
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
    done, rest = concurrent.futures.wait([pool.submit(f2, 'w'), pool.submit(f3, 'w')], return_when='FIRST_COMPLETED', timeout=until(5))
    say(len(done), len(rest))
    time.sleep(until(3))
    return me + 'f1'


def f8(me):
    time.sleep(until(4))
    try:
        say(event.wait(until(0)))
    except BaseException as error:
        say('caught', repr(error))
    time.sleep(until(7))
    return me + 'f8'


def f9(me):
    time.sleep(until(6))
    with condition:
        condition.notify_all()
    try:
        with lock:
            time.sleep(until(4))
            say(17)
            with condition:
                condition.notify()
        with semaphore:
            time.sleep(until(3))
            raise KeyError('key')
    except TimeoutError as error:
        say('caught', repr(error))


def f7(me):
    time.sleep(until(4))
    for done in concurrent.futures.as_completed([pool.submit(f8, 'a'), pool.submit(f9, 'a')]):
        say('completed', done.exception() or done.result())
    with semaphore:
        time.sleep(until(3))
        with lock:
            time.sleep(until(0))
            time.sleep(until(3))
            if futures:
                say(futures[-1].result(timeout=until(0)))
    try:
        local.value = 17
        say(getattr(local, 'value', None))
        with condition:
            condition.notify()
        queue_.put(5, timeout=until(5))
    finally:
        say('finally')
    try:
        if lock.acquire(timeout=until(3)):
            say('locked')
            time.sleep(until(6))
            lock.release()
        else:
            say('not locked')
        if lock.acquire(timeout=until(6)):
            say('locked')
            time.sleep(until(2))
            lock.release()
        else:
            say('not locked')
    finally:
        say('finally')
    return me + 'f7'


def f6(me):
    time.sleep(until(0))
    future = pool.submit(f7, 'job')
    futures.append(future)
    say(repr(future.exception(until(3))))
    time.sleep(until(6))
    say(getattr(local, 'value', None))
    return me + 'f6'


def f10(me):
    time.sleep(until(0))
    if futures:
        say(futures[-1].result(timeout=until(5)))
    time.sleep(until(2))
    say('got', queue_.get(timeout=until(6)))
    time.sleep(until(2))


async def c11():
    await asyncio.sleep(until(2))
    say(50)
    say(30)
    return 'c11'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c11(), name='c11')
    await asyncio.sleep(until(7))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f6, args=('B',), name='B'))
    threads[-1].start()
    threads.append(threading.Thread(target=f10, args=('C',), name='C'))
    threads[-1].start()
    say(getattr(local, 'value', None))
    asyncio.run(amain())
    pool.shutdown(wait=True, cancel_futures=False)
    say('end of main')


main()
