//! The Markdown that stories and documents are written in: text → [`Block`]s. A part of CommonMark, read without ever
//! failing: what is not known is text. HTML is text, too; a link goes to `https:` or to a file beside, or it is text.

/// A block of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// `#` to `####`.
    Heading(u8, Vec<Inline>),
    /// Lines that belong together.
    Paragraph(Vec<Inline>),
    /// Lines that begin with `-` or `*`, or with numbers.
    List(Order, Vec<Vec<Inline>>),
    /// Between two lines of three backticks, or indented by four spaces.
    Code(String),
    /// Lines with `|`; the first row is its head.
    Table(Vec<Vec<Vec<Inline>>>),
}

/// Whether a list's elements are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// They are.
    Counted,
    /// They are not.
    Free,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// As it is.
    Text(String),
    /// Between backticks.
    Code(String),
    /// Between single stars.
    Emphasis(String),
    /// Between double stars.
    Strong(String),
    /// `[text](address)`.
    Link {
        /// What is read.
        text: String,
        /// Where it leads.
        to: String,
    },
}

/// Reads a document.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with("```") {
            let code: Vec<_> = lines.by_ref().take_while(|line| !line.trim().starts_with("```")).collect();
            blocks.push(Block::Code(code.join("\n")));
        } else if let Some(code) = line.strip_prefix("    ") {
            let mut code = vec![code];
            while let Some(more) = lines.next_if(|line| line.starts_with("    ") || line.trim().is_empty()) {
                code.push(more.strip_prefix("    ").unwrap_or_default());
            }
            blocks.push(Block::Code(code.join("\n").trim_end().to_owned()));
        } else if let Some((level, title)) = heading(trimmed) {
            blocks.push(Block::Heading(level, inlines(title)));
        } else if trimmed.starts_with('|') {
            let mut rows = vec![trimmed];
            while let Some(row) = lines.next_if(|line| line.trim_start().starts_with('|')) {
                rows.push(row.trim());
            }
            let is_rule = |row: &&str| !row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
            let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| inlines(cell.trim())).collect();
            blocks.push(Block::Table(rows.into_iter().filter(is_rule).map(cells).collect()));
        } else if let Some((order, first)) = element(trimmed) {
            let mut elements = vec![first.to_owned()];
            while let Some(line) = lines.next_if(|line| element(line.trim()).is_some() || continues(line)) {
                match element(line.trim()) {
                    Some((_, text)) => elements.push(text.to_owned()),
                    None => join(elements.last_mut(), line.trim()),
                }
            }
            blocks.push(Block::List(order, elements.iter().map(|text| inlines(text)).collect()));
        } else {
            let mut paragraph = trimmed.to_owned();
            while let Some(line) = lines.next_if(|line| belongs(line)) {
                join(Some(&mut paragraph), line.trim());
            }
            blocks.push(Block::Paragraph(inlines(&paragraph)));
        }
    }
    blocks
}

/// Whether a line goes on with a list's element.
fn continues(line: &str) -> bool {
    line.starts_with("  ") && !line.trim().is_empty()
}

/// Whether a line goes on with a paragraph.
fn belongs(line: &str) -> bool {
    let line = line.trim();
    let is_other =
        line.starts_with("```") || line.starts_with('|') || heading(line).is_some() || element(line).is_some();
    !line.is_empty() && !is_other
}

fn join(text: Option<&mut String>, more: &str) {
    if let Some(text) = text {
        text.push(' ');
        text.push_str(more);
    }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let title = title.strip_prefix(' ')?;
    (1..=4).contains(&level).then_some((level as u8, title.trim()))
}

fn element(line: &str) -> Option<(Order, &str)> {
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((Order::Free, text));
    }
    let digits = line.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0)?;
    Some((Order::Counted, line[digits..].strip_prefix(". ")?))
}

/// Reads a line's pieces.
pub fn inlines(text: &str) -> Vec<Inline> {
    let mut pieces: Vec<Inline> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, length) = marked(rest).unwrap_or_else(|| {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            // A run of stars or backticks that closes nothing is text as a whole.
            let same = rest.len() - rest.trim_start_matches(&rest[..first]).len();
            let plain = rest[same..].find(['`', '*', '[']).map_or(rest.len(), |next| same + next);
            (Inline::Text(rest[..plain].to_owned()), plain)
        });
        match (pieces.last_mut(), piece) {
            (Some(Inline::Text(before)), Inline::Text(more)) => before.push_str(&more),
            (_, piece) => pieces.push(piece),
        }
        rest = &rest[length..];
    }
    pieces
}

/// A piece with a mark at the text's beginning, and its length with the marks.
fn marked(text: &str) -> Option<(Inline, usize)> {
    let between = |mark: &str| {
        let inside = text.strip_prefix(mark)?;
        let end = inside.find(mark).filter(|end| *end > 0)?;
        Some((inside[..end].to_owned(), end + 2 * mark.len()))
    };
    if let Some((code, length)) = between("`") {
        return Some((Inline::Code(code), length));
    }
    if let Some((strong, length)) = between("**") {
        return Some((Inline::Strong(strong), length));
    }
    if let Some((emphasis, length)) = between("*").filter(|(text, _)| !text.starts_with(' ') && !text.ends_with(' ')) {
        return Some((Inline::Emphasis(emphasis), length));
    }
    let (label, after) = text.strip_prefix('[')?.split_once("](")?;
    let (to, _) = after.split_once(')')?;
    // An address with a scheme other than https may be a program.
    let is_safe = to.starts_with("https://") || !to.contains(':') && !to.starts_with("//");
    let has_one = !label.contains(['[', ']']) && !label.is_empty();
    let length = label.len() + to.len() + "[]()".len();
    let text = label.replace('`', "");
    (is_safe && has_one).then(|| (Inline::Link { text, to: to.to_owned() }, length))
}

/// The words of a line without its marks.
pub fn plain(pieces: &[Inline]) -> String {
    let text = |piece: &Inline| match piece {
        Inline::Text(text) | Inline::Code(text) | Inline::Emphasis(text) | Inline::Strong(text) => text.clone(),
        Inline::Link { text, .. } => text.clone(),
    };
    pieces.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn paragraphs_are_lines_that_belong_together() {
        let paragraph = |words: &str| Block::Paragraph(vec![text(words)]);
        assert_eq!(blocks("a\nb\n\nc"), [paragraph("a b"), paragraph("c")]);
    }

    #[test]
    fn lists_headings_code_and_tables_are_blocks() {
        let read = blocks("# T\n- a\n  more\n- b\n1. c\n\n```\nx = 1\n\ny\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        let row = |a: &str, b: &str| vec![vec![text(a)], vec![text(b)]];
        assert_eq!(
            read,
            [
                Block::Heading(1, vec![text("T")]),
                Block::List(Order::Free, vec![vec![text("a more")], vec![text("b")], vec![text("c")]]),
                Block::Code("x = 1\n\ny".to_owned()),
                Block::Table(vec![row("a", "b"), row("1", "2")]),
            ]
        );
    }

    #[test]
    fn pieces_of_a_line_have_marks() {
        assert_eq!(
            inlines("say `x * y` *once*, **twice** [there](https://a.b/c)."),
            [
                text("say "),
                Inline::Code("x * y".to_owned()),
                text(" "),
                Inline::Emphasis("once".to_owned()),
                text(", "),
                Inline::Strong("twice".to_owned()),
                text(" "),
                Inline::Link { text: "there".to_owned(), to: "https://a.b/c".to_owned() },
                text("."),
            ]
        );
    }

    #[test]
    fn what_is_not_known_is_text() {
        for odd in ["2 * 3 * 4", "a ` b", "**", "[x](javascript:alert(1))", "[x](//evil.org)", "<b>no</b>", "[x", "`"] {
            assert_eq!(plain(&inlines(odd)), odd);
            assert!(inlines(odd).iter().all(|piece| matches!(piece, Inline::Text(_))), "{odd}");
        }
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        let marks = ["`", "*", "**", "[", "](", ")", "ä", " ", "#", "|", "\n", "- ", "1. ", "```"];
        let mut seed = 1_u64;
        for _ in 0..2_000 {
            let mut odd = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                odd.push_str(marks[(seed >> 33) as usize % marks.len()]);
            }
            blocks(&odd);
        }
    }
}
