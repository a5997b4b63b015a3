//! `set` and `frozenset`.

use super::list::at_once;
use super::make;
use crate::vm::Vm;
use crate::vm::ask::Asks;
use crate::vm::code::BinaryOp;
use crate::vm::dict::Set;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Ref, Value};

pub(super) static SET_METHODS: &[NativeDef] = &[
    NativeDef::method("add", "object, /", add).cost(6),
    NativeDef::method("discard", "object, /", discard).cost(6),
    NativeDef::method("remove", "object, /", remove).cost(8),
    NativeDef::method("pop", "", pop).cost(10),
    NativeDef::method("clear", "", clear).cost(20),
    NativeDef::method("update", "*others", update).cost(30),
    NativeDef::method("intersection_update", "*others", intersection_update).cost(90),
    NativeDef::method("difference_update", "*others", difference_update).cost(80),
    NativeDef::method("symmetric_difference_update", "other, /", symmetric_difference_update).cost(90),
    NativeDef::method("__init__", "iterable=(), /", init).cost(50),
];

pub(super) static COMMON_METHODS: &[NativeDef] = &[
    NativeDef::method("copy", "", copy).cost(40),
    NativeDef::method("union", "*others", union).cost(90),
    NativeDef::method("intersection", "*others", intersection).cost(90),
    NativeDef::method("difference", "*others", difference).cost(90),
    NativeDef::method("symmetric_difference", "other, /", symmetric_difference).cost(90),
    NativeDef::method("issubset", "other, /", is_subset).cost(60),
    NativeDef::method("issuperset", "other, /", is_superset).cost(60),
    NativeDef::method("isdisjoint", "other, /", is_disjoint).cost(60),
];

/// Nanoseconds CPython takes to put one item into a set.
const ITEM: u64 = 18;

fn is_set(value: &Value) -> bool {
    matches!(value.plain().object(), Some(Object::Set(_)))
}

fn is_any_set(value: &Value) -> bool {
    value.as_set().is_some()
}

/// A set of an iterable's items, given to `then`.
fn collect_set(
    vm: &mut Vm,
    iterable: &Value,
    then: impl FnOnce(&mut Vm, Set) -> Result<Flow> + 'static,
) -> Result<Flow> {
    if let Some(set) = iterable.as_set() {
        let set = set.clone();
        return then(vm, set);
    }
    let room = match iterable.object() {
        Some(Object::Dict(dict)) => dict.len(),
        _ => 0,
    };
    vm.collect(iterable, move |vm, items| {
        vm.charge(ITEM * items.len() as u64);
        if let Some(set) = at_once(vm.set_of(&mut Asks::default(), &items, room))? {
            return then(vm, set);
        }
        let made = vm.with_asks(move |vm, asks| vm.set_of(asks, &items, room).map(Value::set))?;
        vm.after(made, move |vm, made| {
            let made = made.value()?;
            let set = made.as_set().map(std::mem::take).unwrap_or_default();
            then(vm, set)
        })
    })
}

pub(super) fn construct_set(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(50);
    if !class.is(&vm.types.set) {
        // A subclass is filled by `__init__`.
        return Ok(Flow::Return(make(vm, class, Value::set(Set::default()))));
    }
    match args.between(vm, "set", 0, 1)? {
        [iterable] => collect_set(vm, iterable, |_, set| Ok(Flow::Return(Value::set(set)))),
        _ => Ok(Flow::Return(Value::set(Set::default()))),
    }
}

fn init(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "set.__init__", is_set)?;
    match rest.between(vm, "set", 0, 1)? {
        [iterable] => collect_set(vm, iterable, replacing(this.clone())),
        _ => Flow::none(),
    }
}

/// Puts a new content into a set.
fn replacing(this: Value) -> impl FnOnce(&mut Vm, Set) -> Result<Flow> {
    move |_, set| {
        let old = this.as_set().map(|target| std::mem::replace(target, set));
        drop(old);
        Flow::none()
    }
}

pub(super) fn construct_frozenset(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(50);
    let frozen = |set| Value::from(Object::FrozenSet(Box::new(set)));
    let [iterable] = args.between(vm, "frozenset", 0, 1)? else {
        return Ok(Flow::Return(make(vm, class, frozen(Set::default()))));
    };
    if class.is(&vm.types.frozenset) && matches!(iterable.object(), Some(Object::FrozenSet(_))) {
        return Ok(Flow::Return(iterable.clone()));
    }
    let class = class.clone();
    collect_set(vm, iterable, move |vm, set| Ok(Flow::Return(make(vm, &class, frozen(set)))))
}

fn add(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "set.add", is_set)?;
    let item = rest.one(vm, "set.add")?;
    let Some(set) = this.as_set() else { return Flow::none() };
    if at_once(vm.set_insert(&mut Asks::default(), set, item))?.is_some() {
        return Flow::none();
    }
    let (this, item) = (this.clone(), item.clone());
    vm.with_asks(move |vm, asks| {
        if let Some(set) = this.as_set() {
            vm.set_insert(asks, set, &item)?;
        }
        Ok(Value::None)
    })
}

/// Takes a member out; whether it was there.
fn take_out(vm: &mut Vm, args: Args<'_>, method: &str, missing_is_error: MissingIs) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, method, is_set)?;
    let (this, item) = (this.clone(), rest.one(vm, method)?.clone());
    vm.with_asks(move |vm, asks| {
        let hash = vm.member_hash(asks, &item)?;
        let Some(set) = this.as_set() else { return Ok(Value::None) };
        match vm.set_position(asks, set, hash, &item)? {
            Some(at) => {
                let old = set.remove_at(at);
                drop(old);
            }
            None if missing_is_error == MissingIs::Error => return Err(vm.key_error(item.clone()).into()),
            None => {}
        }
        Ok(Value::None)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MissingIs {
    Fine,
    Error,
}

fn discard(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    take_out(vm, args, "set.discard", MissingIs::Fine)
}

fn remove(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    take_out(vm, args, "set.remove", MissingIs::Error)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "set.pop", is_set)?;
    rest.none(vm, "set.pop")?;
    match this.as_set().and_then(Set::pop) {
        Some(item) => Ok(Flow::Return(item)),
        None => Err(vm.key_error(Value::str("pop from an empty set"))),
    }
}

fn clear(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "set.clear", is_set)?;
    rest.none(vm, "set.clear")?;
    let old = this.as_set().map(std::mem::take);
    drop(old);
    Flow::none()
}

fn copy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "set.copy", is_any_set)?;
    rest.none(vm, "set.copy")?;
    if let Some(Object::FrozenSet(_)) = this.object() {
        return Ok(Flow::Return(this.clone()));
    }
    let set = this.as_set().map(|set| set.clone()).unwrap_or_default();
    vm.charge(10 * set.len() as u64);
    Ok(Flow::Return(like(this, set)))
}

/// A set of the same kind as `this`.
fn like(this: &Value, set: Set) -> Value {
    match this.plain().object() {
        Some(Object::FrozenSet(_)) => Object::FrozenSet(Box::new(set)).into(),
        _ => Value::set(set),
    }
}

type ThenSet = Box<dyn FnOnce(&mut Vm, Set) -> Result<Flow>>;

/// Combines a set with one iterable after another.
fn fold(vm: &mut Vm, op: BinaryOp, so_far: Set, mut others: std::vec::IntoIter<Value>, then: ThenSet) -> Result<Flow> {
    let Some(other) = others.next() else { return then(vm, so_far) };
    collect_set(vm, &other, move |vm, other| {
        if let Some(set) = at_once(vm.combine(&mut Asks::default(), op, &so_far, &other))? {
            return fold(vm, op, set, others, then);
        }
        let combined = vm.with_asks(move |vm, asks| vm.combine(asks, op, &so_far, &other).map(Value::set))?;
        vm.after(combined, move |vm, combined| {
            let combined = combined.value()?;
            let set = combined.as_set().map(std::mem::take).unwrap_or_default();
            fold(vm, op, set, others, then)
        })
    })
}

fn combined(vm: &mut Vm, args: Args<'_>, method: &str, op: BinaryOp) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, method, is_any_set)?;
    if op == BinaryOp::Xor {
        rest.one(vm, method)?;
    }
    rest.refuse_keywords(vm, method)?;
    let this = this.clone();
    let start = this.as_set().map(|set| set.clone()).unwrap_or_default();
    let others = rest.values.to_vec();
    fold(vm, op, start, others.into_iter(), Box::new(move |_, set| Ok(Flow::Return(like(&this, set)))))
}

fn combined_in_place(vm: &mut Vm, args: Args<'_>, method: &str, op: BinaryOp) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, method, is_set)?;
    if op == BinaryOp::Xor {
        rest.one(vm, method)?;
    }
    rest.refuse_keywords(vm, method)?;
    let others = rest.values.to_vec();
    change(vm, op, this.clone(), others.into_iter())
}

/// Changes a set by one iterable after another.
fn change(vm: &mut Vm, op: BinaryOp, this: Value, mut others: std::vec::IntoIter<Value>) -> Result<Flow> {
    let Some(other) = others.next() else { return Flow::none() };
    collect_set(vm, &other, move |vm, other| {
        let Some(set) = this.as_set() else { return Flow::none() };
        if matches!(op, BinaryOp::Or | BinaryOp::Sub) && vm.combine_in_place(op, set, &other)? {
            return change(vm, op, this, others);
        }
        let start = set.clone();
        let combined = vm.with_asks(move |vm, asks| vm.combine(asks, op, &start, &other).map(Value::set))?;
        vm.after(combined, move |vm, combined| {
            let combined = combined.value()?;
            if let (Some(set), Some(members)) = (this.as_set(), combined.as_set()) {
                std::mem::swap(set, members);
            }
            change(vm, op, this, others)
        })
    })
}

fn union(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined(vm, args, "set.union", BinaryOp::Or)
}

fn intersection(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined(vm, args, "set.intersection", BinaryOp::And)
}

fn difference(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined(vm, args, "set.difference", BinaryOp::Sub)
}

fn symmetric_difference(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined(vm, args, "set.symmetric_difference", BinaryOp::Xor)
}

fn update(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined_in_place(vm, args, "set.update", BinaryOp::Or)
}

fn intersection_update(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined_in_place(vm, args, "set.intersection_update", BinaryOp::And)
}

fn difference_update(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined_in_place(vm, args, "set.difference_update", BinaryOp::Sub)
}

fn symmetric_difference_update(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    combined_in_place(vm, args, "set.symmetric_difference_update", BinaryOp::Xor)
}

/// Compares a set with the set of an iterable's items.
fn related(
    vm: &mut Vm,
    args: Args<'_>,
    method: &str,
    test: fn(&mut Vm, &mut Asks, &Set, &Set) -> crate::vm::ask::Attempt<bool>,
) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, method, is_any_set)?;
    let this = this.clone();
    collect_set(vm, rest.one(vm, method)?, move |vm, other| {
        vm.with_asks(move |vm, asks| {
            let Some(set) = this.as_set() else { return Ok(Value::None) };
            Ok(Value::Bool(test(vm, asks, set, &other)?))
        })
    })
}

fn is_subset(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    related(vm, args, "set.issubset", |vm, asks, a, b| vm.is_subset(asks, a, b))
}

fn is_superset(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    related(vm, args, "set.issuperset", |vm, asks, a, b| vm.is_subset(asks, b, a))
}

fn is_disjoint(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    related(vm, args, "set.isdisjoint", |vm, asks, a, b| Ok(vm.combine(asks, BinaryOp::And, a, b)?.is_empty()))
}
