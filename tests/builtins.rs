//! What built-in types and functions do, expression by expression, against what CPython 3.13 printed
//! (`tests/builtins/record.py` records it).

use loopscope::machine::Machine;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::trace::What;
use std::fmt::Write as _;
use std::path::Path;

/// Keep in step with `record.py`.
const PRELUDE: &str = r#"
def t(f):
    try:
        r = f()
    except BaseException as e:
        print(type(e).__name__ + ":", e)
        return
    print(repr(r))
def x(f):
    try:
        f()
        print("ok")
    except BaseException as e:
        print(type(e).__name__ + ":", e)
"#;

/// The cases of a file, and the program that shows what they do.
fn program(name: &str, text: &str) -> (Vec<String>, String) {
    let mut out = PRELUDE.to_owned();
    let cases: Vec<String> = if name.starts_with("statements") {
        text.trim_matches('\n').split("\n\n").map(str::to_owned).collect()
    } else {
        text.lines().filter(|line| !line.starts_with("import ")).map(str::to_owned).collect()
    };
    for import in text.lines().filter(|line| line.starts_with("import ")) {
        let _ = writeln!(out, "{import}");
    }
    for (i, case) in cases.iter().enumerate() {
        let _ = if name.starts_with("statements") {
            let body = case.replace('\n', "\n    ");
            writeln!(out, "def f{i}():\n    {body}\nprint('#{i}')\nx(f{i})")
        } else {
            writeln!(out, "print('#{i}')\nt(lambda: ({case}))")
        };
    }
    (cases, out)
}

fn run(path: String, text: String) -> String {
    let files = [SourceText { path, module: "__main__".into(), text }];
    let trace = match simulate(&files, &Machine::default(), 0, &Limits::default(), &StopFlag::default()) {
        Ok(trace) => trace,
        Err(error) => panic!("line {}: {}", error.line, error.message),
    };
    let mut output = String::new();
    for event in &trace.events {
        if let What::Output { text, .. } = &event.what {
            output.push_str(text);
        }
    }
    output
}

/// What each case printed.
fn answers(output: &str) -> Vec<String> {
    let mut answers: Vec<String> = Vec::new();
    for line in output.lines() {
        if line == format!("#{}", answers.len()) {
            answers.push(String::new());
        } else if let Some(answer) = answers.last_mut() {
            answer.push_str(line);
            answer.push('\n');
        }
    }
    answers
}

/// Addresses differ from run to run in CPython.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("0x7f") {
        let digits = rest[at + 2..].find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len() - at - 2);
        out.push_str(&rest[..at]);
        out.push_str(if digits == 12 { "0x…" } else { &rest[at..at + 2 + digits] });
        rest = &rest[at + 2 + digits..];
    }
    out.push_str(rest);
    out
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/builtins");
    let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("the cases are there");
    let expected = std::fs::read_to_string(folder.join(format!("{name}.expected"))).expect("they were recorded");
    let (cases, program) = program(name, &text);
    let (expected, found) = (answers(&expected), answers(&run(format!("{name}.py"), program)));
    assert_eq!(expected.len(), cases.len(), "run tests/builtins/record.py");
    let mut wrong = String::new();
    for (i, case) in cases.iter().enumerate() {
        let (want, got) = (without_addresses(&expected[i]), found.get(i).map(|got| without_addresses(got)));
        if got.as_deref() != Some(&*want) {
            let _ = writeln!(wrong, "{case}\n  CPython: {}  here:    {}", want, got.as_deref().unwrap_or("nothing\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

macro_rules! groups {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*
    };
}

groups! {
    operators numbers numbers2 decimals json regex modules dates paths compression text strings containers containers2 classes_in_c exceptions
    calls statements statements2 statements_argparse
}
