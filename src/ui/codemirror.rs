//! CodeMirror, as the page uses it: loaded once, from `editor.js` beside the app's script (its source is in `www/editor`).

use super::texts;
use crate::live::fetch::beside;
use js_sys::Promise;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;
use yew::prelude::*;

#[wasm_bindgen(inline_js = r#"
let library;
export async function load(url) { library ??= await import(url); }
export function create(parent, text, label, hint, readOnly, edited, fix) { return library.create(parent, text, label, hint, readOnly, edited, fix); }
export function replace(view, text) { library.replace(view, text); }
export function mark(view, marks) { library.mark(view, marks); }
export function stand(view, lines) { library.stand(view, lines); }
export function reveal(view, line) { library.reveal(view, line); }
export function destroy(view) { library.destroy(view); }
"#)]
extern "C" {
    fn load(url: &str) -> Promise;
    fn create(
        parent: &Element,
        text: &str,
        label: &str,
        hint: &str,
        read_only: bool,
        edited: &JsValue,
        fix: &JsValue,
    ) -> JsValue;
    fn replace(view: &JsValue, text: &str);
    fn mark(view: &JsValue, marks: &str);
    fn stand(view: &JsValue, lines: &str);
    fn reveal(view: &JsValue, line: u32);
    fn destroy(view: &JsValue);
}

thread_local! {
    static LOADED: Cell<bool> = const { Cell::new(false) };
}

/// Whether it is there. It is asked for when it is wanted for the first time; where it can't be had, a text area stays.
#[hook]
pub fn use_codemirror(wanted: bool) -> bool {
    let loaded = use_state(|| LOADED.get());
    use_effect_with(wanted, {
        let loaded = loaded.clone();
        move |&wanted| {
            if wanted && !LOADED.get() {
                spawn_local(async move {
                    if JsFuture::from(load(&beside("editor.js"))).await.is_ok() {
                        LOADED.set(true);
                        loaded.set(true);
                    }
                });
            }
        }
    });
    wanted && *loaded
}

/// An editor on the page. Dropped, it is gone.
pub struct View {
    view: JsValue,
    _edited: Closure<dyn FnMut(String)>,
    _fix: Closure<dyn FnMut(u32)>,
}

impl View {
    /// An editor inside of an element. `edited` is told what the visitor made of the text, `fix` the number of the finding
    /// whose fix was asked for. `named` is its accessible name, and whether the text may not be changed.
    pub fn new(
        parent: &Element,
        text: &str,
        named: (&str, bool),
        edited: Callback<String>,
        fix: Callback<usize>,
    ) -> Self {
        let edited = Closure::<dyn FnMut(String)>::new(move |text| edited.emit(text));
        let fix = Closure::<dyn FnMut(u32)>::new(move |index: u32| fix.emit(index as usize));
        let view = create(parent, text, named.0, texts::PASTE_HERE, named.1, edited.as_ref(), fix.as_ref());
        Self { view, _edited: edited, _fix: fix }
    }

    /// Puts another text in place of the one that is there, unless it is the same.
    pub fn replace(&self, text: &str) {
        replace(&self.view, text);
    }

    /// What stands beside the lines: JSON, as `www/editor/editor.js` says.
    pub fn mark(&self, marks: &str) {
        mark(&self.view, marks);
    }

    /// Scrolls to a line.
    pub fn reveal(&self, line: u32) {
        reveal(&self.view, line);
    }

    /// The lines that something stands on now.
    pub fn stand(&self, lines: &[(u32, &'static str)]) {
        let lines: Vec<String> = lines.iter().map(|(line, how)| format!("[{line},\"{how}\"]")).collect();
        stand(&self.view, &format!("[{}]", lines.join(",")));
    }
}

impl Drop for View {
    fn drop(&mut self) {
        destroy(&self.view);
    }
}
