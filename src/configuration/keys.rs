//! The keys and what they may be.

use super::{Configuration, ConfigurationError, MOST_CORES, MachineKeys};
use crate::machine::{Python, StartMethod};
use crate::time::{Duration, Instant};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

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
    /// What it returns: a Python expression.
    pub returns: String,
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

/// A whole text: metadata, or a configuration file that may leave the prefix out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Text {
    #[serde(rename = "requires-python")]
    _requires_python: Option<String>,
    #[serde(rename = "dependencies")]
    _dependencies: Option<Vec<String>>,
    tool: Option<Tools>,
    machine: Option<MachineTable>,
    network: Option<BTreeMap<String, NetworkTable>>,
    files: Option<BTreeMap<String, String>>,
    calls: Option<BTreeMap<String, Spanned<CallTable>>>,
    requests: Option<Vec<RequestTable>>,
}

/// Other tools have keys of their own there.
#[derive(Deserialize)]
struct Tools {
    loopscope: Option<Tables>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    machine: Option<MachineTable>,
    network: Option<BTreeMap<String, NetworkTable>>,
    files: Option<BTreeMap<String, String>>,
    calls: Option<BTreeMap<String, Spanned<CallTable>>>,
    requests: Option<Vec<RequestTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MachineTable {
    cores: Option<Spanned<i64>>,
    python: Option<Spanned<String>>,
    start_method: Option<Spanned<String>>,
    switch_interval: Option<Spanned<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NetworkTable {
    latency: Option<Spanned<Number>>,
    body: Option<Spanned<BodyValue>>,
    #[serde(default)]
    json: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum BodyValue {
    Length(i64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CallTable {
    blocks: Option<Spanned<Number>>,
    awaits: Option<Spanned<Number>>,
    cpu: Option<Spanned<Number>>,
    #[serde(default)]
    releases_gil: bool,
    returns: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestTable {
    at: Option<Spanned<Number>>,
    method: Option<String>,
    path: Option<String>,
    count: Option<Spanned<i64>>,
    every: Option<Spanned<Number>>,
}

/// Seconds may be written as `1` or `1.0`.
#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Real(f64),
}

/// Reads a text.
///
/// # Errors
/// What cannot be read or may not be, with its place in the text.
pub fn read(text: &str) -> Result<Configuration, ConfigurationError> {
    let reader = Reader { text };
    let read: Text = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        reader.error(span, error.message().to_owned())
    })?;
    let bare = Tables {
        machine: read.machine,
        network: read.network,
        files: read.files,
        calls: read.calls,
        requests: read.requests,
    };
    let prefixed = read.tool.and_then(|tool| tool.loopscope).unwrap_or_default();
    Ok(reader.configuration(prefixed)?.over(reader.configuration(bare)?))
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn configuration(&self, tables: Tables) -> Result<Configuration, ConfigurationError> {
        let network = tables.network.unwrap_or_default().into_iter();
        let calls = tables.calls.unwrap_or_default().into_iter();
        Ok(Configuration {
            machine: tables.machine.map_or_else(|| Ok(MachineKeys::default()), |table| self.machine(table))?,
            network: network.map(|(host, table)| Ok((host, self.answer(table)?))).collect::<Result<_, _>>()?,
            files: tables.files.unwrap_or_default(),
            calls: calls.map(|(name, table)| Ok((name, self.call(table)?))).collect::<Result<_, _>>()?,
            requests: tables
                .requests
                .unwrap_or_default()
                .into_iter()
                .map(|table| self.arrival(table))
                .collect::<Result<_, _>>()?,
        })
    }

    fn machine(&self, table: MachineTable) -> Result<MachineKeys, ConfigurationError> {
        let cores = |n: &i64| u32::try_from(*n).ok().filter(|n| (1..=MOST_CORES).contains(n));
        let python = |name: &String| Python::ALL.into_iter().find(|python| python.name() == name);
        Ok(MachineKeys {
            cores: self.checked(table.cores, cores, |n| wrong_cores(&n.to_string()))?,
            python: self.checked(table.python, python, |name| wrong_python(name))?,
            start_method: self.checked(
                table.start_method,
                |name| start_method(name),
                |name| wrong_start_method(name),
            )?,
            switch_interval: self.checked(
                table.switch_interval,
                |seconds| switch_interval(*seconds),
                |seconds| wrong_switch_interval(&seconds.to_string()),
            )?,
        })
    }

    fn answer(&self, table: NetworkTable) -> Result<Answer, ConfigurationError> {
        let body = self.checked(
            table.body,
            |body| match body {
                BodyValue::Text(text) => Some(Body::Text(text.clone())),
                BodyValue::Length(length) => u64::try_from(*length).ok().map(Body::Length),
            },
            |_| "`body` is a text, or a number of characters from 0".to_owned(),
        )?;
        let body = if table.json { Body::Path } else { body.unwrap_or(Body::Text(String::new())) };
        Ok(Answer { latency: self.duration(table.latency, "latency")?.unwrap_or_default(), body })
    }

    fn call(&self, table: Spanned<CallTable>) -> Result<Call, ConfigurationError> {
        let span = table.span();
        let table = table.into_inner();
        let blocks = self.duration(table.blocks, "blocks")?;
        let awaits = self.duration(table.awaits, "awaits")?;
        let cpu = self.duration(table.cpu, "cpu")?;
        let cost = match (blocks, awaits, cpu) {
            (Some(time), None, None) => CallCost::Blocks(time),
            (None, Some(time), None) => CallCost::Awaits(time),
            (None, None, Some(time)) if table.releases_gil => CallCost::CpuWithoutGil(time),
            (None, None, Some(time)) => CallCost::Cpu(time),
            _ => return Err(self.error(span, "a call has one of `blocks`, `awaits` and `cpu`".to_owned())),
        };
        if table.releases_gil && cpu.is_none() {
            return Err(self.error(span, "`releases-gil` goes with `cpu` only".to_owned()));
        }
        Ok(Call { cost, returns: table.returns.unwrap_or_else(|| "None".to_owned()) })
    }

    fn arrival(&self, table: RequestTable) -> Result<Arrival, ConfigurationError> {
        let count = |n: &i64| u32::try_from(*n).ok().filter(|&n| n > 0);
        let at = self.duration(table.at, "at")?.unwrap_or_default();
        Ok(Arrival {
            at: Instant::START + at,
            method: table.method.unwrap_or_else(|| "GET".to_owned()).to_uppercase(),
            path: table.path.unwrap_or_else(|| "/".to_owned()),
            count: self.checked(table.count, count, |n| format!("`count` is from 1, not {n}"))?.unwrap_or(1),
            every: self.duration(table.every, "every")?.unwrap_or_default(),
        })
    }

    fn duration(&self, value: Option<Spanned<Number>>, key: &str) -> Result<Option<Duration>, ConfigurationError> {
        let seconds = |number: &Number| match *number {
            Number::Whole(n) => n as f64,
            Number::Real(x) => x,
        };
        let duration = |number: &Number| {
            let seconds = seconds(number);
            (seconds >= 0.0 && seconds.is_finite()).then(|| Duration::from_secs_f64(seconds))
        };
        self.checked(value, duration, |number| format!("`{key}` is seconds from 0, not {}", seconds(number)))
    }

    fn checked<T, V>(
        &self,
        value: Option<Spanned<T>>,
        check: impl Fn(&T) -> Option<V>,
        message: impl Fn(&T) -> String,
    ) -> Result<Option<V>, ConfigurationError> {
        let Some(value) = value else { return Ok(None) };
        match check(value.get_ref()) {
            Some(checked) => Ok(Some(checked)),
            None => Err(self.error(value.span(), message(value.get_ref()))),
        }
    }

    fn error(&self, span: Range<usize>, message: String) -> ConfigurationError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        ConfigurationError {
            line: before.matches('\n').count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
            message,
        }
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
