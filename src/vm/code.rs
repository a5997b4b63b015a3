//! What lowering makes of a program: operations on registers, each with its span and its cost.
//!
//! A frame has one file of registers: parameters, then closure cells, then the other locals, then temporaries. A temporary
//! is read exactly once; the operation that reads it also empties it, so that objects die at CPython's moment. Operations
//! with a `dst` below the operands' temporaries rely on that. Jump targets are indices of operations; a code object has at
//! most 65,535 of them.

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
    /// The part that the error is about, within the span, as columns; 0 for none (`~~~^^^` in tracebacks).
    pub anchor: (u16, u16),
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
    /// `a: list, b: iterable` → extends `a`.
    ListExtend,
    /// `a: set, b: iterable` → updates `a`.
    SetUpdate,
    /// `a: dict, b: mapping` → updates `a` (`{**b}`).
    DictUpdate,
    /// `a: dict, b: mapping` → as above, repeated keys are an error (`f(**b)`).
    DictMerge,
    /// `list` → `tuple`.
    ListToTuple,
    /// `from module import *`: the module.
    ImportStar,
    /// `print`s an expression's value as the interactive prompt does; unused outside notebooks.
    Display,
    /// The exceptions that `except*` left over are raised: list of raised, original group.
    RaiseGroup,
    /// `except*`: `[rest, types]` → `(matched or None, rest or None)`.
    SplitGroup,
    /// `match`: is it a sequence that a sequence pattern may take?
    IsSequence,
    /// `match`: is it a mapping?
    IsMapping,
    /// `match`: `[subject, keys]` → tuple of values, or None.
    MatchKeys,
    /// `match`: `[subject, class, count, names]` → tuple of attributes, or None.
    MatchClass,
    /// `match`: `[mapping, keys]` → dict of the rest.
    MappingRest,
    /// `len(x)`, of a match subject.
    Length,
    /// `[value, class tuple…]` → assertion error raised with message.
    AssertFail,
    /// Dict of the current frame's variables (`locals()`).
    Locals,
    /// The generic class of `class C[T]` and aliases of `type X = …`; evaluates to its operand.
    TypeAlias,
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
    /// Empties a temporary.
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
    /// Wraps the local into a cell.
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
    /// `dst = a op value`
    BinaryInt {
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
    JumpIfFalse {
        cond: Reg,
        target: u16,
    },
    JumpIfTrue {
        cond: Reg,
        target: u16,
    },
    /// Keeps the value of the condition.
    JumpIfFalseKeep {
        cond: Reg,
        target: u16,
    },
    JumpIfTrueKeep {
        cond: Reg,
        target: u16,
    },
    JumpIfNone {
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
    /// `dst = base.name(base + 1, …)`
    CallMethod {
        dst: Reg,
        base: Reg,
        site: u16,
    },
    /// The bound method that the type of `src` has under a special name (`__enter__`, …).
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
    /// The awaitable of the next item; leaves the iterator.
    GetAsyncNext {
        dst: Reg,
        iter: Reg,
    },
    /// `dst = function(code, defaults tuple, keyword defaults dict or None, closure tuple or None, annotations)` at base.
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
    Import {
        dst: Reg,
        site: u16,
        level: u8,
        from: bool,
    },
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
    /// `with`: calls `exit(type, value, traceback)` for the exception: exit method in `base`, exception in `base + 1`.
    CallExit {
        dst: Reg,
        base: Reg,
    },
    /// Wraps what an async generator yields apart from what it awaits: marks the yield as a value.
    YieldAsync {
        dst: Reg,
        src: Reg,
    },
    /// `super()` without arguments: class cell and first argument.
    Super {
        dst: Reg,
        base: Reg,
    },
}

const _: () = assert!(size_of::<Op>() == 8);
