//! Appends to the trace and counts what is limited.

use crate::syscall::{Note, ThreadId};
use crate::time::Instant;
use crate::trace::{Event, What};

/// How many events have room from the beginning, where untouched memory costs nothing: growing would copy them all.
const ROOM: usize = if cfg!(target_pointer_width = "64") { 1 << 18 } else { 0 };

/// The trace in the making.
pub struct Recorder {
    /// All events so far, in order of time.
    pub events: Vec<Event>,
    /// Bytes written to both streams.
    pub output: usize,
}

impl Default for Recorder {
    fn default() -> Self {
        Self { events: Vec::with_capacity(ROOM), output: 0 }
    }
}

impl Recorder {
    /// Appends an event.
    pub fn push(&mut self, at: Instant, thread: ThreadId, what: What) {
        debug_assert!(
            self.events.last().is_none_or(|last| last.at <= at),
            "the trace runs backwards at {at:?}: {what:?}"
        );
        if let What::Output { text, .. } = &what {
            self.output += text.len();
        }
        self.events.push(Event { at, thread, what });
    }

    /// Appends a note.
    pub fn note(&mut self, at: Instant, thread: ThreadId, note: Note) {
        self.push(at, thread, What::Note(note));
    }
}
