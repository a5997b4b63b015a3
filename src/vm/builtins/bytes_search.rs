//! `bytes`: finding.

use super::bytes::{find_in, pieces, receiver};
use super::list::integer;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::Value;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("find", "sub, start=None, end=None, /", find).cost(50),
    NativeDef::method("rfind", "sub, start=None, end=None, /", rfind).cost(50),
    NativeDef::method("index", "sub, start=None, end=None, /", index).cost(50),
    NativeDef::method("rindex", "sub, start=None, end=None, /", rindex).cost(50),
    NativeDef::method("count", "sub, start=None, end=None, /", count).cost(50),
    NativeDef::method("startswith", "prefix, start=None, end=None, /", starts_with).cost(45),
    NativeDef::method("endswith", "suffix, start=None, end=None, /", ends_with).cost(45),
];

/// What a search looks at and for: the bytes between two indices, where they begin, and what is wanted.
type Search<'a> = (&'a [u8], usize, Vec<u8>);

fn search<'a>(vm: &Vm, args: Args<'a>, method: &str) -> Result<Option<Search<'a>>> {
    let (bytes, rest) = receiver(vm, args, method)?;
    let values = rest.between(vm, method, 1, 3)?;
    let wanted = match (values[0].plain().as_bytes(), values[0].as_int()) {
        (Some(bytes), _) => bytes.to_vec(),
        (_, Some(n)) => match u8::try_from(n) {
            Ok(byte) => vec![byte],
            Err(_) => return Err(vm.value_error("byte must be in range(0, 256)")),
        },
        _ => {
            let name = vm.type_name(&values[0]);
            return Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{name}'")));
        }
    };
    Ok(within(vm, bytes, &values[1..])?.map(|(part, start)| (part, start, wanted)))
}

fn within<'a>(vm: &Vm, bytes: &'a [u8], bounds: &[Value]) -> Result<Option<(&'a [u8], usize)>> {
    let length = bytes.len() as i64;
    let bound = |i: usize, default: i64| match bounds.get(i).filter(|bound| !bound.is_none()) {
        None => Ok(default),
        Some(bound) => match integer(vm, bound)? {
            n if n < 0 => Ok(n.saturating_add(length).max(0)),
            n => Ok(n),
        },
    };
    let (start, end) = (bound(0, 0)?, bound(1, length)?.min(length));
    Ok((start <= end).then(|| (&bytes[start as usize..end as usize], start as usize)))
}

fn first(vm: &Vm, args: Args<'_>, method: &str) -> Result<Option<i64>> {
    let Some((bytes, start, wanted)) = search(vm, args, method)? else { return Ok(None) };
    Ok(find_in(bytes, &wanted).map(|at| (start + at) as i64))
}

fn find(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(first(vm, args, "bytes.find")?.unwrap_or(-1))))
}

fn last(vm: &Vm, args: Args<'_>, method: &str) -> Result<Option<i64>> {
    Ok(search(vm, args, method)?
        .and_then(|(bytes, start, wanted)| rfind_in(bytes, &wanted).map(|at| (start + at) as i64)))
}

/// Where something begins for the last time.
pub(super) fn rfind_in(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    (0..=bytes.len().checked_sub(wanted.len())?).rev().find(|&at| bytes[at..].starts_with(wanted))
}

fn rfind(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Int(last(vm, args, "bytes.rfind")?.unwrap_or(-1))))
}

fn rindex(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match last(vm, args, "bytes.rindex")? {
        Some(at) => Ok(Flow::Return(Value::Int(at))),
        None => Err(vm.value_error("subsection not found")),
    }
}

fn index(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    match first(vm, args, "bytes.index")? {
        Some(at) => Ok(Flow::Return(Value::Int(at))),
        None => Err(vm.value_error("subsection not found")),
    }
}

fn count(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let count = match search(vm, args, "bytes.count")? {
        None => 0,
        Some((bytes, _, wanted)) if wanted.is_empty() => bytes.len() + 1,
        Some((bytes, _, wanted)) => pieces(bytes, &wanted, usize::MAX).len() - 1,
    };
    Ok(Flow::Return(Value::Int(count as i64)))
}

fn affix(vm: &mut Vm, args: Args<'_>, method: &str, fits: fn(&[u8], &[u8]) -> bool) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, method)?;
    let values = rest.between(vm, method, 1, 3)?;
    let part = within(vm, bytes, &values[1..])?;
    let wanted: Vec<&Value> = match values[0].as_tuple() {
        Some(several) => several.iter().collect(),
        None => vec![&values[0]],
    };
    for one in wanted {
        let Some(affix) = one.plain().as_bytes() else {
            let (short, name) = (method.trim_start_matches("bytes."), vm.type_name(one));
            return Err(vm.type_error(format!("{short} first arg must be bytes or a tuple of bytes, not {name}")));
        };
        if part.is_some_and(|(part, _)| fits(part, affix)) {
            return Ok(Flow::Return(Value::Bool(true)));
        }
    }
    Ok(Flow::Return(Value::Bool(false)))
}

fn starts_with(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    affix(vm, args, "bytes.startswith", |bytes, affix| bytes.starts_with(affix))
}

fn ends_with(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    affix(vm, args, "bytes.endswith", |bytes, affix| bytes.ends_with(affix))
}
