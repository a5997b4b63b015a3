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
    with condition:
        say(condition.wait_for(event.is_set, until(1)))
        time.sleep(until(3))
    if lock.acquire(timeout=until(7)):
        say('locked')
        time.sleep(until(3))
        lock.release()
    else:
        say('not locked')
    return me + 'f3'


def f4(me):
    time.sleep(until(2))
    try:
        say('met', barrier.wait(until(7)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say(event.wait(until(2)))
    try:
        with condition:
            condition.notify_all()
    finally:
        say('finally')


def f5(me):
    time.sleep(until(3))
    say(event.wait(until(3)))
    try:
        say(31)
        with condition:
            say(condition.wait(until(4)))
            time.sleep(until(3))
    except BaseException as error:
        say('caught', repr(error))
    time.sleep(until(5))


def f2(me):
    time.sleep(until(3))
    with rlock, rlock:
        local.value = 43
        say(getattr(local, 'value', None))
    for answer in pool.map(f3, ['x', 'y'], timeout=until(5)):
        say('answer', answer)
    done, rest = concurrent.futures.wait([pool.submit(f4, 'w'), pool.submit(f5, 'w')], return_when='FIRST_EXCEPTION', timeout=until(0))
    say(len(done), len(rest))
    time.sleep(until(2))


def f7(me):
    time.sleep(until(7))
    say(event.wait(until(1)))
    with condition:
        say(condition.wait(until(0)))
        time.sleep(until(1))
    time.sleep(until(3))
    try:
        say('met', barrier.wait(until(7)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    return me + 'f7'


def f6(me):
    time.sleep(until(2))
    say(event.wait(until(2)))
    future = pool.submit(f7, 'job')
    futures.append(future)
    time.sleep(until(5))
    future.add_done_callback(lambda done: say('done', done.cancelled()))
    return me + 'f6'


def f1(me):
    time.sleep(until(6))
    if lock.acquire(timeout=until(1)):
        say('locked')
        time.sleep(until(2))
        lock.release()
    else:
        say('not locked')
    with lock:
        time.sleep(until(7))
        done, rest = concurrent.futures.wait([pool.submit(f2, 'w'), pool.submit(f6, 'w')], return_when='FIRST_EXCEPTION', timeout=until(2))
        say(len(done), len(rest))
        time.sleep(until(1))
        say('got', queue_.get(timeout=until(1)))
        time.sleep(until(3))


def f9(me):
    time.sleep(until(6))
    say(95)
    try:
        try:
            say('met', barrier.wait(until(4)))
        except threading.BrokenBarrierError:
            say('broken')
    finally:
        say('finally')
    time.sleep(until(0))


def f8(me):
    time.sleep(until(2))
    try:
        time.sleep(until(6))
    except Exception as error:
        say('caught', repr(error))
        raise KeyError(1) from error
    timer = threading.Timer(until(5), f9, ('timer',))
    timer.name = 'timer10'
    timer.start()
    try:
        raise ValueError('no')
    finally:
        say('finally')


def f11(me):
    time.sleep(until(4))
    time.sleep(until(4))
    say('got', queue_.get(timeout=until(1)))
    time.sleep(until(4))
    try:
        say('met', barrier.wait(until(2)))
    except threading.BrokenBarrierError:
        say('broken')


def f13(me):
    time.sleep(until(5))
    say('got', queue_.get(timeout=until(3)))
    time.sleep(until(4))
    try:
        say('met', barrier.wait(until(1)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    with condition:
        say(condition.wait_for(event.is_set, until(5)))
        time.sleep(until(1))
    event.clear()


async def c12():
    say(34)
    loop.call_later(until(4), say, 'called')
    say(await asyncio.to_thread(f13, 'threaded'))
    return 'c12'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c12(), name='c12')
    await asyncio.sleep(until(0))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(3))
    threads.append(threading.Thread(target=f8, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(4))
    threads.append(threading.Thread(target=f11, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(0))
    say(50)
    time.sleep(until(2))
    asyncio.run(amain())
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    say('end of main')


main()
