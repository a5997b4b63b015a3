# contextlib

import sys
from _collections import deque
from _trace import generic_alias
from abc import ABC, abstractmethod
from functools import wraps


def _has_both(cls, enter, leave):
    # Whether a class has both methods, and neither is `None`.
    for name in (enter, leave):
        for base in cls.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
        else:
            return NotImplemented
    return True


class AbstractContextManager(ABC):
    __slots__ = ()
    __class_getitem__ = classmethod(generic_alias)

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        return _has_both(C, "__enter__", "__exit__") if cls is AbstractContextManager else NotImplemented


class AbstractAsyncContextManager(ABC):
    __slots__ = ()
    __class_getitem__ = classmethod(generic_alias)

    async def __aenter__(self):
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        return _has_both(C, "__aenter__", "__aexit__") if cls is AbstractAsyncContextManager else NotImplemented


class ContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class AsyncContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)

        return inner


class _FromGenerator:
    # A generator that yields once; a call of the decorated function makes one.

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func = func
        self.args = args
        self.kwds = kwds
        self.__doc__ = getattr(func, "__doc__", None)

    def _recreate_cm(self):
        return type(self)(self.func, self.args, self.kwds)


def _is_same(error, raised, kind):
    # Whether what the generator raised is what was thrown into it, as it is or wrapped on its way out (PEP 479).
    if raised is error:
        return True
    return isinstance(error, kind) and isinstance(raised, RuntimeError) and raised.__cause__ is error


class _GeneratorContextManager(_FromGenerator, AbstractContextManager, ContextDecorator):
    def __enter__(self):
        del self.args, self.kwds, self.func
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, error, traceback):
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                self.gen.close()
        if error is None:
            error = kind()
        try:
            self.gen.throw(error)
        except StopIteration as stop:
            return stop is not error
        except BaseException as raised:
            if not _is_same(error, raised, StopIteration):
                raise
            error.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after throw()")
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_FromGenerator, AbstractAsyncContextManager, AsyncContextDecorator):
    async def __aenter__(self):
        del self.args, self.kwds, self.func
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, kind, error, traceback):
        if kind is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        if error is None:
            error = kind()
        try:
            await self.gen.athrow(error)
        except StopAsyncIteration as stop:
            return stop is not error
        except BaseException as raised:
            if not _is_same(error, raised, (StopIteration, StopAsyncIteration)):
                raise
            error.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after athrow()")
        finally:
            await self.gen.aclose()


def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


def asynccontextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return helper


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, kind, error, traceback):
        if kind is None:
            return None
        if issubclass(kind, self._exceptions):
            return True
        if issubclass(kind, BaseExceptionGroup):
            _, rest = error.split(self._exceptions)
            if rest is None:
                return True
            raise rest
        return False


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class _Redirect(AbstractContextManager):
    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []


class redirect_stdout(_Redirect):
    def __enter__(self):
        self._old_targets.append(sys.stdout)
        sys.stdout = self._new_target
        return self._new_target

    def __exit__(self, kind, error, traceback):
        sys.stdout = self._old_targets.pop()


class redirect_stderr(_Redirect):
    def __enter__(self):
        self._old_targets.append(sys.stderr)
        sys.stderr = self._new_target
        return self._new_target

    def __exit__(self, kind, error, traceback):
        sys.stderr = self._old_targets.pop()


class _Stack:
    # Exits to call, last first. Each has a flag: whether it is asynchronous.

    def __init__(self):
        self._exits = deque()

    def pop_all(self):
        stack = type(self)()
        stack._exits, self._exits = self._exits, deque()
        return stack

    def push(self, exit):
        method = getattr(type(exit), "__exit__", None)
        if method is None:
            self._exits.append((False, exit))
        else:
            self._exits.append((False, lambda *details: method(exit, *details)))
        return exit

    def enter_context(self, cm):
        cls = type(cm)
        enter, leave = getattr(cls, "__enter__", None), getattr(cls, "__exit__", None)
        if enter is None or leave is None:
            name = f"{cls.__module__}.{cls.__qualname__}"
            raise TypeError(f"'{name}' object does not support the context manager protocol")
        result = enter(cm)
        self._exits.append((False, lambda *details: leave(cm, *details)))
        return result

    def callback(self, callback, /, *args, **kwds):
        self._exits.append((False, lambda *details: callback(*args, **kwds) and None))
        return callback


def _join(new, old, outside):
    # What was raised while `old` was handled names it as its context; the chain ends at what was handled outside.
    while True:
        context = new.__context__
        if context is None or context is old:
            return
        if context is outside:
            break
        new = context
    new.__context__ = old


class ExitStack(_Stack, AbstractContextManager):
    def __exit__(self, kind, error, traceback):
        received = error is not None
        outside = sys.exception()
        suppressed = pending = False
        while self._exits:
            _, leave = self._exits.pop()
            details = (None, None, None) if error is None else (type(error), error, error.__traceback__)
            try:
                if leave(*details):
                    suppressed = True
                    pending = False
                    error = None
            except BaseException as raised:
                _join(raised, error, outside)
                error = raised
                pending = True
        if pending:
            context = error.__context__
            try:
                raise error
            except BaseException:
                error.__context__ = context
                raise
        return received and suppressed

    def close(self):
        self.__exit__(None, None, None)


class AsyncExitStack(_Stack, AbstractAsyncContextManager):
    async def enter_async_context(self, cm):
        cls = type(cm)
        enter, leave = getattr(cls, "__aenter__", None), getattr(cls, "__aexit__", None)
        if enter is None or leave is None:
            name = f"{cls.__module__}.{cls.__qualname__}"
            raise TypeError(f"'{name}' object does not support the asynchronous context manager protocol")
        result = await enter(cm)
        self._exits.append((True, lambda *details: leave(cm, *details)))
        return result

    def push_async_exit(self, exit):
        method = getattr(type(exit), "__aexit__", None)
        if method is None:
            self._exits.append((True, exit))
        else:
            self._exits.append((True, lambda *details: method(exit, *details)))
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        async def leave(*details):
            await callback(*args, **kwds)

        self._exits.append((True, leave))
        return callback

    async def aclose(self):
        await self.__aexit__(None, None, None)

    async def __aexit__(self, kind, error, traceback):
        received = error is not None
        outside = sys.exception()
        suppressed = pending = False
        while self._exits:
            is_async, leave = self._exits.pop()
            details = (None, None, None) if error is None else (type(error), error, error.__traceback__)
            try:
                answer = leave(*details)
                if is_async:
                    answer = await answer
                if answer:
                    suppressed = True
                    pending = False
                    error = None
            except BaseException as raised:
                if error is not None:
                    _join(raised, error, outside)
                error = raised
                pending = True
        if pending:
            context = error.__context__
            try:
                raise error
            except BaseException:
                error.__context__ = context
                raise
        return received and suppressed
