//! `bytes`.

use super::arguments::Parameters;
use super::codecs;
use super::functions::not_an_integer;
use super::list::integer;
use super::make;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Ref, Value};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("decode", "encoding='utf-8', errors='strict'", decode).cost(25),
    NativeDef::method("hex", "sep=, bytes_per_sep=1", hex).cost(60),
    NativeDef::method("split", "sep=None, maxsplit=-1", split).cost(80),
    NativeDef::method("join", "iterable, /", join).cost(60),
    NativeDef::method("replace", "old, new, count=-1, /", replace).cost(70),
    NativeDef::method("strip", "bytes=None, /", strip).cost(40),
    NativeDef::method("lstrip", "bytes=None, /", lstrip).cost(40),
    NativeDef::method("rstrip", "bytes=None, /", rstrip).cost(40),
    NativeDef::method("upper", "", upper).cost(45),
    NativeDef::method("lower", "", lower).cost(45),
    NativeDef::method("isdigit", "", is_digit).cost(30),
    NativeDef::method("isalpha", "", is_alpha).cost(30),
    NativeDef::method("isalnum", "", is_alnum).cost(30),
    NativeDef::method("isspace", "", is_space).cost(30),
    NativeDef::method("center", "width, fillbyte=b' ', /", center).cost(55),
    NativeDef::method("ljust", "width, fillbyte=b' ', /", ljust).cost(55),
    NativeDef::method("rjust", "width, fillbyte=b' ', /", rjust).cost(55),
    NativeDef::method("zfill", "width, /", zfill).cost(50),
    NativeDef::method("splitlines", "keepends=False", split_lines).cost(80),
    NativeDef::method("partition", "sep, /", partition).cost(60),
    NativeDef::method("removeprefix", "prefix, /", remove_prefix).cost(40),
    NativeDef::method("removesuffix", "suffix, /", remove_suffix).cost(40),
];

pub(super) static CLASS_METHODS: &[NativeDef] = &[NativeDef::method("fromhex", "string, /", from_hex).cost(90)];

pub(super) fn made(bytes: impl Into<Vec<u8>>) -> Value {
    Object::Bytes(bytes.into()).into()
}

pub(super) fn receiver<'a>(vm: &Vm, args: Args<'a>, method: &str) -> Result<(&'a [u8], Args<'a>)> {
    let (this, rest) = args.receiver(vm, method, |this| this.plain().as_bytes().is_some())?;
    Ok((this.plain().as_bytes().unwrap_or_default(), rest))
}

/// The bytes of a bytes object or of an iterable of integers.
pub(super) fn bytes_of(
    vm: &mut Vm,
    source: &Value,
    then: impl FnOnce(&mut Vm, Vec<u8>) -> Result<Flow> + 'static,
) -> Result<Flow> {
    if let Some(bytes) = source.plain().as_bytes() {
        let bytes = bytes.to_vec();
        return then(vm, bytes);
    }
    if source.as_str().is_some() || vm.native_iter(source).is_none() && vm.special(source, sym::D_ITER).is_none() {
        let name = vm.type_name(source);
        return Err(vm.type_error(format!("cannot convert '{name}' object to bytes")));
    }
    vm.collect(source, move |vm, items| {
        vm.charge(10 * items.len() as u64);
        let mut bytes = Vec::with_capacity(items.len());
        for item in &items {
            match item.as_int() {
                Some(n) => match u8::try_from(n) {
                    Ok(byte) => bytes.push(byte),
                    Err(_) => return Err(vm.value_error("bytes must be in range(0, 256)")),
                },
                None => return Err(not_an_integer(vm, item)),
            }
        }
        then(vm, bytes)
    })
}

pub(super) fn construct_bytes(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(50);
    static PARAMETERS: Parameters<3> = Parameters {
        function: "bytes",
        names: ["source", "encoding", "errors"],
        required: 0,
        positional_only: 0,
        positional: 3,
    };
    let class = class.clone();
    let finish = move |vm: &mut Vm, bytes: Vec<u8>| Ok(Flow::Return(make(vm, &class, made(bytes))));
    let [source, encoding, errors] = args.parse(vm, &PARAMETERS)?;
    let Some(source) = source else { return finish(vm, Vec::new()) };
    if let Some(text) = source.as_str() {
        if encoding.is_none() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        let encoding = codecs::name_argument(vm, encoding, "bytes", "encoding", "utf-8")?;
        let errors = codecs::name_argument(vm, errors, "bytes", "errors", "strict")?;
        let bytes = codecs::encode(vm, text, &encoding, &errors)?;
        return finish(vm, bytes);
    }
    if encoding.is_some() {
        return Err(vm.type_error("encoding without a string argument"));
    }
    if errors.is_some() {
        return Err(vm.type_error("errors without a string argument"));
    }
    if vm.may_override(source)
        && let Some(method) = vm.python_special(source, sym::D_BYTES)
    {
        return Flow::call(method, vec![source.clone()], move |vm, answer| {
            let answer = answer.value()?;
            match answer.as_bytes() {
                Some(bytes) => finish(vm, bytes.to_vec()),
                None => {
                    let name = vm.type_name(&answer);
                    Err(vm.type_error(format!("__bytes__ returned non-bytes (type {name})")))
                }
            }
        });
    }
    match source.as_int() {
        Some(n) if n < 0 => Err(vm.value_error("negative count")),
        Some(n) if n > 1 << 29 => Err(vm.memory_error()),
        Some(n) => finish(vm, vec![0; n as usize]),
        None => bytes_of(vm, source, finish),
    }
}

fn decode(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<2> = Parameters {
        function: "decode",
        names: ["encoding", "errors"],
        required: 0,
        positional_only: 0,
        positional: 2,
    };
    let (bytes, rest) = receiver(vm, args, "bytes.decode")?;
    let [encoding, errors] = rest.parse(vm, &PARAMETERS)?;
    let encoding = codecs::name_argument(vm, encoding, "decode", "encoding", "utf-8")?;
    let errors = codecs::name_argument(vm, errors, "decode", "errors", "strict")?;
    let text = codecs::decode(vm, bytes, &encoding, &errors)?;
    Ok(Flow::Return(Value::str(text)))
}

fn hex(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<2> =
        Parameters { function: "hex", names: ["sep", "bytes_per_sep"], required: 0, positional_only: 0, positional: 2 };
    let (bytes, rest) = receiver(vm, args, "bytes.hex")?;
    let [sep, group] = rest.parse(vm, &PARAMETERS)?;
    vm.charge(bytes.len() as u64);
    let Some(sep) = sep else {
        return Ok(Flow::Return(Value::str(bytes.iter().map(|b| format!("{b:02x}")).collect::<String>())));
    };
    let sep = match (sep.as_str(), sep.as_bytes()) {
        (Some(text), _) if text.chars().count() == 1 => text.to_owned(),
        (_, Some(&[b])) => (b as char).to_string(),
        (None, None) => return Err(vm.type_error("sep must be str or bytes.")),
        _ => return Err(vm.value_error("sep must be length 1.")),
    };
    let group = group.map_or(Ok(1), |group| integer(vm, group))?;
    let size = group.unsigned_abs() as usize;
    let mut out = String::new();
    for (i, b) in bytes.iter().enumerate() {
        // Groups are counted from the right unless the number is negative.
        let at = if group > 0 { bytes.len() - i } else { i };
        if i > 0 && size > 0 && at.is_multiple_of(size) {
            out.push_str(&sep);
        }
        out.push_str(&format!("{b:02x}"));
    }
    Ok(Flow::Return(Value::str(out)))
}

fn from_hex(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (class, rest) = args.receiver(vm, "bytes.fromhex", |this| this.as_class().is_some())?;
    let source = rest.one(vm, "bytes.fromhex")?;
    let Some(text) = source.as_str() else {
        let name = vm.type_name(source);
        return Err(vm.type_error(format!("fromhex() argument must be str, not {name}")));
    };
    let chars: Vec<char> = text.chars().collect();
    let mut bytes = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if chars[i].is_ascii_whitespace() {
            i += 1;
            continue;
        }
        for at in [i, i + 1] {
            if !chars.get(at).is_some_and(char::is_ascii_hexdigit) {
                let message = format!("non-hexadecimal number found in fromhex() arg at position {at}");
                return Err(vm.value_error(message));
            }
        }
        let digits: String = chars[i..i + 2].iter().collect();
        bytes.push(u8::from_str_radix(&digits, 16).unwrap_or_default());
        i += 2;
    }
    let Value::Object(class) = class else { return Flow::none() };
    Ok(Flow::Return(make(vm, class, made(bytes))))
}

/// An argument that must be bytes.
pub(super) fn bytes_argument<'a>(vm: &Vm, value: &'a Value) -> Result<&'a [u8]> {
    match value.plain().as_bytes() {
        Some(bytes) => Ok(bytes),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }
}

pub(super) fn find_in(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

pub(super) fn pieces<'a>(bytes: &'a [u8], sep: &[u8], limit: usize) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut left = bytes;
    while parts.len() < limit {
        let Some(at) = find_in(left, sep) else { break };
        parts.push(&left[..at]);
        left = &left[at + sep.len()..];
    }
    parts.push(left);
    parts
}

pub(super) fn is_space_byte(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn split(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<2> =
        Parameters { function: "split", names: ["sep", "maxsplit"], required: 0, positional_only: 0, positional: 2 };
    let (bytes, rest) = receiver(vm, args, "bytes.split")?;
    let [sep, limit] = rest.parse(vm, &PARAMETERS)?;
    let limit = limit.map_or(Ok(-1), |limit| integer(vm, limit))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let parts: Vec<Value> = match sep.filter(|sep| !sep.is_none()) {
        Some(sep) => {
            let sep = bytes_argument(vm, sep)?;
            if sep.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            pieces(bytes, sep, limit).into_iter().map(made).collect()
        }
        None => {
            let mut parts = Vec::new();
            let mut left = trimmed(bytes, is_space_byte, true, false);
            while !left.is_empty() {
                if parts.len() == limit {
                    parts.push(made(left));
                    break;
                }
                let end = left.iter().position(|&b| is_space_byte(b)).unwrap_or(left.len());
                parts.push(made(&left[..end]));
                left = trimmed(&left[end..], is_space_byte, true, false);
            }
            parts
        }
    };
    Ok(Flow::Return(Value::list(parts)))
}

fn join(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (separator, rest) = receiver(vm, args, "bytes.join")?;
    let separator = separator.to_vec();
    vm.collect(rest.one(vm, "bytes.join")?, move |vm, items| {
        vm.charge(12 * items.len() as u64);
        let mut parts = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            match item.plain().as_bytes() {
                Some(bytes) => parts.push(bytes),
                None => {
                    let name = vm.type_name(item);
                    let message = format!("sequence item {i}: expected a bytes-like object, {name} found");
                    return Err(vm.type_error(message));
                }
            }
        }
        Ok(Flow::Return(made(parts.join(&separator[..]))))
    })
}

fn replace(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, "bytes.replace")?;
    let values = rest.between(vm, "bytes.replace", 2, 3)?;
    let (old, new) = (bytes_argument(vm, &values[0])?, bytes_argument(vm, &values[1])?);
    let limit = values.get(2).map_or(Ok(-1), |limit| integer(vm, limit))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if old.is_empty() {
        let mut out = Vec::new();
        for (i, b) in bytes.iter().enumerate() {
            if i < limit {
                out.extend_from_slice(new);
            }
            out.push(*b);
        }
        if bytes.len() < limit {
            out.extend_from_slice(new);
        }
        return Ok(Flow::Return(made(out)));
    }
    Ok(Flow::Return(made(pieces(bytes, old, limit).join(new))))
}

pub(super) fn trimmed(bytes: &[u8], drop: impl Fn(u8) -> bool, left: bool, right: bool) -> &[u8] {
    let start = if left { bytes.iter().position(|&b| !drop(b)).unwrap_or(bytes.len()) } else { 0 };
    let rest = &bytes[start..];
    let end = if right { rest.iter().rposition(|&b| !drop(b)).map_or(0, |at| at + 1) } else { rest.len() };
    &rest[..end]
}

fn stripped(vm: &mut Vm, args: Args<'_>, method: &str, left: bool, right: bool) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, method)?;
    let shown = match rest.between(vm, method, 0, 1)? {
        [chars] if !chars.is_none() => {
            let chars = bytes_argument(vm, chars)?;
            trimmed(bytes, |b| chars.contains(&b), left, right)
        }
        _ => trimmed(bytes, is_space_byte, left, right),
    };
    Ok(Flow::Return(made(shown)))
}

fn strip(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    stripped(vm, args, "bytes.strip", true, true)
}

fn lstrip(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    stripped(vm, args, "bytes.lstrip", true, false)
}

fn rstrip(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    stripped(vm, args, "bytes.rstrip", false, true)
}

pub(super) fn changed(vm: &mut Vm, args: Args<'_>, method: &str, change: fn(&[u8]) -> Vec<u8>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, method)?;
    rest.none(vm, method)?;
    Ok(Flow::Return(made(change(bytes))))
}

fn upper(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "bytes.upper", <[u8]>::to_ascii_uppercase)
}

fn lower(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "bytes.lower", <[u8]>::to_ascii_lowercase)
}

pub(super) fn tested(vm: &mut Vm, args: Args<'_>, method: &str, is: fn(u8) -> bool) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, method)?;
    rest.none(vm, method)?;
    Ok(Flow::Return(Value::Bool(!bytes.is_empty() && bytes.iter().all(|&b| is(b)))))
}

fn is_digit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "bytes.isdigit", |b| b.is_ascii_digit())
}

fn is_alpha(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "bytes.isalpha", |b| b.is_ascii_alphabetic())
}

fn is_alnum(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "bytes.isalnum", |b| b.is_ascii_alphanumeric())
}

fn is_space(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    tested(vm, args, "bytes.isspace", is_space_byte)
}

fn padded(vm: &mut Vm, args: Args<'_>, method: &str, before: fn(usize, usize) -> usize) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, method)?;
    let values = rest.between(vm, method, 1, 2)?;
    let width = usize::try_from(integer(vm, &values[0])?).unwrap_or(0);
    if width > 1 << 28 {
        return Err(vm.memory_error());
    }
    let fill = match values.get(1) {
        None => b' ',
        Some(fill) => match fill.plain().as_bytes() {
            Some(&[fill]) => fill,
            _ => {
                let (short, name) = (method.trim_start_matches("bytes."), vm.type_name(fill));
                return Err(
                    vm.type_error(format!("{short}() argument 2 must be a byte string of length 1, not {name}"))
                );
            }
        },
    };
    let missing = width.saturating_sub(bytes.len());
    let before = before(missing, width);
    let out = [vec![fill; before], bytes.to_vec(), vec![fill; missing - before]].concat();
    Ok(Flow::Return(made(out)))
}

fn center(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    padded(vm, args, "bytes.center", |missing, width| missing / 2 + (missing & width & 1))
}

fn ljust(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    padded(vm, args, "bytes.ljust", |_, _| 0)
}

fn rjust(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    padded(vm, args, "bytes.rjust", |missing, _| missing)
}

fn zfill(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, "bytes.zfill")?;
    let width = usize::try_from(integer(vm, rest.one(vm, "bytes.zfill")?)?).unwrap_or(0);
    if width > 1 << 28 {
        return Err(vm.memory_error());
    }
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let zeros = vec![b'0'; width.saturating_sub(bytes.len())];
    Ok(Flow::Return(made([&bytes[..sign], &zeros, &bytes[sign..]].concat())))
}

fn split_lines(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<1> =
        Parameters { function: "splitlines", names: ["keepends"], required: 0, positional_only: 0, positional: 1 };
    let (bytes, rest) = receiver(vm, args, "bytes.splitlines")?;
    let [keep] = rest.parse(vm, &PARAMETERS)?;
    let keep = keep.is_some_and(|keep| vm.native_truth(keep).unwrap_or(true));
    let mut lines = Vec::new();
    let mut left = bytes;
    while !left.is_empty() {
        let Some(at) = left.iter().position(|b| matches!(b, b'\n' | b'\r')) else {
            lines.push(made(left));
            break;
        };
        let length = if left[at..].starts_with(b"\r\n") { 2 } else { 1 };
        lines.push(made(&left[..if keep { at + length } else { at }]));
        left = &left[at + length..];
    }
    Ok(Flow::Return(Value::list(lines)))
}

fn partition(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, "bytes.partition")?;
    let sep = bytes_argument(vm, rest.one(vm, "bytes.partition")?)?;
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let parts: [&[u8]; 3] = match find_in(bytes, sep) {
        Some(at) => [&bytes[..at], sep, &bytes[at + sep.len()..]],
        None => [bytes, &[], &[]],
    };
    Ok(Flow::Return(Value::tuple(parts.into_iter().map(made).collect())))
}

fn remove_prefix(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, "bytes.removeprefix")?;
    let prefix = bytes_argument(vm, rest.one(vm, "bytes.removeprefix")?)?;
    Ok(Flow::Return(made(bytes.strip_prefix(prefix).unwrap_or(bytes))))
}

fn remove_suffix(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, "bytes.removesuffix")?;
    let suffix = bytes_argument(vm, rest.one(vm, "bytes.removesuffix")?)?;
    Ok(Flow::Return(made(bytes.strip_suffix(suffix).unwrap_or(bytes))))
}
