//! `_trace`: what library code in Python drops as notes, and charges as time.

use super::metering;
use crate::costs::Costs;
use crate::syscall::{JobId, Key, Note, PoolId};
use crate::vm::exception::{Exception, Result};
use crate::vm::exception_text::Printer;
use crate::vm::frame::Frame;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Value};
use crate::vm::{Flow, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &[
    "pool_created",
    "job_submitted",
    "job_begin",
    "job_end",
    "charge",
    "cpu_count",
    "switch_interval",
    "has_gil",
    "version",
    "lock_created",
    "lock_waits",
    "lock_acquired",
    "lock_released",
    "at_exit",
    "format_exception",
    "last_line",
    "where",
    "log",
    "set_switch_interval",
    "function_name",
    "in_c",
    "in_python",
    "spend",
    "limit",
];

static FUNCTIONS: [NativeDef; 24] = [
    NativeDef::function("pool_created", "name, size, /", pool_created).cost(0),
    NativeDef::function("job_submitted", "pool, function, /", job_submitted).cost(0),
    NativeDef::function("job_begin", "pool, job, /", job_begin).cost(0),
    NativeDef::function("job_end", "pool, job, /", job_end).cost(0),
    NativeDef::function("charge", "name, /", charge).cost(0),
    NativeDef::function("cpu_count", "", cpu_count),
    NativeDef::function("switch_interval", "seconds=, /", switch_interval),
    NativeDef::function("has_gil", "", has_gil),
    NativeDef::function("version", "", version),
    NativeDef::function("lock_created", "kind, /", lock_created).cost(0),
    NativeDef::function("lock_waits", "key, /", lock_waits).cost(0),
    NativeDef::function("lock_acquired", "key, /", lock_acquired).cost(0),
    NativeDef::function("lock_released", "key, /", lock_released).cost(0),
    NativeDef::function("at_exit", "function, /", at_exit),
    NativeDef::function("format_exception", "exception, /", format_exception),
    NativeDef::function("last_line", "exception, /", last_line),
    NativeDef::function("where", "level, /", place).cost(200),
    NativeDef::function("log", "logger, level, message, /", log).cost(0),
    NativeDef::function("set_switch_interval", "seconds, /", set_switch_interval),
    NativeDef::function("function_name", "function, /", function_name).cost(0),
    NativeDef::function("in_c", "function, *args", metering::in_c).cost(0),
    NativeDef::function("in_python", "function, *args", metering::in_python).cost(0),
    NativeDef::function("spend", "nanoseconds, /", metering::spend).cost(0),
    NativeDef::function("limit", "message, /", limit).cost(0),
];

/// Numbers given out so far.
#[derive(Default)]
struct Numbers {
    pools: u32,
    jobs: u32,
}

/// Puts the functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn int(args: &Args<'_>, i: usize) -> i64 {
    args.get(i).and_then(Value::as_int).unwrap_or_default()
}

fn text(args: &Args<'_>, i: usize) -> String {
    args.get(i).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn pool_created(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let numbers = vm.state::<Numbers>();
    numbers.pools += 1;
    let pool = PoolId(numbers.pools);
    vm.note(Note::PoolCreated { pool, name: text(&args, 0), size: int(&args, 1) as u32 });
    Ok(Flow::Return(Value::Int(i64::from(pool.0))))
}

/// The qualified name of a function, through `partial` and bound methods, for people.
pub fn name_of(vm: &mut Vm, function: &Value) -> String {
    let mut function = function.clone();
    for _ in 0..8 {
        match function.object() {
            Some(Object::Function(f)) => {
                return f
                    .qualname
                    .as_ref()
                    .and_then(|q| q.as_str().map(str::to_owned))
                    .unwrap_or_else(|| f.code().code.qualname.to_string());
            }
            Some(Object::Native(def)) => return def.name.to_owned(),
            Some(Object::Method { function: inner, .. }) => function = inner.clone(),
            Some(Object::Class(class)) => return class.qualname.to_string(),
            _ => {
                let wrapped = vm.interner.intern("func");
                match super::itertools::wrapped(&function).or_else(|| vm.instance_value(&function, wrapped)) {
                    Some(inner) => function = inner,
                    None => break,
                }
            }
        }
    }
    vm.class_name(&function).to_string()
}

fn function_name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = args.get(0).map(|f| name_of(vm, f)).unwrap_or_default();
    Ok(Flow::Return(Value::str(name)))
}

fn job_submitted(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let numbers = vm.state::<Numbers>();
    numbers.jobs += 1;
    let job = JobId(numbers.jobs);
    let name = args.get(1).map(|f| name_of(vm, f)).unwrap_or_default();
    let task = super::asyncio::current_task_id(vm);
    let line = vm.current_line();
    vm.note(Note::JobSubmitted { pool: PoolId(int(&args, 0) as u32), job, name, task, line });
    Ok(Flow::Return(Value::Int(i64::from(job.0))))
}

fn job_begin(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.note(Note::JobBegin { pool: PoolId(int(&args, 0) as u32), job: JobId(int(&args, 1) as u32) });
    Flow::none()
}

fn job_end(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.note(Note::JobEnd { pool: PoolId(int(&args, 0) as u32), job: JobId(int(&args, 1) as u32) });
    Flow::none()
}

/// Spends what a compound operation of CPython's costs on top of the instructions of our text.
fn charge(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let costs = Costs::of(vm.machine.python);
    let cost = match args.get(0).and_then(Value::as_str) {
        Some("executor_submit") => costs.executor_submit,
        Some("executor_begin") => costs.executor_begin,
        Some("wake_loop") => costs.wake_loop,
        Some("gather_child") => costs.gather_child,
        Some("asyncio_run") => costs.asyncio_run,
        Some("asyncio_close") => costs.asyncio_close,
        _ => return Flow::none(),
    };
    vm.charge(cost.0);
    Flow::none()
}

fn cpu_count(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(i64::from(vm.machine.cores))))
}

/// Reads the switch interval, in seconds. (Setting it needs a kernel that listens; see `sys`.)
fn switch_interval(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Float(vm.machine.switch_interval.as_secs_f64())))
}

fn has_gil(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Bool(vm.machine.python.has_gil())))
}

fn version(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let (major, minor) = vm.machine.python.version();
    Ok(Flow::Return(Value::tuple(vec![Value::Int(i64::from(major)), Value::Int(i64::from(minor))])))
}

/// Ends the run: what the program asks for is not supported.
fn limit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let message = text(&args, 0);
    Err(vm.limit(message))
}

fn lock_created(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let key = vm.new_key();
    let line = vm.current_line();
    vm.note(Note::LockCreated { key, kind: text(&args, 0), line });
    Ok(Flow::Return(Value::Int(key.0 as i64)))
}

fn lock_waits(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (task, line) = (super::asyncio::current_task_id(vm), vm.current_line());
    vm.note(Note::LockWaits { key: Key(int(&args, 0) as u64), task, line });
    Flow::none()
}

fn lock_acquired(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (task, line) = (super::asyncio::current_task_id(vm), vm.current_line());
    vm.note(Note::LockAcquired { key: Key(int(&args, 0) as u64), task, line });
    Flow::none()
}

fn lock_released(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let task = super::asyncio::current_task_id(vm);
    vm.note(Note::LockReleased { key: Key(int(&args, 0) as u64), task });
    Flow::none()
}

fn at_exit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(function) = args.get(0) {
        vm.at_exit(function.clone());
    }
    Flow::none()
}

fn format_exception(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match args.get(0) {
        Some(value) if value.as_exception().is_some() => vm
            .with_words(&Exception::of(value.clone()), |vm, exception| {
                Ok(Flow::Return(Value::str(vm.format_exception_by(exception, Printer::Traceback))))
            }),
        _ => Ok(Flow::Return(Value::str("NoneType: None\n"))),
    }
}

fn last_line(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match args.get(0) {
        Some(value) if value.as_exception().is_some() => {
            vm.with_words(&Exception::of(value.clone()), |vm, exception| {
                let text = vm.last_line(exception) + &vm.suggestion(exception, Printer::LastLine);
                Ok(Flow::Return(Value::str(text)))
            })
        }
        _ => Ok(Flow::Return(Value::str(""))),
    }
}

/// `where(level)`: path, line, function and source of the visitor's frame so many levels up (1 is the innermost), and
/// whether that is in the main file.
fn place(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let level = int(&args, 0).max(1) as usize;
    let mut found = None;
    let frames = vm.fiber.frames.iter().rev().filter_map(|frame| match frame {
        Frame::Python(frame) => Some((crate::vm::frame_line(frame)?, frame.code().code.name.to_string())),
        Frame::Native(_) | Frame::Each(_) | Frame::Stays(_) => None,
    });
    for (i, place) in frames.enumerate() {
        found = Some(place);
        if i + 1 >= level {
            break;
        }
    }
    let Some((line, function)) = found else {
        let nowhere = vec![Value::str("sys"), Value::Int(1), Value::str("<module>"), Value::None, Value::Bool(false)];
        return Ok(Flow::Return(Value::tuple(nowhere)));
    };
    let path = vm.program.files.get(line.file as usize).map_or("?", |file| file.path.as_str()).to_owned();
    let source = vm.source_line(line.file, line.line).map_or(Value::None, Value::str);
    Ok(Flow::Return(Value::tuple(vec![
        Value::str(path),
        Value::Int(i64::from(line.line)),
        Value::str(function),
        source,
        Value::Bool(line.file == 0),
    ])))
}

fn log(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (logger, message) = (text(&args, 0), text(&args, 2));
    super::log::report(vm, &logger, int(&args, 1), message)
}

fn set_switch_interval(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(value) = args.get(0) {
        let seconds = super::time::seconds(vm, value)?;
        vm.machine.switch_interval = crate::time::Duration::from_secs_f64(seconds);
    }
    Flow::none()
}
