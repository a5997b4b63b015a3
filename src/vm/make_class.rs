//! `def` and `class`.

use super::Vm;
use super::class::{Class, Layout, Special};
use super::class_body;
use super::exception::Result;
use super::frame::{Flow, Input};
use super::function::Function;
use super::names::Names;
use super::symbol::{Symbol, well_known as sym};
use super::value::{Descriptor, Object, Ref, Value};
use std::sync::Arc;

/// The bit of a special method whose absence allows a shortcut, 0 for other names.
pub(super) fn special_bit(name: Symbol) -> u32 {
    let special = match name {
        sym::D_EQ => Special::Eq,
        sym::D_HASH => Special::Hash,
        sym::D_GETATTRIBUTE => Special::GetAttribute,
        sym::D_GETATTR => Special::GetAttr,
        sym::D_SETATTR => Special::SetAttr,
        sym::D_BOOL => Special::Bool,
        sym::D_LEN => Special::Len,
        sym::D_NEW => Special::New,
        sym::D_REPR => Special::Repr,
        sym::D_STR => Special::Str,
        sym::D_DELATTR => Special::DelAttr,
        _ => return 0,
    };
    special as u32
}

impl Vm {
    pub(super) fn make_function(
        &mut self,
        module: &Ref,
        code: &Value,
        defaults: &Value,
        keyword_defaults: &Value,
        closure: &Value,
        annotations: Value,
    ) -> Value {
        let Some(Object::Code(number)) = code.object() else { unreachable!("lowering makes functions of code") };
        let loaded = self.load(*number, module);
        // SAFETY: just loaded; loaded code lives as long as the vm.
        let parameters = &unsafe { loaded.as_ref() }.code.parameters;
        let first = parameters.positional as usize;
        let keyword_defaults: Box<[Value]> = match keyword_defaults.as_dict() {
            Some(dict) => parameters.names[first..first + parameters.keyword_only as usize]
                .iter()
                .map(|&name| dict.get_str(self.interner.name(name)).cloned().unwrap_or(Value::Undefined))
                .collect(),
            None => Box::default(),
        };
        let items = |value: &Value| value.as_tuple().map(Box::from).unwrap_or_default();
        Object::Function(Box::new(Function {
            code: loaded,
            module: module.clone(),
            closure: items(closure),
            defaults: items(defaults),
            keyword_defaults,
            name: None,
            qualname: None,
            doc: None,
            attributes: None,
            annotations,
        }))
        .into()
    }

    /// Runs a class body and makes the class.
    pub(super) fn make_class(&mut self, body: Value, name: Value, bases: Value, keywords: Value) -> Result<Flow> {
        let bases: Vec<Value> = bases.as_tuple().unwrap_or_default().to_vec();
        let given = Value::tuple(bases.clone());
        let stand_in = bases.iter().any(|base| base.as_class().is_none()).then(|| given.clone());
        self.resolve_bases(given, bases.into_iter(), Vec::new(), move |vm, resolved| {
            vm.make_class_of(body, name, resolved, stand_in, keywords)
        })
    }

    /// Puts in what objects among the bases stand for (`__mro_entries__`).
    fn resolve_bases(
        &mut self,
        given: Value,
        mut bases: std::vec::IntoIter<Value>,
        mut resolved: Vec<Value>,
        then: impl FnOnce(&mut Vm, Vec<Value>) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        let entries = self.interner.intern("__mro_entries__");
        while let Some(base) = bases.next() {
            if base.as_class().is_some() {
                resolved.push(base);
                continue;
            }
            let Some(method) = self.special(&base, entries) else {
                let kind = self.type_name(&base);
                return Err(self.type_error(format!("bases must be types, not '{kind}'")));
            };
            return Flow::call(method, vec![base, given.clone()], move |vm, input| {
                let stands_for = input.value()?;
                let Some(classes) = stands_for.as_tuple() else {
                    return Err(vm.type_error("__mro_entries__ must return a tuple"));
                };
                for class in classes {
                    if !resolved.iter().any(|known| known.is(class)) {
                        resolved.push(class.clone());
                    }
                }
                vm.resolve_bases(given, bases, resolved, then)
            });
        }
        then(self, resolved)
    }

    /// `original` are the bases as they stand there, when they are not the class's.
    fn make_class_of(
        &mut self,
        body: Value,
        name: Value,
        resolved: Vec<Value>,
        original: Option<Value>,
        keywords: Value,
    ) -> Result<Flow> {
        let mut metaclass: Option<Ref> = None;
        let mut extra: Vec<(Symbol, Value)> = Vec::new();
        if let Some(dict) = keywords.as_dict() {
            for (key, value) in dict.iter() {
                let symbol = self.interner.intern(key.as_str().unwrap_or_default());
                if &*self.name(symbol) == "metaclass" {
                    if let Value::Object(r) = value {
                        metaclass = Some(r.clone());
                    }
                } else {
                    extra.push((symbol, value.clone()));
                }
            }
        }
        let metaclass = self.most_derived(metaclass, &resolved)?;
        let (named, bases, with) = (name.clone(), resolved.clone(), extra.clone());
        self.prepare(metaclass.clone(), named, bases, with, move |vm, mapping| {
            if let Some(mapping) = mapping.clone() {
                class_body::run_in(&body, mapping);
            }
            vm.make_class_from(body, name, resolved, original, metaclass, extra, mapping)
        })
    }

    /// The metaclass of a class: the one that derives from the given one and those of all bases; `None` for `type`.
    pub(super) fn most_derived(&mut self, given: Option<Ref>, bases: &[Value]) -> Result<Option<Ref>> {
        let mut winner = given.filter(|given| !given.is(&self.types.type_));
        let of_bases = bases.iter().filter_map(|base| base.as_class().and_then(|class| class.metaclass.clone()));
        for other in of_bases {
            match &winner {
                Some(winner) if !matches!(winner.get(), Object::Class(_)) || self.is_subclass(winner, &other) => {}
                Some(winner) if !self.is_subclass(&other, winner) => {
                    return Err(self.type_error(
                        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
                         metaclasses of all its bases",
                    ));
                }
                _ => winner = Some(other),
            }
        }
        Ok(winner)
    }

    /// Asks a metaclass for the mapping that a class body is to run in (`__prepare__`).
    fn prepare(
        &mut self,
        metaclass: Option<Ref>,
        name: Value,
        bases: Vec<Value>,
        extra: Vec<(Symbol, Value)>,
        then: impl FnOnce(&mut Vm, Option<Value>) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        let found = metaclass
            .filter(|metaclass| matches!(metaclass.get(), Object::Class(_)))
            .and_then(|metaclass| self.find_in_class(&metaclass, sym::D_PREPARE).map(|found| (metaclass, found)));
        let Some((metaclass, found)) = found.filter(|(_, found)| found.as_native_def().is_none()) else {
            return then(self, None);
        };
        let named = self.class(&metaclass).name.clone();
        let mut args = vec![name, Value::tuple(bases)];
        let function = match found.object() {
            Some(Object::Descriptor(descriptor)) => match &**descriptor {
                Descriptor::ClassMethod(function) => {
                    args.insert(0, Value::Object(metaclass));
                    function.clone()
                }
                Descriptor::StaticMethod(function) => function.clone(),
                _ => return then(self, None),
            },
            _ => found,
        };
        args.extend(extra.iter().map(|(_, value)| value.clone()));
        Ok(Flow::Call(Box::new(super::frame::CallRequest {
            callee: function,
            args,
            keywords: extra.iter().map(|(name, _)| *name).collect(),
            then: Some(Box::new(move |vm, input| {
                let mapping = input.value()?;
                if mapping.as_dict().is_none() && vm.special(&mapping, sym::D_GETITEM).is_none() {
                    let kind = vm.type_name(&mapping);
                    return Err(vm.type_error(format!("{named}.__prepare__() must return a mapping, not {kind}")));
                }
                then(vm, Some(mapping))
            })),
        })))
    }

    #[allow(clippy::too_many_arguments)]
    fn make_class_from(
        &mut self,
        body: Value,
        name: Value,
        resolved: Vec<Value>,
        original: Option<Value>,
        metaclass: Option<Ref>,
        extra: Vec<(Symbol, Value)>,
        mapping: Option<Value>,
    ) -> Result<Flow> {
        let then = move |vm: &mut Vm, input: Input| {
            let cell = input.value()?;
            let mut names = vm.finished_names.take().map(|body| body.names).unwrap_or_default();
            if let (Some(mapping), Some(metaclass)) = (mapping, &metaclass) {
                return vm.make_by_prepared(metaclass.clone(), name, resolved, original, mapping, cell, extra);
            }
            if let Some(original) = original {
                let symbol = vm.interner.intern("__orig_bases__");
                names.set(symbol, original);
            }
            if let Some(metaclass) = &metaclass
                && let Some(new) = vm.find_in_class(metaclass, sym::D_NEW)
                && new.as_native_def().is_none()
            {
                let mut dict = super::dict::Dict::default();
                for (name, value) in names.iter() {
                    dict.insert_str(&vm.name(name), value.clone());
                }
                if matches!(cell.object(), Some(Object::Cell(_))) {
                    dict.insert_str("__classcell__", cell);
                }
                return vm.make_by_metaclass(metaclass.clone(), new, name, resolved, Value::dict(dict), extra);
            }
            let class = vm.new_heap_class(&name, &resolved, names, metaclass.clone())?;
            if let Some(Object::Cell(slot)) = cell.object_mut() {
                *slot = class.clone();
            }
            let finished = vm.finish_class(class, extra.clone())?;
            vm.after(finished, move |vm, class| {
                let class = class.value()?;
                vm.class_made(class, extra)
            })
        };
        Flow::call(body, Vec::new(), then)
    }

    /// Makes a class of the mapping that its body ran in.
    #[allow(clippy::too_many_arguments)]
    fn make_by_prepared(
        &mut self,
        metaclass: Ref,
        name: Value,
        bases: Vec<Value>,
        original: Option<Value>,
        mapping: Value,
        cell: Value,
        extra: Vec<(Symbol, Value)>,
    ) -> Result<Flow> {
        let Some(new) = self.find_in_class(&metaclass, sym::D_NEW) else { return Flow::none() };
        let cell = Some(cell).filter(|cell| matches!(cell.object(), Some(Object::Cell(_))));
        let mut added = [("__classcell__", cell), ("__orig_bases__", original)].into_iter();
        fn add(
            vm: &mut Vm,
            mapping: Value,
            added: &mut std::array::IntoIter<(&'static str, Option<Value>), 2>,
        ) -> Result<Flow> {
            for (name, value) in added {
                let Some(value) = value else { continue };
                let name = vm.interner.intern(name);
                return vm.set_in_mapping(&mapping, name, value);
            }
            Flow::none()
        }
        let first = add(self, mapping.clone(), &mut added)?;
        self.after(first, move |vm, done| {
            done.value()?;
            let second = add(vm, mapping.clone(), &mut added)?;
            vm.after(second, move |vm, done| {
                done.value()?;
                vm.make_by_metaclass(metaclass, new, name, bases, mapping, extra)
            })
        })
    }

    /// Has a metaclass's `__new__` make the class; its `type.__new__` finds the `__class__` cell among the names.
    fn make_by_metaclass(
        &mut self,
        metaclass: Ref,
        new: Value,
        name: Value,
        bases: Vec<Value>,
        names: Value,
        extra: Vec<(Symbol, Value)>,
    ) -> Result<Flow> {
        let new = match new.object() {
            Some(Object::Descriptor(descriptor)) => match &**descriptor {
                Descriptor::StaticMethod(function) => function.clone(),
                _ => new.clone(),
            },
            _ => new.clone(),
        };
        let mut args = vec![Value::Object(metaclass.clone()), name, Value::tuple(bases), names];
        args.extend(extra.iter().map(|(_, value)| value.clone()));
        Ok(Flow::Call(Box::new(super::frame::CallRequest {
            callee: new,
            args,
            keywords: extra.iter().map(|(name, _)| *name).collect(),
            then: Some(Box::new(move |vm, class| {
                let class = class.value()?;
                if class.as_class().is_some() && vm.is_instance(&class, &metaclass) {
                    return vm.class_made(class, extra);
                }
                Ok(Flow::Return(class))
            })),
        })))
    }

    /// `type(name, bases, names)`
    pub(crate) fn new_heap_class(
        &mut self,
        name: &Value,
        bases: &[Value],
        mut names: Names,
        metaclass: Option<Ref>,
    ) -> Result<Value> {
        let bases: Vec<Ref> = bases
            .iter()
            .filter_map(|base| match base {
                Value::Object(r) => Some(r.clone()),
                _ => None,
            })
            .collect();
        let bases = if bases.is_empty() { vec![self.types.object.clone()] } else { bases };
        for base in &bases {
            let data = self.class(base);
            if !data.is_heap
                && matches!(&*data.name, "bool" | "NoneType" | "function" | "range" | "slice" | "generator" | "method")
            {
                let base = data.name.clone();
                return Err(self.type_error(format!("type '{base}' is not an acceptable base type")));
            }
        }
        if let Some(twice) = (1..bases.len()).find(|&i| bases[..i].iter().any(|base| base.is(&bases[i]))) {
            let name = self.class(&bases[twice]).name.clone();
            return Err(self.type_error(format!("duplicate base class {name}")));
        }
        let ancestors = self.resolution_order(&bases)?;
        let layout = ancestors
            .iter()
            .map(|ancestor| self.class(ancestor).layout)
            .find(|layout| *layout != Layout::Plain)
            .unwrap_or(Layout::Plain);
        let name: Arc<str> = name.as_str().unwrap_or("?").into();
        let qualname =
            names.remove(sym::D_QUALNAME).and_then(|q| q.as_str().map(Arc::from)).unwrap_or_else(|| name.clone());
        let module =
            names.get(sym::D_MODULE).and_then(|m| m.as_str().map(Arc::from)).unwrap_or_else(|| "__main__".into());
        let mut special = 0;
        let mut has_finalizer = names.get(sym::D_DEL).is_some();
        for (name, _) in names.iter() {
            special |= special_bit(name);
        }
        for ancestor in &ancestors {
            let data = self.class(ancestor);
            special |= data.special;
            has_finalizer |= data.has_finalizer;
        }
        // Defining `__eq__` alone makes instances unhashable.
        if names.get(sym::D_EQ).is_some() && names.get(sym::D_HASH).is_none() {
            names.set(sym::D_HASH, Value::None);
            special |= Special::Hash as u32;
        }
        for implicit in [sym::D_INIT_SUBCLASS, sym::D_CLASS_GETITEM] {
            if let Some(function) = names.get(implicit)
                && matches!(function.object(), Some(Object::Function(_)))
            {
                let function = function.clone();
                names.set(implicit, Object::Descriptor(Box::new(Descriptor::ClassMethod(function))).into());
            }
        }
        if let Some(new) = names.get(sym::D_NEW)
            && matches!(new.object(), Some(Object::Function(_)))
        {
            let new = new.clone();
            names.set(sym::D_NEW, Object::Descriptor(Box::new(Descriptor::StaticMethod(new))).into());
        }
        let mut class = Class {
            name,
            qualname,
            module,
            bases,
            ancestors,
            children: Vec::new(),
            names: Names::default(),
            shape: Default::default(),
            slot_names: Vec::new(),
            layout,
            construct: None,
            is_heap: true,
            has_finalizer,
            metaclass,
            special,
            closed_slots: false,
            dicts: false,
        };
        if let Some(slots) = names.get(sym::D_SLOTS) {
            let listed: Vec<Value> = match (slots.as_str(), slots.as_tuple(), slots.as_list()) {
                (Some(_), _, _) => vec![slots.clone()],
                (_, Some(items), _) => items.to_vec(),
                (_, _, Some(items)) => items.clone(),
                _ => Vec::new(),
            };
            let open = |vm: &Self, ancestor: &Ref| {
                let data = vm.class(ancestor);
                data.is_heap && !data.closed_slots
            };
            class.closed_slots = !class.ancestors.iter().any(|a| open(self, a))
                && !listed.iter().any(|name| name.as_str() == Some("__dict__"));
            for ancestor in &class.ancestors {
                for &name in &self.class(ancestor).slot_names {
                    if !class.shape.contains_key(&name) {
                        class.shape.insert(name, class.slot_names.len() as u32);
                        class.slot_names.push(name);
                    }
                }
            }
            for name in listed {
                if let Some(name) = self.symbol_of(&name) {
                    class.slot(name);
                }
            }
        }
        class.names = names;
        self.epoch += 1;
        let bases = class.bases.clone();
        let made: Value = Object::Class(Box::new(class)).into();
        if let Value::Object(class) = &made {
            for base in bases {
                self.class(&base).children.push(class.downgrade());
            }
        }
        Ok(made)
    }

    /// C3 linearization, without the class itself.
    fn resolution_order(&mut self, bases: &[Ref]) -> Result<Vec<Ref>> {
        let mut lists: Vec<Vec<Ref>> = bases
            .iter()
            .map(|base| {
                let mut list = vec![base.clone()];
                list.extend(self.class(base).ancestors.iter().cloned());
                list
            })
            .collect();
        lists.push(bases.to_vec());
        let mut order: Vec<Ref> = Vec::new();
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return Ok(order);
            }
            let head = lists
                .iter()
                .map(|list| list[0].clone())
                .find(|head| lists.iter().all(|list| !list[1..].iter().any(|c| c.is(head))));
            let Some(head) = head else {
                let names: Vec<String> = bases.iter().map(|base| self.class(base).name.to_string()).collect();
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution order (MRO) for bases {}",
                    names.join(", ")
                )));
            };
            for list in &mut lists {
                if list[0].is(&head) {
                    list.remove(0);
                }
            }
            order.push(head);
        }
    }

    /// `__set_name__` of what the class holds, `__init_subclass__` of its bases.
    pub(crate) fn finish_class(&mut self, class: Value, keywords: Vec<(Symbol, Value)>) -> Result<Flow> {
        let Value::Object(r) = &class else { unreachable!("a class") };
        let entries: Vec<(Symbol, Value)> = self.class(r).names.iter().map(|(n, v)| (n, v.clone())).collect();
        let calls: Vec<(Value, Vec<Value>)> = entries
            .into_iter()
            .filter_map(|(name, value)| {
                value.as_instance()?;
                let method = self.special(&value, sym::D_SET_NAME)?;
                let name = self.symbol_value(name);
                Some((method, vec![value, class.clone(), name]))
            })
            .collect();
        self.call_each(calls, move |vm| vm.init_subclass(class, keywords))
    }

    fn call_each(
        &mut self,
        mut calls: Vec<(Value, Vec<Value>)>,
        then: impl FnOnce(&mut Vm) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        if calls.is_empty() {
            return then(self);
        }
        let (callee, args) = calls.remove(0);
        Flow::call(callee, args, move |vm, input| {
            input.value()?;
            vm.call_each(calls, then)
        })
    }

    fn init_subclass(&mut self, class: Value, keywords: Vec<(Symbol, Value)>) -> Result<Flow> {
        let Value::Object(r) = &class else { unreachable!("a class") };
        let hook = self.class(r).ancestors.iter().find_map(|a| self.class(a).names.get(sym::D_INIT_SUBCLASS).cloned());
        let then = |_: &mut Vm, class: Value| Ok(Flow::Return(class));
        match hook {
            Some(hook) => {
                let function = match hook.object() {
                    Some(Object::Descriptor(descriptor)) => match &**descriptor {
                        Descriptor::ClassMethod(function) => function.clone(),
                        _ => hook.clone(),
                    },
                    _ => hook.clone(),
                };
                let mut args = vec![class.clone()];
                let names: Box<[Symbol]> = keywords.iter().map(|(name, _)| *name).collect();
                args.extend(keywords.into_iter().map(|(_, value)| value));
                Ok(Flow::Call(Box::new(super::frame::CallRequest {
                    callee: function,
                    args,
                    keywords: names,
                    then: Some(Box::new(move |vm, input| {
                        input.value()?;
                        then(vm, class)
                    })),
                })))
            }
            None if !keywords.is_empty() => {
                let name = self.class(r).name.clone();
                Err(self.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")))
            }
            None => then(self, class),
        }
    }

    /// The metaclass's `__init__`, when it is written in Python, has the last word.
    fn class_made(&mut self, class: Value, keywords: Vec<(Symbol, Value)>) -> Result<Flow> {
        let Value::Object(r) = &class else { unreachable!("a class") };
        let Some(metaclass) = self.class(r).metaclass.clone() else { return Ok(Flow::Return(class)) };
        let Some(init) = self.find_in_class(&metaclass, sym::D_INIT).filter(|init| init.as_native_def().is_none())
        else {
            return Ok(Flow::Return(class));
        };
        let data = self.class(r);
        let name = Value::str(&*data.name);
        let bases = Value::tuple(data.bases.iter().cloned().map(Value::Object).collect());
        let mut dict = super::dict::Dict::default();
        for (name, value) in data.names.iter() {
            dict.insert_str(&self.name(name), value.clone());
        }
        let mut args = vec![class.clone(), name, bases, Value::dict(dict)];
        let names = keywords.iter().map(|(name, _)| *name).collect();
        args.extend(keywords.into_iter().map(|(_, value)| value));
        Ok(Flow::Call(Box::new(super::frame::CallRequest {
            callee: init,
            args,
            keywords: names,
            then: Some(Box::new(|_, input| {
                input.value()?;
                Ok(Flow::Return(class))
            })),
        })))
    }
}
