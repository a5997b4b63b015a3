//! `foreign-loop`: something of one loop used from another, or from a thread that is not its own.

use crate::findings::calls::only;
use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::Line;
use crate::time::Duration;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "foreign-loop";
const WHY_THREAD: &str = "Futures, tasks and loops are not thread-safe: a loop asleep in its select does not notice what another \
                          thread puts into its queue, unless call_soon_threadsafe wakes it.";
const WHY_LOOP: &str =
    "Futures, tasks and asyncio's locks belong to the loop that they were made or first waited for on.";
const SHORTEST: Duration = Duration::from_millis(5);

/// Callbacks that a sleeping loop did not notice, and errors that say that something belongs to another loop.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    unnoticed(case, found);
    let texts = case.story.errors.iter().map(|(_, text)| text.as_str()).chain(case.trace.exit.message.as_deref());
    let foreign = |text: &&str| {
        text.contains("attached to a different loop") || text.contains("is bound to a different event loop")
    };
    if !texts.into_iter().any(|text| foreign(&text)) {
        return;
    }
    let Some(site) = place_of_error(case).and_then(|line| case.on(line)) else { return };
    let message = "What is awaited here belongs to another event loop: RuntimeError.".to_owned();
    found.push(site.finding(RULE, message, WHY_LOOP, Duration::ZERO));
}

/// The last line of the program's in the traceback of such an error.
fn place_of_error(case: &Case<'_>) -> Option<Line> {
    let mut place = None;
    for (_, text) in &case.story.errors {
        let told = text.trim_start().strip_prefix("File \"").and_then(|rest| rest.split_once("\", line "));
        if let Some((path, rest)) = told
            && let Some(file) = case.file_of(path)
            && let Some(line) = rest.split(',').next().and_then(|number| number.parse().ok())
        {
            place = Some(Line { file, line });
        }
        if text.contains("attached to a different loop") || text.contains("is bound to a different event loop") {
            return place;
        }
    }
    case.trace.exit.line
}

fn unnoticed(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut said: Vec<(u16, NodeId)> = Vec::new();
    for stray in story.strays.iter().filter(|stray| !stray.woken) {
        let late = stray.noticed.unwrap_or(story.end).since(stray.at);
        if late < SHORTEST {
            continue;
        }
        let Some(code) = case.code(stray.line.file) else { continue };
        let Some(call) = unsafe_call(code, stray.line.line) else { continue };
        let Some(site) = case.at(stray.line.file, call).filter(|site| !said.contains(&(site.file, call))) else {
            continue;
        };
        said.push((site.file, call));
        let noticed =
            if stray.noticed.is_some() { format!("only {} later", words::time(late)) } else { "never".to_owned() };
        let message = format!(
            "{} was called in {} and the loop, asleep in its select, noticed it {noticed}.",
            site.subject(),
            story.thread(stray.thread).name
        );
        found.push(site.finding(RULE, message, WHY_THREAD, late).mended(fix(code, call)));
    }
}

/// The call that put something into a loop's queue: the one on the line where the thread was seen next, or the only one in
/// the same function.
fn unsafe_call(code: &Code, line: u32) -> Option<NodeId> {
    let o = &code.outline;
    let can_be = |&call: &NodeId| {
        let of_loop = matches!(code.method(call), "call_soon" | "call_later" | "call_at" | "create_task");
        let of_future = matches!(code.method(call), "set_result" | "set_exception" | "cancel" | "set" | "put_nowait");
        (of_loop || of_future) && !code.in_coroutine(call)
    };
    let def = code.def_at(line)?;
    only(code.calls_on(line).filter(can_be))
        .or_else(|| only(code.calls().filter(|&call| o.is_inside(call, def.id)).filter(can_be)))
        .or_else(|| only(code.calls().filter(|&call| code.function(call).is_some()).filter(can_be)))
}

fn fix(code: &Code, call: NodeId) -> Option<Fix> {
    let o = &code.outline;
    let receiver = o.text(code.receiver(call)?).to_owned();
    let callee = code.callee(call);
    let arguments: Vec<&str> = code.arguments(call).into_iter().map(|id| o.text(id)).collect();
    if o.kind(o.parent(call)) != Kind::ExpressionStatement {
        return None;
    }
    match code.method(call) {
        "call_soon" => {
            Some(Edits::of(code).replace(callee, format!("{receiver}.call_soon_threadsafe")).fix("Wake the loop"))
        }
        method @ ("set_result" | "set_exception" | "cancel") => {
            let given: String = arguments.iter().map(|text| format!(", {text}")).collect();
            let text = format!("{receiver}.get_loop().call_soon_threadsafe({receiver}.{method}{given})");
            Some(Edits::of(code).replace(call, text).fix("Let the loop do it"))
        }
        _ => None,
    }
}
