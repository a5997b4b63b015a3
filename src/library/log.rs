//! What library code logs: through `logging` when the program has imported it, else as its last resort does.

use crate::syscall::{Stream, Syscall};
use crate::vm::exception::Result;
use crate::vm::value::{Object, Value};
use crate::vm::{Flow, Vm};

/// `logging.WARNING`
pub const WARNING: i64 = 30;

/// `logging.ERROR`
pub const ERROR: i64 = 40;

/// Logs a message with a logger's name.
pub fn report(vm: &mut Vm, logger: &str, level: i64, message: String) -> Result<Flow> {
    let (module, function) = (vm.interner.intern("logging"), vm.interner.intern("_report"));
    let report = match vm.module(module).and_then(Value::object) {
        Some(Object::Module(module)) => module.names.get(function).cloned(),
        _ => None,
    };
    match report {
        Some(report) => Flow::tail(report, vec![Value::str(logger), Value::Int(level), Value::str(message)]),
        None => {
            let text = message + "\n";
            Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, |_, _| Flow::none())
        }
    }
}
