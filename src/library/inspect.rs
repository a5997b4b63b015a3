//! `_inspect`: what kind of thing a value is.

use crate::vm::Vm;
use crate::vm::code::CodeKind;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::set::Set;
use crate::vm::symbol::{Symbol, well_known as sym};
use crate::vm::value::{Descriptor, Object, Ref, Value};

/// What the module offers.
pub const NAMES: &[&str] = &[
    "isfunction",
    "ismethod",
    "isclass",
    "ismodule",
    "isbuiltin",
    "isroutine",
    "iscoroutine",
    "isgenerator",
    "isasyncgen",
    "isawaitable",
    "iscoroutinefunction",
    "isgeneratorfunction",
    "isasyncgenfunction",
    "ismethoddescriptor",
    "parameters_of",
    "abstract_names",
    "offers",
];

static FUNCTIONS: [NativeDef; 17] = [
    NativeDef::function("isfunction", "object", is_function),
    NativeDef::function("ismethod", "object", is_method),
    NativeDef::function("isclass", "object", is_class),
    NativeDef::function("ismodule", "object", is_module),
    NativeDef::function("isbuiltin", "object", is_builtin),
    NativeDef::function("isroutine", "object", is_routine),
    NativeDef::function("iscoroutine", "object", is_coroutine),
    NativeDef::function("isgenerator", "object", is_generator),
    NativeDef::function("isasyncgen", "object", is_async_generator),
    NativeDef::function("isawaitable", "object", is_awaitable),
    NativeDef::function("iscoroutinefunction", "obj", is_coroutine_function).cost(300),
    NativeDef::function("isgeneratorfunction", "obj", is_generator_function).cost(300),
    NativeDef::function("isasyncgenfunction", "obj", is_async_generator_function).cost(300),
    NativeDef::function("ismethoddescriptor", "object", |_, _| Ok(Flow::Return(Value::Bool(false)))),
    NativeDef::function("parameters_of", "function, /", parameters_of).cost(5_000),
    NativeDef::function("abstract_names", "cls, /", abstract_names).cost(500),
    NativeDef::function("offers", "cls, name, /", offers).cost(60),
];

/// Puts the functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn test(vm: &mut Vm, args: Args<'_>, name: &str, is: impl Fn(&Vm, &Value) -> bool) -> Result<Flow> {
    let value = match args.values {
        [value] => value,
        _ => args.one(vm, name)?,
    };
    Ok(Flow::Return(Value::Bool(is(vm, value))))
}

fn is_function(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isfunction", |_, value| matches!(value.object(), Some(Object::Function(_))))
}

fn is_method(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(
        vm,
        args,
        "ismethod",
        |_, value| matches!(value.object(), Some(Object::Method { function, .. }) if matches!(function.object(), Some(Object::Function(_)))),
    )
}

fn is_class(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isclass", |_, value| value.as_class().is_some())
}

fn is_module(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "ismodule", |_, value| matches!(value.object(), Some(Object::Module(_))))
}

fn is_native(value: &Value) -> bool {
    match value.object() {
        Some(Object::Native(_)) => true,
        Some(Object::Method { function, .. }) => matches!(function.object(), Some(Object::Native(_))),
        _ => false,
    }
}

fn is_builtin(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isbuiltin", |_, value| is_native(value))
}

fn is_routine(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isroutine", |_, value| {
        matches!(value.object(), Some(Object::Native(_) | Object::Function(_) | Object::Method { .. }))
    })
}

fn is_kind(value: &Value, kind: CodeKind) -> bool {
    matches!(value.object(), Some(Object::Generator(generator)) if generator.kind == kind)
}

fn is_coroutine(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "iscoroutine", |_, value| is_kind(value, CodeKind::Coroutine))
}

fn is_generator(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isgenerator", |_, value| is_kind(value, CodeKind::Generator))
}

fn is_async_generator(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isasyncgen", |_, value| is_kind(value, CodeKind::AsyncGenerator))
}

fn is_awaitable(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isawaitable", |vm, value| {
        is_kind(value, CodeKind::Coroutine)
            || (matches!(value.object(), Some(Object::Instance(_))) && vm.special(value, sym::D_AWAIT).is_some())
    })
}

/// The function behind bound methods and `partial`.
fn function_behind(value: &Value) -> Value {
    let mut value = value.clone();
    for _ in 0..16 {
        let inner = match value.object() {
            Some(Object::Method { function, .. }) => Some(function.clone()),
            Some(Object::Descriptor(descriptor)) => match &**descriptor {
                Descriptor::StaticMethod(function) | Descriptor::ClassMethod(function) => Some(function.clone()),
                _ => None,
            },
            _ => super::itertools::wrapped(&value),
        };
        match inner {
            Some(inner) => value = inner,
            None => break,
        }
    }
    value
}

fn makes(value: &Value, kind: CodeKind) -> bool {
    matches!(function_behind(value).object(), Some(Object::Function(function)) if function.code().code.kind == kind)
}

fn is_coroutine_function(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let mark = vm.interner.intern("_is_coroutine_mark");
    test(vm, args, "iscoroutinefunction", |_, value| {
        makes(value, CodeKind::Coroutine)
            || matches!(function_behind(value).object(), Some(Object::Function(function))
                if function.attributes.as_ref().is_some_and(|names| names.get(mark).is_some()))
    })
}

fn is_generator_function(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isgeneratorfunction", |_, value| makes(value, CodeKind::Generator))
}

fn is_async_generator_function(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "isasyncgenfunction", |_, value| makes(value, CodeKind::AsyncGenerator))
}

/// For each parameter of a Python function its name, its kind (0 to 4, as `inspect` numbers them) and a tuple of its
/// default, empty without one; `None` for anything else.
fn parameters_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "parameters_of")?;
    let is_bound = matches!(value.object(), Some(Object::Method { .. }));
    let behind = function_behind(value);
    let Some(Object::Function(function)) = behind.object() else { return Flow::none() };
    let parameters = &function.code().code.parameters;
    let (positional, only) = (parameters.positional as usize, parameters.positional_only as usize);
    let named = positional + parameters.keyword_only as usize;
    let mut rows: Vec<(Value, i64, Value)> = Vec::new();
    for (i, name) in parameters.names.iter().enumerate().take(named) {
        let default = if i < positional {
            (i + function.defaults.len()).checked_sub(positional).and_then(|at| function.defaults.get(at))
        } else {
            function.keyword_defaults.get(i - positional).filter(|value| !value.is_undefined())
        };
        let kind = if i < only {
            0
        } else if i < positional {
            1
        } else {
            3
        };
        rows.push((vm.symbol_value(*name), kind, Value::tuple(default.cloned().into_iter().collect())));
    }
    let mut at = named;
    if parameters.star {
        rows.insert(positional, (vm.symbol_value(parameters.names[at]), 2, Value::tuple(Vec::new())));
        at += 1;
    }
    if parameters.double_star {
        rows.push((vm.symbol_value(parameters.names[at]), 4, Value::tuple(Vec::new())));
    }
    let rows = rows.into_iter().skip(usize::from(is_bound));
    Ok(Flow::Return(Value::list(
        rows.map(|(name, kind, default)| Value::tuple(vec![name, Value::Int(kind), default])).collect(),
    )))
}

/// The names of a class's abstract methods, its bases' included, as a frozenset.
fn abstract_names(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "abstract_names")?;
    let Value::Object(class) = value else { return Flow::none() };
    let mark = vm.interner.intern("__isabstractmethod__");
    let mut names: Vec<Symbol> = Vec::new();
    for ancestor in vm.class(class).ancestors.clone().iter().rev().chain([class]) {
        for (name, _) in vm.class(ancestor).names.iter() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let mut set = Set::default();
    for name in names {
        let Some(found) = vm.find_in_class(class, name) else { continue };
        if is_abstract(&found, mark) {
            let name = vm.symbol_value(name);
            if let Some(hash) = vm.native_hash(&name) {
                set.insert(hash, name);
            }
        }
    }
    Ok(Flow::Return(Object::FrozenSet(Box::new(set)).into()))
}

/// Whether a function, or one that a descriptor holds, is marked as abstract.
fn is_abstract(value: &Value, mark: Symbol) -> bool {
    match value.object() {
        Some(Object::Function(function)) => function.attributes.as_ref().is_some_and(|names| names.get(mark).is_some()),
        Some(Object::Descriptor(descriptor)) => match &**descriptor {
            Descriptor::Property { get, set, delete } => {
                [get, set, delete].into_iter().any(|part| is_abstract(part, mark))
            }
            Descriptor::StaticMethod(function) | Descriptor::ClassMethod(function) => is_abstract(function, mark),
            Descriptor::Native(_) => false,
        },
        _ => false,
    }
}

/// Whether instances of a class have a special method, also where it is not found as an attribute.
fn offers(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [class, name] = args.between(vm, "offers", 2, 2)? else { return Flow::none() };
    let Value::Object(class) = class else { return Ok(Flow::Return(Value::Bool(false))) };
    let name = name.as_str().unwrap_or_default();
    let symbol = vm.interner.intern(name);
    let types = &vm.types;
    let among = |list: &[&Ref]| list.iter().any(|known| vm.is_subclass(class, known));
    let tables =
        [&types.list, &types.tuple, &types.dict, &types.set, &types.frozenset, &types.str_, &types.bytes, &types.range];
    let views = [&types.dict_keys, &types.dict_values, &types.dict_items];
    let running =
        [&types.generator, &types.iterator, &types.enumerate, &types.zip, &types.map, &types.filter, &types.reversed];
    let found = vm.find_in_class(class, symbol);
    let answer = match (name, &found) {
        (_, Some(found)) if found.is_none() => false,
        ("__hash__", _) => !among(&[&types.list, &types.dict, &types.set]),
        (_, Some(_)) => true,
        ("__len__" | "__contains__", _) => among(&tables) || among(&views),
        ("__iter__", _) => among(&tables) || among(&views) || among(&running),
        ("__next__", _) => among(&running),
        ("__reversed__", _) => among(&[&types.list, &types.dict, &types.range]) || among(&views),
        ("__call__", _) => among(&[&types.function, &types.builtin, &types.method, &types.type_]),
        ("__await__", _) => among(&[&types.coroutine]),
        ("__aiter__" | "__anext__", _) => among(&[&types.async_generator]),
        _ => false,
    };
    Ok(Flow::Return(Value::Bool(answer)))
}
