//! Text as people paste it: with prompts, line numbers, odd spaces, or indented as a whole.
//!
//! A text that is Python is left alone. One that is not is tried again without what pasting added, line by line: lines
//! keep their numbers, and each remembers how many columns it lost at its beginning, so that places are those of the text as
//! the visitor has it.

use super::parse::{self, Refusal};
use super::place::Places;
use crate::machine::Python;
use ruff_python_ast::ModModule;

/// How often odd spaces are looked for: each round finds those that the ones before have hidden.
const MOST_ROUNDS: usize = 50;

/// Parses a text, or what it is without what pasting added.
pub(super) fn parse(text: String, python: Python) -> (Places, Result<ModModule, Refusal>) {
    let places = Places::new(text);
    let refusal = match parse::parse(&places, python) {
        Ok(tree) => return (places, Ok(tree)),
        Err(refusal) => refusal,
    };
    let mut pasted = Pasted::of(&plain_spaces(places.text()));
    pasted.strip();
    let stripped = pasted.places();
    if stripped.text() == places.text() {
        let refusal = lost_indentation(&places).unwrap_or(refusal);
        return (places, Err(refusal));
    }
    let mut parsed = parse::parse(&stripped, python);
    if parsed.is_err()
        && let Some(lost) = lost_indentation(&stripped)
    {
        parsed = Err(lost);
    }
    (stripped, parsed)
}

/// A text without what pasting added, and how many columns each line has lost at its beginning.
pub fn without_pasted(text: &str) -> (String, Vec<u32>) {
    let mut pasted = Pasted::of(text);
    pasted.strip();
    let (lines, lost): (Vec<String>, Vec<u32>) = pasted.lines.into_iter().unzip();
    (lines.join("\n"), lost)
}

/// A text whose spaces are those that Python knows, where it is code. Each stands where the odd one stood.
fn plain_spaces(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        let mut odd = parse::odd_spaces(&text);
        if odd.is_empty() {
            break;
        }
        odd.sort_unstable();
        odd.dedup();
        for start in odd.into_iter().rev() {
            let length = text[start..].chars().next().map_or(0, char::len_utf8);
            text.replace_range(start..start + length, " ");
        }
    }
    text
}

/// Lines, with the columns that each has lost at its beginning.
struct Pasted {
    lines: Vec<(String, u32)>,
}

impl Pasted {
    fn of(text: &str) -> Self {
        Self { lines: text.split('\n').map(|line| (line.to_owned(), 0)).collect() }
    }

    fn places(self) -> Places {
        let (lines, lost): (Vec<String>, Vec<u32>) = self.lines.into_iter().unzip();
        Places::shifted(lines.join("\n"), lost)
    }

    /// Takes away what pasting added, from the outside in.
    fn strip(&mut self) {
        self.strip_numbers();
        self.dedent();
        if self.strip_prompts() {
            self.dedent();
        }
    }

    /// Takes so many bytes off the beginning of a line.
    fn cut(&mut self, i: usize, bytes: usize) {
        let (line, lost) = &mut self.lines[i];
        *lost += line[..bytes].chars().count() as u32;
        line.drain(..bytes);
    }

    /// Line numbers, when each line that is not empty begins with one and they count up by one.
    fn strip_numbers(&mut self) {
        let mut expected: Option<u64> = None;
        let mut cuts = Vec::new();
        for (i, (line, _)) in self.lines.iter().enumerate() {
            if line.trim().is_empty() {
                expected = expected.map(|number| number + 1);
                continue;
            }
            let before = line.len() - line.trim_start().len();
            let digits = line[before..].bytes().take_while(u8::is_ascii_digit).count();
            let end = before + digits;
            let Ok(number) = line[before..end].parse::<u64>() else { return };
            // A gutter may leave out lines that are empty.
            if expected.is_some_and(|expected| number != expected && number + 1 != expected) && !cuts.is_empty() {
                return;
            }
            expected = Some(number + 1);
            let rest = &line[end..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let sign = rest[blanks..].chars().next().filter(|c| matches!(c, ':' | '|' | '│' | '┃'));
            let width = match sign {
                Some(sign) => blanks + sign.len_utf8(),
                None if rest.trim_end().is_empty() || rest.starts_with([' ', '\t']) => 0,
                None => return,
            };
            cuts.push((i, end + width));
        }
        if cuts.len() < 2 {
            return;
        }
        for (i, bytes) in cuts {
            self.cut(i, bytes);
        }
        self.dedent();
    }

    /// Prompts of the interactive interpreter or of IPython, when the text begins with one or with the interpreter's
    /// greeting. Lines without a prompt are what was printed.
    fn strip_prompts(&mut self) -> bool {
        let mut begun = self.lines.iter().map(|(line, _)| line.trim()).filter(|line| !line.is_empty());
        let first = begun.next().unwrap_or_default();
        let greeting = first.starts_with("Python 3") || first.starts_with("IPython");
        let starts = |line: &str| prompt(line).is_some_and(|prompt| !prompt.continues);
        if !starts(first) && !(greeting && begun.any(starts)) {
            return false;
        }
        let mut inside = false;
        for i in 0..self.lines.len() {
            let line = &self.lines[i].0;
            match prompt(line).filter(|prompt| inside || !prompt.continues) {
                Some(Prompt { bytes, .. }) => {
                    inside = true;
                    self.cut(i, bytes);
                }
                None => {
                    inside = false;
                    let bytes = line.len();
                    self.cut(i, bytes);
                }
            }
        }
        true
    }

    /// The indentation that all lines have, when the first line of code has one.
    fn dedent(&mut self) {
        let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let code = |line: &&(String, u32)| {
            let text = line.0.trim();
            !text.is_empty() && !text.starts_with('#')
        };
        let mut common: Option<&str> = None;
        for (line, _) in self.lines.iter().filter(code) {
            let own = &line[..indentation(line)];
            let shared = common.unwrap_or(own);
            let length = shared.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count();
            common = Some(&shared[..length]);
        }
        let Some(length) = common.map(str::len).filter(|&length| length > 0) else { return };
        for i in 0..self.lines.len() {
            let bytes = indentation(&self.lines[i].0).min(length);
            self.cut(i, bytes);
        }
    }
}

/// A prompt at the beginning of a line.
struct Prompt {
    /// How long it is, with the space after it.
    bytes: usize,
    /// Whether it goes on with what the line before began.
    continues: bool,
}

fn prompt(line: &str) -> Option<Prompt> {
    let text = line.trim_start();
    let before = line.len() - text.len();
    let (length, continues) = if text.starts_with(">>>") {
        (3, false)
    } else if let Some(rest) = text.strip_prefix("In [") {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (rest[digits..].starts_with("]:").then_some("In [".len() + digits + "]:".len())?, false)
    } else if text.starts_with("...:") {
        (4, true)
    } else if text.starts_with("...") {
        (3, true)
    } else {
        return None;
    };
    match text.as_bytes().get(length) {
        None | Some(b'\r') => Some(Prompt { bytes: before + length, continues }),
        Some(b' ') => Some(Prompt { bytes: before + length + 1, continues }),
        Some(_) => None,
    }
}

/// What to say when a block is missing and no line of the text is indented.
fn lost_indentation(places: &Places) -> Option<Refusal> {
    let text = places.text();
    if text.lines().any(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty()) {
        return None;
    }
    let missing = parse::missing_block(text)?;
    let before = text.get(..missing.start().to_usize())?.lines().enumerate();
    let head = before.filter(|(_, line)| !line.trim().is_empty()).last()?.0 + 1;
    let message = format!(
        "the indentation was lost: no line begins with spaces, but this one belongs to the block that line {head} begins; copy \
         the text again from where its lines are indented, or put 4 spaces before each line of a block"
    );
    Some(Refusal { range: missing, message })
}
