//! Functions that go through an iterable once: `sum`, `min`, `max`, `any`, `all`.

use super::arguments::Parameters;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Interrupt};
use crate::vm::code::{BinaryOp, CompareOp};
use crate::vm::exception::Result;
use crate::vm::frame::{Flow, Input};
use crate::vm::function::{Args, NativeDef};
use crate::vm::iterate::{Came, Next};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("sum", "iterable, /, start=0", sum).cost(20),
    NativeDef::function("min", "*args, key=None, default=", min).cost(20),
    NativeDef::function("max", "*args, key=None, default=", max).cost(20),
    NativeDef::function("any", "iterable, /", any).cost(30),
    NativeDef::function("all", "iterable, /", all).cost(30),
];

/// Nanoseconds an item of `sum` costs CPython 3.13, and what an item of a range costs more: its integer is made.
const SUM_ITEM: u64 = 8;
const RANGE_ITEM: u64 = 14;

/// Nanoseconds an item of `min`, `max`, `any`, `all` costs.
const ITEM: u64 = 18;

fn sum(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<2> =
        Parameters { function: "sum", names: ["iterable", "start"], required: 1, positional_only: 1, positional: 2 };
    let [Some(iterable), start] = args.parse(vm, &PARAMETERS)? else { return Flow::none() };
    let start = start.cloned().unwrap_or(Value::Int(0));
    if start.as_str().is_some() {
        return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    if start.as_bytes().is_some() {
        return Err(vm.type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
    }
    let iterator = vm.iter(iterable)?;
    vm.after(iterator, move |vm, iterator| {
        let iterator = iterator.value()?;
        let total = match start {
            Value::Int(n) => Total::Int(n),
            Value::Float(x) => Total::Float { sum: x, lost: 0.0 },
            other => Total::Other(other),
        };
        add_up(vm, iterator, total)
    })
}

/// What has been added up so far.
enum Total {
    Int(i64),
    /// With what the rounding of each addition lost (Neumaier), as CPython does since 3.12.
    Float {
        sum: f64,
        lost: f64,
    },
    Other(Value),
}

impl Total {
    fn take(&mut self) -> Self {
        std::mem::replace(self, Total::Int(0))
    }

    fn value(self) -> Value {
        match self {
            Total::Int(n) => Value::Int(n),
            Total::Float { sum, lost } => Value::Float(if lost != 0.0 && lost.is_finite() { sum + lost } else { sum }),
            Total::Other(value) => value,
        }
    }

    /// How to go on with the result of a general addition: integers may turn into floats, nothing turns back.
    fn after_general_addition(&self) -> fn(Value) -> Total {
        match self {
            Total::Int(_) => |sum| match sum {
                Value::Float(x) => Total::Float { sum: x, lost: 0.0 },
                other => Total::Other(other),
            },
            _ => Total::Other,
        }
    }

    /// Adds an item, if that needs no general addition.
    #[inline]
    fn add(&mut self, item: &Value) -> bool {
        match (&mut *self, item) {
            (Total::Int(n), Value::Int(m)) => match n.checked_add(*m) {
                Some(sum) => {
                    *n = sum;
                    true
                }
                None => false,
            },
            (Total::Int(n), Value::Bool(b)) => match n.checked_add(i64::from(*b)) {
                Some(sum) => {
                    *n = sum;
                    true
                }
                None => false,
            },
            (Total::Float { sum, lost }, Value::Float(x)) => {
                let total = *sum + x;
                *lost += if sum.abs() >= x.abs() { (*sum - total) + x } else { (x - total) + *sum };
                *sum = total;
                true
            }
            (Total::Float { sum, .. }, Value::Int(n)) => {
                *sum += *n as f64;
                true
            }
            _ => false,
        }
    }
}

fn add_up(vm: &mut Vm, iterator: Value, mut total: Total) -> Result<Flow> {
    if let (Total::Int(start), Some(Object::RangeIterator { next, left, step })) = (&total, iterator.object_mut()) {
        // An arithmetic series, at CPython's price.
        let (n, first, step) = (i128::from(*left), i128::from(*next), i128::from(*step));
        let series = first
            .checked_mul(n)
            .zip(n.checked_mul(n - 1).map(|pairs| pairs / 2).and_then(|pairs| pairs.checked_mul(step)));
        let sum = series.and_then(|(a, b)| a.checked_add(b)).and_then(|s| s.checked_add(i128::from(*start)));
        if let Some(sum) = sum.and_then(|sum| i64::try_from(sum).ok()) {
            vm.charge(*left * (SUM_ITEM + RANGE_ITEM));
            *left = 0;
            return Ok(Flow::Return(Value::Int(sum)));
        }
    }
    if let Value::Object(generator) = &iterator
        && let Object::Generator(_) = generator.get()
    {
        return Flow::each(generator.clone(), move |vm, input| {
            let item = match input {
                Input::Yielded(item) => item,
                Input::Raised(exception) => return Err(exception),
                _ => return Ok(Some(Flow::Return(total.take().value()))),
            };
            vm.charge(SUM_ITEM);
            if total.add(&item) {
                return Ok(None);
            }
            let restart = total.after_general_addition();
            match vm.binary(BinaryOp::Add, &total.take().value(), &item)? {
                Flow::Return(sum) => {
                    total = restart(sum);
                    Ok(None)
                }
                flow => {
                    let iterator = iterator.clone();
                    let flow = vm.after(flow, move |vm, sum| add_up(vm, iterator, restart(sum.value()?)))?;
                    Ok(Some(flow))
                }
            }
        });
    }
    loop {
        let item = match vm.native_next(&iterator)? {
            Next::Item(item) => Some(item),
            Next::End => None,
            Next::Ask => {
                let again = iterator.clone();
                let came = vm.next_with(&iterator, total, |vm, total, item| match item {
                    None => Ok(Flow::Return(total.value())),
                    Some(item) => add_one(vm, again, total, item),
                })?;
                match came {
                    Came::Later(flow) => return Ok(flow),
                    Came::Now(so_far, item) => {
                        total = so_far;
                        item
                    }
                }
            }
        };
        let Some(item) = item else { return Ok(Flow::Return(total.value())) };
        vm.charge(SUM_ITEM);
        if !total.add(&item) {
            let restart = total.after_general_addition();
            match vm.binary(BinaryOp::Add, &total.value(), &item)? {
                Flow::Return(sum) => total = restart(sum),
                flow => {
                    return vm.after(flow, move |vm, sum| {
                        let total = restart(sum.value()?);
                        add_up(vm, iterator, total)
                    });
                }
            }
        }
    }
}

/// Adds an item that came later, and goes on.
fn add_one(vm: &mut Vm, iterator: Value, mut total: Total, item: Value) -> Result<Flow> {
    vm.charge(SUM_ITEM);
    if total.add(&item) {
        return add_up(vm, iterator, total);
    }
    let restart = total.after_general_addition();
    let flow = vm.binary(BinaryOp::Add, &total.value(), &item)?;
    vm.after(flow, move |vm, sum| {
        let total = restart(sum.value()?);
        add_up(vm, iterator, total)
    })
}

fn min(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    extreme(vm, args, "min", CompareOp::Lt)
}

fn max(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    extreme(vm, args, "max", CompareOp::Gt)
}

fn extreme(vm: &mut Vm, args: Args<'_>, name: &'static str, op: CompareOp) -> Result<Flow> {
    let (mut key, mut default) = (Value::None, None);
    for (keyword, value) in args.keyword_pairs() {
        match keyword {
            sym::KEY => key = value.clone(),
            sym::DEFAULT => default = Some(value.clone()),
            other => return Err(super::arguments::unexpected_keyword(vm, name, other, &["key", "default"])),
        }
    }
    match args.all() {
        [] => Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => {
            // Two things are commonest, and need no state.
            let iterator = vm.iter(iterable)?;
            vm.after(iterator, move |vm, iterator| {
                let iterator = iterator.value()?;
                Search { op, name, key, default, iterator, best: None }.go_on(vm)
            })
        }
        _ if default.is_some() => {
            Err(vm.type_error(format!("Cannot specify a default for {name}() with multiple positional arguments")))
        }
        several => {
            let items = Value::tuple(several.to_vec());
            let Some(iterator) = vm.native_iter(&items) else { return Flow::none() };
            Search { op, name, key, default, iterator, best: None }.go_on(vm)
        }
    }
}

/// The look for the smallest or largest item.
struct Search {
    op: CompareOp,
    name: &'static str,
    key: Value,
    default: Option<Value>,
    iterator: Value,
    /// The best item so far with its key.
    best: Option<(Value, Value)>,
}

impl Search {
    fn go_on(mut self, vm: &mut Vm) -> Result<Flow> {
        loop {
            let item = match vm.native_next(&self.iterator)? {
                Next::Item(item) => Some(item),
                Next::End => None,
                Next::Ask => {
                    let iterator = self.iterator.clone();
                    let came = vm.next_with(&iterator, self, |vm, search, item| match item {
                        None => search.finish(vm),
                        Some(item) if search.key.is_none() => search.weigh(vm, item.clone(), item),
                        Some(item) => search.ask_key(item),
                    })?;
                    match came {
                        Came::Later(flow) => return Ok(flow),
                        Came::Now(search, item) => {
                            self = search;
                            item
                        }
                    }
                }
            };
            let Some(item) = item else { return self.finish(vm) };
            vm.charge(ITEM);
            if !self.key.is_none() {
                return self.ask_key(item);
            }
            if let Some(candidate) = self.consider(vm, item.clone(), item)? {
                return self.ask_better(vm, candidate);
            }
        }
    }

    fn ask_key(self, item: Value) -> Result<Flow> {
        Flow::call(self.key.clone(), vec![item.clone()], move |vm, key| {
            let key = key.value()?;
            self.weigh(vm, item, key)
        })
    }

    fn weigh(mut self, vm: &mut Vm, item: Value, key: Value) -> Result<Flow> {
        match self.consider(vm, item, key)? {
            None => self.go_on(vm),
            Some(candidate) => self.ask_better(vm, candidate),
        }
    }

    /// Compares natively, if possible; otherwise gives the candidate back.
    fn consider(&mut self, vm: &mut Vm, item: Value, key: Value) -> Result<Option<(Value, Value)>> {
        let Some((_, best)) = &self.best else {
            self.best = Some((item, key));
            return Ok(None);
        };
        match vm.compare_with(&mut Asks::default(), self.op, &key, best) {
            Ok(true) => {
                self.best = Some((item, key));
                Ok(None)
            }
            Ok(false) => Ok(None),
            Err(Interrupt::Raise(exception)) => Err(exception),
            Err(Interrupt::Ask(_)) => Ok(Some((item, key))),
        }
    }

    fn ask_better(mut self, vm: &mut Vm, candidate: (Value, Value)) -> Result<Flow> {
        let op = self.op;
        let key = candidate.1.clone();
        let best = self.best.as_ref().map_or(Value::None, |(_, key)| key.clone());
        let better = vm.with_asks(move |vm, asks| Ok(Value::Bool(vm.compare_with(asks, op, &key, &best)?)))?;
        vm.after(better, move |vm, better| {
            if matches!(better.value()?, Value::Bool(true)) {
                self.best = Some(candidate);
            }
            self.go_on(vm)
        })
    }

    fn finish(self, vm: &mut Vm) -> Result<Flow> {
        match (self.best, self.default) {
            (Some((item, _)), _) | (None, Some(item)) => Ok(Flow::Return(item)),
            (None, None) => Err(vm.value_error(format!("{}() iterable argument is empty", self.name))),
        }
    }
}

fn any(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let iterator = args.one(vm, "any").and_then(|iterable| vm.iter(&iterable.clone()))?;
    vm.after(iterator, |vm, iterator| {
        let iterator = iterator.value()?;
        until(vm, iterator, true)
    })
}

fn all(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let iterator = args.one(vm, "all").and_then(|iterable| vm.iter(&iterable.clone()))?;
    vm.after(iterator, |vm, iterator| {
        let iterator = iterator.value()?;
        until(vm, iterator, false)
    })
}

/// Goes on until an item's truth is `sought`; the answer is whether it ended so (as `any`) or not (as `all`).
fn until(vm: &mut Vm, iterator: Value, sought: bool) -> Result<Flow> {
    loop {
        let item = match vm.native_next(&iterator)? {
            Next::Item(item) => Some(item),
            Next::End => None,
            Next::Ask => {
                let again = iterator.clone();
                let came = vm.next_with(&iterator, (), move |vm, (), item| match item {
                    None => Ok(Flow::Return(Value::Bool(!sought))),
                    Some(item) => until_asked(vm, again, sought, item),
                })?;
                match came {
                    Came::Later(flow) => return Ok(flow),
                    Came::Now((), item) => item,
                }
            }
        };
        let Some(item) = item else { return Ok(Flow::Return(Value::Bool(!sought))) };
        vm.charge(ITEM);
        match vm.native_truth(&item) {
            Some(truth) if truth == sought => return Ok(Flow::Return(Value::Bool(sought))),
            Some(_) => {}
            None => return until_asked(vm, iterator, sought, item),
        }
    }
}

fn until_asked(vm: &mut Vm, iterator: Value, sought: bool, item: Value) -> Result<Flow> {
    vm.charge(ITEM);
    let truth = vm.truth(&item)?;
    vm.after(truth, move |vm, truth| {
        let truth = truth.value()?;
        if vm.native_truth(&truth) == Some(sought) {
            return Ok(Flow::Return(Value::Bool(sought)));
        }
        until(vm, iterator, sought)
    })
}
