//! `_thread`: what `threading` is built on. Locks park on their key; a thread's end wakes who joins it.

use crate::costs::Costs;
use crate::syscall::{FiberId, Key, Note, Outcome, Reason, Stream, Syscall, ThreadId};
use crate::time::{Duration, Instant};
use crate::vm::exception::Result;
use crate::vm::frame::Input;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};
use std::any::Any;

/// What the module offers.
pub const NAMES: &[&str] =
    &["lock", "RLock", "start", "join", "is_alive", "get_ident", "current", "set_current", "local"];

static FUNCTIONS: [NativeDef; 6] = [
    NativeDef::function("start", "thread, name, /", start).cost(0),
    NativeDef::function("join", "thread, timeout, /", join).cost(0),
    NativeDef::function("is_alive", "thread, /", is_alive).cost(20),
    NativeDef::function("get_ident", "", get_ident),
    NativeDef::function("current", "", current).cost(20),
    NativeDef::function("set_current", "thread, /", set_current).cost(0),
];

static LOCK: [NativeDef; 6] = [
    NativeDef::method("acquire", "blocking=, timeout=", acquire),
    NativeDef::method("release", "", release),
    NativeDef::method("locked", "", locked),
    NativeDef::method("__enter__", "", acquire),
    NativeDef::method("__exit__", "type, value, traceback, /", release),
    NativeDef::method("__repr__", "", lock_repr),
];

static RLOCK: [NativeDef; 8] = [
    NativeDef::method("acquire", "blocking=, timeout=", acquire),
    NativeDef::method("release", "", release),
    NativeDef::method("__enter__", "", acquire),
    NativeDef::method("__exit__", "type, value, traceback, /", release),
    NativeDef::method("_is_owned", "", is_owned),
    NativeDef::method("_release_save", "", release_save),
    NativeDef::method("_acquire_restore", "state, /", acquire_restore),
    NativeDef::method("__repr__", "", lock_repr),
];

/// Puts classes and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
    let lock = vm.native_class("_thread", "lock", Some(new_lock), &LOCK, &[]);
    let rlock = vm.native_class("_thread", "RLock", Some(new_rlock), &RLOCK, &[]);
    let local = local_class(vm);
    vm.state::<Threads>().lock_class = Some(lock.clone());
    vm.set_global(module, "lock", lock.into());
    vm.set_global(module, "RLock", rlock.into());
    vm.set_global(module, "local", local.into());
}

/// A `threading.Lock` or `RLock`.
struct Lock {
    key: Key,
    recursive: bool,
    /// Who has it: a fiber, for recursive locks; a plain lock may be released by anybody.
    owner: Option<FiberId>,
    /// How often the owner has taken it; 1 for a plain lock that is taken.
    depth: u32,
    /// How many are parked.
    waiting: u32,
}

/// Threads of a process.
#[derive(Default)]
struct Threads {
    lock_class: Option<Ref>,
    running: Vec<Running>,
}

/// A thread that was started; found by its `Thread` object.
struct Running {
    thread: Value,
    ident: i64,
    begun: bool,
    done: bool,
    /// Parked on by the starter until the thread has begun.
    begin: Key,
    /// Parked on by those who join it.
    end: Key,
}

/// The calling thread's `Thread` object and identity.
#[derive(Default)]
pub struct Current {
    /// Its object.
    pub thread: Value,
}

impl NativeObject for Lock {
    fn children(&self, _: &mut dyn FnMut(&Value)) {}
    fn clear(&mut self) {}
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn new_lock(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    make_lock(vm, class, false)
}

fn new_rlock(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    make_lock(vm, class, true)
}

fn make_lock(vm: &mut Vm, class: &Ref, recursive: bool) -> Result<Flow> {
    let key = vm.new_key();
    let kind = if recursive { "RLock" } else { "Lock" };
    let line = vm.current_line();
    vm.note(Note::LockCreated { key, kind: kind.into(), line });
    let lock = Lock { key, recursive, owner: None, depth: 0, waiting: 0 };
    Ok(Flow::Return(vm.bare_instance(class, Payload::Native(Box::new(Box::new(lock))))))
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut Lock> {
    args.get(0).and_then(Value::as_native::<Lock>).ok_or_else(|| vm.type_error("descriptor requires a lock"))
}

fn costs(vm: &Vm) -> Costs {
    Costs::of(vm.machine.python)
}

/// `acquire(blocking=True, timeout=-1)`
fn acquire(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    let cost = costs(vm).lock_acquire.0;
    vm.charge(cost);
    let value = args.values[0].clone();
    let fiber = vm.current;
    let line = vm.current_line();
    if lock.depth == 0 {
        lock.depth = 1;
        lock.owner = Some(fiber);
        vm.note(Note::LockAcquired { key: lock.key, task: None, line });
        return Ok(Flow::Return(Value::Bool(true)));
    }
    if lock.recursive && lock.owner == Some(fiber) {
        lock.depth += 1;
        return Ok(Flow::Return(Value::Bool(true)));
    }
    let timeout_name = sym::TIMEOUT;
    let blocking_name = vm.interner.intern("blocking");
    let blocking = match args.get(1).or_else(|| args.keyword(blocking_name)) {
        Some(value) => vm.native_truth(value).unwrap_or(true),
        None => true,
    };
    let timeout = match args.get(2).or_else(|| args.keyword(timeout_name)) {
        Some(value) => Some(super::time::seconds(vm, value)?),
        None => None,
    };
    if let Some(timeout) = timeout {
        if !blocking && timeout != -1.0 {
            return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
        }
        if timeout < 0.0 && timeout != -1.0 {
            return Err(vm.value_error("timeout value must be a non-negative number"));
        }
    }
    if !blocking || timeout == Some(0.0) {
        return Ok(Flow::Return(Value::Bool(false)));
    }
    vm.note(Note::LockWaits { key: lock.key, task: None, line });
    match timeout.filter(|&t| t >= 0.0) {
        None => wait_for(value, None),
        Some(timeout) => {
            super::time::with_now(move |_, now| wait_for(value, Some(now + Duration::from_secs_f64(timeout))))
        }
    }
}

/// Parks until the lock can be taken, or the deadline.
fn wait_for(value: Value, deadline: Option<Instant>) -> Result<Flow> {
    let Some(lock) = value.as_native::<Lock>() else { return Flow::none() };
    lock.waiting += 1;
    let key = lock.key;
    Flow::syscall(Syscall::Park { key, deadline, reason: Reason::Lock }, move |vm, outcome| {
        let Some(lock) = value.as_native::<Lock>() else { return Flow::none() };
        lock.waiting -= 1;
        if lock.depth == 0 {
            lock.depth = 1;
            lock.owner = Some(vm.current);
            let line = vm.current_line();
            vm.note(Note::LockAcquired { key, task: None, line });
            return Ok(Flow::Return(Value::Bool(true)));
        }
        if outcome == Outcome::TimedOut {
            return Ok(Flow::Return(Value::Bool(false)));
        }
        // Somebody was quicker.
        wait_for(value, deadline)
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
    lock.depth -= 1;
    if lock.depth > 0 {
        return Flow::none();
    }
    freed(vm, lock)
}

fn freed(vm: &mut Vm, lock: &mut Lock) -> Result<Flow> {
    lock.owner = None;
    vm.note(Note::LockReleased { key: lock.key, task: None });
    if lock.waiting == 0 {
        return Flow::none();
    }
    Flow::syscall(Syscall::Wake { key: lock.key, count: 1 }, |_, _| Flow::none())
}

fn locked(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    Ok(Flow::Return(Value::Bool(lock.depth > 0)))
}

fn is_owned(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    Ok(Flow::Return(Value::Bool(lock.depth > 0 && lock.owner == Some(vm.current))))
}

/// Lets go of a recursive lock however often it was taken, for `Condition.wait`.
fn release_save(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    if lock.owner != Some(vm.current) {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    let depth = i64::from(std::mem::take(&mut lock.depth));
    let flow = freed(vm, lock)?;
    vm.after(flow, move |_, _| Ok(Flow::Return(Value::Int(depth))))
}

fn acquire_restore(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let depth = args.get(1).and_then(Value::as_int).unwrap_or(1) as u32;
    let lock = args.values[0].clone();
    let flow = acquire(vm, Args::positional(&args.values[..1]))?;
    vm.after(flow, move |_, input| {
        input.value()?;
        if let Some(lock) = lock.as_native::<Lock>() {
            lock.depth = depth;
        }
        Flow::none()
    })
}

fn lock_repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let lock = this(vm, &args)?;
    let state = if lock.depth > 0 { "locked" } else { "unlocked" };
    let id = vm.identity(&args.values[0]);
    let text = if lock.recursive {
        let owner = lock.owner.map_or(0, |f| IDENT + i64::from(f.0));
        format!("<{state} _thread.RLock object owner={owner} count={} at {id:#x}>", lock.depth)
    } else {
        format!("<{state} _thread.lock object at {id:#x}>")
    };
    Ok(Flow::Return(Value::str(text)))
}

/// Identities look like CPython's on Linux, where they are addresses.
const IDENT: i64 = 0x7f3a_2c00_0000;

fn get_ident(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(IDENT + i64::from(vm.current.0) * 0x0080_0000)))
}

fn current(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let thread = vm.fiber.state::<Current>().thread.clone();
    Ok(Flow::Return(if thread.is_undefined() { Value::None } else { thread }))
}

fn set_current(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.fiber.state::<Current>().thread = args.get(0).cloned().unwrap_or(Value::None);
    Flow::none()
}

fn find<'a>(vm: &'a mut Vm, thread: &Value) -> Option<&'a mut Running> {
    vm.state::<Threads>().running.iter_mut().find(|r| r.thread.is(thread))
}

/// `start(thread, name)`: a new thread that calls `thread._bootstrap()`; comes back when it has begun. Gives its ident.
fn start(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (thread, name) = (args.values[0].clone(), args.values[1].as_str().unwrap_or("Thread").to_owned());
    let cost = costs(vm).thread_start.0;
    vm.charge(cost);
    let (begin, end) = (vm.new_key(), vm.new_key());
    let bootstrap = vm.interner.intern("_bootstrap");
    let function = vm.get_attribute(&thread, bootstrap)?;
    let Flow::Return(function) = function else { return Err(vm.type_error("threads have a plain _bootstrap")) };
    let object = thread.clone();
    let fiber = vm.new_fiber(
        Object::Native(&BEGIN).into(),
        vec![thread.clone(), function],
        Box::new(move |vm: &mut Vm, input: Input| ended(vm, object, input)),
    );
    let ident = IDENT + i64::from(fiber.0) * 0x0080_0000;
    vm.state::<Threads>().running.push(Running {
        thread: thread.clone(),
        ident,
        begun: false,
        done: false,
        begin,
        end,
    });
    Flow::syscall(Syscall::SpawnThread { fiber, name }, move |vm, outcome| match outcome {
        Outcome::Error { message, .. } => {
            vm.state::<Threads>().running.retain(|r| !r.thread.is(&thread));
            Err(vm.runtime_error(message))
        }
        _ => until_begun(vm, thread, begin, ident),
    })
}

fn until_begun(vm: &mut Vm, thread: Value, begin: Key, ident: i64) -> Result<Flow> {
    if find(vm, &thread).is_none_or(|r| r.begun) {
        return Ok(Flow::Return(Value::Int(ident)));
    }
    Flow::syscall(Syscall::Park { key: begin, deadline: None, reason: Reason::Idle }, move |vm, _| {
        until_begun(vm, thread, begin, ident)
    })
}

static BEGIN: NativeDef = NativeDef::function("_bootstrap", "thread, function, /", begin).cost(0);

/// The first thing that a thread does: says that it has begun, then runs.
fn begin(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (thread, function) = (args.values[0].clone(), args.values[1].clone());
    vm.fiber.state::<Current>().thread = thread.clone();
    let Some(running) = find(vm, &thread) else { return Flow::none() };
    running.begun = true;
    let key = running.begin;
    Flow::syscall(Syscall::Wake { key, count: 1 }, move |_, _| Flow::tail(function, Vec::new()))
}

/// The last thing: wakes those who join it.
fn ended(vm: &mut Vm, thread: Value, input: Input) -> Result<Flow> {
    if let Input::Raised(exception) = input {
        let name = vm.interner.intern("name");
        let name = vm.instance_value(&thread, name).map(|name| vm.plain_str(&name)).unwrap_or_default();
        let text = format!("Exception in thread {name}:\n{}", vm.format_exception(&exception));
        return Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| over(vm, &thread));
    }
    over(vm, &thread)
}

fn over(vm: &mut Vm, thread: &Value) -> Result<Flow> {
    let cost = costs(vm).thread_end.0;
    vm.charge(cost);
    let Some(running) = find(vm, thread) else { return Flow::none() };
    running.done = true;
    let key = running.end;
    let threads = vm.state::<Threads>();
    threads.running.retain(|r| !r.done);
    Flow::syscall(Syscall::Wake { key, count: u32::MAX }, |_, _| Flow::none())
}

/// `join(thread, timeout or None)`: whether it has ended.
fn join(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let thread = args.values[0].clone();
    let Some(end) = find(vm, &thread).map(|r| r.end) else { return Ok(Flow::Return(Value::Bool(true))) };
    match args.get(1) {
        Some(value) if !value.is_none() => {
            let timeout = super::time::seconds(vm, value)?.max(0.0);
            super::time::with_now(move |vm, now| {
                until_done(vm, thread, end, Some(now + Duration::from_secs_f64(timeout)))
            })
        }
        _ => until_done(vm, thread, end, None),
    }
}

fn until_done(vm: &mut Vm, thread: Value, end: Key, deadline: Option<Instant>) -> Result<Flow> {
    if find(vm, &thread).is_none() {
        return Ok(Flow::Return(Value::Bool(true)));
    }
    Flow::syscall(Syscall::Park { key: end, deadline, reason: Reason::Join }, move |vm, outcome| {
        if outcome == Outcome::TimedOut {
            let done = find(vm, &thread).is_none();
            return Ok(Flow::Return(Value::Bool(done)));
        }
        until_done(vm, thread, end, deadline)
    })
}

fn is_alive(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let alive = find(vm, &args.values[0]).is_some_and(|r| r.begun && !r.done);
    Ok(Flow::Return(Value::Bool(alive)))
}

/// A `threading.local`: one set of attributes a thread.
struct Local {
    /// By fiber.
    values: Vec<(FiberId, crate::vm::symbol::Symbol, Value)>,
}

impl NativeObject for Local {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        self.values.iter().for_each(|(_, _, value)| visit(value));
    }
    fn clear(&mut self) {
        self.values.clear();
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

static LOCAL: [NativeDef; 3] = [
    NativeDef::method("__getattr__", "name, /", local_get),
    NativeDef::method("__setattr__", "name, value, /", local_set),
    NativeDef::method("__delattr__", "name, /", local_delete),
];

fn local_class(vm: &mut Vm) -> Ref {
    use crate::vm::class::Special;
    let class = vm.native_class("_thread", "_local", Some(new_local), &LOCAL, &[]);
    vm.class(&class).special |= Special::GetAttr as u32 | Special::SetAttr as u32 | Special::DelAttr as u32;
    class
}

fn new_local(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(vm.bare_instance(class, Payload::Native(Box::new(Box::new(Local { values: Vec::new() }))))))
}

fn local_get(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let fiber = vm.current;
    let name = vm.symbol_of(&args.values[1]).unwrap_or(sym::D_NAME);
    let Some(local) = args.values[0].as_native::<Local>() else { return Flow::none() };
    match local.values.iter().find(|(f, n, _)| *f == fiber && *n == name) {
        Some((_, _, value)) => Ok(Flow::Return(value.clone())),
        None => Err(vm.no_attribute(&args.values[0], name)),
    }
}

fn local_set(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let fiber = vm.current;
    let name = vm.symbol_of(&args.values[1]).unwrap_or(sym::D_NAME);
    let value = args.values[2].clone();
    let Some(local) = args.values[0].as_native::<Local>() else { return Flow::none() };
    match local.values.iter_mut().find(|(f, n, _)| *f == fiber && *n == name) {
        Some((_, _, old)) => drop(std::mem::replace(old, value)),
        None => local.values.push((fiber, name, value)),
    }
    Flow::none()
}

fn local_delete(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let fiber = vm.current;
    let name = vm.symbol_of(&args.values[1]).unwrap_or(sym::D_NAME);
    let Some(local) = args.values[0].as_native::<Local>() else { return Flow::none() };
    let at = local.values.iter().position(|(f, n, _)| *f == fiber && *n == name);
    match at {
        Some(at) => {
            drop(local.values.remove(at));
            Flow::none()
        }
        None => Err(vm.no_attribute(&args.values[0], name)),
    }
}

/// The thread of a process's start, as kernels number it.
pub const MAIN: ThreadId = ThreadId(1);
