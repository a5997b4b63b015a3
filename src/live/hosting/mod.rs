//! The inside of a run memory: what its host and its threads are told and answer.
//!
//! 1. [`ToHost::Load`]: the host reads the program and makes a [`super::run::Run`] of it. [`FromHost::Loaded`].
//! 2. The page sends the run's address to every armed worker, which goes in and waits ([`threads`]).
//! 3. [`ToHost::Begin`]: the main thread runs: in a worker that shares its memory it blocks there, elsewhere it is driven by
//!    the place's event loop ([`event_loop`]). [`FromHost::Begun`], and at the end [`FromHost::Ended`].
//! 4. [`ToHost::Drop`]: rings have been read; the run is freed. [`FromHost::Dropped`].
//!
//! Messages are plain data (postcard), the same for a host in a worker and one on the page.

mod event_loop;
mod host;
mod program;
mod threads;

pub use host::{open_host, serve_host, tell_host};
pub use threads::serve_threads;

use super::engine::{Job, Refusal};
use super::ring::RingPlace;
use crate::machine::Machine;
use crate::time::{Duration, Instant};
use crate::trace::Exit;
use serde::{Deserialize, Serialize};

/// What the page tells a host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum ToHost {
    /// Read this program and be ready to run it.
    Load {
        /// The program.
        job: Job,
        /// How many workers will be armed for its threads.
        workers: u32,
    },
    /// Run it.
    Begin {
        /// The longest that a turn of a page's event loop may last.
        cap: Duration,
    },
    /// End the run; a host that blocks is reached by the control word instead.
    Stop,
    /// Free the run.
    Drop,
}

/// What a host tells the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum FromHost {
    /// The program is ready.
    Loaded {
        /// The run's address in its memory.
        run: u32,
        /// The control word's address.
        control: u32,
        /// The rings, one a thread at once, the main thread's first.
        rings: Vec<RingPlace>,
        /// What it runs on.
        machine: Machine,
    },
    /// The program can't be read.
    Refused(Refusal),
    /// The first statement runs now, in milliseconds since 1970.
    Begun(f64),
    /// Something that somebody did to the frozen page waits to be heard; when that was noticed, in milliseconds since 1970.
    InputWaits(f64),
    /// What was recorded, from a memory that can't be shared: whole entries of a ring.
    Recorded(Vec<u8>),
    /// The run is over.
    Ended {
        /// How.
        exit: Exit,
        /// When.
        end: Instant,
        /// The most bytes that were alive at once.
        memory_peak: u64,
        /// Whether all threads have left; else the memory is not to be used again.
        left: Left,
    },
    /// The run is freed.
    Dropped,
}

/// Whether all threads of a run have left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Left {
    /// All.
    All,
    /// Some are still inside.
    NotAll,
}
