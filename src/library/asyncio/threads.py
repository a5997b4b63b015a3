# asyncio.threads

from _asyncio import get_running_loop
from contextvars import copy_context


class _InContext:
    # A call in a context; `func` tells the trace what is called.

    def __init__(self, context, func, args, kwargs):
        self.context = context
        self.func = func
        self.args = args
        self.kwargs = kwargs

    def __call__(self):
        return self.context.run(self.func, *self.args, **self.kwargs)


async def to_thread(func, /, *args, **kwargs):
    loop = get_running_loop()
    return await loop.run_in_executor(None, _InContext(copy_context(), func, args, kwargs))  # 3.14: 25
