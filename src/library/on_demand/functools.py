# functools

from _functools import partial, reduce
from _trace import generic_alias

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    if updated:
        for name, value in getattr(wrapped, "__dict__", {}).items():
            setattr(wrapper, name, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)

    return decorate


class _CacheInfo(tuple):
    def __new__(cls, hits, misses, maxsize, currsize):
        return tuple.__new__(cls, (hits, misses, maxsize, currsize))

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        return f"CacheInfo(hits={self[0]}, misses={self[1]}, maxsize={self[2]}, currsize={self[3]})"


_KEYWORDS = (object(),)
_MISSING = object()


def _key(args, kwargs, typed):
    key = args
    if kwargs:
        key += _KEYWORDS
        for item in kwargs.items():
            key += item
    if typed:
        key += tuple(type(value) for value in args)
        key += tuple(type(value) for value in kwargs.values())
    return key


def lru_cache(maxsize=128, typed=False):
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, False)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(function):
        return _cached(function, maxsize, typed)

    return decorate


def _cached(function, maxsize, typed):
    # Results in order of use, oldest first: a dict keeps the order of insertion.
    results = {}
    hits = misses = 0

    if maxsize == 0:

        def wrapper(*args, **kwargs):
            nonlocal misses
            misses += 1
            return function(*args, **kwargs)

    elif maxsize is None:

        def wrapper(*args, **kwargs):
            nonlocal hits, misses
            key = _key(args, kwargs, typed) if kwargs or typed else args
            result = results.get(key, _MISSING)
            if result is not _MISSING:
                hits += 1
                return result
            misses += 1
            result = results[key] = function(*args, **kwargs)
            return result

    else:

        def wrapper(*args, **kwargs):
            nonlocal hits, misses
            key = _key(args, kwargs, typed) if kwargs or typed else args
            result = results.pop(key, _MISSING)
            if result is not _MISSING:
                hits += 1
                results[key] = result
                return result
            misses += 1
            result = function(*args, **kwargs)
            if key not in results and len(results) >= maxsize:
                del results[next(iter(results))]
            results[key] = result
            return result

    def cache_info():
        return _CacheInfo(hits, misses, maxsize, len(results))

    def cache_clear():
        nonlocal hits, misses
        results.clear()
        hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, function)


def cache(user_function, /):
    return _cached(user_function, None, False)


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        result = self.func(instance)
        setattr(instance, self.attrname, result)
        return result


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        elif not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        given = [repr(self.func), *map(repr, self.args), *[f"{name}={value!r}" for name, value in self.keywords.items()]]
        return f"functools.partialmethod({', '.join(given)})"

    def _method(self):
        # A function that takes the object first: what it is called with comes before what is given.
        def method(this, /, *args, **keywords):
            return self.func(this, *self.args, *args, **{**self.keywords, **keywords})

        method.__isabstractmethod__ = self.__isabstractmethod__
        method.__partialmethod__ = self
        return method

    def __get__(self, instance, owner=None):
        get = getattr(self.func, "__get__", None)
        if get is not None and not isinstance(self.func, partial):
            bound = get(instance, owner)
            if bound is not self.func:
                return partial(bound, *self.args, **self.keywords)
        return self._method().__get__(instance, owner)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(generic_alias)


def cmp_to_key(mycmp):
    class K:
        __slots__ = ("obj",)
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return K


def _or_equal(method):
    def operation(self, other):
        result = method(self, other)
        return result if result is NotImplemented else result or self == other

    return operation


def _not(method):
    def operation(self, other):
        result = method(self, other)
        return result if result is NotImplemented else not result

    return operation


def _not_and_unequal(method):
    def operation(self, other):
        result = method(self, other)
        return result if result is NotImplemented else not result and self != other

    return operation


def _and_unequal(method):
    def operation(self, other):
        result = method(self, other)
        return result if result is NotImplemented else result and self != other

    return operation


def _not_or_equal(method):
    def operation(self, other):
        result = method(self, other)
        return result if result is NotImplemented else not result or self == other

    return operation


# What the others are made of, when a class has one of them; the first that it has is taken.
_ORDERINGS = {
    "__lt__": {"__gt__": _not_and_unequal, "__le__": _or_equal, "__ge__": _not},
    "__le__": {"__ge__": _not_or_equal, "__lt__": _and_unequal, "__gt__": _not},
    "__gt__": {"__lt__": _not_and_unequal, "__ge__": _or_equal, "__le__": _not},
    "__ge__": {"__le__": _not_or_equal, "__gt__": _and_unequal, "__lt__": _not},
}


def total_ordering(cls):
    own = [name for name in _ORDERINGS if getattr(cls, name, None) is not getattr(object, name, None)]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(own, key=["__ge__", "__gt__", "__le__", "__lt__"].index)
    for name, make in _ORDERINGS[root].items():
        if name not in own:
            method = make(getattr(cls, root))
            method.__name__ = name
            setattr(cls, name, method)
    return cls


def _merged(sequences):
    # C3: of the first heads, the first that is in no other's tail.
    order = []
    while True:
        sequences = [sequence for sequence in sequences if sequence]
        if not sequences:
            return order
        for sequence in sequences:
            head = sequence[0]
            if not any([head in other[1:] for other in sequences]):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        order.append(head)
        sequences = [sequence[1:] if sequence[0] is head else sequence for sequence in sequences]


def _order_with(cls, virtual):
    # The order of resolution as it would be if a class derived from abstract classes that it only counts as one of.
    bases = list(cls.__bases__)
    abstract = [i for i, base in enumerate(bases) if hasattr(base, "__abstractmethods__")]
    split = abstract[-1] + 1 if abstract else 0
    before, after = bases[:split], bases[split:]
    here = [kind for kind in virtual if issubclass(cls, kind) and not any([issubclass(base, kind) for base in bases])]
    rest = [kind for kind in virtual if kind not in here]
    orders = [_order_with(base, rest) for base in [*before, *here, *after]]
    return _merged([[cls], *orders, before, here, after])


def _candidates(cls, kinds):
    known = set(cls.__mro__)
    kinds = [kind for kind in kinds if kind not in known and hasattr(kind, "__mro__") and issubclass(cls, kind)]
    # A class that another one of them derives from comes with that one.
    kinds = [kind for kind in kinds if not any([kind is not other and kind in other.__mro__ for other in kinds])]
    wanted = set(kinds)
    virtual = []
    for kind in kinds:
        found = []
        for child in kind.__subclasses__():
            if child not in known and issubclass(cls, child):
                found.append([each for each in child.__mro__ if each in wanted])
        if not found:
            virtual.append(kind)
            continue
        found.sort(key=len, reverse=True)
        for each in found:
            for one in each:
                if one not in virtual:
                    virtual.append(one)
    return _order_with(cls, virtual)


def singledispatch(func):
    registry = {object: func}
    chosen = {}

    def dispatch(cls):
        if cls in chosen:
            return chosen[cls]
        found = None
        for kind in _candidates(cls, registry):
            if found is not None:
                if (
                    kind in registry
                    and kind not in cls.__mro__
                    and found not in cls.__mro__
                    and not issubclass(found, kind)
                ):
                    raise RuntimeError(f"Ambiguous dispatch: {found} or {kind}")
                break
            if kind in registry:
                found = kind
        answer = chosen[cls] = registry.get(found)
        return answer

    def register(cls, func=None):
        if func is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            func = cls
            annotated = getattr(getattr(func, "__func__", func), "__annotations__", {})
            annotations = [kind for name, kind in annotated.items() if name != "return"]
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    "Use either `@register(some_class)` or plain `@register` on an annotated function."
                )
            cls = annotations[0]
        for kind in getattr(cls, "__args__", (cls,)):
            registry[kind] = func
        chosen.clear()
        return func

    def wrapper(*args, **kwargs):
        if not args:
            raise TypeError(f"{func.__name__} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kwargs)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def method(*args, **kwargs):
            if not args:
                raise TypeError(f"{self.func.__name__} requires at least 1 positional argument")
            chosen = self.dispatcher.dispatch(type(args[0]))
            if isinstance(chosen, staticmethod):
                return chosen.__func__(*args, **kwargs)
            if isinstance(chosen, classmethod):
                return chosen.__func__(cls, *args, **kwargs)
            return chosen.__get__(obj, cls)(*args, **kwargs)

        method.register = self.register
        return update_wrapper(method, self.func)
