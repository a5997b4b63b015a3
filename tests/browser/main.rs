//! Tests that need a browser: they run in a dedicated worker, where waiting is allowed.
#![cfg(target_arch = "wasm32")]

#[path = "../golden/mod.rs"]
mod golden;
mod live;

use std::time::Duration;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn a_worker_may_block() {
    let before = js_sys::Date::now();
    std::thread::sleep(Duration::from_millis(100));
    let slept = js_sys::Date::now() - before;
    assert!((90.0..500.0).contains(&slept), "slept {slept} ms");
}

#[wasm_bindgen_test]
fn reports_are_those_of_a_host_to_the_byte() {
    for case in golden::CASES {
        assert!(golden::report_of(case.program) == case.report, "{} differs", case.name);
    }
}
