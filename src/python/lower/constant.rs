//! Expressions whose value is known: literals, and arithmetic on them as CPython folds it.

use super::{Lowerer, R};
use crate::vm::code::Constant;
use num_bigint::BigInt;
use ruff_python_ast::{Expr, Int, Number, Operator, UnaryOp};
use ruff_text_size::Ranged;

/// CPython refuses to fold into longer strings and tuples than this.
const LONGEST: usize = 4096;

/// The value of a constant expression.
pub(super) fn fold(expr: &Expr) -> Option<Constant> {
    fold_within(expr, 12)
}

fn fold_within(expr: &Expr, depth: u32) -> Option<Constant> {
    let depth = depth.checked_sub(1)?;
    Some(match expr {
        Expr::NoneLiteral(_) => Constant::None,
        Expr::EllipsisLiteral(_) => Constant::Ellipsis,
        Expr::BooleanLiteral(literal) => Constant::Bool(literal.value),
        Expr::StringLiteral(literal) => Constant::Str(literal.value.to_str().into()),
        Expr::BytesLiteral(literal) => Constant::Bytes(literal.value.bytes().collect()),
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(n) => integer(n)?,
            Number::Float(x) => Constant::Float(*x),
            Number::Complex { .. } => return None,
        },
        Expr::Name(name) if name.id.as_str() == "__debug__" => Constant::Bool(true),
        Expr::Tuple(tuple) if tuple.elts.len() <= LONGEST => {
            Constant::Tuple(tuple.elts.iter().map(|e| fold_within(e, depth)).collect::<Option<_>>()?)
        }
        Expr::UnaryOp(unary) => match (unary.op, fold_within(&unary.operand, depth)?) {
            (UnaryOp::USub, Constant::Int(n)) => n.checked_neg().map_or_else(|| big(-BigInt::from(n)), Constant::Int),
            (UnaryOp::USub, Constant::BigInt(digits)) => big(-digits.parse::<BigInt>().ok()?),
            (UnaryOp::USub, Constant::Float(x)) => Constant::Float(-x),
            (UnaryOp::UAdd, n @ (Constant::Int(_) | Constant::Float(_))) => n,
            (UnaryOp::Invert, Constant::Int(n)) => Constant::Int(!n),
            (UnaryOp::Not, Constant::Bool(b)) => Constant::Bool(!b),
            _ => return None,
        },
        Expr::BinOp(binary) => {
            let left = fold_within(&binary.left, depth)?;
            let right = fold_within(&binary.right, depth)?;
            arithmetic(binary.op, left, right)?
        }
        _ => return None,
    })
}

fn big(n: BigInt) -> Constant {
    i64::try_from(&n).map_or_else(|_| Constant::BigInt(n.to_string()), Constant::Int)
}

/// An integer literal; `None` when it has too many digits for CPython.
fn integer(literal: &Int) -> Option<Constant> {
    if let Some(n) = literal.as_i64() {
        return Some(Constant::Int(n));
    }
    let text: String = literal.to_string().chars().filter(|&c| c != '_').collect();
    let lower = text.to_ascii_lowercase();
    let (digits, radix) = match lower.get(..2) {
        Some("0x") => (&lower[2..], 16),
        Some("0o") => (&lower[2..], 8),
        Some("0b") => (&lower[2..], 2),
        _ => (lower.as_str(), 10),
    };
    if radix == 10 && digits.len() > 4300 {
        return None;
    }
    BigInt::parse_bytes(digits.as_bytes(), radix).map(big)
}

/// Arithmetic whose result is exact and small; what could raise is left to the run.
fn arithmetic(op: Operator, left: Constant, right: Constant) -> Option<Constant> {
    use Operator::{Add, BitAnd, BitOr, BitXor, Div, FloorDiv, LShift, Mod, Mult, Pow, RShift, Sub};
    Some(match (op, left, right) {
        (_, Constant::Int(a), Constant::Int(b)) => match op {
            Add => big(BigInt::from(a) + b),
            Sub => big(BigInt::from(a) - b),
            Mult => big(BigInt::from(a) * b),
            FloorDiv if b != 0 => {
                let (q, r) = (a.checked_div(b)?, a.checked_rem(b)?);
                Constant::Int(if r != 0 && (r < 0) != (b < 0) { q - 1 } else { q })
            }
            Mod if b != 0 => {
                let r = a.checked_rem(b)?;
                Constant::Int(if r != 0 && (r < 0) != (b < 0) { r + b } else { r })
            }
            Div if b != 0 && a.abs() < 1 << 53 && b.abs() < 1 << 53 => Constant::Float(a as f64 / b as f64),
            Pow if (0..=64).contains(&b) => {
                // CPython folds powers up to 128 bits.
                let bits = 64 - a.unsigned_abs().leading_zeros();
                if u64::from(bits) * b.unsigned_abs() > 128 {
                    return None;
                }
                big(num_traits::pow(BigInt::from(a), usize::try_from(b).ok()?))
            }
            LShift if (0..=64).contains(&b) => big(BigInt::from(a) << u32::try_from(b).ok()?),
            RShift if (0..=63).contains(&b) => Constant::Int(a >> b),
            BitAnd => Constant::Int(a & b),
            BitOr => Constant::Int(a | b),
            BitXor => Constant::Int(a ^ b),
            _ => return None,
        },
        (_, Constant::Float(a), Constant::Float(b)) => float(op, a, b)?,
        (_, Constant::Int(a), Constant::Float(b)) if a.abs() < 1 << 53 => float(op, a as f64, b)?,
        (_, Constant::Float(a), Constant::Int(b)) if b.abs() < 1 << 53 => float(op, a, b as f64)?,
        (Add, Constant::Str(a), Constant::Str(b)) if a.len() + b.len() <= LONGEST => {
            Constant::Str(format!("{a}{b}").into())
        }
        (Mult, Constant::Str(text), Constant::Int(n)) | (Mult, Constant::Int(n), Constant::Str(text)) => {
            let n = usize::try_from(n).unwrap_or(0);
            if text.len().checked_mul(n)? > LONGEST {
                return None;
            }
            Constant::Str(text.repeat(n).into())
        }
        (Add, Constant::Bytes(mut a), Constant::Bytes(b)) if a.len() + b.len() <= LONGEST => {
            a.extend(b);
            Constant::Bytes(a)
        }
        (Mult, Constant::Bytes(bytes), Constant::Int(n)) | (Mult, Constant::Int(n), Constant::Bytes(bytes)) => {
            let n = usize::try_from(n).unwrap_or(0);
            if bytes.len().checked_mul(n)? > LONGEST {
                return None;
            }
            Constant::Bytes(bytes.repeat(n))
        }
        _ => return None,
    })
}

fn float(op: Operator, a: f64, b: f64) -> Option<Constant> {
    Some(Constant::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
    }))
}

/// The small integer that an operation can hold itself.
pub(super) fn small(expr: &Expr) -> Option<i16> {
    match expr {
        Expr::NumberLiteral(_) | Expr::UnaryOp(_) | Expr::BinOp(_) => match fold(expr)? {
            Constant::Int(n) => i16::try_from(n).ok(),
            _ => None,
        },
        _ => None,
    }
}

/// The truth of a constant condition.
pub(super) fn truth(expr: &Expr) -> Option<bool> {
    Some(match fold(expr)? {
        Constant::None => false,
        Constant::Ellipsis => true,
        Constant::Bool(b) => b,
        Constant::Int(n) => n != 0,
        Constant::BigInt(_) => true,
        Constant::Float(x) => x != 0.0,
        Constant::Str(text) => !text.is_empty(),
        Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Tuple(items) => !items.is_empty(),
        Constant::Code(_) => return None,
    })
}

impl Lowerer<'_> {
    /// Says why a literal has no value here.
    pub(super) fn refuse_literal<T>(&self, expr: &Expr) -> R<T> {
        match expr {
            Expr::NumberLiteral(_) => self.refuse(
                expr.range(),
                "Exceeds the limit (4300 digits) for integer string conversion; write it in hexadecimal",
            ),
            _ => self.refuse(expr.range(), "this literal is not part of Loopscope"),
        }
    }
}
