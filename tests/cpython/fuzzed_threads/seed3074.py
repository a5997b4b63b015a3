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
pool = ThreadPoolExecutor(2, 'pool')


def f1(me):
    time.sleep(until(6))
    say(69)
    say(51)


def f4(me):
    time.sleep(until(5))
    event.set()
    with condition:
        say(condition.wait(until(2)))
        time.sleep(until(0))


async def c3():
    loop.call_soon_threadsafe(say, 'called')
    say(await asyncio.wait_for(loop.run_in_executor(pool, f4, 'run'), until(5)))
    return 'c3'


def f6(me):
    time.sleep(until(2))
    time.sleep(until(0))
    time.sleep(until(3))


def f7(me):
    time.sleep(until(4))
    time.sleep(until(7))
    with lock:
        time.sleep(until(4))
        say(42)
    queue_.put(0, timeout=until(4))
    return me + 'f7'


def f9(me):
    time.sleep(until(2))
    queue_.put(1, timeout=until(6))
    say(getattr(local, 'value', None))
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(0))
        lock.release()
    else:
        say('not locked')
    say('got', queue_.get(timeout=until(2)))
    queue_.task_done()
    time.sleep(until(5))


async def c8():
    loop.call_soon(say, 'called')
    await asyncio.sleep(until(1))
    say(80)
    say(await loop.run_in_executor(pool, f9, 'run'))
    return 'c8'


def f5(me):
    time.sleep(until(5))
    try:
        say('met', barrier.wait(until(5)))
    except threading.BrokenBarrierError:
        say('broken')
    done, rest = concurrent.futures.wait([pool.submit(f6, 'w'), pool.submit(f7, 'w')], return_when='ALL_COMPLETED')
    say(len(done), len(rest))
    time.sleep(until(0))
    try:
        try:
            say('met', barrier.wait(until(5)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        try:
            with condition:
                say(condition.wait(until(2)))
                time.sleep(until(6))
            say('got', queue_.get(timeout=until(6)))
            time.sleep(until(0))
            future = asyncio.run_coroutine_threadsafe(c8(), loop)
            futures.append(future)
            say(future.result(until(0)))
        finally:
            say('finally')
        with rlock, rlock:
            time.sleep(until(5))
    except Exception as error:
        say('caught', repr(error))
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()


def f2(me):
    time.sleep(until(2))
    future = asyncio.run_coroutine_threadsafe(c3(), loop)
    futures.append(future)
    say(future.result(until(6)))
    queue_.put_nowait(0)
    timer = threading.Timer(until(6), f5, ('timer',))
    timer.name = 'timer10'
    timer.start()


def f14(me):
    time.sleep(until(7))
    say(98)
    with semaphore:
        time.sleep(until(4))
        try:
            say('met', barrier.wait(until(6)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        say('got', queue_.get(timeout=until(1)))
        queue_.task_done()
        time.sleep(until(0))
    try:
        try:
            say('met', barrier.wait(until(3)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        say(event.wait(until(3)))
    finally:
        say('finally')
    return me + 'f14'


def f15(me):
    time.sleep(until(5))
    time.sleep(until(4))
    with condition:
        say(condition.wait(until(4)))
        time.sleep(until(6))
    with condition:
        condition.notify_all()
    return me + 'f15'


async def c13():
    await asyncio.sleep(until(5))
    say(await asyncio.to_thread(f14, 'threaded'))
    say(await asyncio.wait_for(loop.run_in_executor(None, f15, 'run'), until(5)))
    loop.call_later(until(6), say, 'called')
    return 'c13'


def f12(me):
    time.sleep(until(0))
    future = asyncio.run_coroutine_threadsafe(c13(), loop)
    futures.append(future)
    time.sleep(until(0))
    event.set()


async def c11():
    loop.call_soon(say, 'called')
    say(await asyncio.to_thread(f12, 'threaded'))
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
    time.sleep(until(7))
    threads.append(threading.Thread(target=f2, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(1))
    with lock:
        time.sleep(until(6))
        try:
            say('got', queue_.get(timeout=until(0)))
            queue_.task_done()
            time.sleep(until(7))
            try:
                time.sleep(until(6))
            except BaseException as error:
                say('caught', repr(error))
                raise
            say(31)
        finally:
            say('finally')
        say(11)
    time.sleep(until(2))
    say(46)
    asyncio.run(amain())
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
