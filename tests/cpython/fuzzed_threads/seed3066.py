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
queue_ = queue.Queue(1)
pool = ThreadPoolExecutor(2, 'pool')


def f3(me):
    time.sleep(until(7))
    if futures:
        say(futures[-1].result(timeout=until(2)))
    say('got', queue_.get(timeout=until(7)))
    raise RuntimeError
    return me + 'f3'


def f2(me):
    time.sleep(until(6))
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say('got', queue_.get(timeout=until(0)))
    time.sleep(until(7))
    with ThreadPoolExecutor(2, 'own4') as own:
        future = own.submit(f3, 'own')
        say('got', queue_.get(timeout=until(5)))
        queue_.task_done()
        try:
            time.sleep(until(1))
        except TimeoutError as error:
            say('caught', repr(error))
    say(future)


def f1(me):
    time.sleep(until(6))
    say(event.is_set())
    timer = threading.Timer(until(2), f2, ('timer',))
    timer.name = 'timer5'
    timer.start()
    time.sleep(until(0))
    timer.cancel()
    with condition:
        condition.notify_all()


def f6(me):
    time.sleep(until(1))
    with rlock, rlock:
        say('got', queue_.get(timeout=until(1)))
        time.sleep(until(5))
        say(43)
    queue_.put(5, timeout=until(3))
    say(event.wait(until(2)))


def f9(me):
    time.sleep(until(1))
    if lock.acquire(timeout=until(6)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    with lock:
        time.sleep(until(3))
        if futures:
            say(futures[-1].result(timeout=until(2)))
    time.sleep(until(7))
    time.sleep(until(2))


def f8(me):
    time.sleep(until(6))
    timer = threading.Timer(until(5), f9, ('timer',))
    timer.name = 'timer10'
    timer.start()
    time.sleep(until(3))
    timer.cancel()
    say('got', queue_.get_nowait())
    time.sleep(until(5))


def f13(me):
    time.sleep(until(5))
    with semaphore:
        time.sleep(until(6))
        if futures:
            say(futures[-1].result(timeout=until(5)))
        with semaphore:
            time.sleep(until(5))
            try:
                say(event.wait(until(5)))
                if futures:
                    say(futures[-1].result(timeout=until(7)))
                time.sleep(until(0))
            except BaseException as error:
                say('caught', repr(error))
            if lock.acquire(timeout=until(5)):
                say('locked')
                time.sleep(until(3))
                lock.release()
            else:
                say('not locked')
    say('got', queue_.get(timeout=until(7)))
    time.sleep(until(2))
    say(23)


def f14(me):
    time.sleep(until(7))
    say(event.is_set())
    queue_.put(2, timeout=until(7))
    try:
        say('met', barrier.wait(until(1)))
    except threading.BrokenBarrierError:
        say('broken')
    return me + 'f14'


def f12(me):
    time.sleep(until(1))
    for done in concurrent.futures.as_completed([pool.submit(f13, 'a'), pool.submit(f14, 'a')], timeout=until(3)):
        say('completed', done.exception() or done.result())
    raise ValueError('no')
    with rlock, rlock:
        say(31)


def f7(me):
    time.sleep(until(0))
    with rlock, rlock:
        with ThreadPoolExecutor(1, 'own11') as own:
            future = own.submit(f8, 'own')
            say(51)
        say(future.done())
    future = pool.submit(f12, 'job')
    futures.append(future)
    say(repr(future.exception(until(0))))
    time.sleep(until(5))
    return me + 'f7'


def f16(me):
    time.sleep(until(1))
    say('got', queue_.get_nowait())
    queue_.task_done()
    say('got', queue_.get(timeout=until(0)))
    time.sleep(until(7))
    time.sleep(until(0))
    with condition:
        condition.notify_all()


def f17(me):
    time.sleep(until(0))
    with semaphore:
        time.sleep(until(6))
        if lock.acquire(timeout=until(3)):
            say('locked')
            time.sleep(until(3))
            lock.release()
        else:
            say('not locked')
        with condition:
            condition.notify()
    with condition:
        say(condition.wait_for(event.is_set, until(5)))
        time.sleep(until(0))
    time.sleep(until(0))
    return me + 'f17'


async def c15():
    kept = loop.run_in_executor(pool, f16, 'run')
    await asyncio.sleep(until(6))
    say(kept.cancel())
    say(await loop.run_in_executor(None, f17, 'run'))
    return 'c15'


async def c18():
    await asyncio.sleep(until(7))
    say(39)
    say(88)
    return 'c18'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c15(), name='c15')
    await asyncio.sleep(until(7))
    task = asyncio.create_task(c18(), name='c18')
    await asyncio.sleep(until(3))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A', daemon=True))
    threads[-1].start()
    time.sleep(until(0))
    threads.append(threading.Thread(target=f6, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(4))
    threads.append(threading.Thread(target=f7, args=('C',), name='C', daemon=True))
    threads[-1].start()
    time.sleep(until(7))
    say(38)
    asyncio.run(amain())
    say('end of main')


main()
