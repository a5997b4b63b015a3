//! Parking, waking, selecting, sleeping, writing.

use super::script::{Act, acts, call, python, run_on, run_scripts, sleep, spawn, stretches};
use crate::machine::{Machine, Python};
use crate::syscall::{Key, Outcome, Reason, Stream, Syscall};
use crate::time::{Duration, Instant};
use crate::trace::{State, What};

const KEY: Key = Key(5);

fn park(deadline_ms: Option<u64>) -> Act {
    let deadline = deadline_ms.map(|ms| Instant(ms * 1_000_000));
    call(Syscall::Park { key: KEY, deadline, reason: Reason::Lock })
}

fn wake(count: u32) -> Act {
    call(Syscall::Wake { key: KEY, count })
}

fn select(deadline_ms: Option<u64>) -> Act {
    call(Syscall::Select { key: KEY, deadline: deadline_ms.map(|ms| Instant(ms * 1_000_000)) })
}

fn outcomes(answers: &[(u32, Outcome)], fiber: u32) -> Vec<Outcome> {
    answers.iter().filter(|(f, _)| *f == fiber).map(|(_, o)| o.clone()).collect()
}

#[test]
fn sleep_lasts_as_long_as_it_says_and_a_little() {
    let (trace, answers) = run_scripts(vec![acts([sleep(100)])]);
    assert_eq!(answers, [(1, Outcome::Done)]);
    assert!((0.1..0.1004).contains(&trace.end.as_secs_f64()), "{:?}", trace.end);
}

#[test]
fn waiters_are_woken_in_the_order_in_which_they_parked() {
    let main = acts([spawn(2), sleep(1), spawn(3), sleep(1), wake(1), sleep(1), wake(1), sleep(5)]);
    let (trace, answers) = run_scripts(vec![main, acts([park(None)]), acts([park(None)])]);
    let woken: Vec<u32> = trace
        .events
        .iter()
        .filter_map(|e| if let What::Woke { thread, .. } = e.what { Some(thread.0) } else { None })
        .collect();
    assert_eq!(woken, [2, 3]);
    assert_eq!(outcomes(&answers, 2), [Outcome::Woken]);
}

#[test]
fn a_wake_up_of_nobody_is_forgotten_by_a_lock_and_remembered_by_a_selector() {
    let (_, answers) = run_scripts(vec![acts([wake(1), park(Some(5))])]);
    assert_eq!(answers.last(), Some(&(1, Outcome::TimedOut)));
    let (trace, answers) = run_scripts(vec![acts([select(Some(0)), wake(1), select(None), select(Some(5))])]);
    assert_eq!(outcomes(&answers, 1), [Outcome::TimedOut, Outcome::Count(0), Outcome::Woken, Outcome::TimedOut]);
    assert!((0.005..0.0062).contains(&trace.end.as_secs_f64()), "{:?}", trace.end);
}

#[test]
fn wake_ups_of_a_loop_that_has_not_run_since_are_one() {
    let other = acts([sleep(2), wake(1), wake(1), wake(1), sleep(50)]);
    let (_, answers) =
        run_scripts(vec![acts([spawn(2), select(None), python(10), select(Some(10)), sleep(20)]), other]);
    assert_eq!(outcomes(&answers, 1)[1..3], [Outcome::Woken, Outcome::TimedOut]);
}

#[test]
fn a_park_ends_at_its_deadline_and_is_then_not_woken() {
    let other = acts([sleep(20), wake(1)]);
    let (_, answers) = run_scripts(vec![acts([spawn(2), park(Some(10)), sleep(30)]), other]);
    assert_eq!(outcomes(&answers, 1)[1], Outcome::TimedOut);
    assert_eq!(outcomes(&answers, 2)[1], Outcome::Count(0));
}

#[test]
fn a_select_counts_milliseconds() {
    let (trace, _) =
        run_scripts(vec![acts([python(1), call(Syscall::Select { key: KEY, deadline: Some(Instant(2_300_000)) })])]);
    // epoll rounds the timeout up: 2.299 ms become 3.
    assert!((0.003..0.0033).contains(&trace.end.as_secs_f64()), "{:?}", trace.end);
}

#[test]
fn output_is_on_the_trace_when_it_is_written_and_takes_its_time() {
    let write = || call(Syscall::Write { stream: Stream::Stdout, text: "x\n".to_owned() });
    let (trace, _) = run_scripts(vec![acts([python(10), write(), python(10), write()])]);
    let times: Vec<u64> =
        trace.events.iter().filter(|e| matches!(e.what, What::Output { .. })).map(|e| e.at.0).collect();
    assert_eq!(times, [10_000, 21_400]);
}

#[test]
fn time_sleep_zero_waits_for_a_timer_until_3_13_and_returns_at_once_since() {
    for (version, others_ran) in [(Python::V3_13, 1), (Python::V3_14, 0)] {
        let main = acts([spawn(2), python(200), call(Syscall::Sleep(Duration::ZERO)), python(10)]);
        let machine = Machine { python: version, ..Machine::default() };
        let (trace, _) = run_on(&machine, 0, vec![main, acts([python(20)])]);
        assert_eq!(stretches(&trace, 2, |s| s == State::Running).len(), others_ran, "{version:?}");
    }
}

#[test]
fn threads_released_at_the_same_moment_change_places_about_once_in_seven_times() {
    let mut swapped = 0;
    for seed in 0..700 {
        let main = acts([spawn(2), spawn(3), sleep(2), wake(2), sleep(5)]);
        let waiter = || acts([park(None), call(Syscall::Write { stream: Stream::Stdout, text: "x\n".to_owned() })]);
        let (trace, _) = run_on(&Machine::default(), seed, vec![main, waiter(), waiter()]);
        let parked: Vec<u32> = trace
            .events
            .iter()
            .filter(|e| matches!(e.what, What::State { state: State::Parked { .. }, .. }))
            .map(|e| e.thread.0)
            .collect();
        let wrote: Vec<u32> =
            trace.events.iter().filter(|e| matches!(e.what, What::Output { .. })).map(|e| e.thread.0).collect();
        swapped += usize::from(parked != wrote);
    }
    assert!((70..150).contains(&swapped), "{swapped} of 700");
}

#[test]
fn a_signal_ends_what_the_main_thread_waits_in_and_says_what_is_left() {
    let interrupt = || call(Syscall::Interrupt);
    let other =
        acts([sleep(30), interrupt(), sleep(10), interrupt(), sleep(10), interrupt(), python(100), interrupt()]);
    let main = acts([spawn(2), sleep(100), park(Some(500)), select(None), python(1_000), sleep(5)]);
    let (trace, answers) = run_scripts(vec![main, other]);
    let told = outcomes(&answers, 1);
    let [_, Outcome::Interrupted(sleeps), Outcome::Interrupted(parks), Outcome::Interrupted(selects), Outcome::Done] =
        &told[..]
    else {
        panic!("{told:?}")
    };
    let Syscall::Sleep(left) = **sleeps else { panic!("{sleeps:?}") };
    assert!((0.0695..0.07).contains(&left.as_secs_f64()), "{left:?}");
    let deadline = Some(Instant(500_000_000));
    assert_eq!(**parks, Syscall::Park { key: KEY, deadline, reason: Reason::Lock });
    assert_eq!(**selects, Syscall::Select { key: KEY, deadline: None });
    let by: Vec<_> =
        trace.events.iter().filter_map(|e| if let What::Interrupted { by } = e.what { by } else { None }).collect();
    assert_eq!(by.len(), 3, "who runs is not interrupted");
}

#[test]
fn the_processes_timer_interrupts_the_main_thread_as_often_as_it_was_asked_to() {
    let alarm = |at: Option<u64>, every| {
        let at = at.map(|ms| Instant(ms * 1_000_000));
        call(Syscall::Alarm { at, every: Duration::from_millis(every) })
    };
    let main =
        acts([alarm(Some(20), 30), park(None), park(None), alarm(None, 0), sleep(100), alarm(Some(160), 0), sleep(5)]);
    let (trace, answers) = run_scripts(vec![main]);
    let told = outcomes(&answers, 1);
    assert!(matches!(
        told[..],
        [_, Outcome::Interrupted(_), Outcome::Interrupted(_), _, Outcome::Done, _, Outcome::Done]
    ));
    let at: Vec<u64> = trace
        .events
        .iter()
        .filter(|e| matches!(e.what, What::Interrupted { by: None }))
        .map(|e| e.at.0 / 1_000_000)
        .collect();
    assert_eq!(at, [20, 50]);
}
