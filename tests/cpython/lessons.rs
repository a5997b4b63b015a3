//! The programs of the lessons (`www/scenarios`): the model prints what CPython printed, and CPython still prints it.
//!
//! `lessons.json` holds what CPython 3.13 wrote and its exit code. Where a CPython is found the programs run again, and
//! `RECORD=1 cargo test --test cpython lessons` records them. Times are not compared: much of it is computing. Beats are left
//! out, as their number depends on that; lines that the model prints at nearly the same time may come in any order.

use crate::recorded::made_equal;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::scenario::{self, Variant};
use loopscope::simulate::simulate;
use loopscope::syscall::Stream;
use loopscope::{configuration::MachineKeys, trace::Trace};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// How close lines of the model are that may come in any order, in seconds.
const TIE: f64 = 0.04;
/// Programs whose threads compute side by side: which is done first nobody knows.
const ANY_ORDER: [&str; 2] = ["free-threading/with_gil.py", "free-threading/without_gil.py"];
/// How many programs run in CPython at once; nearly all sleep nearly all the time.
const AT_ONCE: usize = 8;

struct Program {
    name: String,
    text: String,
    variant: Variant,
}

fn programs() -> Vec<Program> {
    let lessons = scenario::all().expect("the catalogue is readable");
    let of = |lesson: scenario::Scenario| {
        let variants = lesson.head.variants.into_iter().zip(lesson.sources);
        let slug = lesson.slug;
        variants.map(move |(variant, text)| Program { name: format!("{slug}/{}", variant.file), text, variant })
    };
    lessons.into_iter().flat_map(of).collect()
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython/lessons.json")
}

fn recordings() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(file()).expect("lessons.json: RECORD=1 cargo test --test cpython lessons");
    serde_json::from_str(&text).expect("recordings are JSON")
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn without_beats<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    lines.filter(|line| *line != "beat" && !line.starts_with("beat ")).map(made_equal).collect()
}

fn modelled(program: &Program) -> Trace {
    let mut keys = MachineKeys::default();
    for (key, value) in &program.variant.machine {
        keys.set(key, value).expect("a machine key");
    }
    let source = SourceText {
        path: program.variant.file.as_str().into(),
        module: "__main__".into(),
        text: program.text.as_str().into(),
    };
    simulate(&[source], &keys.machine(), 0, &Limits::default(), &StopFlag::new()).expect("a program that is supported")
}

/// In what a run in the model differs from a recording.
fn difference(program: &Program, recording: &Value) -> Option<String> {
    let trace = modelled(program);
    let lines = |stream| crate::comparison::lines(&trace, stream);
    let errors: Vec<String> = lines(Stream::Stderr).iter().map(|line| made_equal(&line.text)).collect();
    if errors != strings(&recording["stderr"]) || recording["code"] != trace.exit.code {
        return Some(format!("{}: {} {errors:#?} instead of {recording:#}", program.name, trace.exit.code));
    }
    let expected = strings(&recording["stdout"]);
    let printed: Vec<_> =
        lines(Stream::Stdout).into_iter().filter(|line| !without_beats([&*line.text].into_iter()).is_empty()).collect();
    let tie = if ANY_ORDER.contains(&&*program.name) { f64::INFINITY } else { TIE };
    let mut start = 0;
    for end in 1..=printed.len() {
        if end < printed.len() && printed[end].at - printed[end - 1].at < tie {
            continue;
        }
        let mut ours: Vec<String> = printed[start..end].iter().map(|line| made_equal(&line.text)).collect();
        let mut theirs: Vec<&str> = expected.iter().copied().skip(start).take(end - start).collect();
        ours.sort();
        theirs.sort_unstable();
        if ours != theirs {
            return Some(format!("{}: {ours:?} instead of {theirs:?}", program.name));
        }
        start = end;
    }
    (printed.len() != expected.len())
        .then(|| format!("{}: {} lines, not {}", program.name, printed.len(), expected.len()))
}

/// An interpreter: `python3.13` on the path, then pyenv's newest 3.13.
fn cpython() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let versions = std::fs::read_dir(home.join(".pyenv/versions")).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = versions
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("3.13"))
        .filter(|entry| !entry.file_name().to_string_lossy().ends_with('t'))
        .map(|entry| entry.path().join("bin/python3"))
        .collect();
    found.sort();
    found.push("python3.13".into());
    let runs = |path: &PathBuf| {
        let asked = Command::new(path).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    found.into_iter().rev().find(runs)
}

/// What CPython does with a program.
fn record(python: &Path, program: &Program) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/scenarios").join(&program.name);
    let folder = path.parent().expect("a lesson's folder");
    let mut command = Command::new(python);
    // Buffered, so that threads do not print into each other's lines.
    command.args(["-B", "-E", &program.variant.file]).current_dir(folder);
    let output = command.output().expect("an interpreter that was found");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&format!("{}/", folder.display()), "");
    let errors: Vec<String> = text(&output.stderr).lines().map(made_equal).collect();
    json!({
        "program": digest(&program.text),
        "code": output.status.code(),
        "stdout": without_beats(text(&output.stdout).lines()),
        "stderr": errors,
    })
}

/// All programs in CPython, several at once.
#[allow(clippy::disallowed_methods, reason = "each thread waits for a process")]
fn recorded(python: &Path, programs: &[Program]) -> BTreeMap<String, Value> {
    let (next, done) = (Mutex::new(programs.iter()), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let taken = next.lock().expect("no thread panics with it").next();
                    let Some(program) = taken else { return };
                    let recording = record(python, program);
                    done.lock().expect("no thread panics with it").insert(program.name.clone(), recording);
                }
            });
        }
    });
    done.into_inner().expect("no thread panicked with it")
}

fn assert_none(what: &str, differences: &[String]) {
    assert!(differences.is_empty(), "{what}:\n{}", differences.join("\n"));
}

#[test]
fn lessons_print_in_the_model_what_they_printed_in_cpython() {
    let (programs, recordings) = (programs(), recordings());
    let names: Vec<&String> = programs.iter().map(|program| &program.name).collect();
    assert!(recordings.keys().all(|name| names.contains(&name)), "RECORD=1 removes what is no lesson any more");
    let differ = programs.iter().filter_map(|program| match recordings.get(&program.name) {
        Some(recording) if recording["program"] == *digest(&program.text) => difference(program, recording),
        _ => Some(format!("{} is not recorded as it is", program.name)),
    });
    assert_none("in the model", &differ.collect::<Vec<_>>());
}

#[test]
fn lessons_run_in_cpython() {
    let Some(python) = cpython() else {
        println!("no CPython 3.13 here: what it printed elsewhere is in {}", file().display());
        return;
    };
    let programs = programs();
    let mut now = recorded(&python, &programs);
    // A busy machine delays; what differs runs again, alone.
    for program in &programs {
        if difference(program, &now[&program.name]).is_some() {
            now.insert(program.name.clone(), record(&python, program));
        }
    }
    if std::env::var_os("RECORD").is_some() {
        let text = serde_json::to_string_pretty(&now).expect("strings and numbers") + "\n";
        std::fs::write(file(), text).expect("a file beside this test");
    }
    let differ = programs.iter().filter_map(|program| difference(program, &now[&program.name]));
    assert_none("CPython", &differ.collect::<Vec<_>>());
}
