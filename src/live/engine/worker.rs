//! The engine's side in its worker.

use super::work::{self, Pool};
use super::{Reply, Request};
use crate::live::abilities::isolated;
use crate::live::role::describe;
use crate::live::wire::{field, object, pack, transfer, unpack};
use crate::model::StopFlag;
use gloo_timers::future::sleep;
use js_sys::Uint8Array;
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What a running request looks at. The page sets and clears it through a view on this memory.
static STOP: StopFlag = StopFlag::new();

/// The most threads of the pool.
const MOST_THREADS: usize = 8;
/// Threads of the pool that have not started by then never will.
const START_WITHIN_MS: u64 = 5_000;

thread_local! {
    static POOL: Cell<Option<Pool>> = const { Cell::new(None) };
}

/// The role's entry: serves requests from now on. Tells the page where to write that the current request shall stop.
pub fn serve_engine() -> JsValue {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let listener = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            wasm_bindgen_futures::spawn_local(serve(scope.clone(), event.data()));
        })
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // It lives as long as the worker, which nothing but its owner ends.
    listener.forget();
    let memory = if isolated() { wasm_bindgen::memory() } else { JsValue::UNDEFINED };
    object([("memory", memory), ("stop", ((&raw const STOP) as usize as u32).into())])
}

/// Answers a request on the page itself, where no worker can be had: both as postcard has them.
pub fn answer_on_page(request: &JsValue) -> Uint8Array {
    pack(&match unpack::<Request>(request) {
        Ok(request) => work::answer(request, &StopFlag::new(), Pool::None),
        Err(why) => Reply::Failed(why),
    })
}

async fn serve(scope: DedicatedWorkerGlobalScope, message: JsValue) {
    let number = field(&message, "number");
    // The pool's own messages come here too.
    if number.is_undefined() {
        return;
    }
    let reply = match unpack::<Request>(&field(&message, "bytes")) {
        Ok(request) => {
            let pool = match request {
                Request::Orders { .. } | Request::Explore(_) => pool(&scope).await,
                // Somebody watches a curve come: it does not wait for a pool to start.
                Request::Points(_) => POOL.get().unwrap_or(Pool::None),
                _ => Pool::None,
            };
            work::answer(request, &STOP, pool)
        }
        Err(why) => Reply::Failed(why),
    };
    let bytes = pack(&reply);
    let message = object([("number", number), ("bytes", bytes.clone().into())]);
    // The page that asked may be gone.
    let _ = scope.post_message_with_transfer(&message, &transfer(&bytes));
}

/// Starts the pool when it is wanted for the first time, and tells the page when there is none.
async fn pool(scope: &DedicatedWorkerGlobalScope) -> Pool {
    if let Some(pool) = POOL.get() {
        return pool;
    }
    let started = if isolated() { start_pool().await } else { Err(String::new()) };
    let pool = if started.is_ok() { Pool::Started } else { Pool::None };
    POOL.set(Some(pool));
    if let Err(why) = started
        && !why.is_empty()
    {
        let _ = scope.post_message(&object([("no_pool", why.into())]));
    }
    pool
}

async fn start_pool() -> Result<(), String> {
    let cores = field(&field(&js_sys::global(), "navigator"), "hardwareConcurrency").as_f64().unwrap_or(1.0);
    let threads = (cores as usize).clamp(1, MOST_THREADS);
    let mut started = pin!(JsFuture::from(wasm_bindgen_rayon::init_thread_pool(threads)));
    let mut too_late = pin!(sleep(std::time::Duration::from_millis(START_WITHIN_MS)));
    std::future::poll_fn(|context| match started.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(outcome.map(drop).map_err(|error| describe(&error))),
        Poll::Pending => too_late.as_mut().poll(context).map(|()| Err("its workers did not answer".into())),
    })
    .await
}
