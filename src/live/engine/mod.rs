//! The engine: parser, model and findings, in a disposable worker with a memory of its own.
//!
//! A [`Request`] goes in, a [`Reply`] comes out; both are plain data. The page talks to it through `Client`, which
//! owns the worker, hands it one request at a time, stops or replaces it, and, where no worker can be had, answers on the
//! page itself. What is asked and how it is answered is pure, and tested on a host.

mod curve;
mod program;
mod protocol;
mod schedule;
mod work;

#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(target_arch = "wasm32")]
pub use client::{Client, EngineError, Packed};
pub use curve::{Loops, Measured, Point};
pub use program::Ready;
pub use protocol::{Job, Order, Ran, Refusal, Reply, Request, SourceFile};
pub use schedule::{Ending, Explored, Played};
pub use work::{Pool, answer};
#[cfg(target_arch = "wasm32")]
pub use worker::{answer_on_page, serve_engine};
