//! What holds of every trace, whichever kernel made it; tests ask for it.

use crate::costs::Costs;
use crate::syscall::{LoopId, Note, ProcessId, ThreadId};
use crate::time::Instant;
use crate::trace::{Engine, State, Trace, What};
use std::collections::BTreeMap;

/// Everything that does not hold of a trace, in words; empty for a good one.
///
/// * Time never runs backwards, and nothing lies after the end.
/// * A thread's first event is its start, its last its end.
/// * With a GIL, one thread of a process runs at a time; in the model, no more threads are on cores than there are.
/// * On each thread passes, callbacks and steps nest and are closed in the order in which they were opened; a thread that
///   ends by itself has closed them all.
/// * Nobody is woken who does not live.
/// * Every wait has a cause: in the model, who was parked or slept goes on because somebody woke it, because its time is over
///   or because of a signal; a loop in its select, because somebody woke it, because of a signal, or because something is due
///   on it. Else they wait until they, or the run, are ended.
pub fn violations(trace: &Trace) -> Vec<String> {
    let mut checker = Checker { trace, threads: BTreeMap::new(), dues: BTreeMap::new(), found: Vec::new() };
    let mut last = Instant::START;
    for event in &trace.events {
        if event.at < last {
            checker.say(event.at, "is earlier than the event before it");
        }
        last = event.at;
        checker.see(event.at, event.thread, &event.what);
    }
    if last > trace.end {
        checker.say(last, "is after the end");
    }
    checker.found
}

struct Checker<'a> {
    trace: &'a Trace,
    threads: BTreeMap<ThreadId, Seen>,
    /// What is due on each loop and did not begin, by its moment; of loops that tell.
    dues: BTreeMap<(ProcessId, LoopId), BTreeMap<Instant, u32>>,
    found: Vec<String>,
}

struct Seen {
    process: ProcessId,
    state: Option<State>,
    /// Since when.
    since: Instant,
    /// Whether somebody woke it, or a signal came, since it began to wait.
    woken: bool,
    /// The loop that it ran last.
    runs: Option<LoopId>,
    ended: bool,
    open: Vec<Open>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Tick,
    Callback,
    Step,
}

impl Checker<'_> {
    fn say(&mut self, at: Instant, what: &str) {
        self.found.push(format!("{} s: {what}", at.as_secs_f64()));
    }

    fn see(&mut self, at: Instant, id: ThreadId, what: &What) {
        if let What::ThreadStarted { process, .. } = what {
            let seen = Seen {
                process: *process,
                state: None,
                since: at,
                woken: false,
                runs: None,
                ended: false,
                open: Vec::new(),
            };
            if self.threads.insert(id, seen).is_some() {
                self.say(at, &format!("{id:?} starts twice"));
            }
            return;
        }
        let Some(seen) = self.threads.get_mut(&id) else {
            return self.say(at, &format!("{id:?} does something before it starts: {what:?}"));
        };
        // What a visitor did is heard by the page, which goes on when the program has ended.
        if seen.ended && !matches!(what, What::Input { .. }) {
            return self.say(at, &format!("{id:?} does something after it ended: {what:?}"));
        }
        match what {
            What::ThreadEnded => {
                seen.ended = true;
                seen.state = None;
                // The end of the process cuts its threads off, wherever they are.
                if let (Some(open), true) = (seen.open.last().copied(), at < self.trace.end) {
                    self.say(at, &format!("{id:?} ends in the middle of {open:?}"));
                }
            }
            What::Woke { thread, .. } => {
                if self.threads.get(thread).is_none_or(|woken| woken.ended) {
                    self.say(at, &format!("{id:?} wakes {thread:?}, which does not live"));
                } else if let Some(woken) = self.threads.get_mut(thread) {
                    woken.woken = true;
                }
            }
            What::State { state, .. } => {
                let before = seen.state.replace(*state);
                let since = std::mem::replace(&mut seen.since, at);
                let woken = std::mem::replace(&mut seen.woken, false);
                let until = match before {
                    Some(State::Parked { until, .. }) => until,
                    Some(State::Sleeping { until }) => Some(until),
                    _ => Some(Instant::START),
                };
                if self.trace.engine == Engine::Model && !woken && until.is_none_or(|until| at < until) {
                    self.say(at, &format!("{id:?} waits no more, though nobody woke it"));
                }
                let polls = at.since(since) <= Costs::of(self.trace.machine.python).select_poll;
                if before == Some(State::Selecting) && *state != State::Selecting && !woken && !polls {
                    self.check_due(at, id);
                }
                self.check_holders(at);
            }
            What::Interrupted { .. } => seen.woken = true,
            What::Note(note) => {
                self.count_dues(id, note);
                self.nest(at, id, note);
            }
            _ => {}
        }
    }

    fn count_dues(&mut self, id: ThreadId, note: &Note) {
        let Some(seen) = self.threads.get_mut(&id) else { return };
        match note {
            Note::TickBegin { id, .. } => seen.runs = Some(*id),
            Note::CallbackDue { id, due, .. } => {
                *self.dues.entry((seen.process, *id)).or_default().entry(*due).or_default() += 1;
            }
            Note::CallbackBegin { id, due, .. } | Note::CallbackSkipped { id, due } => {
                let Some(dues) = self.dues.get_mut(&(seen.process, *id)) else { return };
                if let Some(count) = dues.get_mut(due) {
                    *count -= 1;
                    if *count == 0 {
                        dues.remove(due);
                    }
                }
            }
            _ => {}
        }
    }

    /// A select is over that nobody ended: something must be due on the thread's loop, as far as it is known.
    fn check_due(&mut self, at: Instant, id: ThreadId) {
        let Some(seen) = self.threads.get(&id) else { return };
        let (process, runs) = (seen.process, seen.runs);
        let mut loops = self.dues.iter().filter(|((of, id), _)| *of == process && runs.is_none_or(|runs| runs == *id));
        let told = loops.clone().next().is_some();
        if self.trace.engine == Engine::Model && told && !loops.any(|(_, dues)| dues.keys().any(|due| *due <= at)) {
            self.say(at, &format!("{id:?} selects no more, though nobody woke it and nothing is due"));
        }
    }

    fn check_holders(&mut self, at: Instant) {
        let machine = &self.trace.machine;
        let mut running = BTreeMap::<ProcessId, u32>::new();
        let mut on_core = 0;
        for seen in self.threads.values() {
            match seen.state {
                Some(State::Running) => {
                    *running.entry(seen.process).or_default() += 1;
                    on_core += 1;
                }
                Some(State::Native) => on_core += 1,
                _ => {}
            }
        }
        if machine.python.has_gil() && running.values().any(|&n| n > 1) {
            self.say(at, "the GIL has two holders");
        }
        if self.trace.engine == Engine::Model && on_core > machine.cores.max(1) {
            self.say(at, "more threads are on cores than there are cores");
        }
    }

    fn nest(&mut self, at: Instant, id: ThreadId, note: &Note) {
        let (open, begins) = match note {
            Note::TickBegin { .. } => (Open::Tick, true),
            Note::TickEnd { .. } => (Open::Tick, false),
            Note::CallbackBegin { .. } => (Open::Callback, true),
            Note::CallbackEnd { .. } => (Open::Callback, false),
            Note::StepBegin { .. } => (Open::Step, true),
            Note::StepWaits { .. } | Note::StepDone { .. } => (Open::Step, false),
            _ => return,
        };
        let Some(seen) = self.threads.get_mut(&id) else { return };
        if begins {
            seen.open.push(open);
        } else if seen.open.pop() != Some(open) {
            self.say(at, &format!("{open:?} of {id:?} ends that did not begin, or around another"));
        }
    }
}
