//! What the comparison shows, in one sentence whose numbers count with the cursor.

use super::shared::Shared;
use super::slot::Slot;
use super::state::{Mode, Origin, Run, Side, State};
use super::texts;
use super::tools::use_tools;
use crate::lesson::{Lesson, Program};
use crate::scenario::Tone;
use crate::scenario::judge;
use crate::time::{Duration, Instant};
use crate::timeline::heartbeat::HOLD;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// The headline; while something is asked, the question.
pub fn headline(state: &State) -> Html {
    let lesson = &state.lesson;
    if let (Slot::Ask, Some(question)) = (state.slot, &lesson.question) {
        let class = texts::headline_class(&[&question.text]);
        return html! { <div class="headline"><h1 {class}>{ &question.text }</h1></div> };
    }
    let [first, second] = Side::BOTH.map(|side| state.shown(side));
    let has_loop = |run: Option<&Shared<Run>>| run.is_none_or(|run| !run.report.loops.is_empty());
    let shows = |run: Option<&Shared<Run>>, held: bool| run.is_none_or(|run| is_held(run) == held);
    let as_it_was = Side::BOTH.iter().all(|side| state.is_original(*side));
    let is_about_holds = lesson.headline.iter().any(|piece| piece.text.contains("{held}"));
    let as_it_was = as_it_was && state.mode == Mode::Compare;
    let is_one = state.mode == Mode::Bench;
    // No sentence about what has not run yet; what a lesson's programs do was known before.
    let is_open = state.sides().iter().any(|side| state.shown(*side).is_none());
    let pieces: Vec<(Tone, String)> = if is_open && !as_it_was {
        vec![(Tone::Plain, lesson.title.clone())]
    } else if is_one {
        let name = if state.origin == Origin::Bench { texts::THIS_PROGRAM } else { state.name(Side::First) };
        vec![(Tone::Plain, texts::plain_headline(name, has_loop(first)))]
    } else if as_it_was || is_about_holds && shows(first, true) && shows(second, false) {
        lesson.headline.iter().map(|piece| (piece.tone, piece.text.clone())).collect()
    } else {
        let half = |index: usize, run| texts::plain_headline(&lesson.variants[index].name, has_loop(run));
        vec![(Tone::Plain, half(0, first)), (Tone::Plain, half(1, second))]
    };
    let runs = Side::BOTH.map(|side| state.shown(side).cloned());
    let piece = |(index, (tone, text)): (usize, &(Tone, String))| {
        let whose = lesson.variant_of(index, *tone);
        html! { <span key={index} class={tone_class(*tone)}>{ counting(text, lesson, (index, whose), &runs) }{ " " }</span> }
    };
    let words: Vec<&str> = pieces.iter().map(|(_, text)| text.as_str()).collect();
    html! {
        <div class="headline">
            <h1 class={texts::headline_class(&words)}>
                { for pieces.iter().enumerate().map(piece) }
            </h1>
        </div>
    }
}

/// A text whose facts, between braces, count with the cursor. `piece` is its index, and that of the variant whose facts
/// they are.
fn counting(text: &str, lesson: &Shared<Lesson>, piece: (usize, usize), runs: &[Option<Shared<Run>>; 2]) -> Html {
    if !text.contains('{') {
        return html! { { text } };
    }
    let (text, lesson, all) = (text.to_owned(), lesson.clone(), runs.clone());
    let (index, whose) = piece;
    let say = move |cursor| {
        let name = |index: usize| lesson.variants.get(index).map_or("", Program::stem);
        let runs = || all.iter().enumerate().filter_map(|(index, run)| Some((name(index), run.as_ref()?)));
        if all[whose].is_none() {
            // As on the static page.
            return lesson.headline_at_first.get(index).cloned().unwrap_or_default();
        }
        let known: Vec<_> = runs().map(|(name, run)| (name, run.report_until(cursor))).collect();
        let known: Vec<_> = known.iter().map(|(name, report)| (*name, &**report)).collect();
        let reports: Vec<_> = runs().map(|(name, run)| (name, &run.report)).collect();
        judge::fill_known(&text, name(whose), &reports[..], &known[..])
    };
    html! { <Said class="headline__number" say={Say::new(runs, say)} /> }
}

fn is_held(run: &Run) -> bool {
    run.report.loops.first().is_some_and(|l| Duration::from_secs_f64(l.longest_callback) > HOLD)
}

fn tone_class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Bad => Some("bad"),
        Tone::Good => Some("good"),
    }
}

/// A text that depends on the cursor and on runs.
#[derive(Clone)]
pub struct Say {
    runs: [Option<Shared<Run>>; 2],
    say: Rc<dyn Fn(Instant) -> String>,
}

impl Say {
    /// What `say` says of runs.
    pub fn new(runs: &[Option<Shared<Run>>; 2], say: impl Fn(Instant) -> String + 'static) -> Self {
        Self { runs: runs.clone(), say: Rc::new(say) }
    }
}

impl PartialEq for Say {
    fn eq(&self, other: &Self) -> bool {
        self.runs == other.runs
    }
}

/// Properties of [`Said`].
#[derive(PartialEq, Properties)]
pub struct SaidProps {
    /// The class of its element.
    pub class: &'static str,
    /// What it says.
    pub say: Say,
}

/// A text that follows the cursor: its element's text is set when it changes, nothing is rendered anew.
#[component]
pub fn Said(props: &SaidProps) -> Html {
    let tools = use_tools();
    let element = use_node_ref();
    // Said at once, so that nothing moves when it is said by the frames.
    let first = (props.say.say)(tools.frames.cursor());
    use_effect_with(props.say.clone(), {
        let element = element.clone();
        move |say| {
            let said = RefCell::new(None);
            let say = say.say.clone();
            let following = tools.frames.follow(move |cursor| {
                let text = say(cursor);
                if said.borrow().as_ref() != Some(&text)
                    && let Some(node) = element.get().and_then(|element| element.first_child())
                {
                    node.set_node_value(Some(&text));
                    *said.borrow_mut() = Some(text);
                }
            });
            move || drop(following)
        }
    });
    html! { <span ref={element} class={props.class}>{ first }</span> }
}
