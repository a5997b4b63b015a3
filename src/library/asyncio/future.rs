//! Futures.

use super::created::{self, Created, Through};
use super::{Loop, Running, State};
use crate::costs::Costs;
use crate::library::context::{self, native_object};
use crate::machine::Python;
use crate::syscall::{JobId, Key, TaskId, TaskWait};
use crate::vm::exception::{Exception, Result};
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};

/// A future; with `task`, a task.
pub struct Future {
    pub(super) event_loop: Value,
    pub(super) state: Progress,
    pub(super) result: Value,
    /// The exception instance, or undefined.
    pub(super) exception: Value,
    pub(super) callbacks: Vec<Callback>,
    /// `_asyncio_future_blocking`: it was yielded by `await` and whoever gets it must wait for it.
    pub(super) blocking: bool,
    pub(super) cancel_message: Value,
    /// An exception that nobody has asked for: reported when the future goes.
    pub(super) unretrieved: bool,
    /// What waiting for it means, for the trace.
    pub(super) kind: TaskWait,
    /// Tasks that wait for it without awaiting it alone (`gather` and its like), while it is pending.
    pub(super) awaited_by: Vec<TaskId>,
    pub(super) task: Option<Box<super::task::TaskData>>,
    /// Where it was created, in debug mode.
    pub(super) created: Option<Box<Created>>,
}

/// How far a future is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Pending,
    Cancelled,
    Finished,
}

/// What is called when a future is done.
pub(super) enum Callback {
    /// A function, with the future.
    Call { function: Value, context: Value },
    /// A task that waits for it.
    Wakeup(Value),
}

impl NativeObject for Future {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        for value in [&self.event_loop, &self.result, &self.exception, &self.cancel_message] {
            visit(value);
        }
        for callback in &self.callbacks {
            match callback {
                Callback::Call { function, context } => {
                    visit(function);
                    visit(context);
                }
                Callback::Wakeup(task) => visit(task),
            }
        }
        if let Some(task) = &self.task {
            task.children(visit);
        }
    }
    fn clear(&mut self) {
        self.callbacks.clear();
        self.result = Value::None;
        self.exception = Value::Undefined;
        self.event_loop = Value::None;
        self.unretrieved = false;
        self.task = None;
    }
    fn wants_finalizer(&self) -> bool {
        self.unretrieved || self.task.as_ref().is_some_and(|task| task.wants_finalizer())
    }
    fn finalize(&mut self, this: &Value, vm: &mut Vm) -> Result<Flow> {
        super::task::finalize(self, this, vm)
    }
    fn pass_over(&mut self, vm: &mut Vm) {
        super::task::pass_over(self, vm);
    }
}

impl Future {
    pub(super) fn new(event_loop: Value) -> Self {
        Self {
            event_loop,
            state: Progress::Pending,
            result: Value::None,
            exception: Value::Undefined,
            callbacks: Vec::new(),
            blocking: false,
            cancel_message: Value::None,
            unretrieved: false,
            kind: TaskWait::Future,
            awaited_by: Vec::new(),
            task: None,
            created: None,
        }
    }

    /// A future object of a loop.
    pub(super) fn object(vm: &mut Vm, event_loop: Value) -> Value {
        let class = vm.state::<State>().future.clone().expect("installed with the module");
        let created = created::here(vm, &event_loop, Through::CreateFuture);
        let future = Future { created, ..Future::new(event_loop) };
        vm.bare_instance(&class, Payload::native(future))
    }

    /// Has something called when it is done. Most have one such thing and no more.
    pub(super) fn when_done(&mut self, callback: Callback) {
        if self.callbacks.capacity() == 0 {
            self.callbacks.reserve_exact(1);
        }
        self.callbacks.push(callback);
    }

    /// The number of the task that it is.
    pub fn task_id(&self) -> Option<TaskId> {
        self.task.as_ref().map(|task| task.id)
    }
}

/// The iterator of `await future`.
struct FutureIterator {
    future: Value,
}
native_object!(FutureIterator, |this, visit| visit(&this.future), |this| this.future = Value::None);

#[derive(Default)]
struct Classes {
    iterator: Option<Ref>,
}

pub(super) static FUTURE: [NativeDef; 17] = [
    NativeDef::method("result", "", result),
    NativeDef::method("exception", "", exception),
    NativeDef::method("set_result", "result, /", set_result),
    NativeDef::method("set_exception", "exception, /", set_exception),
    NativeDef::method("done", "", done),
    NativeDef::method("cancelled", "", cancelled),
    NativeDef::method("cancel", "msg=", cancel),
    NativeDef::method("add_done_callback", "fn, /, *, context=", add_done_callback),
    NativeDef::method("remove_done_callback", "fn, /", remove_done_callback),
    NativeDef::method("get_loop", "", get_loop),
    NativeDef::method("__await__", "", iterate),
    NativeDef::method("__iter__", "", iterate),
    NativeDef::method("__repr__", "", repr),
    NativeDef::method("__del__", "", super::task::delete),
    NativeDef::method("__class_getitem__", "item, /", crate::vm::builtins::generic::class_getitem),
    NativeDef::method("_make_cancelled_error", "", make_cancelled_error_method),
    NativeDef::method("_waits_for", "kind, number=, /", waits_for).cost(0),
];

pub(super) static STATE: [GetSet; 7] = [
    GetSet { name: "_asyncio_future_blocking", get: get_blocking, set: Some(set_blocking) },
    GetSet { name: "_loop", get: get_loop_attribute, set: None },
    GetSet { name: "_state", get: get_state, set: None },
    GetSet { name: "_exception", get: get_exception, set: None },
    GetSet { name: "_log_traceback", get: get_log, set: Some(set_log) },
    GetSet { name: "_source_traceback", get: get_source, set: None },
    GetSet { name: "_cancel_message", get: get_message, set: Some(set_message) },
];

static ITERATOR: [NativeDef; 4] = [
    NativeDef::method("__iter__", "", itself),
    NativeDef::method("__next__", "", step),
    NativeDef::method("send", "value, /", step),
    NativeDef::method("throw", "type, value=, traceback=, /", throw),
];

static MARK: NativeDef = NativeDef::function("_mark", "cancelled_error, invalid_state_error, /", mark);
static UNLESS: NativeDef =
    NativeDef::function("_set_result_unless_cancelled", "future, result, /", set_unless_cancelled).cost(0);

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("_asyncio", "Future", Some(construct), &FUTURE, &STATE);
    let iterator = vm.native_class("_asyncio", "FutureIter", None, &ITERATOR, &[]);
    vm.state::<Classes>().iterator = Some(iterator);
    vm.state::<State>().future = Some(class.clone());
    vm.set_global(module, "Future", class.into());
    vm.set_global(module, "_mark", Object::Native(&MARK).into());
    vm.set_global(module, "_set_result_unless_cancelled", Object::Native(&UNLESS).into());
}

/// `_mark(CancelledError, InvalidStateError)`: the exception classes that the Python text of the package has made.
fn mark(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let state = vm.state::<State>();
    state.cancelled_error = args.values[0].clone();
    state.invalid_state = args.values[1].clone();
    Flow::none()
}

pub(super) fn this<'a>(vm: &Vm, value: &'a Value) -> Result<&'a mut Future> {
    value.as_native::<Future>().ok_or_else(|| vm.type_error("descriptor requires a Future"))
}

/// Goes on with the loop that a constructor means: given, or the running one, or the one that the policy has for this thread.
pub(super) fn in_loop(
    vm: &mut Vm,
    given: Option<Value>,
    then: impl FnOnce(&mut Vm, Value) -> Result<Flow> + 'static,
) -> Result<Flow> {
    let running = vm.fiber.state::<Running>().event_loop.clone();
    let known = |event_loop: &Value| !event_loop.is_undefined() && !event_loop.is_none();
    match given.filter(known).or_else(|| Some(running).filter(known)) {
        Some(event_loop) => then(vm, event_loop),
        None => Flow::call(vm.state::<State>().policy.clone(), Vec::new(), move |vm, input| {
            let event_loop = input.value()?;
            then(vm, event_loop)
        }),
    }
}

/// The loop that is given, or the running one.
pub(super) fn loop_of(vm: &mut Vm, given: Option<&Value>) -> Result<Value> {
    if let Some(event_loop) = given.filter(|v| !v.is_none()) {
        return Ok(event_loop.clone());
    }
    let running = vm.fiber.state::<Running>().event_loop.clone();
    if running.is_undefined() || running.is_none() {
        return Err(vm.runtime_error("no running event loop"));
    }
    Ok(running)
}

fn construct(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let class = class.clone();
    in_loop(vm, args.named(vm, "loop").cloned(), move |vm, event_loop| {
        let created = created::here(vm, &event_loop, Through::Nothing);
        let future = Future { created, ..Future::new(event_loop) };
        Ok(Flow::Return(vm.bare_instance(&class, Payload::native(future))))
    })
}

fn invalid_state(vm: &mut Vm, message: &str) -> Exception {
    match vm.state::<State>().invalid_state.clone() {
        Value::Object(class) => vm.exception_with(&class, vec![Value::str(message)]),
        _ => vm.runtime_error(message),
    }
}

/// `CancelledError(message)` for a future that was cancelled.
pub(super) fn cancelled_error(vm: &mut Vm, future: &mut Future) -> Exception {
    if future.state == Progress::Cancelled && !future.exception.is_undefined() {
        return Exception::of(future.exception.take());
    }
    let args = if future.cancel_message.is_none() { Vec::new() } else { vec![future.cancel_message.clone()] };
    match vm.state::<State>().cancelled_error.clone() {
        Value::Object(class) => vm.exception_with(&class, args),
        _ => vm.exception_with(&vm.types.cancelled_error, args),
    }
}

/// Whether an exception is `CancelledError`.
pub(super) fn is_cancelled(vm: &mut Vm, exception: &Exception) -> bool {
    match vm.state::<State>().cancelled_error.clone() {
        Value::Object(class) => vm.is_instance(&exception.value(), &class),
        _ => vm.is_exception(exception, |t| &t.cancelled_error),
    }
}

/// The result of a done future, or its exception.
pub(super) fn outcome(vm: &mut Vm, future: &mut Future) -> Result<Value> {
    match future.state {
        Progress::Pending => Err(invalid_state(vm, "Result is not set.")),
        Progress::Cancelled => Err(cancelled_error(vm, future)),
        Progress::Finished => {
            future.unretrieved = false;
            if future.exception.is_undefined() {
                return Ok(future.result.clone());
            }
            let exception = Exception::of(future.exception.clone());
            Err(vm.raised_again(exception))
        }
    }
}

fn result(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let future = this(vm, &args.values[0])?;
    outcome(vm, future).map(Flow::Return)
}

fn exception(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let future = this(vm, &args.values[0])?;
    match future.state {
        Progress::Pending => Err(invalid_state(vm, "Exception is not set.")),
        Progress::Cancelled => Err(cancelled_error(vm, future)),
        Progress::Finished => {
            future.unretrieved = false;
            Ok(Flow::Return(if future.exception.is_undefined() { Value::None } else { future.exception.clone() }))
        }
    }
}

/// The future is done: queues its callbacks.
pub(super) fn settle(vm: &mut Vm, value: &Value) -> Result<()> {
    let future = this(vm, value)?;
    let callbacks = std::mem::take(&mut future.callbacks);
    future.awaited_by = Vec::new();
    let event_loop = future.event_loop.clone();
    for callback in callbacks {
        match callback {
            Callback::Call { function, context } => {
                let work = super::handle::Work::Call { callback: function, args: vec![value.clone()] };
                Loop::queue(vm, &event_loop, work, context)?;
            }
            Callback::Wakeup(task) => super::task::queue_wakeup(vm, task, value.clone())?,
        }
    }
    Ok(())
}

/// Finishes a future with a result.
pub(super) fn finish(vm: &mut Vm, value: &Value, result: Value) -> Result<()> {
    let future = this(vm, value)?;
    if future.state != Progress::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    let cost = Costs::of(vm.machine.python).future_done.0;
    vm.charge(cost);
    future.result = result;
    future.state = Progress::Finished;
    settle(vm, value)
}

/// Finishes a future with an exception.
pub(super) fn fail(vm: &mut Vm, value: &Value, exception: Value) -> Result<()> {
    let future = this(vm, value)?;
    if future.state != Progress::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    let cost = Costs::of(vm.machine.python).future_done.0;
    vm.charge(cost);
    future.exception = exception;
    future.state = Progress::Finished;
    future.unretrieved = true;
    settle(vm, value)
}

/// Cancels a plain future; whether that was possible.
pub(super) fn cancel_plain(vm: &mut Vm, value: &Value, message: Value) -> Result<bool> {
    let future = this(vm, value)?;
    future.unretrieved = false;
    if future.state != Progress::Pending {
        return Ok(false);
    }
    future.state = Progress::Cancelled;
    future.cancel_message = message;
    settle(vm, value)?;
    Ok(true)
}

fn set_result(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if this(vm, &args.values[0])?.task.is_some() {
        return Err(vm.runtime_error("Task does not support set_result operation"));
    }
    finish(vm, &args.values[0], args.get(1).cloned().unwrap_or(Value::None))?;
    Flow::none()
}

fn set_unless_cancelled(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if this(vm, &args.values[0])?.state == Progress::Pending {
        finish(vm, &args.values[0], args.values[1].clone())?;
    }
    Flow::none()
}

fn set_exception(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if this(vm, &args.values[0])?.task.is_some() {
        return Err(vm.runtime_error("Task does not support set_exception operation"));
    }
    if this(vm, &args.values[0])?.state != Progress::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    let value = args.get(1).cloned().unwrap_or(Value::None);
    let future = args.values[0].clone();
    let then = move |vm: &mut Vm, exception: Value| {
        if vm.is_instance(&exception, &vm.types.stop_iteration) {
            let message = "StopIteration interacts badly with generators and cannot be raised into a Future";
            if vm.machine.python == Python::V3_12 {
                return Err(vm.type_error(message));
            }
            let error = vm.runtime_error(message);
            error.data().cause = exception.clone();
            error.data().context = exception;
            error.data().suppress_context = true;
            fail(vm, &future, error.into_value())?;
            return Flow::none();
        }
        fail(vm, &future, exception)?;
        Flow::none()
    };
    let is_class = matches!(&value, Value::Object(class) if value.as_class().is_some() && vm.is_subclass(class, &vm.types.base_exception));
    if is_class {
        return Flow::call(value, Vec::new(), move |vm, input| {
            let exception = input.value()?;
            then(vm, exception)
        });
    }
    if value.as_exception().is_none() {
        return Err(vm.type_error("invalid exception object"));
    }
    then(vm, value)
}

fn done(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(this(vm, &args.values[0])?.state != Progress::Pending)))
}

fn cancelled(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(this(vm, &args.values[0])?.state == Progress::Cancelled)))
}

fn cancel(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let message = message_of(vm, &args);
    cancel_plain(vm, &args.values[0], message).map(|did| Flow::Return(Value::Bool(did)))
}

/// The `msg` of `cancel(msg=None)`.
pub(super) fn message_of(vm: &Vm, args: &Args<'_>) -> Value {
    args.get(1).or_else(|| args.named(vm, "msg")).cloned().unwrap_or(Value::None)
}

fn add_done_callback(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(function) = args.get(1).cloned() else {
        return Err(vm.type_error("add_done_callback() takes exactly 1 positional argument (0 given)"));
    };
    let context = match args.named(vm, "context") {
        Some(context) if !context.is_none() => context.clone(),
        _ => context::snapshot(vm),
    };
    let future = this(vm, &args.values[0])?;
    if future.state == Progress::Pending {
        future.when_done(Callback::Call { function, context });
    } else {
        let event_loop = future.event_loop.clone();
        let work = super::handle::Work::Call { callback: function, args: vec![args.values[0].clone()] };
        Loop::queue(vm, &event_loop, work, context)?;
    }
    Flow::none()
}

fn remove_done_callback(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(function) = args.get(1) else {
        return Err(vm.type_error("remove_done_callback() takes exactly one argument"));
    };
    let future = this(vm, &args.values[0])?;
    let before = future.callbacks.len();
    let gone: Vec<Callback> = {
        let (keep, gone) = std::mem::take(&mut future.callbacks)
            .into_iter()
            .partition(|c| !matches!(c, Callback::Call { function: f, .. } if crate::vm::dict::same_key(f, function)));
        future.callbacks = keep;
        gone
    };
    drop(gone);
    Ok(Flow::Return(Value::Int((before - future.callbacks.len()) as i64)))
}

fn get_loop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(this(vm, &args.values[0])?.event_loop.clone()))
}

fn make_cancelled_error_method(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let future = this(vm, &args.values[0])?;
    Ok(Flow::Return(cancelled_error(vm, future).into_value()))
}

/// `_waits_for(kind, number)`: what waiting for it means: `sleep`, `io`, `lock` with its key, `job` with its number.
fn waits_for(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let number = args.get(2).and_then(Value::as_int).unwrap_or_default();
    let kind = match args.get(1).and_then(Value::as_str) {
        Some("sleep") => TaskWait::Sleep,
        Some("io") => TaskWait::Io,
        Some("lock") => TaskWait::Lock(Key(number as u64)),
        Some("job") => TaskWait::Job(JobId(number as u32)),
        _ => TaskWait::Future,
    };
    this(vm, &args.values[0])?.kind = kind;
    Flow::none()
}

fn iterate(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(class) = vm.state::<Classes>().iterator.clone() else { return Flow::none() };
    let iterator = FutureIterator { future: args.values[0].clone() };
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(iterator))))
}

fn itself(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(args.values[0].clone()))
}

fn step(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(iterator) = args.values[0].as_native::<FutureIterator>() else { return Flow::none() };
    let value = iterator.future.clone();
    let Some(future) = value.as_native::<Future>() else { return Err(vm.stop_iteration(Value::None)) };
    if future.state == Progress::Pending {
        if future.blocking {
            return Err(vm.runtime_error("await wasn't used with future"));
        }
        future.blocking = true;
        return Ok(Flow::Return(value));
    }
    let result = outcome(vm, future)?;
    Err(vm.exception_with(&vm.types.stop_iteration, vec![result]))
}

fn throw(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(iterator) = args.values[0].as_native::<FutureIterator>() {
        iterator.future = Value::None;
    }
    match args.get(1) {
        Some(value) if value.as_exception().is_some() => Err(vm.raised_again(Exception::of(value.clone()))),
        Some(value) if value.as_class().is_some() => {
            Flow::call(value.clone(), Vec::new(), |_, input| Err(Exception::of(input.value()?)))
        }
        _ => Err(vm.type_error("exceptions must be classes or instances deriving from BaseException")),
    }
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let future = args.values[0].clone();
    vm.with_asks(move |vm, asks| Ok(Value::str(super::format::describe(vm, asks, &future)?)))
}

fn get_blocking(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Bool(this(vm, value)?.blocking))
}

fn set_blocking(vm: &mut Vm, value: &Value, blocking: Value) -> Result<()> {
    this(vm, value)?.blocking = blocking.is(&Value::Bool(true));
    Ok(())
}

fn get_loop_attribute(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(this(vm, value)?.event_loop.clone())
}

fn get_state(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::str(match this(vm, value)?.state {
        Progress::Pending => "PENDING",
        Progress::Cancelled => "CANCELLED",
        Progress::Finished => "FINISHED",
    }))
}

fn get_exception(vm: &mut Vm, value: &Value) -> Result<Value> {
    let exception = this(vm, value)?.exception.clone();
    Ok(if exception.is_undefined() { Value::None } else { exception })
}

/// Where it was created, in debug mode: a list that the asker may change, as task factories do.
fn get_source(_: &mut Vm, this: &Value) -> Result<Value> {
    let created = this.as_native::<Future>().and_then(|future| future.created.as_ref());
    Ok(created.map_or(Value::None, |created| created.frames()))
}

fn get_log(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Bool(this(vm, value)?.unretrieved))
}

fn set_log(vm: &mut Vm, value: &Value, log: Value) -> Result<()> {
    if log.is(&Value::Bool(true)) {
        return Err(vm.value_error("_log_traceback can only be set to False"));
    }
    this(vm, value)?.unretrieved = false;
    Ok(())
}

fn get_message(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(this(vm, value)?.cancel_message.clone())
}

fn set_message(vm: &mut Vm, value: &Value, message: Value) -> Result<()> {
    this(vm, value)?.cancel_message = message;
    Ok(())
}
