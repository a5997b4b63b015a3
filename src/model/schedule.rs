//! A run whose threads take turns as somebody says: in place of chance and of the switch interval there are choices.
//!
//! What it stands for is CPython under the shortest switch interval (`sys.setswitchinterval(1e-6)`) on a machine whose system
//! may let anybody wait for a moment. Then
//!
//! 1. the holder of the GIL may lose it at every hand-over point at which another thread wants it, and at no other place;
//! 2. a GIL that was released (a wait, a write, the end of a thread) is taken by any thread that wants it, or that will want it
//!    within as much time as timers are late by (`LATE`);
//! 3. who was woken or started wants it at once: all that could make it late is the system.
//!
//! Each of these is a *point*, counted from 0 if there are two threads or more to choose from. A [`Schedule`] says who goes on
//! at some of them. At the others the holder stays, until it has had the GIL for the machine's switch interval, and a GIL
//! that was released goes to who released it for a moment only, else to who came first. The same schedule gives the same
//! run, and what comes before a point depends on the choices before it only.
//!
//! Not every point is worth a question. Between two points a thread may have done what nobody can see; then it makes no
//! difference at which of them it stopped, and the first is not told as a [`Decision`]. So a turn of a loop that touches
//! nothing shared is none, and a write and the hand-over point after it are one. Inside of a library's function only the first point is told, where the call begins: what the
//! function does for itself is kept together by its locks.

use super::kernel::{Kernel, Next};
use super::thread::Phase;
use crate::costs::Costs;
use crate::guest::{Passed, Within};
use crate::syscall::{Line, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::{State, Trace};
use serde::{Deserialize, Serialize};

/// How much later than another a thread may want a GIL that is free, and get it.
const LATE: Duration = Duration::from_micros(255);

/// More decisions than these are not told, and not taken: from there on the holder stays.
const MOST: usize = 2_000;

/// Who goes on at which points, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The choices, in order of their points.
    pub choices: Vec<Choice>,
}

/// Who goes on at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The point: [`Decision::point`].
    pub point: u32,
    /// Who.
    pub thread: ThreadId,
}

/// A point at which it makes a difference who goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Which point of the run, counted from 0.
    pub point: u32,
    /// When.
    pub at: Instant,
    /// Who had the GIL and could keep it.
    pub holder: Option<ThreadId>,
    /// Who could go on; the holder first, then in order of arrival.
    pub candidates: Vec<Candidate>,
    /// Who did.
    pub chosen: ThreadId,
}

/// A thread that could go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Which.
    pub thread: ThreadId,
    /// Where it stands; line 0 when it has not begun or is about to end.
    pub line: Line,
}

/// A run and what there was to decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheduled {
    /// What happened.
    pub trace: Trace,
    /// The decisions, in order.
    pub decisions: Vec<Decision>,
    /// Whether there were more than are told.
    pub is_cut: bool,
    /// CPU time that it took.
    pub cpu: Duration,
}

/// Takes the decisions of a run.
#[derive(Default)]
pub struct Chooser {
    choices: std::vec::IntoIter<Choice>,
    next: Option<Choice>,
    /// Points so far.
    points: u32,
    decisions: Vec<Decision>,
    is_cut: bool,
    /// The last decision is one only if the holder does something that others can see before its next point.
    is_open: bool,
    /// The point before, when it was inside of a library's function: whose, and for which line of the program.
    inside: Option<(ThreadId, Line)>,
    /// Who gets the GIL as soon as it wants it.
    reserved: Option<ThreadId>,
}

impl Chooser {
    fn of(schedule: &Schedule) -> Self {
        let mut choices = schedule.choices.clone().into_iter();
        Self { next: choices.next(), choices, ..Self::default() }
    }

    /// What the holder did since the last point, if that was a decision by then only.
    pub fn settle(&mut self, passed: Passed) {
        if std::mem::take(&mut self.is_open) && passed == Passed::Unseen {
            self.decisions.pop();
        }
    }

    /// Who goes on: the schedule's choice, where it has one, else `default`.
    fn choose(&mut self, default: ThreadId, candidates: &[ThreadId]) -> ThreadId {
        let point = self.points;
        self.points += 1;
        while self.next.is_some_and(|choice| choice.point < point) {
            self.next = self.choices.next();
        }
        let choice = self.next.filter(|choice| choice.point == point).map(|choice| choice.thread);
        choice.filter(|thread| !self.is_cut && candidates.contains(thread)).unwrap_or(default)
    }

    fn tell(&mut self, decision: Decision) {
        if self.decisions.len() >= MOST {
            self.is_cut = true;
            return;
        }
        self.decisions.push(decision);
    }

    /// The decisions, and whether there were more.
    pub fn told(self) -> (Vec<Decision>, bool) {
        (self.decisions, self.is_cut)
    }
}

impl<'a> Kernel<'a> {
    /// Has its threads take turns as a schedule says.
    pub fn by(mut self, schedule: &Schedule) -> Self {
        self.chooser = Some(Box::new(Chooser::of(schedule)));
        self.processes[0].guest.watch();
        self.costs = Costs { thread_begin: Duration::ZERO, wake_latency: Duration::ZERO, ..self.costs };
        self
    }

    /// The holder of the GIL stands at a hand-over point and others want the GIL.
    pub(super) fn may_hand_over(&mut self, id: ThreadId) -> Next {
        let process = self.thread_mut(id).process;
        let fiber = self.thread_mut(id).fiber;
        let Some(point) = self.processes[process].guest.point(fiber) else { return Next::Goes };
        let (now, interval) = (self.now, self.machine.switch_interval);
        let Some((chooser, gil)) = self.chooser.as_mut().zip(self.processes[process].gil.as_ref()) else {
            return Next::Goes;
        };
        chooser.settle(point.passed);
        let waiters: Vec<ThreadId> = gil.waiters().collect();
        let candidates: Vec<ThreadId> = std::iter::once(id).chain(waiters.iter().copied()).collect();
        let since = |id: ThreadId| now.since(self.threads[id.0 as usize - 1].since);
        let over = |waiter: &ThreadId| since(*waiter) >= interval && since(id) >= interval;
        let default = waiters.iter().copied().find(over).unwrap_or(id);
        let chosen = chooser.choose(default, &candidates);
        let begins = chooser.inside.replace((id, point.line)) != Some((id, point.line)) && point.line.line > 0;
        if point.within == Within::Program {
            chooser.inside = None;
        }
        if point.within == Within::Program || begins || chosen != default {
            let point = self.points_taken();
            self.tell(point, Some(id), &candidates, chosen);
            if let Some(chooser) = &mut self.chooser {
                chooser.is_open = chosen == id && !chooser.is_cut;
            }
        }
        if chosen == id {
            return Next::Goes;
        }
        if let Some(gil) = self.gil(id) {
            gil.vacate();
        }
        self.wait_in_line(id);
        self.give_gil(chosen);
        Next::Stops
    }

    /// The thread wants the GIL.
    pub(super) fn line_up(&mut self, id: ThreadId) {
        let is_free = self.gil(id).is_some_and(|gil| gil.is_free());
        if !is_free {
            return self.wait_in_line(id);
        }
        // It is decided at this moment, when all who come are there.
        self.forget_expected(id);
        let now = self.now;
        let thread = self.thread_mut(id);
        thread.phase = Phase::WaitingGil;
        thread.since = now;
        if let Some(gil) = self.gil(id) {
            gil.wait(id);
        }
    }

    fn wait_in_line(&mut self, id: ThreadId) {
        self.forget_expected(id);
        let now = self.now;
        let thread = self.thread_mut(id);
        thread.phase = Phase::WaitingGil;
        thread.since = now;
        self.show(id, State::WaitingGil);
        if let Some(gil) = self.gil(id) {
            gil.wait(id);
        }
        self.release_core(id);
    }

    fn give_gil(&mut self, id: ThreadId) {
        self.thread_mut(id).since = self.now;
        if let Some(chooser) = &mut self.chooser {
            chooser.reserved = None;
            chooser.inside = None;
        }
        self.take_gil(id);
    }

    /// Gives a GIL that is free to one of those who want it, once all who come at this moment are there. Whether it did.
    pub(super) fn hand_out(&mut self) -> bool {
        if !self.nothing_before(self.now) {
            return false;
        }
        let wanted = |process: &super::kernel::Process| {
            process.alive && process.gil.as_ref().is_some_and(|gil| gil.is_free() && gil.wanted())
        };
        let Some(process) = self.processes.iter().position(wanted) else { return false };
        let Some((chooser, gil)) = self.chooser.as_mut().zip(self.processes[process].gil.as_ref()) else {
            return false;
        };
        let waiters: Vec<ThreadId> = gil.waiters().collect();
        if let Some(reserved) = chooser.reserved {
            if !waiters.contains(&reserved) {
                return false;
            }
            self.give_gil(reserved);
            return true;
        }
        let latest = self.now + LATE;
        let comes = |thread: &&super::thread::Thread| {
            thread.process == process
                && matches!(thread.phase, Phase::Away { .. })
                && thread.back.is_some_and(|back| back <= latest)
        };
        let mut candidates = waiters.clone();
        candidates.extend(self.threads.iter().filter(comes).map(|thread| thread.id));
        // Who only stepped out is still on its core.
        let stays = gil.last_holder().filter(|last| candidates.contains(last));
        let stays = stays.filter(|last| self.threads[last.0 as usize - 1].on_core);
        let default = stays.unwrap_or(waiters[0]);
        if let Some(at) = candidates.iter().position(|&candidate| candidate == default) {
            candidates[..=at].rotate_right(1);
        }
        let mut chosen = default;
        if candidates.len() > 1 {
            chosen = chooser.choose(default, &candidates);
            let point = self.points_taken();
            self.tell(point, stays, &candidates, chosen);
            if let Some(chooser) = &mut self.chooser {
                chooser.is_open = stays == Some(chosen) && !chooser.is_cut;
            }
        }
        for &waiter in waiters.iter().filter(|&&waiter| waiter != chosen) {
            self.show(waiter, State::WaitingGil);
            self.release_core(waiter);
        }
        if waiters.contains(&chosen) {
            self.give_gil(chosen);
        } else if let Some(chooser) = &mut self.chooser {
            chooser.reserved = Some(chosen);
        }
        true
    }

    fn points_taken(&self) -> u32 {
        self.chooser.as_ref().map_or(0, |chooser| chooser.points - 1)
    }

    fn tell(&mut self, point: u32, holder: Option<ThreadId>, candidates: &[ThreadId], chosen: ThreadId) {
        let line = |&thread: &ThreadId| Candidate { thread, line: self.line(thread) };
        let candidates = candidates.iter().map(line).collect();
        let decision = Decision { point, at: self.now, holder, candidates, chosen };
        if let Some(chooser) = &mut self.chooser {
            chooser.tell(decision);
        }
    }
}
