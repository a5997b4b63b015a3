# weakref

import _weakref
import atexit
from collections.abc import MutableMapping


class ReferenceType(_weakref.reference):
    _hash = None

    def __init__(self, object, callback=None, /):
        self._id = id(object)
        self._kind = type(object).__name__

    @property
    def __callback__(self):
        return None

    def __hash__(self):
        if self._hash is None:
            target = self()
            if target is None:
                raise TypeError("weak object has gone away")
            self._hash = hash(target)
        return self._hash

    def __eq__(self, other):
        if not isinstance(other, ReferenceType):
            return NotImplemented
        mine, theirs = self(), other()
        if mine is None or theirs is None:
            return self is other
        return mine is theirs or mine == theirs

    def __repr__(self):
        target = self()
        if target is None:
            return f"<weakref at {id(self):#x}; dead>"
        return f"<weakref at {id(self):#x}; to '{_kind(target)}' at {id(target):#x}>"


def _kind(target):
    cls = type(target)
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


ReferenceType.__name__ = ReferenceType.__qualname__ = "ReferenceType"
ref = ReferenceType


class WeakMethod(ReferenceType):
    def __new__(cls, meth, callback=None):
        if not hasattr(meth, "__self__"):
            raise TypeError(f"argument should be a bound method, not {type(meth)}")
        return ReferenceType.__new__(cls, meth.__self__, callback)

    def __init__(self, meth, callback=None):
        super().__init__(meth.__self__)
        self._name = meth.__func__.__name__

    def __call__(self):
        target = super().__call__()
        return None if target is None else getattr(target, self._name)


class ProxyType:
    def __init__(self, object, callback=None):
        _set(self, "_loopscope_ref", ReferenceType(object, callback))

    def __getattribute__(self, name):
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        target = _target(self)
        return f"<weakproxy at {id(self):#x} to {type(target).__name__} at {id(target):#x}>"

    def __str__(self):
        return str(_target(self))

    def __len__(self):
        return len(_target(self))

    def __iter__(self):
        return iter(_target(self))

    def __getitem__(self, key):
        return _target(self)[key]

    def __setitem__(self, key, value):
        _target(self)[key] = value

    def __contains__(self, item):
        return item in _target(self)

    def __bool__(self):
        return bool(_target(self))

    def __eq__(self, other):
        return _target(self) == other

    __hash__ = None


class CallableProxyType(ProxyType):
    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)


ProxyType.__name__ = ProxyType.__qualname__ = "ProxyType"
_set, _get = object.__setattr__, object.__getattribute__
ProxyTypes = (ProxyType, CallableProxyType)


def _target(proxy):
    target = _get(proxy, "_loopscope_ref")()
    if target is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return target


def proxy(object, callback=None, /):
    return (CallableProxyType if callable(object) else ProxyType)(object, callback)


class WeakSet:
    def __init__(self, data=None):
        self.data = set()
        if data is not None:
            self.update(data)

    def _discard(self, reference):
        self.data.discard(reference)

    def add(self, item):
        self.data.add(ReferenceType(item, self._forget()))

    def _forget(self):
        mine = ReferenceType(self)

        def forget(reference):
            this = mine()
            if this is not None:
                this._discard(reference)

        return forget

    def update(self, other):
        for item in other:
            self.add(item)

    def discard(self, item):
        self.data.discard(ReferenceType(item))

    def remove(self, item):
        self.data.remove(ReferenceType(item))

    def pop(self):
        while True:
            if not self.data:
                raise KeyError("pop from empty WeakSet")
            item = self.data.pop()()
            if item is not None:
                return item

    def clear(self):
        self.data.clear()

    def copy(self):
        return WeakSet(self)

    def __iter__(self):
        for reference in [*self.data]:
            item = reference()
            if item is not None:
                yield item

    def __len__(self):
        return sum(reference() is not None for reference in self.data)

    def __contains__(self, item):
        try:
            return ReferenceType(item) in self.data
        except TypeError:
            return False

    def __repr__(self):
        return repr({*self})

    def union(self, other):
        return WeakSet([*self, *other])

    __or__ = union

    def difference(self, other):
        return WeakSet([item for item in self if item not in other])

    __sub__ = difference

    def intersection(self, other):
        return WeakSet([item for item in self if item in other])

    __and__ = intersection


class WeakValueDictionary(MutableMapping):
    def __init__(self, other=(), /, **kw):
        self.data = {}
        self.update(other, **kw)

    def _forget(self, key):
        mine = ReferenceType(self)

        def forget(reference):
            this = mine()
            if this is not None and this.data.get(key) is reference:
                del this.data[key]

        return forget

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self.data[key] = ReferenceType(value, self._forget(key))

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        reference = self.data.get(key)
        return reference is not None and reference() is not None

    def __len__(self):
        return sum(reference() is not None for reference in self.data.values())

    def __iter__(self):
        for key, reference in [*self.data.items()]:
            if reference() is not None:
                yield key

    def get(self, key, default=None):
        reference = self.data.get(key)
        value = None if reference is None else reference()
        return default if value is None else value

    def items(self):
        for key, reference in [*self.data.items()]:
            value = reference()
            if value is not None:
                yield key, value

    def keys(self):
        return iter(self)

    def values(self):
        for _, value in self.items():
            yield value

    def valuerefs(self):
        return [*self.data.values()]

    def copy(self):
        return WeakValueDictionary(dict(self.items()))

    def __repr__(self):
        return f"<WeakValueDictionary at {id(self):#x}>"


class WeakKeyDictionary(MutableMapping):
    def __init__(self, dict=None):
        self.data = {}
        if dict is not None:
            self.update(dict)

    def _forget(self):
        mine = ReferenceType(self)

        def forget(reference):
            this = mine()
            if this is not None:
                this.data.pop(reference, None)

        return forget

    def __getitem__(self, key):
        return self.data[ReferenceType(key)]

    def __setitem__(self, key, value):
        self.data[ReferenceType(key, self._forget())] = value

    def __delitem__(self, key):
        del self.data[ReferenceType(key)]

    def __contains__(self, key):
        try:
            return ReferenceType(key) in self.data
        except TypeError:
            return False

    def __len__(self):
        return sum(reference() is not None for reference in self.data)

    def __iter__(self):
        for reference in [*self.data]:
            key = reference()
            if key is not None:
                yield key

    def get(self, key, default=None):
        return self.data.get(ReferenceType(key), default)

    def keys(self):
        return iter(self)

    def items(self):
        for reference, value in [*self.data.items()]:
            key = reference()
            if key is not None:
                yield key, value

    def values(self):
        for _, value in self.items():
            yield value

    def keyrefs(self):
        return [*self.data]

    def __repr__(self):
        return f"<WeakKeyDictionary at {id(self):#x}>"


_finalizers = {}


class finalize:
    def __init__(self, obj, func, /, *args, **kwargs):
        self._called = (func, args, kwargs)
        self.atexit = True
        _finalizers[self] = ReferenceType(obj, lambda reference: self())

    def __call__(self, _=None):
        if _finalizers.pop(self, None) is None:
            return None
        func, args, kwargs = self._called
        return func(*args, **kwargs)

    def detach(self):
        reference = _finalizers.pop(self, None)
        target = None if reference is None else reference()
        return None if target is None else (target, *self._called)

    def peek(self):
        reference = _finalizers.get(self)
        target = None if reference is None else reference()
        return None if target is None else (target, *self._called)

    @property
    def alive(self):
        return self in _finalizers

    def __repr__(self):
        reference = _finalizers.get(self)
        target = None if reference is None else reference()
        if target is None:
            return f"<finalize object at {id(self):#x}; dead>"
        return f"<finalize object at {id(self):#x}; for '{type(target).__name__}' at {id(target):#x}>"


def _finalize_all():
    for finalizer in reversed([*_finalizers]):
        if finalizer.atexit:
            finalizer()


atexit.register(_finalize_all)
