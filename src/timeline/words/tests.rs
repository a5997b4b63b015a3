//! Against real runs of the model.

use super::*;
use crate::machine::Machine;
use crate::model::{Limits, StopFlag};
use crate::python::SourceText;
use crate::simulate::simulate;
use crate::timeline::layout::Size;
use crate::timeline::rows::Grouping;

fn view(text: &str) -> View {
    let files = [SourceText { path: "main.py".into(), module: "__main__".into(), text: text.into() }];
    let trace = simulate(&files, &Machine::default(), 0, &Limits::default(), &StopFlag::new()).unwrap();
    View::of(&trace, text)
}

fn row(view: &View, grouping: Grouping, name: &str) -> RowKind {
    let rows = Rows::of(view, grouping, Size::Wide);
    rows.all.iter().find(|row| row.kind.name(view).0 == name).unwrap_or_else(|| panic!("no row {name}")).kind
}

/// What is said in the middle of the longest span of that kind.
fn said(view: &View, grouping: Grouping, name: &str, doing: Doing) -> String {
    let kind = row(view, grouping, name);
    let spans = kind.lane(view).unwrap().spans.iter().filter(|span| span.doing == doing);
    let span = spans.max_by_key(|span| span.to.since(span.from)).unwrap_or_else(|| panic!("{name} never {doing:?}"));
    words(view, kind, Instant((span.from.0 + span.to.0) / 2)).sentence()
}

const LOCK: &str = "\
import threading, time

lock = threading.Lock()

def first():
    with lock:
        time.sleep(0.5)

def second():
    time.sleep(0.1)
    with lock:
        pass

a = threading.Thread(target=first, name='first')
b = threading.Thread(target=second, name='second')
a.start(); b.start()
a.join(); b.join()
";

#[test]
fn a_thread_that_waits_for_a_lock_says_which_and_who_holds_it_since_which_line() {
    let view = view(LOCK);
    let said = said(&view, Grouping::ByThread, "second", Doing::Wants(Wanted::Lock));
    assert!(said.starts_with("second waits for the Lock of line 3. "), "{said}");
    assert!(said.contains(" held by first since line 6, for 300 ms. at line 11: with lock:."), "{said}");
}

const BLOCKING: &str = include_str!("../../../www/scenarios/blocking-call/blocking.py");
const OFFLOADED: &str = include_str!("../../../www/scenarios/blocking-call/offloaded.py");

#[test]
fn a_task_that_is_late_says_who_keeps_its_loop_and_where() {
    let view = view(BLOCKING);
    let line = BLOCKING.lines().position(|line| line.contains("time.sleep(2)")).unwrap() + 1;
    let late = said(&view, Grouping::ByTask, "beat A", Doing::Wants(Wanted::Loop));
    assert!(late.starts_with("beat A waits for the event loop. due 0.40"), "{late}");
    assert!(late.contains(&format!("held by report, line {line}, since 0.35")), "{late}");
    let kept = said(&view, Grouping::ByThread, "MainThread", Doing::KeepsLoop);
    assert!(kept.starts_with("MainThread keeps the event loop for 2.00 s."), "{kept}");
    assert!(kept.contains(&format!("at line {line}: time.sleep(2)")), "{kept}");
}

#[test]
fn the_ready_queue_counts_what_is_due_while_the_loop_is_held() {
    let view = view(BLOCKING);
    let queue = row(&view, Grouping::ByThread, "ready queue");
    let said = words(&view, queue, Instant::from_secs_f64(1.0)).sentence();
    assert!(said.starts_with("2 callbacks are due and wait for the loop. held by report, line "), "{said}");
    assert_eq!(words(&view, queue, Instant::from_secs_f64(0.25)).title, "nothing is due");
}

#[test]
fn a_task_that_awaits_a_job_names_the_function_and_its_thread() {
    let view = view(OFFLOADED);
    let said = said(&view, Grouping::ByTask, "report", Doing::Waits(Awaited::Job));
    assert!(said.starts_with("report awaits sleep on pool thread."), "{said}");
}

const GIL: &str = "\
import threading

def count(n):
    while n:
        n -= 1

threads = [threading.Thread(target=count, args=(400_000,), name=f'count {i}') for i in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
";

#[test]
fn a_thread_that_waits_for_the_gil_says_who_holds_it() {
    let view = view(GIL);
    let waits = said(&view, Grouping::ByThread, "count 0", Doing::Wants(Wanted::Gil));
    assert!(waits.starts_with("count 0 waits for the GIL.") && waits.contains("held by count 1, since"), "{waits}");
    let held = said(&view, Grouping::ByThread, "GIL", Doing::Runs);
    assert!(held.contains("holds the GIL.") && held.contains("asks for it at"), "{held}");
}

#[test]
fn the_gil_is_held_by_one_thread_at_a_time_and_all_that_run_hold_it() {
    let view = view(GIL);
    let (_, gil) = &view.gils[0];
    assert!(gil.spans.windows(2).all(|pair| pair[0].to <= pair[1].from));
    let runs: u64 = view.lanes.iter().flat_map(|lane| &lane.spans).filter(|s| s.doing == Doing::Runs).map(length).sum();
    assert_eq!(gil.spans.iter().map(length).sum::<u64>(), runs);
}

fn length(span: &Span) -> u64 {
    span.to.since(span.from).0
}

#[test]
fn before_its_start_and_after_its_end_a_lane_says_so() {
    let view = view(LOCK);
    let kind = row(&view, Grouping::ByThread, "second");
    assert_eq!(words(&view, kind, Instant::START).title, "second: not started yet");
    assert_eq!(words(&view, kind, view.end).title, "second: has ended");
}

#[test]
fn the_keyboard_goes_from_edge_to_edge_and_back() {
    let view = view(LOCK);
    let kind = row(&view, Grouping::ByThread, "first");
    let mut at = Instant::START;
    let mut visited = Vec::new();
    while let Some(next) = edge(&view, kind, at, Later::Yes) {
        assert!(next > at);
        at = next;
        visited.push(at);
    }
    visited.pop();
    while let Some(last) = visited.pop() {
        at = edge(&view, kind, at, Later::No).unwrap();
        assert_eq!(at, last);
    }
}

#[test]
fn a_point_is_a_row_and_a_moment() {
    let view = view(LOCK);
    let rows = Rows::of(&view, Grouping::ByThread, Size::Wide);
    let room = Room { width: CssPixels(800.0), height: CssPixels(300.0), size: Size::Wide };
    let frame = room.frame(&view);
    let camera = Camera::all(view.end);
    let middle = (frame.left + frame.right) * 0.5;
    let find = |x, y| place(&view, &rows, &camera, room, x, y);
    let first = find(middle, frame.lanes + CssPixels(4.0)).unwrap();
    assert_eq!((first.row, first.on_axis), (Some(0), false));
    assert!(first.at.0.abs_diff(view.end.0 / 2) < 1_000);
    assert!(find(middle, CssPixels(5.0)).unwrap().on_axis);
    let scrolled = Camera { scroll: rows.all[1].top, ..camera };
    assert_eq!(place(&view, &rows, &scrolled, room, middle, frame.lanes + CssPixels(4.0)).unwrap().row, Some(1));
    assert_eq!(find(CssPixels(-3.0), CssPixels(5.0)), None);
}

#[test]
fn sums_of_the_whole_run_are_the_lanes_lives() {
    let view = view(LOCK);
    let rows = Rows::of(&view, Grouping::ByThread, Size::Wide);
    let all = sums(&view, &rows, Instant::START, view.end);
    let (name, times) = &all[all.len() - 1];
    assert_eq!(name, "second");
    let whole: u64 = times.iter().map(|time| time.0).sum();
    let thread = view.reading.threads.last().unwrap();
    assert_eq!(whole, thread.to.since(thread.from).0);
    assert!((times[super::super::bins::kind(Doing::Wants(Wanted::Lock))].as_secs_f64() - 0.4).abs() < 0.01);
}
