//! Spans narrower than a pixel, put together: what a lane looks like from afar, at a cost that does not grow with the
//! number of its spans.
//!
//! 1. [`Index::of`] is made once for a lane: the time of each state before every [`BLOCK`]th span.
//! 2. [`marks`] walks over what is seen from left to right. A span that is wide enough is a mark of its own; the others
//!    are put together by [`BIN`]. Where a bin ends is found by galloping, what is in it by two entries of the index;
//!    where it holds many blocks, nothing but the index is looked at.
//! 3. In a bin, what keeps the loop comes first, because it is what people look for; then what takes the longest of that
//!    which is not a wait by choice. A mark tells its share of the bin, so that a lane that is seldom busy looks so.

use super::lanes::{Awaited, Doing, Span, Wanted};
use super::queue::gallop;
use super::time_scale::{CssPixels, TimeScale};
use crate::time::{Duration, Instant};

/// Spans between two entries of the index.
const BLOCK: usize = 16;
/// The width of a bin; narrower spans are put together.
pub const BIN: f64 = 2.0;
/// How many states are told apart in sums.
pub const KINDS: usize = 9;

/// Time in each state, by [`kind`].
pub type Sums = [u64; KINDS];

/// A state's place in [`Sums`].
pub fn kind(doing: Doing) -> usize {
    match doing {
        Doing::Runs => 0,
        Doing::KeepsLoop => 1,
        Doing::OffGil => 2,
        Doing::Wants(Wanted::Loop) => 3,
        Doing::Wants(Wanted::Gil) => 4,
        Doing::Wants(Wanted::Core) => 5,
        Doing::Wants(Wanted::Lock) => 6,
        Doing::Waits(_) => 7,
        Doing::Given => 8,
    }
}

/// A state of a place in [`Sums`]; what is waited for by choice is not told apart there.
fn doing(kind: usize) -> Doing {
    match kind {
        0 => Doing::Runs,
        1 => Doing::KeepsLoop,
        2 => Doing::OffGil,
        3 => Doing::Wants(Wanted::Loop),
        4 => Doing::Wants(Wanted::Gil),
        5 => Doing::Wants(Wanted::Core),
        6 => Doing::Wants(Wanted::Lock),
        7 => Doing::Waits(Awaited::Other),
        _ => Doing::Given,
    }
}

/// What is known of every so many spans, close together in memory: from afar the spans themselves are not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The time of each state before a block.
    sums: Vec<Sums>,
    /// When a block begins.
    starts: Vec<Instant>,
}

impl Index {
    /// Of a lane's spans.
    pub fn of(spans: &[Span]) -> Self {
        let mut sums = [0; KINDS];
        let mut before = Vec::with_capacity(spans.len().div_ceil(BLOCK));
        for (index, span) in spans.iter().enumerate() {
            if index % BLOCK == 0 {
                before.push(sums);
            }
            sums[kind(span.doing)] += span.to.since(span.from).0;
        }
        Self { sums: before, starts: spans.iter().step_by(BLOCK).map(|span| span.from).collect() }
    }

    /// The time of each state in the first so many spans.
    fn before(&self, spans: &[Span], end: usize) -> Sums {
        let block = (end / BLOCK).min(self.sums.len().saturating_sub(1));
        let mut sums = self.sums.get(block).copied().unwrap_or_default();
        if end.is_multiple_of(BLOCK) && block * BLOCK == end {
            return sums;
        }
        for span in &spans[block * BLOCK..end] {
            sums[kind(span.doing)] += span.to.since(span.from).0;
        }
        sums
    }

    /// The time of each state in some of the spans.
    pub fn sums(&self, spans: &[Span], from: usize, to: usize) -> Sums {
        let (mut sums, before) = (self.before(spans, to), self.before(spans, from));
        for (sum, before) in sums.iter_mut().zip(before) {
            *sum -= before;
        }
        sums
    }

    /// The time of each state between two moments.
    pub fn between(&self, spans: &[Span], from: Instant, to: Instant) -> Sums {
        let first = spans.partition_point(|span| span.to <= from);
        let last = spans.partition_point(|span| span.from < to).max(first);
        let mut sums = self.sums(spans, first, last);
        // What sticks out at either end.
        if let Some(span) = spans[first..last].first() {
            sums[kind(span.doing)] -= from.since(span.from).min(span.to.since(span.from)).0;
        }
        if let Some(span) = spans[first..last].last() {
            sums[kind(span.doing)] -= span.to.since(to).0;
        }
        sums
    }
}

/// What is to be drawn for one span or for several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its left edge.
    pub x: CssPixels,
    /// Its right edge.
    pub right: CssPixels,
    /// What.
    pub doing: Doing,
    /// Its part of the time that is covered there: below 1 only where several spans were put together.
    pub share: f64,
    /// The span, when it is one.
    pub span: Option<usize>,
}

/// What is seen of a lane.
pub fn marks(spans: &[Span], index: &Index, scale: &TimeScale) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let first = spans.partition_point(|span| span.to < scale.from());
    let wide = scale.length_of(CssPixels(BIN));
    let mut at = first;
    while let Some(from) = index.start_or(spans, at).filter(|from| *from <= scale.to()) {
        // Bins stand still when the picture moves: they begin at multiples of their length.
        let begin = from.0 - from.0 % wide.0.max(1);
        let mut until = Instant(begin.saturating_add(wide.0.max(1)));
        if until.since(from).0 < wide.0 / 4 {
            // What is left of a bin goes to the next one.
            until += wide;
        }
        let end = match index.blocks_before(at, until) {
            Some(end) => end,
            None => {
                let span = &spans[at];
                if span.to.since(span.from) >= wide {
                    marks.push(mark(scale, span, at));
                    at += 1;
                    continue;
                }
                let mut end = at + gallop(&spans[at..], |span| span.from < until).max(1);
                // The last one may be wide; it is a mark of its own.
                if end - at > 1 && spans[end - 1].to.since(spans[end - 1].from) >= wide {
                    end -= 1;
                }
                // From here on whole blocks will do.
                if end - at > MANY * BLOCK { end - end % BLOCK } else { end }
            }
        };
        if end - at == 1 {
            marks.push(mark(scale, &spans[at], at));
        } else {
            let (doing, share) = strongest(&index.sums(spans, at, end));
            let last =
                if end.is_multiple_of(BLOCK) { index.start_or(spans, end).unwrap_or(until) } else { spans[end - 1].to };
            let (x, right) = (scale.x(from), scale.x(last.min(until)));
            join(&mut marks, Mark { x, right, doing, share, span: None });
        }
        at = end;
    }
    marks
}

/// So many blocks in a bin: then it does not matter to which of them the spans at its edges belong.
const MANY: usize = 4;

impl Index {
    /// When a span begins, without looking at it where that is known.
    fn start_or(&self, spans: &[Span], at: usize) -> Option<Instant> {
        if at.is_multiple_of(BLOCK) {
            self.starts.get(at / BLOCK).copied()
        } else {
            spans.get(at).map(|span| span.from)
        }
    }

    /// The end of the whole blocks that begin before a moment, when `at` begins a block and they are many.
    fn blocks_before(&self, at: usize, until: Instant) -> Option<usize> {
        let block = at / BLOCK;
        if !at.is_multiple_of(BLOCK) || self.starts.get(block + MANY).is_none_or(|start| *start >= until) {
            return None;
        }
        let begun = gallop(&self.starts[block..], |start| *start < until);
        // The last of those that have begun may go on beyond.
        Some((block + begun - 1) * BLOCK)
    }
}

fn mark(scale: &TimeScale, span: &Span, index: usize) -> Mark {
    Mark { x: scale.x(span.from), right: scale.x(span.to), doing: span.doing, share: 1.0, span: Some(index) }
}

/// Bins that touch and look the same are one mark.
fn join(marks: &mut Vec<Mark>, new: Mark) {
    if let Some(last) = marks.last_mut()
        && last.span.is_none()
        && kind(last.doing) == kind(new.doing)
        && last.share == new.share
        && new.x - last.right <= CssPixels(0.5)
    {
        last.right = new.right;
        return;
    }
    marks.push(new);
}

fn strongest(sums: &Sums) -> (Doing, f64) {
    let covered: u64 = sums.iter().sum();
    let (keeps, waits) = (kind(Doing::KeepsLoop), kind(Doing::Waits(Awaited::Other)));
    let most = (0..KINDS).filter(|kind| *kind != waits).max_by_key(|kind| sums[*kind]);
    let chosen = if sums[keeps] > 0 { keeps } else { most.filter(|kind| sums[*kind] > 0).unwrap_or(waits) };
    let share = sums[chosen] as f64 / covered.max(1) as f64;
    // In steps, so that neighbours look the same.
    (doing(chosen), ((share * 4.0).ceil() / 4.0).clamp(0.25, 1.0))
}

/// The time that a lane spends in each state between two moments.
pub fn sums_between(spans: &[Span], index: &Index, from: Instant, to: Instant) -> [Duration; KINDS] {
    index.between(spans, from, to).map(Duration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syscall::Line;

    fn span(from: u64, to: u64, doing: Doing) -> Span {
        Span { from: Instant(from), to: Instant(to), doing, line: Line::default(), job: None }
    }

    /// So many spans over a second: a short run, a wait for the GIL, a wait by choice, in turns of different lengths.
    pub fn many(count: u64) -> Vec<Span> {
        let each = 1_000_000_000 / count;
        let doing = |n: u64| match n % 3 {
            0 => Doing::Runs,
            1 => Doing::Wants(Wanted::Gil),
            _ => Doing::Waits(Awaited::Sleep),
        };
        (0..count).map(|n| span(n * each, (n + 1) * each - n % 7, doing(n))).collect()
    }

    fn scale(from: u64, to: u64) -> TimeScale {
        TimeScale::new(Instant(from), Instant(to), CssPixels(100.0), CssPixels(900.0))
    }

    #[test]
    fn sums_of_a_part_are_what_adding_it_up_gives() {
        let spans = many(5_000);
        let index = Index::of(&spans);
        for (from, to) in [(0, 1_000_000_000), (1_234, 77_777_777), (500_000_000, 500_000_100), (3, 3)] {
            let (from, to) = (Instant(from), Instant(to));
            let mut plain = [0; KINDS];
            for span in &spans {
                plain[kind(span.doing)] += span.to.min(to).since(span.from.max(from)).0;
            }
            assert_eq!(index.between(&spans, from, to), plain, "{from:?} {to:?}");
        }
    }

    #[test]
    fn wide_spans_are_marks_of_their_own() {
        let spans = many(90);
        let marks = marks(&spans, &Index::of(&spans), &scale(0, 1_000_000_000));
        assert_eq!(marks.len(), 90);
        assert!(marks.iter().enumerate().all(|(n, mark)| mark.span == Some(n) && mark.share == 1.0));
    }

    #[test]
    fn marks_are_no_more_than_there_are_pixels_and_cover_what_the_spans_cover() {
        let spans = many(200_000);
        let index = Index::of(&spans);
        for scale in [scale(0, 1_000_000_000), scale(400_000_000, 500_000_000), scale(999_000_000, 1_000_000_000)] {
            let marks = marks(&spans, &index, &scale);
            assert!(marks.len() <= 900, "{}", marks.len());
            assert!(marks.windows(2).all(|pair| pair[0].right.0 <= pair[1].x.0 + 0.01));
            assert!(marks[0].x.0 <= 102.0 && marks.last().unwrap().right.0 >= 998.0);
        }
    }

    #[test]
    fn what_keeps_the_loop_is_never_hidden_by_what_is_beside_it() {
        let mut spans = many(200_000);
        spans[100_000].doing = Doing::KeepsLoop;
        let marks = marks(&spans, &Index::of(&spans), &scale(0, 1_000_000_000));
        assert_eq!(marks.iter().filter(|mark| mark.doing == Doing::KeepsLoop).count(), 1);
    }

    #[test]
    fn a_bin_that_seldom_runs_says_so() {
        let spans: Vec<_> = (0..100_000_u64)
            .flat_map(|n| {
                let at = n * 10_000;
                [span(at, at + 1_000, Doing::Runs), span(at + 1_000, at + 10_000, Doing::Waits(Awaited::Sleep))]
            })
            .collect();
        let marks = marks(&spans, &Index::of(&spans), &scale(0, 1_000_000_000));
        assert!(marks.iter().all(|mark| mark.doing == Doing::Runs && mark.share == 0.25), "{:?}", marks.first());
    }

    #[test]
    fn the_same_bins_are_found_when_the_picture_has_moved() {
        let spans = many(300_000);
        let index = Index::of(&spans);
        let doings = |from: u64| -> Vec<Doing> {
            let marks = marks(&spans, &index, &scale(from, from + 100_000_000));
            marks.iter().filter(|mark| mark.x.0 > 110.0 && mark.x.0 < 800.0).map(|mark| mark.doing).collect()
        };
        let (before, after) = (doings(200_000_000), doings(200_222_222));
        assert_eq!(before[1..50], after[0..49]);
    }
}
