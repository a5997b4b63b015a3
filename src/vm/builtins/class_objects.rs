//! `type`: what classes can do, and how they are made without a `class` statement.

use super::object::{NEW, pair, this};
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::names::Names;
use crate::vm::value::{Object, Ref, Value};

/// `type.__call__`; calls carry it out themselves, since it may push a frame.
pub static TYPE_CALL: NativeDef =
    NativeDef::method("__call__", "*args, **kwargs", |_, _| Ok(Flow::Return(Value::NotImplemented)));

static TYPE: &[NativeDef] = &[
    NativeDef::method("__instancecheck__", "instance, /", instance_check).cost(60),
    NativeDef::method("__subclasscheck__", "subclass, /", subclass_check).cost(60),
    NativeDef::method("__subclasses__", "", subclasses).cost(150),
    NativeDef::method("mro", "", mro).cost(120),
];

static PREPARE: NativeDef =
    NativeDef::method("__prepare__", "*args, **kwargs", |_, _| Ok(Flow::Return(Value::empty_dict())));

pub(super) fn install(vm: &mut Vm) {
    let type_ = vm.types.type_.clone();
    vm.add_class_value(&type_, "__prepare__", Object::Native(&PREPARE).into());
    vm.add_methods(&type_, TYPE);
    vm.add_class_value(&type_, "__call__", Object::Native(&TYPE_CALL).into());
    vm.add_class_value(&type_, "__new__", Object::Native(&NEW).into());
    vm.set_construct(&type_, construct_type);
}

/// `type(x)` and `type(name, bases, names)`.
fn construct_type(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    match args.all() {
        [value] if class.is(&vm.types.type_) && args.keywords.is_empty() => {
            let class = vm.class_of(value).clone();
            Ok(Flow::Return(Value::Object(vm.seen_class(&class))))
        }
        [name, bases, dict] => {
            if name.as_str().is_none() {
                let kind = vm.type_name(name);
                return Err(vm.type_error(format!("type.__new__() argument 1 must be str, not {kind}")));
            }
            let Some(bases) = bases.as_tuple() else {
                let kind = vm.type_name(bases);
                return Err(vm.type_error(format!("type.__new__() argument 2 must be tuple, not {kind}")));
            };
            let Some(dict) = dict.as_dict() else {
                let kind = vm.type_name(dict);
                return Err(vm.type_error(format!("type.__new__() argument 3 must be dict, not {kind}")));
            };
            let mut names = Names::default();
            for (key, value) in dict.iter() {
                if let Some(symbol) = vm.symbol_of(key) {
                    names.set(symbol, value.clone());
                }
            }
            let metaclass = vm.most_derived(Some(class.clone()), bases)?;
            let cell = vm.interner.intern("__classcell__");
            let cell = names.remove(cell);
            let made = vm.new_heap_class(name, bases, names, metaclass)?;
            if let Some(Object::Cell(slot)) = cell.as_ref().and_then(Value::object_mut) {
                *slot = made.clone();
            }
            let extra = args.keyword_pairs().map(|(name, value)| (name, value.clone())).collect();
            vm.finish_class(made, extra)
        }
        _ => Err(vm.type_error("type() takes 1 or 3 arguments")),
    }
}

fn instance_check(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (class, value) = pair(vm, args, "type.__instancecheck__")?;
    let Value::Object(class) = class else { return Ok(Flow::Return(Value::NotImplemented)) };
    let answer = matches!(class.get(), Object::Class(_)) && vm.is_instance(value, class);
    Ok(Flow::Return(Value::Bool(answer)))
}

fn subclass_check(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (class, other) = pair(vm, args, "type.__subclasscheck__")?;
    let (Value::Object(class), Value::Object(other)) = (class, other) else {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    };
    if !matches!(other.get(), Object::Class(_)) || !matches!(class.get(), Object::Class(_)) {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    Ok(Flow::Return(Value::Bool(vm.is_subclass(other, class))))
}

fn subclasses(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "type.__subclasses__")?;
    let Some(class) = this.as_class() else { return Err(vm.type_error("__subclasses__() needs a class")) };
    class.children.retain(|child| child.upgrade().is_some());
    let children = class.children.iter().filter_map(|child| child.upgrade()).map(Value::Object).collect();
    Ok(Flow::Return(Value::list(children)))
}

fn mro(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = this(vm, args, "type.mro")?;
    let Some(class) = this.as_class() else { return Err(vm.type_error("mro() needs a class")) };
    let mut order = vec![this.clone()];
    order.extend(class.ancestors.iter().cloned().map(Value::Object));
    Ok(Flow::Return(Value::list(order)))
}
