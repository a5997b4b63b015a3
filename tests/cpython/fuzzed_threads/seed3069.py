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
queue_ = queue.PriorityQueue(0)
pool = ThreadPoolExecutor(1, 'pool')


def f3(me):
    time.sleep(until(1))
    say(79)
    time.sleep(until(3))
    time.sleep(until(0))
    say(85)
    return me + 'f3'


def f2(me):
    time.sleep(until(5))
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')
    with lock:
        time.sleep(until(6))
        thread = threading.Thread(target=f3, args=('T4',), name='T4', daemon=True)
        thread.start()
        say(65)
    say(17)


def f7(me):
    time.sleep(until(2))
    queue_.put(1, timeout=until(4))
    time.sleep(until(0))
    with lock:
        time.sleep(until(0))
        try:
            time.sleep(until(0))
            time.sleep(until(3))
            try:
                if futures:
                    say(futures[-1].result(timeout=until(4)))
                say('got', queue_.get(timeout=until(0)))
                time.sleep(until(1))
                local.value = 69
                say(getattr(local, 'value', None))
            except Exception as error:
                say('caught', repr(error))
                raise ValueError('other')
        except TimeoutError as error:
            say('caught', repr(error))
        try:
            if lock.acquire(timeout=until(0)):
                say('locked')
                time.sleep(until(1))
                lock.release()
            else:
                say('not locked')
            with condition:
                condition.notify()
            say('got', queue_.get_nowait())
            queue_.task_done()
        finally:
            say('finally')
    return me + 'f7'


def f8(me):
    time.sleep(until(0))
    say(event.wait(until(1)))
    try:
        with semaphore:
            time.sleep(until(6))
            with condition:
                condition.notify_all()
            local.value = 78
            say(getattr(local, 'value', None))
    except BaseException as error:
        say('caught', repr(error))
        raise KeyError(1) from error
    try:
        say('met', barrier.wait(until(2)))
    except threading.BrokenBarrierError:
        say('broken')
    return me + 'f8'


def f6(me):
    time.sleep(until(5))
    with rlock, rlock:
        future = pool.submit(f7, 'job')
        futures.append(future)
        time.sleep(until(1))
        say(future.cancel(), future.running(), future.done())
        if lock.acquire(timeout=until(0)):
            say('locked')
            time.sleep(until(1))
            lock.release()
        else:
            say('not locked')
    try:
        timer = threading.Timer(until(7), f8, ('timer',))
        timer.name = 'timer9'
        timer.start()
        time.sleep(until(2))
        timer.cancel()
        say(getattr(local, 'value', None))
    finally:
        say('finally')
    say('got', queue_.get_nowait())
    time.sleep(until(5))


def f10(me):
    time.sleep(until(2))
    try:
        say('met', barrier.wait(until(4)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    try:
        try:
            try:
                say('met', barrier.wait(until(0)))
            except threading.BrokenBarrierError:
                say('broken')
                barrier.reset()
        except TimeoutError as error:
            say('caught', repr(error))
    except BaseException as error:
        say('caught', repr(error))
    try:
        time.sleep(until(3))
        with lock:
            time.sleep(until(2))
            with condition:
                condition.notify_all()
            say(4)
    finally:
        say('finally')
    with lock:
        time.sleep(until(5))
        with condition:
            condition.notify()


def f1(me):
    time.sleep(until(1))
    with ThreadPoolExecutor(1, 'own5') as own:
        future = own.submit(f2, 'own')
        say(47)
    say(future)
    for done in concurrent.futures.as_completed([pool.submit(f6, 'a'), pool.submit(f10, 'a')], timeout=until(0)):
        say('completed', done.exception() or done.result())
    with semaphore:
        time.sleep(until(3))
        raise SystemExit
        if lock.acquire(timeout=until(4)):
            say('locked')
            time.sleep(until(1))
            lock.release()
        else:
            say('not locked')
    with rlock, rlock:
        try:
            queue_.put_nowait(2)
            say(event.is_set())
        finally:
            say('finally')


def f11(me):
    time.sleep(until(5))
    with lock:
        time.sleep(until(5))
        say(84)
        try:
            with rlock, rlock:
                with condition:
                    condition.notify()
            say(50)
            queue_.put(1, timeout=until(6))
        finally:
            say('finally')
    event.clear()
    with rlock, rlock:
        try:
            say('met', barrier.wait(until(7)))
        except threading.BrokenBarrierError:
            say('broken')
            barrier.reset()
        say(event.wait(until(2)))
    return me + 'f11'


def f12(me):
    time.sleep(until(1))
    with condition:
        say(condition.wait(until(2)))
        time.sleep(until(0))
    say(event.is_set())
    try:
        try:
            say('met', barrier.wait(until(5)))
        except threading.BrokenBarrierError:
            say('broken')
        event.clear()
    except Exception as error:
        say('caught', repr(error))
    with semaphore:
        time.sleep(until(2))
        say(49)
        time.sleep(until(5))
    return me + 'f12'


def f14(me):
    time.sleep(until(6))
    try:
        say(69)
        with lock:
            time.sleep(until(6))
            time.sleep(until(5))
        say(event.is_set())
    except Exception as error:
        say('caught', repr(error))
    with semaphore:
        time.sleep(until(6))
        if lock.acquire(timeout=until(6)):
            say('locked')
            time.sleep(until(5))
            lock.release()
        else:
            say('not locked')
        time.sleep(until(5))
    time.sleep(until(1))


def f15(me):
    time.sleep(until(6))
    raise RuntimeError
    say(24)
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(6))
        lock.release()
    else:
        say('not locked')
    if lock.acquire(timeout=until(0)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    return me + 'f15'


async def c13():
    say(await asyncio.to_thread(f14, 'threaded'))
    say(await asyncio.to_thread(f15, 'threaded'))
    say(87)
    return 'c13'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c13(), name='c13')
    await asyncio.sleep(until(7))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(4))
    threads.append(threading.Thread(target=f11, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(5))
    threads.append(threading.Thread(target=f12, args=('C',), name='C', daemon=True))
    threads[-1].start()
    time.sleep(until(5))
    queue_.put(1, timeout=until(1))
    try:
        say('met', barrier.wait(until(2)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say(38)
    asyncio.run(amain())
    for thread in threads:
        thread.join(until(4))
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
