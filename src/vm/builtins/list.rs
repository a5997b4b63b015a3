//! `list` and `tuple`.

use super::make;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt, Interrupt};
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Ref, Value};

pub(super) static LIST_METHODS: &[NativeDef] = &[
    NativeDef::method("append", "object, /", append).cost(4),
    NativeDef::method("extend", "iterable, /", extend).cost(25),
    NativeDef::method("insert", "index, object, /", insert).cost(25),
    NativeDef::method("pop", "index=-1, /", pop).cost(12),
    NativeDef::method("remove", "value, /", remove).cost(15),
    NativeDef::method("clear", "", clear).cost(15),
    NativeDef::method("index", "value, start=0, stop=sys.maxsize, /", index).cost(20),
    NativeDef::method("count", "value, /", count).cost(15),
    NativeDef::method("reverse", "", reverse).cost(12),
    NativeDef::method("copy", "", copy).cost(25),
    NativeDef::method("__init__", "iterable=(), /", init).cost(30),
];

pub(super) static TUPLE_METHODS: &[NativeDef] = &[
    NativeDef::method("index", "value, start=0, stop=sys.maxsize, /", index).cost(40),
    NativeDef::method("count", "value, /", count).cost(35),
];

/// Nanoseconds CPython takes to put one item of an iterable into a new list.
pub(super) const ITEM: u64 = 12;

fn is_list(value: &Value) -> bool {
    value.as_list().is_some()
}

pub(super) fn construct_list(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(30);
    if !class.is(&vm.types.list) {
        // A subclass is filled by `__init__`.
        return Ok(Flow::Return(make(vm, class, Value::list(Vec::new()))));
    }
    match args.between(vm, "list", 0, 1)? {
        [iterable] => vm.collect(iterable, |vm, items| {
            vm.charge(ITEM * items.len() as u64);
            Ok(Flow::Return(Value::list(items)))
        }),
        _ => Ok(Flow::Return(Value::list(Vec::new()))),
    }
}

fn init(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.__init__", is_list)?;
    let items = rest.between(vm, "list", 0, 1)?;
    let list = this.clone();
    let old = list.as_list().map(std::mem::take);
    drop(old);
    match items {
        [iterable] => vm.extend_list(&list, iterable, |_| Flow::none()),
        _ => Flow::none(),
    }
}

pub(super) fn construct_tuple(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(25);
    let [iterable] = args.between(vm, "tuple", 0, 1)? else {
        return Ok(Flow::Return(make(vm, class, Value::tuple(Vec::new()))));
    };
    if class.is(&vm.types.tuple) && matches!(iterable.object(), Some(crate::vm::value::Object::Tuple(_))) {
        return Ok(Flow::Return(iterable.clone()));
    }
    let class = class.clone();
    vm.collect(iterable, move |vm, items| {
        vm.charge(ITEM * items.len() as u64);
        Ok(Flow::Return(make(vm, &class, Value::tuple(items))))
    })
}

fn append(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.append", is_list)?;
    let item = rest.one(vm, "list.append")?.clone();
    if let Some(list) = this.as_list() {
        list.push(item);
    }
    Flow::none()
}

fn extend(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.extend", is_list)?;
    let iterable = rest.one(vm, "list.extend")?;
    vm.extend_list(this, iterable, |_| Flow::none())
}

/// An argument that must be an integer.
pub(super) fn integer(vm: &Vm, value: &Value) -> Result<i64> {
    match value.as_int() {
        Some(n) => Ok(n),
        None if value.is_integer() => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        None => Err(super::functions::not_an_integer(vm, value)),
    }
}

fn insert(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.insert", is_list)?;
    let [index, item] = rest.between(vm, "list.insert", 2, 2)? else { return Flow::none() };
    let index = integer(vm, index)?;
    if let Some(list) = this.as_list() {
        let length = list.len() as i64;
        let at = if index < 0 { index.saturating_add(length).max(0) } else { index.min(length) };
        vm.charge((length - at) as u64 / 4);
        list.insert(at as usize, item.clone());
    }
    Flow::none()
}

fn pop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.pop", is_list)?;
    let index = match rest.between(vm, "list.pop", 0, 1)? {
        [index] => integer(vm, index)?,
        _ => -1,
    };
    let Some(list) = this.as_list() else { return Flow::none() };
    if list.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    match Vm::index_within(index, list.len()) {
        Some(at) => {
            vm.charge((list.len() - 1 - at) as u64 / 4);
            Ok(Flow::Return(list.remove(at)))
        }
        None => Err(vm.index_error("pop index out of range")),
    }
}

/// Where in `items` something equal to `value` is.
fn position(
    vm: &mut Vm,
    asks: &mut Asks,
    items: &[Value],
    value: &Value,
    start: usize,
    stop: usize,
) -> Attempt<Option<usize>> {
    for (i, item) in items.iter().enumerate().take(stop).skip(start) {
        if vm.equals(asks, item, value)? {
            vm.charge(12 * (i - start) as u64);
            return Ok(Some(i));
        }
    }
    vm.charge(12 * stop.min(items.len()).saturating_sub(start) as u64);
    Ok(None)
}

fn items_of(value: &Value) -> &[Value] {
    match value.as_list() {
        Some(items) => items,
        None => value.as_tuple().unwrap_or_default(),
    }
}

fn remove(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.remove", is_list)?;
    let (this, value) = (this.clone(), rest.one(vm, "list.remove")?.clone());
    vm.with_asks(move |vm, asks| {
        let Some(list) = this.as_list() else { return Ok(Value::None) };
        match position(vm, asks, list, &value, 0, usize::MAX)? {
            Some(at) => {
                let old = list.remove(at);
                drop(old);
                Ok(Value::None)
            }
            None => Err(vm.value_error("list.remove(x): x not in list").into()),
        }
    })
}

fn clear(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.clear", is_list)?;
    rest.none(vm, "list.clear")?;
    let old = this.as_list().map(std::mem::take);
    // As CPython lets go of them.
    old.into_iter().flatten().rev().for_each(drop);
    Flow::none()
}

fn index(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let is = |this: &Value| is_list(this) || this.as_tuple().is_some();
    let (this, rest) = args.receiver(vm, "list.index", is)?;
    let values = rest.between(vm, "index", 1, 3)?;
    let length = items_of(this).len();
    let bound = |vm: &Vm, i: usize, default: usize| match values.get(i) {
        None => Ok(default),
        Some(bound) => match bound.as_int() {
            Some(n) if n < 0 => Ok(n.saturating_add(length as i64).max(0) as usize),
            Some(n) => Ok(n as usize),
            None if bound.is_integer() => Ok(length),
            None => Err(vm.type_error("slice indices must be integers or have an __index__ method")),
        },
    };
    let (start, stop) = (bound(vm, 1, 0)?, bound(vm, 2, usize::MAX)?);
    let (this, value) = (this.clone(), values[0].clone());
    vm.with_asks(move |vm, asks| match position(vm, asks, items_of(&this), &value, start, stop)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None if is_list(&this) => {
            let text = vm.repr(asks, &value)?;
            Err(vm.value_error(format!("{text} is not in list")).into())
        }
        None => Err(vm.value_error("tuple.index(x): x not in tuple").into()),
    })
}

fn count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let is = |this: &Value| is_list(this) || this.as_tuple().is_some();
    let name = if args.get(0).is_some_and(is_list) { "list.count" } else { "tuple.count" };
    let (this, rest) = args.receiver(vm, name, is)?;
    let (this, value) = (this.clone(), rest.one(vm, name)?.clone());
    vm.with_asks(move |vm, asks| {
        let items = items_of(&this);
        vm.charge(13 * items.len() as u64);
        let mut count = 0;
        for item in items {
            count += i64::from(vm.equals(asks, item, &value)?);
        }
        Ok(Value::Int(count))
    })
}

fn reverse(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.reverse", is_list)?;
    rest.none(vm, "list.reverse")?;
    if let Some(list) = this.as_list() {
        vm.charge(list.len() as u64 / 2);
        list.reverse();
    }
    Flow::none()
}

fn copy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.copy", is_list)?;
    rest.none(vm, "list.copy")?;
    let items = items_of(this).to_vec();
    vm.charge(2 * items.len() as u64);
    Ok(Flow::Return(Value::list(items)))
}

/// Tries something that may have to ask, without keeping anything when it need not.
pub(super) fn at_once<T>(result: Attempt<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Interrupt::Raise(exception)) => Err(exception),
        Err(Interrupt::Ask(_)) => Ok(None),
    }
}
