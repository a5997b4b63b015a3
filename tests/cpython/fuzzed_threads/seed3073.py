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
    time.sleep(until(7))
    if futures:
        say(futures[-1].result(timeout=until(5)))
    try:
        with condition:
            say(condition.wait(until(6)))
            time.sleep(until(2))
        with condition:
            condition.notify()
        local.value = 86
        say(getattr(local, 'value', None))
    finally:
        say('finally')
    event.set()


def f5(me):
    time.sleep(until(4))
    time.sleep(until(6))
    say(97)


def f6(me):
    time.sleep(until(6))
    say(10)
    say(49)
    say(event.wait(until(1)))
    say(event.wait(until(1)))
    return me + 'f6'


async def c4():
    say(await asyncio.wait_for(loop.run_in_executor(pool, f5, 'run'), until(1)))
    say(await asyncio.to_thread(f6, 'threaded'))
    loop.call_soon_threadsafe(say, 'called')
    return 'c4'


def f7(me):
    time.sleep(until(7))
    event.set()
    time.sleep(until(3))
    return me + 'f7'


def f8(me):
    time.sleep(until(3))
    say(event.wait(until(7)))
    try:
        say(97)
        say('got', queue_.get(timeout=until(5)))
        time.sleep(until(4))
    finally:
        say('finally')
    return me + 'f8'


def f9(me):
    time.sleep(until(4))
    say(32)
    try:
        time.sleep(until(4))
        time.sleep(until(3))
        say(40)
    finally:
        say('finally')
    time.sleep(until(6))
    time.sleep(until(4))


def f2(me):
    time.sleep(until(4))
    future = pool.submit(f3, 'job')
    futures.append(future)
    future = asyncio.run_coroutine_threadsafe(c4(), loop)
    futures.append(future)
    say(future.result(until(7)))
    try:
        with rlock, rlock:
            with condition:
                say(condition.wait_for(event.is_set, until(6)))
                time.sleep(until(3))
        for done in concurrent.futures.as_completed([pool.submit(f7, 'a'), pool.submit(f8, 'a')]):
            say('completed', done.exception() or done.result())
        with lock:
            time.sleep(until(7))
            future = pool.submit(f9, 'job')
            futures.append(future)
            time.sleep(until(2))
            future.add_done_callback(lambda done: say('done', done.cancelled()))
            time.sleep(until(3))
            say(future.cancel(), future.running(), future.done())
    except Exception as error:
        say('caught', repr(error))
    return me + 'f2'


def f10(me):
    time.sleep(until(5))
    with condition:
        say(condition.wait(until(5)))
        time.sleep(until(3))
    say(67)
    with semaphore:
        time.sleep(until(1))
        with condition:
            condition.notify()


def f1(me):
    time.sleep(until(6))
    say('got', queue_.get_nowait())
    time.sleep(until(6))
    for done in concurrent.futures.as_completed([pool.submit(f2, 'a'), pool.submit(f10, 'a')], timeout=until(5)):
        say('completed', done.exception() or done.result())
    with condition:
        condition.notify()
    return me + 'f1'


def f11(me):
    time.sleep(until(7))
    try:
        try:
            with lock:
                time.sleep(until(1))
                if lock.acquire(timeout=until(4)):
                    say('locked')
                    time.sleep(until(4))
                    lock.release()
                else:
                    say('not locked')
                say(41)
        finally:
            say('finally')
    except Exception as error:
        say('caught', repr(error))
    say(93)
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(0))
        lock.release()
    else:
        say('not locked')
    return me + 'f11'


def f12(me):
    time.sleep(until(2))
    with lock:
        time.sleep(until(7))
        try:
            event.set()
        finally:
            say('finally')
        say(79)
    with rlock, rlock:
        with semaphore:
            time.sleep(until(7))
            with condition:
                condition.notify()
            say(getattr(local, 'value', None))
    try:
        with condition:
            say(condition.wait_for(event.is_set, until(3)))
            time.sleep(until(0))
    finally:
        say('finally')
    return me + 'f12'


def f14(me):
    time.sleep(until(2))
    time.sleep(until(7))
    try:
        say('met', barrier.wait(until(7)))
    except threading.BrokenBarrierError:
        say('broken')
    with rlock, rlock:
        with lock:
            time.sleep(until(6))
            try:
                if futures:
                    say(futures[-1].result(timeout=until(2)))
                time.sleep(until(4))
            finally:
                say('finally')


async def c13():
    say(await asyncio.to_thread(f14, 'threaded'))
    say(58)
    await asyncio.sleep(until(7))
    return 'c13'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c13(), name='c13')
    await asyncio.sleep(until(5))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f11, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f12, args=('C',), name='C', daemon=True))
    threads[-1].start()
    time.sleep(until(3))
    say(event.is_set())
    asyncio.run(amain())
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=True, cancel_futures=False)
    say('end of main')


main()
