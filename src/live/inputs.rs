//! What a visitor does while the page may be frozen.
//!
//! A browser keeps clicks and keys made during a freeze and delivers them afterwards, as if they were meant for what is
//! shown then: a click on the freeze button would start another freeze. So while a run is hosted by the page, every press
//! and key is recorded with the moment it was made, and those that come late act on nothing but elements inside
//! `[data-hears-late]`.

use super::clock::now_ms;
use super::wire::field;
use crate::trace::InputKind;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Element, Event, EventTarget};

/// A delay that no page has that answers.
const LATE_MS: f64 = 100.0;

/// What a browser delivers because of a press or a key.
const KINDS: [&str; 15] = [
    "pointerdown",
    "pointerup",
    "mousedown",
    "mouseup",
    "touchstart",
    "touchend",
    "click",
    "dblclick",
    "auxclick",
    "contextmenu",
    "keydown",
    "keypress",
    "keyup",
    "beforeinput",
    "submit",
];

/// Listens for as long as it lives.
pub struct Inputs {
    target: EventTarget,
    listener: Closure<dyn FnMut(Event)>,
}

/// One press or key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    /// Which.
    pub kind: InputKind,
    /// When it was made, in milliseconds since 1970.
    pub made_ms: f64,
    /// When the page heard of it.
    pub heard_ms: f64,
}

impl Inputs {
    /// Tells `heard` of every press and key from now on.
    pub fn listen(heard: impl Fn(Input) + 'static) -> Self {
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let heard_ms = now_ms();
            let made_ms = time_origin() + event.time_stamp();
            let repeats = field(&event, "repeat").is_truthy();
            let kind = match event.type_().as_str() {
                "pointerdown" => Some(InputKind::Click),
                "keydown" if !repeats => Some(InputKind::Key),
                _ => None,
            };
            if let Some(kind) = kind {
                heard(Input { kind, made_ms, heard_ms });
            }
            if heard_ms - made_ms > LATE_MS && !hears_late(&event) {
                event.prevent_default();
                event.stop_immediate_propagation();
            }
        });
        let target: EventTarget = js_sys::global().unchecked_into();
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        options.set_passive(false);
        for kind in KINDS {
            // Adding a listener to a window can't fail.
            let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
                kind,
                listener.as_ref().unchecked_ref(),
                &options,
            );
        }
        Self { target, listener }
    }
}

impl Drop for Inputs {
    fn drop(&mut self) {
        for kind in KINDS {
            let _ = self.target.remove_event_listener_with_callback_and_bool(
                kind,
                self.listener.as_ref().unchecked_ref(),
                true,
            );
        }
    }
}

fn hears_late(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.closest("[data-hears-late]").is_ok_and(|found| found.is_some()))
}

fn time_origin() -> f64 {
    field(&field(&js_sys::global(), "performance"), "timeOrigin").as_f64().unwrap_or_default()
}
