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
    with lock:
        time.sleep(until(7))
        say(75)
    queue_.put_nowait(0)
    say(52)
    say(38)
    return me + 'f3'


def f5(me):
    time.sleep(until(1))
    local.value = 40
    say(getattr(local, 'value', None))
    with lock:
        time.sleep(until(6))
        with condition:
            say(condition.wait(until(1)))
            time.sleep(until(1))


def f6(me):
    time.sleep(until(4))
    local.value = 28
    say(getattr(local, 'value', None))
    local.value = 30
    say(getattr(local, 'value', None))
    time.sleep(until(4))
    with lock:
        time.sleep(until(0))
        try:
            with condition:
                condition.notify_all()
            try:
                try:
                    say('met', barrier.wait(until(6)))
                except threading.BrokenBarrierError:
                    say('broken')
                event.clear()
                event.set()
            finally:
                say('finally')
            with condition:
                say(condition.wait(until(1)))
                time.sleep(until(0))
        finally:
            say('finally')
        queue_.put(9, timeout=until(1))
    return me + 'f6'


def f2(me):
    time.sleep(until(1))
    say(36)
    say('got', queue_.get(timeout=until(3)))
    time.sleep(until(5))
    say('got', queue_.get(timeout=until(6)))
    try:
        with ThreadPoolExecutor(1, 'own4') as own:
            future = own.submit(f3, 'own')
            try:
                say('met', barrier.wait(until(3)))
            except threading.BrokenBarrierError:
                say('broken')
        say(future.done())
        with semaphore:
            time.sleep(until(0))
            try:
                done, rest = concurrent.futures.wait([pool.submit(f5, 'w'), pool.submit(f6, 'w')], return_when='FIRST_COMPLETED', timeout=until(4))
                say(len(done), len(rest))
                time.sleep(until(5))
                say('got', queue_.get_nowait())
                time.sleep(until(7))
            except TimeoutError as error:
                say('caught', repr(error))
            time.sleep(until(1))
        if lock.acquire(timeout=until(3)):
            say('locked')
            time.sleep(until(5))
            lock.release()
        else:
            say('not locked')
    finally:
        say('finally')
    return me + 'f2'


def f7(me):
    time.sleep(until(1))
    say(event.wait(until(2)))
    with lock:
        time.sleep(until(2))
        with semaphore:
            time.sleep(until(0))
            say(18)
            say('got', queue_.get(timeout=until(5)))
            time.sleep(until(6))
    return me + 'f7'


def f1(me):
    time.sleep(until(1))
    say(getattr(local, 'value', None))
    with rlock, rlock:
        done, rest = concurrent.futures.wait([pool.submit(f2, 'w'), pool.submit(f7, 'w')], return_when='FIRST_COMPLETED', timeout=until(0))
        say(len(done), len(rest))
        time.sleep(until(0))
        with condition:
            say(condition.wait_for(event.is_set, until(5)))
            time.sleep(until(6))
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(0))
        lock.release()
    else:
        say('not locked')


def f8(me):
    time.sleep(until(4))
    time.sleep(until(1))
    event.set()
    with semaphore:
        time.sleep(until(5))
        with lock:
            time.sleep(until(0))
            try:
                if lock.acquire(timeout=until(0)):
                    say('locked')
                    time.sleep(until(2))
                    lock.release()
                else:
                    say('not locked')
                say(46)
                say(61)
            except BaseException as error:
                say('caught', repr(error))
    try:
        try:
            say('met', barrier.wait(until(2)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        with rlock, rlock:
            time.sleep(until(7))
            try:
                say(65)
                say(31)
            except queue.Empty as error:
                say('caught', repr(error))
                raise ValueError('other')
        with condition:
            say(condition.wait_for(event.is_set, until(5)))
            time.sleep(until(5))
    except TimeoutError as error:
        say('caught', repr(error))
    return me + 'f8'


def f10(me):
    time.sleep(until(7))
    queue_.put(1, timeout=until(2))
    with condition:
        condition.notify_all()
    return me + 'f10'


async def c9():
    say(await asyncio.to_thread(f10, 'threaded'))
    loop.call_soon(say, 'called')
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
    threads.append(threading.Thread(target=f8, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(7))
    say(72)
    with condition:
        say(condition.wait_for(event.is_set, until(7)))
    time.sleep(until(7))
    asyncio.run(amain())
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    say('end of main')


main()
