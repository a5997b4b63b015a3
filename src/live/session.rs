//! All that the page has to run programs with: the engine and the live kernel, and what is known about this browser.

use super::abilities::{Abilities, Missing, isolated};
use super::engine::{Client, EngineError, Job, Packed, Refusal};
use super::painter::Painter;
use super::runs::{Armed, HostedBy, Live, LiveError, LiveOptions, MOST_THREADS};
use crate::time::Duration;
use std::cell::RefCell;
use std::rc::Rc;

/// Workers that are armed beyond those that the model's run used at once: a live run's timing is another one, and a pool
/// starts a thread when none of its threads happens to be idle.
const SPARE_THREADS: u32 = 2;

/// Engine and live kernel: a handle to be cloned.
#[derive(Clone)]
pub struct Session {
    /// The engine.
    pub engine: Client,
    /// The live kernel.
    pub live: Live,
    missing: Rc<RefCell<Vec<Missing>>>,
}

/// Why a program did not run, in either engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRun {
    /// The program can't be read or uses what is not supported.
    Refused(Refusal),
    /// It was stopped before it had anything to show.
    Stopped,
    /// It can't run live in this browser; it can in the model.
    NotLive(Missing),
    /// Our own failure.
    Failed(String),
}

impl Session {
    /// Nothing is started yet. `painter` watches live runs.
    pub fn start(painter: Option<Painter>, on_abilities: impl Fn(&Abilities) + 'static) -> Self {
        Self { engine: Client::new(on_abilities), live: Live::new(painter), missing: Rc::default() }
    }

    /// What is known by now about this browser.
    pub fn abilities(&self) -> Abilities {
        let mut abilities = self.engine.abilities();
        abilities.missing.extend(self.missing.borrow().iter().cloned());
        abilities
    }

    /// Gets a program ready to run live: the model runs it first, to know how many threads it has at once.
    pub async fn arm(&self, job: Job, hosted_by: HostedBy, cap: Duration) -> Result<Armed, NotRun> {
        let stops = self.live.stops();
        let threads = match self.engine.rehearse(job.clone()).await.map_err(NotRun::from)? {
            0 => 0,
            threads => (threads + SPARE_THREADS).min(MOST_THREADS.max(threads)),
        };
        if threads > 0 && !isolated() {
            return Err(NotRun::NotLive(Missing::Isolation));
        }
        let armed = self.live.arm_since(stops, job, LiveOptions { hosted_by, cap, threads }).await;
        armed.map_err(|error| match error {
            LiveError::Refused(refusal) => NotRun::Refused(refusal),
            LiveError::TooManyThreads(threads) => NotRun::NotLive(Missing::Threads(threads)),
            LiveError::Failed(why) => {
                let missing = Missing::LiveWorkers { why };
                self.missing.borrow_mut().push(missing.clone());
                NotRun::NotLive(missing)
            }
        })
    }

    /// Runs a program in the model.
    pub async fn model(&self, job: Job) -> Result<Packed, NotRun> {
        self.engine.run(job).await.map_err(NotRun::from)
    }

    /// Ends what runs, in either engine.
    pub fn stop(&self) {
        self.engine.stop();
        self.live.stop();
    }
}

impl From<EngineError> for NotRun {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => Self::Refused(refusal),
            EngineError::Stopped => Self::Stopped,
            EngineError::Failed(why) => Self::Failed(why),
        }
    }
}
