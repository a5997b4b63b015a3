//! What stands in the picture, told by its draw commands.

use super::layout::{Axis, HasHeartbeat, Size, Viewport};
use super::picture::Picture;
use super::scene::{Draw, Hatch, Ink};
use super::time_scale::CssPixels;
use super::view::{Chosen, View};
use super::{sample, svg};
use crate::time::Instant;

const WIDE: Viewport =
    Viewport { width: CssPixels(862.0), height: CssPixels(206.0), size: Size::Wide, axis: Axis::Top };
const PHONE: Viewport =
    Viewport { width: CssPixels(366.0), height: CssPixels(150.0), size: Size::Narrow, axis: Axis::None };

const BLOCKING: &str = include_str!("../../www/scenarios/blocking-call/blocking.py");
const OFFLOADED: &str = include_str!("../../www/scenarios/blocking-call/offloaded.py");

fn pair(viewport: Viewport) -> (Picture, Picture) {
    let a = View::of(&sample::blocking(), BLOCKING);
    let b = View::of(&sample::offloaded(), OFFLOADED);
    let chosen = Chosen::of(&[&a, &b], viewport.room(HasHeartbeat::Yes));
    let end = a.end.max(b.end);
    (Picture::new(&a, &chosen, end, viewport), Picture::new(&b, &chosen, end, viewport))
}

fn at(seconds: f64) -> Instant {
    Instant::from_secs_f64(seconds)
}

fn texts(commands: &[Draw]) -> Vec<&str> {
    let text = |d: &'_ Draw| matches!(d, Draw::Text { .. });
    commands
        .iter()
        .filter(|d| text(d))
        .map(|d| if let Draw::Text { text, .. } = d { text.as_str() } else { "" })
        .collect()
}

fn boxes(commands: &[Draw], wanted: Ink) -> usize {
    commands.iter().filter(|d| matches!(d, Draw::Box { ink, .. } if *ink == wanted)).count()
}

#[test]
fn the_blocking_row_says_what_keeps_the_loop_and_how_long_it_has_been() {
    let (blocking, _) = pair(WIDE);
    assert!(texts(&blocking.trace).contains(&"time.sleep(2) blocks the loop"));
    let now = blocking.now(at(1.42));
    assert_eq!(
        texts(&now),
        [
            "1.07 s without a beat",
            "due at 0.40 s, the loop never comes",
            "0 s",
            "0.5 s",
            "1 s",
            "2 s",
            "2.5 s",
            "1.42 s"
        ]
    );
}

#[test]
fn at_the_end_the_labels_tell_what_came_of_it() {
    let (blocking, _) = pair(WIDE);
    let now = blocking.now(at(2.8));
    assert!(texts(&now).contains(&"2.00 s without a beat"));
    assert!(texts(&now).contains(&"due at 0.40 s, ran 1.95 s late"));
}

#[test]
fn before_the_hold_nothing_is_said_about_it() {
    let (blocking, _) = pair(WIDE);
    assert!(!texts(&blocking.now(at(0.2))).iter().any(|t| t.contains("beat") || t.contains("due")));
}

#[test]
fn two_tasks_are_hatched_and_one_box_is_red() {
    let (blocking, offloaded) = pair(WIDE);
    let hatches =
        |p: &Picture| p.trace.iter().filter(|d| matches!(d, Draw::Hatched { hatch: Hatch::Slanted, .. })).count();
    assert_eq!((hatches(&blocking), hatches(&offloaded)), (2, 0));
    assert_eq!((boxes(&blocking.trace, Ink::Bad), boxes(&offloaded.trace, Ink::Bad)), (1, 0));
    assert_eq!((boxes(&blocking.trace, Ink::Off), boxes(&offloaded.trace, Ink::Off)), (0, 1));
}

#[test]
fn the_offloaded_row_quotes_the_call_on_its_thread() {
    let (_, offloaded) = pair(WIDE);
    let said = texts(&offloaded.trace);
    assert!(said.contains(&"time.sleep(2)"), "{said:?}");
    assert!(said.contains(&"awaits the thread"), "{said:?}");
}

#[test]
fn both_rows_have_the_same_lanes_at_the_same_height() {
    let (blocking, offloaded) = pair(WIDE);
    assert_eq!(texts(&blocking.still), ["event loop", "beat A", "beat B", "report", "pool thread"]);
    assert_eq!(blocking.still, offloaded.still);
}

#[test]
fn a_phone_has_short_words() {
    let (blocking, offloaded) = pair(PHONE);
    assert_eq!(texts(&blocking.still), ["loop", "beat A", "beat B", "report", "thread"]);
    assert!(texts(&offloaded.trace).contains(&"awaits"));
    assert_eq!(texts(&blocking.now(at(1.42))), ["1.07 s frozen", "due, must wait"]);
}

#[test]
fn a_run_without_a_loop_has_lanes_and_no_heartbeat() {
    let view = View::of(&sample::threads_only(), "");
    let chosen = Chosen::of(&[&view], WIDE.room(HasHeartbeat::Yes));
    let picture = Picture::new(&view, &chosen, view.end, WIDE);
    assert_eq!(texts(&picture.still), ["MainThread", "Thread-1"]);
    assert!(!picture.trace.iter().any(|d| matches!(d, Draw::Path { .. })));
}

#[test]
fn who_is_in_a_deadlock_waits_beyond_the_end_of_the_run() {
    let view = View::of(&sample::deadlock(), "");
    assert_eq!((view.end, view.until()), (at(0.1), at(0.125)));
    let chosen = Chosen::of(&[&view], WIDE.room(HasHeartbeat::Yes));
    let picture = Picture::new(&view, &chosen, view.until(), WIDE);
    let end = picture.cursor_x(view.end);
    let behind = |d: &&Draw| match d {
        Draw::Hatched { area, hatch } => *hatch == Hatch::Crossed && area.x == end,
        _ => false,
    };
    // Also the one whose wait takes no time within the run.
    assert_eq!(picture.trace.iter().filter(behind).count(), 2);
    let said = texts(&picture.trace);
    assert_eq!(said.iter().filter(|text| **text == "waits for ever").count(), 2, "{said:?}");
    assert!(said.contains(&"deadlock"), "{said:?}");
    let mark = picture.trace.iter().any(|d| matches!(d, Draw::Line { from, ink: Ink::Bad, .. } if from.x == end));
    assert!(mark);
    // A run that comes to its end has none of this.
    let view = View::of(&sample::threads_only(), "");
    assert_eq!(view.until(), view.end);
    assert!(view.lanes.iter().all(|lane| lane.endless.is_none()));
}

#[test]
fn svg_is_well_formed_enough_to_escape_code() {
    let view = View::of(&sample::blocking(), "a < b & c");
    let chosen = Chosen::of(&[&view], WIDE.room(HasHeartbeat::Yes));
    let picture = Picture::new(&view, &chosen, view.end, WIDE);
    let out = svg::svg(&picture, view.end, WIDE.width, WIDE.height, "x");
    assert!(out.starts_with("<svg") && out.ends_with("</svg>"));
    assert_eq!(out.matches("<g ").count(), out.matches("</g>").count());
}

#[test]
fn inputs_have_a_lane_of_their_own_that_comes_first() {
    let mut trace = sample::blocking();
    let made = at(1.0);
    let what = crate::trace::What::Input { kind: crate::trace::InputKind::Click, made };
    trace.events.push(crate::trace::Event { at: at(2.36), thread: crate::syscall::ThreadId(1), what });
    trace.events.sort_by_key(|e| e.at);
    let view = View::of(&trace, BLOCKING);
    let chosen = Chosen::of(&[&view], WIDE.room(HasHeartbeat::Yes));
    assert_eq!(chosen.lanes[0].0, "you");
    let picture = Picture::new(&view, &chosen, view.end, WIDE);
    assert!(texts(&picture.trace).contains(&"waited 1.36 s"), "{:?}", texts(&picture.trace));
}
