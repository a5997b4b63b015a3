//! A lock-free ring of bytes in shared memory, from the one thread that writes it to the one place that drains it.
//!
//! Every thread of a live run writes its events into a ring of its own, each as four bytes of length and that many bytes
//! of postcard. The reader lives in another memory and sees the ring through a [`View`]. A full ring loses whole events,
//! never parts, and counts them: the writer never waits for the reader.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::*};

/// Where the three counters lie, in words from the ring's address; the bytes follow them.
const WRITTEN: u32 = 0;
const READ: u32 = 1;
const LOST: u32 = 2;
/// Bytes before the first byte of data.
const HEADER: u32 = 16;

/// A ring as its writer owns it.
#[derive(Debug)]
pub struct Ring {
    /// The counters, then the data, four bytes a word.
    words: Box<[AtomicU32]>,
    capacity: u32,
}

/// What a reader needs to find a ring in another memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RingPlace {
    /// Its address in its memory.
    pub address: u32,
    /// Bytes of data, a power of two.
    pub capacity: u32,
}

impl Ring {
    /// An empty ring for at least `capacity` bytes.
    pub fn new(capacity: u32) -> Self {
        let capacity = capacity.next_power_of_two().max(64);
        let words = (0..(HEADER + capacity) / 4).map(|_| AtomicU32::new(0)).collect();
        Self { words, capacity }
    }

    /// Where it lies.
    pub fn place(&self) -> RingPlace {
        RingPlace { address: self.words.as_ptr() as usize as u32, capacity: self.capacity }
    }

    /// Appends an entry, or counts it as lost when there is no room. Only one thread at a time may write.
    pub fn push(&self, entry: &[u8]) -> Pushed {
        let written = self.words[WRITTEN as usize].load(Relaxed);
        let used = written.wrapping_sub(self.words[READ as usize].load(Acquire));
        let size = entry.len() as u64 + 4;
        if size > u64::from(self.capacity - used) {
            self.words[LOST as usize].fetch_add(1, Relaxed);
            return Pushed::Lost;
        }
        let length = (entry.len() as u32).to_le_bytes();
        self.copy_in(written, &length);
        self.copy_in(written.wrapping_add(4), entry);
        self.words[WRITTEN as usize].store(written.wrapping_add(size as u32), Release);
        Pushed::Kept
    }

    /// Takes all that is there, where no other memory reads the ring.
    pub fn drain_here(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        Reader::new(RingPlace { address: 0, capacity: self.capacity }).drain(&Here(self), &mut bytes);
        bytes
    }

    fn copy_in(&self, at: u32, bytes: &[u8]) {
        let mask = self.capacity - 1;
        let data = self.data();
        for (offset, byte) in (0u32..).zip(bytes) {
            data[(at.wrapping_add(offset) & mask) as usize].store(*byte, Relaxed);
        }
    }

    /// The data, byte by byte.
    fn data(&self) -> &[AtomicU8] {
        let words = &self.words[HEADER as usize / 4..];
        // SAFETY: a word is four bytes, bytes need no alignment, and all access to the data is atomic and bytewise.
        unsafe { std::slice::from_raw_parts(words.as_ptr().cast(), words.len() * 4) }
    }
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It is in the ring.
    Kept,
    /// There was no room.
    Lost,
}

/// How a reader reaches the ring's memory; addresses are bytes.
pub trait View {
    /// The word at `address`.
    fn load(&self, address: u32) -> u32;
    /// Writes the word at `address`.
    fn store(&self, address: u32, value: u32);
    /// Appends `length` bytes from `address` on.
    fn copy(&self, address: u32, length: u32, to: &mut Vec<u8>);
}

/// The reading end.
#[derive(Debug)]
pub struct Reader {
    place: RingPlace,
}

impl Reader {
    /// Of the ring at that place.
    pub fn new(place: RingPlace) -> Self {
        Self { place }
    }

    /// Takes all that is there: whole entries, appended to `to`, each with its length before it ([`entries`]).
    pub fn drain(&self, view: &impl View, to: &mut Vec<u8>) {
        let written = view.load(self.place.address + WRITTEN * 4);
        let read = view.load(self.place.address + READ * 4);
        let length = written.wrapping_sub(read);
        // A length that can't be is a memory that must not be trusted any more.
        if length == 0 || length > self.place.capacity {
            return;
        }
        let start = read & (self.place.capacity - 1);
        let first = length.min(self.place.capacity - start);
        let data = self.place.address + HEADER;
        view.copy(data + start, first, to);
        view.copy(data, length - first, to);
        view.store(self.place.address + READ * 4, written);
    }

    /// How many entries were lost since the ring was made or cleared.
    pub fn lost(&self, view: &impl View) -> u32 {
        view.load(self.place.address + LOST * 4)
    }
}

/// A ring seen from its own memory: addresses count from the ring.
struct Here<'a>(&'a Ring);

impl View for Here<'_> {
    fn load(&self, address: u32) -> u32 {
        self.0.words[address as usize / 4].load(Acquire)
    }

    fn store(&self, address: u32, value: u32) {
        self.0.words[address as usize / 4].store(value, Release);
    }

    fn copy(&self, address: u32, length: u32, to: &mut Vec<u8>) {
        let start = (address - HEADER) as usize;
        to.extend(self.0.data()[start..start + length as usize].iter().map(|byte| byte.load(Relaxed)));
    }
}

/// The entries in drained bytes; ends at the first that is not whole.
pub fn entries(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let entry = rest.get(..length)?;
        bytes = &rest[length..];
        Some(entry)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drained(ring: &Ring) -> Vec<Vec<u8>> {
        entries(&ring.drain_here()).map(<[u8]>::to_vec).collect()
    }

    fn lost(ring: &Ring) -> u32 {
        Reader::new(RingPlace { address: 0, capacity: ring.capacity }).lost(&Here(ring))
    }

    #[test]
    fn what_is_pushed_is_drained_in_order_around_the_end_too() {
        let ring = Ring::new(64);
        for round in 0..50u8 {
            let entries: Vec<Vec<u8>> = (0..3).map(|n| vec![round; 5 + n]).collect();
            for entry in &entries {
                assert_eq!(ring.push(entry), Pushed::Kept);
            }
            assert_eq!(drained(&ring), entries);
        }
        assert_eq!(lost(&ring), 0);
    }

    #[test]
    fn a_full_ring_loses_whole_entries_and_counts_them() {
        let ring = Ring::new(64);
        let kept = (0..10).filter(|_| ring.push(&[7; 16]) == Pushed::Kept).count();
        assert_eq!(kept, 3);
        assert_eq!(lost(&ring), 7);
        assert_eq!(drained(&ring), vec![vec![7; 16]; 3]);
        assert_eq!(ring.push(&[1; 60]), Pushed::Kept);
        assert_eq!(ring.push(&[]), Pushed::Lost);
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "host test with real threads")]
    fn a_writer_and_a_reader_may_run_at_once() {
        let ring = Ring::new(256);
        let mut seen = Vec::new();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 0..20_000u32 {
                    while ring.push(&number.to_le_bytes()) == Pushed::Lost {
                        std::thread::yield_now();
                    }
                }
            });
            while seen.len() < 20_000 {
                seen.extend(drained(&ring));
            }
        });
        assert!(seen.iter().zip(0u32..).all(|(entry, number)| entry[..] == number.to_le_bytes()));
    }
}
