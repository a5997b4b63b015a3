//! What library code logs: through `logging` when the program has imported it, else as its last resort does.

use crate::syscall::{Stream, Syscall};
use crate::vm::exception::{Exception, Result};
use crate::vm::exception_text::{Printer, Shape};
use crate::vm::value::{Object, Value};
use crate::vm::{Flow, Vm};

/// `logging.WARNING`
pub const WARNING: i64 = 30;

/// `logging.ERROR`
pub const ERROR: i64 = 40;

/// Logs a message with a logger's name, and with it an exception, if there is one.
pub fn report(vm: &mut Vm, logger: &str, level: i64, message: String, error: Option<Value>) -> Result<Flow> {
    let (module, function) = (vm.interner.intern("logging"), vm.interner.intern("_report"));
    let report = match vm.module(module).and_then(Value::object) {
        Some(Object::Module(module)) => module.names.get(function).cloned(),
        _ => None,
    };
    match report {
        Some(report) => {
            let error = error.unwrap_or(Value::None);
            Flow::tail(report, vec![Value::str(logger), Value::Int(level), Value::str(message), error])
        }
        // The last resort of `logging` is for warnings and what is worse.
        None if level < WARNING => Flow::none(),
        None => match error.filter(|error| error.as_exception().is_some()) {
            Some(error) => vm.with_words(&Exception::of(error), move |vm, error| {
                let text =
                    format!("{message}\n{}", vm.format_exception_as(error, Printer::Traceback, Shape::default()));
                Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, |_, _| Flow::none())
            }),
            None => {
                let text = message + "\n";
                Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, |_, _| Flow::none())
            }
        },
    }
}
