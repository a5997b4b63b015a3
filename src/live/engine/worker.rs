//! The engine's side in its worker.

use super::work;
use super::{Request, Stop};
use crate::live::abilities::isolated;
use crate::live::wire::{field, object, pack, transfer, unpack};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The role's entry: serves requests from now on. Tells the page where to write the number of a request to stop.
#[wasm_bindgen]
pub fn loopscope_engine() -> JsValue {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let listener = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| serve(&scope, &event.data()))
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // It lives as long as the worker, which nothing but its owner ends.
    listener.forget();
    let memory = if isolated() { wasm_bindgen::memory() } else { JsValue::UNDEFINED };
    object([("memory", memory), ("stop", super::stop::address().into())])
}

fn serve(scope: &DedicatedWorkerGlobalScope, message: &JsValue) {
    let number = field(message, "number").as_f64().unwrap_or_default() as u32;
    let reply = match unpack::<Request>(&field(message, "bytes")) {
        Ok(request) => work::answer(request, Stop::of(number)),
        Err(why) => super::Reply::Failed(why),
    };
    let bytes = pack(&reply);
    let message = object([("number", number.into()), ("bytes", bytes.clone().into())]);
    // The page that asked may be gone.
    let _ = scope.post_message_with_transfer(&message, &transfer(&bytes));
}
