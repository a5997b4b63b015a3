//! `property`, `classmethod`, `staticmethod`, `super`.

use super::arguments::Parameters;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Descriptor, GetSet, Object, Ref, Value};

pub(super) static PROPERTY_METHODS: &[NativeDef] = &[
    NativeDef::method("getter", "fget, /", getter).cost(60),
    NativeDef::method("setter", "fset, /", setter).cost(60),
    NativeDef::method("deleter", "fdel, /", deleter).cost(60),
];

/// `__get__` of functions, properties, class methods and static methods.
pub(super) static GET: &[NativeDef] = &[NativeDef::method("__get__", "instance, owner=None, /", get).cost(50)];

pub(super) static PROPERTY_ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "fget", get: |_, this| Ok(parts(this)[0].clone()), set: None },
    GetSet { name: "fset", get: |_, this| Ok(parts(this)[1].clone()), set: None },
    GetSet { name: "fdel", get: |_, this| Ok(parts(this)[2].clone()), set: None },
    GetSet { name: "__doc__", get: documentation, set: None },
    GetSet { name: "__isabstractmethod__", get: is_abstract, set: None },
];

pub(super) static WRAPPER_ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "__func__", get: |_, this| Ok(wrapped(this)), set: None },
    GetSet { name: "__wrapped__", get: |_, this| Ok(wrapped(this)), set: None },
    GetSet { name: "__isabstractmethod__", get: is_abstract, set: None },
];

pub(super) static CELL_ATTRIBUTES: &[GetSet] = &[GetSet { name: "cell_contents", get: cell_contents, set: None }];

fn cell_contents(vm: &mut Vm, this: &Value) -> Result<Value> {
    match this.object() {
        Some(Object::Cell(inner)) if !inner.is_undefined() => Ok(inner.clone()),
        _ => Err(vm.value_error("cell is empty")),
    }
}

fn get(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [this, instance, rest @ ..] = args.between(vm, "__get__", 2, 3)? else { return Flow::none() };
    let bound =
        |function: &Value, this: Value| Ok(Flow::Return(Object::Method { function: function.clone(), this }.into()));
    match this.object() {
        Some(Object::Function(_)) if !instance.is_none() => bound(this, instance.clone()),
        Some(Object::Descriptor(descriptor)) => match &**descriptor {
            Descriptor::Property { get, .. } if !instance.is_none() => Flow::tail(get.clone(), vec![instance.clone()]),
            Descriptor::ClassMethod(function) => {
                let owner = rest.first().filter(|owner| !owner.is_none()).cloned();
                bound(function, owner.unwrap_or_else(|| Value::Object(vm.class_of(instance).clone())))
            }
            Descriptor::StaticMethod(function) => Ok(Flow::Return(function.clone())),
            _ => Ok(Flow::Return(this.clone())),
        },
        _ => Ok(Flow::Return(this.clone())),
    }
}

fn parts(value: &Value) -> [Value; 3] {
    match value.object() {
        Some(Object::Descriptor(descriptor)) => match &**descriptor {
            Descriptor::Property { get, set, delete } => [get.clone(), set.clone(), delete.clone()],
            _ => Default::default(),
        },
        _ => Default::default(),
    }
}

/// What its getter says.
fn documentation(vm: &mut Vm, this: &Value) -> Result<Value> {
    let name = vm.interner.intern("__doc__");
    let [getter, ..] = parts(this);
    match vm.get_attribute(&getter, name) {
        Ok(Flow::Return(text)) => Ok(text),
        _ => Ok(Value::None),
    }
}

fn wrapped(value: &Value) -> Value {
    match value.object() {
        Some(Object::Descriptor(descriptor)) => match &**descriptor {
            Descriptor::ClassMethod(function) | Descriptor::StaticMethod(function) => function.clone(),
            _ => Value::None,
        },
        _ => Value::None,
    }
}

/// Whether the function inside was marked by `abc.abstractmethod`.
fn is_abstract(vm: &mut Vm, value: &Value) -> Result<Value> {
    let name = vm.interner.intern("__isabstractmethod__");
    let mut inner: Vec<Value> = parts(value).into();
    inner.push(wrapped(value));
    for function in inner {
        if function.is_none() || function.is_undefined() {
            continue;
        }
        if let Ok(Flow::Return(Value::Bool(true))) = vm.get_attribute(&function, name) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn property(get: Value, set: Value, delete: Value) -> Value {
    Object::Descriptor(Box::new(Descriptor::Property { get, set, delete })).into()
}

pub(super) fn construct_property(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<4> = Parameters {
        function: "property",
        names: ["fget", "fset", "fdel", "doc"],
        required: 0,
        positional_only: 0,
        positional: 4,
    };
    let [get, set, delete, _] = args.parse(vm, &PARAMETERS)?;
    let part = |part: Option<&Value>| part.cloned().unwrap_or(Value::None);
    Ok(Flow::Return(property(part(get), part(set), part(delete))))
}

fn is_property(value: &Value) -> bool {
    matches!(value.object(), Some(Object::Descriptor(descriptor)) if matches!(**descriptor, Descriptor::Property { .. }))
}

fn changed(vm: &mut Vm, args: Args<'_>, method: &str, part: usize) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, method, is_property)?;
    let mut parts = parts(this);
    parts[part] = rest.one(vm, method)?.clone();
    let [get, set, delete] = parts;
    Ok(Flow::Return(property(get, set, delete)))
}

fn getter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "property.getter", 0)
}

fn setter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "property.setter", 1)
}

fn deleter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "property.deleter", 2)
}

pub(super) fn construct_classmethod(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    let [function] = args.between(vm, "classmethod", 1, 1)? else { return Flow::none() };
    Ok(Flow::Return(Object::Descriptor(Box::new(Descriptor::ClassMethod(function.clone()))).into()))
}

/// `types.MethodType(function, object)`
pub(super) fn construct_method(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    let [function, this] = args.between(vm, "method", 2, 2)? else { return Flow::none() };
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if this.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(Flow::Return(Object::Method { function: function.clone(), this: this.clone() }.into()))
}

pub(super) fn construct_staticmethod(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    let [function] = args.between(vm, "staticmethod", 1, 1)? else { return Flow::none() };
    Ok(Flow::Return(Object::Descriptor(Box::new(Descriptor::StaticMethod(function.clone()))).into()))
}

/// `super(class, object)`; lowering does the one without arguments.
pub(super) fn construct_super(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "super", 0, 2)?;
    let [class, this] = values else { return Err(vm.runtime_error("super(): no arguments")) };
    let Value::Object(class) = class else {
        let name = vm.type_name(class);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {name}")));
    };
    if !matches!(class.get(), Object::Class(_)) {
        let name = vm.type_name(&values[0]);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {name}")));
    }
    let fits = vm.is_instance(this, class)
        || matches!(this, Value::Object(r) if matches!(r.get(), Object::Class(_)) && vm.is_subclass(r, class));
    if !fits {
        if vm.machine.python.version() < (3, 13) {
            return Err(vm.type_error("super(type, obj): obj must be an instance or subtype of type"));
        }
        let (what, whose) = match this {
            Value::Object(r) if matches!(r.get(), Object::Class(_)) => ("type", vm.class(r).name.clone()),
            _ => ("instance of", vm.type_name(this)),
        };
        let class = vm.class(class).name.clone();
        return Err(vm.type_error(format!(
            "super(type, obj): obj ({what} {whose}) is not an instance or subtype of type ({class})."
        )));
    }
    Ok(Flow::Return(Object::Super { class: class.clone(), this: this.clone() }.into()))
}
