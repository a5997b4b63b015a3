//! What the browser says about its reader: theme, motion, room.

use crate::timeline::scene::Ink;
use crate::ui::choices::Theme;
use crate::ui::painter::ToPainter;
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MediaQueryList, Window};
use yew::prelude::*;

/// Dark or light, when the reader has not said.
pub const DARK: &str = "(prefers-color-scheme: dark)";
/// As little motion as possible.
pub const REDUCED: &str = "(prefers-reduced-motion: reduce)";
/// More contrast than usual.
pub const CONTRAST: &str = "(prefers-contrast: more), (forced-colors: active)";
/// Room for a phone's layout only. The style sheet has the same number.
pub const NARROW: &str = "(max-width: 699px)";

/// The window. The page exists only in one.
pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

/// Whether a media query holds now.
pub fn matches(query: &str) -> bool {
    media(query).is_some_and(|m| m.matches())
}

fn media(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok().flatten()
}

/// Whether a media query holds, kept up to date.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let holds = use_state(|| matches(query));
    use_effect_with((), {
        let holds = holds.clone();
        move |()| {
            let listener = media(query).map(|media| {
                let target = media.clone();
                EventListener::new(&target, "change", move |_| holds.set(media.matches()))
            });
            move || drop(listener)
        }
    });
    *holds
}

/// Puts the theme that was chosen on the page.
pub fn show_theme(theme: Theme) {
    let root = window().document().and_then(|page| page.document_element());
    if let Some(root) = root {
        // An attribute of a name that is one can be set.
        let _ = match theme.kept() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
    }
}

/// The colours of the style sheet and the page's fonts, for the painter. Colours are read from an element, so that
/// whatever a custom property is written with, the painter gets a plain colour.
pub fn theme(page: &HtmlElement) -> Option<ToPainter> {
    let document = page.owner_document()?;
    let probe: HtmlElement = document.create_element("span").ok()?.dyn_into().ok()?;
    probe.set_class_name("probe");
    page.append_child(&probe).ok()?;
    let colour = |ink: Ink| {
        let set = probe.style().set_property("color", &format!("var({})", ink.property()));
        let read = set.ok().and_then(|()| property(&probe, "color"));
        (ink, read.unwrap_or_default())
    };
    let colours = Ink::ALL.into_iter().map(colour).collect();
    let family = |name: &str| {
        let set = probe.style().set_property("font-family", &format!("var({name})"));
        set.ok().and_then(|()| property(&probe, "font-family")).unwrap_or_else(|| "sans-serif".to_owned())
    };
    let (sans, mono) = (family("--sans"), family("--mono"));
    probe.remove();
    Some(ToPainter::Theme { colours, sans, mono })
}

fn property(element: &Element, name: &str) -> Option<String> {
    window().get_computed_style(element).ok().flatten()?.get_property_value(name).ok()
}
