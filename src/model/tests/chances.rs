//! Random scripts on random machines: what holds of every trace holds of theirs, and a seed always gives the same.

use super::script::{Act, acts, call, python, run_on, sleep, spawn};
use crate::machine::{Machine, Python};
use crate::model::chance::Chance;
use crate::syscall::{Key, LoopId, NativeJob, NativeWork, Note, Reason, Stream, Syscall, TaskEnd, TaskId};
use crate::time::{Duration, Instant};
use crate::trace::Trace;

/// One random act. Waits always have a deadline, so that every run ends.
fn act(chance: &mut Chance) -> Act {
    let key = Key(chance.below(3));
    let later = Some(Instant(chance.below(80_000_000)));
    match chance.below(9) {
        0 => sleep(chance.below(6)),
        1 => call(Syscall::Park { key, deadline: later, reason: Reason::Lock }),
        2 => call(Syscall::Wake { key, count: 1 + chance.below(2) as u32 }),
        3 => call(Syscall::Select { key: Key(10 + key.0), deadline: later }),
        4 => call(Syscall::Wake { key: Key(10 + key.0), count: 1 }),
        5 => call(Syscall::Native(NativeJob {
            name: "n".to_owned(),
            work: NativeWork::Spin,
            cost: chance.up_to(Duration::from_millis(8)),
        })),
        6 => call(Syscall::Write { stream: Stream::Stdout, text: "x\n".to_owned() }),
        7 => Act::Hold(chance.up_to(Duration::from_millis(3))),
        _ => Act::Python(chance.up_to(Duration::from_millis(12))),
    }
}

/// Acts as a loop's pass, a callback and a step of task `n`, with other acts in between.
fn pass(n: u32, thread: u32, chance: &mut Chance) -> Vec<Act> {
    let (id, task) = (LoopId(thread), TaskId(thread * 1_000 + n));
    let notes = [
        Note::TickBegin { id, ready: 1 },
        Note::CallbackBegin { id, name: "step".to_owned(), due: Instant::START },
        Note::StepBegin { task },
        Note::StepDone { task, how: TaskEnd::Returned },
        Note::CallbackEnd { id },
        Note::TickEnd { id },
    ];
    notes.into_iter().flat_map(|note| [Act::Note(note), act(chance), python(chance.below(30))]).collect()
}

pub fn random_run(case: u64) -> Trace {
    let mut chance = Chance::new(case);
    let machine = Machine {
        cores: 1 + chance.below(4) as u32,
        python: Python::ALL[chance.below(5) as usize],
        ..Machine::default()
    };
    let threads = 1 + chance.below(6) as u32;
    let mut scripts = Vec::new();
    for thread in 1..=threads {
        let mut all: Vec<Act> = if thread == 1 { (2..=threads).map(spawn).collect() } else { Vec::new() };
        for n in 0..2 + chance.below(6) as u32 {
            all.extend(pass(n, thread, &mut chance));
        }
        if thread == 1 {
            all.push(sleep(150));
        }
        scripts.push(acts(all));
    }
    run_on(&machine, case, scripts).0
}

#[test]
fn traces_of_random_scripts_keep_what_holds_of_every_trace() {
    for case in 0..400 {
        let trace = random_run(case);
        assert!(!trace.events.is_empty());
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for case in 0..40 {
        assert_eq!(random_run(case), random_run(case), "case {case}");
    }
}
