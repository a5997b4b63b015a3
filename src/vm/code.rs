//! What lowering makes of a program: operations on registers, each with its span and its cost.
//!
//! A frame has one file of registers: parameters, then closure cells, then the other locals, then temporaries. A temporary
//! is read exactly once; the operation that reads it also empties it, so that objects die at CPython's moment. `dst` may be
//! one of the operands' registers: operands are read first. Jump targets are indices of operations; a code object has at
//! most 65,535 of them.
//!
//! Operands that stay although they are temporaries, because the code reads them again: `Copy.src`; `ForIter.iter` while there
//! is an item; `GetAsyncNext.iter`; `ListAppend.list`, `SetAdd.set`, `DictInsert.dict`; `LoadSpecial.src`; `PushHandled.src`;
//! `MatchException.exception`; `ImportFrom.module`; the exception of `CallExit` (`base + 1`); `base` of
//! [`Intrinsic::IsStopAsyncIteration`]; the condition of `JumpIfFalseKeep` and `JumpIfTrueKeep` when they jump.
//!
//! A register that holds a cell is read raw by `Move`: that copies the cell itself, for a closure or for `__class__`.

use super::symbol::{Interner, Symbol};
use std::sync::Arc;

/// A register of the current frame.
pub type Reg = u16;

/// Everything that lowering produced: shared, immutable, run by any number of heaps at once.
#[derive(Debug)]
pub struct Program {
    /// All names.
    pub interner: Arc<Interner>,
    /// All code objects, by number.
    pub codes: Vec<Arc<Code>>,
    /// All modules that the program can import, by name, `__main__` first.
    pub modules: Vec<SourceModule>,
    /// The visitor's own files, main file first.
    pub files: Vec<SourceFile>,
}

/// A module written in Python.
#[derive(Debug)]
pub struct SourceModule {
    /// Its full name.
    pub name: String,
    /// Its body.
    pub code: u32,
    /// What reading it warned of: lines, with a `SyntaxWarning` about each.
    pub warnings: Vec<(u32, String)>,
}

/// One of the visitor's files.
#[derive(Debug)]
pub struct SourceFile {
    /// As tracebacks show it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A function's, class's or module's body.
#[derive(Debug)]
pub struct Code {
    /// `__name__`.
    pub name: Arc<str>,
    /// `__qualname__`.
    pub qualname: Arc<str>,
    /// The visitor's file that it is from; `None` for library code, which tracebacks leave out.
    pub file: Option<u16>,
    /// Number of the module in [`Program::modules`].
    pub module: u32,
    /// Line of the `def`, `class` or first statement.
    pub first_line: u32,
    /// What calling it gives.
    pub kind: CodeKind,
    /// Its parameters.
    pub parameters: Parameters,
    /// How many registers a frame has.
    pub registers: u16,
    /// The first temporary.
    pub first_temporary: Reg,
    /// How many closure cells it takes; they are copied to the registers after the parameters.
    pub free: u16,
    /// Operations.
    pub ops: Vec<Op>,
    /// Cost of each operation in nanoseconds.
    pub costs: Vec<u32>,
    /// Where each operation comes from.
    pub spans: Vec<Span>,
    /// Exception handlers, inner ones first.
    pub handlers: Vec<Handler>,
    /// Constants.
    pub constants: Vec<Constant>,
    /// Names and shapes of attribute accesses and calls.
    pub sites: Vec<Site>,
    /// Global names by their local number.
    pub globals: Vec<Symbol>,
    /// Names of parameters, cells and locals, by register.
    pub locals: Vec<Symbol>,
    /// Names of closure cells (`free`), in order.
    pub free_names: Vec<Symbol>,
    /// Docstring.
    pub doc: Option<Arc<str>>,
}

/// What calling code gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// A value.
    Function,
    /// A generator.
    Generator,
    /// A coroutine.
    Coroutine,
    /// An asynchronous generator.
    AsyncGenerator,
    /// Nothing: it is a module's body.
    Module,
    /// Nothing: it is a class's body.
    Class,
}

/// What a function takes.
#[derive(Debug, Default)]
pub struct Parameters {
    /// Names in register order: positional, keyword-only, `*args`, `**kwargs`.
    pub names: Vec<Symbol>,
    /// How many are positional, with those that are positional only.
    pub positional: u16,
    /// How many of those cannot be given by name.
    pub positional_only: u16,
    /// How many are keyword-only.
    pub keyword_only: u16,
    /// Whether there is `*args`.
    pub star: bool,
    /// Whether there is `**kwargs`.
    pub double_star: bool,
}

/// A place in a file; lines and columns from 1, columns in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Line of the first character.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// Line of the last character.
    pub end_line: u32,
    /// The column after it.
    pub end_column: u32,
    /// The part that the error is about, within the span, as its first column and the column after it; 0 for none (`~~~^^^`
    /// in tracebacks).
    pub anchor: (u16, u16),
    /// The lines of both, counted from `line`.
    pub anchor_lines: (u16, u16),
    /// It is a call that is the whole value of a `return` or assignment, which 3.13 does not mark.
    pub quiet: bool,
    /// 3.12 means the whole statement, and so marks nothing: what `for`, `with` and `assert` do themselves.
    pub whole: bool,
}

/// Where an exception in a range of operations goes.
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    /// First operation of the range.
    pub start: u16,
    /// The operation after it.
    pub end: u16,
    /// Where to go on.
    pub target: u16,
    /// Which register gets the exception; temporaries from here on are emptied.
    pub register: Reg,
    /// How many handled exceptions the frame had outside the range.
    pub depth: u16,
}

/// What is awaited, for the words of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwaitOf {
    /// The operand of an `await`.
    Await,
    /// What `__aenter__` returned.
    Enter,
    /// What `__aexit__` returned.
    Exit,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `None`.
    None,
    /// `...`.
    Ellipsis,
    /// A bool.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// A larger one, in decimal.
    BigInt(String),
    /// A float.
    Float(f64),
    /// A string.
    Str(Arc<str>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A tuple.
    Tuple(Vec<Constant>),
    /// Code.
    Code(u32),
}

/// What an attribute access or call needs beside its registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The attribute.
    pub name: Symbol,
    /// How many positional arguments.
    pub positional: u16,
    /// Names of keyword arguments, whose values follow the positional ones.
    pub keywords: Box<[Symbol]>,
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    MatMul,
}

/// Comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
    Is,
    IsNot,
    In,
    NotIn,
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
    Not,
}

/// `!r`, `!s`, `!a` of an f-string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}

/// Helpers of the interpreter that are too rare for an operation of their own; operands start at a base register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Intrinsic {
    /// `a: list, b: iterable` → `a`, extended.
    ListExtend,
    /// `a: set, b: iterable` → `a`, updated.
    SetUpdate,
    /// `a: dict, b: mapping` → `a`, updated (`{**b}`).
    DictUpdate,
    /// `a: dict, b: mapping` → as above, repeated keys are an error (`f(**b)`); `f`, for its message, is in `base - 2`.
    DictMerge,
    /// `f(*a)`: `[a]` → `a` if it is a tuple or list, else a list of it; `f`, for the message when it is no iterable, is in
    /// `base - 1`.
    StarArguments,
    /// `list` → `tuple`.
    ListToTuple,
    /// `from module import *`: the module → `None`.
    ImportStar,
    /// `print`s an expression's value as the interactive prompt does; unused outside notebooks.
    Display,
    /// End of `except*`: `[list, original]` → `None`, or raises. The list has what the clauses raised, in order, and last what
    /// none of them took (or `None`); see `_PyExc_PrepReraiseStar`.
    RaiseGroup,
    /// `except*`: `[rest, types]` → `(matched or None, rest or None)`. `rest` is the exception, or `None` when nothing is left.
    SplitGroup,
    /// `match`: `[subject]` → is it a sequence that a sequence pattern may take?
    IsSequence,
    /// `match`: `[subject]` → is it a mapping?
    IsMapping,
    /// `match`: `[subject, keys tuple]` → tuple of values, or `None`.
    MatchKeys,
    /// `match`: `[subject, class, count of positional patterns, names tuple]` → tuple of attributes, or `None`.
    MatchClass,
    /// `match`: `[mapping, keys tuple]` → dict of the rest.
    MappingRest,
    /// `len(x)`, of a match subject.
    Length,
    /// Raises `AssertionError()`; reads nothing.
    AssertFail,
    /// `[message]`: raises `AssertionError(message)`.
    AssertFailWith,
    /// `type X = …`: `[name, value]` → the alias; its value will do.
    TypeAlias,
    /// `[name]` → the type variable of `def f[T]`, `class C[T]`, `type X[T]`.
    TypeParameter,
    /// `[exception]` → whether it is a `StopAsyncIteration`, whatever that name means to the program. The exception stays.
    IsStopAsyncIteration,
}

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Op {
    /// `dst = constants[index]`
    Const {
        dst: Reg,
        index: u16,
    },
    /// `dst = value`
    Int {
        dst: Reg,
        value: i16,
    },
    /// `dst = None`
    None {
        dst: Reg,
    },
    /// `dst = src` (a copy when `src` is a local, a move when it is a temporary)
    Move {
        dst: Reg,
        src: Reg,
    },
    /// `dst = src`, and `src` stays also when it is a temporary.
    Copy {
        dst: Reg,
        src: Reg,
    },
    /// Empties a register: a temporary, or a variable of a comprehension.
    Clear {
        reg: Reg,
    },
    /// Raises `UnboundLocalError` when the local has no value.
    CheckBound {
        reg: Reg,
    },
    /// `del local`
    DeleteLocal {
        reg: Reg,
    },
    /// `dst = global or builtin`
    LoadGlobal {
        dst: Reg,
        global: u16,
    },
    StoreGlobal {
        global: u16,
        src: Reg,
    },
    DeleteGlobal {
        global: u16,
    },
    /// In a class body: local, else global, else builtin.
    LoadName {
        dst: Reg,
        global: u16,
    },
    StoreName {
        global: u16,
        src: Reg,
    },
    DeleteName {
        global: u16,
    },
    /// In a class body: its namespace if it has the name, else the cell.
    LoadNameOrCell {
        dst: Reg,
        global: u16,
        cell: Reg,
    },
    /// Wraps the local into a cell, an empty one when the register is empty.
    MakeCell {
        reg: Reg,
    },
    LoadCell {
        dst: Reg,
        cell: Reg,
    },
    StoreCell {
        cell: Reg,
        src: Reg,
    },
    DeleteCell {
        cell: Reg,
    },
    Binary {
        op: BinaryOp,
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    /// `dst = a op= b`
    InPlace {
        op: BinaryOp,
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    /// `dst = a + value`
    AddInt {
        dst: Reg,
        a: Reg,
        value: i16,
    },
    /// `object.name += value`, with the name of `site`, where all of it is at hand: then the three operations that follow it and
    /// do the same (load, add, store at the site after `site`) are passed over. Else nothing.
    StepAttr {
        object: Reg,
        site: u16,
        value: i16,
    },
    /// `dst = a op value`
    BinaryInt {
        op: BinaryOp,
        dst: Reg,
        a: Reg,
        value: i16,
    },
    /// `dst = a op= value`
    InPlaceInt {
        op: BinaryOp,
        dst: Reg,
        a: Reg,
        value: i16,
    },
    Unary {
        op: UnaryOp,
        dst: Reg,
        src: Reg,
    },
    Compare {
        op: CompareOp,
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    /// Jumps when `a op b` is false.
    JumpUnless {
        op: CompareOp,
        a: Reg,
        b: Reg,
        target: u16,
    },
    /// Jumps when `a op value` is false.
    JumpUnlessInt {
        op: CompareOp,
        a: Reg,
        value: i16,
        target: u16,
    },
    Jump {
        target: u16,
    },
    /// A backward jump: a hand-over point.
    Loop {
        target: u16,
    },
    /// The same, of a loop over an iterator whose body may be computed for many iterations at once (`affine`).
    LoopAffine {
        target: u16,
    },
    JumpIfFalse {
        cond: Reg,
        target: u16,
    },
    JumpIfTrue {
        cond: Reg,
        target: u16,
    },
    /// Jumps, keeping the condition's value, when it is false; else empties it.
    JumpIfFalseKeep {
        cond: Reg,
        target: u16,
    },
    /// Jumps, keeping the condition's value, when it is true; else empties it.
    JumpIfTrueKeep {
        cond: Reg,
        target: u16,
    },
    JumpIfNone {
        cond: Reg,
        target: u16,
    },
    JumpIfNotNone {
        cond: Reg,
        target: u16,
    },
    GetIter {
        dst: Reg,
        src: Reg,
    },
    /// `dst = next(iter)`, or empties `iter` and jumps.
    ForIter {
        dst: Reg,
        iter: Reg,
        exit: u16,
    },
    BuildList {
        dst: Reg,
        base: Reg,
        count: u16,
    },
    BuildTuple {
        dst: Reg,
        base: Reg,
        count: u16,
    },
    BuildSet {
        dst: Reg,
        base: Reg,
        count: u16,
    },
    /// `count` pairs of key and value.
    BuildDict {
        dst: Reg,
        base: Reg,
        count: u16,
    },
    BuildString {
        dst: Reg,
        base: Reg,
        count: u16,
    },
    /// `dst = slice(base, base + 1, base + 2)`
    BuildSlice {
        dst: Reg,
        base: Reg,
    },
    ListAppend {
        list: Reg,
        src: Reg,
    },
    SetAdd {
        set: Reg,
        src: Reg,
    },
    /// `dict[base] = base + 1`
    DictInsert {
        dict: Reg,
        base: Reg,
    },
    /// `dst = format(base, base + 1)`; with `plain`, without a format spec in `base + 1`.
    Format {
        conversion: Conversion,
        plain: bool,
        dst: Reg,
        base: Reg,
    },
    Subscript {
        dst: Reg,
        object: Reg,
        key: Reg,
    },
    StoreSubscript {
        object: Reg,
        key: Reg,
        src: Reg,
    },
    DeleteSubscript {
        object: Reg,
        key: Reg,
    },
    LoadAttr {
        dst: Reg,
        object: Reg,
        site: u16,
    },
    StoreAttr {
        object: Reg,
        site: u16,
        src: Reg,
    },
    DeleteAttr {
        object: Reg,
        site: u16,
    },
    /// `base, base + 1, … = src`
    Unpack {
        base: Reg,
        src: Reg,
        count: u16,
    },
    /// `base … , *middle, … = src` with so many before and after.
    UnpackStar {
        base: Reg,
        src: Reg,
        before: u8,
        after: u8,
    },
    /// `dst = base(base + 1, …)`
    Call {
        dst: Reg,
        base: Reg,
        count: u16,
    },
    /// With keyword arguments.
    CallKeywords {
        dst: Reg,
        base: Reg,
        site: u16,
    },
    /// `dst = base(*base + 1, **base + 2)`
    CallStar {
        dst: Reg,
        base: Reg,
    },
    /// Looks up the method of a `CallMethod` before its arguments are computed. Unless it is a method that `CallMethod` will
    /// find again, it takes the object's place, as a method bound to nothing.
    FindMethod {
        base: Reg,
        site: u16,
    },
    /// `dst = base.name(base + 1, …)`
    CallMethod {
        dst: Reg,
        base: Reg,
        site: u16,
    },
    /// The bound method that the type of `src` has under a special name (`__enter__`, `__exit__`, `__aenter__`, `__aexit__`);
    /// its absence is a `TypeError` as `with` words it.
    LoadSpecial {
        dst: Reg,
        src: Reg,
        site: u16,
    },
    Return {
        src: Reg,
    },
    /// `dst = yield src`
    Yield {
        dst: Reg,
        src: Reg,
    },
    /// Resumes what `iter` holds until it returns; what it yields is yielded on. `dst` is its result; empties `iter`.
    Delegate {
        dst: Reg,
        iter: Reg,
    },
    GetAwaitable {
        of: AwaitOf,
        dst: Reg,
        src: Reg,
    },
    GetYieldFromIter {
        dst: Reg,
        src: Reg,
    },
    GetAsyncIter {
        dst: Reg,
        src: Reg,
    },
    /// What `Delegate` resumes to get the next item.
    GetAsyncNext {
        dst: Reg,
        iter: Reg,
    },
    /// `dst = function(code, defaults tuple or None, keyword defaults dict or None, closure tuple or None, annotations dict or
    /// None)` at base.
    MakeFunction {
        dst: Reg,
        base: Reg,
    },
    /// `dst = class(body function, name, bases tuple, keywords dict or None)` at base.
    MakeClass {
        dst: Reg,
        base: Reg,
    },
    /// Raises `base`, with cause `base + 1` when `cause`.
    Raise {
        base: Reg,
        cause: bool,
    },
    /// `raise` without anything.
    ReraiseHandled,
    /// Goes on with an exception that a handler did not want.
    Reraise {
        src: Reg,
    },
    /// The exception in `src` is being handled from here.
    PushHandled {
        src: Reg,
    },
    PopHandled,
    /// `dst = whether exception matches type`
    MatchException {
        dst: Reg,
        exception: Reg,
        kind: Reg,
    },
    /// The module of the site's name, which is always absolute (`level` is 0); with `from` the module itself, else its topmost
    /// package. A name that the program does not have raises `ModuleNotFoundError`.
    Import {
        dst: Reg,
        site: u16,
        level: u8,
        from: bool,
    },
    /// `from module import name`; a missing name raises `ImportError`.
    ImportFrom {
        dst: Reg,
        module: Reg,
        site: u16,
    },
    Intrinsic {
        what: Intrinsic,
        dst: Reg,
        base: Reg,
    },
    /// `dst = exit(type, value, traceback)` for an exception: exit method in `base`, exception in `base + 1`.
    CallExit {
        dst: Reg,
        base: Reg,
    },
    /// Wraps what an async generator yields apart from what it awaits: marks the yield as a value.
    YieldAsync {
        dst: Reg,
        src: Reg,
    },
    /// `super()` without arguments: the class in `base`, the first argument in `base + 1`.
    Super {
        dst: Reg,
        base: Reg,
    },
}

const _: () = assert!(size_of::<Op>() == 8);

impl Op {
    /// Where it may jump to.
    pub fn target_mut(&mut self) -> Option<&mut u16> {
        match self {
            Op::JumpUnless { target, .. }
            | Op::JumpUnlessInt { target, .. }
            | Op::Jump { target }
            | Op::Loop { target }
            | Op::LoopAffine { target }
            | Op::JumpIfFalse { target, .. }
            | Op::JumpIfTrue { target, .. }
            | Op::JumpIfFalseKeep { target, .. }
            | Op::JumpIfTrueKeep { target, .. }
            | Op::JumpIfNone { target, .. }
            | Op::JumpIfNotNone { target, .. }
            | Op::ForIter { exit: target, .. } => Some(target),
            _ => None,
        }
    }
}
