//! What the built-in types and functions do.
//!
//! One file a type or family. [`install`] puts the functions into the module `builtins` and the methods into the classes.
//! Native functions never run Python code: what needs some is asked for through [`Flow`](super::frame::Flow), or through
//! [`Asks`](super::ask::Asks) where it can be in the middle of something.

pub mod arguments;
pub mod format;
pub mod generic;

use super::Vm;

/// Fills the module `builtins` and the built-in classes.
pub fn install(vm: &mut Vm) {
    let _ = vm;
}
