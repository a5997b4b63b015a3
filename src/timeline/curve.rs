//! The curve of a number: what a run takes over the values that the number may have. Pure geometry, in CSS pixels from the
//! upper left corner of its picture.

use super::time_scale::CssPixels;
use std::fmt::Write;

/// What is known of one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dot {
    /// It has not been run yet.
    Pending,
    /// It was run and took so many seconds.
    Seconds(f64),
    /// It has no number: its run failed, or did not come to an end.
    Broken,
}

impl Dot {
    /// Its number of seconds, if it has one.
    pub fn seconds(self) -> Option<f64> {
        match self {
            Self::Seconds(seconds) => Some(seconds),
            Self::Pending | Self::Broken => None,
        }
    }
}

/// How the values are laid out from left to right.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers above zero, on a scale.
    Numbers(Vec<f64>, Spacing),
    /// So many names, each as far from the next.
    Names(usize),
}

/// How far numbers are from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// As far as their logarithms: 1, 2, 4, 8 evenly.
    Doubling,
    /// As far as they are: 1, 2, 3, 4 evenly.
    Even,
}

/// A curve that grows is drawn over evenly spaced numbers where it is so much straighter there.
const STRAIGHTER: f64 = 0.5;

impl Spacing {
    /// The scale that tells more of these curves: what grows as its number does is a straight line; anything else has its
    /// shape where the numbers are small.
    pub fn of(numbers: &[f64], series: &[&[Dot]]) -> Self {
        let bend = |scale: fn(f64) -> f64| series.iter().map(|dots| bend(numbers, dots, scale)).sum::<Option<f64>>();
        match (bend(|number| number), bend(libm::log)) {
            (Some(even), Some(doubling)) if even < doubling * STRAIGHTER => Self::Even,
            _ => Self::Doubling,
        }
    }

    fn on_scale(self, number: f64) -> f64 {
        match self {
            Self::Doubling => libm::log(number.max(1e-9)),
            Self::Even => number,
        }
    }
}

/// How far the dots that are known are from the straight line from the first to the last of them, where that rises or is
/// level: the sum, as shares of what they change. `None` where it falls, and where too few are known.
fn bend(numbers: &[f64], dots: &[Dot], scale: fn(f64) -> f64) -> Option<f64> {
    let known = numbers.iter().zip(dots).filter_map(|(number, dot)| Some((scale(*number), dot.seconds()?)));
    let known: Vec<(f64, f64)> = known.collect();
    let (&(x, y), &(last_x, last_y)) = (known.first()?, known.last()?);
    if known.len() < 3 || last_x <= x {
        return None;
    }
    if (last_y - y).abs() <= last_y * CHANGES {
        return Some(0.0);
    }
    let away = |&(at, seconds): &(f64, f64)| ((seconds - y) / (last_y - y) - (at - x) / (last_x - x)).abs();
    (last_y > y).then(|| known.iter().map(away).sum())
}

impl Values {
    /// Numbers if all of these texts are numbers above zero, else names. Underscores in numbers are Python's.
    pub fn of(texts: &[String], series: &[&[Dot]]) -> Self {
        let numbers: Option<Vec<f64>> = texts.iter().map(|text| number(text).filter(|n| *n > 0.0)).collect();
        match numbers {
            Some(numbers) => {
                let spacing = Spacing::of(&numbers, series);
                Self::Numbers(numbers, spacing)
            }
            None => Self::Names(texts.len()),
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Numbers(numbers, _) => numbers.len(),
            Self::Names(count) => *count,
        }
    }
}

/// A number as a program writes it.
pub fn number(text: &str) -> Option<f64> {
    text.replace('_', "").parse().ok()
}

/// Room for the labels of the vertical axis.
const LEFT: f64 = 56.0;
/// Room beyond the last value.
const RIGHT: f64 = 18.0;
/// Room above the uppermost line.
const TOP: f64 = 12.0;
/// Room for the labels of the horizontal axis.
const BOTTOM: f64 = 30.0;
/// The vertical axis has at most so many steps.
const MOST_STEPS: f64 = 4.0;
/// A curve may rise above its uppermost line by that share of the axis: four seconds and a millisecond need no line at five.
const OVER: f64 = 0.02;
/// A character of a label is about so wide, in pixels.
const CHARACTER: f64 = 7.6;
/// So much stays free between two labels, in pixels.
const GAP: f64 = 10.0;

/// Where everything of a curve is.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    width: f64,
    height: f64,
    xs: Vec<f64>,
    values: Values,
    step: f64,
    steps: f64,
}

impl Plot {
    /// A picture of that size whose vertical axis goes from zero to `most` seconds or a little more.
    pub fn new(values: Values, most: f64, width: CssPixels, height: CssPixels) -> Self {
        let (step, steps) = scale(most);
        let mut plot = Self { width: width.0, height: height.0, xs: Vec::new(), values, step, steps };
        plot.xs = (0..plot.values.count()).map(|index| plot.place(index)).collect();
        plot
    }

    fn span(&self) -> f64 {
        (self.width - LEFT - RIGHT).max(1.0)
    }

    fn place(&self, index: usize) -> f64 {
        match &self.values {
            Values::Numbers(numbers, _) => self.x_of(numbers[index]),
            Values::Names(count) => LEFT + self.span() * (index as f64 + 0.5) / (*count as f64),
        }
    }

    /// Where a number is on the scale, whether it is one of the values or not; held inside. Names have no scale.
    pub fn x_of(&self, number: f64) -> f64 {
        let Values::Numbers(numbers, spacing) = &self.values else { return LEFT };
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return LEFT };
        let [first, last, at] = [*first, *last, number].map(|number| spacing.on_scale(number));
        let share = if last > first { (at - first) / (last - first) } else { 0.5 };
        LEFT + self.span() * share.clamp(0.0, 1.0)
    }

    /// Whether there is a way from one value to the next, as there is none between names.
    pub fn is_scale(&self) -> bool {
        matches!(self.values, Values::Numbers(..))
    }

    /// How far its numbers are from each other; names have no scale.
    pub fn spacing(&self) -> Option<Spacing> {
        match self.values {
            Values::Numbers(_, spacing) => Some(spacing),
            Values::Names(_) => None,
        }
    }

    /// Where the value of that index is.
    pub fn x(&self, index: usize) -> f64 {
        self.xs.get(index).copied().unwrap_or(LEFT)
    }

    /// How high so many seconds are.
    pub fn y(&self, seconds: f64) -> f64 {
        let share = seconds / (self.step * self.steps);
        self.ground() - (self.ground() - TOP) * share.clamp(0.0, 1.0 + OVER)
    }

    /// The height of the uppermost line.
    pub fn top(&self) -> f64 {
        TOP
    }

    /// The height of zero.
    pub fn ground(&self) -> f64 {
        (self.height - BOTTOM).max(TOP + 1.0)
    }

    /// From left to right end of the axis.
    pub fn sides(&self) -> (f64, f64) {
        (LEFT, self.width - RIGHT)
    }

    /// The seconds that have a line across, from zero up.
    pub fn lines(&self) -> Vec<f64> {
        (0..=self.steps as usize).map(|n| n as f64 * self.step).collect()
    }

    /// What stands beside such a line: all of an axis have the same unit.
    pub fn line_text(&self, seconds: f64) -> String {
        let (unit, name) = match self.step * self.steps {
            most if most >= 1.0 => (1.0, "s"),
            most if most >= 1e-3 => (1e-3, "ms"),
            _ => (1e-6, "µs"),
        };
        let amount = (seconds / unit * 1e6).round() / 1e6;
        if amount == 0.0 { "0".to_owned() } else { format!("{amount} {name}") }
    }

    /// The value that is nearest to a place.
    pub fn nearest(&self, x: f64) -> usize {
        let distance = |index: &usize| (self.xs[*index] - x).abs();
        (0..self.xs.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or_default()
    }

    /// The values whose text there is room for below the axis: `wanted` first, then the ends, then from the left.
    pub fn labels(&self, texts: &[String], wanted: Option<usize>) -> Vec<usize> {
        let half = |index: usize| texts[index].chars().count() as f64 * CHARACTER / 2.0;
        let mut taken: Vec<usize> = Vec::new();
        let last = texts.len().checked_sub(1);
        for index in wanted.into_iter().chain([0].into_iter().chain(last)).chain(0..texts.len()) {
            let is_free = |other: &usize| (self.x(index) - self.x(*other)).abs() >= half(index) + half(*other) + GAP;
            if index < texts.len() && taken.iter().all(is_free) {
                taken.push(index);
            }
        }
        taken.sort_unstable();
        taken
    }

    /// The line through the dots, as an SVG path: over what is pending, never over what is broken.
    pub fn path(&self, dots: &[Dot]) -> String {
        let mut path = String::new();
        let mut is_down = false;
        for (index, dot) in dots.iter().enumerate() {
            match dot {
                Dot::Pending => {}
                Dot::Broken => is_down = false,
                Dot::Seconds(seconds) => {
                    let letter = if is_down { 'L' } else { 'M' };
                    // Writing to a text cannot fail.
                    let _ = write!(path, "{letter}{:.1} {:.1}", self.x(index), self.y(*seconds));
                    is_down = true;
                }
            }
        }
        path
    }
}

/// A round step and how many of them make an axis that has room for `most`.
fn scale(most: f64) -> (f64, f64) {
    let most = if most.is_finite() { most.max(1e-6) } else { 1.0 };
    let least = most / MOST_STEPS;
    let decade = libm::pow(10.0, libm::floor(libm::log10(least)));
    let step = [1.0, 2.0, 5.0, 10.0].map(|n| n * decade).into_iter().find(|step| *step * (1.0 + OVER) >= least);
    let step = step.unwrap_or(decade * 10.0);
    (step, libm::ceil(most / (step * (1.0 + OVER))).max(1.0))
}

/// In which order values are run, so that a curve has its shape early: the ends, then what lies between, ever finer.
pub fn coarse_first(count: usize) -> Vec<usize> {
    let mut order = Vec::with_capacity(count);
    let mut add = |index: usize| {
        if index < count && !order.contains(&index) {
            order.push(index);
        }
    };
    add(0);
    add(count.saturating_sub(1));
    let mut stride = count.next_power_of_two();
    while stride > 1 {
        stride /= 2;
        (0..count).step_by(stride).for_each(&mut add);
    }
    order
}

/// Share of all that a curve changes by which its level part may still change.
const LEVEL: f64 = 0.05;
/// Share of its most by which a curve has to change at all.
const CHANGES: f64 = 0.02;

/// The index from which on a curve hardly changes any more: where its knee ends. `None` where it changes up to its end, where it
/// does not change at all, and where it is not known everywhere.
pub fn level_from(dots: &[Dot]) -> Option<usize> {
    let seconds: Vec<f64> = dots.iter().map(|dot| dot.seconds()).collect::<Option<_>>()?;
    let (least, most) = extent(&[dots])?;
    let last = *seconds.last()?;
    let span = most - least;
    if span <= most * CHANGES {
        return None;
    }
    let is_level = |s: &&f64| (**s - last).abs() <= span * LEVEL;
    let from = seconds.len() - seconds.iter().rev().take_while(is_level).count();
    (from > 0 && from + 1 < seconds.len()).then_some(from)
}

/// The least and the most seconds of all dots, where there are any.
pub fn extent(series: &[&[Dot]]) -> Option<(f64, f64)> {
    let all = || series.iter().flat_map(|dots| dots.iter()).filter_map(|dot| dot.seconds());
    Some((all().reduce(f64::min)?, all().reduce(f64::max)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: CssPixels = CssPixels(LEFT + 400.0 + RIGHT);
    const TALL: CssPixels = CssPixels(TOP + 100.0 + BOTTOM);

    fn plot(numbers: &[f64], most: f64) -> Plot {
        Plot::new(Values::Numbers(numbers.to_vec(), Spacing::Doubling), most, WIDE, TALL)
    }

    fn texts(numbers: &[f64]) -> Vec<String> {
        numbers.iter().map(f64::to_string).collect()
    }

    fn dots(seconds: &[f64]) -> Vec<Dot> {
        seconds.iter().map(|s| Dot::Seconds(*s)).collect()
    }

    #[test]
    fn twice_as_much_is_as_far_everywhere() {
        let plot = plot(&[1.0, 2.0, 4.0, 8.0, 16.0], 4.0);
        for (index, wanted) in [0.0, 100.0, 200.0, 300.0, 400.0].into_iter().enumerate() {
            assert!((plot.x(index) - LEFT - wanted).abs() < 1e-9, "{index}: {}", plot.x(index));
        }
        assert_eq!(plot.x_of(1_000.0), plot.x(4), "what is beyond the values stands at their end");
        assert!(plot.x_of(3.0) > plot.x(1) && plot.x_of(3.0) < plot.x(2));
    }

    #[test]
    fn what_grows_as_its_number_does_is_a_straight_line() {
        let numbers = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0];
        let values = |seconds: [f64; 6]| Values::of(&texts(&numbers), &[&dots(&seconds)]);
        let growing = values(numbers.map(|n| 0.1 + 0.05 * n));
        let plot = Plot::new(growing, 3.3, WIDE, TALL);
        let slope = |from: usize, to: usize| {
            (plot.y(0.1 + 0.05 * numbers[to]) - plot.y(0.1 + 0.05 * numbers[from])) / (plot.x(to) - plot.x(from))
        };
        assert!((slope(0, 5) - slope(1, 3)).abs() < 1e-9);
        assert_eq!(plot.spacing(), Some(Spacing::Even));
        for other in [numbers.map(|n| 4.0 / n), numbers.map(|n| 1.0 + libm::log2(n)), [1.0; 6]] {
            assert_eq!(values(other), Values::Numbers(numbers.to_vec(), Spacing::Doubling), "{other:?}");
        }
        let early = [Dot::Seconds(1.0), Dot::Pending, Dot::Pending, Dot::Pending, Dot::Pending, Dot::Seconds(9.0)];
        assert_eq!(Spacing::of(&numbers, &[&early]), Spacing::Doubling, "two dots are no shape");
    }

    #[test]
    fn names_are_spread_evenly() {
        let values = Values::of(&["3.12", "3.13", "3.13t", "3.14"].map(str::to_owned), &[]);
        assert_eq!(values, Values::Names(4));
        let plot = Plot::new(values, 1.0, WIDE, TALL);
        assert_eq!([plot.x(0), plot.x(1), plot.x(3)], [LEFT + 50.0, LEFT + 150.0, LEFT + 350.0]);
        assert_eq!(plot.nearest(LEFT + 120.0), 1);
    }

    #[test]
    fn the_axis_has_round_numbers_with_one_unit_and_room_for_all() {
        let axis = |most: f64| {
            let plot = plot(&[1.0, 2.0], most);
            plot.lines().into_iter().map(|line| plot.line_text(line)).collect::<Vec<_>>()
        };
        assert_eq!(axis(10.0), ["0", "5 s", "10 s"]);
        assert_eq!(axis(1.25), ["0", "0.5 s", "1 s", "1.5 s"]);
        assert_eq!(axis(4.0), ["0", "1 s", "2 s", "3 s", "4 s"]);
        assert_eq!(axis(4.001), axis(4.0));
        assert_eq!(axis(0.062), ["0", "20 ms", "40 ms", "60 ms", "80 ms"]);
        assert_eq!(axis(0.0), ["0", "0.5 µs", "1 µs"]);
        for most in [0.003, 0.07, 0.9, 1.0, 1.01, 7.0, 99.0, 101.0, 3_600.0] {
            let plot = plot(&[1.0, 2.0], most);
            let lines = plot.lines();
            assert!(
                (3..=5).contains(&lines.len()) && lines[lines.len() - 1] * (1.0 + OVER) >= most,
                "{most}: {lines:?}"
            );
        }
    }

    #[test]
    fn what_takes_nothing_lies_on_the_ground_and_what_takes_most_at_the_top() {
        let plot = plot(&[1.0, 2.0], 4.0);
        assert_eq!((plot.y(0.0), plot.y(4.0), plot.y(1.0)), (TOP + 100.0, TOP, TOP + 75.0));
    }

    #[test]
    fn the_line_goes_over_what_is_pending_and_not_over_what_is_broken() {
        let plot = plot(&[1.0, 2.0, 4.0, 8.0, 16.0], 4.0);
        let [one, two] = [Dot::Seconds(4.0), Dot::Seconds(0.0)];
        let moves = |dots: &[Dot]| plot.path(dots).chars().filter(|c| c.is_alphabetic()).collect::<String>();
        assert_eq!(plot.path(&[one, Dot::Pending, two]), "M56.0 12.0L256.0 112.0");
        assert_eq!(moves(&[one, Dot::Broken, two, two]), "MML");
        assert_eq!(moves(&[Dot::Broken, Dot::Pending]), "");
    }

    #[test]
    fn the_nearest_value_is_found_by_its_place() {
        let plot = plot(&[1.0, 2.0, 4.0, 8.0, 16.0], 4.0);
        assert_eq!([-50.0, LEFT + 149.0, LEFT + 151.0, 9_999.0].map(|x| plot.nearest(x)), [0, 1, 2, 4]);
    }

    #[test]
    fn labels_never_touch_and_the_one_that_is_wanted_is_there() {
        let numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0, 40.0, 48.0, 64.0, 80.0];
        for (width, wanted) in [(200.0, 13), (360.0, 14), (900.0, 15), (3_000.0, 3)] {
            let values = Values::Numbers(numbers.to_vec(), Spacing::Doubling);
            let plot = Plot::new(values, 1.0, CssPixels(width), TALL);
            let texts = texts(&numbers);
            let labels = plot.labels(&texts, Some(wanted));
            assert!(labels.contains(&wanted) && labels.contains(&0), "{width}: {labels:?}");
            let end = |index: usize, side: f64| plot.x(index) + side * texts[index].len() as f64 * CHARACTER / 2.0;
            assert!(labels.windows(2).all(|pair| end(pair[0], 1.0) < end(pair[1], -1.0)), "{width}: {labels:?}");
        }
        let values = Values::Numbers(numbers.to_vec(), Spacing::Doubling);
        let wide = Plot::new(values, 1.0, CssPixels(3_000.0), TALL);
        assert_eq!(wide.labels(&texts(&numbers), None).len(), numbers.len());
    }

    #[test]
    fn values_are_run_from_coarse_to_fine_and_each_once() {
        assert_eq!(coarse_first(9), [0, 8, 4, 2, 6, 1, 3, 5, 7]);
        for count in 0..40 {
            let mut order = coarse_first(count);
            order.sort_unstable();
            assert_eq!(order, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_knee_of_a_curve_ends_where_it_is_level() {
        assert_eq!(level_from(&dots(&[4.0, 2.0, 1.0, 0.5, 0.5, 0.51])), Some(3));
        assert_eq!(level_from(&dots(&[4.0, 3.0, 2.0, 1.0])), None, "it changes up to its end");
        assert_eq!(level_from(&dots(&[1.0, 1.001, 1.0])), None, "it does not change");
        assert_eq!(level_from(&[Dot::Seconds(4.0), Dot::Broken, Dot::Seconds(1.0), Dot::Seconds(1.0)]), None);
    }
}
