//! The top line: whose page it is, which lesson, what runs it.

use super::embedded;
use super::route;
use super::share::ShareButtons;
use super::state::{Action, Origin, Side, State};
use super::texts;
use super::tools::Tools;
use crate::live::clock::now_ms;
use crate::machine::{Machine, Python};
use crate::trace::Engine;
use yew::prelude::*;

/// The top line.
pub fn header(tools: &Tools, state: &UseReducerHandle<State>) -> Html {
    let trace = state.shown(Side::First).map(|run| &run.trace);
    let machine = trace.map(|trace| &trace.machine);
    let is_live = trace.is_some_and(|trace| trace.engine == Engine::Live);
    let chip = if is_live {
        html! { <span class="chip">{ texts::LIVE_CHIP }</span> }
    } else {
        let default = Machine::default();
        let machine = machine.unwrap_or(&default);
        html! {
            <span class="chip">
                { texts::MODEL }
                <span class="chip__machine">{ " · " }{ texts::machine_chip(machine.python.name(), machine.cores) }</span>
                { from_documentation(machine.python) }
            </span>
        }
    };
    let logo = html! {
        <svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true">
            <path d="M1 11h6l2 4 4-13 4 15 2-6h6" />
        </svg>
    };
    if state.embedding.is_some() {
        return embedded::bar(state, logo, chip);
    }
    let (other, name_of_other) = match state.origin {
        Origin::Lesson => (route::code(), texts::TO_YOUR_CODE),
        Origin::Bench => (route::map(), texts::ALL_LESSONS),
    };
    let first = html! {
        <>
            <p class="menu__chip">{ chip.clone() }</p>
            <a class="menu__item menu__item--other" href={other.clone()}>{ name_of_other }</a>
        </>
    };
    html! {
        <header class="header">
            <a class="header__logo" href={route::front()}>
                { logo }
                { texts::NAME }
            </a>
            if state.origin == Origin::Lesson {
                <a class="header__lesson" href={route::map()} title={texts::ALL_LESSONS}>
                    <span class="header__place">{ texts::place(&state.lesson) }</span>
                    <span class="header__title">{ &state.lesson.title }</span>
                </a>
            } else {
                <span class="header__lesson"><h1 class="header__title">{ &state.lesson.title }</h1></span>
            }
            <span class="header__space" />
            if !state.missing.is_empty() {
                <details class="header__missing">
                    <summary class="chip">{ texts::MODEL_ONLY }</summary>
                    <div class="header__why">
                        { for state.missing.iter().map(|sentence| html! { <p key={sentence.clone()}>{ sentence }</p> }) }
                    </div>
                </details>
            }
            { chip }
            if is_live {
                <button class="button button--small header__back" onclick={tools.on(|| Action::ShowModel(now_ms()))}>
                    { texts::BACK_TO_MODEL }
                </button>
            }
            <a class="button button--small header__other" href={other.clone()}>{ name_of_other }</a>
            <ShareButtons state={state.clone()} {first} />
        </header>
    }
}

/// The mark of a version that nobody could measure.
pub fn from_documentation(python: Python) -> Html {
    if python.is_recorded() {
        return Html::default();
    }
    html! { <span class="documented" title={texts::FROM_DOCUMENTATION_WHY}>{ texts::FROM_DOCUMENTATION }</span> }
}
