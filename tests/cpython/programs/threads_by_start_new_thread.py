# Threads as old tutorials start them, with `_thread`.
import _thread
import threading
import time


def worker(name, delay):
    for number in range(2):
        time.sleep(delay)
        print(name, number)


ident = _thread.start_new_thread(worker, ("one", 0.1))
_thread.start_new_thread(worker, ("two",), {"delay": 0.13})
print(type(ident).__name__, threading.active_count())
time.sleep(0.4)
lock = _thread.allocate_lock()


def fails():
    with lock:
        number = 0
        1 / number


_thread.start_new_thread(fails, ())
time.sleep(0.1)


def leaves():
    print(threading.current_thread().daemon, threading.current_thread() is threading.main_thread())
    _thread.exit()
    print("never")


_thread.start_new_thread(leaves, ())
time.sleep(0.1)
for wrong in (
    lambda: _thread.start_new_thread(1, ()),
    lambda: _thread.start_new_thread(worker, []),
    lambda: _thread.start_new_thread(worker, (), []),
):
    try:
        wrong()
    except TypeError as error:
        print(error)
print(lock.locked(), _thread.LockType is type(lock), _thread.error, _thread.get_ident() == threading.get_ident())
_thread.start_new_thread(worker, ("nobody waits for it", 1))
