//! What runs show: facts of their reports, conditions on them, and sentences with them filled in.
//!
//! ```text
//! condition   comparison ("and" comparison)*
//! comparison  term ("<" | "<=" | ">" | ">=" | "==" | "!=") term
//! term        NUMBER | NUMBER "*" fact | "text" | fact
//! fact        VARIANT "." NAME | VARIANT "." NAME "(" "text" ")"
//! ```
//!
//! A variant goes by its file's name without `.py`. A fact that a run does not have (the loop of a program without one, the
//! time of a line that never came) makes every comparison false. In a sentence a fact stands between braces.

use crate::syscall::Stream;
use crate::time::Duration;
use crate::timeline::time_scale::{length_text, seconds_text};
use crate::trace::report::LaneKind;
use crate::trace::{Report, Status};
use std::cmp::Ordering;

/// The names of facts, with whether they take a text.
const FACTS: [(&str, bool); 19] = [
    ("wall", false),
    ("held", false),
    ("late", false),
    ("gap", false),
    ("blocked", false),
    ("ticks", false),
    ("code", false),
    ("status", false),
    ("lines", false),
    ("errors", false),
    ("threads", false),
    ("tasks", false),
    ("running", false),
    ("gil", false),
    ("prints", true),
    ("at", true),
    ("until", true),
    ("place", true),
    ("number", true),
];

/// Comparisons that must all hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(Vec<Comparison>);

/// A number, a text, or something that a run shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// As it stands there.
    Number(f64),
    /// As it stands there.
    Text(String),
    /// So many times a fact.
    Fact(f64, Fact),
}

/// Something that a run shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Whose run: a file's name without its ending.
    pub variant: String,
    name: &'static str,
    text: String,
}

/// What a fact is in a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A length of time, or a moment from the start.
    Seconds(f64),
    /// How many.
    Count(f64),
    /// A word.
    Text(String),
}

#[derive(Clone, Debug, PartialEq)]
struct Comparison {
    left: Term,
    is: Is,
    right: Term,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Unequal,
}

/// Runs by the names of their variants: the report of each that is known.
pub trait Runs {
    /// The report of a variant's run.
    fn of(&self, variant: &str) -> Option<&Report>;
}

impl Runs for [(&str, &Report)] {
    fn of(&self, variant: &str) -> Option<&Report> {
        self.iter().find(|(name, _)| *name == variant).map(|(_, report)| *report)
    }
}

impl Condition {
    /// Reads a condition; an error says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { rest: text };
        let mut all = Vec::new();
        loop {
            let left = reader.term()?;
            let is = reader.comparison()?;
            all.push(Comparison { left, is, right: reader.term()? });
            if reader.at_end() {
                return Ok(Self(all));
            }
            if !reader.takes("and ") {
                return Err(format!("`and` is expected at `{}`", reader.rest));
            }
        }
    }

    /// Whether it holds of these runs.
    pub fn holds(&self, runs: &(impl Runs + ?Sized)) -> bool {
        self.0.iter().all(|comparison| comparison.holds(runs))
    }

    /// The facts it is about.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.0.iter().flat_map(|c| [&c.left, &c.right]).filter_map(Term::fact)
    }
}

impl Comparison {
    fn holds(&self, runs: &(impl Runs + ?Sized)) -> bool {
        let (Some(left), Some(right)) = (self.left.value(runs), self.right.value(runs)) else { return false };
        let order = match (&left, &right) {
            (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
            (Value::Seconds(left) | Value::Count(left), Value::Seconds(right) | Value::Count(right)) => {
                left.partial_cmp(right)
            }
            _ => None,
        };
        order.is_some_and(|order| match self.is {
            Is::Less => order == Ordering::Less,
            Is::AtMost => order != Ordering::Greater,
            Is::More => order == Ordering::Greater,
            Is::AtLeast => order != Ordering::Less,
            Is::Equal => order == Ordering::Equal,
            Is::Unequal => order != Ordering::Equal,
        })
    }
}

impl Term {
    /// Reads a term and nothing after it; an error says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { rest: text };
        let term = reader.term()?;
        if reader.at_end() { Ok(term) } else { Err(format!("what is `{}`?", reader.rest)) }
    }

    /// The fact in it.
    pub fn fact(&self) -> Option<&Fact> {
        match self {
            Self::Fact(_, fact) => Some(fact),
            _ => None,
        }
    }

    /// What it is in these runs.
    pub fn value(&self, runs: &(impl Runs + ?Sized)) -> Option<Value> {
        match self {
            Self::Number(number) => Some(Value::Count(*number)),
            Self::Text(text) => Some(Value::Text(text.clone())),
            Self::Fact(times, fact) => Some(match fact.value(runs.of(&fact.variant)?)? {
                Value::Seconds(seconds) => Value::Seconds(times * seconds),
                Value::Count(count) => Value::Count(times * count),
                text => text,
            }),
        }
    }
}

impl Fact {
    /// What it is in a run.
    pub fn value(&self, run: &Report) -> Option<Value> {
        let event_loop = || run.loops.first();
        let printed = || run.output.iter().filter(|line| line.stream == Stream::Stdout);
        let mut with_text = run.output.iter().filter(|line| line.text.contains(&self.text));
        let lanes = |kind: LaneKind| run.lanes.iter().filter(move |lane| lane.kind == kind);
        let count = |count: usize| Value::Count(count as f64);
        Some(match self.name {
            "wall" => Value::Seconds(run.wall),
            "held" => Value::Seconds(event_loop()?.longest_callback),
            "late" => Value::Seconds(event_loop()?.longest_delay),
            "gap" => Value::Seconds(event_loop()?.longest_gap),
            "blocked" => Value::Seconds(event_loop()?.blocked),
            "ticks" => Value::Count(event_loop()?.ticks as f64),
            "code" => Value::Count(f64::from(run.exit.code)),
            "status" => Value::Text(word(run.exit.status).to_owned()),
            "lines" => count(printed().count()),
            "errors" => count(run.output.len() - printed().count()),
            "threads" => count(lanes(LaneKind::Thread).count()),
            "tasks" => count(lanes(LaneKind::Task).count()),
            "running" => Value::Seconds(lanes(LaneKind::Thread).map(|lane| lane.running).sum()),
            "gil" => Value::Seconds(lanes(LaneKind::Thread).map(|lane| lane.waiting_gil).sum()),
            "prints" => count(with_text.count()),
            "at" => Value::Seconds(with_text.next()?.t),
            "until" => Value::Seconds(with_text.next_back()?.t),
            "place" => count(printed().position(|line| line.text.contains(&self.text))? + 1),
            "number" => Value::Count(number_after(&with_text.next()?.text, &self.text)?),
            _ => return None,
        })
    }
}

impl Value {
    /// As a sentence says it.
    pub fn say(&self) -> String {
        match self {
            Self::Seconds(seconds) => length_text(Duration::from_secs_f64(*seconds)),
            Self::Count(count) => format!("{count:.0}"),
            Self::Text(text) => text.clone(),
        }
    }
}

/// The facts between braces in a sentence; `variant` is the one whose facts stand there without its name.
pub fn facts_in(text: &str, variant: &str) -> Result<Vec<Fact>, String> {
    let mut facts = Vec::new();
    pieces(text, |piece| match piece {
        Piece::Plain(_) => Ok(()),
        Piece::Fact(fact) => {
            facts.push(read_fact(fact, variant)?);
            Ok(())
        }
    })?;
    Ok(facts)
}

/// A sentence with its facts filled in; a fact that is not there is `…`.
pub fn fill(text: &str, variant: &str, runs: &(impl Runs + ?Sized)) -> String {
    let mut filled = String::new();
    let _ = pieces(text, |piece| {
        match piece {
            Piece::Plain(text) => filled.push_str(text),
            Piece::Fact(fact) => {
                let value = read_fact(fact, variant).ok().and_then(|fact| fact.value(runs.of(&fact.variant)?));
                filled.push_str(&value.map_or("…".to_owned(), |value| value.say()));
            }
        }
        Ok(())
    });
    filled
}

/// The same while the runs are played: `known` has their reports as far as they are played, so numbers count. Times are
/// written with the digits that they will have in the end; the time of what has not come yet counts until it comes. Only
/// what never comes is `…`.
pub fn fill_known(text: &str, variant: &str, runs: &(impl Runs + ?Sized), known: &(impl Runs + ?Sized)) -> String {
    let say = |fact: &Fact| {
        let end = fact.value(runs.of(&fact.variant)?)?;
        let report = known.of(&fact.variant);
        // A loop that is not there yet has held nobody up; the clock of a line that was not printed yet runs.
        let now = report.and_then(|report| fact.value(report)).or_else(|| match &end {
            Value::Seconds(_) if fact.text.is_empty() => Some(Value::Seconds(0.0)),
            Value::Seconds(_) => Some(Value::Seconds(report?.wall)),
            Value::Count(_) => Some(Value::Count(0.0)),
            Value::Text(_) => None,
        });
        match (&end, now) {
            (Value::Text(_), _) => Some(end.say()),
            (Value::Seconds(end), Some(Value::Seconds(now))) if *end >= 1.0 => Some(seconds_text(now)),
            (_, now) => now.map(|now| now.say()),
        }
    };
    let mut filled = String::new();
    let _ = pieces(text, |piece| {
        match piece {
            Piece::Plain(text) => filled.push_str(text),
            Piece::Fact(fact) => {
                let fact = read_fact(fact, variant).ok();
                filled.push_str(&fact.and_then(|fact| say(&fact)).unwrap_or_else(|| "…".to_owned()));
            }
        }
        Ok(())
    });
    filled
}

enum Piece<'a> {
    Plain(&'a str),
    Fact(&'a str),
}

fn pieces<'a>(text: &'a str, mut each: impl FnMut(Piece<'a>) -> Result<(), String>) -> Result<(), String> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (fact, after) = after.split_once('}').ok_or("`{` without `}`")?;
        each(Piece::Plain(before))?;
        each(Piece::Fact(fact))?;
        rest = after;
    }
    each(Piece::Plain(rest))
}

fn read_fact(text: &str, variant: &str) -> Result<Fact, String> {
    let named = if text.split('(').next().is_some_and(|name| name.contains('.')) {
        text.to_owned()
    } else {
        format!("{variant}.{text}")
    };
    match Term::read(&named)? {
        Term::Fact(_, fact) => Ok(fact),
        _ => Err(format!("`{text}` is no fact")),
    }
}

fn number_after(line: &str, text: &str) -> Option<f64> {
    let after = &line[line.find(text)? + text.len()..];
    let digits = &after[after.find(|c: char| c.is_ascii_digit())?..];
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Finished => "finished",
        Status::Raised => "raised",
        Status::Deadlock => "deadlock",
        Status::Stopped => "stopped",
        Status::Limit => "limit",
        Status::Failed => "failed",
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn at_end(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.is_empty()
    }

    fn takes(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.strip_prefix(token).map(|rest| self.rest = rest).is_some()
    }

    fn taken_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn comparison(&mut self) -> Result<Is, String> {
        let all = [
            ("<=", Is::AtMost),
            (">=", Is::AtLeast),
            ("==", Is::Equal),
            ("!=", Is::Unequal),
            ("<", Is::Less),
            (">", Is::More),
        ];
        let found = all.into_iter().find(|(token, _)| self.takes(token));
        found.map(|(_, is)| is).ok_or_else(|| format!("a comparison is expected at `{}`", self.rest))
    }

    fn term(&mut self) -> Result<Term, String> {
        if self.takes("\"") {
            return self.quoted().map(Term::Text);
        }
        if !self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            return self.fact().map(|fact| Term::Fact(1.0, fact));
        }
        let digits = self.taken_while(|c| c.is_ascii_digit() || c == '.');
        let number = digits.parse().map_err(|_| format!("`{digits}` is no number"))?;
        if self.takes("*") { self.fact().map(|fact| Term::Fact(number, fact)) } else { Ok(Term::Number(number)) }
    }

    fn quoted(&mut self) -> Result<String, String> {
        let (text, rest) = self.rest.split_once('"').ok_or("a text without its second \"")?;
        self.rest = rest;
        Ok(text.to_owned())
    }

    fn fact(&mut self) -> Result<Fact, String> {
        self.rest = self.rest.trim_start();
        let start = self.rest;
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let variant = self.taken_while(word).to_owned();
        if variant.is_empty() || !self.takes(".") {
            return Err(format!("`VARIANT.FACT` is expected at `{start}`"));
        }
        let name = self.taken_while(word);
        let Some((name, takes_text)) = FACTS.into_iter().find(|(known, _)| *known == name) else {
            let names = FACTS.map(|(name, _)| name).join("`, `");
            return Err(format!("unknown fact `{name}`; there are `{names}`"));
        };
        let mut text = String::new();
        if takes_text {
            if !self.takes("(\"") {
                return Err(format!("`{name}` is written `{name}(\"text\")`"));
            }
            text = self.quoted()?;
            if !self.takes(")") {
                return Err(format!("`)` is expected at `{}`", self.rest));
            }
        }
        Ok(Fact { variant, name, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Condition::read(text).unwrap_err()
    }

    #[test]
    fn numbers_count_while_a_run_is_played() {
        let trace = crate::timeline::sample::blocking();
        let at = |seconds| Report::of(&trace.until(crate::time::Instant::from_secs_f64(seconds)));
        let end = Report::of(&trace);
        let say = |seconds| fill_known("{held}, {b.wall}", "b", &[("b", &end)][..], &[("b", &at(seconds))][..]);
        assert_eq!(say(0.0), "0.00 s, 0.00 s");
        assert_eq!(say(1.35), "1.00 s, 1.35 s");
        assert_eq!(say(9.0), "2.00 s, 2.80 s");
    }

    #[test]
    fn conditions_that_cannot_be_read_say_why() {
        assert!(refused("a.wal < 1").starts_with("unknown fact `wal`; there are `wall`, "));
        assert_eq!(refused("a.at < 1"), "`at` is written `at(\"text\")`");
        assert_eq!(refused("wall < 1"), "`VARIANT.FACT` is expected at `wall < 1`");
        assert_eq!(refused("a.wall 1"), "a comparison is expected at `1`");
        assert_eq!(refused("a.wall < 1 or b.wall < 1"), "`and` is expected at `or b.wall < 1`");
        assert!(facts_in("{wall", "a").is_err());
    }

    #[test]
    fn numbers_are_found_in_lines() {
        assert_eq!(number_after("count: 1234 of 5", "count"), Some(1234.0));
        assert_eq!(number_after("count", "count"), None);
    }
}
