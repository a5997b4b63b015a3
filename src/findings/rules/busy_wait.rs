//! `busy-wait`: a loop that does nothing but look again.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::story::StepEnd;
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::{Line, TaskWait};
use crate::time::Duration;
use crate::trace::State;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "busy-wait";
const WHY: &str = "It takes a core, and the GIL or the loop, from those who could bring about what it waits for; an event, a \
                   condition or an await costs nothing until then.";
const SHORTEST: Duration = Duration::from_millis(50);
/// So many looks in a row are no coincidence.
const LOOKS: u32 = 100;

/// `while` loops that only look, and for how long they did.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (file, code) in case.codes() {
        let o = &code.outline;
        for repeated in o.all().filter(|&id| o.kind(id) == Kind::While && only_looks(code, id)) {
            let (spent, yields) = spent(case, file, repeated);
            let lasted = spent.max(yields.1);
            if spent < SHORTEST && yields.0 < LOOKS {
                continue;
            }
            let Some(site) = case.at(file, repeated) else { continue };
            let looks = if yields.0 > 0 { format!(" in {} turns of the loop", yields.0) } else { String::new() };
            let message = format!("{} did nothing but look again for {}{looks}.", site.subject(), words::time(lasted));
            found.push(site.finding(RULE, message, WHY, lasted).mended(fix(code, repeated)));
        }
    }
}

/// Whether what is there is such a loop.
pub fn is_busy_wait(case: &Case<'_>, line: Line) -> bool {
    let Some(code) = case.code(line.file) else { return false };
    let o = &code.outline;
    let covers = |id: NodeId| (o.line(id)..=o.last_line(id)).contains(&line.line);
    o.all().any(|id| o.kind(id) == Kind::While && covers(id) && only_looks(code, id))
}

/// How long threads computed there; and how often tasks gave way there, and for how long in all.
fn spent(case: &Case<'_>, file: u16, repeated: NodeId) -> (Duration, (u32, Duration)) {
    let computed = case.story.stints.iter().filter(|stint| stint.state == State::Running);
    let computed = computed.filter(|stint| case.is_on(stint.line, file, repeated));
    let spent = computed.fold(Duration::ZERO, |sum, stint| sum + stint.lasted());
    let (mut number, mut lasted) = (0, Duration::ZERO);
    for step in &case.story.steps {
        if let StepEnd::Waits(TaskWait::Yield, line) = step.end
            && case.is_on(line, file, repeated)
        {
            number += 1;
            if let Some(before) = step.after.filter(|before| case.is_on(before.line, file, repeated)) {
                lasted += step.to.since(before.since);
            }
        }
    }
    (spent, (number, lasted))
}

/// Whether the body does nothing: `pass`, `continue`, `sleep(0)`. A loop over its own variables is a computation.
fn only_looks(code: &Code, repeated: NodeId) -> bool {
    let o = &code.outline;
    let mut body = o.children(repeated).filter(|&id| o.kind(id).is_statement() && o.block(id) == 1);
    let idle = body.all(|id| matches!(o.kind(id), Kind::Pass | Kind::Continue) || zero_sleep(code, id).is_some());
    let Some(test) = o.children(repeated).next() else { return false };
    // `while next(it):` and `while (x := f()):` do their work in the test.
    let works = o.inside(test).any(|id| {
        let call = o.kind(id) == Kind::Call;
        matches!(o.kind(id), Kind::Await | Kind::Named | Kind::Yield) || (call && !LOOKING.contains(&code.method(id)))
    });
    idle && !works
}

/// Calls that only look. Until a certain time has come, a loop stands for a computation.
const LOOKING: [&str; 9] = ["done", "is_set", "is_alive", "empty", "full", "locked", "qsize", "running", "len"];

/// The call of `sleep(0)` that is a whole statement.
fn zero_sleep(code: &Code, statement: NodeId) -> Option<NodeId> {
    let o = &code.outline;
    if o.kind(statement) != Kind::ExpressionStatement {
        return None;
    }
    let value = o.children(statement).next()?;
    let call = if o.kind(value) == Kind::Await { o.children(value).next()? } else { value };
    let is_sleep = o.kind(call) == Kind::Call && matches!(&*code.called(call), "time.sleep" | "asyncio.sleep");
    let [argument] = code.arguments(call)[..] else { return None };
    (is_sleep && o.text(argument) == "0").then_some(call)
}

fn fix(code: &Code, repeated: NodeId) -> Option<Fix> {
    let o = &code.outline;
    let test = o.children(repeated).next()?;
    let (text, indent) = (o.text(test), " ".repeat(o.place(repeated).column as usize - 1));
    let in_coroutine = code.in_coroutine(repeated);
    let mut edits = Edits::of(code);
    // What has a way of its own to be waited for.
    let name = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_').then(|| text.to_owned());
    if o.children(repeated).any(|id| o.block(id) == 2) {
        return None;
    }
    if let Some(task) = text.strip_prefix("not ").and_then(|rest| rest.strip_suffix(".done()")).and_then(name)
        && in_coroutine
    {
        let asyncio = edits.module("asyncio");
        return Some(
            edits.replace(repeated, format!("await {asyncio}.wait([{task}])")).fix("Wait for the task itself"),
        );
    }
    if let Some(thread) = text.strip_suffix(".is_alive()").and_then(name)
        && !in_coroutine
    {
        return Some(edits.replace(repeated, format!("{thread}.join()")).fix("Wait for the thread itself"));
    }
    let mut body = o.children(repeated).filter(|&id| o.kind(id).is_statement() && o.block(id) == 1);
    let statement = body.next().filter(|_| body.next().is_none())?;
    if let Some(call) = zero_sleep(code, statement) {
        let argument = code.arguments(call)[0];
        return Some(edits.replace(argument, "0.001").fix("Look again after a millisecond"));
    }
    let module = edits.module(if in_coroutine { "asyncio" } else { "time" });
    let sleep = if in_coroutine { format!("await {module}.sleep(0.001)") } else { format!("{module}.sleep(0.001)") };
    let on_its_own_line = o.line(statement) > o.line(test);
    let text = if on_its_own_line { sleep } else { format!("\n{indent}    {sleep}") };
    Some(edits.replace(statement, text).fix("Look again after a millisecond"))
}
