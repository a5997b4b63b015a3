//! Text as HTML. Whatever comes from a scenario or a document is escaped here.

use crate::markdown::{Block, Inline, Order, blocks};
use std::fmt::Write;

/// A text between tags or in an attribute's double quotes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A Markdown document; its headings begin at this level.
pub fn document(text: &str, level: u8) -> String {
    let mut out = String::new();
    for block in blocks(text) {
        let _ = match block {
            Block::Heading(deep, title) => {
                let tag = format!("h{}", (level + deep - 1).min(6));
                writeln!(out, "<{tag}>{}</{tag}>", line(&title))
            }
            Block::Paragraph(text) => writeln!(out, "<p>{}</p>", line(&text)),
            Block::Code(code) => writeln!(out, "<pre tabindex=\"0\"><code>{}</code></pre>", escaped(&code)),
            Block::List(order, elements) => {
                let tag = if order == Order::Counted { "ol" } else { "ul" };
                let elements: String = elements.iter().map(|text| format!("<li>{}</li>", line(text))).collect();
                writeln!(out, "<{tag}>{elements}</{tag}>")
            }
            Block::Table(rows) => writeln!(out, "{}", table(&rows)),
        };
    }
    out
}

fn table(rows: &[Vec<Vec<Inline>>]) -> String {
    let row = |tag: &str, row: &[Vec<Inline>]| {
        let cells: String = row.iter().map(|cell| format!("<{tag}>{}</{tag}>", line(cell))).collect();
        format!("<tr>{cells}</tr>")
    };
    let (head, body) = rows.split_first().map_or((&[][..], &[][..]), |(head, body)| (head.as_slice(), body));
    let body: String = body.iter().map(|cells| row("td", cells)).collect();
    format!("<div class=\"doc__table\"><table><thead>{}</thead><tbody>{body}</tbody></table></div>", row("th", head))
}

/// A line's pieces.
pub fn line(pieces: &[Inline]) -> String {
    let piece = |piece: &Inline| match piece {
        Inline::Text(text) => escaped(text),
        Inline::Code(code) => format!("<code>{}</code>", escaped(code)),
        Inline::Emphasis(text) => format!("<em>{}</em>", escaped(text)),
        Inline::Strong(text) => format!("<strong>{}</strong>", escaped(text)),
        Inline::Link { text, to } => format!("<a href=\"{}\">{}</a>", escaped(to), escaped(text)),
    };
    pieces.iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_becomes_a_tag() {
        let html = document("<script>x</script> `<b>` [a\"b](c\"d)\n\n```\n<i>\n```\n\n| <u> |\n|---|\n| 1 |", 2);
        for tag in ["<script", "<b>", "<i>", "<u>"] {
            assert!(!html.contains(tag), "{html}");
        }
        assert!(html.contains("href=\"c&quot;d\""), "{html}");
    }
}
