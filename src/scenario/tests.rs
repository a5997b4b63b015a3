//! The catalogue is as `www/scenarios/README.md` says, and what lessons say is what their runs show.

use super::judge::{self, Runs, Value};
use super::*;
use crate::configuration::Configuration;
use crate::model::{Limits, StopFlag};
use crate::python::SourceText;
use crate::simulate::simulate;
use crate::trace::{Report, Status, Trace, invariants};
use std::fmt::Write;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/www/scenarios"))
}

/// The lessons as they lie in the source now, in their order.
fn lessons() -> Vec<Scenario> {
    let folders = std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut lessons: Vec<Scenario> = folders
        .map(|folder| {
            let slug = folder.file_name().unwrap().to_string_lossy().into_owned();
            parse(&slug, &|name| std::fs::read_to_string(folder.join(name)).ok()).unwrap()
        })
        .collect();
    lessons.sort_by_key(|lesson| lesson.head.order);
    lessons
}

/// A run in the model on the variant's machine.
fn run(variant: &Variant, source: &str, seed: u64) -> Trace {
    let mut configuration = Configuration::of_program(source).unwrap();
    for (key, value) in &variant.machine {
        configuration.machine.set(key, value).unwrap();
    }
    let files = [SourceText { path: "main.py".into(), module: "__main__".into(), text: source.into() }];
    let machine = configuration.machine.machine();
    simulate(&files, &machine, seed, &Limits::default(), &StopFlag::new())
        .unwrap_or_else(|error| panic!("{}:{}:{}: {}", variant.file, error.line, error.column, error.message))
}

/// The reports of a lesson's variants.
fn reports(lesson: &Scenario, seed: u64) -> Vec<Report> {
    let traces = lesson.head.variants.iter().zip(&lesson.sources).map(|(variant, source)| {
        let trace = run(variant, source, seed);
        assert_eq!(invariants::violations(&trace), Vec::<String>::new(), "{}/{}", lesson.slug, variant.file);
        trace
    });
    traces.map(|trace| Report::of(&trace)).collect()
}

fn named<'a>(lesson: &'a Scenario, reports: &'a [Report]) -> Vec<(&'a str, &'a Report)> {
    lesson.head.variants.iter().map(Variant::stem).zip(reports).collect()
}

fn digits(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let numbers = plain.split(|c: char| !c.is_ascii_digit() && c != '.').map(|n| n.trim_matches('.').to_owned());
    numbers.filter(|number| !number.is_empty()).collect()
}

#[test]
fn every_folder_is_a_scenario_of_short_programs_and_a_short_story() {
    for lesson in lessons() {
        let slug = &lesson.slug;
        assert!(lesson.sources.iter().all(|source| source.lines().count() < 40), "{slug}");
        let words = lesson.story.split_whitespace().count();
        assert!((100..=260).contains(&words), "{slug}: {words} words");
        assert!(!lesson.head.title.ends_with('.'), "{slug}");
        assert!(lesson.head.change.ends_with('.'), "{slug}");
        assert!(lesson.head.variants.iter().all(|variant| variant.name.split_whitespace().count() == 1), "{slug}");
    }
}

#[test]
fn the_catalogue_is_what_lies_in_the_source() {
    assert_eq!(all().unwrap(), lessons());
}

#[test]
fn every_chapter_has_lessons_and_none_needs_a_later_one() {
    let lessons = lessons();
    for chapter in Chapter::ALL {
        assert!(lessons.iter().any(|lesson| lesson.head.chapter == chapter), "{}", chapter.key());
    }
    for (index, lesson) in lessons.iter().enumerate() {
        assert!(index == 0 || lessons[index - 1].head.order < lesson.head.order, "{}", lesson.slug);
        for need in &lesson.head.needs {
            assert!(lessons[..index].iter().any(|earlier| earlier.slug == *need), "{} needs {need}", lesson.slug);
        }
    }
}

#[test]
fn every_misconception_is_asked_for() {
    for misconception in Misconception::ALL {
        let asked = lessons().into_iter().any(|lesson| lesson.head.question.misconception == Some(misconception));
        assert!(asked, "{}", misconception.key());
    }
}

#[test]
fn the_first_is_about_one_line() {
    let first = &lessons()[0];
    assert_eq!(first.slug, "blocking-call");
    let (bad, good) = changed_lines(&first.sources[0], &first.sources[1]);
    assert_eq!((bad, good), (vec![10], vec![10]));
}

#[test]
fn variants_differ_in_few_lines_or_in_their_machine() {
    for lesson in lessons() {
        let (bad, good) = changed_lines(&lesson.sources[0], &lesson.sources[1]);
        let [first, second] = [&lesson.head.variants[0], &lesson.head.variants[1]];
        let lines = bad.len().max(good.len());
        let few = if first.machine == second.machine { 1..=7 } else { 0..=0 };
        assert!(few.contains(&lines), "{}: {bad:?} {good:?}", lesson.slug);
    }
}

#[test]
fn numbers_in_sentences_are_facts_or_stand_in_the_program() {
    for lesson in lessons() {
        let head = &lesson.head;
        let mut sentences = vec![&head.question.right, &head.question.wrong, &head.change];
        sentences.extend(head.headline.iter().map(|piece| &piece.text));
        for sentence in sentences {
            for number in digits(sentence) {
                let stands = lesson.sources.iter().any(|source| digits(source).contains(&number));
                let version = head.variants.iter().any(|v| v.machine.iter().any(|(_, value)| value.contains(&number)));
                assert!(stands || version, "{}: {number} in {sentence:?}", lesson.slug);
            }
        }
    }
}

#[test]
fn runs_show_what_lessons_say_of_them() {
    let mut table = String::new();
    let mut wrong = String::new();
    for lesson in lessons() {
        let (slug, head) = (&lesson.slug, &lesson.head);
        let reports = reports(&lesson, 0);
        let runs = named(&lesson, &reports);
        let runs = runs.as_slice();
        let headline: Vec<String> = (0..head.headline.len())
            .map(|index| judge::fill(&head.headline[index].text, head.variant_of(index).stem(), runs))
            .collect();
        let verdicts = [&head.question.right, &head.question.wrong].map(|text| judge::fill(text, "", runs));
        let expected: Vec<&str> =
            head.question.answers.iter().filter(|a| a.when.holds(runs)).map(|a| a.text.as_str()).collect();
        let moment = head.question.moment.value(runs);
        let _ = writeln!(table, "{slug}\n  {}\n  {}", headline.join(" "), head.question.text);
        let _ = writeln!(
            table,
            "  {expected:?} at {}\n  right: {}\n  wrong: {}",
            moment.as_ref().map_or("…".into(), Value::say),
            verdicts[0],
            verdicts[1]
        );
        for (name, report) in runs {
            let length = |seconds: Option<f64>| seconds.map_or("-".to_owned(), |s| format!("{s:.4}"));
            let event_loop = report.loops.first();
            let _ = writeln!(
                table,
                "    {name}: {:?} {} wall {:.4} held {} late {} lines {}",
                report.exit.status,
                report.exit.code,
                report.wall,
                length(event_loop.map(|l| l.longest_callback)),
                length(event_loop.map(|l| l.longest_delay)),
                report.output.len()
            );
            for line in report.output.iter().take(if std::env::var_os("LINES").is_some() { 40 } else { 0 }) {
                let _ = writeln!(table, "      {:.4} {} {}", line.t, line.thread, line.text);
            }
            if !matches!(report.exit.status, Status::Finished | Status::Raised) {
                let _ =
                    writeln!(wrong, "{slug}: {name} ended with {:?}: {:?}", report.exit.status, report.exit.message);
            }
        }
        if !head.holds.holds(runs) {
            let _ = writeln!(wrong, "{slug}: the headline is not so: {}", headline.join(" "));
        }
        if expected.len() != 1 {
            let _ = writeln!(wrong, "{slug}: these answers are right: {expected:?}");
        }
        let first_end = reports.iter().map(|report| report.wall).fold(f64::INFINITY, f64::min);
        match moment {
            Some(Value::Seconds(at) | Value::Count(at)) if at < first_end => {}
            other => {
                let _ = writeln!(wrong, "{slug}: the question comes at {other:?}, a run ends at {first_end}");
            }
        }
        if headline.iter().chain(&verdicts).any(|text| text.contains('…')) {
            let _ = writeln!(wrong, "{slug}: a fact is missing: {} {verdicts:?}", headline.join(" "));
        }
    }
    println!("{table}");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_answer_is_right_because_of_the_seed() {
    for lesson in lessons() {
        let reports = reports(&lesson, 1);
        let runs = named(&lesson, &reports);
        assert!(lesson.head.holds.holds(runs.as_slice()), "{}", lesson.slug);
        assert!(lesson.head.question.expected(runs.as_slice()).is_some(), "{}", lesson.slug);
    }
}

#[test]
fn edits_to_try_run_to_their_end() {
    for lesson in lessons() {
        let Some((index, edited)) = lesson.edited() else { continue };
        assert_ne!(edited, lesson.sources[index], "{}", lesson.slug);
        let after = run(&lesson.head.variants[index], &edited, 0);
        assert!(matches!(after.exit.status, Status::Finished | Status::Raised), "{}: {:?}", lesson.slug, after.exit);
    }
}

#[test]
fn starters_run_to_their_end() {
    for starter in starters::STARTERS {
        let files = [SourceText { path: "main.py".into(), module: "__main__".into(), text: starter.source.into() }];
        let trace = simulate(&files, &Default::default(), 0, &Limits::default(), &StopFlag::new()).unwrap();
        assert_eq!(trace.exit.status, Status::Finished, "{}", starter.name);
        assert!(!Report::of(&trace).output.is_empty(), "{}", starter.name);
    }
}

#[test]
fn lines_that_only_one_text_has_are_the_change() {
    assert_eq!(changed_lines("a\nb\nc", "a\nc"), (vec![2], vec![]));
    assert_eq!(changed_lines("a\nc", "a\nb\nc  "), (vec![], vec![2]));
    assert_eq!(changed_lines("a\nb\nc", "a\nx\ny\nc"), (vec![2], vec![2, 3]));
    assert_eq!(changed_lines("", ""), (vec![], vec![]));
}

/// Why the first lesson with this instead of that in its story is refused.
fn refusal(that: &str, this: &str) -> String {
    let folder = root().join("blocking-call");
    let file = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).ok()?;
        assert!(name != "story.md" || text.contains(that), "{that}");
        Some(if name == "story.md" { text.replacen(that, this, 1) } else { text })
    };
    parse("x", &file).unwrap_err()
}

#[test]
fn a_head_that_is_not_as_it_should_be_is_refused_with_its_place() {
    let unknown = refusal("title =", "titel =");
    assert!(unknown.starts_with("www/scenarios/x: story.md:2:1: unknown key `titel`"), "{unknown}");
    assert!(refusal("blocking.held", "blokking.held").contains("no variant is called `blokking`"));
    assert!(refusal("blocking.held", "blocking.hold").contains("unknown fact `hold`"));
    assert!(refusal("chapter = \"stopped\"", "chapter = \"stop\"").contains("`chapter` is one of `stopped`, "));
    assert!(refusal("blocking.py", "no.py").contains("no variant is called `blocking`"));
}

#[test]
fn a_fact_that_a_run_does_not_have_makes_every_comparison_false() {
    let lesson = &lessons()[0];
    let reports = reports(lesson, 0);
    let runs = named(lesson, &reports);
    let holds = |condition: &str| Condition::read(condition).unwrap().holds(runs.as_slice());
    assert!(!holds("blocking.at(\"no such line\") < 1000") && !holds("blocking.at(\"no such line\") >= 0"));
    assert!(holds("blocking.prints(\"no such line\") == 0 and blocking.status == \"finished\""));
    assert!(holds("blocking.held > 100 * offloaded.held") && !holds("blocking.held < 100 * offloaded.held"));
    assert!(runs.as_slice().of("nobody").is_none());
}
