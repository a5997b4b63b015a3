//! Asynchronous generators: what waits for their next item, and how it moves them on.
//!
//! `__anext__`, `asend`, `athrow` and `aclose` answer with a step, which does nothing until it is awaited. Its first
//! resumption says to the generator what the step is for; the next ones are of what the generator awaits meanwhile. When an
//! item comes, or the end, the step is over, and can't be awaited again (`Objects/genobject.c`).

use super::Vm;
use super::exception::{Exception, Result};
use super::frame::{Flow, Input, Resumption};
use super::function::{Args, NativeDef};
use super::generator::{awaited, frame_of, is_suspended, itself, this_generator, thrown};
use super::value::{GetSet, NativeObject, Object, Payload, Ref, Value};

/// What the event loop of a thread wants to know of asynchronous generators (`sys.set_asyncgen_hooks`); undefined for
/// nothing.
#[derive(Clone, Default)]
pub struct AsyncGeneratorHooks {
    /// Called with a generator when it is first iterated over.
    pub first_iteration: Value,
    /// Called with a generator that goes before its end.
    pub finalizer: Value,
}

#[derive(Default)]
struct StepClasses {
    /// Of `__anext__` and `asend`.
    send: Option<Ref>,
    /// Of `athrow` and `aclose`.
    throw: Option<Ref>,
}

/// How an asynchronous generator is moved on.
#[derive(Clone)]
enum Step {
    Send(Value),
    Throw(Exception),
    Close,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Made,
    Begun,
    Over,
}

/// The awaitable that one step of an asynchronous generator is.
pub(super) struct AsyncStep {
    generator: Value,
    step: Step,
    progress: Progress,
}

impl NativeObject for AsyncStep {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.generator);
        match &self.step {
            Step::Send(value) => visit(value),
            Step::Throw(exception) => visit(&exception.value()),
            Step::Close => {}
        }
    }
    fn clear(&mut self) {
        self.generator = Value::None;
        self.step = Step::Close;
        self.progress = Progress::Over;
    }
}

impl AsyncStep {
    /// What refuses another wait for it.
    fn reused(&self, vm: &Vm) -> Exception {
        vm.runtime_error(match self.step {
            Step::Send(_) => "cannot reuse already awaited __anext__()/asend()",
            Step::Throw(_) | Step::Close => "cannot reuse already awaited aclose()/athrow()",
        })
    }

    /// What the first resumption of the generator is, when the step is resumed like that.
    fn first(&mut self, vm: &Vm, how: Resumption) -> Result<Resumption> {
        match (how, &self.step) {
            (how @ Resumption::Throw(_), _) => Ok(how),
            (Resumption::Send(given), Step::Send(value)) => {
                Ok(Resumption::Send(if given.is_none() { value.clone() } else { given }))
            }
            (Resumption::Send(given), _) if !given.is_none() => {
                Err(vm.runtime_error("can't send non-None value to a just-started coroutine"))
            }
            (_, Step::Throw(exception)) => Ok(Resumption::Throw(exception.clone())),
            _ => Ok(Resumption::Throw(vm.exception_with(&vm.types.generator_exit, Vec::new()))),
        }
    }
}

/// Resumes a step.
pub(super) fn advance(vm: &mut Vm, this: &Value, how: Resumption) -> Result<Flow> {
    let Some(step) = this.as_native::<AsyncStep>() else {
        return Err(vm.type_error("descriptor requires an asynchronous generator's step"));
    };
    let Value::Object(generator) = step.generator.clone() else { return Err(vm.stop_iteration(Value::None)) };
    let Object::Generator(data) = generator.get_mut() else { unreachable!("asynchronous generator") };
    let closing = matches!(step.step, Step::Close);
    let sends = matches!(step.step, Step::Send(_));
    let throws = matches!(how, Resumption::Throw(_));
    if step.progress == Progress::Over {
        return Err(step.reused(vm));
    }
    // What is thrown into one that has ended is lost.
    let ended = data.closed || data.is_finished() || (closing && !data.started);
    if ended && !sends && !throws {
        step.progress = Progress::Over;
        data.frame = None;
        data.closed = true;
        return Err(vm.stop_iteration(Value::None));
    }
    let resumption = if step.progress == Progress::Made {
        if data.stepping {
            step.progress = Progress::Over;
            let method = match step.step {
                Step::Close => "aclose",
                Step::Throw(_) => "athrow",
                Step::Send(_) => "anext",
            };
            return Err(vm.runtime_error(format!("{method}(): asynchronous generator is already running")));
        }
        step.first(vm, how)?
    } else {
        how
    };
    step.progress = Progress::Begun;
    if ended {
        step.progress = Progress::Over;
        data.frame = None;
        data.closed = true;
        return match resumption {
            Resumption::Throw(error) if !(closing && ends(vm, &error)) => Err(error),
            Resumption::Throw(_) => Err(vm.stop_iteration(Value::None)),
            Resumption::Send(_) => Err(vm.exception_with(&vm.types.stop_async_iteration, Vec::new())),
        };
    }
    data.stepping = true;
    let (owner, this) = (generator.clone(), this.clone());
    Flow::resume(generator, resumption, move |vm, input| {
        let Object::Generator(data) = owner.get_mut() else { unreachable!("asynchronous generator") };
        if let Input::Yielded(value) = &input
            && !matches!(value.object(), Some(Object::AsyncItem(_)))
        {
            return Ok(Flow::Return(value.clone()));
        }
        data.stepping = false;
        if let Some(step) = this.as_native::<AsyncStep>() {
            step.progress = Progress::Over;
        }
        match input {
            Input::Yielded(_) if closing => Err(vm.runtime_error("async generator ignored GeneratorExit")),
            Input::Yielded(value) => match value.object() {
                Some(Object::AsyncItem(item)) => Err(vm.stop_iteration_exact(item.clone())),
                _ => unreachable!("an item"),
            },
            Input::Finished(_) => {
                data.closed = true;
                Err(match closing {
                    true => vm.stop_iteration(Value::None),
                    false => vm.exception_with(&vm.types.stop_async_iteration, Vec::new()),
                })
            }
            Input::Raised(error) => {
                data.closed = data.is_finished();
                Err(if closing && ends(vm, &error) { vm.stop_iteration(Value::None) } else { error })
            }
            Input::Value(_) | Input::Outcome(_) => unreachable!("generators yield, finish or raise"),
        }
    })
}

/// Whether an exception is how a generator that is closed may end.
fn ends(vm: &Vm, error: &Exception) -> bool {
    vm.is_exception(error, |t| &t.generator_exit) || vm.is_exception(error, |t| &t.stop_async_iteration)
}

impl Vm {
    /// What waits for the next item.
    pub(super) fn next_step(&mut self, generator: &Ref) -> Result<Flow> {
        self.async_step(generator, Step::Send(Value::None))
    }

    fn async_step(&mut self, generator: &Ref, step: Step) -> Result<Flow> {
        let classes = self.state::<StepClasses>();
        let class = if matches!(step, Step::Send(_)) { classes.send.clone() } else { classes.throw.clone() };
        let Some(class) = class else { return Err(self.runtime_error("asynchronous generators are not installed")) };
        let begin = AsyncStep { generator: Value::Object(generator.clone()), step, progress: Progress::Made };
        let awaitable = self.bare_instance(&class, Payload::native(begin));
        let Object::Generator(data) = generator.get_mut() else { unreachable!("checked by the callers") };
        let hooks = if std::mem::replace(&mut data.hooked, true) {
            AsyncGeneratorHooks::default()
        } else {
            self.fiber.state::<AsyncGeneratorHooks>().clone()
        };
        data.finalizer = if hooks.finalizer.is_undefined() { data.finalizer.take() } else { hooks.finalizer };
        if !hooks.first_iteration.is_undefined() {
            let generator = Value::Object(generator.clone());
            return Flow::call(hooks.first_iteration, vec![generator], |_, input| {
                input.value()?;
                Ok(Flow::Return(awaitable))
            });
        }
        Ok(Flow::Return(awaitable))
    }
}

fn anext(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    vm.next_step(&generator)
}

fn asend(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    vm.async_step(&generator, Step::Send(args.get(1).cloned().unwrap_or(Value::None)))
}

fn athrow(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    let exception = thrown(vm, &args)?;
    vm.async_step(&generator, Step::Throw(exception))
}

fn aclose(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    vm.async_step(&generator, Step::Close)
}

fn step_send(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.get(1).cloned().unwrap_or(Value::None);
    advance(vm, &args.values[0], Resumption::Send(value))
}

fn step_throw(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let exception = thrown(vm, &args)?;
    advance(vm, &args.values[0], Resumption::Throw(exception))
}

/// Ends a step by throwing `GeneratorExit` into what it waits for.
fn step_close(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if args.values[0].as_native::<AsyncStep>().is_some_and(|step| step.progress == Progress::Over) {
        return Flow::none();
    }
    let exit = vm.exception_with(&vm.types.generator_exit, Vec::new());
    let closed = |vm: &mut Vm, input: Input| match input {
        Input::Raised(error) if ends(vm, &error) || vm.is_exception(&error, |t| &t.stop_iteration) => Flow::none(),
        Input::Raised(error) => Err(error),
        _ => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
    };
    match advance(vm, &args.values[0], Resumption::Throw(exit)) {
        Ok(flow) => vm.after(flow, closed),
        Err(error) => closed(vm, Input::Raised(error)),
    }
}

static ASYNC_GENERATOR: [NativeDef; 5] = [
    NativeDef::method("__aiter__", "", itself),
    NativeDef::method("__anext__", "", anext),
    NativeDef::method("asend", "value, /", asend),
    NativeDef::method("athrow", "type, value=, traceback=, /", athrow),
    NativeDef::method("aclose", "", aclose),
];

static STEP: [NativeDef; 6] = [
    NativeDef::method("__await__", "", itself),
    NativeDef::method("__iter__", "", itself),
    NativeDef::method("__next__", "", step_send),
    NativeDef::method("send", "value, /", step_send),
    NativeDef::method("throw", "type, value=, traceback=, /", step_throw),
    NativeDef::method("close", "", step_close),
];

static STATE: [GetSet; 4] = [
    GetSet {
        name: "ag_running",
        get: |_, this| Ok(Value::Bool(matches!(this.object(), Some(Object::Generator(data)) if data.stepping))),
        set: None,
    },
    GetSet { name: "ag_suspended", get: is_suspended, set: None },
    GetSet { name: "ag_frame", get: frame_of, set: None },
    GetSet { name: "ag_await", get: awaited, set: None },
];

/// Gives the class of asynchronous generators its methods.
pub(super) fn install(vm: &mut Vm, class: &Ref) {
    vm.add_methods(class, &ASYNC_GENERATOR);
    vm.add_attributes(class, &STATE);
    let send = vm.native_class("builtins", "async_generator_asend", None, &STEP, &[]);
    let throw = vm.native_class("builtins", "async_generator_athrow", None, &STEP, &[]);
    *vm.state::<StepClasses>() = StepClasses { send: Some(send), throw: Some(throw) };
}
