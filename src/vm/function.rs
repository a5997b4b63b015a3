//! Functions, written in Python and in Rust.

use super::Vm;
use super::exception::Exception;
use super::frame::Flow;
use super::loaded::LoadedCode;
use super::symbol::Symbol;
use super::value::{Ref, Value};
use std::ptr::NonNull;

/// A Python function.
pub struct Function {
    /// Its code, as loaded into this heap; lives as long as the heap's vm.
    pub code: NonNull<LoadedCode>,
    /// The module whose globals it sees.
    pub module: Ref,
    /// Closure cells.
    pub closure: Box<[Value]>,
    /// Defaults of the last positional parameters.
    pub defaults: Box<[Value]>,
    /// Defaults of keyword-only parameters, [`Value::Undefined`] where there is none; empty when none has one.
    pub keyword_defaults: Box<[Value]>,
    /// `__name__`, when changed.
    pub name: Option<Value>,
    /// `__qualname__`, when changed.
    pub qualname: Option<Value>,
    /// `__doc__`, when changed.
    pub doc: Option<Value>,
    /// Other attributes.
    pub attributes: Option<Box<super::names::Names>>,
    /// `__annotations__`.
    pub annotations: Value,
}

impl Function {
    /// Its code.
    #[inline(always)]
    pub fn code(&self) -> &LoadedCode {
        // SAFETY: loaded code is never dropped before its heap (see `Vm`).
        unsafe { self.code.as_ref() }
    }

    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        let module = std::mem::ManuallyDrop::new(Value::Object(Ref::from_slot(self.module.slot())));
        f(&module);
        for value in self.closure.iter().chain(self.defaults.iter()).chain(self.keyword_defaults.iter()) {
            f(value);
        }
        for value in [&self.name, &self.qualname, &self.doc].into_iter().flatten() {
            f(value);
        }
        if let Some(attributes) = &self.attributes {
            attributes.values().for_each(&mut *f);
        }
        f(&self.annotations);
    }

    pub(super) fn clear(&mut self) {
        self.closure = Box::default();
        self.defaults = Box::default();
        self.keyword_defaults = Box::default();
        self.attributes = None;
        self.annotations = Value::None;
    }
}

/// What a call passes: positional values, then keyword values whose names follow in order.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// Positional values, then those of keywords.
    pub values: &'a [Value],
    /// Names of the last values.
    pub keywords: &'a [Symbol],
}

impl<'a> Args<'a> {
    /// Only positional ones.
    pub fn positional(values: &'a [Value]) -> Self {
        Self { values, keywords: &[] }
    }

    /// How many are positional.
    #[inline]
    pub fn count(&self) -> usize {
        self.values.len() - self.keywords.len()
    }

    /// The positional ones.
    #[inline]
    pub fn all(&self) -> &'a [Value] {
        &self.values[..self.count()]
    }

    /// A positional one.
    #[inline]
    pub fn get(&self, i: usize) -> Option<&'a Value> {
        self.all().get(i)
    }

    /// A keyword one.
    pub fn keyword(&self, name: Symbol) -> Option<&'a Value> {
        let i = self.keywords.iter().position(|&k| k == name)?;
        self.values.get(self.count() + i)
    }

    /// A keyword one, by its text.
    pub fn named(&self, vm: &Vm, name: &str) -> Option<&'a Value> {
        let place = self.keywords.iter().position(|&keyword| &**vm.interner.name(keyword) == name)?;
        Some(&self.values[self.count() + place])
    }

    /// Names and values of the keyword ones.
    pub fn keyword_pairs(&self) -> impl Iterator<Item = (Symbol, &'a Value)> {
        self.keywords.iter().copied().zip(&self.values[self.count()..])
    }

    /// Without the first positional one.
    #[inline]
    pub fn rest(&self) -> Self {
        Self { values: &self.values[1..], keywords: self.keywords }
    }
}

/// A function written in Rust. It must not run Python code: what it needs called, it asks for by its [`Flow`].
pub type NativeFn = fn(&mut Vm, Args<'_>) -> Result<Flow, Exception>;

/// A function written in Rust, with what the vm must know about it.
pub struct NativeDef {
    /// `__name__`.
    pub name: &'static str,
    /// What it takes, as `inspect.signature` would show it, for checking and error messages: `"self, item, /"`, `"*args"`.
    /// Parameters are split by commas; `name=` marks optional ones.
    pub signature: &'static str,
    /// The code.
    pub call: NativeFn,
    /// Cost in nanoseconds of a call, without what it charges itself.
    pub cost: u32,
    /// Whether CPython offers the GIL after it; specialised ones (`len`, `isinstance`) don't.
    pub hand_over: bool,
    /// Whether it becomes a method when found on an instance's class.
    pub binds: bool,
}

impl NativeDef {
    /// A function of a module.
    pub const fn function(name: &'static str, signature: &'static str, call: NativeFn) -> Self {
        Self { name, signature, call, cost: 30, hand_over: true, binds: false }
    }

    /// A method of a class; `signature` does not mention `self`.
    pub const fn method(name: &'static str, signature: &'static str, call: NativeFn) -> Self {
        Self { name, signature, call, cost: 30, hand_over: true, binds: true }
    }

    /// With another cost.
    pub const fn cost(mut self, nanoseconds: u32) -> Self {
        self.cost = nanoseconds;
        self
    }

    /// Without a hand-over point after it.
    pub const fn keeps_gil(mut self) -> Self {
        self.hand_over = false;
        self
    }
}
