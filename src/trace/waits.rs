//! Who waits for what, held by whom, since which line: told when nothing can ever run again.

use crate::numbered::{Number, Numbered};
use crate::syscall::{Key, Line, Note, ProcessId, Reason, TaskId, TaskWait, ThreadId};
use crate::trace::{Event, State, What};

/// How many waits are told one by one.
const TOLD: usize = 6;

/// Why nothing goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// For a person, in sentences.
    pub message: String,
    /// Where the first of those waits is.
    pub line: Option<Line>,
}

/// Explains why nothing can happen any more after these events.
pub fn explain(events: &[Event]) -> Told {
    let mut known = Known::default();
    for event in events {
        known.hear(event);
    }
    let mut waits = known.waits();
    waits.sort_by_key(|wait| wait.order);
    let line = waits.first().map(|wait| wait.line).filter(|line| line.line > 0);
    let mut message = "Nothing can ever run again".to_owned();
    let told: Vec<&str> = waits.iter().take(TOLD).map(|wait| &*wait.sentence).collect();
    if !told.is_empty() {
        message += ": ";
        message += &told.join("; ");
    }
    if waits.len() > TOLD {
        message += &format!("; and {} more wait", waits.len() - TOLD);
    }
    Told { message: message + ".", line }
}

/// A thread or a task, which can hold a lock and wait for one.
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

#[derive(Default)]
struct Known {
    threads: Numbered<ThreadId, Thread>,
    tasks: Numbered<(ProcessId, TaskId), Task>,
    locks: Numbered<(ProcessId, Key), Lock>,
    waits: Numbered<Who, (Key, Line)>,
}

struct Thread {
    process: ProcessId,
    name: String,
    state: Option<(State, Line)>,
}

struct Task {
    name: String,
    on: Option<(TaskWait, Line)>,
}

struct Lock {
    kind: String,
    made: Line,
    holder: Option<(Who, Line)>,
}

struct Wait {
    /// Locks that are held first, then what else is waited for.
    order: u8,
    line: Line,
    sentence: String,
}

impl Known {
    fn hear(&mut self, event: &Event) {
        let id = event.thread;
        match &event.what {
            What::ThreadStarted { process, name, .. } => {
                self.threads.insert(id, Thread { process: *process, name: name.clone(), state: None });
            }
            What::ThreadEnded => {
                self.threads.remove(&id);
            }
            What::State { state, line } => {
                if let Some(thread) = self.threads.get_mut(&id) {
                    thread.state = Some((*state, *line));
                }
            }
            What::Note(note) => {
                if let Some(process) = self.threads.get(&id).map(|thread| thread.process) {
                    self.note(process, id, note);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, process: ProcessId, id: ThreadId, note: &Note) {
        let who = |task: &Option<TaskId>| task.map_or(Who::Thread(id), |task| Who::Task(process, task));
        match note {
            Note::TaskCreated { task, name, .. } => {
                self.tasks.insert((process, *task), Task { name: name.clone(), on: None });
            }
            Note::StepWaits { task, on, line, .. } => {
                if let Some(task) = self.tasks.get_mut(&(process, *task)) {
                    task.on = Some((*on, *line));
                }
            }
            Note::StepDone { task, .. } => {
                self.tasks.remove(&(process, *task));
            }
            Note::LockCreated { key, kind, line } => {
                self.locks.insert((process, *key), Lock { kind: kind.clone(), made: *line, holder: None });
            }
            Note::LockWaits { key, task, line } => {
                self.waits.insert(who(task), (*key, *line));
            }
            Note::LockAcquired { key, task, line } => {
                self.waits.remove(&who(task));
                if let Some(lock) = self.locks.get_mut(&(process, *key)) {
                    lock.holder = Some((who(task), *line));
                }
            }
            Note::LockReleased { key, .. } => {
                if let Some(lock) = self.locks.get_mut(&(process, *key)) {
                    lock.holder = None;
                }
            }
            _ => {}
        }
    }

    fn waits(&self) -> Vec<Wait> {
        let threads = self.threads.iter().filter_map(|(id, thread)| self.thread_waits(*id, thread));
        let tasks = self.tasks.iter().filter_map(|((process, id), task)| self.task_waits(*process, *id, task));
        threads.chain(tasks).collect()
    }

    fn thread_waits(&self, id: ThreadId, thread: &Thread) -> Option<Wait> {
        let (state, line) = thread.state?;
        let State::Parked { key, reason, .. } = state else { return None };
        let who = Who::Thread(id);
        let name = &thread.name;
        if reason == Reason::Lock {
            let (key, line) = self.waits.get(&who).copied().unwrap_or((key, line));
            return Some(self.lock_wait(name, thread.process, key, line));
        }
        let what = match reason {
            Reason::Join => "another thread to end",
            Reason::Io => "an answer that never comes",
            Reason::Lock | Reason::Idle => return None,
        };
        Some(Wait { order: 2, line, sentence: format!("{name} waits{} for {what}", at(line)) })
    }

    fn task_waits(&self, process: ProcessId, id: TaskId, task: &Task) -> Option<Wait> {
        let (on, line) = task.on?;
        let name = format!("task {}", task.name);
        let what = match on {
            TaskWait::Lock(key) => {
                let (key, line) = self.waits.get(&Who::Task(process, id)).copied().unwrap_or((key, line));
                return Some(self.lock_wait(&name, process, key, line));
            }
            TaskWait::Task(other) => match self.tasks.get(&(process, other)) {
                Some(other) => format!("task {}", other.name),
                None => "another task".to_owned(),
            },
            TaskWait::Future => "a future that nobody completes".to_owned(),
            TaskWait::Job(_) => "a job in a pool".to_owned(),
            TaskWait::Io => "an answer that never comes".to_owned(),
            TaskWait::Sleep | TaskWait::Yield => return None,
        };
        Some(Wait { order: 1, line, sentence: format!("{name} waits{} for {what}", at(line)) })
    }

    fn lock_wait(&self, name: &str, process: ProcessId, key: Key, line: Line) -> Wait {
        let mut sentence = format!("{name} waits{} for ", at(line));
        let lock = self.locks.get(&(process, key));
        match lock {
            Some(lock) if lock.made.line > 0 => sentence += &format!("the {} of line {}", lock.kind, lock.made.line),
            Some(lock) => sentence += &format!("a {}", lock.kind),
            None => sentence += "a lock",
        }
        let holder = lock.and_then(|lock| lock.holder);
        if let Some((who, since)) = holder {
            sentence += &format!(", held by {} since line {}", self.name(who), since.line);
        }
        Wait { order: u8::from(holder.is_none()), line, sentence }
    }

    fn name(&self, who: Who) -> String {
        match who {
            Who::Thread(id) => {
                self.threads.get(&id).map_or("a thread that has ended".to_owned(), |thread| thread.name.clone())
            }
            Who::Task(process, id) => match self.tasks.get(&(process, id)) {
                Some(task) => format!("task {}", task.name),
                None => "a task that has ended".to_owned(),
            },
        }
    }
}

fn at(line: Line) -> String {
    if line.line > 0 { format!(" at line {}", line.line) } else { String::new() }
}
