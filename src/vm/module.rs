//! Modules.

use super::names::Names;
use super::value::Value;
use std::sync::Arc;

/// A module and its globals.
pub struct Module {
    /// `__name__`.
    pub name: Arc<str>,
    /// Its globals.
    pub names: Names,
    /// The dict that stands for them, once somebody has asked for it.
    pub dict: Value,
}
