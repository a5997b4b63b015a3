//! The built-in classes and how they are made.

use super::Vm;
use super::class::{Class, Layout};
use super::exception::Result;
use super::frame::Flow;
use super::function::{Args, NativeDef};
use super::names::Names;
use super::value::{Descriptor, GetSet, Object, Ref, Value};
use std::sync::Arc;

macro_rules! types {
    ($($field:ident $name:literal $(: $base:ident)?;)*) => {
        /// The built-in classes.
        #[allow(missing_docs)]
        pub struct Types { $(pub $field: Ref,)* }

        impl Types {
            pub(super) fn make() -> Self {
                $(
                    let bases: Vec<Ref> = vec![$($base.clone())?];
                    let layout = layout_of(bases.first(), $name);
                    let $field = new_class($name, bases, layout);
                )*
                let types = Self { $($field,)* };
                types.finish();
                types
            }

            /// Every built-in class with its name.
            pub fn all(&self) -> Vec<(&'static str, &Ref)> {
                vec![$(($name, &self.$field)),*]
            }
        }
    };
}

types! {
    object "object";
    base_exception "BaseException": object;
    type_ "type": object;
    none_type "NoneType": object;
    not_implemented_type "NotImplementedType": object;
    ellipsis_type "ellipsis": object;
    int "int": object;
    bool_ "bool": int;
    float "float": object;
    str_ "str": object;
    bytes "bytes": object;
    list "list": object;
    tuple "tuple": object;
    dict "dict": object;
    set "set": object;
    frozenset "frozenset": object;
    range "range": object;
    slice "slice": object;
    iterator "iterator": object;
    list_iterator "list_iterator": object;
    list_reverse_iterator "list_reverseiterator": object;
    tuple_iterator "tuple_iterator": object;
    str_iterator "str_iterator": object;
    str_ascii_iterator "str_ascii_iterator": object;
    bytes_iterator "bytes_iterator": object;
    set_iterator "set_iterator": object;
    range_iterator "range_iterator": object;
    dict_key_iterator "dict_keyiterator": object;
    dict_value_iterator "dict_valueiterator": object;
    dict_item_iterator "dict_itemiterator": object;
    callable_iterator "callable_iterator": object;
    method_descriptor "method_descriptor": object;
    enumerate "enumerate": object;
    zip "zip": object;
    map "map": object;
    filter "filter": object;
    reversed "reversed": object;
    cell "cell": object;
    function "function": object;
    builtin "builtin_function_or_method": object;
    method "method": object;
    generator "generator": object;
    coroutine "coroutine": object;
    async_generator "async_generator": object;
    module "module": object;
    property "property": object;
    classmethod "classmethod": object;
    staticmethod "staticmethod": object;
    getset "getset_descriptor": object;
    super_ "super": object;
    code "code": object;
    dict_keys "dict_keys": object;
    dict_values "dict_values": object;
    dict_items "dict_items": object;
    exception "Exception": base_exception;
    base_exception_group "BaseExceptionGroup": base_exception;
    exception_group "ExceptionGroup": base_exception_group;
    keyboard_interrupt "KeyboardInterrupt": base_exception;
    system_exit "SystemExit": base_exception;
    generator_exit "GeneratorExit": base_exception;
    cancelled_error "CancelledError": base_exception;
    stop_iteration "StopIteration": exception;
    stop_async_iteration "StopAsyncIteration": exception;
    arithmetic_error "ArithmeticError": exception;
    floating_point_error "FloatingPointError": arithmetic_error;
    overflow_error "OverflowError": arithmetic_error;
    zero_division_error "ZeroDivisionError": arithmetic_error;
    assertion_error "AssertionError": exception;
    attribute_error "AttributeError": exception;
    buffer_error "BufferError": exception;
    eof_error "EOFError": exception;
    import_error "ImportError": exception;
    module_not_found_error "ModuleNotFoundError": import_error;
    lookup_error "LookupError": exception;
    index_error "IndexError": lookup_error;
    key_error "KeyError": lookup_error;
    memory_error "MemoryError": exception;
    name_error "NameError": exception;
    unbound_local_error "UnboundLocalError": name_error;
    os_error "OSError": exception;
    blocking_io_error "BlockingIOError": os_error;
    child_process_error "ChildProcessError": os_error;
    connection_error "ConnectionError": os_error;
    broken_pipe_error "BrokenPipeError": connection_error;
    connection_aborted_error "ConnectionAbortedError": connection_error;
    connection_refused_error "ConnectionRefusedError": connection_error;
    connection_reset_error "ConnectionResetError": connection_error;
    file_exists_error "FileExistsError": os_error;
    file_not_found_error "FileNotFoundError": os_error;
    interrupted_error "InterruptedError": os_error;
    is_a_directory_error "IsADirectoryError": os_error;
    not_a_directory_error "NotADirectoryError": os_error;
    permission_error "PermissionError": os_error;
    process_lookup_error "ProcessLookupError": os_error;
    timeout_error "TimeoutError": os_error;
    reference_error "ReferenceError": exception;
    runtime_error "RuntimeError": exception;
    not_implemented_error "NotImplementedError": runtime_error;
    recursion_error "RecursionError": runtime_error;
    syntax_error "SyntaxError": exception;
    indentation_error "IndentationError": syntax_error;
    tab_error "TabError": indentation_error;
    system_error "SystemError": exception;
    type_error "TypeError": exception;
    value_error "ValueError": exception;
    unicode_error "UnicodeError": value_error;
    unicode_decode_error "UnicodeDecodeError": unicode_error;
    unicode_encode_error "UnicodeEncodeError": unicode_error;
    unicode_translate_error "UnicodeTranslateError": unicode_error;
    warning "Warning": exception;
    deprecation_warning "DeprecationWarning": warning;
    runtime_warning "RuntimeWarning": warning;
    user_warning "UserWarning": warning;
    resource_warning "ResourceWarning": warning;
    future_warning "FutureWarning": warning;
    pending_deprecation_warning "PendingDeprecationWarning": warning;
    syntax_warning "SyntaxWarning": warning;
    import_warning "ImportWarning": warning;
    unicode_warning "UnicodeWarning": warning;
    bytes_warning "BytesWarning": warning;
    encoding_warning "EncodingWarning": warning;
}

impl Types {
    /// `class ExceptionGroup(BaseExceptionGroup, Exception)` is the one built-in class with two bases.
    fn finish(&self) {
        if let Object::Class(group) = self.exception_group.get_mut() {
            group.bases.push(self.exception.clone());
            group.ancestors.insert(1, self.exception.clone());
        }
    }
}

fn layout_of(base: Option<&Ref>, name: &str) -> Layout {
    let inherited = match base.map(Ref::get) {
        Some(Object::Class(base)) => base.layout,
        _ => Layout::Plain,
    };
    match (inherited, name) {
        (_, "BaseException") => Layout::Exception,
        (_, "int" | "float" | "str" | "bytes" | "list" | "tuple" | "dict" | "set" | "frozenset") => Layout::Value,
        (layout, _) => layout,
    }
}

/// A class without attributes; its resolution order is its base's with the base in front.
pub(super) fn new_class(name: &str, bases: Vec<Ref>, layout: Layout) -> Ref {
    let mut ancestors = Vec::new();
    if let Some(base) = bases.first() {
        ancestors.push(base.clone());
        if let Object::Class(class) = base.get() {
            ancestors.extend(class.ancestors.iter().cloned());
        }
    }
    Ref::new(Object::Class(Box::new(Class {
        name: name.into(),
        qualname: name.into(),
        module: "builtins".into(),
        bases,
        ancestors,
        children: Vec::new(),
        names: Names::default(),
        shape: Default::default(),
        slot_names: Vec::new(),
        layout,
        construct: None,
        is_heap: false,
        has_finalizer: false,
        metaclass: None,
        special: 0,
        closed_slots: false,
        dicts: false,
    })))
}

/// Makes an instance of a class, or of a subclass of it, from the arguments of a call: what `__new__` does.
pub type Construct = fn(&mut Vm, &Ref, Args<'_>) -> Result<Flow>;

impl Vm {
    /// Gives a class native methods.
    pub fn add_methods(&mut self, class: &Ref, methods: &'static [NativeDef]) {
        for def in methods {
            let name = self.interner.intern(def.name);
            let Object::Class(class) = class.get_mut() else { return };
            class.names.set(name, Object::Native(def).into());
        }
    }

    /// Gives a class attributes that are computed in Rust.
    pub fn add_attributes(&mut self, class: &Ref, attributes: &'static [GetSet]) {
        for attribute in attributes {
            let name = self.interner.intern(attribute.name);
            let Object::Class(class) = class.get_mut() else { return };
            class.names.set(name, Object::Descriptor(Box::new(Descriptor::Native(attribute))).into());
        }
    }

    /// Gives a class a value.
    pub fn add_class_value(&mut self, class: &Ref, name: &str, value: Value) {
        let name = self.interner.intern(name);
        let Object::Class(class) = class.get_mut() else { return };
        class.names.set(name, value);
    }

    /// Says how instances of a class are made.
    pub fn set_construct(&mut self, class: &Ref, construct: Construct) {
        if let Object::Class(class) = class.get_mut() {
            class.construct = Some(construct);
        }
    }

    /// A library class whose instances hold a [`super::value::NativeObject`].
    pub fn native_class(
        &mut self,
        module: &str,
        name: &str,
        construct: Option<Construct>,
        methods: &'static [NativeDef],
        attributes: &'static [GetSet],
    ) -> Ref {
        let class = new_class(name, vec![self.types.object.clone()], Layout::Native);
        if let Object::Class(class) = class.get_mut() {
            class.module = Arc::from(module);
            class.construct = construct;
        }
        self.add_methods(&class, methods);
        self.add_attributes(&class, attributes);
        class
    }
}
