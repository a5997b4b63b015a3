//! All spans of all lanes in order of time, without a list of them: any part of it is found by searching in the lanes,
//! so a table of a million rows costs no more than the rows that are seen.

use super::lanes::Span;
use super::rows::RowKind;
use super::view::View;
use crate::time::Instant;

/// The spans of several runs, one row each, in order of their begin; what begins together is in the order of the lanes.
pub struct Table<'a> {
    lanes: Vec<TableLane<'a>>,
    end: Instant,
}

#[derive(Clone, Copy)]
struct TableLane<'a> {
    run: usize,
    kind: RowKind,
    name: &'a str,
    spans: &'a [Span],
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableRow<'a> {
    /// Of which run it is.
    pub run: usize,
    /// The lane.
    pub kind: RowKind,
    /// Its name.
    pub lane: &'a str,
    /// What it does.
    pub span: &'a Span,
}

impl<'a> Table<'a> {
    /// A table of runs.
    pub fn of(views: &[(usize, &'a View)]) -> Self {
        let mut lanes = Vec::new();
        for &(run, view) in views {
            let own = view.lanes.iter().enumerate().map(|(index, lane)| (RowKind::Lane(index), lane));
            let loops = view.loop_threads.iter().enumerate().map(|(index, lane)| (RowKind::LoopThread(index), lane));
            lanes.extend(own.chain(loops).map(|(kind, lane)| TableLane {
                run,
                kind,
                name: &lane.name,
                spans: &lane.spans,
            }));
        }
        Self { lanes, end: views.iter().map(|(_, view)| view.end).max().unwrap_or_default() }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.lanes.iter().map(|lane| lane.spans.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows begin before a moment.
    pub fn before(&self, at: Instant) -> usize {
        self.lanes.iter().map(|lane| lane.spans.partition_point(|span| span.from < at)).sum()
    }

    /// At most so many rows, from one on.
    pub fn rows(&self, first: usize, most: usize) -> Vec<TableRow<'a>> {
        // The last moment that no more than `first` rows begin before.
        let (mut low, mut high) = (0, self.end.0 + 1);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if self.before(Instant(middle)) <= first { low = middle } else { high = middle }
        }
        let mut next: Vec<usize> =
            self.lanes.iter().map(|lane| lane.spans.partition_point(|span| span.from < Instant(low))).collect();
        let skipped = first - next.iter().sum::<usize>().min(first);
        let mut rows = Vec::with_capacity(most);
        for _ in 0..skipped + most {
            let begin = |index: usize| self.lanes[index].spans.get(next[index]).map(|span| (span.from, index));
            let Some((_, index)) = (0..self.lanes.len()).filter_map(begin).min() else { break };
            let lane = self.lanes[index];
            rows.push(TableRow { run: lane.run, kind: lane.kind, lane: lane.name, span: &lane.spans[next[index]] });
            next[index] += 1;
        }
        rows.split_off(skipped.min(rows.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    #[test]
    fn any_part_is_that_part_of_the_whole_list() {
        let (a, b) = (View::of(&sample::blocking(), ""), View::of(&sample::offloaded(), ""));
        let table = Table::of(&[(0, &a), (1, &b)]);
        let all = table.rows(0, 100_000);
        assert_eq!(all.len(), table.len());
        assert!(all.windows(2).all(|pair| pair[0].span.from <= pair[1].span.from));
        for first in 0..all.len() {
            assert_eq!(table.rows(first, 5), all[first..(first + 5).min(all.len())], "{first}");
        }
        assert!(table.rows(all.len(), 5).is_empty());
    }

    #[test]
    fn a_moment_is_where_the_rows_before_it_end() {
        let view = View::of(&sample::blocking(), "");
        let table = Table::of(&[(0, &view)]);
        let at = Instant::from_secs_f64(1.0);
        let before = table.before(at);
        assert!(table.rows(before - 1, 1)[0].span.from < at);
        assert!(table.rows(before, 1)[0].span.from >= at);
    }
}
