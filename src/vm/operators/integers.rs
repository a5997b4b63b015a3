//! Integers of any size: what Python's arithmetic needs beyond what the big-integer crate offers.

use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::value::{Object, Value};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::borrow::Cow;
use std::cmp::Ordering;

/// More bits than this are refused with a `MemoryError`: computing with them would take minutes.
const MOST_BITS: u64 = 1 << 26;

/// Digits that `str(int)` and `int(str)` convert at most (`sys.get_int_max_str_digits()`).
pub const MOST_DIGITS: usize = 4300;

impl Value {
    /// The integer of any size, if it is an `int` or `bool` (or an instance of a subclass of `int`).
    pub fn as_bigint(&self) -> Option<Cow<'_, BigInt>> {
        match self.plain() {
            Value::Int(n) => Some(Cow::Owned(BigInt::from(*n))),
            Value::Bool(b) => Some(Cow::Owned(BigInt::from(u8::from(*b)))),
            Value::Object(r) => match r.get() {
                Object::Int(n) => Some(Cow::Borrowed(n)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is an `int` of any size, a `bool` or an instance of a subclass.
    pub fn is_integer(&self) -> bool {
        match self.plain() {
            Value::Int(_) | Value::Bool(_) => true,
            Value::Object(r) => matches!(r.get(), Object::Int(_)),
            _ => false,
        }
    }
}

impl Vm {
    /// Charges for work on the 30-bit digits of big integers, `count` digit operations of about a nanosecond each.
    pub(super) fn charge_digits(&mut self, count: u64) {
        self.charge(count);
    }

    /// Integer powers; `exponent` is not negative.
    pub(super) fn integer_power(&mut self, base: &BigInt, exponent: &BigInt) -> Result<Value> {
        if exponent.is_zero() || base.is_one() {
            return Ok(Value::Int(1));
        }
        if base.is_zero() {
            return Ok(Value::Int(0));
        }
        if base.magnitude().is_one() {
            return Ok(Value::Int(if exponent.is_even() { 1 } else { -1 }));
        }
        let exponent = match exponent.to_u64() {
            Some(e) if e.saturating_mul(base.bits()) <= MOST_BITS => e as u32,
            _ => return Err(self.exception_with(&self.types.memory_error, Vec::new())),
        };
        let digits = u64::from(exponent) * base.bits() / 30 + 1;
        self.charge_digits(product_cost(digits, digits) / 2);
        Ok(base.pow(exponent).into())
    }

    /// `pow(base, exponent, modulus)`
    pub(in crate::vm) fn modular_power(&mut self, base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Result<Value> {
        if modulus.is_zero() {
            return Err(self.value_error("pow() 3rd argument cannot be 0"));
        }
        let magnitude = modulus.abs();
        let (base, exponent) = if exponent.is_negative() {
            match base.modinv(&magnitude) {
                Some(inverse) => (inverse, -exponent),
                None => return Err(self.value_error("base is not invertible for the given modulus")),
            }
        } else {
            (base.clone(), exponent.clone())
        };
        let digits = modulus.bits() / 30 + 1;
        self.charge_digits(exponent.bits() * 2 * product_cost(digits, digits));
        let result = base.mod_floor(&magnitude).modpow(&exponent, &magnitude);
        Ok(if modulus.is_negative() && !result.is_zero() { result + modulus } else { result }.into())
    }

    pub(super) fn integer_shift(&mut self, a: &BigInt, by: &BigInt, left: bool) -> Result<Value> {
        if by.is_negative() {
            return Err(self.value_error("negative shift count"));
        }
        if a.is_zero() {
            return Ok(Value::Int(0));
        }
        match (by.to_u64(), left) {
            (Some(by), true) if a.bits().saturating_add(by) <= MOST_BITS => {
                self.charge_digits((a.bits() + by) / 60);
                Ok((a << by).into())
            }
            (Some(by), true) if by < 1 << 60 => {
                let _ = by;
                Err(self.exception_with(&self.types.memory_error, Vec::new()))
            }
            (_, true) => Err(self.overflow_error("too many digits in integer")),
            (Some(by), false) if by < a.bits() => Ok((a >> by).into()),
            (_, false) => Ok(Value::Int(if a.is_negative() { -1 } else { 0 })),
        }
    }

    /// `a / b` of integers, correctly rounded.
    pub(super) fn integer_quotient(&mut self, a: &BigInt, b: &BigInt) -> Result<f64> {
        if b.is_zero() {
            return Err(self.zero_division_error("division by zero"));
        }
        if a.is_zero() {
            return Ok(0.0);
        }
        let negative = a.is_negative() != b.is_negative();
        // Scaled so that the quotient has 64 to 66 bits; the remainder only says whether there is more below them.
        let shift = 65 - (a.bits() as i64 - b.bits() as i64);
        let (numerator, denominator) = if shift >= 0 {
            (a.magnitude() << shift as u64, b.magnitude().clone())
        } else {
            (a.magnitude().clone(), b.magnitude() << shift.unsigned_abs())
        };
        let (quotient, remainder) = numerator.div_rem(&denominator);
        let mut bits = quotient.to_u128().unwrap_or(u128::MAX);
        if !remainder.is_zero() {
            bits |= 1;
        }
        match scaled(bits, -shift) {
            Some(x) => Ok(if negative { -x } else { x }),
            None => Err(self.overflow_error("integer division result too large for a float")),
        }
    }

    /// An integer as a float.
    pub(in crate::vm) fn integer_to_float(&self, n: &BigInt) -> Result<f64> {
        match n.to_f64() {
            Some(x) if x.is_finite() => Ok(x),
            _ => Err(self.overflow_error("int too large to convert to float")),
        }
    }

    /// Decimal digits of an integer, within [`MOST_DIGITS`].
    pub(in crate::vm) fn integer_text(&mut self, n: &BigInt) -> Result<String> {
        let digits = n.bits() / 30 + 1;
        if n.bits() > 14_000 {
            self.charge_digits(digits * digits);
            // log10(2) > 0.30102
            if n.bits() > 20_000 {
                return Err(self.too_many_digits());
            }
            let text = n.to_string();
            if text.trim_start_matches('-').len() > MOST_DIGITS {
                return Err(self.too_many_digits());
            }
            return Ok(text);
        }
        self.charge_digits(digits * digits);
        Ok(n.to_string())
    }

    fn too_many_digits(&self) -> crate::vm::exception::Exception {
        self.value_error(
            "Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase \
             the limit",
        )
    }
}

/// What a multiplication of integers with so many 30-bit digits costs in digit operations (Karatsuba from 70 on).
pub(super) fn product_cost(a: u64, b: u64) -> u64 {
    let (small, large) = (a.min(b), a.max(b));
    if small <= 70 {
        return small * large;
    }
    let pieces = large / small + 1;
    let power = libm::pow(small as f64, 1.585) as u64;
    pieces * power * 8
}

/// `bits * 2 ** exponent` rounded to the nearest float, half to even; `None` beyond the largest.
fn scaled(bits: u128, exponent: i64) -> Option<f64> {
    let length = 128 - i64::from(bits.leading_zeros());
    // The lowest bit that a float of this size keeps.
    let lowest = (length + exponent - 53).max(-1074);
    let drop = lowest - exponent;
    let mantissa = if drop <= 0 {
        bits << drop.unsigned_abs()
    } else if drop > 127 {
        0
    } else {
        let kept = bits >> drop;
        let rest = bits & ((1_u128 << drop) - 1);
        let half = 1_u128 << (drop - 1);
        match rest.cmp(&half) {
            Ordering::Greater => kept + 1,
            Ordering::Equal => kept + (kept & 1),
            Ordering::Less => kept,
        }
    };
    let x = libm::ldexp(mantissa as f64, lowest as i32);
    x.is_finite().then_some(x)
}

/// Compares an integer with a float exactly; `None` for NaN.
pub fn compare_int_float(n: i64, x: f64) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if n.unsigned_abs() < 1 << 53 {
        return (n as f64).partial_cmp(&x);
    }
    // Beyond the range of i64 the float decides.
    if x >= 9_223_372_036_854_775_808.0 {
        return Some(Ordering::Less);
    }
    if x < -9_223_372_036_854_775_808.0 {
        return Some(Ordering::Greater);
    }
    // Here |n| ≥ 2^53, so a float that is as large has no fraction; a smaller one's fraction does not matter.
    let whole = x.trunc();
    Some(n.cmp(&(whole as i64)).then_with(|| 0.0_f64.partial_cmp(&(x - whole)).unwrap_or(Ordering::Equal)))
}

/// Compares a big integer with a float exactly; `None` for NaN.
pub fn compare_big_float(n: &BigInt, x: f64) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = float_to_integer(x.trunc());
    Some(n.cmp(&whole).then_with(|| 0.0_f64.partial_cmp(&(x - x.trunc())).unwrap_or(Ordering::Equal)))
}

/// The integer that a finite float without fraction is.
pub fn float_to_integer(x: f64) -> BigInt {
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64;
    let mantissa = (bits & ((1 << 52) - 1)) | if exponent == 0 { 0 } else { 1 << 52 };
    let shift = exponent.max(1) - 1075;
    let magnitude = BigInt::from(mantissa);
    let magnitude = if shift >= 0 { magnitude << shift as u64 } else { magnitude >> shift.unsigned_abs() };
    if x < 0.0 { BigInt::from_biguint(Sign::Minus, magnitude.magnitude().clone()) } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_floats_compare_exactly() {
        assert_eq!(compare_int_float(i64::MAX, 9_223_372_036_854_775_807.0), Some(Ordering::Less));
        assert_eq!(compare_int_float((1 << 53) + 1, 9_007_199_254_740_992.0), Some(Ordering::Greater));
        assert_eq!(compare_int_float(1, 1.5), Some(Ordering::Less));
        assert_eq!(compare_int_float(-2, -1.5), Some(Ordering::Less));
        assert_eq!(compare_int_float(0, f64::NAN), None);
        assert_eq!(compare_big_float(&BigInt::from(3), 2.5), Some(Ordering::Greater));
    }

    #[test]
    fn floats_become_the_integers_that_they_are() {
        assert_eq!(float_to_integer(1e22), "10000000000000000000000".parse().unwrap());
        assert_eq!(float_to_integer(-3.0), BigInt::from(-3));
        assert_eq!(float_to_integer(0.0), BigInt::from(0));
    }
}
