//! `item in container`

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt, Interrupt};
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::iterate::{Came, Next};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{DictView, Object, Value};

impl Vm {
    /// `item in container`
    pub(super) fn contains(&mut self, container: &Value, item: &Value) -> Result<Flow> {
        if self.may_override(container)
            && let Some(method) = self.python_special(container, sym::D_CONTAINS)
        {
            if method.is_none() {
                let name = self.type_name(container);
                return Err(self.type_error(format!("'{name}' object is not a container")));
            }
            return Flow::call(method, vec![container.clone(), item.clone()], |vm, answer| {
                let answer = answer.value()?;
                vm.truth(&answer)
            });
        }
        match self.contains_native(&mut Asks::default(), container, item) {
            Ok(Some(found)) => return Ok(Flow::Return(Value::Bool(found))),
            Err(Interrupt::Raise(exception)) => return Err(exception),
            Ok(None) => {}
            Err(Interrupt::Ask(_)) => {
                let (container, item) = (container.clone(), item.clone());
                return self.with_asks(move |vm, asks| {
                    Ok(Value::Bool(vm.contains_native(asks, &container, &item)?.unwrap_or(false)))
                });
            }
        }
        if self.native_iter(container).is_none()
            && self.special(container, sym::D_ITER).is_none_or(|method| method.is_none())
            && self.special(container, sym::D_GETITEM).is_none()
        {
            let name = self.type_name(container);
            let what = if self.machine.python.version() >= (3, 14) { "a container or iterable" } else { "iterable" };
            return Err(self.type_error(format!("argument of type '{name}' is not {what}")));
        }
        let iterator = self.iter(container)?;
        let item = item.clone();
        self.after(iterator, move |vm, iterator| {
            let iterator = iterator.value()?;
            search(vm, iterator, item)
        })
    }

    /// `item in container` of built-in containers; `None` for anything else.
    pub(in crate::vm) fn contains_native(
        &mut self,
        asks: &mut Asks,
        container: &Value,
        item: &Value,
    ) -> Attempt<Option<bool>> {
        let plain = container.plain();
        Ok(Some(match plain.object() {
            Some(Object::Str(text)) => match item.as_str() {
                Some(part) => {
                    self.charge(text.text.len() as u64 / 16);
                    text.text.contains(part)
                }
                None => {
                    let name = self.type_name(item);
                    let message = format!("'in <string>' requires string as left operand, not {name}");
                    return Err(self.type_error(message).into());
                }
            },
            Some(Object::Bytes(bytes)) => match (item.as_int(), item.as_bytes()) {
                (Some(byte), _) => match u8::try_from(byte) {
                    Ok(byte) => bytes.contains(&byte),
                    Err(_) => return Err(self.value_error("byte must be in range(0, 256)").into()),
                },
                (_, Some(part)) => part.is_empty() || bytes.windows(part.len()).any(|window| window == part),
                _ => {
                    let name = self.type_name(item);
                    return Err(self.type_error(format!("a bytes-like object is required, not '{name}'")).into());
                }
            },
            Some(Object::List(items)) => self.is_among(asks, items, item)?,
            Some(Object::Tuple(items)) => self.is_among(asks, items, item)?,
            Some(Object::Dict(dict)) => {
                let hash = self.hash_of(asks, item)?;
                self.dict_position(asks, dict, hash, item)?.is_some()
            }
            Some(Object::Set(set) | Object::FrozenSet(set)) => {
                let hash = self.member_hash(asks, item)?;
                self.set_position(asks, set, hash, item)?.is_some()
            }
            Some(Object::DictView { dict, view }) => {
                let Some(table) = dict.as_dict() else { return Ok(None) };
                match view {
                    DictView::Keys => {
                        let hash = self.hash_of(asks, item)?;
                        self.dict_position(asks, table, hash, item)?.is_some()
                    }
                    DictView::Items => match item.as_tuple() {
                        Some([key, value]) => {
                            let hash = self.hash_of(asks, key)?;
                            match self.dict_position(asks, table, hash, key)? {
                                Some(at) => {
                                    let found = table.value_at(at).clone();
                                    self.equals(asks, &found, value)?
                                }
                                None => false,
                            }
                        }
                        _ => false,
                    },
                    DictView::Values => {
                        let values: Vec<Value> = table.iter().map(|(_, value)| value.clone()).collect();
                        self.is_among(asks, &values, item)?
                    }
                }
            }
            Some(Object::Range { start, stop, step }) => match item.plain() {
                Value::Int(_) | Value::Bool(_) => {
                    let n = item.as_int().unwrap_or_default();
                    let inside = if *step > 0 { *start <= n && n < *stop } else { *stop < n && n <= *start };
                    inside && n.abs_diff(*start) % step.unsigned_abs() == 0
                }
                Value::Float(x) if x.fract() == 0.0 && x.abs() < 9e15 => {
                    let whole = Value::Int(*x as i64);
                    return self.contains_native(asks, container, &whole);
                }
                _ => false,
            },
            _ => return Ok(None),
        }))
    }

    fn is_among(&mut self, asks: &mut Asks, items: &[Value], item: &Value) -> Attempt<bool> {
        if let Value::Int(n) = item {
            // Mostly integers are looked for among integers.
            for (i, other) in items.iter().enumerate() {
                let same = match other {
                    Value::Int(m) => m == n,
                    other => self.equals(asks, other, item)?,
                };
                if same {
                    self.charge(12 * i as u64);
                    return Ok(true);
                }
            }
            self.charge(12 * items.len() as u64);
            return Ok(false);
        }
        for (i, other) in items.iter().enumerate() {
            if self.equals(asks, other, item)? {
                self.charge(14 * i as u64);
                return Ok(true);
            }
        }
        self.charge(14 * items.len() as u64);
        Ok(false)
    }
}

/// `item in iterator`
fn search(vm: &mut Vm, iterator: Value, mut item: Value) -> Result<Flow> {
    loop {
        let found = match vm.native_next(&iterator)? {
            Next::Item(found) => Some(found),
            Next::End => None,
            Next::Ask => {
                let again = iterator.clone();
                let came = vm.next_with(&iterator, item, |vm, item, found| match found {
                    None => Ok(Flow::Return(Value::Bool(false))),
                    Some(found) => search_further(vm, again, item, found),
                })?;
                match came {
                    Came::Later(flow) => return Ok(flow),
                    Came::Now(wanted, found) => {
                        item = wanted;
                        found
                    }
                }
            }
        };
        let Some(found) = found else { return Ok(Flow::Return(Value::Bool(false))) };
        vm.charge(15);
        match vm.equals(&mut Asks::default(), &found, &item) {
            Ok(true) => return Ok(Flow::Return(Value::Bool(true))),
            Ok(false) => {}
            Err(Interrupt::Raise(exception)) => return Err(exception),
            Err(Interrupt::Ask(_)) => return search_further(vm, iterator, item, found),
        }
    }
}

fn search_further(vm: &mut Vm, iterator: Value, item: Value, found: Value) -> Result<Flow> {
    let wanted = item.clone();
    let same = vm.with_asks(move |vm, asks| Ok(Value::Bool(vm.equals(asks, &found, &wanted)?)))?;
    vm.after(same, move |vm, same| {
        if matches!(same.value()?, Value::Bool(true)) {
            return Ok(Flow::Return(Value::Bool(true)));
        }
        search(vm, iterator, item)
    })
}
