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
queue_ = queue.SimpleQueue()
pool = ThreadPoolExecutor(1, 'pool')


def f3(me):
    time.sleep(until(6))
    with rlock, rlock:
        try:
            say('met', barrier.wait(until(1)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        local.value = 57
        say(getattr(local, 'value', None))
    time.sleep(until(0))
    with condition:
        condition.notify_all()


def f4(me):
    time.sleep(until(0))
    queue_.put_nowait(7)
    with condition:
        say(condition.wait(until(1)))
        time.sleep(until(7))
    with rlock, rlock:
        say(49)
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    return me + 'f4'


async def c2():
    say(8)
    say(34)
    say(await asyncio.wait_for(asyncio.to_thread(f3, 'threaded'), until(2)))
    say(await loop.run_in_executor(None, f4, 'run'))
    return 'c2'


def f1(me):
    time.sleep(until(3))
    if futures:
        say(futures[-1].result(timeout=until(0)))
    if lock.acquire(timeout=until(3)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')
    future = asyncio.run_coroutine_threadsafe(c2(), loop)
    futures.append(future)
    say(future.result(until(1)))
    say('got', queue_.get_nowait())
    time.sleep(until(0))


def f7(me):
    time.sleep(until(3))
    with lock:
        time.sleep(until(5))
        with condition:
            say(condition.wait(until(5)))
            time.sleep(until(7))
    say(52)
    event.set()
    say('got', queue_.get(timeout=until(6)))
    time.sleep(until(2))


def f6(me):
    time.sleep(until(2))
    for answer in pool.map(f7, ['x', 'y']):
        say('answer', answer)
    with lock:
        time.sleep(until(7))
        event.clear()


def f5(me):
    time.sleep(until(1))
    say(98)
    with semaphore:
        time.sleep(until(4))
        say(getattr(local, 'value', None))
        with condition:
            condition.notify()
    time.sleep(until(5))
    try:
        with rlock, rlock:
            say('got', queue_.get(timeout=until(5)))
            time.sleep(until(4))
        queue_.put(0, timeout=until(5))
        with lock:
            time.sleep(until(0))
            event.set()
            with lock:
                time.sleep(until(4))
                with ThreadPoolExecutor(2, 'own8') as own:
                    future = own.submit(f6, 'own')
                    if futures:
                        say(futures[-1].result(timeout=until(2)))
                    with condition:
                        condition.notify_all()
                say(future.done())
                say(event.wait(until(1)))
    finally:
        say('finally')
    return me + 'f5'


def f9(me):
    time.sleep(until(1))
    with rlock, rlock:
        try:
            with condition:
                condition.notify()
        except TimeoutError as error:
            say('caught', repr(error))
    if futures:
        say(futures[-1].result(timeout=until(2)))
    if futures:
        say(futures[-1].result(timeout=until(7)))
    with condition:
        say(condition.wait_for(event.is_set, until(3)))
        time.sleep(until(4))


async def c10():
    loop.call_soon(say, 'called')
    say(18)
    loop.call_soon_threadsafe(say, 'called')
    return 'c10'


def f12(me):
    time.sleep(until(0))
    say(16)
    time.sleep(until(6))
    return me + 'f12'


async def c11():
    await asyncio.sleep(until(2))
    await asyncio.sleep(until(4))
    say(await asyncio.to_thread(f12, 'threaded'))
    return 'c11'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c10(), name='c10')
    await asyncio.sleep(until(6))
    task = asyncio.create_task(c11(), name='c11')
    await asyncio.sleep(until(6))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    threads.append(threading.Thread(target=f5, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f9, args=('C',), name='C'))
    threads[-1].start()
    if lock.acquire(timeout=until(2)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')
    say(event.wait(until(6)))
    local.value = 82
    say(getattr(local, 'value', None))
    asyncio.run(amain())
    for thread in threads:
        thread.join(until(7))
        say(thread.name, thread.is_alive(), thread.daemon)
    pool.shutdown(wait=True, cancel_futures=False)
    say('end of main')


main()
