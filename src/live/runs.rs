//! Live runs as the page sees them.
//!
//! 1. [`Live::arm`]: a crew is formed or taken again, workers are started until there are enough, the program is read, the
//!    workers go into the run and wait, the watcher opens the rings. After that nothing needs the page any more.
//! 2. [`Armed::begin`]: the program runs. With [`HostedBy::Page`] this is where the page freezes.
//! 3. [`Finished`]: the watcher hands the trace over, everybody leaves, the run is freed, the crew stays for the next one.
//!
//! One run at a time: arming another stops the one that goes on.

use super::crew::{Crew, Loaded, NotLoaded, Said, Stopper};
use super::engine::{Job, Refusal};
use super::hosting::{FromHost, Left, ToHost};
use super::inputs::{Input, Inputs};
use super::later::{OneAtATime, Turn};
use super::painter::Painter;
use super::watch::Ending;
use super::watcher::{ToWatcher, Watched, Watcher};
use crate::machine::Machine;
use crate::time::{Duration, Instant};
use crate::trace::{Exit, Status, Trace};
use gloo_timers::callback::Interval;
use gloo_timers::future::sleep;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

pub use super::crew::HostedBy;

/// The most threads beside the main one that a live run may have at once.
pub const MOST_THREADS: u32 = 64;
/// The longest that a page may be frozen when nothing else was asked for.
pub const DEFAULT_CAP: Duration = Duration::from_millis(2_000);
/// The longest that anybody may ask for.
pub const MOST_CAP: Duration = Duration::from_millis(5_000);
/// What a frozen page needs beside what it froze for: a program that sleeps exactly the cap does not reach it.
const CAP_SLACK: Duration = Duration::from_millis(100);
/// How long after a freeze its late input may still be heard.
const INPUT_WITHIN_MS: u64 = 250;
/// How often the page itself reads the rings, where there is no painter.
const POLL_EVERY_MS: u32 = 50;

/// The live kernel: a handle to be cloned.
#[derive(Clone)]
pub struct Live(Rc<Inner>);

struct Inner {
    painter: Option<Painter>,
    /// Watches where no painter does.
    watcher: Rc<RefCell<Watcher>>,
    on_page: Cell<Option<Crew>>,
    in_worker: Cell<Option<Crew>>,
    stopper: RefCell<Option<Stopper>>,
    /// How often somebody wanted a stop.
    stops: Cell<u32>,
    one_at_a_time: OneAtATime,
}

/// How to run a program live.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveOptions {
    /// Where its main thread is.
    pub hosted_by: HostedBy,
    /// The longest that the page may be frozen, at most [`MOST_CAP`].
    pub cap: Duration,
    /// How many threads beside the main one it may have at once: as many as it had in the model
    /// ([`super::watch::threads_at_once`]).
    pub threads: u32,
}

/// A program that is ready to run, with everything it needs.
pub struct Armed {
    live: Live,
    /// How often somebody had wanted a stop when it was asked for.
    stops: u32,
    /// Taken by [`Armed::begin`].
    parts: Option<(Crew, Loaded, Turn)>,
    options: LiveOptions,
    seed: u64,
}

/// What came of a live run.
pub struct Finished {
    /// What happened.
    pub trace: Trace,
    /// How many events were lost because a ring or the trace was full.
    pub lost: u64,
}

/// Why a program does not run live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiveError {
    /// The program can't be read or uses what is not supported.
    Refused(Refusal),
    /// It wants more threads than [`MOST_THREADS`].
    TooManyThreads(u32),
    /// A worker did not start, or failed.
    Failed(String),
}

impl Live {
    /// Live runs that this painter watches; without one the page reads the rings itself, whenever it is not frozen.
    pub fn new(painter: Option<Painter>) -> Self {
        Self(Rc::new(Inner {
            painter,
            watcher: Rc::default(),
            on_page: Cell::new(None),
            in_worker: Cell::new(None),
            stopper: RefCell::new(None),
            stops: Cell::new(0),
            one_at_a_time: OneAtATime::default(),
        }))
    }

    /// Gets everything ready, so that nothing more needs the page when the program begins. A stop that is wanted meanwhile
    /// ends the program as soon as it begins.
    pub async fn arm(&self, job: Job, options: LiveOptions) -> Result<Armed, LiveError> {
        self.arm_since(self.stops(), job, options).await
    }

    /// The same for something that was asked for when a stop had been wanted so often ([`Live::stops`]).
    pub async fn arm_since(&self, stops: u32, job: Job, options: LiveOptions) -> Result<Armed, LiveError> {
        if options.threads > MOST_THREADS {
            return Err(LiveError::TooManyThreads(options.threads));
        }
        self.stop_current();
        let turn = self.0.one_at_a_time.turn().await;
        let seed = job.seed;
        let mut crew = match self.0.crew(options.hosted_by).take() {
            Some(crew) => crew,
            None => Crew::form(options.hosted_by).await.map_err(LiveError::Failed)?,
        };
        match arm(&mut crew, job, options.threads).await {
            Ok(loaded) => {
                self.watch(&ToWatcher::Open(loaded.rings.clone()), &crew.memory);
                Ok(Armed { live: self.clone(), stops, parts: Some((crew, loaded, turn)), options, seed })
            }
            Err(NotLoaded::Refused(refusal)) => {
                self.0.crew(options.hosted_by).set(Some(crew));
                Err(LiveError::Refused(refusal))
            }
            Err(NotLoaded::Failed(why)) => {
                crew.die();
                Err(LiveError::Failed(why))
            }
        }
    }

    /// Ends the run that goes on or is about to begin; its trace says "stopped".
    pub fn stop(&self) {
        self.0.stops.set(self.0.stops.get().wrapping_add(1));
        self.stop_current();
    }

    /// How often somebody wanted a stop.
    pub fn stops(&self) -> u32 {
        self.0.stops.get()
    }

    fn stop_current(&self) {
        let stopper = self.0.stopper.borrow().clone();
        if let Some(stopper) = stopper {
            stopper.stop();
        }
    }

    fn watch(&self, message: &ToWatcher, memory: &JsValue) {
        match self.painter() {
            Some(painter) => painter.watch(message, memory),
            None => {
                self.0.watcher.borrow_mut().hear(message.clone(), memory.clone());
            }
        }
    }

    fn painter(&self) -> Option<&Painter> {
        self.0.painter.as_ref().filter(|painter| painter.works())
    }

    async fn close(&self, ending: Ending) -> Watched {
        if let Some(painter) = self.painter() {
            painter.watch(&ToWatcher::Close(ending.clone()), &JsValue::UNDEFINED);
            if let Ok(watched) = painter.watched().await {
                return watched;
            }
        }
        let watched = self.0.watcher.borrow_mut().hear(ToWatcher::Close(ending.clone()), JsValue::UNDEFINED);
        watched.unwrap_or_else(|| Watched { trace: super::watch::Watch::new(&[]).finish(ending), lost: 0 })
    }
}

impl Inner {
    fn crew(&self, hosted_by: HostedBy) -> &Cell<Option<Crew>> {
        match hosted_by {
            HostedBy::Page => &self.on_page,
            HostedBy::Worker => &self.in_worker,
        }
    }
}

async fn arm(crew: &mut Crew, job: Job, threads: u32) -> Result<Loaded, NotLoaded> {
    crew.grow(threads).await.map_err(NotLoaded::Failed)?;
    let loaded = crew.load(job, threads).await?;
    crew.arm(loaded.run, threads).await.map_err(NotLoaded::Failed)?;
    Ok(loaded)
}

impl Armed {
    /// Runs the program to its end.
    pub async fn begin(mut self) -> Finished {
        // Taken once: `begin` consumes what is armed.
        let Some((crew, loaded, _turn)) = self.parts.take() else { unreachable!("armed once, begun once") };
        let live = self.live.clone();
        let stopper = crew.stopper(loaded.control);
        if live.stops() != self.stops {
            stopper.stop();
        }
        *live.0.stopper.borrow_mut() = Some(stopper);

        let begun_ms = Rc::new(Cell::new(0.0));
        crew.hear_at_once({
            let (live, begun_ms) = (live.clone(), begun_ms.clone());
            move |said| {
                let message = match said {
                    FromHost::Begun(ms) => {
                        begun_ms.set(ms);
                        ToWatcher::Begun(ms)
                    }
                    FromHost::InputWaits(ms) => ToWatcher::InputWaits(ms),
                    FromHost::Recorded(bytes) => ToWatcher::Recorded(bytes),
                    _ => return,
                };
                live.watch(&message, &JsValue::UNDEFINED);
            }
        });
        let ended_ms = Rc::new(Cell::new(f64::INFINITY));
        let _inputs = (self.options.hosted_by == HostedBy::Page).then(|| {
            let (live, ended_ms) = (live.clone(), ended_ms.clone());
            Inputs::listen(move |input: Input| {
                if input.made_ms <= ended_ms.get() {
                    let Input { kind, made_ms, heard_ms } = input;
                    live.watch(&ToWatcher::Input { kind, made_ms, heard_ms }, &JsValue::UNDEFINED);
                }
            })
        });
        let _poll = live.painter().is_none().then(|| {
            let watcher = live.0.watcher.clone();
            Interval::new(POLL_EVERY_MS, move || watcher.borrow_mut().poll())
        });

        crew.tell(&ToHost::Begin { cap: self.options.cap.min(MOST_CAP) + CAP_SLACK });
        let over = over(&crew).await;
        let now = Instant(((super::clock::now_ms() - begun_ms.get()) * 1e6).max(0.0) as u64);
        let over = over.unwrap_or_else(|exit| Over { exit, end: now, memory_peak: 0, left: Left::NotAll });
        ended_ms.set(begun_ms.get() + over.end.0 as f64 / 1e6);
        live.0.stopper.borrow_mut().take();
        if over.left == Left::NotAll {
            crew.die();
        }
        if self.options.hosted_by == HostedBy::Page {
            sleep(std::time::Duration::from_millis(INPUT_WITHIN_MS)).await;
        }
        let ending = Ending {
            seed: self.seed,
            machine: loaded.machine.clone(),
            exit: over.exit,
            end: over.end,
            memory_peak: over.memory_peak,
        };
        let watched = live.close(ending).await;
        if over.left == Left::All {
            live.disband(crew, self.options.clone()).await;
        }
        Finished { trace: watched.trace, lost: watched.lost }
    }

    /// What it will run on.
    pub fn machine(&self) -> Option<&Machine> {
        self.parts.as_ref().map(|(_, loaded, _)| &loaded.machine)
    }
}

impl Live {
    /// Everybody leaves the run, it is freed, and the crew is kept for the next one.
    async fn disband(&self, crew: Crew, options: LiveOptions) {
        if crew.all_left(options.threads).await.is_ok() && crew.drop_run().await.is_ok() {
            self.0.crew(options.hosted_by).set(Some(crew));
        } else {
            crew.die();
        }
    }
}

impl Drop for Armed {
    fn drop(&mut self) {
        let Some((crew, loaded, turn)) = self.parts.take() else { return };
        let live = self.live.clone();
        let options = self.options.clone();
        live.watch(&ToWatcher::Forget, &JsValue::UNDEFINED);
        crew.stopper(loaded.control).stop();
        wasm_bindgen_futures::spawn_local(async move {
            live.disband(crew, options).await;
            drop(turn);
        });
    }
}

/// How a run was over.
struct Over {
    exit: Exit,
    end: Instant,
    memory_peak: u64,
    left: Left,
}

/// Waits until the host tells that the run is over; the exit of one whose crew failed or did not hear a stop.
async fn over(crew: &Crew) -> Result<Over, Exit> {
    let gone = |status, message: String| Exit { status, code: 1, message: Some(message), line: None };
    loop {
        match crew.next().await {
            Said::Host(FromHost::Ended { exit, end, memory_peak, left }) => {
                return Ok(Over { exit, end, memory_peak, left });
            }
            Said::Failed(why) => return Err(gone(Status::Failed, why)),
            Said::Alarm => return Err(gone(Status::Stopped, "stopped; its workers had to be ended".into())),
            _ => {}
        }
    }
}
