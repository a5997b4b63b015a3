//! The wasm half of `main`: the engine's module. Each memory of it serves one role.

use js_sys::{Function, Object, Uint8Array};
use loopscope::live::{self, engine, hosting};
use wasm_bindgen::prelude::*;

/// Runs once for each memory.
pub fn main() {
    live::panics_are_told();
}

/// The engine worker's entry.
#[wasm_bindgen]
pub fn loopscope_engine() -> JsValue {
    engine::serve_engine()
}

/// The entry of a worker that is one of the engine's threads.
#[wasm_bindgen]
pub fn loopscope_pool() {
    engine::serve_pool();
}

/// Answers one request on the page, where no worker can be had.
#[wasm_bindgen]
pub fn loopscope_answer(request: JsValue) -> Uint8Array {
    engine::answer_on_page(&request)
}

/// The entry of a host in a worker.
#[wasm_bindgen]
pub fn loopscope_host() -> JsValue {
    hosting::serve_host()
}

/// The entry of a host on the page.
#[wasm_bindgen]
pub fn loopscope_host_open(say: Function, state: Object) -> JsValue {
    hosting::open_host(say, state)
}

/// A message to the host of this memory.
#[wasm_bindgen]
pub fn loopscope_host_tell(bytes: JsValue) {
    hosting::tell_host(&bytes);
}

/// The entry of a worker that runs a live run's threads.
#[wasm_bindgen]
pub fn loopscope_thread() {
    hosting::serve_threads();
}
