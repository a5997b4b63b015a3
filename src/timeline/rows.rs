//! What the timeline of one run lists from top to bottom, and where.
//!
//! ```text
//!              left                                                     right
//!  ┌────────────┬─────────────────────────────────────────────────────────┐ 0
//!  │            │ 0 s       0.5 s       (1.06 s)       1.5 s              │ axis    ┐
//!  │ event loop │ __∧___∧__∧━━━━━━━━━━∧__∧___                             │ beat    ┘ stay
//!  ├────────────┼─────────────────────────────────────────────────────────┤ lanes
//!  │ MainThread │ ▮  ████████ ▮                                           │ ┐
//!  │ GIL        │ ▮  ████████ ▮                                           │ │ scroll
//!  │ ready      │ ____▂▂▄▄█___                                            │ │
//!  │ pool 1     │    ▆▆▆▆▆▆▆▆▆▆▆▆                                         │ ┘
//!  └────────────┴─────────────────────────────────────────────────────────┘ height
//! ```

use super::lanes::{Lane, LaneKind};
use super::layout::Size;
use super::reading::Party;
use super::time_scale::CssPixels;
use super::view::View;
use crate::syscall::ThreadId;
use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

/// How lanes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grouping {
    /// A lane for each thread, with the GIL and the ready queues.
    ByThread,
    /// A lane for each task, then the threads that run no loop.
    ByTask,
}

impl Grouping {
    /// What shows most of a run: its tasks, where there is more than one.
    pub fn of(view: &View) -> Self {
        let tasks = view.lanes.iter().filter(|lane| lane.kind == LaneKind::Task).count();
        if tasks > 1 { Self::ByTask } else { Self::ByThread }
    }
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// [`View::lanes`].
    Lane(usize),
    /// [`View::loop_threads`].
    LoopThread(usize),
    /// [`View::gils`].
    Gil(usize),
    /// [`View::queues`].
    Queue(usize),
}

/// One row, from the top of all rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// What it is of.
    pub kind: RowKind,
    /// Its upper edge.
    pub top: CssPixels,
    /// Its height.
    pub height: CssPixels,
}

/// All rows of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// From top to bottom.
    pub all: Vec<Row>,
    /// Of all of them.
    pub height: CssPixels,
}

impl Rows {
    /// The rows of a run.
    pub fn of(view: &View, grouping: Grouping, size: Size) -> Self {
        let kinds = match grouping {
            Grouping::ByThread => by_thread(view),
            Grouping::ByTask => by_task(view),
        };
        let roomy = if size == Size::Narrow { 25.0 } else { 30.0 };
        let step = match kinds.len() {
            0..=12 => roomy,
            13..=30 => 24.0,
            _ => 20.0,
        };
        let mut top = 0.0;
        let place = |kind| {
            let height = if matches!(kind, RowKind::Gil(_)) { step - 4.0 } else { step };
            let row = Row { kind, top: CssPixels(top), height: CssPixels(height) };
            top += height;
            row
        };
        let all = kinds.into_iter().map(place).collect();
        Self { all, height: CssPixels(top) }
    }

    /// The row at a distance from the top of all rows.
    pub fn at(&self, y: CssPixels) -> Option<usize> {
        let index = self.all.partition_point(|row| row.top <= y).checked_sub(1)?;
        (y < self.all[index].top + self.all[index].height).then_some(index)
    }

    /// The row that shows somebody: a task's own row, else the row of a thread.
    pub fn row_of(&self, view: &View, party: Party) -> Option<usize> {
        self.all.iter().position(|row| row.kind.lane(view).is_some_and(|lane| lane.of == Some(party)))
    }
}

impl RowKind {
    /// The lane that the row shows; a queue is none.
    pub fn lane(self, view: &View) -> Option<&Lane> {
        match self {
            Self::Lane(index) => view.lanes.get(index),
            Self::LoopThread(index) => view.loop_threads.get(index),
            Self::Gil(index) => view.gils.get(index).map(|(_, lane)| lane),
            Self::Queue(_) => None,
        }
    }

    /// What is written beside it, long and short.
    pub fn name(self, view: &View) -> (String, String) {
        match self {
            Self::Queue(_) if view.queues.len() < 2 => ("ready queue".to_owned(), "ready".to_owned()),
            Self::Queue(index) => (format!("ready queue {}", index + 1), format!("ready {}", index + 1)),
            Self::Gil(index) if view.gils.len() > 1 => {
                let process = view.gils[index].0.0;
                (format!("GIL of process {process}"), format!("GIL {process}"))
            }
            _ => self.lane(view).map_or_else(Default::default, |lane| (lane.name.clone(), lane.short.clone())),
        }
    }
}

/// Threads in order of start; the GIL comes after the first thread of its process, a queue after its loop's thread.
fn by_thread(view: &View) -> Vec<RowKind> {
    let mut kinds: Vec<_> = inputs(view).collect();
    let mut gils: Vec<_> = (0..view.gils.len()).collect();
    for thread in &view.reading.threads {
        kinds.extend(lane_of(view, thread.id));
        if let Some(at) = gils.iter().position(|&gil| view.gils[gil].0 == thread.process) {
            kinds.push(RowKind::Gil(gils.remove(at)));
        }
        let loops = view.reading.loops.iter().enumerate().filter(|(_, known)| known.thread == thread.id);
        kinds.extend(loops.map(|(index, _)| RowKind::Queue(index)));
    }
    kinds
}

fn lane_of(view: &View, thread: ThreadId) -> Option<RowKind> {
    let party = Some(Party::Thread(thread));
    let own = view.lanes.iter().position(|lane| lane.of == party).map(RowKind::Lane);
    own.or_else(|| view.loop_threads.iter().position(|lane| lane.of == party).map(RowKind::LoopThread))
}

fn by_task(view: &View) -> Vec<RowKind> {
    let queues = (0..view.queues.len()).map(RowKind::Queue);
    let is_shown = |lane: &Lane| lane.kind != LaneKind::You && !is_housekeeping(view, lane);
    let lanes = (0..view.lanes.len()).filter(|&index| is_shown(&view.lanes[index])).map(RowKind::Lane);
    inputs(view).chain(queues).chain(lanes).collect()
}

/// Whether it is a task of the library's own that is over at once: `asyncio.run` ends with two of them. One that takes its
/// time, because a pool's threads still work, is worth a row.
fn is_housekeeping(view: &View, lane: &Lane) -> bool {
    let spans = &lane.spans;
    let took = spans.first().zip(spans.last()).map_or(Duration::default(), |(first, last)| last.to.since(first.from));
    let is_of_library = spans.iter().all(|span| span.line.file != 0 || span.line.line == 0);
    lane.kind == LaneKind::Task && is_of_library && took.0 < view.end.since(Instant::START).0 / HOUSEKEEPING
}

/// The share of a run that a task of the library's own takes at most if it has no row: one of so many.
const HOUSEKEEPING: u64 = 200;

fn inputs(view: &View) -> impl Iterator<Item = RowKind> {
    (0..view.lanes.len()).filter(|&index| view.lanes[index].kind == LaneKind::You).map(RowKind::Lane)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    fn names(grouping: Grouping) -> Vec<String> {
        let view = View::of(&sample::offloaded(), "");
        Rows::of(&view, grouping, Size::Wide).all.iter().map(|row| row.kind.name(&view).0).collect()
    }

    #[test]
    fn by_thread_the_gil_and_the_queue_are_beside_the_loops_thread() {
        assert_eq!(names(Grouping::ByThread), ["MainThread", "GIL", "ready queue", "pool thread"]);
    }

    #[test]
    fn by_task_the_tasks_are_listed_in_order_of_creation() {
        assert_eq!(names(Grouping::ByTask), ["ready queue", "main", "beat A", "beat B", "report", "pool thread"]);
    }

    #[test]
    fn several_tasks_are_what_a_run_is_about() {
        let of = |trace| Grouping::of(&View::of(&trace, ""));
        assert_eq!((of(sample::offloaded()), of(sample::threads_only())), (Grouping::ByTask, Grouping::ByThread));
    }

    #[test]
    fn without_a_gil_there_is_no_row_for_it() {
        let mut trace = sample::threads_only();
        trace.machine.python = crate::machine::Python::V3_13t;
        let view = View::of(&trace, "");
        let rows = Rows::of(&view, Grouping::ByThread, Size::Wide);
        assert_eq!(rows.all.iter().filter(|row| matches!(row.kind, RowKind::Gil(_))).count(), 0);
    }

    #[test]
    fn a_row_is_found_by_where_it_is_and_by_whose_it_is() {
        let view = View::of(&sample::offloaded(), "");
        let rows = Rows::of(&view, Grouping::ByTask, Size::Wide);
        for (index, row) in rows.all.iter().enumerate() {
            assert_eq!(rows.at(row.top), Some(index));
            assert_eq!(rows.at(row.top + row.height * 0.9), Some(index));
        }
        assert_eq!((rows.at(CssPixels(-1.0)), rows.at(rows.height)), (None, None));
        assert_eq!(rows.row_of(&view, Party::Task(3)), Some(4));
    }
}
