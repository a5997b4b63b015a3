//! The page's module: in a window it mounts the interface, in a worker it is the painter.

#[cfg(target_arch = "wasm32")]
mod web {
    use loopscope::live::{self, Place, painter};
    use loopscope::ui::{self, Board};
    use wasm_bindgen::prelude::*;

    /// Runs once for each memory.
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
}

#[cfg(target_arch = "wasm32")]
fn main() {
    web::main();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the page; `trunk serve` shows it. The command line is `loopscope`.");
}
