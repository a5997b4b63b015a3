//! Names as numbers.

use hashbrown::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// An interned name. Equal names have equal symbols within a program and the heaps that run it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// Names by number and numbers by name. A heap's interner builds on its program's, which it shares.
#[derive(Default, Debug)]
pub struct Interner {
    base: Option<Arc<Interner>>,
    /// How many names `base` has.
    offset: u32,
    names: Vec<Arc<str>>,
    index: HashMap<Arc<str>, u32, BuildHasherDefault<FxHasher>>,
}

impl Interner {
    /// An interner that knows the names of `base` and can learn more.
    pub fn on(base: Arc<Interner>) -> Self {
        let offset = base.len();
        Self { base: Some(base), offset, ..Self::default() }
    }

    /// How many names it knows.
    pub fn len(&self) -> u32 {
        self.offset + self.names.len() as u32
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The symbol of a name, if it has one.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        if let Some(base) = &self.base
            && let Some(symbol) = base.find(name)
        {
            return Some(symbol);
        }
        self.index.get(name).map(|&i| Symbol(i))
    }

    /// The symbol of a name, new or known.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.find(name) {
            return symbol;
        }
        let number = self.len();
        let name: Arc<str> = name.into();
        self.names.push(name.clone());
        self.index.insert(name, number);
        Symbol(number)
    }

    /// The name of a symbol of this interner.
    pub fn name(&self, symbol: Symbol) -> &Arc<str> {
        match &self.base {
            Some(base) if symbol.0 < self.offset => base.name(symbol),
            _ => &self.names[(symbol.0 - self.offset) as usize],
        }
    }
}

/// A fast hash for small keys that nobody attacks; the same on every platform.
#[derive(Default, Clone, Copy)]
pub struct FxHasher(u64);

impl FxHasher {
    #[inline(always)]
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for FxHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }
    #[inline]
    fn write_u8(&mut self, n: u8) {
        self.mix(u64::from(n));
    }
    #[inline]
    fn write_u32(&mut self, n: u32) {
        self.mix(u64::from(n));
    }
    #[inline]
    fn write_u64(&mut self, n: u64) {
        self.mix(n);
    }
    #[inline]
    fn write_usize(&mut self, n: usize) {
        self.mix(n as u64);
    }
    #[inline]
    fn finish(&self) -> u64 {
        // hashbrown takes the top bits for its tags and the low ones for the bucket.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heap_shares_its_programs_symbols_and_adds_its_own() {
        let mut program = Interner::default();
        let a = program.intern("a");
        let mut heap = Interner::on(Arc::new(program));
        assert_eq!(heap.intern("a"), a);
        let b = heap.intern("b");
        assert_ne!(a, b);
        assert_eq!(&**heap.name(b), "b");
        assert_eq!(heap.find("b"), Some(b));
    }
}
