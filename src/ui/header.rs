//! The top line: whose page it is, which lesson, what runs it.

use super::shared::Shared;
use super::state::{Action, Keys, Run};
use super::texts;
use super::tools::use_tools;
use crate::live::clock::now_ms;
use crate::trace::Engine;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Header`].
#[derive(PartialEq, Properties)]
pub struct HeaderProps {
    /// The lesson.
    pub title: AttrValue,
    /// A run, for its machine.
    pub run: Option<Shared<Run>>,
    /// What this browser cannot do.
    pub missing: Rc<[String]>,
}

/// The top line.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let tools = use_tools();
    let machine = props.run.as_ref().map(|run| &run.trace.machine);
    let is_live = props.run.as_ref().is_some_and(|run| run.trace.engine == Engine::Live);
    let chip = match machine {
        _ if is_live => texts::LIVE_CHIP.to_owned(),
        Some(machine) => texts::engine_chip("model", machine.python.name(), machine.cores),
        None => texts::engine_chip("model", "3.13", 4),
    };
    html! {
        <header class="header">
            <span class="header__logo">
                <svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true">
                    <path d="M1 11h6l2 4 4-13 4 15 2-6h6" />
                </svg>
                { texts::NAME }
            </span>
            <span class="header__title">{ props.title.clone() }</span>
            <span class="header__space" />
            if !props.missing.is_empty() {
                <details class="header__missing">
                    <summary class="chip">{ texts::MODEL_ONLY }</summary>
                    <div class="header__why">
                        { for props.missing.iter().map(|sentence| html! { <p key={sentence.clone()}>{ sentence }</p> }) }
                    </div>
                </details>
            }
            <span class="chip">{ chip }</span>
            if is_live {
                <button class="button button--small" onclick={tools.on(|| Action::ShowModel(now_ms()))}>
                    { texts::BACK_TO_MODEL }
                </button>
            }
            <button
                class="button button--small"
                onclick={tools.on(|| Action::Keys(Keys::Shown))}
            >
                { texts::KEYS }
            </button>
        </header>
    }
}
