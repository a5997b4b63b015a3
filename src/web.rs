//! The wasm half of `main`: where each of the module's instances begins.

use loopscope::live::{self, Place, painter};
use loopscope::ui::{self, Board};
use wasm_bindgen::prelude::*;

/// Runs once for each memory. A host is called by the page, a worker by `worker.js`.
pub fn main() {
    live::panics_are_told();
    if live::place() == Place::Page {
        let session = ui::mount();
        if let Err(error) = live::script::install(&session) {
            web_sys::console::error_1(&error);
        }
    }
}

/// The painter's entry.
#[wasm_bindgen]
pub fn loopscope_painter() {
    painter::serve(Board::default());
}
