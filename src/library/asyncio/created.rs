//! Where futures, tasks and handles were created: debug mode remembers it.

use super::Loop;
use crate::vm::Vm;
use crate::vm::frame::{Frame, PyFrame};
use crate::vm::value::Value;
use std::fmt::Write as _;

/// How many frames debug mode remembers (`DEBUG_STACK_DEPTH` of `Lib/asyncio/constants.py`).
const DEPTH: usize = 10;

/// Frames of CPython's loop between what it calls and `run_forever`, which are native here, and that one: `_run`, `_run_once`.
const LOOP_FRAMES: usize = 3;

/// Where something was created.
pub struct Created {
    /// `file.py:3`
    pub(super) place: String,
    /// The visitor's frames as a traceback shows them, outermost first.
    pub(super) stack: String,
}

impl Created {
    /// The visitor's frames as tuples, outermost first: file, line, function and source.
    pub(super) fn frames(&self) -> Value {
        let mut frames: Vec<Vec<Value>> = Vec::new();
        for line in self.stack.lines() {
            let Some((path, rest)) = line.strip_prefix("  File \"").and_then(|line| line.split_once("\", line "))
            else {
                if let Some(source) = frames.last_mut().and_then(|frame| frame.last_mut()) {
                    *source = Value::str(line.trim());
                }
                continue;
            };
            let (number, name) = rest.split_once(", in ").unwrap_or((rest, ""));
            let number = Value::Int(number.parse().unwrap_or_default());
            frames.push(vec![Value::str(path), number, Value::str(name), Value::str("")]);
        }
        Value::list(frames.into_iter().map(Value::tuple).collect())
    }
}

/// What creates it, as far as it stands between the program and what is remembered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// A constructor.
    Nothing,
    /// `call_soon` and its like: two functions, which do not count.
    Schedule,
    /// `call_later`: it, `call_at` and a constructor.
    Later,
    /// A method of the loop, which does not count itself.
    Method,
    /// `loop.create_future()`, which does.
    CreateFuture,
}

/// What a loop in debug mode remembers of the present moment; nothing otherwise.
pub(super) fn here(vm: &Vm, event_loop: &Value, through: Through) -> Option<Box<Created>> {
    if !event_loop.as_native::<Loop>()?.debug {
        return None;
    }
    Some(Box::new(at(vm, through)))
}

/// What remembers where coroutines are made, while a loop in debug mode runs.
pub(super) fn origins(debug: bool) -> Option<fn(&Vm) -> String> {
    debug.then_some(|vm| at(vm, Through::Nothing).stack)
}

fn at(vm: &Vm, through: Through) -> Created {
    let python = vm.fiber.frames.iter().rev().filter_map(|frame| match frame {
        Frame::Python(frame) => Some(&**frame),
        Frame::Native(_) | Frame::Each(_) | Frame::Stays(_) => None,
    });
    let own =
        |frame: &PyFrame| through == Through::Method && is_library(vm, frame, "asyncio.base_events", "create_task");
    let mut frames = python.skip_while(|frame| own(frame)).peekable();
    let place = match through {
        Through::CreateFuture => library_place("asyncio.base_events"),
        _ => frames.peek().map_or_else(String::new, |frame| place_of(vm, frame)),
    };
    let mut left = match through {
        Through::Nothing => DEPTH,
        Through::Method | Through::CreateFuture => DEPTH - 1,
        Through::Schedule => DEPTH - 2,
        Through::Later => DEPTH - 3,
    };
    let mut shown = Vec::new();
    for frame in frames {
        if is_library(vm, frame, "asyncio.base_events", "run_until_complete") {
            left = left.saturating_sub(LOOP_FRAMES);
        }
        if left == 0 {
            break;
        }
        left -= 1;
        if let Some((file, line)) = line_of(frame) {
            let path = vm.program.files.get(usize::from(file)).map_or("?", |file| &file.path);
            let mut text = format!("  File \"{path}\", line {line}, in {}\n", frame.code().code.name);
            if let Some(source) = vm.source_line(file, line) {
                let _ = writeln!(text, "    {source}");
            }
            shown.push(text);
        }
    }
    shown.reverse();
    Created { place, stack: shown.concat() }
}

/// Whether the library called the method of the loop that runs: `asyncio.create_task`, say, and not the program.
pub(super) fn is_made_by_library(vm: &Vm) -> bool {
    let python = vm.fiber.frames.iter().rev().filter_map(|frame| match frame {
        Frame::Python(frame) => Some(frame.code().code.file.is_none()),
        Frame::Native(_) | Frame::Each(_) | Frame::Stays(_) => None,
    });
    python.take(2).filter(|&library| library).count() == 2
}

/// The file of a library module, as far as it is the same everywhere: neither its folder nor its lines are.
pub(super) fn library_place(module: &str) -> String {
    format!("{}.py:…", module.replace('.', "/"))
}

fn is_library(vm: &Vm, frame: &PyFrame, module: &str, name: &str) -> bool {
    let code = &frame.code().code;
    code.file.is_none() && &*code.name == name && vm.program.modules[code.module as usize].name == module
}

/// The visitor's file and line at which a frame stands.
fn line_of(frame: &PyFrame) -> Option<(u16, u32)> {
    let code = &frame.code().code;
    let line = code.spans.get(frame.pc.saturating_sub(1)).map_or(code.first_line, |span| span.line);
    Some((code.file?, line))
}

fn place_of(vm: &Vm, frame: &PyFrame) -> String {
    match line_of(frame) {
        Some((file, line)) => {
            let path = vm.program.files.get(usize::from(file)).map_or("?", |file| &file.path);
            format!("{path}:{line}")
        }
        None => library_place(&vm.program.modules[frame.code().code.module as usize].name),
    }
}
