//! The fields of the report (CONTRACT.md) that the page shows. Every number in a sentence is one of them.

use serde::Deserialize;

/// What the page reads of a report.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Report {
    /// How the run ended.
    pub exit: Exit,
    /// When it was over, in seconds.
    pub wall: f64,
    /// What was printed, line by line.
    pub output: Vec<Output>,
    /// Its event loops.
    pub loops: Vec<EventLoop>,
    /// The most bytes that were alive at once.
    pub memory_peak: u64,
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Exit {
    /// In a word.
    pub status: String,
    /// What to tell, when there is something.
    pub message: Option<String>,
    /// Where, when it is somewhere.
    pub line: Option<u32>,
}

/// A printed line.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Output {
    /// When its newline was written, in seconds.
    pub t: f64,
    /// `stdout` or `stderr`.
    pub stream: String,
    /// What it says.
    pub text: String,
}

/// An event loop's numbers; times in seconds.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct EventLoop {
    /// How many passes it made.
    pub ticks: u64,
    /// The longest time that one callback held it.
    pub longest_callback: f64,
    /// Where.
    pub line: Option<u32>,
    /// The longest stall.
    pub longest_gap: f64,
    /// The longest that something due waited.
    pub longest_delay: f64,
    /// All stalls longer than 50 ms.
    pub blocked: f64,
}

impl Report {
    /// Reads a report of version 1.
    pub fn read(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    /// The loop of the headline: the first.
    pub fn main_loop(&self) -> Option<&EventLoop> {
        self.loops.first()
    }
}
