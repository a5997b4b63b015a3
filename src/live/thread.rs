//! One Python thread of a live run, as a state machine that never waits.
//!
//! [`Thread::step`] needs the GIL. It runs the fiber for one budget, records what happened, carries out what can be done
//! at once, and says what the thread [`Want`]s next: a turn more, the GIL, to wait, to run native code. How to wait is the
//! business of whoever drives it ([`super::host`]): a worker blocks, a page spins or goes back to its event loop.

use super::gil::Held;
use super::ring::Pushed;
use super::run::{Deadline, Guarded, Run, WAITING, WOKEN, limit};
use super::word;
use crate::guest::{Guest, Preempt, Stop};
use crate::syscall::{FiberId, Key, Line, NativeJob, Note, Outcome, Reason, Syscall, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::{Event, Exit, State, Status, What};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// CPU time by the machine's costs after which a fiber comes back, so that requests for the GIL, a stop and the page's cap
/// are heard soon.
const BUDGET: Duration = Duration::from_micros(50);

/// A thread that runs.
pub struct Thread<'r, G: Guest> {
    run: &'r Run<G>,
    slot: u32,
    id: ThreadId,
    fiber: FiberId,
    held: Option<Held>,
    wait: Wait,
    /// What it waits in and since when; of the main thread, which signals may interrupt.
    call: Option<(Instant, Syscall)>,
    /// Where it stood when it last gave the GIL back.
    line: Line,
    /// Whether the trace says already that it waits for the GIL.
    waits_for_gil: bool,
    /// The last stamp, when nothing was done since.
    stamp: Option<Instant>,
    steps: u32,
    bytes: Vec<u8>,
}

/// What a thread wants of whoever drives it.
#[derive(Debug)]
pub enum Want {
    /// Another step. It holds the GIL; if somebody asked for it, hand it over first.
    Turn,
    /// The GIL, and then another step.
    Gil,
    /// To wait until its word changes or `until` has come; then the GIL, and then another step.
    Wait {
        /// When to give up.
        until: Option<Instant>,
        /// What the wait is.
        kind: WaitKind,
    },
    /// To run native work; then the GIL, and then another step.
    Native(NativeJob),
    /// Nothing more: the thread has ended, or the run has.
    Nothing,
}

/// What a wait is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitKind {
    /// `time.sleep`.
    Sleep,
    /// A lock, a join, a result.
    Park,
    /// An event loop's select: the one wait that gives a page back to the browser.
    Select,
}

/// The answer that a thread owes its fiber when it has the GIL again.
#[derive(Debug)]
enum Wait {
    /// It runs.
    None,
    /// This, whatever happened.
    Outcome(Outcome),
    /// Asleep.
    Sleeping,
    /// Parked on a key.
    Parked(Key, Deadline),
    /// In its loop's select.
    Selecting(Key),
}

impl<'r, G: Guest> Thread<'r, G> {
    /// The main thread, in slot 0.
    pub fn main(run: &'r Run<G>) -> Self {
        Self::new(run, 0, ThreadId(1), FiberId(0))
    }

    /// A thread that was started into a slot.
    pub fn new(run: &'r Run<G>, slot: u32, id: ThreadId, fiber: FiberId) -> Self {
        run.slot(slot).thread.store(id.0, SeqCst);
        run.slot(slot).word.store(WOKEN, SeqCst);
        Self {
            run,
            slot,
            id,
            fiber,
            held: None,
            wait: Wait::None,
            call: None,
            line: Line::default(),
            // Who starts a thread says so.
            waits_for_gil: id != ThreadId(1),
            stamp: None,
            steps: 0,
            bytes: Vec::with_capacity(256),
        }
    }

    /// The run it belongs to.
    pub fn run(&self) -> &'r Run<G> {
        self.run
    }

    /// Its slot's number, by which the GIL knows it.
    pub fn slot(&self) -> u32 {
        self.slot
    }

    /// Where its program stands.
    pub fn line(&mut self) -> Line {
        if let Some(held) = &mut self.held {
            self.line = self.run.guarded(held).guest.line(self.fiber);
        }
        self.line
    }

    /// Whether its wait is over because it was woken.
    pub fn is_woken(&self) -> bool {
        self.run.slot(self.slot).word.load(SeqCst) != WAITING
    }

    /// The word that it waits on, and what the word holds until it is woken.
    pub fn wait_word(&self) -> (&'r AtomicU32, u32) {
        (&self.run.slot(self.slot).word, WAITING)
    }

    /// Records the start of the main thread; that of another is recorded by who starts it.
    pub fn record_main_started(&mut self, name: &str) {
        let what = What::ThreadStarted { process: crate::syscall::ProcessId(1), name: name.to_owned(), parent: None };
        self.record(what);
    }

    /// Records that it wants the GIL and does not get it at once.
    pub fn record_waiting_gil(&mut self) {
        if std::mem::replace(&mut self.waits_for_gil, true) {
            return;
        }
        let line = self.line;
        self.record(What::State { state: State::WaitingGil, line });
    }

    /// Records that it asked for the GIL.
    pub fn record_request(&mut self, holder: u32) {
        let holder = ThreadId(self.run.slot(holder).thread.load(SeqCst));
        self.record(What::GilRequested { holder });
    }

    /// It has the GIL from now on.
    pub fn take(&mut self, mut held: Held) {
        let guarded = self.run.guarded(&mut held);
        guarded.guest.attach();
        guarded.memory_peak = guarded.memory_peak.max(guarded.guest.memory());
        if self.id == ThreadId(1) && self.steps == 0 {
            self.fiber = guarded.guest.main_fiber();
        }
        self.held = Some(held);
        self.waits_for_gil = false;
        let line = self.line;
        self.record(What::State { state: State::Running, line });
    }

    /// Gives the GIL away because somebody asked.
    pub fn yield_gil(&mut self) -> Option<super::gil::HandedOver> {
        let mut held = self.held.take()?;
        self.line = self.run.guarded(&mut held).guest.line(self.fiber);
        self.record_waiting_gil();
        self.stamp = None;
        Some(self.run.gil.hand_over(held))
    }

    /// Runs the fiber for one budget and carries out what it wants. Needs the GIL.
    pub fn step(&mut self) -> Want {
        let Some(mut held) = self.held.take() else { return Want::Gil };
        if self.run.is_over() {
            return self.drop_out(held);
        }
        self.settle(&mut held);
        let begun = self.stamp.take().unwrap_or_else(|| self.run.clock.stamp());
        let guarded = self.run.guarded(&mut held);
        if self.slot == 0 {
            ring_alarm(guarded, begun);
        }
        let ran = guarded.guest.run(self.fiber, BUDGET, Preempt::HandOver);
        if let Some(interval) = guarded.guest.switch_interval() {
            self.run.set_switch_interval(interval);
        }
        let done = self.run.clock.stamp();
        self.record_notes(&mut held, begun, done, ran.spent, ran.notes);
        self.steps = self.steps.wrapping_add(1);
        if self.steps.is_multiple_of(64) {
            let guarded = self.run.guarded(&mut held);
            guarded.memory_peak = guarded.memory_peak.max(guarded.guest.memory());
        }
        match ran.stop {
            Stop::Budget => {
                self.stamp = Some(done);
                self.keep(held, Want::Turn)
            }
            Stop::Syscall(syscall) => self.syscall(held, syscall),
            Stop::Ended => self.ended(held),
            Stop::Limit { message } => {
                let line = self.run.guarded(&mut held).guest.line(self.fiber);
                self.run.end(limit(message, line));
                self.drop_out(held)
            }
        }
    }

    fn syscall(&mut self, mut held: Held, syscall: Syscall) -> Want {
        match syscall {
            Syscall::Now => {
                let now = self.run.clock.now();
                self.answer(held, Outcome::Time(now))
            }
            Syscall::Wake { key, count } => {
                let woken = self.wake(&mut held, key, count);
                self.answer(held, Outcome::Count(woken))
            }
            Syscall::SpawnThread { fiber, name } => self.spawn(held, fiber, name),
            Syscall::Sleep(time) => {
                let until = self.run.clock.now() + time;
                let wakes = self.waits_in(&mut held, Syscall::Sleep(time), Some(until));
                self.release(held, State::Sleeping { until }, Wait::Sleeping);
                self.wait(wakes, WaitKind::Sleep)
            }
            Syscall::Park { key, deadline, reason } => self.park(held, key, deadline, reason),
            Syscall::Select { key, deadline } => self.select(held, key, deadline),
            Syscall::Native(job) => {
                self.release(held, State::Native, Wait::Outcome(Outcome::Bytes(Vec::new())));
                Want::Native(job)
            }
            Syscall::Write { stream, text } => {
                self.record(What::Output { stream, text });
                if !self.run.gil.is_wanted() {
                    // Given back and taken again, with nobody to take it in between.
                    return self.answer(held, Outcome::Done);
                }
                self.line = self.run.guarded(&mut held).guest.line(self.fiber);
                self.wait = Wait::Outcome(Outcome::Done);
                self.record_waiting_gil();
                self.run.gil.release(held);
                Want::Gil
            }
            Syscall::Exit(code) => {
                let exit = self.exit(&mut held, code);
                self.run.end(exit);
                self.drop_out(held)
            }
            Syscall::Interrupt => {
                self.interrupt_main(&mut held);
                self.answer(held, Outcome::Done)
            }
            Syscall::Alarm { at, every } => {
                self.run.guarded(&mut held).alarm = at.map(|at| (at, every));
                // It waits up to the alarm from now on, and no longer than it would without one.
                self.interrupt_main(&mut held);
                self.answer(held, Outcome::Done)
            }
        }
    }

    /// Ends what the main thread waits in, if that is another one and it waits.
    fn interrupt_main(&mut self, held: &mut Held) {
        if self.slot != 0 {
            self.run.guarded(held).interrupted = true;
            self.run.slot(0).word.store(WOKEN, SeqCst);
            word::wake(&self.run.slot(0).word, u32::MAX);
        }
    }

    /// The main thread begins to wait, which a signal or the process's timer may end: until when at most.
    fn waits_in(&mut self, held: &mut Held, call: Syscall, until: Option<Instant>) -> Option<Instant> {
        if self.slot != 0 {
            return until;
        }
        self.call = Some((self.run.clock.now(), call));
        let guarded = self.run.guarded(held);
        guarded.interrupted = false;
        let alarm = guarded.alarm.map(|(at, _)| at);
        alarm.into_iter().chain(until).min()
    }

    /// Answers at once and goes on.
    fn answer(&mut self, mut held: Held, outcome: Outcome) -> Want {
        self.run.guarded(&mut held).guest.answer(self.fiber, outcome);
        self.keep(held, Want::Turn)
    }

    fn keep(&mut self, held: Held, want: Want) -> Want {
        self.held = Some(held);
        want
    }

    /// Gives the GIL back and is in another state from now on.
    fn release(&mut self, mut held: Held, state: State, wait: Wait) {
        self.line = self.run.guarded(&mut held).guest.line(self.fiber);
        let line = self.line;
        self.record(What::State { state, line });
        self.wait = wait;
        self.run.gil.release(held);
    }

    fn wait(&self, until: Option<Instant>, kind: WaitKind) -> Want {
        if kind == WaitKind::Sleep {
            // Nobody wakes a sleeper; its word says that it waits, so that one loop serves all waits.
            self.run.slot(self.slot).word.store(WAITING, SeqCst);
        }
        Want::Wait { until, kind }
    }

    fn park(&mut self, mut held: Held, key: Key, deadline: Option<Instant>, reason: Reason) -> Want {
        self.run.slot(self.slot).word.store(WAITING, SeqCst);
        let slot = self.slot;
        let until = self.waits_in(&mut held, Syscall::Park { key, deadline, reason }, deadline);
        let guarded = self.run.guarded(&mut held);
        let kind = if until.is_some() { Deadline::Some } else { Deadline::None };
        guarded.parked.entry(key).or_default().push_back((slot, kind));
        guarded.forever += u32::from(kind == Deadline::None);
        self.deadlock_ends(&mut held);
        self.release(held, State::Parked { key, reason, until: deadline }, Wait::Parked(key, kind));
        self.wait(until, WaitKind::Park)
    }

    fn select(&mut self, mut held: Held, key: Key, deadline: Option<Instant>) -> Want {
        let slot = self.slot;
        let until = self.waits_in(&mut held, Syscall::Select { key, deadline }, deadline);
        let guarded = self.run.guarded(&mut held);
        let kind = if until.is_some() { Deadline::Some } else { Deadline::None };
        let selector = guarded.selectors.entry(key).or_default();
        let pending = std::mem::take(&mut selector.pending);
        if !pending {
            selector.waits = Some((slot, kind));
            guarded.forever += u32::from(kind == Deadline::None);
        }
        self.run.slot(slot).word.store(if pending { WOKEN } else { WAITING }, SeqCst);
        self.deadlock_ends(&mut held);
        self.release(held, State::Selecting, Wait::Selecting(key));
        self.wait(until, WaitKind::Select)
    }

    /// When the GIL is there again: takes the thread out of what it waited in and leaves the answer.
    fn settle(&mut self, held: &mut Held) {
        let run = self.run;
        let slot = self.slot;
        let now = run.clock.now();
        let woken = self.is_woken();
        run.slot(slot).word.store(WOKEN, SeqCst);
        let call = self.call.take();
        let guarded = run.guarded(held);
        let interrupted =
            slot == 0 && (std::mem::take(&mut guarded.interrupted) || guarded.alarm.is_some_and(|(at, _)| at <= now));
        let outcome = match std::mem::replace(&mut self.wait, Wait::None) {
            Wait::None => return,
            Wait::Outcome(outcome) => outcome,
            Wait::Sleeping => Outcome::Done,
            Wait::Parked(key, kind) => {
                let mut left = false;
                if let Some(queue) = guarded.parked.get_mut(&key).filter(|_| !woken || interrupted) {
                    let before = queue.len();
                    queue.retain(|&(other, _)| other != slot);
                    left = queue.len() < before;
                    if queue.is_empty() {
                        guarded.parked.remove(&key);
                    }
                }
                guarded.forever -= u32::from(left && kind == Deadline::None);
                if left { Outcome::TimedOut } else { Outcome::Woken }
            }
            Wait::Selecting(key) => {
                let selector = guarded.selectors.get_mut(&key).filter(|_| !woken || interrupted);
                match selector.and_then(|selector| selector.waits.take()) {
                    Some((_, kind)) => {
                        guarded.forever -= u32::from(kind == Deadline::None);
                        Outcome::TimedOut
                    }
                    None => Outcome::Woken,
                }
            }
        };
        let left = call.map(|(since, call)| (call.until(since), call.after(now.since(since))));
        match left {
            // It would wait on.
            Some((until, left))
                if interrupted && outcome != Outcome::Woken && until.is_none_or(|until| now < until) =>
            {
                guarded.guest.answer(self.fiber, Outcome::Interrupted(Box::new(left)));
                self.record(What::Interrupted { by: None });
            }
            _ => guarded.guest.answer(self.fiber, outcome),
        }
    }

    fn wake(&mut self, held: &mut Held, key: Key, count: u32) -> u32 {
        let run = self.run;
        let guarded = run.guarded(held);
        let mut woken = Vec::new();
        if let Some(selector) = guarded.selectors.get_mut(&key) {
            if count > 0 {
                match selector.waits.take() {
                    Some((slot, kind)) => {
                        guarded.forever -= u32::from(kind == Deadline::None);
                        woken.push(slot);
                    }
                    None => selector.pending = true,
                }
            }
        } else if let Some(queue) = guarded.parked.get_mut(&key) {
            while let Some((slot, kind)) = (woken.len() < count as usize).then(|| queue.pop_front()).flatten() {
                guarded.forever -= u32::from(kind == Deadline::None);
                woken.push(slot);
            }
            if queue.is_empty() {
                guarded.parked.remove(&key);
            }
        }
        for &slot in &woken {
            let thread = ThreadId(run.slot(slot).thread.load(SeqCst));
            self.record(What::Woke { thread, key });
            run.slot(slot).word.store(WOKEN, SeqCst);
            word::wake(&run.slot(slot).word, u32::MAX);
        }
        woken.len() as u32
    }

    fn spawn(&mut self, mut held: Held, fiber: FiberId, name: String) -> Want {
        let guarded = self.run.guarded(&mut held);
        let Some(slot) = guarded.free.pop() else {
            let line = guarded.guest.line(self.fiber);
            let message = format!(
                "the program wants more than the {} threads at once that it used in the model, for which workers were armed",
                self.run.workers()
            );
            self.run.end(limit(message, line));
            return self.drop_out(held);
        };
        let thread = ThreadId(guarded.next_thread);
        guarded.next_thread += 1;
        guarded.alive += 1;
        let started = What::ThreadStarted { process: crate::syscall::ProcessId(1), name, parent: Some(self.id) };
        self.record_of(thread, started);
        self.record_of(thread, What::State { state: State::WaitingGil, line: Line::default() });
        self.run.give(slot, thread, fiber);
        self.answer(held, Outcome::Thread(thread))
    }

    fn ended(&mut self, mut held: Held) -> Want {
        self.record(What::ThreadEnded);
        if self.id == ThreadId(1) {
            let exit = self.exit(&mut held, 0);
            self.run.end(exit);
            return self.drop_out(held);
        }
        let slot = self.slot;
        let guarded = self.run.guarded(&mut held);
        guarded.alive -= 1;
        guarded.free.push(slot);
        self.deadlock_ends(&mut held);
        self.run.gil.release(held);
        Want::Nothing
    }

    /// The exit of a process that ends with `code`, or by the exception that ended its main thread.
    fn exit(&self, held: &mut Held, code: i32) -> Exit {
        match self.run.guarded(held).guest.unhandled() {
            Some((message, line)) => Exit {
                status: Status::Raised,
                code: if code == 0 { 1 } else { code },
                message: Some(message),
                line: (line.line != 0).then_some(line),
            },
            None => Exit { status: Status::Finished, code, message: None, line: None },
        }
    }

    /// When all that are alive wait for a wake-up, none can come.
    fn deadlock_ends(&mut self, held: &mut Held) {
        let fiber = self.fiber;
        let guarded = self.run.guarded(held);
        if guarded.alive > 0 && guarded.forever == guarded.alive {
            let line = guarded.guest.line(fiber);
            self.run.end(Exit {
                status: Status::Deadlock,
                code: 124,
                message: Some("every thread waits for another one, and none can go on".into()),
                line: (line.line != 0).then_some(line),
            });
        }
    }

    /// The run is over: the fiber is dropped as it stands.
    fn drop_out(&mut self, mut held: Held) -> Want {
        let fiber = self.fiber;
        self.run.guarded(&mut held).guest.drop_fiber(fiber);
        self.run.gil.release(held);
        Want::Nothing
    }

    /// Spreads a slice's notes over the real time that it took, as the costs say.
    fn record_notes(&mut self, held: &mut Held, begun: Instant, done: Instant, spent: Duration, notes: Notes) {
        let took = u128::from(done.since(begun).0);
        for (offset, note) in notes {
            if let Note::LoopCreated { key, .. } = &note {
                self.run.guarded(held).selectors.entry(*key).or_default();
            }
            let share =
                if spent.0 == 0 { took } else { took * u128::from(offset.0.min(spent.0)) / u128::from(spent.0) };
            let at = begun + Duration(share as u64);
            self.write(Event { at, thread: self.id, what: What::Note(note) });
        }
    }

    fn record(&mut self, what: What) {
        self.record_of(self.id, what);
    }

    fn record_of(&mut self, thread: ThreadId, what: What) {
        let at = self.run.clock.stamp();
        self.write(Event { at, thread, what });
    }

    fn write(&mut self, event: Event) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        // Plain data into a vector can't fail; and an event that is lost is counted by the ring.
        if let Ok(mut bytes) = postcard::to_extend(&event, bytes) {
            let _: Pushed = self.run.slot(self.slot).ring.push(&bytes);
            bytes.clear();
            self.bytes = bytes;
        }
    }
}

/// Tells the guest when the process's timer is over.
fn ring_alarm<G: Guest>(guarded: &mut Guarded<G>, now: Instant) {
    let Some((at, every)) = guarded.alarm.filter(|&(at, _)| at <= now) else { return };
    guarded.alarm = (every > Duration::ZERO).then(|| (at.max(Instant(now.0 - every.0.min(now.0))) + every, every));
    guarded.guest.alarm();
}

type Notes = Vec<(Duration, Note)>;
