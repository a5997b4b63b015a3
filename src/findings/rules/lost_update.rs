//! `lost-update`: a thread read something, others went on, and it wrote what it had made of the old value.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::story::{Stint, Story};
use crate::findings::windows::{Shape, Window, lines, lock_around, windows};
use crate::findings::words;
use crate::python::outline::Kind;
use crate::syscall::{ProcessId, ThreadId};
use crate::time::Duration;
use crate::trace::State;
use crate::trace::report::Finding;

const RULE: &str = "lost-update";
const WHY: &str = "Another thread can run between the reading and the writing, and what it wrote is overwritten with a value made of \
                   what was there before.";

/// So many stops are enough to tell.
const LOOKED_AT: usize = 2_000;

/// Windows in which one thread stood while another went through.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (file, code) in case.codes() {
        let o = &code.outline;
        for window in windows(code).iter().filter(|window| o.kind(window.function) == Kind::Function) {
            let stops: Vec<&Stint> = (case.story.stints.iter())
                .filter(|stint| stint.line.file == file && is_stop(stint) && is_within(code, window, stint.line.line))
                .take(LOOKED_AT)
                .collect();
            let number = stops.iter().filter(|stop| is_overtaken(case, file, code, window, stop, &stops)).count();
            if number == 0 {
                continue;
            }
            let Some(site) = case.at(file, window.write) else { continue };
            let (read, write) = (o.line(window.read), o.line(window.write));
            let often = if number == 1 { "Once".to_owned() } else { words::count(number, "time") };
            let what = if window.shape == Shape::Tested { "the test of" } else { "reading" };
            let (where_read, where_written) = if read == write {
                (String::new(), "here".to_owned())
            } else {
                (format!(" (line {read})"), format!("(line {write})"))
            };
            let message = format!(
                "{often}, another thread went on between {what} {}{where_read} and writing it {where_written}.",
                window.name
            );
            let fix = lock_around(code, window, "threading", "with");
            found.push(site.finding(RULE, message, WHY, Duration::ZERO).mended(fix));
        }
    }
}

fn is_stop(stint: &Stint) -> bool {
    matches!(stint.state, State::Sleeping { .. } | State::WaitingGil | State::Parked { .. } | State::Native)
        && stint.lasted() > Duration::ZERO
}

/// Whether a thread that stops on a line has read and not yet written.
fn is_within(code: &Code, window: &Window, line: u32) -> bool {
    let (first, last) = lines(code, window);
    match window.shape {
        // The statement itself after a call, or what it calls.
        Shape::Within => {
            let o = &code.outline;
            let calls = o.inside(window.write).filter(|&id| o.kind(id) == Kind::Call);
            let mut called =
                calls.filter_map(|call| code.def_called(call)).filter(|def| code.calls_of(def).count() == 1);
            let in_called = called.any(|def| (o.line(def.id)..=o.last_line(def.id)).contains(&line));
            (line == first && first == last) || in_called
        }
        // On the first and last line it may not have read yet, or have written.
        Shape::Copied | Shape::Tested => line > code.outline.line(window.read) && line < last,
    }
}

/// Whether another thread read the same value, or wrote another, while this one stood there.
fn is_overtaken(case: &Case<'_>, file: u16, code: &Code, window: &Window, stop: &Stint, stops: &[&Stint]) -> bool {
    let story = &case.story;
    if window.shape != Shape::Within {
        let during = |other: &&&Stint| {
            other.thread != stop.thread
                && same_process(story, other.thread, stop.thread)
                && other.from < stop.to
                && stop.from < other.to
                && other.from <= stop.from
        };
        return stops.iter().any(|other| during(&other));
    }
    // In one statement: another thread was seen at it, on its way round a loop.
    let repeated = code.outline.around(window.write).any(|id| matches!(code.outline.kind(id), Kind::For | Kind::While));
    let passes = |other: &&Stint| {
        let overlap = other.to.min(stop.to).since(other.from.max(stop.from));
        other.thread != stop.thread
            && same_process(story, other.thread, stop.thread)
            && other.state == State::Running
            && other.line.file == file
            && is_within(code, window, other.line.line)
            && overlap >= Duration::from_micros(200)
    };
    repeated && story.stints.iter().any(|other| passes(&other))
}

fn same_process(story: &Story, one: ThreadId, other: ThreadId) -> bool {
    let process = |id: ThreadId| -> ProcessId { story.thread(id).process };
    process(one) == process(other)
}
