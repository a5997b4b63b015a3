//! What operators do: `a + b`, `a[b]`, `a < b`, `hash(a)`, `repr(a)`, the truth of `a`.
//!
//! The interpreter does small integers and floats itself and comes here for everything else. Built-in values are handled
//! natively; where a class written in Python has a say, its special methods are called in CPython's order: a subclass's
//! reflected method first, then the left operand's, then the right one's, and `NotImplemented` means "ask the next".

mod arithmetic;
mod compare;
mod contains;
pub mod float_text;
pub mod hash;
pub mod integers;
mod percent;
mod quoting;
mod sequences;
pub(super) mod slices;
mod subscript;
mod tables;
mod text;

pub use quoting::{is_printable, write_bytes, write_str};

use super::Vm;
use super::ask::{Asks, Attempt};
use super::class::Special;
use super::code::{BinaryOp, UnaryOp};
use super::exception::{Exception, Result};
use super::frame::Flow;
use super::symbol::{Symbol, well_known as sym};
use super::value::{Object, Payload, Value};
use num_traits::Zero;

impl BinaryOp {
    /// As it is written; the name of the operator in messages.
    pub fn sign(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::FloorDiv => "//",
            BinaryOp::Mod => "%",
            BinaryOp::Pow => "**",
            BinaryOp::LShift => "<<",
            BinaryOp::RShift => ">>",
            BinaryOp::And => "&",
            BinaryOp::Or => "|",
            BinaryOp::Xor => "^",
            BinaryOp::MatMul => "@",
        }
    }

    /// The special methods: of the left operand, of the right one, of an assignment.
    fn methods(self) -> (Symbol, Symbol, Symbol) {
        match self {
            BinaryOp::Add => (sym::D_ADD, sym::D_RADD, sym::D_IADD),
            BinaryOp::Sub => (sym::D_SUB, sym::D_RSUB, sym::D_ISUB),
            BinaryOp::Mul => (sym::D_MUL, sym::D_RMUL, sym::D_IMUL),
            BinaryOp::Div => (sym::D_TRUEDIV, sym::D_RTRUEDIV, sym::D_ITRUEDIV),
            BinaryOp::FloorDiv => (sym::D_FLOORDIV, sym::D_RFLOORDIV, sym::D_IFLOORDIV),
            BinaryOp::Mod => (sym::D_MOD, sym::D_RMOD, sym::D_IMOD),
            BinaryOp::Pow => (sym::D_POW, sym::D_RPOW, sym::D_IPOW),
            BinaryOp::LShift => (sym::D_LSHIFT, sym::D_RLSHIFT, sym::D_ILSHIFT),
            BinaryOp::RShift => (sym::D_RSHIFT, sym::D_RRSHIFT, sym::D_IRSHIFT),
            BinaryOp::And => (sym::D_AND, sym::D_RAND, sym::D_IAND),
            BinaryOp::Or => (sym::D_OR, sym::D_ROR, sym::D_IOR),
            BinaryOp::Xor => (sym::D_XOR, sym::D_RXOR, sym::D_IXOR),
            BinaryOp::MatMul => (sym::D_MATMUL, sym::D_RMATMUL, sym::D_IMATMUL),
        }
    }
}

/// How an operation is written: `a + b` or `a += b`. Messages differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Assignment,
}

/// One thing to try, in order, until one knows the answer.
enum Attempted {
    /// Call this with these.
    Method(Value, [Value; 2]),
    /// What the built-in types do.
    Native,
}

impl Vm {
    /// `a op b`
    pub fn binary(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Result<Flow> {
        if !self.may_override(a) && !self.may_override(b) {
            return match self.native_binary(op, a, b)? {
                Some(flow) => Ok(flow),
                None => Err(self.binary_error(op, a, b, Form::Plain)),
            };
        }
        let attempts = self.binary_attempts(op, a, b);
        self.try_in_order(attempts, op, a.clone(), b.clone(), Form::Plain)
    }

    /// `a op= b`; what comes back is assigned. `a` is the caller's own reference, so that what nobody else sees can be
    /// changed in place.
    pub fn in_place(&mut self, op: BinaryOp, a: Value, b: &Value) -> Result<Flow> {
        let instance = self.may_override(&a);
        if !instance {
            if let Some(flow) = self.native_in_place(op, &a, b)? {
                return Ok(flow);
            }
            if !self.may_override(b) {
                return match self.native_binary(op, &a, b)? {
                    Some(flow) => Ok(flow),
                    None => Err(self.binary_error(op, &a, b, Form::Assignment)),
                };
            }
        }
        let mut attempts = Vec::new();
        if instance {
            match self.python_special(&a, op.methods().2) {
                Some(method) if !method.is_none() => {
                    attempts.push(Attempted::Method(method, [a.clone(), b.clone()]));
                }
                _ => {
                    // A subclass of a built-in type changes in place what that type does.
                    if !a.plain().is(&a)
                        && self.python_special(&a, op.methods().0).is_none()
                        && let Some(flow) = self.native_in_place(op, a.plain(), b)?
                    {
                        return self.after(flow, move |_, done| {
                            done.value()?;
                            Ok(Flow::Return(a))
                        });
                    }
                }
            }
        }
        attempts.extend(self.binary_attempts(op, &a, b));
        self.try_in_order(attempts, op, a, b.clone(), Form::Assignment)
    }

    fn binary_attempts(&self, op: BinaryOp, a: &Value, b: &Value) -> Vec<Attempted> {
        let (name, reflected, _) = op.methods();
        let own = |value: &Value, name| {
            if self.may_override(value) { self.python_special(value, name).filter(|m| !m.is_none()) } else { None }
        };
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let mut attempts = Vec::new();
        let left = own(a, name);
        let mut right = if class_a.is(class_b) { None } else { own(b, reflected) };
        if right.is_some() && self.is_subclass(class_b, class_a) {
            // Unless it only inherits the reflected method.
            let inherited = own(a, reflected).is_some_and(|method| right.as_ref().is_some_and(|r| r.is(&method)));
            if !inherited && let Some(method) = right.take() {
                attempts.push(Attempted::Method(method, [b.clone(), a.clone()]));
            }
        }
        match left {
            Some(method) => attempts.push(Attempted::Method(method, [a.clone(), b.clone()])),
            None if right.is_none() || !self.is_sequence(a) => attempts.push(Attempted::Native),
            None => {}
        }
        if let Some(method) = right {
            attempts.push(Attempted::Method(method, [b.clone(), a.clone()]));
        }
        if !matches!(attempts.last(), Some(Attempted::Native)) {
            attempts.push(Attempted::Native);
        }
        attempts
    }

    fn try_in_order(
        &mut self,
        mut attempts: Vec<Attempted>,
        op: BinaryOp,
        a: Value,
        b: Value,
        form: Form,
    ) -> Result<Flow> {
        while !attempts.is_empty() {
            match attempts.remove(0) {
                Attempted::Method(method, args) => {
                    return Flow::call(method, args.into(), move |vm, answer| {
                        let answer = answer.value()?;
                        if matches!(answer, Value::NotImplemented) {
                            return vm.try_in_order(attempts, op, a, b, form);
                        }
                        Ok(Flow::Return(answer))
                    });
                }
                Attempted::Native => {
                    if let Some(flow) = self.native_binary(op, a.plain(), b.plain())? {
                        return Ok(flow);
                    }
                }
            }
        }
        Err(self.binary_error(op, &a, &b, form))
    }

    fn binary_error(&self, op: BinaryOp, a: &Value, b: &Value, form: Form) -> Exception {
        let (x, y) = (self.type_name(a), self.type_name(b));
        if op == BinaryOp::Add {
            match a.plain().object() {
                Some(Object::Str(_)) => {
                    return self.type_error(format!("can only concatenate str (not \"{y}\") to str"));
                }
                Some(Object::List(_)) => {
                    return self.type_error(format!("can only concatenate list (not \"{y}\") to list"));
                }
                Some(Object::Tuple(_)) => {
                    return self.type_error(format!("can only concatenate tuple (not \"{y}\") to tuple"));
                }
                Some(Object::Bytes(_)) => return self.type_error(format!("can't concat {y} to bytes")),
                _ => {}
            }
        }
        if op == BinaryOp::Mul {
            if self.is_sequence(a) {
                return self.type_error(format!("can't multiply sequence by non-int of type '{y}'"));
            }
            if self.is_sequence(b) {
                return self.type_error(format!("can't multiply sequence by non-int of type '{x}'"));
            }
        }
        let sign = match (op, form) {
            (BinaryOp::Pow, Form::Plain) => "** or pow()".to_owned(),
            (_, Form::Plain) => op.sign().to_owned(),
            (_, Form::Assignment) => format!("{}=", op.sign()),
        };
        self.type_error(format!("unsupported operand type(s) for {sign}: '{x}' and '{y}'"))
    }

    /// What the built-in types' own operators do with plain values; `None` where they don't know each other.
    pub(in crate::vm) fn native_binary(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Flow>> {
        if let Some(value) = self.number_binary(op, a, b)? {
            return Ok(Some(Flow::Return(value)));
        }
        match op {
            BinaryOp::Add => Ok(self.concatenate(a, b).map(Flow::Return)),
            BinaryOp::Mul => self.repeat(a, b),
            BinaryOp::Mod => match a.object() {
                Some(Object::Str(_) | Object::Bytes(_)) => self.percent(a, b).map(Some),
                _ => Ok(None),
            },
            BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor => self.set_binary(op, a, b),
            _ => Ok(None),
        }
    }

    /// `op a`
    pub fn unary(&mut self, op: UnaryOp, a: &Value) -> Result<Flow> {
        if op == UnaryOp::Not {
            let truth = self.truth(a)?;
            return self.after(truth, |vm, truth| {
                let truth = truth.value()?;
                Ok(Flow::Return(Value::Bool(!vm.native_truth(&truth).unwrap_or(true))))
            });
        }
        let name = match op {
            UnaryOp::Neg => sym::D_NEG,
            UnaryOp::Pos => sym::D_POS,
            _ => sym::D_INVERT,
        };
        if self.may_override(a)
            && let Some(method) = self.python_special(a, name)
        {
            return Flow::tail(method, vec![a.clone()]);
        }
        match self.number_unary(op, a.plain()) {
            Some(value) => Ok(Flow::Return(value)),
            None => {
                let sign = match op {
                    UnaryOp::Neg => "-",
                    UnaryOp::Pos => "+",
                    _ => "~",
                };
                let name = self.type_name(a);
                Err(self.type_error(format!("bad operand type for unary {sign}: '{name}'")))
            }
        }
    }

    /// The truth of a value: `Flow::Return` of a bool when no Python code decides.
    pub fn truth(&mut self, value: &Value) -> Result<Flow> {
        if let Some(truth) = self.native_truth(value) {
            return Ok(Flow::Return(Value::Bool(truth)));
        }
        let value = value.clone();
        self.with_asks(move |vm, asks| Ok(Value::Bool(vm.truth_of(asks, &value)?)))
    }

    /// The truth of a value, `None` where `__bool__` or `__len__` in Python decides.
    #[inline]
    pub fn native_truth(&self, value: &Value) -> Option<bool> {
        Some(match value {
            Value::Undefined | Value::None => false,
            Value::NotImplemented | Value::Ellipsis => true,
            Value::Bool(b) => *b,
            Value::Int(n) => *n != 0,
            Value::Float(x) => *x != 0.0,
            Value::Object(r) => match r.get() {
                Object::Str(s) => !s.text.is_empty(),
                Object::List(items) => !items.is_empty(),
                Object::Tuple(items) => !items.is_empty(),
                Object::Dict(dict) => !dict.is_empty(),
                Object::Set(set) | Object::FrozenSet(set) => !set.is_empty(),
                Object::Bytes(bytes) => !bytes.is_empty(),
                Object::Int(n) => !n.is_zero(),
                Object::Range { start, stop, step } => super::iterate::range_length(*start, *stop, *step) != 0,
                Object::DictView { dict, .. } => dict.as_dict().is_some_and(|dict| !dict.is_empty()),
                Object::Instance(instance) => {
                    let class = self.class(&instance.class);
                    if class.has(Special::Bool) || class.has(Special::Len) {
                        return None;
                    }
                    match &instance.payload {
                        Payload::Value(plain) => return self.native_truth(plain),
                        Payload::Native(_) => {
                            return (self.python_special(value, sym::D_BOOL).is_none()
                                && self.python_special(value, sym::D_LEN).is_none())
                            .then_some(true);
                        }
                        _ => true,
                    }
                }
                Object::Class(class) => match &class.metaclass {
                    Some(metaclass) if self.class(metaclass).has(Special::Bool) => return None,
                    Some(metaclass) if self.class(metaclass).has(Special::Len) => return None,
                    _ => true,
                },
                _ => true,
            },
        })
    }

    /// The truth of a value.
    pub fn truth_of(&mut self, asks: &mut Asks, value: &Value) -> Attempt<bool> {
        if let Some(truth) = self.native_truth(value) {
            return Ok(truth);
        }
        if let Some(method) = self.python_special(value, sym::D_BOOL) {
            let answer = asks.call(method, vec![value.clone()])?;
            return match answer {
                Value::Bool(truth) => Ok(truth),
                other => {
                    let name = self.type_name(&other);
                    Err(self.type_error(format!("__bool__ should return bool, returned {name}")).into())
                }
            };
        }
        if let Some(method) = self.python_special(value, sym::D_LEN) {
            let answer = asks.call(method, vec![value.clone()])?;
            return Ok(self.checked_length(&answer)? != 0);
        }
        Ok(true)
    }

    /// What `__len__` returned, as a length.
    pub(super) fn checked_length(&self, answer: &Value) -> Result<i64> {
        match answer.as_int() {
            Some(n) if n >= 0 => Ok(n),
            Some(_) => Err(self.value_error("__len__() should return >= 0")),
            None if answer.is_integer() => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
            None => {
                let name = self.type_name(answer);
                Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }
}
