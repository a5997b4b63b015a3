//! Puts into notes the moments that a program does not know.
//!
//! A program notes `call_soon` without knowing the time, and says [`Instant::START`]. What it means is the moment of the
//! note itself, and for the callback that begins later the moment of that earlier note. A loop calls what was queued in the
//! order in which it was queued, so a queue of moments for each loop is enough.

use crate::numbered::Numbered;
use crate::syscall::{LoopId, Note, ProcessId};
use crate::time::Instant;
use crate::trace::threads::Threads;
use crate::trace::{Event, What};
use std::collections::VecDeque;

/// The moments at which callbacks were queued that have not had their turn.
#[derive(Default)]
pub struct Dues(Numbered<(ProcessId, LoopId), VecDeque<Instant>>);

impl Dues {
    /// Puts the moment into a note of a process. Notes must come in order of time.
    pub fn resolve(&mut self, at: Instant, process: ProcessId, note: &mut Note) {
        match note {
            Note::CallbackDue { id, due, .. } if *due == Instant::START => {
                *due = at;
                self.0.get_or_insert_with((process, *id), VecDeque::new).push_back(at);
            }
            Note::CallbackBegin { id, due, .. } | Note::CallbackSkipped { id, due } if *due == Instant::START => {
                let queued = self.0.get_mut(&(process, *id)).and_then(VecDeque::pop_front);
                *due = queued.unwrap_or(at);
            }
            _ => {}
        }
    }
}

/// Puts the moments into the notes of a whole recording, in order of time.
pub fn resolve(events: &mut [Event]) {
    let (mut dues, mut threads) = (Dues::default(), Threads::default());
    for event in events {
        threads.read(event);
        if let What::Note(note) = &mut event.what {
            dues.resolve(event.at, threads.process(event.thread), note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: ProcessId = ProcessId(1);
    const L: LoopId = LoopId(1);

    #[test]
    fn a_callback_was_due_when_it_was_queued_also_when_one_before_it_was_cancelled() {
        let mut dues = Dues::default();
        for at in [5, 7, 9] {
            let mut note = Note::CallbackDue { id: L, due: Instant::START, task: None };
            dues.resolve(Instant(at), P, &mut note);
            assert_eq!(note, Note::CallbackDue { id: L, due: Instant(at), task: None });
        }
        let mut begin = |at, due| {
            let mut note = Note::CallbackBegin { id: L, name: "f".to_owned(), due: Instant(due) };
            dues.resolve(Instant(at), P, &mut note);
            let Note::CallbackBegin { due, .. } = note else { unreachable!() };
            due
        };
        assert_eq!(begin(20, 0), Instant(5));
        assert_eq!(begin(21, 12), Instant(12), "a timer keeps its own");
        let mut skipped = Note::CallbackSkipped { id: L, due: Instant::START };
        dues.resolve(Instant(22), P, &mut skipped);
        let mut last = Note::CallbackBegin { id: L, name: "f".to_owned(), due: Instant::START };
        dues.resolve(Instant(23), P, &mut last);
        assert_eq!(last, Note::CallbackBegin { id: L, name: "f".to_owned(), due: Instant(9) });
    }
}
