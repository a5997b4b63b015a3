//! Values by name: the namespaces of modules and classes.

use super::symbol::{FxHasher, Symbol};
use super::value::Value;
use hashbrown::HashMap;
use std::hash::BuildHasherDefault;

/// Values by name, in order of first assignment. The index of a name never changes, also when it is deleted, so that
/// code can remember it.
#[derive(Default)]
pub struct Names {
    keys: Vec<Symbol>,
    slots: Vec<Value>,
    index: HashMap<Symbol, u32, BuildHasherDefault<FxHasher>>,
}

impl Names {
    /// Where `name` is or will be.
    pub fn reserve(&mut self, name: Symbol) -> u32 {
        if let Some(&i) = self.index.get(&name) {
            return i;
        }
        let i = self.keys.len() as u32;
        self.keys.push(name);
        self.slots.push(Value::Undefined);
        self.index.insert(name, i);
        i
    }

    /// Where `name` is, if it has ever been there.
    #[inline]
    pub fn position(&self, name: Symbol) -> Option<u32> {
        self.index.get(&name).copied()
    }

    /// The value at a position, [`Value::Undefined`] when it has none.
    #[inline(always)]
    pub fn at(&self, position: u32) -> &Value {
        &self.slots[position as usize]
    }

    /// The value at a position, to replace it.
    #[inline(always)]
    pub fn at_mut(&mut self, position: u32) -> &mut Value {
        &mut self.slots[position as usize]
    }

    /// The value of a name.
    #[inline]
    pub fn get(&self, name: Symbol) -> Option<&Value> {
        let value = &self.slots[*self.index.get(&name)? as usize];
        (!value.is_undefined()).then_some(value)
    }

    /// Sets the value of a name and returns the old one, if any.
    pub fn set(&mut self, name: Symbol, value: Value) -> Option<Value> {
        let i = self.reserve(name) as usize;
        let old = std::mem::replace(&mut self.slots[i], value);
        (!old.is_undefined()).then_some(old)
    }

    /// Takes a name's value away.
    pub fn remove(&mut self, name: Symbol) -> Option<Value> {
        let i = *self.index.get(&name)? as usize;
        let old = self.slots[i].take();
        (!old.is_undefined()).then_some(old)
    }

    /// Names and values, in order of first assignment.
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, &Value)> {
        self.keys.iter().copied().zip(&self.slots).filter(|(_, value)| !value.is_undefined())
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.slots.iter()
    }

    /// Drops all values; positions stay.
    pub fn clear(&mut self) {
        for slot in &mut self.slots {
            drop(slot.take());
        }
    }
}
