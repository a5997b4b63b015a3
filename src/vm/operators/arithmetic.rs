//! Arithmetic on the built-in numbers.

use super::integers::product_cost;
use crate::vm::Vm;
use crate::vm::code::{BinaryOp, UnaryOp};
use crate::vm::exception::Result;
use crate::vm::value::{Object, Value};
use num_integer::Integer;
use num_traits::{Signed, Zero};

/// A built-in number.
enum Number {
    Small(i64),
    Big,
    Float(f64),
}

fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Int(n) => Some(Number::Small(*n)),
        Value::Bool(b) => Some(Number::Small(i64::from(*b))),
        Value::Float(x) => Some(Number::Float(*x)),
        Value::Object(r) => matches!(r.get(), Object::Int(_)).then_some(Number::Big),
        _ => None,
    }
}

impl Vm {
    /// `a op b` of plain numbers; `None` when they are not numbers, or not ones for this operator.
    pub(super) fn number_binary(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Value>> {
        let (Some(x), Some(y)) = (number(a), number(b)) else { return Ok(None) };
        match (x, y) {
            (Number::Small(x), Number::Small(y)) => {
                if let (Value::Bool(x), Value::Bool(y)) = (a, b) {
                    match op {
                        BinaryOp::And => return Ok(Some(Value::Bool(x & y))),
                        BinaryOp::Or => return Ok(Some(Value::Bool(x | y))),
                        BinaryOp::Xor => return Ok(Some(Value::Bool(x ^ y))),
                        _ => {}
                    }
                }
                match self.small_binary(op, x, y)? {
                    Some(value) => Ok(Some(value)),
                    None => self.big_binary(op, a, b),
                }
            }
            (Number::Float(x), Number::Float(y)) => self.float_binary(op, x, y),
            (Number::Float(x), _) => {
                let y = self.to_float(b)?;
                self.float_binary(op, x, y)
            }
            (_, Number::Float(y)) => {
                let x = self.to_float(a)?;
                self.float_binary(op, x, y)
            }
            _ => self.big_binary(op, a, b),
        }
    }

    /// A plain number as a float.
    fn to_float(&self, value: &Value) -> Result<f64> {
        match value {
            Value::Int(n) => Ok(*n as f64),
            Value::Bool(b) => Ok(f64::from(u8::from(*b))),
            Value::Float(x) => Ok(*x),
            other => match other.as_bigint() {
                Some(n) => self.integer_to_float(&n),
                None => Ok(f64::NAN),
            },
        }
    }

    /// `None` where 64 bits do not suffice (or the operator does not exist).
    #[inline]
    fn small_binary(&mut self, op: BinaryOp, x: i64, y: i64) -> Result<Option<Value>> {
        let result = match op {
            BinaryOp::Add => x.checked_add(y),
            BinaryOp::Sub => x.checked_sub(y),
            BinaryOp::Mul => x.checked_mul(y),
            BinaryOp::And => Some(x & y),
            BinaryOp::Or => Some(x | y),
            BinaryOp::Xor => Some(x ^ y),
            BinaryOp::FloorDiv => {
                if y == 0 {
                    return Err(self.zero_division_error("integer division or modulo by zero"));
                }
                x.checked_div_euclid(y).map(|_| Integer::div_floor(&x, &y))
            }
            BinaryOp::Mod => {
                if y == 0 {
                    return Err(self.zero_division_error("integer modulo by zero"));
                }
                if y == -1 { Some(0) } else { Some(Integer::mod_floor(&x, &y)) }
            }
            BinaryOp::Div => {
                if y == 0 {
                    return Err(self.zero_division_error("division by zero"));
                }
                if x.unsigned_abs() <= 1 << 53 && y.unsigned_abs() <= 1 << 53 {
                    return Ok(Some(Value::Float(x as f64 / y as f64)));
                }
                None
            }
            BinaryOp::LShift => match u32::try_from(y) {
                Ok(by) if by < 63 && (x << by) >> by == x => Some(x << by),
                _ => None,
            },
            BinaryOp::RShift if y >= 0 => Some(x >> y.min(63)),
            BinaryOp::Pow if y >= 0 => u32::try_from(y).ok().and_then(|y| x.checked_pow(y)),
            BinaryOp::Pow => {
                let power = self.float_power(x as f64, y as f64)?;
                return Ok(Some(power));
            }
            BinaryOp::RShift | BinaryOp::MatMul => None,
        };
        Ok(result.map(Value::Int))
    }

    fn big_binary(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Value>> {
        let (Some(x), Some(y)) = (a.as_bigint(), b.as_bigint()) else { return Ok(None) };
        let (digits, other) = (x.bits() / 30 + 1, y.bits() / 30 + 1);
        let value = match op {
            BinaryOp::Add => (&*x + &*y).into(),
            BinaryOp::Sub => (&*x - &*y).into(),
            BinaryOp::Mul => {
                if x.bits() + y.bits() > 1 << 26 {
                    return Err(self.exception_with(&self.types.memory_error, Vec::new()));
                }
                self.charge_digits(product_cost(digits, other));
                (&*x * &*y).into()
            }
            BinaryOp::FloorDiv | BinaryOp::Mod => {
                if y.is_zero() {
                    let division = op == BinaryOp::FloorDiv;
                    return Err(self.zero_division_error(if division {
                        "integer division or modulo by zero"
                    } else {
                        "integer modulo by zero"
                    }));
                }
                self.charge_digits(other * digits.saturating_sub(other));
                if op == BinaryOp::Mod { x.mod_floor(&y) } else { x.div_floor(&y) }.into()
            }
            BinaryOp::Div => Value::Float(self.integer_quotient(&x, &y)?),
            BinaryOp::And => (&*x & &*y).into(),
            BinaryOp::Or => (&*x | &*y).into(),
            BinaryOp::Xor => (&*x ^ &*y).into(),
            BinaryOp::LShift => self.integer_shift(&x, &y, true)?,
            BinaryOp::RShift => self.integer_shift(&x, &y, false)?,
            BinaryOp::Pow if y.is_negative() => {
                let (x, y) = (self.integer_to_float(&x)?, self.integer_to_float(&y)?);
                self.float_power(x, y)?
            }
            BinaryOp::Pow => self.integer_power(&x, &y)?,
            BinaryOp::MatMul => return Ok(None),
        };
        self.charge_digits(digits.max(other) / 2);
        Ok(Some(value))
    }

    #[inline]
    fn float_binary(&mut self, op: BinaryOp, x: f64, y: f64) -> Result<Option<Value>> {
        let result = match op {
            BinaryOp::Add => x + y,
            BinaryOp::Sub => x - y,
            BinaryOp::Mul => x * y,
            BinaryOp::Div => {
                if y == 0.0 {
                    return Err(self.zero_division_error("float division by zero"));
                }
                x / y
            }
            BinaryOp::FloorDiv => {
                if y == 0.0 {
                    return Err(self.zero_division_error("float floor division by zero"));
                }
                float_divmod(x, y).0
            }
            BinaryOp::Mod => {
                if y == 0.0 {
                    return Err(self.zero_division_error("float modulo by zero"));
                }
                float_divmod(x, y).1
            }
            BinaryOp::Pow => return self.float_power(x, y).map(Some),
            _ => return Ok(None),
        };
        Ok(Some(Value::Float(result)))
    }

    fn float_power(&mut self, x: f64, y: f64) -> Result<Value> {
        if x == 0.0 && y < 0.0 {
            return Err(self.zero_division_error("0.0 cannot be raised to a negative power"));
        }
        if x < 0.0 && x.is_finite() && y.is_finite() && y.fract() != 0.0 {
            return Err(
                self.limit("a negative number to a fractional power is complex: write complex(x) ** y".to_owned())
            );
        }
        let power = crate::vm::accurate::pow(x, y);
        if power.is_infinite() && x.is_finite() && y.is_finite() {
            let text = Value::str("Numerical result out of range");
            return Err(self.exception_with(&self.types.overflow_error, vec![Value::Int(34), text]));
        }
        Ok(Value::Float(power))
    }

    /// `op a` of a plain number.
    pub(super) fn number_unary(&mut self, op: UnaryOp, a: &Value) -> Option<Value> {
        Some(match (number(a)?, op) {
            (Number::Small(n), UnaryOp::Neg) => match n.checked_neg() {
                Some(n) => Value::Int(n),
                None => (-&*a.as_bigint()?).into(),
            },
            (Number::Small(n), UnaryOp::Pos) => Value::Int(n),
            (Number::Small(n), UnaryOp::Invert) => Value::Int(!n),
            (Number::Big, UnaryOp::Neg) => (-&*a.as_bigint()?).into(),
            (Number::Big, UnaryOp::Pos) => a.clone(),
            (Number::Big, UnaryOp::Invert) => (!&*a.as_bigint()?).into(),
            (Number::Float(x), UnaryOp::Neg) => Value::Float(-x),
            (Number::Float(x), UnaryOp::Pos) => Value::Float(x),
            _ => return None,
        })
    }

    /// `abs(a)` of a plain number.
    pub(in crate::vm) fn number_abs(&self, a: &Value) -> Option<Value> {
        Some(match number(a)? {
            Number::Small(n) => match n.checked_abs() {
                Some(n) => Value::Int(n),
                None => a.as_bigint()?.abs().into(),
            },
            Number::Big => a.as_bigint()?.abs().into(),
            Number::Float(x) => Value::Float(x.abs()),
        })
    }

    /// `divmod(a, b)` of plain numbers.
    pub(in crate::vm) fn number_divmod(&mut self, a: &Value, b: &Value) -> Result<Option<Value>> {
        let (Some(x), Some(y)) = (number(a), number(b)) else { return Ok(None) };
        if matches!(x, Number::Float(_)) || matches!(y, Number::Float(_)) {
            let (x, y) = (self.to_float(a)?, self.to_float(b)?);
            if y == 0.0 {
                return Err(self.zero_division_error("float divmod()"));
            }
            let (quotient, rest) = float_divmod(x, y);
            return Ok(Some(Value::tuple(vec![Value::Float(quotient), Value::Float(rest)])));
        }
        let (Some(quotient), Some(rest)) =
            (self.number_binary(BinaryOp::FloorDiv, a, b)?, self.number_binary(BinaryOp::Mod, a, b)?)
        else {
            return Ok(None);
        };
        Ok(Some(Value::tuple(vec![quotient, rest])))
    }
}

/// `divmod` of floats as CPython's `float_divmod` does it; `y` is not 0.
fn float_divmod(x: f64, y: f64) -> (f64, f64) {
    let mut rest = libm::fmod(x, y);
    let mut quotient = (x - rest) / y;
    if rest != 0.0 {
        if (y < 0.0) != (rest < 0.0) {
            rest += y;
            quotient -= 1.0;
        }
    } else {
        rest = 0.0_f64.copysign(y);
    }
    if quotient != 0.0 {
        let mut floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor += 1.0;
        }
        quotient = floor;
    } else {
        quotient = 0.0_f64.copysign(x / y);
    }
    (quotient, rest)
}
