//! `_itertools`: iterators of which threads may share one, so that each `next` is one step as in C; and `_functools`.

use crate::library::context::native_object;
use crate::vm::Vm;
use crate::vm::code::BinaryOp;
use crate::vm::exception::Result;
use crate::vm::frame::{CallRequest, Flow};
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::Symbol;
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};

/// What `_itertools` offers.
pub const NAMES: &[&str] = &["count", "cycle", "repeat", "chain", "islice"];

/// What `_functools` offers.
pub const FUNCTOOLS_NAMES: &[&str] = &["partial", "reduce"];

struct Count {
    next: Value,
    step: Value,
}
native_object!(
    Count,
    |this, visit| {
        visit(&this.next);
        visit(&this.step);
    },
    |this| this.next = Value::None
);

struct Cycle {
    iterator: Value,
    saved: Vec<Value>,
    /// Whether the iterator is at its end, and which of the saved items comes next.
    next: Option<usize>,
}
native_object!(
    Cycle,
    |this, visit| {
        visit(&this.iterator);
        this.saved.iter().for_each(visit);
    },
    |this| {
        this.iterator = Value::None;
        this.saved.clear();
    }
);

struct Repeat {
    item: Value,
    left: Option<i64>,
}
native_object!(Repeat, |this, visit| visit(&this.item), |this| this.item = Value::None);

/// Iterables one after the other: an iterator over them, and one over the current one.
struct Chain {
    outer: Value,
    inner: Value,
}
native_object!(
    Chain,
    |this, visit| {
        visit(&this.outer);
        visit(&this.inner);
    },
    |this| {
        this.outer = Value::None;
        this.inner = Value::None;
    }
);

struct Slice {
    iterator: Value,
    /// How many items have been taken from it.
    position: i64,
    next: i64,
    stop: Option<i64>,
    step: i64,
}
native_object!(Slice, |this, visit| visit(&this.iterator), |this| this.iterator = Value::None);

struct Partial {
    func: Value,
    args: Vec<Value>,
    keywords: Vec<(Symbol, Value)>,
}
native_object!(
    Partial,
    |this, visit| {
        visit(&this.func);
        this.args.iter().for_each(&mut *visit);
        this.keywords.iter().for_each(|(_, value)| visit(value));
    },
    |this| {
        this.func = Value::None;
        this.args.clear();
        this.keywords.clear();
    }
);

const fn next(call: crate::vm::function::NativeFn) -> NativeDef {
    NativeDef::method("__next__", "", call).cost(20)
}
const ITER: NativeDef = NativeDef::method("__iter__", "", itself).cost(20);

static COUNT: [NativeDef; 3] = [ITER, next(next_count), NativeDef::method("__repr__", "", count_repr)];
static CYCLE: [NativeDef; 2] = [ITER, next(next_cycle)];
static REPEAT: [NativeDef; 3] = [ITER, next(next_repeat), NativeDef::method("__repr__", "", repeat_repr)];
static CHAIN: [NativeDef; 3] = [
    ITER,
    next(next_chain),
    NativeDef::method("__class_getitem__", "item, /", crate::vm::builtins::generic::class_getitem),
];
static FROM_ITERABLE: NativeDef = NativeDef::function("from_iterable", "iterable, /", from_iterable).cost(60);
static SLICE: [NativeDef; 2] = [ITER, next(next_slice)];
static PARTIAL: [NativeDef; 3] = [
    NativeDef::method("__call__", "*args, **kwargs", call_partial).cost(40),
    NativeDef::method("__repr__", "", partial_repr).cost(100),
    NativeDef::method("__class_getitem__", "item, /", crate::vm::builtins::generic::class_getitem),
];
static PARTIAL_STATE: [GetSet; 3] = [
    GetSet { name: "func", get: partial_func, set: None },
    GetSet { name: "args", get: partial_args, set: None },
    GetSet { name: "keywords", get: partial_keywords, set: None },
];
static REDUCE: NativeDef = NativeDef::function("reduce", "function, iterable, initial=, /", reduce).cost(60);

#[derive(Default)]
struct Classes {
    chain: Option<Ref>,
}

/// Puts the classes of `_itertools` into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let count = vm.native_class("itertools", "count", Some(new_count), &COUNT, &[]);
    let cycle = vm.native_class("itertools", "cycle", Some(new_cycle), &CYCLE, &[]);
    let repeat = vm.native_class("itertools", "repeat", Some(new_repeat), &REPEAT, &[]);
    let chain = vm.native_class("itertools", "chain", Some(new_chain), &CHAIN, &[]);
    let slice = vm.native_class("itertools", "islice", Some(new_slice), &SLICE, &[]);
    vm.add_class_value(&chain, "from_iterable", Object::Native(&FROM_ITERABLE).into());
    vm.state::<Classes>().chain = Some(chain.clone());
    for (name, class) in [("count", count), ("cycle", cycle), ("repeat", repeat), ("chain", chain), ("islice", slice)] {
        vm.set_global(module, name, class.into());
    }
}

/// Puts what `_functools` has into the module.
pub fn install_functools(vm: &mut Vm, module: &Value) {
    let partial = vm.native_class("functools", "partial", Some(new_partial), &PARTIAL, &PARTIAL_STATE);
    vm.set_global(module, "partial", partial.into());
    vm.set_global(module, "reduce", Object::Native(&REDUCE).into());
}

fn itself(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(args.values[0].clone()))
}

fn make(vm: &Vm, class: &Ref, native: impl NativeObject) -> Result<Flow> {
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(native))))
}

fn new_count(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let (start, step) = (vm.interner.intern("start"), vm.interner.intern("step"));
    let next = args.get(0).or_else(|| args.keyword(start)).cloned().unwrap_or(Value::Int(0));
    let step = args.get(1).or_else(|| args.keyword(step)).cloned().unwrap_or(Value::Int(1));
    for value in [&next, &step] {
        if !value.is_integer() && !matches!(value.plain(), Value::Float(_)) && value.as_instance().is_none() {
            return Err(vm.type_error("a number is required"));
        }
    }
    make(vm, class, Count { next, step })
}

fn next_count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(count) = args.values[0].as_native::<Count>() else { return Flow::none() };
    if let (Value::Int(n), Value::Int(step)) = (&count.next, &count.step)
        && let Some(after) = n.checked_add(*step)
    {
        let now = std::mem::replace(&mut count.next, Value::Int(after));
        return Ok(Flow::Return(now));
    }
    let (value, now, step) = (args.values[0].clone(), count.next.clone(), count.step.clone());
    let flow = vm.binary(BinaryOp::Add, &now, &step)?;
    vm.after(flow, move |_, input| {
        let after = input.value()?;
        if let Some(count) = value.as_native::<Count>() {
            count.next = after;
        }
        Ok(Flow::Return(now))
    })
}

fn count_repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| {
        let Some(count) = value.as_native::<Count>() else { return Ok(Value::None) };
        let (next, step) = (count.next.clone(), count.step.clone());
        let next = vm.repr(asks, &next)?;
        Ok(Value::str(match step {
            Value::Int(1) => format!("count({next})"),
            step => format!("count({next}, {})", vm.repr(asks, &step)?),
        }))
    })
}

fn new_cycle(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let class = class.clone();
    let flow = vm.iter(args.one(vm, "cycle")?)?;
    vm.after(flow, move |vm, input| {
        let iterator = input.value()?;
        make(vm, &class, Cycle { iterator, saved: Vec::new(), next: None })
    })
}

fn next_cycle(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    let Some(cycle) = value.as_native::<Cycle>() else { return Flow::none() };
    if cycle.next.is_some() {
        return again(vm, cycle);
    }
    let iterator = cycle.iterator.clone();
    vm.next(&iterator, move |vm, item| {
        let Some(cycle) = value.as_native::<Cycle>() else { return Flow::none() };
        match item {
            Some(item) => {
                cycle.saved.push(item.clone());
                Ok(Flow::Return(item))
            }
            None => {
                cycle.next = Some(0);
                cycle.iterator = Value::None;
                again(vm, cycle)
            }
        }
    })
}

fn again(vm: &mut Vm, cycle: &mut Cycle) -> Result<Flow> {
    let at = cycle.next.unwrap_or_default();
    let Some(item) = cycle.saved.get(at) else { return Err(vm.stop_iteration(Value::None)) };
    cycle.next = Some((at + 1) % cycle.saved.len());
    Ok(Flow::Return(item.clone()))
}

fn new_repeat(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern("times");
    let Some(item) = args.get(0).cloned() else {
        return Err(vm.type_error("repeat() missing required argument 'object' (pos 1)"));
    };
    let left = match args.get(1).or_else(|| args.keyword(name)) {
        None => None,
        Some(times) => match times.as_int() {
            Some(times) => Some(times.max(0)),
            None => {
                let name = vm.type_name(times);
                return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
            }
        },
    };
    make(vm, class, Repeat { item, left })
}

fn next_repeat(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(repeat) = args.values[0].as_native::<Repeat>() else { return Flow::none() };
    match &mut repeat.left {
        Some(0) => return Err(vm.stop_iteration(Value::None)),
        Some(left) => *left -= 1,
        None => {}
    }
    Ok(Flow::Return(repeat.item.clone()))
}

fn repeat_repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| {
        let Some(repeat) = value.as_native::<Repeat>() else { return Ok(Value::None) };
        let (item, left) = (repeat.item.clone(), repeat.left);
        let item = vm.repr(asks, &item)?;
        Ok(Value::str(left.map_or_else(|| format!("repeat({item})"), |left| format!("repeat({item}, {left})"))))
    })
}

fn new_chain(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    args.refuse_keywords(vm, "chain")?;
    let all = Value::tuple(args.all().to_vec());
    chain_of(vm, class.clone(), &all)
}

fn from_iterable(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let class = vm.state::<Classes>().chain.clone().expect("installed with the module");
    let iterables = args.one(vm, "itertools.chain.from_iterable")?.clone();
    chain_of(vm, class, &iterables)
}

fn chain_of(vm: &mut Vm, class: Ref, iterables: &Value) -> Result<Flow> {
    let flow = vm.iter(iterables)?;
    vm.after(flow, move |vm, input| {
        let outer = input.value()?;
        make(vm, &class, Chain { outer, inner: Value::None })
    })
}

fn next_chain(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    advance_chain(vm, args.values[0].clone())
}

fn advance_chain(vm: &mut Vm, value: Value) -> Result<Flow> {
    let Some(chain) = value.as_native::<Chain>() else { return Flow::none() };
    if chain.inner.is_none() {
        let outer = chain.outer.clone();
        if outer.is_none() {
            return Err(vm.stop_iteration(Value::None));
        }
        return vm.next(&outer, move |vm, iterable| {
            let Some(chain) = value.as_native::<Chain>() else { return Flow::none() };
            let Some(iterable) = iterable else {
                chain.outer = Value::None;
                return Err(vm.stop_iteration(Value::None));
            };
            let flow = vm.iter(&iterable)?;
            vm.after(flow, move |vm, input| {
                let inner = input.value()?;
                if let Some(chain) = value.as_native::<Chain>() {
                    chain.inner = inner;
                }
                advance_chain(vm, value)
            })
        });
    }
    let inner = chain.inner.clone();
    vm.next(&inner, move |vm, item| match item {
        Some(item) => Ok(Flow::Return(item)),
        None => {
            if let Some(chain) = value.as_native::<Chain>() {
                chain.inner = Value::None;
            }
            advance_chain(vm, value)
        }
    })
}

fn new_slice(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "islice", 2, 4)?;
    let number = |vm: &Vm, value: &Value, least: i64, message: &str| match value.as_int() {
        Some(n) if n >= least => Ok(Some(n)),
        None if value.is_none() => Ok(None),
        _ => Err(vm.value_error(message.to_owned())),
    };
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const STEP: &str = "Step for islice() must be a positive integer or None.";
    let (start, stop, step) = match given {
        [_, stop] => (0, number(vm, stop, 0, STOP)?, 1),
        [_, start, stop, rest @ ..] => {
            let step = rest.first().map_or(Ok(None), |step| number(vm, step, 1, STEP))?;
            (number(vm, start, 0, INDICES)?.unwrap_or(0), number(vm, stop, 0, STOP)?, step.unwrap_or(1))
        }
        _ => (0, None, 1),
    };
    let class = class.clone();
    let flow = vm.iter(&given[0])?;
    vm.after(flow, move |vm, input| {
        let iterator = input.value()?;
        make(vm, &class, Slice { iterator, position: 0, next: start, stop, step })
    })
}

fn next_slice(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    advance_slice(vm, args.values[0].clone())
}

fn advance_slice(vm: &mut Vm, value: Value) -> Result<Flow> {
    let Some(slice) = value.as_native::<Slice>() else { return Flow::none() };
    // What lies before the first wanted item is taken, too, but nothing at or behind the stop.
    let over = slice.stop.is_some_and(|stop| slice.position >= stop);
    if over || slice.iterator.is_none() {
        slice.iterator = Value::None;
        return Err(vm.stop_iteration(Value::None));
    }
    let iterator = slice.iterator.clone();
    vm.next(&iterator, move |vm, item| {
        let Some(slice) = value.as_native::<Slice>() else { return Flow::none() };
        let Some(item) = item else {
            slice.iterator = Value::None;
            return Err(vm.stop_iteration(Value::None));
        };
        let position = slice.position;
        slice.position += 1;
        if position < slice.next {
            return advance_slice(vm, value);
        }
        slice.next = position.saturating_add(slice.step);
        Ok(Flow::Return(item))
    })
}

fn new_partial(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let Some(func) = args.get(0).cloned() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(&func) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let mut partial = Partial { func, args: args.all()[1..].to_vec(), keywords: Vec::new() };
    if let Some(inner) = partial.func.as_native::<Partial>() {
        let mut all = inner.args.clone();
        all.append(&mut partial.args);
        let (func, keywords) = (inner.func.clone(), inner.keywords.clone());
        partial = Partial { func, args: all, keywords };
    }
    for (name, value) in args.keyword_pairs() {
        put(&mut partial.keywords, name, value.clone());
    }
    make(vm, class, partial)
}

fn put(keywords: &mut Vec<(Symbol, Value)>, name: Symbol, value: Value) {
    match keywords.iter_mut().find(|(known, _)| *known == name) {
        Some((_, place)) => *place = value,
        None => keywords.push((name, value)),
    }
}

fn call_partial(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(partial) = args.values[0].as_native::<Partial>() else { return Flow::none() };
    let mut values = partial.args.clone();
    values.extend(args.all()[1..].iter().cloned());
    let mut keywords = partial.keywords.clone();
    for (name, value) in args.keyword_pairs() {
        put(&mut keywords, name, value.clone());
    }
    let names: Box<[Symbol]> = keywords.iter().map(|(name, _)| *name).collect();
    values.extend(keywords.into_iter().map(|(_, value)| value));
    Ok(Flow::Call(Box::new(CallRequest { callee: partial.func.clone(), args: values, keywords: names, then: None })))
}

fn partial_repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| {
        let Some(partial) = value.as_native::<Partial>() else { return Ok(Value::None) };
        let mut parts = vec![vm.repr(asks, &partial.func.clone())?];
        for arg in partial.args.clone() {
            parts.push(vm.repr(asks, &arg)?);
        }
        for (name, value) in partial.keywords.clone() {
            parts.push(format!("{}={}", vm.name(name), vm.repr(asks, &value)?));
        }
        Ok(Value::str(format!("functools.partial({})", parts.join(", "))))
    })
}

fn partial_func(_: &mut Vm, value: &Value) -> Result<Value> {
    Ok(value.as_native::<Partial>().map_or(Value::None, |partial| partial.func.clone()))
}

fn partial_args(_: &mut Vm, value: &Value) -> Result<Value> {
    Ok(value.as_native::<Partial>().map_or(Value::None, |partial| Value::tuple(partial.args.clone())))
}

fn partial_keywords(vm: &mut Vm, value: &Value) -> Result<Value> {
    let mut dict = crate::vm::dict::Dict::default();
    if let Some(partial) = value.as_native::<Partial>() {
        for (name, value) in &partial.keywords {
            dict.insert_str(&vm.name(*name), value.clone());
        }
    }
    Ok(Value::dict(dict))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "reduce", 2, 3)?;
    let (function, first) = (given[0].clone(), given.get(2).cloned());
    let flow = vm.iter(&given[1])?;
    vm.after(flow, move |vm, input| {
        let iterator = input.value()?;
        match first {
            Some(first) => fold(vm, function, iterator, first),
            None => {
                let rest = iterator.clone();
                vm.next(&iterator, move |vm, item| match item {
                    Some(first) => fold(vm, function, rest, first),
                    None => Err(vm.type_error("reduce() of empty iterable with no initial value")),
                })
            }
        }
    })
}

fn fold(vm: &mut Vm, function: Value, iterator: Value, result: Value) -> Result<Flow> {
    let rest = iterator.clone();
    vm.next(&iterator, move |_, item| match item {
        None => Ok(Flow::Return(result)),
        Some(item) => Flow::call(function.clone(), vec![result, item], move |vm, input| {
            let result = input.value()?;
            fold(vm, function, rest, result)
        }),
    })
}

/// A function with positional and keyword arguments.
pub type Call = (Value, Vec<Value>, Vec<(Symbol, Value)>);

/// What a `partial` calls, with which arguments.
pub fn partial(value: &Value) -> Option<Call> {
    value.as_native::<Partial>().map(|partial| (partial.func.clone(), partial.args.clone(), partial.keywords.clone()))
}

/// The function behind a `partial`, for naming it.
pub fn wrapped(value: &Value) -> Option<Value> {
    value.as_native::<Partial>().map(|partial| partial.func.clone())
}
