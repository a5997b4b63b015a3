//! Maps from numbers, in the order of the numbers.
//!
//! They do what a `BTreeMap` does. But all of them share one tree, which knows only numbers, and keep values beside it:
//! a tree for each pair of types would be the larger half of what the browser gets of some modules.

use std::collections::BTreeMap;

/// What a key is, as a pair of numbers in the order of the keys.
pub trait Number: Copy {
    /// Different for different keys.
    fn numbers(self) -> (u64, u64);
}

/// A map from keys that are numbers.
pub struct Numbered<K, V> {
    places: Places,
    items: Vec<Option<(K, V)>>,
}

/// Where the items are.
#[derive(Default)]
struct Places {
    by_number: BTreeMap<(u64, u64), usize>,
    free: Vec<usize>,
}

impl<K, V> Default for Numbered<K, V> {
    fn default() -> Self {
        Self { places: Places::default(), items: Vec::new() }
    }
}

impl<K: Number, V> Numbered<K, V> {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.places.by_number.is_empty()
    }

    /// Whether there is a value of that key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.places.find(key.numbers()).is_some()
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let (_, value) = self.items[self.places.find(key.numbers())?].as_ref()?;
        Some(value)
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let (_, value) = self.items[self.places.find(key.numbers())?].as_mut()?;
        Some(value)
    }

    /// The value of a key, which `make` makes if there is none.
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let numbers = key.numbers();
        let place = match self.places.find(numbers) {
            Some(place) => place,
            None => self.add(numbers, (key, make())),
        };
        &mut self.items[place].as_mut().expect("what is found is there").1
    }

    /// Sets the value of a key and returns the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let numbers = key.numbers();
        match self.places.find(numbers) {
            Some(place) => self.items[place].replace((key, value)).map(|(_, before)| before),
            None => {
                self.add(numbers, (key, value));
                None
            }
        }
    }

    fn add(&mut self, numbers: (u64, u64), item: (K, V)) -> usize {
        let place = self.places.add(numbers, self.items.len());
        match self.items.get_mut(place) {
            Some(free) => *free = Some(item),
            None => self.items.push(Some(item)),
        }
        place
    }

    /// Takes a key out, with its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.places.remove(key.numbers())?;
        self.items[place].take().map(|(_, value)| value)
    }

    /// All keys and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.places.by_number.values().filter_map(|&place| self.items[place].as_ref()).map(|(key, value)| (key, value))
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// All values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

impl<K: Number, V> std::ops::Index<&K> for Numbered<K, V> {
    type Output = V;
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("the key is there")
    }
}

impl Places {
    fn find(&self, numbers: (u64, u64)) -> Option<usize> {
        self.by_number.get(&numbers).copied()
    }

    /// A free place, or else that one.
    fn add(&mut self, numbers: (u64, u64), next: usize) -> usize {
        let place = self.free.pop().unwrap_or(next);
        self.by_number.insert(numbers, place);
        place
    }

    fn remove(&mut self, numbers: (u64, u64)) -> Option<usize> {
        let place = self.by_number.remove(&numbers)?;
        self.free.push(place);
        Some(place)
    }
}

impl Number for u32 {
    fn numbers(self) -> (u64, u64) {
        (0, self.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_order_and_places_are_used_again() {
        let mut map = Numbered::default();
        for key in [5_u32, 1, 9, 3] {
            assert_eq!(map.insert(key, key * 10), None);
        }
        assert_eq!(map.insert(9, 91), Some(90));
        assert_eq!(map.remove(&1), Some(10));
        assert_eq!(map.remove(&1), None);
        *map.get_or_insert_with(7, || 70) += 1;
        *map.get_or_insert_with(7, || unreachable!()) += 1;
        assert_eq!(map.iter().collect::<Vec<_>>(), [(&3, &30), (&5, &50), (&7, &72), (&9, &91)]);
        assert_eq!(map.items.len(), 4);
        assert!(map.contains_key(&3) && !map.contains_key(&1));
        assert_eq!((map[&5], map.get(&6)), (50, None));
    }
}
