//! Draws the traces. Runs in the painter's worker, so that the picture goes on while the page stands still; where that
//! worker does not start, on the page.

mod message;

#[cfg(target_arch = "wasm32")]
mod board;
#[cfg(target_arch = "wasm32")]
mod draw;
#[cfg(target_arch = "wasm32")]
mod stage;

#[cfg(target_arch = "wasm32")]
pub use board::Board;
pub use message::{Pace, ToPainter, ToStage};
