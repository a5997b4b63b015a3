//! Stacks: frames of Python code and of native continuations, and what natives answer.

use super::Vm;
use super::class_body::ClassBody;
use super::code::{CodeKind, Reg};
use super::exception::{Exception, Result};
use super::function::Function;
use super::loaded::LoadedCode;
use super::names::Names;
use super::value::{Object, Ref, Value};
use crate::syscall::{Outcome, Syscall};
use std::ptr::NonNull;

/// One level of a fiber's stack.
pub enum Frame {
    /// Python code.
    Python(Box<PyFrame>),
    /// A native function that waits for something.
    Native(Then),
    /// A native function that goes through a generator.
    Each(Box<Each>),
    /// A native function that stays while what it wants is done, one thing after the other.
    Stays(Stays),
}

/// A native function that stays on the stack: it is given what came of each flow that it answered, until it answers with a
/// value or raises. What it needs meanwhile it keeps, instead of a new continuation for every step.
pub type Stays = Box<dyn FnMut(&mut Vm, Input) -> Result<Flow>>;

/// What takes a generator's items; an answer ends it.
pub type Take = Box<dyn FnMut(&mut Vm, Input) -> Result<Option<Flow>>>;

/// A native function that goes through a generator: it stays on the stack and is given one item after the other.
pub struct Each {
    /// The generator.
    pub generator: Ref,
    /// Takes what the generator yields, returns or raises; without an answer it wants the next item.
    pub take: Take,
    /// How to go on with the answer, when it is not whoever called that gets it.
    pub then: Option<Then>,
}

/// How a native function goes on when what it asked for is there.
pub type Then = Box<dyn FnOnce(&mut Vm, Input) -> Result<Flow>>;

/// What a native function gets to go on with.
pub enum Input {
    /// The call returned this.
    Value(Value),
    /// The generator that was resumed yielded this.
    Yielded(Value),
    /// The generator that was resumed returned this.
    Finished(Value),
    /// It raised.
    Raised(Exception),
    /// The kernel's answer.
    Outcome(Outcome),
}

impl Input {
    /// The value of a call, or its exception.
    pub fn value(self) -> Result<Value> {
        match self {
            Input::Value(value) | Input::Yielded(value) | Input::Finished(value) => Ok(value),
            Input::Raised(exception) => Err(exception),
            Input::Outcome(_) => Ok(Value::None),
        }
    }

    /// The kernel's answer, or the exception that came instead.
    fn outcome(self) -> Result<Outcome> {
        match self {
            Input::Outcome(outcome) => Ok(outcome),
            Input::Raised(exception) => Err(exception),
            _ => Ok(Outcome::Done),
        }
    }
}

/// What a native function answers.
pub enum Flow {
    /// It is done.
    Return(Value),
    /// It wants something called and goes on with the result.
    Call(Box<CallRequest>),
    /// It wants something from the kernel.
    Syscall(Box<(Syscall, Then)>),
    /// It wants a generator or coroutine resumed, and goes on with what that yields, returns or raises.
    Resume(Box<(Ref, Resumption, Then)>),
    /// It wants all items of a generator.
    Each(Box<Each>),
    /// It wants to stay, and to be given `None` to begin with; then how to go on, when it is not whoever called that gets
    /// its answer.
    Stay(Box<(Stays, Option<Then>)>),
}

/// A call that a native function wants.
pub struct CallRequest {
    /// What is called.
    pub callee: Value,
    /// Positional arguments, then keyword values.
    pub args: Vec<Value>,
    /// Names of the last arguments.
    pub keywords: Box<[super::symbol::Symbol]>,
    /// How to go on; without it the call's result is the native function's.
    pub then: Option<Then>,
}

/// How a generator is resumed.
pub enum Resumption {
    /// `send(value)`; `None` for `next`.
    Send(Value),
    /// `throw(exception)`.
    Throw(Exception),
}

impl Flow {
    /// `None`.
    pub const fn none() -> Result<Flow> {
        Ok(Flow::Return(Value::None))
    }

    /// Calls `callee` and goes on with `then`.
    pub fn call(
        callee: Value,
        args: Vec<Value>,
        then: impl FnOnce(&mut Vm, Input) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        Ok(Flow::boxed_call(callee, args, Some(Box::new(then))))
    }

    /// Calls `callee`; its result is the answer.
    pub fn tail(callee: Value, args: Vec<Value>) -> Result<Flow> {
        Ok(Flow::boxed_call(callee, args, None))
    }

    fn boxed_call(callee: Value, args: Vec<Value>, then: Option<Then>) -> Flow {
        Flow::Call(Box::new(CallRequest { callee, args, keywords: Box::default(), then }))
    }

    /// Asks the kernel and goes on with `then`.
    pub fn syscall(syscall: Syscall, then: impl FnOnce(&mut Vm, Outcome) -> Result<Flow> + 'static) -> Result<Flow> {
        Ok(Flow::Syscall(Box::new((syscall, Box::new(move |vm, input| then(vm, input.outcome()?))))))
    }

    /// The same for a wait that a signal may end: `then` is also told what its handler raised.
    pub fn wait(
        syscall: Syscall,
        then: impl FnOnce(&mut Vm, Result<Outcome>) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        Ok(Flow::Syscall(Box::new((syscall, Box::new(move |vm, input| then(vm, input.outcome()))))))
    }

    /// Resumes a generator or coroutine and goes on with `then`.
    pub fn resume(
        generator: Ref,
        how: Resumption,
        then: impl FnOnce(&mut Vm, Input) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        Ok(Flow::Resume(Box::new((generator, how, Box::new(then)))))
    }

    /// Stays on the stack as `stays`.
    pub fn stay(stays: impl FnMut(&mut Vm, Input) -> Result<Flow> + 'static) -> Result<Flow> {
        Ok(Flow::Stay(Box::new((Box::new(stays), None))))
    }

    /// Goes through a generator with `take`, which answers when it has had enough.
    pub fn each(generator: Ref, take: impl FnMut(&mut Vm, Input) -> Result<Option<Flow>> + 'static) -> Result<Flow> {
        Ok(Flow::Each(Box::new(Each { generator, take: Box::new(take), then: None })))
    }
}

impl From<Value> for Flow {
    fn from(value: Value) -> Self {
        Flow::Return(value)
    }
}

/// A frame of Python code.
pub struct PyFrame {
    /// Its code.
    pub code: NonNull<LoadedCode>,
    /// The next operation.
    pub pc: usize,
    /// Registers, at least as many as its code has; further ones are empty.
    pub registers: Vec<Value>,
    /// Globals of its module.
    pub globals: NonNull<Names>,
    /// Keeps code, closure and globals alive: the function, or the module for module and class bodies. A frame that waits
    /// to be used again has none.
    pub owner: Option<Ref>,
    /// What to do with the result of what it called.
    pub resume: Resume,
    /// Exceptions being handled, innermost last.
    pub handled: Vec<Value>,
    /// The generator object that it belongs to.
    pub generator: Option<Ref>,
    /// What its caller gets instead of its own result: the new instance, for `__init__`.
    pub instead: Value,
    /// Namespace of a class body.
    pub names: Option<Box<ClassBody>>,
    /// The value sent or exception thrown by whoever resumed it, for a delegation that goes on.
    pub sent: Option<Resumption>,
}

/// What a frame does with the result of what it called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// Puts it into a register.
    Store(Reg),
    /// Drops it.
    Discard,
    /// It is a tuple: puts its items into registers from here.
    Unpack(Reg),
    /// Jumps when its truth is so.
    Test {
        /// Where to.
        target: u16,
        /// On which truth.
        when: bool,
    },
    /// It is a loop's next item; the end of the iteration leaves the loop.
    ForIter {
        /// Where the item goes.
        dst: Reg,
        /// Where the loop ends.
        exit: u16,
        /// The iterator, to be emptied at the end.
        iter: Reg,
    },
    /// It is what `await` or `yield from` waits for.
    Delegate {
        /// Where its result goes.
        dst: Reg,
        /// Where the inner iterator is.
        iter: Reg,
    },
}

impl PyFrame {
    /// Its code.
    #[inline(always)]
    pub fn code(&self) -> &LoadedCode {
        // SAFETY: loaded code lives as long as the vm.
        unsafe { self.code.as_ref() }
    }

    /// The function that it runs, unless it is a module or class body.
    pub fn function(&self) -> Option<&Function> {
        match self.owner.as_ref()?.get() {
            Object::Function(function) => Some(function),
            _ => None,
        }
    }
}

/// A generator, coroutine or asynchronous generator.
pub struct Generator {
    /// What it is.
    pub kind: CodeKind,
    /// Its frame, while it is suspended.
    pub frame: Option<Box<PyFrame>>,
    /// Its code, for names.
    pub code: NonNull<LoadedCode>,
    /// Whether it is on a stack now.
    pub running: bool,
    /// Whether it has ever been resumed.
    pub started: bool,
    /// An asynchronous generator: whether a step of it has begun and waits for something (`ag_running`).
    pub stepping: bool,
    /// An asynchronous generator: whether it was closed.
    pub closed: bool,
    /// `__name__`, `__qualname__` when changed.
    pub name: Option<(Value, Value)>,
    /// Where it was made (`cr_origin`), when that is remembered: the visitor's frames as a traceback shows them.
    pub origin: Option<Box<String>>,
    /// Asynchronous generators: whether the event loop's hooks have seen it.
    pub hooked: bool,
    /// Asynchronous generators: the loop's finalizer.
    pub finalizer: Value,
}

impl Generator {
    /// Its code.
    pub fn code(&self) -> &LoadedCode {
        // SAFETY: loaded code lives as long as the vm.
        unsafe { self.code.as_ref() }
    }

    /// Whether it has come to its end.
    pub fn is_finished(&self) -> bool {
        self.frame.is_none() && !self.running
    }

    /// Whether something must be done before it is freed: close it, or complain that it was never awaited.
    pub fn wants_finalizer(&self) -> bool {
        match &self.frame {
            None => false,
            Some(frame) => match self.kind {
                CodeKind::Coroutine => true,
                // Without a `try` nothing can notice that it is closed.
                _ => self.started && !frame.code().code.handlers.is_empty(),
            },
        }
    }

    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        if let Some(frame) = &self.frame {
            frame.registers.iter().for_each(&mut *f);
            frame.handled.iter().for_each(&mut *f);
            if let Some(owner) = &frame.owner {
                let owner = std::mem::ManuallyDrop::new(Value::Object(Ref::from_slot(owner.slot())));
                f(&owner);
            }
        }
        f(&self.finalizer);
    }

    pub(super) fn clear(&mut self) {
        self.frame = None;
    }
}
