//! `list[int]` and `int | None`: types made of types, which annotations need and `isinstance` partly understands.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::class::Special;
use crate::vm::code::BinaryOp;
use crate::vm::exception::Result;
use crate::vm::frame::{CallRequest, Flow};
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, Instance, NativeObject, Object, Payload, Ref, Value};

/// The two classes of such types.
#[derive(Default)]
struct Classes {
    alias: Option<Ref>,
    union: Option<Ref>,
    variable: Option<Ref>,
}

/// `T` of `class C[T]`, which only has a name.
struct TypeVariable {
    name: Value,
}

impl NativeObject for TypeVariable {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
    }
    fn clear(&mut self) {}
}

static VARIABLE_METHODS: [NativeDef; 3] = [
    NativeDef::method("__repr__", "", |_, args| Ok(Flow::Return(name_of(&args.values[0])))),
    NativeDef::method("__or__", "other, /", or),
    NativeDef::method("__ror__", "other, /", reflected_or),
];

static VARIABLE_ATTRIBUTES: [GetSet; 3] = [
    GetSet { name: "__name__", get: |_, this| Ok(name_of(this)), set: None },
    GetSet { name: "__bound__", get: |_, _| Ok(Value::None), set: None },
    GetSet { name: "__constraints__", get: |_, _| Ok(Value::tuple(Vec::new())), set: None },
];

fn name_of(variable: &Value) -> Value {
    variable.as_native::<TypeVariable>().map_or(Value::None, |variable| variable.name.clone())
}

/// `origin[args]`
pub struct GenericAlias {
    /// The class.
    pub origin: Value,
    /// A tuple.
    pub args: Value,
}

/// `a | b`
pub struct UnionType {
    /// A tuple.
    pub args: Value,
}

impl NativeObject for GenericAlias {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.origin);
        visit(&self.args);
    }
    fn clear(&mut self) {
        self.args = Value::None;
    }
}

impl NativeObject for UnionType {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.args);
    }
    fn clear(&mut self) {
        self.args = Value::None;
    }
}

static ALIAS_METHODS: [NativeDef; 9] = [
    NativeDef::method("__repr__", "", represent),
    NativeDef::method("__getitem__", "types, /", put_in),
    NativeDef::method("__call__", "*args, **kwargs", call_origin),
    NativeDef::method("__eq__", "other, /", equal),
    NativeDef::method("__hash__", "", hash),
    NativeDef::method("__or__", "other, /", or),
    NativeDef::method("__ror__", "other, /", reflected_or),
    NativeDef::method("__getattr__", "name, /", attribute),
    NativeDef::method("__mro_entries__", "bases, /", mro_entries),
];

static ALIAS_ATTRIBUTES: [GetSet; 3] = [
    GetSet { name: "__parameters__", get: |vm, this| Ok(Value::tuple(variables(vm, this))), set: None },
    GetSet { name: "__origin__", get: |_, this| Ok(alias(this).map_or(Value::None, |a| a.origin.clone())), set: None },
    GetSet { name: "__args__", get: |_, this| Ok(alias(this).map_or(Value::None, |a| a.args.clone())), set: None },
];

static UNION_METHODS: [NativeDef; 6] = [
    NativeDef::method("__getitem__", "types, /", put_in),
    NativeDef::method("__repr__", "", represent),
    NativeDef::method("__eq__", "other, /", equal),
    NativeDef::method("__hash__", "", hash),
    NativeDef::method("__or__", "other, /", or),
    NativeDef::method("__ror__", "other, /", reflected_or),
];

static UNION_ATTRIBUTES: [GetSet; 2] = [
    GetSet { name: "__args__", get: |_, this| Ok(union(this).map_or(Value::None, |u| u.args.clone())), set: None },
    GetSet { name: "__parameters__", get: |vm, this| Ok(Value::tuple(variables(vm, this))), set: None },
];

fn alias(value: &Value) -> Option<&GenericAlias> {
    value.as_native::<GenericAlias>().map(|alias| &*alias)
}

/// The members of `a | b`.
pub fn union(value: &Value) -> Option<&UnionType> {
    value.as_native::<UnionType>().map(|union| &*union)
}

/// Whether the value is `origin[args]`.
pub fn is_alias(value: &Value) -> bool {
    alias(value).is_some()
}

impl Vm {
    /// The type variable of that name.
    pub(in crate::vm) fn type_variable(&mut self, name: Value) -> Value {
        let class = match self.state::<Classes>().variable.clone() {
            Some(class) => class,
            None => {
                let class = self.native_class("typing", "TypeVar", None, &VARIABLE_METHODS, &VARIABLE_ATTRIBUTES);
                self.class(&class).special |= Special::Repr as u32;
                self.state::<Classes>().variable = Some(class.clone());
                class
            }
        };
        instance(class, Payload::native(TypeVariable { name }))
    }

    /// `origin[args]`
    pub fn generic_alias(&mut self, origin: &Value, args: &Value) -> Result<Flow> {
        let class = match self.state::<Classes>().alias.clone() {
            Some(class) => class,
            None => {
                let class = self.native_class("types", "GenericAlias", None, &ALIAS_METHODS, &ALIAS_ATTRIBUTES);
                self.class(&class).special |= Special::GetAttr as u32;
                self.state::<Classes>().alias = Some(class.clone());
                class
            }
        };
        let args = if args.as_tuple().is_some() { args.clone() } else { Value::tuple(vec![args.clone()]) };
        let native = Payload::native(GenericAlias { origin: origin.clone(), args });
        Ok(Flow::Return(instance(class, native)))
    }

    /// `a | b` of types; `None` if they are not.
    pub(in crate::vm) fn union_type(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
        let is_type = |value: &Value| {
            let variable = value.as_native::<TypeVariable>().is_some();
            value.as_class().is_some() || is_alias(value) || union(value).is_some() || variable
        };
        if op != BinaryOp::Or || !(is_type(a) || is_type(b)) {
            return None;
        }
        if !(is_type(a) || a.is_none()) || !(is_type(b) || b.is_none()) {
            return None;
        }
        let mut members: Vec<Value> = Vec::new();
        for side in [a, b] {
            let parts: Vec<Value> = match union(side) {
                Some(union) => union.args.as_tuple().unwrap_or_default().to_vec(),
                None if side.is_none() => vec![Value::Object(self.types.none_type.clone())],
                None => vec![side.clone()],
            };
            for part in parts {
                if !members.iter().any(|member| member.is(&part)) {
                    members.push(part);
                }
            }
        }
        if let [one] = &members[..] {
            return Some(one.clone());
        }
        let class = match self.state::<Classes>().union.clone() {
            Some(class) => class,
            None => {
                let class = self.native_class("types", "UnionType", None, &UNION_METHODS, &UNION_ATTRIBUTES);
                self.state::<Classes>().union = Some(class.clone());
                class
            }
        };
        let native = Payload::native(UnionType { args: Value::tuple(members) });
        Some(instance(class, native))
    }

    /// How annotations show a type.
    fn type_text(&mut self, asks: &mut Asks, value: &Value) -> Attempt<String> {
        match value.object() {
            Some(Object::Class(class)) if &*class.name == "NoneType" => Ok("None".to_owned()),
            Some(Object::Class(class)) if &*class.module == "builtins" => Ok(class.qualname.to_string()),
            Some(Object::Class(class)) => Ok(format!("{}.{}", class.module, class.qualname)),
            Some(Object::List(_)) => {
                let parts: Vec<Value> = value.as_list().map(|items| items.to_vec()).unwrap_or_default();
                let parts: Vec<String> = parts.iter().map(|part| self.type_text(asks, part)).collect::<Attempt<_>>()?;
                Ok(format!("[{}]", parts.join(", ")))
            }
            _ if matches!(value, Value::Ellipsis) => Ok("...".to_owned()),
            _ => self.repr(asks, value),
        }
    }
}

/// Whether a value is a type variable of `typing`.
fn is_variable(vm: &Vm, value: &Value) -> bool {
    value.as_instance().is_some_and(|instance| {
        let class = vm.class(&instance.class);
        &*class.module == "typing" && matches!(&*class.name, "TypeVar" | "ParamSpec" | "TypeVarTuple")
    })
}

/// The type variables in a type, each once.
fn variables(vm: &mut Vm, value: &Value) -> Vec<Value> {
    let parts = match (alias(value), union(value)) {
        (Some(alias), _) => alias.args.clone(),
        (_, Some(union)) => union.args.clone(),
        _ if is_variable(vm, value) => return vec![value.clone()],
        _ => {
            let parameters = vm.interner.intern("__parameters__");
            vm.instance_value(value, parameters).unwrap_or(Value::None)
        }
    };
    let mut found: Vec<Value> = Vec::new();
    for part in parts.as_tuple().unwrap_or_default() {
        for variable in variables(vm, part) {
            if !found.iter().any(|known| known.is(&variable)) {
                found.push(variable);
            }
        }
    }
    found
}

/// A type with others in place of its variables.
fn replaced(vm: &mut Vm, value: &Value, variables: &[Value], types: &[Value]) -> Result<Value> {
    if let Some(at) = variables.iter().position(|variable| variable.is(value)) {
        return Ok(types[at].clone());
    }
    let each = |vm: &mut Vm, parts: &Value| -> Result<Vec<Value>> {
        parts.as_tuple().unwrap_or_default().iter().map(|part| replaced(vm, part, variables, types)).collect()
    };
    if let Some(inner) = alias(value) {
        let parts = each(vm, &inner.args)?;
        let Flow::Return(made) = vm.generic_alias(&inner.origin.clone(), &Value::tuple(parts))? else {
            return Ok(value.clone());
        };
        return Ok(made);
    }
    if let Some(inner) = union(value) {
        let mut parts = each(vm, &inner.args)?.into_iter();
        let first = parts.next().unwrap_or(Value::None);
        return Ok(parts.fold(first, |whole, part| vm.union_type(BinaryOp::Or, &whole, &part).unwrap_or(whole)));
    }
    Ok(value.clone())
}

/// `alias[types]`
fn put_in(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "GenericAlias.__getitem__", |this| is_alias(this) || union(this).is_some())?;
    let given = rest.one(vm, "GenericAlias.__getitem__")?;
    let types = given.as_tuple().map_or_else(|| vec![given.clone()], <[Value]>::to_vec);
    let variables = variables(vm, this);
    if !variables.is_empty() && variables.len() == types.len() {
        return replaced(vm, this, &variables, &types).map(Flow::Return);
    }
    let (this, actual, expected) = (this.clone(), types.len(), variables.len());
    vm.with_asks(move |vm, asks| {
        let shown = vm.repr(asks, &this)?;
        let message = if expected == 0 {
            format!("{shown} is not a generic class")
        } else {
            let few = if actual < expected { "few" } else { "many" };
            let least = actual < expected && vm.machine.python.version() >= (3, 13);
            let least = if least { "at least " } else { "" };
            format!("Too {few} arguments for {shown}; actual {actual}, expected {least}{expected}")
        };
        Err(vm.type_error(message).into())
    })
}

/// `__class_getitem__(cls, item)` of classes that take parameters.
pub fn class_getitem(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match args.values {
        [class, item] => vm.generic_alias(class, item),
        _ => Err(vm.type_error("__class_getitem__() takes exactly one argument")),
    }
}

/// What it does not have itself is its class's.
fn attribute(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [this, name] = args.values else { return Flow::none() };
    let origin = alias(this).map_or(Value::None, |alias| alias.origin.clone());
    match vm.symbol_of(name) {
        Some(name) => vm.get_attribute(&origin, name),
        None => Flow::none(),
    }
}

fn instance(class: Ref, payload: Payload) -> Value {
    Object::Instance(Instance { class, slots: Vec::new(), payload }).into()
}

fn represent(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "GenericAlias.__repr__", |_| true)?;
    rest.none(vm, "GenericAlias.__repr__")?;
    let this = this.clone();
    vm.with_asks(move |vm, asks| {
        let parts = |vm: &mut Vm, asks: &mut Asks, args: &Value| {
            args.as_tuple().unwrap_or_default().iter().map(|part| vm.type_text(asks, part)).collect::<Attempt<Vec<_>>>()
        };
        if let Some(alias) = alias(&this) {
            let origin = vm.type_text(asks, &alias.origin)?;
            let args = parts(vm, asks, &alias.args)?;
            let args = if args.is_empty() { "()".to_owned() } else { args.join(", ") };
            return Ok(Value::str(format!("{origin}[{args}]")));
        }
        let members = union(&this).map_or(Value::None, |union| union.args.clone());
        Ok(Value::str(parts(vm, asks, &members)?.join(" | ")))
    })
}

fn call_origin(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "GenericAlias.__call__", is_alias)?;
    let callee = alias(this).map_or(Value::None, |alias| alias.origin.clone());
    Ok(Flow::Call(Box::new(CallRequest {
        callee,
        args: rest.values.to_vec(),
        keywords: rest.keywords.into(),
        then: None,
    })))
}

fn parts(value: &Value) -> Option<Value> {
    match (alias(value), union(value)) {
        (Some(alias), _) => Some(Value::tuple(vec![alias.origin.clone(), alias.args.clone()])),
        (_, Some(union)) => Some(union.args.clone()),
        _ => None,
    }
}

fn equal(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "GenericAlias.__eq__", |_| true)?;
    let other = rest.one(vm, "GenericAlias.__eq__")?;
    let (Some(a), Some(b)) = (parts(this), parts(other)) else { return Ok(Flow::Return(Value::NotImplemented)) };
    if let (Some(x), Some(y)) = (union(this), union(other)) {
        // The order of members does not matter.
        let (x, y) = (x.args.as_tuple().unwrap_or_default(), y.args.as_tuple().unwrap_or_default());
        let same = x.len() == y.len() && x.iter().all(|member| y.iter().any(|other| other.is(member)));
        return Ok(Flow::Return(Value::Bool(same)));
    }
    vm.with_asks(move |vm, asks| Ok(Value::Bool(vm.equals(asks, &a, &b)?)))
}

fn hash(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "GenericAlias.__hash__", |_| true)?;
    let parts = parts(this).unwrap_or(Value::None);
    vm.with_asks(move |vm, asks| Ok(Value::Int(vm.hash_of(asks, &parts)? as i64)))
}

fn or(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "UnionType.__or__", |_| true)?;
    let other = rest.one(vm, "UnionType.__or__")?;
    Ok(Flow::Return(vm.union_type(BinaryOp::Or, this, other).unwrap_or(Value::NotImplemented)))
}

fn reflected_or(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "UnionType.__ror__", |_| true)?;
    let other = rest.one(vm, "UnionType.__ror__")?;
    Ok(Flow::Return(vm.union_type(BinaryOp::Or, other, this).unwrap_or(Value::NotImplemented)))
}

fn mro_entries(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "GenericAlias.__mro_entries__", is_alias)?;
    let origin = alias(this).map_or(Value::None, |alias| alias.origin.clone());
    Ok(Flow::Return(Value::tuple(vec![origin])))
}
