//! The menu "⋯" of the top line: what has no room there, and what is chosen for this device.

use super::choices::{Choices, Sound, Step, Theme};
use super::state::{Action, Keys};
use super::storage;
use super::texts;
use super::tools::Tools;
use yew::prelude::*;

const ID: &str = "more";

/// The button and what it opens: first what else is to be done with this page, then what is the same for all pages.
pub fn menu(tools: &Tools, choices: Choices, first: Html) -> Html {
    html! {
        <>
            <button class="button button--small header__menu" popovertarget={ID} aria-label={texts::MORE} title={texts::MORE}>
                { "⋯" }
            </button>
            <div id={ID} class="menu" popover="auto" role="group" aria-label={texts::MORE}>
                { first }
                <div class="menu__row" role="group" aria-label={texts::STEP_BY}>
                    <span class="menu__name">{ texts::STEP_BY }</span>
                    { for Step::ALL.map(|step| {
                        let is_chosen = step == choices.step;
                        choice(tools, texts::step(step), is_chosen, Choices { step, ..choices })
                    }) }
                </div>
                <div class="menu__row" role="group" aria-label={texts::THEME}>
                    <span class="menu__name">{ texts::THEME }</span>
                    { for Theme::ALL.map(|theme| {
                        let is_chosen = theme == choices.theme;
                        choice(tools, texts::theme(theme), is_chosen, Choices { theme, ..choices })
                    }) }
                </div>
                <div class="menu__row" role="group" aria-label={texts::SOUND}>
                    <span class="menu__name">{ texts::SOUND }</span>
                    { for [Sound::Off, Sound::On].map(|sound| {
                        let is_chosen = sound == choices.sound;
                        choice(tools, texts::sound(sound), is_chosen, Choices { sound, ..choices })
                    }) }
                </div>
                <p class="menu__what">{ texts::SOUND_WHAT }</p>
                <button class="menu__item" onclick={tools.on(|| Action::Keys(Keys::Shown))}>{ texts::KEYS }</button>
            </div>
        </>
    }
}

fn choice(tools: &Tools, name: &'static str, is_chosen: bool, to: Choices) -> Html {
    let dispatch = tools.dispatch.clone();
    let choose = Callback::from(move |_: MouseEvent| {
        storage::keep_choices(to);
        dispatch.dispatch(Action::Choose(to));
    });
    html! {
        <button key={name} class="menu__choice" aria-pressed={is_chosen.to_string()} onclick={choose}>{ name }</button>
    }
}
