//! `swallowed-cancellation`: a task that was asked to stop, caught that, and went on.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::story::StepEnd;
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::Line;
use crate::time::{Duration, Instant};
use crate::trace::report::Finding;

const RULE: &str = "swallowed-cancellation";
const WHY: &str = "Cancelling is an exception raised at the await; caught and not raised again, it is lost, and timeouts, task \
                   groups and asyncio.run wait for a task that does not stop.";
/// Going on for less is cleaning up.
const SHORTEST: Duration = Duration::from_millis(5);

/// Handlers that kept a cancellation to themselves, after which the task waited for something else.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut said: Vec<NodeId> = Vec::new();
    for cancel in &story.cancels {
        let mut steps = story.steps_of(cancel.task).filter(|step| step.to > cancel.at);
        let Some(hit) = steps.find(|step| step.from >= cancel.at) else { continue };
        let Some(line) = hit.after.map(|wait| wait.line) else { continue };
        let Some(code) = case.code(line.file) else { continue };
        let Some(handler) = swallowing(code, line).filter(|handler| !said.contains(handler)) else { continue };
        // It waited again, and not to clean up.
        let StepEnd::Waits(_, again) = hit.end else { continue };
        if case.is_on(again, line.file, handler) || is_in_finally(code, handler, again) {
            continue;
        }
        let ended = story.tasks[cancel.task].end.map_or(story.end, |(at, _)| at);
        let went_on: Duration = ended.since(Instant::max(hit.from, cancel.at));
        if went_on < SHORTEST {
            continue;
        }
        said.push(handler);
        let Some(site) = case.at(line.file, handler) else { continue };
        let message = format!(
            "{} was cancelled, this handler caught it, and the task went on for {}.",
            story.tasks[cancel.task].name,
            words::time(went_on)
        );
        found.push(site.finding(RULE, message, WHY, went_on));
    }
}

/// The handler that catches a cancellation which arrives on a line, and does not raise.
fn swallowing(code: &Code, line: Line) -> Option<NodeId> {
    let o = &code.outline;
    let covers = |id: NodeId| (o.line(id)..=o.last_line(id)).contains(&line.line);
    let in_body =
        |id: NodeId| o.children(id).any(|part| o.kind(part).is_statement() && o.block(part) == 1 && covers(part));
    // The innermost try around the line.
    let around = o.all().filter(|&id| o.kind(id) == Kind::Try && in_body(id)).last()?;
    let handler = o.children(around).find(|&id| o.kind(id) == Kind::Handler && catches(code, id))?;
    let raises = o.inside(handler).any(|id| o.kind(id) == Kind::Raise);
    (!raises).then_some(handler)
}

fn catches(code: &Code, handler: NodeId) -> bool {
    let o = &code.outline;
    let Some(kind) =
        o.children(handler).next().filter(|&id| !o.kind(id).is_statement() && o.kind(id) != Kind::Identifier)
    else {
        return true;
    };
    o.inside(kind)
        .filter_map(|id| code.dotted(id))
        .any(|path| matches!(&*path, "BaseException" | "asyncio.CancelledError" | "asyncio.exceptions.CancelledError"))
}

fn is_in_finally(code: &Code, handler: NodeId, line: Line) -> bool {
    let o = &code.outline;
    let parts = o.children(o.parent(handler)).filter(|&id| o.kind(id).is_statement() && o.block(id) > 1);
    parts.into_iter().any(|part| (o.line(part)..=o.last_line(part)).contains(&line.line))
}
