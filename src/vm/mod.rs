//! Runs a program: values, heap, fibers and the run loop.

pub mod code;
pub mod symbol;
