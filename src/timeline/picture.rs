//! From a view to draw commands.
//!
//! A [`Picture`] is made once for a trace and a viewport. It has three layers: `still` (grid and names, always there),
//! `trace` (drawn up to the cursor, and beyond it as a ghost of [`GHOST`]), and what [`Picture::now`] gives for a
//! moment (the cursor, numbers that count). So a painter can keep the first two as images, and a frame costs a few
//! commands.

use super::heartbeat::{Heartbeat, Strength};
use super::labels;
use super::lanes::{Doing, Lane, LaneKind, Span, Wanted};
use super::layout::{Axis, HasHeartbeat, Layout, Size, Viewport};
use super::scene::{Align, Area, Draw, Font, Hatch, Ink, Plate, Point};
use super::time_scale::{CssPixels, TimeScale, seconds_text};
use super::view::{Chosen, View};
use crate::time::Instant;

/// How much of the trace is seen ahead of the cursor.
pub const GHOST: f64 = 0.2;

/// A wait by choice that is narrower than this has no line of its own.
const LEAST_WAIT: f64 = 32.0;
/// The most pixels of a time axis on which there is little room.
const TIGHT: f64 = 420.0;

/// A run, ready to be drawn into a viewport.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Grid and names.
    pub still: Vec<Draw>,
    /// Everything that is a ghost until the cursor has passed.
    pub trace: Vec<Draw>,
    scale: TimeScale,
    layout: Layout,
    viewport: Viewport,
    holds: Vec<(Instant, Instant)>,
    late: Vec<LateLabel>,
    no_loop: bool,
    /// From where to where the axis is taken by a word.
    taken: Option<(CssPixels, CssPixels)>,
}

/// A label that says since when somebody is due; what it says depends on the cursor.
#[derive(Clone, Debug)]
struct LateLabel {
    from: Instant,
    to: Instant,
    y: CssPixels,
}

impl Picture {
    /// The picture of `view`, with the lanes that were chosen, on an axis from 0 to `end` (which may be later than the
    /// view's own end: rows that are compared share it).
    pub fn new(view: &View, chosen: &Chosen, end: Instant, viewport: Viewport) -> Self {
        let has = if view.heartbeat.is_some() { HasHeartbeat::Yes } else { HasHeartbeat::No };
        let layout = viewport.layout(chosen.lanes.len(), has);
        let scale = TimeScale::new(Instant::START, end, layout.left, layout.right - layout.left);
        let mut picture = Self {
            still: Vec::new(),
            trace: Vec::new(),
            scale,
            layout,
            viewport,
            holds: Vec::new(),
            late: Vec::new(),
            no_loop: view.heartbeat.is_none(),
            taken: None,
        };
        picture.grid(chosen);
        if let Some(beat) = &view.heartbeat {
            picture.shades(beat);
            picture.heartbeat(beat);
        }
        for (index, (name, _)) in chosen.lanes.iter().enumerate() {
            if let Some(lane) = view.lanes.iter().find(|l| l.name == *name) {
                picture.lane(view, lane, layout.lane_middle(index));
                picture.endless(view, lane, layout.lane_middle(index));
            }
        }
        picture.deadlock(view);
        picture
    }

    /// The shared time scale.
    pub fn scale(&self) -> &TimeScale {
        &self.scale
    }

    /// Where the ghost begins.
    pub fn cursor_x(&self, cursor: Instant) -> CssPixels {
        self.scale.x(cursor)
    }

    /// What is drawn above the trace at a moment.
    pub fn now(&self, cursor: Instant) -> Vec<Draw> {
        let mut out = Vec::new();
        self.counts(cursor, &mut out);
        self.late_labels(cursor, &mut out);
        self.cursor(cursor, &mut out);
        out
    }

    /// Of draw commands, those that say nothing of what comes after a moment: no text stands behind it.
    pub fn known(&self, commands: &[Draw], moment: Instant) -> Vec<Draw> {
        let until = self.scale.x(moment) + CssPixels(1.0);
        let is_known = |command: &&Draw| match command {
            Draw::Text { at, .. } => at.x <= until,
            _ => true,
        };
        commands.iter().filter(is_known).cloned().collect()
    }

    fn narrow(&self) -> bool {
        self.viewport.size == Size::Narrow
    }

    fn grid(&mut self, chosen: &Chosen) {
        let layout = self.layout;
        let least = CssPixels(if self.narrow() { 70.0 } else { 100.0 });
        for tick in self.scale.ticks(least) {
            self.still.push(vertical(tick.x, layout.top, layout.bottom, 1.0, Ink::Line));
            if self.viewport.axis == Axis::Bottom {
                let half = Font::Axis.estimate(&tick.text) * 0.5;
                // At both ends inside.
                let (align, x) = match tick.at {
                    Instant::START => (Align::Start, tick.x),
                    _ if tick.x + half > self.viewport.width => (Align::End, self.viewport.width),
                    _ => (Align::Middle, tick.x),
                };
                let at = Point { x, y: layout.bottom + CssPixels(9.0) };
                self.still.push(text(at, tick.text, Font::Axis, Ink::Dim, align));
            }
        }
        let name_x = layout.left - CssPixels(if self.narrow() { 8.0 } else { 12.0 });
        if !self.no_loop {
            let name = if self.narrow() { labels::LOOP_SHORT } else { labels::LOOP };
            let at = Point { x: name_x, y: layout.base - CssPixels(8.0) };
            self.still.push(text(at, name.to_owned(), Font::Plain, Ink::Dim, Align::End));
        }
        let most = ((layout.left.0 - 14.0) / Font::Plain.estimate("0").0) as usize;
        for (index, (long, short)) in chosen.lanes.iter().enumerate() {
            let y = layout.lane_middle(index);
            self.still.push(horizontal(layout.left, layout.right, y, 1.0, Ink::Line));
            let is_short = self.narrow() || long.chars().count() > most;
            let name = labels::cut(if is_short { short } else { long }, most);
            self.still.push(text(Point { x: name_x, y }, name, Font::Plain, Ink::Dim, Align::End));
        }
    }

    fn shades(&mut self, beat: &Heartbeat) {
        let (top, bottom) = (self.layout.top - CssPixels(if self.narrow() { 2.0 } else { 10.0 }), self.layout.bottom);
        for hold in &beat.holds {
            let (x, right) = (self.scale.x(hold.from), self.scale.x(hold.to));
            let area = Area { x, y: top, width: right - x, height: bottom - top };
            self.trace.push(Draw::Box { area, radius: CssPixels(6.0).min(area.width * 0.5), ink: Ink::Shade });
            self.holds.push((hold.from, hold.to));
        }
    }

    fn heartbeat(&mut self, beat: &Heartbeat) {
        let layout = self.layout;
        // Where there is little room for time, pulses are narrow too: half of them would be no rhythm any more.
        let is_tight = self.narrow() || (layout.right - layout.left).0 < TIGHT;
        let (least, shape) = if is_tight { (10.0, [1.3, 3.1, 4.9, 6.3]) } else { (20.0, [1.6, 3.8, 6.0, 7.8]) };
        let cadence = self.scale.round_step(CssPixels(least));
        let pulses = beat.pulses(cadence);
        let flat_at = |x: CssPixels| Point { x, y: layout.base };
        let mut paths = vec![vec![flat_at(self.scale.x(beat.from))]];
        let mut flats = Vec::new();
        let mut pulse = pulses.iter().peekable();
        let stretches = beat.holds.iter().map(|h| (h.from, Some(h.to))).chain([(beat.to, None)]);
        for (until, hold_end) in stretches {
            let path = paths.last_mut().expect("there is always one");
            while let Some(p) = pulse.next_if(|p| p.at < until) {
                let x = self.scale.x(p.at).max(path.last().expect("it has its start").x);
                let scale = if p.strength == Strength::Strong { 1.0 } else { 0.4 };
                path.push(flat_at(x));
                for (dx, y) in shape.iter().zip([0.5 * layout.down.0, -layout.up.0, layout.down.0, 0.0]) {
                    path.push(Point { x: x + CssPixels(*dx), y: layout.base + CssPixels(y * scale) });
                }
            }
            let pen = self.scale.x(until).max(path.last().expect("it has its start").x);
            path.push(flat_at(pen));
            if let Some(end) = hold_end {
                let right = self.scale.x(end).max(pen);
                flats.push(horizontal(pen, right, layout.base, 5.0, Ink::Bad));
                paths.push(vec![flat_at(right)]);
            }
        }
        let thin = if self.narrow() { 1.75 } else { 2.0 };
        for (width, ink) in [(7.0, Ink::Halo), (thin, Ink::Run)] {
            let path = |points: &Vec<_>| Draw::Path { points: points.clone(), width: CssPixels(width), ink };
            self.trace.extend(paths.iter().filter(|p| p.len() > 1).map(path));
        }
        self.trace.extend(flats);
    }

    fn lane(&mut self, view: &View, lane: &Lane, y: CssPixels) {
        if lane.kind == LaneKind::You {
            return self.inputs(&lane.spans, y);
        }
        let mut last_mark = CssPixels(f64::NEG_INFINITY);
        for (index, span) in lane.spans.iter().enumerate() {
            let (x, right) = (self.scale.x(span.from), self.scale.x(span.to));
            match span.doing {
                Doing::Runs => {
                    let beside_box = [index.checked_sub(1), Some(index + 1)]
                        .into_iter()
                        .flatten()
                        .filter_map(|i| lane.spans.get(i))
                        .any(|other| other.doing == Doing::OffGil);
                    let least = CssPixels(if beside_box { 0.0 } else { self.mark_width() });
                    let width = (right - x).max(least);
                    // What happens at the very end is still inside.
                    let x = x.min(self.layout.right - least);
                    if width.0 >= 0.5 && x >= last_mark + CssPixels(1.0) {
                        self.bar(x, width, y, 1.0, Ink::Run);
                        last_mark = x;
                    }
                }
                Doing::KeepsLoop => {
                    self.bar(x, right - x, y, 1.0, Ink::Bad);
                    self.label_in(
                        x,
                        right,
                        y,
                        labels::keeps_loop(view, span, self.viewport.size),
                        Font::Strong,
                        Ink::OnBad,
                    );
                }
                Doing::OffGil => {
                    self.bar(x, right - x, y, 0.75, Ink::Off);
                    self.label_in(x, right, y, labels::job(view, span), Font::Small, Ink::OnOff);
                }
                Doing::Wants(wanted) => {
                    self.hatched(x, right, y, wanted);
                    self.late_label(span, wanted, y);
                }
                // Between two marks that are close, the lane's ground says as much.
                Doing::Waits(_) if (right - x).0 < LEAST_WAIT => {}
                Doing::Given => {}
                Doing::Waits(_) => {
                    self.trace.push(horizontal(x, right, y, 2.0, Ink::Wait));
                    self.wait_label(span, x, right, y);
                }
            }
        }
    }

    /// Behind the end of a run that ended in a deadlock: who waits then waits for ever.
    fn endless(&mut self, view: &View, lane: &Lane, y: CssPixels) {
        let Some(doing) = lane.endless else { return };
        let (x, right) = (self.scale.x(view.end), self.layout.right);
        match doing {
            Doing::Wants(wanted) => self.hatched(x, right, y, wanted),
            _ => self.trace.push(horizontal(x, right, y, 2.0, Ink::Wait)),
        }
        let room = right - x - CssPixels(16.0);
        let fitting = labels::FOR_EVER.into_iter().find(|words| Font::Plain.estimate(words) <= room);
        if let (Doing::Wants(_), Some(words)) = (doing, fitting) {
            let height = self.layout.bar - CssPixels(1.0);
            let plate = Plate { ink: Ink::Panel, margin: CssPixels(5.0), height, radius: CssPixels(3.0) };
            let at = Point { x: x + CssPixels(8.0), y };
            let (text, font, ink, align) = (words.to_owned(), Font::Plain, Ink::Ink, Align::Start);
            self.trace.push(Draw::Text { at, text, font, ink, align, plate: Some(plate) });
        }
    }

    /// The moment from which on nothing could ever run.
    fn deadlock(&mut self, view: &View) {
        if view.until() == view.end {
            return;
        }
        let x = self.scale.x(view.end);
        self.trace.push(vertical(x, self.layout.top, self.layout.bottom, 2.0, Ink::Bad));
        let y = match self.viewport.axis {
            Axis::Top | Axis::TopBlank => CssPixels(9.0),
            // Below the lanes, where there is no axis above them.
            Axis::Bottom | Axis::None => self.layout.bottom - CssPixels(7.0),
        };
        // Beside the cursor's time, which stands here in the end.
        let label_x = x + CssPixels(if self.viewport.axis == Axis::Top { 38.0 } else { 7.0 });
        let label_right = label_x + Font::Strong.estimate(labels::DEADLOCK);
        if label_right <= self.layout.right + CssPixels(8.0) {
            self.taken = Some((label_x, label_right));
            let at = Point { x: label_x, y };
            self.trace.push(text(at, labels::DEADLOCK.to_owned(), Font::Strong, Ink::BadText, Align::Start));
        }
    }

    /// What somebody did: a dot when it was made, a mark when it was heard, the wait between them, and the worst of them.
    fn inputs(&mut self, spans: &[Span], y: CssPixels) {
        for span in spans {
            let (made, heard) = (self.scale.x(span.from), self.scale.x(span.to));
            self.trace.push(horizontal(made, heard, y, 1.5, Ink::Late));
            self.bar(heard, CssPixels(self.mark_width()), y, 1.0, Ink::Run);
            let radius = self.layout.bar * 0.28;
            let area = Area { x: made - radius, y: y - radius, width: radius * 2.0, height: radius * 2.0 };
            self.trace.push(Draw::Box { area, radius, ink: Ink::Late });
        }
        let (Some(first), Some(last)) = (spans.first(), spans.iter().map(|s| s.to).max()) else { return };
        let worst = spans.iter().map(|s| s.to.since(s.from)).max().unwrap_or_default();
        let label = labels::inputs(worst);
        let (before, after) = (self.scale.x(first.from) - CssPixels(12.0), self.scale.x(last) + CssPixels(14.0));
        let width = Font::Plain.estimate(&label);
        let (x, align) = if after + width <= self.layout.right {
            (after, Align::Start)
        } else if before - width >= self.layout.left {
            (before, Align::End)
        } else {
            return;
        };
        self.trace.push(text(Point { x, y }, label, Font::Plain, Ink::Ink, align));
    }

    fn mark_width(&self) -> f64 {
        if self.narrow() { 3.0 } else { 4.0 }
    }

    fn bar(&mut self, x: CssPixels, width: CssPixels, y: CssPixels, share: f64, ink: Ink) {
        let height = self.layout.bar * share;
        let area = Area { x, y: y - height * 0.5, width, height };
        self.trace.push(Draw::Box { area, radius: CssPixels(2.5).min(width * 0.5), ink });
    }

    fn hatched(&mut self, x: CssPixels, right: CssPixels, y: CssPixels, wanted: Wanted) {
        if (right - x).0 < 2.0 {
            return;
        }
        let hatch = match wanted {
            Wanted::Loop => Hatch::Slanted,
            Wanted::Gil => Hatch::Vertical,
            Wanted::Core => Hatch::Dotted,
            Wanted::Lock => Hatch::Crossed,
        };
        let area = Area { x, y: y - self.layout.bar * 0.5, width: right - x, height: self.layout.bar };
        self.trace.push(Draw::Hatched { area, hatch });
    }

    /// Writes the longest of the texts that fits into a box, if one does.
    fn label_in(&mut self, x: CssPixels, right: CssPixels, y: CssPixels, texts: Vec<String>, font: Font, ink: Ink) {
        let room = right - x - CssPixels(12.0);
        if let Some(fitting) = texts.into_iter().find(|t| font.estimate(t) <= room) {
            let at = Point { x: x + CssPixels(7.0), y };
            self.trace.push(text(at, fitting, font, ink, Align::Start));
        }
    }

    fn wait_label(&mut self, span: &Span, x: CssPixels, right: CssPixels, y: CssPixels) {
        let Some(label) = labels::waits(span, self.viewport.size) else { return };
        if Font::Plain.estimate(label) + CssPixels(40.0) > right - x {
            return;
        }
        let plate = Plate { ink: Ink::Panel, margin: CssPixels(6.0), height: CssPixels(16.0), radius: CssPixels::ZERO };
        self.trace.push(Draw::Text {
            at: Point { x: x + CssPixels(22.0), y },
            text: label.to_owned(),
            font: Font::Plain,
            ink: Ink::Dim,
            align: Align::Start,
            plate: Some(plate),
        });
    }

    /// Of several lanes that are late at the same time, the first one says so.
    fn late_label(&mut self, span: &Span, wanted: Wanted, y: CssPixels) {
        let said = self.late.iter().any(|l| l.from < span.to && span.from < l.to);
        if wanted == Wanted::Loop && !said {
            self.late.push(LateLabel { from: span.from, to: span.to, y });
        }
    }

    fn late_labels(&self, cursor: Instant, out: &mut Vec<Draw>) {
        for late in self.late.iter().filter(|l| l.from <= cursor) {
            let room = self.scale.x(late.to) - self.scale.x(late.from) - CssPixels(20.0);
            let texts = labels::late(late.from, late.to, cursor, self.viewport.size);
            let Some(label) = texts.into_iter().find(|t| Font::Plain.estimate(t) <= room) else { continue };
            let height = self.layout.bar - CssPixels(1.0);
            let plate = Plate { ink: Ink::Panel, margin: CssPixels(6.0), height, radius: CssPixels(3.0) };
            out.push(Draw::Text {
                at: Point { x: self.scale.x(late.from) + CssPixels(12.0), y: late.y },
                text: label,
                font: Font::Plain,
                ink: Ink::Ink,
                align: Align::Start,
                plate: Some(plate),
            });
        }
    }

    /// Every hold that has begun says how long it lasts, within its own width: in words, as a number, as a small number.
    fn counts(&self, cursor: Instant, out: &mut Vec<Draw>) {
        let font = if self.narrow() { Font::CountSmall } else { Font::Count };
        let y = self.layout.base - self.layout.up * 0.62;
        for &(from, to) in self.holds.iter().take_while(|(from, _)| *from <= cursor) {
            let (x, right) = (self.scale.x(from), self.scale.x(to));
            let [words, number] = labels::hold(to.min(cursor).since(from), self.viewport.size);
            let roomy = CssPixels(if self.narrow() { 8.0 } else { 20.0 });
            let ways =
                [(words, font, roomy), (number.clone(), font, CssPixels(8.0)), (number, Font::Strong, CssPixels(4.0))];
            let fits = |(text, font, margin): &(String, Font, CssPixels)| x + *margin + font.estimate(text) <= right;
            if let Some((label, font, margin)) = ways.into_iter().find(fits) {
                out.push(text(Point { x: x + margin, y }, label, font, Ink::BadText, Align::Start));
            }
        }
    }

    fn cursor(&self, cursor: Instant, out: &mut Vec<Draw>) {
        let x = self.scale.x(cursor);
        let pill = CssPixels(30.0);
        if self.viewport.axis == Axis::Top {
            for tick in self.scale.ticks(CssPixels(100.0)) {
                let half = Font::Axis.estimate(&tick.text) * 0.5;
                let (align, middle) =
                    if tick.at == Instant::START { (Align::Start, tick.x + half) } else { (Align::Middle, tick.x) };
                let is_free = self.taken.is_none_or(|(from, to)| middle + half < from || middle - half > to);
                let beside_pill = (middle.0 - x.min(self.viewport.width - pill).0).abs() > (pill + half).0 + 8.0;
                if is_free && beside_pill && (middle + half) <= self.viewport.width {
                    out.push(text(Point { x: tick.x, y: CssPixels(9.0) }, tick.text, Font::Axis, Ink::Dim, align));
                }
            }
        }
        out.push(vertical(x, CssPixels(if self.narrow() { 0.0 } else { 4.0 }), self.layout.bottom, 1.5, Ink::Ink));
        if self.viewport.axis == Axis::Top {
            let plate =
                Plate { ink: Ink::Ink, margin: CssPixels(6.0), height: CssPixels(18.0), radius: CssPixels(9.0) };
            // At the edge the pill stays inside, the line does not.
            let at = Point { x: x.min(self.viewport.width - pill), y: CssPixels(10.0) };
            out.push(Draw::Text {
                at,
                text: seconds_text(cursor.as_secs_f64()),
                font: Font::Pill,
                ink: Ink::Ground,
                align: Align::Middle,
                plate: Some(plate),
            });
        }
    }
}

pub(super) fn text(at: Point, text: String, font: Font, ink: Ink, align: Align) -> Draw {
    Draw::Text { at, text, font, ink, align, plate: None }
}

pub(super) fn horizontal(x: CssPixels, right: CssPixels, y: CssPixels, width: f64, ink: Ink) -> Draw {
    Draw::Line { from: Point { x, y }, to: Point { x: right, y }, width: CssPixels(width), ink }
}

pub(super) fn vertical(x: CssPixels, y: CssPixels, bottom: CssPixels, width: f64, ink: Ink) -> Draw {
    Draw::Line { from: Point { x, y }, to: Point { x, y: bottom }, width: CssPixels(width), ink }
}
