//! How futures, tasks and handles show themselves, as `Lib/asyncio/{base_futures,base_tasks,format_helpers}.py` do.

use super::created::library_place;
use super::future::{Callback, Future, Progress};
use super::handle::{Handle, Work};
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::frame::Frame;
use crate::vm::symbol::Symbol;
use crate::vm::value::{Object, Value};

/// How many futures that wait for each other are shown within each other.
const DEEPEST: usize = 4;

/// What `make` makes without calling Python code: what needs some to show itself is "...".
pub(super) fn plainly(vm: &mut Vm, value: &Value, make: fn(&mut Vm, &mut Asks, &Value) -> Attempt<String>) -> String {
    make(vm, &mut Asks::refusing(), value).unwrap_or_else(|_| "...".to_owned())
}

/// `repr(value)`
pub(super) fn quoted(vm: &mut Vm, asks: &mut Asks, value: &Value) -> Attempt<String> {
    match vm.repr(asks, value) {
        Err(_) if asks.refuses() => Ok("...".to_owned()),
        answer => answer,
    }
}

/// `reprlib.repr(value)`: long values are cut.
fn short(vm: &mut Vm, asks: &mut Asks, value: &Value, level: usize) -> Attempt<String> {
    let mut several = |vm: &mut Vm, items: &[Value], most: usize| -> Attempt<String> {
        if level == 0 && !items.is_empty() {
            return Ok("...".to_owned());
        }
        let shown = items.iter().take(most).map(|item| short(vm, asks, item, level - 1));
        let mut parts = shown.collect::<Attempt<Vec<String>>>()?;
        if items.len() > most {
            parts.push("...".into());
        }
        Ok(parts.join(", "))
    };
    Ok(match value.object() {
        Some(Object::Str(text)) => {
            let whole = quoted(vm, asks, value)?;
            if whole.chars().count() <= 30 {
                return Ok(whole);
            }
            let chars: Vec<char> = text.text.chars().collect();
            let ends: String = chars[..13].iter().chain(&chars[chars.len() - 14..]).collect();
            cut(&quoted(vm, asks, &Value::str(ends))?, 13, 14, true)
        }
        Some(Object::List(items)) => format!("[{}]", several(vm, &items.clone(), 6)?),
        Some(Object::Tuple(items)) => {
            let inner = several(vm, items, 6)?;
            if items.len() == 1 { format!("({inner},)") } else { format!("({inner})") }
        }
        Some(Object::Dict(dict)) => {
            let pairs: Vec<(Value, Value)> = dict.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
            if pairs.is_empty() {
                return Ok("{}".into());
            }
            if level == 0 {
                return Ok("{...}".into());
            }
            let mut parts = Vec::new();
            for (key, value) in pairs.iter().take(4) {
                let key = short(vm, asks, key, level - 1)?;
                parts.push(format!("{key}: {}", short(vm, asks, value, level - 1)?));
            }
            if pairs.len() > 4 {
                parts.push("...".into());
            }
            format!("{{{}}}", parts.join(", "))
        }
        _ => {
            let whole = quoted(vm, asks, value)?;
            let (most, before, after) = if value.is_integer() { (40, 18, 19) } else { (30, 13, 14) };
            if whole.chars().count() > most { cut(&whole, before, after, false) } else { whole }
        }
    })
}

/// The first and last characters of a text; `known` when it is a text already cut to its ends.
fn cut(text: &str, before: usize, after: usize, known: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    if !known && chars.len() <= before + after {
        return text.to_owned();
    }
    let first: String = chars[..before.min(chars.len())].iter().collect();
    let last: String = chars[chars.len().saturating_sub(after)..].iter().collect();
    format!("{first}...{last}")
}

/// What a function is called, and where it is defined: `f() at file.py:3`.
pub(super) fn source_of(
    vm: &mut Vm,
    asks: &mut Asks,
    function: &Value,
    args: &[Value],
    debug: bool,
) -> Attempt<String> {
    // Since 3.13 arguments are shown in debug mode only: they may be secret.
    let secret = vm.machine.python.version() >= (3, 13) && !debug;
    let mut arguments = |vm: &mut Vm, args: &[Value], keywords: &[(Symbol, Value)]| -> Attempt<String> {
        if secret {
            return Ok("()".to_owned());
        }
        let mut parts = args.iter().map(|arg| short(vm, asks, arg, 6)).collect::<Attempt<Vec<_>>>()?;
        for (name, value) in keywords {
            let name = vm.interner.name(*name).to_string();
            parts.push(format!("{name}={}", short(vm, asks, value, 6)?));
        }
        Ok(format!("({})", parts.join(", ")))
    };
    let mut suffix = arguments(vm, args, &[])?;
    let mut function = function.clone();
    while let Some((inner, args, keywords)) = crate::library::itertools::partial(&function) {
        suffix = arguments(vm, &args, &keywords)? + &suffix;
        function = inner;
    }
    let name = match function.object() {
        Some(Object::Instance(_)) => quoted(vm, asks, &function)?,
        _ => crate::library::trace::name_of(vm, &function),
    };
    let place = place_of(vm, &function).map(|place| format!(" at {place}")).unwrap_or_default();
    Ok(format!("{name}{suffix}{place}"))
}

/// Where a function is defined.
fn place_of(vm: &Vm, function: &Value) -> Option<String> {
    let code = match function.object()? {
        Object::Function(function) => &function.code().code,
        // Python code in CPython.
        Object::Native(def) if def.name == "_set_result_unless_cancelled" => {
            return Some(library_place("asyncio.futures"));
        }
        _ => return None,
    };
    let Some(file) = code.file else { return Some(library_place(&vm.program.modules[code.module as usize].name)) };
    let path = &vm.program.files.get(file as usize)?.path;
    Some(format!("{path}:{}", code.first_line))
}

/// `<Future pending>`, `<Task finished name='Task-1' coro=<f() done, defined at …> result=1>`
pub(super) fn describe(vm: &mut Vm, asks: &mut Asks, value: &Value) -> Attempt<String> {
    describe_at(vm, asks, value, DEEPEST)
}

fn describe_at(vm: &mut Vm, asks: &mut Asks, value: &Value, depth: usize) -> Attempt<String> {
    let Some(future) = value.as_native::<Future>() else { return quoted(vm, asks, value) };
    if depth == 0 {
        return Ok("...".to_owned());
    }
    let class = vm.class_name(value);
    let state = match future.state {
        Progress::Pending => match &future.task {
            Some(task) if task.cancel_requests > 0 => "cancelling",
            _ => "pending",
        },
        Progress::Cancelled => "cancelled",
        Progress::Finished => "finished",
    };
    let mut text = format!("<{class} {state}");
    if let Some(task) = &future.task {
        let (name, coroutine, waits_for) = (task.name.clone(), task.coroutine.clone(), task.waits_for.clone());
        text += &format!(" name={}", quoted(vm, asks, &name)?);
        text += &format!(" coro=<{}>", coroutine_source(vm, &coroutine));
        if future.state == Progress::Pending && waits_for.as_native::<Future>().is_some() {
            text += &format!(" wait_for={}", describe_at(vm, asks, &waits_for, depth - 1)?);
        }
    }
    if future.state == Progress::Finished {
        if future.exception.is_undefined() {
            let result = future.result.clone();
            text += &format!(" result={}", short(vm, asks, &result, 6)?);
        } else {
            let exception = future.exception.clone();
            text += &format!(" exception={}", quoted(vm, asks, &exception)?);
        }
    }
    let callbacks: Vec<Option<Value>> = future
        .callbacks
        .iter()
        .map(|callback| match callback {
            Callback::Call { function, .. } => Some(function.clone()),
            Callback::Wakeup(_) => None,
        })
        .collect();
    let mut name = |callback: &Option<Value>| match callback {
        Some(function) => source_of(vm, asks, function, &[], false),
        None => Ok("Task.task_wakeup()".to_owned()),
    };
    match &callbacks[..] {
        [] => {}
        [one] => text += &format!(" cb=[{}]", name(one)?),
        [one, two] => text += &format!(" cb=[{}, {}]", name(one)?, name(two)?),
        [first, more @ .., last] => {
            text += &format!(" cb=[{}, <{} more>, {}]", name(first)?, more.len(), name(last)?);
        }
    }
    if let Some(created) = &future.created {
        text += &format!(" created at {}", created.place);
    }
    Ok(text + ">")
}

/// A coroutine's qualified name, or what there is instead.
pub(super) fn coroutine_name(vm: &mut Vm, coroutine: &Value) -> String {
    match coroutine.object() {
        Some(Object::Generator(generator)) => match &generator.name {
            Some((_, qualname)) => qualname.as_str().unwrap_or("coroutine").to_owned(),
            None => generator.code().code.qualname.to_string(),
        },
        _ => vm.class_name(coroutine).to_string(),
    }
}

/// `f() running at file.py:3` or `f() done, defined at file.py:1`
fn coroutine_source(vm: &mut Vm, coroutine: &Value) -> String {
    let name = coroutine_name(vm, coroutine);
    let Some(Object::Generator(generator)) = coroutine.object() else { return format!("{name}()") };
    let code = &generator.code().code;
    let file = code.file.and_then(|f| vm.program.files.get(f as usize));
    // The library's lines are not CPython's.
    let place = |line: u32| match file {
        Some(file) => format!("{}:{line}", file.path),
        None => super::created::library_place(&vm.program.modules[code.module as usize].name),
    };
    let at = |pc: usize| code.spans.get(pc.saturating_sub(1)).map_or(code.first_line, |span| span.line);
    if let Some(frame) = &generator.frame {
        let line = if generator.started { at(frame.pc) } else { code.first_line };
        return format!("{name}() running at {}", place(line));
    }
    if generator.running {
        // Its frame is on the stack of whoever asks, or of another thread.
        let on_stack = vm.fiber.frames.iter().rev().find_map(|frame| match frame {
            Frame::Python(frame) => match (&frame.generator, coroutine) {
                (Some(running), Value::Object(this)) if running.is(this) => Some(frame.pc),
                _ => None,
            },
            Frame::Native(_) | Frame::Each(_) | Frame::Stays(_) => None,
        });
        let line = on_stack.map_or(code.first_line, at);
        return format!("{name}() running at {}", place(line));
    }
    format!("{name}() done, defined at {}", place(code.first_line))
}

/// What a handle calls, and where that is defined.
pub(super) fn callback_source(vm: &mut Vm, asks: &mut Asks, handle: &Value) -> Attempt<String> {
    let Some(data) = handle.as_native::<Handle>() else { return Ok(String::new()) };
    Ok(match &data.work {
        Work::Call { callback, args } => {
            let (callback, args, debug) = (callback.clone(), args.clone(), data.created.is_some());
            source_of(vm, asks, &callback, &args, debug)?
        }
        Work::Step { .. } => "TaskStepMethWrapper()".to_owned(),
        Work::Wakeup { .. } => "Task.task_wakeup()".to_owned(),
        Work::Done => String::new(),
    })
}

/// `<Handle f() at file.py:3>`
pub(super) fn describe_handle(vm: &mut Vm, asks: &mut Asks, handle: &Value) -> Attempt<String> {
    let Some(data) = handle.as_native::<Handle>() else { return Ok("<Handle>".into()) };
    if let Some(shown) = &data.shown {
        return Ok(shown.clone());
    }
    let class = if data.when.is_some() { "TimerHandle" } else { "Handle" };
    let mut text = format!("<{class}");
    if data.cancelled {
        text += " cancelled";
    }
    if let Some(when) = data.when {
        let when = Value::Float(crate::library::time::monotonic_at(when));
        text += &format!(" when={}", quoted(vm, asks, &when)?);
    }
    let source = callback_source(vm, asks, handle)?;
    if !source.is_empty() {
        text += &format!(" {source}");
    }
    if let Some(created) = &data.created {
        text += &format!(" created at {}", created.place);
    }
    Ok(text + ">")
}
