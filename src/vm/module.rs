//! Modules.

use super::names::Names;
use std::sync::Arc;

/// A module and its globals.
pub struct Module {
    /// `__name__`.
    pub name: Arc<str>,
    /// Its globals.
    pub names: Names,
}
