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
queue_ = queue.Queue(0)
pool = ThreadPoolExecutor(2, 'pool')


def f3(me):
    time.sleep(until(2))
    say(67)
    if lock.acquire(timeout=until(6)):
        say('locked')
        time.sleep(until(1))
        lock.release()
    else:
        say('not locked')
    with lock:
        time.sleep(until(1))
        say(getattr(local, 'value', None))
    with lock:
        time.sleep(until(5))
        try:
            time.sleep(until(5))
        except Exception as error:
            say('caught', repr(error))


def f2(me):
    time.sleep(until(5))
    time.sleep(until(5))
    with ThreadPoolExecutor(1, 'own4') as own:
        future = own.submit(f3, 'own')
        say(59)
    say(future)
    return me + 'f2'


def f6(me):
    time.sleep(until(5))
    queue_.put_nowait(6)
    queue_.put(8, timeout=until(3))
    say(event.is_set())
    time.sleep(until(7))


def f7(me):
    time.sleep(until(2))
    time.sleep(until(4))
    time.sleep(until(0))


def f5(me):
    time.sleep(until(7))
    for answer in pool.map(f6, ['x', 'y']):
        say('answer', answer)
    for answer in pool.map(f7, ['x', 'y']):
        say('answer', answer)
    return me + 'f5'


def f10(me):
    time.sleep(until(2))
    with rlock, rlock:
        try:
            say('met', barrier.wait(until(4)))
        except threading.BrokenBarrierError:
            say('broken')
    local.value = 52
    say(getattr(local, 'value', None))
    local.value = 79
    say(getattr(local, 'value', None))


def f12(me):
    time.sleep(until(7))
    raise SystemExit
    try:
        say('met', barrier.wait(until(4)))
    except threading.BrokenBarrierError:
        say('broken')
        barrier.reset()
    say(event.is_set())
    say(event.wait(until(3)))


def f9(me):
    time.sleep(until(6))
    queue_.put(0, timeout=until(3))
    if futures:
        say(futures[-1].result(timeout=until(7)))
    thread = threading.Thread(target=f10, args=('T11',), name='T11', daemon=True)
    thread.start()
    thread = threading.Thread(target=f12, args=('T13',), name='T13', daemon=True)
    thread.start()
    with condition:
        say(condition.wait(until(1)))
        time.sleep(until(2))
    thread.join(until(6))
    say(thread.name, thread.is_alive())
    thread.join(until(0))
    say(thread.name, thread.is_alive())
    return me + 'f9'


def f1(me):
    time.sleep(until(1))
    future = pool.submit(f2, 'job')
    futures.append(future)
    say(future.result(until(7)))
    time.sleep(until(3))
    say(35)
    thread = threading.Thread(target=f5, args=('T8',), name='T8')
    thread.start()
    with ThreadPoolExecutor(1, 'own14') as own:
        future = own.submit(f9, 'own')
        say(65)
    say(future.done())
    thread.join(until(7))
    say(thread.name, thread.is_alive())
    if lock.acquire(timeout=until(4)):
        say('locked')
        time.sleep(until(7))
        lock.release()
    else:
        say('not locked')


def f15(me):
    time.sleep(until(0))
    time.sleep(until(7))
    raise RuntimeError
    say(6)
    time.sleep(until(2))
    return me + 'f15'


def f17(me):
    time.sleep(until(0))
    if futures:
        say(futures[-1].result(timeout=until(0)))
    event.set()


async def c16():
    await asyncio.sleep(until(3))
    say(await loop.run_in_executor(pool, f17, 'run'))
    say(73)
    say(26)
    return 'c16'


async def c18():
    say(53)
    await asyncio.sleep(until(0))
    say(39)
    return 'c18'


async def amain():
    global loop
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(c16(), name='c16')
    await asyncio.sleep(until(2))
    task = asyncio.create_task(c18(), name='c18')
    await asyncio.sleep(until(7))
    say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))


def main():
    threads = []
    threads.append(threading.Thread(target=f1, args=('A',), name='A'))
    threads[-1].start()
    time.sleep(until(5))
    threads.append(threading.Thread(target=f15, args=('B',), name='B'))
    threads[-1].start()
    time.sleep(until(6))
    say(29)
    asyncio.run(amain())
    for future in futures:
        say(future.done(), future.cancelled(), future.running())
    pool.shutdown(wait=True, cancel_futures=False)
    say('end of main')


main()
