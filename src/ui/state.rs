//! What the page shows and how it changes: one state, one function that applies an [`Action`]. Pure: the time comes with
//! the action, runs are asked for by whoever sees that a variant is [`Variant::wants_run`].

use crate::live::engine::Ran;
use crate::playback::{Anchored, Command, PlayState, Playback};
use crate::scenario::{Scenario, changed_lines};
use crate::time::Instant;
use crate::timeline::view::View;
use crate::trace::{Report, Trace};
use crate::ui::shared::Shared;
use crate::ui::staging::{Stage, StageAction};
use std::rc::Rc;

/// Which of the two programs that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The upper one, with the trouble.
    First,
    /// The lower one, without.
    Second,
}

impl Side {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];

    /// Its place in pairs.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// What the page is: two programs on one axis, or one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Two programs, one row each.
    Compare,
    /// One program: the first.
    Bench,
}

/// The way back from a comparison that a fix made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The page is one program; a comparison of it goes back to that.
    Bench,
    /// The page is a lesson's comparison.
    Lesson,
}

/// What the drawer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The code; only a tab of its own where there is little room.
    Code,
    /// The story.
    Why,
    /// What was printed.
    Output,
    /// The report's numbers.
    Numbers,
    /// What there is to say about the code.
    Findings,
    /// All spans as a table.
    Trace,
}

/// A run and everything derived from it.
#[derive(Clone, Debug)]
pub struct Run {
    /// What happened.
    pub trace: Rc<Trace>,
    /// Its numbers.
    pub report: Report,
    /// What its picture is made of.
    pub view: View,
    /// The text that ran.
    pub source: Rc<str>,
}

impl Run {
    /// Of what the engine answered and the text that ran.
    pub fn of(ran: Ran, source: Rc<str>) -> Self {
        let mut run = Self::new(ran.trace, source);
        run.report.findings = ran.findings;
        run
    }

    /// Of a trace and the text that ran.
    pub fn new(trace: Trace, source: Rc<str>) -> Self {
        let (report, view) = (Report::of(&trace), View::of(&trace, &source));
        Self { trace: Rc::new(trace), report, view, source }
    }

    /// The line that holds the loop longest.
    pub fn worst_line(&self) -> Option<u32> {
        let held = self.view.line_times.iter().max_by_key(|(_, time)| time.kept);
        held.map(|(line, _)| *line)
    }
}

/// Why a text does not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, from 1; 0 when it is nowhere in the text.
    pub line: u32,
    /// Where, from 1.
    pub column: u32,
    /// What it is and what to do.
    pub message: String,
}

/// One of the two programs.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its text now.
    pub source: Rc<str>,
    /// Counts its edits.
    pub revision: u32,
    /// Whether the last one was made with a press or a drag, so that no more is to be expected at once.
    pub is_tuned: bool,
    /// The last good run; of an older text while a newer one runs or is broken.
    pub run: Option<Shared<Run>>,
    /// The revision that the last answer was for.
    pub answered: Option<u32>,
    /// What is wrong with the text, when something is.
    pub problem: Option<Rc<Problem>>,
    /// The revision whose run takes so long that somebody may want to stop it.
    pub slow: Option<u32>,
}

impl Variant {
    /// Whether its text has not been run yet.
    pub fn wants_run(&self) -> bool {
        self.answered != Some(self.revision)
    }

    /// Whether it runs now and takes long.
    pub fn is_slow(&self) -> bool {
        self.wants_run() && self.slow == Some(self.revision)
    }

    /// Whether the last good run is not of this text.
    pub fn is_stale(&self) -> bool {
        self.problem.is_some()
    }
}

/// Everything that the page shows.
#[derive(Clone, Debug)]
pub struct State {
    /// Whether one program is shown or two.
    pub mode: Mode,
    /// What the page was opened as.
    pub origin: Origin,
    /// Machine keys that the visitor chose, over those of the programs.
    pub machine: Rc<[(String, String)]>,
    /// Whether code is edited in a plain text area.
    pub plain: bool,
    /// The lesson.
    pub scenario: Shared<Scenario>,
    /// The two programs.
    pub variants: [Variant; 2],
    /// Lines that only one of them has.
    pub changed: [Rc<[u32]>; 2],
    /// The cursor.
    pub playback: Anchored,
    /// The moments that steps go to, of both runs.
    pub decisions: Rc<[Instant]>,
    /// The drawer's tab.
    pub tab: Tab,
    /// The program whose code is shown where there is room for one only.
    pub shown_code: Side,
    /// Whether something moves by itself.
    pub motion: Motion,
    /// What this browser cannot do, a sentence each.
    pub missing: Rc<[String]>,
    /// Whether the keys are shown.
    pub keys: Keys,
    /// The freeze stage.
    pub stage: Stage,
    /// Live runs of both, when these are shown. A comparison never mixes engines.
    pub live: Option<[Shared<Run>; 2]>,
}

/// Whether the reader wants things to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// They do.
    Full,
    /// As little as possible: nothing plays by itself, the whole trace is there at once.
    Reduced,
}

/// Whether the list of keys is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// It is.
    Shown,
    /// It is not.
    Hidden,
}

/// What can happen to the page.
#[derive(Clone, Debug)]
pub enum Action {
    /// A text was edited.
    Edit(Side, Rc<str>),
    /// A number of a text was dragged: the same, but it runs without waiting for more.
    Tune(Side, Rc<str>),
    /// A program and a changed one are to be compared: the first program's text with this change made.
    CompareWith(Rc<str>),
    /// Back to one program: the one on this side.
    Keep(Side),
    /// A machine key; without a value the program's own counts again.
    Machine(String, Option<String>),
    /// Edit in a plain text area, or not.
    Plain(bool),
    /// A run takes long.
    Slow(Side, u32),
    /// The engine answered for that revision of a text.
    Answer(Side, u32, Result<Shared<Run>, Problem>, f64),
    /// The transport, at a wall time (milliseconds since 1970).
    Playback(Command, f64),
    /// To the line of output after the cursor.
    NextOutput(f64),
    /// To the line of output before it.
    PreviousOutput(f64),
    /// To the next pass of a loop.
    NextTick(f64),
    /// To the pass before.
    PreviousTick(f64),
    /// A tab of the drawer.
    Show(Tab),
    /// The program whose code is shown where there is room for one only.
    ShowCode(Side),
    /// All that cannot be done here.
    Missing(Rc<[String]>),
    /// What also cannot be done here.
    AlsoMissing(Rc<[String]>),
    /// The list of keys is opened or closed.
    Keys(Keys),
    /// Something on the freeze stage.
    Stage(StageAction),
    /// Both live runs are put side by side, and played.
    ShowLive(f64),
    /// The model's runs are shown again.
    ShowModel(f64),
}

/// `data-state` of the page (CONTRACT.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No run is there yet.
    Loading,
    /// Runs are there and nothing was played.
    Ready,
    /// A changed text runs.
    Running,
    /// The cursor moves.
    Playing,
    /// It stands.
    Paused,
    /// It rests at the end.
    Ended,
    /// A text does not run.
    Error,
}

impl Phase {
    /// As the attribute has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Playing => "playing",
            Self::Paused => "paused",
            Self::Ended => "ended",
            Self::Error => "error",
        }
    }
}

impl State {
    /// The page before anything ran.
    pub fn new(scenario: Scenario, motion: Motion, origin: Origin) -> Self {
        let variant = |index: usize| Variant {
            source: scenario.sources.get(index).copied().unwrap_or_default().into(),
            revision: 0,
            is_tuned: false,
            run: None,
            answered: None,
            problem: None,
            slow: None,
        };
        let variants = [variant(0), variant(1)];
        Self {
            mode: match origin {
                Origin::Bench => Mode::Bench,
                Origin::Lesson => Mode::Compare,
            },
            origin,
            machine: Rc::new([]),
            plain: false,
            changed: match origin {
                Origin::Lesson => changed(&variants),
                Origin::Bench => [Rc::new([]), Rc::new([])],
            },
            variants,
            scenario: Shared::new(scenario),
            playback: Anchored { playback: Playback::of(Instant::START), wall_ms: 0.0 },
            decisions: Rc::new([]),
            tab: Tab::Code,
            shown_code: Side::First,
            motion,
            missing: Rc::new([]),
            keys: Keys::Hidden,
            stage: Stage::default(),
            live: None,
        }
    }

    /// The programs that are shown.
    pub fn sides(&self) -> &'static [Side] {
        match self.mode {
            Mode::Compare => &Side::BOTH,
            Mode::Bench => &[Side::First],
        }
    }

    fn shown_variants(&self) -> impl Iterator<Item = &Variant> {
        self.sides().iter().map(|side| self.variant(*side))
    }

    /// One of the two programs.
    pub fn variant(&self, side: Side) -> &Variant {
        &self.variants[side.index()]
    }

    /// The run of it that is shown.
    pub fn shown(&self, side: Side) -> Option<&Shared<Run>> {
        match &self.live {
            Some(live) => Some(&live[side.index()]),
            None => self.variant(side).run.as_ref(),
        }
    }

    /// A program's name.
    pub fn name(&self, side: Side) -> &str {
        self.scenario.head.variants.get(side.index()).map_or("", |v| v.name.as_str())
    }

    /// What the page is in the middle of.
    pub fn phase(&self) -> Phase {
        if self.stage.is_busy() {
            return Phase::Running;
        }
        if self.shown_variants().any(|v| v.problem.is_some()) {
            return Phase::Error;
        }
        if self.shown_variants().any(|v| v.run.is_none()) {
            return Phase::Loading;
        }
        match self.playback.playback.state() {
            PlayState::Playing => Phase::Playing,
            _ if self.shown_variants().any(Variant::wants_run) => Phase::Running,
            PlayState::Paused if self.playback.playback.cursor() == Instant::START => Phase::Ready,
            PlayState::Paused => Phase::Paused,
            PlayState::Ended => Phase::Ended,
        }
    }

    /// The state after an action.
    pub fn apply(mut self, action: Action) -> Self {
        let is_tuned = matches!(action, Action::Tune(..));
        match action {
            Action::Edit(side, source) | Action::Tune(side, source) => {
                let variant = &mut self.variants[side.index()];
                variant.source = source;
                variant.revision += 1;
                variant.is_tuned = is_tuned;
                self.live = None;
                if self.mode == Mode::Compare {
                    self.changed = changed(&self.variants);
                }
            }
            Action::CompareWith(source) => {
                let second = &mut self.variants[Side::Second.index()];
                second.source = source;
                second.revision += 1;
                second.is_tuned = true;
                second.run = None;
                second.problem = None;
                self.mode = Mode::Compare;
                self.live = None;
                self.shown_code = Side::Second;
                self.changed = changed(&self.variants);
            }
            Action::Keep(side) => {
                if side == Side::Second {
                    let [first, second] = &mut self.variants;
                    let revision = first.revision.max(second.revision) + 1;
                    *first = Variant { revision, answered: second.answered.map(|_| revision), ..second.clone() };
                }
                self.mode = Mode::Bench;
                self.shown_code = Side::First;
                self.changed = [Rc::new([]), Rc::new([])];
                let end = self.measure();
                self.playback.playback = self.playback.playback.replaced_by(end);
            }
            Action::Machine(key, value) => {
                let others = self.machine.iter().filter(|(known, _)| *known != key).cloned();
                self.machine = others.chain(value.map(|value| (key.clone(), value))).collect();
                self.live = None;
                for variant in &mut self.variants {
                    variant.revision += 1;
                    variant.is_tuned = true;
                }
            }
            Action::Plain(plain) => self.plain = plain,
            Action::Slow(side, revision) => self.variants[side.index()].slow = Some(revision),
            Action::Answer(side, revision, answer, now) => self.answer(side, revision, answer, now),
            Action::Playback(command, now) => self.play(command, now),
            Action::NextOutput(now) => {
                let cursor = self.playback.at(now).cursor();
                let next = self.outputs().into_iter().find(|t| *t > cursor);
                self.stand_at(next.unwrap_or(self.playback.playback.end()), now);
            }
            Action::PreviousOutput(now) => {
                let cursor = self.playback.at(now).cursor();
                let previous = self.outputs().into_iter().rfind(|t| *t < cursor);
                self.stand_at(previous.unwrap_or_default(), now);
            }
            Action::NextTick(now) => {
                let cursor = self.playback.at(now).cursor();
                let next = self.ticks().into_iter().find(|t| *t > cursor);
                self.stand_at(next.unwrap_or(self.playback.playback.end()), now);
            }
            Action::PreviousTick(now) => {
                let cursor = self.playback.at(now).cursor();
                let previous = self.ticks().into_iter().rfind(|t| *t < cursor);
                self.stand_at(previous.unwrap_or_default(), now);
            }
            Action::Show(tab) => self.tab = tab,
            Action::ShowCode(side) => self.shown_code = side,
            Action::Missing(sentences) => self.missing = sentences,
            Action::AlsoMissing(more) => {
                let known: Vec<_> = self.missing.iter().filter(|known| !more.contains(known)).cloned().collect();
                self.missing = known.into_iter().chain(more.iter().cloned()).collect();
            }
            Action::Keys(keys) => self.keys = keys,
            Action::Stage(action) => {
                if matches!(action, StageAction::Open) {
                    // What goes on below the stage would be missed.
                    self.play(Command::Pause, self.playback.wall_ms);
                }
                self.stage = self.stage.apply(action);
            }
            Action::ShowLive(now) => {
                if let Some(both) = self.stage.both() {
                    self.live = Some(both);
                    self.stage = self.stage.apply(StageAction::Close);
                    self.begin(now);
                }
            }
            Action::ShowModel(now) => {
                self.live = None;
                self.begin(now);
            }
        }
        self
    }

    fn answer(&mut self, side: Side, revision: u32, answer: Result<Shared<Run>, Problem>, now: f64) {
        let first = self.shown_variants().any(|v| v.run.is_none());
        let variant = &mut self.variants[side.index()];
        if variant.revision != revision {
            return;
        }
        variant.answered = Some(revision);
        match answer {
            Ok(run) => {
                variant.run = Some(run);
                variant.problem = None;
            }
            Err(problem) => {
                variant.problem = Some(Rc::new(problem));
                return;
            }
        }
        if first && self.shown_variants().all(|v| v.run.is_some()) {
            self.begin(now);
        } else {
            let end = self.measure();
            self.playback = Anchored { playback: self.playback.at(now).replaced_by(end), wall_ms: now };
        }
    }

    /// Plays what is shown from its start; with reduced motion, all of it is there at once.
    fn begin(&mut self, now: f64) {
        let end = self.measure();
        self.playback = Anchored { playback: Playback::of(end), wall_ms: now };
        match self.motion {
            Motion::Full => self.play(Command::Play, now),
            Motion::Reduced => self.play(Command::End, now),
        }
    }

    /// Finds the decisions of what is shown, and when it is over.
    fn measure(&mut self) -> Instant {
        let runs: Vec<_> = self.sides().iter().filter_map(|side| self.shown(*side)).collect();
        let end = runs.iter().map(|r| r.view.end).max().unwrap_or_default();
        let mut decisions: Vec<_> = runs.iter().flat_map(|r| r.view.decisions.iter().copied()).collect();
        decisions.sort_unstable();
        decisions.dedup();
        self.decisions = decisions.into();
        end
    }

    fn play(&mut self, command: Command, now: f64) {
        let mut playback = self.playback.at(now);
        playback.apply(command, &self.decisions);
        self.playback = Anchored { playback, wall_ms: now };
    }

    fn stand_at(&mut self, at: Instant, now: f64) {
        self.play(Command::Pause, now);
        self.play(Command::Seek(at), now);
    }

    /// When loops begin a pass; without a loop, all decisions.
    fn ticks(&self) -> Vec<Instant> {
        let runs = Side::BOTH.into_iter().filter_map(|side| self.shown(side));
        let mut all: Vec<_> = runs.flat_map(|r| r.view.ticks.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        if all.is_empty() { self.decisions.to_vec() } else { all }
    }

    fn outputs(&self) -> Vec<Instant> {
        let runs = self.sides().iter().filter_map(|side| self.shown(*side));
        let mut all: Vec<_> = runs.flat_map(|r| r.report.output.iter().map(|o| Instant::from_secs_f64(o.t))).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn changed(variants: &[Variant; 2]) -> [Rc<[u32]>; 2] {
    let (first, second) = changed_lines(&variants[0].source, &variants[1].source);
    [first.into(), second.into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    fn state(motion: Motion) -> State {
        State::new(crate::scenario::all().unwrap().remove(0), motion, Origin::Lesson)
    }

    fn run(trace: Trace) -> Result<Shared<Run>, Problem> {
        Ok(Shared::new(Run::new(trace, "".into())))
    }

    fn loaded(motion: Motion) -> State {
        state(motion).apply(Action::Answer(Side::First, 0, run(sample::blocking()), 0.0)).apply(Action::Answer(
            Side::Second,
            0,
            run(sample::offloaded()),
            10.0,
        ))
    }

    fn broken() -> Result<Shared<Run>, Problem> {
        Err(Problem { line: 3, column: 1, message: "no".into() })
    }

    #[test]
    fn the_first_visit_plays_when_both_runs_are_there() {
        let one = state(Motion::Full).apply(Action::Answer(Side::First, 0, run(sample::blocking()), 0.0));
        assert_eq!(one.phase(), Phase::Loading);
        let both = loaded(Motion::Full);
        assert_eq!(both.phase(), Phase::Playing);
        assert_eq!(both.playback.at(10.0).cursor(), Instant::START);
    }

    #[test]
    fn with_reduced_motion_the_whole_trace_is_there_at_once() {
        let state = loaded(Motion::Reduced);
        assert_eq!(state.phase(), Phase::Ended);
        assert_eq!(state.playback.at(10.0).cursor(), state.playback.playback.end());
    }

    #[test]
    fn an_edit_wants_a_run_and_only_the_answer_to_the_newest_counts() {
        let state = loaded(Motion::Full);
        let state = state.apply(Action::Edit(Side::First, "a".into())).apply(Action::Edit(Side::First, "b".into()));
        assert!(state.variant(Side::First).wants_run());
        let state = state.apply(Action::Answer(Side::First, 1, broken(), 0.0));
        assert!(state.variant(Side::First).wants_run() && state.variant(Side::First).problem.is_none());
        let state = state.apply(Action::Answer(Side::First, 2, broken(), 0.0));
        assert_eq!(state.phase(), Phase::Error);
        assert!(state.variant(Side::First).run.is_some(), "the last good run stays, greyed");
    }

    #[test]
    fn a_good_text_after_a_broken_one_is_played_from_where_the_cursor_is() {
        let state = loaded(Motion::Full);
        let state = state.apply(Action::Playback(Command::Seek(Instant::from_secs_f64(1.0)), 20.0));
        let state = state.apply(Action::Playback(Command::Pause, 20.0));
        let state = state.apply(Action::Edit(Side::First, "a".into()));
        let state = state.apply(Action::Answer(Side::First, 1, broken(), 30.0));
        let state = state.apply(Action::Edit(Side::First, "b".into()));
        let state = state.apply(Action::Answer(Side::First, 2, run(sample::offloaded()), 40.0));
        assert_eq!(state.phase(), Phase::Paused);
        assert_eq!(state.playback.at(50.0).cursor(), Instant::from_secs_f64(1.0));
    }

    #[test]
    fn edits_move_the_mark_of_what_is_changed() {
        let state = loaded(Motion::Full);
        assert_eq!(&*state.changed[0], [10]);
        let source = state.variant(Side::First).source.clone();
        let state = state.apply(Action::Edit(Side::Second, source));
        assert!(state.changed[0].is_empty() && state.changed[1].is_empty());
    }
}
