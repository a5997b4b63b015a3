//! What `threading.Condition` is built on: a lock, and threads that wait for a notification, oldest first.
//!
//! As in CPython (`Lib/threading.py`) every waiter has a lock of its own that `notify` opens; here that is a key to park on.
//! A waiter whose time is up stays in the queue until it has the lock again, so that a notification can be lost on it.

use super::lock::{self, Lock};
use crate::library::context::native_object;
use crate::library::time::{seconds, with_now};
use crate::syscall::{Key, Note, Outcome, Reason, Syscall};
use crate::time::{Duration, Instant};
use crate::vm::exception::Result;
use crate::vm::frame::Input;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};
use std::collections::VecDeque;

/// CPU of `Condition.wait` beside its lock: a waiter is made and queued (some 120 instructions in `Lib/threading.py`).
const WAIT: u64 = 1_500;

/// CPU of `Condition.notify`, and for each who is woken.
const NOTIFY: u64 = 500;

/// A condition.
struct Condition {
    lock: Value,
    /// What it is known by on the trace.
    key: Key,
    /// Part of something that has no lane: no notes.
    quiet: bool,
    /// What its waits are.
    reason: Reason,
    waiters: VecDeque<Waiter>,
}

/// Who waits; one that was notified is no longer in the queue.
struct Waiter {
    key: Key,
    parked: bool,
}

native_object!(Condition, |this, visit| visit(&this.lock), |this| this.lock = Value::None);

static CONDITION: [NativeDef; 10] = [
    NativeDef::method("acquire", "*args, **kwargs", acquire),
    NativeDef::method("release", "", release),
    NativeDef::method("__enter__", "", enter),
    NativeDef::method("__exit__", "type, value, traceback, /", release),
    NativeDef::method("wait", "timeout=", wait),
    NativeDef::method("notify", "n=", notify),
    NativeDef::method("notify_all", "", notify_all),
    NativeDef::method("_is_owned", "", is_owned),
    NativeDef::method("_count", "", count),
    NativeDef::method("_key", "", key),
];

static STATE: [GetSet; 1] = [GetSet { name: "_lock", get: lock_attribute, set: None }];

static MAKE: NativeDef = NativeDef::function("condition_of", "lock, key, idle, /", make).cost(0);

#[derive(Default)]
struct Classes {
    condition: Option<Ref>,
}

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("threading", "Condition", Some(construct), &CONDITION, &STATE);
    vm.state::<Classes>().condition = Some(class.clone());
    vm.set_global(module, "condition", class.into());
    vm.set_global(module, MAKE.name, Object::Native(&MAKE).into());
}

/// `Condition(lock=None)`
fn construct(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern("lock");
    let given = args.get(0).or_else(|| args.keyword(name)).filter(|v| !v.is_none()).cloned();
    let (lock, key) = match given {
        Some(lock) => {
            let key = vm.new_key();
            let line = vm.current_line();
            vm.note(Note::LockCreated { key, kind: "Condition".into(), line });
            (lock, key)
        }
        None => {
            let lock = lock::make_recursive(vm, Some("Condition"));
            let key = lock.as_native::<Lock>().map_or(Key(0), |lock| lock.key());
            (lock, key)
        }
    };
    let condition = Condition { lock, key, quiet: false, reason: Reason::Lock, waiters: VecDeque::new() };
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(condition))))
}

/// `condition_of(lock, key, idle)`: one that is part of something else, known on the trace by that one's key, or not at all
/// (0). With `idle` its waits are those of somebody who has nothing to do.
fn make(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let class = vm.state::<Classes>().condition.clone().expect("installed with the module");
    let number = args.get(1).and_then(Value::as_int).unwrap_or_default() as u64;
    let idle = args.get(2).is_some_and(|v| v.is(&Value::Bool(true)));
    let condition = Condition {
        lock: args.values[0].clone(),
        key: Key(number),
        quiet: number == 0 || idle,
        reason: if idle { Reason::Idle } else { Reason::Lock },
        waiters: VecDeque::new(),
    };
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(condition))))
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut Condition> {
    args.get(0).and_then(Value::as_native::<Condition>).ok_or_else(|| vm.type_error("descriptor requires a condition"))
}

/// Calls a method of the condition's lock.
fn on_lock(vm: &mut Vm, lock: &Value, method: &str, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern(method);
    let function = vm.get_attribute(lock, name)?;
    let values = args.values.to_vec();
    let keywords = args.keywords.into();
    vm.after(function, move |_, input| {
        let callee = input.value()?;
        Ok(Flow::Call(Box::new(crate::vm::frame::CallRequest { callee, args: values, keywords, then: None })))
    })
}

fn acquire(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?.lock.clone();
    on_lock(vm, &lock, "acquire", args.rest())
}

fn enter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?.lock.clone();
    if lock.as_native::<Lock>().is_some() {
        vm.charge(100);
        return lock::begin(vm, lock, None, 1);
    }
    on_lock(vm, &lock, "__enter__", Args::positional(&[]))
}

fn release(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?.lock.clone();
    on_lock(vm, &lock, "release", Args::positional(&[]))
}

/// Whether the lock is taken, as far as can be told.
fn owned(vm: &Vm, condition: &Condition) -> bool {
    condition.lock.as_native::<Lock>().is_none_or(|lock| lock.is_owned(vm))
}

fn is_owned(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let condition = this(vm, &args)?;
    Ok(Flow::Return(Value::Bool(owned(vm, condition))))
}

fn count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(this(vm, &args)?.waiters.len() as i64)))
}

fn key(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(this(vm, &args)?.key.0 as i64)))
}

fn lock_attribute(_: &mut Vm, value: &Value) -> Result<Value> {
    Ok(value.as_native::<Condition>().map_or(Value::None, |condition| condition.lock.clone()))
}

/// `wait(timeout=None)`: whether there was a notification.
fn wait(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let condition = this(vm, &args)?;
    if !owned(vm, condition) {
        return Err(vm.runtime_error("cannot wait on un-acquired lock"));
    }
    vm.charge(WAIT);
    let value = args.values[0].clone();
    match args.get(1).or_else(|| args.keyword(sym::TIMEOUT)).filter(|v| !v.is_none()) {
        None => release_and_park(vm, value, None),
        Some(timeout) => {
            let timeout = Duration::from_secs_f64(seconds(vm, timeout)?.max(0.0));
            with_now(move |vm, now| release_and_park(vm, value, Some(now + timeout)))
        }
    }
}

fn release_and_park(vm: &mut Vm, value: Value, deadline: Option<Instant>) -> Result<Flow> {
    let Some(condition) = value.as_native::<Condition>() else { return Flow::none() };
    let key = vm.new_key();
    condition.waiters.push_back(Waiter { key, parked: false });
    if !condition.quiet {
        let line = vm.current_line();
        vm.note(Note::LockWaits { key: condition.key, task: None, line });
    }
    let lock = condition.lock.clone();
    let (depth, flow) = match lock.as_native::<Lock>() {
        Some(lock) => lock::release_all(vm, lock)?,
        None => (1, on_lock(vm, &lock, "release", Args::positional(&[]))?),
    };
    vm.after(flow, move |vm, input| {
        input.value()?;
        park(vm, value, key, deadline, depth)
    })
}

impl Condition {
    fn waiter(&mut self, key: Key) -> Option<&mut Waiter> {
        self.waiters.iter_mut().find(|waiter| waiter.key == key)
    }
}

fn park(vm: &mut Vm, value: Value, key: Key, deadline: Option<Instant>, depth: u32) -> Result<Flow> {
    let Some(condition) = value.as_native::<Condition>() else { return Flow::none() };
    let reason = condition.reason;
    match condition.waiter(key) {
        None => return reacquire(vm, value, key, depth, true),
        Some(waiter) => waiter.parked = true,
    }
    Flow::wait(Syscall::Park { key, deadline, reason }, move |vm, outcome| {
        let outcome = match outcome {
            Ok(outcome) => outcome,
            // What a handler of a signal raised is raised when the lock is taken again.
            Err(exception) => {
                let flow = reacquire(vm, value, key, depth, false)?;
                return vm.after(flow, |_, input| input.value().and(Err(exception)));
            }
        };
        let Some(condition) = value.as_native::<Condition>() else { return Flow::none() };
        let waiter = condition.waiter(key);
        let notified = waiter.is_none();
        if let Some(waiter) = waiter {
            waiter.parked = false;
        }
        if !notified && outcome != Outcome::TimedOut {
            return park(vm, value, key, deadline, depth);
        }
        reacquire(vm, value, key, depth, notified)
    })
}

fn reacquire(vm: &mut Vm, value: Value, key: Key, depth: u32, notified: bool) -> Result<Flow> {
    let Some(condition) = value.as_native::<Condition>() else { return Flow::none() };
    let lock = condition.lock.clone();
    let flow = match lock.as_native::<Lock>() {
        Some(_) => lock::begin(vm, lock, None, depth)?,
        None => on_lock(vm, &lock, "acquire", Args::positional(&[]))?,
    };
    vm.after(flow, move |_, input: Input| {
        input.value()?;
        if let Some(condition) = value.as_native::<Condition>() {
            condition.waiters.retain(|waiter| waiter.key != key);
        }
        Ok(Flow::Return(Value::Bool(notified)))
    })
}

fn notify(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern("n");
    let count = args.get(1).or_else(|| args.keyword(name)).and_then(Value::as_int).unwrap_or(1);
    wake(vm, &args, count.max(0) as usize)
}

fn notify_all(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    wake(vm, &args, usize::MAX)
}

fn wake(vm: &mut Vm, args: &Args<'_>, count: usize) -> Result<Flow> {
    let condition = this(vm, args)?;
    if !owned(vm, condition) {
        return Err(vm.runtime_error("cannot notify on un-acquired lock"));
    }
    let count = count.min(condition.waiters.len());
    vm.charge(NOTIFY * (1 + count as u64));
    let keys: Vec<Key> = condition.waiters.drain(..count).filter(|waiter| waiter.parked).map(|w| w.key).collect();
    wake_each(keys, 0)
}

fn wake_each(keys: Vec<Key>, i: usize) -> Result<Flow> {
    let Some(&key) = keys.get(i) else { return Flow::none() };
    Flow::syscall(Syscall::Wake { key, count: 1 }, move |_, _| wake_each(keys, i + 1))
}
