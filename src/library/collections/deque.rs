//! `collections.deque`: every method is one step, as under CPython's GIL; threads rely on that.

use crate::library::context::native_object;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::code::CompareOp;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, NativeObject, Payload, Ref, Value};
use std::collections::VecDeque;

struct Deque {
    items: VecDeque<Value>,
    /// The most items that it keeps.
    most: Option<usize>,
    /// Changes with every insertion and removal: running iterations must notice.
    changes: u64,
}

native_object!(Deque, |this, visit| this.items.iter().for_each(visit), |this| this.items.clear());

/// A running iteration.
struct DequeIterator {
    deque: Value,
    /// How many items have been given out.
    next: usize,
    changes: u64,
    backwards: bool,
}

native_object!(DequeIterator, |this, visit| visit(&this.deque), |this| this.deque = Value::None);

#[derive(Default)]
struct Classes {
    iterator: Option<Ref>,
}

static DEQUE: [NativeDef; 33] = [
    NativeDef::method("append", "item, /", append).cost(25),
    NativeDef::method("appendleft", "item, /", append_left).cost(25),
    NativeDef::method("pop", "", pop).cost(25),
    NativeDef::method("popleft", "", pop_left).cost(25),
    NativeDef::method("extend", "iterable, /", extend).cost(60),
    NativeDef::method("extendleft", "iterable, /", extend_left).cost(60),
    NativeDef::method("rotate", "n=1, /", rotate).cost(35),
    NativeDef::method("clear", "", clear),
    NativeDef::method("copy", "", copy).cost(60),
    NativeDef::method("__copy__", "", copy).cost(60),
    NativeDef::method("count", "value, /", count),
    NativeDef::method("index", "value, start=, stop=, /", index),
    NativeDef::method("insert", "index, item, /", insert),
    NativeDef::method("remove", "value, /", remove),
    NativeDef::method("reverse", "", reverse),
    NativeDef::method("__init__", "iterable=, maxlen=", init).cost(60),
    NativeDef::method("__len__", "", length).cost(20).keeps_gil(),
    NativeDef::method("__bool__", "", truth).cost(20).keeps_gil(),
    NativeDef::method("__iter__", "", iterate).cost(35),
    NativeDef::method("__reversed__", "", iterate_backwards).cost(35),
    NativeDef::method("__getitem__", "index, /", get_item).cost(25),
    NativeDef::method("__setitem__", "index, value, /", set_item).cost(25),
    NativeDef::method("__delitem__", "index, /", delete_item).cost(30),
    NativeDef::method("__contains__", "value, /", contains).cost(25),
    NativeDef::method("__repr__", "", repr).cost(100),
    NativeDef::method("__add__", "other, /", add).cost(60),
    NativeDef::method("__iadd__", "other, /", add_in_place).cost(60),
    NativeDef::method("__mul__", "n, /", multiply).cost(60),
    NativeDef::method("__eq__", "other, /", equal).cost(30),
    NativeDef::method("__ne__", "other, /", not_equal).cost(30),
    NativeDef::method("__lt__", "other, /", less).cost(30),
    NativeDef::method("__gt__", "other, /", greater).cost(30),
    NativeDef::method("__class_getitem__", "item, /", crate::vm::builtins::generic::class_getitem),
];

static STATE: [GetSet; 1] = [GetSet { name: "maxlen", get: max_length, set: None }];

static ITERATOR: [NativeDef; 2] =
    [NativeDef::method("__iter__", "", itself), NativeDef::method("__next__", "", next).cost(15)];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("collections", "deque", Some(construct), &DEQUE, &STATE);
    vm.add_class_value(&class, "__hash__", Value::None);
    let iterator = vm.native_class("_collections", "_deque_iterator", None, &ITERATOR, &[]);
    *vm.state::<Classes>() = Classes { iterator: Some(iterator) };
    vm.set_global(module, "deque", class.into());
}

fn construct(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let deque = Deque { items: VecDeque::new(), most: None, changes: 0 };
    let value = vm.bare_instance(class, Payload::native(deque));
    if vm.class(class).is_heap {
        // A subclass is filled by `__init__`.
        return Ok(Flow::Return(value));
    }
    let mut all = vec![value.clone()];
    all.extend(args.values.iter().cloned());
    let flow = init(vm, Args { values: &all, keywords: args.keywords })?;
    vm.after(flow, move |_, input| {
        input.value()?;
        Ok(Flow::Return(value))
    })
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut Deque> {
    args.get(0).and_then(Value::as_native::<Deque>).ok_or_else(|| vm.type_error("descriptor requires a deque"))
}

/// `deque(iterable=(), maxlen=None)`
fn init(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (iterable, maxlen) = (vm.interner.intern("iterable"), vm.interner.intern("maxlen"));
    if args.count() > 3 {
        return Err(vm.type_error(format!("deque() takes at most 2 arguments ({} given)", args.count() - 1)));
    }
    let most = match args.get(2).or_else(|| args.keyword(maxlen)).filter(|v| !v.is_none()) {
        None => None,
        Some(value) => match value.as_int() {
            Some(n) if n >= 0 => Some(n as usize),
            Some(_) => return Err(vm.value_error("maxlen must be non-negative")),
            None => return Err(vm.type_error("an integer is required")),
        },
    };
    let deque = this(vm, &args)?;
    deque.most = most;
    drop(std::mem::take(&mut deque.items));
    match args.get(1).or_else(|| args.keyword(iterable)) {
        Some(source) => extend_with(vm, args.values[0].clone(), source, false),
        None => Flow::none(),
    }
}

impl Deque {
    /// Adds at the right end; what has no room falls out at the left.
    fn push(&mut self, item: Value) -> Option<Value> {
        self.changes += 1;
        self.items.push_back(item);
        if self.most.is_some_and(|most| self.items.len() > most) { self.items.pop_front() } else { None }
    }

    fn push_left(&mut self, item: Value) -> Option<Value> {
        self.changes += 1;
        self.items.push_front(item);
        if self.most.is_some_and(|most| self.items.len() > most) { self.items.pop_back() } else { None }
    }
}

fn append(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let item = args.rest().one(vm, "deque.append")?.clone();
    drop(this(vm, &args)?.push(item));
    Flow::none()
}

fn append_left(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let item = args.rest().one(vm, "deque.appendleft")?.clone();
    drop(this(vm, &args)?.push_left(item));
    Flow::none()
}

fn pop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let deque = this(vm, &args)?;
    deque.changes += 1;
    deque.items.pop_back().map(Flow::Return).ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn pop_left(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let deque = this(vm, &args)?;
    deque.changes += 1;
    deque.items.pop_front().map(Flow::Return).ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn extend(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let source = args.rest().one(vm, "deque.extend")?.clone();
    extend_with(vm, args.values[0].clone(), &source, false)
}

fn extend_left(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let source = args.rest().one(vm, "deque.extendleft")?.clone();
    extend_with(vm, args.values[0].clone(), &source, true)
}

fn extend_with(vm: &mut Vm, value: Value, source: &Value, left: bool) -> Result<Flow> {
    items_of(vm, source, move |vm, items| {
        vm.charge(8 * items.len() as u64);
        if let Some(deque) = value.as_native::<Deque>() {
            for item in items {
                drop(if left { deque.push_left(item) } else { deque.push(item) });
            }
        }
        Flow::none()
    })
}

/// The items of any iterable; of another deque without asking.
fn items_of(
    vm: &mut Vm,
    source: &Value,
    then: impl FnOnce(&mut Vm, Vec<Value>) -> Result<Flow> + 'static,
) -> Result<Flow> {
    match source.as_native::<Deque>() {
        Some(deque) => {
            let items = deque.items.iter().cloned().collect();
            then(vm, items)
        }
        None => vm.collect(source, then),
    }
}

fn rotate(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let by = match args.get(1) {
        Some(n) => n.as_int().ok_or_else(|| not_an_integer(vm, n))?,
        None => 1,
    };
    let deque = this(vm, &args)?;
    let length = deque.items.len();
    if length > 1 {
        deque.changes += 1;
        deque.items.rotate_right(by.rem_euclid(length as i64) as usize);
        vm.charge(2 * length as u64);
    }
    Flow::none()
}

fn not_an_integer(vm: &Vm, value: &Value) -> Exception {
    let name = vm.type_name(value);
    vm.type_error(format!("'{name}' object cannot be interpreted as an integer"))
}

fn clear(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let deque = this(vm, &args)?;
    deque.changes += 1;
    drop(std::mem::take(&mut deque.items));
    Flow::none()
}

fn reverse(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    this(vm, &args)?.items.make_contiguous().reverse();
    Flow::none()
}

fn with_items(vm: &Vm, items: VecDeque<Value>, most: Option<usize>, like: &Value) -> Value {
    let class = vm.class_of(like).clone();
    vm.bare_instance(&class, Payload::native(Deque { items, most, changes: 0 }))
}

fn copy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let deque = this(vm, &args)?;
    vm.charge(5 * deque.items.len() as u64);
    Ok(Flow::Return(with_items(vm, deque.items.clone(), deque.most, &args.values[0])))
}

/// Searches from `start` to `stop` for an item that equals `wanted`; where it is.
fn find(vm: &mut Vm, asks: &mut Asks, value: &Value, wanted: &Value, from: usize, to: usize) -> Attempt<Option<usize>> {
    let Some(deque) = value.as_native::<Deque>() else { return Ok(None) };
    let before = deque.changes;
    for i in from..to.min(deque.items.len()) {
        let Some(item) = deque.items.get(i).cloned() else { break };
        if vm.equals(asks, &item, wanted)? {
            return Ok(Some(i));
        }
        if deque.changes != before {
            return Err(mutated(vm).into());
        }
    }
    Ok(None)
}

fn mutated(vm: &Vm) -> Exception {
    vm.runtime_error("deque mutated during iteration")
}

fn count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let wanted = args.rest().one(vm, "deque.count")?.clone();
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| {
        let mut count = 0;
        let mut from = 0;
        while let Some(i) = find(vm, asks, &value, &wanted, from, usize::MAX)? {
            count += 1;
            from = i + 1;
        }
        Ok(Value::Int(count))
    })
}

fn contains(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let wanted = args.rest().one(vm, "deque.__contains__")?.clone();
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| Ok(Value::Bool(find(vm, asks, &value, &wanted, 0, usize::MAX)?.is_some())))
}

fn index(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (value, rest) = (args.values[0].clone(), args.rest());
    let given = rest.between(vm, "deque.index", 1, 3)?;
    let length = this(vm, &args)?.items.len() as i64;
    let place = |i: usize, default: i64| {
        let n = given.get(i).and_then(Value::as_int).unwrap_or(default);
        (if n < 0 { (n + length).max(0) } else { n.min(length) }) as usize
    };
    let (wanted, from, to) = (given[0].clone(), place(1, 0), place(2, length));
    vm.with_asks(move |vm, asks| match find(vm, asks, &value, &wanted, from, to)? {
        Some(i) => Ok(Value::Int(i as i64)),
        None => {
            let text = vm.repr(asks, &wanted)?;
            Err(vm.value_error(format!("{text} is not in deque")).into())
        }
    })
}

fn remove(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let wanted = args.rest().one(vm, "deque.remove")?.clone();
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| {
        let found = find(vm, asks, &value, &wanted, 0, usize::MAX)?;
        match (found, value.as_native::<Deque>()) {
            (Some(i), Some(deque)) => {
                deque.changes += 1;
                drop(deque.items.remove(i));
                Ok(Value::None)
            }
            _ => {
                let text = vm.repr(asks, &wanted)?;
                Err(vm.value_error(format!("{text} is not in deque")).into())
            }
        }
    })
}

fn insert(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let rest = args.rest();
    let [at, item] = rest.between(vm, "deque.insert", 2, 2)? else { return Flow::none() };
    let at = at.as_int().ok_or_else(|| not_an_integer(vm, at))?;
    let deque = this(vm, &args)?;
    if deque.most.is_some_and(|most| deque.items.len() >= most) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let length = deque.items.len() as i64;
    let at = if at < 0 { (at + length).max(0) } else { at.min(length) };
    deque.changes += 1;
    deque.items.insert(at as usize, item.clone());
    Flow::none()
}

fn length(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(this(vm, &args)?.items.len() as i64)))
}

fn truth(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(!this(vm, &args)?.items.is_empty())))
}

fn position(vm: &Vm, args: &Args<'_>) -> Result<usize> {
    let index = &args.values[1];
    let Some(i) = index.as_int() else {
        let name = vm.type_name(index);
        return Err(vm.type_error(format!("sequence index must be integer, not '{name}'")));
    };
    let length = this(vm, args)?.items.len() as i64;
    let i = if i < 0 { i + length } else { i };
    if (0..length).contains(&i) { Ok(i as usize) } else { Err(vm.index_error("deque index out of range")) }
}

fn get_item(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let at = position(vm, &args)?;
    Ok(Flow::Return(this(vm, &args)?.items[at].clone()))
}

fn set_item(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let at = position(vm, &args)?;
    let new = args.values[2].clone();
    drop(std::mem::replace(&mut this(vm, &args)?.items[at], new));
    Flow::none()
}

fn delete_item(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let at = position(vm, &args)?;
    let deque = this(vm, &args)?;
    deque.changes += 1;
    drop(deque.items.remove(at));
    Flow::none()
}

fn iterator(vm: &mut Vm, args: &Args<'_>, backwards: bool) -> Result<Flow> {
    let changes = this(vm, args)?.changes;
    let class = vm.state::<Classes>().iterator.clone().expect("installed with the module");
    let running = DequeIterator { deque: args.values[0].clone(), next: 0, changes, backwards };
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(running))))
}

fn iterate(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    iterator(vm, &args, false)
}

fn iterate_backwards(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    iterator(vm, &args, true)
}

fn next(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(running) = args.values[0].as_native::<DequeIterator>() else { return Flow::none() };
    let Some(deque) = running.deque.as_native::<Deque>() else { return Err(vm.stop_iteration(Value::None)) };
    if deque.changes != running.changes {
        return Err(mutated(vm));
    }
    let at = if running.backwards { deque.items.len().checked_sub(running.next + 1) } else { Some(running.next) };
    match at.and_then(|at| deque.items.get(at)) {
        Some(item) => {
            running.next += 1;
            Ok(Flow::Return(item.clone()))
        }
        None => Err(vm.stop_iteration(Value::None)),
    }
}

fn itself(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(args.values[0].clone()))
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| {
        let Some(deque) = value.as_native::<Deque>() else { return Ok(Value::None) };
        let items = Value::list(deque.items.iter().cloned().collect());
        let text = vm.repr(asks, &items)?;
        let class = vm.class_name(&value);
        Ok(Value::str(match deque.most {
            Some(most) => format!("{class}({text}, maxlen={most})"),
            None => format!("{class}({text})"),
        }))
    })
}

fn add(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(other) = args.values[1].as_native::<Deque>() else {
        let name = vm.type_name(&args.values[1]);
        return Err(vm.type_error(format!("can only concatenate deque (not \"{name}\") to deque")));
    };
    let deque = this(vm, &args)?;
    let mut sum = Deque { items: deque.items.clone(), most: deque.most, changes: 0 };
    for item in &other.items {
        drop(sum.push(item.clone()));
    }
    Ok(Flow::Return(with_items(vm, sum.items, sum.most, &args.values[0])))
}

fn add_in_place(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    let flow = extend_with(vm, value.clone(), &args.values[1], false)?;
    vm.after(flow, move |_, input| {
        input.value()?;
        Ok(Flow::Return(value))
    })
}

fn multiply(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let times = args.values[1].as_int().ok_or_else(|| not_an_integer(vm, &args.values[1]))?;
    let deque = this(vm, &args)?;
    let mut product = Deque { items: VecDeque::new(), most: deque.most, changes: 0 };
    for _ in 0..times.max(0) {
        for item in &deque.items {
            drop(product.push(item.clone()));
        }
    }
    Ok(Flow::Return(with_items(vm, product.items, product.most, &args.values[0])))
}

fn compare(vm: &mut Vm, args: Args<'_>, op: CompareOp) -> Result<Flow> {
    let (Some(a), Some(b)) = (args.values[0].as_native::<Deque>(), args.values[1].as_native::<Deque>()) else {
        return Ok(Flow::Return(Value::NotImplemented));
    };
    let a = Value::list(a.items.iter().cloned().collect());
    let b = Value::list(b.items.iter().cloned().collect());
    vm.compare(op, &a, &b)
}

fn equal(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    compare(vm, args, CompareOp::Eq)
}

fn not_equal(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    compare(vm, args, CompareOp::Ne)
}

fn less(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    compare(vm, args, CompareOp::Lt)
}

fn greater(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    compare(vm, args, CompareOp::Gt)
}

fn max_length(_: &mut Vm, value: &Value) -> Result<Value> {
    let most = value.as_native::<Deque>().and_then(|deque| deque.most);
    Ok(most.map_or(Value::None, |most| Value::Int(most as i64)))
}
