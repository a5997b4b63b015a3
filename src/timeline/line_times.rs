//! How long lines of the visitor's code took: the numbers beside the code.

use super::heartbeat::HOLD;
use super::reading::{Reading, Then};
use crate::syscall::{Line, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::State;
use std::collections::BTreeMap;

/// What a line cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineTime {
    /// The time for which it kept its event loop (in a program without a loop: its thread).
    pub kept: Duration,
    /// How often a coroutine waited there.
    pub waits: u32,
}

/// Time that a thread spent on each line between two moments. A mark tells the line of the time before it; a state other
/// than `Running` tells its own line.
pub fn of_thread(reading: &Reading, thread: ThreadId, from: Instant, to: Instant) -> BTreeMap<Line, Duration> {
    let mut spent = BTreeMap::<Line, Duration>::new();
    let Some(thread) = reading.thread(thread) else { return spent };
    let mut add = |line: Line, a: Instant, b: Instant| {
        let (a, b) = (a.max(from), b.min(to));
        if b > a {
            *spent.entry(line).or_default() += b.since(a);
        }
    };
    let first = thread.states.partition_point(|s| s.to <= from);
    for stretch in thread.states[first..].iter().take_while(|s| s.from < to) {
        if stretch.state != State::Running {
            add(stretch.line, stretch.from, stretch.to);
            continue;
        }
        let (mut at, end) = (stretch.from.max(from), stretch.to.min(to));
        let first = thread.marks.partition_point(|(m, _)| *m <= at);
        let before = thread.marks[..first].last().filter(|(m, _)| *m > stretch.from);
        let mut line = before.map_or(stretch.line, |(_, reached)| *reached);
        for (mark, reached) in &thread.marks[first..] {
            if at >= end || *mark > stretch.to {
                break;
            }
            add(*reached, at, *mark);
            (at, line) = (*mark, *reached);
        }
        add(line, at, stretch.to);
    }
    spent
}

/// What each line of the main file cost: of all steps of the main loop's tasks, or of the main thread when there is no
/// loop.
pub fn of_main_loop(reading: &Reading) -> BTreeMap<u32, LineTime> {
    let mut times = BTreeMap::<u32, LineTime>::new();
    let Some(event_loop) = reading.main_loop() else {
        if let Some(main) = reading.threads.first() {
            add(&mut times, of_thread(reading, main.id, main.from, main.to));
        }
        return times;
    };
    // The loop's own callbacks are short and stand on no line of the visitor's.
    for callback in event_loop.callbacks.iter().filter(|c| c.task.is_some() || c.to.since(c.from) > HOLD) {
        add(&mut times, of_thread(reading, event_loop.thread, callback.from, callback.to));
    }
    for step in reading.tasks.iter().flat_map(|t| &t.steps) {
        if let Then::Waits(_, line) = step.then
            && line.file == 0
            && line.line > 0
        {
            times.entry(line.line).or_default().waits += 1;
        }
    }
    times
}

fn add(times: &mut BTreeMap<u32, LineTime>, spent: BTreeMap<Line, Duration>) {
    for (line, spent) in spent {
        if line.file == 0 && line.line > 0 {
            times.entry(line.line).or_default().kept += spent;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    #[test]
    fn the_blocking_line_keeps_the_loop_for_two_seconds() {
        let times = of_main_loop(&Reading::of(&sample::blocking()));
        assert!((times[&10].kept.as_secs_f64() - 2.0).abs() < 0.001);
    }

    #[test]
    fn parts_of_a_time_add_up_to_it() {
        let reading = Reading::of(&sample::blocking());
        let thread = reading.main_loop().unwrap().thread;
        let whole = of_thread(&reading, thread, Instant::START, reading.end);
        let mut sum = BTreeMap::<Line, Duration>::new();
        let step = 7_000_000;
        for from in (0..reading.end.0).step_by(step as usize) {
            let to = Instant((from + step).min(reading.end.0));
            for (line, spent) in of_thread(&reading, thread, Instant(from), to) {
                *sum.entry(line).or_default() += spent;
            }
        }
        assert_eq!(sum, whole);
    }

    #[test]
    fn the_offloaded_line_keeps_it_for_a_step_and_waits_once() {
        let times = of_main_loop(&Reading::of(&sample::offloaded()));
        assert!(times[&10].kept < Duration::from_millis(1));
        assert_eq!(times[&10].waits, 1);
    }
}
