//! Which part of a run is looked at: from when to when, and how far down its lanes.

use super::time_scale::CssPixels;
use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

/// No less than this is shown at once.
const LEAST: Duration = Duration::from_micros(1);

/// The part of a run that is seen. Always inside of the run, and never empty.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    /// The moment at the left edge.
    pub from: Instant,
    /// The moment at the right edge.
    pub to: Instant,
    /// How much of the lanes is above what is seen.
    pub scroll: CssPixels,
}

impl Camera {
    /// The whole run.
    pub fn all(end: Instant) -> Self {
        Self { from: Instant::START, to: end.max(Instant::START + LEAST), scroll: CssPixels::ZERO }
    }

    /// Whether nothing of a run that lasts until `end` is outside.
    pub fn shows_all(&self, end: Instant) -> bool {
        self.from == Instant::START && self.to >= end
    }

    /// How much time is seen.
    pub fn length(&self) -> Duration {
        self.to.since(self.from)
    }

    /// Closer (a factor above 1) or further away, so that the moment `at` stays where it is.
    pub fn zoomed(self, factor: f64, at: Instant, end: Instant) -> Self {
        let whole = Self::all(end).length().0 as f64;
        let length = (self.length().0 as f64 / factor.max(1e-9)).clamp((LEAST.0 as f64).min(whole), whole);
        let before = (at.since(self.from).0 as f64 / self.length().0.max(1) as f64).clamp(0.0, 1.0);
        self.placed(at.0 as f64 - before * length, length, end)
    }

    /// Later by a share of what is seen; earlier when it is negative.
    pub fn moved(self, share: f64, end: Instant) -> Self {
        let length = self.length().0 as f64;
        self.placed(self.from.0 as f64 + share * length, length, end)
    }

    /// From one moment to another, with a little room on both sides.
    pub fn on(self, from: Instant, to: Instant, end: Instant) -> Self {
        let length = (to.since(from).0 as f64 * 1.1).max(LEAST.0 as f64);
        self.placed((from.0 as f64 + to.0 as f64 - length) / 2.0, length, end)
    }

    /// Moved as little as needed for a moment to be seen.
    pub fn showing(self, at: Instant, end: Instant) -> Self {
        let length = self.length().0 as f64;
        let margin = length * 0.06;
        let (from, at) = (self.from.0 as f64, at.0 as f64);
        if at < from {
            self.placed(at - margin, length, end)
        } else if at > from + length {
            self.placed(at - length + margin, length, end)
        } else {
            self
        }
    }

    /// Moved on by whole pages, so that a moment that has left to the right is at the left.
    pub fn turned_to(self, at: Instant, end: Instant) -> Self {
        if at >= self.from && at <= self.to {
            return self;
        }
        let length = self.length().0 as f64;
        self.placed(at.0 as f64 - length * 0.04, length, end)
    }

    /// The same part of a run that lasts until another moment, as far as there is one; all of it when all was seen.
    pub fn for_end(self, was: Instant, end: Instant) -> Self {
        if self.shows_all(was) {
            return Self { scroll: self.scroll, ..Self::all(end) };
        }
        let length = (self.length().0 as f64).min(Self::all(end).length().0 as f64);
        self.placed(self.from.0 as f64, length, end)
    }

    fn placed(self, from: f64, length: f64, end: Instant) -> Self {
        let whole = Self::all(end).to.0;
        let length = (length.round() as u64).clamp(1, whole);
        let from = (from.max(0.0).round() as u64).min(whole - length);
        Self { from: Instant(from), to: Instant(from + length), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: Instant = Instant(2_000_000_000);

    #[test]
    fn the_moment_under_the_pointer_stays_there() {
        let at = Instant(500_000_000);
        let camera = Camera::all(END).zoomed(4.0, at, END);
        assert_eq!(camera.length(), Duration(500_000_000));
        let share = |camera: &Camera| at.since(camera.from).0 as f64 / camera.length().0 as f64;
        assert!((share(&camera) - 0.25).abs() < 1e-6);
        let closer = camera.zoomed(10.0, at, END);
        assert!((share(&closer) - 0.25).abs() < 1e-6);
    }

    #[test]
    fn zooming_out_ends_with_the_whole_run_and_zooming_in_with_a_microsecond() {
        let mut camera = Camera::all(END);
        for _ in 0..60 {
            camera = camera.zoomed(2.0, Instant(1_999_999_999), END);
        }
        assert_eq!(camera.length(), Duration(1_000));
        assert!(camera.to <= END);
        for _ in 0..60 {
            camera = camera.zoomed(0.5, camera.from, END);
        }
        assert_eq!((camera.from, camera.to), (Instant::START, END));
    }

    #[test]
    fn it_never_leaves_the_run() {
        let camera = Camera::all(END).zoomed(8.0, Instant::START, END);
        assert_eq!(camera.moved(-3.0, END).from, Instant::START);
        assert_eq!(camera.moved(1e9, END).to, END);
        assert_eq!(camera.moved(1e9, END).length(), camera.length());
        assert!(Camera::all(Instant::START).zoomed(5.0, Instant(9), Instant::START).length().0 > 0);
    }

    #[test]
    fn what_is_to_be_seen_is_seen_after_the_least_move() {
        let camera = Camera::all(END).zoomed(10.0, Instant::START, END);
        let later = camera.showing(Instant(900_000_000), END);
        assert!(later.to > Instant(900_000_000) && later.from < Instant(900_000_000));
        assert_eq!(later.showing(Instant(890_000_000), END), later);
        assert_eq!(later.turned_to(Instant(1_500_000_000), END).from, Instant(1_492_000_000));
    }

    #[test]
    fn another_run_is_seen_whole_when_the_one_before_was() {
        let other = Instant(5_000_000_000);
        assert!(Camera::all(END).for_end(END, other).shows_all(other));
        let part = Camera::all(END).zoomed(2.0, END, END);
        assert_eq!(part.for_end(END, other).from, part.from);
        assert!(part.for_end(END, Instant(100)).to <= Instant(1_000));
    }
}
