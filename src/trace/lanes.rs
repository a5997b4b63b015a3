//! Lanes of the report: everything that has a life, and how long it was in which state.

use super::lane::{Group, Lane};
use super::mode::{Meter, Mode};
use super::report::{LaneKind, LaneReport};
use crate::numbered::{Number, Numbered};
use crate::syscall::{JobId, Key, LoopId, Note, PoolId, ProcessId, TaskId, TaskWait, ThreadId};
use crate::time::Instant;
use crate::trace::{Event, State, What};

/// Reads events and keeps a meter for each lane.
#[derive(Default)]
pub struct LaneReader {
    lanes: Vec<Lane>,
    processes: Numbered<ProcessId, Group>,
    threads: Numbered<ThreadId, Thread>,
    loops: Numbered<(ProcessId, LoopId), Loop>,
    tasks: Numbered<(ProcessId, TaskId), Task>,
    pools: Numbered<(ProcessId, PoolId), Group>,
    locks: Numbered<(ProcessId, Key), Lock>,
    waits: Numbered<Who, (ProcessId, Key)>,
}

struct Thread {
    lane: usize,
    process: ProcessId,
    mode: Mode,
    /// The loop that it runs.
    event_loop: Option<(ProcessId, LoopId)>,
    /// The steps that it is in, outermost first.
    steps: Vec<usize>,
    /// The job that it does.
    job: Option<(PoolId, JobId)>,
    /// The last timer that it set for nobody in particular.
    timer: Option<Instant>,
}

struct Loop {
    lane: usize,
    /// Its meter after its last pass.
    committed: (Meter, Instant),
    /// A pass is over and neither a select nor another pass has followed: if that remains so, the pass was its end.
    between: bool,
}

struct Task {
    lane: usize,
    /// Until when it sleeps, as far as is known.
    asleep_until: Option<Instant>,
}

struct Lock {
    lane: usize,
    held: bool,
    waiters: u32,
}

/// Who can wait for a lock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Thread(ThreadId),
    Task(ProcessId, TaskId),
}

impl Number for Who {
    fn numbers(self) -> (u64, u64) {
        match self {
            Who::Thread(id) => (0, id.0.into()),
            // Processes count from 1.
            Who::Task(process, id) => (process.0.into(), id.0.into()),
        }
    }
}

impl LaneReader {
    /// Reads the next event.
    pub fn read(&mut self, event: &Event) {
        let (at, id) = (event.at, event.thread);
        match &event.what {
            What::ThreadStarted { process, name, .. } => self.start_thread(at, id, *process, name),
            What::ThreadEnded => self.end_thread(at, id),
            What::State { state, .. } => self.state(at, id, *state),
            What::Note(note) => {
                if let Some(process) = self.threads.get(&id).map(|thread| thread.process) {
                    self.note(at, id, process, note);
                }
            }
            _ => {}
        }
    }

    /// All lanes at the end of the trace.
    pub fn finish(mut self, end: Instant) -> Vec<LaneReport> {
        for known in self.loops.values() {
            if known.between {
                let lane = &mut self.lanes[known.lane];
                (lane.meter, lane.end) = (known.committed.0.clone(), Some(known.committed.1));
            }
        }
        self.lanes.iter().zip(1..).map(|(lane, id)| lane.report(id, end)).collect()
    }

    fn add(&mut self, at: Instant, mode: Mode, lane: Lane) -> usize {
        self.lanes.push(Lane { meter: Meter::new(at, mode), ..lane });
        self.lanes.len() - 1
    }

    fn lane(&self, kind: LaneKind, name: String, thread: ThreadId, parent: Option<usize>) -> Lane {
        let known = self.threads.get(&thread);
        let of_thread = known.map_or("", |known| &self.lanes[known.lane].name).to_owned();
        Lane::new(kind, name, known.map_or(ProcessId(1), |known| known.process), of_thread, parent)
    }

    fn start_thread(&mut self, at: Instant, id: ThreadId, process: ProcessId, name: &str) {
        if !self.processes.contains_key(&process) {
            let lane = Lane::new(LaneKind::Process, format!("process {}", process.0), process, name.to_owned(), None);
            let lane = self.add(at, Mode::WaitingCore, lane);
            self.processes.insert(process, Group::new(lane));
        }
        let parent = self.processes[&process].lane;
        let lane = Lane::new(LaneKind::Thread, name.to_owned(), process, name.to_owned(), Some(parent));
        let mode = Mode::WaitingCore;
        let lane = self.add(at, mode, lane);
        let thread = Thread { lane, process, mode, event_loop: None, steps: Vec::new(), job: None, timer: None };
        self.threads.insert(id, thread);
        if let Some(group) = self.processes.get_mut(&process) {
            group.join(&mut self.lanes, at, mode);
        }
    }

    fn end_thread(&mut self, at: Instant, id: ThreadId) {
        let Some(thread) = self.threads.get(&id) else { return };
        self.lanes[thread.lane].end = Some(at);
        if let Some(known) = thread.event_loop.and_then(|key| self.loops.get(&key)).filter(|known| !known.between) {
            self.lanes[known.lane].end = Some(at);
        }
        for &lane in &thread.steps {
            self.lanes[lane].end = Some(at);
        }
        if let Some(group) = self.processes.get_mut(&thread.process) {
            group.leave(&mut self.lanes, at, thread.mode);
            if group.members == 0 {
                self.lanes[group.lane].end = Some(at);
            }
        }
        if let Some((pool, _)) = thread.job
            && let Some(group) = self.pools.get_mut(&(thread.process, pool))
        {
            group.leave(&mut self.lanes, at, thread.mode);
        }
    }

    fn state(&mut self, at: Instant, id: ThreadId, state: State) {
        let mode = Mode::of_thread(state);
        let Some(thread) = self.threads.get_mut(&id) else { return };
        let before = std::mem::replace(&mut thread.mode, mode);
        self.lanes[thread.lane].meter.set(at, mode);
        if let Some(group) = self.processes.get_mut(&thread.process) {
            group.change(&mut self.lanes, at, before, mode);
        }
        if let Some((pool, _)) = thread.job
            && let Some(group) = self.pools.get_mut(&(thread.process, pool))
        {
            group.change(&mut self.lanes, at, before, mode);
        }
        for &lane in &thread.steps {
            self.lanes[lane].meter.set(at, mode);
        }
        if let Some(known) = thread.event_loop.and_then(|key| self.loops.get_mut(&key)) {
            self.lanes[known.lane].meter.set(at, mode);
            if state == State::Selecting {
                known.between = false;
            }
        }
        if state == State::Running {
            self.wait_ends(at, Who::Thread(id));
        }
    }

    fn note(&mut self, at: Instant, id: ThreadId, process: ProcessId, note: &Note) {
        match note {
            Note::LoopCreated { id: loop_id, .. } => {
                let number = self.loops.keys().filter(|(of, _)| *of == process).count() + 1;
                let thread = &self.threads[&id];
                let lane = self.lane(LaneKind::Loop, format!("loop {number}"), id, Some(thread.lane));
                let mode = thread.mode;
                let lane = self.add(at, mode, lane);
                let committed = (self.lanes[lane].meter.clone(), at);
                self.loops.insert((process, *loop_id), Loop { lane, committed, between: true });
                self.run_loop(id, (process, *loop_id));
            }
            Note::TickBegin { id: loop_id, .. } => {
                self.run_loop(id, (process, *loop_id));
                if let Some(known) = self.loops.get_mut(&(process, *loop_id)) {
                    known.between = false;
                }
            }
            Note::TickEnd { id: loop_id } => {
                if let Some(known) = self.loops.get_mut(&(process, *loop_id)) {
                    known.between = true;
                    known.committed = (self.lanes[known.lane].meter.clone(), at);
                }
            }
            Note::TaskCreated { task, id: loop_id, name, .. } => {
                let parent = self.loops.get(&(process, *loop_id)).map(|known| known.lane);
                let lane = self.lane(LaneKind::Task, name.to_string(), id, parent);
                let lane = self.add(at, Mode::Idle, lane);
                self.tasks.insert((process, *task), Task { lane, asleep_until: None });
            }
            Note::StepBegin { task } => self.begin_step(at, id, process, *task),
            Note::StepWaits { task, on, .. } => self.end_step(at, id, process, *task, Some(*on)),
            Note::StepDone { task, .. } => self.end_step(at, id, process, *task, None),
            Note::TaskWakes { task } => {
                if let Some(task) = self.tasks.get_mut(&(process, *task)) {
                    let ready = task.asleep_until.take().map_or(at, |due| due.min(at));
                    let meter = &mut self.lanes[task.lane].meter;
                    meter.set(ready.max(meter.since()), Mode::Idle);
                }
            }
            Note::CallbackDue { due, task: None, .. } => {
                if let Some(thread) = self.threads.get_mut(&id) {
                    thread.timer = Some(*due);
                }
            }
            Note::PoolCreated { pool, name, .. } => {
                let parent = self.processes.get(&process).map(|group| group.lane);
                let lane = self.lane(LaneKind::Pool, name.clone(), id, parent);
                let lane = self.add(at, Mode::Idle, lane);
                self.pools.insert((process, *pool), Group::new(lane));
            }
            Note::JobBegin { pool, job } => {
                let Some(thread) = self.threads.get_mut(&id) else { return };
                thread.job = Some((*pool, *job));
                if let Some(group) = self.pools.get_mut(&(process, *pool)) {
                    group.join(&mut self.lanes, at, thread.mode);
                }
            }
            Note::JobEnd { pool, .. } => {
                let Some(thread) = self.threads.get_mut(&id) else { return };
                thread.job = None;
                if let Some(group) = self.pools.get_mut(&(process, *pool)) {
                    group.leave(&mut self.lanes, at, thread.mode);
                }
            }
            Note::LockCreated { key, kind, line } => {
                let parent = self.processes.get(&process).map(|group| group.lane);
                let lane = self.lane(LaneKind::Lock, format!("{kind}, line {}", line.line), id, parent);
                let lane = self.add(at, Mode::Idle, lane);
                self.locks.insert((process, *key), Lock { lane, held: false, waiters: 0 });
            }
            Note::LockWaits { key, task, .. } => {
                let who = task.map_or(Who::Thread(id), |task| Who::Task(process, task));
                self.wait_ends(at, who);
                self.waits.insert(who, (process, *key));
                self.lock(at, (process, *key), |lock| lock.waiters += 1);
            }
            Note::LockAcquired { key, task, .. } => {
                self.wait_ends(at, task.map_or(Who::Thread(id), |task| Who::Task(process, task)));
                self.lock(at, (process, *key), |lock| lock.held = true);
            }
            Note::LockReleased { key, .. } => self.lock(at, (process, *key), |lock| lock.held = false),
            _ => {}
        }
    }

    /// The thread runs that loop from now on.
    fn run_loop(&mut self, id: ThreadId, key: (ProcessId, LoopId)) {
        if let Some(thread) = self.threads.get_mut(&id) {
            thread.event_loop = Some(key);
        }
    }

    fn begin_step(&mut self, at: Instant, id: ThreadId, process: ProcessId, task: TaskId) {
        self.wait_ends(at, Who::Task(process, task));
        let Some(thread) = self.threads.get_mut(&id) else { return };
        thread.timer = None;
        let Some(task) = self.tasks.get_mut(&(process, task)) else { return };
        let meter = &mut self.lanes[task.lane].meter;
        if let Some(due) = task.asleep_until.take().filter(|due| *due < at) {
            meter.set(due.max(meter.since()), Mode::Idle);
        }
        meter.set(at, thread.mode);
        thread.steps.push(task.lane);
    }

    fn end_step(&mut self, at: Instant, id: ThreadId, process: ProcessId, task: TaskId, on: Option<TaskWait>) {
        let Some(thread) = self.threads.get_mut(&id) else { return };
        let Some(known) = self.tasks.get_mut(&(process, task)) else { return };
        thread.steps.retain(|&lane| lane != known.lane);
        let lane = &mut self.lanes[known.lane];
        match on {
            Some(on) => {
                lane.meter.set(at, Mode::of_task(on));
                known.asleep_until = thread.timer.take().filter(|_| on == TaskWait::Sleep);
            }
            None => {
                lane.end = Some(at);
                self.tasks.remove(&(process, task));
            }
        }
    }

    fn lock(&mut self, at: Instant, key: (ProcessId, Key), change: impl FnOnce(&mut Lock)) {
        let Some(lock) = self.locks.get_mut(&key) else { return };
        change(lock);
        let mode = match lock {
            Lock { waiters: 1.., .. } => Mode::WaitingLock,
            Lock { held: true, .. } => Mode::Running,
            Lock { .. } => Mode::Idle,
        };
        self.lanes[lock.lane].meter.set(at, mode);
    }

    /// Whether it got the lock or gave up: it does not wait any more.
    fn wait_ends(&mut self, at: Instant, who: Who) {
        if let Some(key) = self.waits.remove(&who) {
            self.lock(at, key, |lock| lock.waiters = lock.waiters.saturating_sub(1));
        }
    }
}
