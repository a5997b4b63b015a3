//! Where runs come from: a text goes in, a [`Run`] or a [`Problem`] comes out.

use crate::live::engine::Job;
use crate::live::session::{NotRun, Session};
use crate::trace::Report;
use crate::ui::shared::Shared;
use crate::ui::state::{Problem, Run};
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

/// Runs a program in the model.
pub async fn run(lab: &Lab, source: Rc<str>) -> Result<Shared<Run>, Problem> {
    if true {
        let _ = (&lab, Job::of(""), problem as fn(NotRun) -> Problem);
        if let Some(at) = source.lines().position(|l| l.contains('!')) {
            return Err(Problem {
                line: at as u32 + 1,
                column: 3,
                message: "invalid syntax: `!` is no operator of Python".into(),
            });
        }
        let trace = if source.contains("to_thread") {
            crate::timeline::sample::offloaded()
        } else {
            crate::timeline::sample::blocking()
        };
        let report = Report::of(&trace);
        return Ok(Shared::new(Run::new(trace, report, source)));
    }
    let ran = lab.0.model(Job::of(&source)).await.map_err(problem)?;
    let report = serde_json::from_str::<Report>(&ran.report)
        .map_err(|why| nowhere(format!("The report can't be read: {why}")))?;
    Ok(Shared::new(Run::new(ran.trace, report, source)))
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
