//! What a class body runs in: names of its own, or the mapping that the metaclass prepared (`__prepare__`).

use super::Vm;
use super::code::CodeKind;
use super::exception::Result;
use super::frame::{Flow, PyFrame};
use super::names::Names;
use super::symbol::Symbol;
use super::value::{Object, Value};

/// The namespace of a class body.
#[derive(Default)]
pub struct ClassBody {
    /// Its names, when nothing was prepared.
    pub names: Names,
    /// What was prepared.
    pub mapping: Value,
}

/// Has a class body, a function without parameters, run in a mapping: a frame has nothing else that is its own and there
/// before it runs than its function.
pub(super) fn run_in(body: &Value, mapping: Value) {
    if let Some(Object::Function(function)) = body.object_mut() {
        function.defaults = [mapping].into();
    }
}

/// The mapping that the body of a frame runs in.
fn mapping_of(frame: &PyFrame) -> Option<&Value> {
    if let Some(body) = &frame.names {
        return Some(&body.mapping).filter(|mapping| !mapping.is_undefined());
    }
    match frame.owner.as_ref()?.get() {
        Object::Function(function) if function.code().code.kind == CodeKind::Class => function.defaults.first(),
        _ => None,
    }
}

impl Vm {
    /// A name in a class body: its own, else that of a cell if one is given, else global or builtin.
    pub(super) fn load_name(&mut self, frame: &PyFrame, global: u16, cell: Option<Value>) -> Result<Flow> {
        let loaded = frame.code();
        let name = loaded.code.globals[global as usize];
        let Some(mapping) = mapping_of(frame).cloned() else {
            let own = frame.names.as_ref().and_then(|body| body.names.get(name).cloned());
            let value = own.or_else(|| self.name_around(frame, global, cell.as_ref()));
            return value.map(Flow::Return).ok_or_else(|| self.unknown_name(loaded, global));
        };
        // What is around the body does not change while the mapping is asked.
        let around = self.name_around(frame, global, cell.as_ref());
        let unknown = self.unknown_name(loaded, global);
        let absent = move |vm: &mut Vm, error| {
            if !vm.is_exception(&error, |types| &types.key_error) {
                return Err(error);
            }
            around.map(Flow::Return).ok_or(unknown)
        };
        let key = self.symbol_value(name);
        match self.subscript(&mapping, &key) {
            Ok(flow) => self.after(flow, move |vm, value| match value.value() {
                Ok(value) => Ok(Flow::Return(value)),
                Err(error) => absent(vm, error),
            }),
            Err(error) => absent(self, error),
        }
    }

    fn name_around(&self, frame: &PyFrame, global: u16, cell: Option<&Value>) -> Option<Value> {
        if let Some(cell) = cell {
            return match cell.object() {
                Some(Object::Cell(value)) if !value.is_undefined() => Some(value.clone()),
                _ => None,
            };
        }
        let (position, builtin) = frame.code().globals[global as usize];
        // SAFETY: globals live as long as their module, which the frame's owner keeps.
        let value = unsafe { frame.globals.as_ref() }.at(position);
        if value.is_undefined() { self.builtin_at(builtin) } else { Some(value.clone()) }
    }

    /// Assigns a name of a class body.
    pub(super) fn store_name(&mut self, frame: &mut PyFrame, global: u16, value: Value) -> Result<Flow> {
        let name = frame.code().code.globals[global as usize];
        if frame.names.is_none() {
            let mapping = mapping_of(frame).cloned().unwrap_or_default();
            frame.names = Some(Box::new(ClassBody { names: Names::default(), mapping }));
        }
        match mapping_of(frame).cloned() {
            Some(mapping) => self.set_in_mapping(&mapping, name, value),
            None => {
                if let Some(body) = &mut frame.names {
                    drop(body.names.set(name, value));
                }
                Flow::none()
            }
        }
    }

    /// `del name` in a class body.
    pub(super) fn delete_name(&mut self, frame: &mut PyFrame, global: u16) -> Result<Flow> {
        let loaded = frame.code();
        let name = loaded.code.globals[global as usize];
        let unknown = self.unknown_name(loaded, global);
        let Some(mapping) = mapping_of(frame).cloned() else {
            let removed = frame.names.as_mut().and_then(|body| body.names.remove(name));
            return if removed.is_some() { Flow::none() } else { Err(unknown) };
        };
        let key = self.symbol_value(name);
        let flow = match self.delete_subscript(&mapping, &key) {
            Err(error) if self.is_exception(&error, |types| &types.key_error) => return Err(unknown),
            flow => flow?,
        };
        self.after(flow, move |vm, done| match done.value() {
            Err(error) if vm.is_exception(&error, |types| &types.key_error) => Err(unknown),
            Err(error) => Err(error),
            Ok(_) => Flow::none(),
        })
    }

    /// `mapping[name] = value`
    pub(super) fn set_in_mapping(&mut self, mapping: &Value, name: Symbol, value: Value) -> Result<Flow> {
        let key = self.symbol_value(name);
        self.store_subscript(mapping, &key, value)
    }
}
