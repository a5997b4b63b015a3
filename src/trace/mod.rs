//! From what happened to what a person reads.

mod event;
mod recording;

pub use event::{Event, InputKind, State, What};
pub use recording::{Engine, Exit, Status, Trace};
