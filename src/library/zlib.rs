//! `_zlib`: compression and checksums. CPython compresses and expands without the GIL, and sums without it from 5 KB on.

use super::deflate::Deflater;
use crate::library::context::native_object;
use crate::syscall::{NativeJob, NativeWork, Syscall};
use crate::time::Duration;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

/// What the module offers.
pub const NAMES: &[&str] = &["Compress", "Decompress", "adler32", "compress", "compressor", "crc32", "decompressor"];

/// More than that many bytes are summed without the GIL.
const SUM_RELEASES: usize = 5 * 1_024;
/// More is not expanded: a run's memory is the page's.
const MOST_BYTES: usize = 64 << 20;
/// Level 0 only copies; where its blocks end depends on the sizes of buffers, so more than one is not written here.
const MOST_COPIED: usize = 10_000;
const FINISH: i64 = 4;

/// Around which format the compressed bytes are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Raw,
    Zlib,
    Gzip,
    /// Gzip or zlib, as the data say.
    Either,
}

impl Format {
    fn of(bits: i64) -> Option<Self> {
        Some(match bits {
            -15..=-8 => Self::Raw,
            0 | 8..=15 => Self::Zlib,
            24..=31 => Self::Gzip,
            32 | 40..=47 => Self::Either,
            _ => return None,
        })
    }
}

/// A stream that is being compressed, with its checksums so far.
struct Compress {
    deflater: Deflater,
    format: Format,
    level: usize,
    begun: bool,
    finished: bool,
    size: usize,
    adler: u32,
    crc: u32,
    /// Level 0: what will be copied.
    copied: Vec<u8>,
}

/// A stream that is being expanded.
struct Decompress {
    state: Box<InflateState>,
    format: Format,
    /// A gzip header that is not whole yet, or after the stream its checksum and size.
    outside: Vec<u8>,
    inside: bool,
    ended: bool,
    unused: Vec<u8>,
    crc: u32,
    size: usize,
}

native_object!(Compress, |_this, _visit| {}, |_this| {});
native_object!(Decompress, |_this, _visit| {}, |_this| {});

static COMPRESS: [NativeDef; 2] = [
    NativeDef::method("compress", "data, /", compress).cost(300),
    NativeDef::method("flush", "mode=, /", flush).cost(300),
];
static DECOMPRESS: [NativeDef; 1] = [NativeDef::method("decompress", "data, /", decompress).cost(400)];
static DECOMPRESS_STATE: [GetSet; 2] = [
    GetSet { name: "eof", get: |_, this| Ok(Value::Bool(expander(this).is_some_and(|d| d.ended))), set: None },
    GetSet {
        name: "unused_data",
        get: |_, this| Ok(Object::Bytes(expander(this).map(|d| d.unused.clone()).unwrap_or_default()).into()),
        set: None,
    },
];
static FUNCTIONS: [NativeDef; 5] = [
    NativeDef::function("compress", "data, level, wbits, /", compress_all).cost(2_800),
    NativeDef::function("compressor", "level, wbits, /", compressor).cost(2_500),
    NativeDef::function("decompressor", "wbits, /", decompressor).cost(1_500),
    NativeDef::function("crc32", "data, value=0, /", crc32).cost(60),
    NativeDef::function("adler32", "data, value=1, /", adler32).cost(60),
];

#[derive(Default)]
struct Module {
    compress: Option<Ref>,
    decompress: Option<Ref>,
}

/// Puts classes and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let compress = vm.native_class("zlib", "Compress", None, &COMPRESS, &[]);
    let decompress = vm.native_class("zlib", "Decompress", None, &DECOMPRESS, &DECOMPRESS_STATE);
    *vm.state::<Module>() = Module { compress: Some(compress.clone()), decompress: Some(decompress.clone()) };
    vm.set_global(module, "Compress", compress.into());
    vm.set_global(module, "Decompress", decompress.into());
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn expander(value: &Value) -> Option<&mut Decompress> {
    value.as_native::<Decompress>()
}

fn bytes<'a>(vm: &Vm, value: &'a Value) -> Result<&'a [u8]> {
    value
        .as_bytes()
        .ok_or_else(|| vm.type_error(format!("a bytes-like object is required, not '{}'", vm.type_name(value))))
}

/// Goes on with a value after the time that work without the GIL takes.
fn without_gil(name: &str, cost: u64, then: Value) -> Result<Flow> {
    let job = NativeJob { name: format!("zlib.{name}"), work: NativeWork::Spin, cost: Duration(cost) };
    Flow::syscall(Syscall::Native(job), move |_, _| Ok(Flow::Return(then)))
}

/// The stream of a level and window bits, if there is such.
fn stream(args: &Args<'_>, first: usize) -> Option<Compress> {
    let level = args.get(first).and_then(Value::as_int).filter(|level| (-1..=9).contains(level))?;
    let format = args.get(first + 1).and_then(Value::as_int).and_then(Format::of)?;
    let level = usize::try_from(level).unwrap_or(6);
    (format != Format::Either).then(|| Compress {
        deflater: Deflater::new(level),
        format,
        level,
        begun: false,
        finished: false,
        size: 0,
        adler: 1,
        crc: 0,
        copied: Vec::new(),
    })
}

/// `compress(data, level, wbits)`; `None` when there is no such level.
fn compress_all(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(mut stream) = stream(&args, 1) else { return Flow::none() };
    let data = bytes(vm, &args.values[0])?;
    copies(vm, &stream, data)?;
    let (mut out, begun) = stream.take(data);
    let (end, ended) = stream.end();
    out.extend(end);
    without_gil("compress", begun + ended, Object::Bytes(out).into())
}

/// Whether level 0 may copy so much.
fn copies(vm: &mut Vm, stream: &Compress, data: &[u8]) -> Result<()> {
    if stream.level == 0 && stream.size + data.len() > MOST_COPIED {
        return Err(vm.limit(format!("zlib with level 0 takes no more than {MOST_COPIED} bytes here")));
    }
    Ok(())
}

/// `compressor(level, wbits)`; `None` when there is no such.
fn compressor(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(stream) = stream(&args, 0) else { return Flow::none() };
    let class = vm.state::<Module>().compress.clone().expect("installed with the module");
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(stream))))
}

impl Compress {
    /// Takes input, and gives what is certain, with what that cost in nanoseconds.
    fn take(&mut self, data: &[u8]) -> (Vec<u8>, u64) {
        let mut out = Vec::new();
        if !self.begun {
            self.begun = true;
            match self.format {
                Format::Zlib => out.extend([
                    0x78,
                    match self.level {
                        0..=1 => 0x01,
                        2..=5 => 0x5e,
                        6 => 0x9c,
                        _ => 0xda,
                    },
                ]),
                Format::Gzip => {
                    let how = match self.level {
                        9 => 2,
                        0..=1 => 4,
                        _ => 0,
                    };
                    out.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, how, 3]);
                }
                _ => {}
            }
        }
        self.size += data.len();
        self.adler = adler_of(self.adler, data);
        if self.format == Format::Gzip {
            self.crc = crc_of(self.crc, data);
        }
        let before = self.deflater.compared;
        if self.level == 0 {
            self.copied.extend_from_slice(data);
        } else {
            self.deflater.feed(data);
        }
        out.append(&mut self.deflater.output);
        let cost = self.cost(data.len(), out.len(), before);
        (out, cost)
    }

    fn end(&mut self) -> (Vec<u8>, u64) {
        let (mut out, _) = self.take(&[]);
        let before = self.deflater.compared;
        if self.level == 0 {
            out.push(1);
            out.extend((self.copied.len() as u16).to_le_bytes());
            out.extend((!(self.copied.len() as u16)).to_le_bytes());
            out.append(&mut self.copied);
        } else {
            self.deflater.finish();
            out.append(&mut self.deflater.output);
        }
        match self.format {
            Format::Zlib => out.extend(self.adler.to_be_bytes()),
            Format::Gzip => {
                out.extend(self.crc.to_le_bytes());
                out.extend((self.size as u32).to_le_bytes());
            }
            _ => {}
        }
        self.finished = true;
        let cost = self.cost(0, out.len(), before);
        (out, cost)
    }

    /// Measured with zlib 1.2.13 under CPython 3.13: 3 ns for a byte that comes in, 16 for one that goes out, 2.8 for a
    /// candidate that was compared.
    fn cost(&self, bytes: usize, written: usize, compared_before: u64) -> u64 {
        let compared = self.deflater.compared - compared_before;
        bytes as u64 * 3 + written as u64 * 16 + compared * 28 / 10
    }
}

fn compress(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(this) = args.get(0).and_then(Value::as_native::<Compress>) else {
        return Err(vm.type_error("descriptor requires a zlib.Compress object"));
    };
    let data = bytes(vm, args.rest().one(vm, "compress")?)?;
    copies(vm, this, data)?;
    if this.finished {
        return Flow::none();
    }
    let (out, cost) = this.take(data);
    without_gil("compress", cost, Object::Bytes(out).into())
}

fn flush(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(this) = args.get(0).and_then(Value::as_native::<Compress>) else {
        return Err(vm.type_error("descriptor requires a zlib.Compress object"));
    };
    if args.get(1).and_then(Value::as_int).unwrap_or(FINISH) != FINISH {
        return Err(vm.limit("flush() of a zlib stream with another mode than Z_FINISH is not part of Loopscope"));
    }
    if this.finished {
        return Flow::none();
    }
    let (out, cost) = this.end();
    without_gil("compress", cost, Object::Bytes(out).into())
}

/// `decompressor(wbits)`; `None` when there is no such.
fn decompressor(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(format) = args.get(0).and_then(Value::as_int).and_then(Format::of) else { return Flow::none() };
    let stream = Decompress {
        state: InflateState::new_boxed(if format == Format::Zlib { DataFormat::Zlib } else { DataFormat::Raw }),
        format,
        outside: Vec::new(),
        inside: matches!(format, Format::Zlib | Format::Raw),
        ended: false,
        unused: Vec::new(),
        crc: 0,
        size: 0,
    };
    let class = vm.state::<Module>().decompress.clone().expect("installed with the module");
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(stream))))
}

/// How long a gzip header is; `None` when it is not whole, an error when it is none.
fn gzip_header(bytes: &[u8]) -> std::result::Result<Option<usize>, &'static str> {
    let magic = [0x1f, 0x8b];
    if bytes.iter().zip(&magic).any(|(a, b)| a != b) {
        return Err("incorrect header check");
    }
    if bytes.get(2).is_some_and(|&method| method != 8) {
        return Err("unknown compression method");
    }
    let Some(&flags) = bytes.get(3) else { return Ok(None) };
    let mut at = 10;
    if flags & 4 != 0 {
        let Some(size) = bytes.get(at..at + 2) else { return Ok(None) };
        at += 2 + usize::from(u16::from_le_bytes([size[0], size[1]]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let Some(end) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == 0)) else {
                return Ok(None);
            };
            at += end + 1;
        }
    }
    at += usize::from(flags & 2);
    Ok((bytes.len() >= at).then_some(at))
}

/// Why bytes are no zlib header, if they are none.
fn zlib_header(bytes: &[u8]) -> Option<&'static str> {
    let &[method, flags, ..] = bytes else { return None };
    if (u32::from(method) * 256 + u32::from(flags)) % 31 != 0 {
        Some("incorrect header check")
    } else if method & 15 != 8 {
        Some("unknown compression method")
    } else if method >> 4 > 7 {
        Some("invalid window size")
    } else {
        None
    }
}

enum Broken {
    Data(&'static str),
    TooLarge,
}

impl Decompress {
    fn take(&mut self, data: &[u8]) -> std::result::Result<Vec<u8>, Broken> {
        let mut out = Vec::new();
        let mut rest = data;
        let gathered;
        if !self.inside && !self.ended {
            self.outside.extend_from_slice(rest);
            if self.format == Format::Either && self.outside.first().is_some_and(|&byte| byte != 0x1f) {
                self.format = Format::Zlib;
                self.state = InflateState::new_boxed(DataFormat::Zlib);
            } else {
                match gzip_header(&self.outside).map_err(Broken::Data)? {
                    None => return Ok(out),
                    Some(header) => {
                        self.outside.drain(..header);
                        self.format = Format::Gzip;
                    }
                }
            }
            self.inside = true;
            gathered = std::mem::take(&mut self.outside);
            rest = &gathered;
        }
        if self.inside {
            if self.format == Format::Zlib && self.size == 0 && self.outside.len() < 2 {
                self.outside.extend(rest.iter().take(2 - self.outside.len()));
                if let Some(why) = zlib_header(&self.outside) {
                    return Err(Broken::Data(why));
                }
            }
            rest = self.expand(rest, &mut out)?;
        }
        if !self.inside && !self.ended && self.format == Format::Gzip {
            let wanted = (8 - self.outside.len()).min(rest.len());
            self.outside.extend_from_slice(&rest[..wanted]);
            rest = &rest[wanted..];
            if self.outside.len() == 8 {
                if self.outside[..4] != self.crc.to_le_bytes() {
                    return Err(Broken::Data("incorrect data check"));
                }
                if self.outside[4..] != (self.size as u32).to_le_bytes() {
                    return Err(Broken::Data("incorrect length check"));
                }
                self.ended = true;
            }
        }
        if self.ended {
            self.unused.extend_from_slice(rest);
        }
        Ok(out)
    }

    /// Expands up to the end of the compressed data; gives what comes after it.
    fn expand<'a>(&mut self, mut rest: &'a [u8], out: &mut Vec<u8>) -> std::result::Result<&'a [u8], Broken> {
        let mut buffer = vec![0; 32_768];
        loop {
            let result = inflate(&mut self.state, rest, &mut buffer, MZFlush::None);
            rest = &rest[result.bytes_consumed..];
            let written = &buffer[..result.bytes_written];
            self.size += written.len();
            if self.format == Format::Gzip {
                self.crc = crc_of(self.crc, written);
            }
            out.extend_from_slice(written);
            if self.size > MOST_BYTES {
                return Err(Broken::TooLarge);
            }
            match result.status {
                Ok(MZStatus::StreamEnd) => {
                    self.inside = false;
                    self.outside.clear();
                    self.ended = self.format != Format::Gzip;
                    return Ok(rest);
                }
                Ok(_) if result.bytes_consumed > 0 || result.bytes_written > 0 => {}
                Ok(_) | Err(MZError::Buf) => return Ok(rest),
                Err(_) if self.format == Format::Zlib && rest.is_empty() && self.size > 0 => {
                    return Err(Broken::Data("incorrect data check"));
                }
                Err(_) => return Err(Broken::Data("invalid block type")),
            }
        }
    }
}

/// `decompress(data)`: bytes, or why not as text.
fn decompress(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(this) = args.get(0).and_then(expander) else {
        return Err(vm.type_error("descriptor requires a zlib.Decompress object"));
    };
    let data = bytes(vm, args.rest().one(vm, "decompress")?)?;
    match this.take(data) {
        // Measured likewise: 0.4 ns for a byte that comes out, 7.7 for one that goes in and is not just copied.
        Ok(out) => {
            let (read, written) = (data.len() as u64, out.len() as u64);
            let cost = if read < written { (read * 77 + written * 4) / 10 } else { read * 4 / 10 };
            without_gil("decompress", cost, Object::Bytes(out).into())
        }
        Err(Broken::Data(why)) => Ok(Flow::Return(Value::str(why))),
        Err(Broken::TooLarge) => Err(vm.limit("more than 64 MB are not expanded here")),
    }
}

fn crc_of(before: u32, data: &[u8]) -> u32 {
    let mut crc = !before;
    for &byte in data {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1));
        }
    }
    !crc
}

fn adler_of(before: u32, data: &[u8]) -> u32 {
    let (mut a, mut b) = (before & 0xffff, before >> 16);
    for part in data.chunks(5_552) {
        for &byte in part {
            a += u32::from(byte);
            b += a;
        }
        a %= 65_521;
        b %= 65_521;
    }
    b << 16 | a
}

fn summed(vm: &mut Vm, name: &str, args: &Args<'_>, start: i64, of: fn(u32, &[u8]) -> u32, cost: u64) -> Result<Flow> {
    let Some(data) = args.get(0) else {
        return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0")));
    };
    let data = bytes(vm, data)?;
    let before = args.get(1).and_then(Value::as_int).unwrap_or(start) as u32;
    let sum = Value::Int(i64::from(of(before, data)));
    let cost = data.len() as u64 * cost / 100;
    if data.len() > SUM_RELEASES {
        return without_gil(name, cost, sum);
    }
    vm.charge(cost);
    Ok(Flow::Return(sum))
}

fn crc32(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    summed(vm, "crc32", &args, 0, crc_of, 22)
}

fn adler32(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    summed(vm, "adler32", &args, 1, adler_of, 30)
}
