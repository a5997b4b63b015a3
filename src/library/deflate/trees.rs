//! Blocks: symbols are collected until there are enough for trees of their own, then written with the code that is shortest.
//!
//! Among codes of one length zlib's choice is a matter of how its heap breaks ties; this is that heap.

/// Length codes begin after the bytes and the end of the block.
const END: usize = 256;
const LITERALS: usize = 286;
const DISTANCES: usize = 30;
const LENGTHS: usize = 19;
const FIXED_LITERALS: usize = 288;
/// Symbols in a block, one less than the buffer of zlib's default memory level holds.
const MOST_SYMBOLS: usize = (1 << 14) - 1;
const MOST_BITS: usize = 15;
const MOST_LENGTH_BITS: usize = 7;
/// In which order the lengths of code lengths are written.
const ORDER: [usize; LENGTHS] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The first length (less 3) of each length code, and its extra bits.
fn length_code(length: usize) -> (usize, u32, u32) {
    let l = length - 3;
    match l {
        0..=7 => (l, 0, 0),
        255 => (28, 0, 0),
        _ => {
            let bits = l.ilog2() - 2;
            let code = 4 * bits as usize + (l >> bits);
            (code, bits, (l & ((1 << bits) - 1)) as u32)
        }
    }
}

/// The code of a distance, how many extra bits it has, and these.
fn distance_code(distance: usize) -> (usize, u32, u32) {
    let d = distance - 1;
    if d < 4 {
        return (d, 0, 0);
    }
    let bits = d.ilog2() - 1;
    (2 * bits as usize + (d >> bits), bits, (d & ((1 << bits) - 1)) as u32)
}

fn length_extra(code: usize) -> u32 {
    if code < 8 || code == 28 { 0 } else { code as u32 / 4 - 1 }
}

fn distance_extra(code: usize) -> u32 {
    if code < 4 { 0 } else { code as u32 / 2 - 1 }
}

/// Lengths and codes of an alphabet, and the last symbol that is used.
struct Tree {
    lengths: Vec<u32>,
    codes: Vec<u32>,
    last: usize,
}

/// Builds the tree of an alphabet from how often its symbols are used. At least two symbols get a code.
fn tree(counts: &[u32], most_bits: usize) -> Tree {
    let size = counts.len();
    let mut weights = counts.to_vec();
    weights.resize(2 * size + 1, 0);
    let mut depths = vec![0u8; 2 * size + 1];
    let mut heap: Vec<usize> = (0..size).filter(|&symbol| weights[symbol] != 0).collect();
    let mut last = heap.last().copied();
    while heap.len() < 2 {
        let symbol = match last {
            Some(n) if n >= 2 => 0,
            Some(n) => n + 1,
            None => 0,
        };
        last = Some(last.map_or(symbol, |n| n.max(symbol)));
        weights[symbol] = 1;
        heap.push(symbol);
    }
    let last = last.unwrap_or_default();
    let smaller = |weights: &[u32], depths: &[u8], a: usize, b: usize| {
        weights[a] < weights[b] || (weights[a] == weights[b] && depths[a] <= depths[b])
    };
    let sink = |heap: &mut [usize], weights: &[u32], depths: &[u8], mut at: usize| {
        let node = heap[at];
        loop {
            let mut child = 2 * at + 1;
            if child >= heap.len() {
                break;
            }
            if child + 1 < heap.len() && smaller(weights, depths, heap[child + 1], heap[child]) {
                child += 1;
            }
            if smaller(weights, depths, node, heap[child]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = node;
    };
    for at in (0..heap.len() / 2).rev() {
        sink(&mut heap, &weights, &depths, at);
    }
    // Nodes in the order in which they were taken off, lightest first.
    let mut taken = Vec::with_capacity(2 * size);
    let mut parents = vec![0usize; 2 * size + 1];
    let mut node = size;
    loop {
        let lightest = heap[0];
        let end = heap.pop().unwrap_or_default();
        heap[0] = end;
        sink(&mut heap, &weights, &depths, 0);
        let next = heap[0];
        taken.extend([lightest, next]);
        weights[node] = weights[lightest] + weights[next];
        depths[node] = depths[lightest].max(depths[next]) + 1;
        parents[lightest] = node;
        parents[next] = node;
        heap[0] = node;
        node += 1;
        sink(&mut heap, &weights, &depths, 0);
        if heap.len() < 2 {
            break;
        }
    }
    taken.push(heap[0]);
    let lengths = bit_lengths(&taken, &parents, size, most_bits);
    Tree { codes: codes(&lengths), lengths, last }
}

/// How long the code of each symbol is, none longer than `most`.
fn bit_lengths(taken: &[usize], parents: &[usize], size: usize, most: usize) -> Vec<u32> {
    let mut all = vec![0usize; parents.len()];
    let mut with_length = [0usize; MOST_BITS + 1];
    let mut too_long = 0isize;
    for &node in taken.iter().rev().skip(1) {
        let mut bits = all[parents[node]] + 1;
        if bits > most {
            bits = most;
            too_long += 1;
        }
        all[node] = bits;
        if node < size {
            with_length[bits] += 1;
        }
    }
    if too_long > 0 {
        while too_long > 0 {
            let mut bits = most - 1;
            while with_length[bits] == 0 {
                bits -= 1;
            }
            with_length[bits] -= 1;
            with_length[bits + 1] += 2;
            with_length[most] -= 1;
            too_long -= 2;
        }
        let mut leaves = taken.iter().filter(|&&node| node < size);
        for bits in (1..=most).rev() {
            for _ in 0..with_length[bits] {
                if let Some(&leaf) = leaves.next() {
                    all[leaf] = bits;
                }
            }
        }
    }
    all[..size].iter().map(|&bits| bits as u32).collect()
}

/// The canonical code of each symbol, its bits in the order in which they are written.
fn codes(lengths: &[u32]) -> Vec<u32> {
    let mut with_length = [0u32; MOST_BITS + 2];
    lengths.iter().filter(|&&bits| bits > 0).for_each(|&bits| with_length[bits as usize] += 1);
    let mut next = [0u32; MOST_BITS + 2];
    for bits in 1..=MOST_BITS {
        next[bits + 1] = (next[bits] + with_length[bits]) << 1;
    }
    let code_of = |&bits: &u32| {
        if bits == 0 {
            return 0;
        }
        let code = next[bits as usize];
        next[bits as usize] += 1;
        code.reverse_bits() >> (32 - bits)
    };
    lengths.iter().map(code_of).collect()
}

fn fixed_literals() -> Tree {
    let lengths: Vec<u32> = (0..FIXED_LITERALS)
        .map(|symbol| match symbol {
            0..144 => 8,
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        })
        .collect();
    Tree { codes: codes(&lengths), lengths, last: FIXED_LITERALS - 1 }
}

fn fixed_distances() -> Tree {
    let lengths = vec![5; DISTANCES];
    Tree { codes: codes(&lengths), lengths, last: DISTANCES - 1 }
}

/// Code lengths as they are written: repeats are symbols 16 (the last one again), 17 and 18 (zeros). Gives each symbol with
/// its extra bits and how many these are.
fn runs(lengths: &[u32]) -> Vec<(usize, u32, u32)> {
    let mut out = Vec::new();
    let mut before = None;
    let mut at = 0;
    while at < lengths.len() {
        let length = lengths[at];
        let run = lengths[at..].iter().take_while(|&&other| other == length).count();
        let most = if length == 0 {
            138
        } else if Some(length) == before {
            6
        } else {
            7
        };
        let run = run.min(most);
        at += run;
        let mut rest = run;
        let again = Some(length) == before;
        if length != 0 && !again && rest >= 4 {
            out.push((length as usize, 0, 0));
            rest -= 1;
        }
        match (length, rest) {
            (0, 11..) => out.push((18, rest as u32 - 11, 7)),
            (0, 3..) => out.push((17, rest as u32 - 3, 3)),
            (1.., 3..) if again || run >= 4 => out.push((16, rest as u32 - 3, 2)),
            _ => out.extend((0..rest).map(|_| (length as usize, 0, 0))),
        }
        before = Some(length);
    }
    out
}

#[derive(Clone, Copy)]
enum Symbol {
    Literal(u8),
    Copy { distance: u16, length: u16 },
}

/// The symbols of a block, and the bits that do not fill a byte yet.
#[derive(Clone, Default)]
pub(super) struct Block {
    symbols: Vec<Symbol>,
    bits: u64,
    held: u32,
}

impl Block {
    pub(super) fn literal(&mut self, byte: u8) {
        self.symbols.push(Symbol::Literal(byte));
    }

    pub(super) fn copy(&mut self, distance: usize, length: usize) {
        self.symbols.push(Symbol::Copy { distance: distance as u16, length: length as u16 });
    }

    pub(super) fn is_full(&self) -> bool {
        self.symbols.len() >= MOST_SYMBOLS
    }

    fn put(&mut self, value: u32, count: u32, out: &mut Vec<u8>) {
        self.bits |= u64::from(value) << self.held;
        self.held += count;
        while self.held >= 8 {
            out.push(self.bits as u8);
            self.bits >>= 8;
            self.held -= 8;
        }
    }

    fn fill_byte(&mut self, out: &mut Vec<u8>) {
        if self.held > 0 {
            out.push(self.bits as u8);
        }
        self.bits = 0;
        self.held = 0;
    }

    /// Writes the block in the shortest of three ways, and begins another. `stored` is what it stands for, if it is still
    /// there.
    pub(super) fn write(&mut self, stored: Option<&[u8]>, length: usize, last: bool, out: &mut Vec<u8>) {
        let (mut literals, mut distances) = ([0u32; LITERALS], [0u32; DISTANCES]);
        literals[END] = 1;
        for symbol in &self.symbols {
            match *symbol {
                Symbol::Literal(byte) => literals[usize::from(byte)] += 1,
                Symbol::Copy { distance, length } => {
                    literals[END + 1 + length_code(usize::from(length)).0] += 1;
                    distances[distance_code(usize::from(distance)).0] += 1;
                }
            }
        }
        let own = [tree(&literals, MOST_BITS), tree(&distances, MOST_BITS)];
        let lists = [runs(&own[0].lengths[..=own[0].last]), runs(&own[1].lengths[..=own[1].last])];
        let mut used = [0u32; LENGTHS];
        lists.iter().flatten().for_each(|&(symbol, ..)| used[symbol] += 1);
        let of_lengths = tree(&used, MOST_LENGTH_BITS);
        let written = (3..LENGTHS).rev().find(|&i| of_lengths.lengths[ORDER[i]] != 0).unwrap_or(2) + 1;
        let fixed = [fixed_literals(), fixed_distances()];
        let size = |trees: &[Tree; 2]| {
            let literals = literals.iter().enumerate().map(|(symbol, count)| {
                count * (trees[0].lengths[symbol] + symbol.checked_sub(END + 1).map_or(0, length_extra))
            });
            let distances = distances.iter().enumerate();
            let distances = distances.map(|(code, count)| count * (trees[1].lengths[code] + distance_extra(code)));
            literals.sum::<u32>() as usize + distances.sum::<u32>() as usize
        };
        let head: u32 = lists.iter().flatten().map(|&(symbol, _, extra)| of_lengths.lengths[symbol] + extra).sum();
        let own_bytes = (size(&own) + head as usize + 3 * written + 5 + 5 + 4 + 3 + 7) >> 3;
        let fixed_bytes = (size(&fixed) + 3 + 7) >> 3;
        let end = u32::from(last);
        match stored {
            Some(bytes) if length + 4 <= own_bytes.min(fixed_bytes) => {
                self.put(end, 3, out);
                self.fill_byte(out);
                out.extend((length as u16).to_le_bytes());
                out.extend((!(length as u16)).to_le_bytes());
                out.extend_from_slice(bytes);
                self.symbols.clear();
            }
            _ if fixed_bytes <= own_bytes => {
                self.put(2 + end, 3, out);
                self.write_symbols(&fixed, out);
            }
            _ => {
                self.put(4 + end, 3, out);
                self.put(own[0].last as u32 + 1 - 257, 5, out);
                self.put(own[1].last as u32, 5, out);
                self.put(written as u32 - 4, 4, out);
                for &symbol in &ORDER[..written] {
                    self.put(of_lengths.lengths[symbol], 3, out);
                }
                for &(symbol, extra, bits) in lists.iter().flatten() {
                    self.put(of_lengths.codes[symbol], of_lengths.lengths[symbol], out);
                    self.put(extra, bits, out);
                }
                self.write_symbols(&own, out);
            }
        }
        if last {
            self.fill_byte(out);
        }
    }

    fn write_symbols(&mut self, [literals, distances]: &[Tree; 2], out: &mut Vec<u8>) {
        for symbol in std::mem::take(&mut self.symbols) {
            match symbol {
                Symbol::Literal(byte) => {
                    let symbol = usize::from(byte);
                    self.put(literals.codes[symbol], literals.lengths[symbol], out);
                }
                Symbol::Copy { distance, length } => {
                    let (code, bits, extra) = length_code(usize::from(length));
                    let symbol = END + 1 + code;
                    self.put(literals.codes[symbol], literals.lengths[symbol], out);
                    self.put(extra, bits, out);
                    let (code, bits, extra) = distance_code(usize::from(distance));
                    self.put(distances.codes[code], distances.lengths[code], out);
                    self.put(extra, bits, out);
                }
            }
        }
        self.put(literals.codes[END], literals.lengths[END], out);
    }
}
