//! What CPython prints when it may switch at every hand-over point is among what the model's schedules print.
//!
//! `schedules/NAME.py` are programs; `record_schedules.py` runs each of them many thousand times with the shortest switch
//! interval and keeps what it printed in `schedules.json`.

use loopscope::live::engine::{Job, Pool, Reply, Request, answer};
use loopscope::model::StopFlag;
use loopscope::trace::Status;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn all_that_cpython_prints_is_among_what_can_be_decided() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython");
    let text = std::fs::read_to_string(folder.join("schedules.json")).expect("recordings");
    let recorded: Value = serde_json::from_str(&text).expect("recordings are JSON");
    let programs = recorded["outputs"].as_object().expect("an object of programs");
    assert!(programs.len() >= 10);
    for (name, outputs) in programs {
        let source = std::fs::read_to_string(folder.join(format!("schedules/{name}.py"))).expect("a program");
        let job = Job { machine: vec![("python".into(), "3.13".into())], ..Job::of(&source) };
        let reply = answer(Request::Explore(job), &StopFlag::new(), Pool::Started);
        let Reply::Explored(explored) = reply else { panic!("{name}: {reply:?}") };
        let met: BTreeSet<&str> = (explored.endings.iter())
            .map(|end| if end.exit.status == Status::Deadlock { "deadlock" } else { end.output.as_str() })
            .collect();
        for output in outputs.as_object().expect("outputs with their counts").keys() {
            assert!(met.contains(output.as_str()), "{name}: CPython printed {output:?}, the model only {met:?}");
        }
    }
}
