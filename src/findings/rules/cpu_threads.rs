//! `cpu-threads-under-gil`: threads that compute, where only one can at a time.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::words;
use crate::python::outline::{Kind, NodeId};
use crate::syscall::{Line, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::State;
use crate::trace::report::Finding;

const RULE: &str = "cpu-threads-under-gil";
const WHY: &str = "Of one process's threads only the one that has the GIL runs Python code, so threads take turns at computing; \
                   processes, or a Python without the GIL, do it at the same time.";
const SHORTEST: Duration = Duration::from_millis(50);

/// A thread that computed.
struct Computing {
    thread: ThreadId,
    /// Where, for the longest time.
    line: Line,
    from: Instant,
    to: Instant,
    computed: Duration,
    waited: Duration,
}

/// Threads of one function that computed at the same time, for which no task waits.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    if !case.trace.machine.python.has_gil() || case.trace.machine.cores < 2 {
        return;
    }
    let all = computing(case);
    let mut done: Vec<NodeId> = Vec::new();
    for first in &all {
        let Some(code) = case.code(first.line.file) else { continue };
        let Some((node, name)) = start_of(case, code, first.line) else { continue };
        if done.contains(&node) {
            continue;
        }
        done.push(node);
        let same = |other: &&Computing| {
            other.line.file == first.line.file
                && start_of(case, code, other.line).is_some_and(|(other, _)| other == node)
        };
        let team: Vec<&Computing> = all.iter().filter(same).collect();
        let overlap = team.iter().filter(|one| team.iter().any(|other| together(one, other))).count();
        let computed = team.iter().fold(Duration::ZERO, |sum, one| sum + one.computed);
        let waited = team.iter().fold(Duration::ZERO, |sum, one| sum + one.waited);
        // They were in each other's way: of n equal threads each waits n - 1 times as long as it computes.
        if overlap < 2 || waited.0 < computed.0 / 2 {
            continue;
        }
        let Some(site) = case.at(first.line.file, node) else { continue };
        let longest = team.iter().map(|one| one.computed).fold(Duration::ZERO, Duration::max);
        let at_once = (team.len() as u64).min(u64::from(case.trace.machine.cores)).max(1);
        let parallel = longest.max(Duration(computed.0 / at_once));
        let lost = Duration(computed.0.saturating_sub(parallel.0));
        let message = format!(
            "{} threads of {name} computed for {} in turns, not at the same time: as long as one after the other.",
            team.len(),
            words::time(computed)
        );
        found.push(site.finding(RULE, message, WHY, lost));
    }
}

fn together(one: &Computing, other: &Computing) -> bool {
    one.thread != other.thread && one.from < other.to && other.from < one.to
}

fn computing(case: &Case<'_>) -> Vec<Computing> {
    let story = &case.story;
    let mut all = Vec::new();
    for (index, thread) in story.threads.iter().enumerate().filter(|(_, thread)| thread.parent.is_some()) {
        let id = ThreadId(index as u32 + 1);
        // What a task gave away is another rule's.
        let mine = || {
            let of_task = |job: usize| story.jobs[job].task.is_some();
            story.stints.iter().filter(move |stint| stint.thread == id && !stint.job.is_some_and(of_task))
        };
        if story.loops.iter().any(|known| known.thread == id) || !thread.ended && thread.to < story.end {
            continue;
        }
        let mut lines: Vec<(Line, Duration)> = Vec::new();
        let (mut computed, mut waited) = (Duration::ZERO, Duration::ZERO);
        let (mut from, mut to) = (Instant::FAR, Instant::START);
        for stint in mine() {
            match stint.state {
                State::Running if stint.line.line > 0 => {
                    computed += stint.lasted();
                    (from, to) = (from.min(stint.from), to.max(stint.to));
                    match lines.iter_mut().find(|(line, _)| *line == stint.line) {
                        Some((_, sum)) => *sum += stint.lasted(),
                        None => lines.push((stint.line, stint.lasted())),
                    }
                }
                State::WaitingGil => waited += stint.lasted(),
                _ => {}
            }
        }
        let longest = lines.into_iter().max_by_key(|(_, sum)| *sum);
        if let Some((line, _)) = longest.filter(|_| computed >= SHORTEST && waited >= Duration::from_millis(20))
            && !super::busy_wait::is_busy_wait(case, line)
        {
            all.push(Computing { thread: id, line, from, to, computed, waited });
        }
    }
    all
}

/// Where the threads that compute on a line are started: where its function, or one that calls it, is handed over.
fn start_of(case: &Case<'_>, code: &Code, line: Line) -> Option<(NodeId, String)> {
    let o = &code.outline;
    let mut next = vec![code.def_at(line.line)?];
    let mut seen: Vec<NodeId> = Vec::new();
    let mut found: Option<(NodeId, String)> = None;
    while let Some(def) = next.pop() {
        if seen.contains(&def.id) {
            continue;
        }
        seen.push(def.id);
        for id in o.all().filter(|&id| matches!(o.kind(id), Kind::Name(_) | Kind::Attribute(_))) {
            let parent = o.parent(id);
            let names = o.text(id) == def.name || o.text(id).ends_with(&format!(".{}", def.name));
            let is_called = o.kind(parent) == Kind::Call && code.callee(parent) == id;
            if !names || is_called || matches!(o.kind(parent), Kind::Attribute(_)) {
                continue;
            }
            let call = o.around(id).find(|&id| o.kind(id) == Kind::Call)?;
            if found.is_some() {
                return None;
            }
            found = Some((call, def.name.clone()));
        }
        let callers = code.calls_of(def).filter_map(|call| code.function(call));
        next.extend(callers.filter_map(|id| code.defs.iter().find(|def| def.id == id)));
    }
    // Without a place where they are started, the line itself.
    let here =
        || case.on(line).map(|site| (site.node, code.def_at(line.line).map_or(String::new(), |def| def.name.clone())));
    found.or_else(here)
}
