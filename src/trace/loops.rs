//! What the report says about event loops.
//!
//! A *stall* lasts from a callback's start, or from when the awake loop begins to wait for the GIL or a core, until the
//! loop could start the next callback: until it does, or until it is back in its select.

use super::report::{LoopReport, seconds};
use super::threads::Threads;
use crate::numbered::Numbered;
use crate::syscall::{Line, LoopId, Note, ProcessId, TaskId, ThreadId};
use crate::time::{Duration, Instant};
use crate::trace::{Event, State, What};

/// Stalls longer than this count as blocked (CONTRACT.md).
pub const BLOCKED: Duration = Duration::from_millis(50);

/// Reads events and keeps what there is to say about loops.
#[derive(Default)]
pub struct LoopReader {
    threads: Threads,
    loops: Vec<Loop>,
    by_id: Numbered<(ProcessId, LoopId), usize>,
    standing: Numbered<ThreadId, Standing>,
    /// Task steps that are due and have not begun.
    due: Numbered<(ProcessId, TaskId), (usize, Instant)>,
}

struct Loop {
    name: String,
    process: ProcessId,
    thread: ThreadId,
    ticks: u64,
    longest_callback: Duration,
    line: Option<u32>,
    longest_gap: Duration,
    longest_delay: Duration,
    blocked: Duration,
    callback: Option<Callback>,
    stall: Option<Stall>,
    /// An empty list, kept for the next callback.
    spare: Vec<(u32, Duration)>,
}

/// The callback that has the loop.
struct Callback {
    from: Instant,
    /// How long it spent where.
    lines: Vec<(u32, Duration)>,
}

struct Stall {
    from: Instant,
    /// When the callback that it began with returned.
    returned: Option<Instant>,
}

/// Where a thread stands.
struct Standing {
    since: Instant,
    state: State,
    line: Line,
    /// The loop that ran on it last.
    event_loop: Option<usize>,
}

impl LoopReader {
    /// Reads the next event.
    pub fn read(&mut self, event: &Event) {
        self.threads.read(event);
        match &event.what {
            What::State { state, line } => {
                self.mark(event.at, event.thread, *line);
                self.state(event.at, event.thread, *state, *line);
            }
            What::Note(note) => self.note(event.at, event.thread, note),
            _ => {}
        }
    }

    /// What there is to say at the end of the trace.
    pub fn finish(mut self, end: Instant) -> Vec<LoopReport> {
        for index in 0..self.loops.len() {
            if self.loops[index].callback.is_some() {
                self.cut(end, index);
            }
            let known = &mut self.loops[index];
            if let Some(Stall { from, returned: Some(returned) }) = known.stall {
                known.end_stall(from, returned);
            }
        }
        self.loops.into_iter().map(|known| known.report(&self.threads)).collect()
    }

    /// The trace ended inside of a callback: it had the loop until then, on the line where its thread was last seen, and
    /// kept what was due from running.
    fn cut(&mut self, end: Instant, index: usize) {
        let thread = self.loops[index].thread;
        let line = self.standing.get(&thread).map_or(Line::default(), |standing| standing.line);
        self.mark(end, thread, line);
        self.end_callback(end, index);
        let kept = self.due.values().filter(|(on, _)| *on == index).map(|(_, due)| end.since(*due));
        let known = &mut self.loops[index];
        known.longest_delay = kept.fold(known.longest_delay, Duration::max);
    }

    fn state(&mut self, at: Instant, thread: ThreadId, state: State, line: Line) {
        let standing =
            self.standing.get_or_insert_with(thread, || Standing { since: at, state, line, event_loop: None });
        (standing.since, standing.state, standing.line) = (at, state, line);
        let Some(known) = standing.event_loop.map(|index| &mut self.loops[index]) else { return };
        match state {
            State::Selecting => {
                if let Some(stall) = known.stall.take() {
                    known.end_stall(stall.from, at);
                }
            }
            State::WaitingGil | State::WaitingCore if known.stall.is_none() => {
                known.stall = Some(Stall { from: at, returned: None });
            }
            _ => {}
        }
    }

    /// The thread's time since the last mark was spent on a line: of a running thread on the one where it is now, else on
    /// the one where its state began.
    fn mark(&mut self, at: Instant, thread: ThreadId, line: Line) {
        let Some(standing) = self.standing.get_mut(&thread) else { return };
        let spent_on = if standing.state == State::Running { line } else { standing.line };
        let since = std::mem::replace(&mut standing.since, at);
        if standing.state == State::Running {
            standing.line = line;
        }
        let Some(known) = standing.event_loop.map(|index| &mut self.loops[index]) else { return };
        let Some(callback) = &mut known.callback else { return };
        let spent = at.since(since.max(callback.from));
        if spent == Duration::ZERO || spent_on.line == 0 {
            return;
        }
        match callback.lines.iter_mut().find(|(number, _)| *number == spent_on.line) {
            Some((_, sum)) => *sum += spent,
            None => callback.lines.push((spent_on.line, spent)),
        }
    }

    fn note(&mut self, at: Instant, thread: ThreadId, note: &Note) {
        let process = self.threads.process(thread);
        match note {
            Note::LoopCreated { id, .. } => {
                let number = self.loops.iter().filter(|known| known.process == process).count() + 1;
                self.by_id.insert((process, *id), self.loops.len());
                if let Some(standing) = self.standing.get_mut(&thread) {
                    standing.event_loop = Some(self.loops.len());
                }
                self.loops.push(Loop::new(format!("loop {number}"), process, thread));
            }
            Note::TickBegin { id, .. } => {
                let Some(&index) = self.by_id.get(&(process, *id)) else { return };
                self.loops[index].ticks += 1;
                self.loops[index].thread = thread;
                if let Some(standing) = self.standing.get_mut(&thread) {
                    standing.event_loop = Some(index);
                }
            }
            Note::CallbackBegin { id, due, .. } => {
                let Some(&index) = self.by_id.get(&(process, *id)) else { return };
                let known = &mut self.loops[index];
                if let Some(stall) = known.stall.take() {
                    known.end_stall(stall.from, at);
                }
                known.longest_delay = known.longest_delay.max(at.since(*due));
                known.stall = Some(Stall { from: at, returned: None });
                known.callback = Some(Callback { from: at, lines: std::mem::take(&mut known.spare) });
            }
            Note::CallbackEnd { id } => {
                if let Some(&index) = self.by_id.get(&(process, *id)) {
                    self.end_callback(at, index);
                }
            }
            Note::CallbackDue { id, due, task: Some(task) } => {
                if let Some(&index) = self.by_id.get(&(process, *id)) {
                    self.due.insert((process, *task), (index, *due));
                }
            }
            Note::StepBegin { task } => {
                self.due.remove(&(process, *task));
            }
            Note::StepWaits { line, .. } | Note::At { line } => self.mark(at, thread, *line),
            _ => {}
        }
    }

    fn end_callback(&mut self, at: Instant, index: usize) {
        let known = &mut self.loops[index];
        let Some(mut callback) = known.callback.take() else { return };
        let held = at.since(callback.from);
        if held > known.longest_callback {
            known.longest_callback = held;
            let mut longest = None;
            for &(line, spent) in &callback.lines {
                if longest.is_none_or(|(_, most)| spent > most) {
                    longest = Some((line, spent));
                }
            }
            known.line = longest.map(|(line, _)| line);
        }
        callback.lines.clear();
        known.spare = callback.lines;
        if let Some(stall) = &mut known.stall {
            stall.returned = Some(at);
        }
    }
}

impl Loop {
    fn new(name: String, process: ProcessId, thread: ThreadId) -> Self {
        Self {
            name,
            process,
            thread,
            ticks: 0,
            longest_callback: Duration::ZERO,
            line: None,
            longest_gap: Duration::ZERO,
            longest_delay: Duration::ZERO,
            blocked: Duration::ZERO,
            callback: None,
            stall: None,
            spare: Vec::new(),
        }
    }

    fn end_stall(&mut self, from: Instant, to: Instant) {
        let lasted = to.since(from);
        self.longest_gap = self.longest_gap.max(lasted);
        if lasted > BLOCKED {
            self.blocked += lasted;
        }
        self.stall = None;
    }

    fn report(self, threads: &Threads) -> LoopReport {
        LoopReport {
            name: self.name,
            process: self.process.0,
            thread: threads.name(self.thread).to_owned(),
            ticks: self.ticks,
            longest_callback: seconds(self.longest_callback),
            line: self.line,
            longest_gap: seconds(self.longest_gap),
            longest_delay: seconds(self.longest_delay),
            blocked: seconds(self.blocked),
        }
    }
}
