//! `int`, `float`, `bool`.

use super::arguments::Parameters;
use super::functions::not_an_integer;
use super::make;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::operators::integers::{MOST_DIGITS, float_to_integer};
use crate::vm::operators::{write_bytes, write_str};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{GetSet, Object, Ref, Value};
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive, Zero};

pub(super) static INT_METHODS: &[NativeDef] = &[
    NativeDef::method("bit_length", "", bit_length).cost(6),
    NativeDef::method("bit_count", "", bit_count).cost(6),
    NativeDef::method("conjugate", "", itself).cost(6),
    NativeDef::method("is_integer", "", int_is_integer).cost(6),
    NativeDef::method("as_integer_ratio", "", int_ratio).cost(40),
    NativeDef::method("to_bytes", "length=1, byteorder='big', *, signed=False", to_bytes).cost(60),
];

pub(super) static INT_CLASS_METHODS: &[NativeDef] =
    &[NativeDef::method("from_bytes", "bytes, byteorder='big', *, signed=False", from_bytes).cost(70)];

pub(super) static INT_ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "real", get: |_, this| Ok(whole(this)), set: None },
    GetSet { name: "imag", get: |_, _| Ok(Value::Int(0)), set: None },
    GetSet { name: "numerator", get: |_, this| Ok(whole(this)), set: None },
    GetSet { name: "denominator", get: |_, _| Ok(Value::Int(1)), set: None },
];

pub(super) static FLOAT_METHODS: &[NativeDef] = &[
    NativeDef::method("is_integer", "", float_is_integer).cost(25),
    NativeDef::method("as_integer_ratio", "", float_ratio).cost(90),
    NativeDef::method("hex", "", float_hex).cost(90),
    NativeDef::method("conjugate", "", itself).cost(25),
];

pub(super) static FLOAT_CLASS_METHODS: &[NativeDef] = &[NativeDef::method("fromhex", "string, /", from_hex).cost(90)];

pub(super) static FLOAT_ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "real", get: |_, this| Ok(this.plain().clone()), set: None },
    GetSet { name: "imag", get: |_, _| Ok(Value::Float(0.0)), set: None },
];

fn whole(value: &Value) -> Value {
    match value.plain() {
        Value::Bool(b) => Value::Int(i64::from(*b)),
        other => other.clone(),
    }
}

pub(super) fn construct_bool(vm: &mut Vm, _: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(4);
    match args.between(vm, "bool", 0, 1)? {
        [value] => vm.truth(value),
        _ => Ok(Flow::Return(Value::Bool(false))),
    }
}

pub(super) fn construct_int(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(15);
    static PARAMETERS: Parameters<2> =
        Parameters { function: "int", names: ["x", "base"], required: 0, positional_only: 1, positional: 2 };
    if args.values.len() > 2 {
        return Err(super::arguments::wrong_count(vm, "int", args.values.len(), 0, 2));
    }
    let made = match args.parse(vm, &PARAMETERS)? {
        [None, None] => return Ok(Flow::Return(make(vm, class, Value::Int(0)))),
        [None, Some(_)] => return Err(vm.type_error("int() missing string argument")),
        [Some(Value::Int(n)), None] => return Ok(Flow::Return(make(vm, class, Value::Int(*n)))),
        [Some(value), base] => {
            let (value, base) = (value.clone(), base.cloned());
            vm.with_asks(move |vm, asks| to_int(vm, asks, &value, base.as_ref()))?
        }
    };
    let class = class.clone();
    vm.after(made, move |vm, value| {
        let value = value.value()?;
        Ok(Flow::Return(make(vm, &class, value)))
    })
}

fn to_int(vm: &mut Vm, asks: &mut Asks, value: &Value, base: Option<&Value>) -> Attempt<Value> {
    if let Some(base) = base {
        let Some(radix) = vm.index_of(asks, base)? else { return Err(not_an_integer(vm, base).into()) };
        if radix != 0 && !(2..=36).contains(&radix) {
            return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0").into());
        }
        return match (value.as_str(), value.as_bytes()) {
            (Some(text), _) => parse_integer(vm, text, radix as u32, value),
            (_, Some(bytes)) => parse_integer(vm, &String::from_utf8_lossy(bytes), radix as u32, value),
            _ => Err(vm.type_error("int() can't convert non-string with explicit base")),
        }
        .map_err(Into::into);
    }
    if vm.may_override(value) {
        let method = vm.python_special(value, sym::D_INT);
        if let Some(method) = method {
            let answer = asks.call(method, vec![value.clone()])?;
            if answer.is_integer() {
                return Ok(whole(&answer));
            }
            let name = vm.type_name(&answer);
            return Err(vm.type_error(format!("__int__ returned non-int (type {name})")).into());
        }
        if let Some(n) = vm.index_value(asks, value)? {
            return Ok(n);
        }
        if let Some(method) = vm.python_special(value, sym::D_TRUNC) {
            let answer = asks.call(method, vec![value.clone()])?;
            return to_int(vm, asks, &answer, None);
        }
    }
    if value.is_integer() {
        return Ok(whole(value));
    }
    if let Value::Float(x) = value.plain() {
        if x.abs() < 9e18 {
            return Ok(Value::Int(*x as i64));
        }
        return Ok(vm.float_whole(*x)?.into());
    }
    if let Some(text) = value.as_str() {
        return parse_integer(vm, text, 10, value).map_err(Into::into);
    }
    if let Some(bytes) = value.as_bytes() {
        return parse_integer(vm, &String::from_utf8_lossy(bytes), 10, value).map_err(Into::into);
    }
    let name = vm.type_name(value);
    Err(vm
        .type_error(format!("int() argument must be a string, a bytes-like object or a real number, not '{name}'"))
        .into())
}

fn parse_integer(vm: &mut Vm, text: &str, radix: u32, source: &Value) -> Result<Value> {
    vm.charge(2 * text.len() as u64);
    let invalid = |vm: &Vm| {
        let mut shown = String::new();
        match source.as_bytes() {
            Some(bytes) => write_bytes(&mut shown, bytes),
            None => write_str(&mut shown, &text.chars().take(200).collect::<String>()),
        }
        vm.value_error(format!("invalid literal for int() with base {radix}: {shown}"))
    };
    let trimmed = text.trim_matches(is_python_space);
    let (negative, digits) = match trimmed.as_bytes().first() {
        Some(b'-') => (true, &trimmed[1..]),
        Some(b'+') => (false, &trimmed[1..]),
        _ => (false, trimmed),
    };
    let prefixed = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => Some(16),
        [b'0', b'o' | b'O', ..] => Some(8),
        [b'0', b'b' | b'B', ..] => Some(2),
        _ => None,
    };
    let (base, digits, after_prefix) = match prefixed {
        Some(base) if radix == base || radix == 0 => (base, &digits[2..], true),
        _ if radix == 0 => {
            // Old octal notation is an error, unless it is zero.
            if digits.len() > 1 && digits.starts_with('0') && digits.bytes().any(|b| !matches!(b, b'0' | b'_')) {
                return Err(invalid(vm));
            }
            (10, digits, false)
        }
        _ => (radix, digits, false),
    };
    let mut clean = String::with_capacity(digits.len());
    let mut underscore_allowed = after_prefix;
    for c in digits.chars() {
        if c == '_' {
            if !underscore_allowed {
                return Err(invalid(vm));
            }
            underscore_allowed = false;
            continue;
        }
        match c.to_digit(base).or_else(|| decimal_digit(c).filter(|&digit| digit < base)) {
            Some(digit) => clean.extend(char::from_digit(digit, base)),
            None => return Err(invalid(vm)),
        }
        underscore_allowed = true;
    }
    if clean.is_empty() || !underscore_allowed {
        return Err(invalid(vm));
    }
    if clean.len() > MOST_DIGITS && !base.is_power_of_two() {
        return Err(vm.value_error(format!(
            "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit",
            clean.len()
        )));
    }
    if let Ok(n) = i64::from_str_radix(&clean, base) {
        return Ok(Value::Int(if negative { -n } else { n }));
    }
    match BigInt::parse_bytes(clean.as_bytes(), base) {
        Some(n) => Ok(if negative { -n } else { n }.into()),
        None => Err(invalid(vm)),
    }
}

/// What Python strips from strings.
pub(super) fn is_python_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// Decimal digits of other scripts, where they lie in runs of ten (general category Nd).
pub(super) fn decimal_digit(c: char) -> Option<u32> {
    if c.is_ascii_digit() {
        return c.to_digit(10);
    }
    const ZEROS: &[u32] = &[
        0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
        0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
        0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    ];
    let code = u32::from(c);
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero)
}

pub(super) fn construct_float(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(12);
    let value = match args.between(vm, "float", 0, 1)? {
        [value] => value.clone(),
        _ => return Ok(Flow::Return(make(vm, class, Value::Float(0.0)))),
    };
    let class = class.clone();
    vm.with_asks(move |vm, asks| {
        let x = match value.as_str() {
            Some(text) => parse_float(vm, text)?,
            None => match value.as_bytes() {
                Some(bytes) => parse_float(vm, &String::from_utf8_lossy(bytes))?,
                None if is_real(vm, &value) => vm.float_operand(asks, &value)?,
                None => {
                    let name = vm.type_name(&value);
                    let message = format!("float() argument must be a string or a real number, not '{name}'");
                    return Err(vm.type_error(message).into());
                }
            },
        };
        Ok(make(vm, &class, Value::Float(x)))
    })
}

fn is_real(vm: &Vm, value: &Value) -> bool {
    value.is_integer()
        || matches!(value.plain(), Value::Float(_))
        || vm.may_override(value)
            && (vm.python_special(value, sym::D_FLOAT).is_some() || vm.python_special(value, sym::D_INDEX).is_some())
}

fn parse_float(vm: &Vm, text: &str) -> Result<f64> {
    let invalid = || {
        let mut shown = String::new();
        write_str(&mut shown, text);
        vm.value_error(format!("could not convert string to float: {shown}"))
    };
    let trimmed = text.trim_matches(is_python_space);
    let unsigned = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    let named = matches!(&*unsigned.to_ascii_lowercase(), "inf" | "infinity" | "nan");
    let mut clean = String::with_capacity(trimmed.len());
    let chars: Vec<char> = trimmed.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        if c == '_' {
            let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
            if i == 0 || !digit(chars.get(i - 1)) || !digit(chars.get(i + 1)) {
                return Err(invalid());
            }
        } else if named || c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E') {
            clean.push(c);
        } else if let Some(digit) = decimal_digit(c) {
            clean.extend(char::from_digit(digit, 10));
        } else {
            return Err(invalid());
        }
    }
    clean.parse::<f64>().map_err(|_| invalid())
}

fn integer_receiver<'a>(vm: &Vm, args: Args<'a>, method: &str) -> Result<(&'a Value, Args<'a>)> {
    args.receiver(vm, method, Value::is_integer)
}

fn itself(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "int.conjugate", |_| true)?;
    Ok(Flow::Return(whole(this)))
}

fn bit_length(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = integer_receiver(vm, args, "int.bit_length")?;
    rest.none(vm, "int.bit_length")?;
    Ok(Flow::Return(Value::Int(this.as_bigint().map_or(0, |n| n.bits()) as i64)))
}

fn bit_count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = integer_receiver(vm, args, "int.bit_count")?;
    rest.none(vm, "int.bit_count")?;
    Ok(Flow::Return(Value::Int(this.as_bigint().map_or(0, |n| n.magnitude().count_ones()) as i64)))
}

fn int_is_integer(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (_, rest) = integer_receiver(vm, args, "int.is_integer")?;
    rest.none(vm, "int.is_integer")?;
    Ok(Flow::Return(Value::Bool(true)))
}

fn int_ratio(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = integer_receiver(vm, args, "int.as_integer_ratio")?;
    rest.none(vm, "int.as_integer_ratio")?;
    Ok(Flow::Return(Value::tuple(vec![whole(this), Value::Int(1)])))
}

fn little_endian(vm: &Vm, order: Option<&Value>) -> Result<bool> {
    match order {
        None => Ok(false),
        Some(order) => match order.as_str() {
            Some("big") => Ok(false),
            Some("little") => Ok(true),
            Some(_) => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
            None => {
                let name = vm.type_name(order);
                Err(vm.type_error(format!("to_bytes() argument 'byteorder' must be str, not {name}")))
            }
        },
    }
}

fn to_bytes(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<3> = Parameters {
        function: "to_bytes",
        names: ["length", "byteorder", "signed"],
        required: 0,
        positional_only: 0,
        positional: 2,
    };
    let (this, rest) = integer_receiver(vm, args, "int.to_bytes")?;
    let [length, order, signed] = rest.parse(vm, &PARAMETERS)?;
    let length = match length.map(|length| (length.as_int(), length)) {
        None => 1,
        Some((Some(length), _)) => length,
        Some((None, length)) => return Err(not_an_integer(vm, length)),
    };
    let Some(length) = usize::try_from(length).ok().filter(|&length| length <= 1 << 24) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let little = little_endian(vm, order)?;
    let signed = signed.is_some_and(|signed| vm.native_truth(signed).unwrap_or(true));
    let n = this.as_bigint().unwrap_or_default();
    if n.is_negative() && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = if signed { n.to_signed_bytes_le() } else { n.to_bytes_le().1 };
    let fill = if n.is_negative() { 0xff } else { 0 };
    if n.is_zero() {
        bytes.clear();
    }
    while bytes.len() > length && bytes.last() == Some(&fill) && !signed {
        bytes.pop();
    }
    if bytes.len() > length {
        return Err(vm.overflow_error("int too big to convert"));
    }
    bytes.resize(length, fill);
    if !little {
        bytes.reverse();
    }
    Ok(Flow::Return(Object::Bytes(bytes).into()))
}

fn from_bytes(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<3> = Parameters {
        function: "from_bytes",
        names: ["bytes", "byteorder", "signed"],
        required: 1,
        positional_only: 0,
        positional: 2,
    };
    let (class, rest) = args.receiver(vm, "int.from_bytes", |this| this.as_class().is_some())?;
    let [Some(source), order, signed] = rest.parse(vm, &PARAMETERS)? else { return Flow::none() };
    let little = little_endian(vm, order)?;
    let signed = signed.is_some_and(|signed| vm.native_truth(signed).unwrap_or(true));
    let Value::Object(class) = class.clone() else { return Flow::none() };
    super::bytes::bytes_of(vm, source, move |vm, mut bytes| {
        if !little {
            bytes.reverse();
        }
        let n = if signed { BigInt::from_signed_bytes_le(&bytes) } else { BigInt::from_bytes_le(Sign::Plus, &bytes) };
        Ok(Flow::Return(make(vm, &class, n.into())))
    })
}

fn float_receiver(vm: &Vm, args: Args<'_>, method: &str) -> Result<f64> {
    let (this, rest) = args.receiver(vm, method, |this| matches!(this.plain(), Value::Float(_)))?;
    rest.none(vm, method)?;
    Ok(match this.plain() {
        Value::Float(x) => *x,
        _ => 0.0,
    })
}

fn float_is_integer(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let x = float_receiver(vm, args, "float.is_integer")?;
    Ok(Flow::Return(Value::Bool(x.is_finite() && x.fract() == 0.0)))
}

fn float_ratio(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let x = float_receiver(vm, args, "float.as_integer_ratio")?;
    if x.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (mut mantissa, mut exponent) = libm::frexp(x);
    while mantissa.fract() != 0.0 {
        mantissa *= 2.0;
        exponent -= 1;
    }
    let whole = float_to_integer(mantissa);
    let (numerator, denominator) = if exponent >= 0 {
        (whole << exponent.unsigned_abs(), BigInt::from(1))
    } else {
        (whole, BigInt::from(1) << exponent.unsigned_abs())
    };
    Ok(Flow::Return(Value::tuple(vec![numerator.into(), denominator.into()])))
}

fn float_hex(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let x = float_receiver(vm, args, "float.hex")?;
    let sign = if x.is_sign_negative() && !x.is_nan() { "-" } else { "" };
    if !x.is_finite() {
        return Ok(Flow::Return(Value::str(if x.is_nan() { "nan".to_owned() } else { format!("{sign}inf") })));
    }
    let bits = x.to_bits();
    let (exponent, fraction) = (((bits >> 52) & 0x7ff) as i64, bits & ((1 << 52) - 1));
    let (lead, power) = if exponent == 0 { (0, if fraction == 0 { 0 } else { -1022 }) } else { (1, exponent - 1023) };
    let power_sign = if power < 0 { '-' } else { '+' };
    let text = if x == 0.0 {
        format!("{sign}0x0.0p+0")
    } else {
        format!("{sign}0x{lead}.{fraction:013x}p{power_sign}{}", power.abs())
    };
    Ok(Flow::Return(Value::str(text)))
}

fn from_hex(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (class, rest) = args.receiver(vm, "float.fromhex", |this| this.as_class().is_some())?;
    let text = rest.one(vm, "float.fromhex")?;
    let Some(x) = text.as_str().and_then(parse_hex) else {
        return Err(vm.value_error("invalid hexadecimal floating-point string"));
    };
    let Value::Object(class) = class else { return Flow::none() };
    Ok(Flow::Return(make(vm, class, Value::Float(x))))
}

fn parse_hex(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_python_space).to_ascii_lowercase();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let magnitude = match text {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => {
            let text = text.strip_prefix("0x").unwrap_or(text);
            let (digits, power) = match text.split_once('p') {
                Some((digits, power)) => (digits, power.parse::<i32>().ok()?),
                None => (text, 0),
            };
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            let all = format!("{whole}{fraction}");
            let mantissa = BigInt::parse_bytes(all.as_bytes(), 16)?;
            libm::ldexp(mantissa.to_f64()?, power.checked_sub(4 * fraction.len() as i32)?)
        }
    };
    Some(if negative { -magnitude } else { magnitude })
}
