//! One event loop: what is ready, what is scheduled, and a pass over both.
//!
//! A pass (`_run_once`) selects with the time until the next timer, moves timers that are due to the ready queue, and runs
//! what was ready when it began; what becomes ready meanwhile waits for the next pass.

use super::handle::{Handle, Work, describe};
use super::{Running, State, task};
use crate::costs::Costs;
use crate::library::context::{self, native_object};
use crate::library::time::{moment_of, monotonic_at, with_now};
use crate::syscall::{Key, LoopId, Note, Stream, Syscall};
use crate::time::{Duration, Instant};
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Input;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};
use std::any::Any;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// The clock's resolution: timers due within it run in the same pass (`time.get_clock_info('monotonic').resolution`).
const RESOLUTION: Duration = Duration(1);

/// The least number of scheduled timers, and the share of cancelled ones, at which cancelled timers are thrown out.
const MANY_TIMERS: usize = 100;

/// An event loop.
pub struct Loop {
    id: LoopId,
    key: Key,
    ready: VecDeque<Value>,
    /// Timers by moment, then by order of scheduling.
    scheduled: BinaryHeap<Reverse<Timer>>,
    sequence: u64,
    cancelled: usize,
    stopping: bool,
    closed: bool,
    running: bool,
    /// Called with a context dict instead of the default report, or `None`.
    exception_handler: Value,
}

struct Timer {
    when: Instant,
    sequence: u64,
    handle: Value,
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
        this.ready.iter().for_each(&mut *visit);
        this.scheduled.iter().for_each(|Reverse(timer)| visit(&timer.handle));
        visit(&this.exception_handler);
    },
    |this| {
        this.ready.clear();
        this.scheduled.clear();
        this.exception_handler = Value::None;
    }
);

static LOOP: [NativeDef; 15] = [
    NativeDef::method("call_soon", "callback, *args, context=", call_soon),
    NativeDef::method("call_soon_threadsafe", "callback, *args, context=", call_soon_threadsafe),
    NativeDef::method("call_later", "delay, callback, *args, context=", call_later),
    NativeDef::method("call_at", "when, callback, *args, context=", call_at),
    NativeDef::method("time", "", now),
    NativeDef::method("run_forever", "", run_forever),
    NativeDef::method("stop", "", stop),
    NativeDef::method("is_running", "", is_running),
    NativeDef::method("is_closed", "", is_closed),
    NativeDef::method("_close", "", close),
    NativeDef::method("_id", "", number),
    NativeDef::method("set_exception_handler", "handler, /", set_exception_handler),
    NativeDef::method("get_exception_handler", "", get_exception_handler),
    NativeDef::method("_wake", "", wake_method),
    NativeDef::method("_ready_count", "", ready_count),
];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("asyncio", "EventLoop", Some(construct), &LOOP, &[]);
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
    };
    Ok(Flow::Return(vm.bare_instance(class, Payload::Native(Box::new(Box::new(event_loop))))))
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

    /// Queues work for the next pass.
    pub(super) fn queue(vm: &mut Vm, event_loop: &Value, work: Work, context: Value) -> Result<()> {
        Self::push(vm, event_loop, work, context).map(drop)
    }

    fn push(vm: &mut Vm, event_loop: &Value, work: Work, context: Value) -> Result<Value> {
        let Some(this) = event_loop.as_native::<Loop>() else { return Err(vm.type_error("not an event loop")) };
        if this.closed {
            return Err(vm.runtime_error("Event loop is closed"));
        }
        let cost = Costs::of(vm.machine.python).call_soon.0;
        vm.charge(cost);
        let handle = Handle::object(vm, work, context, None, Instant::START);
        let task = handle.as_native::<Handle>().and_then(|handle| handle.task());
        vm.note(Note::CallbackDue { id: this.id, due: Instant::START, task });
        this.ready.push_back(handle.clone());
        Ok(handle)
    }
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut Loop> {
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
    let name = vm.interner.intern("context");
    let context = match args.keyword(name) {
        Some(context) if !context.is_none() => context.clone(),
        _ => context::copied(vm),
    };
    Ok((Work::Call { callback, args: args.all()[from + 1..].to_vec() }, context))
}

fn call_soon(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (work, context) = work_of(vm, &args, 1, "call_soon")?;
    Loop::push(vm, &args.values[0], work, context).map(Flow::Return)
}

fn call_soon_threadsafe(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (work, context) = work_of(vm, &args, 1, "call_soon_threadsafe")?;
    let handle = Loop::push(vm, &args.values[0], work, context)?;
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
    let cost = Costs::of(vm.machine.python).call_later.0;
    vm.charge(cost);
    let handle = Handle::object(vm, work, context, Some(when), when);
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
    this(vm, &args)?.exception_handler = args.get(1).cloned().unwrap_or(Value::None);
    Flow::none()
}

fn get_exception_handler(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(this(vm, &args)?.exception_handler.clone()))
}

/// Runs passes until `stop`.
fn run_forever(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let event_loop = this(vm, &args)?;
    if event_loop.closed {
        return Err(vm.runtime_error("Event loop is closed"));
    }
    if event_loop.running {
        return Err(vm.runtime_error("This event loop is already running"));
    }
    let running = vm.fiber.state::<Running>();
    if !running.event_loop.is_undefined() && !running.event_loop.is_none() {
        return Err(vm.runtime_error("Cannot run the event loop while another loop is running"));
    }
    running.event_loop = args.values[0].clone();
    event_loop.running = true;
    let value = args.values[0].clone();
    let flow = passes(vm, args.values[0].clone())?;
    vm.after(flow, move |vm, input| {
        vm.fiber.state::<Running>().event_loop = Value::None;
        if let Some(event_loop) = value.as_native::<Loop>() {
            event_loop.running = false;
            event_loop.stopping = false;
        }
        input.value().map(Flow::Return)
    })
}

/// One pass, then the next ones.
fn passes(vm: &mut Vm, value: Value) -> Result<Flow> {
    let Some(this) = value.as_native::<Loop>() else { return Flow::none() };
    forget_cancelled(this);
    let deadline = if !this.ready.is_empty() || this.stopping {
        Some(Instant::START)
    } else {
        this.scheduled.peek().map(|Reverse(timer)| timer.when)
    };
    let cost = Costs::of(vm.machine.python).loop_pass.0;
    vm.charge(cost);
    Flow::syscall(Syscall::Select { key: this.key, deadline }, move |vm, _| {
        let Some(this) = value.as_native::<Loop>() else { return Flow::none() };
        if this.scheduled.is_empty() {
            return run_ready(vm, value);
        }
        with_now(move |vm, now| {
            let Some(this) = value.as_native::<Loop>() else { return Flow::none() };
            let end = now + RESOLUTION;
            while let Some(Reverse(timer)) = this.scheduled.peek() {
                if timer.when >= end {
                    break;
                }
                let Some(Reverse(timer)) = this.scheduled.pop() else { break };
                if let Some(handle) = timer.handle.as_native::<Handle>() {
                    if handle.cancelled {
                        this.cancelled = this.cancelled.saturating_sub(1);
                    }
                    handle.event_loop = Value::None;
                }
                this.ready.push_back(timer.handle);
            }
            run_ready(vm, value)
        })
    })
}

/// Cancelled timers are thrown out when there are many of them, or when they come first.
fn forget_cancelled(this: &mut Loop) {
    let is_cancelled = |timer: &Timer| timer.handle.as_native::<Handle>().is_some_and(|h| h.cancelled);
    if this.scheduled.len() > MANY_TIMERS && this.cancelled * 2 > this.scheduled.len() {
        let kept: Vec<_> =
            std::mem::take(&mut this.scheduled).into_iter().filter(|Reverse(t)| !is_cancelled(t)).collect();
        this.scheduled = kept.into();
        this.cancelled = 0;
        return;
    }
    while this.scheduled.peek().is_some_and(|Reverse(timer)| is_cancelled(timer)) {
        this.cancelled = this.cancelled.saturating_sub(1);
        this.scheduled.pop();
    }
}

fn run_ready(vm: &mut Vm, value: Value) -> Result<Flow> {
    let Some(this) = value.as_native::<Loop>() else { return Flow::none() };
    let count = this.ready.len();
    vm.note(Note::TickBegin { id: this.id, ready: count as u32 });
    run_handles(vm, value, count)
}

/// Runs so many handles, then the next pass, unless the loop was stopped.
fn run_handles(vm: &mut Vm, value: Value, mut left: usize) -> Result<Flow> {
    loop {
        let Some(this) = value.as_native::<Loop>() else { return Flow::none() };
        if left == 0 {
            vm.note(Note::TickEnd { id: this.id });
            if this.stopping {
                return Flow::none();
            }
            return passes(vm, value);
        }
        left -= 1;
        let Some(handle) = this.ready.pop_front() else {
            left = 0;
            continue;
        };
        let id = this.id;
        let Some(data) = handle.as_native::<Handle>() else { continue };
        let due = data.due;
        if data.cancelled {
            vm.note(Note::CallbackSkipped { id, due });
            continue;
        }
        let outer = context::swap(vm, data.context.clone());
        let (name, flow) = match std::mem::replace(&mut data.work, Work::Done) {
            Work::Step { task, throw } => {
                let name = step_name(&task);
                vm.note(Note::CallbackBegin { id, name, due });
                (Value::Undefined, task::step(vm, task, throw))
            }
            Work::Wakeup { task, future } => {
                let name = step_name(&task);
                vm.note(Note::CallbackBegin { id, name, due });
                (Value::Undefined, task::wake(vm, task, &future))
            }
            Work::Call { callback, args } => {
                let cost = Costs::of(vm.machine.python).callback.0;
                vm.charge(cost);
                let name = crate::library::trace::name_of(vm, &callback);
                vm.note(Note::CallbackBegin { id, name, due });
                (callback.clone(), Flow::tail(callback, args))
            }
            Work::Done => continue,
        };
        let flow = match flow {
            Ok(flow) => flow,
            Err(exception) => {
                context::swap(vm, outer);
                vm.note(Note::CallbackEnd { id });
                return callback_failed(vm, value, handle, name, exception, left);
            }
        };
        if let Flow::Return(_) = flow {
            context::swap(vm, outer);
            vm.note(Note::CallbackEnd { id });
            continue;
        }
        return vm.after(flow, move |vm, input| {
            context::swap(vm, outer);
            vm.note(Note::CallbackEnd { id });
            match input {
                Input::Raised(exception) => callback_failed(vm, value, handle, name, exception, left),
                _ => {
                    drop(handle);
                    run_handles(vm, value, left)
                }
            }
        });
    }
}

fn step_name(task: &Value) -> String {
    task.as_native::<super::Future>()
        .and_then(|f| f.task.as_ref())
        .and_then(|t| t.name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A callback raised: the exception handler is called, then the pass goes on.
fn callback_failed(
    vm: &mut Vm,
    value: Value,
    handle: Value,
    callback: Value,
    exception: Exception,
    left: usize,
) -> Result<Flow> {
    if vm.is_exception(&exception, |t| &t.system_exit) || vm.is_exception(&exception, |t| &t.keyboard_interrupt) {
        return Err(exception);
    }
    let handler = value.as_native::<Loop>().map_or(Value::None, |l| l.exception_handler.clone());
    let name = super::future::callback_name(vm, &callback);
    let message = format!("Exception in callback {name}()");
    if handler.is_none() {
        let shown = describe(vm, &handle);
        let traceback = vm.format_exception(&exception);
        let text = format!("{message}\nhandle: {shown}\n{traceback}");
        return Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| {
            run_handles(vm, value, left)
        });
    }
    let mut context = crate::vm::dict::Dict::default();
    context.insert_str("message", Value::str(message));
    context.insert_str("exception", exception.0);
    context.insert_str("handle", handle);
    Flow::call(handler, vec![value.clone(), Value::dict(context)], move |vm, input| {
        if let Input::Raised(exception) = input {
            let traceback = vm.format_exception(&exception);
            let text = format!("Unhandled error in exception handler\n{traceback}");
            return Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| {
                run_handles(vm, value, left)
            });
        }
        run_handles(vm, value, left)
    })
}
