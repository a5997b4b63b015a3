//! Who drives a thread: it decides how to wait.
//!
//! [`drive`] runs a thread and waits for it wherever its [`Host`] can; where the host would rather go back to its event
//! loop, `drive` comes back with [`Paused`], and is called again when the wait is over and the GIL has been taken.

use super::clock::now_ms;
use super::gil::{Held, Look};
use super::thread::{Thread, WaitKind, Want};
use super::word;
use crate::guest::Guest;
use crate::syscall::NativeJob;
use crate::time::{Duration, Instant};
use crate::trace::Exit;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// How the place where a thread runs waits.
pub trait Host {
    /// Waits a little while the word holds the value, at most for `most`.
    fn pause(&mut self, word: &AtomicU32, value: u32, most: Duration);

    /// Whether this wait is left to the place's event loop.
    fn leaves(&self, kind: WaitKind) -> bool;

    /// Whether the thread has run long enough at a stretch, so that the event loop shall have a turn.
    fn turn_is_over(&self) -> bool;

    /// Asked now and then, at waits too: an end of the run that the place demands.
    fn demands_end(&mut self) -> Option<Exit>;
}

/// Why [`drive`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paused {
    /// The thread waits until it is woken or `until` has come. It does not hold the GIL.
    Wait {
        /// When to give up.
        until: Option<Instant>,
        /// What the wait is.
        kind: WaitKind,
    },
    /// Its turn is over; it holds the GIL and would go on.
    Turn,
    /// It has ended, or the run has. It does not hold the GIL.
    Done,
}

/// Runs a thread until its host would rather go back to its event loop, or to its end. Takes the GIL when the thread
/// does not hold it.
pub fn drive<G: Guest>(thread: &mut Thread<G>, host: &mut impl Host) -> Paused {
    loop {
        if thread.run().is_over() {
            // With the GIL the next step drops the fiber; without it there is nothing to do.
            return match thread.step() {
                Want::Nothing | Want::Gil => Paused::Done,
                _ => continue,
            };
        }
        match thread.step() {
            Want::Nothing => return Paused::Done,
            Want::Gil => {
                if !take_gil(thread, host) {
                    return Paused::Done;
                }
            }
            Want::Turn => {
                end_on_demand(thread, host);
                if thread.run().gil.is_requested() {
                    if !hand_over(thread, host) {
                        return Paused::Done;
                    }
                } else if host.turn_is_over() {
                    return Paused::Turn;
                }
            }
            Want::Native(job) => {
                work(thread, &job, host);
            }
            Want::Wait { until, kind } => {
                if host.leaves(kind) {
                    return Paused::Wait { until, kind };
                }
                wait(thread, until, host);
            }
        }
    }
}

/// Waits for the GIL and takes it; `false` when the run is over first.
fn take_gil<G: Guest>(thread: &mut Thread<G>, host: &mut impl Host) -> bool {
    let run = thread.run();
    if let Some(held) = run.gil.try_take(thread.slot()) {
        thread.take(held);
        return true;
    }
    thread.record_waiting_gil();
    match wait_for_gil(thread, host) {
        Some(held) => {
            thread.take(held);
            true
        }
        None => false,
    }
}

fn wait_for_gil<G: Guest>(thread: &mut Thread<G>, host: &mut impl Host) -> Option<Held> {
    let run = thread.run();
    let mut waiter = run.gil.queue(thread.slot());
    let taken = loop {
        end_on_demand(thread, host);
        if run.is_over() {
            break None;
        }
        match run.gil.look(&mut waiter, run.switch_interval()) {
            Look::Taken(held) => break Some(held),
            Look::Requested(holder) => thread.record_request(holder),
            Look::Busy => {}
        }
        if let Some((word, value)) = run.gil.busy_word() {
            host.pause(word, value, run.switch_interval());
        }
    };
    run.gil.leave(waiter);
    taken
}

/// Gives the GIL to whoever asked, waits until it was taken, and takes it back.
fn hand_over<G: Guest>(thread: &mut Thread<G>, host: &mut impl Host) -> bool {
    let run = thread.run();
    let Some(handed) = thread.yield_gil() else { return take_gil(thread, host) };
    while !run.gil.was_taken(&handed) {
        end_on_demand(thread, host);
        if run.is_over() {
            return false;
        }
        let (word, value) = run.gil.taken_word(&handed);
        host.pause(word, value, word::SLICE);
    }
    match wait_for_gil(thread, host) {
        Some(held) => {
            thread.take(held);
            true
        }
        None => false,
    }
}

/// Waits where the thread is, in slices.
fn wait<G: Guest>(thread: &mut Thread<G>, until: Option<Instant>, host: &mut impl Host) {
    let run = thread.run();
    loop {
        end_on_demand(thread, host);
        if run.is_over() || thread.is_woken() {
            return;
        }
        let left = match until {
            Some(until) => until.since(run.clock.now()),
            None => word::SLICE,
        };
        if left == Duration::ZERO {
            return;
        }
        let (word, value) = thread.wait_word();
        host.pause(word, value, left.min(word::SLICE));
    }
}

/// Does native work on the calling thread, without the GIL.
fn work<G: Guest>(thread: &mut Thread<G>, job: &NativeJob, host: &mut impl Host) {
    let run = thread.run();
    let begun = now_ms();
    let mut burnt = 0u64;
    while (now_ms() - begun) * 1e6 < job.cost.0 as f64 && !run.is_over() {
        for n in 0..2_000u64 {
            burnt = std::hint::black_box(burnt.wrapping_mul(31).wrapping_add(n));
        }
        end_on_demand(thread, host);
    }
}

fn end_on_demand<G: Guest>(thread: &mut Thread<G>, host: &mut impl Host) {
    let run = thread.run();
    if run.is_over() {
        return;
    }
    if let Some(mut exit) = host.demands_end() {
        let line = thread.line();
        exit.line = (line.line != 0).then_some(line);
        run.end(exit);
    }
}

/// A worker that shares the run's memory: it blocks for every wait.
#[derive(Debug, Default)]
pub struct Blocking;

impl Host for Blocking {
    fn pause(&mut self, word: &AtomicU32, value: u32, most: Duration) {
        word::wait(word, value, most);
    }

    fn leaves(&self, _kind: WaitKind) -> bool {
        false
    }

    fn turn_is_over(&self) -> bool {
        false
    }

    fn demands_end(&mut self) -> Option<Exit> {
        None
    }
}

/// The longest that a page spins before it looks around.
const SPIN_MS: f64 = 0.02;

/// A page: it spins for every wait but `select`, which it leaves to its event loop, and never longer at a stretch than its
/// cap.
#[derive(Debug)]
pub struct Spinning<F> {
    /// [`now_ms`] when this turn of the page's event loop began.
    pub turn_began_ms: f64,
    /// The most that a turn may last.
    pub cap: Duration,
    /// Called about every 20 µs while it spins: looks for input that waits.
    pub looks: F,
}

impl<F: FnMut()> Host for Spinning<F> {
    fn pause(&mut self, word: &AtomicU32, value: u32, most: Duration) {
        let begun = now_ms();
        let most = (most.0 as f64 / 1e6).min(SPIN_MS);
        while word.load(SeqCst) == value && now_ms() - begun < most {
            std::hint::spin_loop();
        }
    }

    fn leaves(&self, kind: WaitKind) -> bool {
        kind == WaitKind::Select
    }

    fn turn_is_over(&self) -> bool {
        false
    }

    fn demands_end(&mut self) -> Option<Exit> {
        (self.looks)();
        let lasted = now_ms() - self.turn_began_ms;
        (lasted * 1e6 > self.cap.0 as f64).then(|| {
            let message = format!("this page was frozen for {:.1} s, the longest that is allowed", lasted / 1e3);
            super::run::limit(message, crate::syscall::Line::default())
        })
    }
}

/// How long a worker that can't share a control word runs before it listens to its messages.
const TURN_MS: f64 = 10.0;

/// A worker that shares no memory with anybody: it leaves every wait to its event loop, and goes back to it every 10 ms, so
/// that it hears a stop.
#[derive(Debug)]
pub struct Alone {
    /// [`now_ms`] when this turn of the worker's event loop began.
    pub turn_began_ms: f64,
}

impl Host for Alone {
    fn pause(&mut self, _word: &AtomicU32, _value: u32, _most: Duration) {}

    fn leaves(&self, _kind: WaitKind) -> bool {
        true
    }

    fn turn_is_over(&self) -> bool {
        now_ms() - self.turn_began_ms > TURN_MS
    }

    fn demands_end(&mut self) -> Option<Exit> {
        None
    }
}
