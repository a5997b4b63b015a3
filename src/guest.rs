//! What a kernel runs: one Python process, seen from below.
//!
//! A kernel gives a fiber time with [`Guest::run`]; the fiber comes back with a [`Stop`]. A syscall's answer is left with
//! [`Guest::answer`] before the fiber is run again. [`crate::vm::Vm`] is the guest of every real run; kernels are tested
//! with scripted ones, whose time is exact.

use crate::syscall::{FiberId, Line, Note, Outcome, Syscall};
use crate::time::Duration;

/// One process's program: fibers that run until they stop.
pub trait Guest: Send {
    /// The fiber of the main thread.
    fn main_fiber(&self) -> FiberId;

    /// The calling thread has just taken the GIL: whatever a guest keeps per thread of the platform is set here. A kernel
    /// with one thread of its own calls it once.
    fn attach(&mut self) {}

    /// Time is virtual: what takes no deciding may be computed at once, in whatever time that takes the host.
    fn compute_ahead(&mut self) {}

    /// Somebody decides at hand-over points who goes on: from now on [`Self::point`] will be asked.
    fn watch(&mut self) {}

    /// Where a fiber stands that was run without a budget and stopped because of that; `None` where CPython does not hand
    /// over.
    fn point(&mut self, fiber: FiberId) -> Option<Point> {
        Some(Point { line: self.line(fiber), within: Within::Program, passed: Passed::Shared })
    }

    /// CPU time, of what `run` has stated since this was asked last, that was computed at once.
    fn skipped(&mut self) -> Duration {
        Duration::ZERO
    }

    /// The switch interval that the program has set since this was asked last (`sys.setswitchinterval`).
    fn switch_interval(&mut self) -> Option<Duration> {
        None
    }

    /// Runs `fiber` until it stops. When it has spent `budget` it stops at its next hand-over point, or, with
    /// [`Preempt::Anywhere`], before its next operation.
    fn run(&mut self, fiber: FiberId, budget: Duration, preempt: Preempt) -> Ran;

    /// Gives the vector of notes of an earlier `run` back, emptied, to be filled again.
    fn give_back(&mut self, _notes: Vec<(Duration, Note)>) {}

    /// Leaves the answer to the fiber's last syscall, for its next `run`.
    fn answer(&mut self, fiber: FiberId, outcome: Outcome);

    /// The process's timer is over ([`Syscall::Alarm`]).
    fn alarm(&mut self) {}

    /// Forgets a fiber as it stands, without running its `finally` blocks.
    fn drop_fiber(&mut self, fiber: FiberId);

    /// Where the fiber stands in the visitor's own files: the innermost frame that is theirs.
    fn line(&self, fiber: FiberId) -> Line;

    /// Bytes that CPython would have allocated for what is alive now.
    fn memory(&self) -> u64;

    /// What ended the main thread by an exception, when one did: its last line as CPython prints it, and where.
    fn unhandled(&self) -> Option<(String, Line)>;
}

/// Where a fiber may be interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preempt {
    /// At CPython's own hand-over points of the GIL: backward jumps, function entries, after most C calls.
    HandOver,
    /// Before any operation, as threads without a GIL are.
    Anywhere,
}

/// A hand-over point that a fiber stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// As [`Guest::line`] has it.
    pub line: Line,
    /// Whose code it is in.
    pub within: Within,
    /// What the fiber did since it was asked for a point before.
    pub passed: Passed,
}

/// Whose code a hand-over point is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// The visitor's.
    Program,
    /// A library's, called by it.
    Library,
}

/// What a fiber did between two hand-over points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// It came back to where it was in a loop, or a call that had let others go on returned; it touched nothing that other
    /// threads can see.
    Unseen,
    /// Something else.
    Shared,
}

/// What came of one [`Guest::run`].
#[derive(Clone, Debug, PartialEq)]
pub struct Ran {
    /// CPU time spent, by the machine's costs.
    pub spent: Duration,
    /// What was noted on the way, each with the time spent before it.
    pub notes: Vec<(Duration, Note)>,
    /// Why it came back.
    pub stop: Stop,
}

/// Why a fiber came back.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// It wants this; run it again after [`Guest::answer`].
    Syscall(Syscall),
    /// The budget is spent and it stands at a point where it may be interrupted.
    Budget,
    /// Its thread has ended.
    Ended,
    /// It needs what the vm does not have, or more of it than allowed; the whole run ends with status `limit`.
    Limit {
        /// What was reached and what to do, for a person.
        message: String,
    },
}
