//! The run loop.
//!
//! [`Vm::drive`] alternates between two things: delivering an [`Input`] to the innermost frame, and running Python frames
//! with [`Vm::interpret`], which goes on by itself as long as Python code calls Python code, and comes back with a
//! [`Signal`] for everything else. Nothing here recurses into Python: depth is frames in `fiber.frames`.

use super::Vm;
use super::call::Begun;
use super::code::{BinaryOp, CodeKind, CompareOp, Op, UnaryOp};
use super::exception::{Exception, Result};
use super::frame::{Each, Flow, Frame, Input, PyFrame, Resume, Resumption};
use super::function::Args;
use super::iterate::Next;
use super::loaded::{Found, LoadedCode};
use super::value::{Object, Ref, Value};
use crate::guest::Stop;

/// Why interpreting stopped.
enum Signal {
    /// A native function answered something other than a value; the frame's `resume` says what to do with the result.
    Flow(Result<Flow>),
    /// The innermost frame ended or yielded, and this is for the one below.
    Deliver(Input),
    /// The budget is spent.
    Budget,
    /// The heap has something to look at; the operation has not been executed yet.
    Attention,
}

impl Vm {
    /// Runs the current fiber until it stops.
    pub(super) fn drive(&mut self) -> Stop {
        let mut input = self.fiber.input.take();
        self.fiber.looped_at = None;
        // A native function was given what it had waited for, and nothing else has run since.
        let mut is_native = false;
        let mut is_first = true;
        loop {
            if let Some(message) = &self.limit {
                return Stop::Limit { message: message.clone() };
            }
            let signal = match input.take() {
                Some(given) => match self.fiber.frames.pop() {
                    None => return Stop::Ended,
                    Some(Frame::Native(then)) => {
                        is_native = true;
                        Signal::Flow(then(self, given))
                    }
                    Some(Frame::Each(mut each)) => match (each.take)(self, given) {
                        Ok(None) => match self.next_of_each(each) {
                            Some(next) => Signal::Deliver(next),
                            None => continue,
                        },
                        Ok(Some(flow)) => Signal::Flow(Ok(flow)),
                        Err(exception) => Signal::Flow(Err(exception)),
                    },
                    Some(Frame::Stays(mut stays)) => match stays(self, given) {
                        Ok(Flow::Return(value)) => Signal::Deliver(Input::Value(value)),
                        Err(exception) => Signal::Deliver(Input::Raised(exception)),
                        flow => {
                            self.fiber.frames.push(Frame::Stays(stays));
                            Signal::Flow(flow)
                        }
                    },
                    Some(Frame::Python(frame)) => {
                        let returns = std::mem::take(&mut is_native) && matches!(given, Input::Value(_));
                        match self.deliver(frame, given) {
                            Some(next) => Signal::Deliver(next),
                            None if returns && self.watched && self.is_after_call() => {
                                self.returned = is_first;
                                return Stop::Budget;
                            }
                            None => continue,
                        }
                    }
                },
                None => match self.fiber.frames.last() {
                    None => return Stop::Ended,
                    Some(Frame::Python(_)) => {
                        (is_native, is_first) = (false, false);
                        self.interpret()
                    }
                    Some(Frame::Native(_) | Frame::Each(_) | Frame::Stays(_)) => {
                        Signal::Deliver(Input::Value(Value::None))
                    }
                },
            };
            match signal {
                Signal::Deliver(next) => input = Some(next),
                Signal::Budget => return Stop::Budget,
                Signal::Attention => {
                    let flow = self.attend();
                    match self.perform(flow) {
                        Ok(next) => input = next,
                        Err(stop) => return stop,
                    }
                }
                Signal::Flow(result) => match self.perform(result) {
                    Ok(next) => input = next,
                    Err(stop) => return stop,
                },
            }
        }
    }

    /// Whether the innermost frame has just made a call and the budget is spent.
    fn is_after_call(&self) -> bool {
        let Some(Frame::Python(frame)) = self.fiber.frames.last() else { return false };
        let op = frame.pc.checked_sub(1).and_then(|at| frame.code().code.ops.get(at));
        let calls =
            matches!(op, Some(Op::Call { .. } | Op::CallKeywords { .. } | Op::CallStar { .. } | Op::CallMethod { .. }));
        calls && self.spent >= self.budget
    }

    /// Does what a native function wants; what comes of it at once is for the innermost frame.
    fn perform(&mut self, mut result: Result<Flow>) -> std::result::Result<Option<Input>, Stop> {
        loop {
            match result {
                Err(exception) => return Ok(Some(Input::Raised(exception))),
                Ok(Flow::Return(value)) => return Ok(Some(Input::Value(value))),
                Ok(Flow::Syscall(both)) => {
                    let (syscall, then) = *both;
                    self.fiber.frames.push(Frame::Native(then));
                    return Err(Stop::Syscall(syscall));
                }
                Ok(Flow::Resume(all)) => {
                    let (generator, how, then) = *all;
                    self.fiber.frames.push(Frame::Native(then));
                    return Ok(self.resume_generator(&generator, how));
                }
                Ok(Flow::Each(mut each)) => {
                    if let Some(then) = each.then.take() {
                        self.fiber.frames.push(Frame::Native(then));
                    }
                    return Ok(self.next_of_each(each));
                }
                Ok(Flow::Stay(both)) => {
                    let (stays, then) = *both;
                    self.fiber.frames.extend(then.map(Frame::Native));
                    self.fiber.frames.push(Frame::Stays(stays));
                    return Ok(Some(Input::Value(Value::None)));
                }
                Ok(Flow::Call(request)) => {
                    let request = *request;
                    if let Some(then) = request.then {
                        self.fiber.frames.push(Frame::Native(then));
                    }
                    let args = Args { values: &request.args, keywords: &request.keywords };
                    match self.begin_call(&request.callee, args) {
                        Ok(Begun::Frame) => return Ok(None),
                        Ok(Begun::Flow(flow)) => result = Ok(flow),
                        Err(exception) => return Ok(Some(Input::Raised(exception))),
                    }
                }
            }
        }
    }

    /// Puts a native function that goes through a generator onto the stack, and has its next item made.
    fn next_of_each(&mut self, each: Box<Each>) -> Option<Input> {
        let generator = each.generator.clone();
        self.fiber.frames.push(Frame::Each(each));
        self.resume_generator(&generator, Resumption::Send(Value::None))
    }

    /// Gives a Python frame what it waits for and puts it back on the stack; or, when that ends it, says what the frame
    /// below gets.
    fn deliver(&mut self, mut frame: Box<PyFrame>, input: Input) -> Option<Input> {
        let value = match input {
            Input::Raised(exception) => match frame.resume {
                Resume::ForIter { exit, iter, .. } if self.is_exception(&exception, |t| &t.stop_iteration) => {
                    frame.registers[iter as usize] = Value::Undefined;
                    frame.pc = exit as usize;
                    frame.resume = Resume::Discard;
                    self.fiber.frames.push(Frame::Python(frame));
                    return None;
                }
                Resume::Delegate { dst, iter } if self.is_exception(&exception, |t| &t.stop_iteration) => {
                    frame.registers[iter as usize] = Value::Undefined;
                    frame.registers[dst as usize] = self.stop_value(&exception);
                    frame.resume = Resume::Discard;
                    self.fiber.frames.push(Frame::Python(frame));
                    return None;
                }
                _ => return self.raise_in(frame, exception),
            },
            Input::Outcome(_) => Value::None,
            Input::Finished(value) => match frame.resume {
                Resume::ForIter { exit, iter, .. } => {
                    frame.registers[iter as usize] = Value::Undefined;
                    frame.pc = exit as usize;
                    self.fiber.frames.push(Frame::Python(frame));
                    return None;
                }
                Resume::Delegate { dst, iter } => {
                    frame.registers[iter as usize] = Value::Undefined;
                    frame.registers[dst as usize] = value;
                    frame.resume = Resume::Discard;
                    self.fiber.frames.push(Frame::Python(frame));
                    return None;
                }
                _ => value,
            },
            Input::Value(value) | Input::Yielded(value) => match frame.resume {
                // What the inner one yields, this one yields too.
                Resume::Delegate { .. } => return Some(self.suspend(frame, value)),
                _ => value,
            },
        };
        match frame.resume {
            Resume::Store(dst) | Resume::ForIter { dst, .. } => frame.registers[dst as usize] = value,
            Resume::Unpack(base) => {
                for (i, item) in value.as_tuple().unwrap_or_default().iter().enumerate() {
                    frame.registers[base as usize + i] = item.clone();
                }
            }
            Resume::Discard | Resume::Delegate { .. } => {}
            Resume::Test { target, when } => {
                if self.native_truth(&value) == Some(when) {
                    frame.pc = target as usize;
                }
            }
        }
        self.fiber.frames.push(Frame::Python(frame));
        None
    }

    /// Puts a generator's frame back into its object; the frame below gets the value.
    fn suspend(&mut self, mut frame: Box<PyFrame>, value: Value) -> Input {
        match frame.generator.take() {
            Some(generator) => {
                let Object::Generator(data) = generator.get_mut() else { unreachable!("frames belong to generators") };
                data.running = false;
                data.frame = Some(frame);
                Input::Yielded(value)
            }
            None => {
                let error = self.runtime_error("await outside of a coroutine");
                self.raise_in(frame, error).unwrap_or(Input::Value(Value::None))
            }
        }
    }

    /// Raises in a frame that is off the stack: it goes on at its handler, or ends and the exception is for the one below.
    fn raise_in(&mut self, mut frame: Box<PyFrame>, exception: Exception) -> Option<Input> {
        let at = frame.pc.saturating_sub(1);
        let op = frame.code().code.ops.get(at).copied();
        let again = matches!(
            op,
            Some(
                Op::Reraise { .. }
                    | Op::ReraiseHandled
                    | Op::Intrinsic { what: super::code::Intrinsic::RaiseGroup, .. }
            )
        );
        let fresh = exception.data().traceback.is_empty();
        let here = fresh && !exception.data().passed_library;
        if fresh && !again {
            let handled = frame.handled.last().cloned().or_else(|| self.handled());
            self.set_context(&exception, handled);
        }
        if here
            && let Some(lookup) = &mut exception.data().lookup
            && frame.code().code.file.is_some()
        {
            lookup.look_around(self, &frame);
        }
        self.note_traceback(&exception, frame.code, at, again);
        let handler = frame
            .code()
            .code
            .handlers
            .iter()
            .find(|h| (h.start as usize) <= at && at < h.end as usize)
            .copied()
            .filter(|_| self.limit.is_none());
        if let Some(handler) = handler {
            frame.handled.truncate(handler.depth as usize);
            for register in &mut frame.registers[handler.register as usize..] {
                drop(register.take());
            }
            frame.registers[handler.register as usize] = exception.into_value();
            if here && self.heap.wants_attention() {
                // What the expression held goes where it raised, before its handler; what other frames held would be kept
                // by the traceback in CPython.
                frame.resume = Resume::Test { target: handler.target, when: true };
                self.fiber.frames.push(Frame::Python(frame));
                self.fiber.frames.push(Frame::Native(Box::new(|vm, _| {
                    let flow = vm.tend()?;
                    vm.after(flow, |_, _| Ok(Flow::Return(Value::Bool(true))))
                })));
                return Some(Input::Value(Value::None));
            }
            frame.pc = handler.target as usize;
            frame.resume = Resume::Discard;
            self.fiber.frames.push(Frame::Python(frame));
            return None;
        }
        let code = &frame.code().code;
        let (locals, theirs) = (usize::from(code.first_temporary), code.file.is_some());
        for register in &mut frame.registers[locals..] {
            drop(register.take());
        }
        if theirs {
            let kept = frame.registers[..locals].iter_mut().map(Value::take);
            exception.data().kept.extend(kept.filter(|value| matches!(value, Value::Object(_))));
        }
        if self.heap.wants_attention() && self.limit.is_none() {
            // What the expression held goes while its frame is there.
            self.fiber.frames.push(Frame::Python(frame));
            self.fiber.frames.push(Frame::Native(Box::new(|vm, _| {
                let flow = vm.tend()?;
                vm.after(flow, |vm, _| match vm.fiber.frames.pop() {
                    Some(Frame::Python(frame)) => Err(vm.end_raising(frame, exception)),
                    _ => unreachable!("the frame that raised is below"),
                })
            })));
            return Some(Input::Value(Value::None));
        }
        Some(Input::Raised(self.end_raising(frame, exception)))
    }

    /// Ends a frame that is off the stack by an exception; what the frame below gets.
    fn end_raising(&mut self, mut frame: Box<PyFrame>, exception: Exception) -> Exception {
        let exception = match frame.generator.take() {
            Some(generator) => {
                let Object::Generator(data) = generator.get_mut() else { unreachable!("frames belong to generators") };
                data.running = false;
                self.stop_in_generator(data.kind, exception)
            }
            None => exception,
        };
        self.recycle(frame);
        exception
    }

    /// The exception being handled, as `sys.exception()` gives it.
    pub fn handled(&self) -> Option<Value> {
        self.fiber.frames.iter().rev().find_map(|frame| match frame {
            Frame::Python(frame) => frame.handled.last().cloned(),
            Frame::Native(_) | Frame::Each(_) | Frame::Stays(_) => None,
        })
    }

    /// Runs Python frames until something else is needed.
    #[optimize(speed)]
    #[allow(clippy::too_many_lines)]
    fn interpret(&mut self) -> Signal {
        let mut frame: *mut PyFrame = match self.fiber.frames.last_mut() {
            Some(Frame::Python(frame)) => &raw mut **frame,
            _ => unreachable!("drive runs Python frames only"),
        };
        // SAFETY (here and below): frames are boxed and stay where they are while they are on the stack; lowering
        // guarantees that registers, constants, sites, globals and jump targets are within bounds; nothing that is called
        // from here touches the registers of the innermost frame.
        let mut code = unsafe { (*frame).code };
        let mut registers: *mut Value = unsafe { (*frame).registers.as_mut_ptr() };
        let mut ops: *const Op = unsafe { code.as_ref() }.entry.ops;
        let mut costs: *const u32 = unsafe { code.as_ref() }.entry.costs;
        let mut temporary = unsafe { code.as_ref() }.entry.first_temporary;
        let mut pc: usize = unsafe { (*frame).pc };
        let mut spent = self.spent;
        let budget = self.budget;
        let heap: *const super::heap::Heap = &raw const *self.heap;

        macro_rules! reg {
            ($i:expr) => {
                unsafe { &*registers.add($i as usize) }
            };
        }
        macro_rules! set {
            ($i:expr, $value:expr) => {{
                let value = $value;
                unsafe { *registers.add($i as usize) = value };
            }};
        }
        // The last thing that an operation does. What goes with the old value is looked after before the next operation.
        macro_rules! assign {
            ($i:expr, $value:expr) => {{
                let value = $value;
                let old = std::mem::replace(unsafe { &mut *registers.add($i as usize) }, value);
                dropped!(old);
            }};
        }
        macro_rules! dropped {
            ($old:expr) => {
                if let Value::Object(old) = $old {
                    drop(old);
                    if unsafe { (*heap).wants_attention() } {
                        leave!(Signal::Attention)
                    }
                }
            };
        }
        macro_rules! take {
            ($i:expr) => {
                if $i >= temporary {
                    unsafe { (*registers.add($i as usize)).take() }
                } else {
                    unsafe { (*registers.add($i as usize)).clone() }
                }
            };
        }
        macro_rules! release {
            ($i:expr) => {
                if $i >= temporary {
                    drop(unsafe { (*registers.add($i as usize)).take() });
                }
            };
        }
        macro_rules! load_frame {
            ($frame:expr) => {{
                frame = $frame;
                code = unsafe { (*frame).code };
                let loaded = unsafe { code.as_ref() };
                registers = unsafe { (*frame).registers.as_mut_ptr() };
                ops = loaded.entry.ops;
                costs = loaded.entry.costs;
                temporary = loaded.entry.first_temporary;
                pc = unsafe { (*frame).pc };
            }};
        }
        macro_rules! leave {
            ($signal:expr) => {{
                unsafe { (*frame).pc = pc };
                self.spent = spent;
                return $signal;
            }};
        }
        macro_rules! raise {
            ($exception:expr) => {{
                let exception = $exception;
                unsafe { (*frame).resume = Resume::Discard };
                leave!(Signal::Flow(Err(exception)))
            }};
        }
        macro_rules! store_flow {
            ($flow:expr, $dst:expr) => {
                match $flow {
                    Ok(Flow::Return(value)) => assign!($dst, value),
                    other => {
                        unsafe { (*frame).resume = Resume::Store($dst) };
                        leave!(Signal::Flow(other))
                    }
                }
            };
        }
        macro_rules! discard_flow {
            ($flow:expr) => {
                match $flow {
                    Ok(Flow::Return(_)) => {
                        if unsafe { (*heap).wants_attention() } {
                            leave!(Signal::Attention)
                        }
                    }
                    other => {
                        unsafe { (*frame).resume = Resume::Discard };
                        leave!(Signal::Flow(other))
                    }
                }
            };
        }
        // Natives charge time themselves.
        macro_rules! native {
            ($call:expr) => {{
                self.spent = spent;
                // What is called may ask for the line.
                unsafe { (*frame).pc = pc };
                let result = $call;
                spent = self.spent;
                result
            }};
        }
        macro_rules! attend {
            () => {
                if unsafe { (*heap).wants_attention() } {
                    pc -= 1;
                    spent -= u64::from(unsafe { *costs.add(pc) });
                    leave!(Signal::Attention)
                }
            };
        }
        macro_rules! hand_over {
            () => {
                if spent >= budget {
                    leave!(Signal::Budget)
                }
            };
        }
        macro_rules! shared {
            () => {
                if self.anywhere && spent >= budget {
                    if !self.watched {
                        pc -= 1;
                        spent -= u64::from(unsafe { *costs.add(pc) });
                        leave!(Signal::Budget)
                    }
                    self.touched = true;
                }
            };
        }
        macro_rules! site {
            ($i:expr) => {
                unsafe {
                    {
                        let loaded: &LoadedCode = &*code.as_ptr();
                        loaded
                    }
                    .code
                    .sites
                    .get_unchecked($i as usize)
                }
            };
        }
        macro_rules! cache {
            ($i:expr) => {
                unsafe {
                    {
                        let loaded: &LoadedCode = &*code.as_ptr();
                        loaded
                    }
                    .caches
                    .get_unchecked($i as usize)
                }
            };
        }
        // A call whose callee is in `$callee` and whose arguments are in consecutive registers from `$first`.
        macro_rules! call {
            ($callee:expr, $first:expr, $count:expr, $dst:expr, $clear:expr) => {{
                let callee: Ref = $callee;
                let (first, count) = ($first as usize, $count as usize);
                match callee.get() {
                    Object::Function(function)
                        if function.code().simple_arity as usize == count
                            && self.fiber.frames.len() < self.recursion_limit =>
                    {
                        let kind = function.code().entry.kind;
                        let new = unsafe { self.frame_of_call(callee, registers.add(first), count) };
                        if $clear < first as u16 {
                            drop(unsafe { (*registers.add($clear as usize)).take() });
                        }
                        if kind == CodeKind::Function {
                            unsafe {
                                (*frame).pc = pc;
                                (*frame).resume = Resume::Store($dst);
                            }
                            load_frame!(self.push_frame(new));
                            hand_over!();
                        } else {
                            // Debug mode remembers where.
                            unsafe { (*frame).pc = pc };
                            let generator = self.new_generator(kind, new);
                            assign!($dst, generator);
                        }
                    }
                    Object::Native(def) => {
                        spent += u64::from(def.cost);
                        let args = Args::positional(unsafe { std::slice::from_raw_parts(registers.add(first), count) });
                        let result = native!((def.call)(self, args));
                        for i in $clear as usize..first + count {
                            drop(unsafe { (*registers.add(i)).take() });
                        }
                        store_flow!(result, $dst);
                        if def.hand_over {
                            hand_over!();
                        }
                    }
                    _ => {
                        let args = Args::positional(unsafe { std::slice::from_raw_parts(registers.add(first), count) });
                        unsafe {
                            (*frame).pc = pc;
                            (*frame).resume = Resume::Store($dst);
                        }
                        let begun = native!(self.begin_call(&Value::Object(callee), args));
                        for i in $clear as usize..first + count {
                            drop(unsafe { (*registers.add(i)).take() });
                        }
                        begun!(begun, $dst);
                    }
                }
            }};
        }
        macro_rules! begun {
            ($begun:expr, $dst:expr) => {
                match $begun {
                    Ok(Begun::Frame) => {
                        match self.fiber.frames.last_mut() {
                            Some(Frame::Python(new)) => load_frame!(&raw mut **new),
                            _ => unreachable!("begin_call pushed a Python frame"),
                        }
                        hand_over!();
                    }
                    Ok(Begun::Flow(flow)) => {
                        store_flow!(Ok(flow), $dst);
                        hand_over!();
                    }
                    Err(exception) => raise!(exception),
                }
            };
        }
        // Calls that are not simple: keywords, stars.
        macro_rules! call_generic {
            ($callee:expr, $args:expr, $dst:expr, $clear:expr, $end:expr) => {{
                unsafe {
                    (*frame).pc = pc;
                    (*frame).resume = Resume::Store($dst);
                }
                let begun = native!(self.begin_call($callee, $args));
                for i in $clear as usize..$end {
                    drop(unsafe { (*registers.add(i)).take() });
                }
                begun!(begun, $dst);
            }};
        }
        macro_rules! compare_ints {
            ($op:expr, $x:expr, $y:expr) => {
                match $op {
                    CompareOp::Lt => $x < $y,
                    CompareOp::Le => $x <= $y,
                    CompareOp::Eq | CompareOp::Is => $x == $y,
                    CompareOp::Ne | CompareOp::IsNot => $x != $y,
                    CompareOp::Gt => $x > $y,
                    CompareOp::Ge => $x >= $y,
                    CompareOp::In | CompareOp::NotIn => unreachable!("integers are not containers"),
                }
            };
        }

        loop {
            let op = unsafe { &*ops.add(pc) };
            spent += u64::from(unsafe { *costs.add(pc) });
            pc += 1;
            match *op {
                Op::Const { dst, index } => {
                    let value = unsafe { code.as_ref().constants.get_unchecked(index as usize) }.clone();
                    assign!(dst, value);
                }
                Op::Int { dst, value } => assign!(dst, Value::Int(i64::from(value))),
                Op::None { dst } => assign!(dst, Value::None),
                Op::Move { dst, src } => {
                    let value = take!(src);
                    assign!(dst, value);
                }
                Op::Copy { dst, src } => {
                    let value = reg!(src).clone();
                    assign!(dst, value);
                }
                Op::Clear { reg } => {
                    set!(reg, Value::Undefined);
                    // What an expression statement drops is looked after before the next statement.
                    if unsafe { (*heap).wants_attention() } {
                        leave!(Signal::Attention)
                    }
                }
                Op::CheckBound { reg } => {
                    if reg!(reg).is_undefined() {
                        raise!(self.unbound_local(unsafe { code.as_ref() }, reg));
                    }
                }
                Op::DeleteLocal { reg } => {
                    if reg!(reg).is_undefined() {
                        raise!(self.unbound_local(unsafe { code.as_ref() }, reg));
                    }
                    assign!(reg, Value::Undefined);
                }
                Op::LoadGlobal { dst, global } => {
                    shared!();
                    let (position, builtin) = unsafe { *code.as_ref().globals.get_unchecked(global as usize) };
                    let value = unsafe { (*frame).globals.as_ref() }.at(position);
                    if !value.is_undefined() {
                        assign!(dst, value.clone());
                    } else {
                        match self.builtin_at(builtin) {
                            Some(value) => assign!(dst, value),
                            None => raise!(self.unknown_name(unsafe { code.as_ref() }, global)),
                        }
                    }
                }
                Op::StoreGlobal { global, src } => {
                    shared!();
                    let (position, _) = unsafe { *code.as_ref().globals.get_unchecked(global as usize) };
                    let value = take!(src);
                    let old = std::mem::replace(unsafe { (*frame).globals.as_mut() }.at_mut(position), value);
                    dropped!(old);
                }
                Op::DeleteGlobal { global } => {
                    let (position, _) = unsafe { *code.as_ref().globals.get_unchecked(global as usize) };
                    let old = unsafe { (*frame).globals.as_mut() }.at_mut(position).take();
                    if old.is_undefined() {
                        raise!(self.unknown_name(unsafe { code.as_ref() }, global));
                    }
                    dropped!(old);
                }
                Op::LoadName { dst, global } => {
                    let flow = native!(self.load_name(unsafe { &*frame }, global, None));
                    store_flow!(flow, dst);
                }
                Op::StoreName { global, src } => {
                    let value = take!(src);
                    let flow = native!(self.store_name(unsafe { &mut *frame }, global, value));
                    discard_flow!(flow);
                }
                Op::DeleteName { global } => {
                    let flow = native!(self.delete_name(unsafe { &mut *frame }, global));
                    discard_flow!(flow);
                }
                Op::LoadNameOrCell { dst, global, cell } => {
                    let flow = native!(self.load_name(unsafe { &*frame }, global, Some(reg!(cell).clone())));
                    store_flow!(flow, dst);
                }
                Op::MakeCell { reg } => {
                    let value = unsafe { (*registers.add(reg as usize)).take() };
                    set!(reg, Value::cell(value));
                }
                Op::LoadCell { dst, cell } => {
                    shared!();
                    match reg!(cell).object() {
                        Some(Object::Cell(value)) if !value.is_undefined() => assign!(dst, value.clone()),
                        _ => raise!(self.unbound_cell(unsafe { code.as_ref() }, cell)),
                    }
                }
                Op::StoreCell { cell, src } => {
                    shared!();
                    let value = take!(src);
                    if let Some(Object::Cell(slot)) = reg!(cell).object_mut() {
                        let old = std::mem::replace(slot, value);
                        dropped!(old);
                    }
                }
                Op::DeleteCell { cell } => match reg!(cell).object_mut() {
                    Some(Object::Cell(slot)) if !slot.is_undefined() => dropped!(slot.take()),
                    _ => raise!(self.unbound_cell(unsafe { code.as_ref() }, cell)),
                },
                Op::Binary { op, dst, a, b } => {
                    match (reg!(a), reg!(b)) {
                        (Value::Int(x), Value::Int(y)) => {
                            if let Some(n) = small(op, *x, *y) {
                                assign!(dst, Value::Int(n));
                                continue;
                            }
                        }
                        (Value::Float(x), Value::Float(y)) => {
                            let fast = match op {
                                BinaryOp::Add => Some(x + y),
                                BinaryOp::Sub => Some(x - y),
                                BinaryOp::Mul => Some(x * y),
                                BinaryOp::Div if *y != 0.0 => Some(x / y),
                                _ => None,
                            };
                            if let Some(x) = fast {
                                assign!(dst, Value::Float(x));
                                continue;
                            }
                        }
                        _ => {}
                    }
                    let flow = native!(self.binary(op, reg!(a), reg!(b)));
                    release!(b);
                    release!(a);
                    store_flow!(flow, dst);
                }
                Op::InPlace { op, dst, a, b } => {
                    match (reg!(a), reg!(b)) {
                        (Value::Int(x), Value::Int(y)) => {
                            if let Some(n) = small(op, *x, *y) {
                                assign!(dst, Value::Int(n));
                                continue;
                            }
                        }
                        (Value::Float(x), Value::Float(y)) => {
                            let fast = match op {
                                BinaryOp::Add => Some(x + y),
                                BinaryOp::Sub => Some(x - y),
                                BinaryOp::Mul => Some(x * y),
                                _ => None,
                            };
                            if let Some(x) = fast {
                                assign!(dst, Value::Float(x));
                                continue;
                            }
                        }
                        (x @ Value::Object(_), y @ Value::Object(_)) if op == BinaryOp::Add && dst == a => {
                            if native!(self.grow(x, y)) {
                                release!(b);
                                continue;
                            }
                        }
                        _ => {}
                    }
                    // When the target is the left operand itself, it is moved out, so that a string can grow in place.
                    let left = if dst == a && reg!(a).as_str().is_some() && reg!(b).as_str().is_some() {
                        unsafe { (*registers.add(a as usize)).take() }
                    } else {
                        take!(a)
                    };
                    let flow = native!(self.in_place(op, left, reg!(b)));
                    release!(b);
                    store_flow!(flow, dst);
                }
                Op::AddInt { dst, a, value } => {
                    if let Value::Int(x) = reg!(a)
                        && let Some(n) = x.checked_add(i64::from(value))
                    {
                        assign!(dst, Value::Int(n));
                    } else {
                        let flow = native!(self.binary(BinaryOp::Add, reg!(a), &Value::Int(i64::from(value))));
                        release!(a);
                        store_flow!(flow, dst);
                    }
                }
                Op::StepAttr { object, site, value } => {
                    let (load, store) = (cache!(site), cache!(site + 1));
                    if let Value::Object(r) = reg!(object)
                        && let Object::Instance(instance) = r.get_mut()
                        && instance.class.address() == load.class.get()
                        && load.class.get() == store.class.get()
                        && load.epoch.get() == self.epoch
                        && store.epoch.get() == self.epoch
                        && let (Found::Slot(from), Found::Slot(to)) = (load.found.get(), store.found.get())
                        && from == to
                        && let Some(Value::Int(x)) = instance.slots.get_mut(to as usize)
                        && let Some(n) = x.checked_add(i64::from(value))
                        && !self.anywhere
                    {
                        *x = n;
                        for passed in pc..pc + 3 {
                            spent += u64::from(unsafe { *costs.add(passed) });
                        }
                        pc += 3;
                    }
                }
                Op::BinaryInt { op, dst, a, value } => {
                    let y = i64::from(value);
                    if let Value::Int(x) = reg!(a)
                        && let Some(n) = small(op, *x, y)
                    {
                        assign!(dst, Value::Int(n));
                        continue;
                    }
                    let flow = native!(self.binary(op, reg!(a), &Value::Int(y)));
                    release!(a);
                    store_flow!(flow, dst);
                }
                Op::InPlaceInt { op, dst, a, value } => {
                    let y = i64::from(value);
                    if let Value::Int(x) = reg!(a)
                        && let Some(n) = small(op, *x, y)
                    {
                        assign!(dst, Value::Int(n));
                        continue;
                    }
                    let left = take!(a);
                    let flow = native!(self.in_place(op, left, &Value::Int(y)));
                    store_flow!(flow, dst);
                }
                Op::Unary { op, dst, src } => match (op, reg!(src)) {
                    (UnaryOp::Not, value) if let Some(truth) = self.native_truth(value) => {
                        release!(src);
                        assign!(dst, Value::Bool(!truth));
                    }
                    _ => {
                        let flow = native!(self.unary(op, reg!(src)));
                        release!(src);
                        store_flow!(flow, dst);
                    }
                },
                Op::Compare { op, dst, a, b } => {
                    if let (Value::Int(x), Value::Int(y)) = (reg!(a), reg!(b))
                        && !matches!(op, CompareOp::In | CompareOp::NotIn)
                    {
                        let answer = compare_ints!(op, x, y);
                        assign!(dst, Value::Bool(answer));
                        continue;
                    }
                    let flow = match op {
                        CompareOp::Is => Ok(Flow::Return(Value::Bool(reg!(a).is(reg!(b))))),
                        CompareOp::IsNot => Ok(Flow::Return(Value::Bool(!reg!(a).is(reg!(b))))),
                        _ => native!(self.compare(op, reg!(a), reg!(b))),
                    };
                    release!(b);
                    release!(a);
                    store_flow!(flow, dst);
                }
                Op::JumpUnless { op, a, b, target } => {
                    let answer = match (reg!(a), reg!(b)) {
                        (Value::Int(x), Value::Int(y)) if !matches!(op, CompareOp::In | CompareOp::NotIn) => {
                            compare_ints!(op, x, y)
                        }
                        (x, y) => {
                            let flow = match op {
                                CompareOp::Is => Ok(Flow::Return(Value::Bool(x.is(y)))),
                                CompareOp::IsNot => Ok(Flow::Return(Value::Bool(!x.is(y)))),
                                _ => native!(self.compare(op, x, y)),
                            };
                            let flow = match flow {
                                Ok(Flow::Return(value)) if self.native_truth(&value).is_none() => {
                                    native!(self.truth(&value))
                                }
                                other => other,
                            };
                            release!(b);
                            release!(a);
                            match flow {
                                Ok(Flow::Return(value)) => self.native_truth(&value).unwrap_or(true),
                                other => {
                                    unsafe { (*frame).resume = Resume::Test { target, when: false } };
                                    leave!(Signal::Flow(other))
                                }
                            }
                        }
                    };
                    if !answer {
                        pc = target as usize;
                    }
                }
                Op::JumpUnlessInt { op, a, value, target } => {
                    let answer = match reg!(a) {
                        Value::Int(x) => compare_ints!(op, *x, i64::from(value)),
                        x => {
                            let flow = native!(self.compare(op, x, &Value::Int(i64::from(value))));
                            release!(a);
                            match flow {
                                Ok(Flow::Return(value)) => self.native_truth(&value).unwrap_or(true),
                                other => {
                                    unsafe { (*frame).resume = Resume::Test { target, when: false } };
                                    leave!(Signal::Flow(other))
                                }
                            }
                        }
                    };
                    if !answer {
                        pc = target as usize;
                    }
                }
                Op::Jump { target } => pc = target as usize,
                Op::Loop { target } => {
                    attend!();
                    if spent >= budget {
                        self.fiber.looped_at = Some(pc - 1);
                    }
                    pc = target as usize;
                    hand_over!();
                }
                Op::LoopAffine { target } => {
                    attend!();
                    let at = pc - 1;
                    pc = target as usize;
                    if spent >= budget {
                        self.fiber.looped_at = Some(at);
                        leave!(Signal::Budget)
                    }
                    // Tried now and then only: where it does not work out it should cost little.
                    if self.ahead
                        && let Op::ForIter { iter, .. } = unsafe { *ops.add(pc) }
                        && let Some(Object::RangeIterator { left, .. }) = reg!(iter).object()
                        && *left % 256 == 0
                        && *left > 0
                    {
                        spent += self.skip_iterations(unsafe { &mut *frame }, at, spent);
                    }
                }
                Op::JumpIfFalse { cond, target } => match reg!(cond) {
                    Value::Bool(true) => {}
                    Value::Bool(false) => pc = target as usize,
                    value => match self.native_truth(value) {
                        Some(truth) if cond >= temporary => {
                            release!(cond);
                            // What goes with it is looked after before the next statement.
                            if unsafe { (*heap).wants_attention() } {
                                unsafe { (*frame).resume = Resume::Test { target, when: false } };
                                leave!(Signal::Flow(self.tend_and_answer(Value::Bool(truth))))
                            }
                            if !truth {
                                pc = target as usize;
                            }
                        }
                        Some(truth) => {
                            if !truth {
                                pc = target as usize;
                            }
                        }
                        None => {
                            let flow = native!(self.truth(value));
                            release!(cond);
                            unsafe { (*frame).resume = Resume::Test { target, when: false } };
                            leave!(Signal::Flow(flow))
                        }
                    },
                },
                Op::JumpIfTrue { cond, target } => match reg!(cond) {
                    Value::Bool(false) => {}
                    Value::Bool(true) => pc = target as usize,
                    value => match self.native_truth(value) {
                        Some(truth) if cond >= temporary => {
                            release!(cond);
                            // What goes with it is looked after before the next statement.
                            if unsafe { (*heap).wants_attention() } {
                                unsafe { (*frame).resume = Resume::Test { target, when: true } };
                                leave!(Signal::Flow(self.tend_and_answer(Value::Bool(truth))))
                            }
                            if truth {
                                pc = target as usize;
                            }
                        }
                        Some(truth) => {
                            if truth {
                                pc = target as usize;
                            }
                        }
                        None => {
                            let flow = native!(self.truth(value));
                            release!(cond);
                            unsafe { (*frame).resume = Resume::Test { target, when: true } };
                            leave!(Signal::Flow(flow))
                        }
                    },
                },
                Op::JumpIfFalseKeep { cond, target } => match self.native_truth(reg!(cond)) {
                    Some(true) => {
                        release!(cond);
                        if unsafe { (*heap).wants_attention() } {
                            leave!(Signal::Attention)
                        }
                    }
                    Some(false) => pc = target as usize,
                    None => {
                        let flow = native!(self.truth(reg!(cond)));
                        unsafe { (*frame).resume = Resume::Test { target, when: false } };
                        leave!(Signal::Flow(flow))
                    }
                },
                Op::JumpIfTrueKeep { cond, target } => match self.native_truth(reg!(cond)) {
                    Some(false) => {
                        release!(cond);
                        if unsafe { (*heap).wants_attention() } {
                            leave!(Signal::Attention)
                        }
                    }
                    Some(true) => pc = target as usize,
                    None => {
                        let flow = native!(self.truth(reg!(cond)));
                        unsafe { (*frame).resume = Resume::Test { target, when: true } };
                        leave!(Signal::Flow(flow))
                    }
                },
                Op::JumpIfNone { cond, target } => {
                    if reg!(cond).is_none() {
                        release!(cond);
                        pc = target as usize;
                    } else {
                        release!(cond);
                    }
                }
                Op::JumpIfNotNone { cond, target } => {
                    if !reg!(cond).is_none() {
                        pc = target as usize;
                    }
                    release!(cond);
                }
                Op::GetIter { dst, src } => {
                    let flow = match self.native_iter(reg!(src)) {
                        Some(iterator) => Ok(Flow::Return(iterator)),
                        None => native!(self.iter(reg!(src))),
                    };
                    release!(src);
                    store_flow!(flow, dst);
                }
                Op::ForIter { dst, iter, exit } => {
                    let iterator = match reg!(iter) {
                        Value::Object(r) => r,
                        _ => unreachable!("lowering loops over iterators"),
                    };
                    match iterator.get_mut() {
                        Object::RangeIterator { next, left, step } => {
                            if *left == 0 {
                                set!(iter, Value::Undefined);
                                pc = exit as usize;
                            } else {
                                let item = *next;
                                *left -= 1;
                                *next = next.wrapping_add(*step);
                                assign!(dst, Value::Int(item));
                            }
                        }
                        Object::Generator(_) => {
                            let generator = iterator.clone();
                            unsafe { (*frame).resume = Resume::ForIter { dst, exit, iter } };
                            unsafe { (*frame).pc = pc };
                            self.spent = spent;
                            match self.resume_generator(&generator, Resumption::Send(Value::None)) {
                                None => match self.fiber.frames.last_mut() {
                                    Some(Frame::Python(new)) => {
                                        load_frame!(&raw mut **new);
                                        hand_over!();
                                    }
                                    _ => unreachable!("resuming pushed a Python frame"),
                                },
                                Some(input) => leave!(Signal::Deliver(input)),
                            }
                        }
                        _ => {
                            let iterator = reg!(iter);
                            match self.native_next(iterator) {
                                Ok(Next::Item(item)) => assign!(dst, item),
                                Ok(Next::End) => {
                                    set!(iter, Value::Undefined);
                                    pc = exit as usize;
                                }
                                Ok(Next::Ask) => {
                                    let iterator = iterator.clone();
                                    let flow = native!(self.next(&iterator, |vm, item| match item {
                                        Some(item) => Ok(Flow::Return(item)),
                                        None => Err(vm.stop_iteration(Value::None)),
                                    }));
                                    unsafe { (*frame).resume = Resume::ForIter { dst, exit, iter } };
                                    leave!(Signal::Flow(flow))
                                }
                                Err(exception) => raise!(exception),
                            }
                        }
                    }
                }
                Op::BuildList { dst, base, count } => {
                    let items = (base..base + count).map(|i| unsafe { (*registers.add(i as usize)).take() }).collect();
                    assign!(dst, Value::list(items));
                }
                Op::BuildTuple { dst, base, count } => {
                    let items = (base..base + count).map(|i| unsafe { (*registers.add(i as usize)).take() }).collect();
                    assign!(dst, Value::tuple(items));
                }
                Op::BuildSet { dst, base, count } => {
                    let items = (base..base + count).map(|i| unsafe { (*registers.add(i as usize)).take() }).collect();
                    let flow = native!(self.build_set(items));
                    store_flow!(flow, dst);
                }
                Op::BuildDict { dst, base, count } => {
                    let items =
                        (base..base + 2 * count).map(|i| unsafe { (*registers.add(i as usize)).take() }).collect();
                    let flow = native!(self.build_dict(items));
                    store_flow!(flow, dst);
                }
                Op::BuildString { dst, base, count } => {
                    let mut text = String::new();
                    for i in base..base + count {
                        let part = unsafe { (*registers.add(i as usize)).take() };
                        text.push_str(part.as_str().unwrap_or_default());
                    }
                    assign!(dst, Value::str(text));
                }
                Op::BuildSlice { dst, base } => {
                    let part = |i: u16| unsafe { (*registers.add((base + i) as usize)).take() };
                    let slice = Object::Slice(Box::new([part(0), part(1), part(2)]));
                    assign!(dst, slice.into());
                }
                Op::ListAppend { list, src } => {
                    let value = take!(src);
                    if let Some(items) = reg!(list).as_list() {
                        items.push(value);
                    }
                }
                Op::SetAdd { set, src } => {
                    let value = take!(src);
                    let flow = native!(self.set_add(reg!(set), value));
                    discard_flow!(flow);
                }
                Op::DictInsert { dict, base } => {
                    let key = unsafe { (*registers.add(base as usize)).take() };
                    let value = unsafe { (*registers.add(base as usize + 1)).take() };
                    let flow = native!(self.store_subscript(reg!(dict), &key, value));
                    discard_flow!(flow);
                }
                Op::Format { conversion, plain, dst, base } => {
                    let value = unsafe { (*registers.add(base as usize)).take() };
                    let spec =
                        if plain { Value::Undefined } else { unsafe { (*registers.add(base as usize + 1)).take() } };
                    let flow = native!(self.format_value(conversion, value, spec));
                    store_flow!(flow, dst);
                }
                Op::Subscript { dst, object, key } => {
                    shared!();
                    if let Value::Int(i) = reg!(key)
                        && let Value::Object(r) = reg!(object)
                    {
                        let items: Option<&[Value]> = match r.get() {
                            Object::List(items) => Some(items),
                            Object::Tuple(items) => Some(items),
                            _ => None,
                        };
                        if let Some(items) = items {
                            let at = if *i < 0 { *i + items.len() as i64 } else { *i };
                            if let Ok(at) = usize::try_from(at)
                                && let Some(item) = items.get(at)
                            {
                                let item = item.clone();
                                release!(object);
                                assign!(dst, item);
                                continue;
                            }
                        }
                    }
                    let flow = native!(self.subscript(reg!(object), reg!(key)));
                    release!(key);
                    release!(object);
                    store_flow!(flow, dst);
                }
                Op::StoreSubscript { object, key, src } => {
                    shared!();
                    let value = take!(src);
                    if let Value::Int(i) = reg!(key)
                        && let Value::Object(r) = reg!(object)
                        && let Object::List(items) = r.get_mut()
                    {
                        let at = if *i < 0 { *i + items.len() as i64 } else { *i };
                        if let Ok(at) = usize::try_from(at)
                            && let Some(item) = items.get_mut(at)
                        {
                            let old = std::mem::replace(item, value);
                            release!(object);
                            dropped!(old);
                            continue;
                        }
                    }
                    let flow = native!(self.store_subscript(reg!(object), reg!(key), value));
                    release!(key);
                    release!(object);
                    discard_flow!(flow);
                }
                Op::DeleteSubscript { object, key } => {
                    let flow = native!(self.delete_subscript(reg!(object), reg!(key)));
                    release!(key);
                    release!(object);
                    discard_flow!(flow);
                }
                Op::LoadAttr { dst, object, site } => {
                    shared!();
                    let cache = cache!(site);
                    if let Value::Object(r) = reg!(object) {
                        match r.get() {
                            Object::Instance(instance)
                                if instance.class.address() == cache.class.get() && cache.epoch.get() == self.epoch =>
                            {
                                if let Found::Slot(slot) = cache.found.get()
                                    && let Some(value) = instance.slots.get(slot as usize)
                                    && !value.is_undefined()
                                {
                                    let value = value.clone();
                                    release!(object);
                                    assign!(dst, value);
                                    continue;
                                }
                            }
                            Object::Module(module) if r.address() == cache.class.get() => {
                                if let Found::Module(position) = cache.found.get() {
                                    let value = module.names.at(position);
                                    if !value.is_undefined() {
                                        let value = value.clone();
                                        release!(object);
                                        assign!(dst, value);
                                        continue;
                                    }
                                }
                            }
                            _ => {}
                        }
                    }
                    let name = site!(site).name;
                    let flow = native!(self.load_attribute(reg!(object), name, cache));
                    release!(object);
                    store_flow!(flow, dst);
                }
                Op::StoreAttr { object, site, src } => {
                    shared!();
                    let cache = cache!(site);
                    let value = take!(src);
                    if let Value::Object(r) = reg!(object)
                        && let Object::Instance(instance) = r.get_mut()
                        && instance.class.address() == cache.class.get()
                        && cache.epoch.get() == self.epoch
                        && let Found::Slot(slot) = cache.found.get()
                    {
                        let slot = slot as usize;
                        if slot >= instance.slots.len() {
                            instance.slots.resize(slot + 1, Value::Undefined);
                        }
                        let old = std::mem::replace(&mut instance.slots[slot], value);
                        release!(object);
                        dropped!(old);
                        continue;
                    }
                    let name = site!(site).name;
                    let flow = native!(self.store_attribute(reg!(object), name, value, cache));
                    release!(object);
                    discard_flow!(flow);
                }
                Op::DeleteAttr { object, site } => {
                    let name = site!(site).name;
                    let flow = native!(self.delete_attribute(reg!(object), name));
                    release!(object);
                    discard_flow!(flow);
                }
                Op::Unpack { base, src, count } => {
                    let native = match reg!(src).object() {
                        Some(Object::Tuple(items)) if items.len() == count as usize => Some(&items[..]),
                        Some(Object::List(items)) if items.len() == count as usize => Some(&items[..]),
                        _ => None,
                    };
                    if let Some(items) = native {
                        // Copied first: the source may be one of the targets' temporaries.
                        let keep = reg!(src).clone();
                        release!(src);
                        for (i, item) in items.iter().enumerate() {
                            set!(base + i as u16, item.clone());
                        }
                        drop(keep);
                    } else {
                        let source = take!(src);
                        let flow = native!(self.unpack(source, count as usize));
                        match flow {
                            Ok(Flow::Return(items)) => {
                                for (i, item) in items.as_tuple().unwrap_or_default().iter().enumerate() {
                                    set!(base + i as u16, item.clone());
                                }
                            }
                            // The answer is a tuple of the right length.
                            other => {
                                unsafe { (*frame).resume = Resume::Unpack(base) };
                                leave!(Signal::Flow(other))
                            }
                        }
                    }
                }
                Op::UnpackStar { base, src, before, after } => {
                    let source = take!(src);
                    let flow = native!(self.unpack_star(source, before as usize, after as usize));
                    match flow {
                        Ok(Flow::Return(items)) => {
                            for (i, item) in items.as_tuple().unwrap_or_default().iter().enumerate() {
                                set!(base + i as u16, item.clone());
                            }
                        }
                        other => {
                            unsafe { (*frame).resume = Resume::Unpack(base) };
                            leave!(Signal::Flow(other))
                        }
                    }
                }
                Op::Call { dst, base, count } => {
                    attend!();
                    let callee = match reg!(base) {
                        Value::Object(r) => r.clone(),
                        other => {
                            let name = self.type_name(other);
                            raise!(self.type_error(format!("'{name}' object is not callable")))
                        }
                    };
                    if let Object::Method { function: Value::Object(function), this } = callee.get() {
                        // The bound argument takes the callee's place, in front of the others.
                        let function = function.clone();
                        set!(base, this.clone());
                        drop(callee);
                        call!(function, base, count + 1, dst, base);
                    } else {
                        call!(callee, base + 1, count, dst, base);
                    }
                }
                Op::CallKeywords { dst, base, site } => {
                    attend!();
                    let site = site!(site);
                    let total = site.positional as usize + site.keywords.len();
                    let callee = reg!(base).clone();
                    let values = unsafe { std::slice::from_raw_parts(registers.add(base as usize + 1), total) };
                    let args = Args { values, keywords: &site.keywords };
                    call_generic!(&callee, args, dst, base, base as usize + 1 + total);
                }
                Op::CallStar { dst, base } => {
                    attend!();
                    let callee = unsafe { (*registers.add(base as usize)).take() };
                    let positional = unsafe { (*registers.add(base as usize + 1)).take() };
                    let keywords = unsafe { (*registers.add(base as usize + 2)).take() };
                    let (values, names) = match self.spread(&positional, &keywords) {
                        Ok(spread) => spread,
                        Err(exception) => raise!(exception),
                    };
                    let args = Args { values: &values, keywords: &names };
                    call_generic!(&callee, args, dst, base, base as usize);
                }
                Op::FindMethod { base, site: index } => {
                    shared!();
                    let cache = cache!(index);
                    let receiver = reg!(base);
                    if let Value::Object(r) = receiver {
                        let class = match r.get() {
                            Object::Instance(instance) => instance.class.address(),
                            Object::Module(_) => r.address(),
                            Object::Class(_) => 0,
                            _ => self.class_of(receiver).address(),
                        };
                        if class == cache.class.get() && class != 0 {
                            let known = match cache.found.get() {
                                Found::Method(..) => cache.epoch.get() == self.epoch,
                                Found::Module(position) => {
                                    matches!(r.get(), Object::Module(module) if !module.names.at(position).is_undefined())
                                }
                                _ => false,
                            };
                            if known {
                                continue;
                            }
                        }
                    }
                    let found = |function| Object::Method { function, this: Value::Undefined }.into();
                    match native!(self.load_method(receiver, site!(index).name, cache)) {
                        Ok(super::attributes::Method::Unbound(_)) => {}
                        Ok(super::attributes::Method::Value(value)) => set!(base, found(value)),
                        Ok(super::attributes::Method::Flow(flow)) => {
                            release!(base);
                            let flow = self.after(flow, move |_, input| Ok(Flow::Return(found(input.value()?))));
                            unsafe { (*frame).resume = Resume::Store(base) };
                            leave!(Signal::Flow(flow))
                        }
                        Err(exception) => {
                            exception.data().looking = true;
                            raise!(exception)
                        }
                    }
                }
                Op::CallMethod { dst, base, site: index } => {
                    attend!();
                    shared!();
                    let site = site!(index);
                    let cache = cache!(index);
                    let count = site.positional;
                    let total = count as usize + site.keywords.len();
                    let receiver = reg!(base);
                    // The method, unbound when it binds the receiver, else what the attribute holds.
                    let mut method: Option<Ref> = None;
                    let mut found: Option<Value> = None;
                    if let Value::Object(r) = receiver {
                        let class = match r.get() {
                            Object::Instance(instance) => instance.class.address(),
                            Object::Module(_) => r.address(),
                            Object::Class(_) => 0,
                            Object::Method { function, this } if this.is_undefined() => {
                                found = Some(function.clone());
                                0
                            }
                            _ => self.class_of(receiver).address(),
                        };
                        if class == cache.class.get() && class != 0 {
                            match cache.found.get() {
                                Found::Method(owner, position) if cache.epoch.get() == self.epoch => {
                                    if let Some(Value::Object(f)) = self.cached_method(owner, position) {
                                        method = Some(f);
                                    }
                                }
                                Found::Module(position) => {
                                    if let Object::Module(module) = r.get() {
                                        let value = module.names.at(position);
                                        if !value.is_undefined() {
                                            found = Some(value.clone());
                                        }
                                    }
                                }
                                _ => {}
                            }
                        }
                    }
                    if method.is_none() && found.is_none() {
                        match native!(self.load_method(receiver, site.name, cache)) {
                            Ok(super::attributes::Method::Unbound(f)) => method = Some(f),
                            Ok(super::attributes::Method::Value(value)) => found = Some(value),
                            Ok(super::attributes::Method::Flow(flow)) => {
                                // The attribute itself needs a call (a property, `__getattr__`): then the call follows.
                                let values: Vec<Value> = (1..=total)
                                    .map(|i| unsafe { (*registers.add(base as usize + i)).take() })
                                    .collect();
                                release!(base);
                                let keywords = site.keywords.clone();
                                let flow = self.after(flow, move |_, input| {
                                    let callee = input.value()?;
                                    Ok(Flow::Call(Box::new(super::frame::CallRequest {
                                        callee,
                                        args: values,
                                        keywords,
                                        then: None,
                                    })))
                                });
                                unsafe { (*frame).resume = Resume::Store(dst) };
                                leave!(Signal::Flow(flow))
                            }
                            Err(exception) => {
                                exception.data().looking = true;
                                raise!(exception)
                            }
                        }
                    }
                    if let Some(function) = method {
                        if site.keywords.is_empty() {
                            call!(function, base, count + 1, dst, base);
                        } else {
                            let values = unsafe { std::slice::from_raw_parts(registers.add(base as usize), total + 1) };
                            let args = Args { values, keywords: &site.keywords };
                            let callee = Value::Object(function);
                            call_generic!(&callee, args, dst, base, base as usize + 1 + total);
                        }
                    } else if let Some(callee) = found {
                        if site.keywords.is_empty()
                            && let Value::Object(callee) = &callee
                        {
                            call!(callee.clone(), base + 1, count, dst, base);
                        } else {
                            let values = unsafe { std::slice::from_raw_parts(registers.add(base as usize + 1), total) };
                            let args = Args { values, keywords: &site.keywords };
                            call_generic!(&callee, args, dst, base, base as usize + 1 + total);
                        }
                    }
                }
                Op::LoadSpecial { dst, src, site } => {
                    let name = site!(site).name;
                    match self.bound_special(reg!(src), name) {
                        Ok(method) => assign!(dst, method),
                        Err(exception) => raise!(exception),
                    }
                }
                Op::Return { src } => {
                    // The register is not read again, also when it is a variable's.
                    let mut value = unsafe { (*registers.add(src as usize)).take() };
                    let mut done = match self.fiber.frames.pop() {
                        Some(Frame::Python(done)) => done,
                        _ => unreachable!("the running frame is the innermost"),
                    };
                    if done.instead.is_undefined() && done.generator.is_none() && done.names.is_none() {
                        self.recycle(done);
                    } else {
                        if !done.instead.is_undefined() {
                            if !value.is_none() {
                                let name = self.type_name(&value);
                                let error = self.type_error(format!("__init__() should return None, not '{name}'"));
                                self.recycle(done);
                                self.spent = spent;
                                return Signal::Deliver(Input::Raised(error));
                            }
                            value = done.instead.take();
                        }
                        let generator = done.generator.take();
                        let names = done.names.take();
                        self.recycle(done);
                        if let Some(generator) = generator {
                            if let Object::Generator(data) = generator.get_mut() {
                                data.running = false;
                            }
                            self.spent = spent;
                            return Signal::Deliver(Input::Finished(value));
                        }
                        if names.is_some() {
                            self.finished_names = names;
                        }
                    }
                    match self.fiber.frames.last_mut() {
                        Some(Frame::Python(caller)) => {
                            let caller: *mut PyFrame = &raw mut **caller;
                            match unsafe { (*caller).resume } {
                                Resume::Store(dst) => {
                                    load_frame!(caller);
                                    assign!(dst, value);
                                }
                                Resume::Discard => load_frame!(caller),
                                _ => {
                                    self.spent = spent;
                                    return Signal::Deliver(Input::Value(value));
                                }
                            }
                            if unsafe { (*heap).wants_attention() } {
                                leave!(Signal::Attention)
                            }
                        }
                        _ => {
                            self.spent = spent;
                            return Signal::Deliver(Input::Value(value));
                        }
                    }
                }
                Op::Yield { dst, src } => {
                    let value = take!(src);
                    let _ = dst;
                    unsafe { (*frame).pc = pc };
                    self.spent = spent;
                    let done = match self.fiber.frames.pop() {
                        Some(Frame::Python(done)) => done,
                        _ => unreachable!("the running frame is the innermost"),
                    };
                    let input = self.suspend(done, value);
                    match self.fiber.frames.last_mut() {
                        Some(Frame::Python(consumer)) => {
                            let consumer: *mut PyFrame = &raw mut **consumer;
                            if let Resume::ForIter { dst, .. } = unsafe { (*consumer).resume }
                                && let Input::Yielded(value) = input
                            {
                                load_frame!(consumer);
                                assign!(dst, value);
                                continue;
                            }
                        }
                        // Natives leave the stack as it is, so that this one can stay there while it takes the item.
                        Some(Frame::Each(each)) => {
                            let each: *mut Each = &raw mut **each;
                            let answer = unsafe { ((*each).take)(self, input) };
                            if matches!(answer, Ok(None)) && self.limit.is_none() {
                                let generator = unsafe { (*each).generator.clone() };
                                match self.resume_generator(&generator, Resumption::Send(Value::None)) {
                                    None => match self.fiber.frames.last_mut() {
                                        Some(Frame::Python(new)) => {
                                            spent = self.spent;
                                            load_frame!(&raw mut **new);
                                            continue;
                                        }
                                        _ => unreachable!("resuming pushed a Python frame"),
                                    },
                                    Some(input) => return Signal::Deliver(input),
                                }
                            }
                            drop(self.fiber.frames.pop());
                            return Signal::Flow(answer.map(|flow| flow.unwrap_or(Flow::Return(Value::None))));
                        }
                        _ => {}
                    }
                    return Signal::Deliver(input);
                }
                Op::YieldAsync { dst, src } => {
                    let value = take!(src);
                    let _ = dst;
                    unsafe { (*frame).pc = pc };
                    self.spent = spent;
                    let done = match self.fiber.frames.pop() {
                        Some(Frame::Python(done)) => done,
                        _ => unreachable!("the running frame is the innermost"),
                    };
                    return Signal::Deliver(self.suspend(done, Object::AsyncItem(value).into()));
                }
                Op::Delegate { dst, iter } => {
                    let how = unsafe { (*frame).sent.take() }.unwrap_or(Resumption::Send(Value::None));
                    let iterator = match reg!(iter) {
                        Value::Object(r) => r.clone(),
                        _ => unreachable!("lowering delegates to iterators"),
                    };
                    let how = match self.closes_delegate(&iterator, how) {
                        Ok(how) => how,
                        Err(flow) => {
                            drop(unsafe { (*registers.add(iter as usize)).take() });
                            unsafe { (*frame).resume = Resume::Discard };
                            leave!(Signal::Flow(flow))
                        }
                    };
                    unsafe { (*frame).resume = Resume::Delegate { dst, iter } };
                    unsafe { (*frame).pc = pc };
                    self.spent = spent;
                    if let Object::Generator(_) = iterator.get() {
                        match self.resume_generator(&iterator, how) {
                            None => match self.fiber.frames.last_mut() {
                                Some(Frame::Python(new)) => {
                                    load_frame!(&raw mut **new);
                                    hand_over!();
                                }
                                _ => unreachable!("resuming pushed a Python frame"),
                            },
                            Some(input) => return Signal::Deliver(input),
                        }
                    } else {
                        return Signal::Flow(self.resume_iterator(Value::Object(iterator), how));
                    }
                }
                Op::GetAwaitable { dst, src, of } => {
                    if let Some(Object::Generator(generator)) = reg!(src).object()
                        && generator.kind == CodeKind::Coroutine
                        && !generator.started
                    {
                        let value = take!(src);
                        assign!(dst, value);
                    } else {
                        let flow = native!(self.awaitable(reg!(src), of));
                        release!(src);
                        store_flow!(flow, dst);
                    }
                }
                Op::GetYieldFromIter { dst, src } => {
                    if matches!(reg!(src).object(), Some(Object::Generator(_))) {
                        let value = take!(src);
                        assign!(dst, value);
                    } else {
                        let flow = native!(self.iter(reg!(src)));
                        release!(src);
                        store_flow!(flow, dst);
                    }
                }
                Op::GetAsyncIter { dst, src } => {
                    let flow = native!(self.async_iter(reg!(src)));
                    release!(src);
                    store_flow!(flow, dst);
                }
                Op::GetAsyncNext { dst, iter } => {
                    let flow = native!(self.async_next(reg!(iter)));
                    store_flow!(flow, dst);
                }
                Op::MakeFunction { dst, base } => {
                    let part = |i: u16| unsafe { (*registers.add((base + i) as usize)).take() };
                    let (number, defaults, keyword_defaults, closure, annotations) =
                        (part(0), part(1), part(2), part(3), part(4));
                    let module = unsafe { code.as_ref() }.module.clone();
                    let function =
                        self.make_function(&module, &number, &defaults, &keyword_defaults, &closure, annotations);
                    assign!(dst, function);
                }
                Op::MakeClass { dst, base } => {
                    let part = |i: u16| unsafe { (*registers.add((base + i) as usize)).take() };
                    let (body, name, bases, keywords) = (part(0), part(1), part(2), part(3));
                    let flow = native!(self.make_class(body, name, bases, keywords));
                    store_flow!(flow, dst);
                }
                Op::Raise { base, cause } => {
                    let exception = unsafe { (*registers.add(base as usize)).take() };
                    let cause = cause.then(|| unsafe { (*registers.add(base as usize + 1)).take() });
                    let flow = native!(self.raise(exception, cause));
                    unsafe { (*frame).resume = Resume::Discard };
                    leave!(Signal::Flow(flow))
                }
                Op::ReraiseHandled => {
                    let handled = unsafe { (*frame).handled.last().cloned() }.or_else(|| self.handled());
                    match handled {
                        Some(value) => raise!(Exception::of(value)),
                        None => raise!(self.runtime_error("No active exception to reraise")),
                    }
                }
                Op::Reraise { src } => {
                    let exception = take!(src);
                    raise!(Exception::of(exception))
                }
                Op::PushHandled { src } => {
                    let exception = reg!(src).clone();
                    unsafe { (*frame).handled.push(exception) };
                }
                Op::PopHandled => {
                    unsafe { (*frame).handled.pop() };
                }
                Op::MatchException { dst, exception, kind } => {
                    let answer = self.matches(reg!(exception), reg!(kind));
                    release!(kind);
                    match answer {
                        Ok(answer) => assign!(dst, Value::Bool(answer)),
                        Err(exception) => raise!(exception),
                    }
                }
                Op::Import { dst, site, level, from } => {
                    let name = site!(site).name;
                    let flow = native!(self.import(name, level, from));
                    store_flow!(flow, dst);
                }
                Op::ImportFrom { dst, module, site } => {
                    let name = site!(site).name;
                    let flow = native!(self.import_from(reg!(module), name));
                    store_flow!(flow, dst);
                }
                Op::Intrinsic { what, dst, base } => {
                    let flow =
                        native!(self.intrinsic(what, unsafe { registers.add(base as usize) }, unsafe { &mut *frame }));
                    store_flow!(flow, dst);
                }
                Op::CallExit { dst, base } => {
                    let exit = unsafe { (*registers.add(base as usize)).take() };
                    let exception = reg!(base + 1).clone();
                    let class = Value::Object(self.class_of(&exception).clone());
                    let traceback = self.traceback_of(&exception);
                    let flow = Flow::tail(exit, vec![class, exception, traceback]);
                    store_flow!(flow, dst);
                }
                Op::Super { dst, base } => {
                    let class = unsafe { (*registers.add(base as usize)).take() };
                    let this = unsafe { (*registers.add(base as usize + 1)).take() };
                    match class {
                        Value::Object(class) if matches!(class.get(), Object::Class(_)) => {
                            assign!(dst, Object::Super { class, this }.into());
                        }
                        _ => raise!(self.runtime_error("super(): empty __class__ cell")),
                    }
                }
            }
        }
    }
}

/// `x op y` where that is quick and of 64 bits.
#[inline(always)]
fn small(op: BinaryOp, x: i64, y: i64) -> Option<i64> {
    match op {
        BinaryOp::Add => x.checked_add(y),
        BinaryOp::Sub => x.checked_sub(y),
        BinaryOp::Mul => x.checked_mul(y),
        BinaryOp::FloorDiv if y > 0 => Some(x.div_euclid(y)),
        BinaryOp::Mod if y > 0 => Some(x.rem_euclid(y)),
        BinaryOp::And => Some(x & y),
        BinaryOp::Or => Some(x | y),
        BinaryOp::Xor => Some(x ^ y),
        BinaryOp::RShift if (0..64).contains(&y) => Some(x >> y),
        _ => None,
    }
}
