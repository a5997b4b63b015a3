//! The page: two programs side by side, each with its own trace, on one axis.
//!
//! 1. [`state`] holds all that the page shows, and changes it in one place; [`texts`] has its words.
//! 2. `app` mounts it: one reducer at the root, its dispatcher in a context, narrow properties below.
//! 3. `lab` asks the engine for runs; `frames` is the page's one `requestAnimationFrame`, which moves what follows the
//!    cursor without rendering anything anew.
//! 4. [`painter`] draws the traces: in a worker of its own, so that the picture goes on while the page is frozen.
//!
//! A component's state never changes per frame; canvas and editor are never part of a list that changes its length.

pub mod choices;
pub mod embedding;
pub mod highlight;
pub mod painter;
pub mod shared;
pub mod slot;
pub mod staging;
pub mod state;
pub mod sweeping;
pub mod texts;
pub mod tuning;

#[cfg(target_arch = "wasm32")]
mod address;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod code_pane;
#[cfg(target_arch = "wasm32")]
mod codemirror;
#[cfg(target_arch = "wasm32")]
mod curve_pane;
#[cfg(target_arch = "wasm32")]
mod drawer;
#[cfg(target_arch = "wasm32")]
mod easel;
#[cfg(target_arch = "wasm32")]
mod editor;
#[cfg(target_arch = "wasm32")]
mod embedded;
#[cfg(target_arch = "wasm32")]
mod findings;
#[cfg(target_arch = "wasm32")]
mod frames;
#[cfg(target_arch = "wasm32")]
mod header;
#[cfg(target_arch = "wasm32")]
mod headline;
#[cfg(target_arch = "wasm32")]
mod keys;
#[cfg(target_arch = "wasm32")]
mod lab;
#[cfg(target_arch = "wasm32")]
mod machine;
#[cfg(target_arch = "wasm32")]
mod media;
#[cfg(target_arch = "wasm32")]
mod menu;
#[cfg(target_arch = "wasm32")]
mod news;
#[cfg(target_arch = "wasm32")]
mod output;
#[cfg(target_arch = "wasm32")]
mod progress;
#[cfg(target_arch = "wasm32")]
mod route;
#[cfg(target_arch = "wasm32")]
mod schedule_pane;
#[cfg(target_arch = "wasm32")]
mod share;
#[cfg(target_arch = "wasm32")]
mod slot_pane;
#[cfg(target_arch = "wasm32")]
mod sound;
#[cfg(target_arch = "wasm32")]
mod stage;
#[cfg(target_arch = "wasm32")]
mod starters_pane;
#[cfg(target_arch = "wasm32")]
mod storage;
#[cfg(target_arch = "wasm32")]
mod story;
#[cfg(target_arch = "wasm32")]
mod task_tree_pane;
#[cfg(target_arch = "wasm32")]
mod timeline_pane;
#[cfg(target_arch = "wasm32")]
mod tools;
#[cfg(target_arch = "wasm32")]
mod trace_pane;
#[cfg(target_arch = "wasm32")]
mod trace_table;
#[cfg(target_arch = "wasm32")]
mod transport;

#[cfg(target_arch = "wasm32")]
pub use app::mount;
#[cfg(target_arch = "wasm32")]
pub use painter::Board;
