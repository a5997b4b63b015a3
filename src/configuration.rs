//! Run configuration: inline script metadata (PEP 723) in a program, the same keys in a file, `--set` on the command line.
//!
//! Keys are those of CONTRACT.md. All are optional; an unknown one is an error that names it and its place. What is
//! outside of the program goes before what is in it: `--set`, then `--config`, then the metadata, then the defaults.

mod keys;
mod metadata;

pub use keys::{Answer, Arrival, Body, Call, CallCost};

use crate::machine::{Machine, Python, StartMethod};
use crate::python::without_pasted;
use crate::time::Duration;
use crate::toml_text::TomlError;
use std::collections::BTreeMap;

/// What is configured about a run. What is `None` or empty is left to the defaults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    /// The machine.
    pub machine: MachineKeys,
    /// What hosts answer to HTTP requests, by name.
    pub network: BTreeMap<String, Answer>,
    /// Files that exist, by path, with their text.
    pub files: BTreeMap<String, String>,
    /// What functions of modules that are not modelled do, by dotted name.
    pub calls: BTreeMap<String, Call>,
    /// Requests that arrive at the program's own app.
    pub requests: Vec<Arrival>,
}

/// The machine keys that are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MachineKeys {
    /// `cores`
    pub cores: Option<u32>,
    /// `python`
    pub python: Option<Python>,
    /// `start-method`
    pub start_method: Option<StartMethod>,
    /// `switch-interval`
    pub switch_interval: Option<Duration>,
}

/// What is wrong with a configuration, and where in the text that it was read from.
pub type ConfigurationError = TomlError;

/// The most cores that a machine may have.
pub const MOST_CORES: u32 = 256;

impl Configuration {
    /// The metadata in a program's text, which may be pasted with prompts or a gutter; nothing configured when it has none.
    ///
    /// # Errors
    /// A block that is never closed, a second block, TOML that cannot be read, unknown keys, values out of range.
    pub fn of_program(text: &str) -> Result<Self, ConfigurationError> {
        if let Some(block) = metadata::find(text)? {
            return block.configuration();
        }
        if !text.contains(metadata::OPENING) {
            return Ok(Self::default());
        }
        let (text, lost) = without_pasted(text);
        let shifted = |error: ConfigurationError| {
            let lost = lost.get(error.line.saturating_sub(1) as usize).copied().unwrap_or_default();
            ConfigurationError { column: error.column + lost, ..error }
        };
        match metadata::find(&text).map_err(shifted)? {
            Some(block) => block.configuration().map_err(shifted),
            None => Ok(Self::default()),
        }
    }

    /// A configuration file: the same keys as in metadata, with or without the prefix `tool.loopscope`.
    ///
    /// # Errors
    /// As [`Self::of_program`].
    pub fn of_toml(text: &str) -> Result<Self, ConfigurationError> {
        keys::read(text)
    }

    /// What is configured here or, where that says nothing, in `inner`.
    #[must_use]
    pub fn over(mut self, inner: Self) -> Self {
        fn fill<V>(outer: &mut BTreeMap<String, V>, inner: BTreeMap<String, V>) {
            for (key, value) in inner {
                outer.entry(key).or_insert(value);
            }
        }
        self.machine = self.machine.over(&inner.machine);
        fill(&mut self.network, inner.network);
        fill(&mut self.files, inner.files);
        fill(&mut self.calls, inner.calls);
        if self.requests.is_empty() {
            self.requests = inner.requests;
        }
        self
    }
}

impl MachineKeys {
    /// The names that `--set` knows.
    pub const NAMES: [&str; 4] = ["cores", "python", "start-method", "switch-interval"];

    /// Takes one key from text, as `--set KEY=VALUE` does.
    ///
    /// # Errors
    /// An unknown key or a value that it cannot have, in words.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "cores" => {
                let cores = value.parse().ok().filter(|cores| (1..=MOST_CORES).contains(cores));
                self.cores = Some(cores.ok_or_else(|| keys::wrong_cores(value))?);
            }
            "python" => {
                let python = Python::ALL.into_iter().find(|python| python.name() == value);
                self.python = Some(python.ok_or_else(|| keys::wrong_python(value))?);
            }
            "start-method" => {
                self.start_method = Some(keys::start_method(value).ok_or_else(|| keys::wrong_start_method(value))?);
            }
            "switch-interval" => {
                let interval = value.parse().ok().and_then(keys::switch_interval);
                self.switch_interval = Some(interval.ok_or_else(|| keys::wrong_switch_interval(value))?);
            }
            _ => return Err(format!("unknown machine key `{key}`; there are {}", Self::NAMES.join(", "))),
        }
        Ok(())
    }

    /// What is given here or, where that says nothing, in `inner`.
    #[must_use]
    pub fn over(&self, inner: &Self) -> Self {
        Self {
            cores: self.cores.or(inner.cores),
            python: self.python.or(inner.python),
            start_method: self.start_method.or(inner.start_method),
            switch_interval: self.switch_interval.or(inner.switch_interval),
        }
    }

    /// The machine that is meant. How processes start is by default what that Python does on Linux: `forkserver` since
    /// 3.14, `fork` before.
    pub fn machine(&self) -> Machine {
        let usual = Machine::default();
        let python = self.python.unwrap_or(usual.python);
        let start = if python.version() >= (3, 14) { StartMethod::Forkserver } else { StartMethod::Fork };
        Machine {
            cores: self.cores.unwrap_or(usual.cores),
            python,
            start_method: self.start_method.unwrap_or(start),
            switch_interval: self.switch_interval.unwrap_or(usual.switch_interval),
        }
    }
}

#[cfg(test)]
mod tests;
