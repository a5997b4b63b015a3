//! The passes of a loop: select, timers that are due, what is ready.

use super::event_loop::{Loop, MANY_TIMERS, RESOLUTION, Timer};
use super::handle::{Handle, Work};
use super::{Running, format, task};
use crate::costs::Costs;
use crate::library::{context, log, time::with_now};
use crate::syscall::{Note, Syscall};
use crate::time::Instant;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Input;
use crate::vm::function::Args;
use crate::vm::generator::AsyncGeneratorHooks;
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
    let flow = passes(vm, args.values[0].clone())?;
    vm.after(flow, move |vm, input| {
        *vm.fiber.state::<AsyncGeneratorHooks>() = outer_hooks;
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
        if this.debug {
            return run_timed(value, handle, left);
        }
        match run_handle(vm, &value, &handle) {
            Ok(Flow::Return(_)) => continue,
            Ok(flow) => {
                return vm.after(flow, move |vm, input| match input {
                    Input::Raised(exception) => callback_failed(vm, value, handle, exception, left),
                    _ => {
                        drop(handle);
                        run_handles(vm, value, left)
                    }
                });
            }
            Err(exception) => return callback_failed(vm, value, handle, exception, left),
        }
    }
}

/// In debug mode: says so when a callback takes long.
fn run_timed(value: Value, handle: Value, left: usize) -> Result<Flow> {
    with_now(move |vm, begin| {
        let shown = shown_when_slow(&handle);
        let flow = run_handle(vm, &value, &handle);
        let then = move |result: Result<Value>| {
            with_now(move |vm, end| {
                let took = end.since(begin).as_secs_f64();
                let slow = value.as_native::<Loop>().is_some_and(|this| took >= this.slow_callback);
                let warning = if slow {
                    let text = match &shown {
                        Some(task) => format::describe(vm, task),
                        None => format::describe_handle(vm, &handle),
                    };
                    log::report(vm, "asyncio", log::WARNING, format!("Executing {text} took {took:.3} seconds"), None)?
                } else {
                    Flow::Return(Value::None)
                };
                vm.after(warning, move |vm, _| match result {
                    Ok(_) => run_handles(vm, value, left),
                    Err(exception) => callback_failed(vm, value, handle, exception, left),
                })
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

/// Runs one handle in its context.
fn run_handle(vm: &mut Vm, value: &Value, handle: &Value) -> Result<Flow> {
    let (Some(this), Some(data)) = (value.as_native::<Loop>(), handle.as_native::<Handle>()) else {
        return Flow::none();
    };
    let (id, due) = (this.id, data.due);
    if data.cancelled {
        vm.note(Note::CallbackSkipped { id, due });
        return Flow::none();
    }
    let outer = context::swap(vm, data.context.clone());
    let flow = match &mut data.work {
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
            Flow::tail(callback, args)
        }
        Work::Done => Flow::none(),
    };
    let end = move |vm: &mut Vm| {
        context::swap(vm, outer);
        vm.note(Note::CallbackEnd { id });
    };
    match flow {
        Ok(Flow::Return(value)) => {
            end(vm);
            Ok(Flow::Return(value))
        }
        Ok(flow) => vm.after(flow, move |vm, input| {
            end(vm);
            input.value().map(Flow::Return)
        }),
        Err(exception) => {
            end(vm);
            Err(exception)
        }
    }
}

fn step_name(task: &Value) -> String {
    task.as_native::<super::Future>()
        .and_then(|f| f.task.as_ref())
        .and_then(|t| t.name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A callback raised: the loop's exception handler is called, then the pass goes on.
fn callback_failed(vm: &mut Vm, value: Value, handle: Value, exception: Exception, left: usize) -> Result<Flow> {
    if vm.is_exception(&exception, |t| &t.system_exit) || vm.is_exception(&exception, |t| &t.keyboard_interrupt) {
        if let Some(this) = value.as_native::<Loop>() {
            vm.note(Note::TickEnd { id: this.id });
        }
        return Err(exception);
    }
    let source = format::callback_source(vm, &handle);
    let message = Value::str(format!("Exception in callback {source}"));
    let created = handle.as_native::<Handle>().and_then(|handle| handle.created.as_ref());
    let created = created.map(|created| ("source_traceback", Value::str(&*created.stack)));
    let mut parts = vec![("message", message), ("exception", exception.into_value()), ("handle", handle)];
    parts.extend(created);
    let flow = super::handle_exception(vm, &value, parts)?;
    vm.after(flow, move |vm, input| {
        input.value()?;
        run_handles(vm, value, left)
    })
}
