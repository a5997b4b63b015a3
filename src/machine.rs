//! The machine that a run pretends to be: data only.
//!
//! Keys and defaults are those of CONTRACT.md (`[tool.loopscope.machine]`, `--set KEY=VALUE`).

use crate::time::Duration;
use serde::{Deserialize, Serialize};

/// What the program runs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Machine {
    /// How many cores; `os.cpu_count()`.
    pub cores: u32,
    /// Which Python.
    pub python: Python,
    /// How processes start.
    pub start_method: StartMethod,
    /// After how long a waiter asks for the GIL (`sys.getswitchinterval()`, 5 ms).
    pub switch_interval: Duration,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            cores: 4,
            python: Python::V3_13,
            start_method: StartMethod::Fork,
            switch_interval: Duration::from_millis(5),
        }
    }
}

/// A Python version, with or without the GIL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Python {
    /// 3.12
    #[serde(rename = "3.12")]
    V3_12,
    /// 3.13
    #[serde(rename = "3.13")]
    V3_13,
    /// 3.13, free-threaded
    #[serde(rename = "3.13t")]
    V3_13t,
    /// 3.14
    #[serde(rename = "3.14")]
    V3_14,
    /// 3.14, free-threaded
    #[serde(rename = "3.14t")]
    V3_14t,
}

impl Python {
    /// All of them, oldest first.
    pub const ALL: [Self; 5] = [Self::V3_12, Self::V3_13, Self::V3_13t, Self::V3_14, Self::V3_14t];

    /// As it is written in configuration: `3.13t`.
    pub fn name(self) -> &'static str {
        match self {
            Self::V3_12 => "3.12",
            Self::V3_13 => "3.13",
            Self::V3_13t => "3.13t",
            Self::V3_14 => "3.14",
            Self::V3_14t => "3.14t",
        }
    }

    /// `sys.version_info[:2]`.
    pub fn version(self) -> (u32, u32) {
        match self {
            Self::V3_12 => (3, 12),
            Self::V3_13 | Self::V3_13t => (3, 13),
            Self::V3_14 | Self::V3_14t => (3, 14),
        }
    }

    /// Whether what the model knows of it was recorded from a real CPython, and not read in its documentation.
    pub fn is_recorded(self) -> bool {
        !matches!(self, Self::V3_14 | Self::V3_14t)
    }

    /// Whether it has a GIL.
    pub fn has_gil(self) -> bool {
        !matches!(self, Self::V3_13t | Self::V3_14t)
    }
}

/// How `multiprocessing` starts a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StartMethod {
    /// A copy of the parent.
    Fork,
    /// A new interpreter.
    Spawn,
    /// A copy of a clean server process.
    Forkserver,
}
