//! `never-awaited`: a coroutine that was made and dropped.

use crate::findings::calls::{can_await, only};
use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::Line;
use crate::time::Duration;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "never-awaited";
const WHY: &str = "Calling a coroutine function only makes a coroutine; its body runs when something awaits it or a task is made of it.";

/// What CPython itself warns about.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (_, text) in &case.story.errors {
        let Some((line, name)) = warning(case, text) else { continue };
        let Some(code) = case.code(line.file) else { continue };
        let call = dropped(code, line.line, name);
        let Some(site) = call.and_then(|call| case.at(line.file, call)).or_else(|| case.on(line)) else { continue };
        // What a call refused to run has told why.
        let mut calls = code.calls().filter(|&call| code.def_called(call).is_some_and(|def| def.qualname == name));
        let refused = match call {
            Some(call) => is_refused(code, call),
            None => calls.all(|call| is_refused(code, call)),
        };
        if refused {
            continue;
        }
        let message = format!("The coroutine {name}() was never awaited: none of it ran.");
        let fix = call.and_then(|call| fix(code, call));
        found.push(site.finding(RULE, message, WHY, Duration::ZERO).mended(fix));
    }
}

/// The place and name of `FILE:LINE: RuntimeWarning: coroutine 'NAME' was never awaited`.
fn warning<'t>(case: &Case<'_>, text: &'t str) -> Option<(Line, &'t str)> {
    let (place, rest) = text.split_once(": RuntimeWarning: coroutine '")?;
    let name = rest.strip_suffix("' was never awaited")?;
    let (path, line) = place.rsplit_once(':')?;
    Some((Line { file: case.file_of(path)?, line: line.parse().ok()? }, name))
}

/// The call that made it: the one on that line, or the only one whose result is dropped.
fn dropped(code: &Code, line: u32, name: &str) -> Option<NodeId> {
    let o = &code.outline;
    let makes_it = |&call: &NodeId| {
        let def = code.def_called(call);
        def.is_some_and(|def| def.qualname == name && o.kind(def.id) == Kind::Coroutine) && !code.is_awaited(call)
    };
    let is_statement = |&call: &NodeId| o.kind(o.parent(call)) == Kind::ExpressionStatement;
    only(code.calls_on(line).filter(makes_it))
        .or_else(|| only(code.calls().filter(makes_it).filter(is_statement)))
        .or_else(|| only(code.calls().filter(makes_it)))
}

/// Whether it was given to something that runs coroutines, which then did not.
fn is_refused(code: &Code, call: NodeId) -> bool {
    const RUNNERS: [&str; 10] = [
        "run",
        "run_until_complete",
        "create_task",
        "ensure_future",
        "gather",
        "wait",
        "wait_for",
        "shield",
        "run_coroutine_threadsafe",
        "timeout",
    ];
    let o = &code.outline;
    let around = o.around(call).take_while(|&id| !o.kind(id).is_statement());
    let mut calls = around.filter(|&id| o.kind(id) == Kind::Call);
    calls.any(|outer| RUNNERS.contains(&code.method(outer)))
}

fn fix(code: &Code, call: NodeId) -> Option<Fix> {
    let o = &code.outline;
    if o.kind(o.parent(call)) != Kind::ExpressionStatement {
        return None;
    }
    if can_await(code, call) {
        return Some(Edits::of(code).before(call, "await ").fix("Await it"));
    }
    if code.function(call).is_some() {
        return None;
    }
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    Some(edits.before(call, format!("{asyncio}.run(")).after(call, ")").fix("Run it in an event loop"))
}
