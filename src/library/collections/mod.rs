//! `_collections`: what `collections` has in C.

mod deque;

use crate::vm::{Value, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &["deque"];

/// Puts the classes into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    deque::install(vm, module);
}
