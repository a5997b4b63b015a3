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


def f3(me):
    time.sleep(until(5))
    say(82)
    try:
        try:
            time.sleep(until(1))
            with rlock, rlock:
                time.sleep(until(5))
            if lock.acquire(timeout=until(1)):
                say('locked')
                time.sleep(until(5))
                lock.release()
            else:
                say('not locked')
        finally:
            say('finally')
        try:
            say('met', barrier.wait(until(1)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        time.sleep(until(6))
    except Exception as error:
        say('caught', repr(error))
    return me + 'f3'


def f4(me):
    time.sleep(until(1))
    time.sleep(until(1))
    time.sleep(until(3))


def f2(me):
    time.sleep(until(4))
    say(83)
    queue_.put(8, timeout=until(3))
    say('got', queue_.get(timeout=until(1)))
    queue_.task_done()
    time.sleep(until(6))
    done, rest = concurrent.futures.wait([pool.submit(f3, 'w'), pool.submit(f4, 'w')], return_when='FIRST_COMPLETED', timeout=until(1))
    say(len(done), len(rest))


def f6(me):
    time.sleep(until(3))
    time.sleep(until(7))
    with semaphore:
        time.sleep(until(4))
        with rlock, rlock:
            say('got', queue_.get(timeout=until(2)))
            time.sleep(until(5))
        with semaphore:
            time.sleep(until(0))
            with condition:
                condition.notify()
            say(4)
    say(26)
    try:
        say('met', barrier.wait(until(5)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    return me + 'f6'


def f5(me):
    time.sleep(until(6))
    try:
        say('met', barrier.wait(until(6)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    with semaphore:
        time.sleep(until(3))
        say(43)
        future = pool.submit(f6, 'job')
        futures.append(future)
    say('got', queue_.get(timeout=until(0)))
    queue_.task_done()
    time.sleep(until(7))
    event.set()


def f1(me):
    time.sleep(until(1))
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
    time.sleep(until(7))
    done, rest = concurrent.futures.wait([pool.submit(f2, 'w'), pool.submit(f5, 'w')], return_when='FIRST_EXCEPTION')
    say(len(done), len(rest))
    time.sleep(until(0))


def f7(me):
    time.sleep(until(3))
    with semaphore:
        time.sleep(until(4))
        say('got', queue_.get(timeout=until(5)))
        say('got', queue_.get(timeout=until(7)))
        queue_.task_done()
        time.sleep(until(0))
    with semaphore:
        time.sleep(until(5))
        say(getattr(local, 'value', None))
    say(event.wait(until(7)))
    say(91)
    return me + 'f7'


def f8(me):
    time.sleep(until(7))
    try:
        say('met', barrier.wait(until(5)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say('got', queue_.get(timeout=until(6)))
    time.sleep(until(0))
    try:
        with lock:
            time.sleep(until(7))
            time.sleep(until(5))
            queue_.put_nowait(7)
        say(getattr(local, 'value', None))
        time.sleep(until(1))
    finally:
        say('finally')
    return me + 'f8'


def f10(me):
    time.sleep(until(5))
    say('got', queue_.get_nowait())
    time.sleep(until(0))
    with condition:
        say(condition.wait(until(5)))
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')
    say('got', queue_.get(timeout=until(3)))
    time.sleep(until(6))
    return me + 'f10'


async def c9():
    await asyncio.sleep(until(7))
    say(await asyncio.to_thread(f10, 'threaded'))
    return 'c9'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c9(), name='c9')
    await asyncio.sleep(until(6))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(0))
    threads.append(threading.Thread(target=f7, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(0))
    threads.append(threading.Thread(target=f8, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(6))
    try:
        with lock:
            time.sleep(until(2))
            with lock:
                time.sleep(until(4))
                say(31)
                queue_.put_nowait(2)
        event.clear()
    finally:
        say('finally')
    asyncio.run(amain())
    for thread in threads:
        thread.join(until(4))
        say(thread.name, thread.is_alive(), thread.daemon)
    pool.shutdown(wait=True, cancel_futures=False)
    say('end of main')


main()
