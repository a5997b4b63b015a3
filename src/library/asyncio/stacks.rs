//! Where tasks' coroutines stand: for the trace as numbers, each stack told once; for `asyncio.graph` as frames.

use super::State;
use super::future::{self, Future};
use crate::library::Text;
use crate::numbered::{Number, Numbered};
use crate::syscall::{Line, Note, StackId, TaskId};
use crate::vm::Vm;
use crate::vm::code::{Code, CodeKind, Op};
use crate::vm::exception::Result;
use crate::vm::frame::{Flow, Frame, PyFrame};
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Ref, Value};

static FUNCTIONS: [NativeDef; 5] = [
    NativeDef::function("_awaited_here", "future, /", awaited_here).cost(0),
    NativeDef::function("_awaited_by", "future, task, /", awaited_by).cost(0),
    NativeDef::function("_awaiters", "future, /", awaiters).cost(200),
    NativeDef::function("_call_stack", "future, depth, /", call_stack).cost(2_000),
    NativeDef::function("_line_of", "generator, last, /", line_now).cost(50),
];

pub(super) fn install(vm: &mut Vm, module: &Value) {
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

/// The stacks that the trace knows.
#[derive(Default)]
pub(super) struct Stacks {
    known: Numbered<Place, StackId>,
    last: u32,
}

/// A line of some code, inside of another stack.
#[derive(Clone, Copy)]
struct Place {
    outer: StackId,
    line: u32,
    code: usize,
}

impl Number for Place {
    fn numbers(self) -> (u64, u64) {
        (u64::from(self.outer.0) << 32 | u64::from(self.line), self.code as u64)
    }
}

/// Where a suspended coroutine stands in the visitor's code, which is the innermost frame of theirs along what it awaits;
/// and the stack of the coroutines among those frames.
pub(super) fn of(vm: &mut Vm, coroutine: &Value) -> (Line, StackId) {
    let (mut line, mut stack) = (Line::default(), StackId::default());
    let mut coroutine = coroutine.clone();
    let mut awaits_only = true;
    while let Some(Object::Generator(generator)) = coroutine.object() {
        let Some(frame) = &generator.frame else { break };
        let code = &frame.code().code;
        let at = if generator.started { line_of(frame) } else { code.first_line };
        if let Some(file) = code.file {
            line = Line { file, line: at };
        }
        awaits_only &= code.kind == CodeKind::Coroutine;
        if awaits_only {
            let address = std::ptr::from_ref::<Code>(code).addr();
            let place = Place { outer: stack, line: at, code: address };
            stack = match vm.state::<State>().stacks.known.get(&place) {
                Some(known) => *known,
                None => tell(vm, place, code),
            };
        }
        let next = awaited(frame);
        match next {
            Some(next) => coroutine = next,
            None => break,
        }
    }
    (line, stack)
}

fn tell(vm: &mut Vm, place: Place, code: &Code) -> StackId {
    let stacks = &mut vm.state::<State>().stacks;
    stacks.last += 1;
    let stack = StackId(stacks.last);
    stacks.known.insert(place, stack);
    let (library, line) = match code.file {
        Some(file) => (String::new(), Line { file, line: place.line }),
        None => (library_file(vm, code), Line { file: 0, line: line_in_cpython(vm, code, place.line) }),
    };
    vm.note(Note::StackSeen {
        stack,
        outer: place.outer,
        function: (*code.qualname).into(),
        library: library.into(),
        line,
    });
    stack
}

/// What a frame delegates to.
fn awaited(frame: &PyFrame) -> Option<Value> {
    match frame.code().code.ops.get(frame.pc.saturating_sub(1)) {
        Some(Op::Delegate { iter, .. }) => Some(frame.registers[*iter as usize].clone()),
        _ => None,
    }
}

fn line_of(frame: &PyFrame) -> u32 {
    let code = &frame.code().code;
    code.spans.get(frame.pc.saturating_sub(1)).map_or(code.first_line, |span| span.line)
}

/// `asyncio/tasks.py`, for a module of the library.
fn library_file(vm: &Vm, code: &Code) -> String {
    format!("{}.py", vm.program.modules[code.module as usize].name.replace('.', "/"))
}

/// Where CPython 3.14.2 has what a line of library text does: the text says so at its end. 0 where it says nothing.
fn line_in_cpython(vm: &Vm, code: &Code, line: u32) -> u32 {
    let module = crate::library::find(&vm.program.modules[code.module as usize].name);
    let Some(Text::Here(text)) = module.and_then(|module| module.text) else { return 0 };
    let text = text.lines().nth((line as usize).wrapping_sub(1)).unwrap_or_default();
    text.split_once("# 3.14: ").and_then(|(_, line)| line.parse().ok()).unwrap_or(0)
}

/// `_awaited_here(future)`: the running task, if there is one, waits for this one, too.
fn awaited_here(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(by) = super::current_task_id(vm) {
        add(vm, &args.values[0], by);
    }
    Flow::none()
}

/// `_awaited_by(future, task)`: a task waits for this future, too.
fn awaited_by(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    if let Some(by) = args.get(1).and_then(|task| task.as_native::<Future>()?.task_id()) {
        add(vm, &args.values[0], by);
    }
    Flow::none()
}

fn add(vm: &mut Vm, value: &Value, by: TaskId) {
    let Some(future) = value.as_native::<Future>() else { return };
    if future.state != future::Progress::Pending || future.awaited_by.contains(&by) {
        return;
    }
    future.awaited_by.push(by);
    if let Some(task) = future.task_id() {
        vm.note(Note::TaskAwaited { task, by });
    }
}

/// `_awaiters(future)`: the tasks that wait for a future, oldest first.
fn awaiters(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    let listed = value.as_native::<Future>().map(|future| future.awaited_by.clone()).unwrap_or_default();
    let mut found = Vec::new();
    for (id, &address) in vm.state::<State>().tasks.iter() {
        // SAFETY: a task leaves the registry when it is done and before it is freed.
        let Some(task) = (unsafe { Ref::from_address(address) }).map(Value::Object) else { continue };
        let data = task.as_native::<Future>().and_then(|future| future.task.as_ref());
        if listed.contains(id) || data.is_some_and(|data| data.waits_for.is(&value)) {
            found.push(task);
        }
    }
    Ok(Flow::Return(Value::list(found)))
}

/// `_call_stack(future, depth)`: the frames of a task that waits; without one those of the running task, less `depth` of the
/// innermost. Innermost first, each as path, line, name, qualified name, first line of the function, generator or `None`; `None`
/// for a coroutine that is done.
fn call_stack(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let depth = args.get(1).and_then(Value::as_int).unwrap_or_default().max(0) as usize;
    let mut rows: Vec<Value> = Vec::new();
    if args.values[0].is_none() {
        // A frame, and the generator that it belongs to.
        let frames: Vec<(&PyFrame, Option<Value>)> = (vm.fiber.frames.iter().rev())
            .filter_map(|frame| match frame {
                Frame::Python(frame) => Some((&**frame, frame.generator.clone().map(Value::Object))),
                Frame::Native(_) | Frame::Each(_) | Frame::Stays(_) => None,
            })
            .skip(depth)
            .collect();
        for (i, (frame, generator)) in frames.iter().enumerate() {
            rows.push(row(vm, frame, line_of(frame), generator.clone()));
            // The outermost frame of a coroutine stack: what is around it resumes the task.
            if generator.is_some() && frames.get(i + 1).is_some_and(|(_, around)| around.is_none()) {
                break;
            }
        }
        return Ok(Flow::Return(Value::list(rows)));
    }
    let task = args.values[0].as_native::<Future>().and_then(|future| future.task.as_ref());
    let mut next = task.map(|task| task.coroutine.clone());
    while let Some(value) = next.take() {
        let Some(Object::Generator(generator)) = value.object() else { break };
        if generator.kind != CodeKind::Coroutine {
            break;
        }
        if let Some(frame) = &generator.frame {
            let line = if generator.started { line_of(frame) } else { frame.code().code.first_line };
            rows.push(row(vm, frame, line, Some(value.clone())));
            next = awaited(frame);
        } else if let Some(frame) = on_stack(vm, &value) {
            rows.push(row(vm, frame, line_of(frame), Some(value.clone())));
        } else {
            rows.push(Value::None);
        }
    }
    rows.reverse();
    Ok(Flow::Return(Value::list(rows)))
}

/// `_line_of(generator, last)`: the line at which it stands; the last one known when it is done, 0 where CPython's line is not known.
fn line_now(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = &args.values[0];
    let suspended =
        value.as_generator().and_then(|generator| generator.frame.as_deref().map(|f| (f, generator.started)));
    let frame = suspended.or_else(|| on_stack(vm, value).map(|frame| (frame, true)));
    let Some((frame, started)) = frame else { return Ok(Flow::Return(args.values[1].clone())) };
    let code = &frame.code().code;
    let line = if started { line_of(frame) } else { code.first_line };
    let line = if code.file.is_some() { line } else { line_in_cpython(vm, code, line) };
    Ok(Flow::Return(Value::Int(i64::from(line))))
}

/// The frame of a coroutine that runs on this thread.
fn on_stack<'a>(vm: &'a Vm, coroutine: &Value) -> Option<&'a PyFrame> {
    let Value::Object(coroutine) = coroutine else { return None };
    vm.fiber.frames.iter().rev().find_map(|frame| match frame {
        Frame::Python(frame) if frame.generator.as_ref().is_some_and(|of| of.is(coroutine)) => Some(&**frame),
        _ => None,
    })
}

fn row(vm: &Vm, frame: &PyFrame, line: u32, generator: Option<Value>) -> Value {
    let code = &frame.code().code;
    let path = match code.file {
        Some(file) => vm.program.files.get(usize::from(file)).map_or_else(|| "?".into(), |file| file.path.clone()),
        None => library_file(vm, code),
    };
    let line = if code.file.is_some() { line } else { line_in_cpython(vm, code, line) };
    let line = Value::Int(i64::from(line));
    Value::tuple(vec![
        Value::str(path),
        line,
        Value::str(&*code.name),
        Value::str(code.qualname.to_string()),
        Value::Int(i64::from(code.first_line)),
        generator.unwrap_or(Value::None),
    ])
}
