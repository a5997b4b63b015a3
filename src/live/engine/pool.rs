//! rayon's threads in the engine: workers that share its memory.
//!
//! 1. The engine starts them like every other worker of the page: from a script of its own origin, as the page's policy demands.
//! 2. Each of them waits until there is a thread of rayon's for it.
//! 3. When all wait, rayon's pool is built, and hands its threads out. From then on they belong to it.

use crate::live::app::App;
use crate::live::later::later;
use crate::live::role::{Heard, Role, RoleWorker};
use crate::live::wire::object;
use rayon::{ThreadBuilder, ThreadPoolBuilder};
use std::cell::RefCell;
use std::sync::{Condvar, Mutex, PoisonError};
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

/// Threads of rayon's that no worker has taken yet.
static THREADS: Mutex<Vec<ThreadBuilder>> = Mutex::new(Vec::new());
/// Told when there is one more.
static MORE: Condvar = Condvar::new();

thread_local! {
    /// The pool's workers, for as long as the engine lives.
    static WORKERS: RefCell<Vec<RoleWorker>> = const { RefCell::new(Vec::new()) };
}

/// Starts the pool. Dropped before it is done, or failed, it leaves no worker behind; an error is a sentence.
pub async fn start(threads: usize) -> Result<(), String> {
    let (app, memory) = (App::own(), wasm_bindgen::memory());
    let mut workers = Vec::with_capacity(threads);
    let mut ready = Vec::with_capacity(threads);
    for _ in 0..threads {
        let (answer, later) = later();
        let mut answer = Some(answer);
        let role = Role {
            app: &app,
            entry: "loopscope_pool",
            memory: Some(&memory),
            stack: None,
            argument: JsValue::UNDEFINED,
        };
        workers.push(RoleWorker::start(&role, move |heard| {
            let Some(answer) = answer.take() else { return };
            answer.leave(match heard {
                Heard::Failed(why) => Err(why),
                Heard::Ready(_) | Heard::Message(_) => Ok(()),
            });
        })?);
        ready.push(later);
    }
    for later in ready {
        later.await?;
    }
    let hand_out = |thread: ThreadBuilder| {
        THREADS.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        MORE.notify_one();
        Ok(())
    };
    let built = ThreadPoolBuilder::new().num_threads(threads).spawn_handler(hand_out).build_global();
    built.map_err(|error| error.to_string())?;
    WORKERS.set(workers);
    Ok(())
}

/// The role's entry: tells that it is ready and becomes one of rayon's threads, as which it ends. It tells so itself, and waits in
/// the same turn of its loop: Firefox gives the timers of a worker's worker no turn while that worker waits.
pub fn serve_pool() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // The engine that asked may be gone.
    let _ = scope.post_message(&object([("loopscope", "ready".into())]));
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    let thread = loop {
        match threads.pop() {
            Some(thread) => break thread,
            None => threads = MORE.wait(threads).unwrap_or_else(PoisonError::into_inner),
        }
    };
    drop(threads);
    thread.run();
}
