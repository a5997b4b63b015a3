//! Documents: every Markdown file of `docs/` is a page. Its first heading is its title, its first paragraph what it is
//! about. A link to another file of the folder leads to that one's page.

use super::html::{document, escaped};
use super::map::header;
use crate::markdown::{Block, blocks, plain};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// A document.
pub struct Document {
    name: String,
    text: String,
    /// Its first heading.
    pub title: String,
    /// Its first paragraph.
    pub description: String,
}

/// All documents of a folder, in order of name; none where there is no such folder.
pub fn all(folder: &Path) -> io::Result<Vec<Document>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|end| end == "md")
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        {
            documents.push(Document::of(name, std::fs::read_to_string(&path)?));
        }
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(documents)
}

impl Document {
    fn of(name: String, text: String) -> Self {
        let (mut title, mut description) = (None, None);
        for block in blocks(&text) {
            match block {
                Block::Heading(_, words) => title = title.or_else(|| Some(plain(&words))),
                Block::Paragraph(words) => description = description.or_else(|| Some(plain(&words))),
                _ => {}
            }
        }
        let title = title.unwrap_or_else(|| name.clone());
        Self { description: description.unwrap_or_else(|| title.clone()), title, name, text }
    }

    /// Its page's folder.
    pub fn folder(&self) -> String {
        format!("docs/{}/", self.name)
    }

    /// Its page, with links to the others.
    pub fn body(&self, all: &[Self]) -> String {
        let mut links = String::new();
        for other in all {
            let here = if other.name == self.name { " aria-current=\"page\"" } else { "" };
            let _ = write!(links, "<a href=\"../{}/\"{here}>{}</a>", other.name, escaped(&other.title));
        }
        let mut text = document(&self.text, 1);
        for other in all {
            text = text.replace(&format!("href=\"{}.md\"", other.name), &format!("href=\"../{}/\"", other.name));
        }
        format!(
            "<div class=\"doc\">\n{}<nav class=\"doc__pages\" aria-label=\"Documents\">{links}</nav>\n<main class=\"doc__text\">\n{text}</main>\n</div>\n",
            header("../../", "")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_told_by_its_heading_and_its_first_paragraph() {
        let text = "# How it *works*\n\nIt runs.\n\nMore: [b](b.md).";
        let a = Document::of("a".to_owned(), text.to_owned());
        let b = Document::of("b".to_owned(), "# B".to_owned());
        assert_eq!((a.title.as_str(), a.description.as_str()), ("How it works", "It runs."));
        let body = a.body(&[b]);
        assert!(body.contains("<a href=\"../b/\">b</a>") && body.contains("<h1>How it <em>works</em></h1>"), "{body}");
    }
}
