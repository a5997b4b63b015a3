//! Who gets the GIL and a core, and who has to give them up.

use super::gil::{Gil, Timeout, Told};
use super::kernel::Kernel;
use super::queue::Due;
use super::thread::{Phase, Segment};
use crate::syscall::{Outcome, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::{State, What};

impl Kernel<'_> {
    /// The thread's wait is over, whatever it was: it wants to run Python code.
    pub(super) fn come_back(&mut self, id: ThreadId) {
        if let Phase::Away { key: Some(key) } = self.thread_mut(id).phase {
            let process = self.thread_mut(id).process;
            self.processes[process].keys.forget(key, id);
        }
        self.thread_mut(id).waits = None;
        self.want_gil(id);
    }

    /// Gives the thread the GIL or makes it wait for it.
    pub(super) fn want_gil(&mut self, id: ThreadId) {
        let process = self.thread_mut(id).process;
        match &self.processes[process].gil {
            None => self.want_core(id),
            Some(_) if self.chooser.is_some() => self.line_up(id),
            Some(gil) if gil.is_free() => self.take_gil(id),
            Some(_) => {
                self.thread_mut(id).phase = Phase::WaitingGil;
                self.show(id, State::WaitingGil);
                self.release_core(id);
                self.wait_for_gil(id);
            }
        }
    }

    pub(super) fn take_gil(&mut self, id: ThreadId) {
        if let Some(forced) = self.gil(id).and_then(|gil| gil.take(id)) {
            let back = self.now + self.wake_latency();
            self.expect(forced, back, Due::Return);
        }
        self.want_core(id);
    }

    /// Begins another interval of waiting.
    fn wait_for_gil(&mut self, id: ThreadId) {
        if let Some(gil) = self.gil(id) {
            gil.wait(id);
        }
        let asks = self.now + self.machine.switch_interval + self.costs.gil_request_overshoot;
        self.expect(id, asks, Due::GilTimeout);
    }

    /// A wait for the GIL has lasted the switch interval.
    pub(super) fn gil_timeout(&mut self, id: ThreadId) {
        match self.gil(id).map_or(Timeout::Free, |gil| gil.timeout(id)) {
            Timeout::Free => return self.take_gil(id),
            Timeout::Asked(holder) => self.recorder.push(self.now, id, What::GilRequested { holder }),
            Timeout::Again => {}
        }
        self.wait_for_gil(id);
    }

    /// A waiter that was told of a release looks whether the GIL is still free.
    pub(super) fn gil_arrival(&mut self, id: ThreadId) {
        if self.gil(id).is_none_or(|gil| gil.is_free()) {
            return self.take_gil(id);
        }
        self.wait_for_gil(id);
    }

    /// The holder gives the GIL up, which tells a waiter.
    pub(super) fn release_gil(&mut self, id: ThreadId) {
        let process = self.thread_mut(id).process;
        let Some(gil) = &mut self.processes[process].gil else { return };
        if self.chooser.is_some() {
            return gil.vacate();
        }
        let least = self.costs.gil_handover;
        let (told, latency) = match gil.release(&mut self.chance) {
            None => return,
            Some(Told::Awake(told)) => (told, least),
            Some(Told::Asleep(told)) => (told, least + self.chance.up_to(self.costs.gil_handover_jitter)),
        };
        self.expect(told, self.now + latency, Due::GilArrival);
    }

    /// A holder that was asked drops the GIL and waits until another has taken it.
    pub(super) fn drop_on_request(&mut self, id: ThreadId) {
        self.thread_mut(id).phase = Phase::Forced;
        self.show(id, State::WaitingGil);
        if let Some(gil) = self.gil(id) {
            gil.force(id);
        }
        self.release_gil(id);
        self.release_core(id);
    }

    /// Gives the thread, which has the GIL, a core or makes it wait for one.
    fn want_core(&mut self, id: ThreadId) {
        let now = self.now;
        if self.thread_mut(id).on_core {
            return self.go(id);
        }
        if self.cores.acquire(id, now) {
            self.got_core(id);
            return self.go(id);
        }
        self.thread_mut(id).phase = Phase::WaitingCore;
        self.show(id, State::WaitingCore);
        self.arm_slices();
    }

    /// The thread goes off its core; whoever waits for one gets it.
    pub(super) fn release_core(&mut self, id: ThreadId) {
        if !std::mem::take(&mut self.thread_mut(id).on_core) {
            return;
        }
        self.thread_mut(id).stint += 1;
        if let Some(next) = self.cores.release(id, self.now) {
            self.got_core(next);
            self.go(next);
            self.arm_slices();
        }
    }

    fn got_core(&mut self, id: ThreadId) {
        let thread = self.thread_mut(id);
        thread.on_core = true;
        thread.stint += 1;
        thread.slice_armed = false;
    }

    /// Nobody keeps a core beyond a time slice while others want one.
    fn arm_slices(&mut self) {
        if !self.cores.wanted() {
            return;
        }
        let slices: Vec<_> = self.cores.slices(self.costs.time_slice).collect();
        for (id, end) in slices {
            self.arm_slice(id, end.max(self.now));
        }
    }

    fn arm_slice(&mut self, id: ThreadId, end: Instant) {
        let thread = self.thread_mut(id);
        if !std::mem::replace(&mut thread.slice_armed, true) {
            let stint = thread.stint;
            self.queue.push(end, id, stint, Due::Slice);
        }
    }

    /// The thread has had its core for a time slice.
    pub(super) fn end_slice(&mut self, id: ThreadId) {
        self.thread_mut(id).slice_armed = false;
        if !self.cores.wanted() {
            return;
        }
        if !matches!(self.thread_mut(id).phase, Phase::Running | Phase::Native) {
            // It stepped out of the interpreter for a moment.
            return self.arm_slice(id, self.now + self.costs.write);
        }
        self.forget_expected(id);
        self.pause(id);
        self.thread_mut(id).phase = Phase::WaitingCore;
        self.show(id, State::WaitingCore);
        self.release_core(id);
        // It queues behind those who were waiting; one of them has its core now.
        let now = self.now;
        if self.cores.acquire(id, now) {
            self.got_core(id);
            return self.go(id);
        }
        self.arm_slices();
    }

    /// The thread has all that it needs: it goes on with what it was doing, or runs from now on.
    fn go(&mut self, id: ThreadId) {
        let now = self.now;
        if let Some(mut segment) = self.thread_mut(id).segment.take() {
            segment.from = Instant(now.0 - segment.done.0);
            let native = segment.stop.is_none();
            self.thread_mut(id).phase = if native { Phase::Native } else { Phase::Running };
            self.show(id, if native { State::Native } else { State::Running });
            return self.fly(id, segment);
        }
        let thread = self.thread_mut(id);
        thread.phase = Phase::Running;
        let (process, fiber) = (thread.process, thread.fiber);
        if let Some(outcome) = thread.outcome.take() {
            let absorbed = thread.absorbs.take();
            if let Some(key) = absorbed {
                self.processes[process].keys.take_remembered(key);
            }
            self.processes[process].guest.answer(fiber, outcome);
        }
        self.show(id, State::Running);
        self.expect(id, now, Due::Segment);
    }

    /// Native work begins: off the GIL, on the same core.
    pub(super) fn begin_native(&mut self, id: ThreadId, cost: Duration) {
        self.thread_mut(id).phase = Phase::Native;
        self.thread_mut(id).outcome = Some(Outcome::Bytes(Vec::new()));
        self.show(id, State::Native);
        let notes = Vec::new().into_iter().peekable();
        let segment = Segment { from: self.now, spent: cost, done: Duration::ZERO, notes, stop: None };
        self.fly(id, segment);
        self.release_gil(id);
    }

    /// Native work is done.
    pub(super) fn end_native(&mut self, id: ThreadId) {
        self.want_gil(id);
    }

    /// How long a thread that was blocked takes to wake up. Now and then it is late.
    pub(super) fn wake_latency(&mut self) -> Duration {
        self.costs.wake_latency + self.lateness()
    }

    /// What chance adds to a latency, mostly nothing.
    pub(super) fn lateness(&mut self) -> Duration {
        if self.chooser.is_none() && self.chance.one_in(crate::costs::Costs::JITTER_ONE_IN) {
            return self.chance.up_to(self.costs.wake_jitter);
        }
        Duration::ZERO
    }

    /// What chance adds to how late a timer is.
    pub(super) fn timer_lateness(&mut self) -> Duration {
        if self.chooser.is_some() {
            return Duration::ZERO;
        }
        let late = self.chance.up_to(self.costs.timer_jitter);
        if self.chance.one_in(crate::costs::Costs::LATE_ONE_IN) {
            return late + self.costs.timer_late + self.chance.up_to(self.costs.timer_late_jitter);
        }
        late
    }

    pub(super) fn gil(&mut self, id: ThreadId) -> Option<&mut Gil> {
        let process = self.thread_mut(id).process;
        self.processes[process].gil.as_mut()
    }
}
