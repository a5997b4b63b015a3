//! Raising, matching and printing exceptions.

use super::Vm;
use super::exception::{Exception, Result, TracebackEntry};
use super::frame::Flow;
use super::loaded::LoadedCode;
use super::value::{Object, Value};
use crate::syscall::Line;
use std::fmt::Write as _;
use std::ptr::NonNull;

impl Vm {
    /// `raise value from cause`
    pub(super) fn raise(&mut self, value: Value, cause: Option<Value>) -> Result<Flow> {
        self.instantiated(value, move |vm, exception| {
            let handled = vm.handled();
            vm.set_context(&Exception(exception.clone()), handled);
            match cause {
                None => Err(Exception(exception)),
                Some(Value::None) => {
                    let error = Exception(exception);
                    error.data().cause = Value::None;
                    error.data().suppress_context = true;
                    Err(error)
                }
                Some(cause) if !vm.is_raisable(&cause) => {
                    Err(vm.type_error("exception causes must derive from BaseException"))
                }
                Some(cause) => vm.instantiated(cause, move |_, cause| {
                    let error = Exception(exception);
                    error.data().cause = cause;
                    error.data().suppress_context = true;
                    Err(error)
                }),
            }
        })
    }

    fn is_raisable(&self, value: &Value) -> bool {
        value.as_exception().is_some()
            || matches!(value, Value::Object(r) if matches!(r.get(), Object::Class(_))
                && self.is_subclass(r, &self.types.base_exception))
    }

    /// An exception from a class or an instance.
    fn instantiated(
        &mut self,
        value: Value,
        then: impl FnOnce(&mut Vm, Value) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        if value.as_exception().is_some() {
            return then(self, value);
        }
        if let Value::Object(class) = &value
            && matches!(class.get(), Object::Class(_))
            && self.is_subclass(class, &self.types.base_exception)
        {
            return Flow::call(value, Vec::new(), |vm, input| {
                let exception = input.value()?;
                if exception.as_exception().is_none() {
                    return Err(vm.type_error("calling an exception class should have returned an exception"));
                }
                then(vm, exception)
            });
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }

    /// Sets `__context__` to what is being handled, without making a cycle.
    pub(super) fn set_context(&self, exception: &Exception, handled: Option<Value>) {
        let Some(handled) = handled else { return };
        if handled.is(&exception.0) {
            return;
        }
        let mut walk = handled.clone();
        while let Some(data) = walk.as_exception() {
            let next = data.context.clone();
            if next.is(&exception.0) {
                data.context = Value::None;
                break;
            }
            walk = next;
        }
        exception.data().context = handled;
    }

    /// Notes that an exception passes a frame of the visitor's code.
    pub(super) fn note_traceback(&self, exception: &Exception, code: NonNull<LoadedCode>, at: usize, again: bool) {
        // SAFETY: loaded code lives as long as the vm.
        if unsafe { code.as_ref() }.code.file.is_none() {
            return;
        }
        let traceback = &mut exception.data().traceback;
        if again && traceback.last().is_some_and(|entry| entry.code == code) {
            return;
        }
        traceback.push(TracebackEntry { code, at: at as u32 });
    }

    /// Whether an exception is of a class, or one of a tuple of classes.
    pub(super) fn matches(&self, exception: &Value, kind: &Value) -> Result<bool> {
        match kind {
            Value::Object(r) => match r.get() {
                Object::Class(_) if self.is_subclass(r, &self.types.base_exception) => {
                    Ok(self.is_instance(exception, r))
                }
                Object::Tuple(kinds) => {
                    for kind in kinds {
                        if self.matches(exception, kind)? {
                            return Ok(true);
                        }
                    }
                    Ok(false)
                }
                _ => Err(self.bad_except()),
            },
            _ => Err(self.bad_except()),
        }
    }

    fn bad_except(&self) -> Exception {
        self.type_error("catching classes that do not inherit from BaseException is not allowed")
    }

    /// Where in the visitor's code an exception was raised.
    pub fn raised_at(&self, exception: &Exception) -> Line {
        exception.data().traceback.first().map_or_else(Line::default, |entry| {
            // SAFETY: loaded code lives as long as the vm.
            let code = &unsafe { entry.code.as_ref() }.code;
            let line = code.spans.get(entry.at as usize).map_or(0, |span| span.line);
            Line { file: code.file.unwrap_or_default(), line }
        })
    }

    /// The last line of a printed exception: `ValueError: message`.
    pub fn last_line(&mut self, exception: &Exception) -> String {
        let class = self.class_of(&exception.0).clone();
        let data = self.class(&class);
        let name = if matches!(&*data.module, "builtins" | "__main__") {
            data.qualname.to_string()
        } else {
            format!("{}.{}", data.module, data.qualname)
        };
        let text = self.plain_str(&exception.0);
        if text.is_empty() { name } else { format!("{name}: {text}") }
    }

    /// An exception with its traceback, causes, notes and groups, as CPython prints it.
    pub fn format_exception(&mut self, exception: &Exception) -> String {
        let mut text = String::new();
        self.write_chain(exception, &mut text, &mut Vec::new(), 0);
        text
    }

    fn write_chain(&mut self, exception: &Exception, text: &mut String, seen: &mut Vec<Value>, indent: usize) {
        seen.push(exception.0.clone());
        let data = exception.data();
        let (cause, context, suppress) = (data.cause.clone(), data.context.clone(), data.suppress_context);
        if cause.as_exception().is_some() && !seen.iter().any(|v| v.is(&cause)) {
            self.write_chain(&Exception(cause), text, seen, indent);
            text.push_str("\nThe above exception was the direct cause of the following exception:\n\n");
        } else if context.as_exception().is_some() && !suppress && !seen.iter().any(|v| v.is(&context)) {
            self.write_chain(&Exception(context), text, seen, indent);
            text.push_str("\nDuring handling of the above exception, another exception occurred:\n\n");
        }
        self.write_one(exception, text, indent);
    }

    fn write_one(&mut self, exception: &Exception, text: &mut String, indent: usize) {
        let data = exception.data();
        let group: Option<Vec<Value>> = data.group.as_tuple().map(<[Value]>::to_vec);
        let margin = match (&group, indent) {
            (None, 0) => String::new(),
            (Some(_), 0) => "  ".to_owned(),
            _ => " ".repeat(indent),
        };
        let prefix = if group.is_some() || indent > 0 { format!("{margin}| ") } else { String::new() };
        let mut body = String::new();
        if !data.traceback.is_empty() {
            body.push_str(if group.is_some() {
                "Exception Group Traceback (most recent call last):\n"
            } else {
                "Traceback (most recent call last):\n"
            });
            let entries = data.traceback.clone();
            self.write_entries(&entries, &mut body);
        }
        let last = self.last_line(exception);
        let _ = writeln!(body, "{last}");
        if let Some(notes) = exception.data().notes.as_list() {
            let notes = notes.clone();
            for note in notes {
                let _ = writeln!(body, "{}", self.plain_str(&note));
            }
        }
        for (i, line) in body.lines().enumerate() {
            if i == 0 && group.is_some() && line.starts_with("Exception Group") && indent == 0 {
                let _ = writeln!(text, "  + {line}");
            } else {
                let _ = writeln!(text, "{prefix}{line}");
            }
        }
        let Some(members) = group else { return };
        let inner = if indent == 0 { 4 } else { indent + 2 };
        let bar = " ".repeat(inner - 2);
        let count = members.len();
        for (i, member) in members.into_iter().enumerate() {
            let number = format!("{:-^16}", format!(" {} ", i + 1));
            let plus = if i == 0 { "+-+" } else { "  +" };
            let _ = writeln!(text, "{bar}{plus}{number}----------------");
            if member.as_exception().is_some() {
                self.write_chain(&Exception(member), text, &mut Vec::new(), inner);
            }
            if i + 1 == count {
                let _ = writeln!(text, "{}+------------------------------------", " ".repeat(inner));
            }
        }
    }

    fn write_entries(&self, entries: &[TracebackEntry], text: &mut String) {
        let mut last: Option<String> = None;
        let mut repeated = 0;
        for entry in entries.iter().rev() {
            // SAFETY: loaded code lives as long as the vm.
            let code = &unsafe { entry.code.as_ref() }.code;
            let span = code.spans.get(entry.at as usize).copied().unwrap_or_default();
            let file = code.file.unwrap_or_default();
            let path = self.program.files.get(file as usize).map_or("?", |f| f.path.as_str());
            let mut lines = format!("  File \"{path}\", line {}, in {}\n", span.line, code.qualname_in_traceback());
            if let Some(source) = self.source_line(file, span.line) {
                let _ = writeln!(lines, "    {source}");
                if let Some(carets) = self.carets(file, &span) {
                    let _ = writeln!(lines, "    {carets}");
                }
            }
            if last.as_ref() == Some(&lines) {
                repeated += 1;
            } else {
                write_repeats(text, repeated);
                repeated = 0;
                last = Some(lines.clone());
            }
            if repeated < 3 {
                text.push_str(&lines);
            }
        }
        write_repeats(text, repeated);
    }

    /// A line of a file without its indentation.
    pub(crate) fn source_line(&self, file: u16, line: u32) -> Option<String> {
        let file = self.program.files.get(file as usize)?;
        let text = file.text.lines().nth((line as usize).checked_sub(1)?)?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The line of `^` and `~` under the source of an error, unless it would mark the whole line.
    fn carets(&self, file: u16, span: &super::code::Span) -> Option<String> {
        let source = self.program.files.get(file as usize)?.text.lines().nth((span.line as usize).checked_sub(1)?)?;
        let indent = source.chars().take_while(|c| c.is_whitespace()).count();
        let length = source.trim_end().chars().count();
        let start = (span.column as usize).checked_sub(1)?.max(indent);
        let end =
            if span.end_line == span.line { (span.end_column as usize).checked_sub(1)? } else { length }.min(length);
        if end <= start || (start == indent && end == length && span.anchor == (0, 0)) {
            return None;
        }
        let (from, to) = match span.anchor {
            (0, 0) => (start, end),
            (from, to) => (from as usize - 1, (to as usize - 1).min(end)),
        };
        let mut carets = " ".repeat(start - indent);
        for column in start..end {
            carets.push(if span.anchor == (0, 0) || (from..to).contains(&column) { '^' } else { '~' });
        }
        Some(carets)
    }

    /// `str(value)`, as far as that needs no Python code; where it does, what CPython prints when it fails.
    pub fn plain_str(&mut self, value: &Value) -> String {
        self.str_of(&mut super::ask::Asks::default(), value).unwrap_or_else(|_| "<exception str() failed>".to_owned())
    }
}

fn write_repeats(text: &mut String, repeated: usize) {
    if repeated >= 3 {
        let more = repeated - 2;
        let s = if more == 1 { "" } else { "s" };
        let _ = writeln!(text, "  [Previous line repeated {more} more time{s}]");
    }
}

impl super::code::Code {
    /// What a traceback calls it.
    fn qualname_in_traceback(&self) -> &str {
        &self.name
    }
}
