//! `dict`: insertion order, Python's hashes, equality that may need Python code.
//!
//! A table knows nothing of `__eq__`: it is asked for the next candidate of a hash, and the caller decides. For keys that
//! compare natively, which is nearly all, [`Dict::find`] does that at once.

pub use super::set::Set;

use super::value::{Object, Value};
use hashbrown::HashTable;

/// A dict.
#[derive(Default)]
pub struct Dict {
    table: Table<Value>,
}

/// Entries in order of insertion, found by hash. Deleted entries stay as gaps until the table is packed.
struct Table<V> {
    entries: Vec<Entry<V>>,
    /// Indices into `entries`; small tables do without.
    index: HashTable<u32>,
    live: usize,
}

struct Entry<V> {
    hash: u64,
    /// [`Value::Undefined`] for a gap.
    key: Value,
    value: V,
}

/// Up to so many entries a table is searched from end to end.
const SMALL: usize = 8;

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: HashTable::new(), live: 0 }
    }
}

impl<V> Table<V> {
    #[inline]
    fn find(&self, hash: u64, mut same: impl FnMut(&Value) -> bool) -> Option<usize> {
        if self.index.is_empty() {
            return self.entries.iter().position(|e| e.hash == hash && !e.key.is_undefined() && same(&e.key));
        }
        self.index
            .find(spread(hash), |&i| {
                let entry = &self.entries[i as usize];
                entry.hash == hash && same(&entry.key)
            })
            .map(|&i| i as usize)
    }

    fn push(&mut self, hash: u64, key: Value, value: V) {
        if self.entries.len() > 2 * self.live + 16 {
            self.pack();
        }
        let i = self.entries.len();
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
        if !self.index.is_empty() {
            let entries = &self.entries;
            self.index.insert_unique(spread(hash), i as u32, |&i| spread(entries[i as usize].hash));
        } else if self.entries.len() > SMALL {
            self.rebuild();
        }
    }

    fn rebuild(&mut self) {
        self.index.clear();
        let entries = &self.entries;
        for (i, entry) in entries.iter().enumerate() {
            if !entry.key.is_undefined() {
                self.index.insert_unique(spread(entry.hash), i as u32, |&i| spread(entries[i as usize].hash));
            }
        }
    }

    fn pack(&mut self) {
        self.entries.retain(|e| !e.key.is_undefined());
        if self.entries.len() > SMALL {
            self.rebuild();
        } else {
            self.index.clear();
        }
    }

    fn remove_at(&mut self, i: usize) -> (Value, Option<V>)
    where
        V: Default,
    {
        let entry = &mut self.entries[i];
        let key = entry.key.take();
        let value = std::mem::take(&mut entry.value);
        let hash = entry.hash;
        self.live -= 1;
        if !self.index.is_empty()
            && let Ok(found) = self.index.find_entry(spread(hash), |&at| at as usize == i)
        {
            found.remove();
        }
        if self.live == 0 {
            self.entries.clear();
            self.index.clear();
        } else {
            while self.entries.last().is_some_and(|e| e.key.is_undefined()) {
                self.entries.pop();
            }
        }
        (key, Some(value))
    }

    /// The first entry at or after `i` that is not a gap.
    #[inline]
    fn next(&self, mut i: usize) -> Option<usize> {
        while let Some(entry) = self.entries.get(i) {
            if !entry.key.is_undefined() {
                return Some(i);
            }
            i += 1;
        }
        None
    }
}

impl Dict {
    /// How many entries it has.
    #[inline]
    pub fn len(&self) -> usize {
        self.table.live
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.table.live == 0
    }

    /// The entry of a key that compares natively.
    #[inline]
    pub fn find(&self, hash: u64, key: &Value) -> Option<usize> {
        self.table.find(hash, |other| same_key(key, other))
    }

    /// The entry for which `same` holds among those with that hash.
    pub fn find_by(&self, hash: u64, same: impl FnMut(&Value) -> bool) -> Option<usize> {
        self.table.find(hash, same)
    }

    /// The value of a natively comparable key.
    pub fn get(&self, hash: u64, key: &Value) -> Option<&Value> {
        self.find(hash, key).map(|i| &self.table.entries[i].value)
    }

    /// The value of a string key.
    pub fn get_str(&self, key: &str) -> Option<&Value> {
        self.table
            .find(hash_bytes(key.as_bytes()), |other| other.as_str() == Some(key))
            .map(|i| &self.table.entries[i].value)
    }

    /// Sets the value of a natively comparable key.
    #[inline]
    pub fn insert(&mut self, hash: u64, key: Value, value: Value) -> Option<Value> {
        match self.find(hash, &key) {
            Some(i) => Some(std::mem::replace(&mut self.table.entries[i].value, value)),
            None => {
                self.table.push(hash, key, value);
                None
            }
        }
    }

    /// Adds an entry for a key that is known to be absent.
    pub fn push(&mut self, hash: u64, key: Value, value: Value) {
        self.table.push(hash, key, value);
    }

    /// Sets the value of a string key.
    pub fn insert_str(&mut self, key: &str, value: Value) {
        self.insert(hash_bytes(key.as_bytes()), Value::str(key), value);
    }

    /// The value of an entry.
    #[inline]
    pub fn value_at(&mut self, i: usize) -> &mut Value {
        &mut self.table.entries[i].value
    }

    /// The entry at or after a position: its position, key and value.
    #[inline]
    pub fn entry_from(&self, i: usize) -> Option<(usize, &Value, &Value)> {
        let i = self.table.next(i)?;
        let entry = &self.table.entries[i];
        Some((i, &entry.key, &entry.value))
    }

    /// Takes an entry out.
    pub fn remove_at(&mut self, i: usize) -> (Value, Value) {
        let (key, value) = self.table.remove_at(i);
        (key, value.unwrap_or(Value::None))
    }

    /// Takes the last entry out.
    pub fn pop_last(&mut self) -> Option<(Value, Value)> {
        let i = (0..self.table.entries.len()).rev().find(|&i| !self.table.entries[i].key.is_undefined())?;
        Some(self.remove_at(i))
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Value, &Value)> {
        self.table.entries.iter().filter(|e| !e.key.is_undefined()).map(|e| (&e.key, &e.value))
    }

    /// Hashes, keys and values in order.
    pub fn iter_hashed(&self) -> impl Iterator<Item = (u64, &Value, &Value)> {
        self.table.entries.iter().filter(|e| !e.key.is_undefined()).map(|e| (e.hash, &e.key, &e.value))
    }

    /// Empties it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        for entry in &self.table.entries {
            f(&entry.key);
            f(&entry.value);
        }
    }
}

impl Clone for Dict {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        for (hash, key, value) in self.iter_hashed() {
            copy.push(hash, key.clone(), value.clone());
        }
        copy
    }
}

/// Python's hashes of integers are the integers: neighbours must not share a bucket's tag.
#[inline(always)]
fn spread(hash: u64) -> u64 {
    let mixed = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The hash of a string's or bytes object's content, never 0.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    let hash = hash ^ (hash >> 29);
    if hash == 0 { 1 } else { hash }
}

/// Whether two keys are the same entry, for keys that compare without Python code; identity for everything else.
#[inline]
pub fn same_key(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => x == y,
        (Value::Object(x), Value::Object(y)) => {
            if x.is(y) {
                return true;
            }
            match (x.get(), y.get()) {
                (Object::Str(x), Object::Str(y)) => x.text == y.text,
                (Object::Bytes(x), Object::Bytes(y)) => x == y,
                (Object::Int(x), Object::Int(y)) => x == y,
                (Object::Tuple(x), Object::Tuple(y)) => {
                    x.len() == y.len() && x.iter().zip(y.iter()).all(|(x, y)| same_key(x, y))
                }
                (Object::FrozenSet(x), Object::FrozenSet(y)) => {
                    x.len() == y.len() && x.iter_hashed().all(|(hash, key)| y.find(hash, key).is_some())
                }
                (Object::Method { function: f, this: t }, Object::Method { function: g, this: u }) => {
                    f.is(g) && t.is(u)
                }
                (Object::Range { start, stop, step }, Object::Range { start: a, stop: b, step: c }) => {
                    (start, stop, step) == (a, b, c)
                }
                (Object::Instance(_), _) | (_, Object::Instance(_)) => {
                    let (p, q) = (a.plain(), b.plain());
                    !(p.is(a) && q.is(b)) && same_key(p, q)
                }
                _ => false,
            }
        }
        (Value::None, Value::None)
        | (Value::Ellipsis, Value::Ellipsis)
        | (Value::NotImplemented, Value::NotImplemented) => true,
        (Value::Float(x), Value::Float(y)) => x == y,
        (Value::Bool(x), Value::Bool(y)) => x == y,
        (Value::Int(n), Value::Bool(b)) | (Value::Bool(b), Value::Int(n)) => *n == i64::from(*b),
        (Value::Int(n), Value::Float(x)) | (Value::Float(x), Value::Int(n)) => *x == *n as f64,
        (Value::Bool(b), Value::Float(x)) | (Value::Float(x), Value::Bool(b)) => *x == f64::from(u8::from(*b)),
        (Value::Object(_), _) => {
            let p = a.plain();
            !p.is(a) && same_key(p, b)
        }
        (_, Value::Object(_)) => {
            let q = b.plain();
            !q.is(b) && same_key(a, q)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_order_through_deletions() {
        let heap = super::super::heap::Heap::new();
        heap.enter();
        {
            let mut dict = Dict::default();
            for n in 0..100 {
                dict.insert(n as u64, Value::Int(n), Value::Int(n * 2));
            }
            for n in (0..100).filter(|n| n % 3 != 0) {
                let i = dict.find(n as u64, &Value::Int(n)).unwrap();
                dict.remove_at(i);
            }
            for n in 200..260 {
                dict.insert(n as u64, Value::Int(n), Value::None);
            }
            let keys: Vec<i64> = dict.iter().filter_map(|(k, _)| k.as_int()).collect();
            let expected: Vec<i64> = (0..100).filter(|n| n % 3 == 0).chain(200..260).collect();
            assert_eq!(keys, expected);
            assert!(dict.find(1, &Value::Int(1)).is_none());
            assert!(dict.find(99, &Value::Int(99)).is_some());
        }
    }
}
