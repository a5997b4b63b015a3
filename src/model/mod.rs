//! The kernel in virtual time: a discrete-event simulation of cores, scheduler and GIL.
//!
//! The life of a run:
//!
//! 1. The main thread of process 1 exists at [`Instant::START`](crate::time::Instant::START); it takes the GIL and a core and runs.
//! 2. A running thread is given time by [`crate::guest::Guest::run`] up to the next entry of the *queue*, so that nothing
//!    can happen meanwhile that it should have noticed. What it did lies between its start and its stop; where that is
//!    before the next entry, the stop is handled at once, else it becomes an entry itself, and its notes reach the trace
//!    when the others' time has caught up.
//! 3. A stop is a syscall (`syscalls`), the end of the budget (then the thread goes on, unless it was asked for
//!    the GIL), or the end of the thread.
//! 4. A thread that comes back from a syscall wants the GIL (`gil`), then a core (`cores`), then runs.
//! 5. The run is over when process 1 has ended, when the queue is empty (nothing can ever happen again: a deadlock), when
//!    a limit is reached, or when somebody stops it.
//!
//! Everything is decided by the queue's order and by [`Chance`](chance::Chance), which comes from the seed: the same
//! program, machine and seed give the same trace. Latencies come from [`crate::costs::Costs`]; CPU time is charged by the
//! guest. The kernel never looks into a program and never reads a clock.

mod chance;
mod cores;
mod gil;
mod kernel;
mod keys;
mod limits;
mod queue;
mod recorder;
mod schedule;
mod scheduling;
mod syscalls;
mod thread;

#[cfg(test)]
pub(crate) mod tests;

pub use limits::{Limits, StopFlag};
pub use schedule::{Candidate, Choice, Decision, Schedule, Scheduled};

use crate::guest::Guest;
use crate::machine::Machine;
use crate::trace::Trace;

/// Runs a program to its end, or to the end of what it may use.
///
/// `program` is the first process, with its main thread about to run its first statement.
pub fn run(program: Box<dyn Guest>, machine: Machine, seed: u64, limits: &Limits, stop: &StopFlag) -> Trace {
    kernel::Kernel::new(program, machine, seed, limits, stop).run().trace
}

/// Runs a program whose threads take turns as `schedule` says, and tells what there was to decide ([`schedule`]).
pub fn run_by(
    program: Box<dyn Guest>,
    machine: Machine,
    seed: u64,
    schedule: &Schedule,
    limits: &Limits,
    stop: &StopFlag,
) -> Scheduled {
    kernel::Kernel::new(program, machine, seed, limits, stop).by(schedule).run()
}
