//! How runs end.

use super::script::{Act, Script, acts, call, python, run_scripts, sleep, spawn};
use crate::machine::Machine;
use crate::model::{Limits, StopFlag, run};
use crate::syscall::{Key, Line, Note, Reason, Stream, Syscall};
use crate::time::{Duration, Instant};
use crate::trace::{Status, Trace, What, invariants};

const A: Key = Key(1);
const B: Key = Key(2);

fn line(line: u32) -> Line {
    Line { file: 0, line }
}

fn limited(limits: &Limits, main: impl IntoIterator<Item = Act, IntoIter: Send + 'static>) -> Trace {
    let (guest, _) = Script::new(vec![acts(main)]);
    let trace = run(guest, Machine::default(), 0, limits, &StopFlag::new());
    assert!(invariants::violations(&trace).is_empty());
    trace
}

#[test]
fn the_run_ends_with_the_main_thread_and_takes_the_others_along() {
    let (trace, _) = run_scripts(vec![acts([spawn(2), sleep(5)]), acts([sleep(1_000)])]);
    assert_eq!((trace.exit.status, trace.exit.code), (Status::Finished, 0));
    assert!(trace.end < Instant(6_000_000));
    assert_eq!(trace.events.iter().filter(|e| e.what == What::ThreadEnded).count(), 2);
}

#[test]
fn exit_ends_with_its_code() {
    let (trace, _) = run_scripts(vec![acts([python(5), call(Syscall::Exit(3)), python(5)])]);
    assert_eq!((trace.exit.status, trace.exit.code, trace.end), (Status::Finished, 3, Instant(5_000)));
}

#[test]
fn two_threads_that_hold_what_the_other_wants_are_a_deadlock_that_is_named() {
    let made = |key, at| Act::Note(Note::LockCreated { key, kind: "Lock".to_owned(), line: line(at) });
    let takes = |key, at| Act::Note(Note::LockAcquired { key, task: None, line: line(at) });
    let waits = move |key, at| {
        let park = Syscall::Park { key, deadline: None, reason: Reason::Lock };
        [Act::Note(Note::LockWaits { key, task: None, line: line(at) }), Act::Line(at), call(park)]
    };
    let join = call(Syscall::Park { key: Key(9), deadline: None, reason: Reason::Join });
    let main = acts([made(A, 3), made(B, 4), spawn(2), spawn(3), Act::Line(20), join]);
    let one = acts([takes(A, 7), sleep(10)].into_iter().chain(waits(B, 9)));
    let two = acts([takes(B, 12), sleep(10)].into_iter().chain(waits(A, 14)));
    let (trace, _) = run_scripts(vec![main, one, two]);
    assert_eq!((trace.exit.status, trace.exit.code), (Status::Deadlock, 124));
    assert_eq!(trace.exit.line, Some(line(9)));
    assert_eq!(
        trace.exit.message.as_deref(),
        Some(
            "Nothing can ever run again: Thread-2 waits at line 9 for the Lock of line 4, held by Thread-3 since line 12; \
             Thread-3 waits at line 14 for the Lock of line 3, held by Thread-2 since line 7; \
             MainThread waits at line 20 for another thread to end."
        )
    );
}

#[test]
fn every_limit_ends_the_run_with_its_name_and_keeps_the_trace() {
    let few = Limits { cpu: Duration::from_millis(50), ..Limits::default() };
    let trace = limited(&few, (0..).map(|_| python(100)));
    assert_eq!(trace.exit.status, Status::Limit);
    assert_eq!(
        trace.exit.message.as_deref(),
        Some("The run was ended: it computed for more than 0.05 s of the model's CPU time.")
    );
    assert!(trace.end >= Instant(50_000_000) && trace.end < Instant(52_000_000));

    let few = Limits { time: Duration::from_millis(10_000), ..Limits::default() };
    assert_eq!(limited(&few, (0..).map(|_| sleep(100))).exit.status, Status::Limit);

    let few = Limits { events: 1_000, ..Limits::default() };
    let note = || Act::Note(Note::At { line: line(1) });
    let trace = limited(&few, (0..).flat_map(move |_| [python(1), note()]));
    assert!(trace.events.len() < 3_000, "{}", trace.events.len());

    let few = Limits { output: 1_000, ..Limits::default() };
    let write = || call(Syscall::Write { stream: Stream::Stderr, text: "0123456789".to_owned() });
    let trace = limited(&few, (0..).map(move |_| write()));
    assert!(trace.exit.message.unwrap().contains("1000 bytes"));

    let few = Limits { memory: 999, ..Limits::default() };
    assert_eq!(limited(&few, [python(5), sleep(1), python(5)]).exit.status, Status::Limit);
}

#[test]
fn a_run_that_computes_for_ever_can_be_stopped() {
    let (guest, _) = Script::new(vec![acts((0..).map(|_| python(100)))]);
    let stop = StopFlag::new();
    stop.stop();
    let trace = run(guest, Machine::default(), 0, &Limits::default(), &stop);
    assert_eq!(trace.exit.status, Status::Stopped);
    assert!(trace.end < Instant(2_000_000));
}
