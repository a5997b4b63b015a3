//! What the comparison shows, in one sentence whose numbers count with the cursor, and one line below it.

use super::shared::Shared;
use super::state::{Run, Side, State};
use super::texts;
use super::tools::use_tools;
use crate::scenario::Tone;
use crate::time::{Duration, Instant};
use crate::timeline::heartbeat::HOLD;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// The headline and the line below it: what is shown of the run with the trouble, and of the one without.
pub fn headline(state: &State) -> Html {
    let head = &state.scenario.head;
    let [first, second] = Side::BOTH.map(|side| state.shown(side));
    let shows = |run: Option<&Shared<Run>>, held: bool| run.is_none_or(|run| is_held(run) == held);
    let pieces: Vec<(Tone, String)> = if !head.headline.is_empty() && shows(first, true) && shows(second, false) {
        head.headline.iter().map(|piece| (piece.tone, piece.text.clone())).collect()
    } else {
        let has_loop = |run: Option<&Shared<Run>>| run.is_none_or(|run| !run.report.loops.is_empty());
        let half = |index: usize, run| texts::plain_headline(&head.variants[index].name, has_loop(run));
        vec![(Tone::Plain, half(0, first)), (Tone::Plain, half(1, second))]
    };
    let number_of = |index: usize, tone: Tone| {
        // Where no tone says whose number it is, the first half is the first variant's.
        let is_firsts = tone == Tone::Bad || tone == Tone::Plain && index == 0;
        if is_firsts { first } else { second }
    };
    let piece = |(index, (tone, text)): (usize, &(Tone, String))| {
        let run = number_of(index, *tone);
        html! { <span key={index} class={tone_class(*tone)}>{ filled(text, run) }{ " " }</span> }
    };
    let half = |tone: Tone, name: &str, run: Option<&Shared<Run>>| {
        html! {
            <span class="headline__half">
                <span class={tone_class(tone)}>{ name.to_owned() }</span>{ ": " }{ waits(run) }
            </span>
        }
    };
    html! {
        <div class="headline">
            <h1 class="headline__sentence">{ for pieces.iter().enumerate().map(piece) }</h1>
            <p class="headline__below">
                <span class="headline__pulse">{ texts::PULSE }</span>
                { half(head.variants[0].tone, &head.variants[0].name, first) }
                { half(head.variants[1].tone, &head.variants[1].name, second) }
            </p>
        </div>
    }
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

/// A text with `{held}` in it, which counts until the cursor has passed the longest hold.
fn filled(text: &str, run: Option<&Shared<Run>>) -> Html {
    let Some((before, after)) = text.split_once("{held}") else {
        return html! { { texts::fill(text, run.map(|r| &r.report), None) } };
    };
    let shown = run.cloned();
    let say = move |cursor| match &shown {
        Some(run) => texts::fill("{held}", Some(&run.report), held_until(run, cursor)),
        None => texts::fill("{held}", None, None),
    };
    html! {
        <>
            { before.to_owned() }
            <Said class="headline__number" say={Say::new(run.cloned(), say)} />
            { after.to_owned() }
        </>
    }
}

/// The longest hold as of the cursor; none once it is over, because then the report says it.
fn held_until(run: &Run, cursor: Instant) -> Option<Duration> {
    let beat = run.view.heartbeat.as_ref()?;
    let longest = beat.holds.iter().max_by_key(|h| h.to.since(h.from))?;
    (cursor < longest.to).then(|| {
        let so_far = beat.holds.iter().map(|h| h.to.min(cursor).since(h.from)).max();
        so_far.unwrap_or_default()
    })
}

/// Who waits for the loop, as of the cursor.
fn waits(run: Option<&Shared<Run>>) -> Html {
    let shown = run.cloned();
    let say = move |cursor| shown.as_ref().map_or(String::new(), |run| texts::waits(&run.view, &run.report, cursor));
    html! { <Said class="headline__waits" say={Say::new(run.cloned(), say)} /> }
}

/// A text that depends on the cursor and on a run.
#[derive(Clone)]
pub struct Say {
    run: Option<Shared<Run>>,
    say: Rc<dyn Fn(Instant) -> String>,
}

impl Say {
    /// What `say` says of `run`.
    pub fn new(run: Option<Shared<Run>>, say: impl Fn(Instant) -> String + 'static) -> Self {
        Self { run, say: Rc::new(say) }
    }
}

impl PartialEq for Say {
    fn eq(&self, other: &Self) -> bool {
        self.run == other.run
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
