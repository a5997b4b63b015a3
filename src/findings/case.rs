//! What a rule looks at, and how it says what it has seen.

use super::code::Code;
use super::story::Story;
use crate::python::SourceText;
use crate::python::outline::{Kind, NodeId, Outline};
use crate::syscall::Line;
use crate::time::Duration;
use crate::trace::report::{Finding, Fix};
use crate::trace::{State, Trace};

/// A program and one run of it.
pub struct Case<'a> {
    /// The run.
    pub trace: &'a Trace,
    /// The same, read.
    pub story: Story,
    codes: Vec<Option<Code>>,
    paths: Vec<String>,
}

/// A place in the code, and what to call what is there.
pub struct Site<'a> {
    /// Whose text it is.
    pub code: &'a Code,
    /// Its file.
    pub file: u16,
    /// What is there; the module when it is not known.
    pub node: NodeId,
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl<'a> Case<'a> {
    /// Reads both.
    pub fn of(trace: &'a Trace, files: &[SourceText]) -> Self {
        let read = |file: &SourceText| Code::read(file, trace.machine.python);
        let paths = files.iter().map(|file| file.path.clone()).collect();
        Self { trace, story: Story::of(trace), codes: files.iter().map(read).collect(), paths }
    }

    /// The file of a path, as tracebacks show it.
    pub fn file_of(&self, path: &str) -> Option<u16> {
        self.paths.iter().position(|known| known == path).map(|file| file as u16)
    }

    /// The text of a file.
    pub fn code(&self, file: u16) -> Option<&Code> {
        self.codes.get(usize::from(file))?.as_ref()
    }

    /// All texts with their files.
    pub fn codes(&self) -> impl Iterator<Item = (u16, &Code)> {
        (0..).zip(&self.codes).filter_map(|(file, code)| Some((file, code.as_ref()?)))
    }

    /// A node's place.
    pub fn at(&'a self, file: u16, node: NodeId) -> Option<Site<'a>> {
        let code = self.code(file)?;
        let place = code.outline.place(node);
        Some(Site { code, file, node, line: place.line, column: place.column })
    }

    /// The first statement of a line, or its first column where none begins there.
    pub fn on(&'a self, line: Line) -> Option<Site<'a>> {
        let code = self.code(line.file)?;
        if line.line == 0 {
            return None;
        }
        let begins = |&id: &NodeId| code.outline.kind(id).is_statement() && code.outline.line(id) == line.line;
        match code.outline.all().find(begins) {
            Some(node) => self.at(line.file, node),
            None => {
                let text = code.outline.whole().lines().nth(line.line as usize - 1).unwrap_or_default();
                let column = text.chars().take_while(|c| c.is_whitespace()).count() as u32 + 1;
                Some(Site { code, file: line.file, node: Outline::MODULE, line: line.line, column })
            }
        }
    }

    /// Where a run that can't go on stands: where the explanation says, else where its first thread waits.
    pub fn stuck(&self) -> Option<Line> {
        let waits = |last: (State, Line)| matches!(last.0, State::Parked { .. }) && last.1.line > 0;
        let threads = self.story.threads.iter().filter(|thread| !thread.ended || thread.to == self.story.end);
        self.trace
            .exit
            .line
            .or_else(|| threads.filter_map(|thread| thread.last).find(|&last| waits(last)).map(|last| last.1))
    }

    /// Whether a line is inside of a statement.
    pub fn is_on(&self, line: Line, file: u16, node: NodeId) -> bool {
        let Some(code) = self.code(file) else { return false };
        line.file == file && (code.outline.line(node)..=code.outline.last_line(node)).contains(&line.line)
    }
}

impl Site<'_> {
    /// A finding here.
    pub fn finding(&self, rule: &str, message: String, why: &str, cost: Duration) -> Finding {
        Finding {
            rule: rule.to_owned(),
            file: self.code.path.clone(),
            line: self.line,
            column: self.column,
            message,
            why: why.to_owned(),
            ruff: None,
            cost: cost.as_secs_f64(),
            fix: None,
        }
    }

    /// What it is called within a sentence: its text, or its line.
    pub fn name(&self) -> String {
        match self.code.outline.kind(self.node) {
            Kind::Module => format!("line {}", self.line),
            Kind::For | Kind::While => format!("the loop of line {}", self.line),
            Kind::With => format!("the `with` of line {}", self.line),
            Kind::Call => self.code.short(self.node),
            kind if kind.is_statement() => format!("line {}", self.line),
            _ => self.code.short(self.node),
        }
    }

    /// The same at the beginning of a sentence.
    pub fn subject(&self) -> String {
        let name = self.name();
        match ["line ", "the "].iter().find(|first| name.starts_with(**first)) {
            Some(_) => name[..1].to_uppercase() + &name[1..],
            None => name,
        }
    }
}

impl Finding {
    /// With a fix, where there is one.
    pub fn mended(self, fix: Option<Fix>) -> Self {
        Self { fix, ..self }
    }

    /// With the code of ruff's rule.
    pub fn known_to_ruff_as(self, code: Option<&str>) -> Self {
        Self { ruff: code.map(str::to_owned), ..self }
    }
}
