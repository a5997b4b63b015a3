//! `sorted` and `list.sort`: a stable merge sort that can stop wherever a key function or `__lt__` is Python code.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Interrupt};
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::{Flow, Input};
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};

pub(super) static FUNCTIONS: &[NativeDef] =
    &[NativeDef::function("sorted", "iterable, /, *, key=None, reverse=False", sorted).cost(60)];

pub(super) static LIST_METHODS: &[NativeDef] =
    &[NativeDef::method("sort", "*, key=None, reverse=False", sort).cost(30)];

/// Nanoseconds a comparison of a sort costs CPython 3.13, where items are not all integers, floats or strings.
const COMPARISON: u64 = 20;

/// Runs of this length are sorted by insertion before they are merged.
const RUN: usize = 16;

/// What is sorted: each item with its key; without a key function they are the same.
type Pair = (Value, Value);

/// What to do with the sorted items, or with the items as they are when something raised.
type Done = Box<dyn FnOnce(&mut Vm, Vec<Value>, Option<Exception>) -> Result<Flow>>;

fn options(vm: &mut Vm, args: Args<'_>) -> Result<(Value, bool)> {
    let (mut key, mut reverse) = (Value::None, false);
    for (keyword, value) in args.keyword_pairs() {
        match keyword {
            sym::KEY => key = value.clone(),
            sym::REVERSE if vm.machine.python.version() >= (3, 13) => {
                reverse = vm.native_truth(value).unwrap_or(true);
            }
            sym::REVERSE => reverse = super::list::integer(vm, value)? != 0,
            other => return Err(super::arguments::unexpected_keyword(vm, "sort", other, &["key", "reverse"])),
        }
    }
    Ok((key, reverse))
}

fn sorted(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [iterable] = args.all() else {
        return Err(super::arguments::wrong_count(vm, "sorted", args.count(), 1, 1));
    };
    let (key, reverse) = options(vm, args)?;
    vm.collect(iterable, move |vm, items| {
        vm.charge(super::list::ITEM * items.len() as u64);
        let done: Done = Box::new(|_, items, error| match error {
            Some(exception) => Err(exception),
            None => Ok(Flow::Return(Value::list(items))),
        });
        vm.sort_items(items, key, reverse, done)
    })
}

fn sort(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "list.sort", |this| this.as_list().is_some())?;
    if rest.count() > 0 {
        return Err(vm.type_error("sort() takes no positional arguments"));
    }
    let (key, reverse) = options(vm, rest)?;
    let list = this.clone();
    // As in CPython the list is empty while it is sorted.
    let items = list.as_list().map(std::mem::take).unwrap_or_default();
    let done: Done = Box::new(move |vm, items, error| {
        let Some(target) = list.as_list() else { return Flow::none() };
        let changed = std::mem::replace(target, items);
        let modified = !changed.is_empty();
        drop(changed);
        match error {
            Some(exception) => Err(exception),
            None if modified => Err(vm.value_error("list modified during sort")),
            None => Flow::none(),
        }
    });
    vm.sort_items(items, key, reverse, done)
}

impl Vm {
    /// Sorts items and hands them to `done`.
    fn sort_items(&mut self, items: Vec<Value>, key: Value, reverse: bool, done: Done) -> Result<Flow> {
        if key.is_none() {
            let pairs = items.into_iter().map(|item| (item, Value::Undefined)).collect();
            return begin(self, pairs, reverse, done);
        }
        let keys = Vec::with_capacity(items.len());
        compute_keys(self, items, keys, key, reverse, done)
    }
}

/// Calls the key function for one item after another.
fn compute_keys(
    vm: &mut Vm,
    items: Vec<Value>,
    mut keys: Vec<Value>,
    key: Value,
    reverse: bool,
    done: Done,
) -> Result<Flow> {
    let Some(item) = items.get(keys.len()) else {
        let pairs = items.into_iter().zip(keys).collect();
        return begin(vm, pairs, reverse, done);
    };
    Flow::call(key.clone(), vec![item.clone()], move |vm, input| match input {
        Input::Raised(exception) => done(vm, items, Some(exception)),
        input => {
            keys.push(input.value()?);
            compute_keys(vm, items, keys, key, reverse, done)
        }
    })
}

fn begin(vm: &mut Vm, mut pairs: Vec<Pair>, reverse: bool, done: Done) -> Result<Flow> {
    // A stable sort in descending order is one in ascending order of the reversed items, reversed.
    if reverse {
        pairs.reverse();
    }
    if let Some(cost) = sort_natively(&mut pairs) {
        vm.charge(cost);
        return finish(vm, pairs, reverse, done, None);
    }
    Merge::new(pairs, reverse, done).go_on(vm)
}

fn finish(vm: &mut Vm, mut pairs: Vec<Pair>, reverse: bool, done: Done, error: Option<Exception>) -> Result<Flow> {
    if reverse {
        pairs.reverse();
    }
    let items = pairs.into_iter().map(|(item, _)| item).collect();
    done(vm, items, error)
}

#[inline]
fn key_of(pair: &Pair) -> &Value {
    if pair.1.is_undefined() { &pair.0 } else { &pair.1 }
}

/// Sorts by keys that are all integers, all floats (none of them NaN) or all strings. Returns the nanoseconds that it
/// takes CPython, whose comparisons of such keys are specialised.
fn sort_natively(pairs: &mut [Pair]) -> Option<u64> {
    let all = |pairs: &[Pair], is: fn(&Value) -> bool| pairs.iter().all(|pair| is(key_of(pair)));
    if all(pairs, |key| matches!(key, Value::Int(_))) {
        let cost = 4 * comparisons(pairs, |a, b| a.as_int() <= b.as_int());
        pairs.sort_by_key(|pair| key_of(pair).as_int());
        return Some(cost);
    }
    if all(pairs, |key| matches!(key, Value::Float(x) if !x.is_nan())) {
        let float = |key: &Value| match key {
            Value::Float(x) => *x,
            _ => 0.0,
        };
        let cost = 4 * comparisons(pairs, |a, b| float(a) <= float(b));
        pairs.sort_by(|a, b| float(key_of(a)).partial_cmp(&float(key_of(b))).unwrap_or(std::cmp::Ordering::Equal));
        return Some(cost);
    }
    if all(pairs, |key| matches!(key.object(), Some(Object::Str(_)))) {
        let cost = 10 * comparisons(pairs, |a, b| a.as_str() <= b.as_str());
        pairs.sort_by(|a, b| key_of(a).as_str().cmp(&key_of(b).as_str()));
        return Some(cost);
    }
    None
}

/// n log n, or n when the items are in order already.
fn comparisons(pairs: &[Pair], in_order: impl Fn(&Value, &Value) -> bool) -> u64 {
    let n = pairs.len() as u64;
    let ordered = pairs.windows(2).all(|two| in_order(key_of(&two[0]), key_of(&two[1])));
    if ordered { n } else { n * u64::from(n.max(2).ilog2()) }
}

/// A merge sort from the bottom up, as a state that can be left and taken up again between any two comparisons.
struct Merge {
    pairs: Vec<Pair>,
    reverse: bool,
    done: Done,
    stage: Stage,
}

enum Stage {
    /// Sorts short runs by insertion: the item at `i` moves down within its run; it is to be compared with `j - 1`.
    Insert { i: usize, j: usize },
    /// Merges neighbouring runs of `width` into `merged`.
    Merge { width: usize, left: usize, right: usize, left_end: usize, right_end: usize, merged: Vec<Pair> },
}

impl Merge {
    fn new(pairs: Vec<Pair>, reverse: bool, done: Done) -> Self {
        Self { pairs, reverse, done, stage: Stage::Insert { i: 1, j: 1 } }
    }

    fn go_on(mut self, vm: &mut Vm) -> Result<Flow> {
        loop {
            let Some((smaller, larger)) = self.question() else {
                return finish(vm, self.pairs, self.reverse, self.done, None);
            };
            vm.charge(COMPARISON);
            match vm.less(&mut Asks::default(), &smaller, &larger) {
                Ok(less) => self.answer(less),
                Err(Interrupt::Raise(exception)) => return self.fail(vm, exception),
                Err(Interrupt::Ask(_)) => {
                    let asked = vm.with_asks(move |vm, asks| Ok(Value::Bool(vm.less(asks, &smaller, &larger)?)));
                    let flow = match asked {
                        Ok(flow) => flow,
                        Err(exception) => return self.fail(vm, exception),
                    };
                    return vm.after(flow, move |vm, input| match input {
                        Input::Raised(exception) => self.fail(vm, exception),
                        input => {
                            let less = matches!(input.value()?, Value::Bool(true));
                            self.answer(less);
                            self.go_on(vm)
                        }
                    });
                }
            }
        }
    }

    fn fail(mut self, vm: &mut Vm, exception: Exception) -> Result<Flow> {
        if let Stage::Merge { left, right, left_end, right_end, merged, .. } = &mut self.stage {
            // Put everything back, in whatever order.
            let mut all = std::mem::take(merged);
            for at in (*left..*left_end).chain(*right..*right_end).chain(*right_end..self.pairs.len()) {
                all.push(take(&mut self.pairs[at]));
            }
            self.pairs = all;
        }
        finish(vm, self.pairs, self.reverse, self.done, Some(exception))
    }

    /// The next comparison, `smaller < larger`; `None` when everything is sorted.
    fn question(&mut self) -> Option<(Value, Value)> {
        let n = self.pairs.len();
        loop {
            match &mut self.stage {
                Stage::Insert { i, j } => {
                    if *i >= n {
                        if n <= RUN {
                            return None;
                        }
                        self.stage = start_merge(RUN, 0, n, Vec::with_capacity(n));
                        continue;
                    }
                    if *j % RUN == 0 {
                        // It has reached the beginning of its run.
                        *i += 1;
                        *j = *i;
                        continue;
                    }
                    return Some((key_of(&self.pairs[*j]).clone(), key_of(&self.pairs[*j - 1]).clone()));
                }
                Stage::Merge { width, left, right, left_end, right_end, merged } => {
                    if *left < *left_end && *right < *right_end {
                        return Some((key_of(&self.pairs[*right]).clone(), key_of(&self.pairs[*left]).clone()));
                    }
                    for at in (*left..*left_end).chain(*right..*right_end) {
                        merged.push(take(&mut self.pairs[at]));
                    }
                    let (width, next, merged) = (*width, *right_end, std::mem::take(merged));
                    if next < n {
                        self.stage = start_merge(width, next, n, merged);
                        continue;
                    }
                    self.pairs = merged;
                    if width * 2 >= n {
                        self.stage = Stage::Insert { i: n, j: n };
                        return None;
                    }
                    self.stage = start_merge(width * 2, 0, n, Vec::with_capacity(n));
                }
            }
        }
    }

    fn answer(&mut self, less: bool) {
        match &mut self.stage {
            Stage::Insert { i, j } => {
                if less {
                    self.pairs.swap(*j, *j - 1);
                    *j -= 1;
                } else {
                    *i += 1;
                    *j = *i;
                }
            }
            Stage::Merge { left, right, merged, .. } => {
                let from = if less { right } else { left };
                merged.push(take(&mut self.pairs[*from]));
                *from += 1;
            }
        }
    }
}

fn take(pair: &mut Pair) -> Pair {
    (pair.0.take(), pair.1.take())
}

fn start_merge(width: usize, start: usize, n: usize, merged: Vec<Pair>) -> Stage {
    let middle = (start + width).min(n);
    let end = (start + 2 * width).min(n);
    Stage::Merge { width, left: start, right: middle, left_end: middle, right_end: end, merged }
}
