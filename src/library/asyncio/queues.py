# asyncio.queues

import _trace
from _collections import deque
from _trace import generic_alias, lock_waits
from asyncio.locks import Event
from asyncio.mixins import _LoopBoundMixin
from heapq import heappop, heappush


class QueueEmpty(Exception):
    pass


class QueueFull(Exception):
    pass


if _trace.version() >= (3, 13):

    class QueueShutDown(Exception):
        pass


class _Finished(Event):
    # What `join` waits for until all is done once: whoever waits for it waits for its queue.

    def __init__(self):
        self._waiters = deque()
        self._value = False
        self._queue = None

    def _wait(self):
        queue, self._queue = self._queue, None
        future = queue._wait()
        self._waiters.append(future)
        return future


class Queue(_LoopBoundMixin):
    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters = deque()
        self._putters = deque()
        self._finished = None
        self._unfinished_tasks = 0
        self._is_shutdown = False
        self._key = _trace.lock_created("asyncio." + type(self).__name__)
        self._init(maxsize)

    # What a subclass changes.

    def _init(self, maxsize):
        self._queue = deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    # Waiting

    def _wait(self):
        future = self._get_loop().create_future()
        future._waits_for("lock", self._key)
        lock_waits(self._key)
        return future

    def _wakeup_next(self, waiters):
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    async def put(self, item):
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            putter = self._wait()
            self._putters.append(putter)
            try:
                await putter  # 3.14: 139
            except BaseException:
                putter.cancel()
                try:
                    self._putters.remove(putter)
                except ValueError:
                    pass
                if not self.full() and not putter.cancelled():
                    self._wakeup_next(self._putters)
                raise
        return self.put_nowait(item)

    def put_nowait(self, item):
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._wakeup_next(self._getters)

    async def get(self):
        while self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            getter = self._wait()
            self._getters.append(getter)
            try:
                await getter  # 3.14: 186
            except BaseException:
                getter.cancel()
                try:
                    self._getters.remove(getter)
                except ValueError:
                    pass
                if not self.empty() and not getter.cancelled():
                    self._wakeup_next(self._getters)
                raise
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            raise QueueEmpty
        item = self._get()
        self._wakeup_next(self._putters)
        return item

    def task_done(self):
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._wake_joiners()

    def _wake_joiners(self):
        finished, self._finished = self._finished, None
        if finished is not None:
            finished.set()

    async def join(self):
        if self._unfinished_tasks > 0:
            if self._finished is None:
                self._finished = _Finished()
            self._finished._queue = self
            await self._finished.wait()  # 3.14: 248

    if _trace.version() >= (3, 13):

        def shutdown(self, immediate=False):
            self._is_shutdown = True
            if immediate:
                while not self.empty():
                    self._get()
                    if self._unfinished_tasks > 0:
                        self._unfinished_tasks -= 1
                if self._unfinished_tasks == 0:
                    self._wake_joiners()
            for waiters in (self._getters, self._putters):
                while waiters:
                    waiter = waiters.popleft()
                    if not waiter.done():
                        waiter.set_result(None)

    # Looking

    def qsize(self):
        return len(self._queue)

    @property
    def maxsize(self):
        return self._maxsize

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    def _format(self):
        text = f"maxsize={self._maxsize!r}"
        if self._queue:
            text += f" _queue={list(self._queue)!r}"
        if self._getters:
            text += f" _getters[{len(self._getters)}]"
        if self._putters:
            text += f" _putters[{len(self._putters)}]"
        if self._unfinished_tasks:
            text += f" tasks={self._unfinished_tasks}"
        if self._is_shutdown:
            text += " shutdown"
        return text

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    __class_getitem__ = classmethod(generic_alias)


class PriorityQueue(Queue):
    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heappush(self._queue, item)

    def _get(self):
        return heappop(self._queue)


class LifoQueue(Queue):
    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
