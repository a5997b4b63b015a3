//! The few lines of JavaScript that the live kernel can't do without.
//!
//! A memory whose code trapped must never be entered again, but its timers and promises would call it. So everything that
//! the browser calls in a run memory on the page goes through a gate, which shuts at the first trap.

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export function gate(state, inner) {
  return (...all) => {
    if (state.shut) return;
    try { return inner(...all); } catch (error) {
      const first = !state.shut;
      state.shut = true;
      if (first && state.told) state.told(String(error));
    }
  };
}
export function settled(promise, inner) {
  promise.then(inner, inner);
}
export async function instance(url, module) {
  const app = await import(url);
  await app.default({ module_or_path: module });
  return app;
}
"#)]
extern "C" {
    /// A function that calls `inner` until `state.shut`; when it throws, shuts the gate and calls `state.told(why)`.
    pub(super) fn gate(state: &Object, inner: &JsValue) -> Function;

    /// Calls `inner` when the promise is settled.
    pub(super) fn settled(promise: &Promise, inner: &Function);

    /// Imports the module once more under this address and instantiates it with a memory of its own.
    pub(super) fn instance(url: &str, module: &JsValue) -> Promise;
}
