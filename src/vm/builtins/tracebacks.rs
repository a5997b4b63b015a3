//! Tracebacks and code as objects: what programs ask of them.

use super::exceptions::data;
use crate::vm::Vm;
use crate::vm::exception::TracebackEntry;
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};

/// What `__traceback__` gives: a frame that an exception passed, and those below it.
pub struct Traceback {
    /// From where it was raised to this frame.
    pub entries: Vec<TracebackEntry>,
}

impl NativeObject for Traceback {}

static TRACEBACK: &[GetSet] = &[
    GetSet {
        name: "tb_lineno",
        get: |_, this| Ok(outermost(this).map_or(Value::None, |entry| line(&entry))),
        set: None,
    },
    GetSet { name: "tb_next", get: |vm, this| Ok(next(vm, this)), set: None },
    GetSet { name: "tb_frame", get: |vm, this| Ok(frame(vm, this)), set: None },
];

static CODE: &[GetSet] = &[
    GetSet { name: "co_name", get: |vm, this| Ok(of_code(vm, this, |code, _| Value::str(&*code.name))), set: None },
    GetSet {
        name: "co_qualname",
        get: |vm, this| Ok(of_code(vm, this, |code, _| Value::str(&*code.qualname))),
        set: None,
    },
    GetSet {
        name: "co_firstlineno",
        get: |vm, this| Ok(of_code(vm, this, |code, _| Value::Int(i64::from(code.first_line)))),
        set: None,
    },
    GetSet {
        name: "co_argcount",
        get: |vm, this| Ok(of_code(vm, this, |code, _| Value::Int(i64::from(code.parameters.positional)))),
        set: None,
    },
    GetSet {
        name: "co_kwonlyargcount",
        get: |vm, this| Ok(of_code(vm, this, |code, _| Value::Int(i64::from(code.parameters.keyword_only)))),
        set: None,
    },
    GetSet {
        name: "co_freevars",
        get: |vm, this| {
            Ok(of_code(vm, this, |code, vm| {
                Value::tuple(code.free_names.iter().map(|&name| Value::str(&*vm.name(name))).collect())
            }))
        },
        set: None,
    },
    GetSet {
        name: "co_varnames",
        get: |vm, this| {
            Ok(of_code(vm, this, |code, vm| {
                let names = if code.locals.is_empty() { &code.parameters.names } else { &code.locals };
                Value::tuple(names.iter().map(|&name| Value::str(&*vm.name(name))).collect())
            }))
        },
        set: None,
    },
    GetSet {
        name: "co_filename",
        get: |vm, this| {
            Ok(of_code(vm, this, |code, vm| {
                let file = code.file.and_then(|file| vm.program.files.get(file as usize));
                Value::str(file.map_or("<frozen library>", |file| file.path.as_str()))
            }))
        },
        set: None,
    },
];

fn of_code(vm: &Vm, this: &Value, part: fn(&crate::vm::code::Code, &Vm) -> Value) -> Value {
    match this.object() {
        Some(Object::Code(number)) => part(&vm.program.codes[*number as usize], vm),
        _ => Value::None,
    }
}

fn line(entry: &TracebackEntry) -> Value {
    Value::Int(i64::from(entry.span().line))
}

fn outermost(this: &Value) -> Option<TracebackEntry> {
    this.as_native::<Traceback>()?.entries.last().copied()
}

fn next(vm: &mut Vm, this: &Value) -> Value {
    let below = this.as_native::<Traceback>().and_then(|traceback| traceback.entries.split_last());
    below.map_or(Value::None, |(_, below)| vm.traceback(below.to_vec()))
}

fn frame(vm: &mut Vm, this: &Value) -> Value {
    outermost(this).map_or(Value::None, |entry| vm.frame_view(entry))
}

#[derive(Default)]
struct TracebackClass(Option<Ref>);

pub(super) fn install(vm: &mut Vm) {
    let traceback = vm.native_class("builtins", "traceback", None, &[], TRACEBACK);
    vm.state::<TracebackClass>().0 = Some(traceback);
    let code = vm.types.code.clone();
    vm.add_attributes(&code, CODE);
}

impl Vm {
    /// Where a generator or coroutine stands, unless it has come to its end.
    pub fn suspended_entry(&self, generator: &Value) -> Option<TracebackEntry> {
        let data = generator.as_generator().filter(|data| !data.is_finished())?;
        let at = data.frame.as_ref().map_or(0, |frame| frame.pc.saturating_sub(1));
        Some(TracebackEntry::new(data.code, at, false))
    }

    /// The traceback of an exception as an object, `None` when it was never raised.
    pub fn traceback_of(&mut self, exception: &Value) -> Value {
        let entries = data(exception).map(|data| data.traceback.clone()).unwrap_or_default();
        self.traceback(entries)
    }

    /// A traceback of frames, innermost first; `None` without any.
    fn traceback(&mut self, entries: Vec<TracebackEntry>) -> Value {
        match self.state::<TracebackClass>().0.clone() {
            Some(class) if !entries.is_empty() => self.bare_instance(&class, Payload::native(Traceback { entries })),
            _ => Value::None,
        }
    }
}
