//! The built-in exceptions: how they are made and what they carry.

use super::tracebacks::Traceback;
use crate::vm::Vm;
use crate::vm::exception::{ExceptionData, Result};
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, Payload, Ref, Value};

static METHODS: &[NativeDef] = &[
    NativeDef::method("__init__", "*args", init).cost(60),
    NativeDef::method("__repr__", "", represent).cost(200),
    NativeDef::method("__str__", "", text).cost(120),
    NativeDef::method("add_note", "note, /", add_note).cost(90),
    NativeDef::method("with_traceback", "traceback, /", with_traceback).cost(50),
];

static ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "args", get: |_, this| Ok(data(this).map_or(Value::None, |d| d.args.clone())), set: Some(set_args) },
    GetSet {
        name: "__cause__",
        get: |_, this| Ok(data(this).map_or(Value::None, |d| d.cause.clone())),
        set: Some(set_cause),
    },
    GetSet {
        name: "__context__",
        get: |_, this| Ok(data(this).map_or(Value::None, |d| d.context.clone())),
        set: Some(set_context),
    },
    GetSet {
        name: "__suppress_context__",
        get: |_, this| Ok(Value::Bool(data(this).is_some_and(|d| d.suppress_context))),
        set: Some(set_suppress_context),
    },
    GetSet { name: "__traceback__", get: |vm, this| Ok(vm.traceback_of(this)), set: Some(set_traceback) },
    GetSet { name: "__notes__", get: notes, set: Some(set_notes) },
];

static STOP_ITERATION: &[GetSet] = &[GetSet {
    name: "value",
    get: |vm, this| Ok(vm.slot_value(this, "value").unwrap_or_else(|| argument(this, 0))),
    set: Some(|vm, this, value| keep(vm, this, "value", value)),
}];

static SYSTEM_EXIT: &[GetSet] = &[GetSet {
    name: "code",
    get: |vm, this| {
        Ok(vm.slot_value(this, "code").unwrap_or_else(|| match arguments(this) {
            [_, _, ..] => data(this).map_or(Value::None, |d| d.args.clone()),
            _ => argument(this, 0),
        }))
    },
    set: Some(|vm, this, value| keep(vm, this, "code", value)),
}];

static OS_ERROR: &[GetSet] = &[
    GetSet { name: "errno", get: |vm, this| Ok(os_part(vm, this, "errno", 0)), set: Some(set_errno) },
    GetSet { name: "strerror", get: |vm, this| Ok(os_part(vm, this, "strerror", 1)), set: Some(set_strerror) },
    GetSet {
        name: "filename",
        get: |vm, this| Ok(vm.slot_value(this, "filename").unwrap_or(Value::None)),
        set: Some(|vm, this, value| keep(vm, this, "filename", value)),
    },
    GetSet {
        name: "filename2",
        get: |vm, this| Ok(vm.slot_value(this, "filename2").unwrap_or(Value::None)),
        set: Some(|vm, this, value| keep(vm, this, "filename2", value)),
    },
];

macro_rules! kept {
    ($($name:literal)*) => {
        &[$(GetSet {
            name: $name,
            get: |vm, this| Ok(vm.slot_value(this, $name).unwrap_or(Value::None)),
            set: Some(|vm, this, value| keep(vm, this, $name, value)),
        }),*]
    };
}

static ATTRIBUTE_ERROR: &[GetSet] = &[
    MISSING_NAME,
    GetSet {
        name: "obj",
        get: |vm, this| {
            let found = || Some(data(this)?.lookup.as_ref()?.object.clone()).filter(|object| !object.is_undefined());
            Ok(vm.slot_value(this, "obj").or_else(found).unwrap_or(Value::None))
        },
        set: Some(|vm, this, value| keep(vm, this, "obj", value)),
    },
];
static NAME_ERROR: &[GetSet] = &[MISSING_NAME];

const MISSING_NAME: GetSet = GetSet {
    name: "name",
    get: |vm, this| {
        let found = data(this).and_then(|data| Some(data.lookup.as_ref()?.name));
        let given = vm.slot_value(this, "name");
        Ok(given.or_else(|| found.map(|name| vm.symbol_value(name))).unwrap_or(Value::None))
    },
    set: Some(|vm, this, value| keep(vm, this, "name", value)),
};
static IMPORT_ERROR: &[GetSet] = kept!("name" "path" "name_from");

static MESSAGE: &[GetSet] = &[GetSet { name: "msg", get: |_, this| Ok(argument(this, 0)), set: None }];

static UNICODE_ERROR: &[GetSet] = &[
    GetSet { name: "encoding", get: |_, this| Ok(argument(this, 0)), set: None },
    GetSet { name: "object", get: |_, this| Ok(argument(this, 1)), set: None },
    GetSet { name: "start", get: |_, this| Ok(argument(this, 2)), set: None },
    GetSet { name: "end", get: |_, this| Ok(argument(this, 3)), set: None },
    GetSet { name: "reason", get: |_, this| Ok(argument(this, 4)), set: None },
];

pub(super) fn install(vm: &mut Vm) {
    let types = &vm.types;
    let attributes: Vec<(Ref, &'static [GetSet])> = vec![
        (types.base_exception.clone(), ATTRIBUTES),
        (types.stop_iteration.clone(), STOP_ITERATION),
        (types.system_exit.clone(), SYSTEM_EXIT),
        (types.os_error.clone(), OS_ERROR),
        (types.attribute_error.clone(), ATTRIBUTE_ERROR),
        (types.name_error.clone(), NAME_ERROR),
        (types.import_error.clone(), IMPORT_ERROR),
        (types.import_error.clone(), MESSAGE),
        (types.syntax_error.clone(), MESSAGE),
        (types.unicode_decode_error.clone(), UNICODE_ERROR),
        (types.unicode_encode_error.clone(), UNICODE_ERROR),
    ];
    let base = types.base_exception.clone();
    for (class, attributes) in attributes {
        vm.add_attributes(&class, attributes);
    }
    vm.add_methods(&base, METHODS);
    vm.set_construct(&base, construct);
    super::groups::install(vm);
}

pub(super) fn data(value: &Value) -> Option<&mut ExceptionData> {
    value.as_exception()
}

fn arguments(value: &Value) -> &[Value] {
    data(value).and_then(|data| data.args.as_tuple()).unwrap_or_default()
}

pub(super) fn argument(value: &Value, i: usize) -> Value {
    arguments(value).get(i).cloned().unwrap_or(Value::None)
}

fn keep(vm: &mut Vm, this: &Value, name: &str, value: Value) -> Result<()> {
    vm.set_slot_value(this, name, value);
    Ok(())
}

fn os_part(vm: &mut Vm, this: &Value, name: &str, i: usize) -> Value {
    if let Some(value) = vm.slot_value(this, name) {
        return value;
    }
    match arguments(this) {
        [_, _] => argument(this, i),
        _ => Value::None,
    }
}

fn set_errno(vm: &mut Vm, this: &Value, value: Value) -> Result<()> {
    keep(vm, this, "errno", value)
}

fn set_strerror(vm: &mut Vm, this: &Value, value: Value) -> Result<()> {
    keep(vm, this, "strerror", value)
}

/// `BaseException.__new__`
fn construct(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(60);
    let is_heap = vm.class(class).is_heap;
    let mut class = class.clone();
    let mut values = args.all().to_vec();
    let keywords = |vm: &Vm, known: &[&str]| args.keyword_pairs().find(|(name, _)| !known.contains(&&*vm.name(*name)));
    let under = |vm: &Vm, class: &Ref, base: &Ref| vm.is_subclass(class, base);
    let known: &[&str] = if under(vm, &class, &vm.types.attribute_error) {
        &["name", "obj"]
    } else if under(vm, &class, &vm.types.name_error) {
        &["name"]
    } else if under(vm, &class, &vm.types.import_error) {
        &["name", "path", "name_from"]
    } else {
        &[]
    };
    if !is_heap && let Some((name, _)) = keywords(vm, known) {
        let function = vm.class(&class).name.clone();
        if known.is_empty() {
            return Err(vm.type_error(format!("{function}() takes no keyword arguments")));
        }
        return Err(super::arguments::unexpected_keyword(vm, &function, name, known));
    }
    let (mut filename, mut second) = (None, None);
    if under(vm, &class, &vm.types.os_error) && (2..=5).contains(&values.len()) {
        if class.is(&vm.types.os_error)
            && let Some(specific) = values[0].as_int().and_then(|errno| class_of_errno(vm, errno))
        {
            class = specific;
        }
        filename = values.get(2).filter(|name| !name.is_none()).cloned();
        if filename.is_some() {
            second = values.get(4).filter(|name| !name.is_none()).cloned();
            values.truncate(2);
        }
    }
    let exception = vm.bare_instance(&class, Payload::Exception(Box::new(ExceptionData::new(Value::tuple(values)))));
    if let Some(filename) = filename {
        vm.set_slot_value(&exception, "filename", filename);
    }
    if let Some(second) = second {
        vm.set_slot_value(&exception, "filename2", second);
    }
    if !known.is_empty() {
        for (name, value) in args.keyword_pairs() {
            let name = vm.name(name);
            if known.contains(&&*name) {
                vm.set_slot_value(&exception, &name, value.clone());
            }
        }
    }
    Ok(Flow::Return(exception))
}

/// The subclass of `OSError` that an errno of Linux stands for.
fn class_of_errno(vm: &Vm, errno: i64) -> Option<Ref> {
    let types = &vm.types;
    Some(
        match errno {
            1 | 13 => &types.permission_error,
            2 => &types.file_not_found_error,
            3 => &types.process_lookup_error,
            4 => &types.interrupted_error,
            10 => &types.child_process_error,
            11 | 114 | 115 => &types.blocking_io_error,
            17 => &types.file_exists_error,
            20 => &types.not_a_directory_error,
            21 => &types.is_a_directory_error,
            32 | 108 => &types.broken_pipe_error,
            103 => &types.connection_aborted_error,
            104 => &types.connection_reset_error,
            110 => &types.timeout_error,
            111 => &types.connection_refused_error,
            _ => return None,
        }
        .clone(),
    )
}

pub(super) fn is_exception(value: &Value) -> bool {
    data(value).is_some()
}

fn init(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "BaseException.__init__", is_exception)?;
    let named = vm.is_instance(this, &vm.types.attribute_error)
        || vm.is_instance(this, &vm.types.name_error)
        || vm.is_instance(this, &vm.types.import_error);
    if !rest.keywords.is_empty() && !named {
        let name = vm.type_name(this);
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    for (name, value) in rest.keyword_pairs() {
        let name = vm.name(name);
        vm.set_slot_value(this, &name, value.clone());
    }
    let mut values = rest.all().to_vec();
    if vm.is_instance(this, &vm.types.os_error) && (3..=5).contains(&values.len()) {
        vm.set_slot_value(this, "filename", values[2].clone());
        if let Some(second) = values.get(4).filter(|name| !name.is_none()) {
            vm.set_slot_value(this, "filename2", second.clone());
        }
        values.truncate(2);
    }
    if let Some(data) = data(this) {
        let old = std::mem::replace(&mut data.args, Value::tuple(values));
        drop(old);
    }
    Flow::none()
}

fn represent(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "BaseException.__repr__", is_exception)?;
    let this = this.clone();
    vm.with_asks(move |vm, asks| vm.builtin_repr(asks, &this).map(Value::str))
}

fn text(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "BaseException.__str__", is_exception)?;
    let this = this.clone();
    vm.with_asks(move |vm, asks| match data(&this) {
        Some(data) => vm.exception_text(asks, &this, data).map(Value::str),
        None => Ok(Value::None),
    })
}

fn set_args(vm: &mut Vm, this: &Value, value: Value) -> Result<()> {
    let items = match (value.as_tuple(), value.as_list()) {
        (Some(items), _) => items.to_vec(),
        (_, Some(items)) => items.clone(),
        _ => {
            let name = vm.type_name(&value);
            return Err(vm.type_error(format!("'{name}' object is not iterable")));
        }
    };
    if let Some(data) = data(this) {
        data.args = Value::tuple(items);
    }
    Ok(())
}

fn set_cause(vm: &mut Vm, this: &Value, value: Value) -> Result<()> {
    if !value.is_none() && !is_exception(&value) {
        return Err(vm.type_error("exception cause must be None or derive from BaseException"));
    }
    if let Some(data) = data(this) {
        data.cause = value;
        data.suppress_context = true;
    }
    Ok(())
}

fn set_context(vm: &mut Vm, this: &Value, value: Value) -> Result<()> {
    if !value.is_none() && !is_exception(&value) {
        return Err(vm.type_error("exception context must be None or derive from BaseException"));
    }
    if let Some(data) = data(this) {
        data.context = value;
    }
    Ok(())
}

fn set_suppress_context(vm: &mut Vm, this: &Value, value: Value) -> Result<()> {
    if let Some(data) = data(this) {
        data.suppress_context = vm.native_truth(&value).unwrap_or(true);
    }
    Ok(())
}

fn set_traceback(vm: &mut Vm, this: &Value, value: Value) -> Result<()> {
    match (&value, value.as_native::<Traceback>(), data(this)) {
        (Value::None, _, Some(data)) => {
            data.traceback.clear();
            data.passed_library = false;
        }
        (_, Some(traceback), Some(data)) => data.traceback.clone_from(&traceback.entries),
        _ => return Err(vm.type_error("__traceback__ must be a traceback or None")),
    }
    Ok(())
}

fn notes(vm: &mut Vm, this: &Value) -> Result<Value> {
    match data(this) {
        Some(data) if !data.notes.is_undefined() => Ok(data.notes.clone()),
        _ => {
            let name = vm.type_name(this);
            Err(vm.attribute_error(format!("'{name}' object has no attribute '__notes__'")))
        }
    }
}

fn set_notes(_: &mut Vm, this: &Value, value: Value) -> Result<()> {
    if let Some(data) = data(this) {
        data.notes = value;
    }
    Ok(())
}

fn add_note(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "BaseException.add_note", is_exception)?;
    let note = rest.one(vm, "BaseException.add_note")?;
    if note.as_str().is_none() {
        let name = vm.type_name(note);
        return Err(vm.type_error(format!("note must be a str, not '{name}'")));
    }
    let Some(data) = data(this) else { return Flow::none() };
    if data.notes.is_undefined() {
        data.notes = Value::list(Vec::new());
    }
    match data.notes.as_list() {
        Some(notes) => notes.push(note.clone()),
        None => return Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
    Flow::none()
}

fn with_traceback(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "BaseException.with_traceback", is_exception)?;
    let traceback = rest.one(vm, "BaseException.with_traceback")?;
    set_traceback(vm, this, traceback.clone())?;
    Ok(Flow::Return(this.clone()))
}

/// A `UnicodeDecodeError` or `UnicodeEncodeError`.
pub(super) fn unicode_error(
    vm: &Vm,
    decoding: bool,
    codec: &str,
    object: Value,
    start: usize,
    end: usize,
    reason: &str,
) -> crate::vm::exception::Exception {
    let class = if decoding { &vm.types.unicode_decode_error } else { &vm.types.unicode_encode_error };
    let args = vec![Value::str(codec), object, Value::Int(start as i64), Value::Int(end as i64), Value::str(reason)];
    vm.exception_with(class, args)
}
