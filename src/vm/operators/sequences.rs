//! `+`, `*`, `|`, `&`, `-`, `^` of containers, and their assignments.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt, Interrupt};
use crate::vm::code::BinaryOp;
use crate::vm::dict::Set;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Flow;
use crate::vm::heap;
use crate::vm::value::{DictView, Object, Str, Value};
use std::cell::Cell;

/// More items or bytes than this are refused with a `MemoryError`, as a machine of ordinary size would.
const MOST_ITEMS: usize = 1 << 27;

impl Vm {
    /// `MemoryError`
    pub(in crate::vm) fn memory_error(&self) -> Exception {
        self.exception_with(&self.types.memory_error, Vec::new())
    }

    pub(super) fn is_sequence(&self, value: &Value) -> bool {
        matches!(value.plain().object(), Some(Object::Str(_) | Object::List(_) | Object::Tuple(_) | Object::Bytes(_)))
    }

    pub(super) fn concatenate(&mut self, a: &Value, b: &Value) -> Option<Value> {
        match (a.object()?, b.plain().object()?) {
            (Object::Str(x), Object::Str(y)) => {
                self.charge((x.text.len() + y.text.len()) as u64 / 32);
                let mut text = String::with_capacity(x.text.len() + y.text.len());
                text.push_str(&x.text);
                text.push_str(&y.text);
                Some(joined(text, x, y))
            }
            (Object::List(x), Object::List(y)) => {
                self.charge(2 * (x.len() + y.len()) as u64);
                Some(Value::list(x.iter().chain(y).cloned().collect()))
            }
            (Object::Tuple(x), Object::Tuple(y)) => {
                self.charge(2 * (x.len() + y.len()) as u64);
                Some(Value::tuple(x.iter().chain(y.iter()).cloned().collect()))
            }
            (Object::Bytes(x), Object::Bytes(y)) => Some(Object::Bytes([&x[..], &y[..]].concat()).into()),
            _ => None,
        }
    }

    /// `sequence * count` either way round.
    pub(super) fn repeat(&mut self, a: &Value, b: &Value) -> Result<Option<Flow>> {
        let (sequence, count) = match (self.is_sequence(a), self.is_sequence(b)) {
            (true, false) => (a, b),
            (false, true) => (b, a),
            _ => return Ok(None),
        };
        match self.repeat_asking(&mut Asks::default(), sequence, count) {
            Ok(value) => Ok(value.map(Flow::Return)),
            Err(Interrupt::Raise(exception)) => Err(exception),
            Err(Interrupt::Ask(_)) => {
                let (sequence, count) = (sequence.clone(), count.clone());
                self.with_asks(move |vm, asks| Ok(vm.repeat_asking(asks, &sequence, &count)?.unwrap_or(Value::None)))
                    .map(Some)
            }
        }
    }

    fn repeat_asking(&mut self, asks: &mut Asks, sequence: &Value, count: &Value) -> Attempt<Option<Value>> {
        let Some(count) = self.index_of(asks, count)? else { return Ok(None) };
        if count == i64::MAX {
            return Err(self.overflow_error("cannot fit 'int' into an index-sized integer").into());
        }
        let count = usize::try_from(count).unwrap_or(0);
        let too_much = || Interrupt::Raise(self.memory_error());
        let total = |length: usize| length.checked_mul(count).filter(|&total| total <= MOST_ITEMS);
        Ok(match sequence.plain().object() {
            Some(Object::Str(s)) => {
                let length = total(s.text.len()).ok_or_else(too_much)?;
                let mut text = String::new();
                text.try_reserve_exact(length).map_err(|_| too_much())?;
                for _ in 0..count {
                    text.push_str(&s.text);
                }
                Some(Value::str(text))
            }
            Some(Object::Bytes(bytes)) => {
                let length = total(bytes.len()).ok_or_else(too_much)?;
                Some(Object::Bytes(repeated(bytes, count, length).ok_or_else(too_much)?).into())
            }
            Some(Object::List(items)) => {
                let length = total(items.len()).ok_or_else(too_much)?;
                let items = repeated(items, count, length).ok_or_else(too_much)?;
                self.charge(length as u64);
                Some(Value::list(items))
            }
            Some(Object::Tuple(items)) => {
                let length = total(items.len()).ok_or_else(too_much)?;
                let items = repeated(items, count, length).ok_or_else(too_much)?;
                self.charge(length as u64);
                Some(Value::tuple(items))
            }
            _ => None,
        })
    }

    /// Operators of sets, of dict keys and items, and `|` of dicts.
    pub(super) fn set_binary(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Flow>> {
        if let (Some(Object::Dict(_)), Some(Object::Dict(_)), BinaryOp::Or) = (a.object(), b.plain().object(), op) {
            let Some(copy) = a.as_dict().map(|dict| dict.clone()) else { return Ok(None) };
            let merged = Value::dict(copy);
            let flow = self.merge_dict(&merged, b.plain())?;
            return self
                .after(flow, move |_, done| {
                    done.value()?;
                    Ok(Flow::Return(merged))
                })
                .map(Some);
        }
        if let Some(union) = self.union_type(op, a, b) {
            return Ok(Some(Flow::Return(union)));
        }
        let set_like = |value: &Value| match value.plain().object() {
            Some(Object::Set(_) | Object::FrozenSet(_)) => true,
            Some(Object::DictView { view, .. }) => *view != DictView::Values,
            _ => false,
        };
        let view = |value: &Value| matches!(value.object(), Some(Object::DictView { .. }));
        if view(a) && !set_like(b) && set_like(a) {
            // Keys and items take any iterable on the other side.
            let a = a.clone();
            return self
                .collect(b, move |vm, items| {
                    vm.with_asks(move |vm, asks| {
                        let other = vm.set_of(asks, &items, 0)?;
                        let Some(members) = vm.view_members(asks, &a)? else { return Ok(Value::None) };
                        Ok(Value::set(vm.combine(asks, op, &members, &other)?))
                    })
                })
                .map(Some);
        }
        if !set_like(a) || !set_like(b) {
            return Ok(None);
        }
        let (a, b) = (a.clone(), b.plain().clone());
        self.with_asks(move |vm, asks| {
            let (Some(x), Some(y)) = (vm.view_members(asks, &a)?, vm.view_members(asks, &b)?) else {
                return Ok(Value::None);
            };
            let set = vm.combine(asks, op, &x, &y)?;
            Ok(match a.object() {
                Some(Object::FrozenSet(_)) => Object::FrozenSet(Box::new(set)).into(),
                _ => Value::set(set),
            })
        })
        .map(Some)
    }

    /// `a op b` of sets.
    pub(in crate::vm) fn combine(&mut self, asks: &mut Asks, op: BinaryOp, a: &Set, b: &Set) -> Attempt<Set> {
        self.charge(5 * (a.len() + b.len()) as u64);
        match op {
            BinaryOp::Or => {
                let mut union = a.clone();
                union.prepare_for(b.len());
                for (hash, member) in b.iter_hashed() {
                    if self.set_position(asks, &union, hash, member)?.is_none() {
                        union.push(hash, member.clone());
                    }
                }
                Ok(union)
            }
            BinaryOp::And => {
                // The smaller one is walked.
                let (walked, other) = if b.len() > a.len() { (a, b) } else { (b, a) };
                let mut common = Set::default();
                for (hash, member) in walked.iter_hashed() {
                    if self.set_position(asks, other, hash, member)?.is_some() {
                        common.push(hash, member.clone());
                    }
                }
                Ok(common)
            }
            // A small set is taken out of a copy of a large one.
            BinaryOp::Sub if a.len() / 4 > b.len() => {
                let mut rest = a.clone();
                for (hash, member) in b.iter_hashed() {
                    if let Some(at) = self.set_position(asks, &rest, hash, member)? {
                        rest.remove_at(at);
                    }
                }
                Ok(rest)
            }
            BinaryOp::Sub => {
                let mut rest = Set::default();
                for (hash, member) in a.iter_hashed() {
                    if self.set_position(asks, b, hash, member)?.is_none() {
                        rest.push(hash, member.clone());
                    }
                }
                Ok(rest)
            }
            _ => {
                let mut either = b.clone();
                for (hash, member) in a.iter_hashed() {
                    match self.set_position(asks, &either, hash, member)? {
                        Some(at) => drop(either.remove_at(at)),
                        None => either.push(hash, member.clone()),
                    }
                }
                Ok(either)
            }
        }
    }

    /// `a |= b` or `a -= b` of sets, on `a` itself; whether that was possible without asking.
    pub(in crate::vm) fn combine_in_place(&mut self, op: BinaryOp, a: &mut Set, b: &Set) -> Result<bool> {
        self.charge(10 * b.len() as u64);
        if op == BinaryOp::Or {
            a.prepare_for(b.len());
        }
        for (hash, member) in b.iter_hashed() {
            match (self.set_position(&mut Asks::default(), a, hash, member), op) {
                (Ok(None), BinaryOp::Or) => a.push(hash, member.clone()),
                (Ok(Some(at)), BinaryOp::Sub) => drop(a.remove_at(at)),
                (Ok(_), _) => {}
                (Err(Interrupt::Raise(exception)), _) => return Err(exception),
                // What was added or taken out so far stays so, whatever the answer.
                (Err(Interrupt::Ask(_)), _) => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Appends one string to another when nobody can see that it changes: `a` is the only reference to it.
    #[optimize(speed)]
    pub(in crate::vm) fn grow(&mut self, a: &Value, b: &Value) -> bool {
        let (Value::Object(r), Some(Object::Str(added))) = (a, b.object()) else { return false };
        // A single reference is not that of `added` too.
        if r.count() != 1 || b.is(a) {
            return false;
        }
        let Object::Str(s) = r.get_mut() else { return false };
        let length =
            (s.length.get() != u32::MAX && added.length.get() != u32::MAX).then(|| s.length.get() + added.length.get());
        s.text.push_str(&added.text);
        s.hash = Cell::new(0);
        s.length = Cell::new(length.unwrap_or(u32::MAX));
        heap::resized(added.text.len() as i64);
        self.charge(added.text.len() as u64 / 32);
        true
    }

    /// `a op= b` where a built-in type changes in place; the answer is what is assigned.
    pub(super) fn native_in_place(&mut self, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Flow>> {
        let Value::Object(r) = a else { return Ok(None) };
        match (r.get(), op) {
            (Object::Str(_), BinaryOp::Add) if self.grow(a, b.plain()) => Ok(Some(Flow::Return(a.clone()))),
            (Object::List(_), BinaryOp::Add) => {
                let list = a.clone();
                self.extend_list(a, b, move |_| Ok(Flow::Return(list))).map(Some)
            }
            (Object::List(_), BinaryOp::Mul) => {
                let Some(flow) = self.repeat(a, b)? else { return Ok(None) };
                let list = a.clone();
                self.after(flow, move |_, repeated| {
                    let repeated = repeated.value()?;
                    if let (Some(list), Some(items)) = (list.as_list(), repeated.as_list()) {
                        std::mem::swap(list, items);
                    }
                    Ok(Flow::Return(list))
                })
                .map(Some)
            }
            (Object::Set(_), BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor) => {
                if let (BinaryOp::Or | BinaryOp::Sub, false, Some(set), Some(other)) =
                    (op, b.plain().is(a), a.as_set(), b.as_set())
                    && self.combine_in_place(op, set, other)?
                {
                    return Ok(Some(Flow::Return(a.clone())));
                }
                let Some(flow) = self.set_binary(op, a, b)? else { return Ok(None) };
                let set = a.clone();
                self.after(flow, move |_, combined| {
                    let combined = combined.value()?;
                    if let (Some(set), Some(members)) = (set.as_set(), combined.as_set()) {
                        std::mem::swap(set, members);
                    }
                    Ok(Flow::Return(set))
                })
                .map(Some)
            }
            (Object::Dict(_), BinaryOp::Or) => {
                let (dict, source) = (a.clone(), b.clone());
                let flow = self.update_dict_from(&dict, &source)?;
                self.after(flow, move |_, done| {
                    done.value()?;
                    Ok(Flow::Return(dict))
                })
                .map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Appends all items of an iterable to a list.
    pub(in crate::vm) fn extend_list(
        &mut self,
        list: &Value,
        iterable: &Value,
        then: impl FnOnce(&mut Vm) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        let list = list.clone();
        self.collect(iterable, move |vm, items| {
            vm.charge(4 * items.len() as u64);
            if let Some(list) = list.as_list() {
                list.extend(items);
            }
            then(vm)
        })
    }

    /// Copies the entries of one dict into another.
    pub(in crate::vm) fn merge_dict(&mut self, target: &Value, source: &Value) -> Result<Flow> {
        let (Some(into), Some(from)) = (target.as_dict(), source.as_dict()) else { return Flow::none() };
        if target.plain().is(source.plain()) {
            return Flow::none();
        }
        self.charge(20 * from.len() as u64);
        let entries: Vec<(u64, Value, Value)> =
            from.iter_hashed().map(|(hash, key, value)| (hash, key.clone(), value.clone())).collect();
        for (i, (hash, key, value)) in entries.iter().enumerate() {
            match self.dict_position(&mut Asks::default(), into, *hash, key) {
                Ok(Some(at)) => {
                    let old = std::mem::replace(into.value_at(at), value.clone());
                    drop(old);
                }
                Ok(None) => into.push(*hash, key.clone(), value.clone()),
                Err(Interrupt::Raise(exception)) => return Err(exception),
                Err(Interrupt::Ask(_)) => {
                    let rest = entries[i..].iter().map(|(_, key, value)| (key.clone(), value.clone())).collect();
                    return self.store_each(target.clone(), rest);
                }
            }
        }
        Flow::none()
    }

    /// Stores pairs into a dict, one after another, last one first in `pairs` being the end.
    pub(in crate::vm) fn store_each(&mut self, dict: Value, pairs: Vec<(Value, Value)>) -> Result<Flow> {
        let mut pairs = pairs.into_iter();
        while let Some((key, value)) = pairs.next() {
            match self.dict_store(&dict, &key, value)? {
                Flow::Return(_) => {}
                flow => {
                    let rest: Vec<(Value, Value)> = pairs.collect();
                    return self.after(flow, move |vm, done| {
                        done.value()?;
                        vm.store_each(dict, rest)
                    });
                }
            }
        }
        Flow::none()
    }
}

/// So many copies of items, one after another; `None` when there is no room for them.
fn repeated<T: Clone>(items: &[T], count: usize, length: usize) -> Option<Vec<T>> {
    let mut all = Vec::new();
    all.try_reserve_exact(length).ok()?;
    for _ in 0..count {
        all.extend_from_slice(items);
    }
    Some(all)
}

/// A string made of two whose lengths may be known.
fn joined(text: String, x: &Str, y: &Str) -> Value {
    let joined = Str::new(text);
    if x.length.get() != u32::MAX && y.length.get() != u32::MAX {
        joined.length.set(x.length.get() + y.length.get());
    }
    Object::Str(joined).into()
}
