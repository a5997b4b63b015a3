//! The kernel made of a browser, and everything that has to be a worker.
//!
//! Two wasm modules (`app`), each compiled once, on the page, are instantiated in four kinds of places, each with a memory
//! of its own. The page's module:
//!
//! 1. The *page* mounts the interface. It never runs a learner's code.
//! 2. The *painter worker* owns the canvases that must keep moving while the page is frozen, and watches live runs
//!    (`painter`).
//!
//! The engine's module, loaded when something is to be run for the first time:
//!
//! 3. The *engine worker* parses and runs the model. It is disposable: after a trap or a hang it is
//!    replaced (`engine::Client`).
//! 4. A *run memory* is where a live run happens: shared by its thread workers and by the run's host, which is a worker
//!    or, when the program's main thread shall be the page's own, a second instance of the module on the page.
//!
//! `main` runs once for each memory. A worker begins in `www/worker.js`, which calls the exported function of its role;
//! those are in `src/web.rs` (engine) and `src/page.rs` (page).
//!
//! The life of a live run, from the page inwards: `session` has the model run the program first, to know how many threads
//! it will need; `runs` arms it, begins it and hands its trace over; `crew` is a run memory and all who work in it;
//! `hosting` is what these do inside. There [`run`] is what all threads of a run share, [`thread`] one Python thread as a
//! state machine that never waits, [`host`] drives it, and decides how to wait: a worker blocks, a page spins or goes back
//! to its event loop. Threads take turns by the [`gil`], are stamped by one [`clock`], and write what happens into a
//! [`ring`] each, which [`watch`] reads from another memory.
//!
//! Nothing here ever runs Python on the page's own instance, waits on the page, or enters a memory again whose run was
//! declared dead. What needs no browser is tested on a host, with its threads in the place of workers.

pub mod clock;
pub mod gil;
pub mod host;
pub mod ring;
pub mod run;
pub mod scripted;
pub mod thread;
pub mod watch;
pub mod word;

#[cfg(target_arch = "wasm32")]
pub mod abilities;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod crew;
pub mod engine;
#[cfg(target_arch = "wasm32")]
pub mod fetch;
#[cfg(target_arch = "wasm32")]
mod gate;
#[cfg(target_arch = "wasm32")]
pub mod hosting;
#[cfg(target_arch = "wasm32")]
pub mod inputs;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
pub mod painter;
#[cfg(target_arch = "wasm32")]
mod place;
#[cfg(target_arch = "wasm32")]
mod role;
#[cfg(target_arch = "wasm32")]
pub mod runs;
#[cfg(target_arch = "wasm32")]
pub mod script;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
mod watcher;
#[cfg(target_arch = "wasm32")]
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub use abilities::{Abilities, Missing};
#[cfg(target_arch = "wasm32")]
pub use place::{Place, panics_are_told, place};
