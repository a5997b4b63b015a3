//! `operator`.

use crate::library::context::native_object;
use crate::vm::Vm;
use crate::vm::code::{BinaryOp, CompareOp, UnaryOp};
use crate::vm::exception::Result;
use crate::vm::frame::{CallRequest, Flow};
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::Symbol;
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};

/// What the module offers.
pub const NAMES: &[&str] = &[
    "itemgetter",
    "attrgetter",
    "methodcaller",
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "lshift",
    "rshift",
    "and_",
    "or_",
    "xor",
    "matmul",
    "iadd",
    "isub",
    "imul",
    "lt",
    "le",
    "eq",
    "ne",
    "gt",
    "ge",
    "is_",
    "is_not",
    "contains",
    "neg",
    "pos",
    "invert",
    "inv",
    "not_",
    "truth",
    "getitem",
    "setitem",
    "delitem",
    "concat",
    "iconcat",
    "index",
    "length_hint",
    "countOf",
    "indexOf",
    "abs",
];

struct Items(Vec<Value>);
native_object!(Items, |this, visit| this.0.iter().for_each(visit), |this| this.0.clear());

/// Dotted paths, each as the symbols of its parts.
struct Attributes(Vec<Vec<Symbol>>);
native_object!(Attributes, |_this, _visit| {}, |_this| {});

struct Method {
    name: Symbol,
    args: Vec<Value>,
    keywords: Box<[Symbol]>,
}
native_object!(Method, |this, visit| this.args.iter().for_each(visit), |this| this.args.clear());

static ITEMS: [NativeDef; 2] = [
    NativeDef::method("__call__", "object, /", get_items).cost(25),
    NativeDef::method("__repr__", "", items_repr).cost(60),
];
static ATTRIBUTES: [NativeDef; 1] = [NativeDef::method("__call__", "object, /", get_attributes).cost(30)];
static METHOD: [NativeDef; 1] = [NativeDef::method("__call__", "object, /", call_method).cost(40)];

macro_rules! binary {
    ($($name:ident $python:literal $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
            let [a, b] = args.between(vm, $python, 2, 2)? else { return Flow::none() };
            vm.binary(BinaryOp::$op, a, b)
        })*
        static BINARY: &[NativeDef] = &[$(NativeDef::function($python, "a, b, /", $name),)*];
    };
}

binary! {
    add "add" Add;
    sub "sub" Sub;
    mul "mul" Mul;
    truediv "truediv" Div;
    floordiv "floordiv" FloorDiv;
    modulo "mod" Mod;
    pow "pow" Pow;
    lshift "lshift" LShift;
    rshift "rshift" RShift;
    and "and_" And;
    or "or_" Or;
    xor "xor" Xor;
    matmul "matmul" MatMul;
    concat "concat" Add;
}

macro_rules! comparisons {
    ($($name:ident $python:literal $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
            let [a, b] = args.between(vm, $python, 2, 2)? else { return Flow::none() };
            vm.compare(CompareOp::$op, a, b)
        })*
        static COMPARISONS: &[NativeDef] = &[$(NativeDef::function($python, "a, b, /", $name),)*];
    };
}

comparisons! {
    lt "lt" Lt;
    le "le" Le;
    eq "eq" Eq;
    ne "ne" Ne;
    gt "gt" Gt;
    ge "ge" Ge;
    is "is_" Is;
    is_not "is_not" IsNot;
}

static MORE: [NativeDef; 18] = [
    NativeDef::function("iadd", "a, b, /", iadd),
    NativeDef::function("iconcat", "a, b, /", iadd),
    NativeDef::function("isub", "a, b, /", isub),
    NativeDef::function("imul", "a, b, /", imul),
    NativeDef::function("contains", "a, b, /", contains),
    NativeDef::function("neg", "a, /", neg),
    NativeDef::function("pos", "a, /", pos),
    NativeDef::function("invert", "a, /", invert),
    NativeDef::function("inv", "a, /", invert),
    NativeDef::function("not_", "a, /", not),
    NativeDef::function("truth", "a, /", truth),
    NativeDef::function("getitem", "a, b, /", get_item),
    NativeDef::function("setitem", "a, b, c, /", set_item),
    NativeDef::function("delitem", "a, b, /", delete_item),
    NativeDef::function("index", "a, /", index),
    NativeDef::function("length_hint", "obj, default=, /", length_hint),
    NativeDef::function("countOf", "a, b, /", count_of),
    NativeDef::function("indexOf", "a, b, /", index_of),
];

/// Puts classes and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let items = vm.native_class("operator", "itemgetter", Some(new_items), &ITEMS, &[]);
    let attributes = vm.native_class("operator", "attrgetter", Some(new_attributes), &ATTRIBUTES, &[]);
    let method = vm.native_class("operator", "methodcaller", Some(new_method), &METHOD, &[]);
    for (name, class) in [("itemgetter", items), ("attrgetter", attributes), ("methodcaller", method)] {
        vm.set_global(module, name, class.into());
    }
    for def in BINARY.iter().chain(COMPARISONS).chain(&MORE) {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
    if let Some(abs) = vm.builtin("abs") {
        vm.set_global(module, "abs", abs);
    }
}

fn make(vm: &Vm, class: &Ref, native: impl NativeObject) -> Result<Flow> {
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(native))))
}

fn new_items(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    if args.count() == 0 {
        return Err(vm.type_error("itemgetter expected 1 argument, got 0"));
    }
    make(vm, class, Items(args.all().to_vec()))
}

fn get_items(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(getter) = args.values[0].as_native::<Items>() else { return Flow::none() };
    let object = args.rest().one(vm, "itemgetter")?;
    match &getter.0[..] {
        [key] => vm.subscript(object, &key.clone()),
        keys => each_item(vm, object.clone(), keys.to_vec(), Vec::new()),
    }
}

fn each_item(vm: &mut Vm, object: Value, keys: Vec<Value>, mut found: Vec<Value>) -> Result<Flow> {
    let Some(key) = keys.get(found.len()) else { return Ok(Flow::Return(Value::tuple(found))) };
    let flow = vm.subscript(&object, key)?;
    vm.after(flow, move |vm, input| {
        found.push(input.value()?);
        each_item(vm, object, keys, found)
    })
}

fn items_repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[0].clone();
    vm.with_asks(move |vm, asks| {
        let keys = value.as_native::<Items>().map(|getter| getter.0.clone()).unwrap_or_default();
        let mut parts = Vec::new();
        for key in &keys {
            parts.push(vm.repr(asks, key)?);
        }
        Ok(Value::str(format!("operator.itemgetter({})", parts.join(", "))))
    })
}

fn new_attributes(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let mut paths = Vec::new();
    for name in args.all() {
        let Some(name) = name.as_str() else { return Err(vm.type_error("attribute name must be a string")) };
        paths.push(name.split('.').map(|part| vm.interner.intern(part)).collect());
    }
    if paths.is_empty() {
        return Err(vm.type_error("attrgetter expected 1 argument, got 0"));
    }
    make(vm, class, Attributes(paths))
}

fn get_attributes(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(getter) = args.values[0].as_native::<Attributes>() else { return Flow::none() };
    let object = args.rest().one(vm, "attrgetter")?.clone();
    match &getter.0[..] {
        [path] => along(vm, object, path.clone().into_iter()),
        paths => each_attribute(vm, object, paths.to_vec(), Vec::new()),
    }
}

fn along(vm: &mut Vm, object: Value, mut path: std::vec::IntoIter<Symbol>) -> Result<Flow> {
    let Some(name) = path.next() else { return Ok(Flow::Return(object)) };
    let flow = vm.get_attribute(&object, name)?;
    vm.after(flow, move |vm, input| {
        let object = input.value()?;
        along(vm, object, path)
    })
}

fn each_attribute(vm: &mut Vm, object: Value, paths: Vec<Vec<Symbol>>, mut found: Vec<Value>) -> Result<Flow> {
    let Some(path) = paths.get(found.len()).cloned() else { return Ok(Flow::Return(Value::tuple(found))) };
    let flow = along(vm, object.clone(), path.into_iter())?;
    vm.after(flow, move |vm, input| {
        found.push(input.value()?);
        each_attribute(vm, object, paths, found)
    })
}

fn new_method(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let name = args.get(0).and_then(|name| name.as_str().map(str::to_owned));
    let Some(name) = name else { return Err(vm.type_error("method name must be a string")) };
    let name = vm.interner.intern(&name);
    make(vm, class, Method { name, args: args.values[1..].to_vec(), keywords: args.keywords.into() })
}

fn call_method(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(caller) = args.values[0].as_native::<Method>() else { return Flow::none() };
    let object = args.rest().one(vm, "methodcaller")?;
    let (values, keywords) = (caller.args.clone(), caller.keywords.clone());
    let flow = vm.get_attribute(object, caller.name)?;
    vm.after(flow, move |_, input| {
        let callee = input.value()?;
        Ok(Flow::Call(Box::new(CallRequest { callee, args: values, keywords, then: None })))
    })
}

fn in_place(vm: &mut Vm, args: Args<'_>, op: BinaryOp) -> Result<Flow> {
    let [a, b] = args.between(vm, "iadd", 2, 2)? else { return Flow::none() };
    vm.in_place(op, a.clone(), b)
}

fn iadd(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    in_place(vm, args, BinaryOp::Add)
}

fn isub(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    in_place(vm, args, BinaryOp::Sub)
}

fn imul(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    in_place(vm, args, BinaryOp::Mul)
}

fn contains(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [a, b] = args.between(vm, "contains", 2, 2)? else { return Flow::none() };
    vm.compare(CompareOp::In, b, a)
}

fn neg(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let a = args.one(vm, "operator.neg")?.clone();
    vm.unary(UnaryOp::Neg, &a)
}

fn pos(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let a = args.one(vm, "operator.pos")?.clone();
    vm.unary(UnaryOp::Pos, &a)
}

fn invert(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let a = args.one(vm, "operator.invert")?.clone();
    vm.unary(UnaryOp::Invert, &a)
}

fn not(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let a = args.one(vm, "operator.not_")?.clone();
    vm.unary(UnaryOp::Not, &a)
}

fn truth(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let a = args.one(vm, "operator.truth")?.clone();
    vm.with_asks(move |vm, asks| Ok(Value::Bool(vm.truth_of(asks, &a)?)))
}

fn get_item(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [a, b] = args.between(vm, "getitem", 2, 2)? else { return Flow::none() };
    vm.subscript(a, b)
}

fn set_item(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [a, b, c] = args.between(vm, "setitem", 3, 3)? else { return Flow::none() };
    vm.store_subscript(a, b, c.clone())
}

fn delete_item(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [a, b] = args.between(vm, "delitem", 2, 2)? else { return Flow::none() };
    vm.delete_subscript(a, b)
}

fn index(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let a = args.one(vm, "operator.index")?;
    if a.is_integer() {
        return Ok(Flow::Return(a.plain().clone()));
    }
    let name = vm.interner.intern("__index__");
    match vm.special(a, name) {
        Some(method) => Flow::tail(method, vec![a.clone()]),
        None => {
            let name = vm.type_name(a);
            Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "length_hint", 1, 2)?;
    let length = crate::vm::builtins::functions::native_length(&given[0]).map(|n| Value::Int(n as i64));
    Ok(Flow::Return(length.or_else(|| given.get(1).cloned()).unwrap_or(Value::Int(0))))
}

fn search(
    vm: &mut Vm,
    args: Args<'_>,
    then: impl Fn(&mut Vm, &mut crate::vm::ask::Asks, &[Value], &Value) -> crate::vm::ask::Attempt<Value> + 'static,
) -> Result<Flow> {
    let [a, b] = args.between(vm, "countOf", 2, 2)? else { return Flow::none() };
    let b = b.clone();
    vm.collect(a, move |vm, items| vm.with_asks(move |vm, asks| then(vm, asks, &items, &b)))
}

fn count_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    search(vm, args, |vm, asks, items, wanted| {
        let mut count = 0;
        for item in items {
            count += i64::from(vm.equals(asks, item, wanted)?);
        }
        Ok(Value::Int(count))
    })
}

fn index_of(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    search(vm, args, |vm, asks, items, wanted| {
        for (i, item) in items.iter().enumerate() {
            if vm.equals(asks, item, wanted)? {
                return Ok(Value::Int(i as i64));
            }
        }
        Err(vm.value_error("sequence.index(x): x not in sequence").into())
    })
}
