//! Programs and the reports that they are known to give. Host and browser run the same list and must agree to the byte.

use loopscope::configuration::Configuration;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::time::Duration;
use loopscope::trace::{Report, Trace, invariants};

/// A program and its report.
pub struct Case {
    /// The name of both files.
    pub name: &'static str,
    /// The program.
    pub program: &'static str,
    /// Its report as JSON, one field a line.
    pub report: &'static str,
}

macro_rules! cases {
    ($($name:literal $program:literal)*) => {
        &[$(Case {
            name: $name,
            program: include_str!($program),
            report: include_str!(concat!("expected/", $name, ".json")),
        }),*]
    };
}

/// All of them.
pub const CASES: &[Case] = cases! {
    "a_lock_between_threads" "programs/a_lock_between_threads.py"
    "blocking" "../../www/scenarios/blocking-call/blocking.py"
    "cpu_beside_a_loop" "programs/cpu_beside_a_loop.py"
    "deadlock" "programs/deadlock.py"
    "for_ever" "programs/for_ever.py"
    "free_threaded" "programs/free_threaded.py"
    "offloaded" "../../www/scenarios/blocking-call/offloaded.py"
    "raised" "programs/raised.py"
    "sleeping_coroutines" "programs/sleeping_coroutines.py"
    "two_threads_compute" "programs/two_threads_compute.py"
};

/// The trace of a program under its own configuration, with less CPU time than usual.
pub fn trace_of(program: &str) -> Trace {
    let configuration = Configuration::of_program(program).expect("configured as it may be");
    let files = [SourceText { path: "main.py".into(), module: "__main__".into(), text: program.into() }];
    let limits = Limits { cpu: Duration::from_millis(500), ..Limits::default() };
    let trace = simulate(&files, &configuration.machine.machine(), 0, &limits, &StopFlag::new());
    trace.expect("a program that is supported")
}

/// The report of a program, one field a line, so that a difference can be read.
pub fn report_of(program: &str) -> String {
    let trace = trace_of(program);
    assert_eq!(invariants::violations(&trace), Vec::<String>::new());
    let report = Report::of(&trace);
    serde_json::to_string_pretty(&report).expect("strings and numbers") + "\n"
}
