//! Generators and coroutines: resuming, throwing, closing, finalizing.

use super::Vm;
use super::async_generator::{self, AsyncStep};
use super::code::{AwaitOf, CodeKind, Op};
use super::exception::{Exception, Result, TracebackEntry};
use super::exception_text::{Printer, Shape};
use super::frame::{Flow, Frame, Generator, Input, Resumption};
use super::function::{Args, NativeDef, NativeFn};
use super::symbol::well_known as sym;
use super::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use crate::syscall::{Line, Stream, Syscall};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Vm {
    /// Puts a generator's frame onto the stack with what it is resumed with. When that is not possible, says what whoever
    /// resumes it gets.
    pub(super) fn resume_generator(&mut self, generator: &Ref, how: Resumption) -> Option<Input> {
        let Object::Generator(data) = generator.get_mut() else { unreachable!("only generators are resumed") };
        if data.running {
            let what = match data.kind {
                CodeKind::Coroutine => "coroutine already executing",
                CodeKind::AsyncGenerator => "asynchronous generator is already running",
                _ => "generator already executing",
            };
            return Some(Input::Raised(self.value_error(what)));
        }
        let Some(mut frame) = data.frame.take() else {
            return Some(match how {
                _ if data.kind == CodeKind::Coroutine => {
                    Input::Raised(self.runtime_error("cannot reuse already awaited coroutine"))
                }
                Resumption::Throw(exception) => Input::Raised(exception),
                Resumption::Send(_) => Input::Finished(Value::None),
            });
        };
        if let Err(exception) = self.check_depth() {
            data.frame = Some(frame);
            return Some(Input::Raised(exception));
        }
        let started = std::mem::replace(&mut data.started, true);
        if !started {
            if let Resumption::Send(value) = &how
                && !value.is_none()
            {
                data.started = false;
                data.frame = Some(frame);
                let what = match data.kind {
                    CodeKind::Coroutine => "coroutine",
                    CodeKind::AsyncGenerator => "async generator",
                    _ => "generator",
                };
                return Some(Input::Raised(
                    self.type_error(format!("can't send non-None value to a just-started {what}")),
                ));
            }
            data.running = true;
            frame.generator = Some(generator.clone());
            return match how {
                Resumption::Send(_) => {
                    self.fiber.frames.push(Frame::Python(frame));
                    None
                }
                Resumption::Throw(exception) => {
                    // It never ran: nothing of it can catch the exception.
                    data.running = false;
                    frame.generator = None;
                    let code = frame.code;
                    self.recycle(frame);
                    self.note_traceback(&exception, code, TracebackEntry::BEFORE, false);
                    Some(Input::Raised(exception))
                }
            };
        }
        data.running = true;
        frame.generator = Some(generator.clone());
        let at = frame.pc - 1;
        match frame.code().code.ops[at] {
            Op::Delegate { .. } => {
                frame.pc = at;
                frame.sent = Some(how);
                self.fiber.frames.push(Frame::Python(frame));
                None
            }
            Op::Yield { dst, .. } | Op::YieldAsync { dst, .. } => match how {
                Resumption::Send(value) => {
                    frame.registers[dst as usize] = value;
                    self.fiber.frames.push(Frame::Python(frame));
                    None
                }
                Resumption::Throw(exception) => {
                    frame.resume = super::frame::Resume::Discard;
                    self.fiber.frames.push(Frame::Python(frame));
                    Some(Input::Raised(exception))
                }
            },
            _ => unreachable!("generators are suspended at yields"),
        }
    }

    /// What an exception becomes when it leaves a generator (PEP 479).
    pub(super) fn stop_in_generator(&mut self, kind: CodeKind, exception: Exception) -> Exception {
        let (what, stops) = match kind {
            CodeKind::Coroutine => ("coroutine", "StopIteration"),
            CodeKind::AsyncGenerator if self.is_exception(&exception, |t| &t.stop_async_iteration) => {
                ("async generator", "StopAsyncIteration")
            }
            CodeKind::AsyncGenerator => ("async generator", "StopIteration"),
            _ => ("generator", "StopIteration"),
        };
        let stop = self.is_exception(&exception, |t| &t.stop_iteration) || stops == "StopAsyncIteration";
        if !stop {
            return exception;
        }
        let error = self.runtime_error(format!("{what} raised {stops}"));
        let data = error.data();
        data.cause = exception.value();
        data.context = exception.value();
        data.suppress_context = true;
        data.traceback.clone_from(&exception.data().traceback);
        error
    }

    /// The value that `StopIteration` carries.
    pub(super) fn stop_value(&self, exception: &Exception) -> Value {
        exception.data().args.as_tuple().and_then(|args| args.first().cloned()).unwrap_or(Value::None)
    }

    /// Resumes something that is not a generator: what it answers with was yielded, `StopIteration` ends it.
    pub(in crate::vm) fn resume_iterator(&mut self, iterator: Value, how: Resumption) -> Result<Flow> {
        if iterator.as_native::<AsyncStep>().is_some() {
            return async_generator::advance(self, &iterator, how);
        }
        if let Some(wrapper) = iterator.as_native::<CoroutineWrapper>()
            && let Value::Object(coroutine) = &wrapper.coroutine
        {
            return Flow::resume(coroutine.clone(), how, resumed);
        }
        match how {
            // The method is called as it is: its `StopIteration` carries the result.
            Resumption::Send(value) if value.is_none() && iterator.as_instance().is_some() => {
                match self.special(&iterator, sym::D_NEXT) {
                    Some(next) => self.tail_call(next, vec![iterator]),
                    None => {
                        let name = self.type_name(&iterator);
                        Err(self.type_error(format!("'{name}' object is not an iterator")))
                    }
                }
            }
            Resumption::Send(value) if value.is_none() => self.next(&iterator, |vm, item| match item {
                Some(item) => Ok(Flow::Return(item)),
                None => Err(vm.stop_iteration(Value::None)),
            }),
            Resumption::Send(value) => match self.special(&iterator, sym::SEND) {
                Some(send) => Flow::tail(send, vec![iterator, value]),
                None => {
                    let name = self.type_name(&iterator);
                    Err(self.attribute_error(format!("'{name}' object has no attribute 'send'")))
                }
            },
            Resumption::Throw(exception) => match self.special(&iterator, sym::THROW) {
                Some(throw) => Flow::tail(throw, vec![iterator, exception.into_value()]),
                None => Err(exception),
            },
        }
    }

    /// `GeneratorExit` is not passed on to what a generator delegates to: that is closed, and then the generator itself has
    /// the exception. What it takes to close it comes as an error.
    pub(super) fn closes_delegate(
        &mut self,
        iterator: &Ref,
        how: Resumption,
    ) -> std::result::Result<Resumption, Result<Flow>> {
        let Resumption::Throw(exception) = how else { return Ok(how) };
        if !self.is_exception(&exception, |t| &t.generator_exit) {
            return Ok(Resumption::Throw(exception));
        }
        let value = Value::Object(iterator.clone());
        if value.as_native::<AsyncStep>().is_some() {
            return Ok(Resumption::Throw(exception));
        }
        let inner = match (iterator.get(), value.as_native::<CoroutineWrapper>()) {
            (Object::Generator(_), _) => Some(value.clone()),
            (_, Some(wrapper)) => Some(wrapper.coroutine.clone()),
            _ => None,
        };
        let closed = match inner {
            Some(Value::Object(inner)) => self.close(inner, ignored_of(&value)),
            _ => {
                let name = self.interner.intern("close");
                match self.special(&value, name) {
                    Some(close) => Flow::call(close, vec![value], |_, input| Ok(Flow::Return(input.value()?))),
                    None => Flow::none(),
                }
            }
        };
        Err(closed.and_then(|flow| {
            self.after(flow, move |_, input| {
                input.value()?;
                Err(exception)
            })
        }))
    }

    /// What `await value` resumes.
    pub(in crate::vm) fn awaitable(&mut self, value: &Value, of: AwaitOf) -> Result<Flow> {
        if value.as_native::<AsyncStep>().is_some() {
            return Ok(Flow::Return(value.clone()));
        }
        if let Some(Object::Generator(generator)) = value.object()
            && generator.kind == CodeKind::Coroutine
        {
            if !awaited(self, value)?.is_none() {
                return Err(self.runtime_error("coroutine is being awaited already"));
            }
            return Ok(Flow::Return(value.clone()));
        }
        match self.special(value, sym::D_AWAIT) {
            Some(method) => {
                let answer = self.tail_call(method, vec![value.clone()])?;
                self.after(answer, |vm, input| {
                    let iterator = input.value()?;
                    if let Some(Object::Generator(generator)) = iterator.object()
                        && generator.kind == CodeKind::Coroutine
                    {
                        return Err(vm.type_error("__await__() returned a coroutine"));
                    }
                    if vm.is_iterator(&iterator) {
                        return Ok(Flow::Return(iterator));
                    }
                    let name = vm.type_name(&iterator);
                    Err(vm.type_error(format!("__await__() returned non-iterator of type '{name}'")))
                })
            }
            None => {
                let name = self.type_name(value);
                let message = match of {
                    AwaitOf::Enter | AwaitOf::Exit => {
                        let method = if of == AwaitOf::Enter { "__aenter__" } else { "__aexit__" };
                        format!(
                            "'async with' received an object from {method} that does not implement __await__: {name}"
                        )
                    }
                    AwaitOf::Await if self.machine.python.version() >= (3, 14) => {
                        format!("'{name}' object can't be awaited")
                    }
                    AwaitOf::Await => format!("object {name} can't be used in 'await' expression"),
                };
                Err(self.type_error(message))
            }
        }
    }

    pub(in crate::vm) fn async_iter(&mut self, value: &Value) -> Result<Flow> {
        if let Some(Object::Generator(generator)) = value.object()
            && generator.kind == CodeKind::AsyncGenerator
        {
            return Ok(Flow::Return(value.clone()));
        }
        match self.special(value, sym::D_AITER) {
            Some(method) => Flow::call(method, vec![value.clone()], |vm, input| {
                let iterator = input.value()?;
                let asynchronous =
                    matches!(iterator.object(), Some(Object::Generator(g)) if g.kind == CodeKind::AsyncGenerator);
                if asynchronous || vm.special(&iterator, sym::D_ANEXT).is_some() {
                    return Ok(Flow::Return(iterator));
                }
                let name = vm.type_name(&iterator);
                Err(vm.type_error(format!(
                    "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
                )))
            }),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("'async for' requires an object with __aiter__ method, got {name}")))
            }
        }
    }

    pub(super) fn async_next(&mut self, iterator: &Value) -> Result<Flow> {
        if let Value::Object(r) = iterator
            && let Object::Generator(generator) = r.get()
            && generator.kind == CodeKind::AsyncGenerator
        {
            return self.next_step(r);
        }
        match self.special(iterator, sym::D_ANEXT) {
            Some(method) => Flow::call(method, vec![iterator.clone()], |vm, input| {
                let awaitable = input.value()?;
                let name = vm.type_name(&awaitable);
                let invalid = move |vm: &mut Vm, cause: Exception| {
                    let error = vm.type_error(format!("'async for' received an invalid object from __anext__: {name}"));
                    let data = error.data();
                    data.cause = cause.value();
                    data.context = cause.value();
                    data.suppress_context = true;
                    error
                };
                match vm.awaitable(&awaitable, AwaitOf::Await) {
                    Ok(flow) => vm.after(flow, move |vm, iterator| match iterator {
                        Input::Raised(cause) => Err(invalid(vm, cause)),
                        iterator => Ok(Flow::Return(iterator.value()?)),
                    }),
                    Err(cause) => Err(invalid(vm, cause)),
                }
            }),
            None => {
                let name = self.type_name(iterator);
                Err(self.type_error(format!("'async for' requires an iterator with __anext__ method, got {name}")))
            }
        }
    }

    /// Looks after objects that lost their last reference and want something done.
    pub(super) fn attend(&mut self) -> Result<Flow> {
        if let Some(Frame::Python(frame)) = self.fiber.frames.last_mut() {
            frame.resume = super::frame::Resume::Discard;
        }
        self.tend()
    }

    /// The same, where the innermost frame waits for what comes of it.
    pub(crate) fn tend(&mut self) -> Result<Flow> {
        if let Some((function, args)) = self.take_main_call() {
            return Flow::call(function, args, |vm, input| {
                input.value()?;
                vm.tend()
            });
        }
        if self.heap.collection_due() {
            self.heap.collect();
        }
        let collects = self.heap.finish_collection();
        let objects = self.heap.take_finalizable();
        let callbacks = self.heap.take_weak_callbacks();
        let flow = match callbacks.is_empty() {
            true => self.finalize(objects)?,
            false => {
                let flow = self.call_back(callbacks.into_iter())?;
                self.after(flow, |vm, _| vm.finalize(objects))?
            }
        };
        if !collects {
            return Ok(flow);
        }
        self.after(flow, |vm, _| {
            // What has been finalized and was not brought back to life goes now; other garbage with finalizers, next time.
            vm.heap.collect();
            vm.heap.finish_collection();
            let objects = vm.heap.take_finalizable();
            vm.finalize(objects)
        })
    }

    /// The same, and then a value.
    #[cold]
    pub(super) fn tend_and_answer(&mut self, value: Value) -> Result<Flow> {
        let flow = self.tend()?;
        self.after(flow, move |_, input| input.value().map(|_| Flow::Return(value)))
    }

    /// Calls what wanted to know of objects that have gone.
    fn call_back(&mut self, mut callbacks: std::vec::IntoIter<(Value, Value)>) -> Result<Flow> {
        let Some((function, reference)) = callbacks.next() else { return Flow::none() };
        let shown = function.clone();
        Flow::call(function, vec![reference], move |vm, input| {
            if let Input::Raised(exception) = input {
                let what = vm.plain_str(&shown);
                let text = vm.ignored("weakref callback", &what, &exception);
                return Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| {
                    vm.call_back(callbacks)
                });
            }
            vm.call_back(callbacks)
        })
    }

    /// What is printed of an exception that nobody can catch; 3.14 says what was being done.
    fn ignored(&mut self, doing: &str, what: &str, exception: &Exception) -> String {
        let text = self.format_exception_as(exception, Printer::Ignored, Shape::default());
        if self.machine.python.version() >= (3, 14) {
            let doing = if doing == "weakref callback" { "calling weakref callback" } else { doing };
            return format!("Exception ignored while {doing} {what}:\n{text}");
        }
        format!("Exception ignored in: {what}\n{text}")
    }

    pub(super) fn finalize(&mut self, mut objects: Vec<Ref>) -> Result<Flow> {
        while !objects.is_empty() {
            let object = objects.remove(0);
            let value = Value::Object(object.clone());
            let what = match object.get() {
                Object::Instance(_) => self.special(&value, sym::D_DEL).unwrap_or(value),
                _ => value,
            };
            let flow = self.finalize_one(object);
            match flow {
                Ok(Flow::Return(_)) => {}
                Ok(flow) => {
                    return self.after(flow, move |vm, input| {
                        if let Input::Raised(exception) = input {
                            // What C raised has passed no frame: it is shown where the program stands.
                            if exception.data().traceback.is_empty() && !exception.data().passed_library {
                                exception.data().traceback.extend(vm.stack_entries().first());
                            }
                            return vm.with_words(&exception, move |vm, exception| {
                                let doing = match what.as_generator() {
                                    Some(data) if data.kind == CodeKind::Coroutine && !data.started => {
                                        "finalizing coroutine"
                                    }
                                    Some(_) => "closing generator",
                                    None => "calling deallocator",
                                };
                                let what = vm.plain_str(&what);
                                let text = vm.ignored(doing, &what, exception);
                                Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| {
                                    vm.finalize(objects)
                                })
                            });
                        }
                        vm.finalize(objects)
                    });
                }
                Err(exception) => drop(exception),
            }
        }
        Flow::none()
    }

    fn finalize_one(&mut self, object: Ref) -> Result<Flow> {
        match object.get_mut() {
            Object::Generator(data) => match data.kind {
                CodeKind::Coroutine if !data.started => {
                    data.frame = None;
                    let origin = data.origin.take();
                    self.warn_never_awaited(object, origin.as_ref().map(|origin| &***origin))
                }
                CodeKind::AsyncGenerator => {
                    let finalizer = data.finalizer.take();
                    if !finalizer.is_undefined() {
                        return Flow::tail(finalizer, vec![Value::Object(object)]);
                    }
                    data.frame = None;
                    Flow::none()
                }
                _ => self.close(object, |vm| vm.runtime_error("generator ignored GeneratorExit")),
            },
            Object::Instance(instance) => {
                let has_own = matches!(instance.class.get(), Object::Class(class) if class.has_finalizer);
                // SAFETY: a reference keeps its slot alive.
                let was_called = unsafe { object.slot().as_ref() }.finalized.get();
                if let Payload::Native(native) = &mut instance.payload
                    && native.wants_finalizer()
                    && (!has_own || was_called)
                {
                    if was_called {
                        native.pass_over(self);
                        return Flow::none();
                    }
                    let value = Value::Object(object.clone());
                    return native.finalize(&value, self);
                }
                let value = Value::Object(object.clone());
                match self.special(&value, sym::D_DEL) {
                    Some(method) => {
                        // Once only, even when it comes to life again (PEP 442).
                        // SAFETY: a reference keeps its slot alive.
                        unsafe { object.slot().as_ref() }.finalized.set(true);
                        Flow::tail(method, vec![value])
                    }
                    None => Flow::none(),
                }
            }
            _ => Flow::none(),
        }
    }

    /// The module `warnings` warns where the program has it and runs; nobody can have told it anything where it has not.
    fn warn_never_awaited(&mut self, coroutine: Ref, origin: Option<&str>) -> Result<Flow> {
        let line = self.current_line();
        let hook = self.state::<NeverAwaited>().hook.clone();
        if !hook.is_undefined() && line.line > 0 {
            let origin = origin.map_or(Value::None, Value::str);
            return Flow::tail(hook, vec![Value::Object(coroutine), origin]);
        }
        let Object::Generator(data) = coroutine.get() else { return Flow::none() };
        let name = data.code().code.qualname.clone();
        if !self.state::<NeverAwaited>().told.insert((name.clone(), line)) {
            return Flow::none();
        }
        let (path, number) = self.place_of_line(line);
        let source = self.source_line(line.file, line.line).map(|text| format!("  {text}\n")).unwrap_or_default();
        // At the end of the program there is no module to ask for it any more.
        let hint = match line.line {
            0 => "",
            _ => "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n",
        };
        let text = format!("{path}:{number}: RuntimeWarning: coroutine '{name}' was never awaited\n{source}{hint}");
        Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, |_, _| Flow::none())
    }

    /// A line as warnings name it: path and number.
    pub(crate) fn place_of_line(&self, line: Line) -> (&str, u32) {
        match line.line {
            0 if self.machine.python.version() >= (3, 13) => ("<sys>", 0),
            0 => ("sys", 1),
            number => (self.program.files.get(line.file as usize).map_or("<unknown>", |f| f.path.as_str()), number),
        }
    }

    /// `generator.close()`
    pub(crate) fn close(&mut self, generator: Ref, ignored: fn(&Vm) -> Exception) -> Result<Flow> {
        let Object::Generator(data) = generator.get_mut() else { return Flow::none() };
        if !data.started {
            data.frame = None;
            return Flow::none();
        }
        if data.is_finished() {
            return Flow::none();
        }
        let exit = self.exception_with(&self.types.generator_exit, Vec::new());
        Flow::resume(generator, Resumption::Throw(exit), move |vm, input| match input {
            Input::Yielded(_) => Err(ignored(vm)),
            Input::Finished(value) => Ok(Flow::Return(value)),
            Input::Raised(e)
                if vm.is_exception(&e, |t| &t.generator_exit) || vm.is_exception(&e, |t| &t.stop_iteration) =>
            {
                Flow::none()
            }
            Input::Raised(e) => Err(e),
            Input::Value(_) | Input::Outcome(_) => Flow::none(),
        })
    }
}

/// How coroutines that were never awaited are warned of.
#[derive(Default)]
pub struct NeverAwaited {
    /// What warns of one, given the coroutine and where it was made; undefined where the program has no `warnings`.
    pub hook: Value,
    /// What was warned of without it: once for each line.
    told: BTreeSet<(Arc<str>, Line)>,
}

#[derive(Default)]
struct GeneratorClasses {
    wrapper: Option<Ref>,
}

impl Vm {
    /// `StopIteration` whose value may be `None` or a tuple.
    pub(in crate::vm) fn stop_iteration_exact(&self, value: Value) -> Exception {
        self.exception_with(&self.types.stop_iteration, vec![value])
    }
}

pub(super) fn this_generator(vm: &Vm, args: &Args<'_>) -> Result<Ref> {
    match args.get(0) {
        Some(Value::Object(r)) if matches!(r.get(), Object::Generator(_)) => Ok(r.clone()),
        _ => Err(vm.type_error("descriptor requires a generator")),
    }
}

fn resumed(vm: &mut Vm, input: Input) -> Result<Flow> {
    match input {
        Input::Yielded(value) => Ok(Flow::Return(value)),
        Input::Finished(value) => {
            Err(if value.is_none() { vm.stop_iteration(Value::None) } else { vm.stop_iteration_exact(value) })
        }
        Input::Raised(exception) => Err(exception),
        Input::Value(_) | Input::Outcome(_) => unreachable!("generators yield, finish or raise"),
    }
}

fn send(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    let value = args.get(1).cloned().unwrap_or(Value::None);
    Flow::resume(generator, Resumption::Send(value), resumed)
}

fn next(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    Flow::resume(generator, Resumption::Send(Value::None), resumed)
}

/// The exception that `throw(type, value)` or `throw(value)` means.
pub(in crate::vm) fn thrown(vm: &mut Vm, args: &Args<'_>) -> Result<Exception> {
    let first = args.get(1).cloned().unwrap_or(Value::None);
    let first = match args.get(2) {
        Some(second) if second.as_exception().is_some() => second.clone(),
        _ => first,
    };
    if first.as_exception().is_some() {
        return Ok(Exception::of(first));
    }
    if let Value::Object(class) = &first
        && matches!(class.get(), Object::Class(_))
        && vm.is_subclass(class, &vm.types.base_exception)
    {
        let args = args.get(2).filter(|v| !v.is_none()).cloned().into_iter().collect();
        return Ok(vm.exception_with(class, args));
    }
    let name = vm.type_name(&first);
    Err(vm.type_error(format!("exceptions must be classes or instances deriving from BaseException, not {name}")))
}

fn throw(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    let exception = thrown(vm, &args)?;
    Flow::resume(generator, Resumption::Throw(exception), resumed)
}

fn close(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generator = this_generator(vm, &args)?;
    let ignored = ignored_of(&Value::Object(generator.clone()));
    vm.close(generator, ignored)
}

/// What is said of a generator or coroutine that yields when it is closed.
fn ignored_of(value: &Value) -> fn(&Vm) -> Exception {
    match value.object() {
        Some(Object::Generator(data)) if data.kind != CodeKind::Coroutine => {
            |vm| vm.runtime_error("generator ignored GeneratorExit")
        }
        _ => |vm| vm.runtime_error("coroutine ignored GeneratorExit"),
    }
}

pub(super) fn itself(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(args.get(0).cloned().unwrap_or(Value::None)))
}

fn name_of(vm: &mut Vm, value: &Value) -> Result<Value> {
    let Some(generator) = value.as_generator() else { return Ok(Value::None) };
    if let Some((name, _)) = &generator.name {
        return Ok(name.clone());
    }
    let name = generator.code().code.name.clone();
    let symbol = vm.interner.intern(&name);
    Ok(vm.symbol_value(symbol))
}

fn qualname_of(vm: &mut Vm, value: &Value) -> Result<Value> {
    let Some(generator) = value.as_generator() else { return Ok(Value::None) };
    if let Some((_, qualname)) = &generator.name {
        return Ok(qualname.clone());
    }
    let name = generator.code().code.qualname.clone();
    let symbol = vm.interner.intern(&name);
    Ok(vm.symbol_value(symbol))
}

fn set_name(vm: &mut Vm, value: &Value, name: Value) -> Result<()> {
    let qualname = qualname_of(vm, value)?;
    if let Some(generator) = value.as_generator() {
        generator.name = Some((name, qualname));
    }
    Ok(())
}

fn set_qualname(vm: &mut Vm, value: &Value, qualname: Value) -> Result<()> {
    let name = name_of(vm, value)?;
    if let Some(generator) = value.as_generator() {
        generator.name = Some((name, qualname));
    }
    Ok(())
}

fn is_running(_: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Bool(value.as_generator().is_some_and(|g| g.running)))
}

/// Whether it stands at a `yield` or an `await`.
pub(super) fn is_suspended(_: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Bool(value.as_generator().is_some_and(|g| g.started && !g.running && !g.is_finished())))
}

pub(super) fn awaited(_: &mut Vm, value: &Value) -> Result<Value> {
    let Some(Generator { frame: Some(frame), .. }) = value.as_generator() else { return Ok(Value::None) };
    let at = frame.pc.saturating_sub(1);
    Ok(match frame.code().code.ops.get(at) {
        Some(Op::Delegate { iter, .. }) => frame.registers[*iter as usize].clone(),
        _ => Value::None,
    })
}

pub(super) fn frame_of(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(vm.frame_of_generator(value))
}

static GENERATOR: [NativeDef; 5] = [
    NativeDef::method("send", "value, /", send),
    NativeDef::method("throw", "type, value=, traceback=, /", throw),
    NativeDef::method("close", "", close),
    NativeDef::method("__next__", "", next),
    NativeDef::method("__iter__", "", itself),
];

static COROUTINE: [NativeDef; 4] = [
    NativeDef::method("send", "value, /", send),
    NativeDef::method("throw", "type, value=, traceback=, /", throw),
    NativeDef::method("close", "", close),
    NativeDef::method("__await__", "", coroutine_await),
];

/// What `coroutine.__await__()` answers with: an iterator that runs the coroutine.
struct CoroutineWrapper {
    coroutine: Value,
}

impl NativeObject for CoroutineWrapper {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.coroutine);
    }
    fn clear(&mut self) {
        self.coroutine = Value::None;
    }
}

fn coroutine_await(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let coroutine = Value::Object(this_generator(vm, &args)?);
    let class = vm.state::<GeneratorClasses>().wrapper.clone();
    let Some(class) = class else { return Err(vm.runtime_error("coroutines are not installed")) };
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(CoroutineWrapper { coroutine }))))
}

/// A method of the wrapper does what the coroutine's does.
fn unwrapped(vm: &mut Vm, args: Args<'_>, method: NativeFn) -> Result<Flow> {
    let Some(this) = args.get(0).and_then(Value::as_native::<CoroutineWrapper>) else {
        return Err(vm.type_error("descriptor requires a coroutine wrapper"));
    };
    let mut values = args.all().to_vec();
    values[0] = this.coroutine.clone();
    method(vm, Args::positional(&values))
}

static WRAPPER: [NativeDef; 5] = [
    NativeDef::method("__iter__", "", itself),
    NativeDef::method("__next__", "", |vm, args| unwrapped(vm, args, next)),
    NativeDef::method("send", "value, /", |vm, args| unwrapped(vm, args, send)),
    NativeDef::method("throw", "type, value=, traceback=, /", |vm, args| unwrapped(vm, args, throw)),
    NativeDef::method("close", "", |vm, args| unwrapped(vm, args, close)),
];

static NAMES: [GetSet; 2] = [
    GetSet { name: "__name__", get: name_of, set: Some(set_name) },
    GetSet { name: "__qualname__", get: qualname_of, set: Some(set_qualname) },
];

static GENERATOR_STATE: [GetSet; 4] = [
    GetSet { name: "gi_running", get: is_running, set: None },
    GetSet { name: "gi_suspended", get: is_suspended, set: None },
    GetSet { name: "gi_frame", get: frame_of, set: None },
    GetSet { name: "gi_yieldfrom", get: awaited, set: None },
];

static COROUTINE_STATE: [GetSet; 4] = [
    GetSet { name: "cr_running", get: is_running, set: None },
    GetSet { name: "cr_suspended", get: is_suspended, set: None },
    GetSet { name: "cr_frame", get: frame_of, set: None },
    GetSet { name: "cr_await", get: awaited, set: None },
];

/// Gives the classes of generators their methods.
pub(super) fn install(vm: &mut Vm) {
    let (generator, coroutine, async_generator) =
        (vm.types.generator.clone(), vm.types.coroutine.clone(), vm.types.async_generator.clone());
    vm.add_methods(&generator, &GENERATOR);
    vm.add_methods(&coroutine, &COROUTINE);
    for class in [&generator, &coroutine, &async_generator] {
        vm.add_attributes(class, &NAMES);
    }
    vm.add_attributes(&generator, &GENERATOR_STATE);
    vm.add_attributes(&coroutine, &COROUTINE_STATE);
    async_generator::install(vm, &async_generator);
    let wrapper = vm.native_class("builtins", "coroutine_wrapper", None, &WRAPPER, &[]);
    vm.state::<GeneratorClasses>().wrapper = Some(wrapper);
}
