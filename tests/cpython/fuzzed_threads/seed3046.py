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
queue_ = queue.Queue(2)
pool = ThreadPoolExecutor(1, 'pool')


def f2(me):
    time.sleep(until(2))
    if lock.acquire(timeout=until(5)):
        say('locked')
        time.sleep(until(4))
        lock.release()
    else:
        say('not locked')
    with lock:
        time.sleep(until(5))
        queue_.put(8, timeout=until(6))
        say(getattr(local, 'value', None))
    try:
        say('got', queue_.get(timeout=until(1)))
        time.sleep(until(5))
    finally:
        say('finally')


def f1(me):
    time.sleep(until(3))
    with rlock, rlock:
        with lock:
            time.sleep(until(5))
            timer = threading.Timer(until(4), f2, ('timer',))
            timer.name = 'timer3'
            timer.start()
            time.sleep(until(1))
            timer.cancel()
            queue_.put(5, timeout=until(5))
        time.sleep(until(2))
    with condition:
        say(condition.wait(until(1)))
        time.sleep(until(4))
    return me + 'f1'


def f4(me):
    time.sleep(until(2))
    try:
        say('met', barrier.wait(until(1)))
    except threading.BrokenBarrierError:
        say('broken')
    say(86)
    return me + 'f4'


async def c5():
    await asyncio.sleep(until(5))
    loop.call_soon(say, 'called')
    await asyncio.sleep(until(7))
    say(0)
    return 'c5'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c5(), name='c5')
    await asyncio.sleep(until(5))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


async def c6():
    say(46)
    await asyncio.sleep(until(6))
    return 'c6'


def f8(me):
    time.sleep(until(4))
    with lock:
        time.sleep(until(3))
        queue_.put_nowait(6)
        time.sleep(until(4))
    queue_.put(9, timeout=until(0))
    try:
        say('met', barrier.wait(until(6)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    return me + 'f8'


def f7(me):
    time.sleep(until(3))
    for answer in pool.map(f8, ['x', 'y'], timeout=until(6)):
        say('answer', answer)
    if lock.acquire(timeout=until(5)):
        say('locked')
        time.sleep(until(4))
        lock.release()
    else:
        say('not locked')
    return me + 'f7'


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(5))
    threads.append(threading.Thread(target=f4, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(1))
    future = asyncio.run_coroutine_threadsafe(c6(), loop)
    futures.append(future)
    try:
        try:
            say('met', barrier.wait(until(6)))
        except threading.BrokenBarrierError:
            say('broken')
        say(event.wait(until(7)))
        if futures:
            say(futures[-1].result(timeout=until(0)))
    finally:
        say('finally')
    timer = threading.Timer(until(6), f7, ('timer',))
    timer.name = 'timer9'
    timer.start()
    asyncio.run(amain())
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    say('end of main')


main()
