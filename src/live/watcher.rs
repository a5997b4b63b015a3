//! Where a live run is watched: in the painter's worker or, without a painter, on the page.

use super::ring::{RingPlace, View};
use super::watch::{Ending, LiveTrace, Watch};
use super::wire::field;
use crate::trace::{InputKind, Trace};
use js_sys::{Atomics, Int32Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// What a watcher is told. [`ToWatcher::Open`] comes along with the memory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum ToWatcher {
    /// A run is armed; its rings are there, or none where its memory can't be shared.
    Open(Vec<RingPlace>),
    /// It begins now, in milliseconds since 1970.
    Begun(f64),
    /// Entries of rings that can't be read from here.
    Recorded(Vec<u8>),
    /// The frozen page noticed that somebody's input waits.
    InputWaits(f64),
    /// Somebody clicked or typed.
    Input {
        /// What.
        kind: InputKind,
        /// When, in milliseconds since 1970.
        made_ms: f64,
        /// When the page heard of it.
        heard_ms: f64,
    },
    /// It has ended; the trace is wanted.
    Close(Ending),
    /// It will never be begun, or its memory is not to be read any more.
    Forget,
}

/// Watches one run after the other.
#[derive(Default)]
pub(super) struct Watcher {
    watch: Option<Watch>,
    memory: JsValue,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Watched {
    pub trace: Trace,
    /// How many events were lost because a ring or the trace was full.
    pub lost: u64,
}

impl Watcher {
    /// The run that is being watched, or the last one.
    pub fn live(&self) -> Option<&LiveTrace> {
        self.watch.as_ref().map(|watch| &watch.live)
    }

    /// Whether a run goes on, so that the rings want to be read.
    pub fn is_open(&self) -> bool {
        self.live().is_some_and(|live| live.ended.is_none())
    }

    /// Reads the rings.
    pub fn poll(&mut self) {
        if !self.memory.is_object() {
            return;
        }
        if let Some(watch) = &mut self.watch {
            watch.poll(&MemoryView::new(&self.memory));
        }
    }

    /// A message; `memory` comes with [`ToWatcher::Open`]. The trace comes of [`ToWatcher::Close`].
    pub fn hear(&mut self, message: ToWatcher, memory: JsValue) -> Option<Watched> {
        if let ToWatcher::Open(rings) = message {
            self.memory = memory;
            self.watch = Some(Watch::new(&rings));
            return None;
        }
        if matches!(message, ToWatcher::Close(_)) {
            self.poll();
        }
        let watch = self.watch.as_mut()?;
        match message {
            ToWatcher::Open(_) => {}
            ToWatcher::Begun(ms) => watch.live.started_ms = Some(ms),
            ToWatcher::Recorded(bytes) => watch.recorded(&bytes),
            ToWatcher::InputWaits(ms) => watch.live.input_waits_ms = Some(ms),
            ToWatcher::Input { kind, made_ms, heard_ms } => watch.input(kind, made_ms, heard_ms),
            ToWatcher::Close(ending) => {
                self.memory = JsValue::UNDEFINED;
                return Some(Watched { trace: watch.finish(ending), lost: watch.live.lost });
            }
            ToWatcher::Forget => {
                self.memory = JsValue::UNDEFINED;
                self.watch = None;
            }
        }
        None
    }
}

/// Another memory, seen from here.
struct MemoryView {
    words: Int32Array,
    bytes: Uint8Array,
}

impl MemoryView {
    /// Made anew for every look, since a memory that grew has another buffer.
    fn new(memory: &JsValue) -> Self {
        let buffer = field(memory, "buffer");
        Self { words: Int32Array::new(&buffer), bytes: Uint8Array::new(&buffer) }
    }
}

impl View for MemoryView {
    fn load(&self, address: u32) -> u32 {
        Atomics::load(&self.words, address / 4).unwrap_or_default() as u32
    }

    fn store(&self, address: u32, value: u32) {
        // An address beyond the memory was never a ring's.
        let _ = Atomics::store(&self.words, address / 4, value as i32);
    }

    fn copy(&self, address: u32, length: u32, to: &mut Vec<u8>) {
        let before = to.len();
        let part = self.bytes.subarray(address, address + length);
        to.resize(before + part.length() as usize, 0);
        part.copy_to(&mut to[before..]);
    }
}
