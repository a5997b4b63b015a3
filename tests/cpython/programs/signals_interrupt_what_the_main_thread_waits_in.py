"""A signal that comes for the process interrupts the main thread wherever it waits; one that a thread raises for itself does not."""
import os
import queue
import signal
import threading
import time


def say(*words):
    print(*words, flush=True)


def handler(number, frame):
    say("  handler of", signal.Signals(number).name, "in", threading.current_thread().name)


def by_kill():
    os.kill(os.getpid(), signal.SIGUSR1)


def by_raise():
    signal.raise_signal(signal.SIGUSR1)


def by_pthread_kill():
    signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1)


def sleep():
    time.sleep(0.1)


def lock():
    taken = threading.Lock()
    taken.acquire()
    return taken.acquire(timeout=0.1)


def event():
    return threading.Event().wait(0.1)


def condition():
    condition = threading.Condition()
    with condition:
        return condition.wait(0.1)


def join():
    other = threading.Thread(target=time.sleep, args=(0.1,))
    other.start()
    other.join()


def item():
    try:
        return queue.Queue().get(timeout=0.1)
    except queue.Empty:
        return "empty"


def simple_item():
    try:
        return queue.SimpleQueue().get(timeout=0.1)
    except queue.Empty:
        return "empty"


signal.signal(signal.SIGUSR1, handler)
for send, waits in (
    (by_kill, (sleep, lock, condition, join, item, simple_item)),
    (by_raise, (sleep, event, join)),
    (by_pthread_kill, (sleep, event)),
):
    for wait in waits:
        say(send.__name__, wait.__name__)
        sender = threading.Timer(0.05, send)
        sender.start()
        say("  waited:", wait())
        sender.join()
# What a handler does is seen by what it interrupts.
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
say("stopped:", stop.wait())
