//! `race-across-await`: a task read something, waited, and wrote it, while another did the same.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::story::{Index, StepEnd};
use crate::findings::windows::{Shape, Window, lines, lock_around, windows};
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::TaskEnd;
use crate::time::{Duration, Instant};
use crate::trace::report::Finding;

const RULE: &str = "race-across-await";
const WHY: &str = "At an await every other task may run and change what was read before it; only what is between two awaits is one \
                   piece.";

/// So many are enough to tell.
const LOOKED_AT: usize = 2_000;

/// A task that waited between its read and its write, and went on.
struct Visit {
    task: Index,
    from: Instant,
    to: Instant,
}

/// Windows that two tasks were in at the same time.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (file, code) in case.codes() {
        let o = &code.outline;
        for window in windows(code).iter().filter(|window| o.kind(window.function) == Kind::Coroutine) {
            let visits = visits(case, file, code, window);
            let number = overlaps(&visits);
            if number == 0 {
                continue;
            }
            let Some(site) = case.at(file, window.write) else { continue };
            let (read, write) = (o.line(window.read), o.line(window.write));
            let message = if window.shape == Shape::Tested {
                format!(
                    "{} came between the test of {} (line {read}) and its change here (line {write}): the test no longer held.",
                    times(number),
                    window.name
                )
            } else {
                format!(
                    "{} came between reading {} (line {read}) and writing it (line {write}), so an update was lost.",
                    times(number),
                    window.name
                )
            };
            let one_loop = case.story.loops.len() == 1;
            let fix = if one_loop { lock_around(code, window, "asyncio", "async with") } else { None };
            found.push(site.finding(RULE, message, WHY, Duration::ZERO).mended(fix));
        }
    }
}

fn times(number: usize) -> String {
    if number == 1 { "Another task".to_owned() } else { format!("{}, other tasks", words::count(number, "time")) }
}

/// Waits of tasks between the two ends, after which they came to the second.
fn visits(case: &Case<'_>, file: u16, code: &Code, window: &Window) -> Vec<Visit> {
    let story = &case.story;
    let o = &code.outline;
    let (first, last) = lines(code, window);
    // Awaits in the window: of the coroutine itself, or of one that it awaits there.
    let between = |&id: &NodeId| {
        let line = o.line(id);
        o.kind(id) == Kind::Await && (first..=last).contains(&line) && code.function(id) == Some(window.function)
    };
    let awaits: Vec<NodeId> = o.inside(window.function).filter(between).collect();
    let called: Vec<(u32, u32)> = (awaits.iter().flat_map(|&id| o.children(id)))
        .filter(|&id| o.kind(id) == Kind::Call)
        .filter_map(|call| code.def_called(call))
        .filter(|def| code.calls_of(def).count() == 1)
        .map(|def| (o.line(def.id), o.last_line(def.id)))
        .collect();
    let is_there = |line: u32| {
        awaits.iter().any(|&id| (o.line(id)..=o.last_line(id)).contains(&line))
            || called.iter().any(|(a, b)| (*a..=*b).contains(&line))
    };
    let function = code.defs.iter().find(|def| def.id == window.function).map_or("", |def| &def.qualname);
    let mut visits = Vec::new();
    for step in &story.steps {
        let Some(wait) = step.after.filter(|wait| wait.line.file == file && is_there(wait.line.line)) else { continue };
        let fails = matches!(step.end, StepEnd::Done(TaskEnd::Cancelled | TaskEnd::Raised) | StepEnd::Cut);
        let runs =
            story.tasks[step.task].coroutine == function || calls_it(code, window, &story.tasks[step.task].coroutine);
        if !fails && runs {
            if visits.len() >= LOOKED_AT {
                break;
            }
            visits.push(Visit { task: step.task, from: wait.since, to: step.from });
        }
    }
    visits
}

/// Whether a task's coroutine can be one that awaits the function of the window.
fn calls_it(code: &Code, window: &Window, coroutine: &str) -> bool {
    let Some(def) = code.defs.iter().find(|def| def.id == window.function) else { return false };
    code.calls_of(def).any(|call| {
        let caller = code.function(call);
        code.defs.iter().any(|def| Some(def.id) == caller && def.qualname == coroutine)
    })
}

/// How many of them ended while another, which had begun before, went on, or began within another.
fn overlaps(visits: &[Visit]) -> usize {
    let during = |visit: &Visit| {
        visits.iter().any(|other| {
            other.task != visit.task && other.from < visit.to && visit.from < other.to && other.from <= visit.from
        })
    };
    visits.iter().filter(|visit| during(visit)).count()
}
