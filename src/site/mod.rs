//! What the built page has beside its modules, made of the catalogue when the page is built (`src/site_files.rs`): real
//! folders with a small static page each.
//!
//! | path | what it is |
//! |---|---|
//! | `./` | the first lesson, which plays at once |
//! | `l/<slug>/` | a lesson: static page, `lesson` ([`crate::lesson::Lesson`]), a run for each program |
//! | `lessons/` | the map of all lessons |
//! | `code/` | the reader's own code |
//! | `docs/<page>/` | text |
//!
//! Every address in a page is relative, so that the site works in any folder.

#[cfg(not(target_arch = "wasm32"))]
mod docs;
#[cfg(not(target_arch = "wasm32"))]
mod html;
#[cfg(not(target_arch = "wasm32"))]
mod lessons;
#[cfg(not(target_arch = "wasm32"))]
mod map;
#[cfg(not(target_arch = "wasm32"))]
mod poster;
#[cfg(not(target_arch = "wasm32"))]
mod raster;
#[cfg(not(target_arch = "wasm32"))]
mod shell;
#[cfg(not(target_arch = "wasm32"))]
mod social;
#[cfg(not(target_arch = "wasm32"))]
mod thumbnail;
#[cfg(not(target_arch = "wasm32"))]
mod write;

#[cfg(not(target_arch = "wasm32"))]
pub use write::write;

/// The folder of the map.
pub const MAP: &str = "lessons/";

/// The folder of the reader's own code.
pub const CODE: &str = "code/";

/// A lesson's folder.
pub fn lesson_folder(slug: &str) -> String {
    format!("l/{slug}/")
}

/// Where a lesson's page has what it shows: a [`crate::lesson::Lesson`], as postcard has it.
pub fn lesson_path(slug: &str) -> String {
    format!("l/{slug}/lesson")
}

/// Where a program of a lesson has its run as the model had it: a [`crate::live::engine::Ran`], as postcard has
/// it.
pub fn run_path(slug: &str, file: &str) -> String {
    format!("l/{slug}/{file}.run")
}
