//! An oscilloscope for Python event loops.
//!
//! ```text
//! Python text ─parse─▶ Program ─vm─▶ syscalls ─kernel─▶ Trace ─▶ timeline · heartbeat · output · report · findings
//! ```
//!
//! Modules in reading order: [`time`] and [`syscall`] are the ground; [`python`] turns text into a program; [`vm`] runs
//! it and [`library`] gives it modules to import; [`guest`] is how a kernel sees both; [`model`] is the kernel in virtual
//! time, `live` the one made of a browser; [`trace`] is all that either of them leaves; the rest shows it.

#![cfg_attr(target_arch = "wasm32", feature(stdarch_wasm_atomic_wait))]
#![feature(optimize_attribute, thin_box)]

#[cfg(not(target_arch = "wasm32"))]
pub mod command_line;
pub mod configuration;
pub mod costs;
pub mod findings;
pub mod guest;
pub mod lesson;
pub mod library;
pub mod link;
pub mod live;
pub mod machine;
pub mod markdown;
pub mod model;
mod numbered;
pub mod playback;
pub mod python;
pub mod scenario;
pub mod simulate;
pub mod site;
pub mod syscall;
pub mod time;
pub mod timeline;
pub mod toml_text;
pub mod trace;
pub mod ui;
pub mod vm;

/// What every program of a host allocates with.
#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
