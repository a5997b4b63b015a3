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
queue_ = queue.LifoQueue(1)
pool = ThreadPoolExecutor(2, 'pool')


def f2(me):
    time.sleep(until(3))
    if futures:
        say(futures[-1].result(timeout=until(0)))
    raise ValueError('no')
    with condition:
        condition.notify_all()
    return me + 'f2'


def f4(me):
    time.sleep(until(5))
    if futures:
        say(futures[-1].result(timeout=until(7)))
    queue_.put(3, timeout=until(1))
    time.sleep(until(2))
    say(event.is_set())
    return me + 'f4'


def f3(me):
    time.sleep(until(4))
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(5))
        lock.release()
    else:
        say('not locked')
    thread = threading.Thread(target=f4, args=('T5',), name='T5')
    thread.start()
    say(63)
    thread.join()
    say(thread.name, thread.is_alive())


def f7(me):
    time.sleep(until(1))
    event.clear()
    say(event.wait(until(1)))
    time.sleep(until(7))
    say('got', queue_.get(timeout=until(1)))
    time.sleep(until(5))


def f6(me):
    time.sleep(until(1))
    try:
        thread = threading.Thread(target=f7, args=('T8',), name='T8')
        thread.start()
        with condition:
            condition.notify_all()
        thread.join(until(4))
        say(thread.name, thread.is_alive())
    finally:
        say('finally')
    say(31)


def f9(me):
    time.sleep(until(4))
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(6))
        lock.release()
    else:
        say('not locked')
    with condition:
        condition.notify()
    return me + 'f9'


def f1(me):
    time.sleep(until(3))
    future = pool.submit(f2, 'job')
    futures.append(future)
    say(future.result(until(0)))
    time.sleep(until(4))
    with condition:
        say(condition.wait_for(event.is_set, until(3)))
        time.sleep(until(6))
    for answer in pool.map(f3, ['x', 'y'], timeout=until(0)):
        say('answer', answer)
    done, rest = concurrent.futures.wait([pool.submit(f6, 'w'), pool.submit(f9, 'w')], return_when='ALL_COMPLETED', timeout=until(1))
    say(len(done), len(rest))


def f10(me):
    time.sleep(until(0))
    with condition:
        say(condition.wait(until(6)))
        time.sleep(until(7))
    say(88)
    try:
        say('met', barrier.wait(until(6)))
    except threading.BrokenBarrierError:
        say('broken')
    say('got', queue_.get(timeout=until(0)))
    time.sleep(until(2))


async def c11():
    await asyncio.sleep(until(0))
    say(62)
    say(96)
    return 'c11'


def f13(me):
    time.sleep(until(5))
    queue_.put(2, timeout=until(1))
    if futures:
        say(futures[-1].result(timeout=until(1)))
    with semaphore:
        time.sleep(until(6))
        say('got', queue_.get(timeout=until(6)))
        time.sleep(until(2))
        try:
            try:
                say('met', barrier.wait(until(6)))
            except threading.BrokenBarrierError:
                say('broken')
                barrier.reset()
        finally:
            say('finally')


def f14(me):
    time.sleep(until(4))
    time.sleep(until(7))
    say('got', queue_.get(timeout=until(4)))
    time.sleep(until(6))
    with condition:
        say(condition.wait_for(event.is_set, until(5)))
        time.sleep(until(4))
    return me + 'f14'


async def c12():
    say(40)
    say(await asyncio.to_thread(f13, 'threaded'))
    say(await asyncio.to_thread(f14, 'threaded'))
    return 'c12'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c11(), name='c11')
    await asyncio.sleep(until(1))
    task = asyncio.create_task(c12(), name='c12')
    await asyncio.sleep(until(7))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f10, args=('B',), name='B'))
    threads[-1].start()
    with lock:
        time.sleep(until(2))
        say(0)
    asyncio.run(amain())
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=True, cancel_futures=False)
    say('end of main')


main()
