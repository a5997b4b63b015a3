//! The wasm half of `main`: where each of the module's instances begins.

use loopscope::live::{self, Place, painter};
use wasm_bindgen::prelude::*;

/// Runs once for each memory. A host is called by the page, a worker by `worker.js`.
pub fn main() {
    live::panics_are_told();
    if live::place() == Place::Page {
        yew::Renderer::<Page>::new().render();
        let painter = painter::Painter::start(|_| (), |_| ());
        let session = live::session::Session::start(Some(painter), |_| ());
        if let Err(error) = live::script::install(&session) {
            web_sys::console::error_1(&error);
        }
    }
}

/// The page. A first sign of life, which says whether threads can be had here.
#[yew::component]
fn Page() -> yew::Html {
    yew::html! { <main data-state="ready">{ if live::abilities::isolated() { "Threads" } else { "No threads" } }</main> }
}

/// The painter's entry.
#[wasm_bindgen]
pub fn loopscope_painter() {
    painter::serve(Blank);
}

/// Draws nothing, until the interface has a picture.
struct Blank;

impl painter::Picture for Blank {
    fn hear(&mut self, _message: &[u8], _objects: &js_sys::Array) {}

    fn draw(&mut self, _now: f64, _live: Option<&live::watch::LiveTrace>) -> painter::Again {
        painter::Again::WhenTold
    }
}
