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
    time.sleep(until(4))
    say(event.wait(until(2)))
    say(26)
    with condition:
        condition.notify()
    say(57)
    return me + 'f3'


def f5(me):
    time.sleep(until(3))
    say(28)
    with semaphore:
        time.sleep(until(6))
        with lock:
            time.sleep(until(1))
            say(5)
            say('got', queue_.get(timeout=until(7)))
            time.sleep(until(2))
    event.set()


def f2(me):
    time.sleep(until(1))
    with ThreadPoolExecutor(1, 'own4') as own:
        future = own.submit(f3, 'own')
        time.sleep(until(1))
    say(future.done())
    with lock:
        time.sleep(until(1))
        for answer in pool.map(f5, ['x', 'y']):
            say('answer', answer)
    time.sleep(until(0))
    say(39)
    return me + 'f2'


def f7(me):
    time.sleep(until(1))
    event.set()
    time.sleep(until(2))
    say(60)
    return me + 'f7'


def f6(me):
    time.sleep(until(7))
    with ThreadPoolExecutor(2, 'own8') as own:
        future = own.submit(f7, 'own')
        say(event.wait(until(5)))
        with condition:
            condition.notify()
    say(future.done())
    say('got', queue_.get_nowait())


def f9(me):
    time.sleep(until(7))
    with condition:
        say(condition.wait(until(6)))
        time.sleep(until(3))
    with rlock, rlock:
        if futures:
            say(futures[-1].result(timeout=until(1)))
    queue_.put(4, timeout=until(1))
    with lock:
        time.sleep(until(2))
        say(event.wait(until(3)))
        with condition:
            say(condition.wait_for(event.is_set, until(0)))
            time.sleep(until(0))


def f10(me):
    time.sleep(until(1))
    if futures:
        say(futures[-1].result(timeout=until(3)))
    with condition:
        condition.notify()
    try:
        say('met', barrier.wait(until(3)))
    except threading.BrokenBarrierError:
        say('broken')


def f1(me):
    time.sleep(until(2))
    say(event.wait(until(5)))
    try:
        for done in concurrent.futures.as_completed([pool.submit(f2, 'a'), pool.submit(f6, 'a')]):
            say('completed', done.exception() or done.result())
        done, rest = concurrent.futures.wait([pool.submit(f9, 'w'), pool.submit(f10, 'w')], return_when='ALL_COMPLETED', timeout=until(3))
        say(len(done), len(rest))
        time.sleep(until(7))
        with condition:
            condition.notify_all()
    except BaseException as error:
        say('caught', repr(error))
    try:
        say('met', barrier.wait(until(0)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()


def f11(me):
    time.sleep(until(1))
    say(39)
    say('got', queue_.get(timeout=until(3)))
    time.sleep(until(3))
    with condition:
        condition.notify()
    time.sleep(until(5))


def f12(me):
    time.sleep(until(2))
    say('got', queue_.get(timeout=until(5)))
    time.sleep(until(0))
    if futures:
        say(futures[-1].result(timeout=until(1)))


def f14(me):
    time.sleep(until(6))
    say(11)
    if lock.acquire(timeout=until(2)):
        say('locked')
        time.sleep(until(5))
        lock.release()
    else:
        say('not locked')


def f15(me):
    time.sleep(until(6))
    queue_.put_nowait(9)
    say(getattr(local, 'value', None))
    try:
        say('met', barrier.wait(until(1)))
    except threading.BrokenBarrierError:
        say('broken')
    with semaphore:
        time.sleep(until(1))
        with condition:
            say(condition.wait(until(0)))
            time.sleep(until(3))
    return me + 'f15'


async def c13():
    loop.call_later(until(6), say, 'called')
    say(await loop.run_in_executor(pool, f14, 'run'))
    say(await asyncio.to_thread(f15, 'threaded'))
    await asyncio.sleep(until(6))
    return 'c13'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c13(), name='c13')
    await asyncio.sleep(until(0))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(6))
    threads.append(threading.Thread(target=f11, args=('B',), name='B'))
    threads[-1].start()
    threads.append(threading.Thread(target=f12, args=('C',), name='C'))
    threads[-1].start()
    time.sleep(until(6))
    say(40)
    asyncio.run(amain())
    for thread in threads:
        thread.join()
        say(thread.name, thread.is_alive(), thread.daemon)
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=False, cancel_futures=False)
    say('end of main')


main()
