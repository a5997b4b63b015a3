//! What many runs came to: the points of a curve, over a number that is different in each of them.

use super::program::Ready;
use super::work::Pool;
use super::{Job, Refusal};
use crate::model::{Limits, StopFlag};
use crate::time::Duration;
use crate::trace::report::ExitReport;
use crate::trace::{Report, Status};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What one of many runs came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Point {
    /// It came to its end.
    Measured(Measured),
    /// It was ended, or an exception ended it: how long it took until then means nothing beside the others.
    Ended(ExitReport),
    /// It can't be read, or uses what is not supported.
    Refused(Refusal),
}

/// What a run's report says of it, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// `wall`
    pub wall: f64,
    /// Where there is an event loop: the worst of all of them.
    pub loops: Option<Loops>,
}

/// The worst of a run's event loops, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loops {
    /// `longest_callback`
    pub held: f64,
    /// `longest_delay`
    pub delay: f64,
}

/// What each of many runs may use: less than a run alone, so that all of them together take seconds.
fn limits() -> Limits {
    Limits { cpu: Duration::from_millis(5_000), memory: 64_000_000, events: 250_000, ..Limits::default() }
}

/// Runs each of the jobs in the model. A job that has not begun when `stop` is set is ended with status `stopped`.
pub fn points(jobs: &[Job], stop: &StopFlag, pool: Pool) -> Vec<Point> {
    let one = |job: &Job| point(job, stop);
    match pool {
        Pool::Started => jobs.par_iter().map(one).collect(),
        Pool::None => jobs.iter().map(one).collect(),
    }
}

fn point(job: &Job, stop: &StopFlag) -> Point {
    let ready = match Ready::read(job) {
        Ok(ready) => ready,
        Err(refusal) => return Point::Refused(refusal),
    };
    let report = Report::of(&ready.run(job.seed, &limits(), stop));
    if report.exit.status != Status::Finished {
        return Point::Ended(report.exit);
    }
    let worst = |time: fn(&crate::trace::report::LoopReport) -> f64| report.loops.iter().map(time).reduce(f64::max);
    let loops = worst(|l| l.longest_callback).zip(worst(|l| l.longest_delay));
    Point::Measured(Measured { wall: report.wall, loops: loops.map(|(held, delay)| Loops { held, delay }) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::engine::{Reply, Request, answer};

    fn ask(sources: &[String]) -> Vec<Point> {
        let request = Request::Points(sources.iter().map(|source| Job::of(source)).collect());
        let Reply::Points(on_pool) = answer(request.clone(), &StopFlag::new(), Pool::Started) else { panic!() };
        let Reply::Points(alone) = answer(request, &StopFlag::new(), Pool::None) else { panic!() };
        assert_eq!(on_pool, alone, "the same on a pool and without");
        on_pool
    }

    fn measured(point: &Point) -> Measured {
        match point {
            Point::Measured(measured) => *measured,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_pool_of_more_workers_is_done_sooner_until_there_is_one_for_each_job() {
        let with = |workers: u32| {
            format!(
                "import time\nfrom concurrent.futures import ThreadPoolExecutor\n\
                 with ThreadPoolExecutor(max_workers={workers}) as pool:\n    for _ in range(8):\n        pool.submit(time.sleep, 0.5)\n"
            )
        };
        let points = ask(&[1, 2, 4, 8, 16].map(with));
        let walls: Vec<f64> = points.iter().map(|point| measured(point).wall).collect();
        // Eight sleeps of half a second, so many at a time; what else there is takes milliseconds.
        for (wall, sleeps) in walls.iter().zip([8.0, 4.0, 2.0, 1.0, 1.0]) {
            assert!((sleeps * 0.5..sleeps * 0.5 + 0.02).contains(wall), "{walls:?}");
        }
        assert!(points.iter().all(|point| measured(point).loops.is_none()));
    }

    #[test]
    fn how_long_a_loop_is_held_and_what_is_late_for_it_are_measured_too() {
        let with = |seconds: f64| {
            format!(
                "import asyncio, time\nasync def other():\n    await asyncio.sleep(0.1)\n\
                 async def main():\n    task = asyncio.create_task(other())\n    await asyncio.sleep(0)\n    time.sleep({seconds})\n    await task\n\
                 asyncio.run(main())\n"
            )
        };
        let points = ask(&[0.2, 1.0].map(with));
        for (point, seconds) in points.iter().zip([0.2, 1.0]) {
            let Loops { held, delay } = measured(point).loops.unwrap();
            assert!((seconds..seconds + 0.01).contains(&held), "{held}");
            // Due after a tenth of a second, and the sleep began at once.
            assert!((delay - (seconds - 0.1)).abs() < 0.01, "{delay}");
        }
    }

    #[test]
    fn a_run_that_does_not_end_by_itself_is_no_point_and_says_why() {
        let sources = [
            "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n",
            "kept = []\nwhile True:\n    kept.append(bytes(1_000_000))\n",
            "1 / 0\n",
            "x = = 1\n",
            "print('fine')\n",
        ];
        let points = ask(&sources.map(str::to_owned));
        let ended = |point: &Point| match point {
            Point::Ended(exit) => Some(exit.status),
            _ => None,
        };
        let statuses: Vec<_> = points.iter().map(ended).collect();
        assert_eq!(statuses[..3], [Some(Status::Deadlock), Some(Status::Limit), Some(Status::Raised)]);
        assert!(matches!(&points[3], Point::Refused(refusal) if refusal.line == 1));
        assert!(matches!(&points[4], Point::Measured(_)));
    }

    #[test]
    fn who_stops_it_gets_an_answer_at_once() {
        let stop = StopFlag::new();
        stop.stop();
        let busy = Job::of("while True:\n    pass\n");
        let points = points(&[busy.clone(), busy], &stop, Pool::None);
        assert!(points.iter().all(|p| matches!(p, Point::Ended(exit) if exit.status == Status::Stopped)), "{points:?}");
    }
}
