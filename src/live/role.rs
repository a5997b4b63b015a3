//! A worker that serves one role, owned by who started it.

use super::app::App;
use super::fetch::beside;
use super::wire::{field, object};
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The stack of a thread that only runs the vm, which keeps Python's frames on the heap.
pub const SMALL_STACK: u32 = 256 * 1024;

/// A worker and the listeners on it. Dropping it terminates the worker.
pub struct RoleWorker {
    worker: Worker,
    heard: Listener,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(ErrorEvent)>,
}

/// Who is told; out of its place while it is being called.
type Listener = Rc<RefCell<Option<Box<dyn FnMut(Heard)>>>>;

/// What a worker lets hear.
pub enum Heard {
    /// It serves its role now; what the role's function returned.
    Ready(JsValue),
    /// A message of its role.
    Message(JsValue),
    /// It failed to start, panicked or trapped, and is of no use any more. Told once.
    Failed(String),
}

/// How to start a worker.
pub struct Role<'a> {
    /// The module it is in.
    pub app: &'a App,
    /// The exported function that serves it.
    pub entry: &'a str,
    /// The memory to join; a fresh one without.
    pub memory: Option<&'a JsValue>,
    /// Its stack in bytes; 2 MiB without.
    pub stack: Option<u32>,
    /// What the function is called with.
    pub argument: JsValue,
}

impl RoleWorker {
    /// Starts a worker; `heard` is told what comes of it.
    ///
    /// Errors are the browser's refusal to make a worker at all.
    pub fn start(role: &Role, heard: impl FnMut(Heard) + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(role.entry);
        let worker = Worker::new_with_options(&beside("worker.js"), &options).map_err(|error| describe(&error))?;

        let heard: Listener = Rc::new(RefCell::new(Some(Box::new(heard))));
        let failed = Rc::new(Cell::new(false));
        let tell = {
            let heard = heard.clone();
            move |what: Heard| {
                if matches!(what, Heard::Failed(_)) && failed.replace(true) {
                    return;
                }
                // Taken out for the call: it may drop this very worker.
                let Some(mut listener) = heard.borrow_mut().take() else { return };
                listener(what);
                let mut place = heard.borrow_mut();
                if place.is_none() {
                    *place = Some(listener);
                }
            }
        };
        let tell_message = tell.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            match field(&data, "loopscope").as_string().as_deref() {
                Some("ready") => tell_message(Heard::Ready(field(&data, "hello"))),
                Some("failed") => tell_message(Heard::Failed(field(&data, "why").as_string().unwrap_or_default())),
                _ => tell_message(Heard::Message(data)),
            }
        });
        let tell_error = tell;
        let error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            // A trap of the engine is told on the page, in a sentence.
            event.prevent_default();
            let why = field(&event, "message").as_string().unwrap_or_else(|| "its script could not be loaded".into());
            tell_error(Heard::Failed(why));
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));

        let boot = object([
            ("app", role.app.url.as_str().into()),
            ("module", role.app.module.clone()),
            ("memory", role.memory.cloned().unwrap_or(JsValue::UNDEFINED)),
            ("stack", role.stack.map_or(JsValue::UNDEFINED, JsValue::from)),
            ("role", role.entry.into()),
            ("argument", role.argument.clone()),
        ]);
        let started = Self { worker, heard, _message: message, _error: error };
        started.worker.post_message(&boot).map_err(|error| describe(&error))?;
        Ok(started)
    }

    /// Posts a message; what is in `transfer` goes over instead of being copied.
    pub fn post(&self, message: &JsValue, transfer: &Array) -> Result<(), String> {
        self.worker.post_message_with_transfer(message, transfer).map_err(|error| describe(&error))
    }

    /// A function that posts bytes as a message; it does not keep the worker alive.
    pub fn teller(&self) -> js_sys::Function {
        let worker = self.worker.clone();
        let tell = Closure::<dyn FnMut(JsValue)>::new(move |bytes: JsValue| {
            // A worker that was terminated hears nothing.
            let _ = worker.post_message(&object([("bytes", bytes)]));
        });
        tell.into_js_value().unchecked_into()
    }
}

impl Drop for RoleWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        // A listener that is being called just now stays until its call is over.
        if let Ok(mut heard) = self.heard.try_borrow_mut() {
            heard.take();
        }
    }
}

/// The message with which a worker tells that it is of no use any more.
pub(super) fn failure(why: &str) -> JsValue {
    object([("loopscope", "failed".into()), ("why", why.into())])
}

/// A thrown value as text.
pub(super) fn describe(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| format!("{thrown:?}")),
    }
}
