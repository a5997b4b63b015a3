//! `import`: finding, making and running modules. Importing costs no time.

use super::Vm;
use super::exception::Result;
use super::frame::Flow;
use super::symbol::{Symbol, well_known as sym};
use super::value::{Object, Value};

impl Vm {
    /// `import name`: the top package, or with `from` the module itself.
    pub(super) fn import(&mut self, name: Symbol, _level: u8, from: bool) -> Result<Flow> {
        let full = self.name(name);
        let parts: Vec<&str> = full.split('.').collect();
        let mut names = Vec::new();
        for i in 1..=parts.len() {
            names.push(self.interner.intern(&parts[..i].join(".")));
        }
        let wanted = if from { name } else { names[0] };
        let spent = self.spent;
        self.import_each(names, 0, wanted, spent)
    }

    fn import_each(&mut self, names: Vec<Symbol>, i: usize, wanted: Symbol, spent: u64) -> Result<Flow> {
        let Some(&name) = names.get(i) else {
            self.spent = self.spent.min(spent);
            let module = self.module(wanted).cloned().unwrap_or(Value::None);
            return Ok(Flow::Return(module));
        };
        if self.module(name).is_some() {
            return self.import_each(names, i + 1, wanted, spent);
        }
        let text = self.name(name);
        let body = self.program.modules.iter().find(|module| *module.name == *text).map(|module| module.code);
        let native = crate::library::find(&text);
        if body.is_none() && native.is_none() {
            let error = self.error(|t| &t.module_not_found_error, format!("No module named '{text}'"));
            self.set_slot_value(&error.value(), "name", Value::str(&*text));
            return Err(error);
        }
        let module = self.new_module(&text);
        let value = Value::Object(module.clone());
        if let Some(parent) = text.rsplit_once('.').and_then(|(parent, _)| self.interner.find(parent))
            && let Some(parent) = self.module(parent).cloned()
        {
            let child = text.rsplit_once('.').map_or(&*text, |(_, child)| child).to_owned();
            self.set_global(&parent, &child, value.clone());
        }
        if native.is_some() {
            crate::library::install(self, &text, &value);
        }
        let Some(code) = body else { return self.import_each(names, i + 1, wanted, spent) };
        let loaded = self.load(code, &module);
        let frame = self.module_frame(loaded, module);
        self.run_frame(frame, move |vm, input| {
            if let super::frame::Input::Raised(exception) = input {
                vm.modules.remove(&name);
                return Err(exception);
            }
            vm.import_each(names, i + 1, wanted, spent)
        })
    }

    /// Modules by name, as they are now.
    pub fn modules_dict(&self) -> Value {
        let mut dict = super::dict::Dict::default();
        for (name, module) in self.modules.iter() {
            dict.insert_str(&self.name(*name), module.clone());
        }
        Value::dict(dict)
    }

    /// Runs a frame that was made by hand.
    fn run_frame(
        &mut self,
        frame: Box<super::frame::PyFrame>,
        then: impl FnOnce(&mut Vm, super::frame::Input) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        // A body runs like a generator that never yields: the loop pushes its frame when it resumes it.
        let kind = super::code::CodeKind::Module;
        let Value::Object(body) = self.new_generator(kind, frame) else { unreachable!("generators are objects") };
        Flow::resume(body, super::frame::Resumption::Send(Value::None), then)
    }

    /// `from module import name`
    pub(super) fn import_from(&mut self, module: &Value, name: Symbol) -> Result<Flow> {
        let Some(Object::Module(data)) = module.object() else { return Err(self.type_error("not a module")) };
        if let Some(value) = data.names.get(name) {
            return Ok(Flow::Return(value.clone()));
        }
        let full = format!("{}.{}", data.name, self.name(name));
        let known = self.program.modules.iter().any(|m| m.name == full) || crate::library::find(&full).is_some();
        if known {
            let symbol = self.interner.intern(&full);
            return self.import(symbol, 0, true);
        }
        if let Some(getattr) = data.names.get(sym::D_GETATTR).cloned() {
            let attribute = self.symbol_value(name);
            return Flow::tail(getattr, vec![attribute]);
        }
        let module = data.name.clone();
        let name = self.name(name);
        let message = format!("cannot import name '{name}' from '{module}' (unknown location)");
        let error = self.error(|t| &t.import_error, message);
        self.set_slot_value(&error.value(), "name", Value::str(&*module));
        self.set_slot_value(&error.value(), "name_from", Value::str(&*name));
        Err(error)
    }

    /// Imports a module by name from native code, and goes on with it.
    pub fn with_module(
        &mut self,
        name: &str,
        then: impl FnOnce(&mut Vm, Value) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        let symbol = self.interner.intern(name);
        let flow = self.import(symbol, 0, true)?;
        self.after(flow, move |vm, input| {
            let module = input.value()?;
            then(vm, module)
        })
    }
}
