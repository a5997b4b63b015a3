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
                { row(tools, texts::STEP_BY, Step::ALL, choices.step, texts::step, |step| Choices { step, ..choices }) }
                { row(tools, texts::THEME, Theme::ALL, choices.theme, texts::theme, |theme| Choices { theme, ..choices }) }
                { row(tools, texts::SOUND, [Sound::Off, Sound::On], choices.sound, texts::sound, |sound| Choices { sound, ..choices }) }
                <p class="menu__what">{ texts::SOUND_WHAT }</p>
                <button class="menu__item" onclick={tools.on(|| Action::Keys(Keys::Shown))}>{ texts::KEYS }</button>
            </div>
        </>
    }
}

/// A name and what there is to choose from.
fn row<T: Copy + PartialEq>(
    tools: &Tools,
    name: &'static str,
    all: impl IntoIterator<Item = T>,
    chosen: T,
    text: fn(T) -> &'static str,
    with: impl Fn(T) -> Choices,
) -> Html {
    html! {
        <div class="menu__row" role="group" aria-label={name}>
            <span class="menu__name">{ name }</span>
            { for all.into_iter().map(|one| choice(tools, text(one), one == chosen, with(one))) }
        </div>
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
