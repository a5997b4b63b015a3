//! A run's host: it reads the program, owns the run, and runs its main thread.

use super::event_loop::EventLoop;
use super::program::{self, AnyGuest};
use super::{FromHost, Left, ToHost};
use crate::live::abilities::isolated;
use crate::live::host::{Blocking, drive};
use crate::live::place::{Place, place};
use crate::live::run::Run;
use crate::live::thread::Thread;
use crate::live::wire::{field, object, pack};
use crate::time::Duration;
use js_sys::{Function, Object};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How long the threads of a run that is over have to leave it.
pub(super) const LEAVE_WITHIN: Duration = Duration::from_millis(1_000);

thread_local! {
    static HOST: RefCell<Option<Rc<Hosting>>> = const { RefCell::new(None) };
}

/// The entry of a host in a worker. Tells its memory, for the workers that shall join, where memory can be shared.
pub fn serve_host() -> JsValue {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let say = {
        let scope = scope.clone();
        Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
            // The page may be gone.
            let _ = scope.post_message(&message);
        })
    };
    install(say.into_js_value().unchecked_into(), Object::new());
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        tell_host(&field(&event.data(), "bytes"));
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // It lives as long as the worker, which nothing but its owner ends.
    listener.forget();
    memory_to_share()
}

/// The entry of a host on the page, a second instance of the module. `say` hears what it has to tell; `state` is the gate's.
pub fn open_host(say: Function, state: Object) -> JsValue {
    install(say, state);
    memory_to_share()
}

/// A message ([`ToHost`]) to the host of this memory.
pub fn tell_host(bytes: &JsValue) {
    let Some(host) = HOST.with_borrow(Clone::clone) else { return };
    if let Ok(message) = crate::live::wire::unpack(bytes) {
        host.hear(message);
    }
}

fn install(say: Function, state: Object) {
    let host = Hosting { say, state, run: RefCell::new(None), event_loop: RefCell::new(None) };
    HOST.set(Some(Rc::new(host)));
}

fn memory_to_share() -> JsValue {
    if isolated() { wasm_bindgen::memory() } else { JsValue::UNDEFINED }
}

/// The host of this memory.
pub(super) struct Hosting {
    say: Function,
    /// The gate's state, which shuts when this instance traps.
    pub(super) state: Object,
    run: RefCell<Option<OwnedRun>>,
    event_loop: RefCell<Option<Rc<EventLoop>>>,
}

/// The run that this host owns; threads know its address.
struct OwnedRun(*mut Run<AnyGuest>);

impl OwnedRun {
    fn new(run: Run<AnyGuest>) -> Self {
        Self(Box::into_raw(Box::new(run)))
    }

    fn get(&self) -> &'static Run<AnyGuest> {
        // SAFETY: it comes from a box and is freed by `free` alone, which comes after all threads have left and the event
        // loop that drives the main thread has been dropped.
        unsafe { &*self.0 }
    }

    fn free(self) {
        // SAFETY: as above; nobody uses it any more.
        drop(unsafe { Box::from_raw(self.0) });
    }

    fn memory_peak(&self) -> u64 {
        // SAFETY: all threads have left, this one among them, so nobody else looks at the run.
        unsafe { (*self.0).memory_peak() }
    }
}

impl Hosting {
    pub(super) fn say(&self, message: &FromHost) {
        let message = object([("bytes", pack(message).into())]);
        // The page may be gone.
        let _ = self.say.call1(&JsValue::NULL, &message);
    }

    fn hear(self: &Rc<Self>, message: ToHost) {
        match message {
            ToHost::Load { job, workers } => match program::read(&job) {
                Ok((guest, machine)) => {
                    let run = OwnedRun::new(Run::new(guest, workers, machine.switch_interval));
                    self.say(&FromHost::Loaded {
                        run: run.0 as usize as u32,
                        control: run.get().control().as_ptr() as usize as u32,
                        rings: run.get().rings().map(crate::live::ring::Ring::place).collect(),
                        machine,
                    });
                    *self.run.borrow_mut() = Some(run);
                }
                Err(refusal) => self.say(&FromHost::Refused(refusal)),
            },
            ToHost::Begin { cap } => {
                let Some(run) = self.run.borrow().as_ref().map(OwnedRun::get) else { return };
                run.enter();
                run.begin();
                self.say(&FromHost::Begun(run.clock.started_ms()));
                if place() == Place::Worker && isolated() {
                    let mut thread = Thread::main(run);
                    thread.record_main_started("MainThread");
                    drive(&mut thread, &mut Blocking);
                    run.leave();
                    run.wait_empty(LEAVE_WITHIN);
                    self.ended(if run.is_empty() { Left::All } else { Left::NotAll });
                } else {
                    *self.event_loop.borrow_mut() = Some(EventLoop::start(self.clone(), run, cap));
                }
            }
            ToHost::Stop => {
                if let Some(event_loop) = self.event_loop.borrow().clone() {
                    event_loop.stop();
                }
            }
            ToHost::Drop => {
                self.event_loop.borrow_mut().take();
                if let Some(run) = self.run.borrow_mut().take() {
                    run.free();
                }
                self.say(&FromHost::Dropped);
            }
        }
    }

    /// The run is over and this thread has left it.
    pub(super) fn ended(&self, left: Left) {
        let run = self.run.borrow();
        let Some(run) = run.as_ref() else { return };
        let memory_peak = if left == Left::All { run.memory_peak() } else { 0 };
        let end = run.get().clock.stamp();
        self.say(&FromHost::Ended { exit: run.get().exit(), end, memory_peak, left });
    }
}
