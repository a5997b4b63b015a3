//! Random programs with what CPython 3.13 did, run in the model: of asyncio on a virtual clock (`fuzz.py`), of threads and pools
//! in real time (`fuzz_threads.py`).

use crate::comparison::{lines, machine};
use crate::recorded::made_equal;
use loopscope::machine::Python;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::syscall::Stream;
use loopscope::trace::Trace;
use std::path::Path;

/// Runs each program of a folder under some seeds; `told` is what its recording has.
fn agree(folder: &str, seeds: u64, least: usize, told: impl Fn(&Trace) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython").join(folder);
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
        let source = [SourceText { path: "main.py".into(), module: "__main__".into(), text }];
        for seed in 0..seeds {
            let trace = simulate(&source, &machine(Python::V3_13), seed, &Limits::default(), &StopFlag::default())
                .unwrap_or_else(|error| panic!("{}:{}: {}", path.display(), error.line, error.message));
            let ours = told(&trace);
            if ours != theirs {
                failed.push(format!("{} (seed {seed})\n--- CPython\n{theirs}--- model\n{ours}", path.display()));
                break;
            }
        }
    }
    assert!(count >= least, "only {count} programs");
    assert!(failed.is_empty(), "{} of {count} differ:\n{}", failed.len(), failed.join("\n"));
}

fn text_of(trace: &Trace, stream: Stream) -> String {
    lines(trace, stream).into_iter().map(|line| made_equal(&line.text) + "\n").collect()
}

#[test]
fn random_programs_print_what_cpython_prints() {
    agree("fuzzed", 1, 30, |trace| {
        let printed = lines(trace, Stream::Stdout).into_iter().map(|line| line.text + "\n");
        printed.collect::<String>() + &format!("exit code {}\n", trace.exit.code)
    });
}

#[test]
fn random_programs_of_threads_do_what_they_do_in_cpython() {
    agree("fuzzed_threads", 3, 30, |trace| {
        let code = trace.exit.code;
        // Of a program that waits for ever nothing is recorded but that.
        if code == 124 {
            return format!("stderr:\nexit code {code}\n");
        }
        let (out, err) = (text_of(trace, Stream::Stdout), text_of(trace, Stream::Stderr));
        format!("{out}stderr:\n{err}exit code {code}\n")
    });
}
