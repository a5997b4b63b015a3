//! `queue.SimpleQueue`, and the counter of a pool's idle workers.

use crate::library::context::native_object;
use crate::library::time::{seconds, with_now};
use crate::syscall::{Key, Outcome, Reason, Syscall};
use crate::time::{Duration, Instant};
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};
use std::collections::VecDeque;

/// An unbounded queue without tasks to count.
struct SimpleQueue {
    items: VecDeque<Value>,
    key: Key,
    /// How many threads are parked.
    waiting: u32,
}

native_object!(SimpleQueue, |this, visit| this.items.iter().for_each(visit), |this| this.items.clear());

static QUEUE: [NativeDef; 7] = [
    NativeDef::method("put", "item, block=, timeout=", put),
    NativeDef::method("put_nowait", "item", put),
    NativeDef::method("get", "block=, timeout=", get),
    NativeDef::method("get_nowait", "", get_nowait),
    NativeDef::method("empty", "", empty),
    NativeDef::method("qsize", "", size),
    NativeDef::method("__class_getitem__", "item, /", crate::vm::builtins::generic::class_getitem),
];

/// A number of things that can be taken without waiting; both methods are one step.
struct Tally(u32);

native_object!(Tally, |_this, _visit| {}, |_this| {});

static TALLY: [NativeDef; 2] = [NativeDef::method("add", "", add).cost(0), NativeDef::method("take", "", take).cost(0)];

static MARK_EMPTY: NativeDef = NativeDef::function("mark_empty", "class, /", mark_empty);

#[derive(Default)]
struct Classes {
    empty: Value,
}

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let queue = vm.native_class("_queue", "SimpleQueue", Some(construct), &QUEUE, &[]);
    let tally = vm.native_class("_thread", "Tally", Some(new_tally), &TALLY, &[]);
    vm.set_global(module, "SimpleQueue", queue.into());
    vm.set_global(module, "Tally", tally.into());
    vm.set_global(module, MARK_EMPTY.name, Object::Native(&MARK_EMPTY).into());
}

/// `mark_empty(queue.Empty)`: the exception class that the text of `queue` has made.
fn mark_empty(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.state::<Classes>().empty = args.values[0].clone();
    Flow::none()
}

fn construct(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    let queue = SimpleQueue { items: VecDeque::new(), key: vm.new_key(), waiting: 0 };
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(queue))))
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut SimpleQueue> {
    args.get(0)
        .and_then(Value::as_native::<SimpleQueue>)
        .ok_or_else(|| vm.type_error("descriptor requires a SimpleQueue"))
}

fn put(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern("item");
    let queue = this(vm, &args)?;
    let Some(item) = args.get(1).or_else(|| args.keyword(name)) else {
        return Err(vm.type_error("put() missing required argument 'item' (pos 1)"));
    };
    queue.items.push_back(item.clone());
    if queue.waiting == 0 {
        return Flow::none();
    }
    Flow::syscall(Syscall::Wake { key: queue.key, count: 1 }, |_, _| Flow::none())
}

fn nothing(vm: &mut Vm) -> Result<Flow> {
    match vm.state::<Classes>().empty.clone() {
        Value::Object(class) => Err(vm.exception_with(&class, Vec::new())),
        _ => Err(vm.runtime_error("empty")),
    }
}

fn get(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern("block");
    let queue = this(vm, &args)?;
    if let Some(item) = queue.items.pop_front() {
        return Ok(Flow::Return(item));
    }
    let block = match args.get(1).or_else(|| args.keyword(name)) {
        Some(value) => vm.native_truth(value).unwrap_or(true),
        None => true,
    };
    if !block {
        return nothing(vm);
    }
    let value = args.values[0].clone();
    match args.get(2).or_else(|| args.keyword(sym::TIMEOUT)).filter(|v| !v.is_none()) {
        None => wait(value, None),
        Some(timeout) => {
            let timeout = seconds(vm, timeout)?;
            if timeout < 0.0 {
                return Err(vm.value_error("'timeout' must be a non-negative number"));
            }
            with_now(move |_, now| wait(value, Some(now + Duration::from_secs_f64(timeout))))
        }
    }
}

fn wait(value: Value, deadline: Option<Instant>) -> Result<Flow> {
    let Some(queue) = value.as_native::<SimpleQueue>() else { return Flow::none() };
    queue.waiting += 1;
    let key = queue.key;
    Flow::wait(Syscall::Park { key, deadline, reason: Reason::Idle }, move |vm, outcome| {
        let Some(queue) = value.as_native::<SimpleQueue>() else { return Flow::none() };
        queue.waiting -= 1;
        let outcome = outcome?;
        match queue.items.pop_front() {
            Some(item) => Ok(Flow::Return(item)),
            None if outcome == Outcome::TimedOut => nothing(vm),
            None => wait(value, deadline),
        }
    })
}

fn get_nowait(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match this(vm, &args)?.items.pop_front() {
        Some(item) => Ok(Flow::Return(item)),
        None => nothing(vm),
    }
}

fn empty(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(this(vm, &args)?.items.is_empty())))
}

fn size(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(this(vm, &args)?.items.len() as i64)))
}

fn new_tally(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(Tally(0)))))
}

fn add(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(tally) = args.values[0].as_native::<Tally>() {
        tally.0 += 1;
    }
    Flow::none()
}

/// Takes one; whether there was one.
fn take(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(tally) = args.values[0].as_native::<Tally>() else { return Flow::none() };
    let some = tally.0 > 0;
    tally.0 -= u32::from(some);
    Ok(Flow::Return(Value::Bool(some)))
}
