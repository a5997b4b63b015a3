//! `pool-exhausted`: jobs that waited because all threads of a pool waited for something themselves.

use crate::findings::calls::submitting_call;
use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::story::{Job, Pool, Story};
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::time::{Duration, Instant};
use crate::trace::State;
use crate::trace::report::{Finding, Fix};

const RULE: &str = "pool-exhausted";
const WHY: &str = "A blocking call needs a thread for as long as it waits; the default executor has min(32, cores + 4) of them. \
                   An async client needs none.";
const SHORTEST: Duration = Duration::from_millis(50);

/// Pools of default size whose jobs queued behind jobs that only waited. A pool with a size of its own is a limit that
/// somebody chose.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let default = case.trace.machine.cores + 4;
    for (index, pool) in story.pools.iter().enumerate() {
        if pool.size != default.min(32) || !is_default(case, pool) {
            continue;
        }
        let jobs: Vec<&Job> = story.jobs.iter().filter(|job| job.pool == index).collect();
        let begun = |job: &Job| job.begun.map_or(story.end, |(at, _)| at);
        let waited = |job: &Job| begun(job).since(job.at);
        let late: Vec<&&Job> = jobs.iter().filter(|job| waited(job) >= SHORTEST).collect();
        let Some(longest) = late.iter().max_by_key(|job| waited(job)) else { continue };
        if !only_wait(story, index, longest.at, begun(longest)) || jobs.iter().any(|job| job.outer.is_some()) {
            continue;
        }
        let Some(site) = submitting_call(case, longest.line) else { continue };
        let message = format!(
            "{} of {} jobs waited for one of the {} threads of {}, up to {}.",
            late.len(),
            jobs.len(),
            pool.size,
            if pool.name == "asyncio" { "the default executor" } else { "their pool" },
            words::time(waited(longest))
        );
        let fix = if pool.name == "asyncio" { fix(case, site.code, site.file, longest, jobs.len()) } else { None };
        found.push(site.finding(RULE, message, WHY, waited(longest)).mended(fix));
    }
}

/// Whether nobody chose its size: asyncio's own, or made without a number.
fn is_default(case: &Case<'_>, pool: &Pool) -> bool {
    let chosen = case.codes().any(|(_, code)| {
        code.calls().any(|call| code.method(call) == "ThreadPoolExecutor" && !code.arguments(call).is_empty())
    });
    pool.name == "asyncio" || !chosen
}

/// Whether the threads of a pool did nothing but wait, for nine tenths of a time.
fn only_wait(story: &Story, pool: usize, from: Instant, to: Instant) -> bool {
    let (mut waited, mut all) = (Duration::ZERO, Duration::ZERO);
    for stint in story.stints.iter().filter(|stint| stint.job.is_some_and(|job| story.jobs[job].pool == pool)) {
        let lasted = stint.to.min(to).since(stint.from.max(from));
        all += lasted;
        if matches!(stint.state, State::Sleeping { .. } | State::Parked { .. }) {
            waited += lasted;
        }
    }
    waited.0 >= all.0 / 10 * 9 && all > Duration::ZERO
}

fn fix(case: &Case<'_>, code: &Code, file: u16, job: &Job, jobs: usize) -> Option<Fix> {
    let o = &code.outline;
    let is_sleep = |&call: &NodeId| {
        let first = code.arguments(call).first().and_then(|&first| code.dotted(first));
        code.called(call) == "asyncio.to_thread" && first.as_deref() == Some("time.sleep")
    };
    // A sleep needs no thread at all. The line is that of the call, or of the call of its function.
    if let Some(call) = code.calls_on(job.line.line).find(is_sleep)
        && let [first, seconds] = code.arguments(call)[..]
    {
        let callee = o.text(code.callee(call)).replace("to_thread", "sleep");
        let (from, to) = (o.place(first), o.place(seconds));
        let edits = Edits::of(code).replace(code.callee(call), callee);
        let edits = edits.between((from.line, from.column), (to.line, to.column), "");
        return Some(edits.fix("Sleep without a thread: asyncio.sleep"));
    }
    // A larger pool, where the main coroutine begins.
    let main = case.story.tasks.first()?;
    let def = code.defs.iter().find(|def| def.qualname == main.coroutine && file == 0)?;
    let first = o.children(def.id).find(|&id| o.kind(id).is_statement() && o.block(id) == 1)?;
    if o.kind(def.id) != Kind::Coroutine
        || o.line(first) == o.line(def.id)
        || o.whole().contains("set_default_executor")
    {
        return None;
    }
    let mut edits = Edits::of(code);
    let (asyncio, futures) = (edits.module("asyncio"), edits.module("concurrent.futures"));
    let indent = " ".repeat(o.place(first).column as usize - 1);
    let text =
        format!("{asyncio}.get_running_loop().set_default_executor({futures}.ThreadPoolExecutor({jobs}))\n{indent}");
    Some(edits.before(first, text).fix(format!("Give the loop a pool of {jobs} threads")))
}
