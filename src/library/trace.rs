//! `_trace`: what library code in Python drops as notes, and charges as time.

use super::metering;
use crate::costs::Costs;
use crate::syscall::{JobId, Key, Line, Note, PoolId, Syscall};
use crate::time::Duration;
use crate::vm::builtins::tracebacks::Traceback;
use crate::vm::exception::{Exception, Result, TracebackEntry};
use crate::vm::exception_text::{Printer, Shape};
use crate::vm::frame::Frame;
use crate::vm::function::{Args, NativeDef};
use crate::vm::generator::NeverAwaited;
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
    "frames_of",
    "stack",
    "last_line",
    "where",
    "on_never_awaited",
    "log",
    "set_switch_interval",
    "function_name",
    "in_c",
    "in_python",
    "spend",
    "limit",
    "leave",
    "call_in_main",
    "interrupt",
    "set_alarm",
    "frame",
    "generic_alias",
    "sources",
];

static FUNCTIONS: [NativeDef; 34] = [
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
    NativeDef::function("format_exception", "exception, limit=None, chain=True, ignored=False, /", format_exception),
    NativeDef::function("frames_of", "traceback, /", frames_of).cost(2_000),
    NativeDef::function("stack", "", stack).cost(2_000),
    NativeDef::function("last_line", "exception, /", last_line),
    NativeDef::function("where", "level, /", place).cost(200),
    NativeDef::function("on_never_awaited", "function, /", on_never_awaited).cost(0),
    NativeDef::function("log", "logger, level, message, error=None, /", log).cost(0),
    NativeDef::function("set_switch_interval", "seconds, /", set_switch_interval),
    NativeDef::function("function_name", "function, /", function_name).cost(0),
    NativeDef::function("in_c", "function, *args", metering::in_c).cost(0),
    NativeDef::function("in_python", "function, *args", metering::in_python).cost(0),
    NativeDef::function("spend", "nanoseconds, /", metering::spend).cost(0),
    NativeDef::function("limit", "message, /", limit).cost(0),
    NativeDef::function("leave", "code, /", leave),
    NativeDef::function("call_in_main", "function, *args", call_in_main),
    NativeDef::function("interrupt", "", interrupt),
    NativeDef::function("set_alarm", "function, seconds, interval, /", set_alarm),
    NativeDef::function("frame", "above=0, /", frame).cost(0),
    NativeDef::function("sources", "", sources).cost(0),
    NativeDef::function("generic_alias", "cls, item, /", crate::vm::builtins::generic::class_getitem),
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

/// The program's own files: their paths and texts.
fn sources(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let pair =
        |file: &crate::vm::code::SourceFile| Value::tuple(vec![Value::str(&*file.path), Value::str(&*file.text)]);
    Ok(Flow::Return(Value::list(vm.program.files.iter().map(pair).collect())))
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
        Some(value) if value.as_exception().is_some() => vm.with_words(&Exception::of(value.clone()), {
            let chain = args.get(2).is_none_or(|chain| !matches!(chain, Value::Bool(false)));
            let shape = Shape { limit: args.get(1).and_then(Value::as_int), chain };
            let ignored = matches!(args.get(3), Some(Value::Bool(true)));
            let printer = if ignored { Printer::Ignored } else { Printer::Traceback };
            move |vm, exception| Ok(Flow::Return(Value::str(vm.format_exception_as(exception, printer, shape))))
        }),
        _ => Ok(Flow::Return(Value::str("NoneType: None\n"))),
    }
}

/// Frames as tuples: file, line, function, line of source or `None`, and how the frame is printed.
fn told(vm: &Vm, entries: &[TracebackEntry]) -> Value {
    let tuple = |(path, line, function, source, text): (String, u32, String, Option<String>, String)| {
        let source = source.map_or(Value::None, Value::str);
        Value::tuple(vec![
            Value::str(path),
            Value::Int(i64::from(line)),
            Value::str(function),
            source,
            Value::str(text),
        ])
    };
    Value::list(vm.frames_told(entries).into_iter().map(tuple).collect())
}

/// `frames_of(traceback)`: its frames, outermost first.
fn frames_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let traceback = args.get(0).and_then(Value::as_native::<Traceback>);
    let entries = traceback.map(|traceback| traceback.entries.clone()).unwrap_or_default();
    Ok(Flow::Return(told(vm, &entries)))
}

/// `stack()`: the visitor's frames of the running thread, outermost first.
fn stack(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(told(vm, &vm.stack_entries())))
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

/// `where(level)`: path, line, function and name of the module of the visitor's frame so many levels up (1 is the innermost).
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
    let (line, function) = found.unwrap_or_else(|| (Line::default(), "<module>".to_owned()));
    let (path, number) = vm.place_of_line(line);
    let modules = &vm.program.modules;
    let module = modules.iter().find(|module| vm.program.codes[module.code as usize].file == Some(line.file));
    let module = if number == 0 { "sys" } else { module.map_or("__main__", |module| module.name.as_str()) };
    Ok(Flow::Return(Value::tuple(vec![
        Value::str(path),
        Value::Int(i64::from(number)),
        Value::str(function),
        Value::str(module),
    ])))
}

fn on_never_awaited(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    vm.state::<NeverAwaited>().hook = args.get(0).cloned().unwrap_or_default();
    Flow::none()
}

/// `call_in_main(function, *args)`: the main thread calls it when it goes on.
fn call_in_main(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [function, rest @ ..] = args.values else { return Flow::none() };
    vm.call_in_main(function.clone(), rest.to_vec());
    Flow::none()
}

/// `interrupt()`: ends what the main thread waits in.
fn interrupt(_: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Flow::syscall(Syscall::Interrupt, |_, _| Flow::none())
}

/// `set_alarm(function, seconds, interval)`: the main thread calls the function then, and again every so often; no seconds
/// take the timer back. Answers the moment as `monotonic` shows it.
fn set_alarm(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [function, first, every] = args.values else { return Flow::none() };
    let (first, every) = (super::time::seconds(vm, first)?, super::time::seconds(vm, every)?);
    vm.on_alarm(function.clone());
    super::time::with_now(move |_, now| {
        let at = (first > 0.0).then(|| now + Duration::from_secs_f64(first));
        let shown = super::time::monotonic_at(at.unwrap_or(now));
        let call = Syscall::Alarm { at, every: Duration::from_secs_f64(every) };
        Flow::syscall(call, move |_, _| Ok(Flow::Return(Value::Float(shown))))
    })
}

/// `frame(above=0)`: the program's own frame that stands so many above the innermost one, `None` when there are not so many.
fn frame(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let above = usize::try_from(int(&args, 0)).unwrap_or(0);
    Ok(Flow::Return(vm.frame_on_stack(above).unwrap_or(Value::None)))
}

/// `leave(code)`: the process is over, and nothing else of it runs.
fn leave(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Flow::syscall(Syscall::Exit(int(&args, 0) as i32), |_, _| Flow::none())
}

fn log(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (logger, message) = (text(&args, 0), text(&args, 2));
    super::log::report(vm, &logger, int(&args, 1), message, args.get(3).cloned())
}

fn set_switch_interval(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(value) = args.get(0) {
        let seconds = super::time::seconds(vm, value)?;
        vm.switch_interval = Some(crate::time::Duration::from_secs_f64(seconds));
    }
    Flow::none()
}
