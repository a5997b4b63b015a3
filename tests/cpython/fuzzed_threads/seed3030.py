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
    time.sleep(until(5))
    time.sleep(until(2))
    say(48)
    say(getattr(local, 'value', None))
    try:
        say('met', barrier.wait(until(6)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()


def f2(me):
    time.sleep(until(5))
    say(event.wait(until(4)))
    say(event.wait(until(4)))
    thread = threading.Thread(target=f3, args=('T4',), name='T4')
    thread.start()
    raise SystemExit
    thread.join()
    say(thread.name, thread.is_alive())


def f1(me):
    time.sleep(until(5))
    for answer in pool.map(f2, ['x', 'y']):
        say('answer', answer)
    try:
        say('met', barrier.wait(until(7)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    with condition:
        condition.notify_all()
    return me + 'f1'


def f7(me):
    time.sleep(until(2))
    say(event.is_set())
    say(event.wait(until(5)))


def f9(me):
    time.sleep(until(6))
    local.value = 92
    say(getattr(local, 'value', None))
    with rlock, rlock:
        try:
            say(89)
            try:
                say('met', barrier.wait(until(0)))
            except threading.BrokenBarrierError:
                say('broken')
            try:
                say(69)
            except TimeoutError as error:
                say('caught', repr(error))
        except TimeoutError as error:
            say('caught', repr(error))
    with condition:
        condition.notify_all()


def f10(me):
    time.sleep(until(4))
    queue_.put(4, timeout=until(3))
    try:
        say(21)
    finally:
        say('finally')
    with condition:
        condition.notify()
    time.sleep(until(3))


def f6(me):
    time.sleep(until(0))
    with rlock, rlock:
        try:
            thread = threading.Thread(target=f7, args=('T8',), name='T8')
            thread.start()
            queue_.put(4, timeout=until(6))
        finally:
            say('finally')
        future = pool.submit(f9, 'job')
        futures.append(future)
        time.sleep(until(0))
        future.add_done_callback(lambda done: say('done', done.cancelled()))
    with ThreadPoolExecutor(2, 'own11') as own:
        future = own.submit(f10, 'own')
        say(23)
    say(future)
    with rlock, rlock:
        say(getattr(local, 'value', None))
        try:
            time.sleep(until(0))
        finally:
            say('finally')
    try:
        with semaphore:
            time.sleep(until(3))
            try:
                local.value = 23
                say(getattr(local, 'value', None))
                say(86)
                if futures:
                    say(futures[-1].result(timeout=until(3)))
            except TimeoutError as error:
                say('caught', repr(error))
            say(23)
        with rlock, rlock:
            with lock:
                time.sleep(until(0))
                time.sleep(until(6))
                say(49)
            event.set()
    finally:
        say('finally')


def f12(me):
    time.sleep(until(6))
    with condition:
        say(condition.wait(until(2)))
        time.sleep(until(4))
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')
    event.clear()
    with condition:
        say(condition.wait_for(event.is_set, until(1)))
        time.sleep(until(6))


def f5(me):
    time.sleep(until(2))
    event.set()
    for done in concurrent.futures.as_completed([pool.submit(f6, 'a'), pool.submit(f12, 'a')]):
        say('completed', done.exception() or done.result())


async def c13():
    loop.call_later(until(7), say, 'called')
    await asyncio.sleep(until(3))
    say(43)
    return 'c13'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c13(), name='c13')
    await asyncio.sleep(until(3))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(2))
    threads.append(threading.Thread(target=f5, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(3))
    try:
        say(event.wait(until(5)))
    finally:
        say('finally')
    with condition:
        condition.notify()
    asyncio.run(amain())
    pool.shutdown(wait=False, cancel_futures=True)
    say('end of main')


main()
