//! The report, version 1: what CONTRACT.md promises about a run, as data.
//!
//! Times are seconds since the first statement of the main program, lines count from 1.

use super::lanes::LaneReader;
use super::loops::LoopReader;
use super::output::OutputReader;
use crate::machine::{Machine, Python, StartMethod};
use crate::time::{Duration, Instant};
use crate::trace::{Engine, Status, Trace};
use serde::{Deserialize, Serialize};

/// Everything there is to say about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this format: 1.
    pub loopscope: u32,
    /// Which kernel ran it.
    pub engine: Engine,
    /// The seed of everything random.
    pub seed: u64,
    /// What it ran on.
    pub machine: MachineReport,
    /// How it ended.
    pub exit: ExitReport,
    /// How long it took.
    pub wall: f64,
    /// What it wrote, one entry a line, in the order of an unbuffered terminal.
    pub output: Vec<OutputLine>,
    /// Requests that arrived at the program's own app.
    pub requests: Vec<RequestReport>,
    /// Its event loops, in order of creation.
    pub loops: Vec<LoopReport>,
    /// Processes, threads, loops, tasks, pools and locks, in order of creation.
    pub lanes: Vec<LaneReport>,
    /// The most bytes that were alive at once.
    pub memory_peak: u64,
    /// What there is to say about the code.
    pub findings: Vec<Finding>,
}

/// The machine, with the keys of `[tool.loopscope.machine]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MachineReport {
    /// How many cores.
    pub cores: u32,
    /// Which Python.
    pub python: Python,
    /// How processes start.
    pub start_method: StartMethod,
    /// After how many seconds a waiter asks for the GIL.
    pub switch_interval: f64,
    /// Where what the model knows of that Python is from.
    pub source: Source,
}

/// Where knowledge is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A real CPython was watched.
    Recorded,
    /// Its documentation says so.
    Documentation,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExitReport {
    /// In a word.
    pub status: Status,
    /// The exit code that CPython would give; 124 for a deadlock.
    pub code: i32,
    /// What to tell a person.
    pub message: Option<String>,
    /// Where.
    pub line: Option<u32>,
}

/// A line of output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutputLine {
    /// When its end was written.
    pub t: f64,
    /// Where to.
    pub stream: crate::syscall::Stream,
    /// The process.
    pub process: u32,
    /// The thread that wrote its end.
    pub thread: String,
    /// Without the newline.
    pub text: String,
    /// Whether the newline never came.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// A request that arrived at the program's own app; times count from server ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestReport {
    /// Its number, from 0.
    pub id: u32,
    /// When it was to arrive.
    pub at: f64,
    /// `GET`, `POST`, …
    pub method: String,
    /// What was asked for.
    pub path: String,
    /// When it arrived.
    pub start: f64,
    /// When it was answered.
    pub end: f64,
    /// HTTP status.
    pub status: u16,
    /// The answer.
    pub body: String,
}

/// An event loop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoopReport {
    /// `loop 1`, counted within its process.
    pub name: String,
    /// Its process.
    pub process: u32,
    /// The thread that it runs on.
    pub thread: String,
    /// How many passes it made.
    pub ticks: u64,
    /// The longest time that one callback or task step held it.
    pub longest_callback: f64,
    /// The line on which that callback spent most of its time.
    pub line: Option<u32>,
    /// The longest stall: from a callback's start, or from when the awake loop began to wait for the GIL or a core, until
    /// it could start the next callback.
    pub longest_gap: f64,
    /// The longest that something due waited.
    pub longest_delay: f64,
    /// The sum of the stalls longer than 50 ms.
    pub blocked: f64,
}

/// What a lane is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LaneKind {
    /// A process: the state of its most active thread.
    Process,
    /// A thread.
    Thread,
    /// An event loop: the states of its thread from its creation to its last pass.
    Loop,
    /// A task.
    Task,
    /// A pool: the state of the most active of the threads that do its jobs.
    Pool,
    /// A lock: `running` while held, `waiting_lock` while somebody waits for it, else `idle`.
    Lock,
}

/// A lane and how long it was in each state; their sum is its lifetime.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneReport {
    /// From 1.
    pub id: u32,
    /// What it is.
    pub kind: LaneKind,
    /// Python's name of it; a lock's kind with the line that made it.
    pub name: String,
    /// Its process.
    pub process: u32,
    /// Its thread, a task's loop's thread, or the thread that made it.
    pub thread: String,
    /// The lane that it belongs to: a thread, pool or lock to its process, a loop to its thread, a task to its loop.
    pub parent: Option<u32>,
    /// Seconds on a core.
    pub running: f64,
    /// Seconds waiting for the GIL.
    pub waiting_gil: f64,
    /// Seconds runnable without a core.
    pub waiting_core: f64,
    /// Seconds waiting for a threading or asyncio primitive.
    pub waiting_lock: f64,
    /// Seconds waiting for network, files or a database.
    pub io: f64,
    /// Seconds asleep.
    pub sleeping: f64,
    /// Seconds of anything else.
    pub idle: f64,
}

/// What there is to say about a piece of code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name (CONTRACT.md).
    pub rule: String,
    /// The path of the program's own file that it and its fix are about.
    pub file: String,
    /// Line from 1.
    pub line: u32,
    /// Column from 1, in code points.
    pub column: u32,
    /// What happened and what it costs, in a sentence.
    pub message: String,
    /// Why that is so, in a sentence.
    pub why: String,
    /// The code of ruff's rule for it, where ruff has one and it would see this place.
    pub ruff: Option<String>,
    /// Seconds that it costs.
    pub cost: f64,
    /// How to mend it, where that is mechanical.
    pub fix: Option<Fix>,
}

/// A change of the code that mends something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// The changes.
    pub edits: Vec<Edit>,
}

/// A range of text and what to put there. The end is exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column after the last.
    pub end_column: u32,
    /// The new text.
    pub text: String,
}

impl Report {
    /// The report of a run.
    pub fn of(trace: &Trace) -> Self {
        let mut output = OutputReader::default();
        let mut loops = LoopReader::default();
        let mut lanes = LaneReader::default();
        for event in &trace.events {
            output.read(event);
            loops.read(event);
            lanes.read(event);
        }
        let exit = &trace.exit;
        Self {
            loopscope: 1,
            engine: trace.engine,
            seed: trace.seed,
            machine: MachineReport::of(&trace.machine),
            exit: ExitReport {
                status: exit.status,
                code: exit.code,
                message: exit.message.clone(),
                line: exit.line.map(|line| line.line).filter(|&line| line > 0),
            },
            wall: trace.end.as_secs_f64(),
            output: output.finish(),
            requests: Vec::new(),
            loops: loops.finish(trace.end),
            lanes: lanes.finish(trace.end),
            memory_peak: trace.memory_peak,
            findings: Vec::new(),
        }
    }

    /// As JSON, on one line, without a newline at its end.
    pub fn to_json(&self) -> String {
        // All numbers in it are finite and all keys strings, so there is nothing that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl MachineReport {
    fn of(machine: &Machine) -> Self {
        Self {
            cores: machine.cores,
            python: machine.python,
            start_method: machine.start_method,
            switch_interval: machine.switch_interval.as_secs_f64(),
            source: if machine.python.is_recorded() { Source::Recorded } else { Source::Documentation },
        }
    }
}

/// Seconds of a duration.
pub(super) fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}

/// Seconds since the start.
pub(super) fn moment(at: Instant) -> f64 {
    at.as_secs_f64()
}
