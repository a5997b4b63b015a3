//! What the kernel itself costs must not grow with the run. Bounds are loose: they catch what is quadratic.

use super::script::{acts, call, python, run_on, run_scripts, spawn};
use crate::machine::{Machine, Python};
use crate::syscall::{Key, Note, Syscall, TaskId};
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

/// What the kernel and a scripted guest cost in nanoseconds: `cargo test --release -- --ignored --nocapture measured`.
#[test]
#[ignore = "measures; asserts nothing"]
fn measured() {
    let least = |count| (0..5).map(|_| polls(count)).fold(f64::MAX, f64::min);
    println!("a pass with a poll: {:.0} ns", least(300_000) * 1e6 / 300_000.0);

    let sleeps = || acts((0..200_000).map(|_| super::script::sleep(1)));
    let ms = milliseconds(|| drop(run_scripts(vec![sleeps()])));
    println!("a sleep: {:.0} ns", ms * 1e6 / 200_000.0);

    let note = || super::script::Act::Note(Note::TaskWakes { task: TaskId(1) });
    let notes = || acts((0..1_000_000).flat_map(move |n| [note(), python(u64::from(n % 20 == 0))]));
    for _ in 0..3 {
        let ms = milliseconds(|| drop(run_scripts(vec![notes()])));
        println!("a note: {:.0} ns", ms * 1e6 / 1_000_000.0);
    }
    let (trace, _) = run_scripts(vec![notes()]);
    let ms = milliseconds(|| drop(crate::trace::Report::of(&trace)));
    println!(
        "an event in the report: {:.0} ns; an event has {} bytes",
        ms * 1e6 / trace.events.len() as f64,
        size_of::<crate::trace::Event>()
    );
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
