//! Where an instance of the module runs.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The address of the app's JavaScript, with the query that a second instance was imported with.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static URL: String;
}

/// Where this instance of the module runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The page's first instance: it mounts the interface.
    Page,
    /// Another instance on the same page, with a memory of its own: it hosts the main thread of a live run.
    Host,
    /// A worker: its role calls it.
    Worker,
}

/// Looks at the global scope and at the address the module was imported from.
pub fn place() -> Place {
    if js_sys::global().dyn_into::<web_sys::Window>().is_err() {
        return Place::Worker;
    }
    if app_url().contains('?') { Place::Host } else { Place::Page }
}

/// The address of the app's JavaScript.
pub(super) fn app_url() -> String {
    URL.with(Clone::clone)
}

/// Makes a panic of this instance known before it traps: on the console and, from a worker, to the page that started it.
pub fn panics_are_told() {
    std::panic::set_hook(Box::new(|panic| {
        let what = panic.to_string();
        web_sys::console::error_1(&JsValue::from_str(&what));
        if let Ok(worker) = js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
            // The page may be gone; there is nobody else to tell.
            let _ = worker.post_message(&super::role::failure(&what));
        }
    }));
}
