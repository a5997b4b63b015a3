//! Random asyncio programs of `fuzz.py`, with what CPython 3.13 printed on a virtual clock, run in the model.

use crate::comparison::{lines, machine};
use loopscope::machine::Python;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::syscall::Stream;
use std::path::Path;

#[test]
fn random_programs_print_what_cpython_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython/fuzzed");
    let mut failed = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("a folder beside this test").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        count += 1;
        let text = std::fs::read_to_string(&path).expect("a program");
        let theirs = std::fs::read_to_string(path.with_extension("txt")).expect("its output beside it");
        let source = SourceText { path: "main.py".into(), module: "__main__".into(), text };
        let trace = simulate(&[source], &machine(Python::V3_13), 0, &Limits::default(), &StopFlag::default())
            .unwrap_or_else(|error| panic!("{}:{}: {}", path.display(), error.line, error.message));
        let printed = lines(&trace, Stream::Stdout).into_iter().map(|line| line.text + "\n");
        let ours = printed.collect::<String>() + &format!("exit code {}\n", trace.exit.code);
        if ours != theirs {
            failed.push(format!("{}\n--- CPython\n{theirs}--- model\n{ours}", path.display()));
        }
    }
    assert!(count >= 30, "only {count} programs");
    assert!(failed.is_empty(), "{} of {count} differ:\n{}", failed.len(), failed.join("\n"));
}
