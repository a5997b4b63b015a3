//! Classes.

use super::heap::Weak;
use super::names::Names;
use super::symbol::{FxHasher, Symbol};
use super::value::{Ref, Value};
use hashbrown::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

/// A class.
pub struct Class {
    /// `__name__`.
    pub name: Arc<str>,
    /// `__qualname__`.
    pub qualname: Arc<str>,
    /// `__module__`.
    pub module: Arc<str>,
    /// Direct bases.
    pub bases: Vec<Ref>,
    /// Method resolution order, without the class itself (it would keep itself alive).
    pub ancestors: Vec<Ref>,
    /// What inherits from it directly, in the order in which it was made.
    pub children: Vec<Weak>,
    /// Its own attributes.
    pub names: Names,
    /// Which slot of an instance an attribute is in.
    pub shape: HashMap<Symbol, u32, BuildHasherDefault<FxHasher>>,
    /// Names of the slots.
    pub slot_names: Vec<Symbol>,
    /// What instances hold beside attributes.
    pub layout: Layout,
    /// How its instances are made, for built-in classes; subclasses inherit it.
    pub construct: Option<super::types::Construct>,
    /// Whether it was made by a `class` statement.
    pub is_heap: bool,
    /// Whether it or a base has `__del__`.
    pub has_finalizer: bool,
    /// Its metaclass, when it is not `type`.
    pub metaclass: Option<Ref>,
    /// Which special methods it or its bases define in Python, as bits of [`Special`].
    pub special: u32,
    /// `__slots__` without `__dict__`: the only attributes instances may have.
    pub closed_slots: bool,
    /// Whether some of its instances keep their attributes in a dict that the program has seen (`__dict__`): where an
    /// attribute is must then be looked up each time.
    pub dicts: bool,
}

/// What an instance holds beside its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Nothing.
    Plain,
    /// An exception's data.
    Exception,
    /// A value of a built-in type: subclasses of `int`, `str`, `list`, …
    Value,
    /// An object of the library; its class's `__new__` makes it.
    Native,
}

/// Special methods whose absence allows a shortcut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs)]
pub enum Special {
    Eq = 1,
    Hash = 2,
    GetAttribute = 4,
    GetAttr = 8,
    SetAttr = 16,
    Bool = 32,
    Len = 64,
    New = 128,
    Repr = 256,
    Str = 512,
    DelAttr = 1024,
}

/// Classes of library text that CPython has in C, by module; `*` is all of a module's.
const IN_C: [(&str, &[&str]); 6] = [
    ("collections", &["OrderedDict", "defaultdict"]),
    ("datetime", &["*"]),
    ("decimal", &["Context", "Decimal", "SignalDict"]),
    ("functools", &["_lru_cache_wrapper", "partial"]),
    ("itertools", &["*"]),
    ("re", &["Match", "Pattern"]),
];

/// Native classes of these modules are Python classes in CPython.
const IN_PYTHON: [&str; 4] = ["asyncio", "asyncio.events", "builtins", "threading"];

impl Class {
    /// Whether CPython has it in C outside of the builtins: then messages name it with its module.
    fn stands_for_c(&self) -> bool {
        if !self.is_heap {
            return !IN_PYTHON.contains(&&*self.module);
        }
        IN_C.iter()
            .any(|(module, classes)| **module == *self.module && (classes[0] == "*" || classes.contains(&&*self.name)))
    }

    /// What messages call it.
    pub fn message_name(&self) -> Arc<str> {
        if self.stands_for_c() { format!("{}.{}", self.module, self.name).into() } else { self.name.clone() }
    }

    /// Which slot of its instances `name` is in, making one if needed.
    pub fn slot(&mut self, name: Symbol) -> u32 {
        if let Some(&slot) = self.shape.get(&name) {
            return slot;
        }
        let slot = self.slot_names.len() as u32;
        self.slot_names.push(name);
        self.shape.insert(name, slot);
        slot
    }

    /// Whether a special method is defined in Python somewhere in its resolution order.
    #[inline(always)]
    pub fn has(&self, special: Special) -> bool {
        self.special & special as u32 != 0
    }

    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        for r in self.bases.iter().chain(&self.ancestors).chain(&self.metaclass) {
            let value = std::mem::ManuallyDrop::new(Value::Object(Ref::from_slot(r.slot())));
            f(&value);
        }
        self.names.values().for_each(f);
    }

    pub(super) fn clear(&mut self) {
        self.names.clear();
        self.bases.clear();
        self.ancestors.clear();
        self.metaclass = None;
    }
}
