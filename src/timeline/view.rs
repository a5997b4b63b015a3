//! What the picture of one run is made of, and how two of them are put side by side.

use super::heartbeat::{HOLD, Heartbeat};
use super::lanes::{Doing, Lane, LaneKind, Span, Wanted, gils, lanes, loop_threads};
use super::line_times::{LineTime, of_main_loop};
use super::queue::ReadyQueue;
use super::reading::Reading;
use crate::syscall::ProcessId;
use crate::time::{Duration, Instant};
use crate::trace::{Trace, What};
use std::collections::BTreeMap;

/// Everything that is derived from one trace for its picture, once.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// When the run was over.
    pub end: Instant,
    /// The main loop's, when there is a loop.
    pub heartbeat: Option<Heartbeat>,
    /// All lanes, of tasks and of threads that run no loop.
    pub lanes: Vec<Lane>,
    /// The lanes of threads that run loops.
    pub loop_threads: Vec<Lane>,
    /// Who holds the GIL of each process; empty without a GIL.
    pub gils: Vec<(ProcessId, Lane)>,
    /// The ready queue of each loop, in the order of [`Reading::loops`].
    pub queues: Vec<ReadyQueue>,
    /// What the lanes are made of, without what only making them needs.
    pub reading: Reading,
    /// Cost of the lines of the main file.
    pub line_times: BTreeMap<u32, LineTime>,
    /// Every moment at which something was decided: who runs, from when on. In order, each once.
    pub decisions: Vec<Instant>,
    /// Every moment at which a loop began a pass. In order, each once.
    pub ticks: Vec<Instant>,
    /// The main file's lines, for labels; empty when unknown.
    pub source: Vec<String>,
}

/// Tasks that wait for the loop at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Late {
    /// How many.
    pub tasks: usize,
    /// When the first of them was due.
    pub since: Instant,
}

impl View {
    /// Derives the view of a trace of this text.
    pub fn of(trace: &Trace, source: &str) -> Self {
        let mut reading = Reading::of(trace);
        let mut ticks = std::mem::take(&mut reading.ticks);
        ticks.sort_unstable();
        ticks.dedup();
        let queues = reading.loops.iter().map(|event_loop| ReadyQueue::of(&event_loop.waiting)).collect();
        Self {
            end: trace.end,
            heartbeat: reading.main_loop().map(|event_loop| Heartbeat::of(&reading, event_loop)),
            lanes: lanes(&reading),
            loop_threads: loop_threads(&reading),
            gils: gils(&reading),
            queues,
            line_times: of_main_loop(&reading),
            decisions: decisions(trace, &reading),
            ticks,
            reading: reading.kept(),
            source: source.lines().map(str::to_owned).collect(),
        }
    }

    /// The moment up to which the picture goes: later than the run where that ended in a deadlock, to show that its waits
    /// would never end.
    pub fn until(&self) -> Instant {
        let is_endless = |lane: &Lane| lane.endless.is_some();
        if self.lanes.iter().chain(&self.loop_threads).any(is_endless) {
            Instant(self.end.0 + (self.end.0 / 4).max(1))
        } else {
            self.end
        }
    }

    /// A line of the main file without its indentation; empty when there is no such line.
    pub fn source_line(&self, line: u32) -> &str {
        let index = (line as usize).checked_sub(1);
        index.and_then(|i| self.source.get(i)).map_or("", |l| l.trim())
    }

    /// Who waits for the loop at a moment.
    pub fn late_at(&self, at: Instant) -> Option<Late> {
        let late: Vec<_> = self
            .lanes
            .iter()
            .filter_map(|lane| span_at(&lane.spans, at))
            .filter(|span| span.doing == Doing::Wants(Wanted::Loop))
            .map(|span| span.from)
            .collect();
        late.iter().min().map(|&since| Late { tasks: late.len(), since })
    }

    /// The longest wait for the loop that any task had begun by a moment, as long as it was by then.
    pub fn worst_wait_until(&self, at: Instant) -> Duration {
        let spans = self.lanes.iter().flat_map(|lane| &lane.spans);
        spans
            .filter(|span| span.doing == Doing::Wants(Wanted::Loop))
            .map(|span| span.to.min(at).since(span.from))
            .max()
            .unwrap_or(Duration::ZERO)
    }

    /// How many tasks had begun to wait for the loop for longer than [`HOLD`] by a moment.
    pub fn waited_until(&self, at: Instant) -> usize {
        let waited = |span: &Span| span.doing == Doing::Wants(Wanted::Loop) && span.to.min(at).since(span.from) > HOLD;
        self.lanes.iter().filter(|lane| lane.spans.iter().any(waited)).count()
    }

    /// The lines of the main file on which lanes stand at a moment, each with what the lane does there: `keeps` the loop
    /// or works `off` the GIL.
    pub fn lines_at(&self, at: Instant) -> Vec<(u32, &'static str)> {
        let standing = |lane: &Lane| {
            let span = span_at(&lane.spans, at)?;
            let how = match span.doing {
                Doing::KeepsLoop => "keeps",
                Doing::OffGil => "off",
                Doing::Runs | Doing::Wants(_) | Doing::Waits(_) | Doing::Given => return None,
            };
            (span.line.file == 0 && span.line.line > 0).then_some((span.line.line, how))
        };
        let mut lines: Vec<_> = self.lanes.iter().filter_map(standing).collect();
        lines.sort_unstable();
        lines.dedup_by_key(|(line, _)| *line);
        lines
    }

    fn lane(&self, name: &str) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.name == name)
    }
}

/// The span of a lane at a moment.
pub fn span_at(spans: &[Span], at: Instant) -> Option<&Span> {
    let index = spans.partition_point(|s| s.from <= at);
    index.checked_sub(1).map(|i| &spans[i]).filter(|s| at < s.to)
}

/// Steps and jobs that begin or end, threads that change what they do.
fn decisions(trace: &Trace, reading: &Reading) -> Vec<Instant> {
    let states = trace.events.iter().filter(|e| matches!(e.what, What::State { .. })).map(|e| e.at);
    let steps = reading.tasks.iter().flat_map(|t| &t.steps).flat_map(|s| [s.from, s.to]);
    let jobs = reading.jobs.iter().filter_map(|j| j.ran).flat_map(|(_, from, to)| [from, to]);
    let mut all: Vec<_> = states.chain(steps).chain(jobs).chain([Instant::START, trace.end]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The lanes of several views that are worth showing, in one order for all of them.
///
/// Lanes are the same when they have the same name. Those that differ between the views are shown, as many of each view
/// as there is room for; all of them where none differs or there is only one view. What is left out is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Names, long and short, in order.
    pub lanes: Vec<(String, String)>,
    /// How many more there are.
    pub more: usize,
}

impl Chosen {
    /// Chooses at most `room` lanes.
    pub fn of(views: &[&View], room: usize) -> Self {
        let all = in_turns(views, |_| true, usize::MAX);
        let differing = in_turns(views, |lane| lane.kind == LaneKind::You || differs(views, &lane.name), room);
        let mut shown = if differing.is_empty() { all.iter().copied().take(room).collect() } else { differing };
        shown.sort_by_key(|(place, lane)| (rank(lane.kind), *place));
        let lanes: Vec<_> = shown.iter().map(|(_, lane)| (lane.name.clone(), lane.short.clone())).collect();
        Self { more: all.len() - lanes.len(), lanes }
    }
}

/// Which kind of lane comes first.
fn rank(kind: LaneKind) -> u8 {
    match kind {
        LaneKind::You => 0,
        LaneKind::Task | LaneKind::Callbacks => 1,
        LaneKind::Thread | LaneKind::Gil => 2,
    }
}

/// Lanes of the views, one of each view in turn and each name once, with their places: at most so many.
fn in_turns<'a>(views: &[&'a View], wanted: impl Fn(&Lane) -> bool, most: usize) -> Vec<(usize, &'a Lane)> {
    let of_view = |view: &&'a View| {
        let mut lanes: Vec<&Lane> = view.lanes.iter().filter(|lane| wanted(lane)).collect();
        lanes.sort_by_key(|lane| rank(lane.kind));
        // Who keeps the loop is what the others' waits come from, and is never left out for them.
        let mut places: Vec<_> = lanes.into_iter().enumerate().collect();
        places.sort_by_key(|(_, lane)| (lane.kind != LaneKind::You, !keeps_loop(lane)));
        places.into_iter()
    };
    let mut queues: Vec<_> = views.iter().map(of_view).collect();
    let mut taken: Vec<(usize, &Lane)> = Vec::new();
    while taken.len() < most {
        let before = taken.len();
        for queue in &mut queues {
            let unknown = queue.find(|(_, lane)| taken.iter().all(|(_, known)| known.name != lane.name));
            if taken.len() < most {
                taken.extend(unknown);
            }
        }
        if taken.len() == before {
            break;
        }
    }
    taken
}

fn keeps_loop(lane: &Lane) -> bool {
    lane.spans.iter().any(|span| span.doing == Doing::KeepsLoop)
}

/// Whether a lane looks different in different views: for more than 1 % of the time one does there what the other, which
/// may lack it, does not.
fn differs(views: &[&View], name: &str) -> bool {
    let Some((first, others)) = views.split_first() else { return false };
    let end = views.iter().map(|v| v.end).max().unwrap_or_default();
    let worth = Duration(end.0 / 100);
    let of = |view: &View| totals(view.lane(name));
    others.iter().any(|other| of(first).iter().zip(of(other)).any(|(x, y)| Duration(x.0.abs_diff(y.0)) > worth))
}

/// Time that a lane spends in each kind of state.
fn totals(lane: Option<&Lane>) -> [Duration; 6] {
    let mut totals = [Duration::ZERO; 6];
    for span in lane.map_or(&[][..], |lane| &lane.spans) {
        let kind = match span.doing {
            Doing::Runs => 0,
            Doing::KeepsLoop => 1,
            Doing::OffGil => 2,
            Doing::Wants(_) => 3,
            Doing::Waits(_) => 4,
            Doing::Given => 5,
        };
        totals[kind] += span.to.since(span.from);
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    fn views() -> (View, View) {
        (View::of(&sample::blocking(), ""), View::of(&sample::offloaded(), ""))
    }

    #[test]
    fn the_lanes_that_differ_are_shown_and_the_rest_is_counted() {
        let (a, b) = views();
        let chosen = Chosen::of(&[&a, &b], 6);
        let names: Vec<_> = chosen.lanes.iter().map(|(long, _)| long.as_str()).collect();
        assert_eq!(names, ["beat A", "beat B", "report", "pool thread"]);
        assert_eq!(chosen.more, 1);
    }

    #[test]
    fn where_there_is_room_for_two_lanes_one_of_them_keeps_the_loop() {
        let (a, b) = views();
        let names: Vec<_> = Chosen::of(&[&a, &b], 2).lanes.into_iter().map(|(long, _)| long).collect();
        assert_eq!(names, ["beat A", "report"]);
    }

    #[test]
    fn each_view_has_its_share_of_the_room() {
        let (a, mut b) = views();
        for lane in &mut b.lanes {
            lane.name.insert_str(0, "other ");
        }
        let chosen = Chosen::of(&[&a, &b], 4);
        let others = chosen.lanes.iter().filter(|(long, _)| long.starts_with("other ")).count();
        assert_eq!((chosen.lanes.len(), others), (4, 2));
    }

    #[test]
    fn a_lane_that_hardly_lives_is_no_difference() {
        let (a, mut b) = views();
        let mut brief = b.lanes[0].clone();
        brief.name = "brief".into();
        brief.spans.truncate(1);
        brief.spans[0].to = brief.spans[0].from + Duration(1000);
        b.lanes.push(brief);
        assert!(Chosen::of(&[&a, &b], 9).lanes.iter().all(|(long, _)| long != "brief"));
    }

    #[test]
    fn one_view_alone_shows_all_that_there_is_room_for() {
        let (a, _) = views();
        assert_eq!(Chosen::of(&[&a], 3).lanes.len(), 3);
        assert_eq!(Chosen::of(&[&a], 3).more, 1);
    }

    #[test]
    fn late_tasks_are_counted_from_the_moment_the_first_was_due() {
        let (a, b) = views();
        let late = a.late_at(Instant::from_secs_f64(1.42)).unwrap();
        assert_eq!(late.tasks, 2);
        assert!((late.since.as_secs_f64() - 0.4).abs() < 0.001);
        assert!((a.worst_wait_until(a.end).as_secs_f64() - 1.95).abs() < 0.001);
        assert_eq!(b.late_at(Instant::from_secs_f64(1.42)), None);
    }

    #[test]
    fn decisions_are_in_order_and_each_once() {
        let (a, _) = views();
        assert!(a.decisions.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(a.decisions.first(), Some(&Instant::START));
        assert_eq!(a.decisions.last(), Some(&a.end));
    }
}
