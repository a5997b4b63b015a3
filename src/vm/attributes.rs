//! Attribute access: instances, classes, modules, descriptors; with the caches of call sites.

use super::Vm;
use super::class::Special;
use super::exception::{Exception, Result};
use super::frame::{Flow, Input};
use super::loaded::{Cache, Found, LoadedCode};
use super::symbol::{Symbol, well_known as sym};
use super::value::{Descriptor, Instance, Object, Ref, Value};
use std::sync::Arc;

/// What a method look-up found.
pub(super) enum Method {
    /// A function that wants the receiver as its first argument.
    Unbound(Ref),
    /// Something to call as it is.
    Value(Value),
    /// Code must run to know.
    Flow(Flow),
}

/// What an attribute of a class is to its instances.
enum Kind {
    /// It takes part in every access: properties and the like.
    Data,
    /// A function, which binds.
    Binds,
    /// `classmethod`, `staticmethod`, or an object with `__get__` only.
    Wraps,
    /// A plain value.
    Plain,
}

impl Vm {
    fn kind_of(&self, value: &Value) -> Kind {
        match value.object() {
            Some(Object::Function(_)) => Kind::Binds,
            Some(Object::Native(def)) if def.binds => Kind::Binds,
            Some(Object::Descriptor(descriptor)) => match **descriptor {
                Descriptor::Property { .. } | Descriptor::Native(_) => Kind::Data,
                _ => Kind::Wraps,
            },
            Some(Object::Instance(instance)) => {
                if self.find_in_class(&instance.class, sym::D_SET).is_some() {
                    Kind::Data
                } else if self.find_in_class(&instance.class, sym::D_GET).is_some() {
                    Kind::Wraps
                } else {
                    Kind::Plain
                }
            }
            _ => Kind::Plain,
        }
    }

    /// Whether an attribute of that name is found in the class and takes part in every access.
    pub(crate) fn finds_data(&self, class: &Ref, name: Symbol) -> bool {
        self.find_in_class(class, name).is_some_and(|found| matches!(self.kind_of(&found), Kind::Data))
    }

    /// `getattr(object, name)`
    pub fn get_attribute(&mut self, object: &Value, name: Symbol) -> Result<Flow> {
        let cache = Cache::default();
        self.load_attribute(object, name, &cache)
    }

    /// Reads an attribute and lets the cache remember where it was.
    pub(super) fn load_attribute(&mut self, object: &Value, name: Symbol, cache: &Cache) -> Result<Flow> {
        match object.object() {
            Some(Object::Module(module)) => {
                if let Some(position) = module.names.position(name) {
                    let value = module.names.at(position);
                    if !value.is_undefined() {
                        if let Value::Object(r) = object {
                            cache.class.set(r.address());
                            cache.found.set(Found::Module(position));
                        }
                        return Ok(Flow::Return(value.clone()));
                    }
                }
                return self.module_attribute(object, name);
            }
            Some(Object::Class(_)) => return self.class_attribute(object, name),
            Some(Object::Super { class, this }) => return self.super_attribute(class, this, name),
            Some(Object::Function(_)) => {
                if let Some(value) = self.function_attribute(object, name) {
                    return Ok(Flow::Return(value));
                }
            }
            Some(Object::Method { function, this }) => match name {
                sym::D_SELF => return Ok(Flow::Return(this.clone())),
                sym::D_FUNC => return Ok(Flow::Return(function.clone())),
                _ if self.find_in_class(&self.types.method.clone(), name).is_none() => {
                    let function = function.clone();
                    return self.get_attribute(&function, name);
                }
                _ => {}
            },
            Some(Object::Native(def)) => match name {
                sym::D_NAME | sym::D_QUALNAME => return Ok(Flow::Return(Value::str(def.name))),
                sym::D_DOC => return Flow::none(),
                _ => {}
            },
            _ => {}
        }
        let class = self.class_of(object).clone();
        if self.class(&class).has(Special::GetAttribute)
            && let Some(method) = self.find_in_class(&class, sym::D_GETATTRIBUTE)
        {
            let attribute = self.symbol_value(name);
            let flow = Flow::call(method, vec![object.clone(), attribute], |_, input| input.value().map(Flow::Return))?;
            return self.or_getattr(flow, object.clone(), name);
        }
        self.load_instance_attribute(object, class, name, cache)
    }

    /// `object.__getattribute__`
    pub(crate) fn get_plain_attribute(&mut self, object: &Value, name: Symbol) -> Result<Flow> {
        if object.as_instance().is_none() {
            return self.get_attribute(object, name);
        }
        let class = self.class_of(object).clone();
        self.load_instance_attribute(object, class, name, &Cache::default())
    }

    fn load_instance_attribute(&mut self, object: &Value, class: Ref, name: Symbol, cache: &Cache) -> Result<Flow> {
        if let Some((owner, position)) = self.find_owner(&class, name) {
            let found = self.class(owner).names.at(position).clone();
            let kind = self.kind_of(&found);
            if let Kind::Data = kind {
                let flow = self.get_through(&found, object, &class)?;
                return self.or_getattr(flow, object.clone(), name);
            }
            if let Some(value) = self.instance_value(object, name) {
                return Ok(Flow::Return(value));
            }
            return match kind {
                Kind::Plain => Ok(Flow::Return(found)),
                Kind::Binds => Ok(Flow::Return(Object::Method { function: found, this: object.clone() }.into())),
                _ => self.get_through(&found, object, &class),
            };
        }
        if let Some(instance) = object.as_instance() {
            let data = self.class(&class);
            if data.dicts {
                if let Some(value) = self.instance_value(object, name).filter(|_| name != sym::D_DICT) {
                    return Ok(Flow::Return(value));
                }
            } else if let Some(&slot) = data.shape.get(&name)
                && let Some(value) = instance.slots.get(slot as usize)
                && !value.is_undefined()
            {
                cache.class.set(class.address());
                cache.epoch.set(self.epoch);
                cache.found.set(Found::Slot(slot));
                return Ok(Flow::Return(value.clone()));
            }
        }
        match name {
            sym::D_CLASS => return Ok(Flow::Return(Value::Object(class))),
            sym::D_DICT if object.as_instance().is_some() && !self.class(&class).closed_slots => {
                return Ok(Flow::Return(self.instance_dict(object)));
            }
            sym::D_DOC => {
                return self.class_attribute(&Value::Object(class), name);
            }
            _ => {}
        }
        if self.class(&class).has(Special::GetAttr)
            && let Some(method) = self.find_in_class(&class, sym::D_GETATTR)
        {
            let attribute = self.symbol_value(name);
            return Flow::tail(method, vec![object.clone(), attribute]);
        }
        Err(self.no_attribute(object, name))
    }

    /// When the flow raises `AttributeError` and the class has `__getattr__`, that decides.
    fn or_getattr(&mut self, flow: Flow, object: Value, name: Symbol) -> Result<Flow> {
        if let Flow::Return(_) = flow {
            return Ok(flow);
        }
        let class = self.class_of(&object).clone();
        let Some(method) = self.find_in_class(&class, sym::D_GETATTR) else { return Ok(flow) };
        self.after(flow, move |vm, input| match input {
            Input::Raised(e) if vm.is_exception(&e, |t| &t.attribute_error) => {
                let attribute = vm.symbol_value(name);
                Flow::tail(method, vec![object, attribute])
            }
            input => input.value().map(Flow::Return),
        })
    }

    /// The attribute of the instance itself, without its class.
    pub fn instance_value(&self, object: &Value, name: Symbol) -> Option<Value> {
        let instance = object.as_instance()?;
        if let Some(dict) = self.own_dict(instance)
            && let Some(value) = dict.as_dict()?.get_str(self.interner.name(name))
        {
            return Some(value.clone());
        }
        let slot = *self.class(&instance.class).shape.get(&name)?;
        instance.slots.get(slot as usize).filter(|value| !value.is_undefined()).cloned()
    }

    /// The dict that an instance keeps its attributes in since the program has seen it.
    fn own_dict(&self, instance: &Instance) -> Option<Value> {
        let data = self.class(&instance.class);
        if !data.dicts {
            return None;
        }
        let slot = *data.shape.get(&sym::D_DICT)?;
        instance.slots.get(slot as usize).filter(|value| !value.is_undefined()).cloned()
    }

    /// From now on an instance keeps its attributes in a dict.
    fn give_dict(&mut self, instance: &mut Instance, dict: Value) {
        let data = self.class(&instance.class);
        if !std::mem::replace(&mut data.dicts, true) {
            self.epoch += 1;
        }
        let slot = data.slot(sym::D_DICT) as usize;
        let mut slots = vec![Value::Undefined; slot + 1];
        slots[slot] = dict;
        drop(std::mem::replace(&mut instance.slots, slots));
    }

    /// Attributes of the instance itself, in the order of its dict or of their class's slots.
    pub fn instance_values(&self, object: &Value) -> Vec<(Arc<str>, Value)> {
        let Some(instance) = object.as_instance() else { return Vec::new() };
        if let Some(dict) = self.own_dict(instance) {
            let pairs = dict.as_dict().into_iter().flat_map(|dict| dict.iter());
            return pairs.filter_map(|(name, value)| Some((name.as_str()?.into(), value.clone()))).collect();
        }
        let names = &self.class(&instance.class).slot_names;
        names
            .iter()
            .zip(&instance.slots)
            .filter(|(_, value)| !value.is_undefined())
            .map(|(name, value)| (self.name(*name), value.clone()))
            .collect()
    }

    /// `instance.__dict__`: what changes it changes the instance.
    pub fn instance_dict(&mut self, object: &Value) -> Value {
        let Some(instance) = object.as_instance() else { return Value::empty_dict() };
        if let Some(dict) = self.own_dict(instance) {
            return dict;
        }
        let mut dict = super::dict::Dict::default();
        for (name, value) in self.instance_values(object) {
            dict.insert_str(&name, value);
        }
        let dict = Value::dict(dict);
        self.give_dict(instance, dict.clone());
        dict
    }

    /// What a descriptor found on `class` gives for `object`.
    fn get_through(&mut self, descriptor: &Value, object: &Value, class: &Ref) -> Result<Flow> {
        match descriptor.object() {
            Some(Object::Descriptor(inner)) => match &**inner {
                Descriptor::Property { get, .. } => {
                    if get.is_none() {
                        return Err(self.attribute_error("unreadable attribute"));
                    }
                    Flow::tail(get.clone(), vec![object.clone()])
                }
                Descriptor::ClassMethod(function) => Ok(Flow::Return(
                    Object::Method { function: function.clone(), this: Value::Object(class.clone()) }.into(),
                )),
                Descriptor::StaticMethod(function) => Ok(Flow::Return(function.clone())),
                Descriptor::Native(attribute) => (attribute.get)(self, object).map(Flow::Return),
            },
            Some(Object::Instance(_)) => match self.special(descriptor, sym::D_GET) {
                Some(get) => Flow::tail(get, vec![descriptor.clone(), object.clone(), Value::Object(class.clone())]),
                None => Ok(Flow::Return(descriptor.clone())),
            },
            _ => Ok(Flow::Return(descriptor.clone())),
        }
    }

    fn module_attribute(&mut self, object: &Value, name: Symbol) -> Result<Flow> {
        let Some(Object::Module(module)) = object.object() else { unreachable!("a module") };
        match name {
            sym::D_DICT => return Ok(Flow::Return(self.dict_of_names(object))),
            sym::D_CLASS => return Ok(Flow::Return(Value::Object(self.types.module.clone()))),
            _ => {}
        }
        if let Some(getattr) = module.names.get(sym::D_GETATTR).cloned() {
            let attribute = self.symbol_value(name);
            return Flow::tail(getattr, vec![attribute]);
        }
        let (module, text) = (module.name.clone(), self.name(name));
        let error = self.attribute_error(format!("module '{module}' has no attribute '{text}'"));
        Err(self.with_lookup(error, name, object.clone()))
    }

    fn class_attribute(&mut self, object: &Value, name: Symbol) -> Result<Flow> {
        let Value::Object(class) = object else { unreachable!("a class") };
        let metaclass = self.class_of(object).clone();
        let meta = self.find_in_class(&metaclass, name);
        if let Some(found) = &meta
            && matches!(self.kind_of(found), Kind::Data)
            && !metaclass.is(&self.types.type_)
        {
            return self.get_through(&found.clone(), object, &metaclass);
        }
        // These are data descriptors of `type`: what instances have of that name does not hide them.
        let own = matches!(name, sym::D_NAME | sym::D_QUALNAME);
        if let Some(found) = self.find_in_class(class, name).filter(|_| !own) {
            return match found.object() {
                Some(Object::Descriptor(descriptor)) => match &**descriptor {
                    Descriptor::Property { .. } | Descriptor::Native(_) => Ok(Flow::Return(found)),
                    _ => self.get_through(&found, object, class),
                },
                Some(Object::Instance(_)) => match self.special(&found, sym::D_GET) {
                    Some(get) => Flow::tail(get, vec![found, Value::None, object.clone()]),
                    None => Ok(Flow::Return(found)),
                },
                _ => Ok(Flow::Return(found)),
            };
        }
        let data = self.class(class);
        let value = match name {
            sym::D_NAME => Value::str(&*data.name),
            sym::D_QUALNAME => Value::str(&*data.qualname),
            sym::D_MODULE => Value::str(&*data.module),
            sym::D_CLASS => Value::Object(metaclass.clone()),
            sym::D_DOC => Value::None,
            sym::D_BASES => Value::tuple(data.bases.iter().cloned().map(Value::Object).collect()),
            sym::D_MRO => {
                let mut mro = vec![object.clone()];
                mro.extend(data.ancestors.iter().cloned().map(Value::Object));
                Value::tuple(mro)
            }
            sym::D_BASE => data.bases.first().map_or(Value::None, |base| Value::Object(base.clone())),
            sym::D_DICT => self.proxy_of(object),
            sym::D_TYPE_PARAMS => Value::tuple(Vec::new()),
            _ => {
                if let Some(member) = self.member_of(class, name) {
                    return Ok(Flow::Return(member));
                }
                if let Some(found) = meta {
                    return match self.kind_of(&found) {
                        Kind::Binds => {
                            Ok(Flow::Return(Object::Method { function: found, this: object.clone() }.into()))
                        }
                        _ => self.get_through(&found, object, &metaclass),
                    };
                }
                if let Some(getattr) = self.find_in_class(&metaclass, sym::D_GETATTR) {
                    let attribute = self.symbol_value(name);
                    return Flow::tail(getattr, vec![object.clone(), attribute]);
                }
                let (class, text) = (data.message_name(), self.name(name));
                let error = self.attribute_error(format!("type object '{class}' has no attribute '{text}'"));
                return Err(self.with_lookup(error, name, object.clone()));
            }
        };
        Ok(Flow::Return(value))
    }

    /// Attributes after `class` in the resolution order of `this`.
    fn super_attribute(&mut self, class: &Ref, this: &Value, name: Symbol) -> Result<Flow> {
        let (start, is_class) = match this {
            Value::Object(r) if matches!(r.get(), Object::Class(_)) && self.is_subclass(r, class) => (r.clone(), true),
            _ => (self.class_of(this).clone(), false),
        };
        let mut order = vec![start.clone()];
        order.extend(self.class(&start).ancestors.iter().cloned());
        let after = order.iter().position(|c| c.is(class)).map_or(order.len(), |i| i + 1);
        let found = order[after..].iter().find_map(|c| self.class(c).names.get(name).cloned());
        let Some(found) = found else {
            // What every object can do, and what built-in bases do without naming it.
            if let Some(native) = self.object_method(name) {
                return Ok(Flow::Return(Object::Method { function: native, this: this.clone() }.into()));
            }
            if name == sym::D_CLASS {
                return Ok(Flow::Return(Value::Object(self.types.super_.clone())));
            }
            let name = self.name(name);
            return Err(self.attribute_error(format!("'super' object has no attribute '{name}'")));
        };
        match self.kind_of(&found) {
            Kind::Binds if name == sym::D_NEW => Ok(Flow::Return(found)),
            Kind::Binds if is_class && !matches!(name, sym::D_INIT_SUBCLASS | sym::D_CLASS_GETITEM) => {
                // In a class method the class itself is the first argument; `__init_subclass__` is one implicitly.
                let metaclass_method = self.is_instance(this, class);
                if metaclass_method {
                    return Ok(Flow::Return(Object::Method { function: found, this: this.clone() }.into()));
                }
                Ok(Flow::Return(found))
            }
            Kind::Binds => Ok(Flow::Return(Object::Method { function: found, this: this.clone() }.into())),
            Kind::Plain => Ok(Flow::Return(found)),
            _ => self.get_through(&found, this, &start),
        }
    }

    fn object_method(&mut self, name: Symbol) -> Option<Value> {
        self.class(&self.types.object.clone()).names.get(name).cloned()
    }

    fn function_attribute(&mut self, object: &Value, name: Symbol) -> Option<Value> {
        let Some(Object::Function(function)) = object.object() else { return None };
        let code = &function.code().code;
        Some(match name {
            sym::D_NAME => function.name.clone().unwrap_or_else(|| Value::str(&*code.name)),
            sym::D_QUALNAME => function.qualname.clone().unwrap_or_else(|| Value::str(&*code.qualname)),
            sym::D_DOC => {
                function.doc.clone().unwrap_or_else(|| code.doc.as_ref().map_or(Value::None, |d| Value::str(&**d)))
            }
            sym::D_MODULE => match function.module.get() {
                Object::Module(module) => Value::str(&*module.name),
                _ => Value::None,
            },
            sym::D_ANNOTATIONS => {
                if function.annotations.is_none()
                    && let Some(Object::Function(function)) = object.object_mut()
                {
                    function.annotations = Value::empty_dict();
                    return Some(function.annotations.clone());
                }
                function.annotations.clone()
            }
            sym::D_DEFAULTS if function.defaults.is_empty() => Value::None,
            sym::D_DEFAULTS => Value::tuple(function.defaults.to_vec()),
            sym::D_KWDEFAULTS => {
                let parameters = &function.code().code.parameters;
                let names = &parameters.names[parameters.positional as usize..];
                let mut dict = super::dict::Dict::default();
                for (&name, value) in names.iter().zip(&function.keyword_defaults) {
                    if !value.is_undefined() {
                        dict.insert_str(&self.name(name), value.clone());
                    }
                }
                if dict.is_empty() { Value::None } else { Value::dict(dict) }
            }
            sym::D_CLOSURE if function.closure.is_empty() => Value::None,
            sym::D_CLOSURE => Value::tuple(function.closure.to_vec()),
            sym::D_CODE => Object::Code(function.code().number).into(),
            sym::D_TYPE_PARAMS => {
                let kept = function.attributes.as_ref().and_then(|attributes| attributes.get(name));
                kept.cloned().unwrap_or_else(|| Value::tuple(Vec::new()))
            }
            sym::D_GLOBALS => self.dict_of_names(&Value::Object(function.module.clone())),
            sym::D_DICT => self.dict_of_names(object),
            _ => return function.attributes.as_ref()?.get(name).cloned(),
        })
    }

    /// `AttributeError` as CPython words it.
    pub fn no_attribute(&self, object: &Value, name: Symbol) -> Exception {
        let (class, text) = (self.type_name(object), self.name(name));
        let error = self.attribute_error(format!("'{class}' object has no attribute '{text}'"));
        self.with_lookup(error, name, object.clone())
    }

    /// `setattr(object, name, value)`
    pub fn set_attribute(&mut self, object: &Value, name: Symbol, value: Value) -> Result<Flow> {
        let cache = Cache::default();
        self.store_attribute(object, name, value, &cache)
    }

    /// Sets an attribute and lets the cache remember where.
    pub(super) fn store_attribute(
        &mut self,
        object: &Value,
        name: Symbol,
        value: Value,
        cache: &Cache,
    ) -> Result<Flow> {
        match object.object_mut() {
            Some(Object::Module(module)) => {
                module.names.set(name, value);
                return Flow::none();
            }
            Some(Object::Class(_)) => {
                let Value::Object(class) = object else { unreachable!() };
                let metaclass = self.class_of(object).clone();
                if let Some(method) = self.find_in_class(&metaclass, sym::D_SETATTR)
                    && method.as_native_def().is_none()
                {
                    let attribute = self.symbol_value(name);
                    return Flow::tail(method, vec![object.clone(), attribute, value]);
                }
                return self.set_class_attribute(&class.clone(), name, value).map(|()| Flow::Return(Value::None));
            }
            Some(Object::Function(function)) => {
                match name {
                    sym::D_NAME => function.name = Some(value),
                    sym::D_QUALNAME => function.qualname = Some(value),
                    sym::D_DOC => function.doc = Some(value),
                    sym::D_ANNOTATIONS => function.annotations = value,
                    _ => {
                        function.attributes.get_or_insert_default().set(name, value);
                    }
                }
                return Flow::none();
            }
            _ => {}
        }
        let class = self.class_of(object).clone();
        let data = self.class(&class);
        if data.has(Special::SetAttr)
            && let Some(method) = self.find_in_class(&class, sym::D_SETATTR)
        {
            let attribute = self.symbol_value(name);
            return Flow::call(method, vec![object.clone(), attribute, value], |_, input| {
                input.value()?;
                Flow::none()
            });
        }
        self.set_instance_attribute(object, name, value, cache)
    }

    /// `object.__setattr__`, and `type.__setattr__` for classes
    pub(crate) fn set_plain_attribute(&mut self, object: &Value, name: Symbol, value: Value) -> Result<Flow> {
        if let Value::Object(class) = object
            && let Object::Class(_) = class.get()
        {
            return self.set_class_attribute(class, name, value).map(|()| Flow::Return(Value::None));
        }
        let cache = Cache::default();
        self.set_instance_attribute(object, name, value, &cache)
    }

    /// An attribute cannot be set or deleted: since 3.13 the exception remembers which.
    fn unchangeable(&self, error: Exception, name: Symbol, object: &Value) -> Exception {
        if self.machine.python.version() >= (3, 13) { self.with_lookup(error, name, object.clone()) } else { error }
    }

    /// What is said of an attribute that an object has no place for.
    fn no_place_for(&self, class: &str, name: &str) -> String {
        let why = " and no __dict__ for setting new attributes";
        let why = if self.machine.python.version() >= (3, 13) { why } else { "" };
        format!("'{class}' object has no attribute '{name}'{why}")
    }

    fn set_instance_attribute(&mut self, object: &Value, name: Symbol, value: Value, cache: &Cache) -> Result<Flow> {
        let class = self.class_of(object).clone();
        let found = self.find_in_class(&class, name);
        if let Some(found) = &found {
            match found.object() {
                Some(Object::Descriptor(descriptor)) => match &**descriptor {
                    Descriptor::Property { get, set, .. } => {
                        if set.is_none() {
                            let (class, name) = (self.type_name(object), self.name(name));
                            if *self.type_name(get) == *"operator.itemgetter" {
                                // The field of a named tuple.
                                return Err(self.attribute_error("can't set attribute"));
                            }
                            return Err(
                                self.attribute_error(format!("property '{name}' of '{class}' object has no setter"))
                            );
                        }
                        return Flow::call(set.clone(), vec![object.clone(), value], |_, input| {
                            input.value()?;
                            Flow::none()
                        });
                    }
                    Descriptor::Native(attribute) => {
                        return match attribute.set {
                            Some(set) => set(self, object, value).map(|()| Flow::Return(Value::None)),
                            None => {
                                let (class, name) = (self.type_name(object), self.name(name));
                                Err(self.attribute_error(format!(
                                    "attribute '{name}' of '{class}' objects is not writable"
                                )))
                            }
                        };
                    }
                    _ => {}
                },
                Some(Object::Instance(_)) => {
                    if let Some(set) = self.special(found, sym::D_SET) {
                        return Flow::call(set, vec![found.clone(), object.clone(), value], |_, input| {
                            input.value()?;
                            Flow::none()
                        });
                    }
                }
                _ => {}
            }
        }
        let Some(instance) = object.as_instance() else {
            let (class, name) = (self.type_name(object), self.name(name));
            return Err(self.attribute_error(if found.is_some() {
                format!("'{class}' object attribute '{name}' is read-only")
            } else {
                self.no_place_for(&class, &name)
            }));
        };
        if name == sym::D_CLASS {
            if let Value::Object(new) = &value
                && matches!(new.get(), Object::Class(_))
            {
                self.change_class(instance, new);
                return Flow::none();
            }
            return Err(self.type_error("__class__ must be set to a class"));
        }
        if name == sym::D_DICT {
            return self.replace_dict(instance, &value);
        }
        let data = self.class(&class);
        if data.closed_slots && !data.shape.contains_key(&name) {
            let (class, text) = (self.type_name(object), self.name(name));
            let error = self.attribute_error(self.no_place_for(&class, &text));
            return Err(self.unchangeable(error, name, object));
        }
        if let Some(dict) = self.own_dict(instance) {
            let name = self.name(name);
            if let Some(dict) = dict.as_dict() {
                dict.insert_str(&name, value);
            }
            return Flow::none();
        }
        let slot = data.slot(name);
        let fixed = !data.dicts;
        if fixed && (found.is_none() || !matches!(found.as_ref().map(|f| self.kind_of(f)), Some(Kind::Data))) {
            cache.class.set(class.address());
            cache.epoch.set(self.epoch);
            cache.found.set(Found::Slot(slot));
        }
        let slot = slot as usize;
        if slot >= instance.slots.len() {
            instance.slots.resize(slot + 1, Value::Undefined);
        }
        drop(std::mem::replace(&mut instance.slots[slot], value));
        Flow::none()
    }

    fn change_class(&mut self, instance: &mut Instance, new: &Ref) {
        let names = self.class(&instance.class).slot_names.clone();
        let old = std::mem::take(&mut instance.slots);
        for (name, value) in names.into_iter().zip(old) {
            if !value.is_undefined() {
                let slot = self.class(new).slot(name) as usize;
                if slot >= instance.slots.len() {
                    instance.slots.resize(slot + 1, Value::Undefined);
                }
                instance.slots[slot] = value;
            }
        }
        if self.class(&instance.class).dicts && !std::mem::replace(&mut self.class(new).dicts, true) {
            self.epoch += 1;
        }
        instance.class = new.clone();
    }

    fn replace_dict(&mut self, instance: &mut Instance, value: &Value) -> Result<Flow> {
        if value.as_dict().is_none() {
            let name = self.type_name(value);
            return Err(self.type_error(format!("__dict__ must be set to a dictionary, not a '{name}'")));
        }
        self.give_dict(instance, value.clone());
        Flow::none()
    }

    pub(crate) fn set_class_attribute(&mut self, class: &Ref, name: Symbol, value: Value) -> Result<()> {
        let data = self.class(class);
        if !data.is_heap {
            let (class, name) = (data.name.clone(), self.name(name));
            return Err(self.type_error(format!("cannot set '{name}' attribute of immutable type '{class}'")));
        }
        match name {
            sym::D_NAME => {
                if let Some(text) = value.as_str() {
                    data.name = text.into();
                }
                return Ok(());
            }
            sym::D_QUALNAME => {
                if let Some(text) = value.as_str() {
                    data.qualname = text.into();
                }
                return Ok(());
            }
            sym::D_MODULE => {
                if let Some(text) = value.as_str() {
                    data.module = text.into();
                }
            }
            _ => {}
        }
        let plain = matches!(self.kind_of(&value), Kind::Plain);
        let special = super::make_class::special_bit(name);
        let old = data.names.set(name, value);
        let was_plain = old.as_ref().is_some_and(|old| matches!(self.kind_of(old), Kind::Plain));
        if !(plain && was_plain) {
            self.epoch += 1;
        }
        if special != 0 {
            self.class(class).special |= special;
        }
        Ok(())
    }

    /// `delattr(object, name)`
    pub fn delete_attribute(&mut self, object: &Value, name: Symbol) -> Result<Flow> {
        match object.object_mut() {
            Some(Object::Module(module)) => {
                if module.names.remove(name).is_some() {
                    return Flow::none();
                }
                let (module, name) = (module.name.clone(), self.name(name));
                return Err(self.attribute_error(format!("module '{module}' has no attribute '{name}'")));
            }
            Some(Object::Class(class)) => {
                self.epoch += 1;
                if class.is_heap && class.names.remove(name).is_some() {
                    return Flow::none();
                }
                let (class, name) = (class.name.clone(), self.name(name));
                return Err(self.attribute_error(format!("type object '{class}' has no attribute '{name}'")));
            }
            Some(Object::Function(function)) => {
                if function.attributes.as_mut().and_then(|a| a.remove(name)).is_some() {
                    return Flow::none();
                }
                return Err(self.no_attribute(object, name));
            }
            _ => {}
        }
        let class = self.class_of(object).clone();
        if self.class(&class).has(Special::DelAttr)
            && let Some(method) = self.find_in_class(&class, sym::D_DELATTR)
        {
            let attribute = self.symbol_value(name);
            return Flow::tail(method, vec![object.clone(), attribute]);
        }
        self.delete_plain_attribute(object, name)
    }

    /// `object.__delattr__`
    pub(crate) fn delete_plain_attribute(&mut self, object: &Value, name: Symbol) -> Result<Flow> {
        let class = self.class_of(object).clone();
        if let Some(found) = self.find_in_class(&class, name) {
            match found.object() {
                Some(Object::Descriptor(descriptor)) => {
                    if let Descriptor::Property { delete, .. } = &**descriptor {
                        if delete.is_none() {
                            let (class, name) = (self.type_name(object), self.name(name));
                            return Err(
                                self.attribute_error(format!("property '{name}' of '{class}' object has no deleter"))
                            );
                        }
                        return Flow::tail(delete.clone(), vec![object.clone()]);
                    }
                }
                Some(Object::Instance(_)) => {
                    if let Some(delete) = self.special(&found, sym::D_DELETE) {
                        return Flow::tail(delete, vec![found, object.clone()]);
                    }
                }
                _ => {}
            }
        }
        if let Some(instance) = object.as_instance()
            && let Some(dict) = self.own_dict(instance)
            && let Some(dict) = dict.as_dict()
        {
            let text = self.name(name);
            let hash = super::dict::hash_bytes(text.as_bytes());
            if let Some(at) = dict.find_by(hash, |key| key.as_str() == Some(&*text)) {
                drop(dict.remove_at(at));
                return Flow::none();
            }
        } else if let Some(instance) = object.as_instance()
            && let Some(&slot) = self.class(&instance.class).shape.get(&name)
            && let Some(value) = instance.slots.get_mut(slot as usize)
            && !value.is_undefined()
        {
            drop(value.take());
            return Flow::none();
        }
        let (class, text) = (self.type_name(object), self.name(name));
        let error = self.attribute_error(format!("'{class}' object has no attribute '{text}'"));
        Err(self.unchangeable(error, name, object))
    }

    /// Looks a method up for a call, and lets the cache remember where it was.
    pub(super) fn load_method(&mut self, object: &Value, name: Symbol, cache: &Cache) -> Result<Method> {
        let plain = !matches!(
            object.object(),
            Some(
                Object::Module(_)
                    | Object::Class(_)
                    | Object::Super { .. }
                    | Object::Function(_)
                    | Object::Method { .. },
            )
        );
        if plain {
            let class = self.class_of(object).clone();
            if !self.class(&class).has(Special::GetAttribute)
                && let Some((owner, position)) = self.find_owner(&class, name)
            {
                let found = self.class(owner).names.at(position).clone();
                if let (Kind::Binds, Value::Object(function)) = (self.kind_of(&found), &found)
                    && self.instance_value(object, name).is_none()
                {
                    // An instance attribute of that name may come later; then the class's shape has the name.
                    let data = self.class(&class);
                    if !data.dicts && !data.shape.contains_key(&name) {
                        cache.class.set(class.address());
                        cache.epoch.set(self.epoch);
                        cache.found.set(Found::Method(owner.address(), position));
                    }
                    return Ok(Method::Unbound(function.clone()));
                }
            }
        }
        Ok(match self.load_attribute(object, name, cache)? {
            Flow::Return(value) => Method::Value(value),
            flow => Method::Flow(flow),
        })
    }

    /// The method that a cache remembers: where it is among the names of its class.
    #[inline]
    pub(super) fn cached_method(&self, owner: usize, position: u32) -> Option<Value> {
        let slot = std::ptr::NonNull::new(owner as *mut super::value::Slot)?;
        // SAFETY: the epoch was the same, so no class was freed or changed since; the owner is an ancestor of a live class.
        let owner = std::mem::ManuallyDrop::new(Ref::from_slot(slot));
        let Object::Class(class) = owner.get() else { return None };
        Some(class.names.at(position).clone())
    }

    /// The special method of a value's class, bound to it.
    pub(super) fn bound_special(&mut self, object: &Value, name: Symbol) -> Result<Value> {
        match self.special(object, name) {
            Some(found) => Ok(match self.kind_of(&found) {
                Kind::Binds => Object::Method { function: found, this: object.clone() }.into(),
                _ => found,
            }),
            None => Err(self.type_error(self.missing_special(object, name))),
        }
    }

    /// What is said of an object that lacks what a statement asks of it.
    fn missing_special(&self, object: &Value, name: Symbol) -> String {
        let class = self.type_name(object);
        let has = |name| self.special(object, name).is_some();
        // 3.14 looks for the exit first, sees whether the other statement was meant, and names the class in full.
        let latest = self.machine.python.version() >= (3, 14);
        let (kind, enter, exit) = match name {
            sym::D_ENTER | sym::D_EXIT => ("", sym::D_ENTER, sym::D_EXIT),
            sym::D_AENTER | sym::D_AEXIT => ("asynchronous ", sym::D_AENTER, sym::D_AEXIT),
            _ => return format!("'{class}' object has no attribute '{}'", self.name(name)),
        };
        let data = self.class(self.class_of(object));
        let class = match &*data.module {
            module if latest && data.is_heap && module != "__main__" => format!("{module}.{}", data.qualname),
            _ => class.to_string(),
        };
        let text = format!("'{class}' object does not support the {kind}context manager protocol");
        if !latest && name == enter {
            return text;
        }
        let missed = self.name(if latest && !has(exit) { exit } else { name });
        let other = match kind {
            "" if has(sym::D_AENTER) && has(sym::D_AEXIT) => ("asynchronous ", "async with"),
            "asynchronous " if has(sym::D_ENTER) && has(sym::D_EXIT) => ("", "with"),
            _ => return format!("{text} (missed {missed} method)"),
        };
        let hint =
            format!(" but it supports the {}context manager protocol. Did you mean to use '{}'?", other.0, other.1);
        format!("{text} (missed {missed} method){}", if latest { &*hint } else { "" })
    }

    /// A builtin by its position.
    #[inline]
    pub(super) fn builtin_at(&self, position: u32) -> Option<Value> {
        let Value::Object(builtins) = &self.builtins else { return None };
        let value = Self::module_names(builtins).at(position);
        (!value.is_undefined()).then(|| value.clone())
    }

    pub(super) fn unknown_name(&self, code: &LoadedCode, global: u16) -> Exception {
        let name = code.code.globals[global as usize];
        let error = self.name_error(format!("name '{}' is not defined", self.name(name)));
        self.with_lookup(error, name, Value::Undefined)
    }

    pub(super) fn unbound_local(&self, code: &LoadedCode, register: u16) -> Exception {
        let name = code.code.locals.get(register as usize).map_or_else(|| "?".into(), |&name| self.name(name));
        self.error(
            |t| &t.unbound_local_error,
            format!("cannot access local variable '{name}' where it is not associated with a value"),
        )
    }

    pub(super) fn unbound_cell(&self, code: &LoadedCode, register: u16) -> Exception {
        let first = code.code.parameters.names.len();
        let free = (register as usize).checked_sub(first).and_then(|i| code.code.free_names.get(i));
        match free {
            Some(&name) => {
                let name = self.name(name);
                self.name_error(format!(
                    "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                ))
            }
            None => self.unbound_local(code, register),
        }
    }
}
