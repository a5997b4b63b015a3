use super::*;
use crate::syscall::Line;
use crate::timeline::lanes::Span;
use crate::timeline::{bins, sample};

const ROOM: Room = Room { width: CssPixels(900.0), height: CssPixels(320.0), size: Size::Wide };

fn chart(view: &View, grouping: Grouping, camera: Camera) -> Chart {
    let rows = Rows::of(view, grouping, ROOM.size);
    Chart::new(view, &rows, &Look { grouping, camera, row: None, at: None }, ROOM)
}

fn texts(commands: &[Draw]) -> Vec<&str> {
    let text = |d: &'_ Draw| matches!(d, Draw::Text { .. });
    let said = commands.iter().filter(|d| text(d));
    said.map(|d| if let Draw::Text { text, .. } = d { text.as_str() } else { "" }).collect()
}

fn blocking() -> View {
    View::of(&sample::blocking(), include_str!("../../../www/scenarios/blocking-call/blocking.py"))
}

#[test]
fn names_are_beside_their_rows_and_the_heartbeat_says_how_long_it_is_flat() {
    let view = blocking();
    let chart = chart(&view, Grouping::ByThread, Camera::all(view.end));
    assert_eq!(texts(&chart.still), ["MainThread", "GIL", "ready queue"]);
    let said = texts(&chart.trace);
    assert!(said.contains(&"event loop") && said.contains(&"2.00 s without a beat"), "{said:?}");
    assert!(said.contains(&"time.sleep(2) blocks the loop"), "{said:?}");
}

#[test]
fn a_closer_look_shows_what_is_there_and_nothing_beside_it() {
    let view = blocking();
    let camera = Camera { from: Instant(500_000_000), to: Instant(600_000_000), scroll: CssPixels::ZERO };
    let chart = chart(&view, Grouping::ByTask, camera);
    let frame = ROOM.frame(&view);
    let inside = |x: CssPixels| x >= frame.left - CssPixels(0.01) && x <= frame.right + CssPixels(0.01);
    for command in &chart.trace {
        match command {
            Draw::Box { area, ink, .. } if *ink != Ink::Panel => {
                assert!(inside(area.x) && inside(area.x + area.width), "{command:?}");
            }
            Draw::Hatched { area, .. } | Draw::Tint { area, .. } => {
                assert!(inside(area.x) && inside(area.x + area.width), "{command:?}");
            }
            Draw::Path { points, .. } => assert!(points.iter().all(|p| inside(p.x)), "{command:?}"),
            _ => {}
        }
    }
    let hatches = chart.trace.iter().filter(|d| matches!(d, Draw::Hatched { .. })).count();
    assert_eq!(hatches, 2, "both beats wait for the loop all the time");
}

#[test]
fn a_deadlock_is_seen_behind_its_moment_and_told_there() {
    let view = View::of(&sample::deadlock(), "");
    let chart = chart(&view, Grouping::ByThread, Camera::all(view.until()));
    let end = chart.scale().x(view.end);
    let behind = |d: &&Draw| matches!(d, Draw::Hatched { area, .. } if area.x == end);
    assert_eq!(chart.trace.iter().filter(behind).count(), 2);
    let said = texts(&chart.trace);
    assert!(said.contains(&"deadlock") && said.contains(&"waits for ever"), "{said:?}");
    // No time of the axis is written under the word.
    let now = chart.now(view.end, None);
    assert!(!texts(&now).contains(&"120 ms"), "{:?}", texts(&now));
    let ada = view.lanes.iter().position(|lane| lane.name == "Ada").map(crate::timeline::rows::RowKind::Lane).unwrap();
    let words = crate::timeline::words::words(&view, ada, Instant(110_000_000));
    assert_eq!(words.sentence(), "Ada waits for ever. in a deadlock since 0.10 s.");
}

#[test]
fn rows_that_are_scrolled_away_are_not_drawn() {
    let view = blocking();
    let rows = Rows::of(&view, Grouping::ByTask, ROOM.size);
    let camera = Camera { scroll: rows.all[2].top, ..Camera::all(view.end) };
    let seen = texts(&chart(&view, Grouping::ByTask, camera).still).len();
    assert_eq!(seen, rows.all.len() - 2);
}

#[test]
fn arrows_are_drawn_when_they_are_few_and_else_for_the_chosen_row() {
    let view = View::of(&sample::offloaded(), "");
    let rows = Rows::of(&view, Grouping::ByTask, ROOM.size);
    let heads = |camera, row| {
        let look = Look { grouping: Grouping::ByTask, camera, row, at: None };
        let chart = Chart::new(&view, &rows, &look, ROOM);
        let head = |d: &&Draw| matches!(d, Draw::Path { points, .. } if points.len() == 3);
        chart.trace.iter().filter(head).count()
    };
    let start = Camera { from: Instant::START, to: Instant(1_000_000), scroll: CssPixels::ZERO };
    assert!(heads(start, None) >= 3, "main creates three tasks");
    let mut many = view.clone();
    let hint = many.reading.hints[0];
    many.reading.hints = vec![hint; 500];
    assert_eq!(heads(Camera::all(view.end), None) > 0, view.reading.hints.len() <= MOST_ARROWS);
}

#[test]
fn the_cursor_has_as_many_digits_as_can_be_told_apart_and_is_gone_when_it_is_outside() {
    let view = blocking();
    let cursor = Instant(550_123_456);
    let near = Camera { from: Instant(550_000_000), to: Instant(551_000_000), scroll: CssPixels::ZERO };
    assert!(texts(&chart(&view, Grouping::ByTask, near).now(cursor, None)).contains(&"0.550123 s"));
    let far = Camera { from: Instant(650_000_000), to: Instant(651_000_000), scroll: CssPixels::ZERO };
    let lines = chart(&view, Grouping::ByTask, far).now(cursor, None);
    assert!(!lines.iter().any(|d| matches!(d, Draw::Line { ink: Ink::Ink, .. })));
}

/// A run of so many spans on eight threads.
fn long_run(spans: u64) -> View {
    let mut view = View::of(&sample::threads_only(), "");
    let lane = view.lanes[1].clone();
    let each = 1_000_000_000 / (spans / 8);
    let doing = [Doing::Runs, Doing::Wants(Wanted::Gil), Doing::OffGil, Doing::Wants(Wanted::Lock)];
    let span = |n: u64| Span {
        from: Instant(n * each),
        to: Instant((n + 1) * each),
        doing: doing[(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 62) as usize],
        line: Line::default(),
        job: None,
    };
    view.lanes = (0..8)
        .map(|n| {
            let spans: Vec<_> = (0..spans / 8).map(span).collect();
            let index = bins::Index::of(&spans);
            Lane { name: format!("worker {n}"), spans, index, of: None, endless: None, ..lane.clone() }
        })
        .collect();
    view.end = Instant(1_000_000_000);
    view
}

#[test]
fn one_picture_of_a_million_spans_has_no_more_commands_than_there_is_room_for() {
    let view = long_run(1_000_000);
    let chart = chart(&view, Grouping::ByTask, Camera::all(view.end));
    assert!(chart.trace.len() < 8 * 900, "{}", chart.trace.len());
    assert!(chart.trace.len() > 8 * 10);
}

#[test]
#[allow(clippy::disallowed_methods, reason = "host test of how long something takes")]
fn the_cost_of_a_picture_does_not_grow_with_the_number_of_spans() {
    // The ratio of two times on the same machine, each the best of several, is what is asserted.
    let cost = |view: &View| {
        let rows = Rows::of(view, Grouping::ByTask, ROOM.size);
        let look = Look { grouping: Grouping::ByTask, camera: Camera::all(view.end), row: None, at: None };
        let once = || {
            let start = std::time::Instant::now();
            for _ in 0..5 {
                std::hint::black_box(Chart::new(view, &rows, &look, ROOM));
            }
            start.elapsed()
        };
        (0..9).map(|_| once()).min().unwrap().as_secs_f64()
    };
    let (few, many) = (cost(&long_run(10_000)), cost(&long_run(1_000_000)));
    assert!(many < few * 6.0, "a hundred times as many spans cost {:.1} times as much", many / few);
}
