//! `"%d %s" % (a, b)`

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::builtins::format::float_digits;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Flow;
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};
use num_bigint::BigInt;
use num_traits::Signed;

/// One `%…` of a template.
#[derive(Default)]
struct Conversion {
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    /// Whether the template is bytes.
    bytes: bool,
}

/// What is formatted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Template {
    Text,
    Bytes,
}

/// What a template takes its values from.
struct Source<'a> {
    values: &'a [Value],
    next: usize,
    /// The operand itself, when it is a mapping.
    mapping: Option<&'a Value>,
    used_mapping: bool,
}

impl Vm {
    /// `template % values` of a `str` or `bytes` template.
    pub(super) fn percent(&mut self, template: &Value, values: &Value) -> Result<Flow> {
        let (template, values) = (template.clone(), values.clone());
        self.with_asks(move |vm, asks| {
            if let Some(Object::Bytes(bytes)) = template.object() {
                // Latin-1 maps bytes to code points one to one.
                let text: String = bytes.iter().map(|&b| b as char).collect();
                let text = vm.percent_asking(asks, &text, &values, Template::Bytes)?;
                return Ok(Object::Bytes(text.chars().map(|c| c as u8).collect()).into());
            }
            let text = template.as_str().unwrap_or_default().to_owned();
            vm.percent_asking(asks, &text, &values, Template::Text).map(Value::str)
        })
    }

    fn percent_asking(
        &mut self,
        asks: &mut Asks,
        template: &str,
        operand: &Value,
        kind_of_template: Template,
    ) -> Attempt<String> {
        let tuple = operand.as_tuple();
        let single = [operand.clone()];
        let mapping = tuple.is_none()
            && operand.as_str().is_none()
            && (matches!(
                operand.plain().object(),
                Some(Object::Dict(_) | Object::List(_) | Object::Bytes(_) | Object::Range { .. })
            ) || (self.may_override(operand) && self.special(operand, sym::D_GETITEM).is_some()));
        let mut source = Source {
            values: tuple.unwrap_or(&single),
            next: 0,
            mapping: mapping.then_some(operand),
            used_mapping: false,
        };
        let chars: Vec<char> = template.chars().collect();
        let mut out = String::with_capacity(template.len() + 16);
        let mut i = 0;
        while i < chars.len() {
            if chars[i] != '%' {
                out.push(chars[i]);
                i += 1;
                continue;
            }
            i += 1;
            let mut keyed = None;
            if chars.get(i) == Some(&'(') {
                let Some(mapping) = source.mapping else {
                    return Err(self.type_error("format requires a mapping").into());
                };
                let start = i + 1;
                let mut depth = 1;
                i += 1;
                while i < chars.len() && depth > 0 {
                    match chars[i] {
                        '(' => depth += 1,
                        ')' => depth -= 1,
                        _ => {}
                    }
                    i += 1;
                }
                if depth > 0 {
                    return Err(self.value_error("incomplete format key").into());
                }
                let key = Value::str(chars[start..i - 1].iter().collect::<String>());
                keyed = Some(self.mapping_value(asks, mapping, &key)?);
                source.used_mapping = true;
            }
            let mut conversion = Conversion { bytes: kind_of_template == Template::Bytes, ..Conversion::default() };
            while let Some(&c) = chars.get(i) {
                match c {
                    '-' => conversion.left = true,
                    '+' => conversion.plus = true,
                    ' ' => conversion.space = true,
                    '#' => conversion.alternate = true,
                    '0' => conversion.zero = true,
                    _ => break,
                }
                i += 1;
            }
            if let Some(width) = self.size(&chars, &mut i, &mut source)? {
                conversion.left |= width < 0;
                conversion.width = width.unsigned_abs() as usize;
            }
            if chars.get(i) == Some(&'.') {
                i += 1;
                let precision = self.size(&chars, &mut i, &mut source)?.unwrap_or(0);
                conversion.precision = Some(precision.max(0) as usize);
            }
            if conversion.width.max(conversion.precision.unwrap_or(0)) > 1 << 28 {
                return Err(self.memory_error().into());
            }
            while matches!(chars.get(i), Some('l' | 'h' | 'L')) {
                i += 1;
            }
            let Some(&kind) = chars.get(i) else { return Err(self.value_error("incomplete format").into()) };
            if kind == '%' {
                out.push('%');
                i += 1;
                continue;
            }
            if !"diouxXeEfFgGcrsab".contains(kind) {
                return Err(self
                    .value_error(format!(
                        "unsupported format character '{kind}' (0x{:x}) at index {i}",
                        u32::from(kind)
                    ))
                    .into());
            }
            let value = match keyed {
                Some(value) => value,
                None => source.take(self)?,
            };
            out.push_str(&self.convert(asks, kind, &conversion, &value)?);
            i += 1;
        }
        if source.next < source.values.len() && !source.used_mapping && source.mapping.is_none() {
            return Err(self.type_error("not all arguments converted during string formatting").into());
        }
        Ok(out)
    }

    fn mapping_value(&mut self, asks: &mut Asks, mapping: &Value, key: &Value) -> Attempt<Value> {
        if self.may_override(mapping)
            && let Some(method) = self.python_special(mapping, sym::D_GETITEM)
        {
            return asks.call(method, vec![mapping.clone(), key.clone()]);
        }
        match self.native_subscript(asks, mapping, key)? {
            Some(value) => Ok(value),
            None if self.may_override(mapping) => match self.python_special(mapping, sym::D_MISSING) {
                Some(method) => asks.call(method, vec![mapping.clone(), key.clone()]),
                None => Err(self.key_error(key.clone()).into()),
            },
            None => Err(self.key_error(key.clone()).into()),
        }
    }

    /// A width or precision: digits, or `*` and a value.
    fn size(&mut self, chars: &[char], i: &mut usize, source: &mut Source<'_>) -> Result<Option<i64>> {
        if chars.get(*i) == Some(&'*') {
            *i += 1;
            return match source.take(self)?.as_int() {
                Some(n) => Ok(Some(n)),
                None => Err(self.type_error("* wants int")),
            };
        }
        let start = *i;
        while chars.get(*i).is_some_and(char::is_ascii_digit) {
            *i += 1;
        }
        if start == *i {
            return Ok(None);
        }
        match chars[start..*i].iter().collect::<String>().parse::<i32>() {
            Ok(n) => Ok(Some(i64::from(n))),
            Err(_) => Err(self.value_error("width too big")),
        }
    }

    fn convert(&mut self, asks: &mut Asks, kind: char, how: &Conversion, value: &Value) -> Attempt<String> {
        match kind {
            's' | 'r' | 'a' | 'b' => {
                let text = match kind {
                    'r' => self.repr(asks, value)?,
                    'a' => self.ascii(asks, value)?,
                    _ => match value.object() {
                        Some(Object::Bytes(bytes)) if kind == 'b' || how.bytes => {
                            bytes.iter().map(|&b| b as char).collect()
                        }
                        _ => self.str_of(asks, value)?,
                    },
                };
                let text = match how.precision {
                    Some(precision) => text.chars().take(precision).collect(),
                    None => text,
                };
                Ok(how.pad("", &text, false))
            }
            'c' => {
                let c = match value.plain() {
                    Value::Int(_) | Value::Bool(_) => {
                        let code = value.as_int().and_then(|n| u32::try_from(n).ok()).and_then(char::from_u32);
                        match code {
                            Some(c) => c.to_string(),
                            None => return Err(self.overflow_error("%c arg not in range(0x110000)").into()),
                        }
                    }
                    other => match other.as_str() {
                        Some(text) if text.chars().count() == 1 => text.to_owned(),
                        _ => return Err(self.type_error("%c requires int or char").into()),
                    },
                };
                Ok(how.pad("", &c, false))
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let n = self.integer_operand(asks, kind, value)?;
                let digits = match kind {
                    'o' => n.magnitude().to_str_radix(8),
                    'x' => n.magnitude().to_str_radix(16),
                    'X' => n.magnitude().to_str_radix(16).to_ascii_uppercase(),
                    _ => self.integer_text(&n.abs())?,
                };
                let missing = how.precision.unwrap_or(0).saturating_sub(digits.len());
                let digits = format!("{}{digits}", "0".repeat(missing));
                let prefix = match kind {
                    'o' if how.alternate => "0o",
                    'x' if how.alternate => "0x",
                    'X' if how.alternate => "0X",
                    _ => "",
                };
                Ok(how.pad(&format!("{}{prefix}", how.sign(n.is_negative())), &digits, true))
            }
            _ => {
                let x = self.float_operand(asks, value)?;
                let digits = float_digits(x, Some(kind), how.precision, how.alternate);
                Ok(how.pad(how.sign(x.is_sign_negative() && !x.is_nan()), &digits, true))
            }
        }
    }

    fn integer_operand(&mut self, asks: &mut Asks, kind: char, value: &Value) -> Attempt<BigInt> {
        if let Some(n) = value.as_bigint() {
            return Ok(n.into_owned());
        }
        let decimal = matches!(kind, 'd' | 'i' | 'u');
        if decimal && let Value::Float(x) = value.plain() {
            return self.float_whole(*x).map_err(Into::into);
        }
        let method = if self.may_override(value) {
            let int = if decimal { self.python_special(value, sym::D_INT) } else { None };
            int.or_else(|| self.python_special(value, sym::D_INDEX))
        } else {
            None
        };
        if let Some(method) = method {
            let answer = asks.call(method, vec![value.clone()])?;
            if let Some(n) = answer.as_bigint() {
                return Ok(n.into_owned());
            }
        }
        let name = self.type_name(value);
        let wanted = if decimal { "a real number" } else { "an integer" };
        Err(self.type_error(format!("%{kind} format: {wanted} is required, not {name}")).into())
    }

    /// `int(x)`
    pub(in crate::vm) fn float_whole(&self, x: f64) -> Result<BigInt> {
        if x.is_nan() {
            return Err(self.value_error("cannot convert float NaN to integer"));
        }
        if x.is_infinite() {
            return Err(self.overflow_error("cannot convert float infinity to integer"));
        }
        Ok(super::integers::float_to_integer(x.trunc()))
    }

    /// A value as a float, as C functions take it: numbers, `__float__`, `__index__`.
    pub(in crate::vm) fn float_operand(&mut self, asks: &mut Asks, value: &Value) -> Attempt<f64> {
        match value.plain() {
            Value::Float(x) => return Ok(*x),
            Value::Int(n) => return Ok(*n as f64),
            Value::Bool(b) => return Ok(f64::from(u8::from(*b))),
            other => {
                if let Some(n) = other.as_bigint() {
                    return self.integer_to_float(&n).map_err(Into::into);
                }
            }
        }
        if self.may_override(value) {
            if let Some(method) = self.python_special(value, sym::D_FLOAT) {
                let answer = asks.call(method, vec![value.clone()])?;
                if let Value::Float(x) = answer.plain() {
                    return Ok(*x);
                }
                let (class, name) = (self.type_name(value), self.type_name(&answer));
                return Err(self.type_error(format!("{class}.__float__ returned non-float (type {name})")).into());
            }
            if let Some(n) = self.index_value(asks, value)? {
                return self.float_operand(asks, &n);
            }
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("must be real number, not {name}")).into())
    }
}

impl Conversion {
    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        }
    }

    fn pad(&self, front: &str, text: &str, number: bool) -> String {
        let length = front.len() + text.chars().count();
        let missing = self.width.saturating_sub(length);
        if self.left {
            format!("{front}{text}{}", " ".repeat(missing))
        } else if self.zero && number {
            format!("{front}{}{text}", "0".repeat(missing))
        } else {
            format!("{}{front}{text}", " ".repeat(missing))
        }
    }
}

impl Source<'_> {
    fn take(&mut self, vm: &Vm) -> std::result::Result<Value, Exception> {
        match self.values.get(self.next) {
            Some(value) => {
                self.next += 1;
                Ok(value.clone())
            }
            None => Err(vm.type_error("not enough arguments for format string")),
        }
    }
}
