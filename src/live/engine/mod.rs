//! The engine: parser, model, findings and reports, in a disposable worker with a memory of its own.
//!
//! A [`Request`] goes in, a [`Reply`] comes out; both are plain data. The page talks to it through [`Client`], which
//! owns the worker, hands it one request at a time, stops or replaces it, and, where no worker can be had, answers on the
//! page itself.

mod client;
mod protocol;
mod stop;
mod work;
mod worker;

pub use client::{Client, EngineError, ModelRun};
pub use protocol::{Job, Order, Refusal, Reply, Request, SourceFile};
pub use stop::Stop;
