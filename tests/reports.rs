//! Golden reports: what programs are known to give. `GOLDEN=write cargo test --test reports` writes them anew.
#![cfg(not(target_arch = "wasm32"))]

mod golden;

use golden::{CASES, report_of, trace_of};

#[test]
fn reports_are_what_they_were() {
    let write = std::env::var_os("GOLDEN").is_some_and(|value| value == "write");
    let mut changed = Vec::new();
    for case in CASES {
        let report = report_of(case.program);
        if report == case.report {
            continue;
        }
        changed.push(case.name);
        if write {
            let path = format!("{}/tests/golden/expected/{}.json", env!("CARGO_MANIFEST_DIR"), case.name);
            std::fs::write(path, report).expect("the folder is there");
        }
    }
    assert!(changed.is_empty(), "changed: {changed:?}; `GOLDEN=write` writes them anew");
}

#[test]
fn a_second_run_gives_the_same_trace() {
    for case in CASES {
        assert_eq!(trace_of(case.program).events, trace_of(case.program).events, "{}", case.name);
    }
}
