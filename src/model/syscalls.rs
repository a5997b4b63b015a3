//! Carrying out what threads want from the world.

use super::kernel::{Kernel, Next};
use super::queue::Due;
use super::thread::Phase;
use crate::syscall::{FiberId, Key, Outcome, Reason, Syscall, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::{State, What};

impl Kernel<'_> {
    /// Carries out a syscall of a running thread, or begins to.
    pub(super) fn carry_out(&mut self, id: ThreadId, call: Syscall) -> Next {
        match call {
            Syscall::Now => self.answer(id, Outcome::Time(self.now)),
            Syscall::Wake { key, count } => self.wake(id, key, count),
            Syscall::SpawnThread { fiber, name } => self.spawn(id, fiber, name),
            Syscall::Sleep(duration) => self.sleep(id, duration),
            Syscall::Park { key, deadline, reason } => self.park(id, key, deadline, reason),
            Syscall::Select { key, deadline } => self.select(id, key, deadline),
            Syscall::Interrupt => {
                self.interrupt(self.main_of(id), Some(id));
                self.answer(id, Outcome::Done)
            }
            Syscall::Alarm { at, every } => self.set_alarm(id, at, every),
            Syscall::Native(job) if job.cost == Duration::ZERO => self.answer(id, Outcome::Bytes(Vec::new())),
            Syscall::Native(job) => {
                self.begin_native(id, job.cost);
                Next::Stops
            }
            Syscall::Write { stream, text } => {
                self.recorder.push(self.now, id, What::Output { stream, text });
                self.step_out(id, State::Native, self.costs.write, Outcome::Done)
            }
            Syscall::Exit(code) => {
                let process = self.thread_mut(id).process;
                self.end_process(process, Some(code));
                Next::Stops
            }
        }
    }

    fn answer(&mut self, id: ThreadId, outcome: Outcome) -> Next {
        let thread = self.thread_mut(id);
        let (process, fiber) = (thread.process, thread.fiber);
        self.processes[process].guest.answer(fiber, outcome);
        Next::Goes
    }

    fn sleep(&mut self, id: ThreadId, duration: Duration) -> Next {
        if duration == Duration::ZERO {
            let until = self.now;
            return self.step_out(id, State::Sleeping { until }, self.costs.sleep_zero, Outcome::Done);
        }
        let until = self.now + duration;
        let ends = until + self.costs.sleep_overshoot + self.timer_lateness();
        self.block(id, Syscall::Sleep(duration), State::Sleeping { until }, Some(ends), Outcome::Done);
        Next::Stops
    }

    fn park(&mut self, id: ThreadId, key: Key, deadline: Option<Instant>, reason: Reason) -> Next {
        if deadline.is_some_and(|deadline| deadline <= self.now) {
            return self.answer(id, Outcome::TimedOut);
        }
        let until = deadline.map(|deadline| deadline + self.costs.sleep_overshoot + self.timer_lateness());
        let call = Syscall::Park { key, deadline, reason };
        self.block(id, call, State::Parked { key, reason, until: deadline }, until, Outcome::TimedOut);
        Next::Stops
    }

    fn select(&mut self, id: ThreadId, key: Key, deadline: Option<Instant>) -> Next {
        let process = self.thread_mut(id).process;
        if self.processes[process].keys.take_remembered(key) {
            return self.step_out(id, State::Selecting, self.costs.select_poll, Outcome::Woken);
        }
        let timeout = deadline.map(|deadline| round_up(deadline.since(self.now), self.costs.select_resolution));
        if timeout == Some(Duration::ZERO) {
            return self.step_out(id, State::Selecting, self.costs.select_poll, Outcome::TimedOut);
        }
        let until = timeout.map(|timeout| self.now + timeout + self.costs.select_overshoot + self.timer_lateness());
        self.block(id, Syscall::Select { key, deadline }, State::Selecting, until, Outcome::TimedOut);
        Next::Stops
    }

    /// The thread goes away, until a moment or until it is woken.
    fn block(&mut self, id: ThreadId, call: Syscall, state: State, until: Option<Instant>, then: Outcome) {
        let now = self.now;
        let key = match call {
            Syscall::Park { key, .. } | Syscall::Select { key, .. } => Some(key),
            _ => None,
        };
        let thread = self.thread_mut(id);
        thread.phase = Phase::Away { key };
        thread.outcome = Some(then);
        thread.waits = Some((now, call));
        let process = thread.process;
        if let Some(key) = key {
            self.processes[process].keys.enqueue(key, id);
        }
        self.show(id, state);
        match until {
            Some(until) => self.expect(id, until, Due::Return),
            None => self.forget_expected(id),
        }
        self.release_gil(id);
        self.release_core(id);
    }

    /// The thread leaves the interpreter for a moment: it releases the GIL, stays on its core, and wants the GIL back. When
    /// nobody is there to take it and nothing happens meanwhile, the GIL stays where it is.
    fn step_out(&mut self, id: ThreadId, state: State, cost: Duration, outcome: Outcome) -> Next {
        let back = self.now + cost;
        let wanted = self.gil(id).is_some_and(|gil| gil.wanted());
        if !wanted && self.nothing_before(back) {
            self.now = back;
            return self.answer(id, outcome);
        }
        self.thread_mut(id).outcome = Some(outcome);
        if self.gil(id).is_some_and(|gil| gil.requested()) {
            self.drop_on_request(id);
            return Next::Stops;
        }
        self.thread_mut(id).phase = Phase::Away { key: None };
        self.show(id, state);
        self.expect(id, back, Due::Return);
        self.release_gil(id);
        Next::Stops
    }

    fn wake(&mut self, id: ThreadId, key: Key, count: u32) -> Next {
        let process = self.thread_mut(id).process;
        let mut woken = 0;
        while woken < count
            && let Some(sleeper) = self.processes[process].keys.wake(key)
        {
            woken += 1;
            let back = self.now + self.wake_latency();
            let thread = self.thread_mut(sleeper);
            thread.phase = Phase::Away { key: None };
            thread.outcome = Some(Outcome::Woken);
            thread.waits = None;
            if thread.shown == Some(State::Selecting) {
                thread.absorbs = Some(key);
            }
            self.recorder.push(self.now, id, What::Woke { thread: sleeper, key });
            self.expect(sleeper, back, Due::Return);
        }
        if woken == 0 {
            self.processes[process].keys.remember(key);
        }
        self.answer(id, Outcome::Count(woken))
    }

    fn main_of(&self, id: ThreadId) -> ThreadId {
        let process = self.threads[id.0 as usize - 1].process;
        let first = self.threads.iter().find(|thread| thread.process == process);
        first.map_or(id, |thread| thread.id)
    }

    /// A signal ends what a thread waits in, if it waits.
    fn interrupt(&mut self, id: ThreadId, by: Option<ThreadId>) {
        let Some((since, call)) = self.thread_mut(id).waits.take() else { return };
        let left = call.after(self.now.since(since));
        let back = self.now + self.wake_latency();
        let thread = self.thread_mut(id);
        let (process, phase) = (thread.process, thread.phase);
        thread.phase = Phase::Away { key: None };
        thread.outcome = Some(Outcome::Interrupted(Box::new(left)));
        if let Phase::Away { key: Some(key) } = phase {
            self.processes[process].keys.forget(key, id);
        }
        self.recorder.push(self.now, id, What::Interrupted { by });
        self.expect(id, back, Due::Return);
    }

    fn set_alarm(&mut self, id: ThreadId, at: Option<Instant>, every: Duration) -> Next {
        let main = self.main_of(id);
        let thread = self.thread_mut(main);
        thread.alarms += 1;
        let (process, ticket) = (thread.process, thread.alarms);
        self.processes[process].alarm_every = every;
        if let Some(at) = at {
            self.queue.push(at.max(self.now), main, ticket, Due::Alarm);
        }
        self.answer(id, Outcome::Done)
    }

    /// A process's timer is over.
    pub(super) fn alarm(&mut self, main: ThreadId) {
        let thread = self.thread_mut(main);
        let (process, ticket) = (thread.process, thread.alarms);
        let process = &mut self.processes[process];
        process.guest.alarm();
        if process.alarm_every > Duration::ZERO {
            let next = self.now + process.alarm_every;
            self.queue.push(next, main, ticket, Due::Alarm);
        }
        self.interrupt(main, None);
    }

    fn spawn(&mut self, id: ThreadId, fiber: FiberId, name: String) -> Next {
        let process = self.thread_mut(id).process;
        let started = self.add_thread(process, fiber, name, Some(id));
        self.show(started, State::WaitingCore);
        let begins = self.now + self.costs.thread_begin + self.lateness();
        self.expect(started, begins, Due::Return);
        self.answer(id, Outcome::Thread(started))
    }
}

fn round_up(duration: Duration, step: Duration) -> Duration {
    Duration(duration.0.div_ceil(step.0).saturating_mul(step.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selects_timeout_is_rounded_up_to_milliseconds() {
        let ms = Duration::from_millis(1);
        assert_eq!(round_up(Duration::ZERO, ms), Duration::ZERO);
        assert_eq!(round_up(Duration(1), ms), ms);
        assert_eq!(round_up(Duration(1_000_000), ms), ms);
        assert_eq!(round_up(Duration(1_000_001), ms), Duration(2_000_000));
    }
}
