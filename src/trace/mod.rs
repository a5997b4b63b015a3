//! From what happened to what a person reads.
//!
//! A kernel appends [`Event`]s to a [`Trace`]. Everything else here is derived from a finished one, by readers that see
//! each event once, in order: [`report`] puts together what lines of output, event loops and lanes have to say;
//! [`waits`] explains a deadlock; [`task_tree`] says which task waits for which at a moment; [`chrome`] writes what other viewers read; [`invariants`] says what a good trace never does.

pub mod chrome;
pub mod due;
mod event;
pub mod invariants;
mod lane;
mod lanes;
mod loops;
mod mode;
mod output;
mod recording;
pub mod report;
pub mod task_tree;
mod threads;
pub mod waits;

#[cfg(test)]
mod tests;

pub use event::{Event, InputKind, State, What};
pub use recording::{Engine, Exit, Status, Trace};
pub use report::Report;
