//! Runs a program: values, heap, fibers and the run loop.
//!
//! Life of a run: a [`Program`] comes from lowering; [`Vm::new`] gives it a heap and a fiber for its main thread; a kernel
//! calls [`Guest::run`](crate::guest::Guest::run) on fibers until they stop, answers their syscalls, and in the end drops
//! the vm. The vm never blocks, never reads a clock and never knows what a kernel is.
//!
//! Natives never start a nested run loop: a function written in Rust answers with a [`Flow`], and what it wants called is
//! called by the one loop in [`interpret`]. So every thread can be stopped anywhere.

pub mod accurate;
pub mod affine;
pub mod ask;
pub mod async_generator;
mod attributes;
pub mod builtins;
mod call;
pub mod class;
mod class_body;
pub mod code;
pub mod dict;
pub mod disassemble;
pub mod errors;
pub mod exception;
pub mod exception_text;
mod exception_words;
mod fiber;
pub mod frame;
pub mod function;
pub mod generator;
pub mod heap;
mod imports;
mod interpret;
pub mod iterate;
pub mod loaded;
mod make_class;
pub mod module;
pub mod names;
pub mod operators;
pub mod set;
mod suggestions;
mod support;
pub mod symbol;
mod traceback;
pub mod types;
pub mod value;

pub use fiber::{Fiber, frame_line};
pub use frame::Flow;
pub use value::Value;

use crate::machine::Machine;
use crate::numbered::Numbered;
use crate::syscall::{FiberId, Key, Line, Note};
use crate::time::Duration;
use class_body::ClassBody;
use code::Program;
use heap::Heap;
use loaded::LoadedCode;
use names::Names;
use std::any::Any;
use std::sync::Arc;
use symbol::{Interner, Symbol};
use types::Types;
use value::{Object, Ref};

/// One Python process.
pub struct Vm {
    /// What it runs.
    pub program: Arc<Program>,
    /// The machine that it believes to be on.
    pub machine: Machine,
    /// Its names.
    pub interner: Interner,
    /// The built-in classes.
    pub types: Types,
    /// The module `builtins`.
    pub builtins: Value,
    /// Modules by name, as `sys.modules`.
    modules: Numbered<Symbol, Value>,
    /// The fiber that runs.
    pub fiber: Fiber,
    /// Which one that is.
    pub current: FiberId,
    fibers: Vec<Option<Fiber>>,
    /// State of library modules, by its type.
    library: fiber::States,
    notes: Vec<(Duration, Note)>,
    /// CPU time spent in this run of the fiber, in nanoseconds.
    pub(crate) spent: u64,
    /// CPU time spent in earlier runs of fibers.
    spent_before: u64,
    /// How many frames a thread may have on its stack (`sys.setrecursionlimit`).
    pub(crate) recursion_limit: usize,
    /// When the run shall end.
    pub(crate) budget: u64,
    /// Whether the kernel's time is virtual, so that loops may be computed at once.
    ahead: bool,
    /// CPU time of iterations that were computed at once, in nanoseconds, since the kernel asked for it.
    skipped: u64,
    /// Changes when a class changes in a way that caches must notice.
    epoch: u32,
    next_key: u64,
    /// Seed of hashes, random numbers and orders that CPython leaves open.
    pub seed: u64,
    strings: Vec<Value>,
    unhandled: Option<(String, Line)>,
    /// `str` of exceptions that are about to be printed, where that took Python code.
    words: Vec<(Value, String)>,
    exit_code: i32,
    /// What the program has made of the switch interval, for the kernel to hear.
    pub(crate) switch_interval: Option<Duration>,
    /// Set when the run must end: a limit was reached, or something is not supported.
    limit: Option<String>,
    /// Whether the running fiber may be interrupted anywhere, or is watched.
    pub(crate) anywhere: bool,
    /// Whether somebody decides at hand-over points: then they are all offered, and what is between them is looked at.
    pub(crate) watched: bool,
    /// Whether something was touched, where that was looked at, that other threads can see.
    touched: bool,
    /// Whether the point that the fiber stands at is the return of a call that had waited, and nothing else has run since.
    returned: bool,
    /// Namespace of the class body that ended last.
    finished_names: Option<Box<ClassBody>>,
    loaded: Vec<Option<Box<LoadedCode>>>,
    #[allow(clippy::vec_box, reason = "a stack holds boxes: they move between it and here as they are")]
    spare_frames: Vec<Box<frame::PyFrame>>,
    /// Last, since everything above holds values of it.
    pub(crate) heap: Box<Heap>,
}

// SAFETY: values are counted without atomics and point into one heap, all of which this struct owns; whoever calls it holds
// the process's GIL, so that only one operating system thread at a time touches it, and the kernel's GIL orders memory
// between them (acquire and release). Thread-locals hold nothing but the pointer to the current heap, which every entry
// point sets anew.
unsafe impl Send for Vm {}

impl Vm {
    /// The state of a library module, made at first use.
    pub fn state<T: Any + Default>(&mut self) -> &mut T {
        self.library.get()
    }

    /// Tells the trace something, stamped with the time spent so far.
    pub fn note(&mut self, note: Note) {
        let spent = self.fiber.unmetered.as_ref().map_or(self.spent, |before| before.spent);
        self.notes.push((Duration(spent), note));
    }

    /// Spends CPU time, in nanoseconds.
    #[inline]
    pub fn charge(&mut self, nanoseconds: u64) {
        self.spent += nanoseconds;
    }

    /// CPU time that the process has spent so far, in nanoseconds.
    pub fn cpu_time(&self) -> u64 {
        self.spent_before + self.spent
    }

    /// A key that nothing else in this process has.
    pub fn new_key(&mut self) -> Key {
        self.next_key += 1;
        Key(self.next_key)
    }

    /// The string of a symbol; always the same object.
    pub fn symbol_value(&mut self, symbol: Symbol) -> Value {
        let i = symbol.0 as usize;
        if i >= self.strings.len() {
            self.strings.resize(i + 1, Value::Undefined);
        }
        if self.strings[i].is_undefined() {
            self.strings[i] = Value::str(&**self.interner.name(symbol));
        }
        self.strings[i].clone()
    }

    /// The symbol of a string value.
    pub fn symbol_of(&mut self, text: &Value) -> Option<Symbol> {
        Some(self.interner.intern(text.as_str()?))
    }

    /// The text of a symbol.
    pub fn name(&self, symbol: Symbol) -> Arc<str> {
        self.interner.name(symbol).clone()
    }

    /// The class of a value.
    #[inline]
    pub fn class_of<'a>(&'a self, value: &'a Value) -> &'a Ref {
        let types = &self.types;
        match value {
            Value::Undefined | Value::None => &types.none_type,
            Value::NotImplemented => &types.not_implemented_type,
            Value::Ellipsis => &types.ellipsis_type,
            Value::Bool(_) => &types.bool_,
            Value::Int(_) => &types.int,
            Value::Float(_) => &types.float,
            Value::Object(r) => match r.get() {
                Object::Instance(instance) => &instance.class,
                Object::Str(_) => &types.str_,
                Object::List(_) => &types.list,
                Object::Dict(_) => &types.dict,
                Object::Tuple(_) => &types.tuple,
                Object::Int(_) => &types.int,
                Object::Bytes(_) => &types.bytes,
                Object::Set(_) => &types.set,
                Object::FrozenSet(_) => &types.frozenset,
                Object::Range { .. } => &types.range,
                Object::Slice(_) => &types.slice,
                Object::Iterator(iteration) => self.class_of_iteration(iteration),
                Object::RangeIterator { .. } => &types.range_iterator,
                Object::DictView { view, .. } => match view {
                    value::DictView::Keys => &types.dict_keys,
                    value::DictView::Values => &types.dict_values,
                    value::DictView::Items => &types.dict_items,
                },
                Object::Cell(_) | Object::AsyncItem(_) => &types.cell,
                Object::Function(_) => &types.function,
                Object::Native(def) if def.binds => &types.method_descriptor,
                Object::Native(_) => &types.builtin,
                Object::Method { function, .. } if function.as_native_def().is_some() => &types.builtin,
                Object::Method { .. } => &types.method,
                Object::Generator(generator) => match generator.kind {
                    code::CodeKind::Coroutine => &types.coroutine,
                    code::CodeKind::AsyncGenerator => &types.async_generator,
                    _ => &types.generator,
                },
                Object::Class(class) => class.metaclass.as_ref().unwrap_or(&types.type_),
                Object::Module(_) => &types.module,
                Object::Descriptor(descriptor) => match **descriptor {
                    value::Descriptor::Property { .. } => &types.property,
                    value::Descriptor::ClassMethod(_) => &types.classmethod,
                    value::Descriptor::StaticMethod(_) => &types.staticmethod,
                    value::Descriptor::Native(_) => &types.getset,
                },
                Object::Super { .. } => &types.super_,
                Object::Code(_) => &types.code,
            },
        }
    }

    fn class_of_iteration(&self, iteration: &value::Iteration) -> &Ref {
        use value::{DictView, Iteration};
        let types = &self.types;
        match iteration {
            Iteration::Enumerate { .. } => &types.enumerate,
            Iteration::Zip { .. } => &types.zip,
            Iteration::Map { .. } => &types.map,
            Iteration::Filter { .. } => &types.filter,
            Iteration::List { .. } => &types.list_iterator,
            Iteration::Reversed { list, .. } if matches!(list.object(), Some(Object::List(_))) => {
                &types.list_reverse_iterator
            }
            Iteration::Reversed { .. } => &types.reversed,
            Iteration::Items { .. } => &types.tuple_iterator,
            Iteration::Str { string, .. } if string.as_str().is_some_and(str::is_ascii) => &types.str_ascii_iterator,
            Iteration::Str { .. } => &types.str_iterator,
            Iteration::Bytes { .. } => &types.bytes_iterator,
            Iteration::Set { .. } => &types.set_iterator,
            Iteration::Dict { view: DictView::Keys, .. } => &types.dict_key_iterator,
            Iteration::Dict { view: DictView::Values, .. } => &types.dict_value_iterator,
            Iteration::Dict { view: DictView::Items, .. } => &types.dict_item_iterator,
            Iteration::Callable { .. } => &types.callable_iterator,
            Iteration::Sequence { .. } | Iteration::Done => &types.iterator,
        }
    }

    /// What messages call a value's class.
    pub fn type_name(&self, value: &Value) -> Arc<str> {
        self.class(self.class_of(value)).message_name()
    }

    /// `type(value).__name__`.
    pub fn class_name(&self, value: &Value) -> Arc<str> {
        self.class(self.class_of(value)).name.clone()
    }

    /// A class's data.
    #[allow(clippy::mut_from_ref)]
    pub fn class<'a>(&self, class: &'a Ref) -> &'a mut class::Class {
        match class.get_mut() {
            Object::Class(class) => class,
            _ => unreachable!("not a class"),
        }
    }

    /// Whether `class` is `ancestor` or inherits from it.
    pub fn is_subclass(&self, class: &Ref, ancestor: &Ref) -> bool {
        class.is(ancestor) || self.class(class).ancestors.iter().any(|c| c.is(ancestor))
    }

    /// Whether a value is an instance of a class, its class's ancestors included.
    pub fn is_instance(&self, value: &Value, class: &Ref) -> bool {
        self.is_subclass(self.class_of(value), class)
    }

    /// Looks a name up in a class and its ancestors.
    #[inline]
    pub fn find_in_class(&self, class: &Ref, name: Symbol) -> Option<Value> {
        self.find_owner(class, name).map(|(owner, position)| self.class(owner).names.at(position).clone())
    }

    /// Where in a class and its ancestors a name is: whose, and at which position.
    pub fn find_owner<'a>(&self, class: &'a Ref, name: Symbol) -> Option<(&'a Ref, u32)> {
        let own = self.class(class);
        if let Some(position) = own.names.position(name)
            && !own.names.at(position).is_undefined()
        {
            return Some((class, position));
        }
        own.ancestors.iter().find_map(|ancestor| {
            let names = &self.class(ancestor).names;
            let position = names.position(name)?;
            (!names.at(position).is_undefined()).then_some((ancestor, position))
        })
    }

    /// A special method of a value's class, unbound.
    pub fn special(&self, value: &Value, name: Symbol) -> Option<Value> {
        self.find_in_class(self.class_of(value), name)
    }

    /// A name among the builtins.
    pub fn builtin(&self, name: &str) -> Option<Value> {
        let symbol = self.interner.find(name)?;
        let Object::Module(module) = self.builtins.object()? else { return None };
        module.names.get(symbol).cloned()
    }

    /// Puts a value into a module.
    pub fn set_global(&mut self, module: &Value, name: &str, value: Value) {
        let symbol = self.interner.intern(name);
        if let Some(Object::Module(module)) = module.object_mut() {
            module.names.set(symbol, value);
        }
    }

    pub(crate) fn module_names(module: &Ref) -> &mut Names {
        match module.get_mut() {
            Object::Module(module) => &mut module.names,
            _ => unreachable!("not a module"),
        }
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.heap.enter();
        self.heap.close();
    }
}
