//! The timeline of one run as draw commands: all rows that are seen, through a camera.
//!
//! Like [`super::picture::Picture`] it has layers: `still` (grid and names), `trace` (what happened), and what
//! [`Chart::now`] gives for a moment. Its cost depends on the pixels of the viewport, never on the length of the run.
//! Rows scroll below the axis and the heartbeat, so these are drawn last and cover what is under them.

use super::bins::{Mark, marks};
use super::camera::Camera;
use super::heartbeat::{Heartbeat, Strength};
use super::labels;
use super::lanes::{Doing, Lane, LaneKind, Wanted};
use super::layout::Size;
use super::picture::{horizontal, text, vertical};
use super::queue::ReadyQueue;
use super::reading::{Hint, HintKind};
use super::rows::{Grouping, Row, RowKind, Rows};
use super::scene::{Align, Area, Draw, Font, Hatch, Ink, Plate, Point};
use super::time_scale::{CssPixels, TimeScale, moment_text};
use super::view::View;
use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

/// More arrows than this say nothing; then only those of the chosen row are drawn.
const MOST_ARROWS: usize = 40;
/// And of a row that is chosen no more than this, found among no more than that.
const MOST_OF_ROW: usize = 200;
/// See [`MOST_OF_ROW`].
const MOST_LOOKED_AT: usize = 20_000;
/// A hatch needs this much room to be seen as one.
const LEAST_HATCH: f64 = 5.0;

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// All of it, names included.
    pub width: CssPixels,
    /// All of it, axis included.
    pub height: CssPixels,
    /// How it is to be used.
    pub size: Size,
}

/// What is looked at, and how.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// How lanes are listed.
    pub grouping: Grouping,
    /// Which part is seen.
    pub camera: Camera,
    /// The row under the pointer, or the one that the keyboard is on.
    pub row: Option<u32>,
    /// The moment looked at in that row.
    pub at: Option<Instant>,
}

/// Where things are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Of the time axis.
    pub left: CssPixels,
    /// Of the time axis.
    pub right: CssPixels,
    /// Lower edge of the axis.
    pub axis: CssPixels,
    /// Where the rows begin that scroll.
    pub lanes: CssPixels,
    /// Of everything.
    pub bottom: CssPixels,
}

impl Room {
    /// Where things are for a run.
    pub fn frame(&self, view: &View) -> Frame {
        let (left, margin, beat) = match self.size {
            Size::Wide => (118.0, 14.0, 78.0),
            Size::Narrow => (72.0, 8.0, 56.0),
        };
        let axis = 22.0;
        Frame {
            left: CssPixels(left),
            right: CssPixels((self.width.0 - margin).max(left + 1.0)),
            axis: CssPixels(axis),
            lanes: CssPixels(if view.heartbeat.is_some() { axis + beat } else { axis + 4.0 }),
            bottom: self.height,
        }
    }

    /// The height that shows all rows without scrolling.
    pub fn height_for(&self, view: &View, rows: &Rows) -> CssPixels {
        self.frame(view).lanes + rows.height + CssPixels(6.0)
    }

    /// How far the rows can scroll.
    pub fn most_scroll(&self, view: &View, rows: &Rows) -> CssPixels {
        (self.height_for(view, rows) - self.height).max(CssPixels::ZERO)
    }
}

impl Frame {
    /// The scale of what a camera sees.
    pub fn scale(&self, camera: &Camera) -> TimeScale {
        TimeScale::new(camera.from, camera.to, self.left, self.right - self.left)
    }
}

/// A run, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Grid and names.
    pub still: Vec<Draw>,
    /// Everything that happened.
    pub trace: Vec<Draw>,
    scale: TimeScale,
    frame: Frame,
    size: Size,
    camera: Camera,
    /// Behind the chosen row.
    behind: Option<Draw>,
    /// From where to where the axis is taken by a word.
    taken: Option<(CssPixels, CssPixels)>,
}

impl Chart {
    /// What is seen of a run.
    pub fn new(view: &View, rows: &Rows, look: &Look, room: Room) -> Self {
        let frame = room.frame(view);
        let mut chart = Self {
            still: Vec::new(),
            trace: Vec::new(),
            scale: frame.scale(&look.camera),
            frame,
            size: room.size,
            camera: look.camera,
            behind: None,
            taken: None,
        };
        chart.grid();
        for (index, row) in rows.all.iter().enumerate() {
            if !chart.is_seen(row) {
                continue;
            }
            chart.row(view, row, look.row == Some(index as u32));
        }
        chart.arrows(view, rows, look.row);
        chart.cover(view);
        chart.deadlock(view);
        if let Some(beat) = &view.heartbeat {
            chart.heartbeat(beat);
        }
        if let Some(behind) = chart.behind.take() {
            chart.still.insert(0, behind);
        }
        chart
    }

    /// The scale of what is seen.
    pub fn scale(&self) -> &TimeScale {
        &self.scale
    }

    /// What is drawn above the trace: a range, and the cursor.
    pub fn now(&self, cursor: Instant, range: Option<(Instant, Instant)>) -> Vec<Draw> {
        let mut out = Vec::new();
        if let Some((from, to)) = range {
            self.range(from, to, &mut out);
        }
        self.cursor(cursor, &mut out);
        out
    }

    fn narrow(&self) -> bool {
        self.size == Size::Narrow
    }

    /// Where a row's upper edge is now.
    fn top(&self, row: &Row) -> CssPixels {
        self.frame.lanes + row.top - self.camera.scroll
    }

    fn is_seen(&self, row: &Row) -> bool {
        let top = self.top(row);
        top + row.height > self.frame.lanes && top < self.frame.bottom
    }

    fn inside(&self, x: CssPixels) -> CssPixels {
        x.max(self.frame.left).min(self.frame.right)
    }

    fn grid(&mut self) {
        for tick in self.scale.ticks(CssPixels(if self.narrow() { 70.0 } else { 100.0 })) {
            self.still.push(vertical(tick.x, self.frame.axis, self.frame.bottom, 1.0, Ink::Line));
        }
    }

    /// What scrolled under axis and heartbeat is covered.
    fn cover(&mut self, view: &View) {
        let frame = self.frame;
        let height = frame.lanes;
        let area = Area { x: CssPixels::ZERO, y: CssPixels::ZERO, width: frame.right + CssPixels(40.0), height };
        for layer in [&mut self.still, &mut self.trace] {
            layer.push(Draw::Box { area, radius: CssPixels::ZERO, ink: Ink::Panel });
        }
        for tick in self.scale.ticks(CssPixels(if self.narrow() { 70.0 } else { 100.0 })) {
            self.trace.push(vertical(tick.x, frame.axis, frame.lanes, 1.0, Ink::Line));
        }
        if view.heartbeat.is_some() {
            let name = if self.narrow() { labels::LOOP_SHORT } else { labels::LOOP };
            let at = Point { x: self.name_x(), y: self.base() };
            self.trace.push(text(at, name.to_owned(), Font::Strong, Ink::Ink, Align::End));
        }
    }

    fn name_x(&self) -> CssPixels {
        self.frame.left - CssPixels(if self.narrow() { 8.0 } else { 12.0 })
    }

    fn base(&self) -> CssPixels {
        self.frame.axis + (self.frame.lanes - self.frame.axis) * 0.64
    }

    fn row(&mut self, view: &View, row: &Row, chosen: bool) {
        let (top, y) = (self.top(row), self.top(row) + row.height * 0.5);
        if chosen {
            let area = Area { x: CssPixels(2.0), y: top, width: self.frame.right + CssPixels(4.0), height: row.height };
            self.behind = Some(Draw::Box { area, radius: CssPixels(6.0), ink: Ink::Raise });
        }
        let (long, short) = row.kind.name(view);
        let room = self.name_x() - CssPixels(6.0);
        let most = (room.0 / Font::Plain.estimate("0").0) as usize;
        let name = labels::cut(if self.narrow() { &short } else { &long }, most);
        let (font, ink) = if chosen { (Font::Strong, Ink::Ink) } else { (Font::Plain, Ink::Dim) };
        self.still.push(text(Point { x: self.name_x(), y }, name, font, ink, Align::End));
        if let RowKind::Queue(index) = row.kind {
            return self.queue(&view.queues[index], row);
        }
        self.still.push(horizontal(self.frame.left, self.frame.right, y, 1.0, Ink::Line));
        let Some(lane) = row.kind.lane(view) else { return };
        let bar = (row.height * 0.62).min(CssPixels(18.0));
        match lane.kind {
            LaneKind::You => self.inputs(lane, y, bar),
            LaneKind::Gil => self.gil(view, lane, row, y, bar * 0.8),
            LaneKind::Task | LaneKind::Callbacks | LaneKind::Thread => {
                self.lane(view, lane, y, bar);
                self.endless(view, lane, y, bar);
            }
        }
    }

    fn lane(&mut self, view: &View, lane: &Lane, y: CssPixels, bar: CssPixels) {
        let mut last_mark = CssPixels(f64::NEG_INFINITY);
        for mark in marks(&lane.spans, &lane.index, &self.scale) {
            let (x, right) = (self.inside(mark.x), self.inside(mark.right));
            match mark.doing {
                Doing::Runs => {
                    let least = CssPixels(2.0);
                    // What is too near to what was drawn is seen there already.
                    if right - x < least && x < last_mark + CssPixels(1.0) {
                        continue;
                    }
                    let x = x.min(self.frame.right - least);
                    last_mark = right.max(x + least);
                    self.bar(x, last_mark, y, bar, Ink::Run, mark.share);
                }
                Doing::KeepsLoop => {
                    last_mark = right.max(x + CssPixels(2.0));
                    self.bar(x, last_mark, y, bar, Ink::Bad, 1.0);
                    self.label(view, lane, &mark, x, right, y);
                }
                Doing::OffGil => {
                    self.bar(x, right, y, bar * 0.75, Ink::Off, mark.share);
                    self.label(view, lane, &mark, x, right, y);
                }
                Doing::Wants(wanted) => {
                    self.hatched(x, right, y, bar, wanted, mark.share);
                    self.label(view, lane, &mark, x, right, y);
                }
                Doing::Waits(_) | Doing::Given => {
                    if right - x >= CssPixels(3.0) {
                        self.trace.push(horizontal(x, right, y, 2.0, Ink::Wait));
                        self.label(view, lane, &mark, x, right, y);
                    }
                }
            }
        }
    }

    /// Behind the end of a run that ended in a deadlock: who waits then waits for ever.
    fn endless(&mut self, view: &View, lane: &Lane, y: CssPixels, bar: CssPixels) {
        let Some(doing) = lane.endless else { return };
        let (x, right) = (self.inside(self.scale.x(view.end)), self.inside(self.scale.x(view.until())));
        if right <= x {
            return;
        }
        let Doing::Wants(wanted) = doing else {
            return self.trace.push(horizontal(x, right, y, 2.0, Ink::Wait));
        };
        self.hatched(x, right, y, bar, wanted, 1.0);
        let room = right - x - CssPixels(16.0);
        if let Some(words) = labels::FOR_EVER.into_iter().find(|words| Font::Plain.estimate(words) <= room) {
            let plate =
                Plate { ink: Ink::Panel, margin: CssPixels(5.0), height: CssPixels(14.0), radius: CssPixels(3.0) };
            let at = Point { x: x + CssPixels(9.0), y };
            let (text, font, ink, align) = (words.to_owned(), Font::Plain, Ink::Ink, Align::Start);
            self.trace.push(Draw::Text { at, text, font, ink, align, plate: Some(plate) });
        }
    }

    /// The moment from which on nothing could ever run.
    fn deadlock(&mut self, view: &View) {
        let x = self.scale.x(view.end);
        if view.until() == view.end || x < self.frame.left || x > self.frame.right {
            return;
        }
        self.trace.push(vertical(x, self.frame.axis, self.frame.bottom, 2.0, Ink::Bad));
        // Beside the cursor's time, which stands here in the end.
        let (beside, width) = (CssPixels(42.0), Font::Strong.estimate(labels::DEADLOCK));
        let fits_behind = x + beside + width <= self.frame.right + CssPixels(12.0);
        let at = Point { x: if fits_behind { x + beside } else { x - beside - width }, y: CssPixels(11.0) };
        if at.x >= self.frame.left {
            self.taken = Some((at.x, at.x + width));
            self.trace.push(text(at, labels::DEADLOCK.to_owned(), Font::Strong, Ink::BadText, Align::Start));
        }
    }

    /// The holders, one after the other, and who asked meanwhile.
    fn gil(&mut self, view: &View, lane: &Lane, row: &Row, y: CssPixels, bar: CssPixels) {
        for mark in marks(&lane.spans, &lane.index, &self.scale) {
            let (x, right) = (self.inside(mark.x), self.inside(mark.right));
            // A hair between two holders.
            let right = (right - CssPixels(0.5)).max(x + CssPixels(1.5)).min(self.frame.right);
            self.bar(x, right, y, bar, Ink::Run, (mark.share * 0.5).max(0.25));
            let holder = mark.span.and_then(|span| lane.spans[span].job.as_deref());
            if let Some(holder) = holder.filter(|name| fits(name, Font::Plain, x, right)) {
                let at = Point { x: x + CssPixels(6.0), y };
                self.trace.push(text(at, holder.to_owned(), Font::Plain, Ink::Ink, Align::Start));
            }
        }
        let requests = &view.reading.requests;
        let (from, to) = (self.scale.from(), self.scale.to());
        let first = requests.partition_point(|(at, _)| *at < from);
        let mut last = CssPixels(f64::NEG_INFINITY);
        let mut at = first;
        while let Some((moment, _)) = requests.get(at).filter(|(moment, _)| *moment <= to) {
            let x = self.scale.x(*moment);
            if x - last >= CssPixels(3.0) {
                let top = self.top(row) + CssPixels(1.0);
                self.trace.push(vertical(x, top, top + CssPixels(6.0), 2.0, Ink::Late));
                last = x;
            }
            let next = self.scale.at(last + CssPixels(3.0)).max(*moment + Duration(1));
            at += super::queue::gallop(&requests[at..], |(moment, _)| *moment < next).max(1);
        }
    }

    /// How many are due, as steps.
    fn queue(&mut self, queue: &ReadyQueue, row: &Row) {
        let floor = self.top(row) + row.height - CssPixels(6.0);
        self.still.push(horizontal(self.frame.left, self.frame.right, floor, 1.0, Ink::Line));
        if queue.most == 0 {
            return;
        }
        let tall = row.height.0 - 11.0;
        let wide = self.scale.length_of(CssPixels(super::bins::BIN)).max(Duration(1));
        let mut at = queue.steps.partition_point(|(from, _)| *from < self.scale.from());
        let mut from = self.scale.from();
        let mut last: Option<(CssPixels, CssPixels, u32)> = None;
        let mut boxes = Vec::new();
        while from < self.scale.to() {
            // A step that lasts longer than a bin is one box; shorter ones are put together.
            let before = at.checked_sub(1).map_or(0, |index| queue.steps[index].1);
            let next = queue.steps.get(at).map_or(Instant::FAR, |(next, _)| *next).min(self.scale.to());
            let (most, until) = if next.since(from) >= wide {
                (before, next)
            } else {
                let until = (from + wide).min(self.scale.to());
                let (most, end) = queue.most_between(at, until);
                at = end;
                (most, until)
            };
            while queue.steps.get(at).is_some_and(|(step, _)| *step <= until) {
                at += 1;
            }
            let (x, right) = (self.scale.x(from), self.scale.x(until));
            match &mut last {
                Some((_, end, length)) if *length == most => *end = right,
                _ => boxes.extend(last.replace((x, right, most))),
            }
            from = until;
        }
        boxes.extend(last);
        for (x, right, length) in boxes.into_iter().filter(|(.., length)| *length > 0) {
            let height = CssPixels((tall * f64::from(length) / f64::from(queue.most)).max(2.0));
            let (x, right) = (self.inside(x), self.inside(right.max(x + CssPixels(1.0))));
            let area = Area { x, y: floor - height, width: right - x, height };
            self.trace.push(Draw::Box { area, radius: CssPixels::ZERO, ink: Ink::LateStripe });
            self.trace.push(horizontal(x, right, floor - height, 1.5, Ink::Late));
            let said = length.to_string();
            if height.0 > 13.0 && fits(&said, Font::Plain, x, right) {
                let at = Point { x: x + CssPixels(8.0), y: floor - height * 0.5 };
                let plate =
                    Plate { ink: Ink::Panel, margin: CssPixels(4.0), height: CssPixels(13.0), radius: CssPixels(3.0) };
                let mut label = text(at, said, Font::Plain, Ink::Ink, Align::Start);
                if let Draw::Text { plate: behind, .. } = &mut label {
                    *behind = Some(plate);
                }
                self.trace.push(label);
            }
        }
    }

    fn inputs(&mut self, lane: &Lane, y: CssPixels, bar: CssPixels) {
        for span in &lane.spans {
            if span.to < self.scale.from() || span.from > self.scale.to() {
                continue;
            }
            let (made, heard) = (self.inside(self.scale.x(span.from)), self.inside(self.scale.x(span.to)));
            self.trace.push(horizontal(made, heard, y, 1.5, Ink::Late));
            self.bar(heard, heard + CssPixels(3.0), y, bar, Ink::Run, 1.0);
            let radius = bar * 0.28;
            let area = Area { x: made - radius, y: y - radius, width: radius * 2.0, height: radius * 2.0 };
            self.trace.push(Draw::Box { area, radius, ink: Ink::Late });
        }
    }

    fn bar(&mut self, x: CssPixels, right: CssPixels, y: CssPixels, height: CssPixels, ink: Ink, share: f64) {
        let width = right - x;
        if width <= CssPixels::ZERO {
            return;
        }
        let area = Area { x, y: y - height * 0.5, width, height };
        let radius = CssPixels(2.5).min(width * 0.5);
        self.trace.push(if share < 1.0 {
            Draw::Tint { area, ink, strength: 0.35 + 0.65 * share }
        } else {
            Draw::Box { area, radius, ink }
        });
    }

    fn hatched(&mut self, x: CssPixels, right: CssPixels, y: CssPixels, bar: CssPixels, wanted: Wanted, share: f64) {
        if right - x < CssPixels(LEAST_HATCH) {
            // No room for a pattern: a box of half the height is nothing that runs.
            return self.bar(x, right.max(x + CssPixels(1.0)), y, bar * 0.5, Ink::Late, share);
        }
        let hatch = match wanted {
            Wanted::Loop => Hatch::Slanted,
            Wanted::Gil => Hatch::Vertical,
            Wanted::Core => Hatch::Dotted,
            Wanted::Lock => Hatch::Crossed,
        };
        let area = Area { x, y: y - bar * 0.5, width: right - x, height: bar };
        self.trace.push(Draw::Hatched { area, hatch });
    }

    /// Writes the longest of the texts that fits.
    fn label(&mut self, view: &View, lane: &Lane, mark: &Mark, x: CssPixels, right: CssPixels, y: CssPixels) {
        let Some(span) = mark.span.map(|index| &lane.spans[index]) else { return };
        if right - x < CssPixels(30.0) {
            return;
        }
        let plate = |ink| Plate { ink, margin: CssPixels(5.0), height: CssPixels(14.0), radius: CssPixels(3.0) };
        let (texts, font, ink, plate, indent) = match span.doing {
            Doing::KeepsLoop => (labels::keeps_loop(view, span, self.size), Font::Strong, Ink::OnBad, None, 7.0),
            Doing::OffGil => (labels::job(view, span), Font::Small, Ink::OnOff, None, 7.0),
            Doing::Wants(_) => (labels::wants(span), Font::Plain, Ink::Ink, Some(plate(Ink::Panel)), 11.0),
            Doing::Waits(_) => match labels::waits(span, self.size) {
                Some(words) => (vec![words.to_owned()], Font::Plain, Ink::Dim, Some(plate(Ink::Panel)), 20.0),
                None => return,
            },
            Doing::Runs | Doing::Given => return,
        };
        let room = right - x - CssPixels(indent * 2.0);
        if let Some(fitting) = texts.into_iter().find(|words| font.estimate(words) <= room) {
            let at = Point { x: x + CssPixels(indent), y };
            self.trace.push(Draw::Text { at, text: fitting, font, ink, align: Align::Start, plate });
        }
    }

    /// Who made whom run: all that are seen when they are few, else those of the chosen row.
    fn arrows(&mut self, view: &View, rows: &Rows, chosen: Option<u32>) {
        let hints = &view.reading.hints;
        let first = hints.partition_point(|hint| hint.at < self.scale.from());
        let last = hints.partition_point(|hint| hint.at <= self.scale.to());
        let seen = &hints[first..last];
        let ends = |hint: &Hint| {
            let by = rows.row_of(view, hint.by)?;
            let to = rows.row_of(view, hint.to)?;
            (by != to).then_some((by, to))
        };
        let few = seen.len() <= MOST_ARROWS;
        let party = chosen.and_then(|index| rows.all.get(index as usize)).and_then(|row| row.kind.lane(view)?.of);
        let wanted = |hint: &&Hint| few || party.is_some_and(|party| hint.by == party || hint.to == party);
        let mut last = CssPixels(f64::NEG_INFINITY);
        let mut drawn = 0;
        for hint in seen.iter().take(MOST_LOOKED_AT).filter(wanted) {
            let x = self.scale.x(hint.at);
            // In a heap of arrows nobody can follow one.
            if (!few && x - last < CssPixels(3.0)) || drawn >= MOST_OF_ROW {
                continue;
            }
            let Some((by, to)) = ends(hint) else { continue };
            let of_chosen = chosen.is_some_and(|chosen| by as u32 == chosen || to as u32 == chosen);
            self.arrow(hint.kind, x, &rows.all[by], &rows.all[to], of_chosen);
            last = x;
            drawn += 1;
        }
    }

    fn arrow(&mut self, kind: HintKind, x: CssPixels, by: &Row, to: &Row, strong: bool) {
        let middle = |row: &Row| self.top(row) + row.height * 0.5;
        let (from_y, to_y) = (middle(by), middle(to));
        let down = if to_y > from_y { 1.0 } else { -1.0 };
        let tip = to_y - to.height * (0.3 * down);
        let (ink, width) = if strong { (Ink::Ink, 1.5) } else { (Ink::Wait, 1.0) };
        let bounded = |y: CssPixels| y.max(self.frame.lanes).min(self.frame.bottom);
        let (start, end) = (bounded(from_y), bounded(tip));
        if start == end {
            return;
        }
        let wing = if strong { 4.0 } else { 3.0 };
        let wings = [(-wing, -wing * 1.6 * down), (0.0, 0.0), (wing, -wing * 1.6 * down)];
        let head = wings.map(|(dx, dy)| Point { x: x + CssPixels(dx), y: tip + CssPixels(dy) }).to_vec();
        // A wait points away from who waits, with an open end; the others bring something.
        if kind == HintKind::Await {
            let mut y = start;
            let step = CssPixels(5.0 * down);
            while (end.0 - y.0) * down > 0.0 {
                let stop = CssPixels(if down > 0.0 { (y.0 + 3.0).min(end.0) } else { (y.0 - 3.0).max(end.0) });
                self.trace.push(vertical(x, y, stop, width, ink));
                y = y + step;
            }
        } else {
            self.trace.push(vertical(x, start, end, width, ink));
        }
        if end == tip {
            self.trace.push(Draw::Path { points: head, width: CssPixels(width), ink });
        }
    }

    fn heartbeat(&mut self, beat: &Heartbeat) {
        let (top, bottom) = (self.frame.axis, self.frame.bottom);
        let (from, to) = (self.scale.from(), self.scale.to());
        let first = beat.holds.partition_point(|hold| hold.to < from);
        let mut shaded = CssPixels(f64::NEG_INFINITY);
        for hold in beat.holds[first..].iter().take_while(|hold| hold.from <= to) {
            let (x, right) = (self.inside(self.scale.x(hold.from)), self.inside(self.scale.x(hold.to)));
            if right <= shaded + CssPixels(0.5) {
                continue;
            }
            let area = Area { x, y: top, width: (right - x).max(CssPixels(1.0)), height: bottom - top };
            self.still.insert(0, Draw::Box { area, radius: CssPixels(4.0).min(area.width * 0.5), ink: Ink::Shade });
            shaded = right;
        }
        self.pulses(beat);
        self.holds(beat, first);
    }

    fn pulses(&mut self, beat: &Heartbeat) {
        let (least, shape) = if self.narrow() { (10.0, [1.3, 3.1, 4.9, 6.3]) } else { (20.0, [1.6, 3.8, 6.0, 7.8]) };
        let (from, to) = (self.scale.from(), self.scale.to());
        let base = self.base();
        let up = (base - self.frame.axis).0 * 0.86;
        let down = (self.frame.lanes - base).0 * 0.6;
        let seen_to = beat.to.min(to);
        let start = self.inside(self.scale.x(beat.from.max(from)));
        let mut paths = vec![vec![Point { x: start, y: base }]];
        let mut last = start;
        let mut flat_until = Instant::START;
        for pulse in beat.pulses_between(self.scale.round_step(CssPixels(least)), from, seen_to) {
            let x = self.inside(self.scale.x(pulse.at)).max(last);
            // A hold before it interrupts the line.
            let held = beat.hold_before(pulse.at).filter(|hold| hold.to > flat_until && hold.from < pulse.at);
            if let Some(hold) = held {
                let begin = self.inside(self.scale.x(hold.from)).max(last);
                paths.last_mut().expect("there is always one").push(Point { x: begin, y: base });
                paths.push(vec![Point { x: self.inside(self.scale.x(hold.to)).max(begin), y: base }]);
                flat_until = hold.to;
            }
            let path = paths.last_mut().expect("there is always one");
            let scale = if pulse.strength == Strength::Strong { 1.0 } else { 0.4 };
            path.push(Point { x, y: base });
            for (dx, y) in shape.iter().zip([0.5 * down, -up, down, 0.0]) {
                let x = self.inside(x + CssPixels(*dx));
                path.push(Point { x, y: base + CssPixels(y * scale) });
            }
            last = x + CssPixels(shape[3]);
        }
        let end = self.inside(self.scale.x(seen_to)).max(self.inside(last));
        let held = beat.hold_at(seen_to).map(|hold| self.inside(self.scale.x(hold.from)));
        let path = paths.last_mut().expect("there is always one");
        let end = held.map_or(end, |x| x.max(path.last().map_or(x, |p| p.x)));
        path.push(Point { x: end, y: base });
        let thin = if self.narrow() { 1.75 } else { 2.0 };
        for (width, ink) in [(7.0, Ink::Halo), (thin, Ink::Run)] {
            let draw = |points: &Vec<Point>| Draw::Path { points: points.clone(), width: CssPixels(width), ink };
            self.trace.extend(paths.iter().filter(|path| path.len() > 1).map(draw));
        }
    }

    fn holds(&mut self, beat: &Heartbeat, first: usize) {
        let mut drawn = CssPixels(f64::NEG_INFINITY);
        let base = self.base();
        let y = self.frame.axis + (base - self.frame.axis) * 0.42;
        let seen = beat.holds[first..].iter().take_while(|hold| hold.from <= self.scale.to());
        for hold in seen.cloned().collect::<Vec<_>>() {
            let (x, right) = (self.inside(self.scale.x(hold.from)), self.inside(self.scale.x(hold.to)));
            let right = right.max(x + CssPixels(2.0)).min(self.frame.right);
            if right <= drawn + CssPixels(0.5) {
                continue;
            }
            drawn = right;
            self.trace.push(horizontal(x, right, base, 5.0, Ink::Bad));
            let [words, number] = labels::hold(hold.to.since(hold.from), self.size);
            let font = if self.narrow() { Font::CountSmall } else { Font::Count };
            let ways = [(words, font), (number.clone(), font), (number, Font::Strong)];
            if let Some((words, font)) = ways.into_iter().find(|(words, font)| fits(words, *font, x, right)) {
                self.trace.push(text(Point { x: x + CssPixels(8.0), y }, words, font, Ink::BadText, Align::Start));
            }
        }
    }

    fn range(&self, from: Instant, to: Instant, out: &mut Vec<Draw>) {
        let (x, right) = (self.inside(self.scale.x(from)), self.inside(self.scale.x(to)));
        let (top, height) = (self.frame.axis, self.frame.bottom - self.frame.axis);
        for (x, right) in [(self.frame.left, x), (right, self.frame.right)] {
            let area = Area { x, y: top, width: right - x, height };
            if area.width > CssPixels::ZERO {
                out.push(Draw::Tint { area, ink: Ink::Panel, strength: 0.6 });
            }
        }
        for (moment, x) in [(from, x), (to, right)] {
            if moment >= self.scale.from() && moment <= self.scale.to() {
                out.push(vertical(x, self.frame.axis - CssPixels(4.0), self.frame.bottom, 1.5, Ink::Keyword));
            }
        }
        let area = Area { x, y: top - CssPixels(4.0), width: right - x, height: CssPixels(4.0) };
        out.push(Draw::Box { area, radius: CssPixels(2.0), ink: Ink::Keyword });
    }

    fn cursor(&self, cursor: Instant, out: &mut Vec<Draw>) {
        let seen = cursor >= self.scale.from() && cursor <= self.scale.to();
        let x = self.scale.x(cursor);
        let said = moment_text(cursor, &self.scale);
        let pill = Font::Pill.estimate(&said) * 0.5 + CssPixels(6.0);
        for tick in self.scale.ticks(CssPixels(if self.narrow() { 70.0 } else { 100.0 })) {
            let half = Font::Axis.estimate(&tick.text) * 0.5;
            let (align, middle) =
                if tick.at == Instant::START { (Align::Start, tick.x + half) } else { (Align::Middle, tick.x) };
            let pill_x = x.min(self.frame.right + CssPixels(8.0) - pill);
            let beside_pill = !seen || (middle.0 - pill_x.0).abs() > (pill + half).0 + 8.0;
            let is_free = self.taken.is_none_or(|(from, to)| middle + half < from || middle - half > to);
            if beside_pill && is_free && middle + half <= self.frame.right + CssPixels(12.0) {
                out.push(text(Point { x: tick.x, y: CssPixels(11.0) }, tick.text, Font::Axis, Ink::Dim, align));
            }
        }
        if !seen {
            return;
        }
        out.push(vertical(x, CssPixels(6.0), self.frame.bottom, 1.5, Ink::Ink));
        let plate = Plate { ink: Ink::Ink, margin: CssPixels(6.0), height: CssPixels(18.0), radius: CssPixels(9.0) };
        let at = Point { x: x.min(self.frame.right + CssPixels(8.0) - pill), y: CssPixels(11.0) };
        let (font, align) = (Font::Pill, Align::Middle);
        out.push(Draw::Text { at, text: said, font, ink: Ink::Ground, align, plate: Some(plate) });
    }
}

fn fits(words: &str, font: Font, x: CssPixels, right: CssPixels) -> bool {
    x + CssPixels(14.0) + font.estimate(words) <= right
}

#[cfg(test)]
mod tests;
