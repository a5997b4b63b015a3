//! `deadlock`: nothing can ever run again.

use crate::findings::calls::only;
use crate::findings::case::Case;
use crate::findings::edits::Edits;
use crate::findings::story::{Grip, Who};
use crate::time::Duration;
use crate::trace::Status;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "deadlock";
const WHY: &str = "Each of them waits for something that only one who waits himself could do.";

/// The end of a run that could not go on; and threads that wait for each other's locks when the rest of it has ended.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let exit = &case.trace.exit;
    let (line, message) = match (exit.status, &exit.message, case.stuck()) {
        (Status::Deadlock, Some(message), Some(line)) => (line, message.clone()),
        (Status::Deadlock, ..) => return,
        _ => match circle(case) {
            Some(grips) => (grips[0].line, told(case, &grips)),
            None => return,
        },
    };
    let Some(site) = case.on(line) else { return };
    found.push(site.finding(RULE, message, WHY, Duration::ZERO).mended(of_oneself(case)));
}

/// Locks that are waited for by those who hold the next one of them, in a circle, at the end.
fn circle<'a>(case: &'a Case<'_>) -> Option<Vec<&'a Grip>> {
    let story = &case.story;
    let waiting = |grip: &&Grip| grip.got.is_none() && is_last(case, grip);
    let holder = |grip: &Grip| {
        let holds = |other: &&Grip| other.lock == grip.lock && other.got.is_some() && other.back.is_none();
        story.grips.iter().find(holds).map(|other| other.who)
    };
    for first in story.grips.iter().filter(waiting) {
        let mut way = vec![first];
        while let Some(who) = holder(way[way.len() - 1]) {
            if who == first.who {
                return (way.len() > 1).then_some(way);
            }
            match story.grips.iter().filter(waiting).find(|grip| grip.who == who) {
                Some(next) if way.len() < 16 => way.push(next),
                _ => break,
            }
        }
    }
    None
}

/// Whether a thread is parked for it when the trace ends.
fn is_last(case: &Case<'_>, grip: &Grip) -> bool {
    let Who::Thread(id) = grip.who else { return false };
    let last = case.story.stints.iter().rev().find(|stint| stint.thread == id);
    let end = case.story.thread(id).to;
    last.is_some_and(|last| {
        matches!(last.state, crate::trace::State::Parked { .. }) && last.to == end && last.line == grip.line
    })
}

fn told(case: &Case<'_>, grips: &[&Grip]) -> String {
    let story = &case.story;
    let sentence = |grip: &&Grip| {
        let Who::Thread(id) = grip.who else { return String::new() };
        let lock = &story.locks[grip.lock];
        format!(
            "{} waits at line {} for the {} of line {}",
            story.thread(id).name,
            grip.line.line,
            lock.kind,
            lock.line.line
        )
    };
    let waits: Vec<String> = grips.iter().map(sentence).collect();
    format!("These threads wait for each other for ever: {}.", waits.join("; "))
}

/// A lock that its holder waits for: one that may be taken again by the same thread.
fn of_oneself(case: &Case<'_>) -> Option<Fix> {
    let story = &case.story;
    let mine = |grip: &&Grip| {
        let held = |other: &Grip| {
            other.who == grip.who && other.lock == grip.lock && other.got.is_some() && other.back.is_none()
        };
        grip.got.is_none() && story.grips.iter().any(held)
    };
    let grip = story.grips.iter().find(mine)?;
    let lock = &story.locks[grip.lock];
    let code = case.code(lock.line.file)?;
    // On the loop's thread it would let other tasks in.
    let of_loop = story.loops.iter().any(|known| known.thread == grip.thread);
    if lock.kind != "Lock" || of_loop {
        return None;
    }
    let call = only(code.calls_on(lock.line.line).filter(|&call| code.called(call) == "threading.Lock"))?;
    let mut edits = Edits::of(code);
    let threading = edits.module("threading");
    Some(edits.replace(code.callee(call), format!("{threading}.RLock")).fix("Let its holder take it again: RLock"))
}
