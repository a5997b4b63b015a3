# enum: the class body runs as any other; then its values become members.

import operator
from _types import FunctionType


_property = property
_DATA_TYPES = (int, str, float, bool, complex, bytes, tuple, list, dict, set, frozenset)


class auto:
    def __init__(self, value=None):
        self.value = value

    def __or__(self, other):
        return _Combined(operator.or_, self, other)

    def __ror__(self, other):
        return _Combined(operator.or_, other, self)

    def __and__(self, other):
        return _Combined(operator.and_, self, other)

    def __xor__(self, other):
        return _Combined(operator.xor, self, other)


class _Combined(auto):
    """What an operation on values gives that are not known before the class is made."""

    def __init__(self, operation, left, right):
        self.operation, self.left, self.right = operation, left, right

    @_property
    def value(self):
        left, right = [side.value if isinstance(side, auto) else side for side in (self.left, self.right)]
        return self.operation(left, right)


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


def _is_value(name, value):
    if name.startswith("__") and name.endswith("__"):
        return False
    if name.startswith("_") and name.endswith("_"):
        return False
    if isinstance(value, (_property, classmethod, staticmethod, nonmember)):
        return False
    return not (callable(value) and not isinstance(value, type)) and not hasattr(type(value), "__get__")


class EnumDict(dict):
    # What the body of an enumeration runs in: a name may have one value only.

    def __setitem__(self, key, value):
        if key in self and not (key.startswith("_") and key.endswith("_")):
            old = self[key]
            if _is_value(key, old) or _is_value(key, value) or isinstance(old, member) or isinstance(value, member):
                raise TypeError(f"{key!r} already defined as {old!r}")
        super().__setitem__(key, value)


def _data_type(name, bases):
    # The type whose values the members are: what makes its own instances, or what derives from such a class.
    found = []
    for chain in bases:
        candidate = None
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                kind = getattr(base, "_member_type_", object)
                if kind is object:
                    continue
                candidate = None
            elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__ or base in _DATA_TYPES:
                kind = base
            else:
                candidate = candidate or base
                continue
            if (candidate or kind) not in found:
                found.append(candidate or kind)
            break
    if len(found) > 1:
        raise TypeError(f"too many data types for {name!r}: {set(found)!r}")
    return found[0] if found else object


class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        return EnumDict()

    def __init__(cls, name, bases, namespace, /, **kwargs):
        cls._member_names_ = []
        cls._member_map_ = {}
        cls._value2member_map_ = {}
        if bases == (object,) or namespace.get("_is_base_"):
            return
        for base in cls.__mro__[1:]:
            if getattr(base, "_member_names_", None):
                raise TypeError(f"<enum {name!r}> cannot extend {base!r}")
        cls._member_type_ = _data_type(name, bases)
        ignored = namespace.get("_ignore_", ())
        if isinstance(ignored, str):
            ignored = ignored.replace(",", " ").split()
        generate = cls._generate_next_value_
        last = []
        for key, value in list(namespace.items()):
            if key in ignored:
                delattr(cls, key)
                continue
            if isinstance(value, nonmember):
                setattr(cls, key, value.value)
            if isinstance(value, member):
                value = value.value
            elif not _is_value(key, value):
                continue
            value = _filled(value, key, generate, last)
            cls._add_member(key, value)
            last.append(cls._member_map_[key]._value_)
        if issubclass(cls, Flag) and cls._member_map_:
            cls._all_bits_ = 0
            for each in cls._member_map_.values():
                cls._all_bits_ |= each._value_

    def _add_member(cls, name, value):
        args = value if isinstance(value, tuple) else (value,)
        kind = cls._member_type_
        if kind is tuple:
            args = (args,)
        new = cls.__dict__.get("__new__") or next(
            (base.__dict__["__new__"] for base in cls.__mro__[1:] if "__new__" in base.__dict__ and base not in _BASES
             and issubclass(base, Enum)),
            None,
        )
        if new is not None:
            made = getattr(new, "__func__", new)(cls, *args)
            if not hasattr(made, "_value_"):
                made._value_ = value
        elif kind is object:
            made = object.__new__(cls)
            made._value_ = value
        else:
            made = kind.__new__(cls, *args)
            made._value_ = kind(*args)
        made._name_ = name
        made.__objclass__ = cls
        if any([isinstance(base.__dict__.get("__init__"), FunctionType) for base in cls.__mro__ if base not in _BASES]):
            made.__init__(*args)
        for other in cls._member_map_.values():
            if other._value_ == made._value_ and type(other._value_) is type(made._value_):
                # Another name for the same value.
                cls._member_map_[name] = other
                type.__setattr__(cls, name, other)
                return
        made._sort_order_ = len(cls._member_names_)
        value = made._value_
        if not issubclass(cls, Flag) or (isinstance(value, int) and value > 0 and value & (value - 1) == 0):
            cls._member_names_.append(name)
        cls._member_map_[name] = made
        try:
            cls._value2member_map_[value] = made
        except TypeError:
            pass
        type.__setattr__(cls, name, made)

    def __call__(cls, value, names=None, **kwargs):
        if names is not None or not cls._member_map_:
            return _functional(cls, value, names, **kwargs)
        return cls._lookup(value)

    def _lookup(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for each in cls._member_map_.values():
                if each._value_ == value:
                    return each
        found = cls._missing_(value)
        if isinstance(found, cls):
            return found
        if found is None:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        raise TypeError(f"error in {cls.__name__}._missing_: returned {found!r} instead of None or a valid member")

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return reversed([cls._member_map_[name] for name in cls._member_names_])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            return value in cls._value2member_map_
        except TypeError:
            return any([each._value_ == value for each in cls._member_map_.values()])

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        type.__setattr__(cls, name, value)

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def __repr__(cls):
        return f"<flag {cls.__name__!r}>" if issubclass(cls, Flag) else f"<enum {cls.__name__!r}>"


EnumMeta = EnumType


def _filled(value, name, generate, last):
    # `auto()`, also within a tuple, becomes the next value.
    if isinstance(value, auto):
        if value.value is None:
            value.value = generate(name, 1, len(last), list(last))
        return value.value
    if isinstance(value, tuple) and any([isinstance(part, auto) for part in value]):
        return tuple([_filled(part, name, generate, last) for part in value])
    return value


def _functional(cls, name, names, *, module=None, qualname=None, type=None, start=1):
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if isinstance(names, dict):
        names = list(names.items())
    namespace = {}
    for i, item in enumerate(names):
        if isinstance(item, str):
            namespace[item] = 1 << i if issubclass(cls, Flag) else start + i
        else:
            namespace[item[0]] = item[1]
    bases = (cls,) if type is None else (type, cls)
    return EnumType(name, bases, namespace)


class Enum(metaclass=EnumType):
    _is_base_ = True

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return sorted(last_values)[-1] + 1
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, format_spec):
        return format(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __dir__(self):
        return ["__class__", "__doc__", "__module__", "name", "value"]

    def __reduce_ex__(self, proto):
        return type(self), (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    _is_base_ = True


class IntEnum(int, ReprEnum):
    _is_base_ = True

    def __str__(self):
        return int.__repr__(self)

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __format__(self, format_spec):
        return int.__format__(self._value_, format_spec)

    def __hash__(self):
        return hash(self._value_)


class StrEnum(str, ReprEnum):
    _is_base_ = True

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return self._value_

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __format__(self, format_spec):
        return format(self._value_, format_spec)

    def __hash__(self):
        return hash(self._value_)


class _Boundary:
    def __init__(self, name):
        self.name = name


STRICT = _Boundary("strict")
CONFORM = _Boundary("conform")
EJECT = _Boundary("eject")
KEEP = _Boundary("keep")


class Flag(Enum):
    _is_base_ = True

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return 1 if start is None else start
        return 1 << max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if value < 0:
            value = cls._all_bits_ & value
        if value & ~cls._all_bits_ and not issubclass(cls, int):
            width = max(value.bit_length(), cls._all_bits_.bit_length())
            raise ValueError(
                f"{cls!r} invalid value {value!r}\n    given 0b0 {value:0{width}b}\n"
                f"  allowed 0b0 {cls._all_bits_:0{width}b}"
            )
        made = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        made._value_ = value
        names = [each._name_ for each in cls if each._value_ & value]
        unknown = value & ~cls._all_bits_
        if names and unknown:
            names.append(str(unknown))
        made._name_ = "|".join(names) if names else None
        cls._value2member_map_[value] = made
        return made

    def _bits(self, other):
        if isinstance(other, type(self)):
            return other._value_
        if self._member_type_ is not object and isinstance(other, int):
            return other
        return None

    def _combined(self, other, operation):
        bits = self._bits(other)
        return NotImplemented if bits is None else type(self)(operation(self._value_, bits))

    def __or__(self, other):
        return self._combined(other, operator.or_)

    def __and__(self, other):
        return self._combined(other, operator.and_)

    def __xor__(self, other):
        return self._combined(other, operator.xor)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        return type(self)(self._all_bits_ & ~self._value_)

    def __contains__(self, other):
        if not isinstance(other, type(self)):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {type(self).__qualname__!r}"
            )
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter([each for each in type(self) if each._value_ & self._value_])

    def __len__(self):
        return self._value_.bit_count()

    def __bool__(self):
        return bool(self._value_)

    def __hash__(self):
        return hash(self._value_)

    def __repr__(self):
        if self._name_ is None:
            return f"<{type(self).__name__}: {self._value_!r}>"
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{type(self).__name__}({self._value_!r})"
        return f"{type(self).__name__}.{self._name_}"


class IntFlag(int, Flag):
    _is_base_ = True

    __repr__ = Flag.__repr__
    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__

    def __str__(self):
        return int.__repr__(self)

    def __hash__(self):
        return hash(self._value_)

    def __format__(self, format_spec):
        return int.__format__(self._value_, format_spec)


_BASES = (Enum, ReprEnum, IntEnum, StrEnum, Flag, IntFlag, object)


def unique(enumeration):
    double = [f"{name} -> {each.name}" for name, each in enumeration.__members__.items() if name != each.name]
    if double:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(double)}")
    return enumeration


UNIQUE, CONTINUOUS, NAMED_FLAGS = "one name per value", "no skipped values", "multi-flag aliases"


class verify:
    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        return unique(enumeration) if UNIQUE in self.checks else enumeration


class property(property):
    pass


def global_enum(cls):
    return cls
