//! A guest for tests of the live kernel: each fiber is a list of deeds, and burning takes real time.

use crate::guest::{Guest, Preempt, Ran, Stop};
use crate::live::clock::now_ms;
use crate::syscall::{FiberId, Line, Note, Outcome, Syscall};
use crate::time::Duration;

/// One thing that a fiber does.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Keeps its core busy for that long, holding the GIL.
    Burn(Duration),
    /// Burns until the run is ended from outside.
    BurnForever,
    /// A note.
    Note(Note),
    /// A syscall.
    Call(Syscall),
}

/// Fibers by number; the first is the main one.
#[derive(Debug)]
pub struct Scripted {
    fibers: Vec<Fiber>,
    /// What every fiber was answered, in order.
    pub answers: Vec<(FiberId, Outcome)>,
}

#[derive(Debug)]
struct Fiber {
    deeds: std::vec::IntoIter<Deed>,
    burning: Option<Duration>,
}

impl Scripted {
    /// One list of deeds for each fiber.
    pub fn new(fibers: impl IntoIterator<Item = Vec<Deed>>) -> Self {
        let fiber = |deeds: Vec<Deed>| Fiber { deeds: deeds.into_iter(), burning: None };
        Self { fibers: fibers.into_iter().map(fiber).collect(), answers: Vec::new() }
    }
}

impl Guest for Scripted {
    fn main_fiber(&self) -> FiberId {
        FiberId(0)
    }

    fn run(&mut self, fiber: FiberId, budget: Duration, _preempt: Preempt) -> Ran {
        let script = &mut self.fibers[fiber.0 as usize];
        let mut spent = Duration::ZERO;
        let mut notes = Vec::new();
        let stop = loop {
            if let Some(left) = script.burning {
                let now = left.min(budget - spent);
                let until = now_ms() + now.0 as f64 / 1e6;
                while now_ms() < until {
                    std::hint::spin_loop();
                }
                spent += now;
                script.burning = (now < left).then_some(left - now);
                if spent >= budget {
                    break Stop::Budget;
                }
            }
            match script.deeds.next() {
                None => break Stop::Ended,
                Some(Deed::Burn(time)) => script.burning = Some(time),
                Some(Deed::BurnForever) => script.burning = Some(Duration(u64::MAX)),
                Some(Deed::Note(note)) => notes.push((spent, note)),
                Some(Deed::Call(syscall)) => break Stop::Syscall(syscall),
            }
        };
        Ran { spent, notes, stop }
    }

    fn answer(&mut self, fiber: FiberId, outcome: Outcome) {
        self.answers.push((fiber, outcome));
    }

    fn drop_fiber(&mut self, _fiber: FiberId) {}

    fn line(&self, _fiber: FiberId) -> Line {
        Line { file: 0, line: 1 }
    }

    fn memory(&self) -> u64 {
        0
    }

    fn unhandled(&self) -> Option<(String, Line)> {
        None
    }
}
