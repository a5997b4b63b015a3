//! `threading.local`: one set of attributes a thread.

use crate::library::context::native_object;
use crate::syscall::FiberId;
use crate::vm::Vm;
use crate::vm::class::Special;
use crate::vm::dict::Dict;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::{CallRequest, Flow};
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::{Symbol, well_known as sym};
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};

struct Local {
    values: Vec<(FiberId, Symbol, Value)>,
    /// Threads that have been here: a subclass's `__init__` runs once in each.
    known: Vec<FiberId>,
    /// What `__init__` is called with: positional values, then those of keywords.
    args: Vec<Value>,
    keywords: Box<[Symbol]>,
}

native_object!(
    Local,
    |this, visit| {
        this.values.iter().for_each(|(_, _, value)| visit(value));
        this.args.iter().for_each(visit);
    },
    |this| {
        this.values.clear();
        this.args.clear();
        this.keywords = Box::default();
    }
);

static LOCAL: [NativeDef; 3] = [
    NativeDef::method("__getattribute__", "name, /", get),
    NativeDef::method("__setattr__", "name, value, /", set),
    NativeDef::method("__delattr__", "name, /", delete),
];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("_thread", "_local", Some(construct), &LOCAL, &[]);
    vm.class(&class).special |= Special::GetAttribute as u32 | Special::SetAttr as u32 | Special::DelAttr as u32;
    vm.set_global(module, "local", class.into());
}

fn construct(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let has_init =
        vm.find_in_class(class, sym::D_INIT).is_some_and(|init| matches!(init.object(), Some(Object::Function(_))));
    if args.count() > 0 && !has_init {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let local = Local {
        values: Vec::new(),
        known: vec![vm.current],
        args: args.values.to_vec(),
        keywords: args.keywords.into(),
    };
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(local))))
}

/// Runs a subclass's `__init__` in a thread that is here for the first time, then `then`.
fn known(vm: &mut Vm, value: &Value, then: impl FnOnce(&mut Vm) -> Result<Flow> + 'static) -> Result<Flow> {
    let fiber = vm.current;
    let Some(local) = value.as_native::<Local>() else { return Flow::none() };
    if local.known.contains(&fiber) {
        return then(vm);
    }
    local.known.push(fiber);
    let mut args = vec![value.clone()];
    args.extend(local.args.iter().cloned());
    let keywords = local.keywords.clone();
    match vm.special(value, sym::D_INIT) {
        Some(init) if matches!(init.object(), Some(Object::Function(_))) => Ok(Flow::Call(Box::new(CallRequest {
            callee: init,
            args,
            keywords,
            then: Some(Box::new(move |vm, input| {
                input.value()?;
                then(vm)
            })),
        }))),
        _ => then(vm),
    }
}

fn missing(vm: &Vm, value: &Value, name: Symbol) -> Exception {
    let class = vm.class(vm.class_of(value));
    let class = if class.is_heap { class.name.to_string() } else { "_thread._local".to_owned() };
    vm.attribute_error(format!("'{class}' object has no attribute '{}'", vm.name(name)))
}

fn get(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.symbol_of(&args.values[1]).unwrap_or(sym::D_NAME);
    let value = args.values[0].clone();
    known(vm, &args.values[0], move |vm| {
        let Some(local) = value.as_native::<Local>() else { return Flow::none() };
        let class = vm.class_of(&value).clone();
        if vm.finds_data(&class, name) {
            return vm.get_plain_attribute(&value, name);
        }
        if name == sym::D_DICT {
            let mut dict = Dict::default();
            for (_, name, value) in local.values.iter().filter(|(fiber, ..)| *fiber == vm.current) {
                dict.insert_str(&vm.name(*name), value.clone());
            }
            return Ok(Flow::Return(Value::dict(dict)));
        }
        match local.values.iter().find(|(f, n, _)| *f == vm.current && *n == name) {
            Some((_, _, found)) => Ok(Flow::Return(found.clone())),
            None if !vm.class(&class).is_heap && vm.find_in_class(&class, name).is_none() && name != sym::D_CLASS => {
                Err(missing(vm, &value, name))
            }
            None => vm.get_plain_attribute(&value, name),
        }
    })
}

fn set(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.symbol_of(&args.values[1]).unwrap_or(sym::D_NAME);
    let (value, new) = (args.values[0].clone(), args.values[2].clone());
    known(vm, &args.values[0], move |vm| {
        let fiber = vm.current;
        let class = vm.class_of(&value).clone();
        if vm.finds_data(&class, name) {
            return vm.set_plain_attribute(&value, name, new);
        }
        let Some(local) = value.as_native::<Local>() else { return Flow::none() };
        match local.values.iter_mut().find(|(f, n, _)| *f == fiber && *n == name) {
            Some((_, _, old)) => drop(std::mem::replace(old, new)),
            None => local.values.push((fiber, name, new)),
        }
        Flow::none()
    })
}

fn delete(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.symbol_of(&args.values[1]).unwrap_or(sym::D_NAME);
    let value = args.values[0].clone();
    known(vm, &args.values[0], move |vm| {
        let fiber = vm.current;
        let Some(local) = value.as_native::<Local>() else { return Flow::none() };
        match local.values.iter().position(|(f, n, _)| *f == fiber && *n == name) {
            Some(at) => {
                drop(local.values.remove(at));
                Flow::none()
            }
            None => Err(missing(vm, &value, name)),
        }
    })
}
