//! The language, against CPython: every program of `tests/language` prints what CPython 3.12 and 3.13 printed, on both
//! streams, and ends with the same exit code.
//!
//! What 3.13 printed is kept beside each program (`NAME.txt`), what 3.12 printed where it differs (`NAME.3.12.txt`).
//! `RECORD=~/.pyenv/versions cargo test --test language` records both anew; `ONLY=part` looks at some programs.

use loopscope::machine::{Machine, Python};
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::syscall::Stream;
use loopscope::trace::Report;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Programs whose output is not CPython's yet.
const OPEN: [(&str, &str); 0] = [];

#[test]
fn programs_print_what_cpython_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language");
    let mut programs: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of programs")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    programs.sort();
    let only = std::env::var("ONLY").ok();
    let mut wrong = Vec::new();
    for path in programs {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        if let Some(versions) = std::env::var_os("RECORD") {
            record(Path::new(&versions), &folder, &name);
        }
        let newest = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap_or_default();
        let older = std::fs::read_to_string(folder.join(format!("{name}.3.12.txt"))).unwrap_or_else(|_| newest.clone());
        let open = OPEN.iter().find(|(open, _)| *open == name);
        for (python, expected) in [(Python::V3_13, &newest), (Python::V3_12, &older)] {
            let actual = model(&path, &name, python);
            if (actual != *expected) != open.is_some() {
                let why = open.map_or("", |_| "is right now: take it off the list");
                wrong.push(format!("{name} in {}: {why}\n{}", python.name(), difference(expected, &actual)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a run leaves: stdout, stderr, exit code.
fn text(stdout: &str, stderr: &str, code: i32) -> String {
    format!("{stdout}--- stderr\n{stderr}--- exit {code}\n")
}

fn record(versions: &Path, folder: &Path, name: &str) {
    let newest = cpython(&versions.join("3.13.0/bin/python3"), folder, name);
    let older = cpython(&versions.join("3.12.1/bin/python3"), folder, name);
    std::fs::write(folder.join(format!("{name}.txt")), &newest).expect("a file that can be written");
    let other = folder.join(format!("{name}.3.12.txt"));
    if older == newest {
        let _ = std::fs::remove_file(other);
    } else {
        std::fs::write(other, older).expect("a file that can be written");
    }
}

fn cpython(python: &Path, folder: &Path, name: &str) -> String {
    let output = Command::new(python)
        .current_dir(folder)
        .env("PYTHONHASHSEED", "0")
        .arg(format!("{name}.py"))
        .output()
        .expect("a Python to record from");
    let folder = format!("{}/", folder.display());
    let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&folder, "");
    text(&plain(&output.stdout), &plain(&output.stderr), output.status.code().unwrap_or(-1))
}

fn model(path: &Path, name: &str, python: Python) -> String {
    let source = SourceText {
        path: format!("{name}.py"),
        module: "__main__".into(),
        text: std::fs::read_to_string(path).expect("the program"),
    };
    let machine = Machine { python, ..Machine::default() };
    let trace = match simulate(&[source], &machine, 0, &Limits::default(), &StopFlag::default()) {
        Ok(trace) => trace,
        Err(error) => return format!("{}:{}: {}\n", error.line, error.column, error.message),
    };
    let report = Report::of(&trace);
    let of = |stream| {
        report.output.iter().filter(|l| l.stream == stream).map(|l| format!("{}\n", l.text)).collect::<String>()
    };
    text(&of(Stream::Stdout), &of(Stream::Stderr), trace.exit.code)
}

/// The first lines that differ.
fn difference(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let first = expected.iter().zip(&actual).position(|(a, b)| a != b).unwrap_or(expected.len().min(actual.len()));
    let show = |lines: &[&str], sign| {
        lines.iter().skip(first).take(6).map(|line| format!("  {sign} {line}\n")).collect::<String>()
    };
    format!("  line {}\n{}{}", first + 1, show(&expected, '-'), show(&actual, '+'))
}
