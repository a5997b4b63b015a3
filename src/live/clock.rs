//! The one clock that page and workers share: milliseconds since 1970 by `timeOrigin + now()`.
//!
//! Each worker has a `timeOrigin` of its own; the sums agree within 0.01 ms. A step is 5 µs in Chromium and 20 µs in
//! Firefox on isolated pages, 100 µs on others.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;
}

/// Milliseconds since 1970, with fractions.
pub fn now_ms() -> f64 {
    TIME_ORIGIN.with(|origin| *origin) + performance_now()
}
