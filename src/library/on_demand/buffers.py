# _buffers: bytearray and memoryview. A bytearray is bytes that are replaced when it changes.

from _weakref import replace as _replace

_plain = bytes


class bytearray(bytes):
    def __new__(cls, source=b"", *args):
        return _plain.__new__(cls, source, *args)

    __hash__ = None

    def __repr__(self):
        return f"bytearray({_plain(self)!r})"

    __str__ = __repr__

    def __getitem__(self, index):
        found = _plain(self)[index]
        return bytearray(found) if isinstance(index, slice) else found

    def __setitem__(self, index, value):
        items = [*_plain(self)]
        if isinstance(index, slice):
            items[index] = _bytes_like(value)
        else:
            items[_checked_index(index, len(items))] = _byte(value)
        _replace(self, _plain(items))

    def __delitem__(self, index):
        items = [*_plain(self)]
        if not isinstance(index, slice):
            _checked_index(index, len(items))
        del items[index]
        _replace(self, _plain(items))

    def __add__(self, other):
        return bytearray(_plain(self) + _operand(other, self))

    def __radd__(self, other):
        return _plain(other) + _plain(self)

    def __iadd__(self, other):
        _replace(self, _plain(self) + _operand(other, self))
        return self

    def __mul__(self, count):
        return bytearray(_plain(self) * count)

    __rmul__ = __mul__

    def __imul__(self, count):
        _replace(self, _plain(self) * count)
        return self

    def __mod__(self, args):
        return bytearray(_plain(self) % args)

    def __reduce__(self):
        return bytearray, (_plain(self),)

    def append(self, item):
        _replace(self, _plain(self) + _plain([_byte(item)]))

    def extend(self, iterable):
        _replace(self, _plain(self) + _bytes_like(iterable))

    def insert(self, index, item):
        items = [*_plain(self)]
        items.insert(index, _byte(item))
        _replace(self, _plain(items))

    def pop(self, index=-1):
        items = [*_plain(self)]
        if not items:
            raise IndexError("pop from empty bytearray")
        try:
            item = items.pop(index)
        except IndexError:
            raise IndexError("pop index out of range") from None
        _replace(self, _plain(items))
        return item

    def remove(self, value):
        items = [*_plain(self)]
        if value not in items:
            raise ValueError("value not found in bytearray")
        items.remove(value)
        _replace(self, _plain(items))

    def reverse(self):
        _replace(self, _plain(self)[::-1])

    def clear(self):
        _replace(self, b"")

    def copy(self):
        return bytearray(_plain(self))

    @classmethod
    def fromhex(cls, string):
        return cls(_plain.fromhex(string))


def _same_kind(name):
    # A method of bytes that gives more of the same.
    def method(self, *args, **kwargs):
        found = getattr(_plain(self), name)(*args, **kwargs)
        if isinstance(found, list):
            return [bytearray(piece) for piece in found]
        if isinstance(found, tuple):
            return tuple(bytearray(piece) for piece in found)
        return bytearray(found)

    method.__name__ = name
    return method


for _name in (
    "split", "rsplit", "splitlines", "partition", "rpartition", "join", "replace", "strip", "lstrip", "rstrip", "upper", "lower",
    "title", "swapcase", "capitalize", "center", "ljust", "rjust", "zfill", "removeprefix", "removesuffix", "translate", "expandtabs",
):  # fmt: skip
    if hasattr(_plain, _name):
        setattr(bytearray, _name, _same_kind(_name))
bytearray.__module__ = "builtins"


def _byte(value):
    if not isinstance(value, int):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if not 0 <= value < 256:
        raise ValueError("byte must be in range(0, 256)")
    return value


def _checked_index(index, length):
    if not -length <= index < length:
        raise IndexError("bytearray index out of range")
    return index


def _bytes_like(value):
    if isinstance(value, str):
        raise TypeError("expected iterable of integers; got: 'str'")
    if isinstance(value, int):
        raise TypeError("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    return _plain(value)


def _operand(value, this):
    if not isinstance(value, (_plain, memoryview)):
        raise TypeError(f"can't concat {type(value).__name__} to bytearray")
    return _plain(value)


class memoryview:
    def __init__(self, object):
        if isinstance(object, memoryview):
            self._base, self._range = object._base, object._range
        elif isinstance(object, _plain):
            self._base, self._range = object, range(len(object))
        else:
            raise TypeError(f"memoryview: a bytes-like object is required, not '{type(object).__name__}'")
        self._open = True

    format, itemsize, ndim, strides, contiguous = "B", 1, 1, (1,), True

    @property
    def obj(self):
        return self._base

    @property
    def readonly(self):
        return not isinstance(self._base, bytearray)

    @property
    def nbytes(self):
        return len(self)

    @property
    def shape(self):
        return (len(self),)

    def _check(self):
        if not self._open:
            raise ValueError("operation forbidden on released memoryview object")

    def __len__(self):
        self._check()
        return len(self._range)

    def __getitem__(self, index):
        self._check()
        if not isinstance(index, slice):
            try:
                return self._base[self._range[index]]
            except IndexError:
                raise IndexError("index out of bounds on dimension 1") from None
        part = memoryview(self._base)
        part._range = self._range[index]
        return part

    def __setitem__(self, index, value):
        self._check()
        if self.readonly:
            raise TypeError("cannot modify read-only memory")
        if not isinstance(index, slice):
            try:
                place = self._range[index]
            except IndexError:
                raise IndexError("index out of bounds on dimension 1") from None
            if not 0 <= value < 256:
                raise ValueError("memoryview: invalid value for format 'B'")
            self._base[place] = value
            return
        places, data = self._range[index], _plain(value)
        if len(places) != len(data):
            raise ValueError("memoryview assignment: lvalue and rvalue have different structures")
        for place, byte in zip(places, data):
            self._base[place] = byte

    def tobytes(self, order="C"):
        self._check()
        if self._range.step == 1:
            return _plain(self._base)[self._range.start : self._range.stop]
        return _plain([self._base[place] for place in self._range])

    __bytes__ = tobytes

    def tolist(self):
        return [*self.tobytes()]

    def hex(self, *args):
        return self.tobytes().hex(*args)

    def __iter__(self):
        return iter(self.tobytes())

    def __contains__(self, value):
        return value in self.tolist()

    def __eq__(self, other):
        if isinstance(other, (_plain, memoryview)):
            return self.tobytes() == _plain(other)
        return NotImplemented

    def __hash__(self):
        if not self.readonly:
            raise ValueError("cannot hash writable memoryview object")
        return hash(self.tobytes())

    def toreadonly(self):
        part = memoryview(_plain(self._base))
        part._range = self._range
        return part

    def cast(self, format, shape=None):
        if format not in ("B", "b", "c"):
            raise NotImplementedError("only views of bytes are part of Loopscope")
        return self[:]

    def release(self):
        self._open = False

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.release()

    def __repr__(self):
        if not self._open:
            return f"<released memory at {id(self):#x}>"
        return f"<memory at {id(self):#x}>"


memoryview.__module__ = "builtins"
