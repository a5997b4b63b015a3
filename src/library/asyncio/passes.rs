//! The passes of a loop: select, timers that are due, what is ready.

use super::event_loop::{Loop, MANY_TIMERS, RESOLUTION, Timer};
use super::handle::{Handle, Ready, Work};
use super::{Running, format, task};
use crate::costs::Costs;
use crate::library::{context, log, time::with_now};
use crate::syscall::{LoopId, Note, Syscall};
use crate::time::Instant;
use crate::vm::async_generator::AsyncGeneratorHooks;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Input;
use crate::vm::function::Args;
use crate::vm::value::Value;
use crate::vm::{Flow, Vm};
use std::cmp::Reverse;

/// Runs passes until `stop`.
pub(super) fn run_forever(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let event_loop = super::event_loop::this(vm, &args)?;
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
    let hooks = super::asyncgens::hooks(vm, &args.values[0])?;
    let outer_hooks = std::mem::replace(vm.fiber.state::<AsyncGeneratorHooks>(), hooks);
    let origins = super::created::origins(event_loop.debug);
    let outer_origins = std::mem::replace(&mut vm.fiber.origin_of_coroutines, origins);
    let mut passes = Passes { event_loop: value.clone(), left: 0, stage: Stage::Begins };
    let flow = Flow::stay(move |vm, input| passes.go_on(vm, input))?;
    vm.after(flow, move |vm, input| {
        vm.fiber.origin_of_coroutines = outer_origins;
        *vm.fiber.state::<AsyncGeneratorHooks>() = outer_hooks;
        vm.fiber.state::<Running>().event_loop = Value::None;
        if let Some(event_loop) = value.as_native::<Loop>() {
            event_loop.running = false;
            event_loop.stopping = false;
        }
        input.value().map(Flow::Return)
    })
}

/// A running loop.
struct Passes {
    event_loop: Value,
    /// How many handles this pass has still to run.
    left: usize,
    stage: Stage,
}

/// What a running loop waits for.
enum Stage {
    /// To begin.
    Begins,
    /// The select.
    Selects,
    /// The time after a select, to look at the timers.
    Asks,
    /// A handle, begun in its context; the one before it comes back afterwards.
    Runs { ready: Ready, outer: Value },
    /// A handle of a loop in debug mode, whose time is taken.
    Times(Value),
    /// The exception handler.
    Reports,
}

impl Passes {
    /// Goes on with what it waited for, up to the next thing that it has to wait for.
    fn go_on(&mut self, vm: &mut Vm, input: Input) -> Result<Flow> {
        match std::mem::replace(&mut self.stage, Stage::Begins) {
            Stage::Begins => return self.select(vm),
            Stage::Selects => {
                input.value()?;
                if vm.has_main_calls() {
                    self.stage = Stage::Selects;
                    return vm.call_main_calls();
                }
                if !self.this().scheduled.is_empty() {
                    self.stage = Stage::Asks;
                    return with_now(|_, now| Ok(Flow::Return(Value::Int(now.0 as i64))));
                }
                self.begin_tick(vm);
            }
            Stage::Asks => {
                let now = Instant(input.value()?.as_int().unwrap_or_default() as u64);
                take_due(self.this(), now);
                self.begin_tick(vm);
            }
            Stage::Runs { ready, outer } => {
                end_handle(vm, self.this().id, &ready, outer);
                if let Input::Raised(exception) = input {
                    return self.failed(vm, ready, exception);
                }
            }
            Stage::Times(handle) => {
                if let Input::Raised(exception) = input {
                    return self.failed(vm, Ready::Handle(handle), exception);
                }
            }
            Stage::Reports => drop(input.value()?),
        }
        self.run_handles(vm)
    }

    #[allow(clippy::mut_from_ref, reason = "as of every object: a short borrow, none across what may touch the loop")]
    fn this(&self) -> &mut Loop {
        self.event_loop.as_native::<Loop>().expect("a loop runs its passes")
    }

    fn select(&mut self, vm: &mut Vm) -> Result<Flow> {
        let this = self.this();
        forget_cancelled(this);
        let deadline = if !this.ready.is_empty() || this.stopping {
            Some(Instant::START)
        } else {
            this.scheduled.peek().map(|Reverse(timer)| timer.when)
        };
        let cost = Costs::of(vm.machine.python).loop_pass.0;
        vm.charge(cost);
        let key = this.key;
        self.stage = Stage::Selects;
        Flow::syscall(Syscall::Select { key, deadline }, |_, _| Flow::none())
    }

    fn begin_tick(&mut self, vm: &mut Vm) {
        self.left = self.this().ready.len();
        vm.note(Note::TickBegin { id: self.this().id, ready: self.left as u32 });
    }

    /// Runs what is left of this pass, then begins the next one, unless the loop was stopped.
    fn run_handles(&mut self, vm: &mut Vm) -> Result<Flow> {
        let id = self.this().id;
        while self.left > 0 {
            self.left -= 1;
            let Some(mut ready) = self.this().ready.pop_front() else { break };
            if self.this().debug {
                let handle = ready.into_handle(vm, &self.event_loop);
                self.stage = Stage::Times(handle.clone());
                return run_timed(self.event_loop.clone(), handle);
            }
            let Some((flow, outer)) = begin_handle(vm, id, &mut ready) else { continue };
            match flow {
                Ok(Flow::Return(_)) => end_handle(vm, id, &ready, outer),
                Ok(flow) => {
                    self.stage = Stage::Runs { ready, outer };
                    return Ok(flow);
                }
                Err(exception) => {
                    end_handle(vm, id, &ready, outer);
                    return self.failed(vm, ready, exception);
                }
            }
        }
        vm.note(Note::TickEnd { id });
        if self.this().stopping {
            return Flow::none();
        }
        self.select(vm)
    }

    /// A callback raised: the loop's exception handler is called, then the pass goes on.
    fn failed(&mut self, vm: &mut Vm, ready: Ready, exception: Exception) -> Result<Flow> {
        if vm.is_exception(&exception, |t| &t.system_exit) || vm.is_exception(&exception, |t| &t.keyboard_interrupt) {
            vm.note(Note::TickEnd { id: self.this().id });
            return Err(exception);
        }
        let handle = ready.into_handle(vm, &self.event_loop);
        let (shown, event_loop) = (handle.clone(), self.event_loop.clone());
        let message = vm.with_asks(move |vm, asks| {
            let source = format::callback_source(vm, asks, &shown)?;
            Ok(Value::str(format!("Exception in callback {source}")))
        })?;
        let reported = vm.after(message, move |vm, message| {
            let created = handle.as_native::<Handle>().and_then(|handle| handle.created.as_ref());
            let created = created.map(|created| ("source_traceback", Value::str(&*created.stack)));
            let exception = ("exception", exception.into_value());
            let mut parts = vec![("message", message.value()?), exception, ("handle", handle)];
            parts.extend(created);
            super::handle_exception(vm, &event_loop, parts)
        });
        self.stage = Stage::Reports;
        match reported? {
            Flow::Return(_) => self.run_handles(vm),
            flow => Ok(flow),
        }
    }
}

/// Moves timers that are due to what is ready.
fn take_due(this: &mut Loop, now: Instant) {
    let end = now + RESOLUTION;
    while this.scheduled.peek().is_some_and(|Reverse(timer)| timer.when < end) {
        let Some(Reverse(timer)) = this.scheduled.pop() else { break };
        if let Some(handle) = timer.handle.as_native::<Handle>() {
            if handle.cancelled {
                this.cancelled = this.cancelled.saturating_sub(1);
            }
            handle.event_loop = Value::None;
        }
        this.ready.push_back(Ready::Handle(timer.handle));
    }
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

/// In debug mode: says so when a callback takes long.
fn run_timed(event_loop: Value, handle: Value) -> Result<Flow> {
    with_now(move |vm, begin| {
        let shown = shown_when_slow(&handle);
        if let Some(this) = event_loop.as_native::<Loop>() {
            this.current = handle.clone();
        }
        let id = Loop::id_of(&event_loop);
        let mut ready = Ready::Handle(handle.clone());
        let flow = match begin_handle(vm, id, &mut ready) {
            None => Flow::none(),
            Some((Ok(flow), outer)) => vm.after(flow, move |vm, input| {
                end_handle(vm, id, &ready, outer);
                input.value().map(Flow::Return)
            }),
            Some((Err(exception), outer)) => {
                end_handle(vm, id, &ready, outer);
                Err(exception)
            }
        };
        let then = move |result: Result<Value>| {
            if let Some(this) = event_loop.as_native::<Loop>() {
                this.current = Value::None;
            }
            with_now(move |vm, end| {
                let took = end.since(begin).as_secs_f64();
                let slow = event_loop.as_native::<Loop>().is_some_and(|this| took >= this.slow_callback);
                let warning = if slow {
                    let text = match &shown {
                        Some(task) => format::plainly(vm, task, format::describe),
                        None => format::plainly(vm, &handle, format::describe_handle),
                    };
                    log::report(vm, "asyncio", log::WARNING, format!("Executing {text} took {took:.3} seconds"), None)?
                } else {
                    Flow::Return(Value::None)
                };
                vm.after(warning, move |_, _| result.map(Flow::Return))
            })
        };
        match flow {
            Ok(flow) => vm.after(flow, move |_, input| then(input.value())),
            Err(exception) => then(Err(exception)),
        }
    })
}

/// What is named when a handle was slow: its task, if it is a step of one.
fn shown_when_slow(handle: &Value) -> Option<Value> {
    match &handle.as_native::<Handle>()?.work {
        Work::Step { task, .. } | Work::Wakeup { task, .. } => Some(task.clone()),
        _ => None,
    }
}

/// Begins to run what is ready, in its context. Gives what it answered and the context for [`end_handle`]; nothing, when it
/// was cancelled.
fn begin_handle(vm: &mut Vm, id: LoopId, ready: &mut Ready) -> Option<(Result<Flow>, Value)> {
    let (work, context, due) = match ready {
        Ready::Handle(handle) => {
            let data = handle.as_native::<Handle>()?;
            if data.cancelled {
                vm.note(Note::CallbackSkipped { id, due: data.due });
                return None;
            }
            (&mut data.work, &data.context, data.due)
        }
        Ready::Plain(plain) => (&mut plain.work, &plain.context, Instant::START),
    };
    let outer = context::swap(vm, context.clone());
    let flow = match work {
        Work::Step { task, throw } => {
            vm.note(Note::CallbackBegin { id, name: step_name(task), due });
            let (task, throw) = (task.clone(), throw.take());
            task::step(vm, task, throw)
        }
        Work::Wakeup { task, future } => {
            vm.note(Note::CallbackBegin { id, name: step_name(task), due });
            let (task, future) = (task.clone(), future.take());
            task::wake(vm, task, &future)
        }
        Work::Call { callback, args } => {
            let cost = Costs::of(vm.machine.python).callback.0;
            vm.charge(cost);
            let (callback, args) = (callback.clone(), args.clone());
            let name = crate::library::trace::name_of(vm, &callback);
            vm.note(Note::CallbackBegin { id, name, due });
            vm.tail_call(callback, args)
        }
        Work::Done => Flow::none(),
    };
    Some((flow, outer))
}

/// Takes it back to the context outside; one that was made while it ran stays with its handle.
fn end_handle(vm: &mut Vm, id: LoopId, ready: &Ready, outer: Value) {
    let inner = context::swap(vm, outer);
    if let Ready::Handle(handle) = ready
        && let Some(data) = handle.as_native::<Handle>()
        && data.context.is_undefined()
    {
        data.context = inner;
    }
    vm.note(Note::CallbackEnd { id });
}

fn step_name(task: &Value) -> String {
    task.as_native::<super::Future>()
        .and_then(|f| f.task.as_ref())
        .and_then(|t| t.name.as_str().map(str::to_owned))
        .unwrap_or_default()
}
