# dataclasses: methods are closures over the fields; what an instance is made of is bound by native code.

from _dataclasses import bind
from _thread import get_ident as _get_ident
from _trace import version as _version
from copy import deepcopy


class FrozenInstanceError(AttributeError):
    pass


class _Missing:
    __qualname__ = "_MISSING_TYPE"


class _KwOnly:
    pass


class _Factory:
    def __repr__(self):
        return "<factory>"


MISSING = _Missing()
KW_ONLY = _KwOnly()
_FIELDS = "__dataclass_fields__"


class InitVar:
    def __init__(self, type):
        self.type = type

    def __repr__(self):
        plain = isinstance(self.type, type) and not hasattr(self.type, "__args__")
        return f"dataclasses.InitVar[{self.type.__name__ if plain else self.type!r}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    __slots__ = (
        "name",
        "type",
        "default",
        "default_factory",
        "init",
        "repr",
        "hash",
        "compare",
        "metadata",
        "kw_only",
        "doc",
        "_field_type",
    )

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only, doc=None):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = {} if metadata is None else metadata
        self.kw_only = kw_only
        self.doc = doc
        self._field_type = None

    def __repr__(self):
        return (
            f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
            f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},hash={self.hash!r},"
            f"compare={self.compare!r},metadata=mappingproxy({self.metadata!r}),kw_only={self.kw_only!r},"
            f"_field_type={_KINDS.get(self._field_type)})"
        )


_KINDS = {"field": "_FIELD", "class": "_FIELD_CLASSVAR", "init": "_FIELD_INITVAR"}


def field(
    *,
    default=MISSING,
    default_factory=MISSING,
    init=True,
    repr=True,
    hash=None,
    compare=True,
    metadata=None,
    kw_only=MISSING,
    doc=None,
):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


def _kind_of(annotation):
    # Annotations may be text (`from __future__ import annotations`).
    if isinstance(annotation, str):
        word = annotation.split("[")[0].rsplit(".", 1)[-1].strip()
        return {"ClassVar": "class", "InitVar": "init", "KW_ONLY": "marker"}.get(word, "field")
    if isinstance(annotation, InitVar) or annotation is InitVar:
        return "init"
    if annotation is KW_ONLY:
        return "marker"
    form = getattr(annotation, "_form", annotation)
    return "class" if getattr(form, "_name", None) == "ClassVar" else "field"


def _own_fields(cls, kw_only):
    found = []
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        kind = _kind_of(annotation)
        if kind == "marker":
            kw_only = True
            continue
        default = getattr(cls, name, MISSING)
        if name in getattr(cls, "__slots__", ()):
            default = MISSING
        if isinstance(default, Field):
            made = default
            if made.default is MISSING:
                if name in cls.__dict__:
                    delattr(cls, name)
            else:
                setattr(cls, name, made.default)
        else:
            made = Field(default, MISSING, True, True, None, True, None, MISSING)
        made.name = name
        made.type = annotation
        made._field_type = kind
        if made.kw_only is MISSING:
            made.kw_only = kw_only
        if kind == "field" and isinstance(made.default, (list, dict, set)):
            raise ValueError(
                f"mutable default {type(made.default)} for field {name} is not allowed: use default_factory"
            )
        if kind != "field" and made.default_factory is not MISSING:
            raise TypeError(f"field {name} cannot have a default factory")
        found.append(made)
    annotated = cls.__dict__.get("__annotations__", {})
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotated:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return found


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots):
    fields = {}
    frozen_bases = set()
    for base in reversed(cls.__mro__[1:]):
        inherited = base.__dict__.get(_FIELDS)
        if inherited is not None:
            fields.update(inherited)
            frozen_bases.add(base.__dict__["__dataclass_params__"].frozen)
    if False in frozen_bases and frozen:
        raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    if True in frozen_bases and not frozen:
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    for made in _own_fields(cls, kw_only):
        fields[made.name] = made
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    cls.__dataclass_params__ = _Params(init, repr, eq, order, unsafe_hash, frozen)
    setattr(cls, _FIELDS, fields)
    taken = [made for made in fields.values() if made._field_type != "class" and made.init]
    positional = [made for made in taken if not made.kw_only]
    real = [made for made in fields.values() if made._field_type == "field"]
    previous = None
    for made in positional:
        if made.default is MISSING and made.default_factory is MISSING:
            if previous is not None:
                after = f" {previous!r}" if _version() >= (3, 13) else ""
                raise TypeError(f"non-default argument {made.name!r} follows default argument{after}")
        else:
            previous = made.name

    def define(name, method, error=False):
        if name in cls.__dict__:
            if error:
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
            return
        method.__name__ = name
        method.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)

    if init:
        define("__init__", _init_of(cls, fields, positional, [made for made in taken if made.kw_only], frozen))
    if repr:
        define("__repr__", _repr_of([made.name for made in real if made.repr]))
    compared = [made.name for made in real if made.compare]
    if eq:
        define("__eq__", _eq_of(compared))
    if order:
        for name, method in _orders_of(compared):
            define(name, method, True)
    if frozen:
        define("__setattr__", _frozen_set(cls, fields), True)
        define("__delattr__", _frozen_delete(cls, fields), True)
    has_hash = "__hash__" in cls.__dict__ and not (cls.__dict__["__hash__"] is None and "__eq__" in cls.__dict__)
    if unsafe_hash or (eq and frozen):
        if has_hash and unsafe_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        if not has_hash:
            hashed = [made.name for made in real if (made.compare if made.hash is None else made.hash)]
            method = _hash_of(hashed)
            method.__qualname__ = f"{cls.__qualname__}.__hash__"
            cls.__hash__ = method
    elif eq and not has_hash:
        cls.__hash__ = None
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([made.name for made in positional])
    if cls.__doc__ is None:
        cls.__doc__ = f"{cls.__name__}({', '.join(_signature(taken))})"
    if slots:
        cls = _with_slots(cls, [made.name for made in real])
    return cls


def _signature(taken):
    # The parameters of `__init__` as `inspect` shows them.
    shown = []
    for only in (False, True):
        chosen = [made for made in taken if made.kw_only is only]
        if only and chosen:
            shown.append("*")
        for made in chosen:
            text = f"{made.name}: {_annotation(made.type)}"
            if made.default_factory is not MISSING:
                text += " = <factory>"
            elif made.default is not MISSING:
                text += f" = {made.default!r}"
            shown.append(text)
    return shown


def _annotation(kind):
    if isinstance(kind, type) and not hasattr(kind, "__args__"):
        return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return repr(kind).replace("typing.", "")


class _Params:
    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen


def _init_of(cls, fields, positional, keyword_only, frozen):
    # A row a field: name, how its value comes about, default or factory; `bind` goes through them.
    def row(made):
        if made.default_factory is not MISSING:
            return made.name, "factory", made.default_factory, made._field_type == "field"
        if made.default is not MISSING:
            return made.name, "default", made.default, made._field_type == "field"
        return made.name, "required", None, made._field_type == "field"

    rows = [row(made) for made in positional]
    count = len(rows)
    rows += [row(made) for made in keyword_only]
    # Fields that are no parameters but have a factory, or a default that a slot would hide.
    rest = [
        (made.name, made.default_factory)
        for made in fields.values()
        if made._field_type == "field" and not made.init and made.default_factory is not MISSING
    ]
    has_post = hasattr(cls, "__post_init__")
    title = f"{cls.__qualname__}.__init__"
    rows = tuple(rows)

    def __init__(self, /, *args, **kwargs):
        extra = bind(self, title, rows, count, args, kwargs, frozen)
        for name, factory in rest:
            object.__setattr__(self, name, factory())
        if has_post:
            self.__post_init__(*extra)

    __init__.__annotations__ = {made.name: made.type for made in (*positional, *keyword_only)}
    __init__._parameters = rows
    return __init__


# What is being shown, and by whom, as what contains itself is shown once.
_shown = set()


def _repr_of(names):
    def __repr__(self):
        key = id(self), _get_ident()
        if key in _shown:
            return "..."
        _shown.add(key)
        try:
            items = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        finally:
            _shown.discard(key)
        return f"{type(self).__qualname__}({items})"

    return __repr__


def _eq_of(names):
    def __eq__(self, other):
        if self is other:
            return True
        if type(other) is not type(self):
            return NotImplemented
        for name in names:
            if getattr(self, name) != getattr(other, name):
                return False
        return True

    return __eq__


def _orders_of(names):
    def key(value):
        return tuple([getattr(value, name) for name in names])

    def __lt__(self, other):
        return key(self) < key(other) if type(other) is type(self) else NotImplemented

    def __le__(self, other):
        return key(self) <= key(other) if type(other) is type(self) else NotImplemented

    def __gt__(self, other):
        return key(self) > key(other) if type(other) is type(self) else NotImplemented

    def __ge__(self, other):
        return key(self) >= key(other) if type(other) is type(self) else NotImplemented

    return ("__lt__", __lt__), ("__le__", __le__), ("__gt__", __gt__), ("__ge__", __ge__)


def _hash_of(names):
    def __hash__(self):
        return hash(tuple([getattr(self, name) for name in names]))

    return __hash__


def _frozen_set(cls, fields):
    def __setattr__(self, name, value):
        if type(self) is cls or name in fields:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    return __setattr__


def _frozen_delete(cls, fields):
    def __delattr__(self, name):
        if type(self) is cls or name in fields:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __delattr__


def _with_slots(cls, names):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    inherited = {slot for base in cls.__mro__[1:] for slot in getattr(base, "__slots__", ())}
    namespace["__slots__"] = tuple([name for name in names if name not in inherited])
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    return made


def dataclass(
    cls=None,
    /,
    *,
    init=True,
    repr=True,
    eq=True,
    order=False,
    unsafe_hash=False,
    frozen=False,
    match_args=True,
    kw_only=False,
    slots=False,
    weakref_slot=False,
):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots)

    return wrap if cls is None else wrap(cls)


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def fields(class_or_instance):
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([made for made in found.values() if made._field_type == "field"])


def asdict(obj, *, dict_factory=dict):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _as_dict(obj, dict_factory)


def _as_dict(value, dict_factory):
    if is_dataclass(value) and not isinstance(value, type):
        return dict_factory([(made.name, _as_dict(getattr(value, made.name), dict_factory)) for made in fields(value)])
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*[_as_dict(item, dict_factory) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_as_dict(item, dict_factory) for item in value])
    if isinstance(value, dict):
        pairs = [(_as_dict(key, dict_factory), _as_dict(item, dict_factory)) for key, item in value.items()]
        if hasattr(value, "default_factory"):
            return type(value)(value.default_factory, pairs)
        return type(value)(pairs)
    return deepcopy(value)


def astuple(obj, *, tuple_factory=tuple):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _as_tuple(obj, tuple_factory)


def _as_tuple(value, tuple_factory):
    if is_dataclass(value) and not isinstance(value, type):
        return tuple_factory([_as_tuple(getattr(value, made.name), tuple_factory) for made in fields(value)])
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*[_as_tuple(item, tuple_factory) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_as_tuple(item, tuple_factory) for item in value])
    if isinstance(value, dict):
        return type(value)(
            [(_as_tuple(key, tuple_factory), _as_tuple(item, tuple_factory)) for key, item in value.items()]
        )
    return deepcopy(value)


def replace(obj, /, **changes):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for made in getattr(obj, _FIELDS).values():
        if made._field_type == "class":
            continue
        if not made.init:
            if made.name in changes:
                raise ValueError(
                    f"field {made.name} is declared with init=False, it cannot be specified with replace()"
                )
            continue
        if made.name not in changes:
            if made._field_type == "init" and made.default is MISSING:
                raise ValueError(f"InitVar {made.name!r} must be specified with replace()")
            changes[made.name] = getattr(obj, made.name)
    return type(obj)(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    namespace = dict(namespace or {})
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            annotations[item] = object
            continue
        name, kind, *default = item
        annotations[name] = kind
        if default:
            namespace[name] = default[0]
    namespace["__annotations__"] = annotations
    return dataclass(type(cls_name, bases, namespace), **options)
