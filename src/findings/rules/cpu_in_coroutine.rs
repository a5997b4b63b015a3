//! `cpu-in-coroutine`: a computation on the thread of the loop that kept others waiting.

use crate::findings::calls::{plain_call, to_thread};
use crate::findings::case::{Case, Site};
use crate::findings::code::Code;
use crate::findings::holds::Late;
use crate::findings::story::Turn;
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::Line;
use crate::time::Duration;
use crate::trace::State;
use crate::trace::report::Finding;

const RULE: &str = "cpu-in-coroutine";
const WHY: &str = "A coroutine gives the loop back only where it awaits; until then it is the only thing that runs. Only \
                   another process has a GIL of its own to compute with.";
const WHY_NATIVE: &str = "A coroutine gives the loop back only where it awaits. This call releases the GIL, so a thread can \
                          do it beside the loop.";
/// As long as a stall that the report counts as blocked.
const SHORTEST: Duration = Duration::from_millis(50);

struct Work {
    line: Line,
    node: Option<NodeId>,
    number: usize,
    spent: Duration,
    native: Duration,
    late: Late,
}

/// What computed in a callback for long while others were due, each computation once.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut all: Vec<Work> = Vec::new();
    for (index, turn) in story.turns.iter().enumerate().filter(|(_, turn)| turn.lasted() >= SHORTEST) {
        let late = story.late_because_of(index);
        if late.longest < SHORTEST {
            continue;
        }
        let Some((site, spent, native)) = busiest(case, turn) else { continue };
        if spent < SHORTEST
            || super::no_yield::is_without_yield(case, turn, site).is_some()
            || super::busy_wait::is_busy_wait(case, site.0)
        {
            continue;
        }
        let (line, node) = site;
        let known = all.iter().position(|known| (known.line, known.node) == site).unwrap_or_else(|| {
            let (zero, late) = (Duration::ZERO, Late::default());
            all.push(Work { line, node, number: 0, spent: zero, native: zero, late });
            all.len() - 1
        });
        let known = &mut all[known];
        known.number += 1;
        known.spent += spent;
        known.native += native;
        known.late = known.late.and(late);
    }
    for work in all {
        let Some(site) = site_of(case, &work) else { continue };
        let often = if work.number > 1 { format!(" in {} steps", work.number) } else { String::new() };
        let message = format!(
            "{} computed for {}{often} and held the loop; {}.",
            site.subject(),
            words::time(work.spent),
            words::were_late(work.late.number, work.late.what(), work.late.longest)
        );
        let native = work.native.0 > work.spent.0 / 2;
        let why = if native { WHY_NATIVE } else { WHY };
        let fix = work.node.filter(|_| native).and_then(|call| to_thread(site.code, call));
        found.push(site.finding(RULE, message, why, work.spent).mended(fix));
    }
}

/// Where a turn computed most, as the call in a coroutine that led there, and for how long; how much of it without the GIL.
pub fn busiest(case: &Case<'_>, turn: &Turn) -> Option<((Line, Option<NodeId>), Duration, Duration)> {
    let mut sites: Vec<((Line, Option<NodeId>), Duration, Duration)> = Vec::new();
    let mut known: Vec<(Line, (Line, Option<NodeId>))> = Vec::new();
    for stint in turn.stints.iter().map(|&stint| &case.story.stints[stint]) {
        if !matches!(stint.state, State::Running | State::Native) || stint.line.line == 0 {
            continue;
        }
        let site = match known.iter().find(|(line, _)| *line == stint.line) {
            Some((_, site)) => *site,
            None => {
                let site = origin(case, stint.line);
                known.push((stint.line, site));
                site
            }
        };
        let native = if stint.state == State::Native { stint.lasted() } else { Duration::ZERO };
        match sites.iter_mut().find(|(other, ..)| *other == site) {
            Some((_, spent, free)) => {
                *spent += stint.lasted();
                *free += native;
            }
            None => sites.push((site, stint.lasted(), native)),
        }
    }
    sites.into_iter().max_by_key(|(_, spent, _)| *spent)
}

/// The statement or call of a coroutine by which a line is reached; of a loop that a coroutine runs, the loop.
fn origin(case: &Case<'_>, line: Line) -> (Line, Option<NodeId>) {
    let Some(code) = case.code(line.file) else { return (line, None) };
    let o = &code.outline;
    let in_coroutine = code.def_at(line.line).is_some_and(|def| o.kind(def.id) == Kind::Coroutine);
    if in_coroutine {
        let Some(site) = case.on(line) else { return (line, None) };
        let around = std::iter::once(site.node).chain(o.around(site.node));
        let around = around.take_while(|&id| o.kind(id).is_statement() && !o.kind(id).is_function());
        let loops = around.filter(|&id| matches!(o.kind(id), Kind::For | Kind::While) && !awaits(code, id));
        if let Some(repeated) = loops.last() {
            return (Line { file: line.file, line: o.line(repeated) }, Some(repeated));
        }
        return (line, plain_call(case, line).map(|site| site.node));
    }
    match code.call_from_coroutine(line.line) {
        Some(call) => (Line { file: line.file, line: o.line(call) }, Some(call)),
        None => (line, None),
    }
}

/// Whether there is an `await` in a statement.
pub fn awaits(code: &Code, statement: NodeId) -> bool {
    let o = &code.outline;
    let is_await = |id| {
        let kind = o.kind(id);
        kind == Kind::Await || kind == Kind::AsyncWith || (kind == Kind::For && o.text(id).starts_with("async"))
    };
    o.inside(statement).any(is_await)
}

fn site_of<'a>(case: &'a Case<'_>, work: &Work) -> Option<Site<'a>> {
    match work.node {
        Some(node) => case.at(work.line.file, node),
        None => case.on(work.line),
    }
}
