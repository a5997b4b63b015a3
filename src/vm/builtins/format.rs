//! The format mini-language: `format(value, spec)`, f-strings, `str.format`.
//!
//! A spec is parsed into [`Spec`] (`Python/formatter_unicode.c`), a number is laid out as sign, prefix, grouped digits and
//! the rest, and padded last.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::operators::float_text::{exponent_text, float_repr, place_point, shortest_digits, significant_digits};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};
use num_bigint::BigInt;
use num_traits::Signed;

/// Text longer than this is refused with a `MemoryError`.
const LONGEST: usize = 1 << 28;

/// Nanoseconds CPython takes for formatting without a spec, beside what the text costs.
pub(in crate::vm) const PLAIN: u64 = 20;

/// A parsed format spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    fill: char,
    align: char,
    /// Whether the alignment was written.
    aligned: bool,
    sign: Option<char>,
    no_negative_zero: bool,
    alternate: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

impl Spec {
    /// Parses a spec for a value whose type is called `type_name` and that stands on side `align` by default.
    pub fn parse(vm: &Vm, text: &str, type_name: &str, align: char) -> Result<Self> {
        let chars: Vec<char> = text.chars().collect();
        let at = |i: usize| chars.get(i).copied();
        let is_align = |c: Option<char>| matches!(c, Some('<' | '>' | '=' | '^'));
        let mut spec = Spec {
            fill: ' ',
            align,
            aligned: false,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        };
        let mut i = 0;
        let mut filled = false;
        if is_align(at(1)) {
            spec.fill = chars[0];
            spec.align = chars[1];
            (spec.aligned, filled) = (true, true);
            i = 2;
        } else if is_align(at(0)) {
            spec.align = chars[0];
            spec.aligned = true;
            i = 1;
        }
        if let Some(c @ ('+' | '-' | ' ')) = at(i) {
            spec.sign = Some(c);
            i += 1;
        }
        if at(i) == Some('z') {
            spec.no_negative_zero = true;
            i += 1;
        }
        if at(i) == Some('#') {
            spec.alternate = true;
            i += 1;
        }
        if !filled && at(i) == Some('0') {
            spec.fill = '0';
            if !spec.aligned && align == '>' {
                spec.align = '=';
            }
            i += 1;
        }
        let number = |vm: &Vm, i: &mut usize| -> Result<Option<usize>> {
            let start = *i;
            while at(*i).is_some_and(|c| c.is_ascii_digit()) {
                *i += 1;
            }
            if start == *i {
                return Ok(None);
            }
            let digits: String = chars[start..*i].iter().collect();
            match digits.parse::<i64>() {
                Ok(n) => Ok(Some(n as usize)),
                Err(_) => Err(vm.value_error("Too many decimal digits in format string")),
            }
        };
        spec.width = number(vm, &mut i)?.unwrap_or(0);
        if at(i) == Some(',') {
            spec.grouping = Some(',');
            i += 1;
        }
        if at(i) == Some('_') {
            if spec.grouping.is_some() {
                return Err(vm.value_error("Cannot specify both ',' and '_'."));
            }
            spec.grouping = Some('_');
            i += 1;
        }
        if at(i) == Some(',') && spec.grouping == Some('_') {
            return Err(vm.value_error("Cannot specify both ',' and '_'."));
        }
        if at(i) == Some('.') {
            i += 1;
            spec.precision = number(vm, &mut i)?;
            if spec.precision.is_none() {
                return Err(vm.value_error("Format specifier missing precision"));
            }
        }
        if chars.len() > i + 1 {
            return Err(vm.value_error(format!("Invalid format specifier '{text}' for object of type '{type_name}'")));
        }
        spec.kind = at(i);
        if let Some(separator) = spec.grouping {
            let default = if align == '<' { 's' } else { 'd' };
            match spec.kind.unwrap_or(default) {
                'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' => {}
                'b' | 'o' | 'x' | 'X' if separator == '_' => {}
                kind if (' '..='~').contains(&kind) => {
                    return Err(vm.value_error(format!("Cannot specify '{separator}' with '{kind}'.")));
                }
                kind => {
                    return Err(
                        vm.value_error(format!("Cannot specify '{separator}' with '\\x{:x}'.", u32::from(kind)))
                    );
                }
            }
        }
        if spec.width > LONGEST {
            return Err(vm.memory_error());
        }
        Ok(spec)
    }

    fn unknown_code(vm: &Vm, kind: char, type_name: &str) -> crate::vm::exception::Exception {
        if (' '..='~').contains(&kind) {
            return vm.value_error(format!("Unknown format code '{kind}' for object of type '{type_name}'"));
        }
        vm.value_error(format!("Unknown format code '\\x{:x}' for object of type '{type_name}'", u32::from(kind)))
    }

    fn padded(&self, text: &str, length: usize, default: char) -> String {
        let missing = self.width.saturating_sub(length);
        if missing == 0 {
            return text.to_owned();
        }
        let before = match if self.align == '=' { default } else { self.align } {
            '<' => 0,
            '^' => missing / 2,
            _ => missing,
        };
        let mut out = String::with_capacity(text.len() + missing * self.fill.len_utf8());
        out.extend(std::iter::repeat_n(self.fill, before));
        out.push_str(text);
        out.extend(std::iter::repeat_n(self.fill, missing - before));
        out
    }

    /// Lays a number out: `digits` are grouped, `rest` (point, fraction, exponent) is not.
    fn number(&self, negative: bool, prefix: &str, digits: &str, rest: &str, group: usize) -> String {
        let sign = match (negative, self.sign) {
            (true, _) => "-",
            (_, Some('+')) => "+",
            (_, Some(' ')) => " ",
            _ => "",
        };
        let around = sign.len() + prefix.len() + rest.len();
        let least = if self.fill == '0' && self.align == '=' { self.width.saturating_sub(around) } else { 0 };
        let digits = match self.grouping {
            Some(separator) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                grouped(digits, separator, group, least)
            }
            _ => format!("{}{digits}", "0".repeat(least.saturating_sub(digits.len()))),
        };
        let length = around + digits.len();
        if self.align == '=' {
            let fill: String = std::iter::repeat_n(self.fill, self.width.saturating_sub(length)).collect();
            return format!("{sign}{prefix}{fill}{digits}{rest}");
        }
        self.padded(&format!("{sign}{prefix}{digits}{rest}"), length, '>')
    }
}

/// Digits with separators, with zeros in front until they are `least` characters (`_PyUnicode_InsertThousandsGrouping`).
fn grouped(digits: &str, separator: char, group: usize, least: usize) -> String {
    let mut groups: Vec<String> = Vec::new();
    let mut remaining = digits.len();
    let mut least = least as i64;
    loop {
        let size = (group as i64).min((remaining as i64).max(least).max(1));
        let taken = remaining.min(size as usize);
        let zeros = size as usize - taken;
        groups.push(format!("{}{}", "0".repeat(zeros), &digits[remaining - taken..remaining]));
        remaining -= taken;
        least -= size;
        if remaining == 0 && least <= 0 {
            break;
        }
        least -= 1;
    }
    groups.reverse();
    groups.join(&separator.to_string())
}

impl Vm {
    /// `format(value, spec)`
    pub fn format(&mut self, asks: &mut Asks, value: &Value, spec: &str) -> Attempt<String> {
        self.charge(if spec.is_empty() { PLAIN } else { 150 });
        if self.may_override(value)
            && let Some(method) = self.python_special(value, sym::D_FORMAT)
        {
            let answer = asks.call(method, vec![value.clone(), Value::str(spec)])?;
            return match answer.as_str() {
                Some(text) => Ok(text.to_owned()),
                None => {
                    let name = self.type_name(&answer);
                    Err(self.type_error(format!("__format__ must return a str, not {name}")).into())
                }
            };
        }
        if spec.is_empty() {
            return self.str_of(asks, value);
        }
        self.format_plain(value, spec).map_err(Into::into)
    }

    /// What the built-in types' `__format__` does with a spec that is not empty.
    pub(in crate::vm) fn format_plain(&mut self, value: &Value, spec: &str) -> Result<String> {
        let name = self.type_name(value);
        match value.plain() {
            Value::Int(n) => {
                let spec = Spec::parse(self, spec, &name, '>')?;
                if matches!(spec.kind, None | Some('d')) && spec.precision.is_none() && !spec.no_negative_zero {
                    let digits = n.unsigned_abs().to_string();
                    return Ok(spec.number(*n < 0, "", &digits, "", 3));
                }
                self.format_integer(&BigInt::from(*n), &spec, &name)
            }
            Value::Bool(b) => {
                let spec = Spec::parse(self, spec, &name, '>')?;
                self.format_integer(&BigInt::from(u8::from(*b)), &spec, &name)
            }
            Value::Float(x) => {
                let spec = Spec::parse(self, spec, &name, '>')?;
                self.format_float(*x, &spec, &name)
            }
            Value::Object(r) => match r.get() {
                Object::Int(n) => {
                    let spec = Spec::parse(self, spec, &name, '>')?;
                    self.format_integer(n, &spec, &name)
                }
                Object::Str(s) => {
                    let spec = Spec::parse(self, spec, &name, '<')?;
                    self.format_text(&s.text, &spec, &name)
                }
                _ => Err(self.type_error(format!("unsupported format string passed to {name}.__format__"))),
            },
            _ => Err(self.type_error(format!("unsupported format string passed to {name}.__format__"))),
        }
    }

    fn format_text(&self, text: &str, spec: &Spec, name: &str) -> Result<String> {
        if let Some(kind) = spec.kind.filter(|&kind| kind != 's') {
            return Err(Spec::unknown_code(self, kind, name));
        }
        let refused = match spec.sign {
            Some(' ') => Some("Space not allowed in string format specifier"),
            Some(_) => Some("Sign not allowed in string format specifier"),
            None if spec.no_negative_zero => Some("Negative zero coercion (z) not allowed in string format specifier"),
            None if spec.alternate => Some("Alternate form (#) not allowed in string format specifier"),
            None if spec.align == '=' => Some("'=' alignment not allowed in string format specifier"),
            None => None,
        };
        if let Some(message) = refused {
            return Err(self.value_error(message));
        }
        let text: std::borrow::Cow<'_, str> = match spec.precision {
            Some(precision) if precision < text.len() => text.chars().take(precision).collect::<String>().into(),
            _ => text.into(),
        };
        Ok(spec.padded(&text, text.chars().count(), '<'))
    }

    fn format_integer(&mut self, n: &BigInt, spec: &Spec, name: &str) -> Result<String> {
        let kind = spec.kind.unwrap_or('d');
        match kind {
            'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' => {}
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
                let x = self.integer_to_float(n)?;
                return self.format_float(x, spec, name);
            }
            kind => return Err(Spec::unknown_code(self, kind, name)),
        }
        if spec.precision.is_some() {
            return Err(self.value_error("Precision not allowed in integer format specifier"));
        }
        if spec.no_negative_zero {
            return Err(self.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
        }
        let (radix, prefix, group) = match kind {
            'c' => {
                if spec.sign.is_some() {
                    return Err(self.value_error("Sign not allowed with integer format specifier 'c'"));
                }
                if spec.alternate {
                    return Err(self.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
                }
                let c = u32::try_from(n).ok().filter(|&n| n < 0x11_0000);
                let Some(c) = c else {
                    return Err(self.overflow_error("%c arg not in range(0x110000)"));
                };
                let c = char::from_u32(c).unwrap_or('\u{fffd}').to_string();
                return Ok(spec.padded(&c, 1, '>'));
            }
            'b' => (2, "0b", 4),
            'o' => (8, "0o", 4),
            'x' => (16, "0x", 4),
            'X' => (16, "0X", 4),
            _ => (10, "", 3),
        };
        let mut digits = if radix == 10 { self.integer_text(&n.abs())? } else { n.magnitude().to_str_radix(radix) };
        if kind == 'X' {
            digits.make_ascii_uppercase();
        }
        let prefix = if spec.alternate { prefix } else { "" };
        Ok(spec.number(n.is_negative(), prefix, &digits, "", group))
    }

    fn format_float(&mut self, x: f64, spec: &Spec, name: &str) -> Result<String> {
        let kind = match spec.kind {
            Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) => Some(kind),
            None => None,
            Some(kind) => return Err(Spec::unknown_code(self, kind, name)),
        };
        if spec.precision.is_some_and(|precision| precision > i32::MAX as usize) {
            return Err(self.value_error("precision too big"));
        }
        if spec.precision.is_some_and(|precision| precision > LONGEST) {
            return Err(self.memory_error());
        }
        let x = if kind == Some('%') { x * 100.0 } else { x };
        let mut text = float_digits(x, kind, spec.precision, spec.alternate);
        if kind == Some('%') {
            text.push('%');
        }
        let mut negative = x.is_sign_negative() && !x.is_nan();
        if spec.no_negative_zero && !text.bytes().any(|b| matches!(b, b'1'..=b'9')) && x.is_finite() {
            negative = false;
        }
        let whole = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = if x.is_finite() { text.split_at(whole) } else { (text.as_str(), "") };
        Ok(spec.number(negative, "", digits, rest, 3))
    }
}

/// The magnitude of a float as `e`, `f`, `g`, `%` or no type writes it.
pub fn float_digits(x: f64, kind: Option<char>, precision: Option<usize>, alternate: bool) -> String {
    let upper = matches!(kind, Some('E' | 'F' | 'G'));
    let text = magnitude(x, kind.map(|kind| kind.to_ascii_lowercase()), precision, alternate);
    if upper { text.to_ascii_uppercase() } else { text }
}

fn magnitude(x: f64, kind: Option<char>, precision: Option<usize>, alternate: bool) -> String {
    if x.is_nan() {
        return "nan".to_owned();
    }
    if x.is_infinite() {
        return "inf".to_owned();
    }
    let x = x.abs();
    match (kind, precision) {
        (None, None) if !alternate => float_repr(x),
        (None, None) => {
            let (digits, point) = shortest_digits(x);
            general(&digits, point, 17, Trailing::One)
        }
        (None, Some(precision)) => {
            let precision = precision.max(1);
            let (digits, point) = significant(x, precision);
            let trailing = if alternate { Trailing::All } else { Trailing::One };
            general(&digits, point, precision as i64, trailing)
        }
        (Some('g' | 'n'), precision) => {
            let precision = precision.unwrap_or(6).max(1);
            let (digits, point) = significant(x, precision);
            let trailing = if alternate { Trailing::All } else { Trailing::None };
            general(&digits, point, precision as i64, trailing)
        }
        (Some('e'), precision) => {
            let precision = precision.unwrap_or(6);
            let (digits, point) = significant(x, precision + 1);
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() && !alternate { "" } else { "." };
            format!("{first}{dot}{rest}{}", exponent_text(point - 1))
        }
        (_, precision) => {
            let precision = precision.unwrap_or(6);
            let mut text = fixed(x, precision);
            if alternate && precision == 0 {
                text.push('.');
            }
            text
        }
    }
}

/// A float has at most 1074 digits after its point; more of them are zeros, which the formatter need not compute.
const MOST_EXACT: usize = 1100;

/// `x` with so many digits after the point.
pub fn fixed(x: f64, precision: usize) -> String {
    let exact = precision.min(MOST_EXACT);
    let mut text = format!("{x:.exact$}");
    text.extend(std::iter::repeat_n('0', precision - exact));
    text
}

fn significant(x: f64, count: usize) -> (String, i32) {
    let exact = count.min(MOST_EXACT);
    let (mut digits, point) = significant_digits(x, exact);
    digits.extend(std::iter::repeat_n('0', count - exact));
    (digits, point)
}

/// Which zeros at the end stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trailing {
    /// None, nor the point.
    None,
    /// One after the point of a number without an exponent.
    One,
    /// All.
    All,
}

/// `g`: as it stands or with an exponent, whichever suits.
fn general(digits: &str, point: i32, precision: i64, trailing: Trailing) -> String {
    let shown = if trailing == Trailing::All { digits } else { digits.trim_end_matches('0') };
    let shown = if shown.is_empty() { "0" } else { shown };
    let limit = precision - i64::from(trailing == Trailing::One);
    if point <= -4 || i64::from(point) > limit {
        let (first, rest) = shown.split_at(1);
        let dot = if rest.is_empty() && trailing != Trailing::All { "" } else { "." };
        return format!("{first}{dot}{rest}{}", exponent_text(point - 1));
    }
    let mut text = place_point(shown, point);
    if !text.contains('.') {
        match trailing {
            Trailing::None => {}
            Trailing::One => text.push_str(".0"),
            Trailing::All => text.push('.'),
        }
    }
    text
}
