//! The engine as the page sees it.

use super::{Explored, Job, Order, Played, Point, Refusal, Reply, Request};
use crate::live::abilities::{Abilities, Missing};
use crate::live::app::App;
use crate::live::gate::instance;
use crate::live::later::{Later, Leave, later};
use crate::live::role::{Heard, Role, RoleWorker, describe};
use crate::live::wire::{field, object, pack, transfer, unpack};
use crate::model::Schedule;
use gloo_timers::callback::Timeout;
use js_sys::{Function, Reflect, Uint8Array};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A worker that has not told that it is ready by then counts as failed.
const START_WITHIN_MS: u32 = 20_000;
/// Who was asked to stop and has not answered by then is replaced.
const STOP_WITHIN_MS: u32 = 150;
/// After so many workers in a row that did not start, the page answers itself.
const TRIES: u32 = 2;

/// The engine: a handle to be cloned. The last one dropped ends the worker.
#[derive(Clone)]
pub struct Client(Rc<RefCell<Inner>>);

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineError {
    /// The program can't be read or uses what is not supported.
    Refused(Refusal),
    /// It was stopped before it had anything to show.
    Stopped,
    /// The engine failed; another one is started for the next request.
    Failed(String),
}

type OnAbilities = Rc<dyn Fn(&Abilities)>;
type Answer = Result<Reply, EngineError>;

struct Inner {
    engine: Engine,
    waiting: VecDeque<Asked>,
    current: Option<Asked>,
    last_number: u32,
    failed_starts: u32,
    abilities: Abilities,
    on_abilities: Option<OnAbilities>,
    stop_timer: Option<Timeout>,
}

enum Engine {
    /// Nothing asked yet, or the last one was given up.
    None,
    /// Its module is on the way.
    Loading,
    Starting {
        _worker: RoleWorker,
        _timer: Timeout,
    },
    Ready {
        worker: RoleWorker,
        stop: Option<StopWord>,
    },
    OnPage,
}

struct Asked {
    number: u32,
    request: Request,
    answer: Leave<Answer>,
}

/// A view on the flag in the engine's memory that ends its current request.
struct StopWord {
    view: Uint8Array,
    index: u32,
}

impl Client {
    /// An engine that starts with the first request, or when it is [warmed](Self::warm). `on_abilities` is told when
    /// something turns out not to be possible here.
    pub fn new(on_abilities: impl Fn(&Abilities) + 'static) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            engine: Engine::None,
            waiting: VecDeque::new(),
            current: None,
            last_number: 0,
            failed_starts: 0,
            abilities: Abilities::at_start(),
            on_abilities: Some(Rc::new(on_abilities)),
            stop_timer: None,
        })))
    }

    /// Starts the engine's worker, if it is not there, so that it is ready when the first request comes.
    pub fn warm(&self) {
        if matches!(self.0.borrow().engine, Engine::None) {
            self.start_worker();
        }
    }

    /// What is known by now about this browser.
    pub fn abilities(&self) -> Abilities {
        self.0.borrow().abilities.clone()
    }

    /// Runs a program in the model. Dropping the future cancels the run.
    pub async fn run(&self, job: Job) -> Result<Packed, EngineError> {
        match self.ask(Request::Run(job)).await? {
            Reply::Ran(ran) => Ok(Packed(ran)),
            other => Err(unexpected(other)),
        }
    }

    /// Runs the beginning of a program in the model: how many threads it had at once, the main thread not counted.
    pub async fn rehearse(&self, job: Job) -> Result<u32, EngineError> {
        match self.ask(Request::Rehearse(job)).await? {
            Reply::Rehearsed(threads) => Ok(threads),
            other => Err(unexpected(other)),
        }
    }

    /// The findings of a program, as JSON, without running it for long.
    pub async fn check(&self, job: Job) -> Result<String, EngineError> {
        match self.ask(Request::Check(job)).await? {
            Reply::Checked(findings) => Ok(findings),
            other => Err(unexpected(other)),
        }
    }

    /// What a program prints under many seeds, the most frequent first.
    pub async fn orders(&self, job: Job, seeds: u32) -> Result<Vec<Order>, EngineError> {
        match self.ask(Request::Orders { job, seeds }).await? {
            Reply::Orders(orders) => Ok(orders),
            other => Err(unexpected(other)),
        }
    }

    /// Runs a program in the model with its threads taking turns as said. Dropping the future cancels the run.
    pub async fn play(&self, job: Job, schedule: Schedule) -> Result<Played, EngineError> {
        match self.ask(Request::Play { job, schedule }).await? {
            Reply::Played(played) => Packed(played).unpack(),
            other => Err(unexpected(other)),
        }
    }

    /// What a program can come to, by all schedules with few switches. Dropping the future cancels it.
    pub async fn explore(&self, job: Job) -> Result<Explored, EngineError> {
        match self.ask(Request::Explore(job)).await? {
            Reply::Explored(explored) => Ok(explored),
            other => Err(unexpected(other)),
        }
    }

    /// What each of many runs came to, in the order of the jobs. Dropping the future cancels them.
    pub async fn points(&self, jobs: Vec<Job>) -> Result<Vec<Point>, EngineError> {
        match self.ask(Request::Points(jobs)).await? {
            Reply::Points(points) => Ok(points),
            other => Err(unexpected(other)),
        }
    }

    /// Ends what runs now: its answer is the trace so far, or [`EngineError::Stopped`] within some 150 ms.
    pub fn stop(&self) {
        let number = self.0.borrow().current.as_ref().map(|asked| asked.number);
        if let Some(number) = number {
            self.stop_current(number);
        }
    }

    fn ask(&self, request: Request) -> Asking {
        let (answer, later) = later();
        let number = {
            let mut inner = self.0.borrow_mut();
            inner.last_number += 1;
            let number = inner.last_number;
            inner.waiting.push_back(Asked { number, request, answer });
            number
        };
        self.pump();
        Asking { number, later, client: Rc::downgrade(&self.0), answered: false }
    }

    /// Hands the next request over when nobody is being served.
    fn pump(&self) {
        let mut inner = self.0.borrow_mut();
        if inner.current.is_some() {
            return;
        }
        let Some(asked) = inner.waiting.pop_front() else { return };
        match &inner.engine {
            Engine::None => {
                inner.waiting.push_front(asked);
                drop(inner);
                self.start_worker();
            }
            Engine::Loading | Engine::Starting { .. } => inner.waiting.push_front(asked),
            Engine::Ready { worker, stop } => {
                if let Some(stop) = stop {
                    stop.set(0);
                }
                let bytes = pack(&asked.request);
                let message = object([("number", asked.number.into()), ("bytes", bytes.clone().into())]);
                let posted = worker.post(&message, &transfer(&bytes));
                inner.current = Some(asked);
                drop(inner);
                if let Err(why) = posted {
                    self.give_up(&why);
                }
            }
            Engine::OnPage => {
                let number = asked.number;
                inner.current = Some(asked);
                drop(inner);
                let client = self.clone();
                // A turn of the page's loop first, so that the page is drawn before it is busy.
                Timeout::new(0, move || {
                    spawn_local(async move {
                        let request = match &client.0.borrow().current {
                            Some(asked) if asked.number == number => pack(&asked.request),
                            _ => return,
                        };
                        client.answered(number, answer_on_page(&request).await.map_err(EngineError::Failed));
                    });
                })
                .forget();
            }
        }
    }

    fn start_worker(&self) {
        self.0.borrow_mut().engine = Engine::Loading;
        let weak = Rc::downgrade(&self.0);
        spawn_local(async move {
            let app = App::engine().await;
            let Some(client) = weak.upgrade().map(Client) else { return };
            match app {
                Ok(app) => client.start_worker_of(&app),
                Err(why) => client.heard(Heard::Failed(why)),
            }
        });
    }

    fn start_worker_of(&self, app: &App) {
        let weak = Rc::downgrade(&self.0);
        let role = Role { app, entry: "loopscope_engine", memory: None, stack: None, argument: JsValue::UNDEFINED };
        let started = RoleWorker::start(&role, move |heard| {
            if let Some(inner) = weak.upgrade() {
                Client(inner).heard(heard);
            }
        });
        match started {
            Ok(worker) => {
                let weak = Rc::downgrade(&self.0);
                let timer = Timeout::new(START_WITHIN_MS, move || {
                    if let Some(inner) = weak.upgrade() {
                        Client(inner).heard(Heard::Failed("it did not answer".into()));
                    }
                });
                self.0.borrow_mut().engine = Engine::Starting { _worker: worker, _timer: timer };
            }
            Err(why) => self.heard(Heard::Failed(why)),
        }
    }

    fn heard(&self, heard: Heard) {
        match heard {
            Heard::Ready(hello) => {
                let mut inner = self.0.borrow_mut();
                let engine = std::mem::replace(&mut inner.engine, Engine::None);
                inner.engine = match engine {
                    Engine::Starting { _worker: worker, .. } => Engine::Ready { worker, stop: StopWord::from(&hello) },
                    other => other,
                };
                inner.failed_starts = 0;
                drop(inner);
                self.pump();
            }
            Heard::Message(message) if field(&message, "no_pool").is_string() => {
                let why = field(&message, "no_pool").as_string().unwrap_or_default();
                self.misses(Missing::Pool { why });
            }
            Heard::Message(message) => {
                let number = field(&message, "number").as_f64().unwrap_or_default() as u32;
                let reply = unpack::<Reply>(&field(&message, "bytes")).map_err(EngineError::Failed);
                self.answered(number, reply);
            }
            Heard::Failed(why) => self.give_up(&why),
        }
    }

    fn answered(&self, number: u32, reply: Answer) {
        let asked = {
            let mut inner = self.0.borrow_mut();
            if inner.current.as_ref().is_none_or(|asked| asked.number != number) {
                return;
            }
            inner.stop_timer = None;
            inner.current.take()
        };
        self.pump();
        if let Some(asked) = asked {
            asked.answer.leave(reply);
        }
    }

    /// The worker is of no use any more: fails what it served, starts another or, after too many, answers on the page.
    fn give_up(&self, why: &str) {
        let (dropped, asked, missing) = {
            let mut inner = self.0.borrow_mut();
            let was_starting = !matches!(inner.engine, Engine::Ready { .. });
            let dropped = std::mem::replace(&mut inner.engine, Engine::None);
            inner.stop_timer = None;
            let mut missing = None;
            if was_starting {
                inner.failed_starts += 1;
                if inner.failed_starts >= TRIES {
                    inner.engine = Engine::OnPage;
                    missing = Some(Missing::EngineWorker { why: why.into() });
                }
            }
            (dropped, inner.current.take(), missing)
        };
        drop(dropped);
        if let Some(missing) = missing {
            self.misses(missing);
        }
        if let Some(asked) = asked {
            asked.answer.leave(Err(EngineError::Failed(why.into())));
        }
        let start = matches!(self.0.borrow().engine, Engine::None);
        if start {
            self.start_worker();
        } else {
            self.pump();
        }
    }

    fn misses(&self, missing: Missing) {
        let told = {
            let mut inner = self.0.borrow_mut();
            inner.abilities.missing.push(missing);
            inner.on_abilities.clone()
        };
        if let Some(told) = told {
            told(&self.abilities());
        }
    }

    /// Asks the worker to end what it does; replaces it when it can't hear or does not answer.
    fn stop_current(&self, number: u32) {
        let weak = Rc::downgrade(&self.0);
        let mut inner = self.0.borrow_mut();
        let heard = match &inner.engine {
            Engine::Ready { stop: Some(stop), .. } => stop.set(1),
            _ => false,
        };
        let wait = if heard { STOP_WITHIN_MS } else { 0 };
        inner.stop_timer = Some(Timeout::new(wait, move || {
            if let Some(inner) = weak.upgrade() {
                Client(inner).replace(number);
            }
        }));
    }

    fn replace(&self, number: u32) {
        let (dropped, asked) = {
            let mut inner = self.0.borrow_mut();
            if inner.current.as_ref().is_none_or(|asked| asked.number != number) {
                return;
            }
            let asked = inner.current.take();
            let on_page = matches!(inner.engine, Engine::OnPage);
            let dropped = if on_page { Engine::None } else { std::mem::replace(&mut inner.engine, Engine::None) };
            (dropped, asked)
        };
        drop(dropped);
        if let Some(asked) = asked {
            asked.answer.leave(Err(EngineError::Stopped));
        }
        let start = matches!(self.0.borrow().engine, Engine::None);
        if start {
            self.start_worker();
        } else {
            self.pump();
        }
    }

    /// Nobody awaits this request any more.
    fn cancel(&self, number: u32) {
        let mut inner = self.0.borrow_mut();
        let waiting = inner.waiting.iter().position(|asked| asked.number == number);
        if let Some(index) = waiting {
            inner.waiting.remove(index);
            return;
        }
        let running = inner.current.as_ref().is_some_and(|asked| asked.number == number);
        drop(inner);
        if running {
            self.stop_current(number);
        }
    }
}

impl StopWord {
    /// From what the engine told when it was ready; none where memory can't be shared.
    fn from(hello: &JsValue) -> Option<Self> {
        let memory: js_sys::WebAssembly::Memory = field(hello, "memory").dyn_into().ok()?;
        let index = field(hello, "stop").as_f64()? as u32;
        let view = Uint8Array::new(&Reflect::get(&memory, &"buffer".into()).ok()?);
        Some(Self { view, index })
    }

    /// Sets the flag, or clears it for the next request. `false` when it can't be reached.
    fn set(&self, value: u8) -> bool {
        store(&self.view, self.index, value).is_ok()
    }
}

#[wasm_bindgen]
extern "C" {
    /// `Atomics.store` on bytes.
    #[wasm_bindgen(js_namespace = Atomics, js_name = store, catch)]
    fn store(view: &Uint8Array, index: u32, value: u8) -> Result<JsValue, JsValue>;
}

/// Has the engine's module answer on the page, in a memory of its own.
async fn answer_on_page(request: &Uint8Array) -> Result<Reply, String> {
    let app = App::engine().await?;
    let url = format!("{}?answers", app.url);
    let exports = JsFuture::from(instance(&url, &app.module)).await.map_err(|error| describe(&error))?;
    let answer: Function = field(&exports, "loopscope_answer").dyn_into().map_err(|_| "no loopscope_answer")?;
    unpack(&answer.call1(&JsValue::UNDEFINED, request).map_err(|error| describe(&error))?)
}

/// The answer to come. Dropped before that, it cancels the request.
struct Asking {
    number: u32,
    later: Later<Answer>,
    client: Weak<RefCell<Inner>>,
    answered: bool,
}

impl Future for Asking {
    type Output = Answer;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        let polled = Pin::new(&mut self.later).poll(context);
        self.answered = polled.is_ready();
        polled
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if self.answered {
            return;
        }
        if let Some(inner) = self.client.upgrade() {
            Client(inner).cancel(self.number);
        }
    }
}

/// A run as the engine sends it: some 10 bytes an event.
pub struct Packed(Vec<u8>);

/// What one byte of a packed run becomes at most while its trace is unpacked and its picture is derived: 240 bytes of the
/// events and of the spans that two of them make.
const UNPACKED: usize = 24;
/// The largest piece of that: a million events. What is free lies in pieces too, after some runs.
const PIECE: usize = 64 << 20;

impl Packed {
    /// Whether there is room for the trace and what is derived from it. The room is asked for and given back.
    pub fn fits(&self) -> bool {
        let mut left = self.unpacked_bytes();
        let mut pieces = Vec::new();
        while left > 0 {
            let mut piece = Vec::<u8>::new();
            if piece.try_reserve_exact(left.min(PIECE)).is_err() {
                return false;
            }
            pieces.push(black_box(piece));
            left = left.saturating_sub(PIECE);
        }
        true
    }

    /// The run. Memory that is not there ends the page; a run that does not fit is a sentence.
    pub fn unpack<T: DeserializeOwned>(&self) -> Result<T, EngineError> {
        if !self.fits() {
            let size = self.unpacked_bytes() / 1_000_000;
            return Err(EngineError::Failed(format!(
                "the run's trace needs {size} MB, more than this page has left: make the run shorter, or reload the page"
            )));
        }
        postcard::from_bytes(&self.0).map_err(|error| EngineError::Failed(error.to_string()))
    }

    fn unpacked_bytes(&self) -> usize {
        self.0.len() * UNPACKED
    }
}

fn unexpected(reply: Reply) -> EngineError {
    match reply {
        Reply::Refused(refusal) => EngineError::Refused(refusal),
        Reply::Failed(why) => EngineError::Failed(why),
        _ => EngineError::Failed("the engine answered something else".into()),
    }
}
