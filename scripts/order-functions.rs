//! Puts the functions of a wasm file into an order in which it compresses better: like beside like.
//!
//! gzip finds repetitions at most 32 KiB back, and the linker leaves instances of the same generic function megabytes
//! apart. Each function is followed by the one that has most in common with what is in the window by then. Code is not
//! changed but for the numbers of functions. What is not understood ends in an error and leaves the file as it is.
//!
//! usage: order-functions FILE...

use std::collections::{HashMap, HashSet, VecDeque};
use std::{env, fs, process};

fn main() {
    for path in env::args().skip(1) {
        let done = fs::read(&path)
            .map_err(|error| error.to_string())
            .and_then(|module| ordered(&module))
            .and_then(|module| fs::write(&path, module).map_err(|error| error.to_string()));
        if let Err(error) = done {
            eprintln!("{path}: {error}");
            process::exit(1);
        }
    }
}

/// How far gzip looks back.
const WINDOW: usize = 32 << 10;
/// How many bytes in a row count as something in common.
const PIECE: usize = 6;
/// A piece in more functions than that says nothing about them.
const COMMON: usize = 400;

type Result<T> = std::result::Result<T, String>;

/// The module with its functions in order.
fn ordered(module: &[u8]) -> Result<Vec<u8>> {
    let mut sections = Vec::new();
    let mut reader = Reader { bytes: module, at: 8 };
    while reader.at < module.len() {
        let id = reader.byte()?;
        let size = reader.number()? as usize;
        sections.push((id, reader.take(size)?));
    }
    let section = |id| sections.iter().find(|(other, _)| *other == id).map_or(&[][..], |(_, content)| content);
    let imported = imported_functions(section(2))?;
    let bodies = bodies(section(10))?;
    let order = by_likeness(&bodies);
    let mut numbers: Vec<u64> = (0..imported as u64).collect();
    numbers.resize(imported + bodies.len(), 0);
    for (new, &old) in order.iter().enumerate() {
        numbers[imported + old] = (imported + new) as u64;
    }

    let mut out = module[..8].to_vec();
    for (id, content) in &sections {
        let rewriter = Rewriter { reader: Reader { bytes: content, at: 0 }, out: Vec::new(), numbers: &numbers };
        let content = match id {
            // Names would have to be renumbered.
            0 if content.starts_with(b"\x04name") => continue,
            3 => functions(content, &order)?,
            6 => rewriter.globals()?,
            7 => rewriter.exports()?,
            8 => rewriter.start()?,
            9 => rewriter.elements()?,
            10 => rewriter.code(&bodies, &order)?,
            _ => content.to_vec(),
        };
        out.push(*id);
        write_number(&mut out, content.len() as u64);
        out.extend(content);
    }
    Ok(out)
}

fn imported_functions(section: &[u8]) -> Result<usize> {
    let mut reader = Reader { bytes: section, at: 0 };
    let mut functions = 0;
    for _ in 0..reader.number()? {
        for _ in 0..2 {
            let length = reader.number()? as usize;
            reader.take(length)?;
        }
        match reader.byte()? {
            0 => {
                functions += 1;
                reader.number()?;
            }
            kind @ (1 | 2) => {
                if kind == 1 {
                    reader.byte()?;
                }
                let has_maximum = reader.byte()? & 1 == 1;
                for _ in 0..=usize::from(has_maximum) {
                    reader.number()?;
                }
            }
            3 => {
                reader.take(2)?;
            }
            kind => return Err(format!("an import of kind {kind}")),
        }
    }
    Ok(functions)
}

fn bodies(section: &[u8]) -> Result<Vec<&[u8]>> {
    let mut reader = Reader { bytes: section, at: 0 };
    let count = reader.number()?;
    (0..count)
        .map(|_| {
            let size = reader.number()? as usize;
            reader.take(size)
        })
        .collect()
}

/// The types of the functions, in their new order.
fn functions(section: &[u8], order: &[usize]) -> Result<Vec<u8>> {
    let mut reader = Reader { bytes: section, at: 0 };
    let count = reader.number()?;
    let types = (0..count).map(|_| reader.number()).collect::<Result<Vec<u64>>>()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for &old in order {
        write_number(&mut out, *types.get(old).ok_or("a function without a type")?);
    }
    Ok(out)
}

/// A greedy order, the same for the same bodies.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let mut owners: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, body) in bodies.iter().enumerate() {
        let pieces: HashSet<&[u8]> = body.windows(PIECE).collect();
        for piece in pieces {
            owners.entry(piece).or_default().push(function);
        }
    }
    let mut pieces: Vec<Vec<usize>> = vec![Vec::new(); bodies.len()];
    let shared: Vec<Vec<usize>> = owners.into_values().filter(|of| (2..=COMMON).contains(&of.len())).collect();
    for (piece, of) in shared.iter().enumerate() {
        of.iter().for_each(|&function| pieces[function].push(piece));
    }

    let mut order = Vec::with_capacity(bodies.len());
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    // How often a piece is in the window, and how many pieces of a function are.
    let mut there = vec![0_u32; shared.len()];
    let mut in_common = vec![0_u32; bodies.len()];
    let (mut window, mut size) = (VecDeque::new(), 0);
    while !left.is_empty() {
        let like = |function: usize| f64::from(in_common[function]) / (pieces[function].len() + 40) as f64;
        let mut best = 0;
        for i in 1..left.len() {
            if like(left[i]) > like(left[best]) {
                best = i;
            }
        }
        let next = left.remove(best);
        order.push(next);
        window.push_back(next);
        size += bodies[next].len();
        for &piece in &pieces[next] {
            there[piece] += 1;
            if there[piece] == 1 {
                shared[piece].iter().for_each(|&function| in_common[function] += 1);
            }
        }
        while size > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else { break };
            size -= bodies[gone].len();
            for &piece in &pieces[gone] {
                there[piece] -= 1;
                if there[piece] == 0 {
                    shared[piece].iter().for_each(|&function| in_common[function] -= 1);
                }
            }
        }
    }
    order
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at + count).ok_or("an early end")?;
        self.at += count;
        Ok(taken)
    }

    /// An unsigned number.
    fn number(&mut self) -> Result<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                return Ok(number);
            }
            shift += 7;
        }
    }
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Copies a section, with other numbers for functions.
struct Rewriter<'a> {
    reader: Reader<'a>,
    out: Vec<u8>,
    numbers: &'a [u64],
}

impl<'a> Rewriter<'a> {
    fn copy(&mut self, count: usize) -> Result<()> {
        let bytes = self.reader.take(count)?;
        self.out.extend(bytes);
        Ok(())
    }

    /// Copies a number of either sign.
    fn number(&mut self) -> Result<u64> {
        let start = self.reader.at;
        let number = self.reader.number()?;
        self.out.extend(&self.reader.bytes[start..self.reader.at]);
        Ok(number)
    }

    fn function(&mut self) -> Result<()> {
        let old = self.reader.number()? as usize;
        write_number(&mut self.out, *self.numbers.get(old).ok_or("a function that is not there")?);
        Ok(())
    }

    fn globals(mut self) -> Result<Vec<u8>> {
        for _ in 0..self.number()? {
            self.copy(2)?;
            self.expression()?;
        }
        Ok(self.out)
    }

    fn exports(mut self) -> Result<Vec<u8>> {
        for _ in 0..self.number()? {
            let length = self.number()? as usize;
            self.copy(length)?;
            let kind = self.number()?;
            match kind {
                0 => self.function()?,
                _ => drop(self.number()?),
            }
        }
        Ok(self.out)
    }

    fn start(mut self) -> Result<Vec<u8>> {
        self.function()?;
        Ok(self.out)
    }

    fn elements(mut self) -> Result<Vec<u8>> {
        for _ in 0..self.number()? {
            let flags = self.number()?;
            let (passive, explicit, expressions) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
            if !passive && explicit {
                self.number()?;
            }
            if !passive {
                self.expression()?;
            }
            if passive || explicit {
                self.copy(1)?;
            }
            for _ in 0..self.number()? {
                if expressions { self.expression()? } else { self.function()? }
            }
        }
        Ok(self.out)
    }

    fn code(mut self, bodies: &[&'a [u8]], order: &[usize]) -> Result<Vec<u8>> {
        self.number()?;
        let mut all = std::mem::take(&mut self.out);
        for &old in order {
            self.reader = Reader { bytes: bodies[old], at: 0 };
            for _ in 0..self.number()? {
                self.number()?;
                self.copy(1)?;
            }
            self.expression()?;
            write_number(&mut all, self.out.len() as u64);
            all.append(&mut self.out);
        }
        Ok(all)
    }

    /// Copies instructions until the `end` that belongs to them.
    fn expression(&mut self) -> Result<()> {
        let mut depth = 1;
        while depth > 0 {
            let op = self.reader.byte()?;
            self.out.push(op);
            match op {
                // unreachable, nop, else, return, drop, select, numeric instructions, ref.is_null
                0x00 | 0x01 | 0x05 | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => {}
                // block, loop, if
                0x02..=0x04 => {
                    self.number()?;
                    depth += 1;
                }
                // end
                0x0b => depth -= 1,
                // br_table
                0x0e => {
                    for _ in 0..=self.number()? {
                        self.number()?;
                    }
                }
                // call, return_call, ref.func
                0x10 | 0x12 | 0xd2 => self.function()?,
                // select with types
                0x1c => {
                    let count = self.number()? as usize;
                    self.copy(count)?;
                }
                // br, br_if, variables and tables, the size of memory, constants, ref.null
                0x0c | 0x0d | 0x20..=0x26 | 0x3f..=0x42 | 0xd0 => drop(self.number()?),
                // call_indirect, return_call_indirect
                0x11 | 0x13 => {
                    self.number()?;
                    self.number()?;
                }
                0x28..=0x3e => self.place()?,
                0x43 => self.copy(4)?,
                0x44 => self.copy(8)?,
                0xfc => {
                    let operands = match self.number()? {
                        0..=7 => 0,
                        9 | 11 | 13 | 15..=17 => 1,
                        8 | 10 | 12 | 14 => 2,
                        other => return Err(format!("instruction fc {other:x}")),
                    };
                    for _ in 0..operands {
                        self.number()?;
                    }
                }
                // atomic.fence, other atomic instructions
                0xfe => match self.number()? {
                    3 => self.copy(1)?,
                    _ => self.place()?,
                },
                other => return Err(format!("instruction {other:x}")),
            }
        }
        Ok(())
    }

    /// An alignment and an offset.
    fn place(&mut self) -> Result<()> {
        if self.number()? & 0x40 != 0 {
            return Err("more than one memory".into());
        }
        self.number()?;
        Ok(())
    }
}
