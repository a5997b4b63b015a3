//! Numbers of a program and of its machine that can be dragged: which there are, and what each may be.

use crate::machine::{Machine, Python};
use std::rc::Rc;

/// Machine keys that override a program's own, as `--set KEY=VALUE` does.
type MachineKeys = [(String, String)];

/// A number of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MachineNumber {
    /// `cores`
    Cores,
    /// `python`
    Python,
    /// `switch-interval`
    SwitchInterval,
}

impl MachineNumber {
    /// Its key in a run configuration.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cores => "cores",
            Self::Python => "python",
            Self::SwitchInterval => "switch-interval",
        }
    }

    /// Values to choose from, as the key takes them.
    pub fn stops(self) -> Vec<String> {
        match self {
            Self::Cores => [1, 2, 3, 4, 6, 8, 12, 16, 32, 64].map(|n: u32| n.to_string()).to_vec(),
            Self::Python => Python::ALL.map(|python| python.name().to_owned()).to_vec(),
            Self::SwitchInterval => {
                ["0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1"].map(str::to_owned).to_vec()
            }
        }
    }

    /// What a machine has, as the key takes it.
    pub fn of(self, machine: &Machine) -> String {
        match self {
            Self::Cores => machine.cores.to_string(),
            Self::Python => machine.python.name().to_owned(),
            Self::SwitchInterval => machine.switch_interval.as_secs_f64().to_string(),
        }
    }
}

/// A number that stands in a program's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// What it is called there.
    pub name: &'static str,
    /// The line, from 1.
    pub line: u32,
    /// Where its digits are, in bytes.
    pub range: std::ops::Range<usize>,
    /// Its digits.
    pub digits: String,
}

/// What a number is called, and the text before it.
const NAMES: [(&str, &str); 8] = [
    ("max_workers", "max_workers="),
    ("latency", "latency ="),
    ("Semaphore", "Semaphore("),
    ("maxsize", "maxsize="),
    ("timeout", "timeout="),
    ("asyncio.sleep", "asyncio.sleep("),
    ("time.sleep", "time.sleep("),
    ("range", "range("),
];

/// A curve over a count goes at least so far.
const MOST_OF_A_COUNT: f64 = 80.0;
/// Values of a curve over a count: the more, the fewer of them.
const COUNTS: [u32; 24] =
    [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 100, 160, 250, 400, 640, 1_000, 2_000];

/// The numbers of a program that are worth dragging: the first of each kind, in the order of [`NAMES`].
pub fn literals(source: &str) -> Vec<Literal> {
    NAMES.iter().filter_map(|(name, before)| literal(source, name, before)).collect()
}

fn literal(source: &str, name: &'static str, before: &str) -> Option<Literal> {
    source.match_indices(before).find_map(|(at, _)| {
        let start = at + before.len();
        let start = start + source[start..].len() - source[start..].trim_start_matches(' ').len();
        let end = source[start..]
            .find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_')
            .map_or(source.len(), |n| start + n);
        let digits = &source[start..end];
        let is_alone =
            matches!(source[end..].trim_start_matches(' ').chars().next(), None | Some(')' | ',' | '\n' | '\r'));
        let value: f64 = digits.replace('_', "").parse().ok()?;
        let line_start = source[..at].rfind('\n').map_or(0, |n| n + 1);
        // What is said in a comment moves nothing, but for the run configuration, which is one.
        let in_comment = source[line_start..at].contains('#') && name != "latency";
        (is_alone && value > 0.0 && !in_comment).then(|| Literal {
            name,
            line: source[..at].matches('\n').count() as u32 + 1,
            range: start..end,
            digits: digits.to_owned(),
        })
    })
}

impl Literal {
    /// Values to choose from: some smaller, some larger, its own among them.
    pub fn stops(&self) -> Vec<String> {
        if self.digits.contains('.') {
            let mut stops =
                vec!["0.01", "0.02", "0.05", "0.1", "0.2", "0.3", "0.5", "0.75", "1.0", "1.5", "2.0", "3.0", "5.0"];
            if !stops.contains(&self.digits.as_str()) {
                stops.push(&self.digits);
                stops.sort_by(|a, b| number(a).total_cmp(&number(b)));
            }
            return stops.into_iter().map(str::to_owned).collect();
        }
        let own = number(&self.digits);
        let mut stops: Vec<f64> = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 32.0, 40.0, 64.0].into();
        let larger = [0.01, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0].map(|share| (own * share).round());
        stops.extend(larger.into_iter().filter(|n| *n >= 1.0));
        // A number of seconds is not to become an hour, nor a count of ten a million.
        stops.retain(|n| if own > 64.0 { *n >= own / 100.0 } else { *n <= 64.0 });
        stops.sort_by(f64::total_cmp);
        stops.dedup();
        stops.into_iter().map(|n| n.to_string()).collect()
    }

    /// Values of a curve over it: counts from one on, as far as pools and limits of that size go; of all else what it may be
    /// dragged to.
    pub fn sweep(&self) -> Vec<String> {
        let own = number(&self.digits);
        let is_count = match self.name {
            "max_workers" | "Semaphore" | "maxsize" => true,
            "range" => own <= MOST_OF_A_COUNT,
            _ => false,
        };
        if !is_count || self.digits.contains('.') {
            return self.stops();
        }
        let most = (2.0 * own).max(MOST_OF_A_COUNT);
        let mut values: Vec<String> =
            COUNTS.into_iter().filter(|n| f64::from(*n) <= most).map(|n| n.to_string()).collect();
        if !values.iter().any(|value| number(value) == own) {
            values.push(self.digits.clone());
            values.sort_by(|a, b| number(a).total_cmp(&number(b)));
        }
        values
    }

    /// The same number in another program: the first that is called the same, if it is as large.
    pub fn twin(&self, source: &str) -> Option<Self> {
        literals(source).into_iter().find(|other| other.name == self.name && other.digits == self.digits)
    }

    /// The text with another number in its place.
    pub fn replaced(&self, source: &str, by: &str) -> Option<String> {
        // The text may have been edited since.
        if source.get(self.range.clone())? != self.digits {
            return None;
        }
        Some(format!("{}{by}{}", &source[..self.range.start], &source[self.range.end..]))
    }
}

/// What a curve is over: a number, and all that stays the same while it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// The number.
    pub number: Number,
    /// Its values, from the least to the most.
    pub values: Rc<[String]>,
    /// Each program's text before the number and after it; of a number of the machine all is before it.
    around: Vec<[Rc<str>; 2]>,
    /// Machine keys that the visitor chose, without its own.
    machine: Vec<(String, String)>,
}

/// One of the numbers of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One of the machine.
    Machine(MachineNumber),
    /// The first of its name in a program.
    Program(&'static str),
}

impl Sweep {
    /// Of a number of the machine, for all programs.
    pub fn of_machine(number: MachineNumber, values: Rc<[String]>, sources: &[Rc<str>], chosen: &MachineKeys) -> Self {
        let machine = chosen.iter().filter(|(key, _)| key != number.key()).cloned().collect();
        let around = sources.iter().map(|source| [source.clone(), "".into()]).collect();
        Self { number: Number::Machine(number), values, around, machine }
    }

    /// Of a number of the first program, for this and for each other one that has it too.
    pub fn of_program(literal: &Literal, values: Rc<[String]>, sources: &[Rc<str>], chosen: &MachineKeys) -> Self {
        let parts = |source: &Rc<str>| {
            let range = literal.twin(source)?.range;
            Some([source[..range.start].into(), source[range.end..].into()])
        };
        let around = sources.iter().filter_map(parts).collect();
        Self { number: Number::Program(literal.name), values, around, machine: chosen.to_vec() }
    }

    /// How many programs have it.
    pub fn programs(&self) -> usize {
        self.around.len()
    }

    /// The text and the machine keys of a program when the number has that value.
    pub fn with(&self, program: usize, value: &str) -> (String, Vec<(String, String)>) {
        let [before, after] = &self.around[program];
        match self.number {
            Number::Machine(number) => {
                let own = [(number.key().to_owned(), value.to_owned())];
                (before.to_string(), [&self.machine[..], &own].concat())
            }
            Number::Program(_) => (format!("{before}{value}{after}"), self.machine.clone()),
        }
    }
}

fn number(digits: &str) -> f64 {
    digits.replace('_', "").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::MachineKeys;

    #[test]
    fn every_stop_of_a_machine_is_one_that_its_key_takes() {
        for number in [MachineNumber::Cores, MachineNumber::Python, MachineNumber::SwitchInterval] {
            for stop in number.stops() {
                let mut keys = MachineKeys::default();
                keys.set(number.key(), &stop).unwrap();
                assert_eq!(number.of(&keys.machine()), stop);
            }
            assert!(number.stops().contains(&number.of(&Machine::default())), "{number:?}");
        }
    }

    #[test]
    fn numbers_of_a_program_are_found_and_replaced_where_they_stand() {
        let source = "# max_workers=9\nwith ThreadPoolExecutor(max_workers=4) as pool:\n    time.sleep(0.25)\n    time.sleep(x)\n";
        let found = literals(source);
        let names: Vec<_> = found.iter().map(|l| (l.name, l.line, l.digits.as_str())).collect();
        assert_eq!(names, [("max_workers", 2, "4"), ("time.sleep", 3, "0.25")]);
        assert!(found[0].stops().contains(&"4".to_owned()) && found[1].stops().contains(&"0.25".to_owned()));
        let changed = found[0].replaced(source, "16").unwrap();
        assert_eq!(changed, source.replace("max_workers=4", "max_workers=16"));
        assert_eq!(found[0].replaced("something else", "16"), None);
    }

    #[test]
    fn what_is_not_a_plain_number_is_left_alone() {
        assert_eq!(literals("range(n)\nrange(10 * n)\ntime.sleep(0)\ntimeout=None\nrange(3j)"), []);
    }

    #[test]
    fn large_counts_have_stops_of_their_size() {
        let found = literals("sum(range(40_000_000))");
        assert_eq!(found[0].stops().first().unwrap(), "400000");
        assert!(found[0].stops().contains(&"40000000".to_owned()));
    }

    #[test]
    fn a_curve_over_a_count_has_all_small_ones_its_own_and_fewer_at_the_top() {
        let sweep = |source: &str| literals(source)[0].sweep();
        let workers = sweep("ThreadPoolExecutor(max_workers=7)");
        assert_eq!(workers.first().unwrap(), "1");
        assert_eq!(workers[4..9], ["5", "6", "7", "8", "10"]);
        assert_eq!(workers.last().unwrap(), "80");
        let many = sweep("asyncio.Semaphore(1_200)");
        assert_eq!((&**many.last().unwrap(), many.contains(&"1_200".to_owned())), ("2000", true));
        for source in ["time.sleep(0.25)", "time.sleep(2)", "range(40_000_000)", "asyncio.sleep(0.3)"] {
            assert_eq!(sweep(source), literals(source)[0].stops(), "{source}");
        }
        assert_eq!(sweep("range(10)").last().unwrap(), "80");
        for source in
            ["max_workers=7", "Semaphore(1_200)", "range(3)", "time.sleep(0.25)", "maxsize=90", "range(4_000)"]
        {
            let values: Vec<f64> = sweep(source).iter().map(|value| number(value)).collect();
            assert!(values.windows(2).all(|pair| pair[0] < pair[1]) && values.len() <= 26, "{source}: {values:?}");
            assert!(values.contains(&number(&literals(source)[0].digits)), "{source}: {values:?}");
        }
    }

    #[test]
    fn a_sweep_puts_each_value_where_the_number_stands_in_every_program_that_has_it() {
        let sources: [Rc<str>; 2] = ["f(max_workers=4)\ng()\n".into(), "# other\nf(max_workers=4, x)\n".into()];
        let literal = &literals(&sources[0])[0];
        let chosen = [("cores".to_owned(), "2".to_owned())];
        let values: Rc<[String]> = literal.sweep().into();
        let sweep = Sweep::of_program(literal, values.clone(), &sources, &chosen);
        assert_eq!(sweep.programs(), 2);
        assert_eq!(sweep.with(0, "16"), ("f(max_workers=16)\ng()\n".to_owned(), chosen.to_vec()));
        assert_eq!(sweep.with(1, "16"), ("# other\nf(max_workers=16, x)\n".to_owned(), chosen.to_vec()));
        let differs: [Rc<str>; 2] = [sources[0].clone(), "f(max_workers=40)".into()];
        assert_eq!(Sweep::of_program(literal, values.clone(), &differs, &chosen).programs(), 1);

        // Where the number stands now is not part of it: what was run stays true when it is set to another value.
        let moved: [Rc<str>; 2] = [sweep.with(0, "8").0.into(), sweep.with(1, "8").0.into()];
        assert_eq!(Sweep::of_program(&literals(&moved[0])[0], values.clone(), &moved, &chosen), sweep);
        let edited: [Rc<str>; 2] = [format!("{}#", moved[0]).into(), moved[1].clone()];
        assert_ne!(Sweep::of_program(&literals(&edited[0])[0], values, &edited, &chosen), sweep);
    }

    #[test]
    fn a_sweep_of_the_machine_overrides_what_was_chosen_of_it() {
        let chosen = [("cores".to_owned(), "2".to_owned()), ("python".to_owned(), "3.12".to_owned())];
        let sources: [Rc<str>; 1] = ["print()".into()];
        let sweep = Sweep::of_machine(MachineNumber::Cores, MachineNumber::Cores.stops().into(), &sources, &chosen);
        let (text, machine) = sweep.with(0, "64");
        assert_eq!(text, "print()");
        assert_eq!(machine, [chosen[1].clone(), ("cores".to_owned(), "64".to_owned())]);
        let other = [chosen[1].clone(), ("cores".to_owned(), "8".to_owned())];
        assert_eq!(Sweep::of_machine(MachineNumber::Cores, sweep.values.clone(), &sources, &other), sweep);
    }
}
