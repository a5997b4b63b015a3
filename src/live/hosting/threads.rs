//! A worker that runs threads of live runs, one run after the other.

use super::program::AnyGuest;
use crate::live::host::{Blocking, drive};
use crate::live::run::Run;
use crate::live::thread::Thread;
use crate::live::wire::{field, object};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The role's entry. Each message names a run and a slot in it; the worker says `serving`, stays inside until the run is
/// over, and says `left`.
pub fn serve_threads() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let listener = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let number = |name| field(&event.data(), name).as_f64().unwrap_or_default() as u32;
            serve(&scope, number("run") as usize as *const Run<AnyGuest>, number("slot"));
        })
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // It lives as long as the worker, which nothing but its owner ends.
    listener.forget();
}

fn serve(scope: &DedicatedWorkerGlobalScope, run: *const Run<AnyGuest>, slot: u32) {
    // SAFETY: the address comes from the host of this very memory, by way of the page, which frees the run only after
    // every worker that was sent in has said that it left.
    let run = unsafe { &*run };
    run.enter();
    // The page that started this may be gone.
    let _ = scope.post_message(&object([("said", "serving".into())]));
    while let Some((thread, fiber)) = run.next_job(slot) {
        drive(&mut Thread::new(run, slot, thread, fiber), &mut Blocking);
    }
    run.leave();
    let _ = scope.post_message(&object([("said", "left".into())]));
}
