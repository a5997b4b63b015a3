//! Files beside the app's script.

use super::place::app_url;
use super::role::describe;
use super::wire::field;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The address of a file beside the app's script.
pub fn beside(file: &str) -> String {
    let app = app_url();
    let folder = app.split(['?', '#']).next().and_then(|path| path.rfind('/').map(|end| &path[..=end]));
    format!("{}{file}", folder.unwrap_or("./"))
}

/// Asks for a file; what comes is a promise of a response.
pub(super) fn fetch(url: &str) -> Result<Promise, JsValue> {
    let global = js_sys::global();
    let fetch: Function = field(&global, "fetch").dyn_into()?;
    fetch.call1(&global, &url.into())?.dyn_into()
}

/// The bytes of a file; an error is a sentence.
pub async fn bytes(url: &str) -> Result<Vec<u8>, String> {
    let read = async {
        let response: Response = JsFuture::from(fetch(url)?).await?.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::from_str(&format!("{url}: {}", response.status())));
        }
        JsFuture::from(response.array_buffer()?).await
    };
    let buffer = read.await.map_err(|error: JsValue| describe(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
