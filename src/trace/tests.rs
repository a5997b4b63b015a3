//! Reports of traces made by hand.

use super::report::{LaneKind, LaneReport, Report};
use super::{Engine, Event, Exit, State, Status, Trace, What, invariants};
use crate::machine::Machine;
use crate::syscall::{
    Key, Line, LoopId, Note, ProcessId, Reason, StackId, Stream, TaskEnd, TaskId, TaskWait, ThreadId,
};
use crate::time::Instant;

const MAIN: ThreadId = ThreadId(1);
const SLEEPING: State = State::Sleeping { until: Instant::START };
const OTHER: ThreadId = ThreadId(2);
const LOOP: LoopId = LoopId(1);

fn ms(at: u64) -> Instant {
    Instant(at * 1_000_000)
}

fn line(line: u32) -> Line {
    Line { file: 0, line }
}

/// A trace in the making.
struct Story {
    events: Vec<Event>,
    now: u64,
}

impl Story {
    fn new() -> Self {
        Self { events: Vec::new(), now: 0 }.start(MAIN, "MainThread").state(MAIN, State::Running, 1)
    }

    fn at(mut self, ms: u64) -> Self {
        self.now = ms;
        self
    }

    fn event(mut self, thread: ThreadId, what: What) -> Self {
        self.events.push(Event { at: ms(self.now), thread, what });
        self
    }

    fn start(self, thread: ThreadId, name: &str) -> Self {
        let what = What::ThreadStarted { process: ProcessId(1), name: name.to_owned(), parent: None };
        self.event(thread, what)
    }

    fn state(self, thread: ThreadId, state: State, at: u32) -> Self {
        self.event(thread, What::State { state, line: line(at) })
    }

    fn note(self, note: Note) -> Self {
        self.event(MAIN, What::Note(note))
    }

    fn write(self, thread: ThreadId, stream: Stream, text: &str) -> Self {
        self.event(thread, What::Output { stream, text: text.to_owned() })
    }

    fn make_loop(self) -> Self {
        self.note(Note::LoopCreated { id: LOOP, key: Key(1) })
    }

    fn tick(self) -> Self {
        self.note(Note::TickBegin { id: LOOP, ready: 1 })
    }

    fn call(self, due: u64) -> Self {
        self.note(Note::CallbackBegin { id: LOOP, name: "f".to_owned(), due: ms(due) })
    }

    fn back(self) -> Self {
        self.note(Note::CallbackEnd { id: LOOP })
    }

    fn tock(self) -> Self {
        self.note(Note::TickEnd { id: LOOP })
    }

    fn trace(self) -> Trace {
        let trace = self.unchecked();
        assert_eq!(invariants::violations(&trace), Vec::<String>::new());
        trace
    }

    fn unchecked(self) -> Trace {
        Trace {
            engine: Engine::Model,
            seed: 0,
            machine: Machine::default(),
            events: self.events,
            end: ms(self.now),
            exit: Exit { status: Status::Finished, code: 0, message: None, line: None },
            memory_peak: 0,
        }
    }

    fn report(self) -> Report {
        Report::of(&self.trace())
    }
}

fn lane<'a>(report: &'a Report, kind: LaneKind, name: &str) -> &'a LaneReport {
    report.lanes.iter().find(|lane| lane.kind == kind && lane.name == name).unwrap()
}

#[test]
fn a_wait_that_ends_without_a_cause_is_told() {
    let sleeps = State::Sleeping { until: ms(10) };
    let parked = |until| State::Parked { key: Key(7), reason: Reason::Lock, until };
    for (waits, over) in [(sleeps, Some(10)), (parked(None), None), (parked(Some(ms(8))), Some(8))] {
        let story =
            || Story::new().start(OTHER, "other").at(1).state(MAIN, waits, 2).state(OTHER, State::Running, 2).at(5);
        let goes_on = |story: Story| invariants::violations(&story.state(MAIN, State::WaitingGil, 2).unchecked());
        assert_eq!(goes_on(story()), ["0.005 s: ThreadId(1) waits no more, though nobody woke it"]);
        assert!(goes_on(story().event(MAIN, What::Interrupted { by: None })).is_empty());
        assert!(goes_on(story().event(OTHER, What::Woke { thread: MAIN, key: Key(7) })).is_empty());
        if let Some(over) = over {
            assert!(goes_on(story().at(over)).is_empty());
        }
    }
}

#[test]
fn output_is_told_by_lines_each_at_its_newline_and_each_stream_for_itself() {
    let report = Story::new()
        .start(OTHER, "Thread-1 (f)")
        .write(MAIN, Stream::Stdout, "a")
        .at(1)
        .write(OTHER, Stream::Stderr, "oops\n")
        .at(2)
        .write(OTHER, Stream::Stdout, "b\nc\n\nd")
        .at(3)
        .report();
    let told: Vec<_> = report.output.iter().map(|l| (l.t, l.stream, &*l.thread, &*l.text, l.partial)).collect();
    let (out, err) = (Stream::Stdout, Stream::Stderr);
    let other = "Thread-1 (f)";
    assert_eq!(
        told,
        [
            (0.001, err, other, "oops", false),
            (0.002, out, other, "ab", false),
            (0.002, out, other, "c", false),
            (0.002, out, other, "", false),
            (0.002, out, other, "d", true),
        ]
    );
}

/// A step that sleeps for 2 s on line 8 from 0.3 s on, while a timer of 0.4 s waits.
fn blocked() -> Story {
    Story::new()
        .make_loop()
        .state(MAIN, State::Selecting, 12)
        .at(300)
        .state(MAIN, State::Running, 12)
        .tick()
        .call(300)
        .at(301)
        .state(MAIN, SLEEPING, 8)
        .at(2_301)
        .state(MAIN, State::Running, 8)
        .at(2_310)
        .back()
        .tock()
        .tick()
        .call(400)
        .at(2_311)
        .back()
        .tock()
        .state(MAIN, State::Selecting, 12)
        .at(2_500)
}

#[test]
fn a_call_that_blocks_is_the_longest_callback_with_its_line_and_keeps_what_is_due() {
    let report = blocked().report();
    let [told] = &report.loops[..] else { panic!("{:?}", report.loops) };
    assert_eq!((told.ticks, told.longest_callback, told.line), (2, 2.01, Some(8)));
    assert_eq!((told.longest_gap, told.longest_delay, told.blocked), (2.01, 1.91, 2.01));
    assert_eq!((&*told.name, &*told.thread, told.process), ("loop 1", "MainThread", 1));
}

#[test]
fn a_computation_is_on_the_line_where_marks_found_it() {
    let mark = |at| Note::At { line: line(at) };
    let report = Story::new()
        .make_loop()
        .tick()
        .call(0)
        .at(10)
        .note(mark(5))
        .at(90)
        .note(mark(6))
        .at(100)
        .note(mark(5))
        .at(101)
        .back()
        .tock()
        .report();
    assert_eq!((report.loops[0].longest_callback, report.loops[0].line), (0.101, Some(6)));
}

#[test]
fn a_wait_for_the_gil_after_the_select_is_a_stall_but_no_callback() {
    let report = Story::new()
        .start(OTHER, "t")
        .make_loop()
        .state(MAIN, State::Selecting, 3)
        .at(10)
        .state(OTHER, State::Running, 20)
        .at(100)
        .state(MAIN, State::WaitingGil, 3)
        .at(160)
        .state(OTHER, State::WaitingGil, 20)
        .state(MAIN, State::Running, 3)
        .tick()
        .at(161)
        .call(100)
        .at(162)
        .back()
        .tock()
        .state(MAIN, State::Selecting, 3)
        .at(170)
        .report();
    let told = &report.loops[0];
    assert_eq!((told.longest_gap, told.blocked, told.longest_callback), (0.061, 0.061, 0.001));
    assert_eq!(told.longest_delay, 0.061);
}

#[test]
fn a_callback_that_never_returns_holds_the_loop_until_the_end_and_what_is_due_waits_as_long() {
    let due = Note::CallbackDue { id: LOOP, due: ms(30), task: Some(TaskId(2)) };
    let report = Story::new()
        .make_loop()
        .tick()
        .note(due)
        .at(20)
        .call(20)
        .at(50)
        .note(Note::At { line: line(4) })
        .at(1_020)
        .report();
    let told = &report.loops[0];
    assert_eq!((told.longest_callback, told.line, told.longest_delay), (1.0, Some(4), 0.99));
    assert_eq!((told.longest_gap, told.blocked), (1.0, 1.0));
}

#[test]
fn a_sleeping_task_sleeps_until_its_timer_is_due_and_is_idle_until_it_runs() {
    let task = TaskId(1);
    let created = Note::TaskCreated {
        task,
        id: LOOP,
        name: "Task-1".into(),
        coroutine: "main".into(),
        parent: None,
        line: line(1),
        stack: StackId::default(),
    };
    let report = Story::new()
        .make_loop()
        .note(created)
        .at(10)
        .tick()
        .call(0)
        .note(Note::StepBegin { task })
        .at(15)
        .note(Note::CallbackDue { id: LOOP, due: ms(115), task: None })
        .note(Note::StepWaits { task, on: TaskWait::Sleep, line: line(5), stack: StackId::default() })
        .back()
        .call(0)
        .at(300)
        .back()
        .tock()
        .tick()
        .call(115)
        .note(Note::TaskWakes { task })
        .back()
        .call(300)
        .at(301)
        .note(Note::StepBegin { task })
        .at(304)
        .note(Note::StepDone { task, how: TaskEnd::Returned })
        .back()
        .tock()
        .at(400)
        .report();
    let told = lane(&report, LaneKind::Task, "Task-1");
    assert_eq!((told.running, told.sleeping, told.idle), (0.008, 0.1, 0.196));
    let of_loop = lane(&report, LaneKind::Loop, "loop 1");
    assert_eq!((told.parent, of_loop.running), (Some(of_loop.id), 0.304));
}

#[test]
fn a_lock_is_held_wanted_and_free() {
    let key = Key(9);
    let acquired = Note::LockAcquired { key, task: None, line: line(3) };
    let other = |note| What::Note(note);
    let report = Story::new()
        .start(OTHER, "t")
        .note(Note::LockCreated { key, kind: "Lock".to_owned(), line: line(2) })
        .at(10)
        .note(acquired.clone())
        .at(30)
        .state(MAIN, SLEEPING, 4)
        .state(OTHER, State::Running, 7)
        .event(OTHER, other(Note::LockWaits { key, task: None, line: line(7) }))
        .state(OTHER, State::Parked { key, reason: Reason::Lock, until: None }, 7)
        .at(100)
        .state(MAIN, State::Running, 4)
        .note(Note::LockReleased { key, task: None })
        .event(MAIN, What::Woke { thread: OTHER, key })
        .state(MAIN, SLEEPING, 4)
        .state(OTHER, State::Running, 7)
        .event(OTHER, other(acquired))
        .at(120)
        .event(OTHER, other(Note::LockReleased { key, task: None }))
        .at(150)
        .report();
    let told = lane(&report, LaneKind::Lock, "Lock, line 2");
    assert_eq!((told.running, told.waiting_lock, told.idle), (0.04, 0.07, 0.04));
    assert_eq!(lane(&report, LaneKind::Thread, "t").waiting_lock, 0.07);
}

#[test]
fn a_process_is_in_the_state_of_its_most_active_thread() {
    let report = Story::new()
        .start(OTHER, "t")
        .state(OTHER, SLEEPING, 2)
        .at(10)
        .state(MAIN, State::Selecting, 1)
        .at(40)
        .state(OTHER, State::Running, 2)
        .at(45)
        .event(OTHER, What::ThreadEnded)
        .at(50)
        .event(MAIN, What::ThreadEnded)
        .report();
    let told = lane(&report, LaneKind::Process, "process 1");
    assert_eq!((told.running, told.sleeping, told.idle), (0.015, 0.03, 0.005));
}

#[test]
fn states_of_every_lane_sum_to_its_lifetime() {
    for case in 0..100 {
        let trace = crate::model::tests::chances::random_run(case);
        let report = Report::of(&trace);
        for told in report.lanes.iter().filter(|lane| lane.kind == LaneKind::Thread) {
            let life: Vec<_> = trace
                .events
                .iter()
                .filter(|e| match &e.what {
                    What::ThreadStarted { .. } | What::ThreadEnded => e.thread.0 == thread_of(&told.name),
                    _ => false,
                })
                .map(|e| e.at)
                .collect();
            let sum = told.running
                + told.waiting_gil
                + told.waiting_core
                + told.waiting_lock
                + told.io
                + told.sleeping
                + told.idle;
            assert!((sum - life[1].since(life[0]).as_secs_f64()).abs() < 1e-9, "case {case}: {told:?}");
        }
    }
}

fn thread_of(name: &str) -> u32 {
    name.strip_prefix("Thread-").map_or(1, |number| number.parse().unwrap())
}

#[test]
fn the_report_is_the_json_of_the_contract() {
    let report =
        Story::new().write(MAIN, Stream::Stdout, "A start\n").at(2_000).event(MAIN, What::ThreadEnded).report();
    assert_eq!(
        report.to_json(),
        concat!(
            r#"{"loopscope":1,"engine":"model","seed":0,"#,
            r#""machine":{"cores":4,"python":"3.13","start-method":"fork","switch-interval":0.005,"source":"recorded"},"#,
            r#""exit":{"status":"finished","code":0,"message":null,"line":null},"wall":2.0,"#,
            r#""output":[{"t":0.0,"stream":"stdout","process":1,"thread":"MainThread","text":"A start"}],"#,
            r#""requests":[],"loops":[],"lanes":["#,
            r#"{"id":1,"kind":"process","name":"process 1","process":1,"thread":"MainThread","parent":null,"#,
            r#""running":2.0,"waiting_gil":0.0,"waiting_core":0.0,"waiting_lock":0.0,"io":0.0,"sleeping":0.0,"idle":0.0},"#,
            r#"{"id":2,"kind":"thread","name":"MainThread","process":1,"thread":"MainThread","parent":1,"#,
            r#""running":2.0,"waiting_gil":0.0,"waiting_core":0.0,"waiting_lock":0.0,"io":0.0,"sleeping":0.0,"idle":0.0}"#,
            r#"],"memory_peak":0,"findings":[]}"#
        )
    );
    assert_eq!(serde_json::from_str::<Report>(&report.to_json()).unwrap(), report);
}
