//! The ready queue of an event loop: how many callbacks are due and have not begun.
//!
//! A callback counts from the moment it is due (the timer's moment, or when `call_soon` was called) until it begins or its
//! turn is passed over. Timers that were cancelled leave no trace, so a timer counts only if its callback had its turn;
//! what was queued at once counts to the end of the run when it had none.

use crate::time::Instant;
use std::collections::BTreeMap;

/// What waits on one loop, while its notes are read.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Queued at once and without its turn yet: how many, by the moment.
    queued: BTreeMap<Instant, u32>,
    waits: Vec<(Instant, Instant)>,
}

impl Waiting {
    /// Something is due at once or later.
    pub fn is_due(&mut self, at: Instant, due: Instant) {
        if due <= at {
            *self.queued.entry(due).or_default() += 1;
        }
    }

    /// What was due then has its turn.
    pub fn begins(&mut self, due: Instant, at: Instant) {
        if let Some(count) = self.queued.get_mut(&due) {
            *count -= 1;
            if *count == 0 {
                self.queued.remove(&due);
            }
        }
        if at > due {
            self.waits.push((due, at));
        }
    }

    /// All waits.
    pub fn finish(mut self, end: Instant) -> Vec<(Instant, Instant)> {
        for (due, count) in self.queued {
            self.waits.extend((0..count).map(|_| (due, end)));
        }
        self.waits
    }
}

/// How long a ready queue is, from moment to moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadyQueue {
    /// From each moment on so many wait. In order.
    pub steps: Vec<(Instant, u32)>,
    /// The most at once.
    pub most: u32,
    /// The most of each [`BLOCK`] of steps.
    blocks: Vec<u32>,
}

/// So many steps have one entry in the coarser level.
const BLOCK: usize = 32;

impl ReadyQueue {
    /// Of waits in any order.
    pub fn of(waits: &[(Instant, Instant)]) -> Self {
        let mut changes: Vec<(Instant, i32)> = waits.iter().flat_map(|(from, to)| [(*from, 1), (*to, -1)]).collect();
        changes.sort_unstable();
        let mut steps: Vec<(Instant, u32)> = Vec::new();
        let mut length = 0_i32;
        for (at, change) in changes {
            length += change;
            match steps.last_mut() {
                Some(last) if last.0 == at => last.1 = length.max(0) as u32,
                _ => steps.push((at, length.max(0) as u32)),
            }
        }
        let blocks = steps.chunks(BLOCK).map(|block| block.iter().map(|s| s.1).max().unwrap_or(0)).collect();
        Self { most: steps.iter().map(|s| s.1).max().unwrap_or(0), steps, blocks }
    }

    /// How long it is at a moment.
    pub fn at(&self, at: Instant) -> u32 {
        let begun = self.steps.partition_point(|(from, _)| *from <= at);
        begun.checked_sub(1).map_or(0, |index| self.steps[index].1)
    }

    /// The most between two moments, and the index of the first step that is not before the second.
    pub fn most_between(&self, first: usize, to: Instant) -> (u32, usize) {
        let end = first + gallop(&self.steps[first..], |(from, _)| *from < to);
        let before = first.checked_sub(1).map_or(0, |index| self.steps[index].1);
        let (mut at, mut most) = (first, before);
        while at < end {
            if at % BLOCK == 0 && at + BLOCK <= end {
                most = most.max(self.blocks[at / BLOCK]);
                at += BLOCK;
            } else {
                most = most.max(self.steps[at].1);
                at += 1;
            }
        }
        (most, end)
    }
}

/// How many items at the front satisfy a predicate that holds for a front part only; cheap when it is few.
pub fn gallop<T>(items: &[T], holds: impl Fn(&T) -> bool) -> usize {
    let mut reach = 1;
    while reach <= items.len() && holds(&items[reach - 1]) {
        reach *= 2;
    }
    let (low, high) = (reach / 2, items.len().min(reach));
    low + items[low..high].partition_point(|item| holds(item))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(n: u64) -> Instant {
        Instant(n)
    }

    #[test]
    fn what_is_due_counts_until_it_begins_and_a_timer_without_a_turn_does_not() {
        let mut waiting = Waiting::default();
        waiting.is_due(at(5), at(5));
        waiting.is_due(at(5), at(40));
        waiting.is_due(at(6), at(90));
        waiting.is_due(at(7), at(7));
        waiting.begins(at(5), at(20));
        waiting.begins(at(40), at(45));
        let queue = ReadyQueue::of(&waiting.finish(at(100)));
        assert_eq!(queue.steps, [(at(5), 1), (at(7), 2), (at(20), 1), (at(40), 2), (at(45), 1), (at(100), 0)]);
        assert_eq!((queue.most, queue.at(at(6)), queue.at(at(4)), queue.at(at(99))), (2, 1, 0, 1));
    }

    #[test]
    fn the_most_of_a_part_is_that_of_its_steps_and_of_the_one_before() {
        let waits: Vec<_> = (0..500).map(|n| (at(n * 10), at(n * 10 + 5 + n % 70))).collect();
        let queue = ReadyQueue::of(&waits);
        for (from, to) in [(0, 30), (95, 96), (100, 4_000), (777, 2_222), (4_900, 9_000)] {
            let first = queue.steps.partition_point(|(s, _)| *s < at(from));
            let plain = (from..to).map(|n| queue.at(at(n))).max().unwrap();
            let before = first.checked_sub(1).map_or(0, |i| queue.steps[i].1);
            assert_eq!(queue.most_between(first, at(to)).0, plain.max(before), "{from} {to}");
        }
    }

    #[test]
    fn galloping_finds_what_a_search_finds() {
        let items: Vec<u32> = (0..100).collect();
        for limit in [0, 1, 2, 3, 50, 99, 100] {
            assert_eq!(gallop(&items, |n| *n < limit), limit as usize);
        }
    }
}
