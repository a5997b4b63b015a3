//! Dicts and sets whose keys may need Python code to be hashed or compared.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt, Interrupt};
use crate::vm::class::Special;
use crate::vm::dict::{Dict, Set, same_key};
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::value::{Object, Payload, Value};

impl Vm {
    /// Where in a dict a key is.
    pub(in crate::vm) fn dict_position(
        &mut self,
        asks: &mut Asks,
        dict: &Dict,
        hash: u64,
        key: &Value,
    ) -> Attempt<Option<usize>> {
        let mut doubtful = Vec::new();
        let found = dict.find_by(hash, |other| {
            let same = same_key(key, other);
            if !same && !(self.compares_natively(key) && self.compares_natively(other)) {
                doubtful.push(other.clone());
            }
            same
        });
        if found.is_some() {
            return Ok(found);
        }
        for other in doubtful {
            if self.equals(asks, &other, key)? {
                return Ok(dict.find_by(hash, |candidate| candidate.is(&other)));
            }
        }
        Ok(None)
    }

    /// Where in a set a member is.
    pub(in crate::vm) fn set_position(
        &mut self,
        asks: &mut Asks,
        set: &Set,
        hash: u64,
        key: &Value,
    ) -> Attempt<Option<usize>> {
        let mut doubtful = Vec::new();
        let found = set.find_by(hash, |other| {
            let same = same_key(key, other);
            if !same && !(self.compares_natively(key) && self.compares_natively(other)) {
                doubtful.push(other.clone());
            }
            same
        });
        if found.is_some() {
            return Ok(found);
        }
        for other in doubtful {
            if self.equals(asks, &other, key)? {
                return Ok(set.find_by(hash, |candidate| candidate.is(&other)));
            }
        }
        Ok(None)
    }

    /// Whether `dict::same_key` knows if this equals something.
    fn compares_natively(&self, value: &Value) -> bool {
        match value.object() {
            Some(Object::Instance(instance)) => {
                !self.class(&instance.class).has(Special::Eq) && !matches!(instance.payload, Payload::Native(_))
            }
            Some(Object::Tuple(items)) => items.iter().all(|item| self.compares_natively(item)),
            Some(Object::FrozenSet(set)) => set.iter().all(|item| self.compares_natively(item)),
            Some(Object::Class(class)) => class.metaclass.is_none(),
            _ => true,
        }
    }

    /// The hash of what is looked for in a set: a set stands for the frozenset of its members.
    pub(in crate::vm) fn member_hash(&mut self, asks: &mut Asks, item: &Value) -> Attempt<u64> {
        if let Some(Object::Set(set)) = item.object() {
            return Ok(super::hash::hash_frozenset(set.iter_hashed().map(|(hash, _)| hash), set.len()));
        }
        self.hash_of(asks, item)
    }

    /// The value of a key, cloned.
    pub fn dict_get(&mut self, asks: &mut Asks, dict: &Value, key: &Value) -> Attempt<Option<Value>> {
        let hash = self.hash_of(asks, key)?;
        let Some(table) = dict.as_dict() else { return Ok(None) };
        Ok(self.dict_position(asks, table, hash, key)?.map(|at| table.value_at(at).clone()))
    }

    /// Sets the value of a key. Asks all its questions before it changes anything.
    pub fn dict_set(&mut self, asks: &mut Asks, dict: &Value, key: &Value, value: Value) -> Attempt<()> {
        let hash = self.hash_of(asks, key)?;
        let Some(table) = dict.as_dict() else { return Ok(()) };
        match self.dict_position(asks, table, hash, key)? {
            Some(at) => {
                let old = std::mem::replace(table.value_at(at), value);
                drop(old);
            }
            None => table.push(hash, key.clone(), value),
        }
        Ok(())
    }

    /// Takes a key out: its key and value as they were.
    pub fn dict_remove(&mut self, asks: &mut Asks, dict: &Value, key: &Value) -> Attempt<Option<(Value, Value)>> {
        let hash = self.hash_of(asks, key)?;
        let Some(table) = dict.as_dict() else { return Ok(None) };
        Ok(self.dict_position(asks, table, hash, key)?.map(|at| table.remove_at(at)))
    }

    /// Adds a member to a set; whether it was new.
    pub fn set_insert(&mut self, asks: &mut Asks, set: &mut Set, key: &Value) -> Attempt<bool> {
        let hash = self.hash_of(asks, key)?;
        if self.set_position(asks, set, hash, key)?.is_some() {
            return Ok(false);
        }
        set.push(hash, key.clone());
        Ok(true)
    }

    /// Stores into a dict and goes on with `None`.
    pub(in crate::vm) fn dict_store(&mut self, dict: &Value, key: &Value, value: Value) -> Result<Flow> {
        match self.dict_set(&mut Asks::default(), dict, key, value.clone()) {
            Ok(()) => Flow::none(),
            Err(Interrupt::Raise(exception)) => Err(exception),
            Err(Interrupt::Ask(_)) => {
                let (dict, key) = (dict.clone(), key.clone());
                self.with_asks(move |vm, asks| {
                    vm.dict_set(asks, &dict, &key, value.clone())?;
                    Ok(Value::None)
                })
            }
        }
    }

    /// A set of these items, hashed and compared one after another.
    ///
    /// `room` is for how many members CPython makes room beforehand: those of a dict.
    pub(in crate::vm) fn set_of(&mut self, asks: &mut Asks, items: &[Value], room: usize) -> Attempt<Set> {
        let mut set = Set::default();
        set.prepare_for(room);
        for item in items {
            self.set_insert(asks, &mut set, item)?;
        }
        Ok(set)
    }
}
