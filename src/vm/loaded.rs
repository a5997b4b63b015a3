//! Code as one heap runs it: constants made into values, global names into positions, and caches.

use super::code::{Code, CodeKind, Constant, Op, Program, Reg};
use super::module::Module;
use super::names::Names;
use super::value::{Object, Ref, Value};
use num_bigint::BigInt;
use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;

/// A code object loaded into a heap.
pub struct LoadedCode {
    /// The code.
    pub code: Arc<Code>,
    /// Its constants.
    pub constants: Vec<Value>,
    /// For each global name: its position among the module's globals, and among the builtins.
    pub globals: Vec<(u32, u32)>,
    /// One a site.
    pub caches: Vec<Cache>,
    /// The module whose globals it sees.
    pub module: Ref,
    /// Those globals.
    pub names: NonNull<Names>,
    /// Number of the code in the program.
    pub number: u32,
    /// How many arguments it takes when it takes only positional ones without closure; `u16::MAX` otherwise.
    pub simple_arity: u16,
    /// What every call and return needs of the code, without going there.
    pub entry: Entry,
}

/// What the run loop needs of a code to run it.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Its operations.
    pub ops: *const Op,
    /// What they cost, in nanoseconds.
    pub costs: *const u32,
    /// [`Code::first_temporary`].
    pub first_temporary: Reg,
    /// [`Code::registers`].
    pub registers: u16,
    /// [`Code::kind`].
    pub kind: CodeKind,
}

/// What an attribute site saw last.
#[derive(Default)]
pub struct Cache {
    /// The class, by address; 0 for nothing.
    pub class: Cell<usize>,
    /// The heap's class epoch then.
    pub epoch: Cell<u32>,
    /// What was found.
    pub found: Cell<Found>,
}

/// Where an attribute was found.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Found {
    /// Nowhere yet.
    #[default]
    Nothing,
    /// In a slot of the instance.
    Slot(u32),
    /// Among the names of a class (by address), at a position.
    Class(usize, u32),
    /// As above, and it is a function that binds.
    Method(usize, u32),
    /// Among the names of a module, at a position.
    Module(u32),
}

impl LoadedCode {
    /// Loads a code object for a module.
    pub fn new(program: &Program, number: u32, module: Ref, builtins: &mut Names) -> Box<Self> {
        let code = program.codes[number as usize].clone();
        let Object::Module(globals) = module.get_mut() else { unreachable!("code belongs to a module") };
        let positions =
            code.globals.iter().map(|&name| (Module::reserve(globals, name), builtins.reserve(name))).collect();
        Box::new(Self {
            constants: code.constants.iter().map(constant).collect(),
            globals: positions,
            caches: code.sites.iter().map(|_| Cache::default()).collect(),
            simple_arity: simple_arity(&code),
            names: NonNull::from(&mut globals.names),
            module,
            entry: Entry {
                ops: code.ops.as_ptr(),
                costs: code.costs.as_ptr(),
                first_temporary: code.first_temporary,
                registers: code.registers,
                kind: code.kind,
            },
            code,
            number,
        })
    }
}

fn simple_arity(code: &Code) -> u16 {
    let parameters = &code.parameters;
    let simple = parameters.keyword_only == 0 && !parameters.star && !parameters.double_star;
    if simple { parameters.positional } else { u16::MAX }
}

impl Module {
    fn reserve(&mut self, name: super::symbol::Symbol) -> u32 {
        self.names.reserve(name)
    }
}

fn constant(constant: &Constant) -> Value {
    match constant {
        Constant::None => Value::None,
        Constant::Ellipsis => Value::Ellipsis,
        Constant::Bool(b) => Value::Bool(*b),
        Constant::Int(n) => Value::Int(*n),
        Constant::BigInt(digits) => digits.parse::<BigInt>().map_or(Value::Int(0), Value::from),
        Constant::Float(x) => Value::Float(*x),
        Constant::Str(text) => Value::str(&**text),
        Constant::Bytes(bytes) => Object::Bytes(bytes.clone()).into(),
        Constant::Tuple(items) => Value::tuple(items.iter().map(self::constant).collect()),
        Constant::Code(number) => Object::Code(*number).into(),
    }
}
