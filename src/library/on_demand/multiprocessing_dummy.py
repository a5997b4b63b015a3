# multiprocessing.dummy: the interface of processes, made of threads.

import threading
from multiprocessing.pool import ThreadPool
from queue import Queue
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore
from threading import current_thread as current_process

JoinableQueue = Queue
dict = dict
list = list


class Process(threading.Thread):
    __module__ = "multiprocessing.dummy"

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}):
        threading.Thread.__init__(self, group, target, name, args, kwargs)
        self._parent = current_process()

    @property
    def exitcode(self):
        return 0 if self.ident is not None and not self.is_alive() else None


DummyProcess = Process


def active_children():
    return [thread for thread in threading.enumerate() if isinstance(thread, Process) and thread._parent is current_process()]


def freeze_support():
    pass


def Pool(processes=None, initializer=None, initargs=()):
    return ThreadPool(processes, initializer, initargs)


class Namespace:
    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        shown = sorted(f"{name}={value!r}" for name, value in self.__dict__.items() if not name.startswith("_"))
        return f"{self.__class__.__name__}({', '.join(shown)})"


class Value:
    __module__ = "multiprocessing.dummy"

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self.value = value

    def __repr__(self):
        return f"<{type(self).__name__}({self._typecode!r}, {self.value!r})>"
