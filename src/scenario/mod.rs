//! The catalogue: every folder of `www/scenarios`, read at build time.
//!
//! A scenario is Python files, which run in CPython as they are, and `story.md`: a head in TOML between two lines of
//! `+++`, then prose in Markdown. What the head may contain is [`Head`]; unknown keys are errors, which a test shows.

use crate::toml_text::{self, Entry, Table, Wrong};

/// A folder as it lies in the source.
struct Folder {
    slug: &'static str,
    files: &'static [(&'static str, &'static str)],
}

const FOLDERS: &[Folder] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// One lesson: variants of a program that differ in one thing, and what there is to say about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its folder, and its place in addresses.
    pub slug: &'static str,
    /// What `story.md` says at its top.
    pub head: Head,
    /// The programs, in the order of the head.
    pub sources: Vec<&'static str>,
    /// The prose of `story.md`, Markdown.
    pub story: &'static str,
}

/// The head of `story.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// What the lesson shows, as a sentence without a full stop.
    pub title: String,
    /// Its place in the catalogue.
    pub order: u32,
    /// The headline, in pieces that each have a tone. `{held}`, `{late}` and `{wall}` stand for the numbers
    /// `longest_callback` and `longest_delay` of the main loop and `wall` of the piece's variant.
    pub headline: Vec<Piece>,
    /// The programs: first the one with the trouble, then the one without.
    pub variants: Vec<Variant>,
}

/// A piece of a headline.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// How.
    pub tone: Tone,
}

/// What a text is about: it decides the colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither.
    #[default]
    Plain,
    /// The variant with the trouble.
    Bad,
    /// The variant without.
    Good,
}

/// One program of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its file in the scenario's folder.
    pub file: String,
    /// What it is called on the page: one word.
    pub name: String,
    /// Whether it has the trouble.
    pub tone: Tone,
}

/// All scenarios in their order. An error names the folder and what is wrong with it.
pub fn all() -> Result<Vec<Scenario>, String> {
    let mut scenarios = FOLDERS.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    scenarios.sort_by_key(|s| s.head.order);
    Ok(scenarios)
}

fn read(folder: &Folder) -> Result<Scenario, String> {
    let wrong = |what: String| format!("www/scenarios/{}: {what}", folder.slug);
    let file = |name: &str| {
        let found = folder.files.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| *text).ok_or_else(|| wrong(format!("{name} is missing")))
    };
    let (head, story) = file("story.md")?
        .strip_prefix("+++\n")
        .and_then(|text| text.split_once("\n+++\n"))
        .ok_or_else(|| wrong("story.md has no head between two lines of +++".to_owned()))?;
    // The head begins in the second line.
    let head = toml_text::read(head, read_head)
        .map_err(|error| wrong(format!("story.md:{}:{}: {}", error.line + 1, error.column, error.message)))?;
    let sources = head.variants.iter().map(|v| file(&v.file)).collect::<Result<Vec<_>, _>>()?;
    Ok(Scenario { slug: folder.slug, head, sources, story: story.trim() })
}

fn read_head(head: Table<'_>) -> Result<Head, Wrong> {
    head.knows(&["title", "order", "headline", "variants"])?;
    let order = head.need("order")?;
    Ok(Head {
        title: text(head, "title")?,
        order: order.whole()?.try_into().map_err(|_| order.wrong("`order` is from 0".to_owned()))?,
        headline: head.elements("headline")?.into_iter().map(piece).collect::<Result<_, _>>()?,
        variants: head.elements("variants")?.into_iter().map(variant).collect::<Result<_, _>>()?,
    })
}

fn piece(entry: Entry<'_>) -> Result<Piece, Wrong> {
    let table = entry.table()?;
    table.knows(&["text", "tone"])?;
    Ok(Piece { text: text(table, "text")?, tone: table.get("tone").map_or(Ok(Tone::default()), tone)? })
}

fn variant(entry: Entry<'_>) -> Result<Variant, Wrong> {
    let table = entry.table()?;
    table.knows(&["file", "name", "tone"])?;
    Ok(Variant { file: text(table, "file")?, name: text(table, "name")?, tone: tone(table.need("tone")?)? })
}

fn text(table: Table<'_>, key: &str) -> Result<String, Wrong> {
    table.need(key)?.text().map(str::to_owned)
}

fn tone(entry: Entry<'_>) -> Result<Tone, Wrong> {
    match entry.text()? {
        "plain" => Ok(Tone::Plain),
        "bad" => Ok(Tone::Bad),
        "good" => Ok(Tone::Good),
        other => Err(entry.wrong(format!("`tone` is plain, bad or good, not {other}"))),
    }
}

/// Lines (from 1) of each of two texts that the other does not have: what was changed. The longest common part, line by
/// line, counts as the same; trailing spaces do not matter.
pub fn changed_lines(a: &str, b: &str) -> (Vec<u32>, Vec<u32>) {
    let (a, b): (Vec<_>, Vec<_>) = (a.lines().map(str::trim_end).collect(), b.lines().map(str::trim_end).collect());
    // Texts here are short; beyond this the table would not be.
    if a.len() * b.len() > 4_000_000 {
        return (Vec::new(), Vec::new());
    }
    let mut same = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            same[i][j] = if a[i] == b[j] { same[i + 1][j + 1] + 1 } else { same[i + 1][j].max(same[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && same[i + 1][j] >= same[i][j + 1] {
            only_a.push(i as u32 + 1);
            i += 1;
        } else {
            only_b.push(j as u32 + 1);
            j += 1;
        }
    }
    (only_a, only_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_is_a_scenario() {
        let scenarios = all().unwrap();
        assert_eq!(scenarios.len(), FOLDERS.len());
        for scenario in scenarios {
            assert!(!scenario.story.is_empty(), "{}", scenario.slug);
            assert!(scenario.sources.iter().all(|s| s.lines().count() < 40), "{}", scenario.slug);
        }
    }

    #[test]
    fn the_first_is_about_one_line() {
        let first = &all().unwrap()[0];
        assert_eq!(first.slug, "blocking-call");
        let (bad, good) = changed_lines(first.sources[0], first.sources[1]);
        assert_eq!((bad, good), (vec![10], vec![10]));
    }

    #[test]
    fn lines_that_only_one_text_has_are_the_change() {
        assert_eq!(changed_lines("a\nb\nc", "a\nc"), (vec![2], vec![]));
        assert_eq!(changed_lines("a\nc", "a\nb\nc  "), (vec![], vec![2]));
        assert_eq!(changed_lines("a\nb\nc", "a\nx\ny\nc"), (vec![2], vec![2, 3]));
        assert_eq!(changed_lines("", ""), (vec![], vec![]));
    }

    #[test]
    fn a_head_with_an_unknown_key_is_refused_by_name() {
        let folder = Folder { slug: "x", files: &[("story.md", "+++\ntitel = 1\n+++\nText")] };
        let error = read(&folder).unwrap_err();
        assert!(error.starts_with("www/scenarios/x: story.md:2:1: unknown key `titel`"), "{error}");
    }
}
