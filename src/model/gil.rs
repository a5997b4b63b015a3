//! The GIL of one process, as `Python/ceval_gil.c` (3.12, 3.13) has it; without time, which the kernel adds.
//!
//! 1. Who finds it free takes it, even when others wait or are on their way to it.
//! 2. Who finds it held waits for the switch interval. When it is over and the GIL did not change hands meanwhile, the
//!    waiter asks the holder to drop it and waits on.
//! 3. A holder that was asked drops it at its next hand-over point, or when it releases it anyway, and then cannot come
//!    back before another thread has taken it (*forced switching*).
//! 4. Each release tells one waiter. Telling takes time: a thread that comes meanwhile takes the GIL first, so a loop that
//!    polls its selector gets it back again and again; the waiter then begins a new interval.
//!
//! Whom a release tells is the condition variable's choice, which depends on who happens to be awake. Measured beside
//! 2 and 4 CPU-bound threads, an event loop gets the GIL at 44 % and 20 % of the hand-overs (`heartbeat_10ms`: 60 and 36
//! beats of 10 ms in a second); recorded turns of 5 threads (`turn_order_5_cpu_threads`) go to the one that asked at 33 %.
//! A choice among all waiters with a small advantage for who asked comes close to all of that. Where nobody asked, threads
//! that were released at the same moment mostly run in the order in which they came.

use super::chance::Chance;
use crate::syscall::ThreadId;

/// Who has it and who wants it.
#[derive(Default)]
pub struct Gil {
    holder: Option<ThreadId>,
    last_holder: Option<ThreadId>,
    /// How often it changed hands.
    switches: u64,
    /// In order of arrival.
    waiters: Vec<Waiter>,
    /// Who asked the holder to drop it.
    requester: Option<ThreadId>,
    /// Who dropped it on request and may not come back yet.
    forced: Option<ThreadId>,
}

struct Waiter {
    thread: ThreadId,
    /// `switches` when its interval began.
    seen: u64,
    /// It was told and is on its way.
    told: bool,
}

/// Whom a release told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A thread that sleeps and must be woken.
    Asleep(ThreadId),
    /// The thread that just asked, which is awake.
    Awake(ThreadId),
}

/// What comes of a wait that lasted the switch interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeout {
    /// The GIL is free: take it.
    Free,
    /// This holder was asked to drop it, for the first time.
    Asked(ThreadId),
    /// It changed hands meanwhile, or somebody has asked already: wait another interval.
    Again,
}

impl Gil {
    /// Whether nobody has it.
    pub fn is_free(&self) -> bool {
        self.holder.is_none()
    }

    /// Whether its holder was asked to drop it.
    pub fn requested(&self) -> bool {
        self.requester.is_some()
    }

    /// Whether anybody waits for it.
    pub fn wanted(&self) -> bool {
        !self.waiters.is_empty()
    }

    /// Gives it, free as it is, to `thread`. Returns who was waiting for this to happen ([`Self::force`]).
    pub fn take(&mut self, thread: ThreadId) -> Option<ThreadId> {
        debug_assert!(self.is_free());
        self.waiters.retain(|w| w.thread != thread);
        self.holder = Some(thread);
        self.requester = None;
        if self.last_holder != Some(thread) {
            self.last_holder = Some(thread);
            self.switches += 1;
        }
        self.forced.take()
    }

    /// `thread` begins to wait, or to wait another interval; either way behind those who wait.
    pub fn wait(&mut self, thread: ThreadId) {
        self.waiters.retain(|w| w.thread != thread);
        self.waiters.push(Waiter { thread, seen: self.switches, told: false });
    }

    /// The holder gives it up. Returns whom that told.
    pub fn release(&mut self, chance: &mut Chance) -> Option<Told> {
        self.holder = None;
        let requester = self.requester.take();
        if let Some(asked) = requester
            && chance.one_in(8)
            && let Some(waiter) = self.waiters.iter_mut().find(|w| w.thread == asked && !w.told)
        {
            waiter.told = true;
            return Some(Told::Awake(asked));
        }
        let asleep = self.waiters.iter().filter(|w| !w.told).count() as u64;
        if asleep == 0 {
            return None;
        }
        let any = asleep > 1 && (requester.is_some() || chance.one_in(6));
        let chosen = if any { chance.below(asleep) } else { 0 };
        let waiter = self.waiters.iter_mut().filter(|w| !w.told).nth(chosen as usize)?;
        waiter.told = true;
        Some(Told::Asleep(waiter.thread))
    }

    /// The holder gives it up and nobody is told: who gets it is decided elsewhere.
    pub fn vacate(&mut self) {
        self.holder = None;
        self.requester = None;
    }

    /// Who had it last, or has it.
    pub fn last_holder(&self) -> Option<ThreadId> {
        self.last_holder
    }

    /// Who waits for it, in order of arrival.
    pub fn waiters(&self) -> impl Iterator<Item = ThreadId> + '_ {
        self.waiters.iter().map(|waiter| waiter.thread)
    }

    /// `thread`, which dropped it on request, may not want it again before another thread has taken it.
    pub fn force(&mut self, thread: ThreadId) {
        self.forced = Some(thread);
    }

    /// The interval of a waiter is over.
    pub fn timeout(&mut self, thread: ThreadId) -> Timeout {
        let Some(holder) = self.holder else { return Timeout::Free };
        let unchanged = self.waiters.iter().any(|w| w.thread == thread && w.seen == self.switches);
        if !unchanged || self.requester.is_some() {
            return Timeout::Again;
        }
        self.requester = Some(thread);
        Timeout::Asked(holder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ThreadId = ThreadId(1);
    const B: ThreadId = ThreadId(2);
    const C: ThreadId = ThreadId(3);

    #[test]
    fn a_waiter_asks_only_when_the_gil_did_not_change_hands_during_its_interval() {
        let mut gil = Gil::default();
        gil.take(A);
        gil.wait(B);
        gil.release(&mut Chance::new(0));
        gil.take(C);
        assert_eq!(gil.timeout(B), Timeout::Again);
        gil.wait(B);
        assert_eq!(gil.timeout(B), Timeout::Asked(C));
    }

    #[test]
    fn a_thread_that_takes_it_back_does_not_count_as_a_change_of_hands() {
        let mut gil = Gil::default();
        gil.take(A);
        gil.wait(B);
        for _ in 0..3 {
            gil.release(&mut Chance::new(0));
            gil.take(A);
        }
        assert_eq!(gil.timeout(B), Timeout::Asked(A));
    }

    #[test]
    fn who_dropped_it_on_request_is_let_go_by_the_next_who_takes_it() {
        let mut gil = Gil::default();
        gil.take(A);
        gil.wait(B);
        gil.timeout(B);
        gil.release(&mut Chance::new(0));
        gil.force(A);
        assert_eq!(gil.take(B), Some(A));
        assert!(!gil.requested());
    }

    #[test]
    fn a_release_tells_one_waiter_and_the_next_release_another() {
        let mut gil = Gil::default();
        let mut chance = Chance::new(1);
        gil.take(A);
        gil.wait(B);
        gil.wait(C);
        let first = gil.release(&mut chance);
        gil.take(A);
        let second = gil.release(&mut chance);
        gil.take(A);
        assert!(first.is_some() && second.is_some() && first != second);
        assert_eq!(gil.release(&mut chance), None);
    }
}
