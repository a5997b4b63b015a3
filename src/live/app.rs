//! The two wasm modules of the page, each with its JavaScript beside it.
//!
//! The page's own is small: interface, painter, playback. The engine's has parser, vm, library and both kernels; it is
//! loaded when something is to be run here for the first time, so that who only looks at a lesson does not pay for it.

use super::fetch::{beside, fetch};
use super::place::app_url;
use super::role::describe;
use js_sys::{Promise, Uint8Array, WebAssembly};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// A compiled module and where its JavaScript is.
#[derive(Clone)]
pub struct App {
    /// The address of the JavaScript.
    pub url: String,
    /// The module, to be instantiated in any number of memories.
    pub module: JsValue,
}

thread_local! {
    /// The engine's module, or that it is on its way.
    static ENGINE: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

impl App {
    /// The module that this code is in.
    pub fn own() -> Self {
        Self { url: app_url(), module: wasm_bindgen::module() }
    }

    /// The engine's: fetched and compiled when it is wanted for the first time. An error is a sentence; the next call
    /// tries again.
    pub async fn engine() -> Result<Self, String> {
        let ask = || future_to_promise(compile(beside("loopscope_bg.wasm")));
        let module = ENGINE.with_borrow_mut(|engine| engine.get_or_insert_with(ask).clone());
        match JsFuture::from(module).await {
            Ok(module) => Ok(Self { url: beside("loopscope.js"), module }),
            Err(error) => {
                ENGINE.set(None);
                Err(describe(&error))
            }
        }
    }
}

async fn compile(url: String) -> Result<JsValue, JsValue> {
    match JsFuture::from(WebAssembly::compile_streaming(&fetch(&url)?)).await {
        Ok(module) => Ok(module),
        // A server that does not know the type of wasm is enough for that to fail.
        Err(_) => {
            let bytes = super::fetch::bytes(&url).await?;
            JsFuture::from(WebAssembly::compile(&Uint8Array::from(bytes.as_slice()))).await
        }
    }
}
