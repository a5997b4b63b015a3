//! `range`, `slice`, `enumerate`, `zip`, `map`, `filter`, `reversed`, and what iterators and ranges can do.

use super::arguments::{Parameters, unexpected_keyword};
use super::functions::not_an_integer;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::iterate::range_length;
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{GetSet, Iteration, Object, Ref, Value};

pub(super) static ITERATOR_METHODS: &[NativeDef] = &[
    NativeDef::method("__iter__", "", iterator_itself).cost(30),
    NativeDef::method("__next__", "", iterator_next).cost(30),
    NativeDef::method("__length_hint__", "", length_hint).cost(30),
];

pub(super) static RANGE_METHODS: &[NativeDef] = &[
    NativeDef::method("index", "value, /", range_index).cost(50),
    NativeDef::method("count", "value, /", range_count).cost(50),
];

pub(super) static RANGE_ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "start", get: |_, this| Ok(range_part(this, 0)), set: None },
    GetSet { name: "stop", get: |_, this| Ok(range_part(this, 1)), set: None },
    GetSet { name: "step", get: |_, this| Ok(range_part(this, 2)), set: None },
];

pub(super) static SLICE_METHODS: &[NativeDef] = &[NativeDef::method("indices", "length, /", slice_indices).cost(80)];

pub(super) static SLICE_ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "start", get: |_, this| Ok(slice_part(this, 0)), set: None },
    GetSet { name: "stop", get: |_, this| Ok(slice_part(this, 1)), set: None },
    GetSet { name: "step", get: |_, this| Ok(slice_part(this, 2)), set: None },
];

fn range_part(value: &Value, part: usize) -> Value {
    match value.object() {
        Some(Object::Range { start, stop, step }) => Value::Int([*start, *stop, *step][part]),
        _ => Value::None,
    }
}

fn slice_part(value: &Value, part: usize) -> Value {
    match value.object() {
        Some(Object::Slice(parts)) => parts[part].clone(),
        _ => Value::None,
    }
}

pub(super) fn construct_range(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(20);
    let values = args.between(vm, "range", 1, 3)?.to_vec();
    vm.with_asks(move |vm, asks| {
        let mut bounds = [0; 3];
        if let [start, _, ..] = &values[..]
            && matches!(start.object(), Some(Object::Int(_)))
        {
            return Err(vm
                .limit("a range that begins beyond 64 bits is not part of Loopscope; count in a loop")
                .into());
        }
        for (bound, value) in bounds.iter_mut().zip(&values) {
            match vm.index_of(asks, value)? {
                Some(n) => *bound = n,
                None => return Err(not_an_integer(vm, value).into()),
            }
        }
        let (start, stop, step) = match values.len() {
            1 => (0, bounds[0], 1),
            2 => (bounds[0], bounds[1], 1),
            _ => (bounds[0], bounds[1], bounds[2]),
        };
        if step == 0 {
            return Err(vm.value_error("range() arg 3 must not be zero").into());
        }
        Ok(Object::Range { start, stop, step }.into())
    })
}

pub(super) fn construct_slice(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(40);
    let parts = match args.between(vm, "slice", 1, 3)? {
        [stop] => [Value::None, stop.clone(), Value::None],
        [start, stop] => [start.clone(), stop.clone(), Value::None],
        [start, stop, step] => [start.clone(), stop.clone(), step.clone()],
        _ => return Flow::none(),
    };
    Ok(Flow::Return(Object::Slice(Box::new(parts)).into()))
}

pub(super) fn construct_enumerate(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(60);
    static PARAMETERS: Parameters<2> = Parameters {
        function: "enumerate",
        names: ["iterable", "start"],
        required: 0,
        positional_only: 0,
        positional: 2,
    };
    let [iterable, start] = args.parse(vm, &PARAMETERS)?;
    let Some(iterable) = iterable else {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    };
    let start = match start {
        None => 0,
        Some(start) => match start.as_int() {
            Some(n) => n,
            None => return Err(not_an_integer(vm, start)),
        },
    };
    let iterator = vm.iter(iterable)?;
    vm.after(iterator, move |_, iterator| {
        let inner = iterator.value()?;
        Ok(Flow::Return(Value::iterator(Iteration::Enumerate { inner, next: start })))
    })
}

/// Iterators over all these, one after another.
fn iterators(
    vm: &mut Vm,
    mut iterables: std::vec::IntoIter<Value>,
    mut done: Vec<Value>,
    then: Box<dyn FnOnce(Vec<Value>) -> Value>,
) -> Result<Flow> {
    let Some(iterable) = iterables.next() else { return Ok(Flow::Return(then(done))) };
    let iterator = vm.iter(&iterable)?;
    vm.after(iterator, move |vm, iterator| {
        done.push(iterator.value()?);
        iterators(vm, iterables, done, then)
    })
}

pub(super) fn construct_zip(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(120);
    let mut strict = false;
    for (keyword, value) in args.keyword_pairs() {
        if keyword != sym::STRICT {
            return Err(unexpected_keyword(vm, "zip", keyword, &["strict"]));
        }
        strict = vm.native_truth(value).unwrap_or(true);
    }
    let zip = move |inner| Value::iterator(Iteration::Zip { inner, strict });
    let iterables = args.all().to_vec();
    iterators(vm, iterables.into_iter(), Vec::new(), Box::new(zip))
}

pub(super) fn construct_map(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(75);
    args.refuse_keywords(vm, "map")?;
    let [function, iterables @ ..] = args.all() else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let function = function.clone();
    let map = move |inner| Value::iterator(Iteration::Map { function, inner });
    let iterables = iterables.to_vec();
    iterators(vm, iterables.into_iter(), Vec::new(), Box::new(map))
}

pub(super) fn construct_filter(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(75);
    let [function, iterable] = args.between(vm, "filter", 2, 2)? else { return Flow::none() };
    let iterator = vm.iter(iterable)?;
    let function = function.clone();
    vm.after(iterator, move |_, iterator| {
        let inner = iterator.value()?;
        Ok(Flow::Return(Value::iterator(Iteration::Filter { function, inner })))
    })
}

pub(super) fn construct_reversed(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(60);
    let [value] = args.between(vm, "reversed", 1, 1)? else { return Flow::none() };
    if vm.may_override(value) {
        match vm.python_special(value, sym::D_REVERSED) {
            Some(Value::None) => {}
            Some(method) => return Flow::tail(method, vec![value.clone()]),
            None if vm.python_special(value, sym::D_GETITEM).is_some() => return reverse_sequence(vm, value.clone()),
            None => {}
        }
    }
    match reversed(value) {
        Some(iterator) => Ok(Flow::Return(iterator)),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("'{name}' object is not reversible")))
        }
    }
}

/// An iterator over a built-in sequence or dict from its end.
pub(super) fn reversed(value: &Value) -> Option<Value> {
    let plain = value.plain();
    let backwards = |items: Vec<Value>| {
        let left = items.len();
        Value::iterator(Iteration::Reversed { list: Value::tuple(items), left })
    };
    Some(match plain.object()? {
        Object::List(items) => Value::iterator(Iteration::Reversed { list: plain.clone(), left: items.len() }),
        Object::Tuple(items) => Value::iterator(Iteration::Reversed { list: plain.clone(), left: items.len() }),
        Object::Range { start, stop, step } => {
            let left = range_length(*start, *stop, *step);
            let last = start.wrapping_add((left.wrapping_sub(1) as i64).wrapping_mul(*step));
            Object::RangeIterator { next: last, left, step: step.wrapping_neg() }.into()
        }
        Object::Str(s) => backwards(s.text.chars().map(|c| Value::str(c.to_string())).collect()),
        Object::Bytes(bytes) => backwards(bytes.iter().map(|&b| Value::Int(i64::from(b))).collect()),
        Object::Dict(dict) => backwards(dict.iter().map(|(key, _)| key.clone()).collect()),
        Object::DictView { dict, view } => {
            let dict = dict.as_dict()?;
            backwards(match view {
                crate::vm::value::DictView::Keys => dict.iter().map(|(key, _)| key.clone()).collect(),
                crate::vm::value::DictView::Values => dict.iter().map(|(_, value)| value.clone()).collect(),
                crate::vm::value::DictView::Items => {
                    dict.iter().map(|(key, value)| Value::tuple(vec![key.clone(), value.clone()])).collect()
                }
            })
        }
        _ => return None,
    })
}

/// An object with `__len__` and `__getitem__`: its items are taken at once, from the end.
fn reverse_sequence(vm: &mut Vm, value: Value) -> Result<Flow> {
    let Some(length) = vm.python_special(&value, sym::D_LEN) else {
        let name = vm.type_name(&value);
        return Err(vm.type_error(format!("object of type '{name}' has no len()")));
    };
    Flow::call(length, vec![value.clone()], |vm, length| {
        let length = length.value()?;
        let length = vm.checked_length(&length)?;
        items_backwards(vm, value, length, Vec::new())
    })
}

fn items_backwards(vm: &mut Vm, value: Value, left: i64, mut items: Vec<Value>) -> Result<Flow> {
    if left == 0 {
        let items = Value::tuple(items);
        return Ok(Flow::Return(Value::iterator(Iteration::Items { items, index: 0 })));
    }
    let item = vm.subscript(&value, &Value::Int(left - 1))?;
    vm.after(item, move |vm, item| {
        items.push(item.value()?);
        items_backwards(vm, value, left - 1, items)
    })
}

fn iterator_itself(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "iterator.__iter__", is_native_iterator)?;
    rest.none(vm, "iterator.__iter__")?;
    Ok(Flow::Return(this.clone()))
}

fn iterator_next(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "iterator.__next__", is_native_iterator)?;
    rest.none(vm, "iterator.__next__")?;
    vm.next_or(this, None)
}

fn is_native_iterator(value: &Value) -> bool {
    matches!(value.object(), Some(Object::Iterator(_) | Object::RangeIterator { .. }))
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "iterator.__length_hint__", is_native_iterator)?;
    let left = match this.object() {
        Some(Object::RangeIterator { left, .. }) => *left,
        Some(Object::Iterator(iteration)) => match &**iteration {
            Iteration::List { list, index } => list.as_list().map_or(0, |l| l.len().saturating_sub(*index)) as u64,
            Iteration::Items { items, index } => items.as_tuple().map_or(0, |t| t.len().saturating_sub(*index)) as u64,
            Iteration::Reversed { left, .. } => *left as u64,
            _ => 0,
        },
        _ => 0,
    };
    Ok(Flow::Return(Value::Int(left as i64)))
}

fn range_receiver<'a>(vm: &Vm, args: Args<'a>, method: &str) -> Result<(&'a Value, Args<'a>)> {
    args.receiver(vm, method, |this| matches!(this.object(), Some(Object::Range { .. })))
}

fn in_range(vm: &mut Vm, asks: &mut Asks, range: &Value, value: &Value) -> Attempt<bool> {
    Ok(vm.contains_native(asks, range, value)?.unwrap_or(false))
}

fn range_index(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = range_receiver(vm, args, "range.index")?;
    let (this, value) = (this.clone(), rest.one(vm, "range.index")?.clone());
    vm.with_asks(move |vm, asks| {
        if in_range(vm, asks, &this, &value)?
            && let (Some(Object::Range { start, step, .. }), Some(n)) = (this.object(), value.as_int())
        {
            return Ok(Value::Int((n - start) / step));
        }
        let text = vm.repr(asks, &value)?;
        Err(vm.value_error(format!("{text} is not in range")).into())
    })
}

fn range_count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = range_receiver(vm, args, "range.count")?;
    let (this, value) = (this.clone(), rest.one(vm, "range.count")?.clone());
    vm.with_asks(move |vm, asks| Ok(Value::Int(i64::from(in_range(vm, asks, &this, &value)?))))
}

fn slice_indices(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "slice.indices", |this| matches!(this.object(), Some(Object::Slice(_))))?;
    let (this, length) = (this.clone(), rest.one(vm, "slice.indices")?.clone());
    vm.with_asks(move |vm, asks| {
        let Some(length) = vm.index_of(asks, &length)? else { return Err(not_an_integer(vm, &length).into()) };
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.value_error("length should not be negative").into());
        };
        let Some(Object::Slice(parts)) = this.object() else { return Ok(Value::None) };
        let span = vm.slice_span(asks, parts, length)?;
        Ok(Value::tuple(vec![Value::Int(span.start), Value::Int(span.stop), Value::Int(span.step)]))
    })
}
