# inspect

import _trace
from _inspect import (
    isasyncgen,
    isasyncgenfunction,
    isawaitable,
    isbuiltin,
    isclass,
    iscoroutine,
    iscoroutinefunction,
    isfunction,
    isgenerator,
    isgeneratorfunction,
    ismethod,
    ismethoddescriptor,
    ismodule,
    isroutine,
    parameters_of,
)

CORO_CREATED = "CORO_CREATED"
CORO_RUNNING = "CORO_RUNNING"
CORO_SUSPENDED = "CORO_SUSPENDED"
CORO_CLOSED = "CORO_CLOSED"
GEN_CREATED = "GEN_CREATED"
GEN_RUNNING = "GEN_RUNNING"
GEN_SUSPENDED = "GEN_SUSPENDED"
GEN_CLOSED = "GEN_CLOSED"


def markcoroutinefunction(func):
    func._is_coroutine_mark = True
    return func


def isabstract(object):
    return bool(isclass(object) and getattr(object, "__abstractmethods__", ()))


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__") and (stop is None or not stop(func)):
        func = func.__wrapped__
    return func


def getdoc(object):
    doc = getattr(object, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins) if margins else 0
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def getmembers(object, predicate=None):
    found = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            # A slot, or what a metaclass only lists.
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


def getmro(cls):
    return cls.__mro__


def getmodule(object):
    return None


def getcoroutinestate(coroutine):
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_frame is None:
        return CORO_CLOSED
    return CORO_SUSPENDED if coroutine.cr_await is not None else CORO_CREATED


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_frame is None:
        return GEN_CLOSED
    return GEN_SUSPENDED


class _empty:
    pass


_KINDS = ["POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD"]


class _Kind(int):
    @property
    def name(self):
        return _KINDS[self]

    @property
    def description(self):
        return ["positional-only", "positional or keyword", "variadic positional", "keyword-only", "variadic keyword"][self]

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    def __str__(self):
        return self.name


class Parameter:
    empty = _empty
    POSITIONAL_ONLY = _Kind(0)
    POSITIONAL_OR_KEYWORD = _Kind(1)
    VAR_POSITIONAL = _Kind(2)
    KEYWORD_ONLY = _Kind(3)
    VAR_KEYWORD = _Kind(4)

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = _Kind(kind)
        self.default = default
        self.annotation = annotation

    def __str__(self):
        text = self.name
        if self.kind == 2:
            text = "*" + text
        elif self.kind == 4:
            text = "**" + text
        if self.annotation is not _empty:
            text += ": " + formatannotation(self.annotation)
        if self.default is not _empty:
            equals = " = " if self.annotation is not _empty else "="
            text += equals + repr(self.default)
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'


def formatannotation(annotation):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, type):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation)


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        values = []
        for name, parameter in self.signature.parameters.items():
            if parameter.kind >= 3 or name not in self.arguments:
                break
            if parameter.kind == 2:
                values.extend(self.arguments[name])
            else:
                values.append(self.arguments[name])
        return tuple(values)

    @property
    def kwargs(self):
        values = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                if parameter.kind == 3:
                    values[name] = self.arguments[name]
                elif parameter.kind == 4:
                    values.update(self.arguments[name])
        return values

    def apply_defaults(self):
        arguments = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif parameter.default is not _empty:
                arguments[name] = parameter.default
            elif parameter.kind == 2:
                arguments[name] = ()
            elif parameter.kind == 4:
                arguments[name] = {}
        self.arguments = arguments


class Signature:
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = {parameter.name: parameter for parameter in parameters or ()}
        self.return_annotation = return_annotation

    def _bind(self, args, kwargs, partial):
        arguments = {}
        rest = list(args)
        more = dict(kwargs)
        for name, parameter in self.parameters.items():
            kind = parameter.kind
            if kind == 2:
                if rest:
                    arguments[name] = tuple(rest)
                    rest = []
            elif kind == 4:
                if more:
                    arguments[name] = more
                    more = {}
            elif rest and kind != 3:
                if name in more and kind != 0:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = rest.pop(0)
            elif name in more and kind != 0:
                arguments[name] = more.pop(name)
            elif parameter.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if rest:
            raise TypeError("too many positional arguments")
        if more:
            raise TypeError(f"got an unexpected keyword argument {next(iter(more))!r}")
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def __str__(self):
        parts = []
        kind = None
        for parameter in self.parameters.values():
            if kind == 0 and parameter.kind > 0:
                parts.append("/")
            if parameter.kind == 3 and kind not in (2, 3):
                parts.append("*")
            parts.append(str(parameter))
            kind = parameter.kind
        if kind == 0:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if self.return_annotation is not _empty:
            text += f" -> {formatannotation(self.return_annotation)}"
        return text

    def __repr__(self):
        return f"<Signature {self}>"


def signature(obj, *, follow_wrapped=True):
    if follow_wrapped:
        obj = unwrap(obj)
    function = obj
    if isclass(obj):
        init = obj.__init__
        rows = parameters_of(init)
        rows = [] if rows is None else rows[1:]
        function = init
    else:
        rows = parameters_of(obj)
        if rows is None and hasattr(obj, "__call__"):
            rows = parameters_of(obj.__call__)
        if rows is None:
            raise ValueError(f"no signature found for builtin {obj!r}")
    annotations = getattr(function, "__annotations__", {})
    parameters = [
        Parameter(name, kind, default=default[0] if default else _empty, annotation=annotations.get(name, _empty))
        for name, kind, default in rows
    ]
    returns = _empty if isclass(obj) else annotations.get("return", _empty)
    return Signature(parameters, return_annotation=returns)


class FrameInfo(tuple):
    # A frame, and five facts about it.

    _names = ("frame", "filename", "lineno", "function", "code_context", "index")

    def __new__(cls, *items):
        return tuple.__new__(cls, items)

    def __getattr__(self, name):
        if name not in self._names:
            raise AttributeError(f"'FrameInfo' object has no attribute {name!r}")
        return self[self._names.index(name)]

    @property
    def index(self):
        return self[5]

    def __repr__(self):
        return "FrameInfo(" + ", ".join(f"{name}={item!r}" for name, item in zip(self._names, self)) + ")"


def currentframe():
    return _trace.frame()


def getouterframes(frame, context=1):
    files = {path: text.splitlines(True) for path, text in _trace.sources()}
    infos = []
    while frame is not None:
        code, line = frame.f_code, frame.f_lineno
        lines = index = None
        if context > 0 and code.co_filename in files:
            whole = files[code.co_filename]
            start = max(0, min(line - 1 - context // 2, len(whole) - context))
            lines, index = whole[start : start + context], line - 1 - start
        infos.append(FrameInfo(frame, code.co_filename, line, code.co_name, lines, index))
        frame = frame.f_back
    return infos


def stack(context=1):
    return getouterframes(_trace.frame(), context)
