//! Traces made by hand for tests of the picture: the first scenario, as an asyncio of a few lines would record it.

use crate::machine::Machine;
use crate::syscall::{
    JobId, Key, Line, LoopId, Note, PoolId, ProcessId, StackId, Stream, TaskEnd, TaskId, TaskWait, ThreadId,
};
use crate::time::{Duration, Instant};
use crate::trace::{Engine, Event, Exit, State, Status, Trace, What};

const MAIN: ThreadId = ThreadId(1);
const SLEEPING: State = State::Sleeping { until: Instant::START };
const POOL: ThreadId = ThreadId(2);
const LOOP: LoopId = LoopId(1);
/// What one callback of the sample costs.
const COST: Duration = Duration::from_micros(40);

/// `time.sleep(2)` in the coroutine `report`, two tasks beating every 0.1 s.
pub fn blocking() -> Trace {
    Sample::default().run(Report::Blocks)
}

/// The same, with the sleep given to a pool thread.
pub fn offloaded() -> Trace {
    Sample::default().run(Report::Offloads)
}

/// No loop at all: a main thread that starts a thread and joins it.
pub fn threads_only() -> Trace {
    let mut sample = Sample::default();
    sample.start(MAIN, "MainThread", None);
    sample.start(POOL, "Thread-1", Some(MAIN));
    sample.state(MAIN, State::Parked { key: Key(9), reason: crate::syscall::Reason::Join, until: None }, 5);
    sample.state(POOL, State::Running, 2);
    sample.now += Duration::from_millis(300);
    sample.push(POOL, What::ThreadEnded);
    sample.state(MAIN, State::Running, 5);
    sample.now += COST;
    sample.trace()
}

/// Two threads in a deadlock from 0.1 s on: the one has waited for a lock since the start, the other begins to in the moment
/// in which nothing more can run. The main thread joins them.
pub fn deadlock() -> Trace {
    let lock = State::Parked { key: Key(2), reason: crate::syscall::Reason::Lock, until: None };
    let other = ThreadId(3);
    let mut sample = Sample::default();
    sample.start(MAIN, "MainThread", None);
    sample.start(POOL, "Ada", Some(MAIN));
    sample.start(other, "Bo", Some(MAIN));
    sample.state(MAIN, State::Parked { key: Key(9), reason: crate::syscall::Reason::Join, until: None }, 5);
    sample.state(POOL, SLEEPING, 2);
    sample.state(other, lock, 8);
    sample.now += Duration::from_millis(100);
    sample.state(POOL, lock, 3);
    let exit = Exit { status: Status::Deadlock, code: 124, message: None, line: Some(Line { file: 0, line: 3 }) };
    Trace { exit, ..sample.trace() }
}

#[derive(Clone, Copy, PartialEq)]
enum Report {
    Blocks,
    Offloads,
}

#[derive(Default)]
struct Sample {
    now: Instant,
    events: Vec<Event>,
    timers: Vec<(Instant, TaskId)>,
    ready: Vec<TaskId>,
    job: Option<Instant>,
}

const ROOT: TaskId = TaskId(1);
const BEATS: [TaskId; 2] = [TaskId(2), TaskId(3)];
const REPORT: TaskId = TaskId(4);

impl Sample {
    fn push(&mut self, thread: ThreadId, what: What) {
        self.events.push(Event { at: self.now, thread, what });
    }

    fn note(&mut self, note: Note) {
        self.push(MAIN, What::Note(note));
    }

    fn state(&mut self, thread: ThreadId, state: State, line: u32) {
        self.push(thread, What::State { state, line: Line { file: 0, line } });
    }

    fn start(&mut self, thread: ThreadId, name: &str, parent: Option<ThreadId>) {
        self.push(thread, What::ThreadStarted { process: ProcessId(1), name: name.into(), parent });
        self.state(thread, State::WaitingGil, 0);
    }

    fn create(&mut self, task: TaskId, name: &str, coroutine: &str, line: u32) {
        self.note(Note::TaskCreated {
            task,
            id: LOOP,
            name: name.into(),
            coroutine: coroutine.into(),
            parent: (task != ROOT).then_some(ROOT),
            line: Line { file: 0, line },
            stack: StackId::default(),
        });
        self.soon(task);
    }

    fn soon(&mut self, task: TaskId) {
        let due = self.now;
        self.note(Note::CallbackDue { id: LOOP, due, task: Some(task) });
        self.ready.push(task);
    }

    fn sleep(&mut self, task: TaskId, seconds: f64, line: u32) {
        let due = self.now + Duration::from_secs_f64(seconds);
        self.note(Note::CallbackDue { id: LOOP, due, task: None });
        self.timers.push((due, task));
        self.waits(task, TaskWait::Sleep, line);
    }

    fn waits(&mut self, task: TaskId, on: TaskWait, line: u32) {
        self.note(Note::StepWaits { task, on, line: Line { file: 0, line }, stack: StackId::default() });
    }

    fn wake(&mut self, task: TaskId) {
        self.note(Note::TaskWakes { task });
        self.soon(task);
    }

    fn print(&mut self, text: &str) {
        self.push(MAIN, What::Output { stream: Stream::Stdout, text: format!("{text}\n") });
    }

    fn run(mut self, report: Report) -> Trace {
        self.start(MAIN, "MainThread", None);
        self.state(MAIN, State::Running, 1);
        self.note(Note::LoopCreated { id: LOOP, key: Key(1) });
        self.create(ROOT, "Task-1", "main", 20);
        let mut visits = [0_u32; 5];
        loop {
            let due: Vec<_> = self.timers.iter().copied().filter(|(at, _)| *at <= self.now).collect();
            self.timers.retain(|(at, _)| *at > self.now);
            let ready = std::mem::take(&mut self.ready);
            self.note(Note::TickBegin { id: LOOP, ready: (ready.len() + due.len()) as u32 });
            for task in ready {
                let due = self.now;
                self.note(Note::CallbackBegin { id: LOOP, name: "Task.__step".into(), due });
                self.note(Note::StepBegin { task });
                self.now += COST;
                let visit = &mut visits[task.0 as usize];
                *visit += 1;
                if self.step(task, *visit - 1, report) {
                    return self.trace();
                }
                self.note(Note::CallbackEnd { id: LOOP });
            }
            for (at, task) in due {
                self.note(Note::CallbackBegin { id: LOOP, name: "_set_result_unless_cancelled".into(), due: at });
                self.now += COST;
                self.wake(task);
                self.note(Note::CallbackEnd { id: LOOP });
            }
            if self.job.is_some_and(|end| end <= self.now) {
                self.job = None;
                self.wake(REPORT);
            }
            self.note(Note::TickEnd { id: LOOP });
            if self.ready.is_empty() {
                self.select();
            }
        }
    }

    fn select(&mut self) {
        self.state(MAIN, State::Selecting, 20);
        let timer = self.timers.iter().map(|(at, _)| *at).min();
        let until = timer.into_iter().chain(self.job).min().expect("something is always due");
        self.now = self.now.max(until);
        if self.job.is_some_and(|end| end <= self.now) {
            self.push(POOL, What::Note(Note::JobEnd { pool: PoolId(1), job: JobId(1) }));
            self.state(POOL, State::Parked { key: Key(7), reason: crate::syscall::Reason::Idle, until: None }, 0);
        }
        self.state(MAIN, State::Running, 20);
    }

    /// One step; true when it was the last of the run.
    fn step(&mut self, task: TaskId, visit: u32, report: Report) -> bool {
        match (task, visit) {
            (ROOT, 0) => {
                self.create(BEATS[0], "beat A", "beat", 14);
                self.create(BEATS[1], "beat B", "beat", 15);
                self.create(REPORT, "report", "report", 16);
                self.waits(ROOT, TaskWait::Task(REPORT), 16);
            }
            (ROOT, 1) => self.sleep(ROOT, 0.45, 17),
            (ROOT, _) => {
                self.note(Note::StepDone { task: ROOT, how: TaskEnd::Returned });
                self.note(Note::CallbackEnd { id: LOOP });
                return true;
            }
            (REPORT, 0) => self.sleep(REPORT, 0.35, 9),
            (REPORT, 1) if report == Report::Blocks => {
                self.state(MAIN, SLEEPING, 10);
                self.now += Duration::from_secs_f64(2.0);
                self.state(MAIN, State::Running, 10);
                self.now += COST;
                self.done_report();
            }
            (REPORT, 1) => {
                let line = Line { file: 0, line: 10 };
                let (pool, job) = (PoolId(1), JobId(1));
                self.note(Note::JobSubmitted { pool, job, name: "sleep".into(), task: Some(REPORT), line });
                self.start(POOL, "asyncio_0", Some(MAIN));
                self.push(POOL, What::Note(Note::JobBegin { pool, job }));
                self.state(POOL, SLEEPING, 0);
                self.job = Some(self.now + Duration::from_secs_f64(2.0));
                self.waits(REPORT, TaskWait::Job(job), 10);
            }
            (REPORT, _) => self.done_report(),
            (beat, visit) => {
                if visit > 0 {
                    self.print(if beat == BEATS[0] { "beat A" } else { "beat B" });
                }
                self.sleep(beat, 0.1, 5);
            }
        }
        false
    }

    fn done_report(&mut self) {
        self.print("report ready");
        self.note(Note::StepDone { task: REPORT, how: TaskEnd::Returned });
        self.wake(ROOT);
    }

    fn trace(self) -> Trace {
        Trace {
            engine: Engine::Model,
            seed: 0,
            machine: Machine::default(),
            events: self.events,
            end: self.now,
            exit: Exit { status: Status::Finished, code: 0, message: None, line: None },
            memory_peak: 0,
        }
    }
}
