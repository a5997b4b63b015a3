//! Lanes: one line of the picture for each task and each thread, with what it does from when to when.
//!
//! States are told by shape first (mock/LOOK.md): a full box has the CPU or the loop, a three-quarter box works without
//! the GIL, a hatched box wants to run and cannot, a thin line waits by choice.

use super::bins::Index;
use super::heartbeat::HOLD;
use super::labels;
use super::reading::{Job, Party, Reading, Step, Stretch, Task, Then, Thread};
use crate::syscall::{Line, ProcessId, Reason, TaskWait, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::State;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A wait for the loop that is shorter than this is how an event loop works, not worth a shape.
const LATE: Duration = Duration::from_millis(1);

/// One line of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// What it is a lane of.
    pub kind: LaneKind,
    /// What is written beside it; unique within a picture.
    pub name: String,
    /// The same where there is little room.
    pub short: String,
    /// In order, and not overlapping, except inputs; what is not covered did not exist or was not ready.
    pub spans: Vec<Span>,
    /// For looking at many of them from afar.
    pub index: Index,
    /// Whose it is, when it is somebody's.
    pub of: Option<Party>,
    /// Of a run that ended in a deadlock: what it would do for ever.
    pub endless: Option<Doing>,
}

impl Lane {
    fn new(kind: LaneKind, name: impl Into<String>, short: impl Into<String>, spans: Vec<Span>) -> Self {
        let index = Index::of(&spans);
        Self { kind, name: name.into(), short: short.into(), spans, index, of: None, endless: None }
    }

    fn of(self, party: Party) -> Self {
        Self { of: Some(party), ..self }
    }
}

/// What a lane is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKind {
    /// What somebody did to the page.
    You,
    /// An asyncio task.
    Task,
    /// Callbacks of the loop that are no task's steps and keep it.
    Callbacks,
    /// A thread.
    Thread,
    /// The GIL of a process: who holds it.
    Gil,
}

/// A state for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Since.
    pub from: Instant,
    /// Until.
    pub to: Instant,
    /// What.
    pub doing: Doing,
    /// Where in the visitor's code.
    pub line: Line,
    /// What it does, for a label: the name of a job; on the GIL's lane who holds it.
    pub job: Option<Rc<str>>,
}

/// What somebody does, as the picture distinguishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// Has a core and, where there is one, the GIL; a task: has the loop.
    Runs,
    /// Has the loop for longer than [`HOLD`].
    KeepsLoop,
    /// Works or blocks outside of the interpreter, without the GIL.
    OffGil,
    /// Wants to run and cannot.
    Wants(Wanted),
    /// Waits by choice.
    Waits(Awaited),
    /// An input, from when it was made until it was heard.
    Given,
}

/// What somebody lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// The event loop is busy with another callback.
    Loop,
    /// Another thread holds the GIL.
    Gil,
    /// All cores are busy.
    Core,
    /// A lock is held.
    Lock,
}

/// What somebody waits for by choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Awaited {
    /// Time.
    Sleep,
    /// A job on a thread.
    Job,
    /// Another task.
    Task,
    /// Network, file or database.
    Io,
    /// Anything else.
    Other,
}

/// All lanes of a run: what somebody did, tasks in order of creation, threads in order of start.
pub fn lanes(reading: &Reading) -> Vec<Lane> {
    let mut lanes = Vec::new();
    if !reading.inputs.is_empty() {
        let given = |(made, heard): &(Instant, Instant)| Span {
            from: *made,
            to: *heard,
            doing: Doing::Given,
            line: Line::default(),
            job: None,
        };
        let spans = reading.inputs.iter().map(given).collect();
        lanes.push(Lane::new(LaneKind::You, labels::YOU, labels::YOU, spans));
    }
    let task_names = task_names(&reading.tasks);
    for (index, (task, name)) in reading.tasks.iter().zip(task_names).enumerate() {
        let spans = task_spans(reading, task);
        let lane = Lane::new(LaneKind::Task, name.clone(), name, spans).of(Party::Task(index));
        lanes.push(Lane { endless: endless_task(reading, task), ..lane });
    }
    let kept = callback_spans(reading);
    if !kept.is_empty() {
        lanes.push(Lane::new(LaneKind::Callbacks, "callbacks", "callbacks", kept));
    }
    let threads: Vec<&Thread> =
        reading.threads.iter().filter(|t| reading.loops.iter().all(|l| l.thread != t.id)).collect();
    for (thread, (name, short)) in threads.iter().zip(thread_names(&threads)) {
        let spans = thread_spans(reading, thread);
        let lane = Lane::new(LaneKind::Thread, name, short, spans).of(Party::Thread(thread.id));
        lanes.push(Lane { endless: endless_thread(reading, thread), ..lane });
    }
    lanes
}

/// The lanes of threads that run event loops: what [`lanes`] tells task by task.
pub fn loop_threads(reading: &Reading) -> Vec<Lane> {
    let threads = reading.threads.iter().filter(|t| reading.loops.iter().any(|l| l.thread == t.id));
    let lane = |thread: &Thread| {
        let spans = with_holds(reading, thread.id, thread_spans(reading, thread));
        let lane = Lane::new(LaneKind::Thread, thread.name.clone(), short_name(&thread.name), spans);
        Lane { endless: endless_thread(reading, thread), ..lane.of(Party::Thread(thread.id)) }
    };
    threads.map(lane).collect()
}

/// On a phone: `Thread-1 (work)` is told by its number.
fn short_name(name: &str) -> &str {
    match name.split_once(" (") {
        _ if name == "MainThread" => "main",
        Some((number, _)) if number.starts_with("Thread-") => number,
        _ => name,
    }
}

/// Marks the parts of a loop's thread in which one callback keeps the loop.
fn with_holds(reading: &Reading, thread: ThreadId, spans: Vec<Span>) -> Vec<Span> {
    let callbacks = reading.loops.iter().filter(|l| l.thread == thread).flat_map(|l| &l.callbacks);
    let mut kept = callbacks.filter(|c| c.to.since(c.from) > HOLD).peekable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for mut span in spans {
        while let Some(hold) = kept.next_if(|hold| hold.from < span.to) {
            if hold.from > span.from {
                out.push(Span { to: hold.from, ..span.clone() });
                span.from = hold.from;
            }
            // All spans that the callback covers are one; what it lacked meanwhile is told by its task's lane.
            let line = longest(reading, thread, hold.from, hold.to);
            out.push(Span { from: hold.from, to: hold.to, doing: Doing::KeepsLoop, line, job: None });
        }
        if let Some(last) = out.last()
            && last.doing == Doing::KeepsLoop
        {
            span.from = span.from.max(last.to);
        }
        if span.from < span.to {
            out.push(span);
        }
    }
    out
}

/// A lane for the GIL of each process: who holds it from when to when. None where there is no GIL.
pub fn gils(reading: &Reading) -> Vec<(ProcessId, Lane)> {
    if !reading.has_gil {
        return Vec::new();
    }
    let mut processes: Vec<_> = reading.threads.iter().map(|t| t.process).collect();
    processes.sort_unstable();
    processes.dedup();
    let lane = |process: ProcessId| {
        let mut spans: Vec<Span> = Vec::new();
        for thread in reading.threads.iter().filter(|t| t.process == process) {
            let name: Rc<str> = thread.name.as_str().into();
            let runs = thread.states.iter().filter(|s| s.state == State::Running);
            spans.extend(runs.map(|s| Span {
                from: s.from,
                to: s.to,
                doing: Doing::Runs,
                line: s.line,
                job: Some(name.clone()),
            }));
        }
        spans.sort_by_key(|span| span.from);
        (process, Lane::new(LaneKind::Gil, "GIL", "GIL", spans))
    };
    processes.into_iter().map(lane).collect()
}

/// A task is called by its name when somebody gave it one, else by its coroutine; equal names are counted.
fn task_names(tasks: &[Task]) -> Vec<String> {
    let own = |task: &Task| {
        let given = !task.name.strip_prefix("Task-").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if given { task.name.clone() } else { task.coroutine.rsplit('.').next().unwrap_or_default().to_owned() }
    };
    counted(tasks.iter().map(own).collect())
}

/// Pool threads have names that say nothing to a reader (`asyncio_0`); other threads keep theirs.
fn thread_names(threads: &[&Thread]) -> Vec<(String, String)> {
    let pooled = |t: &Thread| t.name.rsplit_once('_').is_some_and(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
    let names = |pool: &str, own: &dyn Fn(&str) -> String| {
        counted(threads.iter().map(|t| if pooled(t) { pool.to_owned() } else { own(&t.name) }).collect())
    };
    let short = names("thread", &|name| short_name(name).to_owned());
    names("pool thread", &str::to_owned).into_iter().zip(short).collect()
}

fn counted(names: Vec<String>) -> Vec<String> {
    let mut seen = BTreeMap::<String, u32>::new();
    for name in &names {
        *seen.entry(name.clone()).or_default() += 1;
    }
    let mut given = BTreeMap::<String, u32>::new();
    let count = |name: String| {
        if seen[&name] < 2 {
            return name;
        }
        let n = given.entry(name.clone()).or_default();
        *n += 1;
        format!("{name} {n}")
    };
    names.into_iter().map(count).collect()
}

fn task_spans(reading: &Reading, task: &Task) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut since = task.from;
    let mut waits = None;
    for step in &task.steps {
        waiting(&mut spans, since, step.ready.max(since), waits);
        if step.from.since(step.ready.max(since)) > LATE {
            push(&mut spans, step.ready.max(since), step.from, Doing::Wants(Wanted::Loop), Line::default());
        }
        step_spans(reading, step, &mut spans);
        since = step.to;
        waits = match step.then {
            Then::Waits(on, line) => Some((on, line)),
            Then::Done(_) | Then::Cut => None,
        };
    }
    waiting(&mut spans, since, task.to, waits);
    spans
}

fn waiting(spans: &mut Vec<Span>, from: Instant, to: Instant, on: Option<(TaskWait, Line)>) {
    let Some((on, line)) = on else { return };
    push(spans, from, to, awaits(on), line);
}

fn awaits(on: TaskWait) -> Doing {
    match on {
        TaskWait::Sleep => Doing::Waits(Awaited::Sleep),
        TaskWait::Task(_) => Doing::Waits(Awaited::Task),
        TaskWait::Job(_) => Doing::Waits(Awaited::Job),
        TaskWait::Lock(_) => Doing::Wants(Wanted::Lock),
        TaskWait::Io => Doing::Waits(Awaited::Io),
        TaskWait::Future | TaskWait::Yield => Doing::Waits(Awaited::Other),
    }
}

/// What a task would do for ever: it waits for what a run that is stuck never brings.
fn endless_task(reading: &Reading, task: &Task) -> Option<Doing> {
    reading.stuck.as_ref()?;
    match task.steps.last()?.then {
        Then::Waits(on, _) => Some(awaits(on)),
        Then::Done(_) | Then::Cut => None,
    }
}

/// The same of a thread. What it began to do in the last moment has no span.
fn endless_thread(reading: &Reading, thread: &Thread) -> Option<Doing> {
    let (_, state) = reading.stuck.as_ref()?.iter().find(|(id, _)| *id == thread.id)?;
    match state {
        State::Parked { reason: Reason::Lock, .. } => Some(Doing::Wants(Wanted::Lock)),
        State::Parked { .. } | State::Selecting => Some(Doing::Waits(Awaited::Other)),
        State::Running | State::Native | State::WaitingGil | State::WaitingCore | State::Sleeping { .. } => None,
    }
}

/// A step is one box; where its thread had to wait for the GIL or a core inside it, that shows.
fn step_spans(reading: &Reading, step: &Step, spans: &mut Vec<Span>) {
    let keeps = step.to.since(step.from) > HOLD;
    let has = if keeps { Doing::KeepsLoop } else { Doing::Runs };
    let line = if keeps { longest(reading, step.thread, step.from, step.to) } else { Line::default() };
    let mut at = step.from;
    for stretch in stretches(reading, step.thread, step.from, step.to) {
        let wanted = match stretch.state {
            State::WaitingGil => Wanted::Gil,
            State::WaitingCore => Wanted::Core,
            _ => continue,
        };
        push(spans, at, stretch.from.max(at), has, line);
        push(spans, stretch.from.max(at), stretch.to.min(step.to), Doing::Wants(wanted), stretch.line);
        at = stretch.to.min(step.to);
    }
    push(spans, at, step.to, has, line);
}

fn callback_spans(reading: &Reading) -> Vec<Span> {
    let mut spans = Vec::new();
    for event_loop in &reading.loops {
        for callback in event_loop.callbacks.iter().filter(|c| c.task.is_none() && c.to.since(c.from) > HOLD) {
            let line = longest(reading, event_loop.thread, callback.from, callback.to);
            push(&mut spans, callback.from, callback.to, Doing::KeepsLoop, line);
        }
    }
    spans.sort_by_key(|s| s.from);
    spans
}

fn thread_spans(reading: &Reading, thread: &Thread) -> Vec<Span> {
    let jobs = jobs_of(reading, thread.id);
    let mut spans: Vec<Span> = Vec::new();
    for stretch in &thread.states {
        let job = job_at(&jobs, stretch.from);
        let doing = match stretch.state {
            State::Running => Doing::Runs,
            State::Native => Doing::OffGil,
            State::WaitingGil => Doing::Wants(Wanted::Gil),
            State::WaitingCore => Doing::Wants(Wanted::Core),
            // Between its jobs a pool's thread waits for the next one, by whatever its queue is made of.
            State::Parked { .. } if job.is_none() && !jobs.is_empty() => Doing::Waits(Awaited::Other),
            State::Parked { reason: Reason::Lock, .. } => Doing::Wants(Wanted::Lock),
            // A job that blocks is what the thread is there for: it works off the GIL, as seen from the loop.
            State::Sleeping { .. } | State::Parked { reason: Reason::Io, .. } if job.is_some() => Doing::OffGil,
            State::Sleeping { .. } => Doing::Waits(Awaited::Sleep),
            State::Parked { reason: Reason::Io, .. } => Doing::Waits(Awaited::Io),
            State::Selecting | State::Parked { .. } => Doing::Waits(Awaited::Other),
        };
        push(&mut spans, stretch.from, stretch.to, doing, stretch.line);
        if let (Some(span), Some(job)) = (spans.last_mut(), job)
            && doing == Doing::OffGil
        {
            span.line = job.line;
            span.job = Some(job.name.clone());
        }
    }
    spans
}

/// The jobs that a thread ran, in order.
fn jobs_of(reading: &Reading, thread: ThreadId) -> Vec<(Instant, Instant, &Job)> {
    let ran = |job| match job {
        &Job { ran: Some((by, from, to)), .. } if by == thread => Some((from, to, job)),
        _ => None,
    };
    let mut jobs: Vec<_> = reading.jobs.iter().filter_map(ran).collect();
    jobs.sort_by_key(|(from, ..)| *from);
    jobs
}

fn job_at<'a>(jobs: &[(Instant, Instant, &'a Job)], at: Instant) -> Option<&'a Job> {
    let index = jobs.partition_point(|(from, ..)| *from <= at);
    index.checked_sub(1).map(|i| jobs[i]).filter(|(_, to, _)| at < *to).map(|(.., job)| job)
}

fn stretches(reading: &Reading, thread: ThreadId, from: Instant, to: Instant) -> &[Stretch] {
    let Some(thread) = reading.thread(thread) else { return &[] };
    let first = thread.states.partition_point(|s| s.to <= from);
    let last = thread.states.partition_point(|s| s.from < to);
    &thread.states[first..last.max(first)]
}

fn longest(reading: &Reading, thread: ThreadId, from: Instant, to: Instant) -> Line {
    super::line_times::of_thread(reading, thread, from, to)
        .into_iter()
        .filter(|(line, _)| line.line > 0)
        .max_by_key(|(_, spent)| *spent)
        .map_or(Line::default(), |(line, _)| line)
}

fn push(spans: &mut Vec<Span>, from: Instant, to: Instant, doing: Doing, line: Line) {
    if to <= from {
        return;
    }
    if let Some(last) = spans.last_mut()
        && last.to == from
        && last.doing == doing
        && last.line == line
    {
        last.to = to;
        return;
    }
    spans.push(Span { from, to, doing, line, job: None });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    fn spans(trace: &crate::trace::Trace, name: &str) -> Vec<Span> {
        lanes(&Reading::of(trace)).into_iter().find(|l| l.name == name).unwrap().spans
    }

    fn seconds(at: Instant) -> f64 {
        (at.as_secs_f64() * 100.0).round() / 100.0
    }

    #[test]
    fn tasks_come_first_under_the_names_they_were_given_then_threads() {
        let names: Vec<_> = lanes(&Reading::of(&sample::offloaded())).into_iter().map(|l| l.name).collect();
        assert_eq!(names, ["main", "beat A", "beat B", "report", "pool thread"]);
    }

    #[test]
    fn the_blocking_step_keeps_the_loop_and_names_its_line() {
        let kept: Vec<_> =
            spans(&sample::blocking(), "report").into_iter().filter(|s| s.doing == Doing::KeepsLoop).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!((seconds(kept[0].from), seconds(kept[0].to), kept[0].line.line), (0.35, 2.35, 10));
    }

    #[test]
    fn who_is_due_meanwhile_wants_the_loop_from_the_moment_it_is_due() {
        let late: Vec<_> = spans(&sample::blocking(), "beat B")
            .into_iter()
            .filter(|s| s.doing == Doing::Wants(Wanted::Loop))
            .map(|s| (seconds(s.from), seconds(s.to)))
            .collect();
        assert_eq!(late, [(0.4, 2.35)]);
    }

    #[test]
    fn an_offloaded_call_is_a_wait_of_the_task_and_work_without_the_gil_of_the_thread() {
        let report = spans(&sample::offloaded(), "report");
        assert!(report.iter().any(|s| s.doing == Doing::Waits(Awaited::Job) && s.to.since(s.from).as_secs_f64() > 1.9));
        let pool = spans(&sample::offloaded(), "pool thread");
        let off: Vec<_> = pool.iter().filter(|s| s.doing == Doing::OffGil).collect();
        assert_eq!(off.len(), 1);
        assert_eq!(off[0].job.as_deref(), Some("sleep"));
        assert_eq!(off[0].line.line, 10);
    }

    #[test]
    fn equal_names_are_counted() {
        assert_eq!(counted(vec!["a".into(), "b".into(), "a".into()]), ["a 1", "b", "a 2"]);
    }

    #[test]
    fn a_program_without_a_loop_has_its_threads_as_lanes() {
        let names: Vec<_> = lanes(&Reading::of(&sample::threads_only())).into_iter().map(|l| l.name).collect();
        assert_eq!(names, ["MainThread", "Thread-1"]);
    }
}
