//! Keys of the whole page, and the dialog that lists them.

use super::route;
use super::slot::Slot;
use super::staging::StageAction;
use super::state::{Action, Keys, Side};
use super::texts;
use super::tools::{Tools, use_tools};
use crate::live::clock::now_ms;
use crate::playback::Command;
use crate::time::Instant;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};
use yew::prelude::*;

/// What keys lead to that depends on the lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Hotkeys {
    /// The next lesson.
    pub next: Option<String>,
    /// What the slot shows.
    pub slot: Slot,
}

/// Listens to the page's keys. Who writes text, or moves a slider, has the keys for themselves.
#[hook]
pub fn use_keys(tools: &Tools, page: &NodeRef, hotkeys: &Hotkeys) {
    let page = page.clone();
    use_effect_with((tools.clone(), hotkeys.clone()), move |(tools, hotkeys)| {
        let (tools, hotkeys) = (tools.clone(), hotkeys.clone());
        let window = super::media::window();
        let listener = EventListener::new_with_options(
            &window,
            "keydown",
            EventListenerOptions::enable_prevent_default(),
            move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
                if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
                    return;
                }
                // A dialog has its keys for itself.
                if target.as_ref().is_some_and(|t| t.closest("dialog").is_ok_and(|found| found.is_some())) {
                    return;
                }
                // So has an editor; out of it leads its own Escape.
                if target.as_ref().is_some_and(|t| t.closest(".cm-editor").is_ok_and(|found| found.is_some())) {
                    return;
                }
                let inside = |selector: &str| target.as_ref().is_some_and(|t| t.matches(selector).unwrap_or(false));
                if inside("textarea") {
                    if event.key() == "Escape" {
                        blur(target.as_ref());
                    }
                    return;
                }
                let key = event.key();
                let on_control = inside("button, summary, a");
                let on_slider = inside("input");
                let action = match key.as_str() {
                    " " if on_control => return,
                    " " => Action::Playback(Command::Toggle, now_ms()),
                    "ArrowLeft" | "ArrowRight" | "Home" | "End" if on_slider => return,
                    "ArrowLeft" if event.shift_key() => Action::PreviousTick(now_ms()),
                    "ArrowRight" if event.shift_key() => Action::NextTick(now_ms()),
                    "[" => Action::Playback(Command::RangeFrom, now_ms()),
                    "]" => Action::Playback(Command::RangeTo, now_ms()),
                    "ArrowLeft" => Action::Playback(Command::StepBack, now_ms()),
                    "ArrowRight" => Action::Playback(Command::StepForward, now_ms()),
                    "Home" => Action::Playback(Command::Seek(Instant::START), now_ms()),
                    "End" => Action::Playback(Command::End, now_ms()),
                    "," => Action::PreviousOutput(now_ms()),
                    "." => Action::NextOutput(now_ms()),
                    "1" => Action::ShowCode(Side::First),
                    "2" => Action::ShowCode(Side::Second),
                    "?" => Action::Keys(Keys::Shown),
                    "e" => {
                        focus(&page, "textarea, .cm-content");
                        event.prevent_default();
                        return;
                    }
                    "/" => {
                        event.prevent_default();
                        return route::go(&route::find());
                    }
                    "n" => match (&hotkeys.slot, &hotkeys.next) {
                        (Slot::Ask, _) => return,
                        (Slot::Verdict { .. }, _) => Action::GoOn,
                        (_, Some(slug)) => return route::go(&route::lesson(slug)),
                        (_, None) => return route::go(&route::map()),
                    },
                    "l" => Action::Stage(StageAction::Open),
                    _ => return,
                };
                event.prevent_default();
                tools.dispatch.dispatch(action);
            },
        );
        move || drop(listener)
    });
}

fn focus(page: &NodeRef, selector: &str) {
    let found = page.cast::<Element>().and_then(|page| page.query_selector_all(selector).ok());
    let Some(found) = found else { return };
    for index in 0..found.length() {
        let element = found.item(index).and_then(|node| node.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element.filter(|e| e.offset_parent().is_some()) {
            // What can't have the focus does not get it.
            let _ = element.focus();
            return;
        }
    }
}

fn blur(element: Option<&Element>) {
    if let Some(element) = element.and_then(|e| e.dyn_ref::<HtmlElement>()) {
        let _ = element.blur();
    }
}

/// Properties of [`KeyList`].
#[derive(PartialEq, Properties)]
pub struct KeyListProps {
    /// Whether it is open.
    pub keys: Keys,
}

/// The dialog that lists the keys.
#[component]
pub fn KeyList(props: &KeyListProps) -> Html {
    let tools = use_tools();
    let dialog = use_node_ref();
    use_effect_with(props.keys, {
        let dialog = dialog.clone();
        move |keys| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            match keys {
                Keys::Shown if !dialog.open() => {
                    // A dialog that is in the page can be shown.
                    let _ = dialog.show_modal();
                }
                Keys::Shown => {}
                Keys::Hidden => dialog.close(),
            }
        }
    });
    let hide = tools.on(|| Action::Keys(Keys::Hidden));
    html! {
        <dialog ref={dialog} class="keys" aria-label={texts::KEYS} onclose={tools.on(|| Action::Keys(Keys::Hidden))}>
            <h2 class="keys__name">{ texts::KEYS }</h2>
            <dl class="keys__list">
                { for texts::KEY_LIST.map(|(key, does)| html! {
                    <div key={key} class="keys__one">
                        <dt>{ for key.split(' ').map(|one| html! { <kbd>{ one }</kbd> }) }</dt>
                        <dd>{ does }</dd>
                    </div>
                }) }
            </dl>
            <button class="button" onclick={hide}>{ texts::CLOSE }</button>
        </dialog>
    }
}
