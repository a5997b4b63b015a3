//! DEFLATE (RFC 1951) as zlib compresses: the same matches, the same blocks and the same trees, so that programs see the
//! bytes and lengths that CPython's zlib gives with its default memory level and strategy.
//!
//! [`Deflater::feed`] takes input, of any size; what is certain leaves as bytes of [`Deflater::output`]. After
//! [`Deflater::finish`] the stream is whole. Nothing here writes a header or a checksum.

mod trees;

use trees::Block;

/// The window, and how far it moves on when it is full.
const WINDOW: usize = 32_768;
const LEAST_MATCH: usize = 3;
const MOST_MATCH: usize = 258;
/// So much input is wanted before a decision is made.
const LOOKAHEAD: usize = MOST_MATCH + LEAST_MATCH + 1;
const MOST_DISTANCE: usize = WINDOW - LOOKAHEAD;
/// A match of three bytes that is farther away than this costs more than its bytes.
const TOO_FAR: usize = 4_096;

/// How hard a level looks for matches.
struct Effort {
    /// From this length on fewer candidates are looked at.
    good: usize,
    /// From this length on the next position is not tried (lazy levels), or a match's inside is not remembered (others).
    lazy: usize,
    /// A match that is long enough.
    nice: usize,
    /// Candidates.
    chain: usize,
}

const fn effort(good: usize, lazy: usize, nice: usize, chain: usize) -> Effort {
    Effort { good, lazy, nice, chain }
}

static EFFORTS: [Effort; 9] = [
    effort(4, 4, 8, 4),
    effort(4, 5, 16, 8),
    effort(4, 6, 32, 32),
    effort(4, 4, 16, 16),
    effort(8, 16, 32, 32),
    effort(8, 16, 128, 128),
    effort(8, 32, 128, 256),
    effort(32, 128, 258, 1_024),
    effort(32, 258, 258, 4_096),
];

/// The first level that tries the next position before it takes a match.
const FIRST_LAZY: usize = 4;

/// A stream that is being compressed.
#[derive(Clone)]
pub struct Deflater {
    /// Whole bytes that are not taken yet.
    pub output: Vec<u8>,
    /// How many candidates were compared: what compressing costs beside its bytes.
    pub compared: u64,
    level: usize,
    input: Vec<u8>,
    taken: usize,
    window: Vec<u8>,
    head: Vec<u16>,
    previous: Vec<u16>,
    at: usize,
    ahead: usize,
    block_start: isize,
    match_at: usize,
    match_length: usize,
    /// The byte before is not written yet: a match may begin at it.
    pending: bool,
    block: Block,
}

impl Deflater {
    /// A new stream; levels are 1 to 9.
    pub fn new(level: usize) -> Self {
        Self {
            output: Vec::new(),
            compared: 0,
            level: level.clamp(1, 9),
            input: Vec::new(),
            taken: 0,
            window: vec![0; 2 * WINDOW],
            head: vec![0; WINDOW],
            previous: vec![0; WINDOW],
            at: 0,
            ahead: 0,
            block_start: 0,
            match_at: 0,
            match_length: LEAST_MATCH - 1,
            pending: false,
            block: Block::default(),
        }
    }

    /// Takes input.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.input.drain(..self.taken);
        self.taken = 0;
        self.input.extend_from_slice(bytes);
        self.run(false);
    }

    /// Writes what is left, and the end of the stream.
    pub fn finish(&mut self) {
        self.run(true);
        if self.pending {
            self.block.literal(self.window[self.at - 1]);
            self.pending = false;
        }
        self.flush_block(true);
    }

    fn run(&mut self, last: bool) {
        loop {
            if self.ahead < LOOKAHEAD {
                self.fill();
                if self.ahead < LOOKAHEAD && !last || self.ahead == 0 {
                    return;
                }
            }
            if self.level < FIRST_LAZY { self.greedy_step() } else { self.lazy_step() }
        }
    }

    /// Moves the window on when its end is near, and reads as much as it holds.
    fn fill(&mut self) {
        loop {
            let mut room = 2 * WINDOW - self.ahead - self.at;
            if self.at >= WINDOW + MOST_DISTANCE {
                self.window.copy_within(WINDOW.., 0);
                self.match_at = self.match_at.wrapping_sub(WINDOW);
                self.at -= WINDOW;
                self.block_start -= WINDOW as isize;
                for place in self.head.iter_mut().chain(&mut self.previous) {
                    *place = place.saturating_sub(WINDOW as u16);
                }
                room += WINDOW;
            }
            let rest = &self.input[self.taken..];
            if rest.is_empty() {
                return;
            }
            let count = rest.len().min(room);
            let end = self.at + self.ahead;
            self.window[end..end + count].copy_from_slice(&rest[..count]);
            self.taken += count;
            self.ahead += count;
            if self.ahead >= LOOKAHEAD {
                return;
            }
        }
    }

    /// Remembers the three bytes at a place; gives the last place where they (or others with the same hash) were, 0 for none.
    fn remember(&mut self, at: usize) -> usize {
        let [a, b, c] = [0, 1, 2].map(|i| usize::from(self.window[at + i]));
        let hash = (a << 10 ^ b << 5 ^ c) & (WINDOW - 1);
        let before = self.head[hash];
        self.previous[at & (WINDOW - 1)] = before;
        self.head[hash] = at as u16;
        usize::from(before)
    }

    /// The longest match for what is at the current place, longer than `least`, among the candidates from `candidate` on.
    /// Sets where it is.
    fn longest_match(&mut self, mut candidate: usize, least: usize) -> usize {
        let effort = &EFFORTS[self.level - 1];
        let mut chain = if least >= effort.good { effort.chain >> 2 } else { effort.chain };
        let nice = effort.nice.min(self.ahead);
        let limit = self.at.saturating_sub(MOST_DISTANCE);
        let here = self.at;
        let mut best = least;
        let window = &self.window;
        loop {
            self.compared += 1;
            if window[candidate + best] == window[here + best]
                && window[candidate + best - 1] == window[here + best - 1]
                && window[candidate] == window[here]
            {
                let both = window[candidate..].iter().zip(&window[here..]).take(MOST_MATCH);
                let length = both.take_while(|(a, b)| a == b).count();
                if length > best {
                    self.match_at = candidate;
                    best = length;
                    if length >= nice {
                        break;
                    }
                }
            }
            candidate = usize::from(self.previous[candidate & (WINDOW - 1)]);
            chain -= 1;
            if candidate <= limit || chain == 0 {
                break;
            }
        }
        best.min(self.ahead)
    }

    fn candidate(&mut self) -> Option<usize> {
        let candidate = if self.ahead >= LEAST_MATCH { self.remember(self.at) } else { 0 };
        (candidate != 0 && self.at - candidate <= MOST_DISTANCE).then_some(candidate)
    }

    /// Takes the first match that there is.
    fn greedy_step(&mut self) {
        if let Some(candidate) = self.candidate() {
            self.match_length = self.longest_match(candidate, LEAST_MATCH - 1);
        }
        if self.match_length < LEAST_MATCH {
            self.block.literal(self.window[self.at]);
            self.ahead -= 1;
            self.at += 1;
        } else {
            self.block.copy(self.at - self.match_at, self.match_length);
            self.ahead -= self.match_length;
            if self.match_length <= EFFORTS[self.level - 1].lazy && self.ahead >= LEAST_MATCH {
                for at in self.at + 1..self.at + self.match_length {
                    self.remember(at);
                }
            }
            self.at += self.match_length;
            self.match_length = 0;
        }
        if self.block.is_full() {
            self.flush_block(false);
        }
    }

    /// Takes the match of the place before unless there is a longer one here.
    fn lazy_step(&mut self) {
        let candidate = self.candidate();
        let (before, before_at) = (self.match_length, self.match_at);
        self.match_length = LEAST_MATCH - 1;
        if let Some(candidate) = candidate
            && before < EFFORTS[self.level - 1].lazy
        {
            self.match_length = self.longest_match(candidate, before);
            if self.match_length == LEAST_MATCH && self.at - self.match_at > TOO_FAR {
                self.match_length = LEAST_MATCH - 1;
            }
        }
        if before >= LEAST_MATCH && self.match_length <= before {
            let last = self.at + self.ahead - LEAST_MATCH;
            self.block.copy(self.at - 1 - before_at, before);
            self.ahead -= before - 1;
            for at in self.at + 1..=self.at + before - 2 {
                if at <= last {
                    self.remember(at);
                }
            }
            self.at += before - 1;
            self.pending = false;
            self.match_length = LEAST_MATCH - 1;
        } else {
            if self.pending {
                self.block.literal(self.window[self.at - 1]);
                if self.block.is_full() {
                    self.flush_block(false);
                }
            }
            self.pending = true;
            self.at += 1;
            self.ahead -= 1;
            return;
        }
        if self.block.is_full() {
            self.flush_block(false);
        }
    }

    fn flush_block(&mut self, last: bool) {
        let start = self.block_start;
        let length = (self.at as isize - start) as usize;
        let stored = usize::try_from(start).ok().map(|start| &self.window[start..start + length]);
        self.block.write(stored, length, last, &mut self.output);
        self.block_start = self.at as isize;
    }
}

#[cfg(test)]
mod tests {
    use super::Deflater;
    use miniz_oxide::inflate::decompress_to_vec;

    /// Bytes that repeat themselves, more or less, from a counter.
    fn bytes(count: usize, variety: u64) -> Vec<u8> {
        let mut state = 1u64;
        let mut out = Vec::with_capacity(count);
        while out.len() < count {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let random = state >> 33;
            let back = (random >> 8) as usize % 40_000 + 1;
            if random % variety == 0 && back <= out.len() {
                for _ in 0..random % 300 {
                    out.push(out[out.len() - back]);
                }
            }
            out.push((random % 61) as u8);
        }
        out
    }

    #[test]
    fn what_was_compressed_comes_back_at_every_level_and_in_any_pieces() {
        for level in 1..=9 {
            for (count, variety) in [(0, 1), (1, 1), (300, 3), (200_000, 2), (90_000, 1_000_000)] {
                let data = bytes(count, variety);
                let mut whole = Deflater::new(level);
                whole.feed(&data);
                whole.finish();
                assert_eq!(decompress_to_vec(&whole.output).ok().as_ref(), Some(&data), "level {level}, {count} bytes");
                let mut pieces = Deflater::new(level);
                data.chunks(1_000).for_each(|piece| pieces.feed(piece));
                pieces.finish();
                assert_eq!(decompress_to_vec(&pieces.output).ok().as_ref(), Some(&data));
            }
        }
    }
}
