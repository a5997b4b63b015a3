//! `sys`.

use crate::syscall::Stream;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Value};

/// What the module offers; its text adds the rest.
pub const NAMES: &[&str] = &[
    "stdout",
    "stderr",
    "__stdout__",
    "__stderr__",
    "exc_info",
    "exception",
    "exit",
    "getsizeof",
    "getrefcount",
    "getrecursionlimit",
    "setrecursionlimit",
    "intern",
    "maxsize",
    "byteorder",
    "platform",
    "modules",
    "argv",
    "_file",
    "_gil",
];

static FUNCTIONS: [NativeDef; 8] = [
    NativeDef::function("exc_info", "", exc_info),
    NativeDef::function("exception", "", exception),
    NativeDef::function("exit", "status=, /", exit),
    NativeDef::function("getsizeof", "object, default=, /", size_of).cost(60),
    NativeDef::function("getrefcount", "object, /", count_of),
    NativeDef::function("getrecursionlimit", "", recursion_limit),
    NativeDef::function("setrecursionlimit", "limit, /", set_recursion_limit),
    NativeDef::function("intern", "string, /", intern),
];

/// Puts values and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let (stdout, stderr) = (vm.stream(Stream::Stdout), vm.stream(Stream::Stderr));
    let path = vm.program.files.first().map_or_else(String::new, |file| file.path.clone());
    let values = [
        ("stdout", stdout.clone()),
        ("stderr", stderr.clone()),
        ("__stdout__", stdout),
        ("__stderr__", stderr),
        ("maxsize", Value::Int(i64::MAX)),
        ("byteorder", Value::str("little")),
        ("platform", Value::str("linux")),
        ("argv", Value::list(vec![Value::str(path.clone())])),
        ("_file", Value::str(path)),
        ("_gil", Value::Bool(vm.machine.python.has_gil())),
    ];
    for (name, value) in values {
        vm.set_global(module, name, value);
    }
    let modules = vm.modules_dict();
    vm.set_global(module, "modules", modules);
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn exc_info(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let Some(exception) = vm.handled() else {
        return Ok(Flow::Return(Value::tuple(vec![Value::None, Value::None, Value::None])));
    };
    let class: Value = vm.class_of(&exception).clone().into();
    let name = vm.interner.intern("__traceback__");
    let traceback = vm.get_attribute(&exception, name)?;
    vm.after(traceback, move |_, input| {
        let traceback = input.value()?;
        Ok(Flow::Return(Value::tuple(vec![class, exception, traceback])))
    })
}

fn exception(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(vm.handled().unwrap_or(Value::None)))
}

fn exit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "exit", 0, 1)?;
    // As `PyErr_SetObject` makes an exception of a value: a tuple is all its arguments.
    let arguments = match given.first() {
        None | Some(Value::None) => Vec::new(),
        Some(status) => status.as_tuple().map_or_else(|| vec![status.clone()], <[Value]>::to_vec),
    };
    Err(vm.exception_with(&vm.types.system_exit, arguments))
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = &args.between(vm, "getsizeof", 1, 2)?[0];
    Ok(Flow::Return(Value::Int(size(value))))
}

/// What CPython 3.13 says, without what the object refers to.
fn size(value: &Value) -> i64 {
    let Value::Object(r) = value.plain() else {
        return match value.plain() {
            Value::Int(0) => 28,
            Value::Int(n) => 24 + 4 * ((i64::from(64 - n.unsigned_abs().leading_zeros()) + 29) / 30),
            Value::Float(_) => 24,
            Value::Bool(_) => 28,
            _ => 16,
        };
    };
    match r.get() {
        Object::Str(text) if text.is_ascii() => 41 + text.text.len() as i64,
        Object::Str(text) => {
            let width = text.text.chars().map(u32::from).max().map_or(1, |most| match most {
                0..=0xff => 1,
                0x100..=0xffff => 2,
                _ => 4,
            });
            (if width == 1 { 57 } else { 58 }) + width * (text.length() as i64 + i64::from(width == 1))
        }
        Object::Bytes(bytes) => 33 + bytes.len() as i64,
        Object::List(items) => 56 + 8 * items.len() as i64,
        Object::Tuple(items) => 40 + 8 * items.len() as i64,
        Object::Int(n) => 24 + 4 * ((n.bits() as i64 + 29) / 30),
        Object::Dict(dict) => match dict.len() as i64 {
            0 => 64,
            1..=5 => 184,
            6..=10 => 352,
            n => 96 + 40 * n,
        },
        Object::Set(set) | Object::FrozenSet(set) => match set.len() as i64 {
            0..=4 => 216,
            n => 216 + 16 * (n * 5 / 3).max(32),
        },
        Object::Range { .. } => 48,
        Object::Function(_) => 160,
        Object::Generator(_) => 200,
        Object::Class(_) => 1_072,
        _ => 48,
    }
}

/// As CPython counts: the argument itself is one reference more.
fn count_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let count = match args.one(vm, "sys.getrefcount")? {
        Value::Object(r) => i64::from(r.count()),
        // Such values are immortal.
        _ => 4_294_967_295,
    };
    Ok(Flow::Return(Value::Int(count)))
}

fn recursion_limit(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(vm.recursion_limit as i64)))
}

fn set_recursion_limit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "sys.setrecursionlimit")?.clone();
    let Some(limit) = value.as_int() else {
        let name = vm.type_name(&value);
        return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    let depth = vm.fiber.frames.len() as i64;
    if depth >= limit {
        let message =
            format!("cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low");
        return Err(vm.error(|t| &t.recursion_error, message));
    }
    // Frames are on the heap; what ends an endless recursion then is the limit of memory.
    vm.recursion_limit = limit as usize;
    Flow::none()
}

fn intern(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let text = args.one(vm, "sys.intern")?.clone();
    match vm.symbol_of(&text) {
        Some(symbol) => Ok(Flow::Return(vm.symbol_value(symbol))),
        None => {
            let name = vm.type_name(&text);
            Err(vm.type_error(format!("intern() argument must be str, not {name}")))
        }
    }
}
