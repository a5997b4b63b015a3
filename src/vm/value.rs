//! Values and the objects behind them.
//!
//! A [`Value`] is 16 bytes: small immutable things sit in it, everything else is a counted [`Ref`] to an [`Object`].
//! Counts are not atomic: only the holder of the GIL touches a heap (see [`super::heap`]).

use super::class::Class;
use super::dict::{Dict, Set};
use super::exception::ExceptionData;
use super::frame::Generator;
use super::function::{Function, NativeDef};
use super::heap;
use super::module::Module;
use num_bigint::BigInt;
use std::any::Any;
use std::boxed::ThinBox;
use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;

/// A Python value.
///
/// Its tag is a whole word, so that a value that has just been written is read again word by word without a stall: a
/// processor cannot forward a narrow store to a wider load.
#[derive(Default)]
#[repr(u64)]
pub enum Value {
    /// No value: an unbound variable, an empty slot. Never visible to a program.
    #[default]
    Undefined,
    /// `None`.
    None,
    /// `NotImplemented`.
    NotImplemented,
    /// `...`.
    Ellipsis,
    /// `True` or `False`.
    Bool(bool),
    /// An integer that fits 64 bits; larger ones are [`Object::Int`].
    Int(i64),
    /// A float.
    Float(f64),
    /// Anything else.
    Object(Ref),
}

impl Clone for Value {
    #[inline]
    fn clone(&self) -> Self {
        if let Value::Object(r) = self {
            r.retain();
        }
        // SAFETY: every variant but `Object` is plain data, and the count of an object was raised above.
        unsafe { self.words() }
    }
}

/// A counted reference to an object of the current heap.
pub struct Ref(NonNull<Slot>);

/// An object with its count and its place in the heap's list of containers. Where pointers have 64 bits it is as large as a
/// line of the caches, and is one, not parts of two.
#[repr(C)]
#[cfg_attr(target_pointer_width = "64", repr(align(64)))]
pub struct Slot {
    count: Cell<u32>,
    /// Index in the heap's list of tracked objects, or [`UNTRACKED`].
    pub(super) tracked: Cell<u32>,
    /// The number that `id`, the default `repr` and the default hash are made of, 0 before it is asked for.
    identity: Cell<u32>,
    /// `__del__` was called.
    pub(super) finalized: Cell<bool>,
    object: UnsafeCell<Object>,
}

/// Marks objects that cannot be part of a cycle.
pub(super) const UNTRACKED: u32 = u32::MAX;

const _: () = assert!(size_of::<Slot>() <= 64);
const _: () = assert!(size_of::<Value>() == 16 && size_of::<Option<Value>>() == 16);

/// What lies behind a reference.
pub enum Object {
    /// `str`.
    Str(Str),
    /// `int` beyond 64 bits.
    Int(Box<BigInt>),
    /// `bytes`.
    Bytes(Vec<u8>),
    /// `list`.
    List(Vec<Value>),
    /// `tuple`.
    Tuple(Box<[Value]>),
    /// `dict`.
    Dict(Box<Dict>),
    /// `set`.
    Set(Box<Set>),
    /// `frozenset`.
    FrozenSet(Box<Set>),
    /// `range`.
    Range {
        /// First value.
        start: i64,
        /// Limit.
        stop: i64,
        /// Step, never 0.
        step: i64,
    },
    /// `slice`.
    Slice(Box<[Value; 3]>),
    /// `dict.keys()`, `.values()`, `.items()`.
    DictView {
        /// The dict.
        dict: Value,
        /// Which part.
        view: DictView,
    },
    /// A running iteration over something built in.
    Iterator(Box<Iteration>),
    /// A running iteration over a range, kept apart because it is the commonest loop.
    RangeIterator {
        /// Next value.
        next: i64,
        /// How many are left.
        left: u64,
        /// Step.
        step: i64,
    },
    /// The variable that closures share.
    Cell(Value),
    /// A Python function.
    Function(Box<Function>),
    /// A function written in Rust.
    Native(&'static NativeDef),
    /// A function bound to its first argument.
    Method {
        /// What is called.
        function: Value,
        /// Its first argument.
        this: Value,
    },
    /// A generator, coroutine or asynchronous generator.
    Generator(Box<Generator>),
    /// A class.
    Class(Box<Class>),
    /// An instance of a class.
    Instance(Instance),
    /// A module.
    Module(Box<Module>),
    /// `property`, `classmethod`, `staticmethod`.
    Descriptor(Box<Descriptor>),
    /// `super()`.
    Super {
        /// Where the search starts after.
        class: Ref,
        /// The instance or class.
        this: Value,
    },
    /// Compiled code, before it becomes a function.
    Code(u32),
    /// What an asynchronous generator yields to its consumer, told apart from what it awaits.
    AsyncItem(Value),
}

/// A string; its hash is computed once.
pub struct Str {
    /// The text.
    pub text: String,
    /// Its hash, 0 while unknown.
    pub hash: Cell<u64>,
    /// How many code points it has, `u32::MAX` while unknown.
    pub length: Cell<u32>,
}

/// An instance: its class, its attributes by the class's shape, and what built-in base it has.
pub struct Instance {
    /// Its class.
    pub class: Ref,
    /// Attributes, at the indices that `class.shape` gives their names.
    pub slots: Vec<Value>,
    /// What a built-in base class keeps.
    pub payload: Payload,
}

/// What an instance of a class with a built-in base holds beside its attributes.
pub enum Payload {
    /// Nothing: a plain class.
    None,
    /// An exception.
    Exception(Box<ExceptionData>),
    /// The value of a subclass of `int`, `str`, `list`, `dict`, …
    Value(Box<Value>),
    /// An object of the library.
    Native(ThinBox<dyn NativeObject>),
}

impl Payload {
    /// State of a library class.
    pub fn native(state: impl NativeObject) -> Self {
        Payload::Native(ThinBox::new_unsize(state))
    }
}

/// State of a library class written in Rust.
pub trait NativeObject: Any {
    /// Calls `visit` with every value that it holds, for the cycle collector.
    fn children(&self, _visit: &mut dyn FnMut(&Value)) {}
    /// Drops every value that it holds, when a cycle that it is in has been found unreachable.
    fn clear(&mut self) {}
    /// Whether [`super::Vm`] must look at it before it is freed (`finalize`).
    fn wants_finalizer(&self) -> bool {
        false
    }
    /// What happens just before `this` is freed, whose state it is. It may live on: `wants_finalizer` must not be true
    /// again then.
    fn finalize(&mut self, _this: &Value, _vm: &mut super::Vm) -> super::exception::Result<super::Flow> {
        super::Flow::none()
    }
    /// The class has a `__del__` of its own, which was called instead of `finalize`: `wants_finalizer` must not be true again.
    fn pass_over(&mut self, _vm: &mut super::Vm) {}
}

/// A descriptor of the language.
pub enum Descriptor {
    /// `property(get, set, delete)`.
    Property {
        /// Getter, or `None`.
        get: Value,
        /// Setter, or `None`.
        set: Value,
        /// Deleter, or `None`.
        delete: Value,
    },
    /// `classmethod`.
    ClassMethod(Value),
    /// `staticmethod`.
    StaticMethod(Value),
    /// An attribute computed in Rust.
    Native(&'static GetSet),
}

/// Sets a computed attribute of the object to the value.
pub type Setter = fn(&mut super::Vm, &Value, Value) -> super::exception::Result<()>;

/// An attribute of a built-in class, computed in Rust.
pub struct GetSet {
    /// Its name.
    pub name: &'static str,
    /// Reads it.
    pub get: fn(&mut super::Vm, &Value) -> super::exception::Result<Value>,
    /// Sets it, if that is possible.
    pub set: Option<Setter>,
}

impl Descriptor {
    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        match self {
            Descriptor::Property { get, set, delete } => {
                f(get);
                f(set);
                f(delete);
            }
            Descriptor::ClassMethod(function) | Descriptor::StaticMethod(function) => f(function),
            Descriptor::Native(_) => {}
        }
    }
}

impl Iteration {
    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        match self {
            Iteration::List { list: v, .. }
            | Iteration::Reversed { list: v, .. }
            | Iteration::Items { items: v, .. }
            | Iteration::Str { string: v, .. }
            | Iteration::Dict { dict: v, .. }
            | Iteration::Set { set: v, .. }
            | Iteration::Bytes { bytes: v, .. }
            | Iteration::Enumerate { inner: v, .. }
            | Iteration::Sequence { object: v, .. } => f(v),
            Iteration::Zip { inner, .. } => inner.iter().for_each(f),
            Iteration::Map { function, inner } => {
                f(function);
                inner.iter().for_each(f);
            }
            Iteration::Filter { function, inner } => {
                f(function);
                f(inner);
            }
            Iteration::Callable { function, sentinel } => {
                f(function);
                f(sentinel);
            }
            Iteration::Done => {}
        }
    }
}

/// A running iteration over something built in.
pub enum Iteration {
    /// Over a list, by index, so that it sees appended items.
    List {
        /// The list.
        list: Value,
        /// Next index.
        index: usize,
    },
    /// Backwards over a list.
    Reversed {
        /// The list.
        list: Value,
        /// Items left.
        left: usize,
    },
    /// Over items that were fixed when the iteration began (tuples, snapshots).
    Items {
        /// What it iterates over.
        items: Value,
        /// Next index.
        index: usize,
    },
    /// Over the characters of a string.
    Str {
        /// The string.
        string: Value,
        /// Next byte offset.
        offset: usize,
    },
    /// Over a dict.
    Dict {
        /// The dict.
        dict: Value,
        /// What of it.
        view: DictView,
        /// Next entry.
        index: usize,
        /// Its size at the start: a change is an error.
        length: usize,
    },
    /// Over a set.
    Set {
        /// The set.
        set: Value,
        /// Next entry.
        index: usize,
        /// Its size at the start.
        length: usize,
    },
    /// Over the bytes of a bytes object.
    Bytes {
        /// The bytes.
        bytes: Value,
        /// Next index.
        index: usize,
    },
    /// `enumerate`.
    Enumerate {
        /// What it counts.
        inner: Value,
        /// Next number.
        next: i64,
    },
    /// `zip`.
    Zip {
        /// Iterators.
        inner: Vec<Value>,
        /// Whether lengths must agree.
        strict: bool,
    },
    /// `map`.
    Map {
        /// The function.
        function: Value,
        /// Iterators.
        inner: Vec<Value>,
    },
    /// `filter`.
    Filter {
        /// The test, or `None`.
        function: Value,
        /// The iterator.
        inner: Value,
    },
    /// `iter(callable, sentinel)`.
    Callable {
        /// What is called.
        function: Value,
        /// What ends it.
        sentinel: Value,
    },
    /// Over an object with `__getitem__` and no `__iter__`.
    Sequence {
        /// The object.
        object: Value,
        /// Next index.
        index: i64,
    },
    /// It is over.
    Done,
}

/// Which part of a dict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictView {
    /// Keys.
    Keys,
    /// Values.
    Values,
    /// Pairs.
    Items,
}

impl Ref {
    /// Puts an object on the current heap.
    #[inline]
    pub fn new(object: Object) -> Self {
        heap::allocate(object)
    }

    #[inline(always)]
    pub(super) fn from_slot(slot: NonNull<Slot>) -> Self {
        Self(slot)
    }

    #[inline(always)]
    pub(super) fn slot(&self) -> NonNull<Slot> {
        self.0
    }

    #[inline(always)]
    fn retain(&self) {
        // SAFETY: a reference keeps its slot alive.
        let slot = unsafe { self.0.as_ref() };
        slot.count.set(slot.count.get() + 1);
    }

    /// How many references there are.
    #[inline(always)]
    pub fn count(&self) -> u32 {
        // SAFETY: a reference keeps its slot alive.
        unsafe { self.0.as_ref() }.count.get()
    }

    /// The object.
    #[inline(always)]
    pub fn get(&self) -> &Object {
        // SAFETY: the slot is alive; exclusive access through `get_mut` never overlaps a call that could read (see there).
        unsafe { &*self.0.as_ref().object.get() }
    }

    /// The object, to change it.
    ///
    /// Only the GIL's holder touches a heap, natives never re-enter the interpreter, and freeing runs no Python code, so
    /// a short exclusive borrow that ends before the next access to the same object is sound. Callers must not hold two
    /// borrows of one object of which one is exclusive; this is why the method is private to the vm and its library.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub fn get_mut(&self) -> &mut Object {
        // SAFETY: see above.
        unsafe { &mut *self.0.as_ref().object.get() }
    }

    /// Whether both are the same object.
    #[inline(always)]
    pub fn is(&self, other: &Ref) -> bool {
        self.0 == other.0
    }

    /// Another reference to an object that is known to be alive.
    ///
    /// # Safety
    /// `address` must come from [`Ref::address`] of an object that has not been freed.
    pub(crate) unsafe fn from_address(address: usize) -> Option<Self> {
        let slot = NonNull::new(address as *mut Slot)?;
        let r = Self(slot);
        r.retain();
        Some(r)
    }

    /// A number that no other object of the heap has ever had, given when it is first asked for: unlike an address it is
    /// the same on every platform and in every run.
    pub fn identity(&self) -> u32 {
        // SAFETY: a reference keeps its slot alive.
        let identity = unsafe { &self.0.as_ref().identity };
        if identity.get() == 0 {
            identity.set(heap::next_identity());
        }
        identity.get()
    }

    /// A number that identifies the object while it lives.
    #[inline(always)]
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }
}

impl Clone for Ref {
    #[inline]
    fn clone(&self) -> Self {
        self.retain();
        Self(self.0)
    }
}

impl Drop for Ref {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: this reference still counts.
        let slot = unsafe { self.0.as_ref() };
        let count = slot.count.get() - 1;
        slot.count.set(count);
        if count == 0 {
            heap::free(self.0);
        }
    }
}

impl Slot {
    pub(super) fn new(object: Object, tracked: u32) -> Self {
        Self {
            count: Cell::new(1),
            tracked: Cell::new(tracked),
            identity: Cell::new(0),
            finalized: Cell::new(false),
            object: UnsafeCell::new(object),
        }
    }

    /// Its identity if it was asked for, else 0.
    pub(super) fn known_identity(&self) -> u32 {
        self.identity.get()
    }

    pub(super) fn count(&self) -> &Cell<u32> {
        &self.count
    }

    pub(super) fn object(&self) -> *mut Object {
        self.object.get()
    }
}

impl From<Object> for Value {
    #[inline]
    fn from(object: Object) -> Self {
        Value::Object(Ref::new(object))
    }
}

impl From<Ref> for Value {
    #[inline(always)]
    fn from(r: Ref) -> Self {
        Value::Object(r)
    }
}

impl From<BigInt> for Value {
    fn from(n: BigInt) -> Self {
        match i64::try_from(&n) {
            Ok(small) => Value::Int(small),
            Err(_) => Object::Int(Box::new(n)).into(),
        }
    }
}

impl Value {
    /// A string.
    pub fn str(text: impl Into<String>) -> Self {
        Object::Str(Str::new(text.into())).into()
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Self {
        Object::List(items).into()
    }

    /// A tuple.
    pub fn tuple(items: Vec<Value>) -> Self {
        Object::Tuple(items.into_boxed_slice()).into()
    }

    /// A dict.
    pub fn dict(dict: Dict) -> Self {
        Object::Dict(Box::new(dict)).into()
    }

    /// A dict that is empty.
    pub fn empty_dict() -> Self {
        Self::dict(Dict::default())
    }

    /// A set.
    pub fn set(set: Set) -> Self {
        Object::Set(Box::new(set)).into()
    }

    /// A cell.
    pub fn cell(value: Value) -> Self {
        Object::Cell(value).into()
    }

    /// An iteration.
    pub fn iterator(iteration: Iteration) -> Self {
        Object::Iterator(Box::new(iteration)).into()
    }

    /// Whether it is [`Value::Undefined`].
    #[inline(always)]
    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Undefined)
    }

    /// Whether it is `None`.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }

    /// Takes the value, leaving [`Value::Undefined`].
    #[inline]
    pub fn take(&mut self) -> Value {
        // SAFETY: what is read is overwritten, without being dropped.
        unsafe {
            let value = self.words();
            std::ptr::write(self, Value::Undefined);
            value
        }
    }

    /// A copy, made of two loads that the compiler does not join: a joined one would wait for the two stores before it.
    ///
    /// # Safety
    /// As [`std::ptr::read`].
    #[inline(always)]
    unsafe fn words(&self) -> Value {
        type Word = std::mem::MaybeUninit<u64>;
        let words = (&raw const *self).cast::<Word>();
        // SAFETY: a value is two words, of which one may be padding.
        unsafe { std::mem::transmute([words.read_volatile(), words.add(1).read_volatile()]) }
    }

    /// The object, if it is one.
    #[inline(always)]
    pub fn object(&self) -> Option<&Object> {
        match self {
            Value::Object(r) => Some(r.get()),
            _ => None,
        }
    }

    /// The object, to change it (see [`Ref::get_mut`]).
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub fn object_mut(&self) -> Option<&mut Object> {
        match self {
            Value::Object(r) => Some(r.get_mut()),
            _ => None,
        }
    }

    /// The text, if it is a `str` (or an instance of a subclass).
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        match self.object()? {
            Object::Str(s) => Some(&s.text),
            Object::Instance(Instance { payload: Payload::Value(inner), .. }) => inner.as_str(),
            _ => None,
        }
    }

    /// The items, if it is a list.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_list(&self) -> Option<&mut Vec<Value>> {
        match self.object_mut()? {
            Object::List(items) => Some(items),
            Object::Instance(Instance { payload: Payload::Value(inner), .. }) => inner.as_list(),
            _ => None,
        }
    }

    /// The items, if it is a tuple.
    #[inline]
    pub fn as_tuple(&self) -> Option<&[Value]> {
        match self.object()? {
            Object::Tuple(items) => Some(items),
            Object::Instance(Instance { payload: Payload::Value(inner), .. }) => inner.as_tuple(),
            _ => None,
        }
    }

    /// The dict, if it is one.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_dict(&self) -> Option<&mut Dict> {
        match self.object_mut()? {
            Object::Dict(dict) => Some(dict),
            Object::Instance(Instance { payload: Payload::Value(inner), .. }) => inner.as_dict(),
            _ => None,
        }
    }

    /// The set, if it is a set or frozenset.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_set(&self) -> Option<&mut Set> {
        match self.object_mut()? {
            Object::Set(set) | Object::FrozenSet(set) => Some(set),
            Object::Instance(Instance { payload: Payload::Value(inner), .. }) => inner.as_set(),
            _ => None,
        }
    }

    /// The bytes, if it is a bytes object.
    #[inline]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self.object()? {
            Object::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The class, if it is one.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_class(&self) -> Option<&mut Class> {
        match self.object_mut()? {
            Object::Class(class) => Some(class),
            _ => None,
        }
    }

    /// The instance, if it is one.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_instance(&self) -> Option<&mut Instance> {
        match self.object_mut()? {
            Object::Instance(instance) => Some(instance),
            _ => None,
        }
    }

    /// The exception's data, if it is an exception.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_exception(&self) -> Option<&mut ExceptionData> {
        match self.object_mut()? {
            Object::Instance(Instance { payload: Payload::Exception(data), .. }) => Some(data),
            _ => None,
        }
    }

    /// The generator, if it is one.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_generator(&self) -> Option<&mut Generator> {
        match self.object_mut()? {
            Object::Generator(generator) => Some(generator),
            _ => None,
        }
    }

    /// The library object of type `T`, if it is one.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn as_native<T: NativeObject>(&self) -> Option<&mut T> {
        match self.object_mut()? {
            Object::Instance(Instance { payload: Payload::Native(native), .. }) => {
                (&mut **native as &mut dyn Any).downcast_mut()
            }
            _ => None,
        }
    }

    /// An integer of 64 bits, from an `int` or `bool` (or an instance of a subclass of `int`).
    #[inline]
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(n) => Some(*n),
            Value::Bool(b) => Some(i64::from(*b)),
            Value::Object(r) => match r.get() {
                Object::Instance(Instance { payload: Payload::Value(inner), .. }) => inner.as_int(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The function written in Rust, if it is one.
    pub fn as_native_def(&self) -> Option<&'static NativeDef> {
        match self.object()? {
            Object::Native(def) => Some(def),
            _ => None,
        }
    }

    /// The built-in value of an instance whose class has a built-in base, or itself.
    #[inline]
    pub fn plain(&self) -> &Value {
        match self.object() {
            Some(Object::Instance(Instance { payload: Payload::Value(inner), .. })) => inner.plain(),
            _ => self,
        }
    }

    /// Whether both are the same object (`is`).
    #[inline]
    pub fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Object(a), Value::Object(b)) => a.is(b),
            (Value::None, Value::None)
            | (Value::NotImplemented, Value::NotImplemented)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::Undefined, Value::Undefined) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            _ => false,
        }
    }
}

impl Str {
    /// A string whose hash and length are not known yet.
    pub fn new(text: String) -> Self {
        Self { text, hash: Cell::new(0), length: Cell::new(u32::MAX) }
    }

    /// How many code points it has.
    #[inline]
    pub fn length(&self) -> usize {
        let known = self.length.get();
        if known != u32::MAX {
            return known as usize;
        }
        let length = self.text.chars().count();
        self.length.set(length as u32);
        length
    }

    /// Whether every code point is one byte.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.length() == self.text.len()
    }

    /// Its hash; the same on every platform.
    #[inline]
    pub fn hash(&self) -> u64 {
        let known = self.hash.get();
        if known != 0 {
            return known;
        }
        let hash = super::dict::hash_bytes(self.text.as_bytes());
        self.hash.set(hash);
        hash
    }
}
