//! `task-lost`: a task that nothing kept or waited for, and that did not come to its end.

use crate::findings::calls::only;
use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::story::{Index, Task};
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::{TaskEnd, TaskWait};
use crate::time::{Duration, Instant};
use crate::trace::report::{Finding, Fix};

const RULE: &str = "task-lost";
const WHY_COLLECTED: &str = "The loop itself keeps only weak references to tasks: what nothing else refers to can be collected at \
                             any moment, in the middle of its work.";
const WHY_CUT: &str = "When its main coroutine returns, asyncio.run cancels what is still running.";

/// Tasks that were destroyed while pending, and those dropped at once that the end of the program cut off.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut said: Vec<NodeId> = Vec::new();
    for (index, task) in story.tasks.iter().enumerate() {
        let Some(code) = case.code(task.line.file) else { continue };
        let Some(call) = creation(code, task.line.line) else { continue };
        let (message, why, fix) = match destroyed(case, task) {
            Some(at) => {
                let after = words::time(at.since(task.from));
                let message = format!(
                    "{} ({}) was collected {after} after it was made, before it was done.",
                    task.name, task.coroutine
                );
                (message, WHY_COLLECTED, fix(code, call).filter(|_| goes_on(case, task, at)))
            }
            None => {
                let Some(at) = cut_off(case, index, code, call) else { continue };
                let at = words::time(at.since(Instant::START));
                let what = format!("{} ({})", task.name, task.coroutine);
                let text = format!("{what} was cancelled at {at}, before it was done: nothing waited for it.");
                (text, WHY_CUT, None)
            }
        };
        if said.contains(&call) {
            continue;
        }
        said.push(call);
        let Some(site) = case.at(task.line.file, call) else { continue };
        let ruff = is_dropped(code, call).then_some("RUF006");
        found.push(site.finding(RULE, message, why, Duration::ZERO).known_to_ruff_as(ruff).mended(fix));
    }
}

/// The call on a line that makes a task.
fn creation(code: &Code, line: u32) -> Option<NodeId> {
    only(code.calls_on(line).filter(|&call| matches!(code.method(call), "create_task" | "ensure_future")))
}

fn is_dropped(code: &Code, call: NodeId) -> bool {
    let o = &code.outline;
    let receiver = code.receiver(call).map(|id| o.text(id).to_lowercase()).unwrap_or_default();
    // A group keeps its tasks.
    let of_group = receiver.contains("group") || receiver == "tg";
    o.kind(o.parent(call)) == Kind::ExpressionStatement && !of_group
}

/// When CPython complained that it was destroyed.
fn destroyed(case: &Case<'_>, task: &Task) -> Option<Instant> {
    let mut errors =
        case.story.errors.iter().skip_while(|(_, text)| !text.starts_with("Task was destroyed but it is pending"));
    let name = format!("name='{}'", task.name);
    let of_it = errors.find(|(_, text)| text.starts_with("task: <Task pending") && text.contains(&name));
    of_it.map(|(at, _)| *at).filter(|_| task.end.is_none())
}

/// Whether its loop ran on after that moment.
fn goes_on(case: &Case<'_>, task: &Task, at: Instant) -> bool {
    case.story.turns.iter().rev().any(|turn| turn.on == task.on && turn.from > at)
}

/// A dropped task that was cancelled after the main task was done, and when.
fn cut_off(case: &Case<'_>, index: Index, code: &Code, call: NodeId) -> Option<Instant> {
    let story = &case.story;
    let task = &story.tasks[index];
    let (at, TaskEnd::Cancelled) = task.end? else { return None };
    let main = story.tasks.iter().find(|other| other.on == task.on)?;
    let (over, _) = main.end?;
    let waited_for = story.steps.iter().any(|step| {
        step.after.is_some_and(|wait| wait.on == TaskWait::Task(task.id))
            && story.tasks[step.task].process == task.process
    });
    // What goes on for ever is meant to be cut off.
    let o = &code.outline;
    let for_ever = code.defs.iter().any(|def| {
        def.qualname == task.coroutine
            && o.inside(def.id).any(|id| o.kind(id) == Kind::While || o.text(id).starts_with("async for"))
    });
    (over <= at && !waited_for && !for_ever && is_dropped(code, call) && task.begun.is_some()).then_some(at)
}

fn fix(code: &Code, call: NodeId) -> Option<Fix> {
    let o = &code.outline;
    if !is_dropped(code, call) || code.outline.whole().contains("background_tasks") {
        return None;
    }
    let statement = o.parent(call);
    let place = o.place(statement);
    let indent = " ".repeat(place.column as usize - 1);
    let line = code.line_after_imports();
    let keep =
        format!("\n{indent}background_tasks.add(task)\n{indent}task.add_done_callback(background_tasks.discard)");
    let edits = Edits::of(code).before(statement, "task = ").after(statement, keep);
    let edits = edits.between((line, 1), (line, 1), "\nbackground_tasks = set()\n");
    Some(edits.fix("Keep a reference until it is done"))
}
