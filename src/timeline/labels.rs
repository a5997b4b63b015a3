//! What is written into the picture. Every function gives texts from the longest to the shortest; the first that fits is
//! drawn.

use super::lanes::{Awaited, Doing, Span, Wanted};
use super::layout::Size;
use super::time_scale::{length_text, seconds_text};
use super::view::View;
use crate::time::{Duration, Instant};

/// Name of the heartbeat.
pub const LOOP: &str = "event loop";
/// The same where there is little room.
pub const LOOP_SHORT: &str = "loop";

/// The longest piece of code that a label quotes.
const MOST: usize = 28;

/// On a box that blocks the loop: the code that does.
pub fn keeps_loop(view: &View, span: &Span, size: Size) -> Vec<String> {
    let code = view.source_line(span.line.line);
    let mut texts = Vec::new();
    if !code.is_empty() && size == Size::Wide {
        texts.push(format!("{} blocks the loop", cut(code, MOST)));
    }
    if span.line.line > 0 {
        texts.push(format!("line {} blocks the loop", span.line.line));
    }
    texts.push("blocks the loop".to_owned());
    texts
}

/// On a box that works without the GIL: the call, as it would be written, or the function.
pub fn job(view: &View, span: &Span) -> Vec<String> {
    let mut texts = Vec::new();
    if span.line.line > 0
        && let Some(call) = offloaded_call(view.source_line(span.line.line))
    {
        texts.push(cut(&call, MOST));
    }
    texts.extend(span.job.as_deref().map(str::to_owned));
    texts
}

/// `await asyncio.to_thread(time.sleep, 2)` is the call `time.sleep(2)`; `run_in_executor(None, f, x)` is `f(x)`.
fn offloaded_call(code: &str) -> Option<String> {
    let (inside, leading) = match (code.split_once("to_thread("), code.split_once("run_in_executor(")) {
        (Some((_, inside)), _) => (inside, 0),
        (None, Some((_, inside))) => (inside, 1),
        (None, None) => return None,
    };
    let mut parts = arguments(inside)?.into_iter().skip(leading);
    let function = parts.next().filter(|f| !f.is_empty())?;
    Some(format!("{function}({})", parts.collect::<Vec<_>>().join(", ")))
}

/// The arguments before the bracket that closes the call, split at commas outside of brackets.
fn arguments(inside: &str) -> Option<Vec<String>> {
    let mut depth = 0_usize;
    let mut parts = vec![String::new()];
    for c in inside.chars() {
        match c {
            ')' if depth == 0 => return Some(parts.into_iter().map(|p| p.trim().to_owned()).collect()),
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        parts.last_mut()?.push(c);
    }
    None
}

/// On the line of a wait by choice, where the reason helps.
pub fn waits(span: &Span, size: Size) -> Option<&'static str> {
    match (span.doing, size) {
        (Doing::Waits(Awaited::Job), Size::Wide) => Some("awaits the thread"),
        (Doing::Waits(Awaited::Job), Size::Narrow) => Some("awaits"),
        (Doing::Waits(Awaited::Io), Size::Wide) => Some("awaits the network"),
        _ => None,
    }
}

/// On a hatch: what is lacking, and for how long.
pub fn wants(span: &Span) -> Vec<String> {
    let length = length_text(span.to.since(span.from));
    let what = match span.doing {
        Doing::Wants(Wanted::Loop) => return vec![format!("due, {length} late"), length],
        Doing::Wants(Wanted::Gil) => "the GIL",
        Doing::Wants(Wanted::Core) => "a core",
        Doing::Wants(Wanted::Lock) => "a lock",
        _ => return Vec::new(),
    };
    vec![format!("waits {length} for {what}"), length]
}

/// On the wait of somebody in a deadlock, behind the end of the run.
pub const FOR_EVER: [&str; 2] = ["waits for ever", "for ever"];
/// Above that end.
pub const DEADLOCK: &str = "deadlock";

/// On a hatch: since when it is due, and what came of it so far.
pub fn late(due: Instant, ran: Instant, cursor: Instant, size: Size) -> Vec<String> {
    let due_at = seconds_text(due.as_secs_f64());
    let late = seconds_text(ran.since(due).as_secs_f64());
    let waiting = cursor < ran;
    match (size, waiting) {
        (Size::Wide, true) => vec![format!("due at {due_at}, the loop never comes"), format!("due at {due_at}")],
        (Size::Wide, false) => vec![format!("due at {due_at}, ran {late} late"), format!("{late} late")],
        (Size::Narrow, true) => vec!["due, must wait".to_owned(), "due".to_owned()],
        (Size::Narrow, false) => vec![format!("ran {late} late"), late],
    }
}

/// Above a flat line: how long it is by now, in words and as a number.
pub fn hold(length: Duration, size: Size) -> [String; 2] {
    let seconds = seconds_text(length.as_secs_f64());
    match size {
        Size::Wide => [format!("{seconds} without a beat"), seconds],
        Size::Narrow => [format!("{seconds} frozen"), seconds],
    }
}

/// The lane of what somebody did to the page.
pub const YOU: &str = "you";
/// Beside what somebody did: how long the worst of it waited.
pub fn inputs(worst: Duration) -> String {
    format!("waited {}", length_text(worst))
}

/// At most `most` characters, with an ellipsis where something was left out: at the end, or before the number that a name
/// ends with, because it is what one of many is told by.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let number = text.rsplit_once(' ').map_or("", |(_, last)| last);
    let is_number =
        !number.is_empty() && number.len() + 3 <= most && number.bytes().all(|digit| digit.is_ascii_digit());
    let end = if is_number { format!("… {number}") } else { "…".to_owned() };
    let kept = most.saturating_sub(end.chars().count());
    let start: String = text.chars().take(kept).collect();
    format!("{}{end}", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_keeps_the_number_that_it_is_told_by() {
        assert_eq!(cut("worker 12", 9), "worker 12");
        assert_eq!(cut("worker 12", 8), "work… 12");
        assert_eq!(cut("pool thread 1", 12), "pool thre… 1");
        assert_eq!(cut("a long name", 7), "a long…");
        assert_eq!(cut("worker 12345", 6), "worke…");
    }

    #[test]
    fn an_offloaded_call_is_quoted_as_the_call_that_it_is() {
        let call = |code| offloaded_call(code).unwrap_or_default();
        assert_eq!(call("await asyncio.to_thread(time.sleep, 2)"), "time.sleep(2)");
        assert_eq!(call("x = await loop.run_in_executor(None, work, (1, 2), [3])"), "work((1, 2), [3])");
        assert_eq!(call("await asyncio.to_thread(f)"), "f()");
        assert_eq!(call("await asyncio.to_thread("), "");
        assert_eq!(call("time.sleep(2)"), "");
    }

    #[test]
    fn a_long_text_is_cut_with_an_ellipsis() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abcd", 4), "abcd");
    }
}
