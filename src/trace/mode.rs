//! The seven states that the report tells of a lane, and how long something was in each.

use crate::syscall::{Reason, TaskWait};
use crate::time::{Duration, Instant};
use crate::trace::State;

/// What somebody is doing, as the report distinguishes it (CONTRACT.md); the most active first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// On a core, holding the GIL where there is one, or in native work without it. A lock: held.
    Running,
    /// Runnable, without a core.
    WaitingCore,
    /// Wants the GIL.
    WaitingGil,
    /// Waits for a threading or asyncio primitive. A lock: held, and somebody waits for it.
    WaitingLock,
    /// Waits for network, file or database.
    Io,
    /// `time.sleep`, `asyncio.sleep`.
    Sleeping,
    /// Anything else: select, a pool without a job, a task that is not ready or not yet run. A lock: free.
    Idle,
}

impl Mode {
    /// All of them, the most active first.
    pub const ALL: [Self; 7] =
        [Self::Running, Self::WaitingCore, Self::WaitingGil, Self::WaitingLock, Self::Io, Self::Sleeping, Self::Idle];

    /// That of a thread.
    pub fn of_thread(state: State) -> Self {
        match state {
            State::Running | State::Native => Self::Running,
            State::WaitingGil => Self::WaitingGil,
            State::WaitingCore => Self::WaitingCore,
            State::Sleeping { .. } => Self::Sleeping,
            State::Parked { reason: Reason::Lock, .. } => Self::WaitingLock,
            State::Parked { reason: Reason::Io, .. } => Self::Io,
            State::Parked { reason: Reason::Join | Reason::Idle, .. } | State::Selecting => Self::Idle,
        }
    }

    /// That of a task between its steps.
    pub fn of_task(on: TaskWait) -> Self {
        match on {
            TaskWait::Sleep => Self::Sleeping,
            TaskWait::Lock(_) => Self::WaitingLock,
            TaskWait::Io => Self::Io,
            TaskWait::Task(_) | TaskWait::Job(_) | TaskWait::Future | TaskWait::Yield => Self::Idle,
        }
    }
}

/// How long something was in each mode since it began.
#[derive(Clone, Debug)]
pub struct Meter {
    since: Instant,
    mode: Mode,
    spent: [Duration; 7],
}

impl Meter {
    /// Begins in a mode.
    pub fn new(at: Instant, mode: Mode) -> Self {
        Self { since: at, mode, spent: [Duration::ZERO; 7] }
    }

    /// Another mode from then on.
    pub fn set(&mut self, at: Instant, mode: Mode) {
        self.spent[self.mode as usize] += at.since(self.since);
        self.since = self.since.max(at);
        self.mode = mode;
    }

    /// Since when it is in its mode.
    pub fn since(&self) -> Instant {
        self.since
    }

    /// The time spent in a mode up to a moment, if that is not before the last change.
    pub fn spent(&self, mode: Mode, until: Instant) -> Duration {
        let now = if self.mode == mode { until.since(self.since) } else { Duration::ZERO };
        self.spent[mode as usize] + now
    }
}

/// How many of a group are in each mode.
#[derive(Clone, Debug, Default)]
pub struct Tally([u32; 7]);

impl Tally {
    /// One more in that mode.
    pub fn add(&mut self, mode: Mode) {
        self.0[mode as usize] += 1;
    }

    /// One less.
    pub fn remove(&mut self, mode: Mode) {
        let count = &mut self.0[mode as usize];
        *count = count.saturating_sub(1);
    }

    /// That of the group: its most active member's.
    pub fn mode(&self) -> Mode {
        Mode::ALL.into_iter().find(|&mode| self.0[mode as usize] > 0).unwrap_or(Mode::Idle)
    }
}
