//! Callbacks that had the loop for long, and what was late because of them.

use super::story::{Index, Story};
use crate::time::Duration;

/// What was due while a callback had the loop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Late {
    /// How many callbacks.
    pub number: usize,
    /// How many of them were timers.
    pub timers: usize,
    /// The longest that one was kept waiting by this callback.
    pub longest: Duration,
}

/// What is too short to be called late: as long as timers are late anyway.
const PUNCTUAL: Duration = Duration::from_millis(2);
/// How many callbacks are looked at after one that had the loop.
const LOOKED_AT: usize = 10_000;

impl Late {
    /// Together with another.
    pub fn and(self, other: Self) -> Self {
        Self {
            number: self.number + other.number,
            timers: self.timers + other.timers,
            longest: self.longest.max(other.longest),
        }
    }

    /// What they are called.
    pub fn what(&self) -> &'static str {
        if self.timers == self.number { "timer" } else { "callback" }
    }
}

impl Story {
    /// What had to wait for a turn to end: it became due before or during the turn and began after it.
    pub fn late_because_of(&self, index: Index) -> Late {
        let turn = &self.turns[index];
        let mut late = Late::default();
        for other in self.turns[index + 1..].iter().take(LOOKED_AT).filter(|other| other.on == turn.on) {
            if other.pass > turn.pass + 1 {
                break;
            }
            if other.due >= turn.to {
                continue;
            }
            let waited = turn.to.since(other.due.max(turn.from));
            if waited >= PUNCTUAL {
                late.number += 1;
                late.timers += usize::from(other.timer);
                late.longest = late.longest.max(waited);
            }
        }
        if !turn.ended {
            // What never had its turn.
            for &due in self.never.iter().filter(|(on, _)| *on == turn.on).map(|(_, due)| due) {
                if due < turn.to {
                    late.number += 1;
                    late.longest = late.longest.max(turn.to.since(due.max(turn.from)));
                }
            }
        }
        late
    }

    /// Whether nothing else has begun on the loop of this turn: what is done before a program begins to serve.
    pub fn is_before_anything_else(&self, index: Index) -> bool {
        let turn = &self.turns[index];
        let first = self.turns.iter().position(|other| other.on == turn.on);
        first == Some(index)
    }
}
