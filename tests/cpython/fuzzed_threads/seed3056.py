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
queue_ = queue.Queue(1)
pool = ThreadPoolExecutor(2, 'pool')


def f3(me):
    time.sleep(until(7))
    event.set()
    local.value = 65
    say(getattr(local, 'value', None))
    return me + 'f3'


def f4(me):
    time.sleep(until(1))
    say(33)
    time.sleep(until(2))
    say(event.is_set())
    return me + 'f4'


def f6(me):
    time.sleep(until(4))
    try:
        say(getattr(local, 'value', None))
    finally:
        say('finally')
    say(48)


def f7(me):
    time.sleep(until(4))
    say(getattr(local, 'value', None))
    say(51)


def f2(me):
    time.sleep(until(4))
    future = pool.submit(f3, 'job')
    futures.append(future)
    time.sleep(until(0))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    time.sleep(until(2))
    say(future.cancel(), future.running(), future.done())
    with rlock, rlock:
        with lock:
            time.sleep(until(5))
            with ThreadPoolExecutor(1, 'own5') as own:
                future = own.submit(f4, 'own')
                say(47)
            say(future.done())
    done, rest = concurrent.futures.wait([pool.submit(f6, 'w'), pool.submit(f7, 'w')], return_when='FIRST_EXCEPTION', timeout=until(4))
    say(len(done), len(rest))
    time.sleep(until(3))


def f9(me):
    time.sleep(until(1))
    say(15)
    try:
        say(30)
        if lock.acquire(timeout=until(0)):
            say('locked')
            time.sleep(until(0))
            lock.release()
        else:
            say('not locked')
        with condition:
            say(condition.wait_for(event.is_set, until(4)))
            time.sleep(until(3))
    finally:
        say('finally')
    return me + 'f9'


def f8(me):
    time.sleep(until(6))
    future = pool.submit(f9, 'job')
    futures.append(future)
    say(future.result(until(7)))
    time.sleep(until(3))
    if lock.acquire(timeout=until(3)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    event.set()


def f1(me):
    time.sleep(until(0))
    time.sleep(until(2))
    done, rest = concurrent.futures.wait([pool.submit(f2, 'w'), pool.submit(f8, 'w')], return_when='FIRST_EXCEPTION')
    say(len(done), len(rest))
    time.sleep(until(2))
    loop.call_soon_threadsafe(say, 'called')
    return me + 'f1'


def f12(me):
    time.sleep(until(2))
    say(event.is_set())
    queue_.put(6, timeout=until(6))
    queue_.put(0, timeout=until(7))
    with condition:
        condition.notify()
    return me + 'f12'


def f11(me):
    time.sleep(until(6))
    raise RuntimeError
    with ThreadPoolExecutor(2, 'own13') as own:
        future = own.submit(f12, 'own')
        queue_.put(3, timeout=until(5))
    say(future.done())
    with rlock, rlock:
        try:
            say('met', barrier.wait(until(5)))
        except threading.BrokenBarrierError:
            say('broken')
        try:
            with rlock, rlock:
                with condition:
                    condition.notify_all()
            try:
                say('met', barrier.wait(until(6)))
            except threading.BrokenBarrierError:
                say('broken')
            with condition:
                condition.notify_all()
        finally:
            say('finally')
    return me + 'f11'


def f14(me):
    time.sleep(until(4))
    say(event.wait(until(1)))
    if futures:
        say(futures[-1].result(timeout=until(3)))
    time.sleep(until(2))
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    return me + 'f14'


def f10(me):
    time.sleep(until(3))
    done, rest = concurrent.futures.wait([pool.submit(f11, 'w'), pool.submit(f14, 'w')], return_when='ALL_COMPLETED')
    say(len(done), len(rest))
    time.sleep(until(7))
    say(28)
    try:
        if futures:
            say(futures[-1].result(timeout=until(1)))
        say(getattr(local, 'value', None))
        try:
            with lock:
                time.sleep(until(3))
                time.sleep(until(6))
        finally:
            say('finally')
    finally:
        say('finally')
    time.sleep(until(0))


def f15(me):
    time.sleep(until(0))
    say('got', queue_.get(timeout=until(4)))
    time.sleep(until(6))
    if futures:
        say(futures[-1].result(timeout=until(1)))
    return me + 'f15'


def f17(me):
    time.sleep(until(3))
    time.sleep(until(1))
    if lock.acquire(timeout=until(6)):
        say('locked')
        time.sleep(until(2))
        lock.release()
    else:
        say('not locked')
    say(39)
    say(83)
    return me + 'f17'


async def c16():
    await asyncio.sleep(until(0))
    say(await asyncio.wait_for(loop.run_in_executor(pool, f17, 'run'), until(7)))
    say(59)
    return 'c16'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c16(), name='c16')
    await asyncio.sleep(until(4))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    threads.append(threading.Thread(target=f10, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(1))
    threads.append(threading.Thread(target=f15, args=('C',), name='C'))
    threads[-1].start()
    say(4)
    asyncio.run(amain())
    for thread in threads:
        thread.join(until(4))
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
