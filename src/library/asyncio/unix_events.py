# asyncio.unix_events

import _trace
import asyncio.events
from asyncio.base_events import BaseEventLoop


class _UnixSelectorEventLoop(BaseEventLoop):
    def __init__(self):
        super().__init__()
        _trace.log("asyncio", 10, "Using selector: EpollSelector")

    def close(self):
        if self.get_debug() and not self.is_running() and not self.is_closed():
            _trace.log("asyncio", 10, f"Close {self!r}")
        super().close()


class _UnixDefaultEventLoopPolicy(asyncio.events.BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
asyncio.events._default_policy = DefaultEventLoopPolicy
