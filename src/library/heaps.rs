//! `_heapq` and `_bisect`: comparisons may be Python's, so each function first finds the way, then moves items.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Value};

/// What `_heapq` offers.
pub const HEAP_NAMES: &[&str] = &["heappush", "heappop", "heapify", "heapreplace", "heappushpop"];

/// What `_bisect` offers.
pub const BISECT_NAMES: &[&str] = &["find_right", "find_left"];

static HEAP: [NativeDef; 5] = [
    NativeDef::function("heappush", "heap, item, /", push).cost(50),
    NativeDef::function("heappop", "heap, /", pop).cost(50),
    NativeDef::function("heapify", "heap, /", heapify).cost(50),
    NativeDef::function("heapreplace", "heap, item, /", replace).cost(50),
    NativeDef::function("heappushpop", "heap, item, /", push_pop).cost(50),
];

static BISECT: [NativeDef; 2] = [
    NativeDef::function("find_right", "a, x, lo, hi, /", find_right).cost(60),
    NativeDef::function("find_left", "a, x, lo, hi, /", find_left).cost(60),
];

/// CPU of one comparison with what moves because of it.
const STEP: u64 = 18;

/// Puts the functions of `_heapq` into the module.
pub fn install_heap(vm: &mut Vm, module: &Value) {
    for def in &HEAP {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

/// Puts the functions of `_bisect` into the module.
pub fn install_bisect(vm: &mut Vm, module: &Value) {
    for def in &BISECT {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn heap_of(vm: &Vm, value: &Value) -> Result<Value> {
    if value.as_list().is_some() {
        return Ok(value.clone());
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("heap argument must be a list, not {name}")))
}

/// How far up an item moves that stands at `at`: its place among its ancestors.
fn rise(vm: &mut Vm, asks: &mut Asks, items: &[Value], item: &Value, mut at: usize) -> Attempt<usize> {
    while at > 0 {
        let parent = (at - 1) / 2;
        if !vm.less(asks, item, &items[parent])? {
            break;
        }
        at = parent;
    }
    Ok(at)
}

/// Where an item goes that is put at the top of the part of a heap that begins at `top`: the smaller children move up on
/// the way to a leaf, then the item rises from there (`_siftup` in CPython's `heapq`). The last place of the way is the
/// item's; what stood at each of the others' next place moves there.
fn sink(vm: &mut Vm, asks: &mut Asks, items: &[Value], item: &Value, top: usize) -> Attempt<Vec<usize>> {
    let mut way = vec![top];
    let mut at = top;
    loop {
        let mut child = 2 * at + 1;
        if child >= items.len() {
            break;
        }
        if child + 1 < items.len() && !vm.less(asks, &items[child], &items[child + 1])? {
            child += 1;
        }
        way.push(child);
        at = child;
    }
    while way.len() > 1 && vm.less(asks, item, &items[way[way.len() - 1]])? {
        way.pop();
    }
    Ok(way)
}

/// Moves items as [`sink`] has found, and charges for it: once, however often the way had to be looked for.
fn settle(vm: &mut Vm, items: &mut [Value], item: Value, way: &[usize]) {
    vm.charge(STEP * 2 * way.len() as u64);
    shift(items, item, way);
}

fn shift(items: &mut [Value], item: Value, way: &[usize]) {
    for pair in way.windows(2) {
        items.swap(pair[0], pair[1]);
    }
    if let Some(place) = way.last().and_then(|&at| items.get_mut(at)) {
        drop(std::mem::replace(place, item));
    }
}

fn push(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [heap, item] = args.between(vm, "heappush", 2, 2)? else { return Flow::none() };
    let (heap, item) = (heap_of(vm, heap)?, item.clone());
    vm.with_asks(move |vm, asks| {
        let Some(list) = heap.as_list() else { return Ok(Value::None) };
        let mut at = list.len();
        let place = rise(vm, asks, list, &item, at)?;
        list.push(item.clone());
        while at > place {
            vm.charge(STEP);
            let parent = (at - 1) / 2;
            list.swap(at, parent);
            at = parent;
        }
        Ok(Value::None)
    })
}

fn pop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let heap = heap_of(vm, args.one(vm, "heappop")?)?;
    vm.with_asks(move |vm, asks| {
        let Some(list) = heap.as_list() else { return Ok(Value::None) };
        let Some((last, others)) = list.split_last() else {
            return Err(vm.index_error("index out of range").into());
        };
        if others.is_empty() {
            return Ok(list.pop().unwrap_or_default());
        }
        let way = sink(vm, asks, others, last, 0)?;
        let first = list[0].clone();
        if let Some(last) = list.pop() {
            settle(vm, list, last, &way);
        }
        Ok(first)
    })
}

fn heapify(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let heap = heap_of(vm, args.one(vm, "heapify")?)?;
    vm.with_asks(move |vm, asks| {
        let Some(list) = heap.as_list() else { return Ok(Value::None) };
        let mut items = list.clone();
        let mut ways = 0;
        for top in (0..items.len() / 2).rev() {
            let item = items[top].clone();
            let way = sink(vm, asks, &items, &item, top)?;
            ways += way.len();
            shift(&mut items, item, &way);
        }
        vm.charge(STEP * 2 * ways as u64);
        drop(std::mem::replace(list, items));
        Ok(Value::None)
    })
}

fn replace(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [heap, item] = args.between(vm, "heapreplace", 2, 2)? else { return Flow::none() };
    let (heap, item) = (heap_of(vm, heap)?, item.clone());
    vm.with_asks(move |vm, asks| {
        let Some(list) = heap.as_list() else { return Ok(Value::None) };
        if list.is_empty() {
            return Err(vm.index_error("index out of range").into());
        }
        let way = sink(vm, asks, list, &item, 0)?;
        let first = list[0].clone();
        settle(vm, list, item.clone(), &way);
        Ok(first)
    })
}

fn push_pop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [heap, item] = args.between(vm, "heappushpop", 2, 2)? else { return Flow::none() };
    let (heap, item) = (heap_of(vm, heap)?, item.clone());
    vm.with_asks(move |vm, asks| {
        let Some(list) = heap.as_list() else { return Ok(Value::None) };
        let Some(first) = list.first().cloned() else { return Ok(item.clone()) };
        if !vm.less(asks, &first, &item)? {
            return Ok(item.clone());
        }
        let way = sink(vm, asks, list, &item, 0)?;
        settle(vm, list, item.clone(), &way);
        Ok(first)
    })
}

fn find_right(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    find(vm, args, true)
}

fn find_left(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    find(vm, args, false)
}

fn find(vm: &mut Vm, args: Args<'_>, right: bool) -> Result<Flow> {
    let [list, x, low, high] = args.between(vm, "bisect", 4, 4)? else { return Flow::none() };
    let (list, x) = (list.clone(), x.clone());
    let low = low.as_int().unwrap_or_default().max(0) as usize;
    let length = list.as_list().map_or(0, |items| items.len());
    let high = high.as_int().map_or(length, |high| (high.max(0) as usize).min(length));
    vm.with_asks(move |vm, asks| {
        let (mut low, mut high) = (low, high);
        while low < high {
            let middle = (low + high) / 2;
            let Some(item) = list.as_list().and_then(|items| items.get(middle).cloned()) else { break };
            let goes_left = if right { vm.less(asks, &x, &item)? } else { !vm.less(asks, &item, &x)? };
            if goes_left {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(Value::Int(low as i64))
    })
}
