//! `str`: finding, replacing, splitting, joining.

use super::arguments::Parameters;
use super::list::integer;
use super::numbers::is_python_space;
use super::strings::receiver;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("find", "sub, start=None, end=None, /", find).cost(8),
    NativeDef::method("rfind", "sub, start=None, end=None, /", rfind).cost(8),
    NativeDef::method("index", "sub, start=None, end=None, /", index).cost(8),
    NativeDef::method("rindex", "sub, start=None, end=None, /", rindex).cost(8),
    NativeDef::method("count", "sub, start=None, end=None, /", count).cost(20),
    NativeDef::method("startswith", "prefix, start=None, end=None, /", starts_with).cost(6),
    NativeDef::method("endswith", "suffix, start=None, end=None, /", ends_with).cost(6),
    NativeDef::method("replace", "old, new, /, count=-1", replace).cost(25),
    NativeDef::method("split", "sep=None, maxsplit=-1", split).cost(50),
    NativeDef::method("rsplit", "sep=None, maxsplit=-1", rsplit).cost(50),
    NativeDef::method("splitlines", "keepends=False", split_lines).cost(60),
    NativeDef::method("partition", "sep, /", partition).cost(50),
    NativeDef::method("rpartition", "sep, /", rpartition).cost(50),
    NativeDef::method("join", "iterable, /", join).cost(25),
];

/// The byte offset of a code point index.
fn offset(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    text.char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

/// The part of a string between two optional indices, in code points; where it begins; `None` when it begins after its end.
fn part<'a>(vm: &Vm, text: &'a str, bounds: &[Value]) -> Result<Option<(&'a str, usize)>> {
    if bounds.is_empty() {
        return Ok(Some((text, 0)));
    }
    let length = text.chars().count() as i64;
    let bound = |i: usize, default: i64| match bounds.get(i) {
        None | Some(Value::None) => Ok(default),
        Some(value) => match value.as_int() {
            Some(n) if n < 0 => Ok(n.saturating_add(length).max(0)),
            Some(n) => Ok(n),
            None if value.is_integer() => Ok(length + 1),
            None => Err(vm.type_error("slice indices must be integers or None or have an __index__ method")),
        },
    };
    let (start, end) = (bound(0, 0)?, bound(1, length)?.min(length));
    if start > end {
        return Ok(None);
    }
    let (from, to) = (offset(text, start as usize), offset(text, end as usize));
    Ok(Some((&text[from..to], start as usize)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Left,
    Right,
}

fn position(vm: &mut Vm, args: Args<'_>, method: &str, from: End) -> Result<Option<i64>> {
    let (text, rest) = receiver(vm, args, method)?;
    let values = rest.between(vm, method, 1, 3)?;
    let short = method.trim_start_matches("str.");
    let Some(wanted) = values[0].as_str() else {
        let name = vm.type_name(&values[0]);
        return Err(vm.type_error(format!("{short}() argument 1 must be str, not {name}")));
    };
    vm.charge(text.len() as u64 / 8);
    let Some((part, start)) = part(vm, text, &values[1..])? else { return Ok(None) };
    let found = if from == End::Left { part.find(wanted) } else { part.rfind(wanted) };
    Ok(found.map(|at| (start + if part.is_ascii() { at } else { part[..at].chars().count() }) as i64))
}

fn find(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let found = position(vm, args, "str.find", End::Left)?;
    Ok(Flow::Return(Value::Int(found.unwrap_or(-1))))
}

fn rfind(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let found = position(vm, args, "str.rfind", End::Right)?;
    Ok(Flow::Return(Value::Int(found.unwrap_or(-1))))
}

fn index(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match position(vm, args, "str.index", End::Left)? {
        Some(at) => Ok(Flow::Return(Value::Int(at))),
        None => Err(vm.value_error("substring not found")),
    }
}

fn rindex(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match position(vm, args, "str.rindex", End::Right)? {
        Some(at) => Ok(Flow::Return(Value::Int(at))),
        None => Err(vm.value_error("substring not found")),
    }
}

fn count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.count")?;
    let values = rest.between(vm, "str.count", 1, 3)?;
    let Some(wanted) = values[0].as_str() else {
        let name = vm.type_name(&values[0]);
        return Err(vm.type_error(format!("count() argument 1 must be str, not {name}")));
    };
    vm.charge(text.len() as u64 / 4);
    let count = match part(vm, text, &values[1..])? {
        None => 0,
        Some((part, _)) if wanted.is_empty() => part.chars().count() + 1,
        Some((part, _)) => part.matches(wanted).count(),
    };
    Ok(Flow::Return(Value::Int(count as i64)))
}

fn affix(vm: &mut Vm, args: Args<'_>, method: &str, end: End) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, method)?;
    let values = rest.between(vm, method, 1, 3)?;
    let short = method.trim_start_matches("str.");
    let bounds = part(vm, text, &values[1..])?;
    let fits = |affix: &str| match bounds {
        None => false,
        Some((part, _)) if end == End::Left => part.starts_with(affix),
        Some((part, _)) => part.ends_with(affix),
    };
    if let Some(affix) = values[0].as_str() {
        return Ok(Flow::Return(Value::Bool(fits(affix))));
    }
    let Some(several) = values[0].as_tuple() else {
        let name = vm.type_name(&values[0]);
        return Err(vm.type_error(format!("{short} first arg must be str or a tuple of str, not {name}")));
    };
    for one in several {
        match one.as_str() {
            Some(affix) if fits(affix) => return Ok(Flow::Return(Value::Bool(true))),
            Some(_) => {}
            None => {
                let name = vm.type_name(one);
                return Err(vm.type_error(format!("tuple for {short} must only contain str, not {name}")));
            }
        }
    }
    Ok(Flow::Return(Value::Bool(false)))
}

fn starts_with(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    affix(vm, args, "str.startswith", End::Left)
}

fn ends_with(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    affix(vm, args, "str.endswith", End::Right)
}

fn replace(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<3> = Parameters {
        function: "replace",
        names: ["old", "new", "count"],
        required: 2,
        positional_only: 2,
        positional: 3,
    };
    let (text, rest) = receiver(vm, args, "str.replace")?;
    let [Some(old), Some(new), limit] = rest.parse(vm, &PARAMETERS)? else { return Flow::none() };
    let limit = limit.map_or(Ok(-1), |limit| integer(vm, limit))?;
    for (i, value) in [old, new].into_iter().enumerate() {
        if value.as_str().is_none() {
            let name = vm.type_name(value);
            return Err(vm.type_error(format!("replace() argument {} must be str, not {name}", i + 1)));
        }
    }
    let (old, new) = (old.as_str().unwrap_or_default(), new.as_str().unwrap_or_default());
    vm.charge(text.len() as u64 / 4);
    let longest = text.len() + (text.len() + 1) / old.len().max(1) * new.len();
    if longest > 1 << 29 {
        return Err(vm.memory_error());
    }
    let replaced = match usize::try_from(limit) {
        Err(_) => text.replace(old, new),
        Ok(limit) => text.replacen(old, new, limit),
    };
    Ok(Flow::Return(Value::str(replaced)))
}

fn strings<'a>(parts: impl Iterator<Item = &'a str>) -> Value {
    Value::list(parts.map(Value::str).collect())
}

/// The arguments of `split` and `rsplit`; a limit beyond all is `usize::MAX`.
fn split_arguments<'a>(vm: &Vm, rest: Args<'a>, function: &'static str) -> Result<(Option<&'a str>, usize)> {
    let parameters =
        Parameters { function, names: ["sep", "maxsplit"], required: 0, positional_only: 0, positional: 2 };
    let [sep, limit] = rest.parse(vm, &parameters)?;
    let limit = limit.map_or(Ok(-1), |limit| integer(vm, limit))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    match sep {
        None | Some(Value::None) => Ok((None, limit)),
        Some(sep) => match sep.as_str() {
            Some("") => Err(vm.value_error("empty separator")),
            Some(sep) => Ok((Some(sep), limit)),
            None => {
                let name = vm.type_name(sep);
                Err(vm.type_error(format!("must be str or None, not {name}")))
            }
        },
    }
}

fn split(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.split")?;
    let (sep, limit) = split_arguments(vm, rest, "split")?;
    vm.charge(text.len() as u64);
    let parts = match sep {
        Some(sep) => strings(text.splitn(limit.saturating_add(1), sep)),
        None => {
            let mut parts = Vec::new();
            let mut left = text.trim_start_matches(is_python_space);
            while !left.is_empty() {
                if parts.len() == limit {
                    parts.push(Value::str(left));
                    break;
                }
                let end = left.find(is_python_space).unwrap_or(left.len());
                parts.push(Value::str(&left[..end]));
                left = left[end..].trim_start_matches(is_python_space);
            }
            Value::list(parts)
        }
    };
    Ok(Flow::Return(parts))
}

fn rsplit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.rsplit")?;
    let (sep, limit) = split_arguments(vm, rest, "rsplit")?;
    vm.charge(text.len() as u64);
    let mut parts: Vec<Value> = match sep {
        Some(sep) => text.rsplitn(limit.saturating_add(1), sep).map(Value::str).collect(),
        None => {
            let mut parts = Vec::new();
            let mut left = text.trim_end_matches(is_python_space);
            while !left.is_empty() {
                if parts.len() == limit {
                    parts.push(Value::str(left));
                    break;
                }
                let start =
                    left.char_indices().rev().find(|(_, c)| is_python_space(*c)).map_or(0, |(at, c)| at + c.len_utf8());
                parts.push(Value::str(&left[start..]));
                left = left[..start].trim_end_matches(is_python_space);
            }
            parts
        }
    };
    parts.reverse();
    Ok(Flow::Return(Value::list(parts)))
}

fn split_lines(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<1> =
        Parameters { function: "splitlines", names: ["keepends"], required: 0, positional_only: 0, positional: 1 };
    let (text, rest) = receiver(vm, args, "str.splitlines")?;
    let [keep] = rest.parse(vm, &PARAMETERS)?;
    let keep = keep.is_some_and(|keep| vm.native_truth(keep).unwrap_or(true));
    vm.charge(text.len() as u64);
    let is_end =
        |c: char| matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::new();
    let mut left = text;
    while !left.is_empty() {
        let Some(at) = left.find(is_end) else {
            lines.push(Value::str(left));
            break;
        };
        let length =
            if left[at..].starts_with("\r\n") { 2 } else { left[at..].chars().next().map_or(1, char::len_utf8) };
        lines.push(Value::str(&left[..if keep { at + length } else { at }]));
        left = &left[at + length..];
    }
    Ok(Flow::Return(Value::list(lines)))
}

fn parted(vm: &mut Vm, args: Args<'_>, method: &str, from: End) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, method)?;
    let sep = rest.one(vm, method)?;
    let Some(separator) = sep.as_str() else {
        let name = vm.type_name(sep);
        return Err(vm.type_error(format!("must be str, not {name}")));
    };
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let at = if from == End::Left { text.find(separator) } else { text.rfind(separator) };
    let [a, b, c] = match (at, from) {
        (Some(at), _) => [&text[..at], separator, &text[at + separator.len()..]],
        (None, End::Left) => [text, "", ""],
        (None, End::Right) => ["", "", text],
    };
    Ok(Flow::Return(Value::tuple(vec![Value::str(a), Value::str(b), Value::str(c)])))
}

fn partition(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    parted(vm, args, "str.partition", End::Left)
}

fn rpartition(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    parted(vm, args, "str.rpartition", End::Right)
}

fn join(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (_, rest) = receiver(vm, args, "str.join")?;
    let iterable = rest.one(vm, "str.join")?;
    if vm.native_iter(iterable).is_none()
        && vm.special(iterable, sym::D_ITER).is_none_or(|method| method.is_none())
        && vm.special(iterable, sym::D_GETITEM).is_none()
    {
        return Err(vm.type_error("can only join an iterable"));
    }
    let separator = args.values[0].clone();
    match iterable.object() {
        Some(Object::List(items)) => joined(vm, &separator, items),
        Some(Object::Tuple(items)) => joined(vm, &separator, items),
        _ => vm.collect(iterable, move |vm, items| joined(vm, &separator, &items)),
    }
}

fn joined(vm: &mut Vm, separator: &Value, items: &[Value]) -> Result<Flow> {
    vm.charge(12 * items.len() as u64);
    let separator = separator.as_str().unwrap_or_default();
    if let [one] = items
        && let Some(Object::Str(_)) = one.object()
    {
        return Ok(Flow::Return(one.clone()));
    }
    let length: usize = items.iter().map(|item| item.as_str().map_or(0, str::len) + separator.len()).sum();
    if length > 1 << 29 {
        return Err(vm.memory_error());
    }
    let mut text = String::with_capacity(length);
    for (i, item) in items.iter().enumerate() {
        let Some(part) = item.as_str() else {
            let name = vm.type_name(item);
            return Err(vm.type_error(format!("sequence item {i}: expected str instance, {name} found")));
        };
        if i > 0 {
            text.push_str(separator);
        }
        text.push_str(part);
    }
    vm.charge(text.len() as u64 / 16);
    Ok(Flow::Return(Value::str(text)))
}
