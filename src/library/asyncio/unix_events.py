# asyncio.unix_events

import asyncio.events
from asyncio.base_events import BaseEventLoop


class _UnixSelectorEventLoop(BaseEventLoop):
    pass


class _UnixDefaultEventLoopPolicy(asyncio.events.BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
asyncio.events._default_policy = DefaultEventLoopPolicy
