//! `lock-order`: two that take the same locks in different orders.

use crate::findings::case::Case;
use crate::findings::code::Code;
use crate::findings::edits::Edits;
use crate::findings::story::{Grip, Index, Story, Who};
use crate::python::outline::{Kind, NodeId};
use crate::syscall::Line;
use crate::time::{Duration, Instant};
use crate::trace::report::{Finding, Fix};
use std::collections::BTreeSet;

const RULE: &str = "lock-order";
const WHY: &str = "When each holds the lock that the other wants next, neither can ever go on; if everybody takes them in the same \
                   order, that cannot happen.";

/// So many pairs are enough to tell.
const LOOKED_AT: usize = 2_000;

/// A lock that was asked for while another was held.
struct Nested<'a> {
    outer: &'a Grip,
    inner: &'a Grip,
}

/// Pairs of locks that were nested both ways, by two that lived at the same time.
pub fn find(case: &Case<'_>, found: &mut Vec<Finding>) {
    let story = &case.story;
    let mut seen = BTreeSet::new();
    let nested: Vec<Nested<'_>> = (story.grips.iter())
        .flat_map(|inner| inner.holding.iter().map(move |&outer| Nested { outer: &story.grips[outer], inner }))
        .filter(|nested| seen.insert((nested.outer.lock, nested.inner.lock, nested.inner.who)))
        .filter(|nested| waits_for_ever(case, nested.inner))
        .take(LOOKED_AT)
        .collect();
    let mut said: Vec<(Line, Line)> = Vec::new();
    for (index, later) in nested.iter().enumerate() {
        let opposite = |earlier: &&Nested<'_>| {
            earlier.outer.lock == later.inner.lock
                && earlier.inner.lock == later.outer.lock
                && earlier.inner.who != later.inner.who
                && lives(story, earlier.inner.who).meets(lives(story, later.inner.who))
                && !is_after_the_end_of(story, earlier.inner, later.inner)
                && !is_after_the_end_of(story, later.inner, earlier.inner)
                && !guarded(story, earlier, later)
        };
        let Some(earlier) = nested[..index].iter().find(opposite) else { continue };
        let place = (later.inner.line.min(earlier.inner.line), later.inner.line.max(earlier.inner.line));
        if said.contains(&place) {
            continue;
        }
        said.push(place);
        let Some(site) = case.on(later.inner.line) else { continue };
        let name = |grip: &Grip| {
            let code = case.code(grip.line.file);
            let name = code.and_then(|code| lock_name(code, grip.line.line));
            name.unwrap_or_else(|| {
                format!("the {} of line {}", story.locks[grip.lock].kind, story.locks[grip.lock].line.line)
            })
        };
        let message = format!(
            "{} is taken while {} is held here, and the other way round in line {}.",
            name(later.inner),
            name(later.outer),
            earlier.inner.line.line
        );
        let fix = fix(site.code, later);
        found.push(site.finding(RULE, message, WHY, Duration::ZERO).mended(fix));
    }
}

/// Whether asking for a lock there gives up only when it gets it: no timeout and no try.
fn waits_for_ever(case: &Case<'_>, grip: &Grip) -> bool {
    let Some(code) = case.code(grip.line.file) else { return false };
    let mut tries =
        code.calls_on(grip.line.line).filter(|&call| code.method(call) == "acquire" || code.method(call) == "wait_for");
    !tries.any(|call| !code.arguments(call).is_empty())
}

/// Whether a thread asked only when a thread that it had started, the other one, had ended: it has been joined.
fn is_after_the_end_of(story: &Story, other: &Grip, grip: &Grip) -> bool {
    let (Who::Thread(child), Who::Thread(parent)) = (other.who, grip.who) else { return false };
    let child = story.thread(child);
    child.parent == Some(parent) && child.ended && child.to <= grip.asked
}

#[derive(Clone, Copy)]
struct Life {
    from: Instant,
    to: Instant,
}

impl Life {
    fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

fn lives(story: &Story, who: Who) -> Life {
    match who {
        Who::Thread(id) => Life { from: story.thread(id).from, to: story.thread(id).to },
        Who::Task(task) => {
            let task = &story.tasks[task];
            Life { from: task.from, to: task.end.map_or(story.end, |(at, _)| at) }
        }
    }
}

/// Whether a third lock was held around both, which keeps the two apart.
fn guarded(story: &Story, one: &Nested<'_>, other: &Nested<'_>) -> bool {
    let locks = |nested: &Nested<'_>| -> Vec<Index> {
        nested
            .inner
            .holding
            .iter()
            .map(|&grip| story.grips[grip].lock)
            .filter(|&lock| lock != nested.outer.lock)
            .collect()
    };
    let others = locks(other);
    locks(one).iter().any(|lock| others.contains(lock))
}

/// What a lock is called where it is taken.
fn lock_name(code: &Code, line: u32) -> Option<String> {
    let o = &code.outline;
    let mut items = o.all().filter(|&id| o.kind(id) == Kind::WithItem && o.line(id) == line);
    if let (Some(item), None) = (items.next(), items.next()) {
        return Some(format!("`{}`", o.text(o.children(item).next()?)));
    }
    let mut calls = code.calls_on(line).filter(|&call| code.method(call) == "acquire");
    let call = calls.next()?;
    Some(format!("`{}`", o.text(code.receiver(call)?)))
}

/// The names in the two `with` change places.
fn fix(code: &Code, nested: &Nested<'_>) -> Option<Fix> {
    let o = &code.outline;
    let items = |line: u32| -> Vec<NodeId> {
        o.all().filter(|&id| o.kind(id) == Kind::WithItem && o.line(id) == line).collect()
    };
    let (outer, inner) = (items(nested.outer.line.line), items(nested.inner.line.line));
    let (outer, inner) = match (&outer[..], &inner[..]) {
        ([first, second], _) if nested.outer.line == nested.inner.line => (*first, *second),
        ([outer], [inner]) => (*outer, *inner),
        _ => return None,
    };
    let (outer_with, inner_with) = (o.parent(outer), o.parent(inner));
    if outer_with != inner_with {
        // Between the two there must be nothing that one lock alone protects.
        let parts: Vec<NodeId> = o.children(outer_with).filter(|&id| o.kind(id).is_statement()).collect();
        let harmless = |&id: &NodeId| id == inner_with || is_harmless(code, id);
        if o.parent(inner_with) != outer_with || !parts.iter().all(harmless) || parts.last() != Some(&inner_with) {
            return None;
        }
        // Another lock, or another kind of it, is not to be moved.
        if o.kind(outer_with) != o.kind(inner_with) {
            return None;
        }
    }
    let is_name = |id: NodeId| o.text(id).chars().all(|c| c.is_alphanumeric() || "_.".contains(c));
    if !is_name(outer) || !is_name(inner) {
        return None;
    }
    let (first, second) = (o.text(outer).to_owned(), o.text(inner).to_owned());
    Some(Edits::of(code).replace(outer, second).replace(inner, first).fix("Take them in the other order"))
}

fn is_harmless(code: &Code, statement: NodeId) -> bool {
    let o = &code.outline;
    let calls: Vec<NodeId> = o.inside(statement).filter(|&id| o.kind(id) == Kind::Call).collect();
    let known = |&call: &NodeId| matches!(&*code.called(call), "print" | "time.sleep" | "asyncio.sleep");
    o.kind(statement) == Kind::ExpressionStatement && !calls.is_empty() && calls.iter().all(known)
}
