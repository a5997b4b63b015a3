//! `aiter` and `anext`.

use crate::vm::Vm;
use crate::vm::code::CodeKind;
use crate::vm::exception::Result;
use crate::vm::frame::{Flow, Input, Resumption};
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("aiter", "async_iterable, /", aiter).cost(45),
    NativeDef::function("anext", "aiterator, default=, /", anext).cost(45),
];

/// `anext(iterator, default)`: what waits for the next item, and what there is instead of one at the end.
struct NextOrDefault {
    /// The iterator that awaiting the item resumes.
    inner: Value,
    default: Value,
}

impl NativeObject for NextOrDefault {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.inner);
        visit(&self.default);
    }
    fn clear(&mut self) {
        self.inner = Value::None;
        self.default = Value::None;
    }
}

static METHODS: [NativeDef; 6] = [
    NativeDef::method("__await__", "", |_, args| Ok(Flow::Return(args.values[0].clone()))),
    NativeDef::method("__iter__", "", |_, args| Ok(Flow::Return(args.values[0].clone()))),
    NativeDef::method("__next__", "", next),
    NativeDef::method("send", "value, /", send),
    NativeDef::method("throw", "type, value=, traceback=, /", throw),
    NativeDef::method("close", "", close),
];

#[derive(Default)]
struct Classes {
    next_or_default: Option<Ref>,
}

fn aiter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let iterable = args.one(vm, "aiter")?.clone();
    let asynchronous = matches!(iterable.object(), Some(Object::Generator(g)) if g.kind == CodeKind::AsyncGenerator);
    if !asynchronous && vm.special(&iterable, sym::D_AITER).is_none() {
        let name = vm.type_name(&iterable);
        return Err(vm.type_error(format!("'{name}' object is not an async iterable")));
    }
    vm.async_iter(&iterable)
}

fn anext(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "anext", 1, 2)?;
    let Some(method) = vm.special(&given[0], sym::D_ANEXT) else {
        let name = vm.type_name(&given[0]);
        return Err(vm.type_error(format!("'{name}' object is not an async iterator")));
    };
    let Some(default) = given.get(1).cloned() else { return Flow::tail(method, vec![given[0].clone()]) };
    Flow::call(method, vec![given[0].clone()], move |vm, input| {
        let awaitable = input.value()?;
        let iterator = vm.awaitable(&awaitable, crate::vm::code::AwaitOf::Await)?;
        vm.after(iterator, move |vm, input| {
            let inner = input.value()?;
            let class = match vm.state::<Classes>().next_or_default.clone() {
                Some(class) => class,
                None => {
                    let class = vm.native_class("builtins", "anext_awaitable", None, &METHODS, &[]);
                    vm.state::<Classes>().next_or_default = Some(class.clone());
                    class
                }
            };
            let waiting = NextOrDefault { inner, default };
            Ok(Flow::Return(vm.bare_instance(&class, Payload::native(waiting))))
        })
    })
}

fn next(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    resume(vm, &args.values[0], Resumption::Send(Value::None))
}

fn send(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.get(1).cloned().unwrap_or(Value::None);
    resume(vm, &args.values[0], Resumption::Send(value))
}

fn throw(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let error = crate::vm::generator::thrown(vm, &args)?;
    resume(vm, &args.values[0], Resumption::Throw(error))
}

/// Closes what waits for the item.
fn close(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(waiting) = args.values[0].as_native::<NextOrDefault>() else { return Flow::none() };
    let inner = waiting.inner.clone();
    match vm.special(&inner, sym::CLOSE) {
        Some(close) => Flow::tail(close, vec![inner]),
        None => Flow::none(),
    }
}

/// Resumes what waits for the item; the end of the iteration is the default.
fn resume(vm: &mut Vm, this: &Value, how: Resumption) -> Result<Flow> {
    let Some(waiting) = this.as_native::<NextOrDefault>() else { return Flow::none() };
    let (inner, default) = (waiting.inner.clone(), waiting.default.clone());
    let then = move |vm: &mut Vm, input: Input| match input {
        Input::Finished(item) => Err(vm.stop_iteration_exact(item)),
        Input::Raised(error) if vm.is_exception(&error, |t| &t.stop_async_iteration) => {
            Err(vm.stop_iteration_exact(default))
        }
        input => input.value().map(Flow::Return),
    };
    match &inner {
        Value::Object(r) if matches!(r.get(), Object::Generator(_)) => Flow::resume(r.clone(), how, then),
        _ => match vm.resume_iterator(inner, how) {
            Ok(flow) => vm.after(flow, then),
            Err(error) => then(vm, Input::Raised(error)),
        },
    }
}
