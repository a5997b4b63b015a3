//! `dict` and its views.

use super::list::at_once;
use super::make;
use crate::vm::Vm;
use crate::vm::ask::Asks;
use crate::vm::dict::Dict;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{DictView, Object, Ref, Value};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("get", "key, default=None, /", get).cost(8),
    NativeDef::method("pop", "key, default=, /", pop).cost(12),
    NativeDef::method("popitem", "", popitem).cost(25),
    NativeDef::method("setdefault", "key, default=None, /", setdefault).cost(10),
    NativeDef::method("update", "other=(), /, **entries", update).cost(30),
    NativeDef::method("keys", "", keys).cost(20),
    NativeDef::method("values", "", values).cost(20),
    NativeDef::method("items", "", items).cost(20),
    NativeDef::method("copy", "", copy).cost(40),
    NativeDef::method("clear", "", clear).cost(25),
    NativeDef::method("__init__", "other=(), /, **entries", init).cost(40),
];

pub(super) static CLASS_METHODS: &[NativeDef] =
    &[NativeDef::method("fromkeys", "iterable, value=None, /", fromkeys).cost(80)];

pub(super) static VIEW_METHODS: &[NativeDef] = &[NativeDef::method("isdisjoint", "other, /", is_disjoint).cost(60)];

fn is_dict(value: &Value) -> bool {
    value.as_dict().is_some()
}

pub(super) fn construct_dict(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(40);
    let dict = make(vm, class, Value::empty_dict());
    if !class.is(&vm.types.dict) {
        // A subclass is filled by `__init__`.
        return Ok(Flow::Return(dict));
    }
    fill(vm, dict.clone(), args, "dict", dict)
}

fn init(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.__init__", is_dict)?;
    fill(vm, this.clone(), rest, "dict", Value::None)
}

fn update(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.update", is_dict)?;
    fill(vm, this.clone(), rest, "update", Value::None)
}

/// Adds what a call like `dict(other, a=1)` passes, and answers with `result`.
fn fill(vm: &mut Vm, dict: Value, args: Args<'_>, function: &str, result: Value) -> Result<Flow> {
    if args.count() > 1 {
        return Err(super::arguments::wrong_count(vm, function, args.count(), 0, 1));
    }
    let named: Vec<(Value, Value)> =
        args.keyword_pairs().map(|(name, value)| (vm.symbol_value(name), value.clone())).collect();
    let flow = match args.get(0) {
        Some(source) => vm.update_dict_from(&dict, source)?,
        None => Flow::Return(Value::None),
    };
    vm.after(flow, move |vm, done| {
        done.value()?;
        let flow = vm.store_each(dict, named)?;
        vm.after(flow, move |_, done| {
            done.value()?;
            Ok(Flow::Return(result))
        })
    })
}

impl Vm {
    /// Copies into a dict what a mapping or an iterable of pairs has.
    pub(in crate::vm) fn update_dict_from(&mut self, dict: &Value, source: &Value) -> Result<Flow> {
        let overridden = self.may_override(source) && self.python_special(source, sym::D_ITER).is_some();
        if source.as_dict().is_some() && !overridden {
            return self.merge_dict(dict, source);
        }
        if self.special(source, sym::KEYS).is_some() {
            let keys = self.get_attribute(source, sym::KEYS)?;
            let (dict, source) = (dict.clone(), source.clone());
            return self.after(keys, move |_, keys| {
                Flow::call(keys.value()?, Vec::new(), move |vm, keys| {
                    let keys = keys.value()?;
                    vm.collect(&keys, move |vm, keys| copy_keys(vm, dict, source, keys.into_iter()))
                })
            });
        }
        let dict = dict.clone();
        self.collect(source, move |vm, elements| {
            vm.charge(30 * elements.len() as u64);
            add_pairs(vm, dict, elements.into_iter(), 0)
        })
    }
}

fn copy_keys(vm: &mut Vm, dict: Value, source: Value, mut keys: std::vec::IntoIter<Value>) -> Result<Flow> {
    let Some(key) = keys.next() else { return Flow::none() };
    let value = vm.subscript(&source, &key)?;
    vm.after(value, move |vm, value| {
        let value = value.value()?;
        let stored = vm.dict_store(&dict, &key, value)?;
        vm.after(stored, move |vm, stored| {
            stored.value()?;
            copy_keys(vm, dict, source, keys)
        })
    })
}

fn add_pairs(vm: &mut Vm, dict: Value, mut elements: std::vec::IntoIter<Value>, mut number: usize) -> Result<Flow> {
    while let Some(element) = elements.next() {
        let pair: Option<&[Value]> = match element.object() {
            Some(Object::Tuple(pair)) => Some(pair),
            Some(Object::List(pair)) => Some(pair),
            _ => None,
        };
        let Some(pair) = pair else {
            // Any other iterable of two.
            let name = vm.type_name(&element);
            if vm.native_iter(&element).is_none() && vm.special(&element, sym::D_ITER).is_none() {
                let _ = name;
                return Err(
                    vm.type_error(format!("cannot convert dictionary update sequence element #{number} to a sequence"))
                );
            }
            return vm.collect(&element, move |vm, pair| {
                let mut all = vec![Value::tuple(pair)];
                all.extend(elements);
                add_pairs(vm, dict, all.into_iter(), number)
            });
        };
        let [key, value] = pair else {
            return Err(vm.value_error(format!(
                "dictionary update sequence element #{number} has length {}; 2 is required",
                pair.len()
            )));
        };
        number += 1;
        match vm.dict_store(&dict, key, value.clone())? {
            Flow::Return(_) => {}
            flow => {
                return vm.after(flow, move |vm, stored| {
                    stored.value()?;
                    add_pairs(vm, dict, elements, number)
                });
            }
        }
    }
    Flow::none()
}

fn get(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.get", is_dict)?;
    let values = rest.between(vm, "dict.get", 1, 2)?;
    let default = values.get(1).cloned().unwrap_or(Value::None);
    if let Some(found) = at_once(vm.dict_get(&mut Asks::default(), this, &values[0]))? {
        return Ok(Flow::Return(found.unwrap_or(default)));
    }
    let (dict, key) = (this.clone(), values[0].clone());
    vm.with_asks(move |vm, asks| Ok(vm.dict_get(asks, &dict, &key)?.unwrap_or_else(|| default.clone())))
}

fn pop(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.pop", is_dict)?;
    let values = rest.between(vm, "dict.pop", 1, 2)?;
    let (dict, key, default) = (this.clone(), values[0].clone(), values.get(1).cloned());
    vm.with_asks(move |vm, asks| match (vm.dict_remove(asks, &dict, &key)?, &default) {
        (Some((_, value)), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.key_error(key.clone()).into()),
    })
}

fn popitem(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.popitem", is_dict)?;
    rest.none(vm, "dict.popitem")?;
    match this.as_dict().and_then(Dict::pop_last) {
        Some((key, value)) => Ok(Flow::Return(Value::tuple(vec![key, value]))),
        None => Err(vm.key_error(Value::str("popitem(): dictionary is empty"))),
    }
}

fn setdefault(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.setdefault", is_dict)?;
    let values = rest.between(vm, "dict.setdefault", 1, 2)?;
    let (dict, key) = (this.clone(), values[0].clone());
    let default = values.get(1).cloned().unwrap_or(Value::None);
    vm.with_asks(move |vm, asks| {
        let hash = vm.hash_of(asks, &key)?;
        let Some(table) = dict.as_dict() else { return Ok(Value::None) };
        match vm.dict_position(asks, table, hash, &key)? {
            Some(at) => Ok(table.value_at(at).clone()),
            None => {
                table.push(hash, key.clone(), default.clone());
                Ok(default.clone())
            }
        }
    })
}

fn view(vm: &Vm, args: Args<'_>, method: &str, view: DictView) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, method, is_dict)?;
    rest.none(vm, method)?;
    Ok(Flow::Return(Object::DictView { dict: this.clone(), view }.into()))
}

fn keys(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    view(vm, args, "dict.keys", DictView::Keys)
}

fn values(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    view(vm, args, "dict.values", DictView::Values)
}

fn items(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    view(vm, args, "dict.items", DictView::Items)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.copy", is_dict)?;
    rest.none(vm, "dict.copy")?;
    let copy = this.as_dict().map(|dict| dict.clone()).unwrap_or_default();
    vm.charge(4 * copy.len() as u64);
    Ok(Flow::Return(Value::dict(copy)))
}

fn clear(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "dict.clear", is_dict)?;
    rest.none(vm, "dict.clear")?;
    let old = this.as_dict().map(std::mem::take);
    drop(old);
    Flow::none()
}

fn fromkeys(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (class, rest) = args.receiver(vm, "dict.fromkeys", |this| this.as_class().is_some())?;
    let values = rest.between(vm, "dict.fromkeys", 1, 2)?;
    let value = values.get(1).cloned().unwrap_or(Value::None);
    let class = class.clone();
    vm.collect(&values[0], move |vm, keys| {
        vm.charge(20 * keys.len() as u64);
        Flow::call(class, Vec::new(), move |vm, dict| {
            let dict = dict.value()?;
            if !is_dict(&dict) {
                return Err(vm.type_error("fromkeys() needs a class of dicts"));
            }
            let pairs = keys.into_iter().map(|key| (key, value.clone())).collect();
            let stored = vm.store_each(dict.clone(), pairs)?;
            vm.after(stored, move |_, stored| {
                stored.value()?;
                Ok(Flow::Return(dict))
            })
        })
    })
}

fn is_disjoint(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let is = |this: &Value| matches!(this.object(), Some(Object::DictView { .. }));
    let (this, rest) = args.receiver(vm, "dict_keys.isdisjoint", is)?;
    let this = this.clone();
    vm.collect(rest.one(vm, "dict_keys.isdisjoint")?, move |vm, others| {
        vm.with_asks(move |vm, asks| {
            for other in &others {
                if vm.contains_native(asks, &this, other)?.unwrap_or(false) {
                    return Ok(Value::Bool(false));
                }
            }
            Ok(Value::Bool(true))
        })
    })
}
