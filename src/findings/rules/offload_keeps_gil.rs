//! `offload-keeps-gil`: work given to a thread that keeps the GIL, so that the loop waits all the same.

use crate::findings::calls::submitting_call;
use crate::findings::case::Case;
use crate::findings::story::{Index, Job};
use crate::findings::words;
use crate::time::Duration;
use crate::trace::State;
use crate::trace::report::Finding;

const RULE: &str = "offload-keeps-gil";
const WHY: &str = "A thread takes work off the loop, but Python code of one process runs one thread at a time: only waiting, and C \
                   code that releases the GIL, go on beside the loop.";
/// Computing that is shorter disturbs nobody.
const SHORTEST: Duration = Duration::from_millis(50);

struct Work<'a> {
    job: &'a Job,
    number: usize,
    computed: Duration,
    /// How long the loop, and other jobs, waited for the GIL meanwhile.
    waited: Duration,
}

/// Jobs of tasks that computed, and how long loops had to wait for the GIL because of them.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    if !case.trace.machine.python.has_gil() {
        return;
    }
    let mut all: Vec<Work<'_>> = Vec::new();
    for (index, job) in case.story.jobs.iter().enumerate().filter(|(_, job)| job.task.is_some()) {
        let computed = computed(case, index);
        if computed < SHORTEST {
            continue;
        }
        let waited = waited_for_gil(case, job);
        if waited < Duration::from_millis(4) {
            continue;
        }
        match all.iter_mut().find(|work| work.job.line == job.line) {
            Some(work) => {
                work.number += 1;
                work.computed += computed;
                work.waited += waited;
            }
            None => all.push(Work { job, number: 1, computed, waited }),
        }
    }
    for work in all.into_iter().filter(|work| work.waited >= Duration::from_millis(20)) {
        let Some(site) = submitting_call(case, work.job.line) else { continue };
        let jobs = if work.number > 1 { format!(" in {} jobs", work.number) } else { String::new() };
        let message = format!(
            "{} computed for {}{jobs} in a thread that kept the GIL; the loop waited for it for {}.",
            work.job.name,
            words::time(work.computed),
            words::time(work.waited)
        );
        found.push(site.finding(RULE, message, WHY, work.waited));
    }
}

/// How long a job computed with the GIL.
fn computed(case: &Case<'_>, job: Index) -> Duration {
    let running = case.story.stints_of_job(job).filter(|stint| stint.state == State::Running);
    running.fold(Duration::ZERO, |sum, stint| sum + stint.lasted())
}

/// How long the loop of a job's task waited for the GIL while the job ran.
fn waited_for_gil(case: &Case<'_>, job: &Job) -> Duration {
    let story = &case.story;
    let (Some(task), Some((from, _))) = (job.task, job.begun) else { return Duration::ZERO };
    let to = job.end.unwrap_or(story.end);
    let thread = story.loops[story.tasks[task].on].thread;
    let waits = story.stints.iter().filter(|stint| stint.thread == thread && stint.state == State::WaitingGil);
    waits.fold(Duration::ZERO, |sum, stint| sum + stint.to.min(to).since(stint.from.max(from)))
}
