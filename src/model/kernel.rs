//! The main loop: what happens next, giving threads time, and how a run ends.

use super::chance::Chance;
use super::cores::Cores;
use super::gil::Gil;
use super::keys::Keys;
use super::limits::{Limits, StopFlag};
use super::queue::{Due, Entry, Queue};
use super::recorder::Recorder;
use super::schedule::{Chooser, Scheduled};
use super::thread::{Phase, Segment, Thread};
use crate::costs::Costs;
use crate::guest::{Guest, Passed, Preempt, Ran, Stop};
use crate::machine::Machine;
use crate::syscall::{Note, ProcessId, Syscall, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::due::Dues;
use crate::trace::{Engine, Exit, State, Status, Trace, What};

/// The most that a thread runs at a time: bounds how long a stop is not noticed, and how far apart the lines are that the
/// trace knows of a thread that computes.
const STRETCH: Duration = Duration::from_millis(1);

/// About how long threads without a GIL run in turns, so that their operations interleave.
const TURN: Duration = Duration::from_nanos(100);

/// A run in progress.
pub struct Kernel<'a> {
    pub(super) machine: Machine,
    pub(super) costs: Costs,
    pub(super) seed: u64,
    pub(super) limits: &'a Limits,
    pub(super) stop: &'a StopFlag,
    pub(super) now: Instant,
    pub(super) queue: Queue,
    /// By [`ThreadId`], from 1.
    pub(super) threads: Vec<Thread>,
    /// By [`ProcessId`], from 1.
    pub(super) processes: Vec<Process>,
    pub(super) cores: Cores,
    pub(super) chance: Chance,
    /// Who decides instead of chance, when somebody does.
    pub(super) chooser: Option<Box<Chooser>>,
    pub(super) recorder: Recorder,
    dues: Dues,
    /// Threads with notes beyond the present moment.
    in_flight: Vec<ThreadId>,
    /// CPU time spent by all threads, without what was computed at once.
    cpu: Duration,
    memory_peak: u64,
    /// How the run ends, once that is known.
    pub(super) ending: Option<Exit>,
}

/// A process of the run.
pub struct Process {
    /// Its program.
    pub guest: Box<dyn Guest>,
    /// `None` in a build without it.
    pub gil: Option<Gil>,
    /// Who waits on what.
    pub keys: Keys,
    /// After how long its timer goes off again; zero for not.
    pub alarm_every: Duration,
    /// Whether it has not ended.
    pub alive: bool,
}

/// What a thread does after a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It runs on.
    Goes,
    /// It does not.
    Stops,
}

impl<'a> Kernel<'a> {
    /// A run that is about to begin.
    pub fn new(program: Box<dyn Guest>, machine: Machine, seed: u64, limits: &'a Limits, stop: &'a StopFlag) -> Self {
        let gil = machine.python.has_gil().then(Gil::default);
        Self {
            costs: Costs::of(machine.python).clone(),
            cores: Cores::new(machine.cores),
            machine,
            seed,
            limits,
            stop,
            now: Instant::START,
            queue: Queue::default(),
            threads: Vec::new(),
            processes: vec![Process {
                guest: program,
                gil,
                keys: Keys::default(),
                alarm_every: Duration::ZERO,
                alive: true,
            }],
            chance: Chance::new(seed),
            chooser: None,
            recorder: Recorder::default(),
            dues: Dues::default(),
            in_flight: Vec::new(),
            cpu: Duration::ZERO,
            memory_peak: 0,
            ending: None,
        }
    }

    /// Runs to the end.
    pub fn run(mut self) -> Scheduled {
        self.processes[0].guest.attach();
        self.processes[0].guest.compute_ahead();
        let fiber = self.processes[0].guest.main_fiber();
        let main = self.add_thread(0, fiber, "MainThread".to_owned(), None);
        self.want_gil(main);
        while self.ending.is_none() {
            if self.chooser.is_some() && self.hand_out() {
                continue;
            }
            match self.queue.pop(valid(&self.threads)) {
                Some(entry) => self.handle(entry),
                None => self.end_in_deadlock(),
            }
        }
        let Some(exit) = self.ending else { unreachable!("the loop ends when there is an exit") };
        let trace = Trace {
            engine: Engine::Model,
            seed: self.seed,
            machine: self.machine,
            events: self.recorder.events,
            end: self.now,
            exit,
            memory_peak: self.memory_peak,
        };
        let (decisions, is_cut) = self.chooser.map(|chooser| chooser.told()).unwrap_or_default();
        Scheduled { trace, decisions, is_cut, cpu: self.cpu }
    }

    fn handle(&mut self, entry: Entry) {
        self.now = entry.at;
        self.catch_up();
        if !matches!(entry.due, Due::Slice | Due::Alarm) {
            self.thread_mut(entry.thread).awaited = false;
        }
        match entry.due {
            Due::Segment => self.end_segment(entry.thread),
            Due::Return => self.come_back(entry.thread),
            Due::GilTimeout => self.gil_timeout(entry.thread),
            Due::GilArrival => self.gil_arrival(entry.thread),
            Due::Slice => self.end_slice(entry.thread),
            Due::Alarm => self.alarm(entry.thread),
        }
        self.check_limits();
    }

    fn end_segment(&mut self, id: ThreadId) {
        let Some(segment) = self.thread_mut(id).segment.take() else {
            return self.drive(id);
        };
        match segment.stop {
            None => self.end_native(id),
            Some(stop) => {
                if self.after(id, stop) == Next::Goes {
                    self.drive(id);
                }
            }
        }
    }

    /// Gives a running thread time until it stops running or others' time comes first.
    fn drive(&mut self, id: ThreadId) {
        let Thread { process, fiber, .. } = *self.thread_mut(id);
        let preempt = if self.processes[process].gil.is_some() { Preempt::HandOver } else { Preempt::Anywhere };
        while self.ending.is_none() {
            let horizon = self.queue.peek(valid(&self.threads)).map_or(Instant::FAR, |entry| entry.at);
            let budget = self.budget(process, horizon);
            let guest = &mut self.processes[process].guest;
            let Ran { spent, mut notes, stop } = guest.run(fiber, budget, preempt);
            self.memory_peak = self.memory_peak.max(guest.memory());
            self.cpu += Duration(spent.0.saturating_sub(guest.skipped().0));
            if let Some(interval) = guest.switch_interval() {
                self.machine.switch_interval = interval;
            }
            let until = self.now + spent;
            if until >= horizon {
                self.fly(
                    id,
                    Segment {
                        from: self.now,
                        spent,
                        done: Duration::ZERO,
                        notes: notes.into_iter().peekable(),
                        stop: Some(stop),
                    },
                );
                return;
            }
            if self.in_flight.is_empty() {
                for (offset, note) in notes.drain(..) {
                    self.note(self.now + offset, id, note);
                }
                self.processes[process].guest.give_back(notes);
                self.now = until;
            } else {
                let notes = notes.into_iter().peekable();
                self.merge(id, Segment { from: self.now, spent, done: Duration::ZERO, notes, stop: None });
            }
            if self.after(id, stop) == Next::Stops {
                return;
            }
            self.check_limits();
        }
    }

    /// What a thread did until now, put on the trace among what others did meanwhile.
    fn merge(&mut self, id: ThreadId, mut segment: Segment) {
        self.now = segment.end();
        if segment.next_note().is_some() {
            self.in_flight.push(id);
        }
        self.thread_mut(id).segment = Some(segment);
        self.catch_up();
        self.thread_mut(id).segment = None;
    }

    /// How long a thread may run before others must be looked at.
    fn budget(&mut self, process: usize, horizon: Instant) -> Duration {
        let free = horizon.since(self.now).0.min(STRETCH.0);
        match &self.processes[process].gil {
            Some(gil) if gil.requested() || (self.chooser.is_some() && gil.wanted()) => Duration::ZERO,
            Some(_) => Duration(free.max(1)),
            // Two threads whose time has come must each get some, or neither would ever get on.
            None => Duration(free.max(TURN.0 + self.chance.up_to(TURN).0)),
        }
    }

    /// What a thread does is known up to `segment`'s end; it is handled when the others' time has come there.
    pub(super) fn fly(&mut self, id: ThreadId, mut segment: Segment) {
        let end = segment.end();
        if segment.next_note().is_some() {
            self.in_flight.push(id);
        }
        self.thread_mut(id).segment = Some(segment);
        self.expect(id, end, Due::Segment);
    }

    /// Keeps a thread from its segment for a while.
    pub(super) fn pause(&mut self, id: ThreadId) {
        let now = self.now;
        self.in_flight.retain(|&t| t != id);
        if let Some(segment) = &mut self.thread_mut(id).segment {
            segment.done = now.since(segment.from);
        }
    }

    /// Puts on the trace what threads in flight have done up to now, in order of time.
    pub(super) fn catch_up(&mut self) {
        while let Some((at, index)) = self.next_in_flight().filter(|(at, _)| *at <= self.now) {
            let id = self.in_flight[index];
            let Some(segment) = &mut self.threads[id.0 as usize - 1].segment else { return };
            let note = segment.notes.next();
            if segment.next_note().is_none() {
                self.in_flight.remove(index);
            }
            if let Some((_, note)) = note {
                self.note(at, id, note);
            }
        }
    }

    fn next_in_flight(&mut self) -> Option<(Instant, usize)> {
        let threads = &mut self.threads;
        let next = |(index, id): (usize, &ThreadId)| {
            let segment = threads[id.0 as usize - 1].segment.as_mut()?;
            Some((segment.next_note()?, index))
        };
        self.in_flight.iter().enumerate().filter_map(next).min()
    }

    /// What a stop leads to.
    fn after(&mut self, id: ThreadId, stop: Stop) -> Next {
        if let Some(chooser) = &mut self.chooser
            && !matches!(stop, Stop::Budget | Stop::Syscall(Syscall::Now))
        {
            chooser.settle(Passed::Shared);
        }
        match stop {
            Stop::Budget => self.after_budget(id),
            Stop::Syscall(call) => {
                // A program that asks for the time again and again never spends its budget.
                if call == Syscall::Now {
                    self.mark_stretch(id);
                }
                self.carry_out(id, call)
            }
            Stop::Ended => {
                self.end_thread(id);
                Next::Stops
            }
            Stop::Limit { message } => {
                let line = Some(self.line(id)).filter(|line| line.line > 0);
                self.ending = Some(Exit { status: Status::Limit, code: 1, message: Some(message), line });
                Next::Stops
            }
        }
    }

    fn after_budget(&mut self, id: ThreadId) -> Next {
        self.mark_stretch(id);
        let process = self.thread_mut(id).process;
        if self.chooser.is_some() && self.processes[process].gil.as_ref().is_some_and(Gil::wanted) {
            return self.may_hand_over(id);
        }
        if self.processes[process].gil.as_ref().is_some_and(Gil::requested) {
            self.drop_on_request(id);
            return Next::Stops;
        }
        Next::Goes
    }

    /// Puts on the trace where a thread is that has been running for a stretch.
    fn mark_stretch(&mut self, id: ThreadId) {
        let now = self.now;
        if now.since(self.thread_mut(id).marked) >= STRETCH {
            let line = self.line(id);
            self.thread_mut(id).marked = now;
            self.recorder.note(now, id, Note::At { line });
        }
    }

    /// A new thread, which is starting.
    pub(super) fn add_thread(
        &mut self,
        process: usize,
        fiber: crate::syscall::FiberId,
        name: String,
        parent: Option<ThreadId>,
    ) -> ThreadId {
        let id = ThreadId(self.threads.len() as u32 + 1);
        self.threads.push(Thread::new(id, process, fiber));
        let process = ProcessId(process as u32 + 1);
        self.recorder.push(self.now, id, What::ThreadStarted { process, name, parent });
        id
    }

    /// The thread is over.
    pub(super) fn end_thread(&mut self, id: ThreadId) {
        let Thread { process, fiber, .. } = *self.thread_mut(id);
        if fiber == self.processes[process].guest.main_fiber() {
            return self.end_process(process, None);
        }
        self.thread_mut(id).phase = Phase::Ended;
        self.recorder.push(self.now, id, What::ThreadEnded);
        self.release_gil(id);
        self.release_core(id);
    }

    /// The process is over, with all its threads. Without a code it ends as its main thread did.
    pub(super) fn end_process(&mut self, index: usize, code: Option<i32>) {
        self.processes[index].alive = false;
        for at in 0..self.threads.len() {
            if self.threads[at].process != index || self.threads[at].phase == Phase::Ended {
                continue;
            }
            let id = self.threads[at].id;
            self.recorder.push(self.now, id, What::ThreadEnded);
            self.in_flight.retain(|&t| t != id);
            self.forget_expected(id);
            let thread = self.thread_mut(id);
            thread.phase = Phase::Ended;
            thread.stint += 1;
            thread.alarms += 1;
            thread.segment = None;
            self.cores.forget(id);
            self.release_core(id);
        }
        if index > 0 {
            return;
        }
        let unhandled = self.processes[index].guest.unhandled();
        let code = code.unwrap_or(i32::from(unhandled.is_some()));
        self.ending = Some(match unhandled {
            None => Exit { status: Status::Finished, code, message: None, line: None },
            Some((message, line)) => Exit {
                status: Status::Raised,
                code,
                message: Some(message),
                line: Some(line).filter(|line| line.line > 0),
            },
        });
    }

    fn end_in_deadlock(&mut self) {
        let told = crate::trace::waits::explain(&self.recorder.events);
        self.ending = Some(Exit { status: Status::Deadlock, code: 124, message: Some(told.message), line: told.line });
    }

    fn check_limits(&mut self) {
        if self.ending.is_some() {
            return;
        }
        if self.stop.is_set() {
            self.ending = Some(Exit { status: Status::Stopped, code: 130, message: None, line: None });
            return;
        }
        let limits = self.limits;
        let reached = if self.cpu > limits.cpu {
            format!("it computed for more than {} s of the model's CPU time", limits.cpu.as_secs_f64())
        } else if self.now.since(Instant::START) > limits.time {
            format!("it went on for more than {} s of virtual time", limits.time.as_secs_f64())
        } else if self.memory_peak > limits.memory {
            format!("it kept more than {} MB in memory", limits.memory / 1_000_000)
        } else if self.recorder.events.len() > limits.events {
            format!("its trace grew beyond {} events", limits.events)
        } else if self.recorder.output > limits.output {
            format!("it wrote more than {} bytes", limits.output)
        } else {
            return;
        };
        let message = Some(format!("The run was ended: {reached}."));
        let running = self.threads.iter().find(|t| t.phase == Phase::Running).map(|t| t.id);
        let line = running.map(|id| self.line(id)).filter(|line| line.line > 0);
        self.ending = Some(Exit { status: Status::Limit, code: 1, message, line });
    }

    /// Puts a note on the trace.
    fn note(&mut self, at: Instant, id: ThreadId, mut note: Note) {
        let process = self.thread_mut(id).process;
        if let Note::LoopCreated { key, .. } = &note {
            self.processes[process].keys.selector(*key);
        }
        self.dues.resolve(at, ProcessId(process as u32 + 1), &mut note);
        self.recorder.note(at, id, note);
    }

    /// Shows the state of a thread on the trace, when it is another one.
    pub(super) fn show(&mut self, id: ThreadId, state: State) {
        if self.thread_mut(id).shown == Some(state) {
            return;
        }
        let (now, line) = (self.now, self.line(id));
        let thread = self.thread_mut(id);
        thread.shown = Some(state);
        thread.marked = now;
        self.recorder.push(now, id, What::State { state, line });
    }

    /// Something will happen to the thread at that moment; what was expected before is void.
    pub(super) fn expect(&mut self, id: ThreadId, at: Instant, due: Due) {
        self.forget_expected(id);
        let thread = self.thread_mut(id);
        thread.awaited = true;
        thread.back = (due == Due::Return).then_some(at);
        let ticket = thread.ticket;
        self.queue.push(at, id, ticket, due);
    }

    /// What was expected to happen to the thread will not.
    pub(super) fn forget_expected(&mut self, id: ThreadId) {
        let thread = self.thread_mut(id);
        thread.ticket += 1;
        thread.back = None;
        if std::mem::take(&mut thread.awaited) {
            self.queue.voided(valid(&self.threads));
        }
    }

    /// Whether the queue has nothing up to a moment.
    pub(super) fn nothing_before(&mut self, moment: Instant) -> bool {
        self.queue.peek(valid(&self.threads)).is_none_or(|entry| entry.at > moment)
    }

    pub(super) fn thread_mut(&mut self, id: ThreadId) -> &mut Thread {
        &mut self.threads[id.0 as usize - 1]
    }

    pub(super) fn line(&self, id: ThreadId) -> crate::syscall::Line {
        let thread = &self.threads[id.0 as usize - 1];
        self.processes[thread.process].guest.line(thread.fiber)
    }
}

/// Whether an entry still holds.
fn valid(threads: &[Thread]) -> impl Fn(&Entry) -> bool + '_ {
    |entry| {
        let thread = &threads[entry.thread.0 as usize - 1];
        let present = match entry.due {
            Due::Slice => thread.stint,
            Due::Alarm => thread.alarms,
            _ => thread.ticket,
        };
        entry.ticket == present
    }
}
