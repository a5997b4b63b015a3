# copy

from _types import FunctionType, MethodType
from _weakref import reference


class Error(Exception):
    pass


error = Error
_ATOMS = (
    type(None), int, float, complex, bool, str, bytes, type, range, property,
    type(...), type(NotImplemented), type(len), FunctionType,
)


def copy(x):
    cls = type(x)
    if cls in _ATOMS or isinstance(x, (type, reference)):
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    if cls in (tuple, frozenset, slice, MethodType):
        return x
    own = getattr(cls, "__copy__", None)
    if own is not None:
        return own(x)
    return _rebuilt(x, _same)


def _same(value):
    return value


def deepcopy(x, memo=None):
    cls = type(x)
    if cls in _ATOMS or isinstance(x, (type, reference)):
        return x
    if memo is None:
        memo = {}
    if id(x) in memo:
        return memo[id(x)]
    own = getattr(cls, "__deepcopy__", None)
    if own is not None:
        made = own(x, memo)
    elif cls is list:
        made = memo[id(x)] = []
        for item in x:
            made.append(deepcopy(item, memo))
    elif cls is tuple:
        items = [deepcopy(item, memo) for item in x]
        made = x if all([a is b for a, b in zip(items, x)]) else tuple(items)
    elif cls is dict:
        made = memo[id(x)] = {}
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
    elif cls in (set, frozenset):
        made = cls([deepcopy(item, memo) for item in x])
    elif cls is bytearray:
        made = x.copy()
    elif cls is slice:
        made = slice(*[deepcopy(part, memo) for part in (x.start, x.stop, x.step)])
    elif cls is MethodType:
        made = MethodType(x.__func__, deepcopy(x.__self__, memo))
    else:
        made = _rebuilt(x, lambda value: deepcopy(value, memo), memo)
    memo[id(x)] = made
    return made


_UNPICKLABLE = ("lock", "RLock", "generator", "coroutine", "async_generator", "module", "Task", "Future", "Context")


def _rebuilt(x, convert, memo=None):
    cls = type(x)
    if cls.__name__ in _UNPICKLABLE:
        name = cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"
        raise TypeError(f"cannot pickle '{name}' object")
    for kind in cls.__mro__[:-1]:
        names = kind.__dict__
        if "__reduce_ex__" in names:
            return _of_parts(x, x.__reduce_ex__(4), convert, memo)
        if "__reduce__" in names:
            return _of_parts(x, x.__reduce__(), convert, memo)
    if isinstance(x, BaseException):
        made = cls(*[convert(arg) for arg in x.args])
    elif isinstance(x, dict):
        made = cls.__new__(cls)
        if hasattr(x, "default_factory"):
            made.default_factory = x.default_factory
        for key, value in x.items():
            dict.__setitem__(made, convert(key), convert(value))
    elif isinstance(x, list):
        made = cls.__new__(cls)
        list.extend(made, [convert(item) for item in x])
    elif isinstance(x, tuple):
        made = tuple.__new__(cls, [convert(item) for item in x])
    elif isinstance(x, (set, frozenset)):
        made = cls([convert(item) for item in x])
    elif isinstance(x, (int, float, str)):
        return x
    elif cls.__name__ == "deque":
        made = cls([convert(item) for item in x], x.maxlen)
    elif hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = x.__getnewargs_ex__()
        made = cls.__new__(cls, *[convert(arg) for arg in args], **{name: convert(arg) for name, arg in kwargs.items()})
    elif hasattr(cls, "__getnewargs__"):
        made = cls.__new__(cls, *[convert(arg) for arg in x.__getnewargs__()])
    else:
        made = object.__new__(cls)
    if memo is not None:
        memo[id(x)] = made
    if hasattr(x, "__getstate__") and "__getstate__" in cls.__dict__:
        state = convert(x.__getstate__())
    else:
        state = {name: convert(value) for name, value in getattr(x, "__dict__", {}).items()}
        for base in cls.__mro__:
            slots = base.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                if hasattr(x, name):
                    state[name] = convert(getattr(x, name))
    if hasattr(cls, "__setstate__"):
        made.__setstate__(state)
    else:
        for name, value in state.items():
            object.__setattr__(made, name, value)
    return made


def _of_parts(x, parts, convert, memo):
    # What `__reduce__` tells: a callable and its arguments, then state, items of a list, items of a dict, a setter of state.
    if isinstance(parts, str):
        return x
    if not 2 <= len(parts) <= 6:
        raise TypeError(f"_reconstruct() takes from 4 to 9 positional arguments but {len(parts) + 2} were given")
    make, args, state, items, pairs, set_state = [*parts, *[None] * (6 - len(parts))]
    made = make(*[convert(arg) for arg in args])
    if memo is not None:
        memo[id(x)] = made
    if state is not None:
        if set_state is not None:
            set_state(made, convert(state))
        else:
            _set_state(made, convert(state))
    if items is not None:
        for item in items:
            made.append(convert(item))
    if pairs is not None:
        for key, value in pairs:
            made[convert(key)] = convert(value)
    return made


def _set_state(made, state):
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        made.__dict__.update(state)
    for name, value in (slots or {}).items():
        setattr(made, name, value)


def replace(obj, /, **changes):
    method = getattr(type(obj), "__replace__", None)
    if method is None and hasattr(type(obj), "__dataclass_fields__"):
        import dataclasses

        return dataclasses.replace(obj, **changes)
    if method is None:
        raise TypeError(f"replace() does not support {type(obj).__name__} objects")
    return method(obj, **changes)
