//! Our own programs with what `record.py` saw CPython do, run in the model.
//!
//! `programs/NAME.py` is a program of one idea, `recorded/NAME.json` what CPython 3.12 and 3.13 did with it, and 3.14 where
//! that could be recorded; programs that name moments have the tree of tasks then, as `asyncio pstree` prints it. A run in the
//! model under the same version prints the same lines in the same order near the same times, the same to standard
//! error, and ends near the same time with the same exit code.

use crate::comparison::{Line, lines, machine, near};
use loopscope::machine::Python;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::syscall::Stream;
use loopscope::time::Instant;
use loopscope::trace::Trace;
use loopscope::trace::task_tree::TaskTree;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How much later than nominal a line may come, in seconds.
const TOLERANCE: f64 = 0.06;
const SEEDS: u64 = 3;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython")
}

fn names(folder: &Path, extension: &str) -> BTreeSet<String> {
    std::fs::read_dir(folder)
        .expect("a folder beside this test")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            (path.extension()? == extension)
                .then(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        })
        .collect()
}

fn recordings(name: &str) -> Vec<Value> {
    let path = folder().join("recorded").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}; `make truth`", path.display()));
    let file: Value = serde_json::from_str(&text).expect("recordings are JSON");
    file["recordings"].as_array().cloned().expect("a list of recordings")
}

/// What differs from run to run is made equal, as in `record.py`.
pub fn made_equal(text: &str) -> String {
    let mut text = text.to_owned();
    for (pattern, instead) in [
        (r"0x[0-9a-f]{6,}", "0x…"),
        (r"when=[0-9]+\.[0-9]+", "when=…"),
        (r"took [0-9]+\.[0-9]+ seconds", "took … seconds"),
    ] {
        text = regex_lite::Regex::new(pattern).expect("a pattern").replace_all(&text, instead).into_owned();
    }
    text
}

/// Everything in which a run differs from a recording.
fn differences(recording: &Value, trace: &Trace) -> Vec<String> {
    let mut wrong = Vec::new();
    let events = recording["stdout"].as_array().cloned().unwrap_or_default();
    let printed: Vec<Line> =
        lines(trace, Stream::Stdout).into_iter().map(|line| Line { text: made_equal(&line.text), ..line }).collect();
    let nominal = |event: usize| events[event]["t"].as_f64().unwrap_or(0.0);
    let total = recording["order"] == "total";
    let mut taken = vec![false; events.len()];
    let mut order = Vec::new();
    for (i, line) in printed.iter().enumerate() {
        let mut candidates = if total { i..events.len().min(i + 1) } else { 0..events.len() };
        let Some(event) = candidates.find(|&e| !taken[e] && events[e]["line"] == line.text.as_str()) else {
            let expected = events.get(i).map_or("nothing", |event| event["line"].as_str().unwrap_or_default());
            wrong.push(format!(
                "line {} at {:.3} is {:?}\n{:>15}instead of {expected:?}",
                i + 1,
                line.at,
                line.text,
                ""
            ));
            continue;
        };
        taken[event] = true;
        order.push(event);
        if !near(line.at, nominal(event), TOLERANCE) {
            wrong.push(format!("{:?} at {:.3} instead of {}", line.text, line.at, nominal(event)));
        }
    }
    for (event, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
        wrong.push(format!("line {} is missing: {}", event + 1, events[event]["line"]));
    }
    let tie = recording["tie"].as_f64().unwrap_or(0.0);
    for (place, &late) in order.iter().enumerate() {
        for &early in &order[place + 1..] {
            if nominal(late) - nominal(early) >= tie && early < late {
                wrong.push(format!("{} came after {}", events[early]["line"], events[late]["line"]));
            }
        }
    }
    let code = recording["exit_code"].as_i64().unwrap_or(0);
    if code != i64::from(trace.exit.code) {
        wrong.push(format!("exit code {} instead of {code}", trace.exit.code));
    }
    let end = recording["total"].as_f64().unwrap_or(0.0);
    if !near(trace.end.as_secs_f64(), end, TOLERANCE) {
        wrong.push(format!("ended at {:.3} instead of {end}", trace.end.as_secs_f64()));
    }
    let errors: Vec<String> = lines(trace, Stream::Stderr).iter().map(|line| made_equal(&line.text)).collect();
    let expected: Vec<&str> =
        recording["stderr"].as_array().into_iter().flatten().map(|line| line.as_str().unwrap_or_default()).collect();
    if errors != expected {
        wrong.push(format!(
            "standard error is\n    {}\n  instead of\n    {}",
            errors.join("\n    "),
            expected.join("\n    ")
        ));
    }
    wrong
}

/// The recorded moments at which the tree of tasks is another one.
fn wrong_trees(recording: &Value, trace: &Trace, file: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for tree in recording["trees"].as_array().into_iter().flatten() {
        let at = tree["at"].as_f64().unwrap_or_default();
        let expected: Vec<&str> =
            tree["lines"].as_array().into_iter().flatten().map(|line| line.as_str().unwrap_or_default()).collect();
        let found = TaskTree::of(trace, Instant::from_secs_f64(at)).lines(&[file.to_owned()]);
        let found = found.unwrap_or_else(|cycles| cycles);
        if found != expected {
            let (found, expected) = (found.join("\n    "), expected.join("\n    "));
            wrong.push(format!("at {at} the tree is\n    {found}\n  instead of\n    {expected}"));
        }
    }
    wrong
}

/// In what a program differs under one version, or nothing.
fn disagreement(name: &str, version: &str, recording: &Value) -> Option<String> {
    let python = match version.get(..4) {
        Some("3.12") => Python::V3_12,
        Some("3.13") => Python::V3_13,
        _ => Python::V3_14,
    };
    let path = folder().join("programs").join(format!("{name}.py"));
    let text = std::fs::read_to_string(&path).expect("the recorded program");
    let source = SourceText { path: format!("{name}.py"), module: "__main__".into(), text };
    for seed in 0..SEEDS {
        match simulate(std::slice::from_ref(&source), &machine(python), seed, &Limits::default(), &StopFlag::default())
        {
            Ok(trace) => {
                let mut wrong = differences(recording, &trace);
                wrong.extend(wrong_trees(recording, &trace, &source.path));
                if !wrong.is_empty() {
                    return Some(format!("{name}, {version}, seed {seed}:\n  {}", wrong.join("\n  ")));
                }
            }
            Err(error) => {
                return Some(format!(
                    "{name}, {version}, refused at {}:{}: {}",
                    error.line, error.column, error.message
                ));
            }
        }
    }
    None
}

/// The versions under which a program differs, with in what.
fn disagreements(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for recording in recordings(name) {
        for version in recording["versions"].as_array().into_iter().flatten() {
            found.extend(disagreement(name, version.as_str().unwrap_or_default(), &recording));
        }
    }
    found
}

#[test]
fn every_program_is_recorded_and_every_recording_has_its_program() {
    let programs = names(&folder().join("programs"), "py");
    assert_eq!(programs, names(&folder().join("recorded"), "json"), "`make truth` records");
    assert!(programs.len() >= 100, "{} programs", programs.len());
    for name in &programs {
        let versions: Vec<String> = recordings(name)
            .iter()
            .flat_map(|recording| recording["versions"].as_array().cloned().unwrap_or_default())
            .map(|version| version.as_str().unwrap_or_default().chars().take(4).collect())
            .collect();
        // What needs more than one thread is not recorded for 3.14, and what only that can read is recorded for nothing else.
        let text = std::fs::read_to_string(folder().join("programs").join(format!("{name}.py"))).expect("the program");
        let latest_only = text.starts_with("# requires-python = \">=3.14\"");
        let known = ["3.12", "3.13", "3.14"];
        let expected = if latest_only { vec![&known[2..]] } else { vec![&known[..2], &known[..]] };
        assert!(expected.iter().any(|expected| versions == *expected), "{name}: {versions:?}");
    }
}

#[test]
fn recorded_programs_do_in_the_model_what_they_did_in_cpython() {
    let mut differ = Vec::new();
    for name in names(&folder().join("programs"), "py") {
        differ.extend(disagreements(&name));
    }
    assert!(differ.is_empty(), "{} differ from CPython:\n{}", differ.len(), differ.join("\n"));
}
