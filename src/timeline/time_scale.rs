//! The only place where time becomes pixels.
//!
//! A [`TimeScale`] is shared by all rows that are to be compared, so that the same moment has the same x in each.

use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};
use std::ops::{Add, Mul, Sub};

/// A length on the page, in CSS pixels; never device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct CssPixels(pub f64);

impl CssPixels {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);

    /// The larger one.
    pub fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    /// The smaller one.
    pub fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }
}

impl Add for CssPixels {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for CssPixels {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul<f64> for CssPixels {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

/// Maps a range of time to a range of x, linearly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    from: Instant,
    to: Instant,
    left: CssPixels,
    width: CssPixels,
}

impl TimeScale {
    /// Shows `from` at `left` and `to` at `left + width`. An empty range counts as one microsecond.
    pub fn new(from: Instant, to: Instant, left: CssPixels, width: CssPixels) -> Self {
        let to = to.max(from + Duration::from_micros(1));
        Self { from, to, left, width: width.max(CssPixels(1.0)) }
    }

    /// Where a moment is. Moments outside of the range are outside of the width too.
    pub fn x(&self, at: Instant) -> CssPixels {
        let share = (at.as_secs_f64() - self.from.as_secs_f64()) / self.to.since(self.from).as_secs_f64();
        self.left + self.width * share
    }

    /// The moment at `x`, held inside the range.
    pub fn at(&self, x: CssPixels) -> Instant {
        let share = ((x - self.left).0 / self.width.0).clamp(0.0, 1.0);
        self.from + Duration::from_secs_f64(self.to.since(self.from).as_secs_f64() * share)
    }

    /// How wide a length of time is.
    pub fn width_of(&self, length: Duration) -> CssPixels {
        self.width * (length.as_secs_f64() / self.to.since(self.from).as_secs_f64())
    }

    /// The length of time that is so wide.
    pub fn length_of(&self, width: CssPixels) -> Duration {
        Duration::from_secs_f64(self.to.since(self.from).as_secs_f64() * width.0 / self.width.0)
    }

    /// The x of the first moment.
    pub fn left(&self) -> CssPixels {
        self.left
    }

    /// The x of the last moment.
    pub fn right(&self) -> CssPixels {
        self.left + self.width
    }

    /// The first moment shown.
    pub fn from(&self) -> Instant {
        self.from
    }

    /// The last moment shown.
    pub fn to(&self) -> Instant {
        self.to
    }

    /// The shortest of 1, 2, 5 × 10ⁿ that is at least `least` wide.
    pub fn round_step(&self, least: CssPixels) -> Duration {
        let mut decade = 1_u64;
        loop {
            for digit in [1, 2, 5] {
                let step = Duration(decade * digit);
                if self.width_of(step) >= least || decade > 1_000_000_000_000_000 {
                    return step;
                }
            }
            decade *= 10;
        }
    }

    /// Moments to write on the axis, at least `least` apart, with their texts.
    pub fn ticks(&self, least: CssPixels) -> Vec<Tick> {
        let step = self.round_step(least);
        let first = self.from.0.div_ceil(step.0);
        let last = self.to.0 / step.0;
        (first..=last)
            .map(|n| {
                let at = Instant(n * step.0);
                Tick { at, x: self.x(at), text: tick_text(at, self.to) }
            })
            .collect()
    }
}

/// A mark of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The moment.
    pub at: Instant,
    /// Where it is.
    pub x: CssPixels,
    /// What to write there.
    pub text: String,
}

/// The unit that suits all moments up to a last one, in nanoseconds, and its name.
pub fn unit(last: Instant) -> (f64, &'static str) {
    match last.0 {
        1..100_000 => (1e3, "µs"),
        100_000..100_000_000 => (1e6, "ms"),
        _ => (1e9, "s"),
    }
}

/// In the unit that suits the last moment that is seen.
fn tick_text(at: Instant, last: Instant) -> String {
    let (unit, name) = unit(last);
    format!("{} {name}", at.0 as f64 / unit)
}

/// A length of time as a person reads it: `2.00 s`, `3.1 ms`, `0.3 ms`, `40 µs`. Below a second, seconds are not used.
pub fn length_text(length: Duration) -> String {
    match length.0 {
        0..95_000 => format!("{:.0} µs", length.0 as f64 / 1e3),
        95_000..9_950_000 => format!("{:.1} ms", length.0 as f64 / 1e6),
        9_950_000..999_500_000 => format!("{:.0} ms", length.0 as f64 / 1e6),
        _ => format!("{:.2} s", length.as_secs_f64()),
    }
}

/// A moment in the unit of its axis, with as many digits as one pixel of the scale tells apart; of a second at least two.
pub fn moment_text(at: Instant, scale: &TimeScale) -> String {
    let (unit, name) = unit(scale.to);
    let pixel = (scale.length_of(CssPixels(1.0)).0 as f64).max(1.0) / unit;
    let least = if name == "s" { 2.0 } else { 0.0 };
    let digits = (-libm::log10(pixel)).ceil().clamp(least, 9.0) as usize;
    format!("{:.*} {name}", digits, at.0 as f64 / unit)
}

/// A moment or a length in seconds with two digits, as the cursor and counting numbers show it: `1.42 s`.
pub fn seconds_text(seconds: f64) -> String {
    format!("{seconds:.2} s")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> TimeScale {
        TimeScale::new(Instant::START, Instant::from_secs_f64(2.8), CssPixels(96.0), CssPixels(754.0))
    }

    #[test]
    fn a_moment_and_its_x_are_inverse() {
        assert_eq!(scale().x(Instant::START), CssPixels(96.0));
        assert_eq!(scale().x(Instant::from_secs_f64(2.8)), CssPixels(850.0));
        assert_eq!(scale().at(CssPixels(473.0)), Instant::from_secs_f64(1.4));
        assert_eq!(scale().at(CssPixels(-5.0)), Instant::START);
        assert_eq!(scale().at(CssPixels(5000.0)), Instant::from_secs_f64(2.8));
    }

    #[test]
    fn ticks_are_round_and_far_enough_apart() {
        let texts = |least| scale().ticks(CssPixels(least)).into_iter().map(|t| t.text).collect::<Vec<_>>();
        assert_eq!(texts(90.0), ["0 s", "0.5 s", "1 s", "1.5 s", "2 s", "2.5 s"]);
        assert_eq!(texts(200.0), ["0 s", "1 s", "2 s"]);
    }

    #[test]
    fn a_run_of_microseconds_has_ticks_in_microseconds() {
        let scale = TimeScale::new(Instant::START, Instant(20_000), CssPixels::ZERO, CssPixels(400.0));
        assert_eq!(scale.ticks(CssPixels(90.0)).last().unwrap().text, "20 µs");
        assert_eq!(moment_text(Instant(12_345), &scale), "12.35 µs");
    }

    #[test]
    fn a_closer_look_has_more_digits() {
        let moment = Instant(1_234_567_890);
        assert_eq!(moment_text(moment, &scale()), "1.235 s");
        let close = TimeScale::new(moment, moment + Duration(1_000_000), CssPixels::ZERO, CssPixels(500.0));
        assert_eq!(moment_text(moment, &close), "1.234568 s");
        assert_eq!(close.ticks(CssPixels(100.0))[0].text, "1.2346 s");
    }

    #[test]
    fn an_empty_run_has_a_width() {
        let scale = TimeScale::new(Instant::START, Instant::START, CssPixels::ZERO, CssPixels(100.0));
        assert!(scale.x(Instant::START).0.is_finite());
        assert!(!scale.ticks(CssPixels(90.0)).is_empty());
    }

    #[test]
    fn lengths_are_written_with_the_digits_that_matter() {
        for (nanos, text) in [
            (2_000_400_000, "2.00 s"),
            (999_600_000, "1.00 s"),
            (350_000_000, "350 ms"),
            (3_140_000, "3.1 ms"),
            (128_000, "0.1 ms"),
            (40_300, "40 µs"),
            (0, "0 µs"),
        ] {
            assert_eq!(length_text(Duration(nanos)), text);
        }
    }
}
