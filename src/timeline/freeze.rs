//! The picture of the freeze stage: this page's own heartbeat, as it is, over the last seconds.
//!
//! 1. The page says when it beats; while it is frozen it does not.
//! 2. Events of the live run say when the page's thread was held, what another thread did meanwhile, what the visitor did.
//! 3. [`Stage::picture`] draws the last seconds up to a moment: pulses, a flat line while the page is held, and below it
//!    the visitor's presses and keys, each with the way it had to wait.
//!
//! All moments are milliseconds since 1970, as the clocks of page and workers have them, because the picture goes on before
//! and after the run.

use super::heartbeat::HOLD;
use super::scene::{Align, Area, Draw, Font, Ink, Point};
use super::time_scale::CssPixels;
use crate::syscall::ThreadId;
use crate::time::Instant;
use crate::trace::{Event, State, What};

/// How much time the picture spans.
const SPAN_MS: f64 = 4_200.0;
/// How long after a freeze the picture goes on before it rests.
const REST_MS: f64 = 900.0;
/// What another thread did for less is not shown.
const WORK_MS: f64 = 100.0;
/// Beats that are kept; older ones have left the picture.
const BEATS: usize = 64;
/// A press heard sooner was not waiting.
const LATE_MS: f64 = 100.0;

/// What is known of the stage so far.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    beats: Vec<f64>,
    holds: Vec<Stretch>,
    works: Vec<Stretch>,
    inputs: Vec<Input>,
    input_waits: Option<f64>,
    run: Option<f64>,
    /// How many events have been read.
    read: usize,
    /// Since when the page's thread has not given the page back.
    awake_since: Option<f64>,
    /// What another thread does, and since when.
    works_since: Option<(ThreadId, f64)>,
    /// Where the picture rests.
    rest: Option<f64>,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    from: f64,
    to: f64,
}

/// One press or key.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Input {
    made: f64,
    heard: f64,
}

/// A live run so far.
#[derive(Clone, Copy, Debug)]
pub struct LiveRun<'a> {
    /// When it began.
    pub started_ms: f64,
    /// What happened.
    pub events: &'a [Event],
    /// When the frozen page noticed that somebody's input waits.
    pub input_waits_ms: Option<f64>,
    /// When it ended.
    pub ended: Option<Instant>,
}

impl Stage {
    /// The page's event loop had a turn.
    pub fn beat(&mut self, at: f64) {
        self.beats.push(at);
        if self.beats.len() > BEATS {
            self.beats.remove(0);
        }
    }

    /// The picture goes on, and what the visitor did before is forgotten.
    pub fn resume(&mut self) {
        self.rest = None;
        self.inputs.clear();
    }

    /// Reads what has happened since the last time.
    pub fn read(&mut self, run: &LiveRun) {
        if self.run != Some(run.started_ms) {
            self.run = Some(run.started_ms);
            self.read = 0;
            self.awake_since = None;
            self.works_since = None;
        }
        self.input_waits = run.input_waits_ms;
        for event in run.events.get(self.read..).unwrap_or_default() {
            self.see(run.started_ms + event.at.0 as f64 / 1e6, run.started_ms, event);
        }
        self.read = self.read.max(run.events.len());
        if let Some(end) = run.ended {
            let end = run.started_ms + end.0 as f64 / 1e6;
            self.page_gives_back(end);
            self.work_ends(end);
        }
    }

    fn see(&mut self, at: f64, started_ms: f64, event: &Event) {
        match (&event.what, event.thread) {
            (What::Input { made, .. }, _) => {
                self.inputs.push(Input { made: started_ms + made.0 as f64 / 1e6, heard: at });
            }
            (What::State { state: State::Selecting, .. } | What::ThreadEnded, ThreadId(1)) => self.page_gives_back(at),
            (What::State { .. }, ThreadId(1)) => {
                self.awake_since.get_or_insert(at);
            }
            (What::State { state: State::Sleeping { .. } | State::Native, .. }, thread) => {
                self.works_since.get_or_insert((thread, at));
            }
            (What::State { .. } | What::ThreadEnded, thread)
                if self.works_since.is_some_and(|(works, _)| works == thread) =>
            {
                self.work_ends(at);
            }
            _ => {}
        }
    }

    fn page_gives_back(&mut self, at: f64) {
        let Some(from) = self.awake_since.take() else { return };
        if at - from >= HOLD.0 as f64 / 1e6 {
            self.holds.push(Stretch { from, to: at });
            self.rest = Some(at + REST_MS);
        }
    }

    fn work_ends(&mut self, at: f64) {
        let Some((_, from)) = self.works_since.take() else { return };
        if at - from >= WORK_MS {
            self.works.push(Stretch { from, to: at });
            self.rest = Some(at + REST_MS);
        }
    }

    /// Whether the picture does not change any more by itself.
    pub fn rests(&self, now: f64) -> bool {
        self.rest.is_some_and(|rest| now > rest + 100.0)
    }

    /// The picture at a moment, in a room of that size.
    pub fn picture(&self, now: f64, width: CssPixels, height: CssPixels) -> Vec<Draw> {
        let now = self.rest.map_or(now, |rest| rest.min(now));
        Painting { stage: self, now, width: width.0, height: height.0, draws: Vec::new() }.draws()
    }

    /// Since when the page has been held, when it is.
    fn held_since(&self, now: f64) -> Option<f64> {
        self.awake_since.filter(|since| now - since >= HOLD.0 as f64 / 1e6)
    }
}

struct Painting<'a> {
    stage: &'a Stage,
    now: f64,
    width: f64,
    height: f64,
    draws: Vec<Draw>,
}

/// Where the flat line is, how far a pulse goes, where other things are: from the top, as shares of the height.
const BASE: f64 = 0.40;
const PULSE: f64 = 0.27;
const WORK: f64 = 0.56;
const YOU: f64 = 0.70;
const LEFT: f64 = 10.0;
const RIGHT: f64 = 16.0;

impl Painting<'_> {
    fn draws(mut self) -> Vec<Draw> {
        self.grid();
        self.shades();
        self.works();
        self.pulses();
        self.flats();
        self.inputs();
        self.waiting_input();
        self.head();
        self.draws
    }

    fn x(&self, at: f64) -> f64 {
        LEFT + (at - (self.now - SPAN_MS)) / SPAN_MS * (self.width - LEFT - RIGHT)
    }

    fn base(&self) -> f64 {
        self.height * BASE
    }

    /// The holds that are seen, the one that goes on among them, from left to right.
    fn holds(&self) -> Vec<(f64, f64, bool)> {
        let going_on = self.stage.held_since(self.now).map(|from| (from, self.now, true));
        let over = self.stage.holds.iter().map(|hold| (hold.from, hold.to.min(self.now), false));
        over.chain(going_on).filter(|(_, to, _)| *to > self.now - SPAN_MS).collect()
    }

    fn grid(&mut self) {
        let mut second = ((self.now - SPAN_MS) / 1_000.0).ceil() * 1_000.0;
        while second < self.now {
            let x = self.x(second);
            self.line((x, 6.0), (x, self.height - 8.0), 1.0, Ink::Line);
            second += 1_000.0;
        }
    }

    fn shades(&mut self) {
        for (from, to, _) in self.holds() {
            let (left, right) = (self.x(from).max(LEFT), self.x(to));
            self.fill((left, 6.0), (right - left, self.height - 14.0), 4.0, Ink::Shade);
        }
    }

    fn works(&mut self) {
        let going_on = self.stage.works_since.filter(|(_, from)| self.now - from >= WORK_MS);
        let going_on = going_on.map(|(_, from)| Stretch { from, to: self.now });
        let all: Vec<_> = self.stage.works.iter().copied().chain(going_on).collect();
        for work in all {
            let (left, right) = (self.x(work.from).max(LEFT), self.x(work.to.min(self.now)));
            if right < LEFT + 2.0 {
                continue;
            }
            self.fill((left, self.height * WORK - 8.0), (right - left, 16.0), 2.5, Ink::Off);
            let length = format!("the same {:.1} s, on a thread", (work.to - work.from) / 1_000.0);
            if Font::Strong.estimate(&length).0 + 12.0 < right - left {
                self.text((left + 7.0, self.height * WORK), &length, Font::Strong, Ink::OnOff, Align::Start);
            }
        }
    }

    /// The line with its pulses, up to where the page is held, and on after it.
    fn pulses(&mut self) {
        let base = self.base();
        let up = self.height * PULSE;
        let holds = self.holds();
        let mut from = self.now - SPAN_MS;
        let ends = holds.iter().map(|(from, to, _)| (*from, *to)).chain([(self.now, f64::INFINITY)]);
        for (until, next) in ends.collect::<Vec<_>>() {
            let mut points = vec![(self.x(from.max(self.now - SPAN_MS)), base)];
            for &beat in self.stage.beats.iter().filter(|beat| **beat >= from && **beat <= until.min(self.now)) {
                let x = self.x(beat);
                if x >= LEFT {
                    let pulse = [(0.0, 0.0), (2.0, 0.13), (4.5, -1.0), (7.0, 0.2), (9.0, 0.0)];
                    points.extend(pulse.map(|(dx, dy)| (x + dx, base + dy * up)));
                }
            }
            points.push((self.x(until).max(points.last().map_or(LEFT, |last| last.0)), base));
            let points: Vec<Point> = points.into_iter().map(point).collect();
            self.draws.push(Draw::Path { points: points.clone(), width: CssPixels(7.0), ink: Ink::Halo });
            self.draws.push(Draw::Path { points, width: CssPixels(2.0), ink: Ink::Run });
            from = next;
        }
    }

    fn flats(&mut self) {
        let base = self.base();
        for (from, to, goes_on) in self.holds() {
            let left = self.x(from).max(LEFT);
            self.line((left, base), (self.x(to).max(left), base), 5.0, Ink::Bad);
            let seconds = (to - from) / 1_000.0;
            let text = if goes_on { format!("{seconds:.1} s") } else { format!("frozen {seconds:.2} s") };
            let wide = Font::Freeze.estimate(&text).0;
            let x = (left + 10.0).min(self.width - RIGHT - wide).max(LEFT + 4.0);
            self.text((x, base * 0.46), &text, Font::Freeze, Ink::BadText, Align::Start);
        }
    }

    /// Each press as a dot where it was made, and the way to where it was heard.
    fn inputs(&mut self) {
        let y = self.height * YOU;
        let seen: Vec<Input> = self.stage.inputs.iter().copied().filter(|i| i.made > self.now - SPAN_MS).collect();
        if seen.is_empty() {
            return;
        }
        self.text((LEFT, y), "you", Font::Plain, Ink::Dim, Align::Start);
        for (index, input) in (0_u32..).zip(seen) {
            let late = input.heard - input.made > LATE_MS;
            // All that was late was heard in one burst: side by side, so that they can be counted.
            let apart = if late { f64::from(index) * 4.0 } else { 0.0 };
            let (made, heard) = (self.x(input.made), self.x(input.heard) + apart);
            if late {
                let depth = self.height * 0.2;
                let points = (0..=16).map(|step| {
                    let t = f64::from(step) / 16.0;
                    let x = made + (heard - made) * t * t * (3.0 - 2.0 * t);
                    point((x, y + depth * 4.0 * t * (1.0 - t) * 0.8))
                });
                self.draws.push(Draw::Path { points: points.collect(), width: CssPixels(1.4), ink: Ink::Late });
            }
            self.dot((made, y), 5.0, Ink::Late);
            self.fill((heard - 1.5, y - 7.0), (3.0, 14.0), 0.0, Ink::Run);
        }
    }

    fn waiting_input(&mut self) {
        let Some(since) = self.stage.input_waits.filter(|_| self.stage.held_since(self.now).is_some()) else { return };
        let x = self.x(since);
        let y = self.height * YOU;
        self.line((x, self.base() + 6.0), (x, y), 1.5, Ink::Late);
        self.dot((x, y), 6.0, Ink::Late);
        let text = format!("your input waits, {:.1} s so far", (self.now - since).max(0.0) / 1_000.0);
        let wide = Font::Wait.estimate(&text).0;
        let left = (x - 8.0).min(self.width - wide - 14.0).max(LEFT + 4.0);
        self.text((left, y + 24.0), &text, Font::Wait, Ink::Ink, Align::Start);
    }

    /// The moment itself.
    fn head(&mut self) {
        let ink = if self.stage.held_since(self.now).is_some() { Ink::Bad } else { Ink::Run };
        let (x, base) = (self.x(self.now), self.base());
        self.dot((x, base), 5.0, ink);
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, ink: Ink) {
        self.draws.push(Draw::Line { from: point(from), to: point(to), width: CssPixels(width), ink });
    }

    fn fill(&mut self, at: (f64, f64), size: (f64, f64), radius: f64, ink: Ink) {
        let area = Area {
            x: CssPixels(at.0),
            y: CssPixels(at.1),
            width: CssPixels(size.0.max(0.0)),
            height: CssPixels(size.1),
        };
        self.draws.push(Draw::Box { area, radius: CssPixels(radius), ink });
    }

    fn dot(&mut self, at: (f64, f64), radius: f64, ink: Ink) {
        self.fill((at.0 - radius, at.1 - radius), (radius * 2.0, radius * 2.0), radius, ink);
    }

    fn text(&mut self, at: (f64, f64), text: &str, font: Font, ink: Ink, align: Align) {
        let text = text.to_owned();
        self.draws.push(Draw::Text { at: point(at), text, font, ink, align, plate: None });
    }
}

fn point((x, y): (f64, f64)) -> Point {
    Point { x: CssPixels(x), y: CssPixels(y) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syscall::Line;
    use crate::trace::InputKind;

    const ROOM: (CssPixels, CssPixels) = (CssPixels(600.0), CssPixels(190.0));

    fn state(at_ms: u64, thread: u32, state: State) -> Event {
        let what = What::State { state, line: Line::default() };
        Event { at: Instant(at_ms * 1_000_000), thread: ThreadId(thread), what }
    }

    fn run(events: &[Event]) -> LiveRun<'_> {
        LiveRun { started_ms: 10_000.0, events, input_waits_ms: None, ended: None }
    }

    fn texts(draws: &[Draw]) -> Vec<&str> {
        draws.iter().filter_map(|draw| if let Draw::Text { text, .. } = draw { Some(&**text) } else { None }).collect()
    }

    #[test]
    fn a_frozen_page_shows_how_long_it_has_been_and_then_how_long_it_was() {
        let mut stage = Stage::default();
        let events = [state(0, 1, State::Running), state(1, 1, State::Selecting), state(100, 1, State::Running)];
        stage.read(&run(&events));
        assert_eq!(texts(&stage.picture(10_120.0, ROOM.0, ROOM.1)), Vec::<&str>::new());
        assert_eq!(texts(&stage.picture(11_300.0, ROOM.0, ROOM.1)), ["1.2 s"]);
        let events = [&events[..], &[state(2_100, 1, State::Selecting)]].concat();
        stage.read(&run(&events));
        assert_eq!(texts(&stage.picture(12_500.0, ROOM.0, ROOM.1)), ["frozen 2.00 s"]);
        assert!(!stage.rests(12_900.0) && stage.rests(13_200.0));
    }

    #[test]
    fn what_the_visitor_did_is_where_it_was_made_with_the_way_to_where_it_was_heard() {
        let mut stage = Stage::default();
        let made = Instant(1_000_000_000);
        let what = What::Input { kind: InputKind::Click, made };
        let events = [Event { at: Instant(2_000_000_000), thread: ThreadId(1), what }];
        stage.read(&run(&events));
        let draws = stage.picture(12_500.0, ROOM.0, ROOM.1);
        assert_eq!(texts(&draws), ["you"]);
        let way = draws.iter().find_map(|draw| match draw {
            Draw::Path { points, ink: Ink::Late, .. } => Some((points[0].x.0, points[points.len() - 1].x.0)),
            _ => None,
        });
        let (from, to) = way.expect("it was late");
        assert!((to - from - 1_000.0 / SPAN_MS * (600.0 - LEFT - RIGHT)).abs() < 0.5);
    }

    #[test]
    fn the_same_work_on_a_thread_is_a_bar_while_the_page_beats() {
        let mut stage = Stage::default();
        let events = [
            state(0, 1, State::Running),
            state(1, 1, State::Selecting),
            state(10, 2, State::Sleeping { until: Instant::START }),
            state(2_010, 2, State::Running),
        ];
        stage.beat(10_500.0);
        stage.read(&run(&events));
        assert_eq!(texts(&stage.picture(12_500.0, ROOM.0, ROOM.1)), ["the same 2.0 s, on a thread"]);
    }
}
