//! First pass over a trace: the events, put together into the things that they are about.
//!
//! Comes in: a finished [`Trace`], in order of time. Goes out: a [`Reading`] with every thread, loop, task and job and
//! what each did from when to when. Whatever is still open when the trace ends is closed at its end. It never guesses
//! colours or places: that is done by the modules that read a `Reading`.

use super::locks::{Locks, Who};
use super::queue::Waiting;
use crate::numbered::Numbered;
use crate::syscall::{JobId, Line, LoopId, Note, ProcessId, TaskEnd, TaskId, TaskWait, ThreadId};
use crate::time::Instant;
use crate::trace::{State, Status, Trace, What};
use std::rc::Rc;

/// A trace, put together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// In order of their ids, which is the order of start.
    pub threads: Vec<Thread>,
    /// In order of creation.
    pub loops: Vec<Loop>,
    /// In order of creation.
    pub tasks: Vec<Task>,
    /// In order of submission.
    pub jobs: Vec<Job>,
    /// What somebody did to the page, in the order in which it was done: when it was made and when it was heard.
    pub inputs: Vec<(Instant, Instant)>,
    /// Who made whom run, in order of time.
    pub hints: Vec<Hint>,
    /// Moments at which somebody who waited for the GIL asked for it, with who asked.
    pub requests: Vec<(Instant, ThreadId)>,
    /// Who held which lock when, and who waited for it.
    pub locks: Locks,
    /// Moments at which a loop began a pass.
    pub ticks: Vec<Instant>,
    /// Whether only the holder of a GIL runs Python code.
    pub has_gil: bool,
    /// When the run was over.
    pub end: Instant,
    /// Of a run that ended in a deadlock: the threads that were left, and what each would do for ever.
    pub stuck: Option<Vec<(ThreadId, State)>>,
}

/// Somebody made somebody else start, run or wait, at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hint {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: HintKind,
    /// Who: the running task's step, else the thread.
    pub by: Party,
    /// Whom.
    pub to: Party,
}

/// What somebody did to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HintKind {
    /// Started a thread or created a task.
    Spawn,
    /// Made it ready to run.
    Wake,
    /// Waits for it from now on.
    Await,
    /// Gave it a job.
    Submit,
}

/// A task or a thread: index in [`Reading::tasks`] or in [`Reading::threads`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// A task.
    Task(usize),
    /// A thread, by its id.
    Thread(ThreadId),
}

/// A thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// Which.
    pub id: ThreadId,
    /// Its process.
    pub process: ProcessId,
    /// Python's name of it.
    pub name: String,
    /// When it existed.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// What it was doing, without holes, from its first known state on.
    pub states: Vec<Stretch>,
    /// Lines that it reached between changes of state: of the time since the mark before.
    pub marks: Vec<(Instant, Line)>,
}

/// A thread's state for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Since.
    pub from: Instant,
    /// Until.
    pub to: Instant,
    /// What.
    pub state: State,
    /// Where its program stood when it began.
    pub line: Line,
}

/// An event loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// Which, within its process.
    pub id: LoopId,
    /// Its process.
    pub process: ProcessId,
    /// The thread that made it.
    pub thread: ThreadId,
    /// When it was made.
    pub from: Instant,
    /// The end of its last pass, select or callback.
    pub to: Instant,
    /// Everything that it called, in order.
    pub callbacks: Vec<Callback>,
    /// What was due and had not begun, from when to when.
    pub waiting: Vec<(Instant, Instant)>,
}

/// One callback of a loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// When it began.
    pub from: Instant,
    /// When it returned.
    pub to: Instant,
    /// When it was due.
    pub due: Instant,
    /// The function.
    pub name: Rc<str>,
    /// The task whose step it was: index in [`Reading::tasks`].
    pub task: Option<usize>,
}

/// An asyncio task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Which, within its process.
    pub id: TaskId,
    /// Its process.
    pub process: ProcessId,
    /// Python's name of it.
    pub name: String,
    /// Its coroutine's qualified name.
    pub coroutine: String,
    /// The line that created it.
    pub line: Line,
    /// When it was created.
    pub from: Instant,
    /// When it ended, or the trace did.
    pub to: Instant,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One step of a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When it became ready to run.
    pub ready: Instant,
    /// When it began.
    pub from: Instant,
    /// When it gave the loop back.
    pub to: Instant,
    /// The thread that ran it.
    pub thread: ThreadId,
    /// What it waits for afterwards and where, or how the task ended.
    pub then: Then,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Then {
    /// The coroutine waits.
    Waits(TaskWait, Line),
    /// The coroutine is over.
    Done(TaskEnd),
    /// The trace ended first.
    Cut,
}

/// A job of a pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Which, within its process.
    pub id: JobId,
    /// Its process.
    pub process: ProcessId,
    /// The function's qualified name.
    pub name: Rc<str>,
    /// The line that submitted it.
    pub line: Line,
    /// When it was submitted.
    pub submitted: Instant,
    /// By whom.
    pub by: Party,
    /// The thread that ran it, from when to when.
    pub ran: Option<(ThreadId, Instant, Instant)>,
}

impl Reading {
    /// Puts a trace together.
    pub fn of(trace: &Trace) -> Self {
        let reading = Self {
            end: trace.end,
            has_gil: trace.machine.python.has_gil(),
            stuck: (trace.exit.status == Status::Deadlock).then(Vec::new),
            ..Self::default()
        };
        let mut reader = Reader { reading, ..Reader::default() };
        for event in &trace.events {
            reader.read(event.at, event.thread, &event.what);
        }
        reader.finish()
    }

    /// What is still needed when the lanes are made.
    pub fn kept(mut self) -> Self {
        for thread in &mut self.threads {
            thread.states = Vec::new();
            thread.marks = Vec::new();
        }
        for event_loop in &mut self.loops {
            event_loop.waiting = Vec::new();
        }
        self
    }

    /// The loop that the page draws the heartbeat of: the first of the first process.
    pub fn main_loop(&self) -> Option<&Loop> {
        self.loops.first()
    }

    /// A thread by its id.
    pub fn thread(&self, id: ThreadId) -> Option<&Thread> {
        self.threads.binary_search_by_key(&id, |t| t.id).ok().map(|index| &self.threads[index])
    }
}

/// What is being put together.
#[derive(Default)]
struct Reader {
    reading: Reading,
    threads: Numbered<ThreadId, usize>,
    loops: Numbered<(ProcessId, LoopId), usize>,
    tasks: Numbered<(ProcessId, TaskId), usize>,
    jobs: Numbered<(ProcessId, JobId), usize>,
    open: Numbered<ThreadId, Open>,
    readiness: Vec<Readiness>,
    /// What waits on each loop.
    waiting: Vec<Waiting>,
    /// Names of callbacks: few, of many callbacks.
    names: Vec<Rc<str>>,
}

/// What a thread is in the middle of.
#[derive(Default)]
struct Open {
    state: Option<(Instant, State, Line)>,
    callback: Option<(usize, Callback)>,
    step: Option<(usize, Instant, Instant)>,
    timer: Option<Instant>,
}

/// When a task becomes ready: the earliest of what was said since its last step began.
#[derive(Default, Clone, Copy)]
struct Readiness {
    at: Option<Instant>,
}

impl Readiness {
    fn hear(&mut self, at: Instant) {
        self.at = Some(self.at.map_or(at, |known| known.min(at)));
    }
}

impl Reader {
    fn read(&mut self, at: Instant, thread: ThreadId, what: &What) {
        match what {
            What::ThreadStarted { process, name, parent } => {
                if let Some(parent) = parent {
                    let by = self.party(*parent);
                    self.hint(at, HintKind::Spawn, by, Party::Thread(thread));
                }
                self.threads.insert(thread, self.reading.threads.len());
                self.reading.threads.push(Thread {
                    id: thread,
                    process: *process,
                    name: name.clone(),
                    from: at,
                    to: self.reading.end,
                    states: Vec::new(),
                    marks: Vec::new(),
                });
            }
            What::ThreadEnded => {
                self.close_state(at, thread);
                if let Some(known) = self.thread(thread) {
                    known.to = at;
                }
            }
            What::State { state, line } => {
                self.close_state(at, thread);
                self.open.get_or_insert_with(thread, Open::default).state = Some((at, *state, *line));
                self.mark(at, thread, *line);
                if *state == State::Selecting {
                    self.extend_loop(at, thread);
                }
            }
            What::Note(note) => self.note(at, thread, note),
            What::Input { made, .. } => self.reading.inputs.push((*made, at)),
            What::GilRequested { .. } => self.reading.requests.push((at, thread)),
            What::Woke { thread: woken, .. } => {
                let by = self.party(thread);
                self.hint(at, HintKind::Wake, by, Party::Thread(*woken));
            }
            What::Interrupted { by: Some(sender) } => {
                let by = self.party(*sender);
                self.hint(at, HintKind::Wake, by, Party::Thread(thread));
            }
            What::Output { .. } | What::Interrupted { by: None } => {}
        }
    }

    fn note(&mut self, at: Instant, thread: ThreadId, note: &Note) {
        let process = self.process(thread);
        match note {
            Note::LoopCreated { id, .. } => {
                self.loops.insert((process, *id), self.reading.loops.len());
                self.reading.loops.push(Loop {
                    id: *id,
                    process,
                    thread,
                    from: at,
                    to: at,
                    callbacks: Vec::new(),
                    waiting: Vec::new(),
                });
                self.waiting.push(Waiting::default());
            }
            Note::TickBegin { .. } => {
                self.reading.ticks.push(at);
                self.extend_loop(at, thread);
            }
            Note::TickEnd { .. } => self.extend_loop(at, thread),
            Note::CallbackBegin { id, name, due } => {
                if let Some(&index) = self.loops.get(&(process, *id)) {
                    self.waiting[index].begins(*due, at);
                    let name = self.name(name);
                    let callback = Callback { from: at, to: at, due: *due, name, task: None };
                    self.open.get_or_insert_with(thread, Open::default).callback = Some((index, callback));
                }
            }
            Note::CallbackEnd { .. } => self.close_callback(at, thread),
            Note::CallbackDue { id, due, task } => {
                if let Some(&index) = self.loops.get(&(process, *id)) {
                    self.waiting[index].is_due(at, *due);
                }
                match task {
                    Some(task) => self.ready(process, *task, *due),
                    None => self.open.get_or_insert_with(thread, Open::default).timer = Some(*due),
                }
            }
            Note::TaskCreated { task, name, coroutine, line, .. } => {
                let by = self.party(thread);
                self.hint(at, HintKind::Spawn, by, Party::Task(self.reading.tasks.len()));
                self.tasks.insert((process, *task), self.reading.tasks.len());
                self.readiness.push(Readiness { at: Some(at) });
                self.reading.tasks.push(Task {
                    id: *task,
                    process,
                    name: name.to_string(),
                    coroutine: coroutine.to_string(),
                    line: *line,
                    from: at,
                    to: self.reading.end,
                    steps: Vec::new(),
                });
            }
            Note::StepBegin { task } => {
                if let Some(&index) = self.tasks.get(&(process, *task)) {
                    let ready = std::mem::take(&mut self.readiness[index]).at.unwrap_or(at).min(at);
                    let open = self.open.get_or_insert_with(thread, Open::default);
                    open.step = Some((index, at, ready));
                    open.timer = None;
                    if let Some((_, callback)) = &mut open.callback {
                        callback.task = Some(index);
                    }
                }
            }
            Note::StepWaits { task, on, line, .. } => {
                // A timer that nobody claimed, set by a step that then sleeps, is what wakes it.
                let timer = self.open.get(&thread).and_then(|open| open.timer);
                if let (TaskWait::Sleep, Some(due)) = (on, timer) {
                    self.ready(process, *task, due);
                }
                if let (&TaskWait::Task(awaited), Some(&waits)) = (on, self.tasks.get(&(process, *task)))
                    && let Some(&awaited) = self.tasks.get(&(process, awaited))
                {
                    self.hint(at, HintKind::Await, Party::Task(waits), Party::Task(awaited));
                }
                self.mark(at, thread, *line);
                self.close_step(at, thread, Then::Waits(*on, *line));
            }
            Note::StepDone { how, .. } => self.close_step(at, thread, Then::Done(*how)),
            Note::TaskWakes { task } => {
                self.ready(process, *task, at);
                let by = self.party(thread);
                if let Some(&woken) = self.tasks.get(&(process, *task)) {
                    self.hint(at, HintKind::Wake, by, Party::Task(woken));
                }
            }
            Note::JobSubmitted { job, name, line, .. } => {
                let by = self.party(thread);
                self.jobs.insert((process, *job), self.reading.jobs.len());
                self.reading.jobs.push(Job {
                    id: *job,
                    process,
                    name: name.as_str().into(),
                    line: *line,
                    submitted: at,
                    by,
                    ran: None,
                });
            }
            Note::JobBegin { job, .. } => {
                let end = self.reading.end;
                if let Some(&index) = self.jobs.get(&(process, *job)) {
                    self.reading.jobs[index].ran = Some((thread, at, end));
                    let by = self.reading.jobs[index].by;
                    self.hint(at, HintKind::Submit, by, Party::Thread(thread));
                }
            }
            Note::JobEnd { job, .. } => {
                if let Some(&index) = self.jobs.get(&(process, *job))
                    && let Some((_, _, to)) = &mut self.reading.jobs[index].ran
                {
                    *to = at;
                }
            }
            Note::At { line } => self.mark(at, thread, *line),
            Note::LockCreated { key, kind, line } => self.reading.locks.created(process, *key, kind, *line),
            Note::LockWaits { key, task, line } => {
                let who = self.who(process, thread, *task);
                self.reading.locks.waits(at, process, *key, who, *line);
            }
            Note::LockAcquired { key, task, line } => {
                let who = self.who(process, thread, *task);
                self.reading.locks.acquired(at, process, *key, who, *line);
            }
            Note::LockReleased { key, .. } => self.reading.locks.released(at, process, *key),
            Note::CallbackSkipped { id, due } => {
                if let Some(&index) = self.loops.get(&(process, *id)) {
                    self.waiting[index].begins(*due, at);
                }
            }
            Note::PoolCreated { .. }
            | Note::CancelRequested { .. }
            | Note::TaskNamed { .. }
            | Note::StackSeen { .. }
            | Note::TaskAwaited { .. } => {}
        }
    }

    fn who(&self, process: ProcessId, thread: ThreadId, task: Option<TaskId>) -> Who {
        let task = task.and_then(|task| self.tasks.get(&(process, task)).copied());
        task.map_or(Who::Thread(thread), Who::Task)
    }

    /// Who acts when this thread does: the task whose step it runs, else itself.
    fn party(&self, thread: ThreadId) -> Party {
        let step = self.open.get(&thread).and_then(|open| open.step);
        step.map_or(Party::Thread(thread), |(task, ..)| Party::Task(task))
    }

    fn hint(&mut self, at: Instant, kind: HintKind, by: Party, to: Party) {
        if by != to {
            self.reading.hints.push(Hint { at, kind, by, to });
        }
    }

    fn name(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.iter().find(|known| &***known == name) {
            return known.clone();
        }
        let new: Rc<str> = name.into();
        // Names made up at run time could be many; then each has its own.
        if self.names.len() < 64 {
            self.names.push(new.clone());
        }
        new
    }

    fn finish(mut self) -> Reading {
        let end = self.reading.end;
        for thread in self.threads.keys().copied().collect::<Vec<_>>() {
            if let Some(stuck) = &mut self.reading.stuck
                && let Some((_, state, _)) = self.open.get(&thread).and_then(|open| open.state)
            {
                stuck.push((thread, state));
            }
            self.close_step(end, thread, Then::Cut);
            self.close_callback(end, thread);
            self.close_state(end, thread);
        }
        for (event_loop, waiting) in self.reading.loops.iter_mut().zip(self.waiting) {
            event_loop.waiting = waiting.finish(end);
        }
        self.reading.locks.finish(end);
        self.reading.threads.sort_by_key(|t| t.id);
        self.reading.inputs.sort_unstable();
        self.reading
    }

    fn process(&self, thread: ThreadId) -> ProcessId {
        self.threads.get(&thread).map_or(ProcessId(1), |&index| self.reading.threads[index].process)
    }

    fn thread(&mut self, thread: ThreadId) -> Option<&mut Thread> {
        self.threads.get(&thread).map(|&index| &mut self.reading.threads[index])
    }

    fn mark(&mut self, at: Instant, thread: ThreadId, line: Line) {
        if let Some(known) = self.thread(thread) {
            known.marks.push((at, line));
        }
    }

    fn ready(&mut self, process: ProcessId, task: TaskId, at: Instant) {
        if let Some(&index) = self.tasks.get(&(process, task)) {
            self.readiness[index].hear(at);
        }
    }

    fn extend_loop(&mut self, at: Instant, thread: ThreadId) {
        if let Some(known) = self.reading.loops.iter_mut().rev().find(|l| l.thread == thread) {
            known.to = known.to.max(at);
        }
    }

    fn close_state(&mut self, at: Instant, thread: ThreadId) {
        let Some((from, state, line)) = self.open.get_mut(&thread).and_then(|open| open.state.take()) else { return };
        if state == State::Selecting {
            self.extend_loop(at, thread);
        }
        if let Some(known) = self.thread(thread)
            && at > from
        {
            known.states.push(Stretch { from, to: at, state, line });
        }
    }

    fn close_callback(&mut self, at: Instant, thread: ThreadId) {
        let Some((index, callback)) = self.open.get_mut(&thread).and_then(|open| open.callback.take()) else { return };
        let known = &mut self.reading.loops[index];
        known.to = known.to.max(at);
        known.callbacks.push(Callback { to: at, ..callback });
    }

    fn close_step(&mut self, at: Instant, thread: ThreadId, then: Then) {
        let Some((index, from, ready)) = self.open.get_mut(&thread).and_then(|open| open.step.take()) else { return };
        // What became due while the step ran is due from its end on.
        if let Some(due) = self.readiness[index].at {
            self.readiness[index].at = Some(due.max(at));
        }
        let task = &mut self.reading.tasks[index];
        task.steps.push(Step { ready, from, to: at, thread, then });
        if matches!(then, Then::Done(_)) {
            task.to = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    #[test]
    fn a_task_that_sleeps_is_ready_when_its_timer_is_due_not_when_the_loop_notices() {
        let reading = Reading::of(&sample::blocking());
        let beat = reading.tasks.iter().find(|t| t.name == "beat A").unwrap();
        let late = beat.steps.iter().find(|s| s.from.since(s.ready).as_secs_f64() > 1.0).unwrap();
        assert!((late.ready.as_secs_f64() - 0.4).abs() < 0.002, "{late:?}");
        assert!((late.from.as_secs_f64() - 2.35).abs() < 0.002, "{late:?}");
    }

    #[test]
    fn a_callback_knows_the_task_whose_step_it_is() {
        let reading = Reading::of(&sample::blocking());
        let held =
            reading.main_loop().unwrap().callbacks.iter().find(|c| c.to.since(c.from).as_secs_f64() > 1.0).unwrap();
        assert_eq!(reading.tasks[held.task.unwrap()].name, "report");
    }

    #[test]
    fn a_job_knows_the_thread_that_ran_it() {
        let reading = Reading::of(&sample::offloaded());
        let (thread, from, to) = reading.jobs[0].ran.unwrap();
        assert_eq!(reading.thread(thread).unwrap().name, "asyncio_0");
        assert!((to.since(from).as_secs_f64() - 2.0).abs() < 0.002);
    }

    #[test]
    fn what_is_open_at_the_end_of_a_cut_trace_is_closed_there() {
        let mut trace = sample::blocking();
        trace.events.retain(|e| e.at < Instant::from_secs_f64(1.0));
        trace.end = Instant::from_secs_f64(1.0);
        let reading = Reading::of(&trace);
        let report = reading.tasks.iter().find(|t| t.name == "report").unwrap();
        assert_eq!(report.steps.last().unwrap().to, trace.end);
        assert_eq!(report.steps.last().unwrap().then, Then::Cut);
        assert_eq!(reading.main_loop().unwrap().callbacks.last().unwrap().to, trace.end);
    }
}
