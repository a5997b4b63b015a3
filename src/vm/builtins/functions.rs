//! Functions of one value: `len`, `repr`, `hash`, `chr`, …

use crate::vm::Vm;
use crate::vm::code::{BinaryOp, CodeKind};
use crate::vm::exception::Result;
use crate::vm::frame::{Flow, Input, Resumption};
use crate::vm::function::{Args, NativeDef};
use crate::vm::iterate::range_length;
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Iteration, Object, Value};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("len", "obj, /", len).cost(6).keeps_gil(),
    NativeDef::function("repr", "obj, /", repr).cost(30),
    NativeDef::function("ascii", "obj, /", ascii).cost(40),
    NativeDef::function("hash", "obj, /", hash).cost(12),
    NativeDef::function("id", "obj, /", id).cost(14),
    NativeDef::function("callable", "obj, /", callable).cost(10),
    NativeDef::function("chr", "i, /", chr).cost(8),
    NativeDef::function("ord", "c, /", ord).cost(6),
    NativeDef::function("hex", "number, /", hex).cost(30),
    NativeDef::function("oct", "number, /", oct).cost(30),
    NativeDef::function("bin", "number, /", bin).cost(50),
    NativeDef::function("abs", "x, /", abs).cost(12),
    NativeDef::function("divmod", "x, y, /", divmod).cost(60),
    NativeDef::function("pow", "base, exp, mod=None", pow).cost(40),
    NativeDef::function("round", "number, ndigits=None", round).cost(60),
    NativeDef::function("format", "value, format_spec='', /", format).cost(60),
    NativeDef::function("iter", "object, sentinel=, /", iter).cost(30),
    NativeDef::function("next", "iterator, default=, /", next).cost(10),
    NativeDef::function("input", "prompt='', /", input),
];

fn len(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "len")?;
    if vm.may_override(value)
        && let Some(method) = vm.python_special(value, sym::D_LEN)
    {
        return Flow::call(method, vec![value.clone()], |vm, length| {
            let length = length.value()?;
            Ok(Flow::Return(Value::Int(vm.checked_length(&length)?)))
        });
    }
    match native_length(value) {
        Some(length) => match i64::try_from(length) {
            Ok(length) => Ok(Flow::Return(Value::Int(length))),
            Err(_) => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        },
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("object of type '{name}' has no len()")))
        }
    }
}

/// How many items a built-in container has.
pub fn native_length(value: &Value) -> Option<u64> {
    Some(match value.plain().object()? {
        Object::Str(s) => s.length() as u64,
        Object::List(items) => items.len() as u64,
        Object::Tuple(items) => items.len() as u64,
        Object::Dict(dict) => dict.len() as u64,
        Object::Set(set) | Object::FrozenSet(set) => set.len() as u64,
        Object::Bytes(bytes) => bytes.len() as u64,
        Object::Range { start, stop, step } => range_length(*start, *stop, *step),
        Object::DictView { dict, .. } => dict.as_dict()?.len() as u64,
        _ => return None,
    })
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "repr")?.clone();
    vm.with_asks(move |vm, asks| vm.repr(asks, &value).map(Value::str))
}

fn ascii(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "ascii")?.clone();
    vm.with_asks(move |vm, asks| vm.ascii(asks, &value).map(Value::str))
}

fn hash(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "hash")?.clone();
    vm.with_asks(move |vm, asks| Ok(Value::Int(vm.hash_of(asks, &value)? as i64)))
}

fn id(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "id")?;
    Ok(Flow::Return(Value::Int(vm.identity(value) as i64)))
}

fn callable(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "callable")?;
    Ok(Flow::Return(Value::Bool(vm.is_callable(value))))
}

impl Vm {
    /// `callable(value)`
    pub fn is_callable(&self, value: &Value) -> bool {
        match value.object() {
            Some(Object::Function(_) | Object::Native(_) | Object::Method { .. } | Object::Class(_)) => true,
            Some(Object::Descriptor(descriptor)) => {
                matches!(**descriptor, crate::vm::value::Descriptor::StaticMethod(_))
            }
            Some(Object::Instance(_)) => self.special(value, sym::D_CALL).is_some(),
            _ => false,
        }
    }
}

fn chr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "chr")?.clone();
    vm.with_asks(move |vm, asks| {
        let Some(n) = vm.index_of(asks, &value)? else {
            return Err(not_an_integer(vm, &value).into());
        };
        match u32::try_from(n) {
            // Half of a surrogate pair has no place in our strings.
            Ok(code @ 0..0x11_0000) => Ok(Value::str(char::from_u32(code).unwrap_or('\u{fffd}').to_string())),
            _ => Err(vm.value_error("chr() arg not in range(0x110000)").into()),
        }
    })
}

/// `'str' object cannot be interpreted as an integer`
pub(super) fn not_an_integer(vm: &Vm, value: &Value) -> crate::vm::exception::Exception {
    let name = vm.type_name(value);
    vm.type_error(format!("'{name}' object cannot be interpreted as an integer"))
}

fn ord(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "ord")?;
    let length = match (value.as_str(), value.as_bytes()) {
        (Some(text), _) => {
            let mut chars = text.chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                return Ok(Flow::Return(Value::Int(i64::from(u32::from(c)))));
            }
            text.chars().count()
        }
        (_, Some(&[byte])) => return Ok(Flow::Return(Value::Int(i64::from(byte)))),
        (_, Some(bytes)) => bytes.len(),
        _ => {
            let name = vm.type_name(value);
            return Err(vm.type_error(format!("ord() expected string of length 1, but {name} found")));
        }
    };
    Err(vm.type_error(format!("ord() expected a character, but string of length {length} found")))
}

fn hex(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    in_radix(vm, args, "hex", 16, "0x")
}

fn oct(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    in_radix(vm, args, "oct", 8, "0o")
}

fn bin(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    in_radix(vm, args, "bin", 2, "0b")
}

fn in_radix(vm: &mut Vm, args: Args<'_>, name: &str, radix: u32, prefix: &'static str) -> Result<Flow> {
    let value = args.one(vm, name)?.clone();
    vm.with_asks(move |vm, asks| {
        let Some(n) = vm.index_value(asks, &value)? else { return Err(not_an_integer(vm, &value).into()) };
        let Some(n) = n.as_bigint() else { return Err(not_an_integer(vm, &value).into()) };
        let sign = if n.is_negative() { "-" } else { "" };
        Ok(Value::str(format!("{sign}{prefix}{}", n.magnitude().to_str_radix(radix))))
    })
}

fn abs(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.one(vm, "abs")?;
    if vm.may_override(value)
        && let Some(method) = vm.python_special(value, sym::D_ABS)
    {
        return Flow::tail(method, vec![value.clone()]);
    }
    match vm.number_abs(value.plain()) {
        Some(value) => Ok(Flow::Return(value)),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("bad operand type for abs(): '{name}'")))
        }
    }
}

fn divmod(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [a, b] = args.between(vm, "divmod", 2, 2)? else { return Flow::none() };
    if let Some(value) = vm.number_divmod(a.plain(), b.plain())? {
        return Ok(Flow::Return(value));
    }
    let (method, reflected) = (vm.interner.intern("__divmod__"), vm.interner.intern("__rdivmod__"));
    let (x, y) = (vm.type_name(a), vm.type_name(b));
    let error = vm.type_error(format!("unsupported operand type(s) for divmod(): '{x}' and '{y}'"));
    if let Some(method) = vm.special(a, method) {
        return Flow::call(method, vec![a.clone(), b.clone()], |_, answer| match answer.value()? {
            Value::NotImplemented => Err(error),
            answer => Ok(Flow::Return(answer)),
        });
    }
    match vm.special(b, reflected) {
        Some(method) => Flow::tail(method, vec![b.clone(), a.clone()]),
        None => Err(error),
    }
}

fn pow(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: super::arguments::Parameters<3> = super::arguments::Parameters {
        function: "pow",
        names: ["base", "exp", "mod"],
        required: 2,
        positional_only: 0,
        positional: 3,
    };
    let [Some(base), Some(exponent), modulus] = args.parse(vm, &PARAMETERS)? else { return Flow::none() };
    let Some(modulus) = modulus.filter(|modulus| !modulus.is_none()) else {
        return vm.binary(BinaryOp::Pow, base, exponent);
    };
    if let (Some(b), Some(e), Some(m)) = (base.as_bigint(), exponent.as_bigint(), modulus.as_bigint()) {
        return vm.modular_power(&b, &e, &m).map(Flow::Return);
    }
    let numbers = [base, exponent, modulus].iter().all(|v| v.is_integer() || matches!(v.plain(), Value::Float(_)));
    if numbers {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    if let Some(method) = vm.python_special(base, sym::D_POW) {
        return Flow::tail(method, vec![base.clone(), exponent.clone(), modulus.clone()]);
    }
    let (x, y, z) = (vm.type_name(base), vm.type_name(exponent), vm.type_name(modulus));
    Err(vm.type_error(format!("unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'")))
}

fn round(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: super::arguments::Parameters<2> = super::arguments::Parameters {
        function: "round",
        names: ["number", "ndigits"],
        required: 1,
        positional_only: 0,
        positional: 2,
    };
    let [Some(number), digits] = args.parse(vm, &PARAMETERS)? else { return Flow::none() };
    let digits = digits.filter(|digits| !digits.is_none());
    if vm.may_override(number)
        && let Some(method) = vm.python_special(number, sym::D_ROUND)
    {
        let mut values = vec![number.clone()];
        values.extend(digits.cloned());
        return Flow::tail(method, values);
    }
    let (number, digits) = (number.clone(), digits.cloned());
    vm.with_asks(move |vm, asks| {
        let places = match &digits {
            None => None,
            Some(digits) => match vm.index_of(asks, digits)? {
                Some(n) => Some(n),
                None => return Err(not_an_integer(vm, digits).into()),
            },
        };
        match number.plain() {
            Value::Float(x) => match places {
                None => Ok(vm.float_whole(half_even(*x))?.into()),
                Some(places) => Ok(Value::Float(round_float(vm, *x, places)?)),
            },
            plain => match plain.as_bigint() {
                Some(n) => Ok(round_integer(&n, places)),
                None => {
                    let name = vm.type_name(&number);
                    Err(vm.type_error(format!("type {name} doesn't define __round__ method")).into())
                }
            },
        }
    })
}

fn half_even(x: f64) -> f64 {
    x.round_ties_even()
}

/// As `round(x, places)`: the decimal nearest to the exact value, ties to even, read back as a float.
pub(super) fn round_float(vm: &Vm, x: f64, places: i64) -> Result<f64> {
    if !x.is_finite() || x == 0.0 || places > 323 {
        return Ok(x);
    }
    if places < -308 {
        return Ok(0.0_f64.copysign(x));
    }
    let text = if places >= 0 {
        super::format::fixed(x, places as usize)
    } else {
        let unit = BigInt::from(10).pow(places.unsigned_abs() as u32);
        let whole = crate::vm::operators::integers::float_to_integer(x.trunc().abs());
        let (mut quotient, rest) = whole.div_rem(&unit);
        let twice = &rest * 2;
        let exact = x.fract() == 0.0;
        if twice > unit || (twice == unit && (!exact || quotient.is_odd())) {
            quotient += 1;
        }
        format!("{}{}", if x < 0.0 { "-" } else { "" }, quotient * unit)
    };
    match text.parse::<f64>() {
        Ok(rounded) if rounded.is_finite() => Ok(rounded),
        _ => Err(vm.overflow_error("rounded value too large to represent")),
    }
}

fn round_integer(n: &BigInt, places: Option<i64>) -> Value {
    let Some(places) = places.filter(|&places| places < 0) else { return n.clone().into() };
    if places < -100_000 {
        return Value::Int(0);
    }
    let unit = BigInt::from(10).pow(places.unsigned_abs() as u32);
    let (mut quotient, rest) = n.div_mod_floor(&unit);
    let twice = rest * 2;
    if twice > unit || (twice == unit && quotient.is_odd()) {
        quotient += 1;
    }
    if quotient.is_zero() { Value::Int(0) } else { (quotient * unit).into() }
}

fn format(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "format", 1, 2)?;
    let value = values[0].clone();
    let spec = match values.get(1) {
        None => String::new(),
        Some(spec) => match spec.as_str() {
            Some(spec) => spec.to_owned(),
            None => {
                let name = vm.type_name(spec);
                return Err(vm.type_error(format!("format() argument 2 must be str, not {name}")));
            }
        },
    };
    vm.with_asks(move |vm, asks| vm.format(asks, &value, &spec).map(Value::str))
}

fn iter(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match args.between(vm, "iter", 1, 2)? {
        [iterable] => vm.iter(iterable),
        [function, sentinel] => {
            if !vm.is_callable(function) {
                return Err(vm.type_error("iter(v, w): v must be callable"));
            }
            let (function, sentinel) = (function.clone(), sentinel.clone());
            Ok(Flow::Return(Value::iterator(Iteration::Callable { function, sentinel })))
        }
        _ => Flow::none(),
    }
}

fn next(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "next", 1, 2)?;
    let default = values.get(1).cloned();
    vm.next_or(&values[0], default)
}

impl Vm {
    /// `next(iterator)`, or `next(iterator, default)`.
    pub fn next_or(&mut self, iterator: &Value, default: Option<Value>) -> Result<Flow> {
        match iterator.object() {
            Some(Object::Generator(generator)) if generator.kind == CodeKind::Generator => {
                let Value::Object(generator) = iterator else { return Flow::none() };
                // What the generator returned goes with the exception.
                Flow::resume(generator.clone(), Resumption::Send(Value::None), |vm, input| match (input, default) {
                    (Input::Finished(_), Some(default)) => Ok(Flow::Return(default)),
                    (Input::Finished(value), None) => Err(vm.stop_iteration(value)),
                    (input, _) => input.value().map(Flow::Return),
                })
            }
            Some(Object::Instance(_)) => match self.special(iterator, sym::D_NEXT) {
                Some(method) => Flow::call(method, vec![iterator.clone()], |vm, input| match (input, default) {
                    (Input::Raised(exception), Some(default)) if vm.is_exception(&exception, |t| &t.stop_iteration) => {
                        Ok(Flow::Return(default))
                    }
                    (input, _) => input.value().map(Flow::Return),
                }),
                None => Err(self.not_an_iterator(iterator)),
            },
            Some(Object::Iterator(_) | Object::RangeIterator { .. }) => {
                self.next(iterator, |vm, item| match (item, default) {
                    (Some(item), _) | (None, Some(item)) => Ok(Flow::Return(item)),
                    (None, None) => Err(vm.stop_iteration(Value::None)),
                })
            }
            _ => Err(self.not_an_iterator(iterator)),
        }
    }

    fn not_an_iterator(&self, value: &Value) -> crate::vm::exception::Exception {
        let name = self.type_name(value);
        self.type_error(format!("'{name}' object is not an iterator"))
    }
}

fn input(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    Err(vm
        .limit("input() is not available here: nobody can answer while the program runs. Put the value into the code."))
}
