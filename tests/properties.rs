//! What holds of every run, whatever the program, the machine and the seed: random programs of the corpus, on random
//! machines, whole and with some bytes deleted, doubled or swapped.
#![cfg(not(target_arch = "wasm32"))]

use loopscope::configuration::Configuration;
use loopscope::findings;
use loopscope::machine::{Machine, Python};
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::time::{Duration, Instant};
use loopscope::trace::report::{LaneKind, LaneReport};
use loopscope::trace::{Report, Trace, What, invariants};
use std::collections::BTreeMap;
use std::path::Path;

/// Numbers without end from a seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    fn machine(&mut self) -> Machine {
        Machine {
            cores: 1 + self.below(8) as u32,
            python: Python::ALL[self.below(Python::ALL.len())],
            switch_interval: Duration::from_millis([1, 5, 50, 500][self.below(4)]),
            ..Machine::default()
        }
    }

    /// A program whose pools have other numbers of workers.
    fn with_other_pools(&mut self, text: &str) -> String {
        let mut pieces = text.split("ThreadPoolExecutor(");
        let mut changed = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let rest = piece.strip_prefix("max_workers=").unwrap_or(piece);
            let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            changed += "ThreadPoolExecutor(";
            changed += &piece[..piece.len() - rest.len()];
            changed += &if number > 0 { (1 + self.below(9)).to_string() } else { String::new() };
            changed += &rest[number..];
        }
        changed
    }

    /// A text with a few pieces deleted, doubled, or put elsewhere.
    fn mutated(&mut self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..1 + self.below(3) {
            let start = self.below(bytes.len());
            let end = (start + 1 + self.below(12)).min(bytes.len());
            let piece = bytes[start..end].to_vec();
            let to = self.below(bytes.len());
            match self.below(3) {
                0 => drop(bytes.drain(start..end)),
                1 => drop(bytes.splice(start..start, piece)),
                _ => drop(bytes.splice(to..to, piece)),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Programs of the folders beside, in order of their names.
fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython");
    let mut paths: Vec<_> = ["fuzzed", "fuzzed_threads", "programs"]
        .iter()
        .flat_map(|name| std::fs::read_dir(folder.join(name)).expect("a folder of programs").flatten())
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a program")).collect()
}

/// Says which program it was when a test panics in the middle of it.
struct Tells<'a>(&'a str, &'a Machine, u64);

impl Drop for Tells<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("on {:?} with seed {}:\n{}", self.1, self.2, self.0);
        }
    }
}

fn files(text: &str) -> [SourceText; 1] {
    [SourceText { path: "main.py".into(), module: "__main__".into(), text: text.into() }]
}

/// Little, so that what goes on for ever ends soon.
fn limits() -> Limits {
    Limits { cpu: Duration::from_millis(50), memory: 30_000_000, events: 20_000, output: 200_000, ..Limits::default() }
}

/// Runs a program, if it is one, and holds its run against what holds of every run.
fn holds(text: &str, machine: &Machine, seed: u64) -> Option<Trace> {
    let _tells = Tells(text, machine, seed);
    match simulate(&files(text), machine, seed, &limits(), &StopFlag::new()) {
        Err(error) => {
            assert!(!error.message.is_empty());
            assert!(error.line >= 1 && error.column >= 1, "{}:{} {}", error.line, error.column, error.message);
            None
        }
        Ok(trace) => {
            assert_eq!(invariants::violations(&trace), Vec::<String>::new());
            let report = Report { findings: findings::of(&trace, &files(text)), ..Report::of(&trace) };
            let again: Report = serde_json::from_str(&report.to_json()).expect("a report is JSON that can be read");
            assert_eq!(again, report);
            lanes_sum_to_their_lifetimes(&trace, &report);
            Some(trace)
        }
    }
}

fn total(lane: &LaneReport) -> f64 {
    lane.running + lane.waiting_gil + lane.waiting_core + lane.waiting_lock + lane.io + lane.sleeping + lane.idle
}

fn lanes_sum_to_their_lifetimes(trace: &Trace, report: &Report) {
    let mut lives: BTreeMap<_, (String, Instant, Instant)> = BTreeMap::new();
    for event in &trace.events {
        match &event.what {
            What::ThreadStarted { name, .. } => {
                lives.insert(event.thread, (name.clone(), event.at, trace.end));
            }
            What::ThreadEnded => {
                if let Some(life) = lives.get_mut(&event.thread) {
                    life.2 = event.at;
                }
            }
            _ => {}
        }
    }
    for lane in &report.lanes {
        let sum = total(lane);
        assert!(sum <= report.wall + 1e-6, "{lane:?} is older than the run, {}", report.wall);
        if lane.kind == LaneKind::Thread {
            let lived = |(name, start, end): &(String, Instant, Instant)| {
                *name == lane.name && (end.since(*start).as_secs_f64() - sum).abs() < 1e-6
            };
            assert!(lives.values().any(lived), "{lane:?} sums to {sum}, which no thread of that name lived: {lives:?}");
        }
    }
}

#[test]
fn every_run_keeps_the_invariants_on_every_machine() {
    let mut chance = Chance(0x1234_5678_9abc_def1);
    let mut ran = 0;
    for text in &corpus() {
        let (machine, seed) = (chance.machine(), chance.below(1000) as u64);
        ran += usize::from(holds(&chance.with_other_pools(text), &machine, seed).is_some());
    }
    assert!(ran > 200, "only {ran} programs ran");
}

#[test]
fn what_is_left_of_a_mutated_program_runs_or_is_refused_with_its_place() {
    let (corpus, mut chance) = (corpus(), Chance(0x0dd0_7711_2233_4455));
    let mut ran = 0;
    for _ in 0..320 {
        let whole = &corpus[chance.below(corpus.len())];
        let text = chance.mutated(whole);
        let (machine, seed) = (chance.machine(), chance.below(1000) as u64);
        ran += usize::from(holds(&text, &machine, seed).is_some());
    }
    assert!(ran > 25, "only {ran} programs ran");
}

#[test]
fn the_same_seed_gives_the_same_trace_to_the_byte() {
    let (corpus, mut chance) = (corpus(), Chance(0x7777_1234_4321_9999));
    for _ in 0..20 {
        let text = &corpus[chance.below(corpus.len())];
        let (machine, seed) = (chance.machine(), chance.below(1000) as u64);
        let _tells = Tells(text, &machine, seed);
        let run = || simulate(&files(text), &machine, seed, &limits(), &StopFlag::new()).ok();
        let bytes = |trace: Option<Trace>| trace.map(|trace| serde_json::to_string(&trace).expect("traces are data"));
        assert!(bytes(run()) == bytes(run()), "two runs differ");
    }
}

const METADATA: &str = r#"import asyncio
# /// script
# requires-python = ">=3.12"
# dependencies = ["fastapi"]
#
# [tool.loopscope.machine]
# cores = 4
# python = "3.13"
# start-method = "fork"
# switch-interval = 0.005
#
# [tool.loopscope.network."api.example.com"]
# latency = 0.15
# body = "hello"
#
# [tool.loopscope.files]
# "data.txt" = "hello\n"
#
# [tool.loopscope.calls."mylib.fetch"]
# cpu = 0.2
# releases-gil = true
# returns = "[1, 2]"
#
# [[tool.loopscope.requests]]
# at = 0.0
# method = "POST"
# path = "/job"
# count = 3
# ///
print("é")
"#;

#[test]
fn mutated_metadata_is_read_or_refused_with_its_place() {
    let mut chance = Chance(0x5151_0000_aaaa_1111);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..3000 {
        let text = chance.mutated(METADATA);
        match Configuration::of_program(&text) {
            Ok(_) => read += 1,
            Err(error) => {
                refused += 1;
                let lines = text.lines().count() as u32;
                assert!(!error.message.is_empty(), "{text}");
                assert!((1..=lines).contains(&error.line) && error.column >= 1, "{error:?} in\n{text}");
            }
        }
    }
    assert!(read > 100 && refused > 100, "{read} read, {refused} refused");
}
