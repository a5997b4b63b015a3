//! `set`: CPython's own table, so that members come in CPython's order.
//!
//! Where a member lies depends on its hash, on the table's size and on what came before it, and iteration shows that:
//! `{3, 1, 2}` prints `{1, 2, 3}`. So this is `Objects/setobject.c` of CPython 3.13: linear probing within a stretch, then
//! a jump by the perturbed hash; deleted members stay as dummies; the table grows to four times the members.
//!
//! A set knows nothing of `__eq__`: it is asked for the next candidate of a hash, and the caller decides.

use super::dict::same_key;
use super::value::Value;

/// A set.
#[derive(Default)]
pub struct Set {
    /// A power of two of places, none at all before the first member.
    places: Vec<Place>,
    /// Members and dummies.
    filled: usize,
    /// Members.
    used: usize,
    /// Where `pop` looks next.
    finger: usize,
}

struct Place {
    hash: u64,
    /// [`Value::Undefined`] where there is no member.
    key: Value,
}

/// The hash of a place whose member was deleted; no value has it.
const DUMMY: u64 = u64::MAX;

const SMALLEST: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

impl Place {
    fn is_unused(&self) -> bool {
        self.hash == 0 && self.key.is_undefined()
    }
}

/// The places to look at for a hash, in order.
struct Probe {
    mask: usize,
    stretch: usize,
    at: usize,
    left: usize,
    perturb: u64,
}

impl Probe {
    fn new(hash: u64, mask: usize) -> Self {
        let start = hash as usize & mask;
        Self { mask, stretch: start, at: start, left: Self::stretch(start, mask), perturb: hash }
    }

    fn stretch(start: usize, mask: usize) -> usize {
        if start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }
    }

    fn next(&mut self) -> usize {
        let at = self.at;
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
        } else {
            self.perturb >>= PERTURB_SHIFT;
            // 64 bits on every platform: wasm's `usize` would wrap elsewhere.
            let jump = (self.stretch as u64).wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb);
            self.stretch = (jump & self.mask as u64) as usize;
            self.at = self.stretch;
            self.left = Self::stretch(self.stretch, self.mask);
        }
        at
    }
}

impl Set {
    /// How many members it has.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    fn mask(&self) -> usize {
        self.places.len().max(SMALLEST) - 1
    }

    /// The position of a natively comparable member.
    #[inline]
    pub fn find(&self, hash: u64, key: &Value) -> Option<usize> {
        self.find_by(hash, |other| same_key(key, other))
    }

    /// The member for which `same` holds among those with that hash.
    pub fn find_by(&self, hash: u64, mut same: impl FnMut(&Value) -> bool) -> Option<usize> {
        if self.places.is_empty() {
            return None;
        }
        let mut probe = Probe::new(hash, self.mask());
        loop {
            let at = probe.next();
            let place = &self.places[at];
            if place.is_unused() {
                return None;
            }
            if place.hash == hash && !place.key.is_undefined() && same(&place.key) {
                return Some(at);
            }
        }
    }

    /// Adds a natively comparable member; whether it was new.
    pub fn insert(&mut self, hash: u64, key: Value) -> bool {
        if self.find(hash, &key).is_some() {
            return false;
        }
        self.push(hash, key);
        true
    }

    /// Adds a member that is known to be absent.
    pub fn push(&mut self, hash: u64, key: Value) {
        if self.places.is_empty() {
            self.places = empty_places(SMALLEST);
        }
        self.put(hash, key);
        self.filled += 1;
        self.used += 1;
        if self.filled * 5 >= self.mask() * 3 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Puts a member at the first place that was never used.
    fn put(&mut self, hash: u64, key: Value) {
        let mut probe = Probe::new(hash, self.mask());
        loop {
            let at = probe.next();
            if self.places[at].is_unused() {
                self.places[at] = Place { hash, key };
                return;
            }
        }
    }

    fn resize(&mut self, least: usize) {
        let mut size = SMALLEST;
        while size <= least {
            size *= 2;
        }
        let old = std::mem::replace(&mut self.places, empty_places(size));
        for place in old {
            if !place.key.is_undefined() {
                self.put(place.hash, place.key);
            }
        }
        self.filled = self.used;
    }

    /// Makes room for the members of another set or dict at once, as CPython does before it adds them one by one.
    pub fn prepare_for(&mut self, more: usize) {
        if more > 0 && (self.filled + more) * 5 >= self.mask() * 3 {
            self.resize((self.used + more) * 2);
        }
    }

    /// The member at or after a position.
    pub fn entry_from(&self, i: usize) -> Option<(usize, &Value)> {
        let at = i + self.places.get(i..)?.iter().position(|place| !place.key.is_undefined())?;
        Some((at, &self.places[at].key))
    }

    /// Takes a member out.
    pub fn remove_at(&mut self, i: usize) -> Value {
        let place = &mut self.places[i];
        place.hash = DUMMY;
        self.used -= 1;
        place.key.take()
    }

    /// Takes any member out: the next one in the order of the table.
    pub fn pop(&mut self) -> Option<Value> {
        if self.used == 0 {
            return None;
        }
        let start = self.finger & self.mask();
        let at = match self.entry_from(start) {
            Some((at, _)) => at,
            None => self.entry_from(0)?.0,
        };
        self.finger = at + 1;
        Some(self.remove_at(at))
    }

    /// Members in the table's order.
    pub fn iter(&self) -> impl Iterator<Item = &Value> {
        self.places.iter().map(|place| &place.key).filter(|key| !key.is_undefined())
    }

    /// Hashes and members in the table's order.
    pub fn iter_hashed(&self) -> impl Iterator<Item = (u64, &Value)> {
        self.places.iter().filter(|place| !place.key.is_undefined()).map(|place| (place.hash, &place.key))
    }

    /// Empties it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        self.iter().for_each(f);
    }
}

fn empty_places(size: usize) -> Vec<Place> {
    (0..size).map(|_| Place { hash: 0, key: Value::Undefined }).collect()
}

impl Clone for Set {
    /// As `set(other)`: the table may get another size.
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        if self.used == 0 {
            return copy;
        }
        copy.places = empty_places(SMALLEST);
        copy.prepare_for(self.used);
        if copy.places.len() == self.places.len() && self.filled == self.used {
            for (to, from) in copy.places.iter_mut().zip(&self.places) {
                *to = Place { hash: from.hash, key: from.key.clone() };
            }
        } else {
            for (hash, key) in self.iter_hashed() {
                copy.put(hash, key.clone());
            }
        }
        copy.used = self.used;
        copy.filled = self.used;
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(numbers: &[i64]) -> Vec<i64> {
        let mut set = Set::default();
        for &n in numbers {
            set.insert(crate::vm::operators::hash::hash_int(n) as u64, Value::Int(n));
        }
        set.iter().filter_map(Value::as_int).collect()
    }

    #[test]
    fn members_come_in_cpythons_order() {
        let heap = super::super::heap::Heap::new();
        heap.enter();
        // Printed by CPython 3.13.
        assert_eq!(order(&[3, 1, 2]), [1, 2, 3]);
        assert_eq!(order(&[100, 5, 33, 8, 1]), [33, 1, 100, 5, 8]);
        assert_eq!(order(&[-1, -2, 7, 1_000_000]), [1_000_000, 7, -1, -2]);
    }

    #[test]
    fn pop_takes_in_the_order_of_the_table() {
        let heap = super::super::heap::Heap::new();
        heap.enter();
        let mut set = Set::default();
        for n in [5, 3, 9, 1] {
            set.insert(n, Value::Int(n as i64));
        }
        let popped: Vec<i64> = std::iter::from_fn(|| set.pop()).filter_map(|v| v.as_int()).collect();
        assert_eq!(popped, [9, 3, 5, 1]);
    }
}
