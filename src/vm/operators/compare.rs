//! `==`, `<` and the rest, and `in`.

use super::integers::{compare_big_float, compare_int_float};
use super::text::DEEPEST;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt, Interrupt};
use crate::vm::code::CompareOp;
use crate::vm::dict::Set;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::symbol::{Symbol, well_known as sym};
use crate::vm::value::{DictView, Object, Value};
use std::cmp::Ordering;

impl CompareOp {
    /// The operator that gives the same with its operands exchanged.
    fn swapped(self) -> Self {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            other => other,
        }
    }

    fn method(self) -> Symbol {
        match self {
            CompareOp::Lt => sym::D_LT,
            CompareOp::Le => sym::D_LE,
            CompareOp::Gt => sym::D_GT,
            CompareOp::Ge => sym::D_GE,
            CompareOp::Ne => sym::D_NE,
            _ => sym::D_EQ,
        }
    }

    fn sign(self) -> &'static str {
        match self {
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
            CompareOp::Is => "is",
            CompareOp::IsNot => "is not",
            CompareOp::In => "in",
            CompareOp::NotIn => "not in",
        }
    }

    #[inline]
    fn holds(self, ordering: Option<Ordering>) -> bool {
        match self {
            CompareOp::Lt => ordering == Some(Ordering::Less),
            CompareOp::Le => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
            CompareOp::Ne => ordering != Some(Ordering::Equal),
            CompareOp::Gt => ordering == Some(Ordering::Greater),
            CompareOp::Ge => matches!(ordering, Some(Ordering::Greater | Ordering::Equal)),
            _ => ordering == Some(Ordering::Equal),
        }
    }
}

impl Vm {
    /// `a op b` for all ten comparisons.
    pub fn compare(&mut self, op: CompareOp, a: &Value, b: &Value) -> Result<Flow> {
        match op {
            CompareOp::Is => return Ok(Flow::Return(Value::Bool(a.is(b)))),
            CompareOp::IsNot => return Ok(Flow::Return(Value::Bool(!a.is(b)))),
            CompareOp::In => return self.contains(b, a),
            CompareOp::NotIn => {
                let found = self.contains(b, a)?;
                return self.after(found, |vm, found| {
                    let found = found.value()?;
                    Ok(Flow::Return(Value::Bool(!vm.native_truth(&found).unwrap_or(true))))
                });
            }
            _ => {}
        }
        match self.rich(&mut Asks::default(), op, a, b, 0) {
            Ok(value) => Ok(Flow::Return(value)),
            Err(Interrupt::Raise(exception)) => Err(exception),
            Err(Interrupt::Ask(_)) => {
                let (a, b) = (a.clone(), b.clone());
                self.with_asks(move |vm, asks| vm.rich(asks, op, &a, &b, 0))
            }
        }
    }

    /// `a op b` as a truth value, as `<` of a sort or `==` of a search needs it (identical objects are equal).
    pub fn compare_with(&mut self, asks: &mut Asks, op: CompareOp, a: &Value, b: &Value) -> Attempt<bool> {
        match op {
            CompareOp::Eq if a.is(b) => Ok(true),
            CompareOp::Ne if a.is(b) => Ok(false),
            _ => self.holds_at(asks, op, a, b, 0),
        }
    }

    /// `a is b or a == b`
    pub fn equals(&mut self, asks: &mut Asks, a: &Value, b: &Value) -> Attempt<bool> {
        self.equals_at(asks, a, b, 0)
    }

    /// `a < b`
    pub fn less(&mut self, asks: &mut Asks, a: &Value, b: &Value) -> Attempt<bool> {
        self.holds_at(asks, CompareOp::Lt, a, b, 0)
    }

    #[inline]
    fn equals_at(&mut self, asks: &mut Asks, a: &Value, b: &Value, depth: usize) -> Attempt<bool> {
        if a.is(b) {
            return Ok(true);
        }
        self.holds_at(asks, CompareOp::Eq, a, b, depth)
    }

    fn holds_at(&mut self, asks: &mut Asks, op: CompareOp, a: &Value, b: &Value, depth: usize) -> Attempt<bool> {
        match self.rich(asks, op, a, b, depth)? {
            Value::Bool(answer) => Ok(answer),
            other => self.truth_of(asks, &other),
        }
    }

    /// What a rich comparison gives, any value at all.
    fn rich(&mut self, asks: &mut Asks, op: CompareOp, a: &Value, b: &Value, depth: usize) -> Attempt<Value> {
        if depth > DEEPEST {
            return Err(self.error(|t| &t.recursion_error, "maximum recursion depth exceeded in comparison").into());
        }
        let (a_asks, b_asks) = (self.may_override(a), self.may_override(b));
        if a_asks || b_asks {
            if let Some(answer) = self.rich_by_methods(asks, op, a, b, depth)? {
                return Ok(answer);
            }
        } else if let Some(answer) = self.compare_plain(asks, op, a, b, depth)? {
            return Ok(Value::Bool(answer));
        }
        match op {
            CompareOp::Eq => Ok(Value::Bool(a.is(b))),
            CompareOp::Ne => Ok(Value::Bool(!a.is(b))),
            _ => {
                let (x, y) = (self.type_name(a), self.type_name(b));
                let sign = op.sign();
                let message = format!("'{sign}' not supported between instances of '{x}' and '{y}'");
                Err(self.type_error(message).into())
            }
        }
    }

    /// `a op b` as the built-in types do it; `NotImplemented` where they do not know.
    pub(in crate::vm) fn builtin_compare(
        &mut self,
        asks: &mut Asks,
        op: CompareOp,
        a: &Value,
        b: &Value,
    ) -> Attempt<Value> {
        if let Some(answer) = self.compare_plain(asks, op, a.plain(), b.plain(), 0)? {
            return Ok(Value::Bool(answer));
        }
        match op {
            CompareOp::Eq if a.is(b) => Ok(Value::Bool(true)),
            // The default `__ne__` asks `__eq__` and turns its answer round.
            CompareOp::Ne => match self.unequal_by_eq(asks, a, b)? {
                Some(answer) => Ok(answer),
                None if a.is(b) => Ok(Value::Bool(false)),
                None => Ok(Value::NotImplemented),
            },
            _ => Ok(Value::NotImplemented),
        }
    }

    fn rich_by_methods(
        &mut self,
        asks: &mut Asks,
        op: CompareOp,
        a: &Value,
        b: &Value,
        depth: usize,
    ) -> Attempt<Option<Value>> {
        let (class_a, class_b) = (self.class_of(a).clone(), self.class_of(b).clone());
        let b_first = !class_a.is(&class_b) && self.is_subclass(&class_b, &class_a);
        if b_first && let Some(answer) = self.rich_method(asks, op.swapped(), b, a)? {
            return Ok(Some(answer));
        }
        match self.rich_method(asks, op, a, b)? {
            Some(answer) => return Ok(Some(answer)),
            None => {
                if let Some(answer) = self.compare_plain(asks, op, a.plain(), b.plain(), depth)? {
                    return Ok(Some(Value::Bool(answer)));
                }
            }
        }
        if !b_first && let Some(answer) = self.rich_method(asks, op.swapped(), b, a)? {
            return Ok(Some(answer));
        }
        Ok(None)
    }

    /// Asks `a`'s own method; `None` if it has none or does not know.
    fn rich_method(&mut self, asks: &mut Asks, op: CompareOp, a: &Value, b: &Value) -> Attempt<Option<Value>> {
        if !self.may_override(a) {
            return Ok(None);
        }
        if let Some(method) = self.python_special(a, op.method()) {
            if method.is_none() {
                return Ok(None);
            }
            let answer = asks.call(method, vec![a.clone(), b.clone()])?;
            return Ok((!matches!(answer, Value::NotImplemented)).then_some(answer));
        }
        if op == CompareOp::Ne { self.unequal_by_eq(asks, a, b) } else { Ok(None) }
    }

    /// The default `__ne__`: what `__eq__` says, turned round.
    fn unequal_by_eq(&mut self, asks: &mut Asks, a: &Value, b: &Value) -> Attempt<Option<Value>> {
        let Some(method) = self.python_special(a, sym::D_EQ) else { return Ok(None) };
        let answer = asks.call(method, vec![a.clone(), b.clone()])?;
        if matches!(answer, Value::NotImplemented) {
            return Ok(None);
        }
        Ok(Some(Value::Bool(!self.truth_of(asks, &answer)?)))
    }

    /// Compares built-in values; `None` where their types don't know each other.
    fn compare_plain(
        &mut self,
        asks: &mut Asks,
        op: CompareOp,
        a: &Value,
        b: &Value,
        depth: usize,
    ) -> Attempt<Option<bool>> {
        if let Some(ordering) = compare_numbers(a, b) {
            return Ok(Some(op.holds(ordering)));
        }
        let (Value::Object(x), Value::Object(y)) = (a, b) else { return Ok(None) };
        let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
        let negated = op == CompareOp::Ne;
        Ok(Some(match (x.get(), y.get()) {
            (Object::Str(x), Object::Str(y)) => {
                if equality {
                    (x.text == y.text) != negated
                } else {
                    op.holds(Some(x.text.cmp(&y.text)))
                }
            }
            (Object::Bytes(x), Object::Bytes(y)) => op.holds(Some(x.cmp(y))),
            (Object::List(x), Object::List(y)) => return self.compare_items(asks, op, x, y, depth).map(Some),
            (Object::Tuple(x), Object::Tuple(y)) => return self.compare_items(asks, op, x, y, depth).map(Some),
            (Object::Slice(x), Object::Slice(y)) => {
                return self.compare_items(asks, op, &x[..], &y[..], depth).map(Some);
            }
            (Object::Dict(_), Object::Dict(_)) if equality => self.dicts_equal(asks, a, b, depth)? != negated,
            (Object::Set(x) | Object::FrozenSet(x), Object::Set(y) | Object::FrozenSet(y)) => {
                self.compare_sets(asks, op, x, y)?
            }
            (Object::DictView { .. } | Object::Set(_) | Object::FrozenSet(_), Object::DictView { .. })
            | (Object::DictView { .. }, Object::Set(_) | Object::FrozenSet(_)) => {
                let (Some(x), Some(y)) = (self.view_members(asks, a)?, self.view_members(asks, b)?) else {
                    return Ok(None);
                };
                self.compare_sets(asks, op, &x, &y)?
            }
            (
                Object::Range { start, stop, step },
                Object::Range { start: other_start, stop: other_stop, step: other_step },
            ) if equality => {
                let length = crate::vm::iterate::range_length(*start, *stop, *step);
                let other = crate::vm::iterate::range_length(*other_start, *other_stop, *other_step);
                let same =
                    length == other && (length == 0 || (start == other_start && (length == 1 || step == other_step)));
                same != negated
            }
            (Object::Method { function: f, this: t }, Object::Method { function: g, this: u }) if equality => {
                (t.is(u) && self.equals_at(asks, f, g, depth + 1)?) != negated
            }
            _ => return Ok(None),
        }))
    }

    fn compare_items(
        &mut self,
        asks: &mut Asks,
        op: CompareOp,
        a: &[Value],
        b: &[Value],
        depth: usize,
    ) -> Attempt<bool> {
        if a.len() != b.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(op == CompareOp::Ne);
        }
        for (x, y) in a.iter().zip(b) {
            self.charge(6);
            if self.equals_at(asks, x, y, depth + 1)? {
                continue;
            }
            return match op {
                CompareOp::Eq => Ok(false),
                CompareOp::Ne => Ok(true),
                _ => self.holds_at(asks, op, x, y, depth + 1),
            };
        }
        Ok(op.holds(Some(a.len().cmp(&b.len()))))
    }

    fn dicts_equal(&mut self, asks: &mut Asks, a: &Value, b: &Value, depth: usize) -> Attempt<bool> {
        let (Some(x), Some(y)) = (a.as_dict(), b.as_dict()) else { return Ok(false) };
        if x.len() != y.len() {
            return Ok(false);
        }
        for (hash, key, value) in x.iter_hashed() {
            self.charge(20);
            let Some(at) = self.dict_position(asks, y, hash, key)? else { return Ok(false) };
            let other = y.value_at(at).clone();
            if !self.equals_at(asks, value, &other, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn compare_sets(&mut self, asks: &mut Asks, op: CompareOp, a: &Set, b: &Set) -> Attempt<bool> {
        Ok(match op {
            CompareOp::Eq => a.len() == b.len() && self.is_subset(asks, a, b)?,
            CompareOp::Ne => !(a.len() == b.len() && self.is_subset(asks, a, b)?),
            CompareOp::Le => self.is_subset(asks, a, b)?,
            CompareOp::Lt => a.len() < b.len() && self.is_subset(asks, a, b)?,
            CompareOp::Ge => self.is_subset(asks, b, a)?,
            _ => b.len() < a.len() && self.is_subset(asks, b, a)?,
        })
    }

    /// Whether all members of `a` are in `b`.
    pub(in crate::vm) fn is_subset(&mut self, asks: &mut Asks, a: &Set, b: &Set) -> Attempt<bool> {
        if a.len() > b.len() {
            return Ok(false);
        }
        for (hash, key) in a.iter_hashed() {
            self.charge(10);
            if self.set_position(asks, b, hash, key)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The members of a set, frozenset, or of dict keys or items as a set.
    pub(in crate::vm) fn view_members(&mut self, asks: &mut Asks, value: &Value) -> Attempt<Option<Set>> {
        match value.object() {
            Some(Object::Set(set) | Object::FrozenSet(set)) => Ok(Some((**set).clone())),
            Some(Object::DictView { dict, view }) if *view != DictView::Values => {
                let Some(dict) = dict.as_dict() else { return Ok(None) };
                let mut set = Set::default();
                for (hash, key, value) in dict.iter_hashed() {
                    if *view == DictView::Keys {
                        set.push(hash, key.clone());
                    } else {
                        let pair = Value::tuple(vec![key.clone(), value.clone()]);
                        let hash = self.hash_of(asks, &pair)?;
                        set.push(hash, pair);
                    }
                }
                Ok(Some(set))
            }
            _ => Ok(None),
        }
    }
}

/// Compares built-in numbers exactly: `None` when these are not numbers, `Some(None)` when one is NaN.
#[inline]
pub(in crate::vm) fn compare_numbers(a: &Value, b: &Value) -> Option<Option<Ordering>> {
    Some(match (a, b) {
        (Value::Int(x), Value::Int(y)) => Some(x.cmp(y)),
        (Value::Float(x), Value::Float(y)) => x.partial_cmp(y),
        (Value::Int(_) | Value::Bool(_), Value::Int(_) | Value::Bool(_)) => Some(a.as_int()?.cmp(&b.as_int()?)),
        (Value::Int(_) | Value::Bool(_), Value::Float(y)) => compare_int_float(a.as_int()?, *y),
        (Value::Float(x), Value::Int(_) | Value::Bool(_)) => compare_int_float(b.as_int()?, *x).map(Ordering::reverse),
        (Value::Object(r), _) => {
            let Object::Int(x) = r.get() else { return None };
            match b {
                Value::Float(y) => compare_big_float(x, *y),
                _ => Some((**x).cmp(&*b.as_bigint()?)),
            }
        }
        (_, Value::Object(r)) => {
            let Object::Int(y) = r.get() else { return None };
            match a {
                Value::Float(x) => compare_big_float(y, *x).map(Ordering::reverse),
                _ => Some((*a.as_bigint()?).cmp(y)),
            }
        }
        _ => return None,
    })
}
