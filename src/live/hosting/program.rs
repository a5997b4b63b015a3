//! From a job to the guest that runs it.

use crate::guest::{Guest, Preempt, Ran};
use crate::live::engine::{Job, Ready, Refusal};
use crate::machine::Machine;
use crate::syscall::{FiberId, Line, Outcome};
use crate::time::Duration;

/// A guest of any kind.
pub type AnyGuest = Box<dyn Guest>;

/// Reads a program; what can't be read or is not supported is refused.
pub fn read(job: &Job) -> Result<(AnyGuest, Machine), Refusal> {
    let ready = Ready::read(job)?;
    Ok((ready.process(job.seed), ready.machine))
}

impl Guest for AnyGuest {
    fn main_fiber(&self) -> FiberId {
        (**self).main_fiber()
    }
    fn attach(&mut self) {
        (**self).attach();
    }
    fn run(&mut self, fiber: FiberId, budget: Duration, preempt: Preempt) -> Ran {
        (**self).run(fiber, budget, preempt)
    }
    fn switch_interval(&mut self) -> Option<Duration> {
        (**self).switch_interval()
    }
    fn alarm(&mut self) {
        (**self).alarm();
    }
    fn answer(&mut self, fiber: FiberId, outcome: Outcome) {
        (**self).answer(fiber, outcome);
    }
    fn drop_fiber(&mut self, fiber: FiberId) {
        (**self).drop_fiber(fiber);
    }
    fn line(&self, fiber: FiberId) -> Line {
        (**self).line(fiber)
    }
    fn memory(&self) -> u64 {
        (**self).memory()
    }
    fn unhandled(&self) -> Option<(String, Line)> {
        (**self).unhandled()
    }
}
