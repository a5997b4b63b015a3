//! Cores, native work, and threads without a GIL.

use super::script::{acts, call, python, run_on, sleep, spawn, stretches, total};
use crate::machine::{Machine, Python};
use crate::syscall::{NativeJob, NativeWork, Syscall};
use crate::time::Duration;
use crate::trace::{State, What};

fn machine(cores: u32, python: Python) -> Machine {
    Machine { cores, python, ..Machine::default() }
}

fn native(ms: u64) -> super::script::Act {
    let cost = Duration::from_millis(ms);
    call(Syscall::Native(NativeJob { name: "zlib.compress".to_owned(), work: NativeWork::Spin, cost }))
}

fn ends(trace: &crate::trace::Trace) -> Vec<f64> {
    trace.events.iter().filter(|e| e.what == What::ThreadEnded).map(|e| e.at.as_secs_f64()).collect()
}

#[test]
fn without_the_gil_threads_compute_at_the_same_time() {
    let main = acts([spawn(2), spawn(3), sleep(500)]);
    let (trace, _) =
        run_on(&machine(4, Python::V3_13t), 0, vec![main, acts([python(100_000)]), acts([python(100_000)])]);
    assert!(ends(&trace)[..2].iter().all(|end| (0.1..0.102).contains(end)), "{:?}", ends(&trace));
    assert_eq!(total(&trace, 2, State::WaitingGil), 0.0);
}

#[test]
fn native_work_needs_a_core_but_no_gil() {
    let main = acts([spawn(2), spawn(3), python(50_000), sleep(500)]);
    let (trace, _) = run_on(&machine(4, Python::V3_13), 0, vec![main, acts([native(100)]), acts([native(100)])]);
    assert!(ends(&trace)[..2].iter().all(|end| (0.1..0.12).contains(end)), "{:?}", ends(&trace));
    assert!((total(&trace, 2, State::Native) - 0.1).abs() < 1e-6);
}

#[test]
fn more_threads_than_cores_share_them_in_slices() {
    let main = acts((2..6).map(spawn).chain([sleep(1_000)]));
    let mut scripts = vec![main];
    scripts.extend((2..6).map(|_| acts([native(100)])));
    let (trace, _) = run_on(&machine(2, Python::V3_13), 0, scripts);
    for thread in 2..6 {
        assert!((total(&trace, thread, State::Native) - 0.1).abs() < 1e-6);
        assert!((0.08..0.11).contains(&total(&trace, thread, State::WaitingCore)), "thread {thread}");
        let slices = stretches(&trace, thread, |s| s == State::Native);
        assert!(slices.len() > 20 && slices.iter().all(|(_, d)| d.0 <= 6_100_000), "{slices:?}");
    }
    assert!(ends(&trace)[..4].iter().all(|end| (0.19..0.21).contains(end)), "{:?}", ends(&trace));
}

#[test]
fn python_threads_without_the_gil_share_cores_too() {
    let main = acts((2..6).map(spawn).chain([sleep(1_000)]));
    let mut scripts = vec![main];
    scripts.extend((2..6).map(|_| acts([python(50_000)])));
    let (trace, _) = run_on(&machine(2, Python::V3_14t), 1, scripts);
    for thread in 2..6 {
        assert!((total(&trace, thread, State::Running) - 0.05).abs() < 1e-6);
    }
    assert!(ends(&trace)[..4].iter().all(|end| (0.09..0.11).contains(end)), "{:?}", ends(&trace));
}

#[test]
fn a_holder_of_the_gil_without_a_core_keeps_it() {
    let main = acts([spawn(2), python(20_000), sleep(100)]);
    let (trace, _) = run_on(&machine(1, Python::V3_13), 0, vec![main, acts([native(20)])]);
    assert!(total(&trace, 1, State::WaitingCore) > 0.01);
    assert!((total(&trace, 1, State::Running) - 0.02).abs() < 0.001);
}
