//! Changes of a text: made from nodes of its outline, carried out on the text.

use super::code::Code;
use crate::python::outline::NodeId;
use crate::trace::report::{Edit, Fix};

impl Fix {
    /// The text with the changes made.
    pub fn apply(&self, source: &str) -> String {
        let starts = line_starts(source);
        let mut pieces: Vec<(usize, usize, &str)> = Vec::new();
        for edit in &self.edits {
            let from = offset(source, &starts, edit.line, edit.column);
            let to = offset(source, &starts, edit.end_line, edit.end_column);
            pieces.push((from, to.max(from), &edit.text));
        }
        // Of insertions at the same place the first stays first.
        pieces.sort_by_key(|&(from, to, _)| (from, to));
        let (mut text, mut done) = (String::new(), 0);
        for (from, to, new) in pieces {
            text.push_str(source.get(done..from).unwrap_or_default());
            text.push_str(new);
            done = done.max(to);
        }
        text.push_str(source.get(done..).unwrap_or_default());
        text
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = |&i: &usize| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|i| i + 1)).collect()
}

fn offset(text: &str, starts: &[usize], line: u32, column: u32) -> usize {
    let Some(&start) = starts.get(line.saturating_sub(1) as usize) else { return text.len() };
    // A byte order mark is no column.
    let start = start + if text[start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[start..];
    rest.char_indices().nth(column.saturating_sub(1) as usize).map_or(text.len(), |(i, _)| start + i)
}

/// Changes in the making.
pub struct Edits<'a> {
    code: &'a Code,
    edits: Vec<Edit>,
    imports: Vec<String>,
}

impl<'a> Edits<'a> {
    /// None yet.
    pub fn of(code: &'a Code) -> Self {
        Self { code, edits: Vec::new(), imports: Vec::new() }
    }

    /// Other text in a node's place.
    pub fn replace(mut self, id: NodeId, text: impl Into<String>) -> Self {
        let place = self.code.outline.place(id);
        self.edits.push(Edit {
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            text: text.into(),
        });
        self
    }

    /// Text between two places of the text.
    pub fn between(mut self, from: (u32, u32), to: (u32, u32), text: impl Into<String>) -> Self {
        self.edits.push(Edit { line: from.0, column: from.1, end_line: to.0, end_column: to.1, text: text.into() });
        self
    }

    /// Text before a node.
    pub fn before(self, id: NodeId, text: impl Into<String>) -> Self {
        let place = self.code.outline.place(id);
        self.between((place.line, place.column), (place.line, place.column), text)
    }

    /// Text after a node.
    pub fn after(self, id: NodeId, text: impl Into<String>) -> Self {
        let place = self.code.outline.place(id);
        self.between((place.end_line, place.end_column), (place.end_line, place.end_column), text)
    }

    /// Lines of the statement, all of them one level further in.
    pub fn indent(mut self, first: u32, last: u32) -> Self {
        for (number, line) in (1..).zip(self.code.outline.whole().lines()) {
            if (first..=last).contains(&number) && !line.trim().is_empty() {
                self = self.between((number, 1), (number, 1), "    ");
            }
        }
        self
    }

    /// What a module is called in this text, which imports it if it does not yet.
    pub fn module(&mut self, name: &str) -> String {
        match self.code.name_of_module(name) {
            Some(known) => known.to_owned(),
            None => {
                if !self.imports.iter().any(|import| import == name) {
                    self.imports.push(name.to_owned());
                }
                name.to_owned()
            }
        }
    }

    /// All of them, under a title.
    pub fn fix(mut self, title: impl Into<String>) -> Fix {
        if !self.imports.is_empty() {
            let line = self.code.line_after_imports();
            let text: String = self.imports.iter().map(|name| format!("import {name}\n")).collect();
            self.edits.insert(0, Edit { line, column: 1, end_line: line, end_column: 1, text });
        }
        self.edits.sort_by_key(|edit| (edit.line, edit.column, edit.end_line, edit.end_column));
        Fix { title: title.into(), edits: self.edits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_columns_in_code_points_and_keep_the_order_of_insertions() {
        let edit =
            |line, column, end_column, text: &str| Edit { line, column, end_line: line, end_column, text: text.into() };
        let fix =
            Fix { title: String::new(), edits: vec![edit(2, 5, 6, "y"), edit(1, 1, 1, "a\n"), edit(1, 1, 1, "b\n")] };
        assert_eq!(fix.apply("é = 1\r\nß = x\r\n"), "a\nb\né = 1\r\nß = y\r\n");
    }
}
