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


def f2(me):
    time.sleep(until(5))
    if futures:
        say(futures[-1].result(timeout=until(7)))
    event.clear()


def f4(me):
    time.sleep(until(2))
    try:
        try:
            say(74)
        finally:
            say('finally')
        with rlock, rlock:
            say(17)
            if lock.acquire(timeout=until(2)):
                say('locked')
                time.sleep(until(0))
                lock.release()
            else:
                say('not locked')
    except TimeoutError as error:
        say('caught', repr(error))
        raise
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    time.sleep(until(1))
    try:
        queue_.put(7, timeout=until(7))
        with rlock, rlock:
            try:
                say('met', barrier.wait(until(6)))
            except threading.BrokenBarrierError:
                say('broken')
            if futures:
                say(futures[-1].result(timeout=until(0)))
    except Exception as error:
        say('caught', repr(error))
        raise ValueError('other')
    return me + 'f4'


def f5(me):
    time.sleep(until(0))
    say(getattr(local, 'value', None))
    with lock:
        time.sleep(until(4))
        try:
            say('met', barrier.wait(until(7)))
        except threading.BrokenBarrierError:
            say('broken')
    say(event.wait(until(6)))
    return me + 'f5'


def f6(me):
    time.sleep(until(3))
    try:
        queue_.put(7, timeout=until(7))
        time.sleep(until(4))
        try:
            say(2)
        except Exception as error:
            say('caught', repr(error))
            raise ValueError('other')
    except Exception as error:
        say('caught', repr(error))
        raise KeyError(1) from error
    say(71)


def f7(me):
    time.sleep(until(3))
    try:
        say('met', barrier.wait(until(4)))
    except threading.BrokenBarrierError:
        say('broken')
    with rlock, rlock:
        time.sleep(until(1))
    with lock:
        time.sleep(until(2))
        with semaphore:
            time.sleep(until(6))
            with condition:
                condition.notify_all()


def f3(me):
    time.sleep(until(3))
    done, rest = concurrent.futures.wait([pool.submit(f4, 'w'), pool.submit(f5, 'w')], return_when='FIRST_EXCEPTION', timeout=until(7))
    say(len(done), len(rest))
    time.sleep(until(4))
    for done in concurrent.futures.as_completed([pool.submit(f6, 'a'), pool.submit(f7, 'a')]):
        say('completed', done.exception() or done.result())


def f1(me):
    time.sleep(until(5))
    done, rest = concurrent.futures.wait([pool.submit(f2, 'w'), pool.submit(f3, 'w')], return_when='FIRST_EXCEPTION', timeout=until(0))
    say(len(done), len(rest))
    time.sleep(until(3))
    say(82)
    say(17)
    return me + 'f1'


def f8(me):
    time.sleep(until(5))
    say(50)
    time.sleep(until(1))
    time.sleep(until(6))


def f9(me):
    time.sleep(until(0))
    if lock.acquire(timeout=until(3)):
        say('locked')
        time.sleep(until(2))
        lock.release()
    else:
        say('not locked')
    raise KeyError('key')
    say('got', queue_.get(timeout=until(1)))
    time.sleep(until(6))
    say(event.wait(until(1)))
    return me + 'f9'


async def c10():
    say(34)
    say(35)
    return 'c10'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c10(), name='c10')
    await asyncio.sleep(until(0))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(5))
    threads.append(threading.Thread(target=f8, args=('B',), name='B', daemon=True))
    threads[-1].start()
    time.sleep(until(1))
    threads.append(threading.Thread(target=f9, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(7))
    say(event.wait(until(3)))
    try:
        say(event.wait(until(2)))
    except Exception as error:
        say('caught', repr(error))
    with semaphore:
        time.sleep(until(3))
        try:
            if lock.acquire(timeout=until(4)):
                say('locked')
                time.sleep(until(4))
                lock.release()
            else:
                say('not locked')
            event.clear()
        finally:
            say('finally')
    asyncio.run(amain())
    say('end of main')


main()
