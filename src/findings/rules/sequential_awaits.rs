//! `sequential-awaits`: waits one after the other that do not depend on each other.

use crate::findings::case::Case;
use crate::findings::code::{Code, Def};
use crate::findings::edits::Edits;
use crate::findings::story::StepEnd;
use crate::findings::words;
use crate::python::outline::{Kind, NodeId, Use};
use crate::syscall::Line;
use crate::time::{Duration, Instant};
use crate::trace::report::{Finding, Fix};

const RULE: &str = "sequential-awaits";
const WHY: &str = "Each await ends before the next begins; started together, with asyncio.gather or in a TaskGroup, they wait at the \
                   same time.";
const SHORTEST: Duration = Duration::from_millis(20);

/// Statements in a row, or a loop, whose awaits know nothing of each other.
struct Row {
    /// `x = await f(…)` or `await f(…)`, or the only statement of the loop.
    statements: Vec<NodeId>,
    /// The loop.
    repeated: Option<NodeId>,
}

/// Rows that waited in turn, and what starting them together would have saved.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (file, code) in case.codes() {
        for row in rows(code) {
            let waits = waits(case, file, code, &row);
            let sum = waits.iter().fold(Duration::ZERO, |sum, &wait| sum + wait);
            let longest = waits.iter().copied().fold(Duration::ZERO, Duration::max);
            let saved = Duration(sum.0.saturating_sub(longest.0));
            let long = waits.iter().filter(|&&wait| wait >= SHORTEST).count();
            if long < 2 || saved < Duration::from_millis(50) {
                continue;
            }
            let Some(site) = case.at(file, row.repeated.unwrap_or(row.statements[0])) else { continue };
            let message = format!(
                "{} waited one after the other, {} in all; at the same time it would have been {}.",
                words::count(waits.len(), "await"),
                words::time(sum),
                words::time(longest)
            );
            found.push(site.finding(RULE, message, WHY, saved).mended(fix(code, &row)));
        }
    }
}

fn rows(code: &Code) -> Vec<Row> {
    let o = &code.outline;
    let mut rows: Vec<Row> = Vec::new();
    let mut last: Option<NodeId> = None;
    for id in o.all().filter(|&id| o.kind(id).is_statement() && code.in_coroutine(id)) {
        let Some(call) = awaited_call(code, id) else { continue };
        let independent = code.def_called(call).is_some_and(|def| is_independent(code, def, &mut Vec::new()));
        if !independent {
            continue;
        }
        let parent = o.parent(id);
        let body = o.children(parent).filter(|&id| o.kind(id).is_statement()).count();
        if o.kind(parent) == Kind::For && body == 1 && !o.text(parent).starts_with("async") {
            rows.push(Row { statements: vec![id], repeated: Some(parent) });
            continue;
        }
        if o.around(id).any(|id| o.kind(id) == Kind::AsyncWith || o.kind(id) == Kind::With || o.kind(id) == Kind::Try) {
            continue;
        }
        let follows = last.is_some_and(|last| {
            o.parent(last) == parent && next(code, last) == Some(id) && o.block(last) == o.block(id)
        });
        match rows.last_mut().filter(|row| follows && row.repeated.is_none() && !uses(code, row, id)) {
            Some(row) => row.statements.push(id),
            None => rows.push(Row { statements: vec![id], repeated: None }),
        }
        last = Some(id);
    }
    rows.retain(|row| row.repeated.is_some() || row.statements.len() > 1);
    rows
}

/// The statement after one, in the same block.
fn next(code: &Code, statement: NodeId) -> Option<NodeId> {
    let o = &code.outline;
    o.children(o.parent(statement)).find(|&id| id > statement && o.kind(id).is_statement())
}

/// The call of `await f(…)`, `x = await f(…)` or `x.append(await f(…))` with plain arguments.
fn awaited_call(code: &Code, statement: NodeId) -> Option<NodeId> {
    let o = &code.outline;
    let parts: Vec<NodeId> = o.children(statement).collect();
    let awaited = match (o.kind(statement), &parts[..]) {
        (Kind::ExpressionStatement, [value]) if o.kind(*value) == Kind::Await => *value,
        (Kind::ExpressionStatement, [value]) if o.kind(*value) == Kind::Call && code.method(*value) == "append" => {
            let [argument] = code.arguments(*value)[..] else { return None };
            argument
        }
        (Kind::Assign, [target, value]) if matches!(o.kind(*target), Kind::Name(_)) => *value,
        _ => return None,
    };
    let call = o.children(awaited).next().filter(|_| o.kind(awaited) == Kind::Await)?;
    let plain = |&id: &NodeId| {
        !o.inside(id)
            .any(|id| matches!(o.kind(id), Kind::Call | Kind::Await | Kind::Named | Kind::Yield | Kind::Comprehension))
    };
    (o.kind(call) == Kind::Call && code.arguments(call).iter().all(plain)).then_some(call)
}

/// Whether a statement uses what an earlier one of the row gives.
fn uses(code: &Code, row: &Row, statement: NodeId) -> bool {
    let o = &code.outline;
    let names = code.names_in(statement);
    row.statements.iter().any(|&earlier| {
        let target = o.children(earlier).next().filter(|_| o.kind(earlier) == Kind::Assign);
        target.is_some_and(|target| names.contains(&o.text(target)))
    })
}

/// Whether what a coroutine function does is seen by nobody but who awaits it: it prints, sleeps and computes with its own
/// variables.
fn is_independent(code: &Code, def: &Def, seen: &mut Vec<NodeId>) -> bool {
    const HARMLESS: [&str; 18] = [
        "print",
        "asyncio.sleep",
        "time.sleep",
        "time.perf_counter",
        "time.monotonic",
        "time.time",
        "len",
        "range",
        "str",
        "int",
        "float",
        "round",
        "sum",
        "min",
        "max",
        "sorted",
        "list",
        "repr",
    ];
    if seen.contains(&def.id) {
        return true;
    }
    seen.push(def.id);
    let o = &code.outline;
    let plain =
        !matches!(o.kind(o.parent(def.id)), Kind::Class) && !o.children(def.id).any(|id| o.kind(id) == Kind::Decorator);
    plain
        && o.inside(def.id).skip(1).all(|id| match o.kind(id) {
            Kind::Global | Kind::Nonlocal | Kind::Raise | Kind::With | Kind::AsyncWith | Kind::Yield => false,
            Kind::Attribute(Use::Store) | Kind::Subscript(Use::Store) => false,
            Kind::Call => {
                let called = code.called(id);
                HARMLESS.contains(&&*called)
                    || code.def_called(id).is_some_and(|inner| is_independent(code, inner, seen))
            }
            _ => true,
        })
}

/// How long each await of a row lasted: of a loop, of the task that went through it longest.
fn waits(case: &Case<'_>, file: u16, code: &Code, row: &Row) -> Vec<Duration> {
    let story = &case.story;
    let o = &code.outline;
    // Where a task stands when it waits there: on the line itself, or in the coroutine that is awaited.
    let mut waits: Vec<Duration> = Vec::new();
    for &statement in &row.statements {
        let Some(call) = awaited_call(code, statement) else { return Vec::new() };
        let Some(def) = code.def_called(call) else { return Vec::new() };
        let covers = |line: Line| line.file == file && (o.line(def.id)..=o.last_line(def.id)).contains(&line.line);
        let function = code.function(statement).and_then(|id| code.defs.iter().find(|def| def.id == id));
        let mut times: Vec<(usize, Instant, Instant, u64)> = Vec::new();
        for step in &story.steps {
            let is_mine = function.is_some_and(|function| story.tasks[step.task].coroutine == function.qualname);
            if let Some(wait) = step.after.filter(|wait| is_mine && covers(wait.line)) {
                let going_on = matches!(step.end, StepEnd::Waits(_, line) if covers(line));
                times.push((step.task, wait.since, step.from, u64::from(going_on)));
            }
        }
        let Some(&(task, ..)) = times.first() else { return Vec::new() };
        let mine: Vec<Duration> = times.iter().filter(|time| time.0 == task).map(|time| time.2.since(time.1)).collect();
        if row.repeated.is_some() {
            return mine;
        }
        // The same function awaited in several of the statements waits once for each.
        let earlier = row.statements.iter().take_while(|&&other| other != statement);
        let place = earlier
            .filter(|&&other| {
                awaited_call(code, other).and_then(|call| code.def_called(call)).is_some_and(|other| other.id == def.id)
            })
            .count();
        let same = row
            .statements
            .iter()
            .filter(|&&other| {
                awaited_call(code, other).and_then(|call| code.def_called(call)).is_some_and(|other| other.id == def.id)
            })
            .count();
        let each = mine.len() / same.max(1);
        let part = mine.iter().skip(place * each).take(each.max(1));
        waits.push(part.fold(Duration::ZERO, |sum, &wait| sum + wait));
    }
    waits
}

fn fix(code: &Code, row: &Row) -> Option<Fix> {
    let o = &code.outline;
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    let text = |statement: NodeId| Some(o.text(awaited_call(code, statement)?).to_owned());
    let (first, last) = (row.statements[0], *row.statements.last()?);
    let (from, to) = (o.place(first), o.place(last));
    if let Some(repeated) = row.repeated {
        let parts: Vec<NodeId> = o.children(repeated).collect();
        let [target, items, _] = parts[..] else { return None };
        let each = format!("({} for {} in {})", text(first)?, o.text(target), o.text(items));
        let gathered = format!("await {asyncio}.gather(*{each})");
        let value = o.children(first).next()?;
        let statement = if o.kind(first) == Kind::ExpressionStatement && o.kind(value) == Kind::Call {
            format!("{}.extend({gathered})", o.text(code.receiver(value)?))
        } else if o.kind(first) == Kind::ExpressionStatement {
            gathered
        } else {
            return None;
        };
        return Some(edits.replace(repeated, statement).fix("Start them together: asyncio.gather"));
    }
    let calls = row.statements.iter().map(|&statement| text(statement)).collect::<Option<Vec<_>>>()?;
    let gathered = format!("await {asyncio}.gather({})", calls.join(", "));
    let is_assign = |&id: &NodeId| o.kind(id) == Kind::Assign;
    let statement = if row.statements.iter().all(is_assign) {
        let names: Vec<&str> = row.statements.iter().filter_map(|&id| Some(o.text(o.children(id).next()?))).collect();
        format!("{} = {gathered}", names.join(", "))
    } else if !row.statements.iter().any(is_assign) {
        gathered
    } else {
        return None;
    };
    let edits = edits.between((from.line, from.column), (to.end_line, to.end_column), statement);
    Some(edits.fix("Start them together: asyncio.gather"))
}
