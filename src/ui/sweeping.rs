//! What is known of a number that is swept, while its runs come in. Pure; `curve_pane` asks for the runs and draws.

use crate::live::engine::{Measured, Point};
use crate::time::Duration;
use crate::timeline::curve::{Dot, extent};
use crate::timeline::heartbeat::HOLD;

/// What a curve shows of each run: fields of its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `wall`
    Wall,
    /// The worst `longest_callback` of its loops.
    Held,
    /// The worst `longest_delay` of its loops.
    Delay,
}

impl Measure {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Wall, Self::Held, Self::Delay];

    fn of(self, measured: &Measured) -> Option<f64> {
        match self {
            Self::Wall => Some(measured.wall),
            Self::Held => Some(measured.loops?.held),
            Self::Delay => Some(measured.loops?.delay),
        }
    }
}

/// The runs of a sweep as far as they are there: for each program, for each value.
#[derive(Clone, Debug, PartialEq)]
pub struct Runs {
    points: Vec<Vec<Option<Point>>>,
    /// Why no more are to come, where some are missing.
    pub ended: Option<String>,
}

impl Runs {
    /// None yet, of so many programs and values.
    pub fn new(programs: usize, values: usize) -> Self {
        Self { points: vec![vec![None; values]; programs], ended: None }
    }

    /// Puts in what runs came to: of each of these values, one of each program.
    pub fn put(&mut self, values: &[usize], points: Vec<Point>) {
        let places = values.iter().flat_map(|value| (0..self.points.len()).map(move |program| (program, *value)));
        let places: Vec<_> = places.collect();
        for ((program, value), point) in places.into_iter().zip(points) {
            self.points[program][value] = Some(point);
        }
    }

    /// How many values have been run, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let first = self.points.first().map_or(&[][..], Vec::as_slice);
        (first.iter().flatten().count(), first.len())
    }

    /// Whether nothing more is to come.
    pub fn is_done(&self) -> bool {
        let (run, all) = self.progress();
        self.ended.is_some() || run == all
    }

    /// What one run came to.
    pub fn point(&self, program: usize, value: usize) -> Option<&Point> {
        self.points.get(program)?.get(value)?.as_ref()
    }

    /// The dots of each program's curve.
    pub fn dots(&self, measure: Measure) -> Vec<Vec<Dot>> {
        let dot = |point: &Option<Point>| match point {
            None => Dot::Pending,
            Some(Point::Measured(measured)) => measure.of(measured).map_or(Dot::Broken, Dot::Seconds),
            Some(Point::Ended(_) | Point::Refused(_)) => Dot::Broken,
        };
        self.points.iter().map(|points| points.iter().map(dot).collect()).collect()
    }

    /// Whether a run had an event loop: without one, only how long it took can be told.
    pub fn has_loop(&self) -> bool {
        let all = self.points.iter().flatten().flatten();
        all.filter_map(|point| if let Point::Measured(measured) = point { measured.loops } else { None })
            .next()
            .is_some()
    }

    /// What to show when nobody has chosen: how long the runs take; but how long the loop is held where that changes more.
    pub fn telling(&self) -> Measure {
        let range = |measure: Measure| {
            let dots = self.dots(measure);
            extent(&dots.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        // By which share of its most it changes.
        let changes = |(least, most): (f64, f64)| (most - least) / most;
        match (range(Measure::Wall), range(Measure::Held)) {
            (Some(wall), Some(held)) if Duration::from_secs_f64(held.1) > HOLD && changes(held) > changes(wall) => {
                Measure::Held
            }
            _ => Measure::Wall,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::engine::{Loops, Refusal};

    fn ran(wall: f64) -> Point {
        Point::Measured(Measured { wall, loops: None })
    }

    fn held(wall: f64, held: f64) -> Point {
        Point::Measured(Measured { wall, loops: Some(Loops { held, delay: held / 2.0 }) })
    }

    fn refused() -> Point {
        Point::Refused(Refusal { line: 1, column: 1, message: "no".to_owned() })
    }

    fn of(points: Vec<Point>) -> Runs {
        let mut runs = Runs::new(1, points.len());
        runs.put(&(0..points.len()).collect::<Vec<_>>(), points);
        runs
    }

    #[test]
    fn runs_come_to_their_places_in_any_order() {
        let mut runs = Runs::new(2, 3);
        runs.put(&[2, 0], vec![ran(3.0), ran(30.0), ran(1.0), refused()]);
        assert_eq!(runs.progress(), (2, 3));
        assert!(!runs.is_done());
        let dots = runs.dots(Measure::Wall);
        assert_eq!(dots[0], [Dot::Seconds(1.0), Dot::Pending, Dot::Seconds(3.0)]);
        assert_eq!(dots[1], [Dot::Broken, Dot::Pending, Dot::Seconds(30.0)]);
        runs.put(&[1], vec![ran(2.0), ran(20.0)]);
        assert!(runs.is_done());
    }

    #[test]
    fn how_long_the_loop_is_held_is_shown_where_it_changes_more() {
        assert_eq!(of(vec![ran(4.0), ran(1.0)]).telling(), Measure::Wall);
        assert_eq!(of(vec![held(4.0, 0.2), held(1.0, 0.2)]).telling(), Measure::Wall);
        assert_eq!(of(vec![held(4.0, 2.0), held(3.0, 0.2)]).telling(), Measure::Held);
        assert_eq!(of(vec![held(4.0, 0.002), held(3.0, 0.000_1)]).telling(), Measure::Wall, "nobody feels that");
    }

    #[test]
    fn what_has_no_loop_has_no_dots_for_it() {
        let runs = of(vec![ran(4.0), held(3.0, 1.0)]);
        assert!(runs.has_loop() && !of(vec![ran(4.0)]).has_loop());
        assert_eq!(runs.dots(Measure::Held)[0], [Dot::Broken, Dot::Seconds(1.0)]);
        assert_eq!(runs.dots(Measure::Delay)[0], [Dot::Broken, Dot::Seconds(0.5)]);
    }
}
