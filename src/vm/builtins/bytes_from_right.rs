//! `bytes`: splitting from the right.

use super::arguments::Parameters;
use super::bytes::{bytes_argument, is_space_byte, made, receiver, trimmed};
use super::bytes_search::rfind_in;
use super::list::integer;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::Value;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("rsplit", "sep=None, maxsplit=-1", rsplit).cost(80),
    NativeDef::method("rpartition", "sep, /", rpartition).cost(60),
];

fn rsplit(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<2> =
        Parameters { function: "rsplit", names: ["sep", "maxsplit"], required: 0, positional_only: 0, positional: 2 };
    let (bytes, rest) = receiver(vm, args, "bytes.rsplit")?;
    let [sep, limit] = rest.parse(vm, &PARAMETERS)?;
    let limit = limit.map_or(Ok(-1), |limit| integer(vm, limit))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut parts: Vec<&[u8]> = Vec::new();
    match sep.filter(|sep| !sep.is_none()) {
        Some(sep) => {
            let sep = bytes_argument(vm, sep)?;
            if sep.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            let mut left = bytes;
            while parts.len() < limit
                && let Some(at) = rfind_in(left, sep)
            {
                parts.push(&left[at + sep.len()..]);
                left = &left[..at];
            }
            parts.push(left);
        }
        None => {
            let mut left = trimmed(bytes, is_space_byte, false, true);
            while !left.is_empty() {
                if parts.len() == limit {
                    parts.push(left);
                    break;
                }
                let begin = left.iter().rposition(|&b| is_space_byte(b)).map_or(0, |at| at + 1);
                parts.push(&left[begin..]);
                left = trimmed(&left[..begin], is_space_byte, false, true);
            }
        }
    }
    Ok(Flow::Return(Value::list(parts.into_iter().rev().map(made).collect())))
}

fn rpartition(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, "bytes.rpartition")?;
    let sep = bytes_argument(vm, rest.one(vm, "bytes.rpartition")?)?;
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let parts: [&[u8]; 3] = match rfind_in(bytes, sep) {
        Some(at) => [&bytes[..at], sep, &bytes[at + sep.len()..]],
        None => [&[], &[], bytes],
    };
    Ok(Flow::Return(Value::tuple(parts.into_iter().map(made).collect())))
}
