//! `no-yield`: a coroutine that awaits in a loop, but nothing that it awaits ever gives the loop back.

use super::cpu_in_coroutine::{awaits, busiest};
use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::holds::Late;
use crate::findings::story::{StepEnd, Turn};
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::Line;
use crate::time::Duration;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "no-yield";
const WHY: &str = "An await gives the loop back only when what it waits for is not ready; awaiting something that never \
                   waits is an ordinary call.";
const SHORTEST: Duration = Duration::from_millis(50);

/// A place and, where it is known, the call or loop there.
type Place = (Line, Option<NodeId>);

/// Loops with awaits that never waited, while others were due for long.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut all: Vec<(u16, NodeId, Duration, Late)> = Vec::new();
    for (index, turn) in story.turns.iter().enumerate().filter(|(_, turn)| turn.lasted() >= SHORTEST) {
        let late = story.late_because_of(index);
        let Some((site, ..)) = busiest(case, turn) else { continue };
        let Some(repeated) = is_without_yield(case, turn, site) else { continue };
        if late.longest < SHORTEST {
            continue;
        }
        match all.iter_mut().find(|(file, node, ..)| (*file, *node) == (site.0.file, repeated)) {
            Some((.., held, known)) => (*held, *known) = (*held + turn.lasted(), known.and(late)),
            None => all.push((site.0.file, repeated, turn.lasted(), late)),
        }
    }
    for (file, repeated, held, late) in all {
        let Some(site) = case.at(file, repeated) else { continue };
        let message = format!(
            "{} held the loop for {} though it awaits; {}.",
            site.subject(),
            words::time(held),
            words::were_late(late.number, late.what(), late.longest)
        );
        found.push(site.finding(RULE, message, WHY, held).mended(fix(site.code, repeated)));
    }
}

/// The loop with awaits that a turn spent its time in without ever waiting.
pub fn is_without_yield(case: &Case<'_>, turn: &Turn, (line, node): Place) -> Option<NodeId> {
    let code = case.code(line.file)?;
    let o = &code.outline;
    let site = node.or_else(|| case.on(line).map(|site| site.node))?;
    let task = turn.task?;
    let waited: Vec<Line> = (case.story.steps_of(task))
        .filter_map(|step| if let StepEnd::Waits(_, line) = step.end { Some(line) } else { None })
        .collect();
    let around = |node: NodeId| {
        let loops = o.around(node).take_while(|&id| o.kind(id).is_statement() && !o.kind(id).is_function());
        loops.filter(|&id| matches!(o.kind(id), Kind::For | Kind::While)).collect::<Vec<_>>()
    };
    let mut loops = around(code.statement(site));
    // The loop may be that of the coroutine which awaits this one.
    if let Some(function) = code.function(site)
        && let Some(def) = code.defs.iter().find(|def| def.id == function)
    {
        for call in code.calls_of(def).filter(|&call| code.is_awaited(call)) {
            loops.extend(around(code.statement(call)));
        }
    }
    let never_waits =
        |&repeated: &NodeId| awaits(code, repeated) && !waited.iter().any(|line| reaches(code, repeated, line.line));
    loops.into_iter().find(never_waits)
}

/// Whether a line is in a loop, or in a function that is called in it.
fn reaches(code: &Code, repeated: NodeId, line: u32) -> bool {
    let o = &code.outline;
    let covers = |id: NodeId| (o.line(id)..=o.last_line(id)).contains(&line);
    let calls = o.inside(repeated).filter(|&id| o.kind(id) == Kind::Call);
    covers(repeated) || calls.filter_map(|call| code.def_called(call)).any(|def| covers(def.id))
}

fn fix(code: &Code, repeated: NodeId) -> Option<Fix> {
    let o = &code.outline;
    let last = o.children(repeated).filter(|&id| o.kind(id).is_statement() && o.block(id) == 1).last()?;
    let place = o.place(last);
    if place.line == o.line(repeated)
        || !matches!(o.kind(last), Kind::ExpressionStatement | Kind::Assign | Kind::AugmentedAssign)
    {
        return None;
    }
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    let indent = " ".repeat(place.column as usize - 1);
    Some(edits.after(last, format!("\n{indent}await {asyncio}.sleep(0)")).fix("Give the loop back in every round"))
}
