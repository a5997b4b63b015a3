//! Colours for Python text, line by line: enough to read it, nothing that could be wrong in a harmful way.

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Names, numbers, punctuation, space.
    Plain,
    /// A keyword.
    Keyword,
    /// A string.
    Text,
    /// A comment.
    Comment,
}

/// A piece of a line, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// The code itself.
    pub code: String,
}

const KEYWORDS: [&str; 37] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// `match` and `case` are keywords only at the beginning of a line.
const SOFT: [&str; 2] = ["match", "case"];

/// Every line of a text in pieces. A string in three quotes may go on over several lines.
pub fn highlight(source: &str) -> Vec<Vec<Piece>> {
    let mut open: Option<&'static str> = None;
    let mut lines: Vec<_> = source.split('\n').map(|line| highlight_line(line, &mut open)).collect();
    if source.ends_with('\n') {
        lines.pop();
    }
    lines
}

fn highlight_line(line: &str, open: &mut Option<&'static str>) -> Vec<Piece> {
    let mut pieces = Vec::<Piece>::new();
    let mut rest = line;
    let mut add = |kind, code: &str| match pieces.last_mut() {
        Some(last) if last.kind == kind => last.code.push_str(code),
        _ if code.is_empty() => {}
        _ => pieces.push(Piece { kind, code: code.to_owned() }),
    };
    let mut first = true;
    while !rest.is_empty() {
        let (kind, length) = match *open {
            Some(quote) => (Kind::Text, closing(rest, quote, open)),
            None => next(rest, open, first),
        };
        let (code, after) = rest.split_at(length);
        first &= code.trim().is_empty();
        add(kind, code);
        rest = after;
    }
    pieces
}

/// The kind and the length of the next piece outside of strings.
fn next(rest: &str, open: &mut Option<&'static str>, first: bool) -> (Kind, usize) {
    let Some(c) = rest.chars().next() else { return (Kind::Plain, 0) };
    if c == '#' {
        return (Kind::Comment, rest.len());
    }
    for quote in ["\"\"\"", "'''"] {
        if let Some(inside) = rest.strip_prefix(quote) {
            *open = Some(quote);
            return (Kind::Text, 3 + closing(inside, quote, open));
        }
    }
    if c == '"' || c == '\'' {
        return (Kind::Text, string_length(rest, c));
    }
    if c.is_alphabetic() || c == '_' {
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = &rest[..length];
        let keyword = KEYWORDS.contains(&word) && (first || !SOFT.contains(&word));
        return (if keyword { Kind::Keyword } else { Kind::Plain }, length);
    }
    (Kind::Plain, c.len_utf8())
}

/// How far a string in three quotes goes on this line; closes it when it ends here.
fn closing(rest: &str, quote: &'static str, open: &mut Option<&'static str>) -> usize {
    match rest.find(quote) {
        Some(at) => {
            *open = None;
            at + quote.len()
        }
        None => rest.len(),
    }
}

fn string_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(source: &str) -> String {
        let mark = |p: &Piece| match p.kind {
            Kind::Plain => p.code.clone(),
            Kind::Keyword => format!("[{}]", p.code),
            Kind::Text => format!("<{}>", p.code),
            Kind::Comment => format!("({})", p.code),
        };
        highlight(source).iter().map(|line| line.iter().map(mark).collect()).collect::<Vec<String>>().join("\n")
    }

    #[test]
    fn keywords_strings_and_comments_are_told_apart() {
        assert_eq!(marked("async def f(x):  # in"), "[async] [def] f(x):  (# in)");
        assert_eq!(marked(r#"print("if \" #", x)"#), r#"print(<"if \" #">, x)"#);
        assert_eq!(marked("iffy = match"), "iffy = match");
        assert_eq!(marked("    match x:"), "    [match] x:");
    }

    #[test]
    fn a_string_in_three_quotes_goes_on() {
        assert_eq!(marked("x = \"\"\"if\nin\"\"\" or 1"), "x = <\"\"\"if>\n<in\"\"\"> [or] 1");
    }

    #[test]
    fn nothing_is_lost_of_a_broken_text() {
        for source in ["'", "\"\"\"", "x = 'é", "# ü", "\\", "\t\u{1F600}'"] {
            let all: String = highlight(source).iter().flatten().map(|p| p.code.as_str()).collect();
            assert_eq!(all, source);
        }
    }
}
