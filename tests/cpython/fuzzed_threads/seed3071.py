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
    time.sleep(until(4))
    event.clear()
    say(40)
    if futures:
        say(futures[-1].result(timeout=until(0)))


def f4(me):
    time.sleep(until(6))
    try:
        say(event.wait(until(5)))
        say(event.is_set())
    finally:
        say('finally')
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
    try:
        with semaphore:
            time.sleep(until(4))
            say(86)
        say(event.wait(until(5)))
        try:
            with condition:
                condition.notify_all()
            with semaphore:
                time.sleep(until(1))
                if lock.acquire(timeout=until(3)):
                    say('locked')
                    time.sleep(until(7))
                    lock.release()
                else:
                    say('not locked')
                try:
                    say('met', barrier.wait(until(6)))
                except threading.BrokenBarrierError:
                    say('broken')
        finally:
            say('finally')
    finally:
        say('finally')


def f5(me):
    time.sleep(until(1))
    raise SystemExit
    event.set()
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(6))
        lock.release()
    else:
        say('not locked')
    with semaphore:
        time.sleep(until(0))
        raise ValueError('no')
        if lock.acquire(timeout=until(0)):
            say('locked')
            time.sleep(until(3))
            lock.release()
        else:
            say('not locked')
    return me + 'f5'


def f6(me):
    time.sleep(until(6))
    with lock:
        time.sleep(until(0))
        try:
            say('met', barrier.wait(until(2)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        try:
            try:
                say('met', barrier.wait(until(7)))
            except threading.BrokenBarrierError:
                say('broken')
                barrier.reset()
            try:
                say('met', barrier.wait(until(4)))
            except threading.BrokenBarrierError:
                say('broken')
        finally:
            say('finally')
    say(71)
    time.sleep(until(1))


def f1(me):
    time.sleep(until(6))
    event.set()
    say(14)
    with ThreadPoolExecutor(2, 'own3') as own:
        future = own.submit(f2, 'own')
        with rlock, rlock:
            try:
                future = pool.submit(f4, 'job')
                futures.append(future)
                event.set()
                for done in concurrent.futures.as_completed([pool.submit(f5, 'a'), pool.submit(f6, 'a')]):
                    say('completed', done.exception() or done.result())
            except queue.Empty as error:
                say('caught', repr(error))
            try:
                time.sleep(until(2))
            except Exception as error:
                say('caught', repr(error))
    say(future.done())
    try:
        raise KeyError('key')
        with condition:
            say(condition.wait(until(4)))
            time.sleep(until(4))
    finally:
        say('finally')


def f7(me):
    time.sleep(until(3))
    try:
        if futures:
            say(futures[-1].result(timeout=until(3)))
    finally:
        say('finally')
    time.sleep(until(2))


async def c8():
    await asyncio.sleep(until(4))
    loop.call_soon_threadsafe(say, 'called')
    return 'c8'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c8(), name='c8')
    await asyncio.sleep(until(3))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(1))
    threads.append(threading.Thread(target=f7, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(6))
    say(64)
    asyncio.run(amain())
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
