//! Rayon's threads: workers that join the engine's memory. They start when many runs are wanted for the first time, and stay as
//! long as the engine does.
//!
//! 1. The engine's worker starts them and waits until each serves; a blocked worker could not start another one.
//! 2. Rayon asks for its threads: each leaves what it is to run in [`WANTED`], where one of the workers takes it.
//! 3. That never ends; the workers end with the one that started them.

use crate::live::app::App;
use crate::live::later::Inbox;
use crate::live::role::{Heard, Role, RoleWorker};
use gloo_timers::callback::Timeout;
use rayon::{ThreadBuilder, ThreadPoolBuilder};
use std::sync::{Condvar, Mutex, PoisonError};
use wasm_bindgen::prelude::*;

/// Threads that rayon wants and no worker has taken yet.
static WANTED: Mutex<Vec<ThreadBuilder>> = Mutex::new(Vec::new());
/// There is one more.
static ONE_MORE: Condvar = Condvar::new();

/// Starts so many threads and gives them to rayon. An error is a sentence.
pub async fn start(threads: usize) -> Result<(), String> {
    let (app, memory) = (App::own(), wasm_bindgen::memory());
    let role =
        Role { app: &app, entry: "loopscope_pool", memory: Some(&memory), stack: None, argument: JsValue::UNDEFINED };
    let heard = Inbox::new();
    let start = |_| {
        let heard = heard.clone();
        RoleWorker::start(&role, move |what| heard.push(what))
    };
    let workers = (0..threads).map(start).collect::<Result<Vec<_>, _>>()?;
    let mut ready = 0;
    while ready < workers.len() {
        match heard.next().await {
            Heard::Ready(_) => ready += 1,
            Heard::Failed(why) => return Err(why),
            Heard::Message(_) => {}
        }
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).spawn_handler(|thread| {
        WANTED.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        ONE_MORE.notify_one();
        Ok(())
    });
    pool.build_global().map_err(|error| error.to_string())?;
    // Nothing ends them but the end of the engine's worker.
    std::mem::forget(workers);
    Ok(())
}

/// The role's entry: once it has told that it serves, this worker is one of rayon's threads, and answers nobody else.
pub fn serve_pool() {
    Timeout::new(0, || {
        let wanted = WANTED.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = ONE_MORE.wait_while(wanted, |wanted| wanted.is_empty());
        let thread = taken.unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(thread) = thread {
            thread.run();
        }
    })
    .forget();
}
