//! `uncancellable-thread`: work in a thread that went on though nobody waited for it any more.

use crate::findings::calls::submitting_call;
use crate::findings::case::Case;
use crate::findings::story::{Job, Step};
use crate::findings::words;
use crate::syscall::TaskWait;
use crate::time::{Duration, Instant};
use crate::trace::report::Finding;

const RULE: &str = "uncancellable-thread";
const WHY: &str = "Cancelling ends the wait for a thread, never the thread: it goes on with its work, keeps its place in the pool, \
                   and asyncio.run waits for it in the end. The work itself has to look whether it shall stop, or to have a timeout.";
const SHORTEST: Duration = Duration::from_millis(20);

/// Jobs that their task gave up, and how long they went on.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut all: Vec<(&Job, usize, Duration)> = Vec::new();
    for job in &story.jobs {
        let (Some(task), Some((begun, _))) = (job.task, job.begun) else { continue };
        let end = job.end.unwrap_or(story.end);
        let gave_up = |step: &&Step| {
            let wait = step.after.filter(|wait| wait.on == TaskWait::Job(job.id));
            wait.is_some() && step.from >= begun && step.from < end
        };
        let Some(step) = story.steps_of(task).find(gave_up) else { continue };
        let after: Instant = step.from;
        let went_on = end.since(after);
        if went_on < SHORTEST {
            continue;
        }
        match all.iter_mut().find(|(known, ..)| known.line == job.line) {
            Some((_, number, sum)) => (*number, *sum) = (*number + 1, *sum + went_on),
            None => all.push((job, 1, went_on)),
        }
    }
    for (job, number, went_on) in all {
        let Some(site) = submitting_call(case, job.line) else { continue };
        let jobs = if number > 1 { format!(" in {number} jobs") } else { String::new() };
        let message = format!(
            "{} went on for {}{jobs} in its thread after the wait for it had been given up.",
            job.name,
            words::time(went_on)
        );
        found.push(site.finding(RULE, message, WHY, went_on));
    }
}
