//! How fast the vm and the model are, against CPython on the same machine in the same run.
//!
//! Every program of `programs/` is run by both, alternately, and the best time of each counts: noise only ever adds. CPython
//! is the interpreter in `$PYTHON`, else pyenv's 3.13, else `python3`; its start-up and its compiling are not counted, nor
//! is ours.

use loopscope::machine::Machine;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::{compile_for, simulate_program};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[path = "shared/python.rs"]
mod python;

/// How often each side runs a program.
const ROUNDS: usize = 5;

const PROGRAMS: [&str; 9] =
    ["affine_loop", "loop", "while_loop", "calls", "attributes", "strings", "containers", "sleepers", "lock"];

#[allow(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn main() {
    let python = python::newest();
    let version = Command::new(&python).arg("--version").output().expect("a Python to compare with");
    println!("CPython: {} ({})", String::from_utf8_lossy(&version.stdout).trim(), python.display());
    println!("{:<12} {:>12} {:>12} {:>9}", "program", "CPython ms", "model ms", "speed");
    for name in PROGRAMS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/programs").join(format!("{name}.py"));
        let text = std::fs::read_to_string(&path).expect("the program");
        let source = SourceText { path: format!("{name}.py"), module: "__main__".into(), text };
        let program =
            Arc::new(compile_for(&[source], &Machine::default()).map_err(|e| e.message).expect("it compiles"));
        let (mut theirs, mut ours) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            theirs = theirs.min(cpython(&python, &path));
            let start = Instant::now();
            let trace =
                simulate_program(program.clone(), &Machine::default(), 0, &Limits::default(), &StopFlag::default());
            ours = ours.min(start.elapsed());
            assert_eq!(trace.exit.code, 0, "{name}: {:?}", trace.exit);
        }
        println!(
            "{name:<12} {:>12.1} {:>12.1} {:>8.2}x",
            theirs.as_secs_f64() * 1e3,
            ours.as_secs_f64() * 1e3,
            theirs.as_secs_f64() / ours.as_secs_f64()
        );
    }
}

/// The time that CPython takes to run a compiled program.
fn cpython(python: &Path, program: &Path) -> Duration {
    let script = "import sys, time\n\
                  code = compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')\n\
                  import asyncio, threading\n\
                  start = time.perf_counter()\n\
                  exec(code, {'__name__': '__main__'})\n\
                  print(time.perf_counter() - start)";
    Duration::from_secs_f64(python::seconds(Command::new(python).arg("-c").arg(script).arg(program)))
}
