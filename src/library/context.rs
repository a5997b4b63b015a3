//! `contextvars`: context variables, and the context that tasks and `to_thread` copy.

use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::frame::CallRequest;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &["ContextVar", "Context", "Token", "copy_context"];

/// A context: values by variable. Few, so a list.
struct Context {
    values: Vec<(Value, Value)>,
    /// Whether something runs in it by `Context.run`.
    entered: bool,
}

struct Variable {
    name: String,
    default: Value,
}

struct Token {
    variable: Value,
    old: Value,
    /// Where it was set.
    context: Value,
    used: bool,
}

#[derive(Default)]
struct Classes {
    context: Option<Ref>,
    token: Option<Ref>,
    missing: Value,
}

/// The calling thread's current context, undefined until something is set.
#[derive(Default)]
struct Current {
    context: Value,
}

macro_rules! native_object {
    ($type:ty, |$this:ident, $visit:ident| $children:expr, |$that:ident| $clear:expr) => {
        impl NativeObject for $type {
            fn children(&self, $visit: &mut dyn FnMut(&Value)) {
                let $this = self;
                $children
            }
            fn clear(&mut self) {
                let $that = self;
                $clear
            }
        }
    };
}
pub(crate) use native_object;

native_object!(
    Context,
    |this, visit| for (variable, value) in &this.values {
        visit(variable);
        visit(value);
    },
    |this| this.values.clear()
);
native_object!(Variable, |this, visit| visit(&this.default), |this| this.default = Value::Undefined);
native_object!(
    Token,
    |this, visit| {
        visit(&this.variable);
        visit(&this.old);
        visit(&this.context);
    },
    |this| {
        this.variable = Value::None;
        this.old = Value::Undefined;
        this.context = Value::Undefined;
    }
);

static VARIABLE: [NativeDef; 5] = [
    NativeDef::method("get", "default=, /", get),
    NativeDef::method("set", "value, /", set),
    NativeDef::method("reset", "token, /", reset),
    NativeDef::method("__repr__", "", variable_repr),
    NativeDef::method("__class_getitem__", "item, /", crate::vm::builtins::generic::class_getitem),
];
static VARIABLE_STATE: [GetSet; 1] = [GetSet { name: "name", get: variable_name, set: None }];
static CONTEXT: [NativeDef; 10] = [
    NativeDef::method("run", "callable, *args, **kwargs", run),
    NativeDef::method("copy", "", copy),
    NativeDef::method("get", "variable, default=, /", context_get),
    NativeDef::method("__getitem__", "variable, /", context_item),
    NativeDef::method("__contains__", "variable, /", context_contains),
    NativeDef::method("__len__", "", context_len),
    NativeDef::method("__iter__", "", context_iter),
    NativeDef::method("keys", "", context_keys),
    NativeDef::method("values", "", context_values),
    NativeDef::method("items", "", context_items),
];
static TOKEN: [NativeDef; 1] = [NativeDef::method("__repr__", "", token_repr).cost(300)];
static MISSING: [NativeDef; 1] =
    [NativeDef::method("__repr__", "", |_, _| Ok(Flow::Return(Value::str("<Token.MISSING>"))))];
static TOKEN_STATE: [GetSet; 2] =
    [GetSet { name: "var", get: token_var, set: None }, GetSet { name: "old_value", get: token_old, set: None }];
static COPY_CONTEXT: NativeDef = NativeDef::function("copy_context", "", copy_context);

/// Puts classes and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let variable = vm.native_class("_contextvars", "ContextVar", Some(new_variable), &VARIABLE, &VARIABLE_STATE);
    vm.set_global(module, "ContextVar", variable.into());
    let context = context_class(vm);
    vm.set_global(module, "Context", context.into());
    let token = vm.native_class("_contextvars", "Token", None, &TOKEN, &TOKEN_STATE);
    let missing = vm.native_class("_contextvars", "Token.MISSING", None, &MISSING, &[]);
    let missing = vm.bare_instance(&missing, Payload::None);
    vm.add_class_value(&token, "MISSING", missing.clone());
    vm.state::<Classes>().missing = missing;
    vm.state::<Classes>().token = Some(token.clone());
    vm.set_global(module, "Token", token.into());
    vm.set_global(module, "copy_context", Object::Native(&COPY_CONTEXT).into());
}

fn context_class(vm: &mut Vm) -> Ref {
    if let Some(class) = vm.state::<Classes>().context.clone() {
        return class;
    }
    let class = vm.native_class("_contextvars", "Context", Some(new_context), &CONTEXT, &[]);
    vm.state::<Classes>().context = Some(class.clone());
    class
}

fn make_context(vm: &mut Vm, values: Vec<(Value, Value)>) -> Value {
    let class = context_class(vm);
    vm.bare_instance(&class, Payload::native(Context { values, entered: false }))
}

/// A copy of the calling thread's current context.
pub fn copied(vm: &mut Vm) -> Value {
    let values = current_values(vm).cloned().unwrap_or_default();
    make_context(vm, values)
}

/// What [`copied`] gives, for whoever makes it current once: undefined for an empty context, which is made when something is
/// set in it.
pub fn snapshot(vm: &mut Vm) -> Value {
    match current_values(vm) {
        Some(values) if !values.is_empty() => copied(vm),
        _ => Value::Undefined,
    }
}

/// A context that a program may see, in the place of one that [`snapshot`] has not made.
pub fn made(vm: &mut Vm, context: &mut Value) -> Value {
    if context.is_undefined() {
        *context = make_context(vm, Vec::new());
    }
    context.clone()
}

fn current_values(vm: &mut Vm) -> Option<&mut Vec<(Value, Value)>> {
    Some(&mut vm.fiber.state::<Current>().context.as_native::<Context>()?.values)
}

/// Makes a context current; gives the one before, for the way back.
pub fn swap(vm: &mut Vm, context: Value) -> Value {
    std::mem::replace(&mut vm.fiber.state::<Current>().context, context)
}

fn new_variable(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let Some(name) = args.get(0).and_then(|n| n.as_str().map(str::to_owned)) else {
        return Err(vm.type_error("context variable name must be a str"));
    };
    let default = args.keyword(sym::DEFAULT).cloned().unwrap_or(Value::Undefined);
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(Variable { name, default }))))
}

fn new_context(vm: &mut Vm, _: &Ref, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(make_context(vm, Vec::new())))
}

fn get(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let this = &args.values[0];
    if let Some(values) = current_values(vm)
        && let Some((_, value)) = values.iter().find(|(variable, _)| variable.is(this))
    {
        return Ok(Flow::Return(value.clone()));
    }
    if let Some(default) = args.get(1) {
        return Ok(Flow::Return(default.clone()));
    }
    match this.as_native::<Variable>() {
        Some(variable) if !variable.default.is_undefined() => Ok(Flow::Return(variable.default.clone())),
        _ => Err(vm.exception_with(&vm.types.lookup_error, vec![this.clone()])),
    }
}

fn set(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let this = args.values[0].clone();
    let Some(value) = args.get(1).cloned() else {
        return Err(vm.type_error("ContextVar.set() takes exactly one argument"));
    };
    if current_values(vm).is_none() {
        let context = make_context(vm, Vec::new());
        vm.fiber.state::<Current>().context = context;
    }
    let values = current_values(vm).expect("just made");
    let old = match values.iter_mut().find(|(variable, _)| variable.is(&this)) {
        Some((_, slot)) => std::mem::replace(slot, value),
        None => {
            values.push((this.clone(), value));
            Value::Undefined
        }
    };
    let Some(class) = vm.state::<Classes>().token.clone() else { return Flow::none() };
    let context = vm.fiber.state::<Current>().context.clone();
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(Token { variable: this, old, context, used: false }))))
}

fn reset(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let this = args.values[0].clone();
    let Some(token) = args.get(1).and_then(Value::as_native::<Token>) else {
        return Err(vm.type_error("expected an instance of Token"));
    };
    if token.used {
        let text = token_text(vm, &args.values[1]);
        return Err(vm.runtime_error(format!("{text} has already been used once")));
    }
    if !token.variable.is(&this) {
        let text = token_text(vm, &args.values[1]);
        return Err(vm.value_error(format!("{text} was created by a different ContextVar")));
    }
    if !token.context.is(&vm.fiber.state::<Current>().context) {
        let text = token_text(vm, &args.values[1]);
        return Err(vm.value_error(format!("{text} was created in a different Context")));
    }
    token.used = true;
    let old = token.old.clone();
    if let Some(values) = current_values(vm) {
        match values.iter().position(|(variable, _)| variable.is(&this)) {
            Some(i) if old.is_undefined() => drop(values.remove(i)),
            Some(i) => drop(std::mem::replace(&mut values[i].1, old)),
            None => {}
        }
    }
    Flow::none()
}

fn variable_repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let this = args.values[0].clone();
    vm.with_asks(move |vm, asks| Ok(Value::str(variable_text(vm, asks, &this)?)))
}

fn variable_text(vm: &mut Vm, asks: &mut Asks, this: &Value) -> Attempt<String> {
    let Some(variable) = this.as_native::<Variable>() else { return Ok(String::new()) };
    let default = match &variable.default {
        Value::Undefined => String::new(),
        default => format!(" default={}", vm.repr(asks, default)?),
    };
    let id = vm.identity(this);
    Ok(format!("<ContextVar name='{}'{default} at {id:#x}>", variable.name))
}

/// What a token looks like, as far as that needs no Python code.
fn token_text(vm: &mut Vm, token: &Value) -> String {
    let id = vm.identity(token);
    let Some(data) = token.as_native::<Token>() else { return String::new() };
    let variable = variable_text(vm, &mut Asks::default(), &data.variable).unwrap_or_else(|_| "...".to_owned());
    format!("<Token{} var={variable} at {id:#x}>", if data.used { " used" } else { "" })
}

fn token_repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let text = token_text(vm, &args.values[0]);
    Ok(Flow::Return(Value::str(text)))
}

fn variable_name(_: &mut Vm, this: &Value) -> Result<Value> {
    Ok(this.as_native::<Variable>().map_or(Value::None, |v| Value::str(v.name.clone())))
}

fn token_var(_: &mut Vm, this: &Value) -> Result<Value> {
    Ok(this.as_native::<Token>().map_or(Value::None, |t| t.variable.clone()))
}

fn token_old(vm: &mut Vm, this: &Value) -> Result<Value> {
    let old = this.as_native::<Token>().map_or(Value::Undefined, |t| t.old.clone());
    if !old.is_undefined() {
        return Ok(old);
    }
    Ok(vm.state::<Classes>().missing.clone())
}

fn copy_context(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(copied(vm)))
}

fn copy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.values[0].as_native::<Context>().map(|c| c.values.clone()).unwrap_or_default();
    Ok(Flow::Return(make_context(vm, values)))
}

fn run(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if args.count() < 2 {
        return Err(vm.type_error("run() missing 1 required positional argument"));
    }
    let context = args.values[0].clone();
    if let Some(data) = context.as_native::<Context>()
        && std::mem::replace(&mut data.entered, true)
    {
        let shown = format!("<_contextvars.Context object at {:#x}>", vm.identity(&context));
        return Err(vm.runtime_error(format!("cannot enter context: {shown} is already entered")));
    }
    let before = swap(vm, context.clone());
    Ok(Flow::Call(Box::new(CallRequest {
        callee: args.values[1].clone(),
        args: args.values[2..].to_vec(),
        keywords: args.keywords.into(),
        then: Some(Box::new(move |vm, input| {
            swap(vm, before);
            if let Some(data) = context.as_native::<Context>() {
                data.entered = false;
            }
            input.value().map(Flow::Return)
        })),
    })))
}

fn lookup(args: &Args<'_>) -> Option<Value> {
    let context = args.values[0].as_native::<Context>()?;
    let variable = args.get(1)?;
    context.values.iter().find(|(v, _)| v.is(variable)).map(|(_, value)| value.clone())
}

fn context_get(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(lookup(&args).or_else(|| args.get(2).cloned()).unwrap_or(Value::None)))
}

fn context_item(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match lookup(&args) {
        Some(value) => Ok(Flow::Return(value)),
        None => Err(vm.key_error(args.get(1).cloned().unwrap_or(Value::None))),
    }
}

fn context_contains(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(lookup(&args).is_some())))
}

fn context_len(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let count = args.values[0].as_native::<Context>().map_or(0, |c| c.values.len());
    Ok(Flow::Return(Value::Int(count as i64)))
}

fn context_part(args: &Args<'_>, part: fn(&(Value, Value)) -> &Value) -> Value {
    let context = args.values[0].as_native::<Context>();
    Value::list(context.map(|c| c.values.iter().map(|pair| part(pair).clone()).collect()).unwrap_or_default())
}

fn context_iter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.iter(&context_part(&args, |(variable, _)| variable))
}

fn context_keys(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(context_part(&args, |(variable, _)| variable)))
}

fn context_values(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(context_part(&args, |(_, value)| value)))
}

fn context_items(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let pairs = args.values[0]
        .as_native::<Context>()
        .map(|c| c.values.iter().map(|(k, v)| Value::tuple(vec![k.clone(), v.clone()])).collect())
        .unwrap_or_default();
    Ok(Flow::Return(Value::list(pairs)))
}
