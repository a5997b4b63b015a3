//! Hashes, with CPython's values where they decide an order that programs show: numbers, tuples, frozensets.

use super::text::DEEPEST;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::class::Special;
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Instance, Object, Payload, Value};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// Numbers are hashed modulo this prime (`sys.hash_info.modulus`).
const MODULUS: u64 = (1 << 61) - 1;

/// `hash(float('inf'))`
const INFINITY: i64 = 314_159;

impl Vm {
    /// The hash of a value; `None` where Python code decides it, and for what cannot be hashed.
    pub fn native_hash(&self, value: &Value) -> Option<u64> {
        self.hash_at(value, 0).ok()
    }

    /// `hash(value)`
    pub fn hash_of(&mut self, asks: &mut Asks, value: &Value) -> Attempt<u64> {
        self.hash_asking(asks, value, 0)
    }

    fn hash_asking(&mut self, asks: &mut Asks, value: &Value, depth: usize) -> Attempt<u64> {
        let (method, owner) = match self.hash_at(value, depth) {
            Ok(hash) => return Ok(hash),
            Err(Unhashed::Raise(message)) => return Err(self.hash_error(message).into()),
            Err(Unhashed::Ask(method, owner)) => (method, owner),
        };
        if !owner.is(value)
            && let Some(items) = value.plain().as_tuple()
        {
            let items = items.to_vec();
            let hashes =
                items.iter().map(|item| self.hash_asking(asks, item, depth + 1)).collect::<Attempt<Vec<u64>>>()?;
            return Ok(hash_tuple(&hashes));
        }
        let answer = asks.call(method, vec![owner])?;
        match answer.plain() {
            // What fits a machine word is taken as it is, also where it is no number's hash.
            Value::Int(-1) => Ok(-2_i64 as u64),
            Value::Int(n) => Ok(*n as u64),
            Value::Bool(b) => Ok(u64::from(*b)),
            other => match other.as_bigint() {
                Some(n) => Ok(hash_big(&n) as u64),
                None => Err(self.type_error("__hash__ method should return an integer").into()),
            },
        }
    }

    fn hash_error(&self, message: String) -> crate::vm::exception::Exception {
        if message.starts_with("maximum") {
            return self.error(|t| &t.recursion_error, message);
        }
        self.type_error(message)
    }

    fn hash_at(&self, value: &Value, depth: usize) -> std::result::Result<u64, Unhashed> {
        let unhashable = || Err(Unhashed::Raise(format!("unhashable type: '{}'", self.type_name(value))));
        let r = match value {
            Value::Int(n) => return Ok(hash_int(*n) as u64),
            Value::Bool(b) => return Ok(u64::from(*b)),
            Value::Float(x) if x.is_nan() => return Ok(self.identity(value) >> 4),
            Value::Float(x) => return Ok(hash_float(*x) as u64),
            // CPython 3.12 gives `None` this one, so that sets with it keep their order.
            Value::None => return Ok(0xfca8_6420),
            Value::Ellipsis | Value::NotImplemented | Value::Undefined => return Ok(self.identity(value) >> 4),
            Value::Object(r) => r,
        };
        match r.get() {
            Object::Str(s) => Ok(s.hash()),
            Object::Bytes(bytes) => Ok(crate::vm::dict::hash_bytes(bytes)),
            Object::Int(n) => Ok(hash_big(n) as u64),
            Object::Tuple(items) => {
                if depth >= DEEPEST {
                    return Err(Unhashed::Raise("maximum recursion depth exceeded".to_owned()));
                }
                let hashes = items
                    .iter()
                    .map(|item| self.hash_at(item, depth + 1))
                    .collect::<std::result::Result<Vec<_>, _>>()?;
                Ok(hash_tuple(&hashes))
            }
            Object::FrozenSet(set) => Ok(hash_frozenset(set.iter_hashed().map(|(hash, _)| hash), set.len())),
            Object::Range { start, stop, step } => {
                let length = crate::vm::iterate::range_length(*start, *stop, *step);
                let none = self.hash_at(&Value::None, depth)?;
                let first = if length == 0 { none } else { hash_int(*start) as u64 };
                let step = if length < 2 { none } else { hash_int(*step) as u64 };
                Ok(hash_tuple(&[hash_int(length as i64) as u64, first, step]))
            }
            Object::Slice(parts) => {
                let hashes = parts
                    .iter()
                    .map(|part| self.hash_at(part, depth + 1))
                    .collect::<std::result::Result<Vec<_>, _>>()?;
                Ok(hash_tuple(&hashes))
            }
            Object::List(_) | Object::Dict(_) | Object::Set(_) => unhashable(),
            Object::DictView { view, .. } if *view != crate::vm::value::DictView::Values => unhashable(),
            Object::Method { function, this } => {
                let (f, t) = (self.identity(function) >> 4, self.identity(this) >> 4);
                Ok(f.rotate_left(20) ^ t)
            }
            Object::Instance(instance) => self.hash_instance(value, instance, depth),
            Object::Class(class) if class.metaclass.is_some() => match self.python_special(value, sym::D_HASH) {
                Some(Value::None) => unhashable(),
                Some(method) => Err(Unhashed::Ask(method, value.clone())),
                None => Ok(self.identity(value) >> 4),
            },
            _ => Ok(self.identity(value) >> 4),
        }
    }

    fn hash_instance(&self, value: &Value, instance: &Instance, depth: usize) -> std::result::Result<u64, Unhashed> {
        let class = self.class(&instance.class);
        if class.has(Special::Hash) || class.has(Special::Eq) || matches!(instance.payload, Payload::Native(_)) {
            match self.python_special(value, sym::D_HASH) {
                Some(Value::None) => {
                    return Err(Unhashed::Raise(format!("unhashable type: '{}'", class.name)));
                }
                Some(method) => return Err(Unhashed::Ask(method, value.clone())),
                None => {}
            }
        }
        match &instance.payload {
            Payload::Value(plain) => match self.hash_at(plain, depth + 1) {
                Err(Unhashed::Raise(_)) => Err(Unhashed::Raise(format!("unhashable type: '{}'", class.name))),
                other => other,
            },
            _ => Ok(self.identity(value) >> 4),
        }
    }
}

/// Why there is no hash at once.
enum Unhashed {
    Raise(String),
    /// A method, and the value that it is asked of: the one to be hashed or an item of it.
    Ask(Value, Value),
}

/// The hash of a small integer.
#[inline]
pub fn hash_int(n: i64) -> i64 {
    let magnitude = n.unsigned_abs();
    let rest = if magnitude < MODULUS { magnitude } else { magnitude % MODULUS } as i64;
    match if n < 0 { -rest } else { rest } {
        -1 => -2,
        hash => hash,
    }
}

/// The hash of a big integer.
pub fn hash_big(n: &BigInt) -> i64 {
    let rest = (n.abs() % BigInt::from(MODULUS)).to_i64().unwrap_or(0);
    match if n.is_negative() { -rest } else { rest } {
        -1 => -2,
        hash => hash,
    }
}

/// The hash of a float that is not NaN: that of the equal number modulo 2**61 - 1.
pub fn hash_float(x: f64) -> i64 {
    if x.is_infinite() {
        return if x > 0.0 { INFINITY } else { -INFINITY };
    }
    let (mut mantissa, mut exponent) = libm::frexp(x.abs());
    let mut hash: u64 = 0;
    while mantissa != 0.0 {
        hash = ((hash << 28) & MODULUS) | (hash >> 33);
        mantissa *= 268_435_456.0;
        exponent -= 28;
        let digit = mantissa as u64;
        mantissa -= digit as f64;
        hash += digit;
        if hash >= MODULUS {
            hash -= MODULUS;
        }
    }
    let turn = exponent.rem_euclid(61) as u32;
    let hash = if turn == 0 { hash } else { ((hash << turn) & MODULUS) | (hash >> (61 - turn)) } as i64;
    match if x < 0.0 { -hash } else { hash } {
        -1 => -2,
        hash => hash,
    }
}

/// The hash of a tuple from its items' (`Objects/tupleobject.c`, xxHash).
pub fn hash_tuple(items: &[u64]) -> u64 {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let mut hash = PRIME_5;
    for item in items {
        hash = hash.wrapping_add(item.wrapping_mul(PRIME_2));
        hash = hash.rotate_left(31);
        hash = hash.wrapping_mul(PRIME_1);
    }
    hash = hash.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3_527_539));
    if hash == u64::MAX { 1_546_275_796 } else { hash }
}

/// The hash of a frozenset from its members' (`Objects/setobject.c`).
pub fn hash_frozenset(members: impl Iterator<Item = u64>, length: usize) -> u64 {
    let shuffle = |hash: u64| ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
    let mut hash = members.fold(0, |all, member| all ^ shuffle(member));
    hash ^= (length as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_cpythons() {
        assert_eq!(hash_int(-1), -2);
        assert_eq!(hash_int((1 << 61) - 1), 0);
        assert_eq!(hash_float(1.5), 1_152_921_504_606_846_977);
        assert_eq!(hash_float(0.1), 230_584_300_921_369_408);
        assert_eq!(hash_float(-3.0), -3);
        assert_eq!(hash_float(1e300), hash_big(&super::super::integers::float_to_integer(1e300)));
        assert_eq!(hash_tuple(&[1, 2, 3]), 529_344_067_295_497_451);
        assert_eq!(hash_tuple(&[]), 5_740_354_900_026_072_187);
        assert_eq!(hash_frozenset([1, 2, 3].into_iter(), 3) as i64, -272_375_401_224_217_160);
        assert_eq!(hash_big(&BigInt::from(10).pow(30)), 465_258_685_558_744_706);
    }
}
