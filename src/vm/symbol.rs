//! Names as numbers.

use crate::numbered::Number;
use hashbrown::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// An interned name. Equal names have equal symbols within a program and the heaps that run it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl Number for Symbol {
    fn numbers(self) -> (u64, u64) {
        (0, self.0.into())
    }
}

/// Names by number and numbers by name. A heap's interner builds on its program's, which it shares.
#[derive(Debug)]
pub struct Interner {
    base: Option<Arc<Interner>>,
    /// How many names `base` has.
    offset: u32,
    names: Vec<Arc<str>>,
    index: HashMap<Arc<str>, u32, BuildHasherDefault<FxHasher>>,
}

impl Default for Interner {
    /// Knows the names of [`well_known`] only.
    fn default() -> Self {
        let mut interner = Self { base: None, offset: 0, names: Vec::new(), index: HashMap::default() };
        for name in well_known::NAMES {
            interner.intern(name);
        }
        interner
    }
}

impl Interner {
    /// An interner that knows the names of `base` and can learn more.
    pub fn on(base: Arc<Interner>) -> Self {
        let offset = base.len();
        Self { base: Some(base), offset, names: Vec::new(), index: HashMap::default() }
    }

    /// How many names it knows.
    pub fn len(&self) -> u32 {
        self.offset + self.names.len() as u32
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The symbol of a name, if it has one.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        if let Some(base) = &self.base
            && let Some(symbol) = base.find(name)
        {
            return Some(symbol);
        }
        self.index.get(name).map(|&i| Symbol(i))
    }

    /// The symbol of a name, new or known.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.find(name) {
            return symbol;
        }
        let number = self.len();
        let name: Arc<str> = name.into();
        self.names.push(name.clone());
        self.index.insert(name, number);
        Symbol(number)
    }

    /// The name of a symbol of this interner.
    pub fn name(&self, symbol: Symbol) -> &Arc<str> {
        match &self.base {
            Some(base) if symbol.0 < self.offset => base.name(symbol),
            _ => &self.names[(symbol.0 - self.offset) as usize],
        }
    }
}

/// Symbols that every interner knows.
#[allow(missing_docs)]
pub mod well_known {
    use super::Symbol;

    macro_rules! symbols {
        ($($constant:ident $name:literal)*) => {
            pub(super) const NAMES: &[&str] = &[$($name),*];
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Number { $($constant),* }
            $(pub const $constant: Symbol = Symbol(Number::$constant as u32);)*
        };
    }

    symbols! {
        D_INIT "__init__"
        D_NEW "__new__"
        D_DEL "__del__"
        D_REPR "__repr__"
        D_STR "__str__"
        D_BYTES "__bytes__"
        D_HASH "__hash__"
        D_EQ "__eq__"
        D_NE "__ne__"
        D_LT "__lt__"
        D_LE "__le__"
        D_GT "__gt__"
        D_GE "__ge__"
        D_BOOL "__bool__"
        D_LEN "__len__"
        D_GETITEM "__getitem__"
        D_SETITEM "__setitem__"
        D_DELITEM "__delitem__"
        D_CONTAINS "__contains__"
        D_ITER "__iter__"
        D_NEXT "__next__"
        D_REVERSED "__reversed__"
        D_CALL "__call__"
        D_ENTER "__enter__"
        D_EXIT "__exit__"
        D_AENTER "__aenter__"
        D_AEXIT "__aexit__"
        D_AWAIT "__await__"
        D_AITER "__aiter__"
        D_ANEXT "__anext__"
        D_GETATTR "__getattr__"
        D_GETATTRIBUTE "__getattribute__"
        D_SETATTR "__setattr__"
        D_DELATTR "__delattr__"
        D_GET "__get__"
        D_SET "__set__"
        D_DELETE "__delete__"
        D_SET_NAME "__set_name__"
        D_INIT_SUBCLASS "__init_subclass__"
        D_CLASS "__class__"
        D_DICT "__dict__"
        D_NAME "__name__"
        D_QUALNAME "__qualname__"
        D_MODULE "__module__"
        D_DOC "__doc__"
        D_BASES "__bases__"
        D_BASE "__base__"
        D_MRO "__mro__"
        D_ANNOTATIONS "__annotations__"
        D_WRAPPED "__wrapped__"
        D_SELF "__self__"
        D_FUNC "__func__"
        D_CODE "__code__"
        D_DEFAULTS "__defaults__"
        D_CLOSURE "__closure__"
        D_GLOBALS "__globals__"
        D_ADD "__add__"
        D_RADD "__radd__"
        D_IADD "__iadd__"
        D_SUB "__sub__"
        D_RSUB "__rsub__"
        D_ISUB "__isub__"
        D_MUL "__mul__"
        D_RMUL "__rmul__"
        D_IMUL "__imul__"
        D_TRUEDIV "__truediv__"
        D_RTRUEDIV "__rtruediv__"
        D_ITRUEDIV "__itruediv__"
        D_FLOORDIV "__floordiv__"
        D_RFLOORDIV "__rfloordiv__"
        D_IFLOORDIV "__ifloordiv__"
        D_MOD "__mod__"
        D_RMOD "__rmod__"
        D_IMOD "__imod__"
        D_POW "__pow__"
        D_RPOW "__rpow__"
        D_IPOW "__ipow__"
        D_LSHIFT "__lshift__"
        D_RLSHIFT "__rlshift__"
        D_ILSHIFT "__ilshift__"
        D_RSHIFT "__rshift__"
        D_RRSHIFT "__rrshift__"
        D_IRSHIFT "__irshift__"
        D_AND "__and__"
        D_RAND "__rand__"
        D_IAND "__iand__"
        D_OR "__or__"
        D_ROR "__ror__"
        D_IOR "__ior__"
        D_XOR "__xor__"
        D_RXOR "__rxor__"
        D_IXOR "__ixor__"
        D_MATMUL "__matmul__"
        D_RMATMUL "__rmatmul__"
        D_IMATMUL "__imatmul__"
        D_NEG "__neg__"
        D_POS "__pos__"
        D_INVERT "__invert__"
        D_ABS "__abs__"
        D_INT "__int__"
        D_FLOAT "__float__"
        D_INDEX "__index__"
        D_COMPLEX "__complex__"
        D_ROUND "__round__"
        D_TRUNC "__trunc__"
        D_FLOOR "__floor__"
        D_CEIL "__ceil__"
        D_FORMAT "__format__"
        D_MISSING "__missing__"
        D_SLOTS "__slots__"
        D_MATCH_ARGS "__match_args__"
        D_CAUSE "__cause__"
        D_CONTEXT "__context__"
        D_TRACEBACK "__traceback__"
        D_SUPPRESS_CONTEXT "__suppress_context__"
        D_NOTES "__notes__"
        D_MAIN "__main__"
        D_BUILTINS "__builtins__"
        D_FILE "__file__"
        D_CLASS_GETITEM "__class_getitem__"
        D_INSTANCECHECK "__instancecheck__"
        D_SUBCLASSCHECK "__subclasscheck__"
        D_SUBCLASSES "__subclasses__"
        D_PREPARE "__prepare__"
        D_DIR "__dir__"
        D_SIZEOF "__sizeof__"
        D_REDUCE "__reduce__"
        D_COPY "__copy__"
        D_DEEPCOPY "__deepcopy__"
        D_LENGTH_HINT "__length_hint__"
        D_FSPATH "__fspath__"
        D_POST_INIT "__post_init__"
        D_METACLASS "__metaclass__"
        D_TYPE_PARAMS "__type_params__"
        D_STATIC_ATTRIBUTES "__static_attributes__"
        D_FIRSTLINENO "__firstlineno__"
        SEND "send"
        THROW "throw"
        CLOSE "close"
        ARGS "args"
        VALUE "value"
        RESULT "result"
        KEY "key"
        REVERSE "reverse"
        DEFAULT "default"
        SEP "sep"
        END "end"
        FILE "file"
        FLUSH "flush"
        NAME "name"
        START "start"
        STOP "stop"
        STEP "step"
        STRICT "strict"
        ENCODING "encoding"
        ERRORS "errors"
        EXCEPTIONS "exceptions"
        MESSAGE "message"
        GI_FRAME "gi_frame"
        CR_FRAME "cr_frame"
        CR_AWAIT "cr_await"
        KEYS "keys"
        VALUES "values"
        ITEMS "items"
        APPEND "append"
        MAXSPLIT "maxsplit"
        INITIAL "initial"
        BASE "base"
        SOURCE "source"
        TARGET "target"
        DAEMON "daemon"
        TIMEOUT "timeout"
    }
}

/// A fast hash for small keys that nobody attacks; the same on every platform.
#[derive(Default, Clone, Copy)]
pub struct FxHasher(u64);

impl FxHasher {
    #[inline(always)]
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for FxHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }
    #[inline]
    fn write_u8(&mut self, n: u8) {
        self.mix(u64::from(n));
    }
    #[inline]
    fn write_u32(&mut self, n: u32) {
        self.mix(u64::from(n));
    }
    #[inline]
    fn write_u64(&mut self, n: u64) {
        self.mix(n);
    }
    #[inline]
    fn write_usize(&mut self, n: usize) {
        self.mix(n as u64);
    }
    #[inline]
    fn finish(&self) -> u64 {
        // hashbrown takes the top bits for its tags and the low ones for the bucket.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heap_shares_its_programs_symbols_and_adds_its_own() {
        let mut program = Interner::default();
        let a = program.intern("a");
        let mut heap = Interner::on(Arc::new(program));
        assert_eq!(heap.intern("a"), a);
        let b = heap.intern("b");
        assert_ne!(a, b);
        assert_eq!(&**heap.name(b), "b");
        assert_eq!(heap.find("b"), Some(b));
    }
}
