//! The freeze stage as a state machine: what it shows, what can be pressed, what comes of it. Pure; who runs programs is
//! told by [`Stage::wants`].

use crate::trace::{InputKind, Report, What};
use crate::ui::shared::Shared;
use crate::ui::state::{Run, Side};

/// A page whose input waits longer than this was not answering.
const LATE: crate::time::Duration = crate::time::Duration::from_millis(100);
/// Beats between the press and the freeze.
pub const BEATS: u32 = 4;
/// How long the freeze may be asked to last, in seconds.
pub const CHOICES: [u32; 3] = [1, 2, 5];

/// The stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// What is going on.
    pub step: Step,
    /// For how many seconds the page shall freeze.
    pub seconds: u32,
    /// Live runs of both programs, as far as there are.
    pub runs: [Option<Shared<Run>>; 2],
    /// Counts presses, so that a late answer is told from a new one.
    pub attempt: u32,
}

/// What is going on.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Step {
    /// The stage is not there.
    #[default]
    Closed,
    /// It waits for a press.
    Armed,
    /// So many beats until it begins.
    Counting(Side, u32),
    /// The program runs on the page.
    Running(Side),
    /// It is over.
    After(Side),
    /// It can't be done, and why.
    Refused(Side, String),
}

/// What can happen to the stage.
#[derive(Clone, Debug)]
pub enum StageAction {
    /// "Run live".
    Open,
    /// "Not now", or Escape.
    Close,
    /// How long.
    Seconds(u32),
    /// "Freeze", or "Same work, on a thread".
    Press(Side),
    /// The page's loop gave a sign of life.
    Beat,
    /// The program begins.
    Begin(u32),
    /// It is over; of that attempt.
    Done(u32, Shared<Run>),
    /// It can't be done; of that attempt.
    Refuse(u32, String),
}

impl Default for Stage {
    fn default() -> Self {
        Self { step: Step::Closed, seconds: 2, runs: [None, None], attempt: 0 }
    }
}

impl Stage {
    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.step != Step::Closed
    }

    /// Whether a program is about to run or runs.
    pub fn is_busy(&self) -> bool {
        matches!(self.step, Step::Counting(..) | Step::Running(_))
    }

    /// The program that is to be run for the newest press, and which press that is.
    pub fn wants(&self) -> Option<(Side, u32)> {
        match self.step {
            Step::Counting(side, _) | Step::Running(side) => Some((side, self.attempt)),
            Step::Closed | Step::Armed | Step::After(_) | Step::Refused(..) => None,
        }
    }

    /// Both live runs, when there are both: they can be put side by side.
    pub fn both(&self) -> Option<[Shared<Run>; 2]> {
        match &self.runs {
            [Some(first), Some(second)] => Some([first.clone(), second.clone()]),
            _ => None,
        }
    }

    /// The stage after something has happened. What does not fit its step changes nothing.
    pub fn apply(mut self, action: StageAction) -> Self {
        match (action, &self.step) {
            (StageAction::Open, Step::Closed) => {
                self = Self { seconds: self.seconds, step: Step::Armed, ..Self::default() }
            }
            (StageAction::Close, step) if !matches!(step, Step::Running(_)) => self.step = Step::Closed,
            (StageAction::Seconds(seconds), _) if !self.is_busy() && CHOICES.contains(&seconds) => {
                self.seconds = seconds;
            }
            (StageAction::Press(side), Step::Armed | Step::After(_) | Step::Refused(..)) => {
                self.attempt += 1;
                self.runs[side.index()] = None;
                self.step = Step::Counting(side, BEATS);
            }
            (StageAction::Beat, &Step::Counting(side, beats)) => {
                self.step = Step::Counting(side, beats.saturating_sub(1));
            }
            (StageAction::Begin(attempt), &Step::Counting(side, _)) if attempt == self.attempt => {
                self.step = Step::Running(side);
            }
            (StageAction::Done(attempt, run), &Step::Running(side)) if attempt == self.attempt => {
                self.runs[side.index()] = Some(run);
                self.step = Step::After(side);
            }
            (StageAction::Refuse(attempt, why), &(Step::Counting(side, _) | Step::Running(side)))
                if attempt == self.attempt =>
            {
                self.step = Step::Refused(side, why);
            }
            _ => {}
        }
        self
    }
}

/// What somebody did while a program ran on the page, as its trace has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Deeds {
    /// Presses of pointer or finger.
    pub clicks: usize,
    /// Keys.
    pub keys: usize,
    /// Seconds that the first of them waited.
    pub first: f64,
    /// Seconds that the worst of them waited.
    pub worst: f64,
}

impl Deeds {
    /// All of a run; those of a frozen page only as far as they came late.
    pub fn of(run: &Run, side: Side) -> Self {
        let mut deeds = Self::default();
        let mut earliest = None;
        for event in &run.trace.events {
            let What::Input { kind, made } = event.what else { continue };
            let waited = event.at.since(made);
            if side == Side::First && waited < LATE {
                continue;
            }
            match kind {
                InputKind::Click => deeds.clicks += 1,
                InputKind::Key => deeds.keys += 1,
            }
            deeds.worst = deeds.worst.max(waited.as_secs_f64());
            if earliest.is_none_or(|earliest| made < earliest) {
                earliest = Some(made);
                deeds.first = waited.as_secs_f64();
            }
        }
        deeds
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.clicks + self.keys
    }
}

/// For how long one callback held the page, in seconds, and on which line.
pub fn frozen(report: &Report) -> (f64, Option<u32>) {
    report.loops.first().map_or((0.0, None), |l| (l.longest_callback, l.line))
}

/// The program with its sleep made as long as was asked for: the first `time.sleep` with a plain number, called or handed
/// to a thread. `None` when there is none.
pub fn with_seconds(source: &str, seconds: u32) -> Option<String> {
    let call = "time.sleep";
    let mut from = 0;
    while let Some(found) = source[from..].find(call) {
        let after = from + found + call.len();
        let rest = &source[after..];
        let skipped = rest.len() - rest.trim_start_matches(['(', ',', ' ']).len();
        let number = &rest[skipped..];
        let length = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        if skipped > 0 && length > 0 {
            let (begin, end) = (after + skipped, after + skipped + length);
            return Some(format!("{}{seconds}{}", &source[..begin], &source[end..]));
        }
        from = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    fn run(trace: crate::trace::Trace) -> Shared<Run> {
        Shared::new(Run::new(trace, "".into()))
    }

    fn pressed() -> Stage {
        Stage::default().apply(StageAction::Open).apply(StageAction::Press(Side::First))
    }

    #[test]
    fn four_beats_then_the_freeze_then_what_came_of_it() {
        let mut stage = pressed();
        for left in (0..BEATS).rev() {
            stage = stage.apply(StageAction::Beat);
            assert_eq!(stage.step, Step::Counting(Side::First, left));
        }
        let stage = stage.apply(StageAction::Begin(1)).apply(StageAction::Done(1, run(sample::blocking())));
        assert_eq!(stage.step, Step::After(Side::First));
        assert!(stage.both().is_none());
        let stage = stage.apply(StageAction::Press(Side::Second)).apply(StageAction::Begin(2));
        let stage = stage.apply(StageAction::Done(2, run(sample::offloaded())));
        assert!(stage.both().is_some());
    }

    #[test]
    fn a_press_during_a_freeze_starts_nothing() {
        let stage = pressed().apply(StageAction::Begin(1));
        let again = stage.clone().apply(StageAction::Press(Side::First)).apply(StageAction::Close);
        assert_eq!(stage, again);
    }

    #[test]
    fn an_answer_that_nobody_waits_for_any_more_changes_nothing() {
        let stage = pressed().apply(StageAction::Close);
        let late = stage.clone().apply(StageAction::Begin(1)).apply(StageAction::Done(1, run(sample::blocking())));
        assert_eq!(stage, late);
    }

    #[test]
    fn only_late_inputs_of_a_frozen_page_are_counted() {
        let mut trace = sample::blocking();
        let at = crate::time::Instant::from_secs_f64;
        for (kind, made, heard) in [
            (InputKind::Click, 0.2, 0.201),
            (InputKind::Click, 1.0, 2.36),
            (InputKind::Key, 1.26, 2.37),
            (InputKind::Click, 1.5, 2.37),
        ] {
            let what = What::Input { kind, made: at(made) };
            trace.events.push(crate::trace::Event { at: at(heard), thread: crate::syscall::ThreadId(1), what });
        }
        trace.events.sort_by_key(|e| e.at);
        let deeds = Deeds::of(&run(trace), Side::First);
        assert_eq!((deeds.clicks, deeds.keys), (2, 1));
        assert!((deeds.first - 1.36).abs() < 1e-6 && deeds.first == deeds.worst);
    }

    #[test]
    fn the_sleep_is_made_as_long_as_was_asked_for() {
        let change = |code| with_seconds(code, 5).unwrap_or_default();
        assert_eq!(change("import time\ntime.sleep(2)"), "import time\ntime.sleep(5)");
        assert_eq!(change("await asyncio.to_thread(time.sleep, 2.5)"), "await asyncio.to_thread(time.sleep, 5)");
        assert_eq!(change("time.sleep(x); time.sleep(1)"), "time.sleep(x); time.sleep(5)");
        assert_eq!(change("asyncio.sleep(1)"), "");
    }
}
