//! `object`, and the special methods of built-in types under their names.
//!
//! Operators on built-in values never come through here: these are for `super().__eq__(other)`, `list.__len__(x)`,
//! `object.__new__(cls)` and the like. They do what the built-in type does, whatever a subclass says.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::class::Layout;
use crate::vm::code::{BinaryOp, CompareOp, UnaryOp};
use crate::vm::exception::{ExceptionData, Result};
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Payload, Ref, Value};

/// `object.__init__`, which the making of an instance skips.
pub static INIT: NativeDef = NativeDef::method("__init__", "", init).cost(30);

/// `object.__new__`, `int.__new__`, …
pub static NEW: NativeDef = NativeDef::function("__new__", "cls, *args", new).cost(60);

static OBJECT: &[NativeDef] = &[
    NativeDef::method("__repr__", "", repr).cost(80),
    NativeDef::method("__str__", "", str_).cost(80),
    NativeDef::method("__format__", "format_spec, /", format).cost(80),
    NativeDef::method("__eq__", "other, /", eq).cost(35),
    NativeDef::method("__ne__", "other, /", ne).cost(35),
    NativeDef::method("__hash__", "", hash).cost(35),
    NativeDef::method("__setattr__", "name, value, /", setattr).cost(50),
    NativeDef::method("__getattribute__", "name, /", getattribute).cost(50),
    NativeDef::method("__delattr__", "name, /", delattr).cost(50),
    NativeDef::method("__dir__", "", dir).cost(2_000),
    NativeDef::method("__sizeof__", "", size_of).cost(60),
];

static INIT_SUBCLASS: NativeDef = NativeDef::method("__init_subclass__", "", init_subclass).cost(40);

static ORDER: &[NativeDef] = &[
    NativeDef::method("__lt__", "other, /", lt).cost(35),
    NativeDef::method("__le__", "other, /", le).cost(35),
    NativeDef::method("__gt__", "other, /", gt).cost(35),
    NativeDef::method("__ge__", "other, /", ge).cost(35),
];

static ARITHMETIC: &[NativeDef] = &[
    NativeDef::method("__add__", "other, /", add).cost(35),
    NativeDef::method("__radd__", "other, /", radd).cost(35),
    NativeDef::method("__sub__", "other, /", sub).cost(35),
    NativeDef::method("__rsub__", "other, /", rsub).cost(35),
    NativeDef::method("__mul__", "other, /", mul).cost(35),
    NativeDef::method("__rmul__", "other, /", rmul).cost(35),
    NativeDef::method("__truediv__", "other, /", truediv).cost(35),
    NativeDef::method("__rtruediv__", "other, /", rtruediv).cost(35),
    NativeDef::method("__floordiv__", "other, /", floordiv).cost(35),
    NativeDef::method("__rfloordiv__", "other, /", rfloordiv).cost(35),
    NativeDef::method("__mod__", "other, /", modulo).cost(35),
    NativeDef::method("__rmod__", "other, /", rmodulo).cost(35),
    NativeDef::method("__pow__", "other, /", power).cost(50),
    NativeDef::method("__rpow__", "other, /", rpower).cost(50),
    NativeDef::method("__divmod__", "other, /", divmod).cost(50),
    NativeDef::method("__neg__", "", neg).cost(30),
    NativeDef::method("__pos__", "", pos).cost(30),
    NativeDef::method("__abs__", "", abs).cost(30),
    NativeDef::method("__bool__", "", truth).cost(30),
    NativeDef::method("__int__", "", int).cost(40),
    NativeDef::method("__trunc__", "", int).cost(40),
    NativeDef::method("__float__", "", float).cost(40),
    NativeDef::method("__round__", "ndigits=None, /", round).cost(60),
];

static BITS: &[NativeDef] = &[
    NativeDef::method("__and__", "other, /", and).cost(35),
    NativeDef::method("__rand__", "other, /", rand).cost(35),
    NativeDef::method("__or__", "other, /", or).cost(35),
    NativeDef::method("__ror__", "other, /", ror).cost(35),
    NativeDef::method("__xor__", "other, /", xor).cost(35),
    NativeDef::method("__rxor__", "other, /", rxor).cost(35),
    NativeDef::method("__lshift__", "other, /", lshift).cost(35),
    NativeDef::method("__rshift__", "other, /", rshift).cost(35),
    NativeDef::method("__invert__", "", invert).cost(30),
    NativeDef::method("__index__", "", int).cost(30),
];

static CONTAINER: &[NativeDef] = &[
    NativeDef::method("__len__", "", len).cost(30),
    NativeDef::method("__iter__", "", iter).cost(40),
    NativeDef::method("__contains__", "key, /", contains).cost(40),
];

static SEQUENCE: &[NativeDef] = &[
    NativeDef::method("__getitem__", "key, /", getitem).cost(40),
    NativeDef::method("__reversed__", "", reversed).cost(50),
];

static CONCATENATION: &[NativeDef] = &[
    NativeDef::method("__add__", "other, /", add).cost(40),
    NativeDef::method("__mul__", "other, /", mul).cost(40),
    NativeDef::method("__rmul__", "other, /", rmul).cost(40),
];

static MUTABLE: &[NativeDef] = &[
    NativeDef::method("__setitem__", "key, value, /", setitem).cost(40),
    NativeDef::method("__delitem__", "key, /", delitem).cost(40),
];

static SETS: &[NativeDef] = &[
    NativeDef::method("__and__", "other, /", and).cost(80),
    NativeDef::method("__or__", "other, /", or).cost(80),
    NativeDef::method("__xor__", "other, /", xor).cost(80),
    NativeDef::method("__sub__", "other, /", sub).cost(80),
];

pub(super) fn install(vm: &mut Vm) {
    let types = &vm.types;
    let object = types.object.clone();
    let mut all: Vec<(Ref, &'static [NativeDef])> = vec![(object.clone(), OBJECT)];
    for number in [&types.int, &types.float] {
        all.extend([(number.clone(), ARITHMETIC), (number.clone(), ORDER)]);
    }
    all.push((types.int.clone(), BITS));
    for ordered in [&types.str_, &types.bytes, &types.list, &types.tuple, &types.set, &types.frozenset] {
        all.push((ordered.clone(), ORDER));
    }
    for container in [
        &types.str_,
        &types.bytes,
        &types.list,
        &types.tuple,
        &types.dict,
        &types.set,
        &types.frozenset,
        &types.range,
        &types.dict_keys,
        &types.dict_items,
        &types.dict_values,
    ] {
        all.push((container.clone(), CONTAINER));
    }
    for sequence in [&types.str_, &types.bytes, &types.list, &types.tuple, &types.dict, &types.range] {
        all.push((sequence.clone(), SEQUENCE));
    }
    for sequence in [&types.str_, &types.bytes, &types.list, &types.tuple] {
        all.push((sequence.clone(), CONCATENATION));
    }
    for mutable in [&types.list, &types.dict] {
        all.push((mutable.clone(), MUTABLE));
    }
    for set in [&types.set, &types.frozenset, &types.dict_keys, &types.dict_items] {
        all.push((set.clone(), SETS));
    }
    // Equality and hashes of what has its own, so that `super().__eq__` of a subclass finds them.
    let (dict, str_) = (types.dict.clone(), types.str_.clone());
    for (class, methods) in all {
        vm.add_methods(&class, methods);
    }
    super::class_objects::install(vm);
    vm.add_class_value(&dict, "__or__", Object::Native(&SETS[1]).into());
    vm.add_class_value(&str_, "__mod__", Object::Native(&ARITHMETIC[10]).into());
    vm.add_class_value(&object, "__init__", Object::Native(&INIT).into());
    vm.add_class_value(&object, "__new__", Object::Native(&NEW).into());
    vm.add_class_value(&object, "__init_subclass__", Object::Native(&INIT_SUBCLASS).into());
    for class in [&vm.types.list, &vm.types.dict, &vm.types.set] {
        if let Object::Class(class) = class.get_mut() {
            class.names.set(crate::vm::symbol::well_known::D_HASH, Value::None);
        }
    }
}

pub(super) fn this<'a>(vm: &Vm, args: Args<'a>, method: &str) -> Result<(&'a Value, Args<'a>)> {
    args.receiver(vm, method, |_| true)
}

pub(super) fn pair<'a>(vm: &Vm, args: Args<'a>, method: &str) -> Result<(&'a Value, &'a Value)> {
    let (this, rest) = this(vm, args, method)?;
    Ok((this, rest.one(vm, method)?))
}

macro_rules! binary {
    ($($name:ident $op:ident $order:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
            let (a, b) = pair(vm, args, concat!("object.__", stringify!($name), "__"))?;
            binary!(@call vm a b $op $order)
        })*
    };
    (@call $vm:ident $a:ident $b:ident $op:ident straight) => { $vm.builtin_binary(BinaryOp::$op, $a, $b) };
    (@call $vm:ident $a:ident $b:ident $op:ident swapped) => { $vm.builtin_binary(BinaryOp::$op, $b, $a) };
}

binary! {
    add Add straight; radd Add swapped;
    sub Sub straight; rsub Sub swapped;
    mul Mul straight; rmul Mul swapped;
    truediv Div straight; rtruediv Div swapped;
    floordiv FloorDiv straight; rfloordiv FloorDiv swapped;
    modulo Mod straight; rmodulo Mod swapped;
    power Pow straight; rpower Pow swapped;
    and And straight; rand And swapped;
    or Or straight; ror Or swapped;
    xor Xor straight; rxor Xor swapped;
    lshift LShift straight; rshift RShift straight;
}

macro_rules! comparison {
    ($($name:ident $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
            let (a, b) = pair(vm, args, concat!("object.__", stringify!($name), "__"))?;
            let (a, b) = (a.clone(), b.clone());
            vm.with_asks(move |vm, asks| vm.builtin_compare(asks, CompareOp::$op, &a, &b))
        })*
    };
}

comparison! { eq Eq; ne Ne; lt Lt; le Le; gt Gt; ge Ge; }

macro_rules! unary {
    ($($name:ident $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
            let (this, _) = this(vm, args, concat!("int.__", stringify!($name), "__"))?;
            let plain = this.plain().clone();
            vm.unary(UnaryOp::$op, &plain)
        })*
    };
}

unary! { neg Neg; pos Pos; invert Invert; }

fn abs(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "int.__abs__")?;
    Ok(Flow::Return(vm.number_abs(this.plain()).unwrap_or(Value::NotImplemented)))
}

fn divmod(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (a, b) = pair(vm, args, "int.__divmod__")?;
    Ok(Flow::Return(vm.number_divmod(a.plain(), b.plain())?.unwrap_or(Value::NotImplemented)))
}

fn truth(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "int.__bool__")?;
    Ok(Flow::Return(Value::Bool(vm.native_truth(this.plain()).unwrap_or(true))))
}

fn through(vm: &mut Vm, args: Args<'_>, function: &str) -> Result<Flow> {
    let (this, rest) = this(vm, args, function)?;
    let mut values = vec![this.plain().clone()];
    values.extend(rest.values.iter().cloned());
    match vm.builtin(function) {
        Some(callee) => Flow::tail(callee, values),
        None => Flow::none(),
    }
}

fn int(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    through(vm, args, "int")
}

fn float(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    through(vm, args, "float")
}

fn round(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    through(vm, args, "round")
}

fn len(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    through(vm, args, "len")
}

fn iter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "object.__iter__")?;
    let plain = this.plain().clone();
    vm.iter(&plain)
}

fn contains(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (container, item) = pair(vm, args, "object.__contains__")?;
    vm.compare(CompareOp::In, item, container.plain())
}

fn getitem(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (container, key) = pair(vm, args, "object.__getitem__")?;
    vm.builtin_subscript(container, key)
}

fn setitem(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (container, rest) = this(vm, args, "list.__setitem__")?;
    let [key, value] = rest.between(vm, "__setitem__", 2, 2)? else { return Flow::none() };
    vm.store_subscript(container.plain(), key, value.clone())
}

fn delitem(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (container, key) = pair(vm, args, "list.__delitem__")?;
    vm.delete_subscript(container.plain(), key)
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "list.__reversed__")?;
    match super::iterators::reversed(this.plain()) {
        Some(iterator) => Ok(Flow::Return(iterator)),
        None => Ok(Flow::Return(Value::NotImplemented)),
    }
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "object.__repr__")?;
    let this = this.clone();
    vm.with_asks(move |vm, asks| vm.builtin_repr(asks, &this).map(Value::str))
}

fn str_(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "object.__str__")?;
    let this = this.clone();
    vm.with_asks(move |vm, asks| match this.as_str() {
        Some(text) => Ok(Value::str(text)),
        None => vm.repr(asks, &this).map(Value::str),
    })
}

fn format(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (value, spec) = pair(vm, args, "object.__format__")?;
    let Some(text) = spec.as_str() else {
        let name = vm.type_name(spec);
        return Err(vm.type_error(format!("__format__() argument must be str, not {name}")));
    };
    let (value, text) = (value.clone(), text.to_owned());
    vm.with_asks(move |vm, asks| {
        if text.is_empty() {
            return vm.str_of(asks, &value).map(Value::str);
        }
        Ok(Value::str(vm.format_plain(&value, &text)?))
    })
}

fn hash(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "object.__hash__")?;
    let this = this.clone();
    vm.with_asks(move |vm, asks| vm.builtin_hash(asks, &this).map(|hash| Value::Int(hash as i64)))
}

fn attribute_name(vm: &mut Vm, name: &Value) -> Result<crate::vm::symbol::Symbol> {
    match vm.symbol_of(name) {
        Some(name) => Ok(name),
        None => {
            let kind = vm.type_name(name);
            Err(vm.type_error(format!("attribute name must be string, not '{kind}'")))
        }
    }
}

fn setattr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (object, rest) = this(vm, args, "object.__setattr__")?;
    let [name, value] = rest.between(vm, "__setattr__", 2, 2)? else { return Flow::none() };
    let name = attribute_name(vm, name)?;
    vm.set_plain_attribute(object, name, value.clone())
}

fn getattribute(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (object, name) = pair(vm, args, "object.__getattribute__")?;
    let name = attribute_name(vm, name)?;
    vm.get_plain_attribute(object, name)
}

fn delattr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (object, name) = pair(vm, args, "object.__delattr__")?;
    let name = attribute_name(vm, name)?;
    vm.delete_plain_attribute(object, name)
}

fn dir(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "object.__dir__")?;
    let mut names: Vec<Value> = Vec::new();
    for (name, _) in vm.instance_values(this) {
        names.push(Value::str(&*name));
    }
    let class = vm.class_of(this).clone();
    let own: Vec<_> = vm.class(&class).names.iter().map(|(name, _)| name).collect();
    for name in own {
        names.push(vm.symbol_value(name));
    }
    Ok(Flow::Return(Value::list(names)))
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "object.__sizeof__")?;
    let size = match this.plain() {
        Value::Object(_) => match super::functions::native_length(this) {
            Some(length) => 56 + 8 * length as i64,
            None => 48,
        },
        Value::Float(_) => 24,
        _ => 28,
    };
    Ok(Flow::Return(Value::Int(size)))
}

fn init(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = this(vm, args, "object.__init__")?;
    if this.as_class().is_some() {
        // `type.__init__` takes what `type.__new__` took.
        return Flow::none();
    }
    let plain = this.as_instance().is_none_or(|instance| matches!(instance.payload, Payload::None));
    if plain && !rest.values.is_empty() {
        return Err(vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
    }
    Flow::none()
}

fn init_subclass(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (class, rest) = this(vm, args, "object.__init_subclass__")?;
    if !rest.values.is_empty() {
        let name = class.as_class().map_or_else(|| "object".into(), |class| class.name.clone());
        return Err(vm.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")));
    }
    Flow::none()
}

fn new(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (class, rest) = this(vm, args, "object.__new__")?;
    let Value::Object(class) = class else {
        let name = vm.type_name(class);
        return Err(vm.type_error(format!("object.__new__(X): X is not a type object ({name})")));
    };
    if !matches!(class.get(), Object::Class(_)) {
        let name = vm.type_name(&args.values[0]);
        return Err(vm.type_error(format!("object.__new__(X): X is not a type object ({name})")));
    }
    if let Some(construct) = vm.inherited_construct(class) {
        return construct(vm, class, rest);
    }
    let payload = match vm.class(class).layout {
        Layout::Exception => Payload::Exception(Box::new(ExceptionData::new(Value::tuple(rest.all().to_vec())))),
        _ => Payload::None,
    };
    Ok(Flow::Return(vm.bare_instance(class, payload)))
}

impl Vm {
    /// `a op b` as the built-in types do it, whatever the classes of `a` and `b` say; `NotImplemented` if they do not.
    fn builtin_binary(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Result<Flow> {
        let flow = self.native_binary(op, a.plain(), b.plain())?;
        Ok(flow.unwrap_or(Flow::Return(Value::NotImplemented)))
    }

    /// `object[key]` as the built-in types do it; a dict's missing key goes to `__missing__`.
    fn builtin_subscript(&mut self, object: &Value, key: &Value) -> Result<Flow> {
        let (container, key) = (object.clone(), key.clone());
        let (again, wanted) = (container.clone(), key.clone());
        let found =
            self.with_asks(move |vm, asks| Ok(vm.native_subscript(asks, &again, &wanted)?.unwrap_or_default()))?;
        self.after(found, move |vm, found| {
            let found = found.value()?;
            vm.found_or_missing(&container, &key, (!found.is_undefined()).then_some(found))
        })
    }

    /// `hash(value)` as the built-in types do it.
    fn builtin_hash(&mut self, asks: &mut Asks, value: &Value) -> Attempt<u64> {
        let plain = value.plain();
        if plain.is(value) && value.as_instance().is_some() {
            return Ok(self.identity(value) >> 4);
        }
        self.hash_of(asks, plain)
    }
}
