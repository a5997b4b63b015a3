//! The machine's cores: who is on one, who waits for one.

use crate::syscall::ThreadId;
use crate::time::{Duration, Instant};
use std::collections::VecDeque;

/// All cores of the machine.
pub struct Cores {
    count: usize,
    on: Vec<Occupant>,
    waiting: VecDeque<ThreadId>,
}

/// A thread on a core.
#[derive(Clone, Copy)]
pub struct Occupant {
    /// Who.
    pub thread: ThreadId,
    /// Since when.
    pub since: Instant,
}

impl Cores {
    /// So many, all free.
    pub fn new(count: u32) -> Self {
        Self { count: count.max(1) as usize, on: Vec::new(), waiting: VecDeque::new() }
    }

    /// Puts `thread` on a free core, or behind those who wait for one.
    pub fn acquire(&mut self, thread: ThreadId, now: Instant) -> bool {
        if self.on.len() < self.count {
            self.on.push(Occupant { thread, since: now });
            return true;
        }
        self.waiting.push_back(thread);
        false
    }

    /// Takes `thread` off its core. Returns who gets it.
    pub fn release(&mut self, thread: ThreadId, now: Instant) -> Option<ThreadId> {
        self.on.retain(|o| o.thread != thread);
        let next = self.waiting.pop_front()?;
        self.on.push(Occupant { thread: next, since: now });
        Some(next)
    }

    /// `thread` does not wait for a core any more.
    pub fn forget(&mut self, thread: ThreadId) {
        self.waiting.retain(|&t| t != thread);
    }

    /// Whether anybody waits.
    pub fn wanted(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Who is on a core, and when their time slices end.
    pub fn slices(&self, slice: Duration) -> impl Iterator<Item = (ThreadId, Instant)> + '_ {
        self.on.iter().map(move |o| (o.thread, o.since + slice))
    }
}
