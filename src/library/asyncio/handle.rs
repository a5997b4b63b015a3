//! Handles: what a loop has to call.

use super::State;
use super::created::{self, Created, Through};
use super::format;
use crate::library::context::{self, native_object};
use crate::syscall::TaskId;
use crate::time::Instant;
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::heap::resized;
use crate::vm::value::{NativeObject, Payload, Value};
use crate::vm::{Flow, Vm};

/// What a loop has to call once.
pub struct Handle {
    /// What.
    pub work: Work,
    /// The context to call it in.
    pub context: Value,
    /// Whether somebody took it back.
    pub cancelled: bool,
    /// When it is due, for timers.
    pub when: Option<Instant>,
    /// The loop that it is scheduled on, for timers, while it is.
    pub event_loop: Value,
    /// When it became ready, for the trace.
    pub due: Instant,
    /// Where it was created, in debug mode.
    pub(super) created: Option<Box<Created>>,
    /// What it showed itself as when it was taken back in debug mode.
    pub(super) shown: Option<String>,
}

/// What a handle calls.
pub enum Work {
    /// A function.
    Call {
        /// What.
        callback: Value,
        /// With what.
        args: Vec<Value>,
    },
    /// A step of a task, with an exception to throw into it.
    Step {
        /// The task.
        task: Value,
        /// What to throw, or undefined.
        throw: Value,
    },
    /// A task's future is done: the next step.
    Wakeup {
        /// The task.
        task: Value,
        /// What it waited for.
        future: Value,
    },
    /// Nothing any more.
    Done,
}

/// What a loop's next pass runs.
pub enum Ready {
    /// A handle.
    Handle(Value),
    /// What would be one, if anybody could see it.
    Plain(Plain),
}

/// A handle that is no object: steps of tasks and callbacks of futures.
pub struct Plain {
    /// What it calls.
    pub work: Work,
    /// The context to call it in.
    pub context: Value,
}

/// Bytes that CPython allocates for a handle.
const SIZE: i64 = 160;

impl Plain {
    /// What would be a handle.
    pub fn new(work: Work, context: Value) -> Self {
        resized(SIZE);
        Self { work, context }
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        resized(-SIZE);
    }
}

impl Ready {
    pub(super) fn children(&self, visit: &mut dyn FnMut(&Value)) {
        match self {
            Ready::Handle(handle) => visit(handle),
            Ready::Plain(plain) => {
                visit(&plain.context);
                plain.work.children(visit);
            }
        }
    }

    /// The task whose step it is.
    pub(super) fn task(&self) -> Option<TaskId> {
        match self {
            Ready::Handle(handle) => handle.as_native::<Handle>()?.work.task(),
            Ready::Plain(plain) => plain.work.task(),
        }
    }

    /// Its handle, made now if there is none.
    pub(super) fn into_handle(self, vm: &mut Vm, event_loop: &Value) -> Value {
        match self {
            Ready::Handle(handle) => handle,
            Ready::Plain(mut plain) => {
                let work = std::mem::replace(&mut plain.work, Work::Done);
                Handle::object(vm, event_loop, work, plain.context.take(), None, Instant::START)
            }
        }
    }
}

impl Work {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        match self {
            Work::Call { callback, args } => {
                visit(callback);
                args.iter().for_each(visit);
            }
            Work::Step { task, throw } => {
                visit(task);
                visit(throw);
            }
            Work::Wakeup { task, future } => {
                visit(task);
                visit(future);
            }
            Work::Done => {}
        }
    }

    /// The task whose step it is.
    fn task(&self) -> Option<TaskId> {
        match self {
            Work::Step { task, .. } | Work::Wakeup { task, .. } => task.as_native::<super::Future>()?.task_id(),
            _ => None,
        }
    }
}

native_object!(
    Handle,
    |this, visit| {
        visit(&this.context);
        visit(&this.event_loop);
        this.work.children(visit);
    },
    |this| {
        this.work = Work::Done;
        this.context = Value::None;
        this.event_loop = Value::None;
    }
);

static HANDLE: [NativeDef; 4] = [
    NativeDef::method("get_context", "", get_context),
    NativeDef::method("cancel", "", cancel),
    NativeDef::method("cancelled", "", cancelled),
    NativeDef::method("__repr__", "", repr),
];
static TIMER: [NativeDef; 1] = [NativeDef::method("when", "", when)];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let handle = vm.native_class("asyncio.events", "Handle", None, &HANDLE, &[]);
    let timer = vm.native_class("asyncio.events", "TimerHandle", None, &HANDLE, &[]);
    vm.add_methods(&timer, &TIMER);
    let state = vm.state::<State>();
    state.handle = Some(handle.clone());
    state.timer = Some(timer.clone());
    vm.set_global(module, "Handle", handle.into());
    vm.set_global(module, "TimerHandle", timer.into());
}

impl Handle {
    /// A handle object.
    pub(super) fn object(
        vm: &mut Vm,
        of: &Value,
        work: Work,
        context: Value,
        when: Option<Instant>,
        due: Instant,
    ) -> Value {
        let through = if when.is_some() { Through::Later } else { Through::Schedule };
        let created = created::here(vm, of, through);
        let state = vm.state::<State>();
        let class = if when.is_some() { state.timer.clone() } else { state.handle.clone() };
        let class = class.expect("installed with the module");
        let handle = Self { work, context, cancelled: false, when, event_loop: Value::None, due, created, shown: None };
        vm.bare_instance(&class, Payload::native(handle))
    }
}

fn cancel(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(handle) = args.values[0].as_native::<Handle>()
        && !handle.cancelled
    {
        handle.cancelled = true;
        if handle.created.is_some() {
            handle.shown = Some(format::plainly(vm, &args.values[0], format::describe_handle));
        }
        if handle.when.is_some()
            && let Some(event_loop) = handle.event_loop.as_native::<super::Loop>()
        {
            event_loop.timer_cancelled();
        }
        // What it would have called is let go at once, as CPython does.
        drop(std::mem::replace(&mut handle.work, Work::Done));
        handle.context = Value::None;
    }
    Flow::none()
}

fn get_context(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(handle) = args.values[0].as_native::<Handle>() else { return Flow::none() };
    Ok(Flow::Return(context::made(vm, &mut handle.context)))
}

fn cancelled(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(args.values[0].as_native::<Handle>().is_some_and(|h| h.cancelled))))
}

fn when(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let when = args.values[0].as_native::<Handle>().and_then(|h| h.when).unwrap_or_default();
    Ok(Flow::Return(Value::Float(crate::library::time::monotonic_at(when))))
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let handle = args.values[0].clone();
    vm.with_asks(move |vm, asks| Ok(Value::str(format::describe_handle(vm, asks, &handle)?)))
}
