//! Raising, matching and printing exceptions.

use super::Vm;
use super::exception::{Exception, Result, TracebackEntry};
use super::frame::Flow;
use super::loaded::LoadedCode;
use super::value::{Object, Value};
use crate::syscall::Line;
use std::ptr::NonNull;

impl Vm {
    /// `raise value from cause`
    pub(super) fn raise(&mut self, value: Value, cause: Option<Value>) -> Result<Flow> {
        self.instantiated(value, move |vm, exception| {
            let handled = vm.handled();
            vm.set_context(&Exception::of(exception.clone()), handled);
            match cause {
                None => Err(Exception::of(exception)),
                Some(Value::None) => {
                    let error = Exception::of(exception);
                    error.data().cause = Value::None;
                    error.data().suppress_context = true;
                    Err(error)
                }
                Some(cause) if !vm.is_raisable(&cause) => {
                    Err(vm.type_error("exception causes must derive from BaseException"))
                }
                Some(cause) => vm.instantiated(cause, move |_, cause| {
                    let error = Exception::of(exception);
                    error.data().cause = cause;
                    error.data().suppress_context = true;
                    Err(error)
                }),
            }
        })
    }

    fn is_raisable(&self, value: &Value) -> bool {
        value.as_exception().is_some()
            || matches!(value, Value::Object(r) if matches!(r.get(), Object::Class(_))
                && self.is_subclass(r, &self.types.base_exception))
    }

    /// An exception from a class or an instance.
    fn instantiated(
        &mut self,
        value: Value,
        then: impl FnOnce(&mut Vm, Value) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        if value.as_exception().is_some() {
            return then(self, value);
        }
        if let Value::Object(class) = &value
            && matches!(class.get(), Object::Class(_))
            && self.is_subclass(class, &self.types.base_exception)
        {
            return Flow::call(value, Vec::new(), |vm, input| {
                let exception = input.value()?;
                if exception.as_exception().is_none() {
                    return Err(vm.type_error("calling an exception class should have returned an exception"));
                }
                then(vm, exception)
            });
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }

    /// An exception that native code raises, and that may have been raised elsewhere before: what is handled here and now is
    /// its context.
    pub(crate) fn raised_again(&self, exception: Exception) -> Exception {
        self.set_context(&exception, self.handled());
        exception
    }

    /// Sets `__context__` to what is being handled, without making a cycle.
    pub(super) fn set_context(&self, exception: &Exception, handled: Option<Value>) {
        let Some(handled) = handled else { return };
        if handled.is(&exception.value()) {
            return;
        }
        let mut walk = handled.clone();
        while let Some(data) = walk.as_exception() {
            let next = data.context.clone();
            if next.is(&exception.value()) {
                data.context = Value::None;
                break;
            }
            walk = next;
        }
        exception.data().context = handled;
    }

    /// Notes that an exception passes a frame of the visitor's code.
    pub(super) fn note_traceback(&self, exception: &Exception, code: NonNull<LoadedCode>, at: usize, again: bool) {
        let looking = std::mem::take(&mut exception.data().looking);
        // SAFETY: loaded code lives as long as the vm.
        if unsafe { code.as_ref() }.code.file.is_none() {
            exception.data().passed_library = true;
            return;
        }
        // What is raised again by `raise` alone, or by the end of a `finally`, has been here.
        if again {
            return;
        }
        exception.data().traceback.push(TracebackEntry::new(code, at, looking));
    }

    /// Whether an exception is of a class, or one of a tuple of classes.
    pub(super) fn matches(&self, exception: &Value, kind: &Value) -> Result<bool> {
        match kind {
            Value::Object(r) => match r.get() {
                Object::Class(_) if self.is_subclass(r, &self.types.base_exception) => {
                    Ok(self.is_instance(exception, r))
                }
                Object::Tuple(kinds) => {
                    for kind in kinds {
                        if self.matches(exception, kind)? {
                            return Ok(true);
                        }
                    }
                    Ok(false)
                }
                _ => Err(self.bad_except()),
            },
            _ => Err(self.bad_except()),
        }
    }

    fn bad_except(&self) -> Exception {
        self.type_error("catching classes that do not inherit from BaseException is not allowed")
    }

    /// Where in the visitor's code an exception was raised.
    pub fn raised_at(&self, exception: &Exception) -> Line {
        exception.data().traceback.first().map_or_else(Line::default, |entry| {
            // SAFETY: loaded code lives as long as the vm.
            let code = &unsafe { entry.code.as_ref() }.code;
            Line { file: code.file.unwrap_or_default(), line: entry.span().line }
        })
    }

    /// The last line of a printed exception: `ValueError: message`.
    pub fn last_line(&mut self, exception: &Exception) -> String {
        let class = self.class_of(&exception.value()).clone();
        let data = self.class(&class);
        let name = if matches!(&*data.module, "builtins" | "__main__") {
            data.qualname.to_string()
        } else {
            format!("{}.{}", data.module, data.qualname)
        };
        let text = self.plain_str(&exception.value());
        if text.is_empty() { name } else { format!("{name}: {text}") }
    }
}
