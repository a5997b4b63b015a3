//! `result-on-own-loop`: a coroutine that blocks its loop until that loop has done something.

use crate::findings::calls::{can_await, needs_brackets};
use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::Line;
use crate::time::Duration;
use crate::trace::State;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "result-on-own-loop";
const WHY: &str =
    "The loop would have to run the coroutine that completes the future, but its thread is waiting right there.";
const SHORTEST: Duration = Duration::from_millis(1);

/// Calls of `result()` for what the same loop has to do.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let mut said: Vec<Line> = Vec::new();
    for stint in case.story.stints.iter().filter(|stint| stint.turn.is_some() && stint.lasted() >= SHORTEST) {
        let Some((line, call)) = own(case, stint.line, stint.state).filter(|(line, _)| !said.contains(line)) else {
            continue;
        };
        said.push(line);
        let Some(site) = case.at(line.file, call) else { continue };
        let for_ever = stint.to == case.story.end;
        let lasted = if for_ever { "for ever".to_owned() } else { format!("for {}", words::time(stint.lasted())) };
        let message =
            format!("{} waited {lasted} for a coroutine of its own loop, which could not run.", site.subject());
        found.push(site.finding(RULE, message, WHY, stint.lasted()).mended(fix(site.code, call)));
    }
    // Where the wait never ended no time passes in it.
    if let Some(line) = case.stuck().filter(|line| !said.contains(line))
        && case.trace.exit.status == crate::trace::Status::Deadlock
        && let Some(call) = case.code(line.file).and_then(|code| own_call(case, code, line))
        && let Some(site) = case.at(line.file, call)
    {
        let message =
            format!("{} waited for ever for a coroutine of its own loop, which could not run.", site.subject());
        found.push(site.finding(RULE, message, WHY, Duration::ZERO).mended(fix(site.code, call)));
    }
}

/// Whether waiting on a line is for the own loop.
pub fn is_own(case: &Case<'_>, line: Line) -> bool {
    case.code(line.file).is_some_and(|code| own_call(case, code, line).is_some())
}

fn own(case: &Case<'_>, line: Line, state: State) -> Option<(Line, NodeId)> {
    let code = case.code(line.file).filter(|_| matches!(state, State::Parked { .. }))?;
    Some((line, own_call(case, code, line)?))
}

/// `run_coroutine_threadsafe(…).result()`, or with the future in a variable, in a coroutine of a program with one loop.
fn own_call(case: &Case<'_>, code: &Code, line: Line) -> Option<NodeId> {
    let o = &code.outline;
    let waits = |&call: &NodeId| {
        let Some(receiver) = code.receiver(call).filter(|_| code.method(call) == "result") else { return false };
        let hands_over = |text: &str| text.contains("run_coroutine_threadsafe(");
        let assigned = |name: &str| {
            let function = code.function(call);
            o.all().any(|id| {
                o.kind(id) == Kind::Assign
                    && code.function(id) == function
                    && o.children(id).next().is_some_and(|target| o.text(target) == name)
                    && o.children(id).nth(1).is_some_and(|value| hands_over(o.text(value)))
            })
        };
        match o.kind(receiver) {
            Kind::Call => hands_over(o.text(receiver)),
            Kind::Name(_) => assigned(o.text(receiver)),
            _ => false,
        }
    };
    let only_loop = case.story.loops.len() == 1;
    code.calls_on(line.line).filter(|&call| only_loop && code.in_coroutine(call)).find(waits)
}

fn fix(code: &Code, call: NodeId) -> Option<Fix> {
    if !can_await(code, call) {
        return None;
    }
    let o = &code.outline;
    let future = o.text(code.receiver(call)?).to_owned();
    let arguments = code.arguments(call);
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    let wait = match arguments[..] {
        [] => format!("await {asyncio}.wrap_future({future})"),
        [timeout] => {
            let timeout = o.text(timeout).trim_start_matches("timeout=").to_owned();
            format!("await {asyncio}.wait_for({asyncio}.wrap_future({future}), {timeout})")
        }
        _ => return None,
    };
    let wait = if needs_brackets(code, call) { format!("({wait})") } else { wait };
    Some(edits.replace(call, wait).fix("Await the future instead"))
}
