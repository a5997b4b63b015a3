//! A thread as the kernel keeps it.

use crate::guest::Stop;
use crate::syscall::{FiberId, Key, Note, Outcome, Syscall, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::State;

/// One thread of the run.
pub struct Thread {
    /// Which.
    pub id: ThreadId,
    /// Index of its process.
    pub process: usize,
    /// What it runs.
    pub fiber: FiberId,
    /// Where it is in its life.
    pub phase: Phase,
    /// Entries of the queue made with an older ticket are void.
    pub ticket: u32,
    /// Whether an entry of its present ticket is in the queue.
    pub awaited: bool,
    /// When it wants to run again, while it is away until a moment that is known.
    pub back: Option<Instant>,
    /// Since when it waits for the GIL, or has it; only where somebody decides who gets it.
    pub since: Instant,
    /// Whether it has a core.
    pub on_core: bool,
    /// How often it got a core.
    pub stint: u32,
    /// Whether the end of its time slice is in the queue.
    pub slice_armed: bool,
    /// The answer to its last syscall, for when it runs again.
    pub outcome: Option<Outcome>,
    /// What it waits in and since when, as long as a signal may end that.
    pub waits: Option<(Instant, Syscall)>,
    /// How often the process's timer was set; of the main thread only.
    pub alarms: u32,
    /// A selector that woke it: further wake-ups until it runs are the same one.
    pub absorbs: Option<Key>,
    /// What it has done beyond the present moment, or how far it was when it lost its core.
    pub segment: Option<Segment>,
    /// The state that the trace shows.
    pub shown: Option<State>,
    /// When the trace last told its line.
    pub marked: Instant,
}

/// Where a thread is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Waits for its return: it is starting, sleeps, is parked, selects (then `key` is what could wake it), or polls.
    Away {
        /// What it waits on.
        key: Option<Key>,
    },
    /// Wants the GIL.
    WaitingGil,
    /// Dropped the GIL on request and waits until another thread has taken it.
    Forced,
    /// Has what it needs but a core.
    WaitingCore,
    /// Runs Python code: on a core, with the GIL where there is one.
    Running,
    /// Runs native work on a core, without the GIL.
    Native,
    /// Is over.
    Ended,
}

/// Something that a thread does and whose end is known already.
pub struct Segment {
    /// When it began; moved on by the time that the thread was kept from its core.
    pub from: Instant,
    /// How long it takes.
    pub spent: Duration,
    /// How much of it was done when the thread lost its core.
    pub done: Duration,
    /// Notes that are not on the trace yet.
    pub notes: std::iter::Peekable<std::vec::IntoIter<(Duration, Note)>>,
    /// What ends it; `None` for native work.
    pub stop: Option<Stop>,
}

impl Segment {
    /// When it is over.
    pub fn end(&self) -> Instant {
        self.from + self.spent
    }

    /// When its next note is due.
    pub fn next_note(&mut self) -> Option<Instant> {
        let (offset, _) = self.notes.peek()?;
        Some(self.from + *offset)
    }
}

impl Thread {
    /// A thread that is starting.
    pub fn new(id: ThreadId, process: usize, fiber: FiberId) -> Self {
        Self {
            id,
            process,
            fiber,
            phase: Phase::Away { key: None },
            ticket: 0,
            awaited: false,
            back: None,
            since: Instant::START,
            on_core: false,
            stint: 0,
            slice_armed: false,
            outcome: None,
            waits: None,
            alarms: 0,
            absorbs: None,
            segment: None,
            shown: None,
            marked: Instant::START,
        }
    }
}
