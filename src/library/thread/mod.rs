//! `_thread`: what `threading` is built on. Locks park on their key; a thread's end wakes who joins it.

mod condition;
mod local;
mod lock;
mod simple_queue;

use crate::costs::Costs;
use crate::syscall::{FiberId, Key, Outcome, Reason, Stream, Syscall};
use crate::time::{Duration, Instant};
use crate::vm::exception::Result;
use crate::vm::frame::Input;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Value};
use crate::vm::{Flow, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &[
    "lock",
    "RLock",
    "start",
    "join",
    "is_alive",
    "get_ident",
    "get_native_id",
    "begun",
    "current",
    "set_current",
    "local",
    "condition",
    "condition_of",
    "quiet_lock",
    "lock_of",
    "SimpleQueue",
    "Tally",
    "mark_empty",
    "process_id",
];

static FUNCTIONS: [NativeDef; 8] = [
    NativeDef::function("start", "thread, name, /", start).cost(0),
    NativeDef::function("begun", "thread, /", begun).cost(0),
    NativeDef::function("join", "thread, timeout, /", join).cost(0),
    NativeDef::function("is_alive", "thread, /", is_alive).cost(20),
    NativeDef::function("get_ident", "", get_ident),
    NativeDef::function("get_native_id", "", get_native_id),
    NativeDef::function("current", "", current).cost(20),
    NativeDef::function("set_current", "thread, /", set_current).cost(0),
];

/// Puts classes and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
    vm.set_global(module, "process_id", Value::Int(PROCESS_ID));
    lock::install(vm, module);
    condition::install(vm, module);
    local::install(vm, module);
    simple_queue::install(vm, module);
}

/// Threads of a process.
#[derive(Default)]
struct Threads {
    running: Vec<Running>,
}

/// A thread that was started; found by its `Thread` object.
struct Running {
    thread: Value,
    begun: bool,
    done: bool,
    /// Parked on by the starter until the thread has begun.
    begin: Key,
    /// Parked on by those who join it.
    end: Key,
}

/// The calling thread's `Thread` object.
#[derive(Default)]
pub struct Current {
    /// Its object.
    pub thread: Value,
}

fn costs(vm: &Vm) -> &'static Costs {
    Costs::of(vm.machine.python)
}

/// Identities look like CPython's on Linux, where they are addresses.
const IDENT: i64 = 0x7f3a_2c00_0000;

/// `os.getpid()`.
pub const PROCESS_ID: i64 = 4_242;

/// `Thread.ident` of the thread that a fiber is.
fn ident_of(fiber: FiberId) -> i64 {
    IDENT + i64::from(fiber.0) * 0x0080_0000
}

fn get_ident(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(ident_of(vm.current))))
}

/// The kernel's number of the thread; the main thread's is the process's (`os.getpid()`).
fn get_native_id(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(PROCESS_ID + i64::from(vm.current.0))))
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
    let ident = ident_of(fiber);
    vm.state::<Threads>().running.push(Running { thread: thread.clone(), begun: false, done: false, begin, end });
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

/// The first thing that a thread does.
fn begin(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.fiber.state::<Current>().thread = args.values[0].clone();
    Flow::tail(args.values[1].clone(), Vec::new())
}

/// `begun(thread)`: the thread is known to everybody; whoever started it goes on.
fn begun(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(running) = find(vm, &args.values[0]) else { return Flow::none() };
    running.begun = true;
    let key = running.begin;
    Flow::syscall(Syscall::Wake { key, count: 1 }, |_, _| Flow::none())
}

/// The last thing: wakes those who join it.
fn ended(vm: &mut Vm, thread: Value, input: Input) -> Result<Flow> {
    if let Input::Raised(exception) = input {
        return vm.with_words(&exception, move |vm, exception| {
            let text = vm.format_exception(exception);
            Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| over(vm, &thread))
        });
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
