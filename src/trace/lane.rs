//! One lane of the report, and lanes that stand for a group of threads.

use super::mode::{Meter, Mode, Tally};
use super::report::{LaneKind, LaneReport, seconds};
use crate::syscall::ProcessId;
use crate::time::Instant;

/// A lane in the making.
pub struct Lane {
    /// What it is of.
    pub kind: LaneKind,
    /// Its name.
    pub name: String,
    /// Its process.
    pub process: ProcessId,
    /// The name of its thread.
    pub thread: String,
    /// Index of the lane that it belongs to.
    pub parent: Option<usize>,
    /// How long it was in which state.
    pub meter: Meter,
    /// When its life ended; `None` while it goes on.
    pub end: Option<Instant>,
}

impl Lane {
    /// A lane whose life is about to begin.
    pub fn new(kind: LaneKind, name: String, process: ProcessId, thread: String, parent: Option<usize>) -> Self {
        Self { kind, name, process, thread, parent, meter: Meter::new(Instant::START, Mode::Idle), end: None }
    }

    /// What the report says of it.
    pub fn report(&self, id: u32, end: Instant) -> LaneReport {
        let until = self.end.unwrap_or(end);
        let spent = |mode| seconds(self.meter.spent(mode, until));
        LaneReport {
            id,
            kind: self.kind,
            name: self.name.clone(),
            process: self.process.0,
            thread: self.thread.clone(),
            parent: self.parent.map(|index| index as u32 + 1),
            running: spent(Mode::Running),
            waiting_gil: spent(Mode::WaitingGil),
            waiting_core: spent(Mode::WaitingCore),
            waiting_lock: spent(Mode::WaitingLock),
            io: spent(Mode::Io),
            sleeping: spent(Mode::Sleeping),
            idle: spent(Mode::Idle),
        }
    }
}

/// Threads whose lane shows the state of the most active of them.
pub struct Group {
    /// Index of the lane.
    pub lane: usize,
    /// How many there are.
    pub members: u32,
    tally: Tally,
}

impl Group {
    /// A group without members.
    pub fn new(lane: usize) -> Self {
        Self { lane, members: 0, tally: Tally::default() }
    }

    /// A thread joins.
    pub fn join(&mut self, lanes: &mut [Lane], at: Instant, mode: Mode) {
        self.members += 1;
        self.tally.add(mode);
        lanes[self.lane].meter.set(at, self.tally.mode());
    }

    /// A member changes its state.
    pub fn change(&mut self, lanes: &mut [Lane], at: Instant, before: Mode, mode: Mode) {
        self.tally.remove(before);
        self.tally.add(mode);
        lanes[self.lane].meter.set(at, self.tally.mode());
    }

    /// A member leaves.
    pub fn leave(&mut self, lanes: &mut [Lane], at: Instant, mode: Mode) {
        self.members = self.members.saturating_sub(1);
        self.tally.remove(mode);
        lanes[self.lane].meter.set(at, self.tally.mode());
    }
}
