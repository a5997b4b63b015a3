# asyncio.coroutines

from _asyncio import iscoroutine
from inspect import iscoroutinefunction as _is_async_def


def iscoroutinefunction(func):
    return _is_async_def(func)
