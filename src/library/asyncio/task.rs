//! Tasks: futures that drive a coroutine.

use super::format;
use super::future::{self, Callback, Future, Progress};
use super::handle::Work;
use super::stacks;
use super::{Loop, Running, State};
use crate::costs::Costs;
use crate::library::context;
use crate::machine::Python;
use crate::syscall::{Line, Note, StackId, Stream, Syscall, TaskEnd, TaskId, TaskWait};
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::{CallRequest, Input, Resumption};
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};

/// What a task has beside being a future.
pub(super) struct TaskData {
    pub(super) id: TaskId,
    pub(super) name: Value,
    pub(super) coroutine: Value,
    pub(super) context: Value,
    /// The future that its coroutine waits for.
    pub(super) waits_for: Value,
    /// `cancel` was called while nothing could be cancelled: the next step throws.
    pub(super) must_cancel: bool,
    /// How often it was asked to cancel, less `uncancel`.
    pub(super) cancel_requests: u32,
    /// Reported when it goes while pending.
    pub(super) report_pending: bool,
    /// In the registry of pending tasks, from which it must be taken before it is freed.
    pub(super) registered: bool,
}

impl TaskData {
    pub(super) fn children(&self, visit: &mut dyn FnMut(&Value)) {
        for value in [&self.name, &self.coroutine, &self.context, &self.waits_for] {
            visit(value);
        }
    }

    pub(super) fn wants_finalizer(&self) -> bool {
        self.registered
    }
}

static TASK: [NativeDef; 13] = [
    NativeDef::method("cancel", "msg=", cancel),
    NativeDef::method("cancelling", "", cancelling),
    NativeDef::method("uncancel", "", uncancel),
    NativeDef::method("get_name", "", get_name),
    NativeDef::method("set_name", "value, /", set_name),
    NativeDef::method("get_coro", "", get_coro),
    NativeDef::method("get_context", "", get_context),
    NativeDef::method("get_stack", "*, limit=", get_stack),
    NativeDef::method("print_stack", "*, limit=, file=", print_stack),
    NativeDef::method("_step", "exception=, /", step_method),
    NativeDef::method("_run_eagerly", "", run_eagerly),
    NativeDef::method("__class_getitem__", "item, /", crate::vm::builtins::generic::class_getitem),
    NativeDef::method("_id", "", number),
];

static TASK_STATE: [GetSet; 5] = [
    GetSet { name: "_coro", get: coro_attribute, set: None },
    GetSet { name: "_fut_waiter", get: waiter_attribute, set: None },
    GetSet { name: "_must_cancel", get: must_cancel_attribute, set: None },
    GetSet { name: "_num_cancels_requested", get: requests_attribute, set: None },
    GetSet { name: "_log_destroy_pending", get: report_attribute, set: Some(set_report_attribute) },
];

static FUNCTIONS: [NativeDef; 6] = [
    NativeDef::function("_get_running_loop", "", get_running_loop).cost(20),
    NativeDef::function("_set_running_loop", "loop, /", set_running_loop).cost(20),
    NativeDef::function("current_task", "loop=", current_task),
    NativeDef::function("all_tasks", "loop=", all_tasks),
    NativeDef::function("_enter_task", "loop, task, /", enter_task),
    NativeDef::function("_leave_task", "loop, task, /", leave_task),
];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    let future = vm.state::<State>().future.clone().expect("futures are installed first");
    let class = vm.native_class("_asyncio", "Task", Some(construct), &TASK, &TASK_STATE);
    {
        let data = vm.class(&class);
        let object = data.ancestors.clone();
        data.bases = vec![future.clone()];
        data.ancestors = std::iter::once(future).chain(object).collect();
        data.module = "_asyncio".into();
    }
    vm.state::<State>().task = Some(class.clone());
    vm.set_global(module, "Task", class.into());
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn task<'a>(vm: &Vm, value: &'a Value) -> Result<&'a mut TaskData> {
    match value.as_native::<Future>().and_then(|f| f.task.as_deref_mut()) {
        Some(task) => Ok(task),
        None => Err(vm.type_error("descriptor requires a Task")),
    }
}

/// `Task(coro, *, loop=None, name=None, context=None, eager_start=False)`
fn construct(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let Some(coroutine) = args.get(0).cloned() else {
        return Err(vm.type_error("function missing required argument 'coro' (pos 1)"));
    };
    if !super::functions::drives(vm, &coroutine) {
        return vm.with_asks(move |vm, asks| {
            let text = vm.repr(asks, &coroutine)?;
            Err(vm.type_error(format!("a coroutine was expected, got {text}")).into())
        });
    }
    let keyword = |name: &str| args.named(vm, name).filter(|v| !v.is_none()).cloned();
    let (given_loop, name, context, eager) =
        (keyword("loop"), keyword("name"), keyword("context"), keyword("eager_start"));
    let class = class.clone();
    let eager = eager.is_some_and(|e| e.is(&Value::Bool(true)));
    future::in_loop(vm, given_loop, move |vm, event_loop| make(vm, &class, event_loop, coroutine, name, context, eager))
}

fn shown(vm: &mut Vm, future: &Value) -> String {
    format::plainly(vm, future, format::describe)
}

/// A task of a loop, whose first step is scheduled, or taken at once.
fn make(
    vm: &mut Vm,
    class: &Ref,
    event_loop: Value,
    coroutine: Value,
    name: Option<Value>,
    context: Option<Value>,
    eager: bool,
) -> Result<Flow> {
    let context = match context {
        Some(context) => context,
        None => context::copied(vm),
    };
    let cost = Costs::of(vm.machine.python).task_create.0;
    vm.charge(cost);
    let named_later = vm.machine.python == Python::V3_12 && super::created::is_made_by_library(vm);
    let state = vm.state::<State>();
    state.next_task += 1;
    let id = TaskId(state.next_task);
    // 3.13 counts the tasks that it names itself; 3.12 also those to which the library gives their name afterwards.
    state.last_name += u32::from(name.is_none() || named_later);
    let number = state.last_name;
    let name = match name {
        // Any object may be a name; it is kept as its text.
        Some(name) if name.as_str().is_some() => name,
        Some(name) => Value::str(vm.plain_str(&name)),
        None => Value::str(format!("Task-{number}")),
    };
    let qualname = format::coroutine_name(vm, &coroutine);
    let loop_id = Loop::id_of(&event_loop);
    let parent = super::current_task_id(vm);
    let line = vm.current_line();
    let name_text = name.as_str().unwrap_or_default().into();
    let (_, stack) = stacks::of(vm, &coroutine);
    vm.note(Note::TaskCreated {
        task: id,
        id: loop_id,
        name: name_text,
        coroutine: qualname.into(),
        parent,
        line,
        stack,
    });
    let mut data = Future::new(event_loop.clone());
    data.kind = TaskWait::Task(id);
    data.created = super::created::here(vm, &event_loop, super::created::Through::Method);
    data.task = Some(Box::new(TaskData {
        id,
        name,
        coroutine,
        context,
        waits_for: Value::None,
        must_cancel: false,
        cancel_requests: 0,
        report_pending: true,
        registered: true,
    }));
    let value = vm.bare_instance(class, Payload::native(data));
    if let Value::Object(r) = &value {
        vm.state::<State>().tasks.insert(id, r.address());
    }
    let runs = event_loop.as_native::<Loop>().is_some_and(|event_loop| event_loop.running);
    if runs && eager {
        let result = value.clone();
        let flow = step_eagerly(vm, value)?;
        return vm.after(flow, move |_, input| {
            input.value()?;
            Ok(Flow::Return(result))
        });
    }
    queue_step(vm, value.clone(), Value::Undefined)?;
    Ok(Flow::Return(value))
}

fn queue_step(vm: &mut Vm, value: Value, throw: Value) -> Result<()> {
    let Some(future) = value.as_native::<Future>() else { return Ok(()) };
    let event_loop = future.event_loop.clone();
    let context = future.task.as_ref().map_or(Value::None, |t| t.context.clone());
    Loop::queue(vm, &event_loop, Work::Step { task: value, throw }, context)
}

/// A future that a task waits for is done: its next step is due.
pub(super) fn queue_wakeup(vm: &mut Vm, value: Value, done: Value) -> Result<()> {
    let Some(waiting) = value.as_native::<Future>() else { return Ok(()) };
    let event_loop = waiting.event_loop.clone();
    let Some(task) = &waiting.task else { return Ok(()) };
    let (id, context) = (task.id, task.context.clone());
    vm.note(Note::TaskWakes { task: id });
    Loop::queue(vm, &event_loop, Work::Wakeup { task: value, future: done }, context)
}

/// The step after a wait: with the future's exception, if it has one.
pub(super) fn wake(vm: &mut Vm, value: Value, done: &Value) -> Result<Flow> {
    let throw = match done.as_native::<Future>() {
        Some(done) => match future::outcome(vm, done) {
            Ok(_) => Value::Undefined,
            Err(exception) => exception.into_value(),
        },
        None => Value::Undefined,
    };
    step(vm, value, throw)
}

/// One step of a task.
pub(super) fn step(vm: &mut Vm, value: Value, throw: Value) -> Result<Flow> {
    let Some(waiting) = value.as_native::<Future>() else { return Flow::none() };
    if waiting.state != Progress::Pending {
        return Err(vm.runtime_error("__step(): already done"));
    }
    let event_loop = waiting.event_loop.clone();
    let data = task(vm, &value)?;
    let mut throw = throw;
    if data.must_cancel {
        let already = !throw.is_undefined() && future::is_cancelled(vm, &Exception::of(throw.clone()));
        if !already {
            throw = future::cancelled_error(vm, waiting).into_value();
        }
        data.must_cancel = false;
    }
    data.waits_for = Value::None;
    let id = data.id;
    let coroutine = data.coroutine.clone();
    let cost = Costs::of(vm.machine.python).task_step.0;
    vm.charge(cost);
    vm.note(Note::StepBegin { task: id });
    let running = vm.fiber.state::<Running>();
    let outer = std::mem::replace(&mut running.task, value.clone());
    let how =
        if throw.is_undefined() { Resumption::Send(Value::None) } else { Resumption::Throw(Exception::of(throw)) };
    let then = move |vm: &mut Vm, input: Input| {
        let flow = stepped(vm, &value, &event_loop, input);
        vm.fiber.state::<Running>().task = outer;
        flow
    };
    match &coroutine {
        Value::Object(r) if matches!(r.get(), Object::Generator(_)) => Flow::resume(r.clone(), how, then),
        _ => {
            let (method, argument) = match how {
                Resumption::Send(value) => (crate::vm::symbol::well_known::SEND, value),
                Resumption::Throw(exception) => (crate::vm::symbol::well_known::THROW, exception.into_value()),
            };
            match vm.special(&coroutine, method) {
                Some(function) => Flow::call(function, vec![coroutine, argument], |vm, input| {
                    let input = match input {
                        Input::Raised(e) if vm.is_exception(&e, |t| &t.stop_iteration) => {
                            let value =
                                e.data().args.as_tuple().and_then(|a| a.first().cloned()).unwrap_or(Value::None);
                            Input::Finished(value)
                        }
                        Input::Value(value) => Input::Yielded(value),
                        other => other,
                    };
                    then(vm, input)
                }),
                None => then(vm, Input::Finished(Value::None)),
            }
        }
    }
}

/// What came of a step.
fn stepped(vm: &mut Vm, value: &Value, event_loop: &Value, input: Input) -> Result<Flow> {
    let data = task(vm, value)?;
    let id = data.id;
    match input {
        Input::Finished(result) | Input::Value(result) => {
            if data.must_cancel {
                data.must_cancel = false;
                done(vm, value, id, TaskEnd::Cancelled);
                let message = value.as_native::<Future>().map_or(Value::None, |f| f.cancel_message.clone());
                future::cancel_plain(vm, value, message)?;
            } else {
                done(vm, value, id, TaskEnd::Returned);
                future::finish(vm, value, result)?;
            }
            Flow::none()
        }
        Input::Raised(exception) => {
            if future::is_cancelled(vm, &exception) {
                done(vm, value, id, TaskEnd::Cancelled);
                let message = value.as_native::<Future>().map_or(Value::None, |f| f.cancel_message.clone());
                future::cancel_plain(vm, value, message)?;
                // Whoever awaits the task gets this very exception.
                if let Some(future) = value.as_native::<Future>() {
                    future.exception = exception.into_value();
                }
                return Flow::none();
            }
            let fatal = vm.is_exception(&exception, |t| &t.system_exit)
                || vm.is_exception(&exception, |t| &t.keyboard_interrupt);
            done(vm, value, id, TaskEnd::Raised);
            future::fail(vm, value, exception.value())?;
            if !fatal {
                return Flow::none();
            }
            // The frames of its traceback keep the task.
            exception.data().kept.push(value.clone());
            Err(exception)
        }
        Input::Yielded(yielded) => {
            let coroutine = data.coroutine.clone();
            let place = stacks::of(vm, &coroutine);
            if let Some(awaited) = yielded.as_native::<Future>() {
                if !awaited.event_loop.is(event_loop) {
                    let (task, future) = (shown(vm, value), shown(vm, &yielded));
                    return wrong(
                        vm,
                        value,
                        place,
                        format!("Task {task} got Future {future} attached to a different loop"),
                    );
                }
                if !awaited.blocking {
                    let (task, future) = (shown(vm, value), shown(vm, &yielded));
                    return wrong(
                        vm,
                        value,
                        place,
                        format!("yield was used instead of yield from in task {task} with {future}"),
                    );
                }
                if yielded.is(value) {
                    let task = shown(vm, value);
                    return wrong(vm, value, place, format!("Task cannot await on itself: {task}"));
                }
                awaited.blocking = false;
                let (on, (line, stack)) = (awaited.kind, place);
                vm.note(Note::StepWaits { task: id, on, line, stack });
                if awaited.state == Progress::Pending {
                    awaited.when_done(Callback::Wakeup(value.clone()));
                } else {
                    queue_wakeup(vm, value.clone(), yielded.clone())?;
                }
                let data = task(vm, value)?;
                data.waits_for = yielded.clone();
                if !data.must_cancel {
                    return Flow::none();
                }
                let message = value.as_native::<Future>().map_or(Value::None, |f| f.cancel_message.clone());
                let value = value.clone();
                return cancel_awaited(vm, &yielded, message, move |vm, cancelled| {
                    if cancelled {
                        task(vm, &value)?.must_cancel = false;
                    }
                    Flow::none()
                });
            }
            if yielded.is_none() {
                let (line, stack) = place;
                vm.note(Note::StepWaits { task: id, on: TaskWait::Yield, line, stack });
                queue_step(vm, value.clone(), Value::Undefined)?;
                return Flow::none();
            }
            let task = shown(vm, value);
            let text = format::plainly(vm, &yielded, format::quoted);
            if matches!(yielded.object(), Some(Object::Generator(_))) {
                return wrong(
                    vm,
                    value,
                    place,
                    format!("yield was used instead of yield from for generator in task {task} with {text}"),
                );
            }
            wrong(vm, value, place, format!("Task got bad yield: {text}"))
        }
        Input::Outcome(_) => Flow::none(),
    }
}

/// The coroutine yielded something that nobody can wait for: the next step throws.
fn wrong(vm: &mut Vm, value: &Value, (line, stack): (Line, StackId), message: String) -> Result<Flow> {
    let id = task(vm, value)?.id;
    vm.note(Note::StepWaits { task: id, on: TaskWait::Yield, line, stack });
    let error = vm.runtime_error(message);
    queue_step(vm, value.clone(), error.into_value())?;
    Flow::none()
}

fn done(vm: &mut Vm, value: &Value, id: TaskId, how: TaskEnd) {
    vm.note(Note::StepDone { task: id, how });
    if let Some(task) = value.as_native::<Future>().and_then(|f| f.task.as_mut()) {
        task.report_pending = false;
        unregister(task, vm);
    }
}

fn cancel(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let message = future::message_of(vm, &args);
    let value = args.values[0].clone();
    let Some(future) = value.as_native::<Future>() else { return Flow::none() };
    future.unretrieved = false;
    if future.state != Progress::Pending {
        return Ok(Flow::Return(Value::Bool(false)));
    }
    let line = vm.current_line();
    let data = task(vm, &value)?;
    data.cancel_requests += 1;
    let id = data.id;
    vm.note(Note::CancelRequested { task: id, line });
    let data = task(vm, &value)?;
    let waits_for = data.waits_for.clone();
    let by_flag = move |vm: &mut Vm, value: &Value, message: Value| -> Result<Flow> {
        task(vm, value)?.must_cancel = true;
        if let Some(future) = value.as_native::<Future>() {
            future.cancel_message = message;
        }
        Ok(Flow::Return(Value::Bool(true)))
    };
    if waits_for.is_none() {
        return by_flag(vm, &value, message);
    }
    cancel_awaited(vm, &waits_for, message.clone(), move |vm, cancelled| {
        if cancelled {
            return Ok(Flow::Return(Value::Bool(true)));
        }
        by_flag(vm, &value, message)
    })
}

/// Calls the awaited future's own `cancel`, which a class may override; goes on with what it says.
fn cancel_awaited(
    vm: &mut Vm,
    awaited: &Value,
    message: Value,
    then: impl FnOnce(&mut Vm, bool) -> Result<Flow> + 'static,
) -> Result<Flow> {
    let (cancel, msg) = (vm.interner.intern("cancel"), vm.interner.intern("msg"));
    let method = vm.get_attribute(awaited, cancel)?;
    vm.after(method, move |_, input| {
        let callee = input.value()?;
        Ok(Flow::Call(Box::new(CallRequest {
            callee,
            args: vec![message],
            keywords: Box::new([msg]),
            then: Some(Box::new(move |vm, input| {
                let answer = input.value()?;
                let cancelled = vm.native_truth(&answer).unwrap_or(false);
                then(vm, cancelled)
            })),
        })))
    })
}

fn cancelling(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(i64::from(task(vm, &args.values[0])?.cancel_requests))))
}

fn uncancel(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let version = vm.machine.python.version();
    let data = task(vm, &args.values[0])?;
    data.cancel_requests = data.cancel_requests.saturating_sub(1);
    if data.cancel_requests == 0 && version >= (3, 13) {
        data.must_cancel = false;
    }
    Ok(Flow::Return(Value::Int(i64::from(data.cancel_requests))))
}

fn get_name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(task(vm, &args.values[0])?.name.clone()))
}

fn set_name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = args.get(1).cloned().unwrap_or(Value::None);
    let name = if name.as_str().is_some() { name } else { Value::str(vm.plain_str(&name)) };
    let data = task(vm, &args.values[0])?;
    let told = name.as_str().unwrap_or_default().to_owned();
    let id = data.id;
    data.name = name;
    vm.note(Note::TaskNamed { task: id, name: told });
    Flow::none()
}

fn get_coro(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(task(vm, &args.values[0])?.coroutine.clone()))
}

fn get_context(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(task(vm, &args.values[0])?.context.clone()))
}

/// A coroutine that waits has one frame; that of the running one is not told.
fn get_stack(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let coroutine = task(vm, &args.values[0])?.coroutine.clone();
    let frame = vm.frame_of_generator(&coroutine);
    Ok(Flow::Return(Value::list(if frame.is_none() { Vec::new() } else { vec![frame] })))
}

/// `Task.print_stack(file=None)`: without a file, on standard output whose stack it is, on standard error the stack.
fn print_stack(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let this = args.values[0].clone();
    let file = args.named(vm, "file").filter(|file| !file.is_none()).cloned();
    let coroutine = task(vm, &this)?.coroutine.clone();
    let frames = vm.suspended_entry(&coroutine).map(|entry| vm.frames_told(&[entry])).unwrap_or_default();
    let told = |(path, line, name, source, _): (String, u32, String, Option<String>, String)| {
        format!("  File \"{path}\", line {line}, in {name}\n    {}\n", source.unwrap_or_default())
    };
    let frames: String = frames.into_iter().map(told).collect();
    let shown = vm.with_asks(move |vm, asks| vm.repr(asks, &this).map(Value::str))?;
    vm.after(shown, move |vm, shown| {
        let shown = shown.value()?;
        let shown = shown.as_str().unwrap_or_default();
        let text = match frames.is_empty() {
            true => format!("No stack for {shown}\n"),
            false => format!("Stack for {shown} (most recent call last):\n"),
        };
        if let Some(file) = file {
            let text = Value::str(text + &frames);
            let write = vm.interner.intern("write");
            let write = vm.get_attribute(&file, write)?;
            return vm.after(write, move |_, write| {
                Flow::call(write.value()?, vec![text], |_, input| input.value().map(|_| Flow::Return(Value::None)))
            });
        }
        Flow::syscall(Syscall::Write { stream: Stream::Stdout, text }, move |_, _| {
            Flow::syscall(Syscall::Write { stream: Stream::Stderr, text: frames }, |_, _| Flow::none())
        })
    })
}

fn number(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(i64::from(task(vm, &args.values[0])?.id.0))))
}

fn step_method(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let throw = args.get(1).filter(|v| !v.is_none()).cloned().unwrap_or(Value::Undefined);
    step(vm, args.values[0].clone(), throw)
}

fn run_eagerly(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    step_eagerly(vm, args.values[0].clone())
}

/// The first step of an eager task, at once and in its context (3.12 and later).
fn step_eagerly(vm: &mut Vm, value: Value) -> Result<Flow> {
    let context = task(vm, &value)?.context.clone();
    let before = context::swap(vm, context);
    let flow = step(vm, value, Value::Undefined)?;
    vm.after(flow, move |vm, input| {
        context::swap(vm, before);
        input.value().map(Flow::Return)
    })
}

fn coro_attribute(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(task(vm, value)?.coroutine.clone())
}

fn waiter_attribute(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(task(vm, value)?.waits_for.clone())
}

fn must_cancel_attribute(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Bool(task(vm, value)?.must_cancel))
}

fn requests_attribute(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Int(i64::from(task(vm, value)?.cancel_requests)))
}

fn report_attribute(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Bool(task(vm, value)?.report_pending))
}

fn set_report_attribute(vm: &mut Vm, value: &Value, report: Value) -> Result<()> {
    task(vm, value)?.report_pending = report.is(&Value::Bool(true));
    Ok(())
}

fn get_running_loop(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let running = vm.fiber.state::<Running>().event_loop.clone();
    Ok(Flow::Return(if running.is_undefined() { Value::None } else { running }))
}

fn set_running_loop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.fiber.state::<Running>().event_loop = args.get(0).cloned().unwrap_or(Value::None);
    Flow::none()
}

fn current_task(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern("loop");
    let given = args.get(0).or_else(|| args.keyword(name)).filter(|v| !v.is_none()).cloned();
    let running = vm.fiber.state::<Running>();
    if given.is_none() && (running.event_loop.is_undefined() || running.event_loop.is_none()) {
        return Err(vm.runtime_error("no running event loop"));
    }
    let running = vm.fiber.state::<Running>();
    if given.is_some_and(|given| !given.is(&running.event_loop)) || running.task.is_undefined() {
        return Flow::none();
    }
    let task = running.task.clone();
    Ok(Flow::Return(task))
}

fn enter_task(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.fiber.state::<Running>().task = args.get(1).cloned().unwrap_or(Value::Undefined);
    Flow::none()
}

fn leave_task(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    vm.fiber.state::<Running>().task = Value::Undefined;
    Flow::none()
}

/// Pending tasks of a loop, in order of creation.
fn all_tasks(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = vm.interner.intern("loop");
    let given = args.get(0).or_else(|| args.keyword(name)).cloned();
    let event_loop = future::loop_of(vm, given.as_ref())?;
    let mut set = crate::vm::dict::Set::default();
    let addresses: Vec<usize> = vm.state::<State>().tasks.iter().map(|(_, &address)| address).collect();
    for address in addresses {
        // SAFETY: a task leaves the registry when it is done and before it is freed.
        let value = unsafe { Ref::from_address(address) }.map(Value::Object);
        if let Some(value) = value
            && value.as_native::<Future>().is_some_and(|f| f.event_loop.is(&event_loop))
        {
            let hash = vm.native_hash(&value).unwrap_or_default();
            set.push(hash, value);
        }
    }
    Ok(Flow::Return(Value::set(set)))
}

/// A task has gone from the registry, and wants no finalizer any more.
fn unregister(task: &mut TaskData, vm: &mut Vm) {
    vm.state::<State>().tasks.remove(&task.id);
    task.registered = false;
}

/// A future or task whose class has a `__del__` of its own, which has not called the one it stands for, goes in silence.
pub(super) fn pass_over(future: &mut Future, vm: &mut Vm) {
    future.unretrieved = false;
    if let Some(task) = &mut future.task {
        task.report_pending = false;
        unregister(task, vm);
    }
}

/// `Future.__del__`: for classes that have one of their own.
pub(super) fn delete(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    match value.as_native::<Future>() {
        Some(future) => finalize(future, &value, vm),
        None => Flow::none(),
    }
}

/// A future or task loses its last reference: reports what nobody has looked at.
pub(super) fn finalize(future: &mut Future, this: &Value, vm: &mut Vm) -> Result<Flow> {
    let pending = future.state == Progress::Pending;
    let event_loop = future.event_loop.clone();
    let created = future.created.as_ref().map(|created| ("source_traceback", Value::str(&*created.stack)));
    let mut destroyed = false;
    if let Some(task) = &mut future.task {
        unregister(task, vm);
        destroyed = pending && std::mem::replace(&mut task.report_pending, false);
    }
    if destroyed {
        let message = Value::str("Task was destroyed but it is pending!");
        let mut parts = vec![("task", this.clone()), ("message", message)];
        parts.extend(created);
        return super::handle_exception(vm, &event_loop, parts);
    }
    if std::mem::replace(&mut future.unretrieved, false) {
        let class = vm.class_name(this);
        let message = Value::str(format!("{class} exception was never retrieved"));
        let mut parts = vec![("message", message), ("exception", future.exception.clone()), ("future", this.clone())];
        parts.extend(created);
        return super::handle_exception(vm, &event_loop, parts);
    }
    Flow::none()
}
