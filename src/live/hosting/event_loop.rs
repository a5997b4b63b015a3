//! A main thread driven by an event loop: the page's own, or that of a worker which shares no memory.
//!
//! 1. A *turn* drives the thread until it would wait where its host does not.
//! 2. In between it awaits a wake-up of the thread's word, a deadline, or both, by `Atomics.waitAsync`; what is due at once
//!    comes as a message from a channel, which no browser delays.
//! 3. Then it takes the GIL: by try, then by request after the switch interval, awaiting the lock's word in between.
//!
//! Whatever the browser calls goes through the memory's gate. A call that comes late finds another number of awaiting and
//! does nothing.

use super::host::{Hosting, LEAVE_WITHIN};
use super::program::AnyGuest;
use super::{FromHost, Left};
use crate::live::abilities::isolated;
use crate::live::clock::now_ms;
use crate::live::gate::{gate, settled};
use crate::live::gil::{Awaited, Look, Waiter};
use crate::live::host::{Alone, Paused, Spinning, drive};
use crate::live::place::{Place, place};
use crate::live::run::Run;
use crate::live::thread::Thread;
use crate::live::wire::field;
use crate::live::word;
use crate::time::{Duration, Instant};
use crate::trace::{Exit, Status};
use js_sys::{Atomics, Function, Int32Array, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::AtomicU32;
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessageEvent};

/// How often a frozen page looks whether input waits.
const LOOK_EVERY_MS: f64 = 1.0;
/// How often a frozen page hands over what was recorded, where nobody can read its ring.
const TELL_EVERY_MS: f64 = 16.0;
/// How often one that can't await looks at the word.
const POLL_EVERY_MS: i32 = 4;

/// A main thread and what it awaits.
pub(super) struct EventLoop {
    host: Rc<Hosting>,
    run: &'static Run<AnyGuest>,
    thread: RefCell<Thread<'static, AnyGuest>>,
    cap: Duration,
    /// Counts what was awaited, so that a late call is told from the one that is due.
    number: Cell<u32>,
    awaits: RefCell<Awaits>,
    channel: MessageChannel,
    /// What the channel's message calls; it holds this loop weakly.
    _listener: Closure<dyn FnMut(MessageEvent)>,
    left_by: Cell<f64>,
}

/// What comes next.
enum Awaits {
    /// A turn, with the GIL.
    Turn,
    /// A wake-up or this moment; then the GIL.
    Wake(Option<Instant>),
    /// The GIL.
    Gil(Waiter),
    /// That the other threads have left.
    Leaving,
    Nothing,
}

impl EventLoop {
    /// Runs the main thread from the next turn of the event loop on.
    pub(super) fn start(host: Rc<Hosting>, run: &'static Run<AnyGuest>, cap: Duration) -> Rc<Self> {
        let mut thread = Thread::main(run);
        thread.record_main_started("MainThread");
        let event_loop = Rc::new_cyclic(|weak: &std::rc::Weak<Self>| {
            let weak = weak.clone();
            let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(event_loop) = weak.upgrade() {
                    event_loop.called(event.data().as_f64().unwrap_or_default() as u32);
                }
            });
            // Every browser that runs wasm has message channels.
            let channel = MessageChannel::new().unwrap_throw();
            let gated = gate(&host.state, listener.as_ref());
            channel.port1().set_onmessage(Some(&gated));
            Self {
                host,
                run,
                thread: RefCell::new(thread),
                cap,
                number: Cell::new(0),
                awaits: RefCell::new(Awaits::Wake(Some(Instant::START))),
                channel,
                _listener: listener,
                left_by: Cell::new(0.0),
            }
        });
        event_loop.call_soon();
        event_loop
    }

    /// Ends the run between two turns.
    pub(super) fn stop(self: &Rc<Self>) {
        self.run.end(Exit { status: Status::Stopped, code: 130, message: None, line: None });
        self.call_soon();
    }

    /// The browser calls because of what was awaited under this number.
    fn called(self: &Rc<Self>, number: u32) {
        if number != self.number.get() {
            return;
        }
        let awaits = self.awaits.replace(Awaits::Nothing);
        match awaits {
            Awaits::Nothing => {}
            Awaits::Leaving => self.leaving(),
            Awaits::Turn => self.turn(),
            Awaits::Wake(until) => {
                let due = until.is_some_and(|until| self.run.clock.now() >= until);
                if due || self.run.is_over() || self.thread.borrow().is_woken() {
                    self.take_gil(None);
                } else {
                    self.await_wake(until);
                }
            }
            Awaits::Gil(waiter) => self.take_gil(Some(waiter)),
        }
    }

    fn take_gil(self: &Rc<Self>, waiter: Option<Waiter>) {
        let gil = &self.run.gil;
        let slot = self.thread.borrow().slot();
        if self.run.is_over() {
            if let Some(waiter) = waiter {
                gil.leave(waiter);
                gil.set_awaited(Awaited::No);
            }
            return self.turn();
        }
        let mut waiter = match waiter {
            Some(waiter) => waiter,
            None => {
                if let Some(held) = gil.try_take(slot) {
                    self.thread.borrow_mut().take(held);
                    return self.turn();
                }
                self.thread.borrow_mut().record_waiting_gil();
                gil.set_awaited(Awaited::Yes);
                gil.queue(slot)
            }
        };
        match gil.look(&mut waiter, self.run.switch_interval()) {
            Look::Taken(held) => {
                gil.leave(waiter);
                gil.set_awaited(Awaited::No);
                self.thread.borrow_mut().take(held);
                return self.turn();
            }
            Look::Requested(holder) => self.thread.borrow_mut().record_request(holder),
            Look::Busy => {}
        }
        *self.awaits.borrow_mut() = Awaits::Gil(waiter);
        match gil.busy_word() {
            Some((word, value)) => self.call_when_changed(word, value, self.run.switch_interval()),
            None => self.call_soon(),
        }
    }

    fn turn(self: &Rc<Self>) {
        let began = now_ms();
        let paused = if place() == Place::Worker {
            drive(&mut *self.thread.borrow_mut(), &mut Alone { turn_began_ms: began })
        } else {
            let mut looks = Looks::new(self);
            let mut host = Spinning { turn_began_ms: began, cap: self.cap, looks: || looks.look() };
            drive(&mut *self.thread.borrow_mut(), &mut host)
        };
        self.tell_recorded();
        match paused {
            Paused::Turn => {
                *self.awaits.borrow_mut() = Awaits::Turn;
                self.call_soon();
            }
            Paused::Wait { until, .. } => self.await_wake(until),
            Paused::Done => {
                self.run.leave();
                self.left_by.set(now_ms() + LEAVE_WITHIN.0 as f64 / 1e6);
                self.leaving();
            }
        }
    }

    fn await_wake(self: &Rc<Self>, until: Option<Instant>) {
        let left = match until {
            Some(until) => until.since(self.run.clock.now()),
            None => word::SLICE,
        };
        let (word, value) = self.thread.borrow().wait_word();
        let now = left == Duration::ZERO || self.thread.borrow().is_woken();
        *self.awaits.borrow_mut() = Awaits::Wake(until);
        if now { self.call_soon() } else { self.call_when_changed(word, value, left) }
    }

    /// The run is over; the other threads leave within 100 ms.
    fn leaving(self: &Rc<Self>) {
        if self.run.is_empty() {
            return self.host.ended(Left::All);
        }
        if now_ms() > self.left_by.get() {
            return self.host.ended(Left::NotAll);
        }
        *self.awaits.borrow_mut() = Awaits::Leaving;
        let number = self.next_number();
        self.call_after(number, POLL_EVERY_MS);
    }

    /// Where nobody else can read the ring, what was recorded is told after every turn.
    fn tell_recorded(&self) {
        if isolated() {
            return;
        }
        let bytes: Vec<u8> = self.run.rings().flat_map(crate::live::ring::Ring::drain_here).collect();
        if !bytes.is_empty() {
            self.host.say(&FromHost::Recorded(bytes));
        }
    }

    fn next_number(&self) -> u32 {
        self.number.set(self.number.get().wrapping_add(1));
        self.number.get()
    }

    /// A message: the next turn of the event loop, without the delay of a timer.
    fn call_soon(self: &Rc<Self>) {
        let number = self.next_number();
        // A number can always be posted.
        let _ = self.channel.port2().post_message(&number.into());
    }

    /// When the word holds something else or the time is over.
    fn call_when_changed(self: &Rc<Self>, word: &AtomicU32, value: u32, timeout: Duration) {
        let number = self.next_number();
        let millis = timeout.0 as f64 / 1e6;
        let memory = field(&wasm_bindgen::memory(), "buffer");
        let view = Int32Array::new(&memory);
        let index = (word.as_ptr() as usize / 4) as u32;
        let waited = Atomics::wait_async_with_timeout(&view, index, value as i32, millis);
        let promise = waited.ok().and_then(|result| field(&result, "value").dyn_into::<Promise>().ok());
        match promise {
            Some(promise) => {
                let weak = Rc::downgrade(self);
                let call = Closure::once(move |_: JsValue| {
                    if let Some(event_loop) = weak.upgrade() {
                        event_loop.called(number);
                    }
                });
                // The promise always settles: at its timeout at the latest.
                let gated = gate(&self.host.state, &call.into_js_value());
                settled(&promise, &gated);
            }
            // The word has changed already, or the browser has no `waitAsync`.
            None if has_wait_async() => self.call_soon(),
            None => self.call_after(number, POLL_EVERY_MS.min(millis.ceil() as i32)),
        }
    }

    fn call_after(self: &Rc<Self>, number: u32, millis: i32) {
        let weak = Rc::downgrade(self);
        let call = Closure::once(move || {
            if let Some(event_loop) = weak.upgrade() {
                event_loop.called(number);
            }
        });
        set_timeout(&gate(&self.host.state, &call.into_js_value()), millis);
    }
}

impl Drop for EventLoop {
    fn drop(&mut self) {
        self.channel.port1().set_onmessage(None);
        self.channel.port1().close();
        self.channel.port2().close();
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &Function, millis: i32) -> JsValue;
}

fn has_wait_async() -> bool {
    Reflect::has(&field(&js_sys::global(), "Atomics"), &"waitAsync".into()).unwrap_or(false)
}

/// What a frozen page does beside freezing: it looks whether somebody's input waits to be heard, which Chromium alone can
/// tell, and, where nobody else can read the ring, hands over what was recorded.
struct Looks<'a> {
    event_loop: &'a EventLoop,
    scheduling: JsValue,
    ask: Option<Function>,
    looked_ms: f64,
    told_ms: f64,
}

impl<'a> Looks<'a> {
    fn new(event_loop: &'a EventLoop) -> Self {
        let scheduling = field(&field(&js_sys::global(), "navigator"), "scheduling");
        let ask = if scheduling.is_object() { field(&scheduling, "isInputPending").dyn_into().ok() } else { None };
        let now = now_ms();
        Self { event_loop, scheduling, ask, looked_ms: now, told_ms: now }
    }

    fn look(&mut self) {
        let now = now_ms();
        if now - self.looked_ms < LOOK_EVERY_MS {
            return;
        }
        self.looked_ms = now;
        if now - self.told_ms >= TELL_EVERY_MS {
            self.told_ms = now;
            self.event_loop.tell_recorded();
        }
        let Some(ask) = &self.ask else { return };
        if ask.call0(&self.scheduling).is_ok_and(|waits| waits.is_truthy()) {
            self.event_loop.host.say(&FromHost::InputWaits(now));
            // Told once a turn.
            self.ask = None;
        }
    }
}
