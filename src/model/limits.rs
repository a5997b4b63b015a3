//! What a run may use, and how it is stopped from outside.

use crate::time::Duration;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a run may use. Reaching any of it ends the run with status `limit`; the trace so far can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// CPU time of all threads together, in the model's time. Iterations that were computed at once (`vm::affine`) do not
    /// count: they cost the host nothing.
    pub cpu: Duration,
    /// Virtual time.
    pub time: Duration,
    /// Bytes that are alive at once, by CPython's sizes.
    pub memory: u64,
    /// Events on the trace.
    pub events: usize,
    /// Bytes written to stdout and stderr.
    pub output: usize,
}

impl Default for Limits {
    /// What keeps a run within some ten seconds, and within the 256 MiB that a browser's memory has for the program's
    /// objects, its trace and what is derived from it. A host has the same limits: a run is the same everywhere.
    fn default() -> Self {
        Self {
            cpu: Duration::from_millis(20_000),
            time: Duration::from_millis(24 * 3_600_000),
            memory: 128_000_000,
            events: 1_000_000,
            output: 10_000_000,
        }
    }
}

/// Set by somebody else to end a run early, with status `stopped`. It is looked at every few milliseconds.
#[derive(Debug, Default)]
pub struct StopFlag(AtomicBool);

impl StopFlag {
    /// A flag that is not set.
    pub const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// Sets it.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
