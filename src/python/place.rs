//! From byte offsets to the lines and columns that people read.

use crate::vm::code::Span;
use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange, TextSize};

/// A text and where its lines begin.
pub(super) struct Places {
    text: String,
    starts: Vec<u32>,
    ascii: bool,
    /// Columns that each line has lost at its beginning; none for lines beyond.
    lost: Vec<u32>,
}

impl Places {
    pub(super) fn new(text: String) -> Self {
        Self::shifted(text, Vec::new())
    }

    /// A text whose lines have lost columns at their beginnings; places count these.
    pub(super) fn shifted(text: String, lost: Vec<u32>) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (i, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i as u32 + 1);
            }
        }
        let ascii = text.is_ascii();
        Self { text, starts, ascii, lost }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default()
    }

    /// Line and column of an offset, both from 1, the column in code points.
    pub(super) fn position(&self, offset: TextSize) -> (u32, u32) {
        let offset = offset.to_u32();
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line.saturating_sub(1)];
        let column = if self.ascii {
            offset - start
        } else {
            let before = self.text.get(start as usize..offset as usize).unwrap_or_default();
            // A byte order mark is no column.
            before.chars().filter(|&c| c != '\u{feff}').count() as u32
        };
        let lost = self.lost.get(line.saturating_sub(1)).copied().unwrap_or(0);
        (line as u32, column + lost + 1)
    }

    /// The line of an offset.
    pub(super) fn line(&self, offset: TextSize) -> u32 {
        self.starts.partition_point(|&start| start <= offset.to_u32()) as u32
    }

    /// The span of a range.
    pub(super) fn span(&self, range: TextRange) -> Span {
        let (line, column) = self.position(range.start());
        let (end_line, end_column) = self.position(range.end());
        Span { line, column, end_line, end_column, anchor: (0, 0), anchor_lines: (0, 0), quiet: false, whole: false }
    }

    /// The span of an expression, with the part that CPython's tracebacks point at: the operator of a binary operation, the
    /// brackets of a call or subscript (`_extract_caret_anchors_from_line_segment` in CPython 3.13's traceback.py).
    pub(super) fn expression(&self, expr: &Expr) -> Span {
        let mut span = self.span(expr.range());
        // An attribute on another line than it begins on is marked where its name is, and so is a call of it.
        let attribute = match expr {
            Expr::Attribute(attribute) => Some(attribute),
            Expr::Call(call) if !call.arguments.args.iter().any(Expr::is_starred_expr) => call.func.as_attribute_expr(),
            _ => None,
        };
        if let Some(attribute) = attribute {
            let (line, column) = self.position(attribute.attr.start());
            if line != span.line {
                (span.line, span.column) = (line, column);
            }
        }
        let part = match expr {
            Expr::BinOp(binary) => {
                self.find(binary.left.end(), binary.right.start(), |c| !c.is_whitespace() && c != ')').map(|start| {
                    let length = TextSize::of(binary.op.as_str());
                    TextRange::at(start, length)
                })
            }
            Expr::Call(call) => {
                self.find(call.func.end(), expr.end(), |c| c == '(').map(|start| TextRange::new(start, expr.end()))
            }
            Expr::Subscript(subscript) => self
                .find(subscript.value.end(), expr.end(), |c| c == '[')
                .map(|start| TextRange::new(start, expr.end())),
            _ => None,
        };
        if let Some(part) = part {
            let (left_line, left) = self.position(part.start());
            let (right_line, right) = self.position(part.end());
            let lines = (left_line - span.line, right_line - span.line);
            if let (Ok(left), Ok(right), Ok(first), Ok(last)) =
                (u16::try_from(left), u16::try_from(right), u16::try_from(lines.0), u16::try_from(lines.1))
            {
                span.anchor = (left, right);
                span.anchor_lines = (first, last);
            }
        }
        span
    }

    /// Whether only white space is before an offset on its line.
    pub(super) fn begins_line(&self, offset: TextSize) -> bool {
        let line = self.line(offset);
        let start = self.starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(0);
        self.text.get(start as usize..offset.to_usize()).is_some_and(|before| before.trim().is_empty())
    }

    /// The first offset in a range whose character is wanted.
    fn find(&self, start: TextSize, end: TextSize, wanted: impl Fn(char) -> bool) -> Option<TextSize> {
        let text = self.text.get(start.to_usize()..end.to_usize())?;
        let i = text.find(wanted)?;
        Some(start + TextSize::try_from(i).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_from_one() {
        let places = Places::new("a\r\nß = é\rlast".into());
        assert_eq!(places.position(0.into()), (1, 1));
        assert_eq!(places.position(3.into()), (2, 1));
        assert_eq!(places.position(5.into()), (2, 2));
        assert_eq!(places.position(8.into()), (2, 5));
        assert_eq!(places.position(11.into()), (3, 1));
    }
}
