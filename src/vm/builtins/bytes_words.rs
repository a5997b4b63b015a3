//! `bytes`: the case of ASCII letters, tables, tabs.

use super::arguments::Parameters;
use super::bytes::{bytes_argument, changed, made, receiver};
use super::list::integer;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::Value;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("title", "", title).cost(45),
    NativeDef::method("capitalize", "", capitalize).cost(45),
    NativeDef::method("swapcase", "", swap_case).cost(45),
    NativeDef::method("isascii", "", is_ascii).cost(30),
    NativeDef::method("islower", "", is_lower).cost(30),
    NativeDef::method("isupper", "", is_upper).cost(30),
    NativeDef::method("istitle", "", is_title).cost(30),
    NativeDef::method("translate", "table, /, delete=b''", translate).cost(60),
    NativeDef::method("expandtabs", "tabsize=8", expand_tabs).cost(55),
];

/// Words begin where a letter follows something else.
fn titled(bytes: &[u8]) -> Vec<u8> {
    let mut within = false;
    bytes
        .iter()
        .map(|b| {
            let changed = if within { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() };
            within = b.is_ascii_alphabetic();
            changed
        })
        .collect()
}

fn title(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "bytes.title", titled)
}

fn capitalize(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "bytes.capitalize", |bytes| {
        let mut all = bytes.to_ascii_lowercase();
        if let Some(first) = all.first_mut() {
            first.make_ascii_uppercase();
        }
        all
    })
}

fn swap_case(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    changed(vm, args, "bytes.swapcase", |bytes| {
        bytes
            .iter()
            .map(|b| if b.is_ascii_lowercase() { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() })
            .collect()
    })
}

fn is_ascii(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, "bytes.isascii")?;
    rest.none(vm, "bytes.isascii")?;
    Ok(Flow::Return(Value::Bool(bytes.is_ascii())))
}

fn is_lower(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    cased(vm, args, "bytes.islower", |bytes| !bytes.iter().any(u8::is_ascii_uppercase))
}

fn is_upper(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    cased(vm, args, "bytes.isupper", |bytes| !bytes.iter().any(u8::is_ascii_lowercase))
}

fn is_title(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    cased(vm, args, "bytes.istitle", |bytes| titled(bytes) == bytes)
}

/// Whether something holds, and there is a letter.
fn cased(vm: &mut Vm, args: Args<'_>, method: &str, holds: fn(&[u8]) -> bool) -> Result<Flow> {
    let (bytes, rest) = receiver(vm, args, method)?;
    rest.none(vm, method)?;
    Ok(Flow::Return(Value::Bool(bytes.iter().any(u8::is_ascii_alphabetic) && holds(bytes))))
}

fn translate(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<2> = Parameters {
        function: "translate",
        names: ["table", "delete"],
        required: 1,
        positional_only: 1,
        positional: 2,
    };
    let (bytes, rest) = receiver(vm, args, "bytes.translate")?;
    let [table, delete] = rest.parse(vm, &PARAMETERS)?;
    let table = match table.filter(|table| !table.is_none()) {
        None => None,
        Some(table) => {
            let table = bytes_argument(vm, table)?;
            if table.len() != 256 {
                return Err(vm.value_error("translation table must be 256 characters long"));
            }
            Some(table)
        }
    };
    let delete = delete.map_or(Ok(&[][..]), |delete| bytes_argument(vm, delete))?;
    let kept = bytes.iter().filter(|b| !delete.contains(b));
    let all: Vec<u8> = kept.map(|&b| table.map_or(b, |table| table[usize::from(b)])).collect();
    Ok(Flow::Return(made(all)))
}

fn expand_tabs(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    static PARAMETERS: Parameters<1> =
        Parameters { function: "expandtabs", names: ["tabsize"], required: 0, positional_only: 0, positional: 1 };
    let (bytes, rest) = receiver(vm, args, "bytes.expandtabs")?;
    let [size] = rest.parse(vm, &PARAMETERS)?;
    let size = usize::try_from(size.map_or(Ok(8), |size| integer(vm, size))?).unwrap_or(0);
    if size.saturating_mul(bytes.len()) > 1 << 28 {
        return Err(vm.memory_error());
    }
    let mut all = Vec::new();
    let mut column = 0;
    for &byte in bytes {
        match byte {
            b'\t' => {
                let fill = if size == 0 { 0 } else { size - column % size };
                all.resize(all.len() + fill, b' ');
                column += fill;
            }
            _ => {
                all.push(byte);
                column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
            }
        }
    }
    Ok(Flow::Return(made(all)))
}
