//! Raising the built-in exceptions from Rust.

use super::Vm;
use super::exception::{Exception, ExceptionData};
use super::types::Types;
use super::value::{Instance, Object, Payload, Ref, Value};

impl Vm {
    /// An exception of a built-in class with a message.
    pub fn error(&self, class: impl FnOnce(&Types) -> &Ref, message: impl Into<String>) -> Exception {
        self.exception_with(class(&self.types), vec![Value::str(message)])
    }

    /// An exception of a class with these `args`.
    pub fn exception_with(&self, class: &Ref, args: Vec<Value>) -> Exception {
        Exception::of(
            Object::Instance(Instance {
                class: class.clone(),
                slots: Vec::new(),
                payload: Payload::Exception(Box::new(ExceptionData::new(Value::tuple(args)))),
            })
            .into(),
        )
    }

    /// `TypeError`
    pub fn type_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.type_error, message)
    }

    /// `ValueError`
    pub fn value_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.value_error, message)
    }

    /// `RuntimeError`
    pub fn runtime_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.runtime_error, message)
    }

    /// `AttributeError`
    pub fn attribute_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.attribute_error, message)
    }

    /// `IndexError`
    pub fn index_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.index_error, message)
    }

    /// `NameError`
    pub fn name_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.name_error, message)
    }

    /// `ZeroDivisionError`
    pub fn zero_division_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.zero_division_error, message)
    }

    /// `OverflowError`
    pub fn overflow_error(&self, message: impl Into<String>) -> Exception {
        self.error(|t| &t.overflow_error, message)
    }

    /// `KeyError` of a key.
    pub fn key_error(&self, key: Value) -> Exception {
        self.exception_with(&self.types.key_error, vec![key])
    }

    /// `StopIteration` with a value.
    pub fn stop_iteration(&self, value: Value) -> Exception {
        let args = if value.is_none() { Vec::new() } else { vec![value] };
        self.exception_with(&self.types.stop_iteration, args)
    }

    /// Whether an exception is of a class.
    pub fn is_exception(&self, exception: &Exception, class: impl FnOnce(&Types) -> &Ref) -> bool {
        self.is_instance(&exception.value(), class(&self.types))
    }
}
