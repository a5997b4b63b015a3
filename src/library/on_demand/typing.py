# typing: annotations mean nothing while a program runs; here they only show themselves.

import collections
import collections.abc as abc
import contextlib
from _trace import version
from abc import ABCMeta, abstractmethod

TYPE_CHECKING = False


class _Form:
    # `Optional`, `Union`, `List`, … Subscription gives a type that shows itself.

    def __init__(self, name, origin=None):
        self._name = name
        self._origin = origin

    def __getitem__(self, parameters):
        return _Alias(self, parameters if isinstance(parameters, tuple) else (parameters,))

    def __call__(self, *args, **kwargs):
        if self._origin is None:
            raise TypeError(f"Cannot instantiate typing.{self._name}")
        return self._origin(*args, **kwargs)

    def __instancecheck__(self, value):
        if self._origin is None:
            raise TypeError(f"typing.{self._name} cannot be used with isinstance()")
        return isinstance(value, self._origin)

    def __mro_entries__(self, bases):
        return () if self._origin is None else (self._origin,)

    @property
    def __origin__(self):
        return self._origin

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return f"typing.{self._name}"


def _shown(kind):
    if kind is ...:
        return "..."
    if isinstance(kind, type):
        if kind.__module__ == "builtins":
            return kind.__qualname__
        return f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(kind, list):
        return "[" + ", ".join([_shown(part) for part in kind]) + "]"
    return repr(kind)


class _Alias:
    def __init__(self, form, parameters):
        self._form = form
        self.__args__ = tuple([type(None) if part is None else part for part in parameters])
        self.__origin__ = Union if form._name == "Optional" else (form._origin or form)

    def __call__(self, *args, **kwargs):
        return self._form(*args, **kwargs)

    def __getitem__(self, parameters):
        return self

    def __mro_entries__(self, bases):
        return self._form.__mro_entries__(bases)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __eq__(self, other):
        return isinstance(other, _Alias) and self._form is other._form and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self._form._name, self.__args__))

    def __repr__(self):
        parts = [_shown(part) for part in self.__args__]
        if (self._form is Optional or self._form is Union) and version() >= (3, 14):
            # There it is what `|` gives.
            parts += ["NoneType"] if self._form is Optional else []
            return " | ".join(["None" if part == "NoneType" else part for part in parts])
        return f"typing.{self._form._name}[{', '.join(parts)}]"


Any = _Form("Any")
Union = _Form("Union")
Optional = _Form("Optional")
Callable = _Form("Callable", abc.Callable)
Literal = _Form("Literal")
Final = _Form("Final")
ClassVar = _Form("ClassVar")
Annotated = _Form("Annotated")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
LiteralString = _Form("LiteralString")
TypeAlias = _Form("TypeAlias")
TypeGuard = _Form("TypeGuard")
TypeIs = _Form("TypeIs")
Concatenate = _Form("Concatenate")
Unpack = _Form("Unpack")
Required = _Form("Required")
NotRequired = _Form("NotRequired")
ReadOnly = _Form("ReadOnly")
List = _Form("List", list)
Dict = _Form("Dict", dict)
Set = _Form("Set", set)
FrozenSet = _Form("FrozenSet", frozenset)
Tuple = _Form("Tuple", tuple)
Type = _Form("Type", type)
DefaultDict = _Form("DefaultDict", collections.defaultdict)
OrderedDict = _Form("OrderedDict", collections.OrderedDict)
Counter = _Form("Counter", collections.Counter)
ChainMap = _Form("ChainMap", collections.ChainMap)
Deque = _Form("Deque", collections.deque)
Iterable = _Form("Iterable", abc.Iterable)
Iterator = _Form("Iterator", abc.Iterator)
Generator = _Form("Generator", abc.Generator)
Sequence = _Form("Sequence", abc.Sequence)
MutableSequence = _Form("MutableSequence", abc.MutableSequence)
Mapping = _Form("Mapping", abc.Mapping)
MutableMapping = _Form("MutableMapping", abc.MutableMapping)
AbstractSet = _Form("AbstractSet", abc.Set)
MutableSet = _Form("MutableSet", abc.MutableSet)
Collection = _Form("Collection", abc.Collection)
Container = _Form("Container", abc.Container)
Hashable = abc.Hashable
Sized = abc.Sized
Reversible = _Form("Reversible", abc.Reversible)
Awaitable = _Form("Awaitable", abc.Awaitable)
Coroutine = _Form("Coroutine", abc.Coroutine)
AsyncIterable = _Form("AsyncIterable", abc.AsyncIterable)
AsyncIterator = _Form("AsyncIterator", abc.AsyncIterator)
AsyncGenerator = _Form("AsyncGenerator", abc.AsyncGenerator)
ContextManager = _Form("ContextManager", contextlib.AbstractContextManager)
AsyncContextManager = _Form("AsyncContextManager", contextlib.AbstractAsyncContextManager)
Text = str


class AnyStr:
    pass


class _Variable:
    _sign = "~"

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=None, **more):
        self.__name__ = name
        self.__bound__ = bound
        self.__constraints__ = constraints
        if covariant:
            self._sign = "+"
        elif contravariant:
            self._sign = "-"

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return self._sign + self.__name__


class TypeVar(_Variable):
    pass


class ParamSpec(_Variable):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(_Variable):
    def __iter__(self):
        yield self


class Generic:
    __slots__ = ()

    def __class_getitem__(cls, parameters):
        return cls


class _ProtocolMeta(ABCMeta):
    def __subclasscheck__(cls, subclass):
        if cls.__dict__.get("_is_runtime_protocol"):
            names = [
                name
                for base in cls.__mro__
                if base not in (object, Generic, Protocol)
                for name in (*base.__dict__, *base.__dict__.get("__annotations__", ()))
                if not name.startswith("_") or (name.startswith("__") and callable(base.__dict__.get(name)))
            ]
            skipped = ("__init__", "__subclasshook__", "__class_getitem__", "__init_subclass__")
            if all([hasattr(subclass, name) for name in names if name not in skipped]):
                return True
        return super().__subclasscheck__(subclass)

    def __instancecheck__(cls, instance):
        if "_is_protocol" in cls.__dict__ and not cls.__dict__.get("_is_runtime_protocol"):
            raise TypeError("Instance and static checks can only be used with @runtime_checkable protocols")
        return cls.__subclasscheck__(type(instance))


class Protocol(metaclass=_ProtocolMeta):
    def __init_subclass__(cls, **kwargs):
        if Protocol in cls.__bases__:
            cls._is_protocol = True

    def __class_getitem__(cls, parameters):
        return cls


def runtime_checkable(cls):
    cls._is_runtime_protocol = True
    return cls


class SupportsInt(Protocol):
    def __int__(self): ...


class SupportsFloat(Protocol):
    def __float__(self): ...


class SupportsIndex(Protocol):
    def __index__(self): ...


class SupportsAbs(Protocol):
    def __abs__(self): ...


class _NamedTuple:
    # `NamedTuple("P", [("x", int)])`, and a base whose subclasses become named tuples.

    def __call__(self, typename, fields=(), /):
        return collections.namedtuple(typename, [name for name, _ in fields])

    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)


NamedTuple = _NamedTuple()


class _NamedTupleMeta(type):
    def __init__(cls, name, bases, namespace):
        if bases == (object,):
            return
        fields = list(namespace.get("__annotations__", {}))
        defaults = [namespace[field] for field in fields if field in namespace]
        made = collections.namedtuple(name, fields, defaults=defaults)
        for key, value in made.__dict__.items():
            if key in fields or key not in namespace:
                setattr(cls, key, value)


class _NamedTupleBase(tuple, metaclass=_NamedTupleMeta):
    pass


class _TypedDictBase(dict):
    def __init_subclass__(cls, *, total=True, closed=None):
        pass


class _TypedDict:
    def __call__(self, typename, fields=None, /, *, total=True):
        return type(typename, (dict,), {"__annotations__": dict(fields or {})})

    def __mro_entries__(self, bases):
        return (_TypedDictBase,)


TypedDict = _TypedDict()


class NewType:
    def __init__(self, name, tp):
        self.__name__ = name
        self.__supertype__ = tp

    def __call__(self, value):
        return value

    def __or__(self, other):
        return Union[self, other]

    def __repr__(self):
        return f"__main__.{self.__name__}"


class TypeAliasType:
    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__value__ = value

    def __repr__(self):
        return self.__name__


def cast(typ, val):
    return val


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def reveal_type(obj, /):
    return obj


def overload(func):
    return func


def final(f):
    return f


def override(method, /):
    return method


def no_type_check(arg):
    return arg


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    for base in reversed(getattr(obj, "__mro__", ())):
        hints.update(base.__dict__.get("__annotations__", {}))
    if not isinstance(obj, type):
        hints.update(getattr(obj, "__annotations__", {}))
    return hints


def get_origin(tp):
    return getattr(tp, "__origin__", None)


def get_args(tp):
    return getattr(tp, "__args__", ())


def is_typeddict(tp):
    return False


def dataclass_transform(**kwargs):
    return lambda cls: cls


class IO:
    pass


class TextIO(IO):
    pass


class BinaryIO(IO):
    pass
