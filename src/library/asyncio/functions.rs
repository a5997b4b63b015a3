//! Functions of `_asyncio` that belong to no class.

use super::future::Future;
use super::{Running, State};
use crate::vm::code::CodeKind;
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};
use crate::vm::{Flow, Vm};

static FUNCTIONS: [NativeDef; 5] = [
    NativeDef::function("isfuture", "obj", is_future),
    NativeDef::function("iscoroutine", "obj", is_coroutine),
    NativeDef::function("get_running_loop", "", get_running_loop),
    NativeDef::function("get_event_loop", "", get_event_loop),
    NativeDef::function("_mark_policy", "function, /", mark_policy),
];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn is_future(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "isfuture")?;
    Ok(Flow::Return(Value::Bool(value.as_native::<Future>().is_some())))
}

/// Whether a task can drive it: a coroutine, or an object that has a coroutine's methods.
pub(super) fn drives(vm: &Vm, value: &Value) -> bool {
    match value.object() {
        Some(Object::Generator(generator)) => generator.kind == CodeKind::Coroutine,
        Some(Object::Instance(_)) => {
            vm.special(value, sym::SEND).is_some()
                && vm.special(value, sym::THROW).is_some()
                && vm.special(value, sym::D_AWAIT).is_some()
        }
        _ => false,
    }
}

fn is_coroutine(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "iscoroutine")?;
    Ok(Flow::Return(Value::Bool(drives(vm, value))))
}

fn running(vm: &mut Vm) -> Option<Value> {
    let running = vm.fiber.state::<Running>().event_loop.clone();
    (!running.is_undefined() && !running.is_none()).then_some(running)
}

fn get_running_loop(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    match running(vm) {
        Some(running) => Ok(Flow::Return(running)),
        None => Err(vm.runtime_error("no running event loop")),
    }
}

fn get_event_loop(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    match running(vm) {
        Some(running) => Ok(Flow::Return(running)),
        None => {
            let policy = vm.state::<State>().policy.clone();
            Flow::tail(policy, Vec::new())
        }
    }
}

fn mark_policy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.state::<State>().policy = args.values[0].clone();
    Flow::none()
}
