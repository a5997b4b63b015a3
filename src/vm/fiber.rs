//! Fibers: the threads of a process as the vm sees them, and the vm as a kernel sees it.

use super::Vm;
use super::builtins;
use super::code::{CodeKind, Op, Program};
use super::exception::{Exception, Result};
use super::frame::{Flow, Frame, Input, Then};
use super::heap::Heap;
use super::loaded::LoadedCode;
use super::names::Names;
use super::symbol::{Interner, Symbol};
use super::types::Types;
use super::value::{Object, Ref, Value};
use crate::guest::{Guest, Passed, Point, Preempt, Ran, Stop, Within};
use crate::machine::Machine;
use crate::numbered::Numbered;
use crate::syscall::{FiberId, Line, Note, Outcome, Stream, Syscall};
use crate::time::Duration;
use std::any::{Any, TypeId};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// One thread's stack and what belongs to it alone.
#[derive(Default)]
pub struct Fiber {
    /// Frames, outermost first.
    pub frames: Vec<Frame>,
    /// What the innermost frame waits for, once it is there.
    pub(super) input: Option<Input>,
    /// The jump back, of the innermost frame, at which its budget was spent: it has jumped already.
    pub(super) looped_at: Option<usize>,
    /// Set while library text does what CPython does in C.
    pub(crate) unmetered: Option<crate::library::metering::Unmetered>,
    /// Tells where the code stands, for coroutines that are made now; while a loop in debug mode runs.
    pub origin_of_coroutines: Option<fn(&Vm) -> String>,
    /// CPU time that it spent in earlier turns, in nanoseconds.
    spent: u64,
    /// Library state of the thread: its `Thread` object, running loop, context, …
    locals: States,
}

/// One value of each of some types.
#[derive(Default)]
pub(super) struct States(Vec<(TypeId, Box<dyn Any>)>);

impl States {
    /// The value of a type, made at first use.
    pub(super) fn get<T: Any + Default>(&mut self) -> &mut T {
        let state = self.find(TypeId::of::<T>(), || Box::<T>::default());
        state.downcast_mut().expect("states are kept by their type")
    }

    fn find(&mut self, kind: TypeId, make: fn() -> Box<dyn Any>) -> &mut dyn Any {
        let mut place = self.0.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.0.push((kind, make()));
            self.0.len() - 1
        });
        // What is asked for often comes to the front.
        if place > 0 {
            self.0.swap(place, place - 1);
            place -= 1;
        }
        &mut *self.0[place].1
    }
}

impl Fiber {
    /// The thread's own state of a library module, made at first use.
    pub fn state<T: Any + Default>(&mut self) -> &mut T {
        self.locals.get()
    }
}

/// What runs when the main program is over, before the process ends.
#[derive(Default)]
pub(crate) struct AtExit {
    /// Called in this order.
    pub functions: Vec<Value>,
}

impl Vm {
    /// A process that will run the first module of `program` as `__main__`.
    pub fn new(program: Arc<Program>, machine: Machine, seed: u64) -> Box<Self> {
        let heap = Heap::new();
        heap.enter();
        let types = Types::make();
        let builtins = Value::from(Object::Module(Box::new(super::module::Module {
            name: "builtins".into(),
            names: Names::default(),
            dict: Value::Undefined,
        })));
        let mut vm = Box::new(Self {
            interner: Interner::on(program.interner.clone()),
            machine,
            types,
            builtins,
            modules: Numbered::default(),
            fiber: Fiber::default(),
            current: FiberId(0),
            fibers: Vec::new(),
            library: States::default(),
            notes: Vec::new(),
            spent: 0,
            spent_before: 0,
            recursion_limit: 1000,
            budget: 0,
            anywhere: false,
            watched: false,
            touched: false,
            returned: false,
            ahead: false,
            skipped: 0,
            epoch: 1,
            next_key: 0,
            seed,
            strings: Vec::new(),
            unhandled: None,
            words: Vec::new(),
            exit_code: 0,
            limit: None,
            finished_names: None,
            loaded: program.codes.iter().map(|_| None).collect(),
            spare_frames: Vec::new(),
            program,
            heap,
        });
        builtins::install(&mut vm);
        vm.start_main();
        vm
    }

    fn start_main(&mut self) {
        let main = self.new_module("__main__");
        let mut fiber = Fiber::default();
        let code = self.program.modules[0].code;
        let loaded = self.load(code, &main);
        let body = self.module_frame(loaded, main);
        fiber.frames.push(Frame::Native(Box::new(|vm, input| vm.main_ended(input))));
        let awaits = |op: &Op| matches!(op, Op::Delegate { .. });
        if self.program.codes[code as usize].ops.iter().any(awaits) {
            fiber.frames.push(Frame::Native(Box::new(|vm, _| vm.run_in_loop(body))));
            fiber.input = Some(Input::Value(Value::None));
        } else {
            fiber.frames.push(Frame::Python(body));
        }
        let warnings: String = (self.program.modules[0].warnings.iter())
            .map(|(line, warning)| {
                let path = self.program.files.first().map_or("?", |file| &file.path);
                let source = self.source_line(0, *line).map(|text| format!("  {text}\n")).unwrap_or_default();
                format!("{path}:{line}: SyntaxWarning: {warning}\n{source}")
            })
            .collect();
        if !warnings.is_empty() {
            fiber.frames.push(Frame::Native(Box::new(|_, _| {
                Flow::syscall(Syscall::Write { stream: Stream::Stderr, text: warnings }, |_, _| Flow::none())
            })));
            fiber.input = Some(Input::Value(Value::None));
        }
        self.fibers.push(Some(fiber));
    }

    /// A main program with `await` outside of functions is a coroutine for `asyncio.run`.
    fn run_in_loop(&mut self, body: Box<super::frame::PyFrame>) -> Result<Flow> {
        let coroutine = self.new_generator(CodeKind::Coroutine, body);
        self.with_module("asyncio", |vm, asyncio| {
            let run = vm.interner.intern("run");
            let run = vm.get_attribute(&asyncio, run)?;
            vm.after(run, |_, run| Flow::tail(run.value()?, vec![coroutine]))
        })
    }

    /// The main program came to its end: report what ended it, run what waits for the end, leave.
    fn main_ended(&mut self, input: Input) -> Result<Flow> {
        let report = match input {
            Input::Raised(exception) => {
                if let Some(code) = self.exit_request(&exception)? {
                    self.exit_code = code.0;
                    code.1
                } else {
                    // As a shell sees a process that ends by SIGINT.
                    self.exit_code = if self.is_exception(&exception, |t| &t.keyboard_interrupt) { 130 } else { 1 };
                    return self.with_words(&exception, |vm, exception| {
                        vm.unhandled = Some((vm.last_line(exception), vm.raised_at(exception)));
                        if let Some(hook) = vm.own_excepthook() {
                            return vm.call_excepthook(hook, exception);
                        }
                        let report = vm.format_exception(exception);
                        vm.reported(Some(report))
                    });
                }
            }
            _ => None,
        };
        self.reported(report)
    }

    /// `sys.excepthook`, when the program has set it.
    fn own_excepthook(&mut self) -> Option<Value> {
        let names = ["sys", "excepthook", "__excepthook__"].map(|name| self.interner.intern(name));
        let Some(Object::Module(sys)) = self.module(names[0]).and_then(Value::object) else { return None };
        let (hook, original) = (sys.names.get(names[1])?, sys.names.get(names[2])?);
        (!hook.is(original)).then(|| hook.clone())
    }

    fn call_excepthook(&mut self, hook: Value, exception: &Exception) -> Result<Flow> {
        let value = exception.value();
        let args = vec![self.class_of(&value).clone().into(), value.clone(), self.traceback_of(&value)];
        Flow::call(hook, args, move |vm, input| {
            let Input::Raised(second) = input else { return vm.reported(None) };
            vm.with_words(&second, move |vm, second| {
                let second = vm.format_exception(second);
                let first = vm.format_exception(&Exception::of(value));
                vm.reported(Some(format!("Error in sys.excepthook:\n{second}\nOriginal exception was:\n{first}")))
            })
        })
    }

    /// Writes what is said of the end, and goes on with what waits for it.
    fn reported(&mut self, report: Option<String>) -> Result<Flow> {
        let then = |vm: &mut Vm| {
            let functions = std::mem::take(&mut vm.state::<AtExit>().functions);
            vm.run_at_exit(functions)
        };
        match report {
            Some(text) => Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| then(vm)),
            None => then(self),
        }
    }

    /// For `SystemExit`: the exit code, and what it prints.
    fn exit_request(&mut self, exception: &Exception) -> Result<Option<(i32, Option<String>)>> {
        if !self.is_exception(exception, |t| &t.system_exit) {
            return Ok(None);
        }
        let args = exception.data().args.clone();
        let code = match args.as_tuple() {
            Some([]) | None => Value::None,
            Some([code]) => code.clone(),
            Some(_) => args.clone(),
        };
        Ok(Some(match &code {
            Value::None => (0, None),
            code => match code.as_int() {
                // A process's exit status is its lowest byte.
                Some(n) => ((n & 0xff) as i32, None),
                None => (1, Some(format!("{}\n", self.plain_str(code)))),
            },
        }))
    }

    fn run_at_exit(&mut self, mut functions: Vec<Value>) -> Result<Flow> {
        if functions.is_empty() {
            // As CPython's finalization does, before it takes modules apart.
            self.heap.collect();
            let flow = self.tend()?;
            return self.after(flow, |vm, _| {
                let left = vm.left_at_exit();
                let flow = vm.finalize(left)?;
                vm.after(flow, |vm, _| Flow::syscall(Syscall::Exit(vm.exit_code), |_, _| Flow::none()))
            });
        }
        let function = functions.remove(0);
        Flow::call(function, Vec::new(), move |vm, input| match input {
            Input::Raised(exception) => vm.with_words(&exception, |vm, exception| {
                let text = vm.format_exception(exception);
                Flow::syscall(Syscall::Write { stream: Stream::Stderr, text }, move |vm, _| vm.run_at_exit(functions))
            }),
            _ => vm.run_at_exit(functions),
        })
    }

    /// What the program's modules still hold that wants something done before it goes, in the order in which CPython's last
    /// collection comes by: breadth first from the globals, lists from their end.
    fn left_at_exit(&self) -> Vec<Ref> {
        let mut left = Vec::new();
        if !self.heap.holds_finalizable() || self.globals_are_held() {
            return left;
        }
        let mut seen = BTreeSet::new();
        let mut queue = VecDeque::new();
        for module in &self.program.modules {
            let code = module.code as usize;
            if let (Some(_), Some(loaded)) = (self.program.codes[code].file, &self.loaded[code]) {
                queue.extend(Self::module_names(&loaded.module).iter().map(|(_, value)| value.clone()));
            }
        }
        while let Some(value) = queue.pop_front() {
            let Value::Object(object) = value else { continue };
            if matches!(object.get(), Object::Module(_)) || !seen.insert(object.address()) {
                continue;
            }
            if super::heap::is_finalizable(&object) {
                left.push(object.clone());
            }
            match object.get() {
                Object::List(items) => queue.extend(items.iter().rev().cloned()),
                other => super::heap::visit(other, &mut |child| queue.push_back(child.clone())),
            }
        }
        left
    }

    /// Whether a thread that is still there, so a daemon, stands in a function of the program: with that all globals live on.
    fn globals_are_held(&self) -> bool {
        let of_program = |frame: &Frame| matches!(frame, Frame::Python(frame) if frame.code().code.file.is_some());
        self.fibers.iter().flatten().any(|fiber| fiber.frames.iter().any(of_program))
    }

    /// Has a function called when the main program is over, before the process ends.
    pub(crate) fn at_exit(&mut self, function: Value) {
        self.state::<AtExit>().functions.push(function);
    }

    /// A new thread: `callee()` is called in it, and `then` gets what came of that.
    pub fn new_fiber(&mut self, callee: Value, args: Vec<Value>, then: Then) -> FiberId {
        let mut fiber = Fiber::default();
        fiber.frames.push(Frame::Native(then));
        fiber.frames.push(Frame::Native(Box::new(move |_, _| Flow::tail(callee, args))));
        fiber.input = Some(Input::Value(Value::None));
        let id = FiberId(self.fibers.len() as u32);
        self.fibers.push(Some(fiber));
        id
    }

    pub(super) fn load(&mut self, number: u32, module: &Ref) -> std::ptr::NonNull<LoadedCode> {
        if self.loaded[number as usize].is_none() {
            let Value::Object(builtins) = &self.builtins else { unreachable!("builtins are a module") };
            let builtins = Self::module_names(builtins);
            self.loaded[number as usize] = Some(LoadedCode::new(&self.program, number, module.clone(), builtins));
        }
        std::ptr::NonNull::from(&**self.loaded[number as usize].as_ref().expect("just loaded"))
    }

    pub(super) fn new_module(&mut self, name: &str) -> Ref {
        let symbol = self.interner.intern(name);
        let module = Ref::new(Object::Module(Box::new(super::module::Module {
            name: name.into(),
            names: Names::default(),
            dict: Value::Undefined,
        })));
        let value = Value::Object(module.clone());
        self.set_global(&value, "__name__", Value::str(name));
        self.set_global(&value, "__doc__", Value::None);
        if let Some(file) = self.program.files.first()
            && name == "__main__"
        {
            // Absolute, as since CPython 3.9.
            let folder = if file.path.starts_with('/') { "" } else { "/home/user/" };
            let path = Value::str(format!("{folder}{}", file.path));
            self.set_global(&value, "__file__", path);
        }
        self.modules.insert(symbol, value);
        module
    }

    /// A module that has been imported.
    pub fn module(&self, name: Symbol) -> Option<&Value> {
        self.modules.get(&name)
    }

    /// Ends the whole run: a limit was reached, or something is not supported. The result is to be returned as an error.
    pub fn limit(&mut self, message: impl Into<String>) -> Exception {
        let message = message.into();
        self.limit = Some(message.clone());
        self.runtime_error(message)
    }
}

impl Guest for Vm {
    fn main_fiber(&self) -> FiberId {
        FiberId(0)
    }

    fn run(&mut self, fiber: FiberId, budget: Duration, preempt: Preempt) -> Ran {
        self.heap.enter();
        let Some(running) = self.fibers.get_mut(fiber.0 as usize).and_then(Option::take) else {
            return Ran { spent: Duration::ZERO, notes: Vec::new(), stop: Stop::Ended };
        };
        self.fiber = running;
        self.current = fiber;
        self.spent_before += self.spent;
        self.spent = 0;
        self.budget = budget.0;
        self.anywhere = preempt == Preempt::Anywhere || self.watched;
        if fiber == MAIN && !self.state::<MainCalls>().calls.is_empty() {
            self.heap.ask_attention();
        }
        // A finalizer or an operator of the program's own wanted something of the kernel inside of work in C.
        if self.fiber.unmetered.is_some() {
            self.stop_metering();
        }
        let stop = match self.limit.clone() {
            Some(message) => Stop::Limit { message },
            None => self.drive(),
        };
        if let Some(before) = &self.fiber.unmetered {
            self.spent = before.spent;
        }
        let mut running = std::mem::take(&mut self.fiber);
        running.spent += self.spent;
        if stop == Stop::Ended {
            drop(running);
        } else {
            self.fibers[fiber.0 as usize] = Some(running);
        }
        Ran { spent: Duration(self.spent), notes: std::mem::take(&mut self.notes), stop }
    }

    fn give_back(&mut self, notes: Vec<(Duration, Note)>) {
        if self.notes.is_empty() {
            self.notes = notes;
        }
    }

    fn answer(&mut self, fiber: FiberId, outcome: Outcome) {
        self.heap.enter();
        if let Some(Some(fiber)) = self.fibers.get_mut(fiber.0 as usize) {
            fiber.input = Some(match outcome {
                Outcome::Interrupted(left) => {
                    fiber.interrupt(*left);
                    Input::Value(Value::None)
                }
                outcome => Input::Outcome(outcome),
            });
        }
    }

    fn alarm(&mut self) {
        self.heap.enter();
        if let Some(alarm) = self.state::<MainCalls>().alarm.clone() {
            self.call_in_main(alarm, Vec::new());
        }
    }

    fn drop_fiber(&mut self, fiber: FiberId) {
        self.heap.enter();
        let dropped = self.fibers.get_mut(fiber.0 as usize).and_then(Option::take);
        drop(dropped);
    }

    fn line(&self, fiber: FiberId) -> Line {
        let fiber = match self.fibers.get(fiber.0 as usize) {
            Some(Some(fiber)) => fiber,
            _ => return Line::default(),
        };
        if let (Some(pc), Some(Frame::Python(frame))) = (fiber.looped_at, fiber.frames.last())
            && let Some(line) = line_at(frame, pc)
        {
            return line;
        }
        line_of(&fiber.frames)
    }

    fn watch(&mut self) {
        self.watched = true;
    }

    fn point(&mut self, fiber: FiberId) -> Option<Point> {
        let line = self.line(fiber);
        let fiber = self.fibers.get(fiber.0 as usize)?.as_ref()?;
        let Some(Frame::Python(frame)) = fiber.frames.last() else { return None };
        let code = &frame.code().code;
        // Until 3.13 `with` calls what is native without looking whether somebody wants the GIL (BEFORE_WITH, bytecodes.c).
        if let [.., Op::LoadSpecial { .. }, Op::Clear { .. }, Op::Call { count: 0, .. }] = code.ops[..frame.pc]
            && self.machine.python.version() < (3, 14)
        {
            return None;
        }
        let (touched, returned) = (std::mem::take(&mut self.touched), std::mem::take(&mut self.returned));
        Some(Point {
            line,
            within: if code.file.is_some() { Within::Program } else { Within::Library },
            passed: if touched || !(returned || fiber.looped_at.is_some()) { Passed::Shared } else { Passed::Unseen },
        })
    }

    fn compute_ahead(&mut self) {
        self.ahead = true;
    }

    fn skipped(&mut self) -> Duration {
        Duration(std::mem::take(&mut self.skipped))
    }

    fn memory(&self) -> u64 {
        self.heap.bytes()
    }

    fn unhandled(&self) -> Option<(String, Line)> {
        self.unhandled.clone()
    }
}

/// Where the visitor's code stands on a stack.
pub(super) fn line_of(frames: &[Frame]) -> Line {
    frames
        .iter()
        .rev()
        .find_map(|frame| match frame {
            Frame::Python(frame) => frame_line(frame),
            Frame::Native(_) | Frame::Each(_) | Frame::Stays(_) => None,
        })
        .unwrap_or_default()
}

/// Where a frame stands, when it is the visitor's.
pub fn frame_line(frame: &super::frame::PyFrame) -> Option<Line> {
    line_at(frame, frame.pc.saturating_sub(1))
}

/// The line of a frame's operation, when it is the visitor's.
fn line_at(frame: &super::frame::PyFrame, pc: usize) -> Option<Line> {
    let code = &frame.code().code;
    let file = code.file?;
    let span = code.spans.get(pc)?;
    Some(Line { file, line: span.line })
}

/// The main thread.
const MAIN: FiberId = FiberId(0);

/// What other threads want the main one to call, before anything else that it does: handlers of signals.
#[derive(Default)]
struct MainCalls {
    calls: VecDeque<(Value, Vec<Value>)>,
    /// What is called when the process's timer is over.
    alarm: Option<Value>,
}

impl Fiber {
    /// It waits, and a signal has come: handlers are called first, and what they raise comes of the wait; then it waits on.
    /// Who is parked looks first whether it has to: a handler may have done what it waits for.
    fn interrupt(&mut self, left: Syscall) {
        if let Some(Frame::Native(then)) = self.frames.pop() {
            self.frames.push(Frame::Native(Box::new(move |vm, _| {
                let handlers = vm.call_main_calls()?;
                vm.after(handlers, move |vm, input| match input {
                    Input::Raised(exception) => then(vm, Input::Raised(exception)),
                    _ if matches!(left, Syscall::Park { .. }) => then(vm, Input::Outcome(Outcome::Woken)),
                    _ => Ok(Flow::Syscall(Box::new((left, then)))),
                })
            })));
        }
    }
}

impl Vm {
    /// Has the main thread call something when it goes on; whatever it waits for is not cut short.
    pub fn call_in_main(&mut self, function: Value, args: Vec<Value>) {
        self.state::<MainCalls>().calls.push_back((function, args));
        self.heap.ask_attention();
    }

    /// What the main thread calls when the process's timer is over.
    pub fn on_alarm(&mut self, function: Value) {
        self.state::<MainCalls>().alarm = Some(function);
    }

    /// Whether this is the main thread and it shall call something.
    pub fn has_main_calls(&mut self) -> bool {
        self.heap.wants_attention() && self.current == MAIN && !self.state::<MainCalls>().calls.is_empty()
    }

    /// Calls what the main thread shall call, if this is it.
    pub fn call_main_calls(&mut self) -> Result<Flow> {
        let Some((function, args)) = self.take_main_call() else { return Flow::none() };
        Flow::call(function, args, |vm, input| {
            input.value()?;
            vm.call_main_calls()
        })
    }

    /// What the main thread shall call next, if this is it.
    pub(super) fn take_main_call(&mut self) -> Option<(Value, Vec<Value>)> {
        if self.current == MAIN { self.state::<MainCalls>().calls.pop_front() } else { None }
    }

    /// CPU time that the running thread has spent so far, in nanoseconds.
    pub fn thread_cpu_time(&self) -> u64 {
        self.fiber.spent + self.spent
    }

    /// Where the running fiber's visitor code stands.
    pub fn current_line(&self) -> Line {
        line_of(&self.fiber.frames)
    }
}
