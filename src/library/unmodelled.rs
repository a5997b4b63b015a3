//! `_unmodelled_calls`: what calls of modules that are not modelled need of the vm.

use crate::syscall::{NativeJob, NativeWork, Syscall};
use crate::time::Duration;
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::Object;
use crate::vm::{Flow, Value, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &["end", "spin"];

static FUNCTIONS: [NativeDef; 2] = [
    NativeDef::function("end", "message, /", end).cost(0),
    NativeDef::function("spin", "nanoseconds, keeps_gil, name='native code', /", spin).cost(0),
];

/// Puts the functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

/// Ends the run: only a person can tell what would have been.
fn end(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let message = args.values.first().and_then(Value::as_str).unwrap_or_default().to_owned();
    Err(vm.limit(message))
}

/// Computes that long, with the GIL or without, as what is named.
fn spin(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [Value::Int(nanoseconds), Value::Bool(keeps_gil), name @ ..] = args.values else {
        return Err(vm.type_error("spin() takes nanoseconds and whether it keeps the GIL"));
    };
    let cost = nanoseconds.unsigned_abs();
    if *keeps_gil {
        vm.charge(cost);
        return Flow::none();
    }
    let name = name.first().and_then(Value::as_str).unwrap_or("native code").to_owned();
    let job = NativeJob { name, work: NativeWork::Spin, cost: Duration(cost) };
    Flow::syscall(Syscall::Native(job), |_, _| Flow::none())
}
