//! `sync-lock-across-await`: a lock of threads held while a task waits.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::story::{Grip, Lock, Step, StepEnd, Who};
use crate::findings::words;
use crate::python::outline::{Kind, NodeId, Use};
use crate::syscall::Line;
use crate::time::Instant;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "sync-lock-across-await";
const WHY: &str = "A lock of threading stops the whole thread that waits for it; when that is the loop's, the task that holds the \
                   lock cannot go on to release it. An asyncio.Lock stops only the task.";

/// A lock held across an await that somebody else wanted.
struct Held<'a> {
    grip: &'a Grip,
    step: &'a Step,
    /// Who wanted it meanwhile.
    waiter: &'a Grip,
    on_loop: bool,
}

/// Locks of threads that were wanted while a task that held them waited.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut said: Vec<Line> = Vec::new();
    for held in all(case) {
        let StepEnd::Waits(_, at) = held.step.end else { continue };
        if said.contains(&held.grip.line) {
            continue;
        }
        said.push(held.grip.line);
        let Some(site) = case.on(held.grip.line) else { continue };
        let until = held.waiter.got.unwrap_or(story.end);
        let lasted = until.since(held.waiter.asked);
        let stopped = if held.on_loop {
            let name = if held.waiter.got.is_some() { "the loop stood still" } else { "the loop stood still for ever" };
            format!("another task wanted it and {name}")
        } else {
            format!("{} waited {} for it", story.thread(held.waiter.thread).name, words::time(lasted))
        };
        let name = &story.tasks[held.step.task].name;
        let message = format!("{name} held this lock while it waited in line {}; {stopped}.", at.line);
        let fix = fix(case, &story.locks[held.grip.lock]);
        found.push(site.finding(RULE, message, WHY, lasted).mended(fix));
    }
}

/// Whether waiting on a line was for such a lock.
pub fn is_held_across(case: &Case<'_>, line: Line) -> bool {
    all(case).iter().any(|held| held.waiter.line == line && held.on_loop)
}

fn all<'a>(case: &'a Case<'_>) -> Vec<Held<'a>> {
    let story = &case.story;
    let mut all = Vec::new();
    let wanted = |lock: usize| story.grips.iter().any(|grip| grip.lock == lock && grip.waited);
    let wanted: Vec<bool> = (0..story.locks.len()).map(wanted).collect();
    for grip in story.grips.iter().filter(|grip| wanted[grip.lock]) {
        let (Who::Thread(thread), Some(got)) = (grip.who, grip.got) else { continue };
        let back = grip.back.unwrap_or(Instant::FAR);
        if !story.loops.iter().any(|known| known.thread == thread) {
            continue;
        }
        let takes = |step: &&Step| step.thread == thread && step.from <= got && got <= step.to && step.to < back;
        let Some(step) = story.steps.iter().find(takes) else { continue };
        if !matches!(step.end, StepEnd::Waits(..)) {
            continue;
        }
        let wants =
            |other: &&Grip| other.lock == grip.lock && other.waited && other.asked >= step.to && other.asked < back;
        let Some(waiter) = story.grips.iter().find(wants) else { continue };
        all.push(Held { grip, step, waiter, on_loop: waiter.thread == thread });
    }
    all
}

/// The lock becomes asyncio's, when all that takes it are coroutines that can wait for it.
fn fix(case: &Case<'_>, lock: &Lock) -> Option<Fix> {
    let code = case.code(lock.line.file)?;
    let o = &code.outline;
    let made = code.calls_on(lock.line.line).find(|&call| code.called(call) == "threading.Lock")?;
    let target = o.children(o.parent(made)).next().filter(|_| o.kind(o.parent(made)) == Kind::Assign)?;
    if lock.kind != "Lock" || case.codes().count() != 1 || case.story.loops.len() != 1 {
        return None;
    }
    let name = o.text(target).to_owned();
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    edits = edits.replace(code.callee(made), format!("{asyncio}.Lock"));
    let uses = o
        .all()
        .filter(|&id| matches!(o.kind(id), Kind::Name(Use::Load) | Kind::Attribute(Use::Load)) && o.text(id) == name);
    for id in uses {
        let with = o.parent(o.parent(id));
        let only_item = o.children(with).filter(|&id| o.kind(id) == Kind::WithItem).count() == 1;
        if o.kind(o.parent(id)) != Kind::WithItem
            || o.kind(with) != Kind::With
            || !only_item
            || !is_awaitable(code, with)
        {
            return None;
        }
        edits = edits.before(with, "async ");
    }
    Some(edits.fix("Take an asyncio.Lock instead"))
}

fn is_awaitable(code: &Code, with: NodeId) -> bool {
    code.in_coroutine(with)
}
