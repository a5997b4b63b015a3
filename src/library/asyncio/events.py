# asyncio.events: which loop is meant.

import _asyncio
import _trace
import threading
import warnings
from _asyncio import (
    Handle,
    TimerHandle,
    _get_running_loop,
    _set_running_loop,
    get_event_loop,
    get_running_loop,
)


class AbstractEventLoop(_asyncio.EventLoop):
    pass


class AbstractServer:
    pass


class AbstractEventLoopPolicy:
    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    _loop_factory = None

    def __init__(self):
        self._local = threading.local()

    def get_event_loop(self):
        local = self._local
        loop = getattr(local, "_loop", None)
        if loop is None:
            thread = threading.current_thread()
            is_main = thread is threading.main_thread()
            if not is_main or getattr(local, "_set_called", False) or _trace.version() >= (3, 14):
                raise RuntimeError(f"There is no current event loop in thread {thread.name!r}.")
            warnings.warn("There is no current event loop", DeprecationWarning)
            loop = self.new_event_loop()
            self.set_event_loop(loop)
        return loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(
                f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'"
            )
        self._local._set_called = True
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


_policy = None
_default_policy = None


def _deprecated(name):
    if _trace.version() >= (3, 14):
        warnings.warn(f"'asyncio.{name}' is deprecated and slated for removal in Python 3.16", DeprecationWarning)


def get_event_loop_policy():
    _deprecated("get_event_loop_policy")
    return _get_policy()


def _get_policy():
    global _policy
    if _policy is None:
        _policy = _default_policy()
    return _policy


def set_event_loop_policy(policy):
    global _policy
    _deprecated("set_event_loop_policy")
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError(
            f"policy must be an instance of AbstractEventLoopPolicy or None, not '{type(policy).__name__}'"
        )
    _policy = policy


def set_event_loop(loop):
    _get_policy().set_event_loop(loop)


def new_event_loop():
    return _get_policy().new_event_loop()


def _no_running_loop():
    return _get_policy().get_event_loop()


_asyncio._mark_policy(_no_running_loop)
