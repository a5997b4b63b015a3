//! A trace as Chrome trace event JSON, which Perfetto and `chrome://tracing` open.
//!
//! The format is described in Google's "Trace Event Format" document. Used here: complete events (`X`) for what threads
//! do and, on lanes of their own, for task steps; flow events (`s`, `f`) for who woke whom; counters (`C`) for ready
//! queues; metadata (`M`) for names. Times are microseconds with three digits, so that no nanosecond is lost.
//!
//! Processes are the run's; threads keep their ids as `tid`. A task's lane has the `tid` [`TASKS`] plus its place in
//! order of creation, so that it stays below the threads.

use super::{Event, State, Trace, What};
use crate::numbered::Numbered;
use crate::syscall::{LoopId, Note, ProcessId, Reason, TaskId, ThreadId};
use crate::time::Instant;
use serde::Serialize;
use serde_json::{Value, json};

/// The `tid` of the first task.
pub const TASKS: u32 = 1_000_000;

/// The file: one JSON object.
pub fn chrome_trace(trace: &Trace) -> String {
    let mut writer = Writer::default();
    for event in &trace.events {
        writer.read(event);
    }
    writer.finish(trace)
}

/// One entry, without the fields that only some have.
#[derive(Serialize)]
struct Entry {
    ph: &'static str,
    name: String,
    pid: u32,
    tid: u32,
    ts: f64,
    #[serde(flatten)]
    more: Value,
}

#[derive(Default)]
struct Writer {
    entries: Vec<(Instant, Entry)>,
    threads: Numbered<ThreadId, Thread>,
    tasks: Numbered<(ProcessId, TaskId), Task>,
    /// How long the ready queue of each loop is.
    ready: Numbered<(ProcessId, LoopId), i64>,
    flows: u64,
    tasks_seen: u32,
}

struct Thread {
    process: ProcessId,
    name: String,
    state: Option<(Instant, State, u32)>,
    step: Option<(TaskId, Instant)>,
    /// Who woke it, when it has not run since.
    woken: Option<u64>,
}

struct Task {
    tid: u32,
    name: String,
    woken: Option<u64>,
}

impl Writer {
    fn read(&mut self, event: &Event) {
        let (at, id) = (event.at, event.thread);
        match &event.what {
            What::ThreadStarted { process, name, .. } => {
                let thread = Thread { process: *process, name: name.clone(), state: None, step: None, woken: None };
                self.threads.insert(id, thread);
            }
            What::ThreadEnded => {
                self.end_step(at, id);
                self.end_state(at, id);
            }
            What::State { state, line } => {
                self.end_state(at, id);
                let Some(thread) = self.threads.get_mut(&id) else { return };
                thread.state = Some((at, *state, line.line));
                let landed = (*state == State::Running).then(|| thread.woken.take()).flatten();
                let process = thread.process;
                if let Some(flow) = landed {
                    self.push(at, "f", "wakes", process, id.0, json!({"cat": "wake", "id": flow, "bp": "e"}));
                }
            }
            What::Woke { thread: woken, .. } => {
                let Some(process) = self.process(id) else { return };
                let flow = self.flow();
                let Some(thread) = self.threads.get_mut(woken).filter(|thread| thread.woken.is_none()) else { return };
                thread.woken = Some(flow);
                self.push(at, "s", "wakes", process, id.0, json!({"cat": "wake", "id": flow}));
            }
            What::Output { text, .. } => self.instant(at, id, &format!("prints {}", text.trim_end())),
            What::GilRequested { .. } => self.instant(at, id, "asks for the GIL"),
            What::Input { .. } => self.instant(at, id, "input is heard"),
            What::Interrupted { .. } => self.instant(at, id, "is interrupted by a signal"),
            What::Note(note) => self.note(at, id, note),
        }
    }

    fn note(&mut self, at: Instant, id: ThreadId, note: &Note) {
        let Some(process) = self.process(id) else { return };
        match note {
            Note::TaskCreated { task, name, coroutine, .. } => {
                let tid = TASKS + self.tasks_seen;
                self.tasks_seen += 1;
                let name = format!("{name} ({coroutine})");
                self.tasks.insert((process, *task), Task { tid, name, woken: None });
            }
            Note::TaskWakes { task } => {
                let flow = self.flow();
                let Some(known) = self.tasks.get_mut(&(process, *task)).filter(|known| known.woken.is_none()) else {
                    return;
                };
                known.woken = Some(flow);
                self.push(at, "s", "wakes", process, id.0, json!({"cat": "wake", "id": flow}));
            }
            Note::StepBegin { task } => {
                if let Some(thread) = self.threads.get_mut(&id) {
                    thread.step = Some((*task, at));
                }
                let known = self.tasks.get_mut(&(process, *task));
                if let Some((tid, Some(flow))) = known.map(|known| (known.tid, known.woken.take())) {
                    self.push(at, "f", "wakes", process, tid, json!({"cat": "wake", "id": flow, "bp": "e"}));
                }
            }
            Note::StepWaits { .. } | Note::StepDone { .. } => self.end_step(at, id),
            // A timer waits in another place until a pass of the loop finds that it is due.
            Note::CallbackDue { id: of, due, .. } if *due <= at => self.count(at, id, process, *of, |ready| ready + 1),
            Note::TickBegin { id: of, ready } => self.count(at, id, process, *of, |_| i64::from(*ready)),
            Note::CallbackBegin { id: of, .. } | Note::CallbackSkipped { id: of, .. } => {
                self.count(at, id, process, *of, |ready| ready - 1);
            }
            _ => {}
        }
    }

    fn count(&mut self, at: Instant, id: ThreadId, process: ProcessId, of: LoopId, change: impl Fn(i64) -> i64) {
        let count = self.ready.get_or_insert_with((process, of), || 0);
        *count = change(*count);
        let count = *count;
        self.push(at, "C", &format!("ready queue {}", of.0), process, id.0, json!({"args": {"ready": count}}));
    }

    fn end_state(&mut self, at: Instant, id: ThreadId) {
        let Some(thread) = self.threads.get_mut(&id) else { return };
        let (Some((from, state, line)), process) = (thread.state.take(), thread.process) else { return };
        if at > from {
            let more = json!({"dur": micros(at.since(from).0), "cat": "thread", "args": {"line": line}});
            self.push(from, "X", said(state), process, id.0, more);
        }
    }

    fn end_step(&mut self, at: Instant, id: ThreadId) {
        let Some(thread) = self.threads.get_mut(&id) else { return };
        let (Some((task, from)), process) = (thread.step.take(), thread.process) else { return };
        let Some(known) = self.tasks.get(&(process, task)) else { return };
        let (tid, name) = (known.tid, known.name.clone());
        let more = json!({"dur": micros(at.since(from).0), "cat": "task", "args": {"thread": id.0}});
        self.push(from, "X", &name, process, tid, more);
    }

    fn instant(&mut self, at: Instant, id: ThreadId, name: &str) {
        if let Some(process) = self.process(id) {
            self.push(at, "i", name, process, id.0, json!({"s": "t"}));
        }
    }

    fn process(&self, id: ThreadId) -> Option<ProcessId> {
        self.threads.get(&id).map(|thread| thread.process)
    }

    fn flow(&mut self) -> u64 {
        self.flows += 1;
        self.flows
    }

    fn push(&mut self, at: Instant, ph: &'static str, name: &str, process: ProcessId, tid: u32, more: Value) {
        let entry = Entry { ph, name: name.to_owned(), pid: process.0, tid, ts: micros(at.0), more };
        self.entries.push((at, entry));
    }

    fn finish(mut self, trace: &Trace) -> String {
        for id in self.threads.keys().copied().collect::<Vec<_>>() {
            self.end_step(trace.end, id);
            self.end_state(trace.end, id);
        }
        // What was on its way when the run ended never arrived; a flow has two ends or none.
        let lost: Vec<u64> = self.threads.values().filter_map(|thread| thread.woken).collect();
        let lost: Vec<u64> = self.tasks.values().filter_map(|task| task.woken).chain(lost).collect();
        self.entries.retain(|(_, entry)| !entry.more["id"].as_u64().is_some_and(|flow| lost.contains(&flow)));
        // An event is known when it ends, and listed when it begins.
        self.entries.sort_by_key(|(at, _)| *at);
        let mut entries = self.names();
        entries.extend(self.entries.into_iter().map(|(_, entry)| entry));
        let engine = match trace.engine {
            super::Engine::Model => "model",
            super::Engine::Live => "live",
        };
        let about = json!({
            "engine": engine,
            "seed": trace.seed,
            "python": trace.machine.python.name(),
            "cores": trace.machine.cores,
        });
        // Strings, numbers and lists of them can be written.
        serde_json::to_string(&json!({"traceEvents": entries, "displayTimeUnit": "ms", "otherData": about}))
            .unwrap_or_default()
    }

    fn names(&self) -> Vec<Entry> {
        let named = |kind: &str, name: &str, pid: u32, tid: u32| Entry {
            ph: "M",
            name: kind.to_owned(),
            pid,
            tid,
            ts: 0.0,
            more: json!({"args": {"name": name}}),
        };
        let order = |pid: u32, tid: u32| Entry {
            ph: "M",
            name: "thread_sort_index".to_owned(),
            pid,
            tid,
            ts: 0.0,
            more: json!({"args": {"sort_index": tid}}),
        };
        let mut entries = Vec::new();
        let mut processes = Vec::new();
        for (id, thread) in self.threads.iter() {
            let pid = thread.process.0;
            if !processes.contains(&pid) {
                processes.push(pid);
                entries.push(named("process_name", &format!("process {pid}"), pid, id.0));
            }
            entries.push(named("thread_name", &thread.name, pid, id.0));
            entries.push(order(pid, id.0));
        }
        for ((process, _), task) in self.tasks.iter() {
            entries.push(named("thread_name", &format!("task {}", task.name), process.0, task.tid));
            entries.push(order(process.0, task.tid));
        }
        entries
    }
}

/// Nanoseconds as microseconds: exact up to some hundred days.
fn micros(nanos: u64) -> f64 {
    nanos as f64 / 1e3
}

fn said(state: State) -> &'static str {
    match state {
        State::Running => "runs",
        State::Native => "works without the GIL",
        State::WaitingGil => "waits for the GIL",
        State::WaitingCore => "waits for a core",
        State::Sleeping { .. } => "sleeps",
        State::Selecting => "waits in select",
        State::Parked { reason: Reason::Lock, .. } => "waits for a lock",
        State::Parked { reason: Reason::Join, .. } => "waits for a thread to end",
        State::Parked { reason: Reason::Io, .. } => "waits for input or output",
        State::Parked { reason: Reason::Idle, .. } => "idle",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::Machine;
    use crate::model::{Limits, StopFlag};
    use crate::python::SourceText;
    use crate::simulate::simulate;
    use std::collections::BTreeMap;

    fn written(text: &str) -> (Trace, Vec<Value>) {
        let files = [SourceText { path: "main.py".into(), module: "__main__".into(), text: text.into() }];
        let trace = simulate(&files, &Machine::default(), 0, &Limits::default(), &StopFlag::new()).unwrap();
        let file: Value = serde_json::from_str(&chrome_trace(&trace)).unwrap();
        let events = file["traceEvents"].as_array().unwrap().clone();
        (trace, events)
    }

    const PROGRAMS: [&str; 3] = [
        include_str!("../../www/scenarios/blocking-call/blocking.py"),
        include_str!("../../www/scenarios/blocking-call/offloaded.py"),
        "import threading, time\nlock = threading.Lock()\ndef work():\n    for _ in range(3):\n        with lock:\n            \
         time.sleep(0.01)\n        print('<&\"done\"', sum(range(1000)))\nthreads = [threading.Thread(target=work) for _ in \
         range(3)]\nfor t in threads: t.start()\nfor t in threads: t.join()\n",
    ];

    fn ends(event: &Value) -> (f64, f64) {
        let from = event["ts"].as_f64().unwrap();
        (from, from + event["dur"].as_f64().unwrap_or(0.0))
    }

    #[test]
    fn every_event_has_what_the_format_asks_for_and_lanes_go_forward_in_time() {
        for text in PROGRAMS {
            let (trace, events) = written(text);
            let mut last = BTreeMap::<(u64, u64), f64>::new();
            for event in &events {
                let phase = event["ph"].as_str().unwrap();
                assert!(["X", "M", "s", "f", "C", "i"].contains(&phase), "{event}");
                let lane = (event["pid"].as_u64().unwrap(), event["tid"].as_u64().unwrap());
                assert!(event["name"].is_string(), "{event}");
                let (from, to) = ends(event);
                assert!(from >= 0.0 && to <= trace.end.0 as f64 / 1e3 + 0.001, "{event}");
                assert_eq!(event["dur"].is_number(), phase == "X", "{event}");
                if phase != "M" {
                    assert!(from >= *last.get(&lane).unwrap_or(&0.0), "{event}");
                    last.insert(lane, from);
                }
            }
        }
    }

    #[test]
    fn complete_events_of_a_lane_do_not_overlap_and_all_lanes_have_names() {
        for text in PROGRAMS {
            let (trace, events) = written(text);
            let named: Vec<_> =
                events.iter().filter(|e| e["name"] == "thread_name").map(|e| e["tid"].clone()).collect();
            let mut until = BTreeMap::<u64, f64>::new();
            for event in events.iter().filter(|event| event["ph"] == "X") {
                assert!(named.contains(&event["tid"]), "{event}");
                let (from, to) = ends(event);
                let before = until.insert(event["tid"].as_u64().unwrap(), to).unwrap_or(0.0);
                assert!(from >= before - 0.0005, "{event} begins before {before}");
            }
            let started = trace.events.iter().filter(|e| matches!(e.what, What::ThreadStarted { .. })).count();
            assert!(named.len() >= started);
            assert!(events.iter().any(|event| event["name"] == "process_name"));
        }
    }

    #[test]
    fn flows_have_both_ends_and_arrive_after_they_left() {
        for text in PROGRAMS {
            let (_, events) = written(text);
            let of = |phase: &str| -> BTreeMap<u64, f64> {
                let flows = events.iter().filter(|event| event["ph"] == phase);
                flows.map(|event| (event["id"].as_u64().unwrap(), ends(event).0)).collect()
            };
            let (left, arrived) = (of("s"), of("f"));
            assert!(!left.is_empty());
            assert_eq!(left.keys().collect::<Vec<_>>(), arrived.keys().collect::<Vec<_>>());
            assert!(left.iter().all(|(flow, at)| arrived[flow] >= *at));
        }
    }

    #[test]
    fn the_ready_queue_is_never_negative_and_empty_in_the_end() {
        let (_, events) = written(PROGRAMS[0]);
        let counts: Vec<i64> =
            events.iter().filter(|e| e["ph"] == "C").map(|e| e["args"]["ready"].as_i64().unwrap()).collect();
        assert!(counts.iter().all(|count| *count >= 0));
        assert!(counts.iter().any(|count| *count > 1));
        assert_eq!(counts.last(), Some(&0));
    }

    #[test]
    fn what_a_thread_does_is_told_to_the_nanosecond() {
        let (trace, events) = written(PROGRAMS[2]);
        let running = |events: &[Value]| -> f64 {
            let runs = events.iter().filter(|event| event["name"] == "runs");
            runs.map(|event| event["dur"].as_f64().unwrap()).sum()
        };
        let report = crate::trace::Report::of(&trace);
        let threads = report.lanes.iter().filter(|lane| lane.kind == crate::trace::report::LaneKind::Thread);
        let expected: f64 = threads.map(|lane| lane.running).sum();
        assert!((running(&events) / 1e6 - expected).abs() < 1e-6);
    }
}
