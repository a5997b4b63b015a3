//! Between `str` and `bytes`.

use super::exceptions::unicode_error;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::value::{Object, Value};

/// An optional argument that names an encoding or a way to handle errors.
pub(super) fn name_argument(
    vm: &Vm,
    value: Option<&Value>,
    function: &str,
    argument: &str,
    default: &str,
) -> Result<String> {
    match value {
        None => Ok(default.to_owned()),
        Some(value) => match value.as_str() {
            Some(name) => Ok(name.to_owned()),
            None => {
                let kind = vm.type_name(value);
                Err(vm.type_error(format!("{function}() argument '{argument}' must be str, not {kind}")))
            }
        },
    }
}

/// The encodings that exist here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codec {
    Utf8,
    Utf8WithMark,
    Ascii,
    Latin1,
    Utf16 { little: bool, mark: bool },
    Utf32 { little: bool, mark: bool },
}

fn codec(vm: &Vm, name: &str) -> Result<Codec> {
    Ok(match &*name.to_ascii_lowercase().replace([' ', '_'], "-") {
        "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8,
        "utf-8-sig" => Codec::Utf8WithMark,
        "ascii" | "us-ascii" | "646" => Codec::Ascii,
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "8859" => Codec::Latin1,
        "utf-16" | "utf16" => Codec::Utf16 { little: true, mark: true },
        "utf-16-le" | "utf-16le" => Codec::Utf16 { little: true, mark: false },
        "utf-16-be" | "utf-16be" => Codec::Utf16 { little: false, mark: false },
        "utf-32" | "utf32" => Codec::Utf32 { little: true, mark: true },
        "utf-32-le" | "utf-32le" => Codec::Utf32 { little: true, mark: false },
        "utf-32-be" | "utf-32be" => Codec::Utf32 { little: false, mark: false },
        _ => return Err(vm.error(|t| &t.lookup_error, format!("unknown encoding: {name}"))),
    })
}

/// `text.encode(encoding, errors)`
pub(super) fn encode(vm: &mut Vm, text: &str, encoding: &str, errors: &str) -> Result<Vec<u8>> {
    vm.charge(text.len() as u64 / 16);
    let codec = codec(vm, encoding)?;
    let (limit, name) = match codec {
        Codec::Utf8 => return Ok(text.as_bytes().to_vec()),
        Codec::Utf8WithMark => return Ok([b"\xef\xbb\xbf", text.as_bytes()].concat()),
        Codec::Utf16 { little, mark } => {
            let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
            return Ok(units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect());
        }
        Codec::Utf32 { little, mark } => {
            let units = mark.then_some(0xfeff).into_iter().chain(text.chars().map(u32::from));
            return Ok(units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect());
        }
        Codec::Ascii => (0x80, "ascii"),
        Codec::Latin1 => (0x100, "latin-1"),
    };
    let mut out = Vec::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let code = u32::from(c);
        if code < limit {
            out.push(code as u8);
            continue;
        }
        match errors {
            "ignore" => {}
            "replace" => out.push(b'?'),
            "backslashreplace" => {
                let escaped = match code {
                    ..0x100 => format!("\\x{code:02x}"),
                    0x100..0x1_0000 => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                };
                out.extend(escaped.into_bytes());
            }
            "xmlcharrefreplace" => out.extend(format!("&#{code};").into_bytes()),
            "strict" | "surrogateescape" => {
                let end = i + text.chars().skip(i).take_while(|&c| u32::from(c) >= limit).count();
                let reason = format!("ordinal not in range({limit})");
                return Err(unicode_error(vm, false, name, Value::str(text), i, end, &reason));
            }
            other => return Err(unknown_handler(vm, other)),
        }
    }
    Ok(out)
}

fn unknown_handler(vm: &Vm, name: &str) -> crate::vm::exception::Exception {
    vm.error(|t| &t.lookup_error, format!("unknown error handler name '{name}'"))
}

/// `bytes.decode(encoding, errors)`
pub(super) fn decode(vm: &mut Vm, bytes: &[u8], encoding: &str, errors: &str) -> Result<String> {
    vm.charge(bytes.len() as u64 / 16);
    match codec(vm, encoding)? {
        Codec::Utf8 => decode_utf8(vm, bytes, errors),
        Codec::Utf8WithMark => decode_utf8(vm, bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), errors),
        Codec::Latin1 => Ok(bytes.iter().map(|&b| b as char).collect()),
        Codec::Ascii => {
            let mut out = String::with_capacity(bytes.len());
            for (i, &b) in bytes.iter().enumerate() {
                if b.is_ascii() {
                    out.push(b as char);
                } else {
                    let reason = "ordinal not in range(128)";
                    wrong(vm, &mut out, "ascii", bytes, (i, i + 1), reason, errors)?;
                }
            }
            Ok(out)
        }
        Codec::Utf16 { mut little, mark } => {
            let mut rest = bytes;
            if mark && let [0xfe, 0xff, tail @ ..] = bytes {
                (little, rest) = (false, tail);
            } else if mark && let [0xff, 0xfe, tail @ ..] = bytes {
                rest = tail;
            }
            let units = rest.chunks_exact(2).map(|pair| {
                let pair = [pair[0], pair[1]];
                if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
            });
            if rest.len() % 2 == 1 {
                let error = (bytes.len() - 1, bytes.len());
                let mut ignored = String::new();
                wrong(vm, &mut ignored, "utf-16-le", bytes, error, "truncated data", errors)?;
            }
            Ok(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect())
        }
        Codec::Utf32 { mut little, mark } => {
            let mut rest = bytes;
            if mark && let [0, 0, 0xfe, 0xff, tail @ ..] = bytes {
                (little, rest) = (false, tail);
            } else if mark && let [0xff, 0xfe, 0, 0, tail @ ..] = bytes {
                rest = tail;
            }
            Ok(rest
                .chunks_exact(4)
                .map(|four| {
                    let four = [four[0], four[1], four[2], four[3]];
                    let code = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
                    char::from_u32(code).unwrap_or('\u{fffd}')
                })
                .collect())
        }
    }
}

fn decode_utf8(vm: &Vm, bytes: &[u8], errors: &str) -> Result<String> {
    let mut out = String::with_capacity(bytes.len());
    let mut start = 0;
    loop {
        match std::str::from_utf8(&bytes[start..]) {
            Ok(text) => {
                out.push_str(text);
                return Ok(out);
            }
            Err(error) => {
                let at = start + error.valid_up_to();
                out.push_str(std::str::from_utf8(&bytes[start..at]).unwrap_or_default());
                let length = error.error_len();
                let end = length.map_or(bytes.len(), |length| at + length);
                let reason = match (length, bytes[at]) {
                    (None, _) => "unexpected end of data",
                    (_, 0x80..=0xc1 | 0xf5..=0xff) => "invalid start byte",
                    _ => "invalid continuation byte",
                };
                wrong(vm, &mut out, "utf-8", bytes, (at, end), reason, errors)?;
                start = end;
            }
        }
    }
}

fn wrong(
    vm: &Vm,
    out: &mut String,
    codec: &str,
    bytes: &[u8],
    (start, end): (usize, usize),
    reason: &str,
    errors: &str,
) -> Result<()> {
    match errors {
        "ignore" => {}
        "replace" => out.push('\u{fffd}'),
        "backslashreplace" => {
            for b in &bytes[start..end] {
                out.push_str(&format!("\\x{b:02x}"));
            }
        }
        "strict" | "surrogateescape" | "surrogatepass" => {
            let object = Value::from(Object::Bytes(bytes.to_vec()));
            return Err(unicode_error(vm, true, codec, object, start, end, reason));
        }
        other => return Err(unknown_handler(vm, other)),
    }
    Ok(())
}
