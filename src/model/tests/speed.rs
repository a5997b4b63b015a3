//! What the kernel itself costs must not grow with the run. Bounds are loose: they catch what is quadratic.

use super::script::{acts, call, python, run_on, run_scripts, spawn};
use crate::machine::{Machine, Python};
use crate::syscall::{Key, Syscall};
use crate::time::Instant;

/// Milliseconds that `work` takes on the machine that tests run on.
#[allow(clippy::disallowed_methods)]
fn milliseconds(work: impl FnOnce()) -> f64 {
    let start = std::time::Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

fn polls(count: usize) -> f64 {
    let pass = || [python(6), call(Syscall::Select { key: Key(1), deadline: Some(Instant::START) })];
    milliseconds(|| {
        run_scripts(vec![acts((0..count).flat_map(move |_| pass()))]);
    })
}

#[test]
fn ten_times_the_passes_cost_about_ten_times_as_much() {
    let least = |count| (0..5).map(|_| polls(count)).fold(f64::MAX, f64::min);
    let (few, many) = (least(10_000), least(100_000));
    assert!(many < few * 40.0 + 50.0, "{few} ms, {many} ms");
}

#[test]
fn handing_the_gil_over_is_cheap_for_the_kernel() {
    let pass = || [python(6), call(Syscall::Select { key: Key(1), deadline: Some(Instant::START) })];
    let main = acts([spawn(2)].into_iter().chain((0..100_000).flat_map(move |_| pass())));
    let ms = milliseconds(|| {
        run_on(&Machine::default(), 0, vec![main, acts([python(1_000_000)])]);
    });
    assert!(ms < 2_000.0);
}

#[test]
fn turns_without_a_gil_are_cheap_for_the_kernel() {
    let main = acts([spawn(2), python(20_000)]);
    let machine = Machine { python: Python::V3_14t, ..Machine::default() };
    let ms = milliseconds(|| {
        run_on(&machine, 0, vec![main, acts([python(20_000)])]);
    });
    assert!(ms < 3_000.0);
}
