//! From what happened to what a person reads.

mod event;
pub mod invariants;
mod recording;
pub mod waits;

pub use event::{Event, InputKind, State, What};
pub use recording::{Engine, Exit, Status, Trace};
