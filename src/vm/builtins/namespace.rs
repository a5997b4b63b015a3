//! Dicts that stand for names kept elsewhere: `globals()`, `module.__dict__`, `function.__dict__`; and `mappingproxy`, which
//! only shows: `Class.__dict__`.
//!
//! They are instances of classes of their own whose first slot says whose names they are. What they are asked for is done
//! by a dict that is made for it, and what that has then become is taken back. So names stay where code finds them fast.

use crate::vm::Vm;
use crate::vm::class::Special;
use crate::vm::dict::Dict;
use crate::vm::exception::Result;
use crate::vm::frame::{CallRequest, Flow};
use crate::vm::function::{Args, NativeDef};
use crate::vm::module::Module;
use crate::vm::names::Names;
use crate::vm::symbol::{Symbol, well_known as sym};
use crate::vm::value::{Object, Payload, Ref, Value};

/// The classes.
#[derive(Default)]
struct Classes {
    /// A subclass of `dict` by its name, so that nobody can tell.
    names: Option<Ref>,
    proxy: Option<Ref>,
}

macro_rules! reading {
    ($($name:literal)*) => { [$(NativeDef::method($name, "*args, **kwargs", |vm, args| read(vm, args, $name))),*] };
}

macro_rules! writing {
    ($($name:literal)*) => { [$(NativeDef::method($name, "*args, **kwargs", |vm, args| write(vm, args, $name))),*] };
}

static READING: [NativeDef; 15] = reading!["__contains__" "__eq__" "__getitem__" "__iter__" "__len__" "__ne__" "__or__"
    "__repr__" "__reversed__" "__ror__" "copy" "get" "items" "keys" "values"];

static WRITING: [NativeDef; 7] = writing!["__delitem__" "__setitem__" "clear" "pop" "popitem" "setdefault" "update"];

static IN_PLACE: [NativeDef; 1] = [NativeDef::method("__ior__", "other, /", in_place)];

static PROXY: [NativeDef; 2] = [
    NativeDef::method("__repr__", "", repr_of_proxy),
    NativeDef::method("__str__", "", |vm, args| read(vm, args, "__repr__")),
];

pub(super) fn install(vm: &mut Vm) {
    let class = vm.native_class("builtins", "dict", None, &WRITING, &[]);
    let dict = vm.types.dict.clone();
    vm.class(&class).ancestors.insert(0, dict.clone());
    vm.class(&class).bases = vec![dict];
    vm.add_methods(&class, &READING);
    vm.add_methods(&class, &IN_PLACE);
    let proxy = vm.native_class("builtins", "mappingproxy", Some(construct_proxy), &PROXY, &[]);
    vm.add_methods(&proxy, &READING[..7]);
    vm.add_methods(&proxy, &READING[8..]);
    for class in [&class, &proxy] {
        vm.add_class_value(class, "__hash__", Value::None);
        let data = vm.class(class);
        // Their methods are looked for, and nothing can be set.
        data.is_heap = true;
        for special in [Special::Eq, Special::Hash, Special::Len, Special::Repr, Special::Str] {
            data.special |= special as u32;
        }
        data.closed_slots = true;
    }
    *vm.state::<Classes>() = Classes { names: Some(class), proxy: Some(proxy) };
}

impl Vm {
    /// The dict that stands for the names of a module or a function.
    pub(in crate::vm) fn dict_of_names(&mut self, owner: &Value) -> Value {
        let Some(class) = self.state::<Classes>().names.clone() else { return Value::empty_dict() };
        if let Some(Object::Module(module)) = owner.object_mut() {
            if module.dict.is_undefined() {
                module.dict = self.standing_for(&class, owner);
            }
            return module.dict.clone();
        }
        self.standing_for(&class, owner)
    }

    /// What shows a mapping, or the names of a class.
    pub(in crate::vm) fn proxy_of(&mut self, owner: &Value) -> Value {
        let Some(class) = self.state::<Classes>().proxy.clone() else { return Value::empty_dict() };
        self.standing_for(&class, owner)
    }

    /// The class `mappingproxy`.
    pub(crate) fn proxy_class(&mut self) -> Value {
        self.state::<Classes>().proxy.clone().map_or(Value::None, Value::Object)
    }

    /// What `type` says of such a dict.
    pub(super) fn seen_class(&mut self, class: &Ref) -> Ref {
        let names = self.state::<Classes>().names.as_ref().is_some_and(|names| names.is(class));
        if names { self.types.dict.clone() } else { class.clone() }
    }

    fn standing_for(&mut self, class: &Ref, owner: &Value) -> Value {
        let value = self.bare_instance(class, Payload::None);
        if let Some(instance) = value.as_instance() {
            instance.slots = vec![owner.clone()];
        }
        value
    }

    /// The names that one stands for, as a dict of their own; a proxy may stand for any mapping.
    fn read_names(&mut self, owner: &Value) -> Value {
        let Some(names) = names_of(owner) else { return owner.clone() };
        // Functions keep something else there.
        let hidden = matches!(owner.object(), Some(Object::Function(_))).then_some(sym::D_TYPE_PARAMS);
        let names: Vec<(Symbol, Value)> =
            names.iter().filter(|(name, _)| Some(*name) != hidden).map(|(name, value)| (name, value.clone())).collect();
        let mut dict = Dict::default();
        for (name, value) in names {
            dict.insert_str(&self.name(name), value);
        }
        Value::dict(dict)
    }

    /// Makes names what a dict has become.
    fn take_back(&mut self, owner: &Value, before: &Dict, now: &Value) {
        let Some(now) = now.as_dict() else { return };
        for (key, value) in now.iter() {
            let Some(text) = key.as_str() else { continue };
            if before.get_str(text).is_none_or(|old| !old.is(value)) {
                let symbol = self.interner.intern(text);
                if let Some(names) = names_of(owner) {
                    drop(names.set(symbol, value.clone()));
                }
            }
        }
        for (key, _) in before.iter() {
            let Some(text) = key.as_str().filter(|text| now.get_str(text).is_none()) else { continue };
            let symbol = self.interner.intern(text);
            if let Some(names) = names_of(owner) {
                drop(names.remove(symbol));
            }
        }
    }
}

fn names_of(owner: &Value) -> Option<&mut Names> {
    match owner.object_mut()? {
        Object::Module(module) => Some(&mut module.names),
        Object::Class(class) => Some(&mut class.names),
        Object::Function(function) => Some(function.attributes.get_or_insert_default()),
        _ => None,
    }
}

fn owner_of(vm: &Vm, args: &Args<'_>) -> Result<Value> {
    let owner = args.get(0).and_then(Value::as_instance).and_then(|instance| instance.slots.first());
    owner.cloned().ok_or_else(|| vm.type_error("descriptor requires a dict of names"))
}

/// Calls a method of a dict with what follows the receiver.
fn call(
    vm: &mut Vm,
    dict: &Value,
    args: Args<'_>,
    name: &str,
    then: impl FnOnce(&mut Vm, Value) -> Result<Flow> + 'static,
) -> Result<Flow> {
    let name = vm.interner.intern(name);
    let method = vm.get_attribute(dict, name)?;
    let (values, keywords) = (args.values[1..].to_vec(), args.keywords.into());
    vm.after(method, move |_, method| {
        Ok(Flow::Call(Box::new(CallRequest {
            callee: method.value()?,
            args: values,
            keywords,
            then: Some(Box::new(move |vm, input| then(vm, input.value()?))),
        })))
    })
}

fn read(vm: &mut Vm, args: Args<'_>, name: &str) -> Result<Flow> {
    let owner = owner_of(vm, &args)?;
    // What most ask for needs no dict.
    if let ("__getitem__" | "__contains__" | "get", Some(text)) = (name, args.get(1).and_then(Value::as_str))
        && let Some(names) = names_of(&owner)
    {
        let found = vm.interner.find(text).and_then(|symbol| names.get(symbol)).cloned();
        return match (name, found) {
            ("__contains__", found) => Ok(Flow::Return(Value::Bool(found.is_some()))),
            (_, Some(value)) => Ok(Flow::Return(value)),
            ("get", None) => Ok(Flow::Return(args.get(2).cloned().unwrap_or(Value::None))),
            (_, None) => Err(vm.key_error(args.values[1].clone())),
        };
    }
    let dict = vm.read_names(&owner);
    call(vm, &dict, args, name, |_, value| Ok(Flow::Return(value)))
}

fn write(vm: &mut Vm, args: Args<'_>, name: &str) -> Result<Flow> {
    let owner = owner_of(vm, &args)?;
    let dict = vm.read_names(&owner);
    let before = dict.as_dict().map(|dict| dict.clone()).unwrap_or_default();
    let now = dict.clone();
    call(vm, &dict, args, name, move |vm, value| {
        vm.take_back(&owner, &before, &now);
        Ok(Flow::Return(value))
    })
}

fn in_place(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let this = args.values[0].clone();
    let flow = write(vm, args, "update")?;
    vm.after(flow, move |_, done| done.value().map(|_| Flow::Return(this)))
}

/// `types.ModuleType(name, doc=None)`: a module that nobody imports.
pub(super) fn construct_module(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "module", 1, 2)?;
    let Some(name) = values[0].as_str() else {
        let kind = vm.type_name(&values[0]);
        return Err(vm.type_error(format!("module() argument 'name' must be str, not {kind}")));
    };
    let module = Module { name: name.into(), names: Names::default(), dict: Value::Undefined };
    let value = Value::from(Object::Module(Box::new(module)));
    let doc = values.get(1).or_else(|| args.named(vm, "doc")).cloned().unwrap_or_default();
    let doc = if doc.is_undefined() { Value::None } else { doc };
    let parts = [("__name__", values[0].clone()), ("__doc__", doc)];
    let none = ["__package__", "__loader__", "__spec__"].map(|name| (name, Value::None));
    for (name, part) in parts.into_iter().chain(none) {
        vm.set_global(&value, name, part);
    }
    Ok(Flow::Return(value))
}

/// `types.MappingProxyType(mapping)`
fn construct_proxy(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    let mapping = args.one(vm, "mappingproxy")?.clone();
    let sequence = matches!(mapping.object(), Some(Object::List(_) | Object::Tuple(_)));
    if sequence || (mapping.as_dict().is_none() && vm.special(&mapping, sym::D_GETITEM).is_none()) {
        let name = vm.type_name(&mapping);
        return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {name}")));
    }
    Ok(Flow::Return(vm.proxy_of(&mapping)))
}

fn repr_of_proxy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let flow = read(vm, args, "__repr__")?;
    vm.after(flow, |_, text| {
        let text = text.value()?;
        Ok(Flow::Return(Value::str(format!("mappingproxy({})", text.as_str().unwrap_or_default()))))
    })
}
