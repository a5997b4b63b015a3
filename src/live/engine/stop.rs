//! How a running request hears that nobody wants it any more.

use std::sync::atomic::{AtomicU32, Ordering};

/// The number of the request to stop; the page writes it through a view on the engine's memory. Numbers count from 1.
static STOPPED: AtomicU32 = AtomicU32::new(0);

/// Asked now and then by whatever runs for long.
#[derive(Clone, Copy, Debug)]
pub struct Stop {
    request: u32,
}

impl Stop {
    /// For the request of this number.
    pub fn of(request: u32) -> Self {
        Self { request }
    }

    /// Whether the request shall end now, with what it has.
    pub fn wanted(self) -> bool {
        STOPPED.load(Ordering::Relaxed) == self.request
    }
}

/// Where the word lies in this memory.
pub(super) fn address() -> u32 {
    STOPPED.as_ptr() as usize as u32
}
