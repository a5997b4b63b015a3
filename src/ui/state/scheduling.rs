//! The visitor is the scheduler: of the first program is shown what has been decided so far, and nothing that comes later.
//!
//! 1. The engine plays the choices made so far, and what comes after them as it comes by itself; of that run everything up to
//!    the next decision is shown.
//! 2. A choice that is what happens by itself shows more of the same run; any other one is played anew.
//! 3. Taking a choice back, or all of them, leads to a run that begins with what is left.

use super::{Mode, Motion, Run, Side, State};
use crate::live::engine::{Explored, Played};
use crate::model::{Choice, Decision, Schedule};
use crate::playback::{Anchored, Command, Playback, SPEEDS};
use crate::syscall::ThreadId;
use crate::time::Instant;
use crate::trace::What;
use crate::ui::shared::Shared;
use std::rc::Rc;

/// What has been decided is played on within about this time, in seconds.
const PLAYED_WITHIN: f64 = 0.7;

/// The visitor as scheduler. Two are the same when as much has happened in both.
#[derive(Clone, Debug)]
pub struct Scheduling {
    /// How often it has changed.
    changes: u32,
    /// The choices made.
    pub choices: Rc<[Choice]>,
    /// Whether the rest of the run comes by itself.
    pub is_left: bool,
    /// Which run is wanted: counts those that were.
    pub wanted: u32,
    /// Which one is there.
    answered: Option<u32>,
    /// What is asked, and as which question; the last one, while the run after it is on its way.
    asked: Option<(usize, Decision)>,
    /// The run that the choices lead to.
    played: Option<Shared<PlayedRun>>,
    /// What of it is shown.
    shown: Option<Shared<Run>>,
    /// What all schedules can come to, once somebody has asked.
    pub explored: Option<Result<Rc<Explored>, Rc<str>>>,
    /// Why there is no run.
    pub problem: Option<Rc<str>>,
    /// What the page was before.
    before: Mode,
}

impl PartialEq for Scheduling {
    fn eq(&self, other: &Self) -> bool {
        self.changes == other.changes
    }
}

/// A run by a schedule.
#[derive(Debug)]
pub struct PlayedRun {
    run: Shared<Run>,
    decisions: Vec<Decision>,
    is_cut: bool,
}

impl PlayedRun {
    /// Of what the engine answered and the text that ran.
    pub fn of(played: Played, source: Rc<str>) -> Self {
        let Played { ran, decisions, is_cut } = played;
        Self { run: Shared::new(Run::of(ran, source)), decisions, is_cut }
    }
}

/// What the visitor does as scheduler.
#[derive(Clone, Debug)]
pub enum ScheduleAction {
    /// Begins.
    Enter,
    /// Goes back to the run that chance made.
    Leave,
    /// This thread goes on.
    Pick(ThreadId),
    /// The last choice is taken back.
    Back,
    /// All choices are taken back.
    Again,
    /// The rest comes by itself.
    LeaveTheRest,
    /// A schedule that was found.
    Show(Schedule),
    /// The run that was wanted as that number is there.
    Played(u32, Result<Shared<PlayedRun>, Rc<str>>),
    /// What all schedules can come to.
    Explored(Result<Rc<Explored>, Rc<str>>),
}

impl Scheduling {
    /// The decision that is to be taken now; none while the run up to it is on its way.
    pub fn next(&self) -> Option<&Decision> {
        if self.answered != Some(self.wanted) {
            return None;
        }
        let last = self.choices.last().map(|choice| choice.point);
        let is_next = |decision: &&Decision| last.is_none_or(|last| decision.point > last);
        self.played.as_ref().filter(|_| !self.is_left)?.decisions.iter().find(is_next)
    }

    /// What is asked, and as which question, counted from 1.
    pub fn asked(&self) -> Option<&(usize, Decision)> {
        self.asked.as_ref()
    }

    /// The run that is shown; none before the engine has answered.
    pub fn shown(&self) -> Option<&Shared<Run>> {
        self.shown.as_ref()
    }

    /// Whether it is over: nothing is left to be decided.
    pub fn is_over(&self) -> bool {
        self.shown.is_some() && self.answered == Some(self.wanted) && self.next().is_none()
    }

    /// Whether the run went on by itself because nobody can take so many decisions.
    pub fn is_cut(&self) -> bool {
        !self.is_left && self.is_over() && self.played.as_ref().is_some_and(|played| played.is_cut)
    }

    /// Python's name of a thread.
    pub fn name(&self, thread: ThreadId) -> &str {
        let events = self.played.iter().flat_map(|played| &played.run.trace.events);
        let mut names = events.filter(|event| event.thread == thread).filter_map(|event| match &event.what {
            What::ThreadStarted { name, .. } => Some(name.as_str()),
            _ => None,
        });
        names.next().unwrap_or_default()
    }

    fn look(&mut self) {
        let Some(played) = &self.played else { return };
        let next = self.next().cloned();
        let until = next.as_ref().map(|decision| decision.at);
        let run = until.map_or_else(|| played.run.clone(), |at| Shared::new(played.run.until(at)));
        self.shown = Some(run);
        self.asked = next.map(|decision| (self.choices.len() + 1, decision));
    }

    /// Other choices: whether they want another run.
    fn choose(&mut self, choices: Vec<Choice>) {
        self.choices = choices.into();
        self.wanted += 1;
        self.is_left = false;
    }
}

impl State {
    /// Whether it can be offered that the visitor is the scheduler.
    pub fn offers_scheduling(&self) -> bool {
        let first = self.variant(Side::First);
        let shares = first.run.as_ref().is_some_and(|run| run.shares);
        let is_quiet = first.problem.is_none() && self.veil().is_none() && !self.is_comparison_of_fixes();
        self.scheduling.is_some()
            || (shares && is_quiet && self.embedding.is_none() && self.live.is_none() && !self.awaits_live)
    }

    fn is_comparison_of_fixes(&self) -> bool {
        self.origin == super::Origin::Bench && self.mode == Mode::Compare
    }

    /// Another program, or another machine: there is nothing left to decide about.
    pub(super) fn stop_scheduling(&mut self) {
        if let Some(scheduling) = self.scheduling.take() {
            self.mode = scheduling.before;
        }
    }

    pub(super) fn schedule(&mut self, action: ScheduleAction, now: f64) {
        if matches!(action, ScheduleAction::Enter) {
            if self.scheduling.is_none() {
                self.scheduling = Some(Scheduling {
                    changes: 0,
                    choices: Rc::new([]),
                    is_left: false,
                    wanted: 0,
                    answered: None,
                    asked: None,
                    played: None,
                    shown: None,
                    explored: None,
                    problem: None,
                    before: self.mode,
                });
                self.mode = Mode::Bench;
                self.play(Command::Pause, now);
            }
            return;
        }
        let Some(scheduling) = &mut self.scheduling else { return };
        scheduling.changes += 1;
        let before = scheduling.shown.as_ref().map(|run| run.view.end);
        match action {
            ScheduleAction::Enter => {}
            ScheduleAction::Leave => {
                self.stop_scheduling();
                return self.rest(now);
            }
            ScheduleAction::Pick(thread) => {
                let Some((point, by_itself)) = scheduling.next().map(|next| (next.point, next.chosen == thread)) else {
                    return;
                };
                let choice = Choice { point, thread };
                let choices: Vec<Choice> = scheduling.choices.iter().copied().chain([choice]).collect();
                if !by_itself {
                    return scheduling.choose(choices);
                }
                scheduling.choices = choices.into();
            }
            ScheduleAction::Back => {
                // The run goes on as far as it was left to itself.
                if !std::mem::take(&mut scheduling.is_left) {
                    let left = scheduling.choices.len().saturating_sub(1);
                    return scheduling.choose(scheduling.choices[..left].to_vec());
                }
            }
            ScheduleAction::Again => return scheduling.choose(Vec::new()),
            ScheduleAction::LeaveTheRest => scheduling.is_left = true,
            ScheduleAction::Show(schedule) => {
                scheduling.choose(schedule.choices);
                scheduling.is_left = true;
                return;
            }
            ScheduleAction::Played(wanted, _) if wanted != scheduling.wanted => return,
            ScheduleAction::Played(wanted, Ok(played)) => {
                scheduling.played = Some(played);
                scheduling.answered = Some(wanted);
                scheduling.problem = None;
            }
            ScheduleAction::Played(_, Err(why)) => {
                scheduling.problem = Some(why);
                return;
            }
            ScheduleAction::Explored(explored) => {
                scheduling.explored = Some(explored);
                return;
            }
        }
        scheduling.look();
        self.play_on(before.unwrap_or_default(), now);
    }

    /// Plays what is new since a moment; with reduced motion it is there at once.
    fn play_on(&mut self, from: Instant, now: f64) {
        let end = self.measure();
        self.playback = Anchored { playback: Playback::of(end), wall_ms: now };
        if self.motion == Motion::Reduced || from >= end {
            return self.play(Command::End, now);
        }
        self.play(Command::Seek(from), now);
        let least = (end.since(from).as_secs_f64() / PLAYED_WITHIN).max(self.playback.playback.speed());
        let speed = SPEEDS.into_iter().find(|speed| *speed >= least);
        self.play(Command::SetSpeed(speed.unwrap_or(least.ceil())), now);
        self.play(Command::Play, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson;
    use crate::live::engine::Ran;
    use crate::model::Candidate;
    use crate::syscall::Line;
    use crate::timeline::sample;
    use crate::ui::slot::Opens;
    use crate::ui::state::{Action, Origin};

    const A: ThreadId = ThreadId(1);
    const B: ThreadId = ThreadId(2);

    fn at(seconds: f64) -> Instant {
        Instant::from_secs_f64(seconds)
    }

    fn decision(point: u32, seconds: f64) -> Decision {
        let candidates = [A, B].map(|thread| Candidate { thread, line: Line { file: 0, line: 2 } }).to_vec();
        Decision { point, at: at(seconds), holder: Some(A), candidates, chosen: A }
    }

    fn played() -> Shared<PlayedRun> {
        let ran = Ran { trace: sample::blocking(), findings: Vec::new(), shares: true };
        let decisions = vec![decision(3, 0.4), decision(7, 1.2)];
        Shared::new(PlayedRun::of(Played { ran, decisions, is_cut: false }, "".into()))
    }

    /// A lesson's comparison whose first program shares state, or a bench.
    fn page(origin: Origin) -> State {
        let lesson = lesson::sample::lesson([("one", "one.py"), ("two", "two.py")], None);
        let run = |shares| Shared::new(Run { shares, ..Run::new(sample::offloaded(), "".into()) });
        State::new(lesson, Opens::AtRest, Motion::Full, origin)
            .apply(Action::Answer(Side::First, 0, Ok(run(true)), 0.0))
            .apply(Action::Answer(Side::Second, 0, Ok(run(false)), 0.0))
    }

    fn does(state: State, action: ScheduleAction) -> State {
        state.apply(Action::Schedule(action, 0.0))
    }

    fn entered(origin: Origin) -> State {
        does(does(page(origin), ScheduleAction::Enter), ScheduleAction::Played(0, Ok(played())))
    }

    fn scheduling(state: &State) -> &Scheduling {
        state.scheduling.as_ref().expect("the visitor is the scheduler")
    }

    #[test]
    fn it_is_offered_where_threads_share_state_and_not_while_something_else_is_shown() {
        let page = page(Origin::Bench);
        assert!(page.offers_scheduling());
        let alone = Shared::new(Run::new(sample::blocking(), "".into()));
        assert!(!page.clone().apply(Action::Answer(Side::First, 0, Ok(alone), 0.0)).offers_scheduling());
        assert!(!page.apply(Action::CompareWith("".into())).offers_scheduling());
    }

    #[test]
    fn nothing_after_the_next_decision_is_shown_and_a_choice_that_comes_by_itself_wants_no_other_run() {
        let state = entered(Origin::Bench);
        assert_eq!(scheduling(&state).next().map(|next| next.point), Some(3));
        assert_eq!(state.told(Side::First).unwrap().view.end, at(0.4));
        let state = does(state, ScheduleAction::Pick(A));
        assert_eq!((scheduling(&state).wanted, scheduling(&state).next().map(|next| next.point)), (0, Some(7)));
        assert_eq!(state.told(Side::First).unwrap().view.end, at(1.2));
        let state = does(state, ScheduleAction::Pick(A));
        assert!(scheduling(&state).is_over());
        assert!(state.told(Side::First).unwrap().view.end > at(2.0));
        assert_eq!(state.playback.playback.end(), state.told(Side::First).unwrap().view.end);
    }

    #[test]
    fn another_choice_wants_another_run_and_an_answer_to_an_older_wish_does_not_count() {
        let state = does(entered(Origin::Bench), ScheduleAction::Pick(B));
        assert_eq!(
            (scheduling(&state).wanted, &*scheduling(&state).choices),
            (1, &[Choice { point: 3, thread: B }][..])
        );
        let hasty = does(state.clone(), ScheduleAction::Pick(B));
        assert_eq!(scheduling(&hasty).choices.len(), 1, "what comes next is not known before the run is there");
        let late = does(state.clone(), ScheduleAction::Played(0, Err("late".into())));
        assert_eq!(scheduling(&late).problem, None);
        let state = does(state, ScheduleAction::Back);
        assert_eq!((scheduling(&state).wanted, scheduling(&state).choices.len()), (2, 0));
    }

    #[test]
    fn what_was_left_to_itself_is_taken_back_before_any_choice() {
        let state = does(does(entered(Origin::Bench), ScheduleAction::Pick(A)), ScheduleAction::LeaveTheRest);
        assert!(scheduling(&state).is_over());
        let state = does(state, ScheduleAction::Back);
        assert_eq!((scheduling(&state).choices.len(), scheduling(&state).next().map(|next| next.point)), (1, Some(7)));
    }

    #[test]
    fn leaving_it_or_editing_brings_the_run_of_chance_back_and_the_comparison() {
        let state = entered(Origin::Lesson);
        assert_eq!((state.mode, state.sides().len()), (Mode::Bench, 1));
        for action in [Action::Schedule(ScheduleAction::Leave, 0.0), Action::Edit(Side::First, "x".into())] {
            let state = state.clone().apply(action);
            assert_eq!((state.mode, state.scheduling.is_none()), (Mode::Compare, true));
            assert_eq!(state.shown(Side::First), state.variant(Side::First).run.as_ref());
        }
    }
}
