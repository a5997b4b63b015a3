//! `blocking-call-in-coroutine`: a call that waits, on the thread of the loop.

use crate::findings::calls::{can_await, needs_brackets, only, to_thread, waiting_call};
use crate::findings::case::{Case, Site};
use crate::findings::edits::Edits;
use crate::findings::holds::Late;
use crate::findings::story::Stint;
use crate::findings::words;
use crate::python::outline::NodeId;
use crate::syscall::Line;
use crate::time::Duration;
use crate::trace::State;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "blocking-call-in-coroutine";
const WHY: &str = "While a call waits on the loop's own thread, the loop can start nothing else.";
/// Waits that are shorter are nobody's trouble.
const SHORTEST: Duration = Duration::from_millis(1);

/// All waits on one line.
struct Waits {
    line: Line,
    state: State,
    number: usize,
    held: Duration,
    late: Late,
    /// All of it was before anything else began on the loop.
    start_up: bool,
    alone: bool,
}

/// What waited on a loop's thread, in a callback, line by line.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    for waits in collect(case) {
        // A program that prepares itself before it serves.
        if waits.late.number == 0 && waits.start_up && !waits.alone {
            continue;
        }
        if super::result_on_own_loop::is_own(case, waits.line)
            || super::sync_lock_across_await::is_held_across(case, waits.line)
        {
            continue;
        }
        let site = match waiting_call(case, waits.line, waits.state).or_else(|| case.on(waits.line)) {
            Some(site) => site,
            None => continue,
        };
        let what = match waits.late {
            Late { number: 0, .. } => "nothing else was due in that time".to_owned(),
            late => words::were_late(late.number, late.what(), late.longest),
        };
        let often = if waits.number > 1 { format!(" in {} calls", waits.number) } else { String::new() };
        let message = format!("{} held the loop for {}{often}; {what}.", site.subject(), words::time(waits.held));
        let cost = if waits.late.number == 0 { Duration::ZERO } else { waits.held };
        let ruff =
            (matches!(waits.state, State::Sleeping { .. }) && site.code.in_coroutine(site.node)).then_some("ASYNC251");
        found.push(site.finding(RULE, message, WHY, cost).known_to_ruff_as(ruff).mended(fix(&site, waits.state)));
    }
}

fn collect(case: &Case<'_>) -> Vec<Waits> {
    let story = &case.story;
    let mut all: Vec<Waits> = Vec::new();
    for (index, turn) in story.turns.iter().enumerate() {
        let waits: Vec<&Stint> =
            turn.stints.iter().map(|&stint| &story.stints[stint]).filter(|stint| is_wait(stint)).collect();
        // A wait that never ends is a deadlock, which another rule tells.
        if waits.is_empty() || (!turn.ended && waits.last().is_some_and(|last| last.to == story.end)) {
            continue;
        }
        let alone = is_alone(case, turn.on);
        let start_up = story.is_before_anything_else(index);
        let late = story.late_because_of(index);
        let longest = waits.iter().map(|stint| stint.lasted()).fold(Duration::ZERO, Duration::max);
        let mut counted = false;
        for stint in waits {
            let known = all.iter().position(|known| known.line == stint.line && same(known.state, stint.state));
            let known = known.unwrap_or_else(|| {
                let (line, state) = (stint.line, stint.state);
                let (number, held, late) = (0, Duration::ZERO, Late::default());
                all.push(Waits { line, state, number, held, late, start_up: true, alone });
                all.len() - 1
            });
            let known = &mut all[known];
            known.number += 1;
            known.held += stint.lasted();
            known.start_up &= start_up;
            // What was late is the longest wait's doing.
            if !counted && stint.lasted() == longest {
                known.late = known.late.and(late);
                counted = true;
            }
        }
    }
    all
}

/// Whether a loop's main task was the only one while it lived. (What ends a loop makes tasks of its own.)
fn is_alone(case: &Case<'_>, on: usize) -> bool {
    let mut tasks = case.story.tasks.iter().filter(|task| task.on == on);
    let Some(main) = tasks.next() else { return true };
    tasks.all(|task| main.end.is_some_and(|(end, _)| end <= task.from))
}

fn same(a: State, b: State) -> bool {
    matches!(a, State::Sleeping { .. }) == matches!(b, State::Sleeping { .. })
}

fn is_wait(stint: &Stint) -> bool {
    let waits = matches!(stint.state, State::Sleeping { .. } | State::Parked { .. });
    waits && stint.lasted() >= SHORTEST && stint.line.line > 0
}

fn fix(site: &Site<'_>, state: State) -> Option<Fix> {
    let code = site.code;
    if !matches!(state, State::Sleeping { .. }) {
        return off_the_loop(site);
    }
    if !can_await(code, site.node) {
        // Inside of a function that a coroutine calls: that call.
        let call = code.call_from_coroutine(site.line)?;
        return to_thread(code, call);
    }
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    let [_] = code.arguments(site.node)[..] else { return None };
    let sleep = format!("await {asyncio}.sleep");
    let callee = code.callee(site.node);
    let edits = if needs_brackets(code, site.node) {
        edits.replace(callee, format!("({sleep}")).after(site.node, ")")
    } else {
        edits.replace(callee, sleep)
    };
    Some(edits.fix("Sleep without the thread: await asyncio.sleep"))
}

/// A wait for another thread, done by a thread.
fn off_the_loop(site: &Site<'_>) -> Option<Fix> {
    let code = site.code;
    let call: NodeId = only(code.calls_on(site.line).filter(|&call| call == site.node))?;
    match code.method(call) {
        "join" | "get" | "put" | "wait" if code.receiver(call).is_some() => to_thread(code, call),
        "result" if code.arguments(call).is_empty() && can_await(code, call) => {
            let mut edits = Edits::of(code);
            let asyncio = edits.module("asyncio");
            let future = code.outline.text(code.receiver(call)?).to_owned();
            let brackets = needs_brackets(code, call);
            let (open, close) = if brackets { ("(", ")") } else { ("", "") };
            let text = format!("{open}await {asyncio}.wrap_future({future}){close}");
            Some(edits.replace(call, text).fix("Await the future instead"))
        }
        _ => None,
    }
}
