//! Library text that a page loads when a program imports it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export function library_text(file) {
  const request = new XMLHttpRequest();
  request.open('GET', new URL(`../../library/${file}`, import.meta.url), false);
  request.send();
  if (request.status !== 200) throw new Error(`the answer was ${request.status}`);
  return request.responseText;
}
"#)]
extern "C" {
    /// The text of a file of the page's `library` folder. It waits for it, as the compiler does that asks.
    #[wasm_bindgen(catch)]
    fn library_text(file: &str) -> Result<String, JsValue>;
}

/// What has been loaded into this memory.
static LOADED: Mutex<BTreeMap<&'static str, &'static str>> = Mutex::new(BTreeMap::new());

/// The text of a file, loaded once.
pub(super) fn read(file: &'static str) -> Result<&'static str, String> {
    let known = LOADED.try_lock().ok().and_then(|loaded| loaded.get(file).copied());
    if let Some(text) = known {
        return Ok(text);
    }
    let text = library_text(file).map_err(|error| {
        let why = error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into());
        format!("library/{file} could not be loaded ({why}); try again when you are online")
    })?;
    let text: &'static str = text.leak();
    if let Ok(mut loaded) = LOADED.try_lock() {
        loaded.insert(file, text);
    }
    Ok(text)
}
