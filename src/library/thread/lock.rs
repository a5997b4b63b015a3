//! `Lock` and `RLock`: a thread that must wait parks on the lock's key.

use crate::costs::Costs;
use crate::library::context::native_object;
use crate::library::time::{seconds, with_now};
use crate::syscall::{FiberId, Key, Note, Outcome, Reason, Syscall};
use crate::time::{Duration, Instant};
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{NativeObject, Payload, Ref, Value};
use crate::vm::{Flow, Vm};

/// A `threading.Lock` or `RLock`.
pub(super) struct Lock {
    key: Key,
    pub(super) recursive: bool,
    /// Part of something else (a condition, an executor): no lane of its own, no notes.
    quiet: bool,
    /// Who has it: a fiber, for recursive locks; a plain lock may be released by anybody.
    pub(super) owner: Option<FiberId>,
    /// How often the owner has taken it; 1 for a plain lock that is taken.
    pub(super) depth: u32,
    /// How many are parked.
    waiting: u32,
}

native_object!(Lock, |_this, _visit| {}, |_this| {});

static LOCK: [NativeDef; 8] = [
    NativeDef::method("acquire", "blocking=, timeout=", acquire),
    NativeDef::method("acquire_lock", "blocking=, timeout=", acquire),
    NativeDef::method("release", "", release),
    NativeDef::method("release_lock", "", release),
    NativeDef::method("locked", "", locked),
    NativeDef::method("__enter__", "", acquire),
    NativeDef::method("__exit__", "type, value, traceback, /", release),
    NativeDef::method("__repr__", "", repr),
];

static RLOCK: [NativeDef; 6] = [
    NativeDef::method("acquire", "blocking=, timeout=", acquire),
    NativeDef::method("release", "", release),
    NativeDef::method("__enter__", "", acquire),
    NativeDef::method("__exit__", "type, value, traceback, /", release),
    NativeDef::method("_is_owned", "", is_owned),
    NativeDef::method("__repr__", "", repr),
];

static RLOCK_LOCKED: [NativeDef; 1] = [NativeDef::method("locked", "", locked)];

/// The classes, and what makes locks for the library's own use.
#[derive(Default)]
struct Classes {
    lock: Option<Ref>,
    rlock: Option<Ref>,
}

static QUIET: [NativeDef; 2] = [
    NativeDef::function("quiet_lock", "", quiet_lock).cost(0),
    NativeDef::function("lock_of", "kind, /", lock_of).cost(0),
];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let lock = vm.native_class("_thread", "lock", Some(new_lock), &LOCK, &[]);
    let rlock = vm.native_class("_thread", "RLock", Some(new_rlock), &RLOCK, &[]);
    if vm.machine.python.version() >= (3, 14) {
        vm.add_methods(&rlock, &RLOCK_LOCKED);
    }
    *vm.state::<Classes>() = Classes { lock: Some(lock.clone()), rlock: Some(rlock.clone()) };
    vm.set_global(module, "lock", lock.into());
    vm.set_global(module, "RLock", rlock.into());
    for def in &QUIET {
        vm.set_global(module, def.name, crate::vm::value::Object::Native(def).into());
    }
}

fn new_lock(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(make(vm, class, false, Some("Lock"))))
}

fn new_rlock(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(make(vm, class, true, Some("RLock"))))
}

/// A lock that the library uses for itself.
fn quiet_lock(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let class = vm.state::<Classes>().lock.clone().expect("installed with the module");
    Ok(Flow::Return(make(vm, &class, false, None)))
}

/// A recursive lock that the trace calls `kind`.
fn lock_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let kind = args.get(0).and_then(|k| k.as_str().map(str::to_owned));
    Ok(Flow::Return(make_recursive(vm, kind.as_deref())))
}

pub(super) fn make_recursive(vm: &mut Vm, kind: Option<&str>) -> Value {
    let class = vm.state::<Classes>().rlock.clone().expect("installed with the module");
    make(vm, &class, true, kind)
}

fn make(vm: &mut Vm, class: &Ref, recursive: bool, kind: Option<&str>) -> Value {
    let key = vm.new_key();
    if let Some(kind) = kind {
        let line = vm.current_line();
        vm.note(Note::LockCreated { key, kind: kind.to_owned(), line });
    }
    let lock = Lock { key, recursive, quiet: kind.is_none(), owner: None, depth: 0, waiting: 0 };
    vm.bare_instance(class, Payload::native(lock))
}

impl Lock {
    /// The key that it is known by on the trace.
    pub(super) fn key(&self) -> Key {
        self.key
    }

    /// Whether the calling thread has it; anybody's, for a plain lock.
    pub(super) fn is_owned(&self, vm: &Vm) -> bool {
        self.depth > 0 && (!self.recursive || self.owner == Some(vm.current))
    }

    fn take(&mut self, vm: &mut Vm, depth: u32) {
        self.depth = depth;
        self.owner = Some(vm.current);
        if !self.quiet {
            let line = vm.current_line();
            vm.note(Note::LockAcquired { key: self.key, task: None, line });
        }
    }

    /// Nobody has it any more: wakes one who waits.
    fn freed(&mut self, vm: &mut Vm) -> Result<Flow> {
        self.depth = 0;
        self.owner = None;
        if !self.quiet {
            vm.note(Note::LockReleased { key: self.key, task: None });
        }
        if self.waiting == 0 {
            return Flow::none();
        }
        Flow::syscall(Syscall::Wake { key: self.key, count: 1 }, |_, _| Flow::none())
    }
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut Lock> {
    args.get(0).and_then(Value::as_native::<Lock>).ok_or_else(|| vm.type_error("descriptor requires a lock"))
}

fn costs(vm: &Vm) -> &'static Costs {
    Costs::of(vm.machine.python)
}

/// `acquire(blocking=True, timeout=-1)`
fn acquire(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    let cost = costs(vm).lock_acquire.0;
    vm.charge(cost);
    if args.values.len() == 1 {
        return begin(vm, args.values[0].clone(), None, 1);
    }
    let blocking_name = vm.interner.intern("blocking");
    let blocking = match args.get(1).or_else(|| args.keyword(blocking_name)) {
        Some(value) => vm.native_truth(value).unwrap_or(true),
        None => true,
    };
    let timeout = match args.get(2).or_else(|| args.keyword(sym::TIMEOUT)) {
        Some(value) => Some(seconds(vm, value)?).filter(|&t| t != -1.0),
        None => None,
    };
    if let Some(timeout) = timeout {
        if !blocking {
            return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
        }
        if timeout < 0.0 {
            let newer = vm.machine.python.version() >= (3, 13);
            let what = if newer { "a non-negative number" } else { "positive" };
            return Err(vm.value_error(format!("timeout value must be {what}")));
        }
    }
    let mine = lock.recursive && lock.owner == Some(vm.current);
    if lock.depth == 0 || mine {
        return begin(vm, args.values[0].clone(), None, 1);
    }
    if !blocking || timeout == Some(0.0) {
        return Ok(Flow::Return(Value::Bool(false)));
    }
    let value = args.values[0].clone();
    match timeout {
        None => begin(vm, value, None, 1),
        Some(timeout) => with_now(move |vm, now| begin(vm, value, Some(now + Duration::from_secs_f64(timeout)), 1)),
    }
}

/// Takes the lock, so many times deep, now or when it can be had; answers whether it was.
pub(super) fn begin(vm: &mut Vm, value: Value, deadline: Option<Instant>, depth: u32) -> Result<Flow> {
    let Some(lock) = value.as_native::<Lock>() else { return Flow::none() };
    if lock.depth == 0 {
        lock.take(vm, depth);
        return Ok(Flow::Return(Value::Bool(true)));
    }
    if lock.recursive && lock.owner == Some(vm.current) {
        lock.depth += depth;
        return Ok(Flow::Return(Value::Bool(true)));
    }
    if !lock.quiet {
        let line = vm.current_line();
        vm.note(Note::LockWaits { key: lock.key, task: None, line });
    }
    wait(value, deadline, depth)
}

/// Parks until the lock can be taken, or the deadline.
fn wait(value: Value, deadline: Option<Instant>, depth: u32) -> Result<Flow> {
    let Some(lock) = value.as_native::<Lock>() else { return Flow::none() };
    lock.waiting += 1;
    let key = lock.key;
    Flow::wait(Syscall::Park { key, deadline, reason: Reason::Lock }, move |vm, outcome| {
        let Some(lock) = value.as_native::<Lock>() else { return Flow::none() };
        lock.waiting -= 1;
        let outcome = outcome?;
        if lock.depth == 0 {
            lock.take(vm, depth);
            return Ok(Flow::Return(Value::Bool(true)));
        }
        if outcome == Outcome::TimedOut {
            return Ok(Flow::Return(Value::Bool(false)));
        }
        // Somebody was quicker.
        wait(value, deadline, depth)
    })
}

fn release(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    let cost = costs(vm).lock_release.0;
    vm.charge(cost);
    if lock.recursive && lock.owner != Some(vm.current) {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    if lock.depth == 0 {
        return Err(vm.runtime_error("release unlocked lock"));
    }
    if lock.depth > 1 {
        lock.depth -= 1;
        return Flow::none();
    }
    lock.freed(vm)
}

/// Lets go of a lock however often it was taken; how often, and what is to be done for that.
pub(super) fn release_all(vm: &mut Vm, lock: &mut Lock) -> Result<(u32, Flow)> {
    let depth = lock.depth;
    let flow = lock.freed(vm)?;
    Ok((depth, flow))
}

fn locked(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    Ok(Flow::Return(Value::Bool(lock.depth > 0)))
}

fn is_owned(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    Ok(Flow::Return(Value::Bool(lock.depth > 0 && lock.owner == Some(vm.current))))
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    let state = if lock.depth > 0 { "locked" } else { "unlocked" };
    let id = vm.identity(&args.values[0]);
    let text = if lock.recursive {
        let owner = lock.owner.map_or(0, super::ident_of);
        format!("<{state} _thread.RLock object owner={owner} count={} at {id:#x}>", lock.depth)
    } else {
        format!("<{state} _thread.lock object at {id:#x}>")
    };
    Ok(Flow::Return(Value::str(text)))
}
