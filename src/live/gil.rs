//! The GIL of a live run: a real lock, handed over on request, after CPython's `ceval_gil.c` (3.12).
//!
//! 1. Who wants it takes it when it is free.
//! 2. Else it waits, and when the lock has not changed hands for the switch interval it sets the request.
//! 3. The holder looks at the request at its hand-over points only. It drops the lock and then waits until another has
//!    taken it, so that it can't simply take it back.
//!
//! Who gets a free lock is whoever comes first: the order among waiters is not FIFO. [`Held`] proves that its owner has
//! the lock; it can't be copied, and giving the lock back takes it away.

use super::word;
use crate::time::Duration;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// The lock. Threads are known to it by a number from 0.
#[derive(Debug, Default)]
pub struct Gil {
    /// 0: free; else its holder's number plus 1. Waiters wait on this word.
    holder: AtomicU32,
    /// 0, or the number plus 1 of who asks the holder to drop it.
    request: AtomicU32,
    /// Who had it last, plus 1.
    last: AtomicU32,
    /// How often another thread than the last one took it. Who was made to drop it waits on this word.
    switches: AtomicU32,
    /// How many threads block for it.
    waiting: AtomicU32,
    /// Whether a page awaits it between two ticks; then all waiters are woken, since a page may be slow to come.
    awaited: AtomicU32,
}

/// Proof that the calling thread has the GIL.
#[derive(Debug)]
pub struct Held {
    by: u32,
}

/// One attempt's state of somebody who waits: since when, and how often the lock had changed hands then.
#[derive(Debug)]
pub struct Waiter {
    by: u32,
    since_ms: f64,
    switches: u32,
}

/// What to do after having looked at the lock once.
#[derive(Debug)]
pub enum Look {
    /// It has been taken.
    Taken(Held),
    /// Somebody else holds it; look again when [`Gil::busy_word`] has changed.
    Busy,
    /// The same, and the holder has just been asked to hand it over. Its number.
    Requested(u32),
}

impl Gil {
    /// Takes it if it is free.
    pub fn try_take(&self, by: u32) -> Option<Held> {
        if self.holder.compare_exchange(0, by + 1, SeqCst, SeqCst).is_err() {
            return None;
        }
        if self.last.swap(by + 1, SeqCst) != by + 1 {
            self.switches.fetch_add(1, SeqCst);
            word::wake(&self.switches, u32::MAX);
        }
        self.request.store(0, SeqCst);
        Some(Held { by })
    }

    /// Begins to wait for it. To be ended with [`Gil::leave`], whatever came of it.
    pub fn queue(&self, by: u32) -> Waiter {
        self.waiting.fetch_add(1, SeqCst);
        Waiter { by, since_ms: super::clock::now_ms(), switches: self.switches.load(SeqCst) }
    }

    /// Ends a wait.
    pub fn leave(&self, _waiter: Waiter) {
        self.waiting.fetch_sub(1, SeqCst);
    }

    /// Looks whether it is free; asks for it when it has not changed hands for `interval`.
    pub fn look(&self, waiter: &mut Waiter, interval: Duration) -> Look {
        if let Some(held) = self.try_take(waiter.by) {
            return Look::Taken(held);
        }
        let now = super::clock::now_ms();
        let switches = self.switches.load(SeqCst);
        if switches != waiter.switches {
            waiter.switches = switches;
            waiter.since_ms = now;
        } else if (now - waiter.since_ms) * 1e6 >= interval.0 as f64 {
            waiter.since_ms = now;
            let holder = self.holder.load(SeqCst);
            if holder != 0 && self.request.swap(waiter.by + 1, SeqCst) == 0 {
                return Look::Requested(holder - 1);
            }
        }
        Look::Busy
    }

    /// The word to wait on until it may be worth looking again, and what it holds until then; `None`: look at once.
    pub fn busy_word(&self) -> Option<(&AtomicU32, u32)> {
        let holder = self.holder.load(SeqCst);
        (holder != 0).then_some((&self.holder, holder))
    }

    /// Gives it back.
    pub fn release(&self, held: Held) {
        debug_assert_eq!(self.holder.load(SeqCst), held.by + 1);
        self.holder.store(0, SeqCst);
        if self.waiting.load(SeqCst) != 0 {
            word::wake(&self.holder, if self.awaited.load(SeqCst) == 0 { 1 } else { u32::MAX });
        }
    }

    /// Whether somebody waits for it.
    pub fn is_wanted(&self) -> bool {
        self.waiting.load(SeqCst) != 0
    }

    /// Whether somebody asks for it.
    pub fn is_requested(&self) -> bool {
        self.request.load(SeqCst) != 0
    }

    /// Gives it back because somebody asked. The outcome tells when another has taken it.
    pub fn hand_over(&self, held: Held) -> HandedOver {
        let switches = self.switches.load(SeqCst);
        self.release(held);
        HandedOver { switches }
    }

    /// Whether another thread has taken it since.
    pub fn was_taken(&self, handed: &HandedOver) -> bool {
        self.switches.load(SeqCst) != handed.switches
    }

    /// The word to wait on until another may have taken it, and what it holds until then.
    pub fn taken_word(&self, handed: &HandedOver) -> (&AtomicU32, u32) {
        (&self.switches, handed.switches)
    }

    /// Says that a page awaits the lock's word, or no more does.
    pub fn set_awaited(&self, awaited: Awaited) {
        self.awaited.store(u32::from(matches!(awaited, Awaited::Yes)), SeqCst);
    }

    /// Wakes everybody who waits, to look at the control word.
    pub fn wake_all(&self) {
        word::wake(&self.holder, u32::MAX);
        word::wake(&self.switches, u32::MAX);
    }
}

/// Whether a page awaits the lock between two ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// A forced hand-over: the lock was given back, and its holder shall not take it before another had it.
#[derive(Debug)]
pub struct HandedOver {
    switches: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const INTERVAL: Duration = Duration::from_millis(5);

    #[test]
    fn a_free_lock_is_taken_and_a_taken_one_is_not() {
        let gil = Gil::default();
        let held = gil.try_take(0).expect("it is free");
        assert!(gil.try_take(1).is_none());
        gil.release(held);
        assert!(gil.try_take(1).is_some());
    }

    #[test]
    fn the_request_comes_after_the_interval_and_is_counted_anew_when_the_lock_changed_hands() {
        let gil = Gil::default();
        let held = gil.try_take(0).expect("it is free");
        let mut waiter = gil.queue(1);
        assert!(matches!(gil.look(&mut waiter, INTERVAL), Look::Busy));
        assert!(!gil.is_requested());
        std::thread::sleep(std::time::Duration::from_millis(6));
        gil.release(held);
        let held = gil.try_take(2).expect("it is free");
        assert!(matches!(gil.look(&mut waiter, INTERVAL), Look::Busy), "another has it now");
        std::thread::sleep(std::time::Duration::from_millis(6));
        assert!(matches!(gil.look(&mut waiter, INTERVAL), Look::Requested(2)));
        assert!(gil.is_requested());
        let handed = gil.hand_over(held);
        assert!(!gil.was_taken(&handed));
        let Look::Taken(held) = gil.look(&mut waiter, INTERVAL) else { panic!("it is free") };
        assert!(gil.was_taken(&handed));
        assert!(!gil.is_requested());
        gil.leave(waiter);
        gil.release(held);
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "host test with real threads")]
    fn two_busy_threads_take_turns() {
        let gil = Arc::new(Gil::default());
        let turns: Vec<_> = (0..2)
            .map(|by| {
                let gil = gil.clone();
                std::thread::spawn(move || {
                    let mut turns = 0;
                    let until = super::super::clock::now_ms() + 200.0;
                    let mut held = take(&gil, by);
                    while super::super::clock::now_ms() < until {
                        if gil.is_requested() {
                            let handed = gil.hand_over(held);
                            while !gil.was_taken(&handed) && super::super::clock::now_ms() < until {
                                let (word, value) = gil.taken_word(&handed);
                                word::wait(word, value, INTERVAL);
                            }
                            held = take(&gil, by);
                            turns += 1;
                        }
                    }
                    gil.release(held);
                    turns
                })
            })
            .collect();
        for turns in turns {
            let turns = turns.join().expect("no panic");
            assert!((2..=40).contains(&turns), "{turns} turns of some 10 ms in 200 ms");
        }
    }

    fn take(gil: &Gil, by: u32) -> Held {
        let mut waiter = gil.queue(by);
        loop {
            if let Look::Taken(held) = gil.look(&mut waiter, INTERVAL) {
                gil.leave(waiter);
                return held;
            }
            if let Some((word, value)) = gil.busy_word() {
                word::wait(word, value, INTERVAL);
            }
        }
    }
}
