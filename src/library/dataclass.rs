//! `_dataclasses`: giving a new instance of a dataclass its fields.

use crate::vm::Vm;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Value};

/// What the module offers.
pub const NAMES: &[&str] = &["bind"];

static BIND: NativeDef =
    NativeDef::function("bind", "self, title, rows, positional, args, kwargs, frozen, /", bind).cost(120);

/// CPU for each field: a store, as the `__init__` that CPython generates has it.
const FIELD: u64 = 20;

/// Puts the function into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    vm.set_global(module, "bind", Object::Native(&BIND).into());
}

/// A field as a parameter of `__init__`.
struct Row {
    name: Value,
    given: Option<Value>,
    factory: Option<Value>,
    /// Stored in the instance; else it is for `__post_init__` only.
    stored: bool,
}

/// `bind(self, title, rows, positional, args, kwargs, frozen)`: fields from arguments, defaults and factories, in order; gives those
/// for `__post_init__`.
fn bind(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [this, title, rows, positional, given, named, frozen] = args.between(vm, "bind", 7, 7)? else {
        return Flow::none();
    };
    let positional = positional.as_int().unwrap_or_default() as usize;
    let given = given.as_tuple().unwrap_or_default();
    let rows = rows.as_tuple().unwrap_or_default();
    let title = title.as_str().unwrap_or_default();
    vm.charge(FIELD * rows.len() as u64);
    let named: Vec<(Value, Value)> =
        named.as_dict().map(|dict| dict.iter().map(|(k, v)| (k.clone(), v.clone())).collect()).unwrap_or_default();
    let mut used = vec![false; named.len()];
    let mut made = Vec::with_capacity(rows.len());
    let mut missing = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let Some([name, kind, default, stored]) = row.as_tuple() else { continue };
        let by_name = named.iter().position(|(known, _)| known.as_str() == name.as_str());
        let mut value = if i < positional { given.get(i).cloned() } else { None };
        if let Some(at) = by_name {
            used[at] = true;
            if value.is_some() {
                let name = name.as_str().unwrap_or_default();
                return Err(vm.type_error(format!("{title}() got multiple values for argument '{name}'")));
            }
            value = Some(named[at].1.clone());
        }
        let factory = match (&value, kind.as_str()) {
            (None, Some("factory")) => Some(default.clone()),
            (None, Some("default")) => {
                value = Some(default.clone());
                None
            }
            (None, _) => {
                missing.push((name.as_str().unwrap_or_default().to_owned(), i < positional));
                None
            }
            _ => None,
        };
        made.push(Row { name: name.clone(), given: value, factory, stored: stored.is(&Value::Bool(true)) });
    }
    if let Some(at) = used.iter().position(|used| !used) {
        let name = named[at].0.as_str().unwrap_or_default();
        let known = rows.iter().filter_map(|row| row.as_tuple()?.first()?.as_str());
        let near = vm.near_keyword(name, known);
        return Err(vm.type_error(format!("{title}() got an unexpected keyword argument '{name}'{near}")));
    }
    if given.len() > positional {
        return Err(too_many(vm, title, rows, positional, given.len()));
    }
    if !missing.is_empty() {
        return Err(absent(vm, title, &missing));
    }
    let frozen = frozen.is(&Value::Bool(true));
    store(vm, this.clone(), made.into_iter(), Vec::new(), frozen)
}

fn too_many(vm: &Vm, title: &str, rows: &[Value], positional: usize, given: usize) -> Exception {
    let required = rows
        .iter()
        .take(positional)
        .filter(|row| row.as_tuple().is_some_and(|row| row[1].as_str() == Some("required")))
        .count();
    let takes = if required == positional {
        format!("{} positional argument{}", positional + 1, if positional == 0 { "" } else { "s" })
    } else {
        format!("from {} to {} positional arguments", required + 1, positional + 1)
    };
    vm.type_error(format!("{title}() takes {takes} but {} were given", given + 1))
}

/// Names as CPython lists what is missing, positional arguments before keyword-only ones.
fn absent(vm: &Vm, title: &str, missing: &[(String, bool)]) -> Exception {
    let positional = missing.iter().any(|(_, positional)| *positional);
    let names: Vec<String> =
        missing.iter().filter(|(_, p)| *p == positional).map(|(name, _)| format!("'{name}'")).collect();
    let kind = if positional { "positional" } else { "keyword-only" };
    let s = if names.len() == 1 { "" } else { "s" };
    let listed = match &names[..] {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
        [] => String::new(),
    };
    vm.type_error(format!("{title}() missing {} required {kind} argument{s}: {listed}", names.len()))
}

/// Stores fields one after the other, calling factories at their turn.
fn store(
    vm: &mut Vm,
    this: Value,
    mut rows: std::vec::IntoIter<Row>,
    mut extra: Vec<Value>,
    frozen: bool,
) -> Result<Flow> {
    while let Some(row) = rows.next() {
        if let Some(factory) = row.factory {
            return Flow::call(factory, Vec::new(), move |vm, input| {
                let made = input.value()?;
                let flow = put(vm, &this, &row.name, made, frozen)?;
                vm.after(flow, move |vm, input| {
                    input.value()?;
                    store(vm, this, rows, extra, frozen)
                })
            });
        }
        let value = row.given.unwrap_or_default();
        if !row.stored {
            extra.push(value);
            continue;
        }
        match put(vm, &this, &row.name, value, frozen)? {
            Flow::Return(_) => {}
            flow => {
                return vm.after(flow, move |vm, input| {
                    input.value()?;
                    store(vm, this, rows, extra, frozen)
                });
            }
        }
    }
    Ok(Flow::Return(Value::tuple(extra)))
}

/// Sets a field; of a frozen class as `object.__setattr__` does, since its own would refuse.
fn put(vm: &mut Vm, this: &Value, name: &Value, value: Value, frozen: bool) -> Result<Flow> {
    let Some(name) = vm.symbol_of(name) else { return Flow::none() };
    if frozen { vm.set_plain_attribute(this, name, value) } else { vm.set_attribute(this, name, value) }
}
