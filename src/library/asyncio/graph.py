# asyncio.graph (3.14): which tasks wait for a future, and where they stand.

from _asyncio import Future, Task, _awaiters, _call_stack, _get_running_loop, _line_of, current_task


class code:
    def __init__(self, path, name, qualname, line):
        self.co_filename = path
        self.co_name = name
        self.co_qualname = qualname
        self.co_firstlineno = line


class frame:
    # A coroutine's frame is where that stands now; another one was there at the moment of asking.

    def __init__(self, path, line, name, qualname, first, generator):
        self.f_code = code(path, name, qualname, first)
        self.f_generator = generator
        self._line = line

    @property
    def f_lineno(self):
        if self.f_generator is not None:
            self._line = _line_of(self.f_generator, self._line)
        return self._line

    def __repr__(self):
        code = self.f_code
        return f"<frame at {id(self):#x}, file {code.co_filename!r}, line {self.f_lineno}, code {code.co_name}>"


class FrozenInstanceError(AttributeError):
    pass


class _Frozen:
    # What a frozen dataclass with slots does.

    __slots__ = ()

    def __init__(self, *args, **kwargs):
        given = dict(zip(self.__slots__, args), **kwargs)
        for name in self.__slots__:
            if name not in given:
                raise TypeError(f"{type(self).__name__}.__init__() missing 1 required positional argument: {name!r}")
            object.__setattr__(self, name, given[name])

    def __setattr__(self, name, value):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name):
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _values(self):
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other):
        return self._values() == other._values() if type(other) is type(self) else NotImplemented

    def __hash__(self):
        return hash(self._values())

    def __repr__(self):
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__qualname__}({fields})"


class FrameCallGraphEntry(_Frozen):
    __slots__ = ("frame",)


class FutureCallGraph(_Frozen):
    __slots__ = ("future", "call_stack", "awaited_by")


def _check(future):
    if not isinstance(future, Future):
        raise TypeError(f"{future!r} object does not appear to be compatible with asyncio.Future")


def _entries(rows):
    # A coroutine that is done has no frame.
    return tuple(FrameCallGraphEntry(row and frame(*row)) for row in rows)


def _graph_of(future, limit):
    _check(future)
    # Innermost first; a positive limit keeps the outermost ones.
    rows = [] if limit == 0 else _call_stack(future, 0)
    if limit:
        rows = rows[-limit:] if limit > 0 else rows[:-limit]
    return FutureCallGraph(future, _entries(rows), _above(future, limit))


def _above(future, limit):
    return tuple(_graph_of(task, limit) for task in _awaiters(future))


def capture_call_graph(future=None, /, *, depth=1, limit=None):
    loop = _get_running_loop()
    if future is None:
        if loop is None:
            raise RuntimeError(
                "capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided"
            )
        future = current_task(loop)
        if future is None:
            return None
    elif loop is None or future is not current_task(loop):
        return _graph_of(future, limit)
    _check(future)
    rows = [] if limit == 0 else _call_stack(None, depth)
    if limit:
        # Here a positive limit keeps the outermost ones, too.
        rows = rows[-limit:] if limit > 0 else rows[:-limit]
    return FutureCallGraph(future, _entries(rows), _above(future, limit))


def _kind(generator):
    if hasattr(generator, "cr_frame"):
        return "async "
    if hasattr(generator, "ag_frame"):
        return "async generator "
    return "generator "


def _lines(graph, indent):
    future = graph.future
    if isinstance(future, Task):
        yield f"{indent}* Task(name={future.get_name()!r}, id={id(future):#x})"
    else:
        yield f"{indent}* Future(id={id(future):#x})"
    if graph.call_stack:
        yield f"{indent}  + Call stack:"
        for entry in graph.call_stack:
            frame = entry.frame
            kind = "" if frame.f_generator is None else _kind(frame.f_generator)
            code = frame.f_code
            line = frame.f_lineno or "…"
            yield f"{indent}  |   File {code.co_filename!r}, line {line}, in {kind}{code.co_qualname}()"
    if graph.awaited_by:
        yield f"{indent}  + Awaited by:"
        for above in graph.awaited_by:
            yield from _lines(above, indent + "    ")


def format_call_graph(future=None, /, *, depth=1, limit=None):
    graph = capture_call_graph(future, depth=depth + 1, limit=limit)
    return "" if graph is None else "\n".join(_lines(graph, ""))


def print_call_graph(future=None, /, *, file=None, depth=1, limit=None):
    print(format_call_graph(future, depth=depth, limit=limit), file=file)  # 3.14: 276
