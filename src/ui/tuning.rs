//! Numbers of a program and of its machine that can be dragged: which there are, and what each may be.

use crate::machine::{Machine, Python};

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

    /// The text with another number in its place.
    pub fn replaced(&self, source: &str, by: &str) -> Option<String> {
        // The text may have been edited since.
        if source.get(self.range.clone())? != self.digits {
            return None;
        }
        Some(format!("{}{by}{}", &source[..self.range.start], &source[self.range.end..]))
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
}
