//! Who held which lock, from when to when, and who waited for it.

use crate::numbered::Numbered;
use crate::syscall::{Key, Line, ProcessId, ThreadId};
use crate::time::Instant;

/// All locks of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Locks {
    all: Vec<Lock>,
    waits: Vec<Wait>,
    /// While reading: the place of each lock.
    places: Places,
}

/// Where locks are, by their keys.
#[derive(Default)]
struct Places(Numbered<(ProcessId, Key), usize>);

impl Clone for Places {
    /// Only a reader needs them.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for Places {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Who can hold a lock or wait for it: a thread, or a task (its index among the tasks of the run).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A thread.
    Thread(ThreadId),
    /// A task.
    Task(usize),
}

/// A lock.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    /// `Lock`, `RLock`, `asyncio.Lock`, …
    pub kind: String,
    /// The line that made it.
    pub made: Line,
    /// In order.
    pub held: Vec<Held>,
}

/// A time in which somebody held a lock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// Since.
    pub from: Instant,
    /// Until.
    pub to: Instant,
    /// Who.
    pub by: Who,
    /// Where they took it.
    pub line: Line,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Wait {
    from: Instant,
    to: Instant,
    who: Who,
    lock: usize,
    line: Line,
}

impl Locks {
    /// A lock was made.
    pub fn created(&mut self, process: ProcessId, key: Key, kind: &str, made: Line) {
        self.places.0.insert((process, key), self.all.len());
        self.all.push(Lock { kind: kind.to_owned(), made, held: Vec::new() });
    }

    /// Somebody waits for it.
    pub fn waits(&mut self, at: Instant, process: ProcessId, key: Key, who: Who, line: Line) {
        if let Some(&lock) = self.places.0.get(&(process, key)) {
            self.waits.push(Wait { from: at, to: Instant::FAR, who, lock, line });
        }
    }

    /// Somebody has it.
    pub fn acquired(&mut self, at: Instant, process: ProcessId, key: Key, by: Who, line: Line) {
        let Some(&lock) = self.places.0.get(&(process, key)) else { return };
        self.ends(at, by, lock);
        self.all[lock].held.push(Held { from: at, to: Instant::FAR, by, line });
    }

    /// It was given back.
    pub fn released(&mut self, at: Instant, process: ProcessId, key: Key) {
        let Some(&lock) = self.places.0.get(&(process, key)) else { return };
        if let Some(last) = self.all[lock].held.last_mut().filter(|held| held.to == Instant::FAR) {
            last.to = at;
        }
    }

    /// The run is over.
    pub fn finish(&mut self, end: Instant) {
        for held in self.all.iter_mut().flat_map(|lock| &mut lock.held) {
            held.to = held.to.min(end);
        }
        for wait in &mut self.waits {
            wait.to = wait.to.min(end);
        }
        self.places = Places::default();
    }

    fn ends(&mut self, at: Instant, who: Who, lock: usize) {
        // The newest waits are the ones that still go on.
        let open = self.waits.iter_mut().rev().find(|wait| wait.who == who);
        if let Some(wait) = open.filter(|wait| wait.lock == lock && wait.to == Instant::FAR) {
            wait.to = at;
        }
    }

    /// The lock that somebody waits for at a moment, and the line where they do.
    pub fn waited_by(&self, who: Who, at: Instant) -> Option<(&Lock, Line)> {
        // In order of their begin.
        let begun = self.waits.partition_point(|wait| wait.from <= at);
        let wait = self.waits[..begun].iter().rev().find(|wait| wait.who == who)?;
        (at < wait.to).then(|| (&self.all[wait.lock], wait.line))
    }
}

impl Lock {
    /// Who holds it at a moment.
    pub fn held_at(&self, at: Instant) -> Option<&Held> {
        let begun = self.held.partition_point(|held| held.from <= at);
        self.held[..begun].last().filter(|held| at < held.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: ProcessId = ProcessId(1);
    const K: Key = Key(9);

    fn line(line: u32) -> Line {
        Line { file: 0, line }
    }

    #[test]
    fn a_wait_ends_when_the_lock_is_taken_and_names_who_had_it() {
        let (a, b) = (Who::Thread(ThreadId(2)), Who::Thread(ThreadId(3)));
        let mut locks = Locks::default();
        locks.created(P, K, "Lock", line(3));
        locks.acquired(Instant(10), P, K, b, line(14));
        locks.waits(Instant(20), P, K, a, line(8));
        locks.released(Instant(50), P, K);
        locks.acquired(Instant(51), P, K, a, line(8));
        locks.finish(Instant(90));
        let (lock, at) = locks.waited_by(a, Instant(30)).unwrap();
        assert_eq!((lock.kind.as_str(), lock.made.line, at.line), ("Lock", 3, 8));
        let held = lock.held_at(Instant(30)).unwrap();
        assert_eq!((held.by, held.line.line, held.to), (b, 14, Instant(50)));
        assert_eq!(locks.waited_by(a, Instant(60)), None);
        assert_eq!(lock.held_at(Instant(80)).unwrap().by, a);
    }
}
