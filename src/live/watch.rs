//! Watching a live run from outside its memory: rings in, a growing trace out.
//!
//! Whoever watches calls [`Watch::poll`] by a timer, or is given bytes where the run's memory can't be shared, and
//! [`Watch::finish`] when the host has told how the run ended.

use super::ring::{Reader, RingPlace, View, entries};
use crate::machine::Machine;
use crate::syscall::ThreadId;
use crate::time::Instant;
use crate::trace::{Engine, Event, Exit, InputKind, Status, Trace, What, waits};
use serde::{Deserialize, Serialize};

/// The most entries that a live trace keeps; a run that writes more is no picture any more.
const MOST_EVENTS: usize = 2_000_000;

/// A trace with more events is not kept after the run.
const KEPT_EVENTS: usize = 100_000;

/// A run as it is watched.
#[derive(Debug)]
pub struct Watch {
    readers: Vec<Reader>,
    bytes: Vec<u8>,
    /// What is known so far.
    pub live: LiveTrace,
}

/// What is known of a live run while it goes on.
#[derive(Debug, Default)]
pub struct LiveTrace {
    /// When it began, in milliseconds since 1970; `None`: it has not begun.
    pub started_ms: Option<f64>,
    /// What happened, nearly in order of time: events of different threads that were read at once are sorted, those
    /// read later may be a little earlier.
    pub events: Vec<Event>,
    /// How many events were lost because a ring or the trace was full.
    pub lost: u64,
    /// When the frozen page noticed that somebody's input waits, in milliseconds since 1970; until the page is heard again.
    pub input_waits_ms: Option<f64>,
    /// How it ended and when.
    pub ended: Option<(Exit, Instant)>,
}

/// What only the host knows about a run that has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    /// The seed of everything random.
    pub seed: u64,
    /// What it ran on.
    pub machine: Machine,
    /// How it ended.
    pub exit: Exit,
    /// When.
    pub end: Instant,
    /// The most bytes that were alive at once.
    pub memory_peak: u64,
}

impl Watch {
    /// Watches rings; none where bytes are given with [`Watch::recorded`].
    pub fn new(rings: &[RingPlace]) -> Self {
        let readers = rings.iter().map(|&place| Reader::new(place)).collect();
        Self { readers, bytes: Vec::new(), live: LiveTrace::default() }
    }

    /// Reads what the rings have.
    pub fn poll(&mut self, view: &impl View) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        for reader in &self.readers {
            reader.drain(view, &mut bytes);
        }
        let lost: u64 = self.readers.iter().map(|reader| u64::from(reader.lost(view))).sum();
        self.live.lost = self.live.lost.max(lost);
        self.recorded(&bytes);
        self.bytes = bytes;
    }

    /// Entries of rings, as they are.
    pub fn recorded(&mut self, bytes: &[u8]) {
        let events = &mut self.live.events;
        let before = events.len();
        for entry in entries(bytes) {
            if events.len() >= MOST_EVENTS {
                self.live.lost += 1;
            } else if let Ok(event) = postcard::from_bytes(entry) {
                events.push(event);
            }
        }
        events[before..].sort_by_key(|event: &Event| event.at);
    }

    /// Somebody clicked or typed. Both moments are in milliseconds since 1970.
    pub fn input(&mut self, kind: InputKind, made_ms: f64, heard_ms: f64) {
        let Some(started_ms) = self.live.started_ms else { return };
        let moment = |ms: f64| Instant(((ms - started_ms) * 1e6).max(0.0) as u64);
        let what = What::Input { kind, made: moment(made_ms) };
        self.live.input_waits_ms = None;
        self.live.events.push(Event { at: moment(heard_ms), thread: ThreadId(1), what });
    }

    /// The trace of the run that has ended. Rings are to be polled once more before.
    pub fn finish(&mut self, ending: Ending) -> Trace {
        // Kept for the picture as they are, unless they are many.
        let few = self.live.events.len() <= KEPT_EVENTS;
        let mut events = if few { self.live.events.clone() } else { std::mem::take(&mut self.live.events) };
        events.sort_by_key(|event| event.at);
        crate::trace::due::resolve(&mut events);
        let mut exit = ending.exit;
        if exit.status == Status::Deadlock {
            let told = waits::explain(&events);
            exit.message = Some(told.message);
            exit.line = told.line;
        }
        if self.live.lost > 0 && exit.message.is_none() {
            exit.message =
                Some(format!("{} events came too fast to be recorded: the picture has gaps", self.live.lost));
        }
        let last = events.last().map_or(Instant::START, |event| event.at);
        self.live.ended = Some((exit.clone(), ending.end));
        Trace {
            engine: Engine::Live,
            seed: ending.seed,
            machine: ending.machine,
            events,
            end: ending.end.max(last),
            exit,
            memory_peak: ending.memory_peak,
        }
    }
}

/// The most threads beside the main one that were alive at once.
pub fn threads_at_once(trace: &Trace) -> u32 {
    let mut alive = 0_u32;
    let mut most = 0;
    for event in trace.events.iter().filter(|event| event.thread != ThreadId(1)) {
        match event.what {
            What::ThreadStarted { .. } => {
                alive += 1;
                most = most.max(alive);
            }
            What::ThreadEnded => alive = alive.saturating_sub(1),
            _ => {}
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: u64, thread: u32) -> Vec<u8> {
        let event = Event { at: Instant(at), thread: ThreadId(thread), what: What::ThreadEnded };
        let bytes = postcard::to_stdvec(&event).expect("plain data");
        [&(bytes.len() as u32).to_le_bytes()[..], &bytes].concat()
    }

    #[test]
    fn what_several_threads_recorded_is_merged_in_order_of_time_with_input() {
        let mut watch = Watch::new(&[]);
        watch.live.started_ms = Some(1_000.0);
        watch.recorded(&[entry(10, 1), entry(30, 1), entry(20, 2)].concat());
        watch.recorded(&entry(25, 3));
        watch.input(InputKind::Click, 1_000.5, 1_002.0);
        let exit = Exit { status: Status::Finished, code: 0, message: None, line: None };
        let ending = Ending { seed: 0, machine: Machine::default(), exit, end: Instant(40), memory_peak: 0 };
        let trace = watch.finish(ending);
        let moments: Vec<u64> = trace.events.iter().map(|event| event.at.0).collect();
        assert_eq!(moments, [10, 20, 25, 30, 2_000_000]);
        assert_eq!(trace.events[4].what, What::Input { kind: InputKind::Click, made: Instant(500_000) });
        assert_eq!(trace.end, Instant(2_000_000));
    }
}
