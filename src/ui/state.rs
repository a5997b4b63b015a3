//! What the page shows and how it changes: one state, one function that applies an [`Action`]. Pure: the time comes with
//! the action, runs are asked for by whoever sees that a variant is [`Variant::wants_run`].

use crate::lesson::Lesson;
use crate::link::Link;
use crate::live::engine::Ran;
use crate::playback::{Anchored, Command, PlayState, Playback};
use crate::scenario::changed_lines;
use crate::time::Instant;
use crate::timeline::view::View;
use crate::trace::{Engine, Report, Trace};
use crate::ui::choices::Choices;
use crate::ui::embedding::{Embedding, Instrument, StartedBy};
use crate::ui::shared::Shared;
use crate::ui::slot::{Opens, Slot};
use crate::ui::staging::{Stage, StageAction};
use std::borrow::Cow;
use std::rc::Rc;

mod scheduling;

pub use scheduling::{PlayedRun, ScheduleAction, Scheduling};

/// A run that lasts so many times as long as the one before it is played anew.
const FAR_LONGER: f64 = 20.0;

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
    /// Which task waits for which.
    Tasks,
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
    /// Whether its threads share what they change.
    pub shares: bool,
}

impl Run {
    /// Of what the engine answered and the text that ran.
    pub fn of(ran: Ran, source: Rc<str>) -> Self {
        let mut run = Self::new(ran.trace, source);
        run.report.findings = ran.findings;
        run.shares = ran.shares;
        run
    }

    /// Of a trace and the text that ran.
    pub fn new(trace: Trace, source: Rc<str>) -> Self {
        let (report, view) = (Report::of(&trace), View::of(&trace, &source));
        Self { trace: Rc::new(trace), report, view, source, shares: false }
    }

    /// What is known of it at a moment: nothing of what comes later is in it, and nothing that a line has cost.
    pub fn until(&self, moment: Instant) -> Self {
        let mut run = Self::new(self.trace.until(moment), self.source.clone());
        run.view.line_times.clear();
        run.report.findings.clear();
        run
    }

    /// The numbers as of a moment.
    pub fn report_until(&self, moment: Instant) -> Cow<'_, Report> {
        if moment >= self.trace.end {
            return Cow::Borrowed(&self.report);
        }
        Cow::Owned(Report::of(&self.trace.until(moment)))
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
}

/// Whether there is something to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canvas {
    /// Not yet; and whether the replay is to begin then.
    Blank {
        /// It is.
        sweeps: bool,
    },
    /// The painter draws.
    Drawn,
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
    /// What was chosen on this device.
    pub choices: Choices,
    /// The lesson.
    pub lesson: Shared<Lesson>,
    /// How it begins.
    pub opens: Opens,
    /// What the slot under the headline shows.
    pub slot: Slot,
    /// While something is asked: what is known of both runs.
    pub known: Option<[Shared<Run>; 2]>,
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
    /// Something that the visitor is to know, until it is dismissed.
    pub notice: Option<Rc<str>>,
    /// Texts that a link brought: they are not the visitor's to keep until they are changed.
    pub borrowed: [Option<Rc<str>>; 2],
    /// Where the cursor is to stand when there is something to show.
    pub start_at: Option<Instant>,
    /// What this browser cannot do, a sentence each.
    pub missing: Rc<[String]>,
    /// Whether the keys are shown.
    pub keys: Keys,
    /// The freeze stage.
    pub stage: Stage,
    /// The visitor as scheduler, when that is so.
    pub scheduling: Option<Scheduling>,
    /// Live runs of both, when these are shown. A comparison never mixes engines.
    pub live: Option<[Shared<Run>; 2]>,
    /// Whether a live run is on its way whose picture is waited for.
    pub awaits_live: bool,
    /// Whether the painter has drawn yet.
    pub canvas: Canvas,
    /// How this page is embedded, when it is.
    pub embedding: Option<Rc<Embedding>>,
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
    /// Something was chosen for this device.
    Choose(Choices),
    /// A run takes long.
    Slow(Side, u32),
    /// There is no room for the run that comes beside the one that is shown: of this one, only the beginning stays.
    GiveWay(Side),
    /// The engine answered for that revision of a text.
    Answer(Side, u32, Result<Shared<Run>, Problem>, f64),
    /// There is something to see, at a wall time (milliseconds since 1970), or nothing waits for that any more.
    Drawn(f64),
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
    /// What a link carries takes the place of what is there.
    Open(Box<Link>),
    /// Something is to be known, or was dismissed.
    Notice(Option<Rc<str>>),
    /// All that cannot be done here.
    Missing(Rc<[String]>),
    /// What also cannot be done here.
    AlsoMissing(Rc<[String]>),
    /// The list of keys is opened or closed.
    Keys(Keys),
    /// Something that the visitor does as scheduler.
    Schedule(ScheduleAction, f64),
    /// Something on the freeze stage.
    Stage(StageAction),
    /// The question is answered: the index of an answer.
    Guess(usize, f64),
    /// From the verdict to what there is to do next.
    GoOn,
    /// The lesson's edit is applied.
    TryChange,
    /// Both live runs are put side by side, and played.
    ShowLive(f64),
    /// The model's runs are shown again.
    ShowModel(f64),
    /// The live runs of what is shown are there, or a sentence says why they can't be.
    Live(Result<[Shared<Run>; 2], Rc<str>>, f64),
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
    pub fn new(lesson: Lesson, opens: Opens, motion: Motion, origin: Origin) -> Self {
        let variant = |index: usize| Variant {
            source: lesson.variants.get(index).map_or("", |variant| &variant.source).into(),
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
            choices: Choices::default(),
            changed: match origin {
                Origin::Lesson => changed(&variants),
                Origin::Bench => [Rc::new([]), Rc::new([])],
            },
            variants,
            slot: Slot::at_first(opens, lesson.question.is_some()),
            opens,
            known: None,
            lesson: Shared::new(lesson),
            playback: Anchored { playback: Playback::of(Instant::START), wall_ms: 0.0 },
            decisions: Rc::new([]),
            tab: Tab::Code,
            shown_code: Side::First,
            motion,
            missing: Rc::new([]),
            notice: None,
            borrowed: [None, None],
            start_at: None,
            keys: Keys::Hidden,
            stage: Stage::default(),
            scheduling: None,
            live: None,
            awaits_live: false,
            canvas: Canvas::Drawn,
            embedding: None,
        }
    }

    /// What plays by itself waits until there is something to see.
    pub fn with_painter_to_come(self) -> Self {
        Self { canvas: Canvas::Blank { sweeps: false }, ..self }
    }

    /// The page as it is embedded; its lesson has been [`Embedding::arranged`] before.
    pub fn embedded(mut self, embedding: Embedding) -> Self {
        if self.origin == Origin::Lesson && embedding.instrument(&self.lesson) == Instrument::Bench {
            self.mode = Mode::Bench;
        } else if embedding.variant_of(&self.lesson) == Some(Side::Second.index()) {
            self.shown_code = Side::Second;
        }
        let others = self.machine.iter().filter(|(known, _)| !embedding.machine.iter().any(|(key, _)| key == known));
        self.machine = others.chain(&embedding.machine).cloned().collect();
        self.start_at = embedding.at.or(self.start_at);
        self.awaits_live = embedding.engine == Engine::Live;
        // The code is shown when somebody asks for it.
        self.tab = Tab::Output;
        self.embedding = Some(Rc::new(embedding));
        self
    }

    /// Whether it is the bench and nothing is on it.
    pub fn is_blank(&self) -> bool {
        self.mode == Mode::Bench && self.variant(Side::First).source.trim().is_empty()
    }

    /// Whether the code may be changed.
    pub fn is_readonly(&self) -> bool {
        self.embedding.as_ref().is_some_and(|embedding| embedding.is_readonly)
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

    /// The run of it that is shown: the whole of it, for who measures and draws.
    pub fn shown(&self, side: Side) -> Option<&Shared<Run>> {
        if let (Side::First, Some(decided)) = (side, self.scheduling.as_ref().and_then(Scheduling::shown)) {
            return Some(decided);
        }
        match &self.live {
            Some(live) => Some(&live[side.index()]),
            None => self.variant(side).run.as_ref(),
        }
    }

    /// What may be told of it now, in words and numbers.
    pub fn told(&self, side: Side) -> Option<&Shared<Run>> {
        match &self.known {
            Some(known) => Some(&known[side.index()]),
            None => self.shown(side).filter(|_| self.slot != Slot::Ask),
        }
    }

    /// The moment that nothing is shown after, while something is asked.
    pub fn veil(&self) -> Option<Instant> {
        let question = self.lesson.question.as_ref()?;
        (self.slot == Slot::Ask).then_some(question.moment)
    }

    /// Whether a program is as the catalogue has it.
    pub fn is_original(&self, side: Side) -> bool {
        let original = self.lesson.variants.get(side.index());
        original.is_some_and(|original| *original.source == *self.variant(side).source)
    }

    /// A program's file.
    pub fn file(&self, side: Side) -> &str {
        self.lesson.variants.get(side.index()).map_or("main.py", |variant| variant.file.as_str())
    }

    /// A program's name.
    pub fn name(&self, side: Side) -> &str {
        self.lesson.variants.get(side.index()).map_or("", |v| v.name.as_str())
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
        if self.awaits_live {
            return Phase::Running;
        }
        match self.playback.playback.state() {
            PlayState::Playing => Phase::Playing,
            _ if self.shown_variants().any(Variant::wants_run) => Phase::Running,
            PlayState::Paused if self.slot == Slot::Ask => Phase::Ready,
            PlayState::Paused if self.playback.playback.cursor() == Instant::START => Phase::Ready,
            PlayState::Paused => Phase::Paused,
            PlayState::Ended => Phase::Ended,
        }
    }

    /// The state after an action.
    pub fn apply(mut self, action: Action) -> Self {
        let is_tuned = matches!(action, Action::Tune(..));
        if is_about_another_run(&action) {
            self.stop_scheduling();
        }
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
                // What is asked is asked about the programs as they were.
                if self.slot == Slot::Ask {
                    self.unveil(Slot::Next);
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
            Action::Open(link) => self.open(*link),
            Action::Notice(notice) => self.notice = notice,
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
            Action::Choose(choices) => self.choices = choices,
            Action::Slow(side, revision) => self.variants[side.index()].slow = Some(revision),
            Action::GiveWay(side) => {
                let variant = &mut self.variants[side.index()];
                variant.run = variant.run.take().map(|run| Shared::new(run.until(Instant::START)));
            }
            Action::Answer(side, revision, answer, now) => self.answer(side, revision, answer, now),
            Action::Drawn(now) => {
                let before = std::mem::replace(&mut self.canvas, Canvas::Drawn);
                if before == (Canvas::Blank { sweeps: true }) {
                    self.sweep(now);
                }
            }
            Action::Playback(command, now) => {
                // Who moves the cursor is where they are.
                if let Canvas::Blank { sweeps } = &mut self.canvas {
                    *sweeps = false;
                }
                self.play(command, now);
            }
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
            Action::Schedule(action, now) => self.schedule(action, now),
            Action::Stage(action) => {
                if matches!(action, StageAction::Open) {
                    // What goes on below the stage would be missed.
                    self.play(Command::Pause, self.playback.wall_ms);
                }
                self.stage = self.stage.apply(action);
            }
            Action::Guess(answer, now) => {
                if self.slot == Slot::Ask && self.known.is_some() {
                    self.unveil(Slot::Play { guess: Some(answer) });
                    self.sweep(now);
                }
            }
            Action::GoOn => self.slot = self.slot.next(),
            Action::TryChange => {
                if let Some(change) = self.lesson.change.clone() {
                    let side = if change.variant == 0 { Side::First } else { Side::Second };
                    self.shown_code = side;
                    return self.apply(Action::Edit(side, change.source.into()));
                }
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
            Action::Live(answer, now) => {
                self.awaits_live = false;
                match answer {
                    Ok(both) => self.live = Some(both),
                    Err(why) => self.notice = Some(why),
                }
                self.begin(now);
            }
        }
        self
    }

    fn open(&mut self, link: Link) {
        if self.origin == Origin::Bench && link.compares && link.files.len() > 1 {
            self.mode = Mode::Compare;
        }
        for (variant, (_, text)) in self.variants.iter_mut().zip(link.files) {
            variant.source = text.into();
            variant.revision += 1;
        }
        self.borrowed = Side::BOTH.map(|side| Some(self.variant(side).source.clone()));
        self.machine = link.machine.into();
        if self.slot == Slot::Ask {
            self.unveil(Slot::Next);
        }
        self.start_at = link.cursor.map(Instant::from_secs_f64);
        if self.mode == Mode::Compare {
            self.changed = changed(&self.variants);
        }
    }

    fn answer(&mut self, side: Side, revision: u32, answer: Result<Shared<Run>, Problem>, now: f64) {
        let first = self.shown_variants().any(|v| v.run.is_none());
        let opens = self.opens;
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
            match (self.slot, opens) {
                _ if self.awaits_live => {}
                (Slot::Ask, _) => self.ask(now),
                (_, Opens::AtRest) if self.start_at.is_none() => self.rest(now),
                _ => self.begin(now),
            }
        } else {
            let before = self.playback.playback.end();
            let end = self.measure();
            // What was hardly anything, as a text that is just being written, had a speed that fits nothing else.
            if !first && before.as_secs_f64() * FAR_LONGER < end.as_secs_f64() {
                return self.begin(now);
            }
            self.playback = Anchored { playback: self.playback.at(now).replaced_by(end), wall_ms: now };
        }
    }

    /// Plays what is shown from its start; with reduced motion, all of it is there at once.
    fn begin(&mut self, now: f64) {
        let end = self.measure();
        self.playback = Anchored { playback: Playback::of(end), wall_ms: now };
        if let Some(at) = self.start_at.take() {
            self.stand_at(at.min(end), now);
            // What plays by itself goes on from there.
            if self.embedding.as_ref().is_none_or(|embedding| embedding.started_by == StartedBy::Press) {
                return;
            }
        }
        self.sweep(now);
    }

    /// Plays on, once there is something to see; with reduced motion, all of it is there at once.
    fn sweep(&mut self, now: f64) {
        if let Canvas::Blank { sweeps } = &mut self.canvas {
            *sweeps = true;
            return;
        }
        match self.motion {
            Motion::Full => self.play(Command::Play, now),
            Motion::Reduced => self.play(Command::End, now),
        }
    }

    /// Stands at the end of what is shown.
    fn rest(&mut self, now: f64) {
        let end = self.measure();
        self.playback = Anchored { playback: Playback::of(end), wall_ms: now };
        self.play(Command::End, now);
    }

    /// Stands at the moment that is asked about, with nothing known that comes after it.
    fn ask(&mut self, now: f64) {
        let end = self.measure();
        self.playback = Anchored { playback: Playback::of(end), wall_ms: now };
        if let (Some(moment), [Some(first), Some(second)]) = (self.veil(), Side::BOTH.map(|side| self.shown(side))) {
            self.known = Some([first, second].map(|run| Shared::new(run.until(moment))));
            self.play(Command::Seek(moment), now);
        }
    }

    fn unveil(&mut self, slot: Slot) {
        self.slot = slot;
        self.known = None;
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
        if matches!(command, Command::Play | Command::Toggle) && self.slot == Slot::Ask {
            self.unveil(Slot::Play { guess: None });
            return self.sweep(now);
        }
        let mut playback = self.playback.at(now);
        playback.apply(command, &self.decisions);
        if let Some(moment) = self.veil().filter(|moment| playback.cursor() > *moment) {
            playback.apply(Command::Seek(moment), &self.decisions);
        }
        if playback.state() == PlayState::Ended {
            self.slot = self.slot.after_the_sweep();
        }
        self.playback = Anchored { playback, wall_ms: now };
    }

    fn stand_at(&mut self, at: Instant, now: f64) {
        self.play(Command::Pause, now);
        self.play(Command::Seek(at), now);
    }

    /// When loops begin a pass; without a loop, all decisions.
    fn ticks(&self) -> Vec<Instant> {
        let runs = self.sides().iter().filter_map(|side| self.shown(*side));
        let mut all: Vec<_> = runs.flat_map(|r| r.view.ticks.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        if all.is_empty() { self.decisions.to_vec() } else { all }
    }

    fn outputs(&self) -> Vec<Instant> {
        let runs = self.sides().iter().filter_map(|side| self.told(*side));
        let mut all: Vec<_> = runs.flat_map(|r| r.report.output.iter().map(|o| Instant::from_secs_f64(o.t))).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Whether after an action there is another run to show than what was decided about.
fn is_about_another_run(action: &Action) -> bool {
    matches!(
        action,
        Action::Edit(..)
            | Action::Tune(..)
            | Action::CompareWith(_)
            | Action::Keep(_)
            | Action::Machine(..)
            | Action::Open(_)
            | Action::TryChange
            | Action::ShowLive(_)
            | Action::Live(..)
    )
}

fn changed(variants: &[Variant; 2]) -> [Rc<[u32]>; 2] {
    let (first, second) = changed_lines(&variants[0].source, &variants[1].source);
    [first.into(), second.into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Change, Program, Question};
    use crate::scenario::Tone;
    use crate::timeline::sample;

    fn state(motion: Motion) -> State {
        opened(Opens::Playing, motion)
    }

    fn opened(opens: Opens, motion: Motion) -> State {
        let variant = |name: &str, tone, source: &str| Program {
            file: format!("{name}.py"),
            name: name.to_owned(),
            tone,
            machine: Vec::new(),
            source: source.to_owned(),
        };
        let lesson = Lesson {
            slug: "blocking-call".to_owned(),
            title: "One blocking call freezes every coroutine".to_owned(),
            number: 1,
            count: 2,
            headline: Vec::new(),
            headline_at_first: Vec::new(),
            variants: vec![
                variant("Blocking", Tone::Bad, "import time\ntime.sleep(2)\n"),
                variant("Offloaded", Tone::Good, "import time\nawait to_thread(time.sleep, 2)\n"),
            ],
            story: String::new(),
            question: Some(Question {
                text: "When do A and B run?".to_owned(),
                moment: at(0.36),
                answers: ["0.40 s", "1.30 s", "2.35 s"].map(str::to_owned).to_vec(),
                right: 2,
                if_right: "The loop was held.".to_owned(),
                if_wrong: "The loop was held all the time.".to_owned(),
            }),
            change: Some(Change { title: "Sleep longer".to_owned(), variant: 1, source: "import time\n".to_owned() }),
            next: None,
            needs: Vec::new(),
        };
        State::new(lesson, opens, motion, Origin::Lesson)
    }

    fn at(seconds: f64) -> Instant {
        Instant::from_secs_f64(seconds)
    }

    #[test]
    fn what_plays_by_itself_waits_for_the_painter_and_who_scrubs_is_not_interrupted() {
        let opened = || {
            let state = state(Motion::Full).with_painter_to_come();
            let state = state.apply(Action::Answer(Side::First, 0, run(sample::blocking()), 0.0));
            state.apply(Action::Answer(Side::Second, 0, run(sample::offloaded()), 0.0))
        };
        assert_eq!((opened().playback.playback.state(), opened().phase()), (PlayState::Paused, Phase::Ready));
        let drawn = opened().apply(Action::Drawn(50.0));
        assert_eq!((drawn.playback.playback.state(), drawn.playback.wall_ms), (PlayState::Playing, 50.0));
        let seek = Action::Playback(Command::Seek(at(1.0)), 20.0);
        let scrubbed = opened().apply(seek).apply(Action::Drawn(50.0));
        assert_eq!(
            (scrubbed.playback.playback.state(), scrubbed.playback.at(90.0).cursor()),
            (PlayState::Paused, at(1.0))
        );
    }

    fn run(trace: Trace) -> Result<Shared<Run>, Problem> {
        Ok(Shared::new(Run::new(trace, "".into())))
    }

    fn loaded(motion: Motion) -> State {
        with_runs(state(motion))
    }

    fn with_runs(state: State) -> State {
        state.apply(Action::Answer(Side::First, 0, run(sample::blocking()), 0.0)).apply(Action::Answer(
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
    fn a_run_that_gives_way_leaves_its_place_and_the_cursor() {
        let state = loaded(Motion::Reduced);
        let end = state.playback.playback.end();
        let state = state.apply(Action::GiveWay(Side::First));
        let given = state.variant(Side::First).run.as_ref().expect("something is shown");
        assert!(given.trace.events.iter().all(|event| event.at == Instant::START));
        assert!(state.variant(Side::Second).run.as_ref().is_some_and(|run| run.trace.end > Instant::START));
        assert_eq!((state.playback.playback.end(), state.playback.at(10.0).cursor()), (end, end));
    }

    #[test]
    fn what_was_hardly_anything_has_no_say_in_how_the_next_run_is_played() {
        let nothing = || {
            let trace = sample::blocking();
            run(Trace { events: Vec::new(), end: Instant::START, ..trace })
        };
        let bench = State { mode: Mode::Bench, origin: Origin::Bench, ..state(Motion::Full) };
        let bench = bench.apply(Action::Answer(Side::First, 0, nothing(), 0.0));
        let bench = bench.apply(Action::Edit(Side::First, "a".into()));
        let bench = bench.apply(Action::Answer(Side::First, 1, run(sample::blocking()), 5.0));
        assert_eq!(bench.phase(), Phase::Playing);
        assert_eq!(bench.playback.playback.speed(), Playback::of(bench.playback.playback.end()).speed());
    }

    #[test]
    fn a_frame_stands_where_its_attribute_says_and_has_its_machine() {
        let attribute = |name: &str| match name {
            "at" => Some("0.5".to_owned()),
            "machine" => Some("cores=2".to_owned()),
            "pressed" => Some(String::new()),
            _ => None,
        };
        let frame = with_runs(opened(Opens::Playing, Motion::Full).embedded(Embedding::read(attribute)));
        assert_eq!((frame.phase(), frame.playback.playback.cursor()), (Phase::Paused, at(0.5)));
        assert_eq!(*frame.machine, [("cores".to_owned(), "2".to_owned())]);
    }

    #[test]
    fn a_frame_that_waits_for_its_live_runs_plays_nothing_else() {
        let attribute = |name: &str| match name {
            "engine" => Some("live".to_owned()),
            "pressed" => Some(String::new()),
            _ => None,
        };
        let waits = with_runs(opened(Opens::Playing, Motion::Full).embedded(Embedding::read(attribute)));
        assert_eq!(waits.phase(), Phase::Running);
        let both = [sample::blocking(), sample::offloaded()].map(|trace| Shared::new(Run::new(trace, "".into())));
        let live = waits.clone().apply(Action::Live(Ok(both), 20.0));
        assert_eq!((live.phase(), live.live.is_some()), (Phase::Playing, true));
        let not = waits.apply(Action::Live(Err("no workers".into()), 20.0));
        assert_eq!((not.phase(), not.notice.as_deref()), (Phase::Playing, Some("no workers")));
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
    fn a_link_brings_its_texts_and_its_cursor() {
        let link = Link {
            files: vec![("a".into(), "one".into()), ("b".into(), "two".into())],
            machine: vec![("cores".into(), "2".into())],
            cursor: Some(0.5),
            compares: true,
            ..Link::default()
        };
        let state = state(Motion::Full).apply(Action::Open(Box::new(link)));
        assert_eq!((&*state.variants[0].source, &*state.variants[1].source), ("one", "two"));
        let state = state.apply(Action::Answer(Side::First, 1, run(sample::blocking()), 0.0)).apply(Action::Answer(
            Side::Second,
            1,
            run(sample::offloaded()),
            0.0,
        ));
        assert_eq!((state.phase(), state.playback.playback.cursor()), (Phase::Paused, Instant::from_secs_f64(0.5)));
    }

    #[test]
    fn a_fix_makes_a_comparison_of_the_bench_and_the_way_back_keeps_what_is_wanted() {
        let bench = State { mode: Mode::Bench, origin: Origin::Bench, ..state(Motion::Full) };
        let bench = bench.apply(Action::Answer(Side::First, 0, run(sample::blocking()), 0.0));
        assert_eq!((bench.mode, bench.phase()), (Mode::Bench, Phase::Playing));
        let pair = bench.apply(Action::CompareWith("fixed".into()));
        assert_eq!((pair.mode, pair.phase()), (Mode::Compare, Phase::Loading));
        let pair = pair.apply(Action::Answer(Side::Second, 1, run(sample::offloaded()), 5.0));
        assert_eq!(pair.phase(), Phase::Playing);
        let first = pair.clone().apply(Action::Keep(Side::First));
        assert_eq!((first.mode, first.sides().len()), (Mode::Bench, 1));
        let second = pair.apply(Action::Keep(Side::Second));
        assert_eq!(&*second.variant(Side::First).source, "fixed");
        assert!(!second.variant(Side::First).wants_run());
    }

    #[test]
    fn edits_move_the_mark_of_what_is_changed() {
        let state = loaded(Motion::Full);
        assert_eq!(&*state.changed[0], [2]);
        let source = state.variant(Side::First).source.clone();
        let state = state.apply(Action::Edit(Side::Second, source));
        assert!(state.changed[0].is_empty() && state.changed[1].is_empty());
    }

    fn asked() -> State {
        with_runs(opened(Opens::WithQuestion, Motion::Full))
    }

    #[test]
    fn while_it_is_asked_nothing_is_told_of_what_comes_later() {
        let state = asked();
        assert_eq!((state.slot, state.phase()), (Slot::Ask, Phase::Ready));
        assert_eq!(state.playback.at(1e9).cursor(), at(0.36));
        for side in Side::BOTH {
            let told = state.told(side).unwrap();
            assert!(told.trace.events.iter().all(|event| event.at <= at(0.36)));
            assert!(told.view.lanes.iter().flat_map(|lane| &lane.spans).all(|span| span.to <= at(0.36)));
            assert!(told.report.output.iter().all(|line| line.t <= 0.36));
            assert!(told.view.line_times.is_empty());
            assert_eq!(told.report.wall, 0.36);
        }
    }

    #[test]
    fn nothing_of_the_transport_leads_behind_the_moment_that_is_asked_about() {
        for command in [Command::End, Command::StepForward, Command::Seek(at(2.0))] {
            let state = asked().apply(Action::Playback(command, 20.0)).apply(Action::NextOutput(30.0));
            assert_eq!((state.slot, state.phase()), (Slot::Ask, Phase::Ready), "{command:?}");
            assert!(state.playback.at(1e9).cursor() <= at(0.36), "{command:?}");
        }
    }

    #[test]
    fn a_guess_is_played_from_there_and_judged_at_the_end() {
        let state = asked().apply(Action::Guess(1, 20.0));
        assert_eq!((state.slot, state.phase()), (Slot::Play { guess: Some(1) }, Phase::Playing));
        assert_eq!(state.playback.at(20.0).cursor(), at(0.36));
        assert!(state.told(Side::First).unwrap().report.wall > 2.0);
        let state = state.apply(Action::Playback(Command::End, 9e3));
        assert_eq!(state.slot, Slot::Verdict { guess: 1 });
        assert_eq!(state.apply(Action::GoOn).slot, Slot::Next);
    }

    #[test]
    fn just_playing_has_no_verdict() {
        let state = asked().apply(Action::Playback(Command::Toggle, 20.0));
        assert_eq!((state.slot, state.phase()), (Slot::Play { guess: None }, Phase::Playing));
        assert_eq!(state.apply(Action::Playback(Command::End, 9e3)).slot, Slot::Next);
    }

    #[test]
    fn with_reduced_motion_a_guess_is_judged_at_once() {
        let state = with_runs(opened(Opens::WithQuestion, Motion::Reduced)).apply(Action::Guess(2, 20.0));
        assert_eq!((state.slot, state.phase()), (Slot::Verdict { guess: 2 }, Phase::Ended));
    }

    #[test]
    fn an_edit_takes_the_question_away() {
        let state = asked().apply(Action::TryChange);
        assert_eq!((state.slot, state.veil()), (Slot::Next, None));
        assert_eq!(&*state.variant(Side::Second).source, "import time\n");
        assert!(state.known.is_none());
    }

    #[test]
    fn a_later_visit_rests_at_the_end() {
        let state = with_runs(opened(Opens::AtRest, Motion::Full));
        assert_eq!((state.slot, state.phase()), (Slot::Next, Phase::Ended));
    }
}
