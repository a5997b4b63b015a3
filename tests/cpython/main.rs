//! Programs with what real CPython printed and when, run in the model.
//!
//! `truth/NAME.py` is a program, `truth/NAME.json` the facts about it: recorded from CPython on a pseudo-terminal. Lines come
//! in the recorded order (or, where facts say so, in a partial one), at their nominal times within tolerance, with the
//! recorded exit code and error output.
//!
//! `recorded.rs` does the same with programs of our own, whose truth `record.py` records.
#![cfg(not(target_arch = "wasm32"))]

mod comparison;
mod fuzzed;
mod lessons;
mod recorded;
mod schedules;

use comparison::{lines, machine, near};
use loopscope::machine::{Machine, Python};
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::{compile_for, simulate};
use loopscope::syscall::Stream;
use loopscope::trace::Trace;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Programs that need what is not built yet: they must be refused with their line, never run wrongly.
const REFUSED: [(&str, &str); 3] = [
    ("h22_process_isolation", "multiprocessing"),
    ("h30_fastapi_sync_40", "fastapi"),
    ("h36_cpu_threads_vs_processes", "concurrent"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython/truth")
}

fn source(name: &str) -> SourceText {
    let path = folder().join(format!("{name}.py"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    SourceText { path: format!("{name}.py"), module: "__main__".into(), text }
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of programs")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            (path.extension()? == "py").then(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        })
        .collect();
    names.sort();
    names
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn matches(event: &Value, text: &str) -> bool {
    match (&event["line"], &event["re"]) {
        (Value::String(line), _) => line == text,
        (_, Value::String(pattern)) => {
            regex_lite::Regex::new(&format!("^(?:{pattern})$")).expect("a pattern").is_match(text)
        }
        _ => false,
    }
}

/// Everything in which a run differs from the facts.
fn differences(facts: &Value, trace: &Trace) -> Vec<String> {
    let mut wrong = Vec::new();
    let printed = lines(trace, Stream::Stdout);
    let errors = lines(trace, Stream::Stderr);
    let events = facts["events"].as_array().cloned().unwrap_or_default();
    let tolerance = number(&facts["tol"]).unwrap_or(0.06);
    if printed.len() != events.len() {
        wrong.push(format!("{} lines instead of {}", printed.len(), events.len()));
    }
    // Which event each line is.
    let mut taken = vec![false; events.len()];
    let mut order = Vec::new();
    let total = facts["stdout"] == "total_order";
    for (i, line) in printed.iter().enumerate() {
        let candidate = if total {
            (i < events.len() && matches(&events[i], &line.text)).then_some(i)
        } else {
            (0..events.len()).find(|&e| !taken[e] && matches(&events[e], &line.text))
        };
        let Some(event) = candidate else {
            let expected = events.get(i).map(|e| format!("{} {}", e["line"], e["re"])).unwrap_or_default();
            wrong.push(format!("line {i} is {:?} at {:.3}, expected {expected}", line.text, line.at));
            continue;
        };
        taken[event] = true;
        order.push(event);
        if let Some(nominal) = number(&events[event]["t"]) {
            let tolerance = number(&events[event]["tol"]).unwrap_or(tolerance);
            if !near(line.at, nominal, tolerance) {
                wrong.push(format!("{:?} at {:.4} instead of {nominal}", line.text, line.at));
            }
        }
    }
    if !total {
        let tie = number(&facts["tie"]).unwrap_or(0.04);
        let position = |event: usize| order.iter().position(|&e| e == event);
        for a in 0..events.len() {
            for b in 0..events.len() {
                let (Some(at_a), Some(at_b)) = (number(&events[a]["t"]), number(&events[b]["t"])) else { continue };
                if at_b - at_a >= tie && position(a) > position(b) {
                    wrong.push(format!("{} came after {}", events[a]["line"], events[b]["line"]));
                }
            }
        }
        for pair in facts["before"].as_array().into_iter().flatten() {
            let (Some(a), Some(b)) = (pair[0].as_u64(), pair[1].as_u64()) else { continue };
            if position(a as usize) > position(b as usize) {
                wrong.push(format!("event {a} came after event {b}"));
            }
        }
    }
    if let Some(code) = facts["exit_code"].as_i64()
        && code != i64::from(trace.exit.code)
    {
        wrong.push(format!("exit code {} instead of {code}", trace.exit.code));
    }
    if let Some(nominal) = number(&facts["total"]) {
        let tolerance = number(&facts["total_tol"]).unwrap_or(1.5 * tolerance);
        let end = trace.end.as_secs_f64();
        if !near(end, nominal, tolerance) {
            wrong.push(format!("ended at {end:.4} instead of {nominal}"));
        }
    }
    let errors = errors.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    if facts["stderr_empty"] == true && !errors.is_empty() {
        wrong.push(format!("stderr:\n{errors}"));
    }
    for part in facts["stderr_contains"].as_array().into_iter().flatten() {
        let part = part.as_str().unwrap_or_default();
        if !errors.contains(part) {
            wrong.push(format!("stderr lacks {part:?}:\n{errors}"));
        }
    }
    wrong
}

fn python(facts: &Value) -> Python {
    match facts["python"].as_str() {
        Some(version) if version.starts_with("3.13") => Python::V3_13,
        _ => Python::V3_12,
    }
}

#[test]
fn programs_print_what_cpython_printed_when_cpython_printed_it() {
    let mut failed = Vec::new();
    let mut count = 0;
    for name in names() {
        if REFUSED.iter().any(|(refused, _)| *refused == name) {
            continue;
        }
        let facts = std::fs::read_to_string(folder().join(format!("{name}.json"))).expect("facts beside the program");
        let facts: Value = serde_json::from_str(&facts).expect("facts are JSON");
        for seed in 0..5 {
            count += 1;
            match simulate(&[source(&name)], &machine(python(&facts)), seed, &Limits::default(), &StopFlag::default()) {
                Ok(trace) => {
                    let wrong = differences(&facts["facts"], &trace);
                    if !wrong.is_empty() {
                        failed.push(format!("{name} (seed {seed}):\n  {}", wrong.join("\n  ")));
                        break;
                    }
                }
                Err(error) => {
                    failed.push(format!("{name}:{}:{}: {}", error.line, error.column, error.message));
                    break;
                }
            }
        }
    }
    assert!(failed.is_empty(), "{} of {count} runs differ from CPython:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn programs_that_need_what_is_missing_are_refused_by_name() {
    for (name, what) in REFUSED {
        let error = compile_for(&[source(name)], &Machine::default()).expect_err(name);
        assert!(error.message.contains(what), "{name}: {}", error.message);
        assert!(error.line > 0 && error.column > 0, "{name}: no place");
    }
}
