//! A trace, read once for all rules: who did what from when to when.

use crate::numbered::{Number, Numbered};
use crate::syscall::{JobId, Key, Line, LoopId, Note, PoolId, ProcessId, Stream, TaskEnd, TaskId, TaskWait, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::{Event, State, Trace, What};
use std::collections::BTreeMap;

/// Index of something in its list of the story.
pub type Index = usize;

/// What happened, by kind. All lists are in order of beginning.
#[derive(Default)]
pub struct Story {
    /// Threads.
    pub threads: Vec<Thread>,
    /// Event loops.
    pub loops: Vec<Loop>,
    /// Callbacks that loops ran, task steps among them.
    pub turns: Vec<Turn>,
    /// Steps of tasks.
    pub steps: Vec<Step>,
    /// Tasks.
    pub tasks: Vec<Task>,
    /// Stretches in which a thread was in one state on one line.
    pub stints: Vec<Stint>,
    /// Pools.
    pub pools: Vec<Pool>,
    /// Jobs of pools.
    pub jobs: Vec<Job>,
    /// Locks and their like.
    pub locks: Vec<Lock>,
    /// Times that somebody held a lock, or waited for it in vain.
    pub grips: Vec<Grip>,
    /// Callbacks queued by a thread other than the loop's while that loop was in its select.
    pub strays: Vec<Stray>,
    /// Requests to cancel a task that was not done.
    pub cancels: Vec<Cancel>,
    /// Task steps that were due on a loop and never begun.
    pub never: Vec<(Index, Instant)>,
    /// Lines written to stderr.
    pub errors: Vec<(Instant, String)>,
    /// When it was over.
    pub end: Instant,
}

/// A thread.
pub struct Thread {
    /// Its process.
    pub process: ProcessId,
    /// Its name.
    pub name: String,
    /// Who started it.
    pub parent: Option<ThreadId>,
    /// When it started.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// Whether it ended.
    pub ended: bool,
    /// The state that it was in last, and its line.
    pub last: Option<(State, Line)>,
}

/// An event loop.
pub struct Loop {
    /// Its process.
    pub process: ProcessId,
    /// Its selector.
    pub key: Key,
    /// The thread that it runs on.
    pub thread: ThreadId,
}

/// A callback, from its beginning to its end.
pub struct Turn {
    /// The loop.
    pub on: Index,
    /// The pass of the loop.
    pub pass: u32,
    /// When it was due.
    pub due: Instant,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// Whether a timer made it due.
    pub timer: bool,
    /// Whether it ended before the trace did.
    pub ended: bool,
    /// The task whose step it is.
    pub task: Option<Index>,
    /// Its stints, of turns of 1 ms and more.
    pub stints: Vec<Index>,
}

/// A step of a task.
pub struct Step {
    /// The task.
    pub task: Index,
    /// Its thread.
    pub thread: ThreadId,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// What it had waited for, where and since when.
    pub after: Option<Wait>,
    /// How it ended.
    pub end: StepEnd,
}

/// A wait of a task.
#[derive(Clone, Copy)]
pub struct Wait {
    /// For what.
    pub on: TaskWait,
    /// Where.
    pub line: Line,
    /// Since when.
    pub since: Instant,
}

/// How a step ended.
#[derive(Clone, Copy, PartialEq)]
pub enum StepEnd {
    /// It waits, there.
    Waits(TaskWait, Line),
    /// The task was done.
    Done(TaskEnd),
    /// The trace ended first.
    Cut,
}

/// A task.
pub struct Task {
    /// Its process.
    pub process: ProcessId,
    /// Its number.
    pub id: TaskId,
    /// Its loop.
    pub on: Index,
    /// Its name.
    pub name: String,
    /// Its coroutine's qualified name.
    pub coroutine: String,
    /// Where it was made.
    pub line: Line,
    /// When.
    pub from: Instant,
    /// Its first step.
    pub begun: Option<Instant>,
    /// When and how it ended.
    pub end: Option<(Instant, TaskEnd)>,
    /// What it waits for; in the end what it waited for last.
    pub wait: Option<Wait>,
    /// Its steps.
    pub steps: Vec<Index>,
}

/// A stretch in which a thread was in one state on one line.
#[derive(Clone, Copy)]
pub struct Stint {
    /// The thread.
    pub thread: ThreadId,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// In what state.
    pub state: State,
    /// On which line.
    pub line: Line,
    /// In which turn.
    pub turn: Option<Index>,
    /// In which job.
    pub job: Option<Index>,
}

/// A pool.
pub struct Pool {
    /// Its name.
    pub name: String,
    /// The most threads that it has.
    pub size: u32,
}

/// A job.
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// Its pool.
    pub pool: Index,
    /// The function.
    pub name: String,
    /// The task that submitted it.
    pub task: Option<Index>,
    /// The job whose thread submitted it.
    pub outer: Option<Index>,
    /// Where it was submitted.
    pub line: Line,
    /// When.
    pub at: Instant,
    /// When it began, and on which thread.
    pub begun: Option<(Instant, ThreadId)>,
    /// When it ended.
    pub end: Option<Instant>,
    /// The stints that its thread spent on it.
    pub stints: Vec<Index>,
}

/// A lock or its like.
pub struct Lock {
    /// What it is.
    pub kind: String,
    /// Where it was made.
    pub line: Line,
}

/// Who can hold a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A thread.
    Thread(ThreadId),
    /// A task, by its place in the story.
    Task(Index),
}

impl Number for Who {
    fn numbers(self) -> (u64, u64) {
        match self {
            Who::Thread(id) => (0, id.0.into()),
            Who::Task(index) => (1, index as u64),
        }
    }
}

impl Lock {
    /// Whether it is there to keep others out.
    pub fn is_exclusive(&self) -> bool {
        matches!(&*self.kind, "Lock" | "RLock" | "Condition" | "asyncio.Lock") || self.kind.ends_with("Semaphore")
    }
}

/// A lock held, or waited for in vain.
pub struct Grip {
    /// The lock.
    pub lock: Index,
    /// By whom.
    pub who: Who,
    /// The thread it happened on.
    pub thread: ThreadId,
    /// Where it was asked for.
    pub line: Line,
    /// When it was asked for.
    pub asked: Instant,
    /// Whether it had to wait.
    pub waited: bool,
    /// When it was got.
    pub got: Option<Instant>,
    /// When it was given back.
    pub back: Option<Instant>,
    /// The other locks that the same one held when it asked, as grips.
    pub holding: Vec<Index>,
}

/// A callback queued from a foreign thread while the loop was in its select.
pub struct Stray {
    /// The loop.
    pub on: Index,
    /// Who queued it.
    pub thread: ThreadId,
    /// When.
    pub at: Instant,
    /// Where that thread was seen next.
    pub line: Line,
    /// Whether the loop was woken for it.
    pub woken: bool,
    /// When the loop noticed.
    pub noticed: Option<Instant>,
}

/// A request to cancel a task.
pub struct Cancel {
    /// The task.
    pub task: Index,
    /// When.
    pub at: Instant,
}

impl Stint {
    /// How long it was.
    pub fn lasted(&self) -> Duration {
        self.to.since(self.from)
    }
}

impl Turn {
    /// How long it held the loop.
    pub fn lasted(&self) -> Duration {
        self.to.since(self.from)
    }
}

impl Story {
    /// Reads a trace.
    pub fn of(trace: &Trace) -> Self {
        let mut reader = Reader::default();
        for event in &trace.events {
            reader.read(event);
        }
        reader.finish(trace.end)
    }

    /// A thread.
    pub fn thread(&self, id: ThreadId) -> &Thread {
        &self.threads[id.0 as usize - 1]
    }

    /// The steps of a task.
    pub fn steps_of(&self, task: Index) -> impl Iterator<Item = &Step> {
        self.tasks[task].steps.iter().map(|&step| &self.steps[step])
    }

    /// What a pool's threads did for a job.
    pub fn stints_of_job(&self, job: Index) -> impl Iterator<Item = &Stint> {
        self.jobs[job].stints.iter().map(|&stint| &self.stints[stint])
    }
}

/// What a thread is at.
#[derive(Default)]
struct At {
    process: Option<ProcessId>,
    since: Instant,
    state: Option<State>,
    line: Line,
    turn: Option<Index>,
    job: Option<Index>,
    /// Steps, outermost first.
    steps: Vec<Index>,
    /// Strays whose line is not known.
    strays: Vec<Index>,
}

#[derive(Default)]
struct Reader {
    story: Story,
    at: Vec<At>,
    loops: Numbered<(ProcessId, LoopId), Index>,
    tasks: Numbered<(ProcessId, TaskId), Index>,
    pools: Numbered<(ProcessId, PoolId), Index>,
    jobs: Numbered<(ProcessId, JobId), Index>,
    locks: Numbered<(ProcessId, Key), Index>,
    /// Grips that go on, by who has them or waits for them.
    mine: Numbered<Who, Vec<Index>>,
    /// Who has each lock, as grips.
    held: Vec<Vec<Index>>,
    due: Numbered<(ProcessId, TaskId), (Index, Instant)>,
    passes: Vec<u32>,
    selecting: Vec<bool>,
    /// How many timers are set on a loop for a moment.
    timers: BTreeMap<(Index, Instant), u32>,
    /// Strays that no pass has noticed.
    unnoticed: Vec<Index>,
    text: String,
}

impl Reader {
    fn read(&mut self, event: &Event) {
        let (at, id) = (event.at, event.thread);
        let place = (id.0 as usize).saturating_sub(1);
        match &event.what {
            What::ThreadStarted { process, name, parent } => {
                while self.at.len() <= place {
                    self.at.push(At::default());
                    let thread = Thread {
                        process: *process,
                        name: name.clone(),
                        parent: *parent,
                        from: at,
                        to: at,
                        ended: false,
                        last: None,
                    };
                    self.story.threads.push(thread);
                }
                self.at[place].process = Some(*process);
                self.at[place].since = at;
            }
            _ if place >= self.at.len() => {}
            What::ThreadEnded => {
                let line = self.at[place].line;
                self.mark(at, id, line);
                self.at[place].state = None;
                (self.story.threads[place].to, self.story.threads[place].ended) = (at, true);
            }
            What::State { state, line } => {
                self.mark(at, id, *line);
                let known = &mut self.at[place];
                (known.state, known.line) = (Some(*state), *line);
                self.story.threads[place].last = Some((*state, *line));
                for stray in std::mem::take(&mut known.strays) {
                    self.story.strays[stray].line = *line;
                }
                for index in 0..self.story.loops.len() {
                    if self.story.loops[index].thread == id {
                        self.selecting[index] = *state == State::Selecting;
                    }
                }
            }
            What::Woke { key, .. } => {
                let process = self.at[place].process;
                for &stray in &self.unnoticed {
                    let stray = &mut self.story.strays[stray];
                    let on = &self.story.loops[stray.on];
                    stray.woken |= on.key == *key && Some(on.process) == process && stray.thread == id;
                }
            }
            What::Output { stream: Stream::Stderr, text } => {
                self.text.push_str(text);
                while let Some(end) = self.text.find('\n') {
                    let line: String = self.text.drain(..=end).collect();
                    self.story.errors.push((at, line.trim_end().to_owned()));
                }
            }
            What::Note(note) => {
                if let Some(process) = self.at[place].process {
                    self.note(at, id, process, note);
                }
            }
            _ => {}
        }
    }

    /// The time of a thread since its last mark was spent: running, on the line where it is now; else where its state began.
    fn mark(&mut self, at: Instant, id: ThreadId, line: Line) {
        let known = &mut self.at[id.0 as usize - 1];
        let since = std::mem::replace(&mut known.since, at);
        let Some(state) = known.state else { return };
        let on = if state == State::Running { line } else { known.line };
        if state == State::Running {
            known.line = line;
        }
        if at <= since {
            return;
        }
        let (turn, job) = (known.turn, known.job);
        let last = self.story.stints.last_mut().filter(|last| {
            (last.thread, last.to, last.state, last.line) == (id, since, state, on)
                && (last.turn, last.job) == (turn, job)
        });
        match last {
            Some(last) => last.to = at,
            None => self.story.stints.push(Stint { thread: id, from: since, to: at, state, line: on, turn, job }),
        }
    }

    fn note(&mut self, at: Instant, id: ThreadId, process: ProcessId, note: &Note) {
        let place = id.0 as usize - 1;
        match note {
            Note::LoopCreated { id: number, key } => {
                self.loops.insert((process, *number), self.story.loops.len());
                self.story.loops.push(Loop { process, key: *key, thread: id });
                self.passes.push(0);
                self.selecting.push(false);
            }
            Note::TickBegin { id: number, .. } => {
                let Some(&on) = self.loops.get(&(process, *number)) else { return };
                self.story.loops[on].thread = id;
                self.passes[on] += 1;
                self.selecting[on] = false;
                let strays = &mut self.story.strays;
                self.unnoticed.retain(|&stray| {
                    if strays[stray].on == on {
                        strays[stray].noticed = Some(at);
                    }
                    strays[stray].on != on
                });
            }
            Note::CallbackDue { id: number, due, task } => {
                let Some(&on) = self.loops.get(&(process, *number)) else { return };
                if let Some(task) = task {
                    self.due.insert((process, *task), (on, *due));
                }
                if *due > at {
                    *self.timers.entry((on, *due)).or_default() += 1;
                }
                if self.story.loops[on].thread != id && self.selecting[on] {
                    let stray = self.story.strays.len();
                    let line = self.at[place].line;
                    self.story.strays.push(Stray { on, thread: id, at, line, woken: false, noticed: None });
                    self.unnoticed.push(stray);
                    self.at[place].strays.push(stray);
                }
            }
            Note::CallbackBegin { id: number, due, .. } => {
                let Some(&on) = self.loops.get(&(process, *number)) else { return };
                let line = self.at[place].line;
                self.mark(at, id, line);
                let timer = self.take_timer(on, *due);
                self.at[place].turn = Some(self.story.turns.len());
                self.story.turns.push(Turn {
                    on,
                    pass: self.passes[on],
                    due: *due,
                    from: at,
                    to: at,
                    timer,
                    ended: false,
                    task: None,
                    stints: Vec::new(),
                });
            }
            Note::CallbackSkipped { id: number, due } => {
                let Some(&on) = self.loops.get(&(process, *number)) else { return };
                self.take_timer(on, *due);
            }
            Note::CallbackEnd { .. } => {
                let line = self.at[place].line;
                self.mark(at, id, line);
                if let Some(turn) = self.at[place].turn.take() {
                    let turn = &mut self.story.turns[turn];
                    (turn.to, turn.ended) = (at, true);
                }
            }
            Note::TaskCreated { task, id: number, name, coroutine, line, .. } => {
                let Some(&on) = self.loops.get(&(process, *number)) else { return };
                self.tasks.insert((process, *task), self.story.tasks.len());
                self.story.tasks.push(Task {
                    process,
                    id: *task,
                    on,
                    name: name.clone(),
                    coroutine: coroutine.clone(),
                    line: *line,
                    from: at,
                    begun: None,
                    end: None,
                    wait: None,
                    steps: Vec::new(),
                });
            }
            Note::StepBegin { task } => {
                self.due.remove(&(process, *task));
                let Some(&task) = self.tasks.get(&(process, *task)) else { return };
                let step = self.story.steps.len();
                let known = &mut self.story.tasks[task];
                known.begun.get_or_insert(at);
                known.steps.push(step);
                self.story.steps.push(Step {
                    task,
                    thread: id,
                    from: at,
                    to: at,
                    after: known.wait,
                    end: StepEnd::Cut,
                });
                if let (Some(turn), []) = (self.at[place].turn, &self.at[place].steps[..]) {
                    self.story.turns[turn].task = Some(task);
                }
                self.at[place].steps.push(step);
            }
            Note::StepWaits { task, on, line, .. } => {
                self.mark(at, id, *line);
                let Some(&task) = self.tasks.get(&(process, *task)) else { return };
                self.story.tasks[task].wait = Some(Wait { on: *on, line: *line, since: at });
                self.end_step(at, place, StepEnd::Waits(*on, *line));
            }
            Note::StepDone { task, how } => {
                let Some(&task) = self.tasks.get(&(process, *task)) else { return };
                let known = &mut self.story.tasks[task];
                known.end = Some((at, *how));
                self.end_step(at, place, StepEnd::Done(*how));
            }
            Note::LockCreated { key, kind, line } => {
                self.locks.insert((process, *key), self.story.locks.len());
                self.held.push(Vec::new());
                self.story.locks.push(Lock { kind: kind.clone(), line: *line });
            }
            Note::LockWaits { key, task, line } => self.lock(at, id, process, (*key, *task, *line), Asks::Waits),
            Note::LockAcquired { key, task, line } => self.lock(at, id, process, (*key, *task, *line), Asks::Gets),
            Note::LockReleased { key, task } => {
                let Some(&lock) = self.locks.get(&(process, *key)) else { return };
                let who = self.who(id, process, *task);
                let grips = &mut self.story.grips;
                let held = &mut self.held[lock];
                let mine = held.iter().position(|&grip| grips[grip].who == who).or((!held.is_empty()).then_some(0));
                if let Some(place) = mine {
                    let grip = held.remove(place);
                    grips[grip].back = Some(at);
                    if let Some(mine) = self.mine.get_mut(&grips[grip].who) {
                        mine.retain(|&other| other != grip);
                    }
                }
            }
            Note::PoolCreated { pool, name, size } => {
                self.pools.insert((process, *pool), self.story.pools.len());
                self.story.pools.push(Pool { name: name.clone(), size: *size });
            }
            Note::JobSubmitted { pool, job, name, task, line } => {
                let Some(&pool) = self.pools.get(&(process, *pool)) else { return };
                self.jobs.insert((process, *job), self.story.jobs.len());
                let task = task.and_then(|task| self.tasks.get(&(process, task)).copied());
                let outer = self.at[place].job;
                // A task made of `to_thread` itself has no line of its own.
                let of_task = task.map(|task| &self.story.tasks[task]).filter(|task| task.coroutine == "to_thread");
                let (name, line) = (name.clone(), of_task.map_or(*line, |task| task.line));
                self.story.jobs.push(Job {
                    id: *job,
                    pool,
                    name,
                    task,
                    outer,
                    line,
                    at,
                    begun: None,
                    end: None,
                    stints: Vec::new(),
                });
            }
            Note::JobBegin { job, .. } => {
                let line = self.at[place].line;
                self.mark(at, id, line);
                let Some(&job) = self.jobs.get(&(process, *job)) else { return };
                self.story.jobs[job].begun = Some((at, id));
                self.at[place].job = Some(job);
            }
            Note::JobEnd { job, .. } => {
                let line = self.at[place].line;
                self.mark(at, id, line);
                let Some(&job) = self.jobs.get(&(process, *job)) else { return };
                self.story.jobs[job].end = Some(at);
                self.at[place].job = None;
            }
            Note::At { line } => self.mark(at, id, *line),
            Note::CancelRequested { task, .. } => {
                if let Some(&task) = self.tasks.get(&(process, *task)) {
                    self.story.cancels.push(Cancel { task, at });
                }
            }
            Note::TickEnd { .. }
            | Note::TaskWakes { .. }
            | Note::TaskNamed { .. }
            | Note::StackSeen { .. }
            | Note::TaskAwaited { .. } => {}
        }
    }

    fn end_step(&mut self, at: Instant, place: usize, end: StepEnd) {
        if let Some(step) = self.at[place].steps.pop() {
            let step = &mut self.story.steps[step];
            (step.to, step.end) = (at, end);
        }
    }

    fn who(&self, id: ThreadId, process: ProcessId, task: Option<TaskId>) -> Who {
        let task = task.and_then(|task| self.tasks.get(&(process, task)));
        task.map_or(Who::Thread(id), |&task| Who::Task(task))
    }

    fn lock(
        &mut self,
        at: Instant,
        thread: ThreadId,
        process: ProcessId,
        (key, task, line): (Key, Option<TaskId>, Line),
        asks: Asks,
    ) {
        let Some(&lock) = self.locks.get(&(process, key)) else { return };
        if !self.story.locks[lock].is_exclusive() {
            return;
        }
        let who = self.who(thread, process, task);
        let grips = &mut self.story.grips;
        let mine = self.mine.get_or_insert_with(who, Vec::new);
        let waiting = mine.iter().position(|&grip| grips[grip].lock == lock && grips[grip].got.is_none());
        if let (Asks::Gets, Some(place)) = (asks, waiting) {
            grips[mine[place]].got = Some(at);
            self.held[lock].push(mine[place]);
            return;
        }
        // A wait that was given up.
        if let Some(place) = waiting {
            mine.remove(place);
        }
        let holding =
            mine.iter().copied().filter(|&grip| grips[grip].got.is_some() && grips[grip].lock != lock).collect();
        let waited = asks == Asks::Waits;
        let grip = grips.len();
        mine.push(grip);
        if !waited {
            self.held[lock].push(grip);
        }
        let got = (!waited).then_some(at);
        grips.push(Grip { lock, who, thread, line, asked: at, waited, got, back: None, holding });
    }

    fn take_timer(&mut self, on: Index, due: Instant) -> bool {
        let Some(count) = self.timers.get_mut(&(on, due)) else { return false };
        *count -= 1;
        if *count == 0 {
            self.timers.remove(&(on, due));
        }
        true
    }

    fn finish(mut self, end: Instant) -> Story {
        for place in 0..self.at.len() {
            let line = self.at[place].line;
            self.mark(end, ThreadId(place as u32 + 1), line);
            if let Some(turn) = self.at[place].turn {
                self.story.turns[turn].to = end;
            }
            for &step in &self.at[place].steps {
                self.story.steps[step].to = end;
            }
            if !self.story.threads[place].ended {
                self.story.threads[place].to = end;
            }
        }
        for (index, stint) in self.story.stints.iter().enumerate() {
            if let Some(turn) = stint.turn.map(|turn| &mut self.story.turns[turn])
                && turn.lasted() >= Duration::from_millis(1)
            {
                turn.stints.push(index);
            }
            if let Some(job) = stint.job {
                self.story.jobs[job].stints.push(index);
            }
        }
        self.story.never = self.due.values().copied().collect();
        self.story.end = end;
        self.story
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Waits,
    Gets,
}
