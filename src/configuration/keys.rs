//! The keys and what they may be.

use super::{Configuration, ConfigurationError, MOST_CORES, MachineKeys};
use crate::machine::{Python, StartMethod};
use crate::python::{modelled_module, wrong_expression};
use crate::time::{Duration, Instant};
use crate::toml_text::{self, Entry, Table, Wrong};

/// What a host answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How long each request takes.
    pub latency: Duration,
    /// What comes back.
    pub body: Body,
}

/// What a request's answer consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// This text.
    Text(String),
    /// So many characters.
    Length(u64),
    /// `{"path": "<path of the request>"}`
    Path,
}

/// What a function that is not modelled does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// How it takes its time.
    pub cost: CallCost,
    /// What it returns: a Python expression, evaluated at each call. `None` when it is not said.
    pub returns: Option<String>,
}

/// How a function takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallCost {
    /// It blocks its thread without the GIL.
    Blocks(Duration),
    /// It is a coroutine that waits.
    Awaits(Duration),
    /// It computes and keeps the GIL.
    Cpu(Duration),
    /// It computes without the GIL.
    CpuWithoutGil(Duration),
}

/// Requests that arrive at the program's own app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When the first arrives, from server ready.
    pub at: Instant,
    /// `GET`, `POST`, …
    pub method: String,
    /// What is asked for.
    pub path: String,
    /// How many.
    pub count: u32,
    /// How long after each the next one arrives.
    pub every: Duration,
}

/// Reads a text: metadata, or a configuration file that may leave the prefix out.
///
/// # Errors
/// What cannot be read or may not be, with its place in the text.
pub fn read(text: &str) -> Result<Configuration, ConfigurationError> {
    toml_text::read(text, |text| {
        text.knows(&["requires-python", "dependencies", "tool", "machine", "network", "files", "calls", "requests"])?;
        text.get("requires-python").map(Entry::text).transpose()?;
        for dependency in text.elements("dependencies")? {
            dependency.text()?;
        }
        let bare = configuration(text)?;
        // Other tools have keys of their own there.
        let ours = text.each("tool")?.into_iter().find(|tool| tool.key == "loopscope");
        let Some(ours) = ours.map(Entry::table).transpose()? else { return Ok(bare) };
        ours.knows(&["machine", "network", "files", "calls", "requests"])?;
        Ok(configuration(ours)?.over(bare))
    })
}

fn configuration(tables: Table<'_>) -> Result<Configuration, Wrong> {
    let mut read = Configuration::default();
    if let Some(entry) = tables.get("machine") {
        read.machine = machine(entry.table()?)?;
    }
    for host in tables.each("network")? {
        read.network.insert(host.key.to_owned(), answer(host.table()?)?);
    }
    for file in tables.each("files")? {
        read.files.insert(file.key.to_owned(), file.text()?.to_owned());
    }
    for name in tables.each("calls")? {
        if !name.key.contains('.') {
            return Err(name.wrong(format!(
                "`{0}` names no call: that is a module and what is called, as in `{0}.fetch`",
                name.key
            )));
        }
        if let Some(module) = modelled_module(name.key) {
            return Err(name.wrong(format!(
                "`{module}` is modelled: its calls do what they do in CPython, whatever is said here; leave this table out"
            )));
        }
        read.calls.insert(name.key.to_owned(), call(name.table()?)?);
    }
    for request in tables.elements("requests")? {
        read.requests.push(arrival(request.table()?)?);
    }
    Ok(read)
}

fn machine(table: Table<'_>) -> Result<MachineKeys, Wrong> {
    table.knows(&MachineKeys::NAMES)?;
    let mut keys = MachineKeys::default();
    if let Some(entry) = table.get("cores") {
        let count = entry.whole()?;
        let cores = u32::try_from(count).ok().filter(|cores| (1..=MOST_CORES).contains(cores));
        keys.cores = Some(cores.ok_or_else(|| entry.wrong(wrong_cores(&count.to_string())))?);
    }
    if let Some(entry) = table.get("python") {
        let name = entry.text()?;
        let python = Python::ALL.into_iter().find(|python| python.name() == name);
        keys.python = Some(python.ok_or_else(|| entry.wrong(wrong_python(name)))?);
    }
    if let Some(entry) = table.get("start-method") {
        let name = entry.text()?;
        keys.start_method = Some(start_method(name).ok_or_else(|| entry.wrong(wrong_start_method(name)))?);
    }
    if let Some(entry) = table.get("switch-interval") {
        let seconds = entry.number()?;
        let interval = switch_interval(seconds);
        keys.switch_interval = Some(interval.ok_or_else(|| entry.wrong(wrong_switch_interval(&seconds.to_string())))?);
    }
    Ok(keys)
}

fn answer(table: Table<'_>) -> Result<Answer, Wrong> {
    table.knows(&["latency", "body", "json"])?;
    let mut body = Body::Text(String::new());
    if let Some(entry) = table.get("body") {
        let length = || entry.whole().ok().and_then(|length| u64::try_from(length).ok());
        body = match entry.text() {
            Ok(text) => Body::Text(text.to_owned()),
            Err(_) => Body::Length(
                length().ok_or_else(|| entry.wrong("`body` is a text, or a number of characters from 0".to_owned()))?,
            ),
        };
    }
    if flag(table, "json")? {
        body = Body::Path;
    }
    Ok(Answer { latency: duration(table, "latency")?.unwrap_or_default(), body })
}

fn call(table: Table<'_>) -> Result<Call, Wrong> {
    table.knows(&["blocks", "awaits", "cpu", "releases-gil", "returns"])?;
    let releases_gil = flag(table, "releases-gil")?;
    let cpu = duration(table, "cpu")?;
    let cost = match (duration(table, "blocks")?, duration(table, "awaits")?, cpu) {
        (Some(time), None, None) => CallCost::Blocks(time),
        (None, Some(time), None) => CallCost::Awaits(time),
        (None, None, Some(time)) if releases_gil => CallCost::CpuWithoutGil(time),
        (None, None, Some(time)) => CallCost::Cpu(time),
        _ => return Err(table.wrong("a call has one of `blocks`, `awaits` and `cpu`".to_owned())),
    };
    if releases_gil && cpu.is_none() {
        return Err(table.wrong("`releases-gil` goes with `cpu` only".to_owned()));
    }
    let returns = table.get("returns").map(|entry| {
        let text = entry.text()?;
        wrong_expression(text).map_or_else(|| Ok(text.to_owned()), |wrong| Err(entry.wrong(wrong)))
    });
    Ok(Call { cost, returns: returns.transpose()? })
}

fn arrival(table: Table<'_>) -> Result<Arrival, Wrong> {
    table.knows(&["at", "method", "path", "count", "every"])?;
    let mut count = 1;
    if let Some(entry) = table.get("count") {
        let given = entry.whole()?;
        let valid = u32::try_from(given).ok().filter(|&count| count > 0);
        count = valid.ok_or_else(|| entry.wrong(format!("`count` is from 1, not {given}")))?;
    }
    Ok(Arrival {
        at: Instant::START + duration(table, "at")?.unwrap_or_default(),
        method: text(table, "method", "GET")?.to_uppercase(),
        path: text(table, "path", "/")?,
        count,
        every: duration(table, "every")?.unwrap_or_default(),
    })
}

fn text(table: Table<'_>, key: &str, usual: &str) -> Result<String, Wrong> {
    table.get(key).map_or(Ok(usual), Entry::text).map(str::to_owned)
}

fn flag(table: Table<'_>, key: &str) -> Result<bool, Wrong> {
    table.get(key).map_or(Ok(false), Entry::flag)
}

fn duration(table: Table<'_>, key: &str) -> Result<Option<Duration>, Wrong> {
    let Some(entry) = table.get(key) else { return Ok(None) };
    let seconds = entry.number()?;
    if seconds >= 0.0 && seconds.is_finite() {
        Ok(Some(Duration::from_secs_f64(seconds)))
    } else {
        Err(entry.wrong(format!("`{key}` is seconds from 0, not {seconds}")))
    }
}

/// The start method of that name.
pub fn start_method(name: &str) -> Option<StartMethod> {
    match name {
        "fork" => Some(StartMethod::Fork),
        "spawn" => Some(StartMethod::Spawn),
        "forkserver" => Some(StartMethod::Forkserver),
        _ => None,
    }
}

/// A switch interval of so many seconds: at least a microsecond, as CPython has it, at most a minute.
pub fn switch_interval(seconds: f64) -> Option<Duration> {
    (1e-6..=60.0).contains(&seconds).then(|| Duration::from_secs_f64(seconds))
}

/// Why that is no number of cores.
pub fn wrong_cores(value: &str) -> String {
    format!("`cores` is a number from 1 to {MOST_CORES}, not {value}")
}

/// Why that is no Python.
pub fn wrong_python(value: &str) -> String {
    let names: Vec<&str> = Python::ALL.into_iter().map(Python::name).collect();
    format!("`python` is one of {}, not {value}", names.join(", "))
}

/// Why that is no start method.
pub fn wrong_start_method(value: &str) -> String {
    format!("`start-method` is fork, spawn or forkserver, not {value}")
}

/// Why that is no switch interval.
pub fn wrong_switch_interval(value: &str) -> String {
    format!("`switch-interval` is seconds from 0.000001 to 60, not {value}")
}
