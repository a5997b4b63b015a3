//! The painter: a worker that owns canvases and goes on drawing while the page is frozen.
//!
//! The page starts it with [`Painter::start`] and sends it messages of the interface's own type, canvases along with
//! them. In the worker [`serve`] hands each message to a [`Picture`] and lets it draw when it wants to. What is drawn is
//! not known here. The painter also watches live runs: it reads their rings by a timer, which goes on while the page
//! stands still, and a picture sees the live trace as it grows.

use super::app::App;
use super::later::Inbox;
use super::role::{Heard, Role, RoleWorker};
use super::watch::LiveTrace;
use super::watcher::{ToWatcher, Watched, Watcher};
use super::wire::{field, object, pack, transfer, unpack};
use gloo_timers::callback::{Interval, Timeout};
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How often the rings of a live run are read.
const POLL_EVERY_MS: u32 = 25;

/// The painter's worker as the page sees it: a handle to be cloned. The last one dropped ends the worker.
#[derive(Clone)]
pub struct Painter {
    inner: Rc<RefCell<Inner>>,
    watched: Inbox<Result<Watched, String>>,
}

struct Inner {
    worker: Option<RoleWorker>,
    ready: bool,
    failed: bool,
    /// Messages sent before the worker served.
    early: Vec<(JsValue, Array)>,
}

impl Painter {
    /// Starts the worker, which calls the exported function `loopscope_painter`. `on_drawn` (once) is told that there is
    /// something to see, `on_failed` (once) that there will be no pictures and why.
    pub fn start(mut on_drawn: impl FnMut() + 'static, on_failed: impl FnOnce(String) + 'static) -> Self {
        let inner = Rc::new(RefCell::new(Inner { worker: None, ready: false, failed: false, early: Vec::new() }));
        let watched = Inbox::new();
        let weak = Rc::downgrade(&inner);
        let on_failed = Rc::new(RefCell::new(Some(on_failed)));
        let fail = {
            let (weak, watched) = (weak.clone(), watched.clone());
            move |why: String| {
                if let Some(inner) = weak.upgrade() {
                    inner.borrow_mut().failed = true;
                }
                watched.push(Err(why.clone()));
                let told = on_failed.borrow_mut().take();
                if let Some(told) = told {
                    told(why);
                }
            }
        };
        let fail_later = fail.clone();
        let watched_later = watched.clone();
        let role = Role {
            app: &App::own(),
            entry: "loopscope_painter",
            memory: None,
            stack: None,
            argument: JsValue::UNDEFINED,
        };
        let started = RoleWorker::start(&role, move |heard| match heard {
            Heard::Ready(_) => {
                let Some(inner) = weak.upgrade() else { return };
                let mut inner = inner.borrow_mut();
                inner.ready = true;
                for (message, transfer) in std::mem::take(&mut inner.early) {
                    if let Some(worker) = &inner.worker {
                        // What can't be posted was made by us and never is.
                        let _ = worker.post(&message, &transfer);
                    }
                }
            }
            Heard::Message(message) => {
                let trace = field(&message, "watched");
                if trace.is_object() {
                    watched_later.push(unpack(&trace));
                }
                if field(&message, "drawn").is_truthy() {
                    on_drawn();
                }
            }
            Heard::Failed(why) => fail_later(why),
        });
        match started {
            Ok(worker) => inner.borrow_mut().worker = Some(worker),
            Err(why) => fail(why),
        }
        Self { inner, watched }
    }

    /// Whether it draws and watches, or will as soon as it has started.
    pub fn works(&self) -> bool {
        !self.inner.borrow().failed
    }

    /// Sends a message (postcard) and transfers `objects`, canvases above all, along with it.
    pub fn send(&self, message: &impl Serialize, objects: &Array) {
        let bytes = pack(message);
        let transferred = transfer(&bytes).concat(objects);
        let message = object([("bytes", bytes.into()), ("objects", objects.clone().into())]);
        self.post(message, transferred);
    }

    /// Tells it about a live run.
    pub(super) fn watch(&self, message: &ToWatcher, memory: &JsValue) {
        let bytes = pack(message);
        let transferred = transfer(&bytes);
        self.post(object([("watch", bytes.into()), ("memory", memory.clone())]), transferred);
    }

    /// The trace of a live run that was closed.
    pub(super) async fn watched(&self) -> Result<Watched, String> {
        self.watched.next().await
    }

    fn post(&self, message: JsValue, transferred: Array) {
        let mut inner = self.inner.borrow_mut();
        if !inner.ready {
            inner.early.push((message, transferred));
            return;
        }
        if let Some(worker) = &inner.worker {
            // A worker that died has been told of by `on_failed`.
            let _ = worker.post(&message, &transferred);
        }
    }
}

/// What draws, in the painter's worker.
pub trait Picture: 'static {
    /// A message from the page, as postcard has it, and what was transferred with it.
    fn hear(&mut self, message: &[u8], objects: &Array);

    /// Draws what is to be seen at `now` (milliseconds since 1970, as all clocks of the page have them) and says when to
    /// draw again. `live` is the live run that goes on, or the last one until another is armed.
    fn draw(&mut self, now: f64, live: Option<&LiveTrace>) -> Again;

    /// Whether there is anything to see.
    fn is_drawn(&self) -> bool;
}

/// When a picture wants to be drawn again. A message always leads to one drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// With the next frame of the screen.
    NextFrame,
    /// After so many milliseconds: reduced motion asks for four pictures a second.
    AfterMs(u32),
    /// After the next message.
    WhenTold,
}

/// Serves a picture from now on; called by the role's entry in the worker.
pub fn serve(picture: impl Picture) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let easel = Rc::new(Easel {
        scope: scope.clone(),
        picture: RefCell::new(Box::new(picture)),
        watcher: RefCell::default(),
        poll: RefCell::new(None),
        pending: RefCell::new(Pending::Nothing),
        frame: RefCell::new(None),
        has_told: Cell::new(false),
    });
    let weak = Rc::downgrade(&easel);
    *easel.frame.borrow_mut() = Some(Closure::new(move |_: f64| {
        if let Some(easel) = weak.upgrade() {
            *easel.pending.borrow_mut() = Pending::Nothing;
            easel.draw();
        }
    }));
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if field(&data, "watch").is_object() {
            return easel.watch(&data);
        }
        let Some(bytes) = field(&data, "bytes").dyn_ref::<Uint8Array>().map(Uint8Array::to_vec) else { return };
        let objects = field(&data, "objects").dyn_into().unwrap_or_default();
        easel.picture.borrow_mut().hear(&bytes, &objects);
        easel.schedule(Again::NextFrame);
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // It lives as long as the worker, which nothing but its owner ends.
    listener.forget();
}

type Frame = Closure<dyn FnMut(f64)>;

struct Easel {
    scope: DedicatedWorkerGlobalScope,
    picture: RefCell<Box<dyn Picture>>,
    watcher: RefCell<Watcher>,
    /// While a run goes on.
    poll: RefCell<Option<Interval>>,
    pending: RefCell<Pending>,
    frame: RefCell<Option<Frame>>,
    /// Whether the page knows that there is something to see.
    has_told: Cell<bool>,
}

enum Pending {
    Nothing,
    Frame,
    Timer { _timer: Timeout },
}

impl Easel {
    fn watch(self: &Rc<Self>, data: &JsValue) {
        let Ok(message) = unpack::<ToWatcher>(&field(data, "watch")) else { return };
        let watched = self.watcher.borrow_mut().hear(message, field(data, "memory"));
        if let Some(watched) = watched {
            let bytes = pack(&watched);
            // The page may be gone.
            let _ =
                self.scope.post_message_with_transfer(&object([("watched", bytes.clone().into())]), &transfer(&bytes));
        }
        let open = self.watcher.borrow().is_open();
        let mut poll = self.poll.borrow_mut();
        if open && poll.is_none() {
            let weak = Rc::downgrade(self);
            *poll = Some(Interval::new(POLL_EVERY_MS, move || {
                if let Some(easel) = weak.upgrade() {
                    easel.watcher.borrow_mut().poll();
                }
            }));
        } else if !open {
            *poll = None;
        }
        drop(poll);
        self.schedule(Again::NextFrame);
    }

    fn draw(self: &Rc<Self>) {
        let mut watcher = self.watcher.borrow_mut();
        if watcher.is_open() {
            watcher.poll();
        }
        let again = self.picture.borrow_mut().draw(super::clock::now_ms(), watcher.live());
        drop(watcher);
        if !self.has_told.get() && self.picture.borrow().is_drawn() {
            self.has_told.set(true);
            // The page may be gone.
            let _ = self.scope.post_message(&object([("drawn", true.into())]));
        }
        self.schedule(again);
    }

    fn schedule(self: &Rc<Self>, again: Again) {
        let mut pending = self.pending.borrow_mut();
        match again {
            Again::WhenTold => {}
            Again::AfterMs(wait) => {
                if matches!(*pending, Pending::Nothing) {
                    *pending = Pending::Timer { _timer: self.timer(wait) };
                }
            }
            Again::NextFrame => {
                if matches!(*pending, Pending::Frame) {
                    return;
                }
                let asked = match &*self.frame.borrow() {
                    Some(frame) => self.scope.request_animation_frame(frame.as_ref().unchecked_ref()).is_ok(),
                    None => false,
                };
                // Not every browser has frames in workers.
                *pending = if asked { Pending::Frame } else { Pending::Timer { _timer: self.timer(16) } };
            }
        }
    }

    fn timer(self: &Rc<Self>, wait: u32) -> Timeout {
        let weak = Rc::downgrade(self);
        Timeout::new(wait, move || {
            if let Some(easel) = weak.upgrade() {
                // Forgotten, not cleared: it is the one that runs.
                let done = std::mem::replace(&mut *easel.pending.borrow_mut(), Pending::Nothing);
                drop(done);
                easel.draw();
            }
        })
    }
}
