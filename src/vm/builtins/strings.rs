//! `str`: construction, case, tests, padding and stripping.

use super::arguments::Parameters;
use super::codecs;
use super::list::integer;
use super::make;
use super::numbers::{decimal_digit, is_python_space};
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::operators::is_printable;
use crate::vm::value::{Object, Ref, Value};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("upper", "", upper).cost(22),
    NativeDef::method("lower", "", lower).cost(22),
    NativeDef::method("casefold", "", casefold).cost(25),
    NativeDef::method("title", "", title).cost(40),
    NativeDef::method("capitalize", "", capitalize).cost(25),
    NativeDef::method("swapcase", "", swapcase).cost(30),
    NativeDef::method("isalpha", "", is_alpha).cost(6),
    NativeDef::method("isdigit", "", is_digit).cost(6),
    NativeDef::method("isdecimal", "", is_decimal).cost(6),
    NativeDef::method("isnumeric", "", is_numeric).cost(6),
    NativeDef::method("isalnum", "", is_alnum).cost(6),
    NativeDef::method("isspace", "", is_space).cost(6),
    NativeDef::method("isupper", "", is_upper).cost(6),
    NativeDef::method("islower", "", is_lower).cost(6),
    NativeDef::method("istitle", "", is_title).cost(8),
    NativeDef::method("isascii", "", is_ascii).cost(5),
    NativeDef::method("isidentifier", "", is_identifier).cost(15),
    NativeDef::method("isprintable", "", all_printable).cost(6),
    NativeDef::method("strip", "chars=None, /", strip).cost(8),
    NativeDef::method("lstrip", "chars=None, /", lstrip).cost(8),
    NativeDef::method("rstrip", "chars=None, /", rstrip).cost(8),
    NativeDef::method("center", "width, fillchar=' ', /", center).cost(25),
    NativeDef::method("ljust", "width, fillchar=' ', /", ljust).cost(25),
    NativeDef::method("rjust", "width, fillchar=' ', /", rjust).cost(25),
    NativeDef::method("zfill", "width, /", zfill).cost(25),
    NativeDef::method("expandtabs", "tabsize=8", expand_tabs).cost(40),
    NativeDef::method("removeprefix", "prefix, /", remove_prefix).cost(15),
    NativeDef::method("removesuffix", "suffix, /", remove_suffix).cost(15),
    NativeDef::method("translate", "table, /", translate).cost(90),
    NativeDef::method("encode", "encoding='utf-8', errors='strict'", encode).cost(45),
];

pub(super) static STATIC_METHODS: &[NativeDef] =
    &[NativeDef::function("maketrans", "x, y=, z=, /", maketrans).cost(120)];

/// The string that a method is called on, and the other arguments.
pub(super) fn receiver<'a>(vm: &Vm, args: Args<'a>, method: &str) -> Result<(&'a str, Args<'a>)> {
    let (this, rest) = args.receiver(vm, method, |this| this.as_str().is_some())?;
    Ok((this.as_str().unwrap_or_default(), rest))
}

pub(super) fn construct_str(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(20);
    if let ([Value::Int(n)], []) = (args.values, args.keywords)
        && class.is(&vm.types.str_)
    {
        return Ok(Flow::Return(vm.str_of_int(*n)));
    }
    static PARAMETERS: Parameters<3> = Parameters {
        function: "str",
        names: ["object", "encoding", "errors"],
        required: 0,
        positional_only: 0,
        positional: 3,
    };
    let [object, encoding, errors] = args.parse(vm, &PARAMETERS)?;
    if encoding.is_some() || errors.is_some() {
        let empty = Value::from(Object::Bytes(Vec::new()));
        let object = object.unwrap_or(&empty);
        let Some(bytes) = object.as_bytes() else {
            let name = vm.type_name(object);
            let message = if object.as_str().is_some() {
                "decoding str is not supported".to_owned()
            } else {
                format!("decoding to str: need a bytes-like object, {name} found")
            };
            return Err(vm.type_error(message));
        };
        let (encoding, errors) = (
            codecs::name_argument(vm, encoding, "str", "encoding", "utf-8")?,
            codecs::name_argument(vm, errors, "str", "errors", "strict")?,
        );
        let text = codecs::decode(vm, bytes, &encoding, &errors)?;
        return Ok(Flow::Return(make(vm, class, Value::str(text))));
    }
    let Some(object) = object.cloned() else { return Ok(Flow::Return(make(vm, class, Value::str("")))) };
    if class.is(&vm.types.str_) && matches!(object.object(), Some(Object::Str(_))) {
        return Ok(Flow::Return(object));
    }
    let class = class.clone();
    vm.with_asks(move |vm, asks| {
        let text = vm.str_of(asks, &object)?;
        Ok(make(vm, &class, Value::str(text)))
    })
}

fn changed(vm: &mut Vm, args: Args<'_>, method: &str, change: fn(&str) -> String) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, method)?;
    rest.none(vm, method)?;
    vm.charge(text.len() as u64 / 2);
    Ok(Flow::Return(Value::str(change(text))))
}

fn upper(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "str.upper", str::to_uppercase)
}

fn lower(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "str.lower", str::to_lowercase)
}

fn casefold(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "str.casefold", |text| {
        text.chars().flat_map(char::to_lowercase).collect::<String>().replace('ß', "ss").replace('ς', "σ")
    })
}

/// The first character of a word in upper case, as far as that differs from `to_uppercase`: `ß` becomes `Ss`.
fn push_title(out: &mut String, c: char) {
    let mut upper = c.to_uppercase();
    out.extend(upper.next());
    out.extend(upper.flat_map(char::to_lowercase));
}

fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

fn title(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "str.title", |text| {
        let mut out = String::with_capacity(text.len());
        let mut inside = false;
        for c in text.chars() {
            if inside {
                out.extend(c.to_lowercase());
            } else {
                push_title(&mut out, c);
            }
            inside = is_cased(c);
        }
        out
    })
}

fn capitalize(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "str.capitalize", |text| {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars();
        if let Some(first) = chars.next() {
            push_title(&mut out, first);
        }
        out.push_str(&chars.as_str().to_lowercase());
        out
    })
}

fn swapcase(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "str.swapcase", |text| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_uppercase() {
                out.extend(c.to_lowercase());
            } else {
                out.extend(c.to_uppercase());
            }
        }
        out
    })
}

fn tested(vm: &mut Vm, args: Args<'_>, method: &str, test: fn(&str) -> bool) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, method)?;
    rest.none(vm, method)?;
    vm.charge(text.len() as u64);
    Ok(Flow::Return(Value::Bool(test(text))))
}

/// Whether there are characters and all of them are so.
fn all(text: &str, is: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is)
}

/// A digit that is not part of a decimal number: superscripts and the like.
fn is_special_digit(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}' | '①'..='⑨')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !c.is_numeric()
}

fn is_alpha(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isalpha", |text| all(text, is_letter))
}

fn is_digit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isdigit", |text| all(text, |c| decimal_digit(c).is_some() || is_special_digit(c)))
}

fn is_decimal(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isdecimal", |text| all(text, |c| decimal_digit(c).is_some()))
}

fn is_numeric(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isnumeric", |text| all(text, char::is_numeric))
}

fn is_alnum(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isalnum", |text| all(text, |c| c.is_alphabetic() || c.is_numeric()))
}

fn is_space(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isspace", |text| all(text, is_python_space))
}

fn is_upper(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isupper", |text| text.chars().any(is_cased) && !text.chars().any(char::is_lowercase))
}

fn is_lower(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.islower", |text| text.chars().any(is_cased) && !text.chars().any(char::is_uppercase))
}

fn is_title(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.istitle", |text| {
        let (mut found, mut inside) = (false, false);
        for c in text.chars() {
            let fits = if c.is_uppercase() { !inside } else { !c.is_lowercase() || inside };
            if !fits {
                return false;
            }
            inside = is_cased(c);
            found |= inside;
        }
        found
    })
}

fn is_ascii(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isascii", str::is_ascii)
}

fn is_identifier(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isidentifier", |text| {
        let mut chars = text.chars();
        chars.next().is_some_and(|c| c == '_' || is_letter(c)) && chars.all(|c| c == '_' || c.is_alphanumeric())
    })
}

fn all_printable(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "str.isprintable", |text| text.chars().all(is_printable))
}

fn stripped(vm: &mut Vm, args: Args<'_>, method: &str, left: Side, right: Side) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, method)?;
    let chars = match rest.between(vm, method, 0, 1)? {
        [] | [Value::None] => None,
        [chars] => match chars.as_str() {
            Some(chars) => Some(chars),
            None => {
                let (name, short) = (vm.type_name(chars), method.trim_start_matches("str."));
                let _ = name;
                return Err(vm.type_error(format!("{short} arg must be None or str")));
            }
        },
        _ => None,
    };
    let drop = |c: char| chars.map_or_else(|| is_python_space(c), |chars| chars.contains(c));
    let mut shown = text;
    if left == Side::Strip {
        shown = shown.trim_start_matches(drop);
    }
    if right == Side::Strip {
        shown = shown.trim_end_matches(drop);
    }
    if shown.len() == text.len() {
        return Ok(Flow::Return(args.values[0].plain().clone()));
    }
    Ok(Flow::Return(Value::str(shown)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Keep,
    Strip,
}

fn strip(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    stripped(vm, args, "str.strip", Side::Strip, Side::Strip)
}

fn lstrip(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    stripped(vm, args, "str.lstrip", Side::Strip, Side::Keep)
}

fn rstrip(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    stripped(vm, args, "str.rstrip", Side::Keep, Side::Strip)
}

/// The width that text is padded to, and what with.
fn padding(vm: &Vm, rest: Args<'_>, method: &str) -> Result<(usize, char)> {
    let values = rest.between(vm, method, 1, 2)?;
    let width = usize::try_from(integer(vm, &values[0])?).unwrap_or(0);
    if width > 1 << 28 {
        return Err(vm.memory_error());
    }
    let Some(fill) = values.get(1) else { return Ok((width, ' ')) };
    let Some(text) = fill.as_str() else {
        let name = vm.type_name(fill);
        return Err(vm.type_error(format!("The fill character must be a unicode character, not {name}")));
    };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok((width, c)),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

fn padded(text: &str, fill: char, before: usize, after: usize) -> Value {
    let mut out = String::with_capacity(text.len() + (before + after) * fill.len_utf8());
    out.extend(std::iter::repeat_n(fill, before));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, after));
    Value::str(out)
}

fn center(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.center")?;
    let (width, fill) = padding(vm, rest, "str.center")?;
    let missing = width.saturating_sub(text.chars().count());
    // CPython puts the odd one to the left when the width is odd.
    let before = missing / 2 + (missing & width & 1);
    Ok(Flow::Return(padded(text, fill, before, missing - before)))
}

fn ljust(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.ljust")?;
    let (width, fill) = padding(vm, rest, "str.ljust")?;
    Ok(Flow::Return(padded(text, fill, 0, width.saturating_sub(text.chars().count()))))
}

fn rjust(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.rjust")?;
    let (width, fill) = padding(vm, rest, "str.rjust")?;
    Ok(Flow::Return(padded(text, fill, width.saturating_sub(text.chars().count()), 0)))
}

fn zfill(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.zfill")?;
    let width = usize::try_from(integer(vm, rest.one(vm, "str.zfill")?)?).unwrap_or(0);
    if width > 1 << 28 {
        return Err(vm.memory_error());
    }
    let (sign, digits) = if text.starts_with(['+', '-']) { text.split_at(1) } else { ("", text) };
    let missing = width.saturating_sub(text.chars().count());
    Ok(Flow::Return(Value::str(format!("{sign}{}{digits}", "0".repeat(missing)))))
}

fn expand_tabs(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<1> =
        Parameters { function: "expandtabs", names: ["tabsize"], required: 0, positional_only: 0, positional: 1 };
    let (text, rest) = receiver(vm, args, "str.expandtabs")?;
    let [size] = rest.parse(vm, &PARAMETERS)?;
    let size = match size {
        Some(size) => usize::try_from(integer(vm, size)?).unwrap_or(0).min(10_000),
        None => 8,
    };
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let spaces = if size == 0 { 0 } else { size - column % size };
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    Ok(Flow::Return(Value::str(out)))
}

/// A string argument.
pub(super) fn text_argument<'a>(vm: &Vm, value: &'a Value, function: &str) -> Result<&'a str> {
    match value.as_str() {
        Some(text) => Ok(text),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("{function}() argument must be str, not {name}")))
        }
    }
}

fn remove_prefix(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.removeprefix")?;
    let prefix = text_argument(vm, rest.one(vm, "str.removeprefix")?, "removeprefix")?;
    Ok(Flow::Return(Value::str(text.strip_prefix(prefix).unwrap_or(text))))
}

fn remove_suffix(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.removesuffix")?;
    let suffix = text_argument(vm, rest.one(vm, "str.removesuffix")?, "removesuffix")?;
    Ok(Flow::Return(Value::str(text.strip_suffix(suffix).unwrap_or(text))))
}

fn maketrans(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let values = args.between(vm, "maketrans", 1, 3)?;
    let code = |c: char| Value::Int(i64::from(u32::from(c)));
    let table = Value::empty_dict();
    let Some(dict) = table.as_dict() else { return Flow::none() };
    match values {
        [mapping] => {
            let Some(source) = mapping.as_dict() else {
                return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
            };
            for (key, value) in source.iter() {
                let key = match key.as_str() {
                    Some(text) if text.chars().count() == 1 => text.chars().next().map(code).unwrap_or_default(),
                    Some(_) => {
                        return Err(vm.value_error("string keys in translate table must be of length 1"));
                    }
                    None if key.as_int().is_some() => key.clone(),
                    None => return Err(vm.type_error("keys in translate table must be strings or integers")),
                };
                let hash = vm.native_hash(&key).unwrap_or_default();
                dict.insert(hash, key, value.clone());
            }
        }
        [from, to, rest @ ..] => {
            let (Some(x), Some(y)) = (from.as_str(), to.as_str()) else {
                return Err(vm.type_error("maketrans() argument 2 must be str"));
            };
            if x.chars().count() != y.chars().count() {
                return Err(vm.value_error("the first two maketrans arguments must have equal length"));
            }
            for (a, b) in x.chars().zip(y.chars()) {
                let key = code(a);
                dict.insert(vm.native_hash(&key).unwrap_or_default(), key, code(b));
            }
            if let Some(gone) = rest.first().and_then(Value::as_str) {
                for c in gone.chars() {
                    let key = code(c);
                    dict.insert(vm.native_hash(&key).unwrap_or_default(), key, Value::None);
                }
            }
        }
        [] => {}
    }
    Ok(Flow::Return(table))
}

fn translate(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.translate")?;
    let table = rest.one(vm, "str.translate")?;
    let Some(dict) = table.as_dict() else {
        return Err(vm.type_error("the translation table must be a dict here"));
    };
    vm.charge(20 * text.len() as u64);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let code = Value::Int(i64::from(u32::from(c)));
        match dict.get(vm.native_hash(&code).unwrap_or_default(), &code) {
            None => out.push(c),
            Some(Value::None) => {}
            Some(replacement) => match (replacement.as_str(), replacement.as_int()) {
                (Some(text), _) => out.push_str(text),
                (_, Some(code)) => match u32::try_from(code).ok().and_then(char::from_u32) {
                    Some(c) => out.push(c),
                    None => return Err(vm.value_error("character mapping must be in range(0x110000)")),
                },
                _ => return Err(vm.type_error("character mapping must return integer, None or str")),
            },
        }
    }
    Ok(Flow::Return(Value::str(out)))
}

fn encode(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<2> = Parameters {
        function: "encode",
        names: ["encoding", "errors"],
        required: 0,
        positional_only: 0,
        positional: 2,
    };
    let (text, rest) = receiver(vm, args, "str.encode")?;
    let [encoding, errors] = rest.parse(vm, &PARAMETERS)?;
    let encoding = codecs::name_argument(vm, encoding, "encode", "encoding", "utf-8")?;
    let errors = codecs::name_argument(vm, errors, "encode", "errors", "strict")?;
    let bytes = codecs::encode(vm, text, &encoding, &errors)?;
    Ok(Flow::Return(Object::Bytes(bytes).into()))
}
