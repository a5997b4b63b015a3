//! `_asyncio`: the hot parts of `asyncio`: futures, tasks, handles and one pass of an event loop.
//!
//! Life of a task: `Task(coro, loop)` notes that it exists and queues its first step; a pass of the loop runs the step,
//! which resumes the coroutine; what that yields is a future to wait for: the task adds its wake-up to the future's
//! callbacks and the step ends; when the future is done the wake-up is queued, and so on, until the coroutine returns or
//! raises and the task is a finished future itself. All else of asyncio is Python text above this.
//!
//! The rules are those of CPython's `Lib/asyncio/{futures,tasks,base_events}.py` and `Modules/_asynciomodule.c` (3.12, 3.13).

mod asyncgens;
mod created;
mod event_loop;
mod format;
mod functions;
mod future;
mod handle;
mod passes;
mod stacks;
mod task;

pub use event_loop::Loop;
pub use future::Future;

use crate::numbered::Numbered;
use crate::syscall::TaskId;
use crate::vm::dict::Dict;
use crate::vm::exception::Result;
use crate::vm::value::{Ref, Value};
use crate::vm::{Flow, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &[
    "Future",
    "Task",
    "Handle",
    "TimerHandle",
    "EventLoop",
    "_get_running_loop",
    "_set_running_loop",
    "current_task",
    "all_tasks",
    "_enter_task",
    "_leave_task",
    "_mark",
    "_set_result_unless_cancelled",
    "isfuture",
    "iscoroutine",
    "get_running_loop",
    "get_event_loop",
    "_mark_policy",
    "_awaited_here",
    "_awaited_by",
    "_awaiters",
    "_call_stack",
    "_line_of",
];

/// Classes and registries of a process.
#[derive(Default)]
pub(crate) struct State {
    future: Option<Ref>,
    task: Option<Ref>,
    handle: Option<Ref>,
    timer: Option<Ref>,
    cancelled_error: Value,
    invalid_state: Value,
    /// What gives a loop where none runs.
    policy: Value,
    next_task: u32,
    /// The number in the name that was made last, `Task-N`.
    last_name: u32,
    next_loop: u32,
    /// Addresses of pending tasks, which the registry does not keep alive: a task takes itself out when it is done or goes.
    tasks: Numbered<TaskId, usize>,
    stacks: stacks::Stacks,
}

/// The calling thread's running loop and, by loop, its current task.
#[derive(Default)]
pub(crate) struct Running {
    pub(crate) event_loop: Value,
    pub(crate) task: Value,
}

/// The running task's number, if a task runs.
pub fn current_task_id(vm: &mut Vm) -> Option<TaskId> {
    vm.fiber.state::<Running>().task.as_native::<Future>()?.task_id()
}

/// Puts classes and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    future::install(vm, module);
    task::install(vm, module);
    handle::install(vm, module);
    event_loop::install(vm, module);
    functions::install(vm, module);
    stacks::install(vm, module);
}

/// Calls a loop's `call_exception_handler` with a context of these parts.
fn handle_exception(vm: &mut Vm, event_loop: &Value, parts: Vec<(&str, Value)>) -> Result<Flow> {
    let mut context = Dict::default();
    for (name, value) in parts {
        context.insert_str(name, value);
    }
    let context = Value::dict(context);
    let name = vm.interner.intern("call_exception_handler");
    match vm.special(event_loop, name) {
        Some(method) => Flow::tail(method, vec![event_loop.clone(), context]),
        None => Flow::none(),
    }
}
