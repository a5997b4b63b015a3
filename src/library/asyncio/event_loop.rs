//! One event loop: what is ready, what is scheduled, and a pass over both.
//!
//! A pass (`_run_once`) selects with the time until the next timer, moves timers that are due to the ready queue, and runs
//! what was ready when it began; what becomes ready meanwhile waits for the next pass.

use super::State;
use super::future::Future;
use super::handle::{Handle, Plain, Ready, Work};
use crate::costs::Costs;
use crate::library::context::{self, native_object};
use crate::library::time::{moment_of, monotonic_at, with_now};
use crate::syscall::{Key, LoopId, Note, Syscall};
use crate::time::{Duration, Instant};
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// The clock's resolution: timers due within it run in the same pass (`time.get_clock_info('monotonic').resolution`).
pub(super) const RESOLUTION: Duration = Duration(1);

/// The least number of scheduled timers, and the share of cancelled ones, at which cancelled timers are thrown out.
pub(super) const MANY_TIMERS: usize = 100;

/// An event loop.
pub struct Loop {
    pub(super) id: LoopId,
    pub(super) key: Key,
    pub(super) ready: VecDeque<Ready>,
    /// Timers by moment, then by order of scheduling.
    pub(super) scheduled: BinaryHeap<Reverse<Timer>>,
    sequence: u64,
    pub(super) cancelled: usize,
    pub(super) stopping: bool,
    pub(super) closed: bool,
    pub(super) running: bool,
    /// Called with a context dict instead of the default report, or `None`.
    pub(super) exception_handler: Value,
    /// `set_debug`: callbacks that take longer than `slow_callback` seconds are reported.
    pub(super) debug: bool,
    pub(super) slow_callback: f64,
    /// In debug mode: the handle that runs.
    pub(super) current: Value,
    /// Asynchronous generators that were begun here.
    pub(super) asyncgens: super::asyncgens::Begun,
}

pub(super) struct Timer {
    pub(super) when: Instant,
    sequence: u64,
    pub(super) handle: Value,
}

impl PartialEq for Timer {
    fn eq(&self, other: &Self) -> bool {
        (self.when, self.sequence) == (other.when, other.sequence)
    }
}
impl Eq for Timer {}
impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Timer {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.when, self.sequence).cmp(&(other.when, other.sequence))
    }
}

native_object!(
    Loop,
    |this, visit| {
        this.ready.iter().for_each(|ready| ready.children(visit));
        this.scheduled.iter().for_each(|Reverse(timer)| visit(&timer.handle));
        visit(&this.exception_handler);
        visit(&this.current);
    },
    |this| {
        this.ready.clear();
        this.scheduled.clear();
        this.exception_handler = Value::None;
    }
);

static LOOP: [NativeDef; 20] = [
    NativeDef::method("call_soon", "callback, *args, context=", call_soon),
    NativeDef::method("call_soon_threadsafe", "callback, *args, context=", call_soon_threadsafe),
    NativeDef::method("call_later", "delay, callback, *args, context=", call_later),
    NativeDef::method("call_at", "when, callback, *args, context=", call_at),
    NativeDef::method("time", "", now),
    NativeDef::method("run_forever", "", super::passes::run_forever),
    NativeDef::method("stop", "", stop),
    NativeDef::method("is_running", "", is_running),
    NativeDef::method("is_closed", "", is_closed),
    NativeDef::method("_close", "", close),
    NativeDef::method("_id", "", number),
    NativeDef::method("set_exception_handler", "handler, /", set_exception_handler),
    NativeDef::method("get_exception_handler", "", get_exception_handler),
    NativeDef::method("create_future", "", create_future).cost(60),
    NativeDef::method("get_debug", "", get_debug),
    NativeDef::method("set_debug", "enabled", set_debug),
    NativeDef::method("_asyncgen_firstiter_hook", "agen, /", super::asyncgens::begun),
    NativeDef::method("_take_asyncgens", "", super::asyncgens::take),
    NativeDef::method("_wake", "", wake_method),
    NativeDef::method("_ready_count", "", ready_count),
];

static LOOP_STATE: [GetSet; 3] = [
    GetSet { name: "slow_callback_duration", get: slow_callback, set: Some(set_slow_callback) },
    GetSet { name: "_debug", get: debug_attribute, set: None },
    GetSet { name: "_handle_stack", get: handle_stack, set: None },
];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("asyncio", "EventLoop", Some(construct), &LOOP, &LOOP_STATE);
    vm.set_global(module, "EventLoop", class.into());
}

fn construct(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    let key = vm.new_key();
    let state = vm.state::<State>();
    state.next_loop += 1;
    let id = LoopId(state.next_loop);
    vm.note(Note::LoopCreated { id, key });
    let event_loop = Loop {
        id,
        key,
        ready: VecDeque::new(),
        scheduled: BinaryHeap::new(),
        sequence: 0,
        cancelled: 0,
        stopping: false,
        closed: false,
        running: false,
        exception_handler: Value::None,
        debug: false,
        slow_callback: 0.1,
        current: Value::None,
        asyncgens: Default::default(),
    };
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(event_loop))))
}

impl Loop {
    /// The number of the loop that a value is; 0 when it is none.
    pub(super) fn id_of(value: &Value) -> LoopId {
        value.as_native::<Loop>().map_or(LoopId(0), |event_loop| event_loop.id)
    }

    /// A scheduled timer was cancelled.
    pub(super) fn timer_cancelled(&mut self) {
        self.cancelled += 1;
    }

    /// Queues work of the library's own for the next pass: nobody sees its handle, unless it fails.
    pub(super) fn queue(vm: &mut Vm, event_loop: &Value, work: Work, context: Value) -> Result<()> {
        let this = Self::open(vm, event_loop)?;
        let ready = if this.debug {
            Ready::Handle(Handle::object(vm, event_loop, work, context, None, Instant::START))
        } else {
            Ready::Plain(Plain::new(work, context))
        };
        this.push(vm, ready);
        Ok(())
    }

    /// Queues a handle for the next pass.
    fn push_handle(vm: &mut Vm, event_loop: &Value, work: Work, context: Value) -> Result<Value> {
        let this = Self::open(vm, event_loop)?;
        let handle = Handle::object(vm, event_loop, work, context, None, Instant::START);
        this.push(vm, Ready::Handle(handle.clone()));
        Ok(handle)
    }

    fn open<'a>(vm: &Vm, event_loop: &'a Value) -> Result<&'a mut Self> {
        match event_loop.as_native::<Loop>() {
            None => Err(vm.type_error("not an event loop")),
            Some(this) if this.closed => Err(vm.runtime_error("Event loop is closed")),
            Some(this) => Ok(this),
        }
    }

    fn push(&mut self, vm: &mut Vm, ready: Ready) {
        let cost = Costs::of(vm.machine.python).call_soon.0;
        vm.charge(cost);
        vm.note(Note::CallbackDue { id: self.id, due: Instant::START, task: ready.task() });
        self.ready.push_back(ready);
    }
}

pub(super) fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut Loop> {
    args.get(0).and_then(Value::as_native::<Loop>).ok_or_else(|| vm.type_error("descriptor requires an event loop"))
}

/// Callback and arguments from position `from`, and the context that `context=` gives or the current one.
fn work_of(vm: &mut Vm, args: &Args<'_>, from: usize, what: &str) -> Result<(Work, Value)> {
    let Some(callback) = args.get(from).cloned() else {
        return Err(vm.type_error(format!("BaseEventLoop.{what}() missing 1 required positional argument: 'callback'")));
    };
    if let Some(Object::Generator(_)) = callback.object() {
        return Err(vm.type_error(format!("coroutines cannot be used with {what}()")));
    }
    let context = match args.named(vm, "context") {
        Some(context) if !context.is_none() => context.clone(),
        _ => context::snapshot(vm),
    };
    Ok((Work::Call { callback, args: args.all()[from + 1..].to_vec() }, context))
}

fn call_soon(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (work, context) = work_of(vm, &args, 1, "call_soon")?;
    check_thread(vm, &args.values[0])?;
    Loop::push_handle(vm, &args.values[0], work, context).map(Flow::Return)
}

/// In debug mode only the thread in which the loop runs may schedule, but for `call_soon_threadsafe`.
fn check_thread(vm: &mut Vm, event_loop: &Value) -> Result<()> {
    let running = vm.fiber.state::<super::Running>().event_loop.is(event_loop);
    match event_loop.as_native::<Loop>() {
        Some(this) if this.debug && this.running && !running => {
            Err(vm.runtime_error("Non-thread-safe operation invoked on an event loop other than the current one"))
        }
        _ => Ok(()),
    }
}

fn call_soon_threadsafe(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (work, context) = work_of(vm, &args, 1, "call_soon_threadsafe")?;
    let handle = Loop::push_handle(vm, &args.values[0], work, context)?;
    let cost = Costs::of(vm.machine.python).wake_loop.0;
    vm.charge(cost);
    let key = this(vm, &args)?.key;
    Flow::syscall(Syscall::Wake { key, count: 1 }, move |_, _| Ok(Flow::Return(handle)))
}

/// Ends a select of the loop, or the next one.
fn wake_method(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let key = this(vm, &args)?.key;
    Flow::syscall(Syscall::Wake { key, count: 1 }, |_, _| Flow::none())
}

fn call_later(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(delay) = args.get(1).cloned() else {
        return Err(
            vm.type_error("BaseEventLoop.call_later() missing 2 required positional arguments: 'delay' and 'callback'")
        );
    };
    if delay.is_none() {
        return Err(vm.type_error("delay must not be None"));
    }
    let delay = crate::library::time::seconds(vm, &delay)?;
    let (work, context) = work_of(vm, &args, 2, "call_later")?;
    let event_loop = args.values[0].clone();
    with_now(move |vm, now| {
        let when = now + Duration::from_secs_f64(delay);
        schedule(vm, &event_loop, when, work, context)
    })
}

fn call_at(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(when) = args.get(1).cloned() else {
        return Err(
            vm.type_error("BaseEventLoop.call_at() missing 2 required positional arguments: 'when' and 'callback'")
        );
    };
    if when.is_none() {
        return Err(vm.type_error("when cannot be None"));
    }
    let when = moment_of(crate::library::time::seconds(vm, &when)?);
    let (work, context) = work_of(vm, &args, 2, "call_at")?;
    schedule(vm, &args.values[0], when, work, context)
}

fn schedule(vm: &mut Vm, event_loop: &Value, when: Instant, work: Work, context: Value) -> Result<Flow> {
    let Some(this) = event_loop.as_native::<Loop>() else { return Flow::none() };
    if this.closed {
        return Err(vm.runtime_error("Event loop is closed"));
    }
    check_thread(vm, event_loop)?;
    let cost = Costs::of(vm.machine.python).call_later.0;
    vm.charge(cost);
    let handle = Handle::object(vm, event_loop, work, context, Some(when), when);
    if let Some(data) = handle.as_native::<Handle>() {
        data.event_loop = event_loop.clone();
    }
    this.sequence += 1;
    vm.note(Note::CallbackDue { id: this.id, due: when, task: None });
    this.scheduled.push(Reverse(Timer { when, sequence: this.sequence, handle: handle.clone() }));
    Ok(Flow::Return(handle))
}

fn now(_: &mut Vm, _: Args<'_>) -> Result<Flow> {
    with_now(|_, now| Ok(Flow::Return(Value::Float(monotonic_at(now)))))
}

fn stop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    this(vm, &args)?.stopping = true;
    Flow::none()
}

fn is_running(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(this(vm, &args)?.running)))
}

fn is_closed(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(this(vm, &args)?.closed)))
}

fn number(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(i64::from(this(vm, &args)?.id.0))))
}

fn ready_count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(this(vm, &args)?.ready.len() as i64)))
}

fn close(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let event_loop = this(vm, &args)?;
    if event_loop.running {
        return Err(vm.runtime_error("Cannot close a running event loop"));
    }
    event_loop.closed = true;
    let ready = std::mem::take(&mut event_loop.ready);
    let scheduled = std::mem::take(&mut event_loop.scheduled);
    drop((ready, scheduled));
    Flow::none()
}

fn set_exception_handler(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let handler = args.get(1).cloned().unwrap_or(Value::None);
    if !handler.is_none() && !vm.is_callable(&handler) {
        return vm.with_asks(move |vm, asks| {
            let shown = vm.repr(asks, &handler)?;
            Err(vm.type_error(format!("A callable object or None is expected, got {shown}")).into())
        });
    }
    this(vm, &args)?.exception_handler = handler;
    Flow::none()
}

fn get_exception_handler(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(this(vm, &args)?.exception_handler.clone()))
}

fn create_future(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Future::object(vm, args.values[0].clone())))
}

fn get_debug(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(this(vm, &args)?.debug)))
}

fn set_debug(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let on = args.get(1).and_then(|value| vm.native_truth(value)).unwrap_or(false);
    let this = this(vm, &args)?;
    this.debug = on;
    if this.running {
        // What coroutines remember changes with the next pass.
        let context = context::copied(vm);
        let work = Work::Call { callback: Object::Native(&TRACK_ORIGINS).into(), args: vec![Value::Bool(on)] };
        Loop::queue(vm, &args.values[0], work, context)?;
    }
    Flow::none()
}

static TRACK_ORIGINS: NativeDef =
    NativeDef::function("_set_coroutine_origin_tracking", "enabled, /", track_origins).cost(0);

fn track_origins(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.fiber.origin_of_coroutines = super::created::origins(args.values[0].is(&Value::Bool(true)));
    Flow::none()
}

/// Where the handle was created that runs; `None` where that is not remembered.
fn handle_stack(_: &mut Vm, value: &Value) -> Result<Value> {
    let handle = value.as_native::<Loop>().map(|this| this.current.clone()).unwrap_or_default();
    let created = handle.as_native::<super::handle::Handle>().and_then(|handle| handle.created.as_ref());
    Ok(created.map_or(Value::None, |created| Value::str(&*created.stack)))
}

fn debug_attribute(_: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Bool(value.as_native::<Loop>().is_some_and(|this| this.debug)))
}

fn slow_callback(_: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Float(value.as_native::<Loop>().map_or(0.1, |this| this.slow_callback)))
}

fn set_slow_callback(vm: &mut Vm, value: &Value, seconds: Value) -> Result<()> {
    let seconds = crate::library::time::seconds(vm, &seconds)?;
    if let Some(this) = value.as_native::<Loop>() {
        this.slow_callback = seconds;
    }
    Ok(())
}
