//! Where runs come from: a text goes in, a [`Run`] or a [`Problem`] comes out.

use crate::lesson::Lesson;
use crate::live::engine::{Explored, Job, Order, Point};
use crate::live::fetch;
use crate::live::runs::{Armed, HostedBy, MOST_CAP};
use crate::live::session::{NotRun, Session};
use crate::model::{Choice, Schedule};
use crate::site;
use crate::time::Duration;
use crate::ui::shared::Shared;
use crate::ui::state::{PlayedRun, Problem, Run};
use gloo_timers::future::sleep;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

/// All that runs programs, as a property.
#[derive(Clone)]
pub struct Lab(pub Session);

impl PartialEq for Lab {
    fn eq(&self, _: &Self) -> bool {
        // There is one for the page's whole life.
        true
    }
}

/// Machine keys that override a program's own, as `--set KEY=VALUE` does.
pub type MachineKeys = [(String, String)];

/// How often it is looked whether a run that gave way is gone, and the pause before each look.
const GIVEN_WAY_TRIES: u32 = 10;
const GIVEN_WAY_MS: u64 = 50;

/// Runs a program in the model, on a machine with these keys over the program's own. `give_way` is called when there is no
/// room for its trace beside what is shown.
pub async fn run(
    lab: &Lab,
    source: Rc<str>,
    machine: &MachineKeys,
    give_way: impl FnOnce(),
) -> Result<Shared<Run>, Problem> {
    let packed = lab.0.model(job(&source, machine)).await.map_err(problem)?;
    if !packed.fits() {
        give_way();
        // It goes with the picture that shows it.
        for _ in 0..GIVEN_WAY_TRIES {
            sleep(std::time::Duration::from_millis(GIVEN_WAY_MS)).await;
            if packed.fits() {
                break;
            }
        }
    }
    let ran = packed.unpack().map_err(|error| problem(error.into()))?;
    Ok(Shared::new(Run::of(ran, source)))
}

/// What the page of a lesson shows besides its runs; an error is a sentence.
pub async fn lesson(slug: &str) -> Result<Lesson, String> {
    let bytes = fetch::bytes(&fetch::beside(&site::lesson_path(slug))).await?;
    postcard::from_bytes(&bytes).map_err(|error| error.to_string())
}

/// A lesson's run as the model had it when the page was built, so that nobody waits for the engine who only looks. `None`
/// where that file is not to be had.
pub async fn shipped(slug: &str, file: &str, source: Rc<str>) -> Option<Shared<Run>> {
    let bytes = fetch::bytes(&fetch::beside(&site::run_path(slug, file))).await.ok()?;
    Some(Shared::new(Run::of(postcard::from_bytes(&bytes).ok()?, source)))
}

/// What a program prints under many seeds; an error is a sentence.
pub async fn orders(lab: &Lab, source: &str, machine: &MachineKeys, seeds: u32) -> Result<Vec<Order>, String> {
    let orders = lab.0.engine.orders(job(source, machine), seeds).await;
    orders.map_err(|error| sentence(problem(error.into())))
}

/// Runs a program with its threads taking turns as said; an error is a sentence.
pub async fn play(lab: &Lab, source: Rc<str>, machine: &MachineKeys, choices: &[Choice]) -> Result<PlayedRun, Rc<str>> {
    let schedule = Schedule { choices: choices.to_vec() };
    let played = lab.0.engine.play(job(&source, machine), schedule).await;
    Ok(PlayedRun::of(played.map_err(|error| told(error.into()))?, source))
}

/// What a program can come to; an error is a sentence.
pub async fn explore(lab: &Lab, source: &str, machine: &MachineKeys) -> Result<Rc<Explored>, Rc<str>> {
    let explored = lab.0.engine.explore(job(source, machine)).await;
    explored.map(Rc::new).map_err(|error| told(error.into()))
}

fn told(error: NotRun) -> Rc<str> {
    sentence(problem(error)).into()
}

/// What each of many programs comes to on a machine with these keys; an error is a sentence.
pub async fn points(lab: &Lab, programs: Vec<(String, Vec<(String, String)>)>) -> Result<Vec<Point>, String> {
    let jobs = programs.iter().map(|(source, machine)| job(source, machine)).collect();
    let points = lab.0.engine.points(jobs).await;
    points.map_err(|error| sentence(problem(error.into())))
}

/// Runs a program live, beside this page, which goes on meanwhile; an error is a sentence.
pub async fn live(lab: &Lab, source: Rc<str>) -> Result<Shared<Run>, String> {
    let armed = lab.0.arm(Job::of(&source), HostedBy::Worker, MOST_CAP).await;
    Ok(begin(armed.map_err(|error| sentence(problem(error)))?, source).await)
}

/// Gets a program ready to freeze this page for at most so many seconds; an error is a sentence.
pub async fn arm(lab: &Lab, source: &str, seconds: u32) -> Result<Armed, String> {
    let cap = Duration::from_millis(u64::from(seconds) * 1_000);
    lab.0.arm(Job::of(source), HostedBy::Page, cap).await.map_err(|error| sentence(problem(error)))
}

/// Runs what is armed.
pub async fn begin(armed: Armed, source: Rc<str>) -> Shared<Run> {
    Shared::new(Run::new(armed.begin().await.trace, source))
}

fn job(source: &str, machine: &MachineKeys) -> Job {
    Job { machine: machine.to_vec(), ..Job::of(source) }
}

fn sentence(problem: Problem) -> String {
    if problem.line > 0 { format!("Line {}: {}", problem.line, problem.message) } else { problem.message }
}

fn problem(error: NotRun) -> Problem {
    match error {
        NotRun::Refused(refusal) => Problem { line: refusal.line, column: refusal.column, message: refusal.message },
        NotRun::Stopped => nowhere("The run was stopped.".to_owned()),
        NotRun::NotLive(missing) => nowhere(missing.sentence()),
        NotRun::Failed(why) => nowhere(format!("The engine failed: {why}")),
    }
}

fn nowhere(message: String) -> Problem {
    Problem { line: 0, column: 0, message }
}

type Slot = Rc<RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>>;

/// A future that runs on the page; dropping this drops it where it stands.
pub struct Errand(Slot);

impl Errand {
    /// Starts it.
    pub fn start(errand: impl Future<Output = ()> + 'static) -> Self {
        let slot: Slot = Rc::new(RefCell::new(Some(Box::pin(errand))));
        let driven = slot.clone();
        wasm_bindgen_futures::spawn_local(std::future::poll_fn(move |context| {
            // Out of its place while it runs: it may drop its own errand.
            let Some(mut errand) = driven.borrow_mut().take() else { return Poll::Ready(()) };
            let polled = errand.as_mut().poll(context);
            if polled.is_pending() && Rc::strong_count(&driven) > 1 {
                *driven.borrow_mut() = Some(errand);
                return Poll::Pending;
            }
            Poll::Ready(())
        }));
        Self(slot)
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        let errand = self.0.borrow_mut().take();
        drop(errand);
    }
}
