//! `unbounded-fan-out`: as many tasks at once as there is input.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::words;
use crate::python::outline::{Kind, Outline};
use crate::syscall::{Line, TaskWait};
use crate::time::{Duration, Instant};
use crate::trace::report::{Finding, Fix};

const RULE: &str = "unbounded-fan-out";
const WHY: &str = "Each of them holds its connection, file or memory at the same time as all others; with ten times the input it \
                   is ten times as many. A semaphore or a fixed number of workers sets the limit.";
/// So many at once are more than what they talk to usually bears.
const MANY: usize = 1_000;
/// How many the fix allows.
const LIMIT: usize = 100;

/// A place whose tasks were in flight in great number: begun, and not waiting for a lock or semaphore.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    if story.tasks.len() < MANY {
        return;
    }
    let mut lines: Vec<(Line, usize)> = Vec::new();
    for task in &story.tasks {
        match lines.iter_mut().find(|(line, _)| *line == task.line) {
            Some((_, number)) => *number += 1,
            None => lines.push((task.line, 1)),
        }
    }
    for (line, _) in lines.into_iter().filter(|(_, number)| *number >= MANY) {
        let (most, at) = most_in_flight(case, line);
        if most < MANY {
            continue;
        }
        let Some(site) = case.on(line) else { continue };
        let mine = story.tasks.iter().filter(|task| task.line == line);
        let begun = mine.filter_map(|task| Some(task.begun?.since(task.from))).fold(Duration::ZERO, Duration::max);
        let message = format!(
            "{most} tasks of this line were in flight at once at {}; one waited {} for its first step.",
            words::time(at.since(Instant::START)),
            words::time(begun)
        );
        found.push(site.finding(RULE, message, WHY, begun).mended(fix(case, site.code, line)));
    }
}

/// The most tasks of a line that were between their first step and their end at once, and when.
fn most_in_flight(case: &Case<'_>, line: Line) -> (usize, Instant) {
    let story = &case.story;
    let mut changes: Vec<(Instant, i64)> = Vec::new();
    for step in story.steps.iter().filter(|step| story.tasks[step.task].line == line) {
        let locked = |on: TaskWait| matches!(on, TaskWait::Lock(_));
        if !step.after.is_some_and(|wait| !locked(wait.on)) {
            changes.push((step.from, 1));
        }
        let waits = matches!(step.end, crate::findings::story::StepEnd::Waits(on, _) if !locked(on));
        if !waits {
            changes.push((step.to, -1));
        }
    }
    changes.sort_by_key(|&(at, change)| (at, change));
    let (mut now, mut most, mut when) = (0, 0, Instant::START);
    for (at, change) in changes {
        now += change;
        if now > most {
            (most, when) = (now, at);
        }
    }
    (most as usize, when)
}

/// The body of the coroutine function is put under a semaphore.
fn fix(case: &Case<'_>, code: &Code, line: Line) -> Option<Fix> {
    let o = &code.outline;
    let task = case.story.tasks.iter().find(|task| task.line == line)?;
    let mut same = case.story.tasks.iter().filter(|other| other.line == line);
    let def = code.defs.iter().find(|def| def.qualname == task.coroutine && o.parent(def.id) == Outline::MODULE)?;
    let whole = o.whole();
    if !same.all(|other| other.coroutine == task.coroutine)
        || case.story.loops.len() != 1
        || whole.contains("in_flight")
    {
        return None;
    }
    // Text over several lines would change with its indentation.
    let many_lines = |id| o.kind(id) == Kind::Text && o.line(id) != o.last_line(id);
    let body: Vec<_> = o.children(def.id).filter(|&id| o.kind(id).is_statement() && o.block(id) == 1).collect();
    let (first, last) = (*body.first()?, *body.last()?);
    if o.inside(def.id).any(many_lines) || o.line(first) == o.line(def.id) {
        return None;
    }
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    let place = o.place(first);
    let indent = " ".repeat(place.column as usize - 1);
    let top = code.line_after_imports();
    let edits = edits
        .between((top, 1), (top, 1), format!("\nin_flight = {asyncio}.Semaphore({LIMIT})\n"))
        .between((place.line, 1), (place.line, 1), format!("{indent}async with in_flight:\n"))
        .indent(place.line, o.last_line(last));
    Some(edits.fix(format!("Let {LIMIT} of them in at a time")))
}
