//! What is at a point of the timeline, in words: what a lane does there, on what it waits, who holds that, since which
//! line. The same for a pointer and for the keyboard.

use super::camera::Camera;
use super::chart::Room;
use super::lanes::{Awaited, Doing, Lane, LaneKind, Span, Wanted};
use super::locks::{Held, Who};
use super::reading::{Callback, Loop, Party, Then};
use super::rows::{RowKind, Rows};
use super::time_scale::{CssPixels, length_text};
use super::view::{View, span_at};
use crate::syscall::{Line, TaskWait};
use crate::time::{Duration, Instant};

/// A point of the timeline, as what it is a point of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The row, when there is one; the axis and the heartbeat are none.
    pub row: Option<usize>,
    /// The moment.
    pub at: Instant,
    /// Whether it is on the axis.
    pub on_axis: bool,
}

/// What is at a point of the picture: nothing outside of it.
pub fn place(view: &View, rows: &Rows, camera: &Camera, room: Room, x: CssPixels, y: CssPixels) -> Option<Place> {
    let frame = room.frame(view);
    if x < CssPixels::ZERO || y < CssPixels::ZERO || x > room.width || y > room.height {
        return None;
    }
    let at = frame.scale(camera).at(x);
    let row = (y >= frame.lanes).then(|| rows.at(y - frame.lanes + camera.scroll)).flatten();
    Some(Place { row, at, on_axis: y < frame.axis })
}

/// What is to be said of a row at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Who does what.
    pub title: String,
    /// From when to when, and why.
    pub lines: Vec<String>,
}

impl Words {
    /// All of it in one sentence after the other.
    pub fn sentence(&self) -> String {
        let all = std::iter::once(&self.title).chain(&self.lines);
        all.map(|part| format!("{part}.")).collect::<Vec<_>>().join(" ")
    }
}

/// What a row shows at a moment.
pub fn words(view: &View, kind: RowKind, at: Instant) -> Words {
    if let RowKind::Queue(index) = kind {
        let title = match view.queues[index].at(at) {
            0 => "nothing is due".to_owned(),
            1 => "1 callback is due and waits for the loop".to_owned(),
            n => format!("{n} callbacks are due and wait for the loop"),
        };
        let lines = view.reading.loops.get(index).and_then(|known| holder_of_loop(view, known, at));
        return Words { title, lines: lines.into_iter().collect() };
    }
    let Some(lane) = kind.lane(view) else { return Words::default() };
    if lane.endless.is_some() && at >= view.end {
        let since = format!("in a deadlock since {}", moment(view.end));
        return Words { title: format!("{} waits for ever", lane.name), lines: vec![since] };
    }
    match found(lane, at) {
        Some(span) => of_span(view, lane, span, at),
        None => Words { title: format!("{}: {}", lane.name, absent(view, lane, at)), lines: Vec::new() },
    }
}

/// The span at a moment; inputs overlap, of these the first that still waits.
fn found(lane: &Lane, at: Instant) -> Option<&Span> {
    if lane.kind == LaneKind::You {
        return lane.spans.iter().find(|span| span.from <= at && at <= span.to);
    }
    span_at(&lane.spans, at)
}

fn absent(view: &View, lane: &Lane, at: Instant) -> &'static str {
    if lane.kind == LaneKind::Gil {
        return "nobody holds it";
    }
    let life = match lane.of {
        Some(Party::Task(index)) => view.reading.tasks.get(index).map(|task| (task.from, task.to)),
        Some(Party::Thread(id)) => view.reading.thread(id).map(|thread| (thread.from, thread.to)),
        None => None,
    };
    match life {
        Some((from, _)) if at < from => "not started yet",
        Some((_, to)) if at >= to => "has ended",
        Some(_) => "ready, about to run",
        None => "nothing",
    }
}

fn of_span(view: &View, lane: &Lane, span: &Span, at: Instant) -> Words {
    let name = &lane.name;
    let length = length_text(span.to.since(span.from));
    let from_to = format!("{} to {}, {length}", moment(span.from), moment(span.to));
    let on = on_line(view, span.line);
    let words =
        |title: String, lines: Vec<Option<String>>| Words { title, lines: lines.into_iter().flatten().collect() };
    match span.doing {
        Doing::Runs if lane.kind == LaneKind::Gil => {
            let holder = span.job.as_deref().unwrap_or("a thread");
            words(format!("{holder} holds the GIL"), vec![Some(from_to), asked(view, span)])
        }
        Doing::Runs => words(format!("{name} runs"), vec![Some(from_to), on]),
        Doing::KeepsLoop => words(format!("{name} keeps the event loop for {length}"), vec![Some(from_to), on]),
        Doing::OffGil => {
            let job = span.job.as_deref().map_or(String::new(), |job| format!(": {job}"));
            words(format!("{name} works without the GIL{job}"), vec![Some(from_to), on])
        }
        Doing::Wants(Wanted::Loop) => {
            let late = format!("due {}, runs {}, {length} late", moment(span.from), moment(span.to));
            let event_loop = loop_of(view, lane);
            let holder = event_loop.and_then(|known| holder_of_loop(view, known, at));
            words(format!("{name} waits for the event loop"), vec![Some(late), holder])
        }
        Doing::Wants(Wanted::Gil) => {
            words(format!("{name} waits for the GIL"), vec![Some(from_to), gil_holder(view, lane, at), on])
        }
        Doing::Wants(Wanted::Core) => {
            words(format!("{name} waits for a core"), vec![Some(from_to), Some("it could run".to_owned()), on])
        }
        Doing::Wants(Wanted::Lock) => of_lock(view, lane, span, at),
        Doing::Waits(awaited) => {
            let what = awaits(view, lane, span, awaited);
            words(format!("{name} {what}"), vec![Some(from_to), on.map(|on| on.replacen("at line", "since line", 1))])
        }
        Doing::Given => words(format!("your input waited {length}"), vec![Some(from_to)]),
    }
}

/// `at line 10: time.sleep(2)`.
fn on_line(view: &View, line: Line) -> Option<String> {
    if line.line == 0 {
        return None;
    }
    let code = if line.file == 0 { view.source_line(line.line) } else { "" };
    let code = super::labels::cut(code, 48);
    Some(if code.is_empty() { format!("at line {}", line.line) } else { format!("at line {}: {code}", line.line) })
}

/// Who has the loop: `held by report, at line 10, since 0.35 s`.
fn holder_of_loop(view: &View, event_loop: &Loop, at: Instant) -> Option<String> {
    let callback = callback_at(event_loop, at)?;
    let (name, line) = match callback.task {
        Some(task) => {
            let lane = view.lanes.iter().find(|lane| lane.of == Some(Party::Task(task)))?;
            (lane.name.clone(), span_at(&lane.spans, at).map_or(Line::default(), |span| span.line))
        }
        None => (callback.name.to_string(), Line::default()),
    };
    let line = if line.line > 0 { format!(", line {}", line.line) } else { String::new() };
    Some(format!("held by {name}{line}, since {}", moment(callback.from)))
}

fn callback_at(event_loop: &Loop, at: Instant) -> Option<&Callback> {
    let index = event_loop.callbacks.partition_point(|callback| callback.to <= at);
    event_loop.callbacks.get(index).filter(|callback| callback.from <= at)
}

/// The loop that runs a task: the one of the thread that runs its steps.
fn loop_of<'a>(view: &'a View, lane: &Lane) -> Option<&'a Loop> {
    let Some(Party::Task(index)) = lane.of else { return view.reading.main_loop() };
    let thread = view.reading.tasks.get(index)?.steps.first()?.thread;
    view.reading.loops.iter().find(|known| known.thread == thread)
}

fn gil_holder(view: &View, lane: &Lane, at: Instant) -> Option<String> {
    let process = match lane.of? {
        Party::Thread(id) => view.reading.thread(id)?.process,
        Party::Task(index) => view.reading.tasks.get(index)?.process,
    };
    let (_, gil) = view.gils.iter().find(|(of, _)| *of == process)?;
    let held = span_at(&gil.spans, at)?;
    Some(format!("held by {}, since {}", held.job.as_deref().unwrap_or("a thread"), moment(held.from)))
}

/// How often the GIL was asked for while somebody held it.
fn asked(view: &View, span: &Span) -> Option<String> {
    let requests = &view.reading.requests;
    let first = requests.partition_point(|(at, _)| *at < span.from);
    let last = requests.partition_point(|(at, _)| *at <= span.to);
    let name = |at: usize| view.reading.thread(requests[at].1).map_or("a thread", |thread| thread.name.as_str());
    match last.saturating_sub(first) {
        0 => None,
        1 => Some(format!("{} asks for it at {}", name(first), moment(requests[first].0))),
        n => Some(format!("asked for {n} times, first by {} at {}", name(first), moment(requests[first].0))),
    }
}

fn of_lock(view: &View, lane: &Lane, span: &Span, at: Instant) -> Words {
    let length = length_text(span.to.since(span.from));
    let who = match lane.of {
        Some(Party::Task(index)) => Some(Who::Task(index)),
        Some(Party::Thread(id)) => Some(Who::Thread(id)),
        None => None,
    };
    let from_to = format!("{} to {}, {length}", moment(span.from), moment(span.to));
    let Some((lock, line)) = who.and_then(|who| view.reading.locks.waited_by(who, at)) else {
        let lines = [Some(from_to), on_line(view, span.line)].into_iter().flatten().collect();
        return Words { title: format!("{} waits to be woken", lane.name), lines };
    };
    let made = if lock.made.line > 0 { format!(" of line {}", lock.made.line) } else { String::new() };
    let holder = lock.held_at(at).map(|held| {
        let Held { from, line, .. } = held;
        let line = if line.line > 0 { format!("line {}", line.line) } else { moment(*from) };
        format!("held by {} since {line}, for {}", name_of(view, held.by), length_text(at.since(*from)))
    });
    Words {
        title: format!("{} waits for the {}{made}", lane.name, lock.kind),
        lines: [Some(from_to), holder, on_line(view, line)].into_iter().flatten().collect(),
    }
}

/// A lane's name.
pub fn name_of(view: &View, who: Who) -> String {
    let party = match who {
        Who::Task(index) => Party::Task(index),
        Who::Thread(id) => Party::Thread(id),
    };
    let mut lanes = view.lanes.iter().chain(&view.loop_threads);
    lanes.find(|lane| lane.of == Some(party)).map_or("somebody".to_owned(), |lane| lane.name.clone())
}

fn awaits(view: &View, lane: &Lane, span: &Span, awaited: Awaited) -> String {
    let on = match lane.of {
        Some(Party::Task(index)) => waits_on(view, index, span.from),
        _ => None,
    };
    match (awaited, on) {
        (Awaited::Sleep, _) => format!("sleeps until {}", moment(span.to)),
        (Awaited::Job, Some(TaskWait::Job(job))) => {
            let process = task_process(view, lane);
            let job = view.reading.jobs.iter().find(|known| known.id == job && Some(known.process) == process);
            match job.and_then(|job| Some((job, job.ran?.0))) {
                Some((job, thread)) => format!("awaits {} on {}", job.name, name_of(view, Who::Thread(thread))),
                None => "awaits a thread of the pool".to_owned(),
            }
        }
        (Awaited::Job, _) => "awaits a thread".to_owned(),
        (Awaited::Task, Some(TaskWait::Task(task))) => {
            let process = task_process(view, lane);
            let tasks = &view.reading.tasks;
            let index = tasks.iter().position(|known| known.id == task && Some(known.process) == process);
            index.map_or("awaits a task".to_owned(), |index| format!("awaits {}", name_of(view, Who::Task(index))))
        }
        (Awaited::Task, _) => "awaits a task".to_owned(),
        (Awaited::Io, _) => "awaits input or output".to_owned(),
        (Awaited::Other, Some(TaskWait::Future)) => "awaits a future".to_owned(),
        (Awaited::Other, _) if lane.kind == LaneKind::Thread => "has nothing to do".to_owned(),
        (Awaited::Other, _) => "waits by choice".to_owned(),
    }
}

fn task_process(view: &View, lane: &Lane) -> Option<crate::syscall::ProcessId> {
    match lane.of? {
        Party::Task(index) => view.reading.tasks.get(index).map(|task| task.process),
        Party::Thread(id) => view.reading.thread(id).map(|thread| thread.process),
    }
}

/// What a task waits for from a moment on.
fn waits_on(view: &View, task: usize, from: Instant) -> Option<TaskWait> {
    let steps = &view.reading.tasks.get(task)?.steps;
    let ended = steps.partition_point(|step| step.to <= from);
    match steps[..ended].last()?.then {
        Then::Waits(on, _) => Some(on),
        Then::Done(_) | Then::Cut => None,
    }
}

/// A moment, with digits for what is shorter than a hundredth.
pub fn moment(at: Instant) -> String {
    let digits = if at.0.is_multiple_of(10_000_000) { 2 } else { 4 };
    format!("{:.*} s", digits, at.as_secs_f64())
}

/// The edges of what is seen in a lane, for a keyboard: the next one after a moment, or the one before.
pub fn edge(view: &View, kind: RowKind, at: Instant, later: Later) -> Option<Instant> {
    if let RowKind::Queue(index) = kind {
        let steps = &view.queues[index].steps;
        let after = steps.partition_point(|(step, _)| *step <= at);
        let before = steps.partition_point(|(step, _)| *step < at);
        return match later {
            Later::Yes => steps.get(after),
            Later::No => before.checked_sub(1).map(|index| &steps[index]),
        }
        .map(|(step, _)| *step);
    }
    let spans = &kind.lane(view)?.spans;
    match later {
        Later::Yes => {
            let index = spans.partition_point(|span| span.from <= at);
            let inside = index.checked_sub(1).map(|index| spans[index].to).filter(|to| *to > at);
            let next = spans.get(index).map(|span| span.from);
            [inside, next].into_iter().flatten().min()
        }
        Later::No => {
            let index = spans.partition_point(|span| span.from < at);
            let last = &spans[index.checked_sub(1)?];
            Some(if last.to < at { last.to } else { last.from })
        }
    }
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// To what comes.
    Yes,
    /// To what was.
    No,
}

/// How long each lane was in each state within a range: names and times by [`super::bins::kind`].
pub fn sums(view: &View, rows: &Rows, from: Instant, to: Instant) -> Vec<(String, [Duration; super::bins::KINDS])> {
    let lanes = rows.all.iter().filter_map(|row| row.kind.lane(view));
    let of = |lane: &Lane| (lane.name.clone(), super::bins::sums_between(&lane.spans, &lane.index, from, to));
    lanes.filter(|lane| lane.kind != LaneKind::You).map(of).collect()
}

#[cfg(test)]
mod tests;
