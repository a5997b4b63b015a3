//! `docs/supported.md` is what the library offers: every module with its names, beside those of CPython 3.13
//! (`tests/supported/record.py` recorded them). `SUPPORTED=write cargo test --test supported` writes it anew.
#![cfg(not(target_arch = "wasm32"))]

use loopscope::machine::Machine;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::{compile_for, simulate};
use loopscope::trace::What;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const CPYTHON: &str = include_str!("supported/cpython.txt");

const HEAD: &str = include_str!("supported/head.md");

/// Modules that teach or test CPython itself, or are its own business: nobody misses them here.
const NOT_LISTED: [&str; 5] = ["antigravity", "idlelib", "this", "lib2to3", "ensurepip"];

type Names = BTreeSet<String>;

/// What CPython has, by module.
fn cpython() -> BTreeMap<String, Names> {
    let names = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    CPYTHON
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(module, rest)| (module.to_owned(), names(rest)))
        .collect()
}

fn program(text: String) -> Vec<SourceText> {
    vec![SourceText { path: "main.py".into(), module: "__main__".into(), text }]
}

/// What `dir` says of a module in the model.
fn ours(module: &str) -> Names {
    let text = format!("import {module} as module\nprint(*dir(module))\n");
    let run = simulate(&program(text), &Machine::default(), 0, &Limits::default(), &StopFlag::default());
    let trace = run.unwrap_or_else(|error| panic!("{module}: {}", error.message));
    let mut output = String::new();
    for event in &trace.events {
        if let What::Output { text, .. } = &event.what {
            output.push_str(text);
        }
    }
    output.split_whitespace().map(str::to_owned).collect()
}

/// Whether a program may say that name without having made it.
fn is_builtin(name: &str) -> bool {
    compile_for(&program(format!("{name}\n")), &Machine::default()).is_ok()
}

/// The modules that programs may import.
fn modules() -> Vec<&'static str> {
    let mut modules: Vec<_> =
        loopscope::library::names().filter(|name| !name.split('.').any(|part| part.starts_with('_'))).collect();
    modules.sort_unstable();
    modules
}

fn code(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(" ")
}

/// Words in lines of at most 120 characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        if column > 0 && column + 1 + word.len() > 120 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.len();
    }
    out
}

/// Names that are missing; constants are counted when there are many.
fn missing(names: &[&String]) -> String {
    let is_constant = |name: &&&String| name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let constants: Vec<_> = names.iter().filter(is_constant).collect();
    if constants.len() <= 12 {
        return code(names);
    }
    let others = names.iter().filter(|name| !is_constant(name));
    format!("{} and {} constants", code(others), constants.len())
}

fn paragraphs(text: &mut String, has: &[&String], lacks: &[&String]) {
    if !has.is_empty() {
        let _ = write!(text, "\n{}\n", wrapped(&code(has)));
    }
    if !lacks.is_empty() {
        let _ = write!(text, "\n{}\n", wrapped(&format!("Not: {}", missing(lacks))));
    }
}

fn document() -> String {
    let cpython = cpython();
    let mut text = HEAD.to_owned();
    text.push_str("\n## Builtins\n");
    let (has, lacks): (Vec<_>, Vec<_>) = cpython["builtins"].iter().partition(|name| is_builtin(name));
    paragraphs(&mut text, &has, &lacks);
    text.push_str("\n## Modules\n");
    let modules = modules();
    for module in &modules {
        let known =
            cpython.get(*module).unwrap_or_else(|| panic!("record.py does not know {module}; give it {modules:?}"));
        let ours = ours(module);
        let (has, lacks): (Vec<_>, Vec<_>) = known.iter().partition(|name| ours.contains(*name));
        let _ = write!(text, "\n### {module}\n");
        paragraphs(&mut text, &has, &lacks);
        if has.is_empty() && lacks.is_empty() {
            text.push_str("\nA package: what it has are the modules in it.\n");
        }
    }
    let absent = cpython["all modules"].iter().filter(|name| !modules.contains(&name.as_str()));
    let absent: Vec<_> = absent.filter(|name| !NOT_LISTED.contains(&name.as_str())).collect();
    let _ = write!(text, "\n## Modules that are not modelled\n\n{}\n", wrapped(&code(absent)));
    text
}

#[test]
fn the_document_says_what_the_library_offers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/supported.md");
    let document = document();
    let written = std::fs::read_to_string(path).unwrap_or_default();
    if std::env::var_os("SUPPORTED").is_some_and(|value| value == "write") {
        std::fs::write(path, &document).expect("the folder is there");
    }
    let mut lines = written.lines().zip(document.lines());
    let change = lines.find(|(before, now)| before != now);
    assert!(written == document, "docs/supported.md is out of date ({change:?}); `SUPPORTED=write` writes it anew");
}
