//! A run memory and all who work in it, as the page sees them: a host and the workers armed for its threads.
//!
//! A crew is used for one run after the other. When one of its members traps, or does not leave a run, the whole crew is
//! dead: its memory is never entered again, its workers are terminated, another crew takes its place.

use super::app::App;
use super::engine::{Job, Refusal};
use super::gate::instance;
use super::hosting::{FromHost, ToHost};
use super::later::Inbox;
use super::ring::RingPlace;
use super::role::{Heard, Role, RoleWorker, SMALL_STACK, describe};
use super::run::STOP;
use super::wire::{field, object, pack, unpack};
use crate::machine::Machine;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Atomics, Function, Int32Array, Object, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A member that has not answered by then counts as failed.
const ANSWER_WITHIN_MS: u32 = 20_000;

/// Where the main thread of a live run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostedBy {
    /// On this page's own event loop: a blocking call freezes the page.
    Page,
    /// In a worker: the page goes on.
    Worker,
}

/// A crew.
pub(super) struct Crew {
    app: App,
    host: HostLink,
    /// The run memory; undefined where memory can't be shared.
    pub memory: JsValue,
    threads: Vec<RoleWorker>,
    said: Inbox<Said>,
    /// Who hears at once what can't wait for the page's next turn.
    at_once: AtOnce,
    dead: Rc<Cell<bool>>,
    /// How many workers have left the run; they may say so before the host says that it is over.
    left: Rc<Cell<u32>>,
}

type AtOnce = Rc<RefCell<Option<Box<dyn Fn(FromHost)>>>>;

/// What members of a crew say.
pub(super) enum Said {
    /// The host.
    Host(FromHost),
    /// A host in a worker, or a thread's worker, serves; what it told.
    Ready(JsValue),
    /// A thread's worker is inside the run.
    Serving,
    /// A thread's worker has left the run.
    Left,
    /// Somebody failed, and the crew with him.
    Failed(String),
    /// The time set with [`Crew::alarm`] is over.
    Alarm,
}

enum HostLink {
    Worker(RoleWorker),
    Page {
        tell: Function,
        /// The gate's state; shut, nothing is called in the instance any more.
        state: Object,
        _say: Closure<dyn FnMut(JsValue)>,
        _told: Closure<dyn FnMut(JsValue)>,
    },
}

/// A program that is ready to run.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub run: u32,
    pub control: u32,
    pub rings: Vec<RingPlace>,
    pub machine: Machine,
}

/// Why a program is not ready to run.
pub(super) enum NotLoaded {
    Refused(Refusal),
    Failed(String),
}

thread_local! {
    /// How many instances this page has imported; each wants an address of its own.
    static INSTANCES: Cell<u32> = const { Cell::new(0) };
}

impl Crew {
    /// A host with a memory of its own, and nobody else yet.
    pub async fn form(hosted_by: HostedBy) -> Result<Self, String> {
        let app = App::engine().await?;
        let said = Inbox::new();
        let at_once: AtOnce = Rc::default();
        match hosted_by {
            HostedBy::Worker => Self::form_in_worker(app, said, at_once).await,
            HostedBy::Page => Self::form_on_page(app, said, at_once).await,
        }
    }

    async fn form_in_worker(app: App, said: Inbox<Said>, at_once: AtOnce) -> Result<Self, String> {
        let role = Role { app: &app, entry: "loopscope_host", memory: None, stack: None, argument: JsValue::UNDEFINED };
        let to = said.clone();
        let at_once_to = at_once.clone();
        let worker = RoleWorker::start(&role, move |heard| match heard {
            Heard::Ready(memory) => to.push(Said::Ready(memory)),
            Heard::Message(message) => said_by_host(&message, &at_once_to, &to),
            Heard::Failed(why) => to.push(Said::Failed(why)),
        })?;
        let mut crew = Self {
            app,
            host: HostLink::Worker(worker),
            memory: JsValue::UNDEFINED,
            threads: Vec::new(),
            said,
            at_once,
            dead: Rc::default(),
            left: Rc::default(),
        };
        crew.memory = crew.ready().await?;
        Ok(crew)
    }

    async fn form_on_page(app: App, said: Inbox<Said>, at_once: AtOnce) -> Result<Self, String> {
        let number = INSTANCES.get() + 1;
        INSTANCES.set(number);
        let url = format!("{}?run={number}", app.url);
        let exports = JsFuture::from(instance(&url, &app.module)).await.map_err(|error| describe(&error))?;
        let function = |name: &str| field(&exports, name).dyn_into::<Function>().map_err(|_| format!("no {name}"));
        let say = {
            let (at_once, to) = (at_once.clone(), said.clone());
            Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| said_by_host(&message, &at_once, &to))
        };
        let told = {
            let to = said.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |why: JsValue| {
                to.push(Said::Failed(why.as_string().unwrap_or_default()));
            })
        };
        let state: Object = object([("shut", false.into()), ("told", told.as_ref().clone())]).unchecked_into();
        let memory = function("loopscope_host_open")?
            .call2(&JsValue::UNDEFINED, say.as_ref(), &state)
            .map_err(|error| describe(&error))?;
        let tell = super::gate::gate(&state, &function("loopscope_host_tell")?.into());
        let host = HostLink::Page { tell, state, _say: say, _told: told };
        Ok(Self { app, host, memory, threads: Vec::new(), said, at_once, dead: Rc::default(), left: Rc::default() })
    }

    /// Starts workers until there are that many.
    pub async fn grow(&mut self, threads: u32) -> Result<(), String> {
        let missing = (threads as usize).saturating_sub(self.threads.len());
        for _ in 0..missing {
            let role = Role {
                app: &self.app,
                entry: "loopscope_thread",
                memory: Some(&self.memory),
                stack: Some(SMALL_STACK),
                argument: JsValue::UNDEFINED,
            };
            let to = self.said.clone();
            let left = self.left.clone();
            let worker = RoleWorker::start(&role, move |heard| match heard {
                Heard::Ready(hello) => to.push(Said::Ready(hello)),
                Heard::Message(message) => match field(&message, "said").as_string().as_deref() {
                    Some("serving") => to.push(Said::Serving),
                    _ => {
                        left.set(left.get() + 1);
                        to.push(Said::Left);
                    }
                },
                Heard::Failed(why) => to.push(Said::Failed(why)),
            })?;
            self.threads.push(worker);
        }
        for _ in 0..missing {
            self.ready().await?;
        }
        Ok(())
    }

    async fn ready(&self) -> Result<JsValue, String> {
        let _alarm = self.alarm(ANSWER_WITHIN_MS);
        loop {
            match self.said.next().await {
                Said::Ready(hello) => return Ok(hello),
                Said::Failed(why) => return Err(why),
                Said::Alarm => return Err("a worker did not answer".into()),
                _ => {}
            }
        }
    }

    /// Has the host read a program that may have so many threads.
    pub async fn load(&self, job: Job, threads: u32) -> Result<Loaded, NotLoaded> {
        // An alarm of the run before may have come too late for it.
        self.said.retain(|said| !matches!(said, Said::Alarm));
        self.tell(&ToHost::Load { job, workers: threads });
        let _alarm = self.alarm(ANSWER_WITHIN_MS);
        loop {
            match self.said.next().await {
                Said::Host(FromHost::Loaded { run, control, rings, machine }) => {
                    return Ok(Loaded { run, control, rings, machine });
                }
                Said::Host(FromHost::Refused(refusal)) => return Err(NotLoaded::Refused(refusal)),
                Said::Failed(why) => return Err(NotLoaded::Failed(why)),
                Said::Alarm => return Err(NotLoaded::Failed("the run's host did not answer".into())),
                _ => {}
            }
        }
    }

    /// Sends so many workers into the run, where they wait for threads.
    pub async fn arm(&self, run: u32, threads: u32) -> Result<(), String> {
        self.left.set(0);
        for (worker, slot) in self.threads.iter().zip(1..=threads) {
            worker.post(&object([("run", run.into()), ("slot", slot.into())]), &Array::new())?;
        }
        self.all(threads, |said| matches!(said, Said::Serving)).await
    }

    /// Waits until so many workers have left the run.
    pub async fn all_left(&self, threads: u32) -> Result<(), String> {
        let _alarm = self.alarm(ANSWER_WITHIN_MS);
        while self.left.get() < threads {
            match self.said.next().await {
                Said::Failed(why) => return Err(why),
                Said::Alarm => return Err("a worker did not leave".into()),
                _ => {}
            }
        }
        Ok(())
    }

    async fn all(&self, count: u32, is_it: impl Fn(&Said) -> bool) -> Result<(), String> {
        let _alarm = self.alarm(ANSWER_WITHIN_MS);
        let mut left = count;
        while left > 0 {
            match self.said.next().await {
                said if is_it(&said) => left -= 1,
                Said::Failed(why) => return Err(why),
                Said::Alarm => return Err("a worker did not answer".into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Has the host free the run.
    pub async fn drop_run(&self) -> Result<(), String> {
        self.tell(&ToHost::Drop);
        self.all(1, |said| matches!(said, Said::Host(FromHost::Dropped))).await
    }

    /// What a member says next.
    pub async fn next(&self) -> Said {
        self.said.next().await
    }

    /// [`Said::Alarm`] after that time, unless the alarm is dropped before.
    pub fn alarm(&self, millis: u32) -> Timeout {
        let to = self.said.clone();
        Timeout::new(millis, move || to.push(Said::Alarm))
    }

    /// A message to the host. A crew that is dead hears nothing.
    pub fn tell(&self, message: &ToHost) {
        if self.dead.get() {
            return;
        }
        let bytes = pack(message);
        match &self.host {
            HostLink::Worker(worker) => {
                if let Err(why) = worker.post(&object([("bytes", bytes.into())]), &Array::new()) {
                    self.said.push(Said::Failed(why));
                }
            }
            HostLink::Page { tell, .. } => {
                // The gate hears of a trap and tells it.
                let _ = tell.call1(&JsValue::UNDEFINED, &bytes);
            }
        }
    }

    /// Who hears at once, even while the page is frozen, what the host records and notices.
    pub fn hear_at_once(&self, hear: impl Fn(FromHost) + 'static) {
        *self.at_once.borrow_mut() = Some(Box::new(hear));
    }

    /// A handle with which a run of this crew is stopped from anywhere on the page.
    pub fn stopper(&self, control: u32) -> Stopper {
        let word = field(&self.memory, "buffer");
        Stopper {
            view: word.is_object().then(|| Int32Array::new(&word)),
            index: control / 4,
            tell: match &self.host {
                HostLink::Page { tell, .. } => Some(tell.clone()),
                HostLink::Worker(worker) if !word.is_object() => Some(worker.teller()),
                HostLink::Worker(_) => None,
            },
            said: self.said.clone(),
            alarm: Rc::default(),
        }
    }

    /// Marks the crew dead: nothing enters its memory any more.
    pub fn die(&self) {
        self.dead.set(true);
        if let HostLink::Page { state, .. } = &self.host {
            // A plain object of ours.
            let _ = Reflect::set(state, &"shut".into(), &true.into());
        }
    }
}

fn said_by_host(message: &JsValue, at_once: &AtOnce, to: &Inbox<Said>) {
    match unpack::<FromHost>(&field(message, "bytes")) {
        Ok(said @ (FromHost::Begun(_) | FromHost::InputWaits(_) | FromHost::Recorded(_))) => {
            if let Some(hear) = &*at_once.borrow() {
                hear(said);
            }
        }
        Ok(said) => to.push(Said::Host(said)),
        Err(why) => to.push(Said::Failed(why)),
    }
}

/// Stops a run.
#[derive(Clone)]
pub(super) struct Stopper {
    view: Option<Int32Array>,
    index: u32,
    tell: Option<Function>,
    said: Inbox<Said>,
    alarm: Rc<RefCell<Option<Timeout>>>,
}

/// Who is asked to stop and has not ended by then is given up.
const STOP_WITHIN_MS: u32 = 1_500;

impl Stopper {
    /// Ends the run within 100 ms; when it does not end, its crew hears an alarm.
    pub fn stop(&self) {
        if let Some(view) = &self.view {
            // The word is in the memory, since the host told where.
            let _ = Atomics::compare_exchange(view, self.index, 0, STOP as i32);
        }
        if let Some(tell) = &self.tell {
            let _ = tell.call1(&JsValue::UNDEFINED, &pack(&ToHost::Stop));
        }
        let said = self.said.clone();
        *self.alarm.borrow_mut() = Some(Timeout::new(STOP_WITHIN_MS, move || said.push(Said::Alarm)));
    }
}
