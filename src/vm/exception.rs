//! Exceptions: what they carry.

use super::code::Span;
use super::loaded::LoadedCode;
use super::suggestions::Lookup;
use super::value::{Instance, Object, Payload, Ref, Value};
use std::ptr::NonNull;

/// A raised exception: always an instance of a subclass of `BaseException`. No more than a reference, so that results
/// that may be one are small.
pub struct Exception(Ref);

/// The result of everything that can raise.
pub type Result<T> = std::result::Result<T, Exception>;

/// What an exception instance holds.
pub struct ExceptionData {
    /// `args`.
    pub args: Value,
    /// `__cause__`.
    pub cause: Value,
    /// `__context__`.
    pub context: Value,
    /// `__suppress_context__`.
    pub suppress_context: bool,
    /// `__notes__`, or undefined.
    pub notes: Value,
    /// Where it passed, innermost first.
    pub traceback: Vec<TracebackEntry>,
    /// It passed frames of library code, which are not kept.
    pub passed_library: bool,
    /// It was raised where a call looked for its method.
    pub looking: bool,
    /// What the traceback keeps alive: local variables of the frames that it ended.
    pub kept: Vec<Value>,
    /// Sub-exceptions of a group, as a tuple, else undefined.
    pub group: Value,
    /// The name that was not found, of an `AttributeError` or `NameError` that the interpreter raised.
    pub lookup: Option<Box<Lookup>>,
    /// What a group says, whatever its `args` are, else undefined.
    pub message: Value,
}

/// One frame that an exception passed.
#[derive(Clone, Copy)]
pub struct TracebackEntry {
    /// Whose frame.
    pub code: NonNull<LoadedCode>,
    /// At which operation; with [`ATTRIBUTE`] where it looked for the method that it calls.
    pub at: u32,
}

/// The mark of an operation's first half: an attribute that was looked for and not called.
const ATTRIBUTE: u32 = 1 << 31;

impl TracebackEntry {
    /// The place of what never ran a step: its first line.
    pub const BEFORE: usize = u32::MAX as usize;

    /// At an operation of some code; `looking` for the method that it is to call.
    pub(super) fn new(code: NonNull<LoadedCode>, at: usize, looking: bool) -> Self {
        Self { code, at: at as u32 | if looking { ATTRIBUTE } else { 0 } }
    }

    /// What it is about in the text.
    pub fn span(&self) -> Span {
        // SAFETY: loaded code lives as long as the vm.
        let code = &unsafe { self.code.as_ref() }.code;
        let Some(mut span) = code.spans.get((self.at & !ATTRIBUTE) as usize).copied() else {
            let line = code.first_line;
            return Span { line, column: 1, end_line: line, end_column: 1, whole: true, quiet: true, ..Span::default() };
        };
        if self.at & ATTRIBUTE != 0 && span.anchor.0 != 0 {
            // The attribute ends where the brackets of the call begin.
            span.end_line = span.line + u32::from(span.anchor_lines.0);
            span.end_column = u32::from(span.anchor.0);
            (span.anchor, span.anchor_lines, span.quiet) = ((0, 0), (0, 0), false);
        }
        span
    }
}

impl ExceptionData {
    /// An exception with these `args` that has not been raised.
    pub fn new(args: Value) -> Self {
        Self {
            args,
            cause: Value::None,
            context: Value::None,
            suppress_context: false,
            notes: Value::Undefined,
            traceback: Vec::new(),
            passed_library: false,
            looking: false,
            kept: Vec::new(),
            group: Value::Undefined,
            lookup: None,
            message: Value::Undefined,
        }
    }

    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        for value in [&self.args, &self.cause, &self.context, &self.notes, &self.group, &self.message] {
            f(value);
        }
        if let Some(lookup) = &self.lookup {
            lookup.visit(f);
        }
        self.kept.iter().for_each(f);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::new(Value::None);
    }
}

impl Exception {
    /// An instance, raised.
    pub fn of(instance: Value) -> Self {
        match instance {
            Value::Object(instance) => Self(instance),
            _ => unreachable!("only exceptions are raised"),
        }
    }

    /// The instance.
    pub fn value(&self) -> Value {
        self.0.clone().into()
    }

    /// The instance, not raised any more.
    pub fn into_value(self) -> Value {
        self.0.into()
    }

    /// Its data.
    #[allow(clippy::mut_from_ref)]
    pub fn data(&self) -> &mut ExceptionData {
        match self.0.get_mut() {
            Object::Instance(Instance { payload: Payload::Exception(data), .. }) => data,
            _ => unreachable!("only exceptions are raised"),
        }
    }
}

impl Clone for Exception {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
