//! Frames as objects: whose they are, where they stand, who called them and what they hold.
//!
//! An object is made when somebody asks (`sys._getframe`, `inspect.currentframe`, a traceback, a coroutine), and keeps nothing
//! alive. While its frame is on the stack of the thread that asks, it is looked up there; afterwards the object knows where
//! the frame stood when it was made. Frames of the library are passed over, as in tracebacks: they are not CPython's.

use crate::vm::Vm;
use crate::vm::exception::{Result, TracebackEntry};
use crate::vm::frame::{Frame, PyFrame};
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use std::ptr::NonNull;

struct FrameView {
    entry: TracebackEntry,
    place: Place,
}

impl NativeObject for FrameView {}

/// Where a frame is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On the stack of the running thread, as its so manieth and at this address, when it was asked for.
    Stack { depth: usize, address: usize },
    /// A coroutine or generator that waits: nobody calls it now.
    Suspended,
    /// An exception passed it.
    Passed,
}

static FRAME: &[GetSet] = &[
    GetSet { name: "f_lineno", get: line, set: None },
    GetSet { name: "f_code", get: code, set: None },
    GetSet { name: "f_back", get: back, set: None },
    GetSet { name: "f_locals", get: locals, set: None },
    GetSet { name: "f_globals", get: globals, set: None },
];

#[derive(Default)]
struct FrameClass(Option<Ref>);

pub(super) fn install(vm: &mut Vm) {
    let class = vm.native_class("builtins", "frame", None, &[], FRAME);
    vm.state::<FrameClass>().0 = Some(class);
}

impl Vm {
    /// The frame that an exception passed.
    pub fn frame_view(&mut self, entry: TracebackEntry) -> Value {
        self.view(entry, Place::Passed)
    }

    /// The frame of a generator or coroutine, `None` when it has come to its end.
    pub fn frame_of_generator(&mut self, generator: &Value) -> Value {
        self.suspended_entry(generator).map_or(Value::None, |entry| self.view(entry, Place::Suspended))
    }

    /// The program's own frame that stands so many above the innermost one.
    pub fn frame_on_stack(&mut self, above: usize) -> Option<Value> {
        let (depth, frame) = self.own_frames(self.fiber.frames.len()).nth(above)?;
        let (entry, address) = (entry_of(frame), address_of(frame));
        Some(self.view(entry, Place::Stack { depth, address }))
    }

    /// Frames of the program below a depth of the running thread's stack, innermost first.
    fn own_frames(&self, below: usize) -> impl Iterator<Item = (usize, &PyFrame)> {
        self.fiber.frames[..below].iter().enumerate().rev().filter_map(|(depth, frame)| match frame {
            Frame::Python(frame) if frame.code().code.file.is_some() => Some((depth, &**frame)),
            _ => None,
        })
    }

    fn view(&mut self, entry: TracebackEntry, place: Place) -> Value {
        let class = self.state::<FrameClass>().0.clone();
        class.map_or(Value::None, |class| self.bare_instance(&class, Payload::native(FrameView { entry, place })))
    }

    /// The frame itself, as long as it is where it was.
    fn standing(&self, view: &FrameView) -> Option<(usize, &PyFrame)> {
        let Place::Stack { depth, address } = view.place else { return None };
        match self.fiber.frames.get(depth) {
            Some(Frame::Python(frame)) if address_of(frame) == address && frame.code == view.entry.code => {
                Some((depth, frame))
            }
            _ => None,
        }
    }
}

fn entry_of(frame: &PyFrame) -> TracebackEntry {
    TracebackEntry::new(NonNull::from(frame.code()), frame.pc.saturating_sub(1), false)
}

fn address_of(frame: &PyFrame) -> usize {
    std::ptr::from_ref(frame).addr()
}

fn line(vm: &mut Vm, this: &Value) -> Result<Value> {
    let Some(view) = this.as_native::<FrameView>() else { return Ok(Value::None) };
    let entry = vm.standing(view).map_or(view.entry, |(_, frame)| entry_of(frame));
    Ok(Value::Int(i64::from(entry.span().line)))
}

fn code(_: &mut Vm, this: &Value) -> Result<Value> {
    // SAFETY: loaded code lives as long as the vm.
    Ok(this
        .as_native::<FrameView>()
        .map_or(Value::None, |v| Object::Code(unsafe { v.entry.code.as_ref() }.number).into()))
}

fn back(vm: &mut Vm, this: &Value) -> Result<Value> {
    let Some(view) = this.as_native::<FrameView>() else { return Ok(Value::None) };
    if view.place == Place::Passed {
        return Err(vm.limit("f_back of a traceback's frame is not part of Loopscope"));
    }
    let Some((depth, _)) = vm.standing(view) else { return Ok(Value::None) };
    let Some((depth, frame)) = vm.own_frames(depth).next() else { return Ok(Value::None) };
    let (entry, address) = (entry_of(frame), address_of(frame));
    Ok(vm.view(entry, Place::Stack { depth, address }))
}

fn locals(vm: &mut Vm, this: &Value) -> Result<Value> {
    let Some(view) = this.as_native::<FrameView>() else { return Ok(Value::None) };
    let frame = vm.standing(view).map(|(_, frame)| std::ptr::from_ref(frame));
    match frame {
        // SAFETY: frames are boxed and stay where they are while they are on the stack.
        Some(frame) => Ok(vm.locals_of(unsafe { &*frame })),
        None => Err(vm.limit("f_locals of a frame that does not run is not part of Loopscope")),
    }
}

fn globals(vm: &mut Vm, this: &Value) -> Result<Value> {
    let Some(view) = this.as_native::<FrameView>() else { return Ok(Value::None) };
    // SAFETY: loaded code lives as long as the vm.
    let module = unsafe { view.entry.code.as_ref() }.module.clone();
    Ok(vm.dict_of_names(&Value::Object(module)))
}
