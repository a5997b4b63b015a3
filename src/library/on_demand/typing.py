# typing: annotations mean nothing while a program runs; here they only show themselves.

import collections
import collections.abc as abc
import contextlib
import sys
from _trace import version
from abc import ABCMeta, abstractmethod

TYPE_CHECKING = False


class _Form:
    # `Optional`, `Union`, `List`, … Subscription gives a type that shows itself.

    def __init__(self, name, origin=None):
        self._name = name
        self._origin = origin

    def __getitem__(self, parameters):
        parameters = parameters if isinstance(parameters, tuple) else (parameters,)
        if self is Union or self is Optional:
            if self is Optional and len(parameters) != 1:
                raise TypeError(f"Optional requires a single type. Got {parameters!r}.")
            members = _members([*parameters, None] if self is Optional else parameters)
            if len(members) == 1:
                return members[0]
        return _Alias(self, parameters)

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


def _parameters(arguments):
    # The type variables among arguments, each once.
    found = []
    for part in arguments:
        inner = [part] if isinstance(part, _Variable) else part if isinstance(part, list) else getattr(part, "__parameters__", ())
        if isinstance(inner, (list, tuple)) and not isinstance(part, type):
            found += [one for one in (inner if isinstance(part, _Variable) else _parameters(inner)) if one not in found]
    return tuple(found)


def _put_in(part, values):
    # A type with other types for its variables.
    if isinstance(part, _Variable):
        return values.get(part, part)
    if isinstance(part, list):
        return [_put_in(one, values) for one in part]
    return part[tuple([values[one] for one in part.__parameters__])] if getattr(part, "__parameters__", ()) else part


def _given(alias, arguments):
    # The arguments of an alias whose variables are given.
    arguments = arguments if isinstance(arguments, tuple) else (arguments,)
    if not alias.__parameters__:
        raise TypeError(f"{alias!r} is not a generic class")
    if len(arguments) != len(alias.__parameters__):
        few = "few" if len(arguments) < len(alias.__parameters__) else "many"
        expected = len(alias.__parameters__)
        raise TypeError(f"Too {few} arguments for {alias!r}; actual {len(arguments)}, expected {expected}")
    values = dict(zip(alias.__parameters__, arguments))
    return tuple([_put_in(part, values) for part in alias.__args__])


def _as_types(parameters, text=True):
    # `None` is its type, and text names a type.
    parts = [type(None) if part is None else part for part in parameters]
    return tuple([ForwardRef(part) if text and isinstance(part, str) else part for part in parts])


class _GenericAlias:
    # A class of the program's own with its parameters.

    def __init__(self, origin, arguments):
        self.__origin__ = origin
        self.__module__ = origin.__module__
        self.__args__ = arguments
        self.__parameters__ = _parameters(arguments)

    def __call__(self, *args, **kwargs):
        made = self.__origin__(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except AttributeError:
            pass
        return made

    def __getitem__(self, arguments):
        return _GenericAlias(self.__origin__, _given(self, arguments))

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, instance):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ is other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __repr__(self):
        return f"{_shown(self.__origin__)}[{', '.join([_shown(part) for part in self.__args__])}]"


def _members(parameters):
    # What a union is of, each once.
    found = []
    for part in _as_types(parameters):
        inner = part.__args__ if isinstance(part, _Alias) and part._form in (Union, Optional) else (part,)
        found += [one for one in inner if one not in found]
    return found


class _Alias:
    def __init__(self, form, parameters):
        self._form = form
        if form._name == "Optional":
            parameters = _members([*parameters, None])
        elif form._name == "Union":
            parameters = _members(parameters)
        self.__args__ = _as_types(parameters, form._name not in ("Literal", "Annotated"))
        self.__origin__ = Union if form._name == "Optional" else (form._origin or form)
        self.__parameters__ = () if form._name == "Literal" else _parameters(self.__args__)

    def __call__(self, *args, **kwargs):
        return self._form(*args, **kwargs)

    def __getitem__(self, parameters):
        return _Alias(self._form, _given(self, parameters))

    def __mro_entries__(self, bases):
        return self._form.__mro_entries__(bases)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __eq__(self, other):
        if not isinstance(other, _Alias) or self.__origin__ is not other.__origin__:
            return False
        if self.__origin__ is Union:
            return {*self.__args__} == {*other.__args__}
        return self._form is other._form and self.__args__ == other.__args__

    def __hash__(self):
        if self.__origin__ is Union:
            return hash(frozenset(self.__args__))
        return hash((self._form._name, self.__args__))

    def __repr__(self):
        parts = [_shown(part) for part in self.__args__]
        name = self._form._name
        if name == "Literal":
            parts = [repr(part) for part in self.__args__]
        elif name == "Annotated":
            parts[1:] = [repr(part) for part in self.__args__[1:]]
        elif name == "Callable" and len(parts) == 2 and isinstance(self.__args__[0], list):
            return f"typing.Callable[{parts[0]}, {parts[1]}]"
        elif self.__origin__ is Union and version() >= (3, 14):
            # There it is what `|` gives.
            return " | ".join(["None" if part == "NoneType" else part for part in parts])
        elif self.__origin__ is Union and len(parts) == 2 and "NoneType" in parts:
            return f"typing.Optional[{parts[1] if parts[0] == 'NoneType' else parts[0]}]"
        elif self.__origin__ is Union:
            name = "Union"
        return f"typing.{name}[{', '.join(parts)}]"


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
        return _GenericAlias(cls, _as_types(parameters if isinstance(parameters, tuple) else (parameters,)))


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

    def __call__(cls, *args, **kwargs):
        if cls.__dict__.get("_is_protocol"):
            raise TypeError("Protocols cannot be instantiated")
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        if "_is_protocol" in cls.__dict__ and not cls.__dict__.get("_is_runtime_protocol"):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        return cls.__subclasscheck__(type(instance))


class Protocol(metaclass=_ProtocolMeta):
    def __init_subclass__(cls, **kwargs):
        if Protocol in cls.__bases__:
            cls._is_protocol = True

    def __class_getitem__(cls, parameters):
        return _GenericAlias(cls, _as_types(parameters if isinstance(parameters, tuple) else (parameters,)))


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


class ForwardRef:
    # A type that is only named.

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        self.__forward_arg__ = arg
        self.__forward_module__ = module

    def __eq__(self, other):
        return isinstance(other, ForwardRef) and self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        module = "" if self.__forward_module__ is None else f", module={self.__forward_module__!r}"
        return f"ForwardRef({self.__forward_arg__!r}{module})"


def _named(annotations, module=None):
    return {name: ForwardRef(kind, module=module) if isinstance(kind, str) else kind for name, kind in annotations.items()}


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
        cls.__annotations__ = _named(namespace.get("__annotations__", {}))


class _NamedTupleBase(tuple, metaclass=_NamedTupleMeta):
    pass


class _TypedDictMeta(type):
    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, instance):
        raise TypeError("TypedDict does not support instance and class checks")

    __subclasscheck__ = __instancecheck__


class _TypedDictBase(dict, metaclass=_TypedDictMeta):
    def __init_subclass__(cls, *, total=True, closed=None):
        own = _named(cls.__dict__.get("__annotations__", {}), cls.__module__)
        marks = {name: getattr(getattr(kind, "__origin__", None), "_name", None) for name, kind in own.items()}
        required = frozenset([name for name, mark in marks.items() if mark == "Required" or (total and mark != "NotRequired")])
        cls.__total__ = total
        cls.__required_keys__ = cls.__required_keys__ | required
        cls.__optional_keys__ = cls.__optional_keys__ | (frozenset(own) - required)
        cls.__annotations__ = {**cls.__mro__[1].__dict__.get("__annotations__", {}), **own}

    __required_keys__ = __optional_keys__ = frozenset()


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


_BUILT_IN = {
    kind.__name__: kind
    for kind in (
        bool, bytearray, bytes, dict, float, frozenset, int, list, memoryview, object, range, set, slice, str, tuple, type,
        BaseException, BaseExceptionGroup, Exception, ExceptionGroup, KeyError, OSError, RuntimeError, TimeoutError, TypeError,
        ValueError,
    )
}


class _Reader:
    # Reads a type that is written as text: names, attributes, parameters in brackets, `|`, and text in it.

    def __init__(self, text, names):
        self.text = text
        self.at = 0
        self.names = names

    def peek(self):
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def takes(self, sign):
        if self.peek() and self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def word(self):
        begin = self.at
        while self.text[self.at : self.at + 1].isidentifier() or self.text[self.at : self.at + 1].isdigit():
            self.at += 1
        return self.text[begin : self.at]

    def whole(self):
        kind = self.union()
        if self.peek():
            self.fail()
        return kind

    def fail(self):
        raise SyntaxError(f"Forward reference must be an expression -- got {self.text!r}")

    def union(self):
        kind = self.item()
        while self.takes("|"):
            other = self.item()
            kind = Union[kind, other] if isinstance(kind, str) or isinstance(other, str) else kind | other
        return kind

    def items(self, end):
        found = []
        while not self.takes(end):
            found.append(self.union())
            if not self.takes(",") and self.peek() != end:
                self.fail()
        return found

    def item(self):
        if self.takes("["):
            return self.items("]")
        if self.takes("..."):
            return ...
        quote = self.peek()
        if quote in ("'", '"') and quote:
            end = self.text.index(quote, self.at + 1)
            text, self.at = self.text[self.at + 1 : end], end + 1
            return text
        name = self.word()
        if name.isdigit():
            return int(name)
        if not name:
            self.fail()
        kind = self.look_up(name)
        while True:
            if self.takes("."):
                kind = getattr(kind, self.word())
            elif self.takes("["):
                inner = self.items("]")
                kind = kind[inner[0] if len(inner) == 1 else tuple(inner)]
            else:
                return kind

    def look_up(self, name):
        if name in ("None", "True", "False"):
            return {"None": None, "True": True, "False": False}[name]
        for names in self.names:
            if name in names:
                return names[name]
        raise NameError(f"name {name!r} is not defined")


def _resolved(kind, names, extras):
    if kind is None:
        return type(None)
    if isinstance(kind, str):
        return _resolved(_Reader(kind, names).whole(), names, extras)
    if isinstance(kind, ForwardRef):
        return _resolved(kind.__forward_arg__, names, extras)
    if isinstance(kind, list):
        return [_resolved(part, names, extras) for part in kind]
    if isinstance(kind, _Alias):
        if kind._form is Annotated and not extras:
            return _resolved(kind.__args__[0], names, extras)
        if kind._form is Literal:
            return kind
        return _Alias(kind._form, tuple([_resolved(part, names, extras) for part in kind.__args__]))
    origin, arguments = getattr(kind, "__origin__", None), getattr(kind, "__args__", None)
    if origin is not None and arguments and not isinstance(kind, type):
        return origin[tuple([_resolved(part, names, extras) for part in arguments])]
    return kind


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    if isinstance(obj, type):
        parts = [(base.__dict__.get("__annotations__", {}), base.__module__) for base in reversed(obj.__mro__)]
    else:
        while hasattr(obj, "__wrapped__"):
            obj = obj.__wrapped__
        parts = [(getattr(obj, "__annotations__", {}), getattr(obj, "__module__", None) or getattr(obj, "__name__", ""))]
    for annotations, module in parts:
        there = vars(sys.modules[module]) if module in sys.modules else {}
        own = vars(obj) if isinstance(obj, type) else {}
        names = [localns or {}, globalns or there, _BUILT_IN, own]
        for name, kind in annotations.items():
            hints[name] = _resolved(kind, names, include_extras)
    return hints


def get_origin(tp):
    return getattr(tp, "__origin__", None)


def get_args(tp):
    arguments = getattr(tp, "__args__", ())
    if isinstance(tp, _Alias) and tp._form is Annotated:
        return arguments
    if getattr(tp, "__origin__", None) is abc.Callable and len(arguments) > 2:
        return ([*arguments[:-1]], arguments[-1])
    return arguments


def is_typeddict(tp):
    return isinstance(tp, type) and issubclass(tp, _TypedDictBase)


def dataclass_transform(**kwargs):
    return lambda cls: cls


class IO:
    pass


class TextIO(IO):
    pass


class BinaryIO(IO):
    pass
