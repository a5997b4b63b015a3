# asyncio.timeouts

import _trace
from _asyncio import current_task, get_running_loop
from asyncio.exceptions import CancelledError

_marks_contexts = _trace.version() >= (3, 13)


class Timeout:
    def __init__(self, when):
        self._state = "created"
        self._when = when
        self._task = None
        self._handle = None
        self._cancelling = 0

    def when(self):
        return self._when

    def reschedule(self, when):
        if self._state != "active":
            if self._state == "created":
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self._state} Timeout")
        self._when = when
        if self._handle is not None:
            self._handle.cancel()
        if when is None:
            self._handle = None
            return
        loop = get_running_loop()
        if when <= loop.time():
            self._handle = loop.call_soon(self._on_timeout)
        else:
            self._handle = loop.call_at(when, self._on_timeout)

    def expired(self):
        return self._state in ("expiring", "expired")

    def __repr__(self):
        when = ""
        if self._state == "active":
            when = " when=" + repr(None if self._when is None else round(self._when, 3))
        return f"<Timeout [{self._state}]{when}>"

    async def __aenter__(self):
        if self._state != "created":
            raise RuntimeError("Timeout has already been entered")
        task = current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "active"
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, kind, error, traceback):
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._cancelling and kind is not None:
                if issubclass(kind, CancelledError):
                    raise TimeoutError from error
                if _marks_contexts:
                    _mark_context(error)
                    if isinstance(error, ExceptionGroup):
                        for member in error.exceptions:
                            _mark_context(member)
        elif self._state == "active":
            self._state = "finished"
        return None

    def _on_timeout(self):
        self._task.cancel()
        self._state = "expiring"
        self._handle = None


def _mark_context(error):
    # What was raised while a cancellation was handled is shown as raised during a timeout.
    while (context := error.__context__) is not None:
        if isinstance(context, CancelledError):
            timeout = TimeoutError()
            timeout.__context__ = timeout.__cause__ = context
            error.__context__ = timeout
            return
        error = context


def timeout(delay):
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    return Timeout(when)
