//! `nested-pool-deadlock`: jobs of a pool that wait for jobs of the same pool, which get no thread.

use crate::findings::calls::submitting_call;
use crate::findings::case::Case;
use crate::findings::story::Job;
use crate::findings::words;
use crate::time::Duration;
use crate::trace::State;
use crate::trace::report::Finding;

const RULE: &str = "nested-pool-deadlock";
const WHY: &str = "A job that waits for another job keeps its thread meanwhile; when all threads do, the jobs that they wait for \
                   never begin. Give the inner jobs a pool of their own, or wait outside of the pool.";
const SHORTEST: Duration = Duration::from_millis(50);

/// Jobs that waited in the queue for threads whose jobs waited for them.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    for (index, pool) in story.pools.iter().enumerate() {
        let stuck = |job: &&Job| {
            let outer = job.outer.map(|outer| &story.jobs[outer]);
            let begun = job.begun.map_or(story.end, |(at, _)| at);
            // Until the end, or until somebody gave up.
            let long = job.begun.is_none() || begun.since(job.at) >= SHORTEST;
            job.pool == index
                && long
                && outer.is_some_and(|outer| outer.pool == index && outer.end.is_none_or(|end| end > job.at))
        };
        let Some(job) = story.jobs.iter().find(stuck) else { continue };
        // All its threads must have been in jobs that waited.
        let until = job.begun.map_or(story.end, |(at, _)| at);
        let busy = (story.jobs.iter().enumerate()).filter(|(number, other)| {
            let in_it = other.pool == index
                && other.begun.is_some_and(|(at, _)| at <= job.at)
                && other.end.is_none_or(|end| end >= until);
            let mut stints = story.stints_of_job(*number);
            in_it && stints.any(|stint| matches!(stint.state, State::Parked { .. }))
        });
        if (busy.count() as u32) < pool.size && case.trace.exit.status != crate::trace::Status::Deadlock {
            continue;
        }
        let Some(site) = submitting_call(case, job.line) else { continue };
        let (lasted, waited) = (until.since(job.at), story.jobs.iter().filter(stuck).count());
        let end = if job.begun.is_none() {
            "never got one".to_owned()
        } else {
            format!("got one after {}", words::time(lasted))
        };
        let message = format!(
            "{} from inside of the pool waited for one of its {}, all of which waited for such jobs; {} {end}.",
            words::count(waited, "job"),
            words::count(pool.size as usize, "thread"),
            job.name
        );
        found.push(site.finding(RULE, message, WHY, lasted));
    }
}
