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
pool = ThreadPoolExecutor(2, 'pool')


def f4(me):
    time.sleep(until(1))
    try:
        with rlock, rlock:
            if lock.acquire(timeout=until(7)):
                say('locked')
                time.sleep(until(2))
                lock.release()
            else:
                say('not locked')
    finally:
        say('finally')
    say('got', queue_.get(timeout=until(7)))
    time.sleep(until(7))
    event.clear()
    say('got', queue_.get(timeout=until(2)))
    time.sleep(until(1))


def f5(me):
    time.sleep(until(6))
    say('got', queue_.get(timeout=until(2)))
    time.sleep(until(5))
    say(77)
    with semaphore:
        time.sleep(until(2))
        event.set()
        time.sleep(until(5))
    try:
        event.set()
    except BaseException as error:
        say('caught', repr(error))
        raise ValueError('other')


async def c3():
    say(await loop.run_in_executor(pool, f4, 'run'))
    say(await asyncio.to_thread(f5, 'threaded'))
    loop.call_soon(say, 'called')
    say(47)
    return 'c3'


def f2(me):
    time.sleep(until(5))
    say(event.wait(until(6)))
    future = asyncio.run_coroutine_threadsafe(c3(), loop)
    futures.append(future)
    say(future.result(until(3)))
    say(getattr(local, 'value', None))


def f1(me):
    time.sleep(until(4))
    thread = threading.Thread(target=f2, args=('T6',), name='T6')
    thread.start()
    say(34)
    with semaphore:
        time.sleep(until(5))
        local.value = 31
        say(getattr(local, 'value', None))
    with condition:
        condition.notify()


def f9(me):
    time.sleep(until(4))
    say(99)
    say(70)
    time.sleep(until(1))
    return me + 'f9'


def f10(me):
    time.sleep(until(0))
    try:
        try:
            say(51)
        finally:
            say('finally')
    except Exception as error:
        say('caught', repr(error))
    with rlock, rlock:
        event.clear()
    return me + 'f10'


def f8(me):
    time.sleep(until(0))
    try:
        raise SystemExit
        time.sleep(until(5))
    finally:
        say('finally')
    for answer in pool.map(f9, ['x', 'y']):
        say('answer', answer)
    timer = threading.Timer(until(3), f10, ('timer',))
    timer.name = 'timer11'
    timer.start()


def f7(me):
    time.sleep(until(3))
    timer = threading.Timer(until(1), f8, ('timer',))
    timer.name = 'timer12'
    timer.start()
    time.sleep(until(0))
    timer.cancel()
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')
    if futures:
        say(futures[-1].result(timeout=until(4)))
    return me + 'f7'


def f14(me):
    time.sleep(until(3))
    with semaphore:
        time.sleep(until(2))
        with condition:
            say(condition.wait(until(3)))
            time.sleep(until(0))
    say(8)
    say(event.wait(until(6)))
    with rlock, rlock:
        say(67)
        say(18)
    return me + 'f14'


async def c13():
    say(await loop.run_in_executor(pool, f14, 'run'))
    loop.call_soon_threadsafe(say, 'called')
    return 'c13'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c13(), name='c13')
    await asyncio.sleep(until(0))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f7, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(0))
    time.sleep(until(1))
    with lock:
        time.sleep(until(1))
        say('got', queue_.get_nowait())
        time.sleep(until(6))
    asyncio.run(amain())
    for thread in threads:
        thread.join(until(1))
        say(thread.name, thread.is_alive(), thread.daemon)
    say('end of main')


main()
