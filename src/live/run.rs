//! What all threads of one live run share.
//!
//! 1. A host makes it around a guest, with a slot for the main thread and one for each worker that is armed.
//! 2. Each armed worker waits at its slot's mailbox ([`Run::next_job`]).
//! 3. The host begins ([`Run::begin`]) and drives the main thread; `SpawnThread` puts a fiber into a free slot's mailbox.
//! 4. Whatever ends the run says so with [`Run::end`]; the first one wins. Everybody looks at the control word at least
//!    every 100 ms and leaves.
//! 5. When all have left ([`Run::is_empty`]) the guest is dropped with the run.
//!
//! Guest, queues and free slots are touched only while holding the GIL, which [`Held`] proves. Nothing here waits, and
//! nothing takes a lock of std: a page may be the one that runs this code.

use super::clock::RunClock;
use super::gil::{Gil, Held};
use super::ring::Ring;
use super::word;
use crate::guest::Guest;
use crate::syscall::{FiberId, Key, Line, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::{Exit, Status};
use std::cell::UnsafeCell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::SeqCst};

/// The control word while the run goes on.
pub const GOES_ON: u32 = 0;
/// What the page writes into the control word to stop the run.
pub const STOP: u32 = 1;
/// The run ended by itself.
const ENDED: u32 = 2;

/// A slot's word while its thread waits to be woken.
pub(super) const WAITING: u32 = 0;
/// A slot's word after it was woken, and whenever it does not wait.
pub(super) const WOKEN: u32 = 1;

/// Bytes of the main thread's ring.
const MAIN_RING: u32 = 1 << 20;
/// Bytes of another thread's ring.
const THREAD_RING: u32 = 1 << 18;

/// One live run of one process.
pub struct Run<G> {
    /// The lock.
    pub gil: Gil,
    /// The clock.
    pub clock: RunClock,
    /// After how many microseconds a waiter asks for the GIL.
    switch_interval: AtomicU32,
    control: AtomicU32,
    exit: AtomicPtr<Exit>,
    slots: Box<[Slot]>,
    /// How many threads, the main one among them, may still touch the run.
    inside: AtomicU32,
    guarded: UnsafeCell<Guarded<G>>,
}

// SAFETY: `guarded` is the only part that is not made of atomics, and `Run::guarded` gives it out only against the proof
// that the caller holds the GIL, of which there is one at a time; the lock's release and acquire order the accesses.
unsafe impl<G: Guest> Sync for Run<G> {}
// SAFETY: nothing in a run belongs to the thread that made it; `Guest` is `Send`.
unsafe impl<G: Guest> Send for Run<G> {}

/// A place for one thread at a time.
pub(super) struct Slot {
    /// [`WAITING`] or [`WOKEN`]; its thread waits on it.
    pub(super) word: AtomicU32,
    /// 0, or the fiber to run plus 1; an armed worker waits on it.
    mailbox: AtomicU32,
    /// The thread that runs here.
    pub(super) thread: AtomicU32,
    pub(super) ring: Ring,
}

/// What only the GIL's holder touches.
pub(super) struct Guarded<G> {
    pub(super) guest: G,
    /// Who is parked on what, oldest first, by slot.
    pub(super) parked: BTreeMap<Key, VecDeque<(u32, Deadline)>>,
    /// The event loops' selectors.
    pub(super) selectors: BTreeMap<Key, Selector>,
    /// Slots whose worker waits for a thread to run.
    pub(super) free: Vec<u32>,
    /// Threads that have not ended.
    pub(super) alive: u32,
    /// How many of them wait for a wake-up only.
    pub(super) forever: u32,
    pub(super) next_thread: u32,
    pub(super) memory_peak: u64,
    /// A signal has ended what the main thread waits in, and who sent it; nothing yet of how it goes on.
    pub(super) interrupted: bool,
    /// When the process's timer is over, and after how long again.
    pub(super) alarm: Option<(Instant, Duration)>,
}

/// An event loop's selector.
#[derive(Debug, Default)]
pub(super) struct Selector {
    /// Who waits in it, and whether without a deadline.
    pub(super) waits: Option<(u32, Deadline)>,
    /// It was woken while nobody waited.
    pub(super) pending: bool,
}

/// Whether a wait ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deadline {
    Some,
    None,
}

/// At least one.
fn microseconds(interval: Duration) -> u32 {
    u32::try_from(interval.0 / 1000).unwrap_or(u32::MAX).max(1)
}

impl<G: Guest> Run<G> {
    /// After how long a waiter asks for the GIL.
    pub fn switch_interval(&self) -> Duration {
        Duration::from_micros(u64::from(self.switch_interval.load(SeqCst)))
    }

    /// Changes it for those who wait from now on.
    pub fn set_switch_interval(&self, interval: Duration) {
        self.switch_interval.store(microseconds(interval), SeqCst);
    }

    /// A run of `guest` that may have `workers` threads beside the main one.
    pub fn new(guest: G, workers: u32, switch_interval: Duration) -> Self {
        let slot = |number: u32| Slot {
            word: AtomicU32::new(WOKEN),
            mailbox: AtomicU32::new(0),
            thread: AtomicU32::new(0),
            ring: Ring::new(if number == 0 { MAIN_RING } else { THREAD_RING }),
        };
        Self {
            gil: Gil::default(),
            clock: RunClock::default(),
            switch_interval: AtomicU32::new(microseconds(switch_interval)),
            control: AtomicU32::new(GOES_ON),
            exit: AtomicPtr::default(),
            slots: (0..=workers).map(slot).collect(),
            inside: AtomicU32::new(0),
            guarded: UnsafeCell::new(Guarded {
                guest,
                parked: BTreeMap::new(),
                selectors: BTreeMap::new(),
                // The lowest slot is used first.
                free: (1..=workers).rev().collect(),
                alive: 1,
                forever: 0,
                next_thread: 2,
                memory_peak: 0,
                interrupted: false,
                alarm: None,
            }),
        }
    }

    /// The first statement runs now.
    pub fn begin(&self) {
        self.clock.begin();
    }

    /// Where each slot's ring lies, the main thread's first.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.slots.iter().map(|slot| &slot.ring)
    }

    /// The control word, for the page to write [`STOP`] into.
    pub fn control(&self) -> &AtomicU32 {
        &self.control
    }

    /// Whether everybody shall leave.
    pub fn is_over(&self) -> bool {
        self.control.load(SeqCst) != GOES_ON
    }

    /// Ends the run; the first end counts.
    pub fn end(&self, exit: Exit) {
        let new = Box::into_raw(Box::new(exit));
        if self.exit.compare_exchange(std::ptr::null_mut(), new, SeqCst, SeqCst).is_err() {
            // SAFETY: it was made two lines above and nobody else has seen it.
            drop(unsafe { Box::from_raw(new) });
        }
        // A stop that came before this end stays one.
        let _ = self.control.compare_exchange(GOES_ON, ENDED, SeqCst, SeqCst);
        self.wake_everybody();
    }

    /// How the run ended; "stopped" when nothing in it did.
    pub fn exit(&self) -> Exit {
        let exit = self.exit.load(SeqCst);
        if self.control.load(SeqCst) == STOP || exit.is_null() {
            return Exit { status: Status::Stopped, code: 130, message: None, line: None };
        }
        // SAFETY: written once, by `end`, and freed only when the run is dropped.
        unsafe { (*exit).clone() }
    }

    fn wake_everybody(&self) {
        for slot in &self.slots {
            word::wake(&slot.word, u32::MAX);
            word::wake(&slot.mailbox, u32::MAX);
        }
        self.gil.wake_all();
    }

    /// A thread comes in: from now on the run is not dropped.
    pub fn enter(&self) {
        self.inside.fetch_add(1, SeqCst);
    }

    /// A thread has left for good.
    pub fn leave(&self) {
        self.inside.fetch_sub(1, SeqCst);
        word::wake(&self.inside, u32::MAX);
    }

    /// Whether all have left.
    pub fn is_empty(&self) -> bool {
        self.inside.load(SeqCst) == 0
    }

    /// Blocks until all have left or the time is over. Not on a page.
    pub fn wait_empty(&self, timeout: Duration) {
        let until = self.clock.now() + timeout;
        loop {
            let inside = self.inside.load(SeqCst);
            if inside == 0 || self.clock.now() >= until {
                return;
            }
            word::wait(&self.inside, inside, word::SLICE.min(timeout));
        }
    }

    /// Blocks until a thread is to be run in this slot; `None` when the run is over. Not on a page.
    pub fn next_job(&self, slot: u32) -> Option<(ThreadId, FiberId)> {
        let place = &self.slots[slot as usize];
        loop {
            if self.is_over() {
                return None;
            }
            let fiber = place.mailbox.swap(0, SeqCst);
            if fiber != 0 {
                return Some((ThreadId(place.thread.load(SeqCst)), FiberId(fiber - 1)));
            }
            word::wait(&place.mailbox, 0, word::SLICE);
        }
    }

    /// Puts a fiber into a slot, whose worker runs it.
    pub(super) fn give(&self, slot: u32, thread: ThreadId, fiber: FiberId) {
        let place = &self.slots[slot as usize];
        place.thread.store(thread.0, SeqCst);
        place.mailbox.store(fiber.0 + 1, SeqCst);
        word::wake(&place.mailbox, 1);
    }

    pub(super) fn slot(&self, slot: u32) -> &Slot {
        &self.slots[slot as usize]
    }

    /// How many workers are armed.
    pub(super) fn workers(&self) -> u32 {
        self.slots.len() as u32 - 1
    }

    /// What the GIL guards, for as long as it is held.
    #[allow(clippy::mut_from_ref, reason = "exclusive by the proof of holding the GIL, which is borrowed as long")]
    pub(super) fn guarded<'h>(&'h self, _held: &'h mut Held) -> &'h mut Guarded<G> {
        // SAFETY: one `Held` exists at a time and it is borrowed mutably for as long as the reference lives.
        unsafe { &mut *self.guarded.get() }
    }

    /// The guest; when all have left.
    pub fn guest(&mut self) -> &mut G {
        &mut self.guarded.get_mut().guest
    }

    /// The most bytes that were alive at once; when all have left.
    pub fn memory_peak(&mut self) -> u64 {
        self.guarded.get_mut().memory_peak
    }
}

impl<G> Drop for Run<G> {
    fn drop(&mut self) {
        let exit = self.exit.load(SeqCst);
        if !exit.is_null() {
            // SAFETY: it came from a box in `end`, and the run is ours alone now.
            drop(unsafe { Box::from_raw(exit) });
        }
    }
}

/// A run's end by a limit.
pub(super) fn limit(message: String, line: Line) -> Exit {
    Exit { status: Status::Limit, code: 1, message: Some(message), line: (line.line != 0).then_some(line) }
}
