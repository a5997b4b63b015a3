//! What is said about programs: where a line ends in `# finds: RULE, RULE`, there is a finding of each of these rules, and
//! nowhere else. Applying a fix keeps what a program prints and how it exits, and the finding is gone or costs less.
#![cfg(not(target_arch = "wasm32"))]

use loopscope::configuration::Configuration;
use loopscope::findings::{self, Finding};
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::simulate;
use loopscope::syscall::Stream;
use loopscope::trace::{Report, Status, Trace, invariants};
use std::path::Path;

/// Names and texts of the programs in a folder of the tests, in order.
fn programs(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder of programs") {
        let path = entry.expect("it can be read").path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            all.push((name, std::fs::read_to_string(&path).expect("it can be read")));
        }
    }
    all.sort();
    all
}

/// A run of a program and what is said about it; `None` when it needs what is missing.
fn check(name: &str, text: &str) -> Option<(Trace, Vec<Finding>)> {
    let configuration = Configuration::of_program(text).expect("configured as it may be");
    let files = [SourceText { path: name.into(), module: "__main__".into(), text: text.into() }];
    let machine = configuration.machine.machine();
    let trace = simulate(&files, &machine, 0, &Limits::default(), &StopFlag::new()).ok()?;
    let found = findings::of(&trace, &files);
    Some((trace, found))
}

fn of_stream(trace: &Trace, stream: Stream) -> Vec<String> {
    let mut lines: Vec<String> =
        Report::of(trace).output.into_iter().filter(|line| line.stream == stream).map(|line| line.text).collect();
    lines.sort();
    lines
}

/// What the comments of a program expect, as `LINE RULE`.
fn expected(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let rules = text.split_once("# finds: ").map_or("", |(_, rules)| rules);
        all.extend(rules.split(", ").filter(|rule| !rule.is_empty()).map(|rule| format!("{line} {rule}")));
    }
    all.sort();
    all
}

#[test]
fn findings_are_where_programs_say_and_nowhere_else() {
    let mut wrong = Vec::new();
    for (name, text) in programs("findings/programs") {
        let (trace, found) = check(&name, &text).unwrap_or_else(|| panic!("{name} is supported"));
        assert_eq!(invariants::violations(&trace), Vec::<String>::new(), "{name}");
        let mut told: Vec<String> = found.iter().map(|finding| format!("{} {}", finding.line, finding.rule)).collect();
        told.sort();
        if told != expected(&text) {
            let sentences: Vec<String> = found
                .iter()
                .map(|finding| format!("    {} {}: {}", finding.line, finding.rule, finding.message))
                .collect();
            wrong.push(format!("{name}: found {told:?} instead of {:?}\n{}", expected(&text), sentences.join("\n")));
        }
        assert_eq!(
            name.starts_with("silent_"),
            expected(&text).is_empty(),
            "{name} says by its name whether it is silent"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_finding_has_its_place_a_cost_and_two_sentences() {
    for (name, text) in programs("findings/programs") {
        for finding in check(&name, &text).map(|(_, found)| found).unwrap_or_default() {
            let line = text.lines().nth(finding.line as usize - 1).unwrap_or_else(|| panic!("{name}: {finding:?}"));
            let before = line.chars().take(finding.column as usize - 1).last();
            assert!(before.is_none_or(|c| !c.is_alphanumeric()), "{name}: column {} of {line:?}", finding.column);
            assert!(finding.cost >= 0.0 && finding.cost.is_finite(), "{name}: {finding:?}");
            for sentence in [&finding.message, &finding.why] {
                assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{name}: {sentence}");
            }
        }
    }
}

#[test]
fn a_fix_keeps_what_a_program_prints_and_mends_what_was_found() {
    let mut wrong = Vec::new();
    let mut applied = 0;
    let (ours, others) = (programs("findings/programs"), programs("cpython/programs"));
    let mine = ours.len();
    for (number, (name, text)) in ours.into_iter().chain(others).enumerate() {
        let Some((before, found)) = check(&name, &text) else { continue };
        // The recorded programs print the very times and counts that are mended.
        let prints_what_is_found = number >= mine;
        for finding in &found {
            let Some(fix) = &finding.fix else { continue };
            applied += 1;
            let mended = fix.apply(&text);
            let told = |what: &str| format!("{name}, {} ({}): {what}\n{mended}", finding.rule, fix.title);
            let Some((after, then)) = check(&name, &mended) else {
                wrong.push(told("the result cannot be read"));
                continue;
            };
            let same = |finding: &&Finding, other: &&Finding| finding.rule == other.rule;
            let (was, is) =
                (found.iter().filter(|other| same(other, &finding)), then.iter().filter(|other| same(other, &finding)));
            let (was, is): (Vec<_>, Vec<_>) = (was.collect(), is.collect());
            let cost = |all: &[&Finding]| all.iter().map(|finding| finding.cost).sum::<f64>();
            if is.len() >= was.len() && cost(&is) >= cost(&was) {
                wrong.push(told("the finding is still there"));
            }
            // A run that could not go on now does; one that raised what the finding is about no longer does.
            let stuck = matches!(before.exit.status, Status::Deadlock | Status::Limit);
            let kept = of_stream(&before, Stream::Stdout);
            let lines = of_stream(&after, Stream::Stdout);
            let stuck_in_part = found.iter().any(|finding| finding.rule == "deadlock");
            let more = ["never-awaited", "result-on-own-loop"].contains(&&*finding.rule) || stuck || stuck_in_part;
            let is_kept = if more {
                kept.iter().all(|line| lines.contains(line) || line == "no answer in time")
            } else {
                kept == lines
            };
            if !is_kept && !prints_what_is_found {
                wrong.push(told(&format!("it prints {lines:?} instead of {kept:?}")));
            }
            if after.exit.code != before.exit.code && !stuck {
                wrong.push(told(&format!("it exits with {} instead of {}", after.exit.code, before.exit.code)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(applied >= 20, "only {applied} fixes were tried");
}

/// What is said about the programs that are recorded from CPython, each looked at by a person: program, line, rule. Those
/// that are not here are fine, or too small to be anybody's trouble.
const RECORDED: &[(&str, u32, &str)] = &[
    // `await time.sleep(0.02)`: it sleeps first and cannot be awaited then.
    ("awaiting_the_wrong_things.py", 18, "blocking-call-in-coroutine"),
    // `async for` over a coroutine.
    ("awaiting_the_wrong_things.py", 22, "never-awaited"),
    ("blocking_sleep_stops_the_loop.py", 14, "blocking-call-in-coroutine"),
    // A regular expression in a thread keeps the GIL to its end.
    ("catastrophic_regular_expression.py", 23, "offload-keeps-gil"),
    ("coroutine_was_never_awaited.py", 9, "never-awaited"),
    ("coroutines_dropped_in_conditions.py", 9, "never-awaited"),
    ("coroutines_dropped_in_conditions.py", 12, "never-awaited"),
    ("coroutines_dropped_in_conditions.py", 15, "never-awaited"),
    ("coroutines_dropped_in_conditions.py", 18, "never-awaited"),
    ("coroutines_dropped_in_conditions.py", 19, "never-awaited"),
    ("coroutines_dropped_in_conditions.py", 20, "never-awaited"),
    ("coroutines_dropped_in_conditions.py", 22, "never-awaited"),
    // The only task: nothing was due, and the message says so.
    ("debug_mode_reports_slow_callbacks.py", 6, "blocking-call-in-coroutine"),
    // The coroutine that a function makes and its callers drop.
    ("debug_mode_tells_where_coroutines_were_made.py", 11, "never-awaited"),
    ("heartbeat_shows_a_blocked_loop.py", 17, "blocking-call-in-coroutine"),
    ("lost_task_is_collected.py", 11, "task-lost"),
    ("lost_update_across_an_await.py", 17, "race-across-await"),
    // The function without the lock, not the one with it.
    ("lost_update_between_load_and_store.py", 13, "lost-update"),
    ("set_result_from_the_wrong_thread_is_too_late.py", 9, "foreign-loop"),
    ("slow_callbacks_of_several_kinds.py", 7, "blocking-call-in-coroutine"),
    ("swallowed_cancel_and_uncancel.py", 10, "swallowed-cancellation"),
    ("task_was_destroyed_but_it_is_pending.py", 9, "task-lost"),
    ("timeouts_say_what_was_late.py", 20, "swallowed-cancellation"),
    ("wait_for_gives_up_but_the_thread_goes_on.py", 13, "uncancellable-thread"),
    ("warnings_and_awaiting_twice.py", 20, "never-awaited"),
    // Made on the last lines of main, which then returns.
    ("warnings_and_awaiting_twice.py", 23, "task-lost"),
    ("h04_lost_task_cancelled.py", 15, "task-lost"),
    ("h04_lost_task_cancelled.py", 17, "task-lost"),
    ("h08_to_thread_pool_limit.py", 21, "pool-exhausted"),
    ("h38_cancel_and_uncancel.py", 10, "swallowed-cancellation"),
];

#[test]
fn recorded_programs_get_the_findings_that_they_deserve() {
    let mut told = Vec::new();
    for (name, text) in programs("cpython/programs").into_iter().chain(programs("cpython/truth")) {
        let found = check(&name, &text).map(|(_, found)| found).unwrap_or_default();
        told.extend(found.into_iter().map(|finding| (name.clone(), finding.line, finding.rule)));
    }
    let told: Vec<(&str, u32, &str)> = told.iter().map(|(name, line, rule)| (&**name, *line, &**rule)).collect();
    assert_eq!(told, RECORDED);
}

#[test]
fn random_programs_of_asyncio_have_little_wrong_with_them() {
    let mut told = Vec::new();
    for (name, text) in programs("cpython/fuzzed") {
        let found = check(&name, &text).unwrap_or_else(|| panic!("{name} is supported")).1;
        told.extend(found.into_iter().map(|finding| format!("{name} {} {}", finding.line, finding.rule)));
    }
    // These two hang in CPython, too; one of them catches a cancellation and goes on.
    let known = ["seed1028.py 170 deadlock", "seed1036.py 39 swallowed-cancellation", "seed1036.py 220 deadlock"];
    assert_eq!(told, known);
}
