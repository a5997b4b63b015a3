# asyncio.locks

from _collections import deque
from _trace import lock_acquired, lock_created, lock_released, lock_waits, version
from asyncio.exceptions import BrokenBarrierError, CancelledError
from asyncio.mixins import _LoopBoundMixin

# Whoever waits for a condition and is woken in vain wakes another one.
_passes_on = version() >= (3, 13)


class _Waited(_LoopBoundMixin):
    # Something that tasks wait for, first come first served.

    _key = 0

    def _wait(self):
        future = self._get_loop().create_future()
        future._waits_for("lock", self._key)
        lock_waits(self._key)
        self._waiters.append(future)
        return future

    def _repr(self, state):
        if self._waiters:
            state = f"{state}, waiters:{len(self._waiters)}"
        return f"<{object.__repr__(self)[1:-1]} [{state}]>"


class _ContextManagerMixin(_Waited):
    async def __aenter__(self):
        await self.acquire()  # 3.14: 14
        return None

    async def __aexit__(self, kind, error, traceback):
        self.release()


class Lock(_ContextManagerMixin):
    def __init__(self):
        self._waiters = deque()
        self._locked = False
        self._key = lock_created("asyncio.Lock")

    def __repr__(self):
        return self._repr("locked" if self._locked else "unlocked")

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and all(waiter.cancelled() for waiter in self._waiters):
            self._locked = True
            lock_acquired(self._key)
            return True
        future = self._wait()
        try:
            try:
                await future  # 3.14: 110
            finally:
                self._waiters.remove(future)
        except CancelledError:
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        lock_acquired(self._key)
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        lock_released(self._key)
        self._wake_up_first()

    def _wake_up_first(self):
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)


class Event(_Waited):
    def __init__(self):
        self._waiters = deque()
        self._value = False
        self._key = lock_created("asyncio.Event")

    def __repr__(self):
        return self._repr("set" if self._value else "unset")

    def is_set(self):
        return self._value

    def set(self):
        if self._value:
            return
        self._value = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(True)

    def clear(self):
        self._value = False

    async def wait(self):
        if self._value:
            return True
        future = self._wait()
        try:
            await future  # 3.14: 213
            return True
        finally:
            self._waiters.remove(future)


class Condition(_ContextManagerMixin):
    def __init__(self, lock=None):
        if lock is None:
            lock = Lock()
        self._lock = lock
        self._key = lock_created("asyncio.Condition")
        self._waiters = deque()
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release

    def __repr__(self):
        return self._repr("locked" if self.locked() else "unlocked")

    async def wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        future = self._wait()
        self.release()
        try:
            try:
                try:
                    await future  # 3.14: 272
                    return True
                finally:
                    self._waiters.remove(future)
            finally:
                cancelled = None
                while True:
                    try:
                        await self.acquire()  # 3.14: 284
                        break
                    except CancelledError as error:
                        cancelled = error
                if cancelled is not None:
                    try:
                        raise cancelled if _passes_on else CancelledError
                    finally:
                        cancelled = None
        except BaseException:
            if _passes_on:
                self._notify(1)
            raise

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()  # 3.14: 313
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._notify(n)

    def _notify(self, n):
        for waiter in self._waiters:
            if n <= 0:
                return
            if not waiter.done():
                n -= 1
                waiter.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_ContextManagerMixin):
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._waiters = deque()
        self._value = value
        self._key = lock_created("asyncio." + type(self).__name__)

    def __repr__(self):
        return self._repr("locked" if self.locked() else f"unlocked, value:{self._value}")

    def locked(self):
        return self._value == 0 or any(not waiter.cancelled() for waiter in self._waiters)

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            lock_acquired(self._key)
            return True
        future = self._wait()
        try:
            try:
                await future  # 3.14: 407
            finally:
                self._waiters.remove(future)
        except CancelledError:
            if future.done() and not future.cancelled():
                # It was ours for a moment.
                self._value += 1
            raise
        finally:
            while self._value > 0 and self._wake_up_next():
                pass
        lock_acquired(self._key)
        return True

    def release(self):
        self._value += 1
        lock_released(self._key)
        self._wake_up_next()

    def _wake_up_next(self):
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return True
        return False


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class Barrier(_LoopBoundMixin):
    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._cond = Condition()
        self._parties = parties
        self._state = "filling"
        self._count = 0

    def __repr__(self):
        state = self._state
        if not self.broken:
            state += f", waiters:{self.n_waiting}/{self.parties}"
        return f"<{object.__repr__(self)[1:-1]} [{state}]>"

    async def __aenter__(self):
        return await self.wait()  # 3.14: 506

    async def __aexit__(self, kind, error, traceback):
        pass

    async def wait(self):
        async with self._cond:  # 3.14: 518
            await self._block()  # 3.14: 519
            try:
                index = self._count
                self._count += 1
                if self._count == self._parties:
                    self._state = "draining"
                    self._cond.notify_all()
                else:
                    await self._wait()  # 3.14: 527
                return index
            finally:
                self._count -= 1
                if self._count == 0:
                    if self._state in ("resetting", "draining"):
                        self._state = "filling"
                    self._cond.notify_all()

    async def _block(self):
        await self._cond.wait_for(lambda: self._state not in ("draining", "resetting"))  # 3.14: 540
        if self._state == "broken":
            raise BrokenBarrierError("Barrier aborted")

    async def _wait(self):
        await self._cond.wait_for(lambda: self._state != "filling")  # 3.14: 564
        if self._state in ("broken", "resetting"):
            raise BrokenBarrierError("Abort or reset of barrier")

    async def reset(self):
        async with self._cond:  # 3.14: 583
            self._state = "resetting" if self._count > 0 else "filling"
            self._cond.notify_all()

    async def abort(self):
        async with self._cond:  # 3.14: 598
            self._state = "broken"
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == "filling" else 0

    @property
    def broken(self):
        return self._state == "broken"
