"""Ctrl-C leaves whatever the main thread waits in; other threads go on."""
import concurrent.futures
import os
import queue
import signal
import threading
import time


def say(*words):
    print(*words, flush=True)


def press():
    os.kill(os.getpid(), signal.SIGINT)


def worker():
    time.sleep(0.3)
    say("  worker is done")


def a_thread():
    thread = threading.Thread(target=worker)
    thread.start()
    thread.join()


def a_lock():
    lock = threading.Lock()
    with lock:
        lock.acquire()


def a_condition():
    condition = threading.Condition()
    try:
        with condition:
            condition.wait()
    finally:
        say("  lock is free:", condition.acquire(blocking=False))
        with condition:
            condition.notify()


def an_event():
    threading.Event().wait()


def a_queue():
    queue.Queue().get()


def a_pool():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        try:
            pool.submit(worker).result()
        finally:
            say("  leaving")


def a_semaphore():
    with threading.Semaphore(0):
        pass


for wait in a_thread, a_lock, a_condition, an_event, a_queue, a_pool, a_semaphore:
    threading.Timer(0.1, press).start()
    try:
        wait()
    except KeyboardInterrupt:
        say("interrupted while waiting for", wait.__name__)
    time.sleep(0.4)
threading.Timer(0.1, press).start()
threading.Event().wait()
