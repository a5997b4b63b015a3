//! The kernel under scripted guests, whose time is exact.

pub(crate) mod chances;
mod endings;
mod gil;
mod keys;
mod parallel;
mod script;
mod speed;
