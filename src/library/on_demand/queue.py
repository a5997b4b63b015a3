# Queues between threads: one lock, and a condition each for who waits for an item, for room, for the end of all work.

import _thread
import _trace
from _collections import deque
from _trace import generic_alias
from _thread import SimpleQueue
from heapq import heappop, heappush
from time import monotonic


class Empty(Exception):
    pass


class Full(Exception):
    pass


if _trace.version() >= (3, 13):

    class ShutDown(Exception):
        pass


Empty.__module__ = "_queue"
_thread.mark_empty(Empty)


class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = _thread.quiet_lock()
        key = _trace.lock_created(type(self).__name__)
        self.not_empty = _thread.condition_of(self.mutex, key, True)
        self.not_full = _thread.condition_of(self.mutex, key, False)
        self.all_tasks_done = _thread.condition_of(self.mutex, key, False)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def put(self, item, block=True, timeout=None):
        with self.not_full:
            if self.is_shutdown:
                raise ShutDown
            if 0 < self.maxsize <= self._qsize():
                if not block:
                    raise Full
                self._wait_for_room(timeout)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def _wait_for_room(self, timeout):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        end = None if timeout is None else monotonic() + timeout
        while self._qsize() >= self.maxsize:
            if end is not None:
                timeout = end - monotonic()
                if timeout <= 0.0:
                    raise Full
            self.not_full.wait(timeout)
            if self.is_shutdown:
                raise ShutDown

    def get(self, block=True, timeout=None):
        with self.not_empty:
            if not self._qsize():
                if self.is_shutdown:
                    raise ShutDown
                if not block:
                    raise Empty
                self._wait_for_item(timeout)
            item = self._get()
            self.not_full.notify()
            return item

    def _wait_for_item(self, timeout):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        end = None if timeout is None else monotonic() + timeout
        while not self._qsize():
            if end is not None:
                timeout = end - monotonic()
                if timeout <= 0.0:
                    raise Empty
            self.not_empty.wait(timeout)
            if self.is_shutdown and not self._qsize():
                raise ShutDown

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def task_done(self):
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError("task_done() called too many times")
            if unfinished == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def join(self):
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    if _trace.version() >= (3, 13):

        def shutdown(self, immediate=False):
            with self.mutex:
                self.is_shutdown = True
                if immediate:
                    while self._qsize():
                        self._get()
                        if self.unfinished_tasks > 0:
                            self.unfinished_tasks -= 1
                    self.all_tasks_done.notify_all()
                self.not_empty.notify_all()
                self.not_full.notify_all()

    # What a subclass changes.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(generic_alias)


class LifoQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)
