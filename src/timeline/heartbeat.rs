//! The heartbeat of an event loop.
//!
//! A pulse is a probe answered: could a callback that is due now start? Probes are asked at a steady cadence, which
//! depends on the zoom only. A loop in its select answers at once; one inside a callback answers when that returns. Where
//! nothing can start for longer than [`HOLD`] there is no beat but a flat line, a [`Hold`].
//!
//! ```text
//!   idle loop            busy loop            held loop
//!  ___∧___∧___∧___     __∧__∧__∧__∧__     __∧__━━━━━━━━━━━__∧__
//!                        ∨  ∨  ∨  ∨         ∨                 ∨
//! ```

use super::reading::{Loop, Reading};
use crate::syscall::{Line, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::State;

/// A loop that cannot start a callback for longer than this is held (CONTRACT.md: stalls "longer than 50 ms").
pub const HOLD: Duration = Duration::from_millis(50);

/// When a loop could start a callback, and when not.
#[derive(Clone, Debug, PartialEq)]
pub struct Heartbeat {
    /// When the loop was made.
    pub from: Instant,
    /// When it ran last.
    pub to: Instant,
    /// Everything longer than [`HOLD`] without a beat, in order.
    pub holds: Vec<Hold>,
    /// Shorter times in which it ran callbacks, in order; touching ones are one.
    pub busy: Vec<(Instant, Instant)>,
}

/// A time in which a loop could not start anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// The callback's start, or when the awake loop began to wait for the GIL or a core.
    pub from: Instant,
    /// When the loop could start the next callback.
    pub to: Instant,
    /// The line of the visitor's code that held it longest; line 0 when it was none of theirs.
    pub line: Line,
    /// The task whose step held it: index in [`Reading::tasks`].
    pub task: Option<usize>,
}

/// A probe and its answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pulse {
    /// When the loop could start a callback.
    pub at: Instant,
    /// Whether the loop had work around then.
    pub strength: Strength,
}

/// How high a pulse goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// The loop only waited.
    Soft,
    /// The loop ran callbacks.
    Strong,
}

impl Heartbeat {
    /// The heartbeat of one loop of a run.
    pub fn of(reading: &Reading, event_loop: &Loop) -> Self {
        let mut stalls: Vec<Hold> = event_loop
            .callbacks
            .iter()
            .map(|c| Hold { from: c.from, to: c.to, line: Line::default(), task: c.task })
            .collect();
        stalls.extend(waits_between_callbacks(reading, event_loop));
        stalls.sort_by_key(|s| s.from);

        let mut holds = Vec::new();
        let mut busy: Vec<(Instant, Instant)> = Vec::new();
        for mut stall in stalls {
            if stall.to.since(stall.from) > HOLD {
                stall.line = longest_line(reading, event_loop.thread, stall.from, stall.to);
                holds.push(stall);
            } else if let Some((_, to)) = busy.last_mut()
                && *to >= stall.from
            {
                *to = stall.to.max(*to);
            } else {
                busy.push((stall.from, stall.to));
            }
        }
        Self { from: event_loop.from, to: event_loop.to, holds, busy }
    }

    /// The pulses at a cadence, from the first probe after the loop's start to the last that leaves it time to be seen.
    /// Probes that waited for the same hold are answered by one pulse at its end.
    pub fn pulses(&self, cadence: Duration) -> Vec<Pulse> {
        self.pulses_between(cadence, self.from, self.to)
    }

    /// Those of them that were asked for between two moments.
    pub fn pulses_between(&self, cadence: Duration, from: Instant, to: Instant) -> Vec<Pulse> {
        let cadence = cadence.0.max(1);
        let mut pulses: Vec<Pulse> = Vec::new();
        let last = Instant(self.to.0.saturating_sub(cadence / 10));
        let first = (self.from.0 / cadence + 1).max(from.0 / cadence);
        for n in first..=self.to.0.min(to.0) / cadence {
            let asked = Instant(n * cadence);
            let at = self.answered(asked);
            if at > last || pulses.last().is_some_and(|p| p.at >= at) {
                continue;
            }
            let around = Duration(cadence / 2);
            let worked = at > asked || self.works(Instant(asked.0.saturating_sub(around.0)), asked + around);
            pulses.push(Pulse { at, strength: if worked { Strength::Strong } else { Strength::Soft } });
        }
        pulses
    }

    /// The hold at a moment.
    pub fn hold_at(&self, at: Instant) -> Option<&Hold> {
        let index = self.holds.partition_point(|h| h.from <= at);
        index.checked_sub(1).map(|i| &self.holds[i]).filter(|h| at < h.to)
    }

    /// The last hold that began before a moment.
    pub fn hold_before(&self, at: Instant) -> Option<&Hold> {
        let index = self.holds.partition_point(|hold| hold.from < at);
        index.checked_sub(1).map(|index| &self.holds[index])
    }

    fn answered(&self, asked: Instant) -> Instant {
        self.hold_at(asked).map_or(asked, |hold| hold.to)
    }

    fn works(&self, from: Instant, to: Instant) -> bool {
        let index = self.busy.partition_point(|(_, end)| *end < from);
        self.busy.get(index).is_some_and(|(start, _)| *start < to)
    }
}

/// Waits of the awake loop for the GIL or a core, outside of its callbacks.
fn waits_between_callbacks(reading: &Reading, event_loop: &Loop) -> Vec<Hold> {
    let Some(thread) = reading.thread(event_loop.thread) else { return Vec::new() };
    let inside = |at: Instant| {
        let index = event_loop.callbacks.partition_point(|c| c.to <= at);
        event_loop.callbacks.get(index).is_some_and(|c| c.from <= at)
    };
    thread
        .states
        .iter()
        .filter(|s| matches!(s.state, State::WaitingGil | State::WaitingCore))
        .filter(|s| s.from >= event_loop.from && s.from < event_loop.to && !inside(s.from))
        .map(|s| Hold { from: s.from, to: s.to, line: Line::default(), task: None })
        .collect()
}

/// The line on which a thread spent most of a time. A mark tells the line of the time before it; a state tells where it
/// begins, which is where it stays unless it is `Running`.
fn longest_line(reading: &Reading, thread: ThreadId, from: Instant, to: Instant) -> Line {
    super::line_times::of_thread(reading, thread, from, to)
        .into_iter()
        .filter(|(line, _)| line.line > 0)
        .max_by_key(|(_, spent)| *spent)
        .map_or(Line::default(), |(line, _)| line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    fn heartbeat(trace: &crate::trace::Trace) -> Heartbeat {
        let reading = Reading::of(trace);
        Heartbeat::of(&reading, reading.main_loop().unwrap())
    }

    const CADENCE: Duration = Duration::from_millis(100);

    #[test]
    fn a_blocked_loop_has_one_hold_with_the_line_that_causes_it() {
        let beat = heartbeat(&sample::blocking());
        assert_eq!(beat.holds.len(), 1);
        let hold = &beat.holds[0];
        assert_eq!(hold.line.line, 10);
        assert!((hold.to.since(hold.from).as_secs_f64() - 2.0).abs() < 0.001);
    }

    #[test]
    fn an_offloaded_loop_beats_all_the_time() {
        let beat = heartbeat(&sample::offloaded());
        assert_eq!(beat.holds, []);
        assert_eq!(beat.pulses(CADENCE).len(), 27);
    }

    #[test]
    fn probes_during_a_hold_are_answered_by_one_pulse_at_its_end() {
        let beat = heartbeat(&sample::blocking());
        let pulses = beat.pulses(CADENCE);
        let during = pulses.iter().filter(|p| beat.hold_at(p.at).is_some()).count();
        assert_eq!(during, 0);
        assert!(pulses.iter().any(|p| p.at == beat.holds[0].to));
    }

    #[test]
    fn a_loop_that_only_waits_beats_softly() {
        let beat = Heartbeat { from: Instant::START, to: Instant(1_000_000_000), holds: vec![], busy: vec![] };
        assert!(beat.pulses(CADENCE).iter().all(|p| p.strength == Strength::Soft));
        let busy = Heartbeat { busy: vec![(Instant(490_000_000), Instant(495_000_000))], ..beat };
        let strong: Vec<_> = busy.pulses(CADENCE).into_iter().filter(|p| p.strength == Strength::Strong).collect();
        assert_eq!(strong, [Pulse { at: Instant(500_000_000), strength: Strength::Strong }]);
    }
}
