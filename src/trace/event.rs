//! What a kernel appends: the only thing that report, timeline, findings and pictures are made of.

use crate::syscall::{Key, Line, Note, ProcessId, Reason, Stream, ThreadId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// One entry of a trace. Entries are in order of time; entries of one thread at the same moment are in order of happening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// The thread that it is about.
    pub thread: ThreadId,
    /// What happened.
    pub what: What,
}

// A trace has a million of them at most, and the page holds two traces while a third one comes.
#[cfg(target_arch = "wasm32")]
const _: () = assert!(size_of::<Event>() <= 64, "events of this size do not fit into the page");

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// The thread exists (it wants to run from now on). The first event of every thread.
    ThreadStarted {
        /// Its process.
        process: ProcessId,
        /// Python's name: `MainThread`, `asyncio_0`, …
        name: String,
        /// The thread that started it.
        parent: Option<ThreadId>,
    },
    /// The thread ended. The last event of every thread.
    ThreadEnded,
    /// The thread is in another state from now on; `line` is where its program stands.
    State {
        /// The new state.
        state: State,
        /// Where: of a state that ends, the line at which it ended is in the next `State`.
        line: Line,
    },
    /// Somebody waiting for the GIL asks its holder to hand it over (after the switch interval).
    GilRequested {
        /// Who holds it.
        holder: ThreadId,
    },
    /// This thread made another one ready to run.
    Woke {
        /// Who was woken.
        thread: ThreadId,
        /// Through what.
        key: Key,
    },
    /// The thread wrote.
    Output {
        /// Where to.
        stream: Stream,
        /// What.
        text: String,
    },
    /// Library code said what it does.
    Note(Note),
    /// Live only: somebody clicked or typed on the page. `at` is when the page heard it.
    Input {
        /// `click` or `key`.
        kind: InputKind,
        /// When it was made, by the browser's time stamp of the event.
        made: Instant,
    },
    /// A signal ended what the thread waits in; it handles the signal and waits on.
    Interrupted {
        /// The thread that sent it; nobody, when it was the process's timer.
        by: Option<ThreadId>,
    },
}

/// What somebody did to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputKind {
    /// A press of pointer or finger.
    Click,
    /// A key.
    Key,
}

/// What a thread is doing, from the point of view of a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// On a core and, where there is one, holding the GIL.
    Running,
    /// On a core without the GIL (native work).
    Native,
    /// Wants the GIL.
    WaitingGil,
    /// Wants a core.
    WaitingCore,
    /// `time.sleep`.
    Sleeping {
        /// When it is over, if no signal ends it.
        until: Instant,
    },
    /// In its event loop's select.
    Selecting,
    /// Parked.
    Parked {
        /// On what.
        key: Key,
        /// What for.
        reason: Reason,
        /// When it gives up by itself, if it does.
        until: Option<Instant>,
    },
}
