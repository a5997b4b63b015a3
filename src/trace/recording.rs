//! A whole run, as recorded.

use crate::machine::Machine;
use crate::syscall::Line;
use crate::time::Instant;
use crate::trace::Event;
use serde::{Deserialize, Serialize};

/// A finished run: its events and what they do not tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Which kernel made it.
    pub engine: Engine,
    /// The seed of everything random.
    pub seed: u64,
    /// What it ran on.
    pub machine: Machine,
    /// In order of time.
    pub events: Vec<Event>,
    /// When it was over.
    pub end: Instant,
    /// How it ended.
    pub exit: Exit,
    /// The most bytes that were alive at once.
    pub memory_peak: u64,
}

impl Trace {
    /// What is known of it at a moment: nothing of what comes later is in it.
    pub fn until(&self, moment: Instant) -> Self {
        let known = self.events.partition_point(|event| event.at <= moment);
        if self.end <= moment {
            return self.clone();
        }
        Self {
            engine: self.engine,
            seed: self.seed,
            machine: self.machine.clone(),
            events: self.events[..known].to_vec(),
            end: moment,
            exit: Exit { status: Status::Stopped, code: 0, message: None, line: None },
            memory_peak: 0,
        }
    }
}

/// Which kernel ran the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Virtual time.
    Model,
    /// The browser.
    Live,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exit {
    /// In a word.
    pub status: Status,
    /// The exit code that CPython would give.
    pub code: i32,
    /// What to tell a person, when there is something.
    pub message: Option<String>,
    /// Where, when it is somewhere.
    pub line: Option<Line>,
}

/// How a run ended, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The program came to its end.
    Finished,
    /// An exception ended it.
    Raised,
    /// Nothing can ever run again.
    Deadlock,
    /// Somebody stopped it.
    Stopped,
    /// A budget was reached, or something that is not supported.
    Limit,
    /// Loopscope itself failed.
    Failed,
}
