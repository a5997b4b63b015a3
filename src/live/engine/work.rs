//! The engine's work itself: pure, the same in a worker and on the page.

use super::curve::points;
use super::program::{Ready, sources};
use super::schedule;
use super::{Job, Order, Ran, Refusal, Reply, Request};
use crate::findings;
use crate::live::watch::threads_at_once;
use crate::model::{self, Limits, StopFlag};
use crate::time::Duration;
use crate::trace::{Trace, What};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Whether many runs may go on at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// On rayon's threads, which have been started.
    Started,
    /// One after the other.
    None,
}

/// Carries out a request. `stop` ends model runs early; the answer is what there is by then.
pub fn answer(request: Request, stop: &StopFlag, pool: Pool) -> Reply {
    match request {
        Request::Run(job) => reply(run(&job, stop)),
        Request::Check(job) => reply(check(&job, stop)),
        Request::Rehearse(job) => reply(rehearse(&job, stop)),
        Request::Play { job, schedule } => reply(schedule::play(&job, &schedule, stop)),
        Request::Explore(job) => reply(schedule::explore(&job, stop, pool)),
        Request::Orders { job, seeds } => reply(orders(&job, seeds, stop, pool).map(Reply::Orders)),
        Request::Points(jobs) => Reply::Points(points(&jobs, stop, pool)),
    }
}

fn reply(result: Result<Reply, Refusal>) -> Reply {
    result.unwrap_or_else(Reply::Refused)
}

fn run(job: &Job, stop: &StopFlag) -> Result<Reply, Refusal> {
    let trace = Ready::read(job)?.run(job.seed, &Limits::default(), stop);
    let files = sources(job);
    let (findings, shares) = (findings::of(&trace, &files), findings::shares_state(&trace, &files));
    Ok(match postcard::to_stdvec(&Ran { trace, findings, shares }) {
        Ok(ran) => Reply::Ran(ran),
        Err(error) => Reply::Failed(error.to_string()),
    })
}

/// The findings of a program: it runs in the model, and its trace and texts are looked at.
fn check(job: &Job, stop: &StopFlag) -> Result<Reply, Refusal> {
    let trace = Ready::read(job)?.run(job.seed, &Limits::default(), stop);
    let found = findings::of(&trace, &sources(job));
    Ok(match serde_json::to_string(&found) {
        Ok(found) => Reply::Checked(found),
        Err(error) => Reply::Failed(error.to_string()),
    })
}

/// A rehearsal ends after so much: some tenths of a second of real time, on a slow machine a second. It does not end by the
/// clock, since then a busy machine would see less of the program than an idle one.
const REHEARSAL: Duration = Duration::from_millis(500);

fn rehearse(job: &Job, stop: &StopFlag) -> Result<Reply, Refusal> {
    let limits = Limits { cpu: REHEARSAL, events: 100_000, ..Limits::default() };
    Ok(Reply::Rehearsed(threads_at_once(&Ready::read(job)?.run(job.seed, &limits, stop))))
}

/// What a program prints under many seeds, the most frequent first; of equally frequent ones that of the lowest seed.
fn orders(job: &Job, seeds: u32, stop: &StopFlag, pool: Pool) -> Result<Vec<Order>, Refusal> {
    let ready = Ready::read(job)?;
    let one = |number: u32| {
        let seed = job.seed.wrapping_add(u64::from(number));
        (!stop.is_set()).then(|| (seed, printed(&ready.run(seed, &Limits::default(), stop))))
    };
    let all: Vec<(u64, String)> = match pool {
        Pool::Started => (0..seeds).into_par_iter().filter_map(one).collect(),
        Pool::None => (0..seeds).filter_map(one).collect(),
    };
    let mut counted: BTreeMap<String, Order> = BTreeMap::new();
    for (seed, output) in all {
        let order = counted.entry(output.clone()).or_insert(Order { output, count: 0, seed });
        order.count += 1;
    }
    let mut orders: Vec<Order> = counted.into_values().collect();
    orders.sort_by_key(|order| (std::cmp::Reverse(order.count), order.seed));
    Ok(orders)
}

/// What a run wrote, to both streams in order.
pub(super) fn printed(trace: &Trace) -> String {
    let texts = trace.events.iter().filter_map(|event| match &event.what {
        What::Output { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

impl Ready {
    /// Runs it in the model.
    pub(super) fn run(&self, seed: u64, limits: &Limits, stop: &StopFlag) -> Trace {
        model::run(self.process(seed), self.machine.clone(), seed, limits, stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Report;

    fn ask(request: Request) -> Reply {
        answer(request, &StopFlag::new(), Pool::Started)
    }

    #[test]
    fn a_program_runs_and_its_report_says_what_it_printed() {
        let Reply::Ran(ran) = ask(Request::Run(Job::of("print('hello')"))) else { panic!("it runs") };
        let report = Report::of(&postcard::from_bytes::<Ran>(&ran).unwrap().trace);
        assert_eq!(report.output[0].text, "hello");
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_place() {
        let Reply::Refused(refusal) = ask(Request::Run(Job::of("x = 1\ny = = 2"))) else { panic!("it is refused") };
        assert_eq!((refusal.line, refusal.column), (2, 5));
    }

    #[test]
    fn a_check_answers_with_what_there_is_to_say() {
        let blocking = "import asyncio, time\nasync def main():\n    time.sleep(1)\nasyncio.run(main())\n";
        let Reply::Checked(found) = ask(Request::Check(Job::of(blocking))) else { panic!("it is checked") };
        let found: Vec<findings::Finding> = serde_json::from_str(&found).unwrap();
        assert_eq!((&*found[0].rule, found[0].line, found[0].column), ("blocking-call-in-coroutine", 3, 5));
        assert_eq!(ask(Request::Check(Job::of("print('fine')"))), Reply::Checked("[]".into()));
    }

    #[test]
    fn a_rehearsal_counts_threads_and_ends_where_the_program_does_not() {
        let threads =
            "import threading, time\nfor _ in range(3):\n    threading.Thread(target=time.sleep, args=(9,)).start()\n";
        assert_eq!(ask(Request::Rehearse(Job::of(threads))), Reply::Rehearsed(3));
        let busy = format!("{threads}while True:\n    pass\n");
        assert_eq!(ask(Request::Rehearse(Job::of(&busy))), Reply::Rehearsed(3));
        assert_eq!(ask(Request::Rehearse(Job::of("while True:\n    print()"))), Reply::Rehearsed(0));
    }

    #[test]
    fn orders_of_many_seeds_are_counted_the_same_on_a_pool_and_without() {
        let source = "print('once')";
        let request = Request::Orders { job: Job::of(source), seeds: 20 };
        let on_pool = ask(request.clone());
        let Reply::Orders(orders) = &on_pool else { panic!("{on_pool:?}") };
        assert_eq!(orders.iter().map(|order| order.count).sum::<u32>(), 20);
        assert_eq!(on_pool, answer(request, &StopFlag::new(), Pool::None));
    }
}
