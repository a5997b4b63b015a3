//! Functions about objects: attributes, types, namespaces.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::frame::{Flow, Input};
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::{Symbol, well_known as sym};
use crate::vm::value::{Object, Ref, Value};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("getattr", "object, name, default=, /", getattr).cost(10),
    NativeDef::function("setattr", "obj, name, value, /", setattr).cost(30),
    NativeDef::function("hasattr", "obj, name, /", hasattr).cost(10),
    NativeDef::function("delattr", "obj, name, /", delattr).cost(20),
    NativeDef::function("isinstance", "obj, class_or_tuple, /", isinstance).cost(12).keeps_gil(),
    NativeDef::function("issubclass", "cls, class_or_tuple, /", issubclass).cost(20),
    NativeDef::function("vars", "object=, /", vars).cost(80),
    NativeDef::function("dir", "object=, /", dir).cost(2_000),
    NativeDef::function("globals", "", globals).cost(40),
    NativeDef::function("locals", "", locals).cost(60),
];

fn attribute_name(vm: &mut Vm, name: &Value) -> Result<Symbol> {
    match vm.symbol_of(name) {
        Some(symbol) => Ok(symbol),
        None => {
            let kind = vm.type_name(name);
            Err(vm.type_error(format!("attribute name must be string, not '{kind}'")))
        }
    }
}

fn getattr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "getattr", 2, 3)?;
    let name = attribute_name(vm, &values[1])?;
    let Some(default) = values.get(2).cloned() else { return vm.get_attribute(&values[0], name) };
    match vm.get_attribute(&values[0], name) {
        Ok(Flow::Return(value)) => Ok(Flow::Return(value)),
        Ok(flow) => vm.after(flow, move |vm, input| match input {
            Input::Raised(exception) if vm.is_exception(&exception, |t| &t.attribute_error) => {
                Ok(Flow::Return(default))
            }
            input => input.value().map(Flow::Return),
        }),
        Err(exception) if vm.is_exception(&exception, |t| &t.attribute_error) => Ok(Flow::Return(default)),
        Err(exception) => Err(exception),
    }
}

fn hasattr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "hasattr", 2, 2)?;
    let name = attribute_name(vm, &values[1])?;
    match vm.get_attribute(&values[0], name) {
        Ok(Flow::Return(_)) => Ok(Flow::Return(Value::Bool(true))),
        Ok(flow) => vm.after(flow, |vm, input| match input {
            Input::Raised(exception) if vm.is_exception(&exception, |t| &t.attribute_error) => {
                Ok(Flow::Return(Value::Bool(false)))
            }
            input => input.value().map(|_| Flow::Return(Value::Bool(true))),
        }),
        Err(exception) if vm.is_exception(&exception, |t| &t.attribute_error) => Ok(Flow::Return(Value::Bool(false))),
        Err(exception) => Err(exception),
    }
}

fn setattr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "setattr", 3, 3)?;
    let name = attribute_name(vm, &values[1])?;
    vm.set_attribute(&values[0], name, values[2].clone())
}

fn delattr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "delattr", 2, 2)?;
    let name = attribute_name(vm, &values[1])?;
    vm.delete_attribute(&values[0], name)
}

fn isinstance(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "isinstance", 2, 2)?;
    if let Value::Object(class) = &values[1]
        && let Object::Class(data) = class.get()
        && data.metaclass.is_none()
    {
        return Ok(Flow::Return(Value::Bool(vm.is_instance(&values[0], class))));
    }
    let (value, kinds) = (values[0].clone(), values[1].clone());
    vm.with_asks(move |vm, asks| Ok(Value::Bool(vm.is_instance_of_any(asks, &value, &kinds, 0)?)))
}

fn issubclass(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "issubclass", 2, 2)?;
    if values[0].as_class().is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let (class, kinds) = (values[0].clone(), values[1].clone());
    vm.with_asks(move |vm, asks| {
        let Value::Object(class) = &class else { return Ok(Value::None) };
        Ok(Value::Bool(vm.is_subclass_of_any(asks, class, &kinds, 0)?))
    })
}

impl Vm {
    /// `isinstance(value, kinds)`
    pub fn is_instance_of_any(&mut self, asks: &mut Asks, value: &Value, kinds: &Value, depth: usize) -> Attempt<bool> {
        if let Some(parts) = self.several_kinds(kinds, depth)? {
            for part in &parts {
                if self.is_instance_of_any(asks, value, part, depth + 1)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let Value::Object(class) = kinds else {
            return Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union").into());
        };
        if self.class_of(value).is(class) {
            return Ok(true);
        }
        if self.may_override(kinds)
            && let Some(method) = self.python_special(kinds, sym::D_INSTANCECHECK)
        {
            let answer = asks.call(method, vec![kinds.clone(), value.clone()])?;
            return self.truth_of(asks, &answer);
        }
        if !matches!(class.get(), Object::Class(_)) {
            let alias = super::generic::is_alias(kinds);
            return Err(self
                .type_error(if alias {
                    "isinstance() argument 2 cannot be a parameterized generic"
                } else {
                    "isinstance() arg 2 must be a type, a tuple of types, or a union"
                })
                .into());
        }
        Ok(self.is_instance(value, class))
    }

    fn is_subclass_of_any(&mut self, asks: &mut Asks, class: &Ref, kinds: &Value, depth: usize) -> Attempt<bool> {
        if let Some(parts) = self.several_kinds(kinds, depth)? {
            for part in &parts {
                if self.is_subclass_of_any(asks, class, part, depth + 1)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let message = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
        let Value::Object(ancestor) = kinds else { return Err(self.type_error(message).into()) };
        if self.may_override(kinds)
            && let Some(method) = self.python_special(kinds, sym::D_SUBCLASSCHECK)
        {
            let answer = asks.call(method, vec![kinds.clone(), Value::Object(class.clone())])?;
            return self.truth_of(asks, &answer);
        }
        if !matches!(ancestor.get(), Object::Class(_)) {
            return Err(self.type_error(message).into());
        }
        Ok(self.is_subclass(class, ancestor))
    }

    /// The members of a tuple of classes or of a union.
    fn several_kinds(&self, kinds: &Value, depth: usize) -> Result<Option<Vec<Value>>> {
        let parts = match kinds.object() {
            Some(Object::Tuple(parts)) => parts.to_vec(),
            _ => match super::generic::union(kinds) {
                Some(union) => union.args.as_tuple().unwrap_or_default().to_vec(),
                None => return Ok(None),
            },
        };
        if depth > 100 {
            return Err(self.error(|t| &t.recursion_error, "maximum recursion depth exceeded in __instancecheck__"));
        }
        Ok(Some(parts))
    }

    /// The module whose globals the innermost Python frame sees.
    fn current_module(&self) -> Option<Ref> {
        self.fiber.frames.iter().rev().find_map(|frame| match frame {
            crate::vm::frame::Frame::Python(frame) => Some(frame.code().module.clone()),
            _ => None,
        })
    }
}

impl Vm {
    /// The names of a value's attributes as `dir` gives them, when no method of its class says otherwise: sorted.
    pub(in crate::vm) fn attribute_names(&self, value: &Value) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let class_names = |class: &Ref| {
            let data = self.class(class);
            let all = std::iter::once(class).chain(&data.ancestors);
            let slots = if data.closed_slots { &data.slot_names[..] } else { &[] };
            let named = all.flat_map(|class| self.class(class).names.iter().map(|(name, _)| name));
            named.chain(slots.iter().copied()).map(|name| self.name(name).to_string()).collect::<Vec<_>>()
        };
        match value {
            Value::Object(r) => match r.get() {
                Object::Module(module) => {
                    names.extend(module.names.iter().map(|(name, _)| self.name(name).to_string()))
                }
                Object::Class(_) => names.extend(class_names(r)),
                _ => {
                    names.extend(self.instance_values(value).iter().map(|(name, _)| name.to_string()));
                    names.extend(class_names(self.class_of(value)));
                }
            },
            _ => names.extend(class_names(self.class_of(value))),
        }
        names.sort();
        names.dedup();
        names
    }
}

fn vars(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(value) = args.between(vm, "vars", 0, 1)?.first() else { return locals(vm, args) };
    match value.object() {
        Some(Object::Instance(instance)) if !vm.class(&instance.class).closed_slots => {
            Ok(Flow::Return(vm.instance_dict(value)))
        }
        Some(Object::Class(_) | Object::Module(_) | Object::Function(_)) => vm.get_attribute(value, sym::D_DICT),
        _ => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn dir(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(value) = args.between(vm, "dir", 0, 1)?.first() else {
        let names = locals(vm, args)?;
        return vm.after(names, |_, names| {
            let names = names.value()?;
            let mut keys: Vec<String> = names
                .as_dict()
                .map(|d| d.iter().filter_map(|(k, _)| k.as_str().map(str::to_owned)).collect())
                .unwrap_or_default();
            keys.sort();
            Ok(Flow::Return(Value::list(keys.into_iter().map(Value::str).collect())))
        });
    };
    if vm.may_override(value)
        && let Some(method) = vm.python_special(value, sym::D_DIR)
    {
        let sorted = vm.builtin("sorted").unwrap_or_default();
        return Flow::call(method, vec![value.clone()], |_, names| {
            let names = names.value()?;
            Flow::tail(sorted, vec![names])
        });
    }
    let names = vm.attribute_names(value);
    Ok(Flow::Return(Value::list(names.into_iter().map(Value::str).collect())))
}

fn globals(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    args.none(vm, "globals")?;
    let Some(module) = vm.current_module() else { return Ok(Flow::Return(Value::empty_dict())) };
    Ok(Flow::Return(vm.dict_of_names(&Value::Object(module))))
}

/// Of the innermost Python frame.
fn locals(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let frame = vm.fiber.frames.iter().rev().find_map(|frame| match frame {
        crate::vm::frame::Frame::Python(frame) => Some(std::ptr::from_ref(&**frame)),
        _ => None,
    });
    // SAFETY: frames are boxed and stay where they are while they are on the stack.
    Ok(Flow::Return(frame.map_or_else(Value::empty_dict, |frame| vm.locals_of(unsafe { &*frame }))))
}
