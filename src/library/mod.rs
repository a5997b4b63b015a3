//! The Python modules that programs import.
//!
//! A module is Python text of our own (`*.py` in this folder; in `on_demand/` what a page loads only when a program imports
//! it), native functions, or both. What it offers is known before a
//! program runs, so that an import of something missing is refused with its line. Importing a module first puts its
//! native names into it ([`install`]), then runs its text. Library code sees the world only through syscalls, so that both
//! kernels carry it out; and it drops notes, so that tasks, loops, locks and pools are on the trace.

pub mod asyncio;
pub mod collections;
pub mod context;
pub mod dataclass;
pub mod deflate;
pub mod gc;
pub mod hashes;
pub mod heaps;
pub mod inspect;
pub mod itertools;
pub mod kinds;
pub mod log;
pub mod math;
pub mod metering;
#[cfg(target_arch = "wasm32")]
mod on_demand;
pub mod operator;
pub mod random;
pub mod regex;
mod registry;
pub mod sys;
pub mod thread;
pub mod time;
pub mod trace;
pub mod unmodelled;
pub mod weak;
pub mod zlib;

pub use registry::{find, install, names};

/// Where a module's Python text is.
#[derive(Clone, Copy)]
pub enum Text {
    /// In this crate.
    Here(&'static str),
    /// In a file of the page's `library` folder, which is loaded when it is needed: a first visit waits for no more than its
    /// program imports.
    #[cfg(target_arch = "wasm32")]
    File(&'static str),
}

impl Text {
    /// The text.
    ///
    /// # Errors
    /// Why the file could not be loaded.
    pub fn read(self) -> Result<&'static str, String> {
        match self {
            Self::Here(text) => Ok(text),
            #[cfg(target_arch = "wasm32")]
            Self::File(file) => on_demand::read(file),
        }
    }
}

/// What lowering must know of a library module.
#[derive(Clone, Copy)]
pub struct LibraryModule {
    /// Its full name, as imported.
    pub name: &'static str,
    /// Its Python text, if it has any.
    pub text: Option<Text>,
    /// Names that native code puts into it.
    pub natives: &'static [&'static str],
    /// Puts them there.
    pub(crate) install: Option<fn(&mut crate::vm::Vm, &crate::vm::Value)>,
}
