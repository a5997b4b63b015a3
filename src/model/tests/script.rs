//! A guest whose time is exact: each of its fibers does what its script says.

use crate::guest::{Guest, Preempt, Ran, Stop};
use crate::machine::Machine;
use crate::model::{Limits, StopFlag, run};
use crate::syscall::{FiberId, Line, Note, Outcome, Syscall};
use crate::time::{Duration, Instant};
use crate::trace::{State, Trace, What, invariants};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// One thing that a fiber does.
#[derive(Clone, Debug)]
pub enum Act {
    /// Python code, with a hand-over point every 100 ns.
    Python(Duration),
    /// A C call that keeps the GIL.
    Hold(Duration),
    /// A note.
    Note(Note),
    /// A syscall.
    Call(Syscall),
    /// Another line is reached.
    Line(u32),
}

/// What a fiber does, one act after the other.
pub type Acts = Box<dyn Iterator<Item = Act> + Send>;

/// What the kernel answered, and to whom.
pub type Answers = Arc<Mutex<Vec<(FiberId, Outcome)>>>;

/// The guest. Fiber 1 is the main thread.
pub struct Script {
    fibers: BTreeMap<FiberId, Fiber>,
    answers: Answers,
}

struct Fiber {
    acts: Acts,
    /// What is left of the present act.
    left: Option<Act>,
    line: u32,
}

impl Script {
    /// A guest with one fiber a script, numbered from 1, and what it will have been answered.
    pub fn new(scripts: Vec<Acts>) -> (Box<Self>, Answers) {
        let answers = Answers::default();
        let fiber = |acts| Fiber { acts, left: None, line: 1 };
        let fibers = (1..).map(FiberId).zip(scripts.into_iter().map(fiber)).collect();
        (Box::new(Self { fibers, answers: answers.clone() }), answers)
    }
}

const POINT: Duration = Duration::from_nanos(100);

impl Guest for Script {
    fn main_fiber(&self) -> FiberId {
        FiberId(1)
    }

    fn run(&mut self, fiber: FiberId, budget: Duration, preempt: Preempt) -> Ran {
        let fiber = self.fibers.get_mut(&fiber).expect("a fiber of the script");
        let mut spent = Duration::ZERO;
        let mut notes = Vec::new();
        loop {
            let Some(act) = fiber.left.take().or_else(|| fiber.acts.next()) else {
                return Ran { spent, notes, stop: Stop::Ended };
            };
            match act {
                Act::Note(note) => notes.push((spent, note)),
                Act::Call(call) => return Ran { spent, notes, stop: Stop::Syscall(call) },
                Act::Line(line) => fiber.line = line,
                Act::Hold(duration) => spent += duration,
                Act::Python(duration) => {
                    let over = (budget - spent).0;
                    let points = if preempt == Preempt::Anywhere { over } else { over.div_ceil(POINT.0) * POINT.0 };
                    let now = duration.0.min(points);
                    spent += Duration(now);
                    if now < duration.0 {
                        fiber.left = Some(Act::Python(Duration(duration.0 - now)));
                        return Ran { spent, notes, stop: Stop::Budget };
                    }
                }
            }
        }
    }

    fn answer(&mut self, fiber: FiberId, outcome: Outcome) {
        self.answers.lock().unwrap().push((fiber, outcome));
    }

    fn drop_fiber(&mut self, fiber: FiberId) {
        self.fibers.remove(&fiber);
    }

    fn line(&self, fiber: FiberId) -> Line {
        Line { file: 0, line: self.fibers[&fiber].line }
    }

    fn memory(&self) -> u64 {
        1_000
    }

    fn unhandled(&self) -> Option<(String, Line)> {
        None
    }
}

/// Acts in order.
pub fn acts(acts: impl IntoIterator<Item = Act, IntoIter: Send + 'static>) -> Acts {
    Box::new(acts.into_iter())
}

/// Python code for so many microseconds.
pub fn python(us: u64) -> Act {
    Act::Python(Duration::from_micros(us))
}

/// A syscall.
pub fn call(call: Syscall) -> Act {
    Act::Call(call)
}

/// Starts the fiber of that number.
pub fn spawn(fiber: u32) -> Act {
    call(Syscall::SpawnThread { fiber: FiberId(fiber), name: format!("Thread-{fiber}") })
}

/// Sleeps for milliseconds.
pub fn sleep(ms: u64) -> Act {
    call(Syscall::Sleep(Duration::from_millis(ms)))
}

/// Runs scripts on a machine and checks what holds of every trace.
pub fn run_on(machine: &Machine, seed: u64, scripts: Vec<Acts>) -> (Trace, Vec<(u32, Outcome)>) {
    let (guest, answers) = Script::new(scripts);
    let trace = run(guest, machine.clone(), seed, &Limits::default(), &StopFlag::new());
    assert_eq!(invariants::violations(&trace), Vec::<String>::new());
    let answers = answers.lock().unwrap().iter().map(|(fiber, outcome)| (fiber.0, outcome.clone())).collect();
    (trace, answers)
}

/// Runs scripts on the usual machine.
pub fn run_scripts(scripts: Vec<Acts>) -> (Trace, Vec<(u32, Outcome)>) {
    run_on(&Machine::default(), 0, scripts)
}

/// When and how long a thread (by number) was in states that `which` picks.
pub fn stretches(trace: &Trace, thread: u32, which: impl Fn(State) -> bool) -> Vec<(Instant, Duration)> {
    let mut found = Vec::new();
    let mut since = None;
    for event in trace.events.iter().filter(|e| e.thread.0 == thread) {
        let state = match event.what {
            What::State { state, .. } => Some(state),
            What::ThreadEnded => None,
            _ => continue,
        };
        if let Some(from) = since.take() {
            found.push((from, event.at.since(from)));
        }
        since = state.filter(|&state| which(state)).map(|_| event.at);
    }
    if let Some(from) = since {
        found.push((from, trace.end.since(from)));
    }
    found
}

/// The sum of such times.
pub fn total(trace: &Trace, thread: u32, state: State) -> f64 {
    let all = stretches(trace, thread, |s| s == state);
    all.iter().map(|(_, duration)| duration.as_secs_f64()).sum()
}
