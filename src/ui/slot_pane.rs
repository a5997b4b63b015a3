//! The slot's element: see [`super::slot`] for its four states.

use super::headline::{Said, Say};
use super::route;
use super::shared::Shared;
use super::slot::Slot;
use super::staging::StageAction;
use super::state::{Action, Run, Side, Tab};
use super::texts;
use super::tools::use_tools;
use crate::lesson::{Lesson, Question};
use crate::live::clock::now_ms;
use crate::playback::Command;
use crate::scenario::Tone;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Properties of [`SlotPane`].
#[derive(PartialEq, Properties)]
pub struct SlotPaneProps {
    /// The lesson.
    pub lesson: Shared<Lesson>,
    /// What is shown.
    pub slot: Slot,
    /// Whether there is something to play yet.
    pub is_loading: bool,
    /// Whether the text of the lesson's edit is what is there already.
    pub is_changed: bool,
    /// What may be told of the runs.
    pub runs: [Option<Shared<Run>>; 2],
}

/// The slot.
#[component]
pub fn SlotPane(props: &SlotPaneProps) -> Html {
    let tools = use_tools();
    let place = use_node_ref();
    use_focus_kept(props.slot, &place);
    let inside = match (props.slot, &props.lesson.question) {
        (Slot::Ask, Some(question)) => {
            let answer = |(index, text): (usize, &String)| {
                let guess = tools.on(move || Action::Guess(index, now_ms()));
                html! {
                    <button key={index} class="slot__answer" disabled={props.is_loading} onclick={guess}>{ text }</button>
                }
            };
            html! {
                <>
                    <div class="slot__answers" role="group" aria-label={question.text.clone()}>
                        { for question.answers.iter().enumerate().map(answer) }
                    </div>
                    <button class="slot__quiet" disabled={props.is_loading} onclick={tools.command(Command::Play)}>
                        { texts::JUST_PLAY }
                    </button>
                </>
            }
        }
        (Slot::Verdict { guess }, Some(question)) => {
            let (class, mark) =
                if guess == question.right as usize { ("good", Tone::Good) } else { ("bad", Tone::Bad) };
            html! {
                <>
                    <p class="slot__verdict">
                        <b {class}>{ texts::mark(mark) }{ " " }{ said(question, guess) }</b>
                        { " " }
                        <span>{ question.verdict(guess) }</span>
                    </p>
                    <button class="button slot__on" onclick={tools.on(|| Action::GoOn)}>{ texts::GO_ON }</button>
                </>
            }
        }
        (Slot::Next, _) => next(props, &tools),
        _ => html! {
            <p class="slot__now">
                <span class="slot__pulse">{ texts::PULSE }</span>
                { for Side::BOTH.map(|side| waits(&props.lesson, side, props.runs[side.index()].as_ref())) }
            </p>
        },
    };
    html! {
        <div ref={place} class={classes!("slot", format!("slot--{}", props.slot.name()))} data-slot={props.slot.name()} tabindex="-1">
            { inside }
        </div>
    }
}

/// What was guessed and what it was; for a right guess, that it was.
fn said(question: &Question, guess: usize) -> String {
    let answer = |index: usize| question.answers.get(index).map_or("", String::as_str);
    texts::guessed(answer(guess), answer(question.right as usize))
}

/// What there is to do when all of it was seen.
fn next(props: &SlotPaneProps, tools: &super::tools::Tools) -> Html {
    let why = {
        let dispatch = tools.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Show(Tab::Why));
            let drawer =
                super::media::window().document().and_then(|page| page.query_selector(".drawer").ok().flatten());
            if let Some(drawer) = drawer {
                drawer.scroll_into_view();
            }
        })
    };
    html! {
        <>
            <button class="button" disabled={props.is_loading} onclick={tools.command(Command::Play)}>{ texts::PLAY_AGAIN }</button>
            <button class="button slot__live" disabled={props.is_loading} onclick={tools.on(|| Action::Stage(StageAction::Open))}>
                <i class="transport__dot" aria-hidden="true" />{ texts::RUN_LIVE }
            </button>
            <button class="button" onclick={why}>{ texts::WHY }</button>
            if let Some(change) = &props.lesson.change {
                <button
                    class="button slot__try"
                    disabled={props.is_changed}
                    title={change.title.clone()}
                    onclick={tools.on(|| Action::TryChange)}
                >
                    { texts::TRY }<span class="slot__change">{ &change.title }</span>
                </button>
            }
            if let Some(link) = &props.lesson.next {
                <a class="button button--primary slot__next" href={route::lesson(&link.slug)}>
                    { texts::NEXT }<span class="slot__title">{ &link.title }</span>{ " →" }
                </a>
            } else {
                <a class="button button--primary slot__next" href={route::map()}>{ texts::ALL_LESSONS }{ " →" }</a>
            }
        </>
    }
}

/// Who waits for the loop, as of the cursor.
fn waits(lesson: &Lesson, side: Side, run: Option<&Shared<Run>>) -> Html {
    let Some(variant) = lesson.variants.get(side.index()) else { return Html::default() };
    let tone = match variant.tone {
        Tone::Plain => "",
        Tone::Bad => "bad",
        Tone::Good => "good",
    };
    let shown = run.cloned();
    let say = move |cursor| shown.as_ref().map_or(String::new(), |run| texts::waits(&run.view, &run.report, cursor));
    html! {
        <span class="slot__half">
            <span class={tone}>{ &variant.name }</span>{ ": " }
            <Said class="slot__waits" say={Say::new(&[run.cloned(), None], say)} />
        </span>
    }
}

/// Who pressed a button of the slot keeps the focus in it when that button goes away: on the first of what is there now.
#[hook]
fn use_focus_kept(slot: Slot, place: &NodeRef) {
    let before = use_mut_ref(|| None::<Slot>);
    let was_inside = {
        let place = place.cast::<Element>();
        let focused = super::media::window().document().and_then(|page| page.active_element());
        place.is_some_and(|place| place.contains(focused.as_ref().map(|element| element.as_ref())))
    };
    let place = place.clone();
    use_effect_with((slot, was_inside), move |(slot, was_inside)| {
        if before.replace(Some(*slot)).is_none_or(|before| before == *slot) || !was_inside {
            return;
        }
        let Some(place) = place.cast::<HtmlElement>() else { return };
        let first = place.query_selector("button:not(:disabled), a").ok().flatten();
        let target = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()).unwrap_or(place);
        // What can't have the focus does not get it.
        let _ = target.focus();
    });
}
