# asyncio.coroutines

import warnings
from _asyncio import iscoroutine
from _trace import version
from inspect import iscoroutinefunction as _is_async_def


def iscoroutinefunction(func):
    if version() >= (3, 14):
        warnings.warn(
            "'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16; "
            "use inspect.iscoroutinefunction() instead",
            DeprecationWarning,
        )
    return _is_async_def(func)
