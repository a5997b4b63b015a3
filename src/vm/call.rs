//! Calls: from arguments to a frame, an object or a native function's answer.

use super::Vm;
use super::class::{Layout, Special};
use super::code::CodeKind;
use super::dict::{Dict, hash_bytes};
use super::exception::{ExceptionData, Result};
use super::frame::{Flow, Frame, Generator, PyFrame, Resume};
use super::function::{Args, Function};
use super::loaded::LoadedCode;
use super::symbol::{Symbol, well_known as sym};
use super::value::{Instance, Object, Payload, Ref, Value};
use crate::syscall::FiberId;
use std::ptr::NonNull;

/// How many frames of CPython's stand for the passes of a loop: `run_forever`, `_run_once`, `Handle._run`.
const PASSES: usize = 3;
/// What `asyncio.to_thread` calls in a thread.
const IN_CONTEXT: &str = "_InContext.__call__";

/// What came of beginning a call.
pub(crate) enum Begun {
    /// A Python frame was pushed; its result comes later.
    Frame,
    /// A native function answered.
    Flow(Flow),
}

impl Vm {
    /// Begins a call; on success either a frame stands on the stack or there is an answer.
    pub(super) fn begin_call(&mut self, callee: &Value, args: Args<'_>) -> Result<Begun> {
        let Value::Object(r) = callee else { return Err(self.not_callable(callee)) };
        match r.get() {
            Object::Function(function) => self.call_function(r, function, args, Value::Undefined),
            Object::Native(def) if std::ptr::eq(*def, &raw const super::builtins::class_objects::TYPE_CALL) => {
                match args.get(0) {
                    Some(Value::Object(class)) if matches!(class.get(), Object::Class(_)) => {
                        self.instantiate(class, args.rest())
                    }
                    _ => Err(self.type_error("descriptor '__call__' requires a 'type' object")),
                }
            }
            Object::Native(def) => {
                self.charge(u64::from(def.cost));
                (def.call)(self, args).map(Begun::Flow)
            }
            Object::Method { function, this } => {
                let mut values = Vec::with_capacity(args.values.len() + 1);
                values.push(this.clone());
                values.extend(args.values.iter().cloned());
                let function = function.clone();
                self.begin_call(&function, Args { values: &values, keywords: args.keywords })
            }
            Object::Class(_) => self.call_class(r, args),
            Object::Descriptor(descriptor) => match &**descriptor {
                super::value::Descriptor::StaticMethod(function) => {
                    let function = function.clone();
                    self.begin_call(&function, args)
                }
                _ => Err(self.not_callable(callee)),
            },
            _ => match self.special(callee, sym::D_CALL) {
                Some(method) => {
                    let mut values = Vec::with_capacity(args.values.len() + 1);
                    values.push(callee.clone());
                    values.extend(args.values.iter().cloned());
                    self.begin_call(&method, Args { values: &values, keywords: args.keywords })
                }
                None => Err(self.not_callable(callee)),
            },
        }
    }

    /// Calls what a native function ends with: a function written in Rust at once, anything else by the run loop.
    pub fn tail_call(&mut self, callee: Value, args: Vec<Value>) -> Result<Flow> {
        match callee.object() {
            Some(Object::Native(def)) if !std::ptr::eq(*def, &raw const super::builtins::class_objects::TYPE_CALL) => {
                self.charge(u64::from(def.cost));
                (def.call)(self, Args::positional(&args))
            }
            _ => Flow::tail(callee, args),
        }
    }

    fn not_callable(&self, callee: &Value) -> super::exception::Exception {
        let mut message = format!("'{}' object is not callable", self.type_name(callee));
        if let Value::Object(r) = callee
            && let Object::Module(module) = r.get()
            && let Some(found) = self.interner.find(&module.name).and_then(|name| Self::module_names(r).get(name))
            && matches!(
                found.object(),
                Some(Object::Function(_) | Object::Native(_) | Object::Class(_) | Object::Method { .. })
            )
        {
            message = format!("{message}. Did you mean: '{0}.{0}(...)'?", module.name);
        }
        self.type_error(message)
    }

    /// A frame ready to be filled with arguments.
    #[inline]
    pub(super) fn new_frame(&mut self, code: NonNull<LoadedCode>, owner: Ref) -> Box<PyFrame> {
        // SAFETY: loaded code lives as long as the vm.
        let loaded = unsafe { code.as_ref() };
        let registers = loaded.entry.registers as usize;
        match self.spare_frames.pop() {
            Some(mut frame) => {
                // One that was longer stays so: its registers are empty.
                if frame.registers.len() < registers {
                    frame.registers.resize(registers, Value::Undefined);
                }
                frame.code = code;
                frame.pc = 0;
                frame.globals = loaded.names;
                frame.owner = Some(owner);
                frame
            }
            None => Box::new(PyFrame {
                code,
                pc: 0,
                registers: vec![Value::Undefined; registers],
                globals: loaded.names,
                owner: Some(owner),
                resume: Resume::Discard,
                handled: Vec::new(),
                generator: None,
                instead: Value::Undefined,
                names: None,
                sent: None,
            }),
        }
    }

    /// Empties a frame that is over and keeps it for the next call.
    #[optimize(speed)]
    pub(super) fn recycle(&mut self, mut frame: Box<PyFrame>) {
        let used = frame.code().entry.registers as usize;
        for register in &mut frame.registers[..used] {
            drop(register.take());
        }
        // What the frame was for may go before the frame is used again.
        frame.owner = None;
        if self.spare_frames.len() < 64 {
            frame.handled.clear();
            frame.generator = None;
            frame.names = None;
            frame.sent = None;
            frame.instead = Value::Undefined;
            self.spare_frames.push(frame);
        }
    }

    /// The frame of a call that passes just what its function takes; the arguments are moved out of their registers.
    ///
    /// # Safety
    /// `callee` is a Python function of which [`LoadedCode::simple_arity`] is `count`, and so many values are at `arguments`.
    #[optimize(speed)]
    #[inline(never)]
    pub(super) unsafe fn frame_of_call(&mut self, callee: Ref, arguments: *mut Value, count: usize) -> Box<PyFrame> {
        let Object::Function(function) = callee.get() else { unreachable!("the caller looked") };
        let function: *const Function = &raw const **function;
        // SAFETY: the frame keeps its function alive; code has a register for every parameter and every closure cell.
        unsafe {
            let function = &*function;
            let mut new = self.new_frame(function.code, callee);
            let registers = new.registers.as_mut_ptr();
            for i in 0..count {
                registers.add(i).write((*arguments.add(i)).take());
            }
            for (i, cell) in function.closure.iter().enumerate() {
                registers.add(count + i).write(cell.clone());
            }
            new
        }
    }

    /// Puts a frame on top of the stack.
    #[inline(always)]
    pub(super) fn push_frame(&mut self, mut frame: Box<PyFrame>) -> *mut PyFrame {
        let raw: *mut PyFrame = &raw mut *frame;
        let frames = &mut self.fiber.frames;
        if frames.len() == frames.capacity() {
            frames.reserve(1);
        }
        // SAFETY: there is room for one more.
        unsafe {
            frames.as_mut_ptr().add(frames.len()).write(Frame::Python(frame));
            frames.set_len(frames.len() + 1);
        }
        raw
    }

    pub(super) fn module_frame(&mut self, code: NonNull<LoadedCode>, module: Ref) -> Box<PyFrame> {
        self.new_frame(code, module)
    }

    /// Whether another frame may be pushed.
    #[inline]
    pub(super) fn check_depth(&self) -> Result<()> {
        if self.fiber.frames.len() >= self.recursion_limit && self.depth() >= self.recursion_limit {
            return Err(self.error(|t| &t.recursion_error, "maximum recursion depth exceeded"));
        }
        Ok(())
    }

    /// How many frames of Python code CPython would have on the thread's stack: C has none there, and a thread's bottom and
    /// a loop's passes are Python.
    #[cold]
    fn depth(&self) -> usize {
        let frames = self.fiber.frames.iter().map(|frame| match frame {
            // In place of a partial of `Context.run`, which is C.
            Frame::Python(frame) if &*frame.code().code.qualname == IN_CONTEXT => 0,
            Frame::Python(_) => 1,
            Frame::Stays(_) => PASSES,
            Frame::Native(_) | Frame::Each(_) => 0,
        });
        frames.sum::<usize>() + usize::from(self.current != FiberId(0))
    }

    /// Calls a Python function. `instead` is what the caller gets in place of the result, if defined.
    pub(super) fn call_function(
        &mut self,
        owner: &Ref,
        function: &Function,
        args: Args<'_>,
        instead: Value,
    ) -> Result<Begun> {
        let mut frame = self.new_frame(function.code, owner.clone());
        let loaded = function.code();
        if args.keywords.is_empty() && args.values.len() == loaded.simple_arity as usize {
            for (register, value) in frame.registers.iter_mut().zip(args.values) {
                *register = value.clone();
            }
        } else if let Err(exception) = self.bind(function, loaded, &mut frame.registers, args) {
            self.recycle(frame);
            return Err(exception);
        }
        let first_cell = loaded.code.parameters.names.len();
        for (i, cell) in function.closure.iter().enumerate() {
            frame.registers[first_cell + i] = cell.clone();
        }
        frame.instead = instead;
        self.enter_frame(loaded, frame)
    }

    /// Pushes a frame that has its arguments, or makes the generator that it is for.
    pub(super) fn enter_frame(&mut self, loaded: &LoadedCode, frame: Box<PyFrame>) -> Result<Begun> {
        // Making a generator takes a frame for a moment, too.
        if let Err(exception) = self.check_depth() {
            self.recycle(frame);
            return Err(exception);
        }
        match loaded.code.kind {
            CodeKind::Function | CodeKind::Module | CodeKind::Class => {
                self.fiber.frames.push(Frame::Python(frame));
                Ok(Begun::Frame)
            }
            kind => Ok(Begun::Flow(Flow::Return(self.new_generator(kind, frame)))),
        }
    }

    pub(super) fn new_generator(&mut self, kind: CodeKind, frame: Box<PyFrame>) -> Value {
        let origin = match self.fiber.origin_of_coroutines {
            Some(origin) if kind == CodeKind::Coroutine => Some(Box::new(origin(self))),
            _ => None,
        };
        Object::Generator(Box::new(Generator {
            origin,
            kind,
            code: frame.code,
            frame: Some(frame),
            running: false,
            started: false,
            stepping: false,
            closed: false,
            name: None,
            hooked: false,
            finalizer: Value::Undefined,
        }))
        .into()
    }

    /// Puts arguments into the registers of the parameters.
    fn bind(
        &mut self,
        function: &Function,
        loaded: &LoadedCode,
        registers: &mut [Value],
        args: Args<'_>,
    ) -> Result<()> {
        let parameters = &loaded.code.parameters;
        let positional = parameters.positional as usize;
        let keyword_only = parameters.keyword_only as usize;
        let named = positional + keyword_only;
        let given = args.all();
        let star = named;
        let double_star = named + usize::from(parameters.star);
        for (register, value) in registers.iter_mut().zip(given.iter().take(positional)) {
            *register = value.clone();
        }
        let mut extra = Dict::default();
        for (name, value) in args.keyword_pairs() {
            let found = parameters.names[..named]
                .iter()
                .position(|&parameter| parameter == name)
                .filter(|&i| i >= parameters.positional_only as usize);
            match found {
                Some(i) if registers[i].is_undefined() => registers[i] = value.clone(),
                Some(_) => {
                    let (qualname, name) = (&loaded.code.qualname, self.name(name));
                    return Err(self.type_error(format!("{qualname}() got multiple values for argument '{name}'")));
                }
                None if parameters.double_star => {
                    let key = self.symbol_value(name);
                    let hash = hash_bytes(key.as_str().unwrap_or_default().as_bytes());
                    extra.insert(hash, key, value.clone());
                }
                None => {
                    let (qualname, keyword) = (&loaded.code.qualname, self.name(name));
                    let positional_only = parameters.names[..parameters.positional_only as usize].contains(&name);
                    return Err(self.type_error(if positional_only {
                        format!(
                            "{qualname}() got some positional-only arguments passed as keyword arguments: '{keyword}'"
                        )
                    } else {
                        let known: Vec<_> = parameters.names[parameters.positional_only as usize..named]
                            .iter()
                            .map(|&name| self.name(name))
                            .collect();
                        let near = self.near_keyword(&keyword, known.iter().map(|name| &**name));
                        format!("{qualname}() got an unexpected keyword argument '{keyword}'{near}")
                    }));
                }
            }
        }
        if given.len() > positional && !parameters.star {
            return Err(self.too_many(function, loaded, given.len(), registers));
        }
        let defaults = &function.defaults;
        let first_default = positional - defaults.len().min(positional);
        for i in given.len().min(positional)..positional {
            if registers[i].is_undefined() && i >= first_default {
                registers[i] = defaults[i - first_default].clone();
            }
        }
        let missing: Vec<Symbol> =
            (0..positional).filter(|&i| registers[i].is_undefined()).map(|i| parameters.names[i]).collect();
        if !missing.is_empty() {
            return Err(self.missing(loaded, &missing, "positional"));
        }
        for (register, default) in registers[positional..named].iter_mut().zip(&function.keyword_defaults) {
            if register.is_undefined() {
                *register = default.clone();
            }
        }
        let missing: Vec<Symbol> =
            (positional..named).filter(|&i| registers[i].is_undefined()).map(|i| parameters.names[i]).collect();
        if !missing.is_empty() {
            return Err(self.missing(loaded, &missing, "keyword-only"));
        }
        if parameters.star {
            let rest = given.get(positional..).unwrap_or_default().to_vec();
            registers[star] = Value::tuple(rest);
        }
        if parameters.double_star {
            registers[double_star] = Value::dict(extra);
        }
        Ok(())
    }

    fn too_many(
        &self,
        function: &Function,
        loaded: &LoadedCode,
        given: usize,
        registers: &[Value],
    ) -> super::exception::Exception {
        let parameters = &loaded.code.parameters;
        let positional = parameters.positional as usize;
        let least = positional - function.defaults.len().min(positional);
        let takes = if least < positional { format!("from {least} to {positional}") } else { positional.to_string() };
        let plural = if positional == 1 && least == positional { "" } else { "s" };
        let keyword_only = (positional..positional + parameters.keyword_only as usize)
            .filter(|&i| !registers[i].is_undefined())
            .count();
        let qualname = &loaded.code.qualname;
        if keyword_only > 0 {
            let many = if keyword_only == 1 { "" } else { "s" };
            let s = if given == 1 { "" } else { "s" };
            return self.type_error(format!(
                "{qualname}() takes {takes} positional argument{plural} but {given} positional argument{s} \
                 (and {keyword_only} keyword-only argument{many}) were given"
            ));
        }
        let verb = if given == 1 { "was" } else { "were" };
        self.type_error(format!("{qualname}() takes {takes} positional argument{plural} but {given} {verb} given"))
    }

    fn missing(&self, loaded: &LoadedCode, names: &[Symbol], kind: &str) -> super::exception::Exception {
        let quoted: Vec<String> = names.iter().map(|&name| format!("'{}'", self.name(name))).collect();
        let list = match quoted.as_slice() {
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        let qualname = &loaded.code.qualname;
        self.type_error(format!("{qualname}() missing {} required {kind} argument{plural}: {list}", names.len()))
    }

    /// An instance of a class without calling anything.
    pub fn bare_instance(&self, class: &Ref, payload: Payload) -> Value {
        Object::Instance(Instance { class: class.clone(), slots: Vec::new(), payload }).into()
    }

    /// Calls a class: makes an instance and initializes it.
    fn call_class(&mut self, class: &Ref, args: Args<'_>) -> Result<Begun> {
        let data = self.class(class);
        if let Some(metaclass) = &data.metaclass
            && let Some(method) = self.find_in_class(metaclass, sym::D_CALL)
        {
            let mut values = vec![Value::Object(class.clone())];
            values.extend(args.values.iter().cloned());
            return self.begin_call(&method, Args { values: &values, keywords: args.keywords });
        }
        self.instantiate(class, args)
    }

    /// What `type.__call__` does.
    pub(crate) fn instantiate(&mut self, class: &Ref, args: Args<'_>) -> Result<Begun> {
        let data = self.class(class);
        if data.metaclass.is_some() {
            self.refuse_abstract(class)?;
        }
        if data.has(Special::New)
            && let Some(new) = self.find_in_class(class, sym::D_NEW)
        {
            let mut values = vec![Value::Object(class.clone())];
            values.extend(args.values.iter().cloned());
            let rest: Vec<Value> = args.values.to_vec();
            let keywords: Box<[Symbol]> = args.keywords.into();
            let class = class.clone();
            let new = match new.object() {
                Some(Object::Descriptor(descriptor)) => match &**descriptor {
                    super::value::Descriptor::StaticMethod(function) => function.clone(),
                    _ => new.clone(),
                },
                _ => new.clone(),
            };
            return Ok(Begun::Flow(Flow::Call(Box::new(super::frame::CallRequest {
                callee: new,
                args: values,
                keywords: keywords.clone(),
                then: Some(Box::new(move |vm, input| {
                    let instance = input.value()?;
                    if !vm.is_instance(&instance, &class) {
                        return Ok(Flow::Return(instance));
                    }
                    vm.initialize(instance, &rest, keywords)
                })),
            }))));
        }
        if let Some(construct) = self.inherited_construct(class) {
            let made = construct(self, class, args)?;
            if !data.is_heap {
                return Ok(Begun::Flow(made));
            }
            let rest = args.values.to_vec();
            let keywords: Box<[Symbol]> = args.keywords.into();
            return self
                .after(made, move |vm, input| {
                    let instance = input.value()?;
                    vm.initialize(instance, &rest, keywords)
                })
                .map(Begun::Flow);
        }
        let payload = match data.layout {
            Layout::Exception => Payload::Exception(Box::new(ExceptionData::new(Value::tuple(args.all().to_vec())))),
            _ => Payload::None,
        };
        let instance = self.bare_instance(class, payload);
        let Some(init) = self.find_in_class(class, sym::D_INIT).filter(|init| !is_default_init(init)) else {
            if !args.values.is_empty() && data.layout != Layout::Exception {
                let name = &data.name;
                return Err(self.type_error(format!("{name}() takes no arguments")));
            }
            return Ok(Begun::Flow(Flow::Return(instance)));
        };
        if let Value::Object(r) = &init
            && let Object::Function(function) = r.get()
            && function.code().code.kind == CodeKind::Function
        {
            let mut values = Vec::with_capacity(args.values.len() + 1);
            values.push(instance.clone());
            values.extend(args.values.iter().cloned());
            return self.call_function(r, function, Args { values: &values, keywords: args.keywords }, instance);
        }
        let rest = args.values.to_vec();
        self.initialize(instance, &rest, args.keywords.into()).map(Begun::Flow)
    }

    /// A class of which methods are abstract has no instances.
    fn refuse_abstract(&self, class: &Ref) -> Result<()> {
        let Some(symbol) = self.interner.find("__abstractmethods__") else { return Ok(()) };
        let data = self.class(class);
        let Some(names) = data.names.get(symbol).and_then(Value::as_set) else { return Ok(()) };
        let mut names: Vec<String> =
            names.iter().map(|name| format!("'{}'", name.as_str().unwrap_or_default())).collect();
        if names.is_empty() {
            return Ok(());
        }
        names.sort();
        let s = if names.len() == 1 { "" } else { "s" };
        Err(self.type_error(format!(
            "Can't instantiate abstract class {} without an implementation for abstract method{s} {}",
            data.name,
            names.join(", ")
        )))
    }

    /// Calls `__init__` on a new instance, if its class has one of its own, and answers with the instance.
    fn initialize(&mut self, instance: Value, args: &[Value], keywords: Box<[Symbol]>) -> Result<Flow> {
        let init = self.special(&instance, sym::D_INIT).filter(|init| !is_default_init(init));
        let Some(init) = init else { return Ok(Flow::Return(instance)) };
        let mut values = vec![instance.clone()];
        values.extend(args.iter().cloned());
        Ok(Flow::Call(Box::new(super::frame::CallRequest {
            callee: init,
            args: values,
            keywords,
            then: Some(Box::new(move |_, input| {
                input.value()?;
                Ok(Flow::Return(instance))
            })),
        })))
    }

    pub(crate) fn inherited_construct(&self, class: &Ref) -> Option<super::types::Construct> {
        let data = self.class(class);
        data.construct.or_else(|| data.ancestors.iter().find_map(|ancestor| self.class(ancestor).construct))
    }
}

/// Whether it is what `object` has, which does nothing.
fn is_default_init(init: &Value) -> bool {
    init.as_native_def().is_some_and(|def| std::ptr::eq(def, &raw const super::builtins::object::INIT))
}
