//! What the built-in types and functions do.
//!
//! One file a type or family. [`install`] puts the functions into the module `builtins` and the methods into the classes.
//! Native functions never run Python code: what needs some is asked for through [`Flow`], or through
//! [`Asks`](super::ask::Asks) where it can be in the middle of something.

pub mod arguments;
mod asynchronous;
mod attributes;
mod bytes;
mod bytes_from_right;
mod bytes_search;
mod bytes_words;
pub mod class_objects;
mod codecs;
mod descriptors;
mod dict;
pub mod exceptions;
pub mod format;
mod frames;
pub mod functions;
pub mod generic;
mod groups;
mod iterators;
mod list;
mod member;
mod namespace;
mod numbers;
pub mod object;
mod reduce;
mod search;
mod set;
mod sort;
pub mod stream;
mod strings;
mod template;
pub mod tracebacks;

use super::Vm;
use super::exception::Result;
use super::frame::Flow;
use super::function::{Args, NativeDef};
use super::types::Construct;
use super::value::{Descriptor, Instance, Object, Payload, Ref, Value};

/// Fills the module `builtins` and the built-in classes.
pub fn install(vm: &mut Vm) {
    let module = vm.builtins.clone();
    for (name, value) in [
        ("None", Value::None),
        ("True", Value::Bool(true)),
        ("False", Value::Bool(false)),
        ("NotImplemented", Value::NotImplemented),
        ("Ellipsis", Value::Ellipsis),
        ("__debug__", Value::Bool(true)),
        ("__name__", Value::str("builtins")),
    ] {
        vm.set_global(&module, name, value);
    }
    let functions = [
        functions::FUNCTIONS,
        asynchronous::FUNCTIONS,
        attributes::FUNCTIONS,
        reduce::FUNCTIONS,
        sort::FUNCTIONS,
        stream::FUNCTIONS,
        LEAVING,
    ];
    for def in functions.into_iter().flatten() {
        vm.set_global(&module, def.name, Object::Native(def).into());
    }
    // Names of classes that programs cannot say: they exist, but not as builtins.
    let hidden = |name: &str| {
        matches!(
            name,
            "NoneType"
                | "NotImplementedType"
                | "ellipsis"
                | "cell"
                | "function"
                | "builtin_function_or_method"
                | "method"
                | "generator"
                | "coroutine"
                | "async_generator"
                | "module"
                | "getset_descriptor"
                | "method_descriptor"
                | "code"
                | "dict_keys"
                | "dict_values"
                | "dict_items"
                | "CancelledError"
        ) || name.ends_with("iterator")
    };
    let classes: Vec<(&str, Ref)> = vm.types.all().into_iter().map(|(name, class)| (name, class.clone())).collect();
    for (name, class) in classes {
        if !hidden(name) {
            vm.set_global(&module, name, Value::Object(class));
        }
    }
    for alias in ["IOError", "EnvironmentError"] {
        let class = Value::Object(vm.types.os_error.clone());
        vm.set_global(&module, alias, class);
    }
    install_constructors(vm);
    object::install(vm);
    exceptions::install(vm);
    frames::install(vm);
    tracebacks::install(vm);
    namespace::install(vm);
    install_methods(vm);
    super::generator::install(vm);
}

fn install_constructors(vm: &mut Vm) {
    let types = &vm.types;
    let constructors: Vec<(Ref, Construct)> = vec![
        (types.int.clone(), numbers::construct_int),
        (types.bool_.clone(), numbers::construct_bool),
        (types.float.clone(), numbers::construct_float),
        (types.str_.clone(), strings::construct_str),
        (types.bytes.clone(), bytes::construct_bytes),
        (types.list.clone(), list::construct_list),
        (types.tuple.clone(), list::construct_tuple),
        (types.dict.clone(), dict::construct_dict),
        (types.set.clone(), set::construct_set),
        (types.frozenset.clone(), set::construct_frozenset),
        (types.range.clone(), iterators::construct_range),
        (types.slice.clone(), iterators::construct_slice),
        (types.enumerate.clone(), iterators::construct_enumerate),
        (types.zip.clone(), iterators::construct_zip),
        (types.map.clone(), iterators::construct_map),
        (types.filter.clone(), iterators::construct_filter),
        (types.reversed.clone(), iterators::construct_reversed),
        (types.property.clone(), descriptors::construct_property),
        (types.classmethod.clone(), descriptors::construct_classmethod),
        (types.method.clone(), descriptors::construct_method),
        (types.staticmethod.clone(), descriptors::construct_staticmethod),
        (types.super_.clone(), descriptors::construct_super),
        (types.module.clone(), namespace::construct_module),
    ];
    for (class, construct) in constructors {
        vm.set_construct(&class, construct);
    }
}

fn install_methods(vm: &mut Vm) {
    let types = &vm.types;
    let mut methods: Vec<(Ref, &'static [NativeDef])> = vec![
        (types.function.clone(), descriptors::GET),
        (types.property.clone(), descriptors::GET),
        (types.classmethod.clone(), descriptors::GET),
        (types.staticmethod.clone(), descriptors::GET),
        (types.int.clone(), numbers::INT_METHODS),
        (types.float.clone(), numbers::FLOAT_METHODS),
        (types.str_.clone(), strings::METHODS),
        (types.str_.clone(), search::METHODS),
        (types.str_.clone(), template::METHODS),
        (types.bytes.clone(), bytes::METHODS),
        (types.bytes.clone(), bytes_search::METHODS),
        (types.bytes.clone(), bytes_from_right::METHODS),
        (types.bytes.clone(), bytes_words::METHODS),
        (types.list.clone(), list::LIST_METHODS),
        (types.list.clone(), sort::LIST_METHODS),
        (types.tuple.clone(), list::TUPLE_METHODS),
        (types.dict.clone(), dict::METHODS),
        (types.dict_keys.clone(), dict::VIEW_METHODS),
        (types.dict_items.clone(), dict::VIEW_METHODS),
        (types.set.clone(), set::SET_METHODS),
        (types.set.clone(), set::COMMON_METHODS),
        (types.frozenset.clone(), set::COMMON_METHODS),
        (types.range.clone(), iterators::RANGE_METHODS),
        (types.slice.clone(), iterators::SLICE_METHODS),
        (types.property.clone(), descriptors::PROPERTY_METHODS),
    ];
    for iterator in [
        &types.iterator,
        &types.list_iterator,
        &types.list_reverse_iterator,
        &types.tuple_iterator,
        &types.str_iterator,
        &types.str_ascii_iterator,
        &types.bytes_iterator,
        &types.set_iterator,
        &types.range_iterator,
        &types.dict_key_iterator,
        &types.dict_value_iterator,
        &types.dict_item_iterator,
        &types.callable_iterator,
        &types.enumerate,
        &types.zip,
        &types.map,
        &types.filter,
        &types.reversed,
    ] {
        methods.push((iterator.clone(), iterators::ITERATOR_METHODS));
    }
    let attributes = vec![
        (types.int.clone(), numbers::INT_ATTRIBUTES),
        (types.float.clone(), numbers::FLOAT_ATTRIBUTES),
        (types.range.clone(), iterators::RANGE_ATTRIBUTES),
        (types.slice.clone(), iterators::SLICE_ATTRIBUTES),
        (types.property.clone(), descriptors::PROPERTY_ATTRIBUTES),
        (types.cell.clone(), descriptors::CELL_ATTRIBUTES),
        (types.classmethod.clone(), descriptors::WRAPPER_ATTRIBUTES),
        (types.staticmethod.clone(), descriptors::WRAPPER_ATTRIBUTES),
    ];
    let class_methods = vec![
        (types.int.clone(), numbers::INT_CLASS_METHODS),
        (types.float.clone(), numbers::FLOAT_CLASS_METHODS),
        (types.bytes.clone(), bytes::CLASS_METHODS),
        (types.dict.clone(), dict::CLASS_METHODS),
    ];
    let static_methods = vec![(types.str_.clone(), strings::STATIC_METHODS)];
    for (class, methods) in methods {
        vm.add_methods(&class, methods);
    }
    for (class, attributes) in attributes {
        vm.add_attributes(&class, attributes);
    }
    let descriptor = |descriptor| Value::from(Object::Descriptor(Box::new(descriptor)));
    for (class, methods) in class_methods {
        for def in methods {
            let method = descriptor(Descriptor::ClassMethod(Object::Native(def).into()));
            vm.add_class_value(&class, def.name, method);
        }
    }
    for (class, methods) in static_methods {
        for def in methods {
            let method = descriptor(Descriptor::StaticMethod(Object::Native(def).into()));
            vm.add_class_value(&class, def.name, method);
        }
    }
}

/// An object of a built-in class, or of a subclass of it.
fn make(vm: &Vm, class: &Ref, plain: Value) -> Value {
    if !vm.class(class).is_heap {
        return plain;
    }
    Object::Instance(Instance { class: class.clone(), slots: Vec::new(), payload: Payload::Value(Box::new(plain)) })
        .into()
}

static LEAVING: &[NativeDef] =
    &[NativeDef::function("exit", "code=None, /", leave), NativeDef::function("quit", "code=None, /", leave)];

fn leave(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let code = args.between(vm, "exit", 0, 1)?.to_vec();
    Err(vm.exception_with(&vm.types.system_exit, code))
}
