//! `gc`: looking for cycles, now or by itself. What knows of every object (`get_objects`, `get_referrers`) is not there.

use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::{Flow, Value, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &["collect", "enable", "disable", "isenabled"];

/// CPU that a full collection takes for each container. (3.13, `gc.collect()` with 1,000,000 lists more: 24 ms more.)
const CONTAINER: u64 = 24;

/// CPU of a collection in a program with nothing of its own: CPython's own modules hold some 5,000 containers.
const COLLECT: u32 = 190_000;

static FUNCTIONS: [NativeDef; 4] = [
    NativeDef::function("collect", "generation=", collect).cost(COLLECT),
    NativeDef::function("enable", "", enable),
    NativeDef::function("disable", "", disable),
    NativeDef::function("isenabled", "", is_enabled),
];

/// Puts the functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, crate::vm::value::Object::Native(def).into());
    }
}

fn collect(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    vm.charge(CONTAINER * vm.heap.containers() as u64);
    let found = Value::Int(vm.heap.collect() as i64);
    let flow = vm.tend()?;
    vm.after(flow, move |_, _| Ok(Flow::Return(found)))
}

fn enable(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    vm.heap.set_automatic(true);
    Flow::none()
}

fn disable(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    vm.heap.set_automatic(false);
    Flow::none()
}

fn is_enabled(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(vm.heap.is_automatic())))
}
