//! `a[b]`, `a[b] = c`, `del a[b]`.

use super::slices::{char_at, delete_slice, replace_slice};
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt, Interrupt};
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Flow;
use crate::vm::iterate::range_length;
use crate::vm::symbol::{Symbol, well_known as sym};
use crate::vm::value::{Object, Value};

impl Vm {
    /// `object[key]`
    pub fn subscript(&mut self, object: &Value, key: &Value) -> Result<Flow> {
        if self.may_override(object)
            && let Some(method) = self.python_special(object, sym::D_GETITEM)
        {
            return Flow::tail(method, vec![object.clone(), key.clone()]);
        }
        if let Some(Object::Class(_)) = object.object() {
            return self.subscript_class(object, key);
        }
        match self.native_subscript(&mut Asks::default(), object, key) {
            Ok(value) => self.found_or_missing(object, key, value),
            Err(Interrupt::Raise(exception)) => Err(exception),
            Err(Interrupt::Ask(_)) => {
                let (object, key) = (object.clone(), key.clone());
                let (again, wanted) = (object.clone(), key.clone());
                let found = self
                    .with_asks(move |vm, asks| Ok(vm.native_subscript(asks, &again, &wanted)?.unwrap_or_default()))?;
                self.after(found, move |vm, found| {
                    let found = found.value()?;
                    let found = (!found.is_undefined()).then_some(found);
                    vm.found_or_missing(&object, &key, found)
                })
            }
        }
    }

    /// A key that a dict does not have is a case for `__missing__`.
    pub(in crate::vm) fn found_or_missing(
        &mut self,
        object: &Value,
        key: &Value,
        found: Option<Value>,
    ) -> Result<Flow> {
        if let Some(value) = found {
            return Ok(Flow::Return(value));
        }
        if self.may_override(object)
            && let Some(method) = self.python_special(object, sym::D_MISSING)
        {
            return Flow::tail(method, vec![object.clone(), key.clone()]);
        }
        Err(self.key_error(key.clone()))
    }

    fn subscript_class(&mut self, object: &Value, key: &Value) -> Result<Flow> {
        let Value::Object(class) = object else { return Flow::none() };
        if let Some(method) = self.find_in_class(class, sym::D_CLASS_GETITEM) {
            let method = match method.object() {
                Some(Object::Descriptor(descriptor)) => match &**descriptor {
                    crate::vm::value::Descriptor::ClassMethod(function) => function.clone(),
                    _ => method.clone(),
                },
                _ => method,
            };
            return Flow::tail(method, vec![object.clone(), key.clone()]);
        }
        if self.takes_parameters(class) || self.class(class).ancestors.iter().any(|class| self.takes_parameters(class))
        {
            return self.generic_alias(object, key);
        }
        let name = self.class(class).name.clone();
        Err(self.type_error(format!("type '{name}' is not subscriptable")))
    }

    /// Whether a class says itself that it takes parameters: a built-in one, or `class C[T]`.
    fn takes_parameters(&self, class: &crate::vm::value::Ref) -> bool {
        let data = self.class(class);
        let generic = [
            "list",
            "dict",
            "tuple",
            "set",
            "frozenset",
            "type",
            "enumerate",
            "map",
            "filter",
            "zip",
            "reversed",
            "slice",
            "BaseExceptionGroup",
            "ExceptionGroup",
            "staticmethod",
            "classmethod",
            "property",
            "coroutine",
            "generator",
            "async_generator",
        ];
        if data.is_heap {
            let own = self.interner.find("__type_params__");
            return own.is_some_and(|name| data.names.get(name).is_some());
        }
        &*data.module == "builtins" && generic.contains(&&*data.name)
    }

    /// `object[key]` of a built-in container; `None` for a key that a dict does not have.
    pub(in crate::vm) fn native_subscript(
        &mut self,
        asks: &mut Asks,
        object: &Value,
        key: &Value,
    ) -> Attempt<Option<Value>> {
        let plain = object.plain();
        if let Some(Object::Dict(dict)) = plain.object() {
            let hash = self.hash_of(asks, key)?;
            return Ok(self.dict_position(asks, dict, hash, key)?.map(|at| {
                // The borrow above is over: nothing asked for the dict in between.
                plain.as_dict().map(|dict| dict.value_at(at).clone()).unwrap_or_default()
            }));
        }
        if let Some(Object::Slice(parts)) = key.object()
            && let Some(value) = self.take_slice(asks, plain, parts)?
        {
            return Ok(Some(value));
        }
        match plain.object() {
            Some(Object::List(items)) => {
                let at = self.sequence_index(asks, key, items.len(), "list index out of range", "list")?;
                // Asking may have changed the list.
                let Some(items) = plain.as_list() else { return Ok(None) };
                match items.get(at) {
                    Some(item) => Ok(Some(item.clone())),
                    None => Err(self.index_error("list index out of range").into()),
                }
            }
            Some(Object::Tuple(items)) => {
                let at = self.sequence_index(asks, key, items.len(), "tuple index out of range", "tuple")?;
                Ok(Some(items[at].clone()))
            }
            Some(Object::Str(s)) => {
                let at = self.sequence_index(asks, key, s.length(), "string index out of range", "string")?;
                Ok(char_at(s, at).map(|c| Value::str(c.to_string())))
            }
            Some(Object::Bytes(bytes)) => {
                let at = self.sequence_index(asks, key, bytes.len(), "index out of range", "byte")?;
                Ok(Some(Value::Int(i64::from(bytes[at]))))
            }
            Some(Object::Range { start, stop, step }) => {
                let length = usize::try_from(range_length(*start, *stop, *step)).unwrap_or(usize::MAX);
                let at = self.sequence_index(asks, key, length, "range object index out of range", "range")?;
                Ok(Some(Value::Int(start + at as i64 * step)))
            }
            _ => {
                let name = self.type_name(object);
                Err(self.type_error(format!("'{name}' object is not subscriptable")).into())
            }
        }
    }

    fn sequence_index(
        &mut self,
        asks: &mut Asks,
        key: &Value,
        length: usize,
        outside: &str,
        what: &str,
    ) -> Attempt<usize> {
        let Some(index) = self.index_of(asks, key)? else {
            return Err(self.wrong_index(what, key).into());
        };
        if key.as_int().is_none() && (index == i64::MAX || index == i64::MIN) {
            return Err(self.index_error("cannot fit 'int' into an index-sized integer").into());
        }
        match Vm::index_within(index, length) {
            Some(at) => Ok(at),
            None => Err(self.index_error(outside).into()),
        }
    }

    fn wrong_index(&self, what: &str, key: &Value) -> Exception {
        let name = self.type_name(key);
        if what == "string" {
            return self.type_error(format!("string indices must be integers, not '{name}'"));
        }
        self.type_error(format!("{what} indices must be integers or slices, not {name}"))
    }

    /// `object[key] = value`
    pub fn store_subscript(&mut self, object: &Value, key: &Value, value: Value) -> Result<Flow> {
        if self.may_override(object)
            && let Some(method) = self.python_special(object, sym::D_SETITEM)
        {
            return Flow::call(method, vec![object.clone(), key.clone(), value], |_, answer| {
                answer.value()?;
                Flow::none()
            });
        }
        let plain = object.plain().clone();
        match plain.object() {
            Some(Object::Dict(_)) => self.dict_store(&plain, key, value),
            Some(Object::List(_)) => {
                if let Some(Object::Slice(_)) = key.object() {
                    return self.store_slice(plain, key.clone(), value);
                }
                self.with_quick_asks(&plain, key, value, |vm, asks, list, key, value| {
                    let Some(index) = vm.index_of(asks, key)? else {
                        return Err(vm.wrong_index("list", key).into());
                    };
                    let Some(items) = list.as_list() else { return Ok(Value::None) };
                    let Some(at) = Vm::index_within(index, items.len()) else {
                        return Err(vm.index_error("list assignment index out of range").into());
                    };
                    let old = std::mem::replace(&mut items[at], value.clone());
                    drop(old);
                    Ok(Value::None)
                })
            }
            _ => {
                let name = self.type_name(object);
                Err(self.type_error(format!("'{name}' object does not support item assignment")))
            }
        }
    }

    fn store_slice(&mut self, list: Value, key: Value, value: Value) -> Result<Flow> {
        if self.native_iter(&value).is_none() && self.special(&value, sym::D_ITER).is_none() {
            let Some(Object::Slice(parts)) = key.object() else { return Flow::none() };
            let extended = !parts[2].is_none() && !matches!(parts[2], Value::Int(1));
            let what = if extended { "must assign iterable to extended slice" } else { "can only assign an iterable" };
            // 3.13 says the same of both.
            let both = self.machine.python.version() >= (3, 13);
            return Err(self.type_error(if both { "must assign iterable to extended slice" } else { what }));
        }
        self.collect(&value, move |vm, items| {
            vm.charge(3 * items.len() as u64);
            vm.with_asks(move |vm, asks| {
                let (Some(Object::Slice(parts)), Some(target)) = (key.object(), list.as_list()) else {
                    return Ok(Value::None);
                };
                let span = vm.slice_span(asks, parts, target.len())?;
                replace_slice(vm, target, span, items.clone())?;
                Ok(Value::None)
            })
        })
    }

    /// `del object[key]`
    pub fn delete_subscript(&mut self, object: &Value, key: &Value) -> Result<Flow> {
        if self.may_override(object)
            && let Some(method) = self.python_special(object, sym::D_DELITEM)
        {
            return Flow::call(method, vec![object.clone(), key.clone()], |_, answer| {
                answer.value()?;
                Flow::none()
            });
        }
        let plain = object.plain().clone();
        match plain.object() {
            Some(Object::Dict(_)) => self.with_quick_asks(&plain, key, Value::None, |vm, asks, dict, key, _| match vm
                .dict_remove(asks, dict, key)?
            {
                Some(_) => Ok(Value::None),
                None => Err(vm.key_error(key.clone()).into()),
            }),
            Some(Object::List(_)) => self.with_quick_asks(&plain, key, Value::None, |vm, asks, list, key, _| {
                let Some(items) = list.as_list() else { return Ok(Value::None) };
                if let Some(Object::Slice(parts)) = key.object() {
                    let span = vm.slice_span(asks, parts, items.len())?;
                    delete_slice(items, span);
                    return Ok(Value::None);
                }
                let Some(index) = vm.index_of(asks, key)? else {
                    return Err(vm.wrong_index("list", key).into());
                };
                let Some(at) = Vm::index_within(index, items.len()) else {
                    return Err(vm.index_error("list assignment index out of range").into());
                };
                vm.charge((items.len() - at) as u64 / 4);
                let old = items.remove(at);
                drop(old);
                Ok(Value::None)
            }),
            _ => {
                let name = self.type_name(object);
                // CPython takes two ways to say so.
                let sequence = matches!(
                    plain.object(),
                    Some(
                        Object::Tuple(_)
                            | Object::Str(_)
                            | Object::Bytes(_)
                            | Object::Range { .. }
                            | Object::Set(_)
                            | Object::FrozenSet(_)
                            | Object::Instance(_)
                    )
                );
                let verb = if sequence && key.is_integer() { "doesn't" } else { "does not" };
                Err(self.type_error(format!("'{name}' object {verb} support item deletion")))
            }
        }
    }

    /// Tries `work` on borrowed values, and anew on its own ones if it has to ask.
    fn with_quick_asks(
        &mut self,
        a: &Value,
        b: &Value,
        c: Value,
        work: fn(&mut Vm, &mut Asks, &Value, &Value, &Value) -> Attempt<Value>,
    ) -> Result<Flow> {
        match work(self, &mut Asks::default(), a, b, &c) {
            Ok(value) => Ok(Flow::Return(value)),
            Err(Interrupt::Raise(exception)) => Err(exception),
            Err(Interrupt::Ask(_)) => {
                let (a, b) = (a.clone(), b.clone());
                self.with_asks(move |vm, asks| work(vm, asks, &a, &b, &c))
            }
        }
    }

    /// The method that a subclass in Python, or a class of the library, has under a special name; `None` where the
    /// built-in classes' own behaviour applies.
    pub fn python_special(&self, value: &Value, name: Symbol) -> Option<Value> {
        let class = self.class_of(value);
        let (owner, position) = self.find_owner(class, name)?;
        let owner = self.class(owner);
        if !owner.is_heap && &*owner.module == "builtins" {
            return None;
        }
        Some(owner.names.at(position).clone())
    }

    /// Whether a value's class may have special methods of its own: it is an instance, or a class with a metaclass.
    #[inline(always)]
    pub(in crate::vm) fn may_override(&self, value: &Value) -> bool {
        match value {
            Value::Object(r) => match r.get() {
                Object::Instance(_) => true,
                Object::Class(class) => class.metaclass.is_some(),
                _ => false,
            },
            _ => false,
        }
    }
}
