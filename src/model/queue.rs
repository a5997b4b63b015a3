//! What will happen and when: entries in order of (time, insertion).
//!
//! An entry is about one thread and carries the ticket that the thread had when it was made. A thread that goes on to
//! something else takes a new ticket; entries with an old one are void. They are dropped when they come up, or all at once
//! when they are more than half of the queue.

use crate::syscall::ThreadId;
use crate::time::Instant;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What an entry announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A running thread's segment is over, or its native work is.
    Segment,
    /// A blocked thread's sleep, deadline or wake-up has come: it wants to run.
    Return,
    /// A wait for the GIL has lasted the switch interval.
    GilTimeout,
    /// A waiter that was told of the GIL's release looks at it.
    GilArrival,
    /// The thread's time slice on its core is over. Valid as long as the thread's *stint*, not its ticket.
    Slice,
    /// The process's timer is over; the thread is its main one. Valid until the timer is set again, whatever its ticket.
    Alarm,
}

/// An entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// In which order it was made.
    order: u64,
    /// Who.
    pub thread: ThreadId,
    /// The ticket, stint or setting of the timer that it is valid for.
    pub ticket: u32,
    /// What.
    pub due: Due,
}

/// The queue.
#[derive(Default)]
pub struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
    made: u64,
    void: usize,
}

impl Queue {
    /// Adds an entry.
    pub fn push(&mut self, at: Instant, thread: ThreadId, ticket: u32, due: Due) {
        self.heap.push(Reverse(Entry { at, order: self.made, thread, ticket, due }));
        self.made += 1;
    }

    /// The next entry that is valid; void ones before it are dropped.
    pub fn peek(&mut self, valid: impl Fn(&Entry) -> bool) -> Option<Entry> {
        while let Some(Reverse(entry)) = self.heap.peek() {
            if valid(entry) {
                return Some(*entry);
            }
            self.heap.pop();
            self.void = self.void.saturating_sub(1);
        }
        None
    }

    /// Takes the next valid entry out.
    pub fn pop(&mut self, valid: impl Fn(&Entry) -> bool) -> Option<Entry> {
        let entry = self.peek(valid)?;
        self.heap.pop();
        Some(entry)
    }

    /// Says that an entry has become void before it came up.
    pub fn voided(&mut self, valid: impl Fn(&Entry) -> bool) {
        self.void += 1;
        if self.void > 256 && self.void > self.heap.len() / 2 {
            self.heap.retain(|Reverse(entry)| valid(entry));
            self.void = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_in_order_of_time_and_at_the_same_time_in_order_of_insertion() {
        let mut queue = Queue::default();
        for (at, thread) in [(5, 1), (3, 2), (5, 3), (3, 4), (5, 5)] {
            queue.push(Instant(at), ThreadId(thread), 0, Due::Return);
        }
        let order: Vec<u32> = std::iter::from_fn(|| queue.pop(|_| true)).map(|e| e.thread.0).collect();
        assert_eq!(order, [2, 4, 1, 3, 5]);
    }

    #[test]
    fn void_entries_do_not_pile_up() {
        let mut queue = Queue::default();
        for n in 0..100_000 {
            queue.push(Instant(1_000_000 + n), ThreadId(1), n as u32, Due::Return);
            queue.voided(|e| e.ticket > n as u32);
        }
        assert!(queue.heap.len() < 1_000, "{}", queue.heap.len());
    }
}
