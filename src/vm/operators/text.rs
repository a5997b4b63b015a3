//! `repr`, `str` and `ascii`.

use super::float_text::float_repr;
use super::quoting::{escape, write_bytes, write_str};
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::class::Special;
use crate::vm::code::CodeKind;
use crate::vm::exception::ExceptionData;
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Descriptor, DictView, Instance, Object, Payload, Value};

/// How deep containers may be nested: more would overflow a worker's small stack.
pub(super) const DEEPEST: usize = 400;

/// Nanoseconds that writing an integer costs CPython 3.13.
const INTEGER: u64 = 50;

/// Nanoseconds that writing a float costs.
const FLOAT: u64 = 280;

impl Vm {
    /// `repr(value)`
    pub fn repr(&mut self, asks: &mut Asks, value: &Value) -> Attempt<String> {
        let mut writer = Writer { vm: self, asks, inside: Vec::new(), out: String::new() };
        writer.repr(value)?;
        Ok(writer.out)
    }

    /// `repr(value)` as the built-in types do it, whatever the value's own class says.
    pub(in crate::vm) fn builtin_repr(&mut self, asks: &mut Asks, value: &Value) -> Attempt<String> {
        let mut writer = Writer { vm: self, asks, inside: Vec::new(), out: String::new() };
        match value {
            Value::Object(r) => match r.get() {
                Object::Instance(instance) => writer.plain_instance(value, instance, r.address())?,
                _ => writer.repr(value)?,
            },
            _ => writer.repr(value)?,
        }
        Ok(writer.out)
    }

    /// `str(n)`
    pub(in crate::vm) fn str_of_int(&mut self, n: i64) -> Value {
        self.charge(INTEGER);
        Value::str(n.to_string())
    }

    /// `str(value)`
    pub fn str_of(&mut self, asks: &mut Asks, value: &Value) -> Attempt<String> {
        if let Value::Object(r) = value {
            match r.get() {
                Object::Str(s) => return Ok(s.text.clone()),
                Object::Instance(instance) => return self.str_of_instance(asks, value, instance),
                Object::Class(class) if class.metaclass.is_some() => {
                    if let Some(method) = self.python_special(value, sym::D_STR) {
                        let answer = asks.call(method, vec![value.clone()])?;
                        return self.expect_text(&answer, "__str__");
                    }
                }
                _ => {}
            }
        }
        self.repr(asks, value)
    }

    fn str_of_instance(&mut self, asks: &mut Asks, value: &Value, instance: &Instance) -> Attempt<String> {
        let has = self.class(&instance.class).has(Special::Str) || matches!(instance.payload, Payload::Native(_));
        if has && let Some(method) = self.python_special(value, sym::D_STR) {
            let answer = asks.call(method, vec![value.clone()])?;
            return self.expect_text(&answer, "__str__");
        }
        match &instance.payload {
            Payload::Value(plain) if plain.as_str().is_some() => Ok(plain.as_str().unwrap_or_default().to_owned()),
            Payload::Exception(data) => self.exception_text(asks, value, data),
            _ => self.repr(asks, value),
        }
    }

    /// What `str` of an exception without a `__str__` in Python gives.
    pub(in crate::vm) fn exception_text(
        &mut self,
        asks: &mut Asks,
        value: &Value,
        data: &ExceptionData,
    ) -> Attempt<String> {
        let args = data.args.clone();
        let items = args.as_tuple().unwrap_or_default();
        if self.is_instance(value, &self.types.base_exception_group) {
            let message = self.str_of(asks, &data.message)?;
            let count = data.group.as_tuple().map_or(0, <[Value]>::len);
            return Ok(format!("{message} ({count} sub-exception{})", if count == 1 { "" } else { "s" }));
        }
        if self.is_instance(value, &self.types.os_error)
            && let [errno, text] = items
        {
            let (errno, text) = (self.str_of(asks, errno)?, self.str_of(asks, text)?);
            let told = |name: &str| self.slot_value(value, name).filter(|name| !name.is_none());
            let mut told_text = format!("[Errno {errno}] {text}");
            for (name, before) in [(told("filename"), ": "), (told("filename2"), " -> ")] {
                if let Some(name) = name {
                    told_text = told_text + before + &self.repr(asks, &name)?;
                }
            }
            return Ok(told_text);
        }
        if self.is_instance(value, &self.types.unicode_error)
            && let Some(text) = self.unicode_error_text(value, items)
        {
            return Ok(text);
        }
        match items {
            [] => Ok(String::new()),
            [one] if self.is_instance(value, &self.types.key_error) => self.repr(asks, one),
            [one] => self.str_of(asks, one),
            _ => self.repr(asks, &args),
        }
    }

    fn unicode_error_text(&mut self, value: &Value, items: &[Value]) -> Option<String> {
        let [codec, object, start, end, reason] = items else { return None };
        let (codec, reason, start, end) = (codec.as_str()?, reason.as_str()?, start.as_int()?, end.as_int()?);
        let encode = self.is_instance(value, &self.types.unicode_encode_error);
        let (verb, what) = if encode { ("encode", "character") } else { ("decode", "byte") };
        if end != start + 1 {
            let plural = if encode { "characters" } else { "bytes" };
            return Some(format!("'{codec}' codec can't {verb} {plural} in position {start}-{}: {reason}", end - 1));
        }
        let unit = if encode {
            escape(object.as_str()?.chars().nth(usize::try_from(start).ok()?)?)
        } else {
            format!("0x{:02x}", object.as_bytes()?.get(usize::try_from(start).ok()?)?)
        };
        let unit = if encode { format!("'{unit}'") } else { unit };
        Some(format!("'{codec}' codec can't {verb} {what} {unit} in position {start}: {reason}"))
    }

    /// `ascii(value)`
    pub fn ascii(&mut self, asks: &mut Asks, value: &Value) -> Attempt<String> {
        let text = self.repr(asks, value)?;
        if text.is_ascii() {
            return Ok(text);
        }
        Ok(text.chars().map(|c| if c.is_ascii() { c.to_string() } else { escape(c) }).collect())
    }

    pub(super) fn expect_text(&mut self, answer: &Value, method: &str) -> Attempt<String> {
        match answer.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => {
                let name = self.type_name(answer);
                Err(self.type_error(format!("{method} returned non-string (type {name})")).into())
            }
        }
    }

    /// `<__main__.C object at 0x7f0000000040>`
    pub fn default_repr(&self, value: &Value) -> String {
        let class = self.class(self.class_of(value));
        let id = self.identity(value);
        if &*class.module == "builtins" {
            format!("<{} object at {id:#x}>", class.qualname)
        } else {
            format!("<{}.{} object at {id:#x}>", class.module, class.qualname)
        }
    }

    /// `id(value)`: the same on every platform and in every run.
    pub fn identity(&self, value: &Value) -> u64 {
        const OBJECTS: u64 = 0x7f00_0000_0000;
        const SMALL: u64 = 0x5500_0000_0000;
        match value {
            Value::Object(r) => OBJECTS + 64 * u64::from(r.identity()),
            Value::Undefined | Value::None => SMALL + 0x10,
            Value::NotImplemented => SMALL + 0x20,
            Value::Ellipsis => SMALL + 0x30,
            Value::Bool(false) => SMALL + 0x40,
            Value::Bool(true) => SMALL + 0x60,
            Value::Int(n) => SMALL + ((*n as u64).wrapping_mul(32).wrapping_add(0x1_0000) & 0xff_ffff_ffff),
            Value::Float(x) => SMALL + 0x80_0000_0000 + (x.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 28) * 8,
        }
    }

    /// An attribute that native code keeps in an instance's slots.
    pub(in crate::vm) fn slot_value(&self, value: &Value, name: &str) -> Option<Value> {
        self.instance_value(value, self.interner.find(name)?)
    }

    /// Sets an attribute that native code keeps in an instance's slots.
    pub(crate) fn set_slot_value(&mut self, value: &Value, name: &str, attribute: Value) {
        let symbol = self.interner.intern(name);
        let Some(instance) = value.as_instance() else { return };
        let slot = self.class(&instance.class).slot(symbol) as usize;
        if instance.slots.len() <= slot {
            instance.slots.resize(slot + 1, Value::Undefined);
        }
        let old = std::mem::replace(&mut instance.slots[slot], attribute);
        drop(old);
    }

    fn module_file(&self, module: &crate::vm::module::Module) -> Option<String> {
        module.names.get(sym::D_FILE)?.as_str().map(str::to_owned)
    }
}

/// Writes one `repr`, which may nest.
struct Writer<'a> {
    vm: &'a mut Vm,
    asks: &'a mut Asks,
    /// Addresses of the containers that are being written.
    inside: Vec<usize>,
    out: String,
}

impl Writer<'_> {
    fn repr(&mut self, value: &Value) -> Attempt<()> {
        match value {
            Value::Undefined => self.out.push_str("<unbound>"),
            Value::None => self.out.push_str("None"),
            Value::NotImplemented => self.out.push_str("NotImplemented"),
            Value::Ellipsis => self.out.push_str("Ellipsis"),
            Value::Bool(b) => self.out.push_str(if *b { "True" } else { "False" }),
            Value::Int(n) => {
                self.vm.charge(INTEGER);
                self.out.push_str(&n.to_string());
            }
            Value::Float(x) => {
                self.vm.charge(FLOAT);
                self.out.push_str(&float_repr(*x));
            }
            Value::Object(r) => match r.get() {
                Object::Str(s) => write_str(&mut self.out, &s.text),
                Object::Int(n) => {
                    let text = self.vm.integer_text(n)?;
                    self.out.push_str(&text);
                }
                Object::Bytes(bytes) => write_bytes(&mut self.out, bytes),
                Object::List(_)
                | Object::Tuple(_)
                | Object::Dict(_)
                | Object::Set(_)
                | Object::FrozenSet(_)
                | Object::DictView { .. } => self.container(value, r.address())?,
                Object::Slice(parts) => self.items("slice(", &parts[..], ")")?,
                Object::Instance(instance) => self.instance(value, instance, r.address())?,
                _ => self.other(value)?,
            },
        }
        Ok(())
    }

    fn container(&mut self, value: &Value, address: usize) -> Attempt<()> {
        if self.inside.contains(&address) {
            self.out.push_str(match value.object() {
                Some(Object::List(_)) => "[...]",
                Some(Object::Tuple(_)) => "(...)",
                Some(Object::Dict(_)) => "{...}",
                Some(Object::Set(_)) => "set(...)",
                _ => "...",
            });
            return Ok(());
        }
        if self.inside.len() >= DEEPEST {
            let message = "maximum recursion depth exceeded while getting the repr of an object";
            return Err(self.vm.error(|t| &t.recursion_error, message).into());
        }
        self.inside.push(address);
        match value.object() {
            Some(Object::List(items)) => self.items("[", items, "]")?,
            Some(Object::Tuple(items)) => {
                let end = if items.len() == 1 { ",)" } else { ")" };
                self.items("(", items, end)?;
            }
            Some(Object::Dict(dict)) => {
                self.out.push('{');
                for (i, (key, value)) in dict.iter().enumerate() {
                    if i > 0 {
                        self.out.push_str(", ");
                    }
                    self.repr(key)?;
                    self.out.push_str(": ");
                    self.repr(value)?;
                }
                self.out.push('}');
            }
            Some(Object::Set(set)) if set.is_empty() => self.out.push_str("set()"),
            Some(Object::FrozenSet(set)) if set.is_empty() => self.out.push_str("frozenset()"),
            Some(Object::Set(set)) => {
                let members: Vec<Value> = set.iter().cloned().collect();
                self.items("{", &members, "}")?;
            }
            Some(Object::FrozenSet(set)) => {
                let members: Vec<Value> = set.iter().cloned().collect();
                self.items("frozenset({", &members, "})")?;
            }
            Some(Object::DictView { dict, view }) => {
                let Some(table) = dict.as_dict() else { return Ok(()) };
                let (start, items): (_, Vec<Value>) = match view {
                    DictView::Keys => ("dict_keys([", table.iter().map(|(k, _)| k.clone()).collect()),
                    DictView::Values => ("dict_values([", table.iter().map(|(_, v)| v.clone()).collect()),
                    DictView::Items => {
                        ("dict_items([", table.iter().map(|(k, v)| Value::tuple(vec![k.clone(), v.clone()])).collect())
                    }
                };
                self.items(start, &items, "])")?;
            }
            _ => {}
        }
        self.inside.pop();
        Ok(())
    }

    fn items(&mut self, start: &str, items: &[Value], end: &str) -> Attempt<()> {
        self.out.push_str(start);
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            self.repr(item)?;
        }
        self.out.push_str(end);
        Ok(())
    }

    fn instance(&mut self, value: &Value, instance: &Instance, address: usize) -> Attempt<()> {
        let class = self.vm.class(&instance.class);
        if (class.has(Special::Repr) || matches!(instance.payload, Payload::Native(_)))
            && let Some(method) = self.vm.python_special(value, sym::D_REPR)
        {
            let answer = self.asks.call(method, vec![value.clone()])?;
            let text = self.vm.expect_text(&answer, "__repr__")?;
            self.out.push_str(&text);
            return Ok(());
        }
        self.plain_instance(value, instance, address)
    }

    fn plain_instance(&mut self, value: &Value, instance: &Instance, address: usize) -> Attempt<()> {
        let class = self.vm.class(&instance.class);
        match &instance.payload {
            Payload::Value(plain) => match plain.object() {
                Some(Object::Set(set) | Object::FrozenSet(set)) => {
                    self.out.push_str(&class.name);
                    if set.is_empty() {
                        self.out.push_str("()");
                        return Ok(());
                    }
                    let members: Vec<Value> = set.iter().cloned().collect();
                    self.nested(address, |writer| writer.items("({", &members, "})"))
                }
                _ => self.repr(plain),
            },
            Payload::Exception(data) => {
                self.out.push_str(&class.name);
                let args = data.args.clone();
                match args.as_tuple().unwrap_or_default() {
                    [one] => self.nested(address, |writer| writer.items("(", std::slice::from_ref(one), ")")),
                    all => self.nested(address, |writer| writer.items("(", all, ")")),
                }
            }
            Payload::None | Payload::Native(_) => {
                let text = self.vm.default_repr(value);
                self.out.push_str(&text);
                Ok(())
            }
        }
    }

    fn nested(&mut self, address: usize, write: impl FnOnce(&mut Self) -> Attempt<()>) -> Attempt<()> {
        if self.inside.contains(&address) || self.inside.len() >= DEEPEST {
            self.out.push_str("(...)");
            return Ok(());
        }
        self.inside.push(address);
        write(self)?;
        self.inside.pop();
        Ok(())
    }

    /// Objects of the language itself.
    fn other(&mut self, value: &Value) -> Attempt<()> {
        let id = self.vm.identity(value);
        let text = match value.object() {
            Some(Object::Range { start, stop, step: 1 }) => format!("range({start}, {stop})"),
            Some(Object::Range { start, stop, step }) => format!("range({start}, {stop}, {step})"),
            Some(Object::Function(function)) => {
                let changed = function.qualname.as_ref().and_then(Value::as_str);
                format!("<function {} at {id:#x}>", changed.unwrap_or(&function.code().code.qualname))
            }
            Some(Object::Native(def)) if def.binds => format!("<method '{}'>", def.name),
            Some(Object::Native(def)) => format!("<built-in function {}>", def.name),
            Some(Object::Method { function, this }) => return self.method(function, this),
            Some(Object::Generator(generator)) => {
                let kind = match generator.kind {
                    CodeKind::Coroutine => "coroutine",
                    CodeKind::AsyncGenerator => "async_generator",
                    _ => "generator",
                };
                let changed = generator.name.as_ref().and_then(|(_, qualname)| qualname.as_str());
                format!("<{kind} object {} at {id:#x}>", changed.unwrap_or(&generator.code().code.qualname))
            }
            Some(Object::Class(class)) => {
                if class.metaclass.is_some()
                    && let Some(method) = self.vm.python_special(value, sym::D_REPR)
                {
                    let answer = self.asks.call(method, vec![value.clone()])?;
                    self.vm.expect_text(&answer, "__repr__")?
                } else if &*class.module == "builtins" {
                    format!("<class '{}'>", class.qualname)
                } else {
                    format!("<class '{}.{}'>", class.module, class.qualname)
                }
            }
            Some(Object::Module(module)) => match self.vm.module_file(module) {
                Some(file) => format!("<module '{}' from '{file}'>", module.name),
                None => format!("<module '{}' (built-in)>", module.name),
            },
            Some(Object::Cell(inner)) if inner.is_undefined() => format!("<cell at {id:#x}: empty>"),
            Some(Object::Cell(inner)) => {
                let (name, inner_id) = (self.vm.type_name(inner), self.vm.identity(inner));
                format!("<cell at {id:#x}: {name} object at {inner_id:#x}>")
            }
            Some(Object::Descriptor(descriptor)) => match &**descriptor {
                Descriptor::ClassMethod(function) => return self.wrapped("<classmethod(", function),
                Descriptor::StaticMethod(function) => return self.wrapped("<staticmethod(", function),
                Descriptor::Native(attribute) => format!("<attribute '{}'>", attribute.name),
                Descriptor::Property { .. } => format!("<property object at {id:#x}>"),
            },
            Some(Object::Super { class, this }) => {
                let class = self.vm.class(class).name.clone();
                let name = self.vm.type_name(this);
                format!("<super: <class '{class}'>, <{name} object>>")
            }
            Some(Object::Code(_)) => format!("<code object at {id:#x}>"),
            _ => self.vm.default_repr(value),
        };
        self.out.push_str(&text);
        Ok(())
    }

    fn wrapped(&mut self, start: &str, function: &Value) -> Attempt<()> {
        self.out.push_str(start);
        self.repr(function)?;
        self.out.push_str(")>");
        Ok(())
    }

    fn method(&mut self, function: &Value, this: &Value) -> Attempt<()> {
        match function.object() {
            Some(Object::Native(def)) => {
                let (name, id) = (self.vm.type_name(this), self.vm.identity(this));
                self.out.push_str(&format!("<built-in method {} of {name} object at {id:#x}>", def.name));
                Ok(())
            }
            Some(Object::Function(data)) => {
                let changed = data.qualname.as_ref().and_then(Value::as_str);
                self.out.push_str(&format!("<bound method {} of ", changed.unwrap_or(&data.code().code.qualname)));
                self.repr(this)?;
                self.out.push('>');
                Ok(())
            }
            _ => {
                self.out.push_str("<bound method ");
                self.repr(function)?;
                self.out.push('>');
                Ok(())
            }
        }
    }
}
