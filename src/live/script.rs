//! `window.loopscope`: the script interface of CONTRACT.md, on every page.

use super::abilities::isolated;
use super::engine::{Client, EngineError, Job};
use super::role::describe;
use super::wire::{field, object};
use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Puts `loopscope` on the window. `ready` is fulfilled at once: what is asked before the engine's worker serves waits
/// for it.
pub fn install(engine: &Client) -> Result<(), JsValue> {
    let run = {
        let engine = engine.clone();
        Closure::<dyn FnMut(JsValue, JsValue) -> Promise>::new(move |source, options| {
            let engine = engine.clone();
            future_to_promise(async move { run(&engine, &source, &options).await })
        })
    };
    let check = {
        let engine = engine.clone();
        Closure::<dyn FnMut(JsValue) -> Promise>::new(move |source: JsValue| {
            let engine = engine.clone();
            future_to_promise(async move {
                let findings = engine.check(Job::of(&text(&source)?)).await.map_err(|error| thrown(&error))?;
                JSON::parse(&findings)
            })
        })
    };
    let stop = {
        let engine = engine.clone();
        Closure::<dyn FnMut()>::new(move || engine.stop())
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

async fn run(engine: &Client, source: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let mut job = Job::of(&text(source)?);
    let options = if options.is_object() { options.clone() } else { Object::new().into() };
    job.seed = field(&options, "seed").as_f64().unwrap_or_default() as u64;
    job.machine = machine(&field(&options, "machine"));
    let report = engine.run(job).await.map_err(|error| thrown(&error))?.report;
    JSON::parse(&report)
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
fn thrown(error: &EngineError) -> JsValue {
    let (line, column, message) = match error {
        EngineError::Refused(refusal) => (refusal.line.into(), refusal.column.into(), refusal.message.clone()),
        EngineError::Stopped => (JsValue::NULL, JsValue::NULL, "stopped".into()),
        EngineError::Failed(why) => (JsValue::NULL, JsValue::NULL, why.clone()),
    };
    object([("line", line), ("column", column), ("message", message.into())])
}
