//! What the engine is asked and what it answers.

use super::Point;
use crate::model::Schedule;
use crate::trace::Trace;
use crate::trace::report::Finding;
use serde::{Deserialize, Serialize};

/// One file of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// `main.py`, or what an import names.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A program and how to run it. The program's own run configuration (PEP 723) is in its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The main file, then those beside it.
    pub files: Vec<SourceFile>,
    /// The seed of everything random.
    pub seed: u64,
    /// Machine keys that override the program's own, as `--set KEY=VALUE` does.
    pub machine: Vec<(String, String)>,
}

impl Job {
    /// A program of one file, seed 0, its own machine.
    pub fn of(source: &str) -> Self {
        Self { files: vec![SourceFile { name: "main.py".into(), text: source.into() }], ..Self::default() }
    }
}

/// A run in the model and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ran {
    /// What happened.
    pub trace: Trace,
    /// What it says about the code.
    pub findings: Vec<Finding>,
    /// Whether its threads share what they change, so that it matters who goes on.
    pub shares: bool,
}

/// What the engine can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Run it in the model. [`Reply::Ran`].
    Run(Job),
    /// Run it in the model and say what there is to say about it. [`Reply::Checked`].
    Check(Job),
    /// Run its beginning in the model, to see what it will need when it runs live. [`Reply::Rehearsed`].
    Rehearse(Job),
    /// Run it in the model with that many seeds, from the job's own on. [`Reply::Orders`].
    Orders {
        /// The program.
        job: Job,
        /// How many seeds.
        seeds: u32,
    },
    /// Run it in the model with its threads taking turns as said. [`Reply::Played`].
    Play {
        /// The program.
        job: Job,
        /// Who goes on when.
        schedule: Schedule,
    },
    /// Run it in the model by many schedules. [`Reply::Explored`].
    Explore(Job),
    /// Run each of them in the model, and say only what it came to. [`Reply::Points`].
    Points(Vec<Job>),
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// A run in the model: a [`Ran`], as postcard has it.
    Ran(Vec<u8>),
    /// The findings, as JSON.
    Checked(String),
    /// How many threads it had at once, the main thread not counted.
    Rehearsed(u32),
    /// The different outputs of many seeds, the most frequent first.
    Orders(Vec<Order>),
    /// A run by a schedule: a [`Played`](super::Played), as postcard has it.
    Played(Vec<u8>),
    /// What it can come to.
    Explored(super::Explored),
    /// What each of many runs came to, in the order of the jobs.
    Points(Vec<Point>),
    /// The program can't be read or uses what is not supported.
    Refused(Refusal),
    /// Our own failure.
    Failed(String),
}

/// Why a program was not run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Line from 1.
    pub line: u32,
    /// Column from 1, in code points.
    pub column: u32,
    /// What it is and what to write instead.
    pub message: String,
}

/// One of the different things that a program printed under many seeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// All that it printed, in order.
    pub output: String,
    /// Under how many of the seeds.
    pub count: u32,
    /// The first of these seeds.
    pub seed: u64,
}
