//! `window.loopscope`: the script interface of CONTRACT.md, on every page.

use super::abilities::isolated;
use super::engine::{Job, Ran};
use super::role::describe;
use super::runs::{DEFAULT_CAP, HostedBy};
use super::session::{NotRun, Session};
use super::wire::{field, object};
use crate::configuration::MachineKeys;
use crate::time::Instant;
use crate::trace::{Engine, Exit, Report, Status, Trace};
use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Puts `loopscope` on the window. `ready` is fulfilled at once: what is asked before the engine's worker serves waits
/// for it.
pub fn install(session: &Session) -> Result<(), JsValue> {
    // As the page was opened: a later change of the address gives no permission.
    let freeze_allowed = opened_with_allow_freeze();
    let run = {
        let session = session.clone();
        Closure::<dyn FnMut(JsValue, JsValue) -> Promise>::new(move |source, options| {
            let session = session.clone();
            // Asked at once: the click that permits it is forgotten soon.
            let may_freeze = freeze_allowed || is_active();
            future_to_promise(async move { run(&session, &source, &options, may_freeze).await })
        })
    };
    let check = {
        let engine = session.engine.clone();
        Closure::<dyn FnMut(JsValue) -> Promise>::new(move |source: JsValue| {
            let engine = engine.clone();
            future_to_promise(async move {
                let findings = engine.check(Job::of(&text(&source)?)).await.map_err(|error| thrown(error.into()))?;
                JSON::parse(&findings)
            })
        })
    };
    let stop = {
        let session = session.clone();
        Closure::<dyn FnMut()>::new(move || session.stop())
    };
    let interface = object([
        ("ready", Promise::resolve(&JsValue::UNDEFINED).into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("isolated", isolated().into()),
        // The interface lives as long as its page.
        ("run", run.into_js_value()),
        ("check", check.into_js_value()),
        ("stop", stop.into_js_value()),
    ]);
    Reflect::set(&js_sys::global(), &"loopscope".into(), &interface)?;
    Ok(())
}

async fn run(session: &Session, source: &JsValue, options: &JsValue, may_freeze: bool) -> Result<JsValue, JsValue> {
    let mut job = Job::of(&text(source)?);
    let options = if options.is_object() { options.clone() } else { Object::new().into() };
    job.seed = field(&options, "seed").as_f64().unwrap_or_default() as u64;
    job.machine = machine(&field(&options, "machine"));
    let live = choice(&options, "engine", ["model", "live"])? == "live";
    let on_page = choice(&options, "host", ["worker", "page"])? == "page";
    let machine = job.machine.clone();
    let ran = if live {
        if on_page && !may_freeze {
            return Err(refusal("host \"page\" freezes this page: it needs a click just before, or #allow-freeze"));
        }
        run_live(session, job, if on_page { HostedBy::Page } else { HostedBy::Worker }).await
    } else {
        modelled(session, job).await
    };
    let ran = match ran {
        // Nothing of the run can be had where its worker had to be ended.
        Err(NotRun::Stopped) => Ran { trace: stopped(&machine), findings: Vec::new(), shares: false },
        other => other.map_err(thrown)?,
    };
    let mut report = Report::of(&ran.trace);
    report.findings = ran.findings;
    JSON::parse(&report.to_json())
}

/// A run of which nothing is left but that it was stopped.
fn stopped(machine: &[(String, String)]) -> Trace {
    let mut keys = MachineKeys::default();
    for (key, value) in machine {
        // One that can't be set was refused before anything ran.
        let _ = keys.set(key, value);
    }
    let exit = Exit { status: Status::Stopped, code: 130, message: None, line: None };
    Trace {
        engine: Engine::Model,
        seed: 0,
        machine: keys.machine(),
        events: Vec::new(),
        end: Instant::START,
        exit,
        memory_peak: 0,
    }
}

/// The model's run.
async fn modelled(session: &Session, job: Job) -> Result<Ran, NotRun> {
    Ok(session.model(job).await?.unpack()?)
}

/// A live run; where this browser can't, the model's, whose report says so.
async fn run_live(session: &Session, job: Job, hosted_by: HostedBy) -> Result<Ran, NotRun> {
    match session.arm(job.clone(), hosted_by, DEFAULT_CAP).await {
        Ok(armed) => Ok(Ran { trace: armed.begin().await.trace, findings: Vec::new(), shares: false }),
        Err(NotRun::NotLive(_)) => modelled(session, job).await,
        Err(other) => Err(other),
    }
}

/// One of the known values of an option, the first of them when it is left out.
fn choice(options: &JsValue, name: &str, known: [&'static str; 2]) -> Result<&'static str, JsValue> {
    let value = field(options, name);
    if value.is_undefined() {
        return Ok(known[0]);
    }
    let value = value.as_string().unwrap_or_default();
    let [first, second] = known;
    let found = known.into_iter().find(|known| *known == value);
    found.ok_or_else(|| refusal(&format!("{name} must be \"{first}\" or \"{second}\"")))
}

/// Whether the visitor has just clicked or typed (transient activation).
fn is_active() -> bool {
    field(&field(&field(&js_sys::global(), "navigator"), "userActivation"), "isActive").is_truthy()
}

fn opened_with_allow_freeze() -> bool {
    let hash = field(&field(&js_sys::global(), "location"), "hash").as_string().unwrap_or_default();
    hash.trim_start_matches('#').split('&').any(|part| part == "allow-freeze")
}

fn text(source: &JsValue) -> Result<String, JsValue> {
    source.as_string().ok_or_else(|| js_sys::TypeError::new("the source must be a string").into())
}

/// An object's entries as `--set KEY=VALUE` has them.
fn machine(object: &JsValue) -> Vec<(String, String)> {
    let Some(object) = object.dyn_ref::<Object>() else { return Vec::new() };
    let mut keys = Vec::new();
    for key in Object::keys(object).iter().filter_map(|key| key.as_string()) {
        let value = field(object, &key);
        let value = value.as_string().unwrap_or_else(|| match JSON::stringify(&value) {
            Ok(json) => json.into(),
            Err(error) => describe(&error),
        });
        keys.push((key, value));
    }
    keys
}

/// What a promise of the interface is rejected with: `{ line, column, message }`.
fn thrown(error: NotRun) -> JsValue {
    match error {
        NotRun::Refused(refused) => object([
            ("line", refused.line.into()),
            ("column", refused.column.into()),
            ("message", refused.message.into()),
        ]),
        NotRun::Stopped => refusal("stopped"),
        NotRun::NotLive(missing) => refusal(&missing.sentence()),
        NotRun::Failed(why) => refusal(&why),
    }
}

/// The same for what is not about a place in the program.
fn refusal(message: &str) -> JsValue {
    object([("line", JsValue::NULL), ("column", JsValue::NULL), ("message", message.into())])
}
