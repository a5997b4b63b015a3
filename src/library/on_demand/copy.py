# copy

from _types import FunctionType


class Error(Exception):
    pass


error = Error
_ATOMS = (type(None), int, float, bool, str, bytes, type, range, type(...), type(NotImplemented), type(len), FunctionType)


def copy(x):
    cls = type(x)
    if cls in _ATOMS or isinstance(x, type):
        return x
    if cls in (list, dict, set):
        return x.copy()
    if cls in (tuple, frozenset):
        return x
    own = getattr(cls, "__copy__", None)
    if own is not None:
        return own(x)
    return _rebuilt(x, lambda value: value)


def deepcopy(x, memo=None):
    cls = type(x)
    if cls in _ATOMS or isinstance(x, type):
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


def replace(obj, /, **changes):
    method = getattr(type(obj), "__replace__", None)
    if method is None:
        raise TypeError(f"replace() does not support {type(obj).__name__} objects")
    return method(obj, **changes)
