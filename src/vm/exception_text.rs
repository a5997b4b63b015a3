//! Exceptions as CPython prints them (`Lib/traceback.py` of 3.12 and 3.13).

use super::Vm;
use super::code::Span;
use super::exception::{Exception, TracebackEntry};
use super::frame::Frame;
use super::value::Value;
use std::fmt::Write as _;
use std::ptr::NonNull;

/// How often one line of a recursion is printed (`_RECURSIVE_CUTOFF`).
const RECURSION: usize = 3;

/// How many exceptions of a group are printed, and how deep groups in groups.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;

/// Who prints: what they suggest differs in 3.12.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Printer {
    /// The interpreter itself: for what nobody caught.
    #[default]
    Interpreter,
    /// The module `traceback`, which programs and `asyncio` use.
    Traceback,
    /// The same, for the last line alone: where the exception was raised does not count.
    LastLine,
    /// The interpreter, for what nobody can catch: since 3.13 without marks under the lines.
    Ignored,
}

impl Printer {
    /// Who words the last line.
    fn of_words(self) -> Self {
        if self == Printer::Ignored { Printer::Interpreter } else { self }
    }
}

/// How much of an exception is printed.
#[derive(Clone, Copy)]
pub struct Shape {
    /// How many frames: of the outermost ones when positive, of the innermost ones when negative.
    pub limit: Option<i64>,
    /// Whether with what led to it.
    pub chain: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self { limit: None, chain: true }
    }
}

impl Shape {
    /// Those of some frames, innermost first, that are printed.
    fn kept(self, entries: &[TracebackEntry]) -> &[TracebackEntry] {
        let all = entries.len();
        match self.limit {
            Some(limit) if limit >= 0 => &entries[all.saturating_sub(limit as usize)..],
            Some(limit) => &entries[..all.min(limit.unsigned_abs() as usize)],
            None => entries,
        }
    }
}

/// What a print of nested groups remembers (`_ExceptionPrintContext`).
#[derive(Default)]
struct Context {
    printer: Printer,
    depth: usize,
    need_close: bool,
    shape: Shape,
    text: String,
}

impl Context {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    fn emit(&mut self, text: &str, margin: char) {
        let mut indent = self.indent();
        if self.depth > 0 {
            indent.push(margin);
            indent.push(' ');
        }
        for line in text.split_inclusive('\n') {
            self.text.push_str(&indent);
            self.text.push_str(line);
        }
    }
}

impl Vm {
    /// An exception with its traceback, causes, notes and groups, as CPython prints it.
    pub fn format_exception(&mut self, exception: &Exception) -> String {
        self.format_exception_as(exception, Printer::Interpreter, Shape::default())
    }

    /// The same as somebody prints it, with fewer frames, or without what led to it.
    pub fn format_exception_as(&mut self, exception: &Exception, printer: Printer, shape: Shape) -> String {
        let mut context = Context { printer, shape, ..Context::default() };
        self.write_chain(exception, &mut context, &mut Vec::new());
        context.text
    }

    /// Each frame of a traceback, outermost first: its file, line, function, line of source, and how it is printed.
    pub fn frames_told(&self, entries: &[TracebackEntry]) -> Vec<(String, u32, String, Option<String>, String)> {
        let told = |entry: &TracebackEntry| {
            // SAFETY: loaded code lives as long as the vm.
            let code = &unsafe { entry.code.as_ref() }.code;
            let span = entry.span();
            let file = code.file.unwrap_or_default();
            let path = self.program.files.get(file as usize).map_or("?", |f| f.path.as_str()).to_owned();
            let head = format!("  File \"{path}\", line {}, in {}\n", span.line, code.name);
            let text = head + &self.source(file, &span);
            (path, span.line, code.name.to_string(), self.source_line(file, span.line), text)
        };
        entries.iter().rev().map(told).collect()
    }

    /// The visitor's frames on the stack of the running thread, innermost first.
    pub fn stack_entries(&self) -> Vec<TracebackEntry> {
        let entry = |frame: &Frame| match frame {
            Frame::Python(frame) if frame.code().code.file.is_some() => {
                Some(TracebackEntry::new(NonNull::from(frame.code()), frame.pc.saturating_sub(1), false))
            }
            _ => None,
        };
        self.fiber.frames.iter().rev().filter_map(entry).collect()
    }

    /// An exception after those that led to it.
    fn write_chain(&mut self, exception: &Exception, context: &mut Context, seen: &mut Vec<Value>) {
        // Outermost last; every exception once.
        let mut chain: Vec<(Value, &str)> = vec![(exception.value(), "")];
        seen.push(exception.value());
        let mut current = exception.value();
        while let Some(data) = current.as_exception().filter(|_| context.shape.chain) {
            let (next, message) = if data.cause.as_exception().is_some() {
                (data.cause.clone(), "\nThe above exception was the direct cause of the following exception:\n\n")
            } else if data.context.as_exception().is_some() && !data.suppress_context {
                let message = "\nDuring handling of the above exception, another exception occurred:\n\n";
                (data.context.clone(), message)
            } else {
                break;
            };
            if seen.iter().any(|known| known.is(&next)) {
                break;
            }
            seen.push(next.clone());
            if let Some(last) = chain.last_mut() {
                last.1 = message;
            }
            chain.push((next.clone(), ""));
            current = next;
        }
        for (value, message) in chain.into_iter().rev() {
            if !message.is_empty() {
                context.emit(message, '|');
            }
            self.write_one(&Exception::of(value), context, seen);
        }
    }

    fn write_one(&mut self, exception: &Exception, context: &mut Context, seen: &mut Vec<Value>) {
        let data = exception.data();
        let entries = context.shape.kept(&data.traceback).to_vec();
        let Some(members) = data.group.as_tuple().map(<[Value]>::to_vec) else {
            if !entries.is_empty() || data.passed_library {
                context.emit("Traceback (most recent call last):\n", '|');
                context.emit(&self.entries(&entries, context.printer), '|');
            }
            let only = self.exception_only(exception, context.printer.of_words());
            context.emit(&only, '|');
            return;
        };
        if context.depth > GROUP_DEPTH {
            context.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"), '|');
            return;
        }
        let top = context.depth == 0;
        if top {
            context.depth = 1;
        }
        if !entries.is_empty() {
            context.emit("Exception Group Traceback (most recent call last):\n", if top { '+' } else { '|' });
            context.emit(&self.entries(&entries, context.printer), '|');
        }
        let only = self.exception_only(exception, context.printer.of_words());
        context.emit(&only, '|');
        let shown = if members.len() <= GROUP_WIDTH { members.len() } else { GROUP_WIDTH + 1 };
        context.need_close = false;
        for (i, member) in members.iter().take(shown).enumerate() {
            let last = i + 1 == shown;
            if last {
                context.need_close = true;
            }
            let truncated = i >= GROUP_WIDTH;
            let title = if truncated { "...".to_owned() } else { (i + 1).to_string() };
            let corner = if i == 0 { "+-" } else { "  " };
            let line = format!("{}{corner}+---------------- {title} ----------------\n", context.indent());
            context.text.push_str(&line);
            context.depth += 1;
            if truncated {
                let more = members.len() - GROUP_WIDTH;
                let s = if more > 1 { "s" } else { "" };
                context.emit(&format!("and {more} more exception{s}\n"), '|');
            } else if member.as_exception().is_some() {
                self.write_chain(&Exception::of(member.clone()), context, seen);
            }
            if last && context.need_close {
                let line = format!("{}+------------------------------------\n", context.indent());
                context.text.push_str(&line);
                context.need_close = false;
            }
            context.depth -= 1;
        }
        if top {
            context.depth = 0;
        }
    }

    /// The last line of a printed exception, and its notes.
    fn exception_only(&mut self, exception: &Exception, printer: Printer) -> String {
        let mut text = self.last_line(exception);
        text.push_str(&self.suggestion(exception, printer));
        text.push('\n');
        if let Some(notes) = exception.data().notes.as_list() {
            for note in notes.clone() {
                let note = self.plain_str(&note);
                for line in note.split('\n') {
                    let _ = writeln!(text, "{line}");
                }
            }
        }
        text
    }

    fn entries(&self, entries: &[TracebackEntry], printer: Printer) -> String {
        let unmarked = printer == Printer::Ignored && self.machine.python.version() >= (3, 13);
        let mut text = String::new();
        let mut last: Option<(u16, u32, &str)> = None;
        let mut count = 0;
        let repeated = |count: usize| {
            let more = count - RECURSION;
            format!("  [Previous line repeated {more} more time{}]\n", if more == 1 { "" } else { "s" })
        };
        for entry in entries.iter().rev() {
            // SAFETY: loaded code lives as long as the vm.
            let code = &unsafe { entry.code.as_ref() }.code;
            let mut span = entry.span();
            if unmarked {
                span = Span { end_line: span.line, whole: true, quiet: true, anchor: (0, 0), ..span };
            }
            let file = code.file.unwrap_or_default();
            let place = (file, span.line, &*code.name);
            if last != Some(place) {
                if count > RECURSION {
                    text.push_str(&repeated(count));
                }
                last = Some(place);
                count = 0;
            }
            count += 1;
            if count > RECURSION {
                continue;
            }
            let path = self.program.files.get(file as usize).map_or("?", |f| f.path.as_str());
            let _ = writeln!(text, "  File \"{path}\", line {}, in {}", span.line, code.name);
            text.push_str(&self.source(file, &span));
        }
        if count > RECURSION {
            text.push_str(&repeated(count));
        }
        text
    }

    /// A line of a file without its indentation.
    pub(crate) fn source_line(&self, file: u16, line: u32) -> Option<String> {
        let file = self.program.files.get(file as usize)?;
        let text = file.text.lines().nth((line as usize).checked_sub(1)?)?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The lines of a span with marks under them.
    fn source(&self, file: u16, span: &Span) -> String {
        let Some(file) = self.program.files.get(file as usize) else { return String::new() };
        let skip = (span.line as usize).saturating_sub(1);
        let count = (span.end_line.max(span.line) - span.line + 1) as usize;
        let lines: Vec<&str> = file.text.lines().skip(skip).take(count).map(str::trim_end).collect();
        if lines.first().is_none_or(|line| line.is_empty()) {
            return String::new();
        }
        if self.machine.python.version() >= (3, 13) { several(&lines, span) } else { first_only(lines[0], span) }
    }
}

/// What 3.12 shows: the first line.
fn first_only(line: &str, span: &Span) -> String {
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let length = line.chars().count();
    let start = span.column as usize - 1;
    let one_line = span.end_line == span.line;
    let end = if one_line { span.end_column as usize - 1 } else { length };
    // The brackets of a call are marked since 3.13.
    let bracket = line.chars().nth(usize::from(span.anchor.0).wrapping_sub(1));
    let anchor = (one_line && span.anchor != (0, 0) && bracket != Some('(')).then_some(span.anchor);
    let mut text = format!("    {}\n", line.trim());
    if span.whole || start < indent || end > length || end <= start {
        return text;
    }
    if end - start < length - indent || anchor.is_some() {
        text.push_str("    ");
        for (i, c) in line.chars().enumerate().take(end).skip(indent) {
            let mark = match anchor {
                _ if i < start => ' ',
                Some((left, right)) if i + 1 < left as usize || i + 1 >= right as usize => '~',
                _ => '^',
            };
            for _ in 0..width(c) {
                text.push(mark);
            }
        }
        text.push('\n');
    }
    text
}

/// What 3.13 shows: the first and the last line, and those around the anchors.
fn several(originals: &[&str], span: &Span) -> String {
    let lines = dedent(originals);
    let last = lines.len() - 1;
    let dedented = originals[0].chars().count() - lines[0].chars().count();
    let start = (span.column as usize - 1).saturating_sub(dedented);
    let end = (span.end_column as usize - 1).saturating_sub(dedented);
    let anchors = (span.anchor != (0, 0)).then(|| {
        let column = |column: u16| (usize::from(column) - 1).saturating_sub(dedented);
        (
            (usize::from(span.anchor_lines.0), column(span.anchor.0)),
            (usize::from(span.anchor_lines.1), column(span.anchor.1)),
        )
    });
    let before: String = lines[0].chars().take(start).collect();
    let after: String = lines[last].chars().skip(end).collect();
    let marked = !span.quiet && (anchors.is_some() || !before.trim().is_empty() || !after.trim().is_empty());
    let mut significant = vec![0, last];
    if let Some(((left, _), (right, _))) = anchors {
        for line in [left, right] {
            significant.extend(line.saturating_sub(1)..=(line + 1).min(last));
        }
    }
    significant.sort_unstable();
    significant.dedup();
    let mut result: Vec<String> = Vec::new();
    let show = |i: usize, result: &mut Vec<String>| {
        let line = &lines[i];
        result.push(line.clone());
        if !marked {
            return;
        }
        let spaces = line.chars().take_while(|c| c.is_whitespace()).count();
        let until = if i == last { end } else { line.chars().count() };
        let mut marks = String::new();
        for (column, c) in line.chars().enumerate().take(until) {
            let inside = anchors.is_none_or(|((left_line, left), (right_line, right))| {
                (i > left_line || (i == left_line && column >= left))
                    && (i < right_line || (i == right_line && column < right))
            });
            let mark = if column < spaces || (i == 0 && column < start) {
                ' '
            } else if inside {
                '^'
            } else {
                '~'
            };
            for _ in 0..width(c) {
                marks.push(mark);
            }
        }
        result.push(marks);
    };
    let mut previous: Option<usize> = None;
    for i in significant {
        match previous.map(|previous| i - previous) {
            Some(2) => show(i - 1, &mut result),
            Some(distance) if distance > 2 => result.push(format!("...<{} lines>...", distance - 1)),
            _ => {}
        }
        show(i, &mut result);
        previous = Some(i);
    }
    let result: Vec<&str> = result.iter().map(String::as_str).collect();
    dedent(&result).into_iter().map(|line| format!("    {line}\n")).collect()
}

/// Lines without the white space that all of them begin with (`textwrap.dedent`).
fn dedent(lines: &[&str]) -> Vec<String> {
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let indent = &line[..line.len() - line.trim_start().len()];
        margin = Some(match margin {
            None => indent,
            Some(margin) => {
                let same = margin.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                margin.get(..same).unwrap_or_default()
            }
        });
    }
    let margin = margin.unwrap_or_default();
    lines
        .iter()
        .map(
            |line| {
                if line.trim().is_empty() {
                    String::new()
                } else {
                    line.strip_prefix(margin).unwrap_or(line).to_owned()
                }
            },
        )
        .collect()
}

/// How many columns of a terminal a character takes (`unicodedata.east_asian_width` "W" and "F").
fn width(c: char) -> usize {
    const WIDE: [(u32, u32); 40] = [
        (0x1100, 0x115f),
        (0x231a, 0x231b),
        (0x23e9, 0x23ec),
        (0x23f0, 0x23f0),
        (0x23f3, 0x23f3),
        (0x25fd, 0x25fe),
        (0x2614, 0x2615),
        (0x2648, 0x2653),
        (0x267f, 0x267f),
        (0x2693, 0x2693),
        (0x26a1, 0x26a1),
        (0x26aa, 0x26ab),
        (0x26bd, 0x26be),
        (0x26c4, 0x26c5),
        (0x26ce, 0x26ce),
        (0x26d4, 0x26d4),
        (0x26ea, 0x26ea),
        (0x26f2, 0x26f3),
        (0x26f5, 0x26f5),
        (0x26fa, 0x26fa),
        (0x26fd, 0x26fd),
        (0x2705, 0x2705),
        (0x270a, 0x270b),
        (0x2728, 0x2728),
        (0x274c, 0x274c),
        (0x274e, 0x274e),
        (0x2753, 0x2755),
        (0x2757, 0x2757),
        (0x2795, 0x2797),
        (0x27b0, 0x27b0),
        (0x27bf, 0x27bf),
        (0x2b1b, 0x2b1c),
        (0x2b50, 0x2b50),
        (0x2b55, 0x2b55),
        (0x2e80, 0x303e),
        (0x3041, 0xa4cf),
        (0xac00, 0xd7a3),
        (0xf900, 0xfaff),
        (0xfe30, 0xff60),
        (0x1f300, 0x3fffd),
    ];
    let c = c as u32;
    1 + usize::from(c >= 0x1100 && WIDE.iter().any(|&(first, last)| (first..=last).contains(&c)))
}
