//! Text to syntax tree: a look at the tokens, which refuses what would overflow a small stack and names with odd letters, then ruff's parser.

mod letters;

use super::place::Places;
use crate::machine::Python;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, PythonVersion};
use ruff_python_parser::{
    LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, lexer, parse_expression, parse_unchecked,
};
use ruff_text_size::{Ranged, TextRange};

/// Brackets, prefixes, conditional expressions and chained accesses within each other. Parser and lowering recurse on them.
const DEEPEST_EXPRESSION: u32 = 200;
/// Indented blocks within each other. CPython's own limit is 100.
const DEEPEST_BLOCK: u32 = 100;
/// Operators of one expression without a bracket or comma between them. Dropping their tree recurses.
const LONGEST_CHAIN: u32 = 1000;

/// What cannot be parsed, and where.
pub(super) struct Refusal {
    pub(super) range: TextRange,
    pub(super) message: String,
}

/// Parses a module.
pub(super) fn parse(places: &Places, python: Python) -> Result<ModModule, Refusal> {
    let text = places.text();
    if u32::try_from(text.len()).is_err() {
        return Err(Refusal { range: TextRange::default(), message: "this file is too long".into() });
    }
    look_at_tokens(text)?;
    let version = match python.version() {
        (3, 12) => PythonVersion::PY312,
        (3, 13) => PythonVersion::PY313,
        _ => PythonVersion::PY314,
    };
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module).with_target_version(version));
    if let Some(error) = parsed.errors().first() {
        return Err(Refusal { range: error.location, message: explain(error, text) });
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        return Err(Refusal { range: error.range(), message: error.to_string() });
    }
    match parsed.into_syntax() {
        ruff_python_ast::Mod::Module(module) => Ok(module),
        ruff_python_ast::Mod::Expression(_) => {
            Err(Refusal { range: TextRange::default(), message: "this is not a module".into() })
        }
    }
}

/// Where characters stand that look like spaces and are none to Python, outside of strings and comments.
pub(super) fn odd_spaces(text: &str) -> Vec<usize> {
    if look_at_tokens(text).is_err() {
        return Vec::new();
    }
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
    let odd = |error: &ParseError| {
        let start = error.location.start().to_usize();
        let space = text.get(start..)?.chars().next().filter(|c| !c.is_ascii() && is_blank(*c))?;
        let unknown = matches!(error.error, ParseErrorType::Lexical(LexicalErrorType::UnrecognizedToken { .. }));
        (unknown && !space.is_control()).then_some(start)
    };
    parsed.errors().iter().filter_map(odd).collect()
}

/// White space, or a character without width that copying leaves behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Where a block should begin and does not, when that is the first thing wrong with a text.
pub(super) fn missing_block(text: &str) -> Option<TextRange> {
    look_at_tokens(text).ok()?;
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
    let first = parsed.errors().first()?;
    let missing = match &first.error {
        ParseErrorType::ExpectedToken { expected: TokenKind::Indent, .. } => true,
        other => other.to_string().to_lowercase().contains("expected an indented block"),
    };
    missing.then_some(first.location)
}

/// Whether a text is one expression.
pub(super) fn is_expression(text: &str) -> bool {
    look_at_tokens(text).is_ok() && parse_expression(text).is_ok()
}

/// What one open bracket (or the statement itself) holds so far.
#[derive(Default)]
struct Group {
    /// Prefix operators, conditional expressions, powers: each nests the rest of the expression.
    right: u32,
    /// Accesses in a row: `.name`, calls, subscripts.
    accesses: u32,
    /// Binary operators.
    chain: u32,
}

fn look_at_tokens(text: &str) -> Result<(), Refusal> {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut groups = vec![Group::default()];
    let (mut depth, mut chain, mut indents) = (0_u32, 0_u32, 0_u32);
    let mut previous = TokenKind::Newline;
    loop {
        let kind = lexer.next_token();
        match kind {
            TokenKind::EndOfFile => return Ok(()),
            TokenKind::Identifier => refuse_odd_letters(text, lexer.current_range())?,
            _ => {}
        }
        match kind {
            TokenKind::NonLogicalNewline | TokenKind::Comment => continue,
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Newline => {
                groups.clear();
                groups.push(Group::default());
                (depth, chain) = (0, 0);
            }
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => {
                if ends_operand(previous)
                    && let Some(group) = groups.last_mut()
                {
                    group.accesses += 1;
                    depth += 1;
                }
                depth += 1;
                groups.push(Group::default());
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace | TokenKind::FStringEnd | TokenKind::TStringEnd => {
                if groups.len() > 1
                    && let Some(group) = groups.pop()
                {
                    depth = depth.saturating_sub(1 + group.right + group.accesses);
                    chain -= group.chain;
                }
            }
            _ => {
                if let Some(group) = groups.last_mut() {
                    if kind == TokenKind::Dot {
                        group.accesses += 1;
                        depth += 1;
                    } else if !matches!(kind, TokenKind::Identifier) {
                        depth -= group.accesses;
                        group.accesses = 0;
                    }
                    if matches!(kind, TokenKind::Comma | TokenKind::Semi) {
                        depth -= group.right;
                        chain -= group.chain;
                        *group = Group::default();
                    } else if nests(kind, previous) {
                        group.right += 1;
                        depth += 1;
                    } else if separates(kind) {
                        chain -= group.chain;
                        group.chain = 0;
                    } else if kind.is_operator() && kind != TokenKind::Dot && kind != TokenKind::Colon {
                        group.chain += 1;
                        chain += 1;
                    }
                }
            }
        }
        let message = if depth > DEEPEST_EXPRESSION {
            "this expression is nested too deeply; give its inner parts names"
        } else if chain > LONGEST_CHAIN {
            "this expression has too many operators; split it into several statements"
        } else if indents > DEEPEST_BLOCK {
            "too many levels of indentation; move inner blocks into functions"
        } else {
            previous = kind;
            continue;
        };
        return Err(Refusal { range: lexer.current_range(), message: message.into() });
    }
}

fn refuse_odd_letters(text: &str, range: TextRange) -> Result<(), Refusal> {
    let name = text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default();
    let Some(letter) = letters::replaceable(name) else { return Ok(()) };
    let code = letter as u32;
    let message =
        format!("the name `{name}` has a character (U+{code:04X}) that Python may replace; write it in plain letters");
    Err(Refusal { range, message })
}

/// Whether the operators on both sides of this token are in trees of their own, side by side.
fn separates(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::And
            | TokenKind::Or
            | TokenKind::In
            | TokenKind::Is
            | TokenKind::Less
            | TokenKind::LessEqual
            | TokenKind::Greater
            | TokenKind::GreaterEqual
            | TokenKind::EqEqual
            | TokenKind::NotEqual
            | TokenKind::Equal
    )
}

/// Whether the rest of the expression is nested below this token.
fn nests(kind: TokenKind, previous: TokenKind) -> bool {
    match kind {
        TokenKind::Not
        | TokenKind::Lambda
        | TokenKind::Await
        | TokenKind::Yield
        | TokenKind::If
        | TokenKind::Else
        | TokenKind::For
        | TokenKind::DoubleStar
        | TokenKind::Tilde
        | TokenKind::ColonEqual => true,
        TokenKind::Minus | TokenKind::Plus | TokenKind::Star => !ends_operand(previous),
        _ => false,
    }
}

fn ends_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Identifier
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Ellipsis
    )
}

/// Whether some lines are indented with tabs and others with spaces.
fn mixes_tabs(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('\t')) && text.lines().any(|line| line.starts_with(' '))
}

/// What a sign is that word processors put for a plain one, and the plain one.
fn plain_sign(sign: char) -> Option<(&'static str, &'static str)> {
    match sign {
        '“' | '”' | '„' | '‟' | '«' | '»' => Some(("smart quote", "\"")),
        '‘' | '’' | '‚' | '‛' | '´' => Some(("smart quote", "'")),
        '–' | '—' | '−' | '‐' | '‑' => Some(("dash", "-")),
        '…' => Some(("sign for three dots", "...")),
        _ => None,
    }
}

/// What is wrong, in plain words, as CPython words it where that is clear.
fn explain(error: &ParseError, text: &str) -> String {
    let found = text.get(error.location.start().to_usize()..error.location.end().to_usize()).unwrap_or_default();
    let before = text.get(..error.location.start().to_usize()).unwrap_or_default();
    let line_before = before.rsplit(['\n', '\r']).next().unwrap_or_default().trim_end();
    match &error.error {
        ParseErrorType::SimpleStatementsOnSameLine | ParseErrorType::ExpectedExpression
            if line_before.trim_start() == "print" =>
        {
            "print is a function: write print(…)".into()
        }
        ParseErrorType::SimpleStatementsOnSameLine => {
            "invalid syntax; two statements on one line need a semicolon, or an operator or comma is missing here"
                .into()
        }
        ParseErrorType::UnexpectedIndentation | ParseErrorType::Lexical(LexicalErrorType::IndentationError)
            if mixes_tabs(text) =>
        {
            "inconsistent use of tabs and spaces in indentation; indent all lines with 4 spaces a level".into()
        }
        ParseErrorType::UnexpectedIndentation => "unexpected indent; remove the spaces before this line".into(),
        ParseErrorType::ExpectedToken { expected: TokenKind::Colon, .. } => "expected ':'".into(),
        ParseErrorType::ExpectedToken { expected: TokenKind::Indent, .. } => "expected an indented block".into(),
        ParseErrorType::ExpectedExpression if found.trim().is_empty() => {
            "invalid syntax; something is missing here".into()
        }
        ParseErrorType::ExpectedExpression => format!("invalid syntax: an expression cannot start with `{found}`"),
        ParseErrorType::InvalidAssignmentTarget => format!("cannot assign to `{found}`; use == to compare"),
        ParseErrorType::Lexical(LexicalErrorType::IndentationError) => {
            "unindent does not match any outer indentation level".into()
        }
        ParseErrorType::Lexical(LexicalErrorType::UnicodeError) if before.ends_with("\\N{") => {
            format!("\\N{{{found}}} is not known to Loopscope; write the character itself")
        }
        ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError) => "this string is not closed".into(),
        ParseErrorType::Lexical(LexicalErrorType::Eof) => "the file ends too early: a bracket is never closed".into(),
        ParseErrorType::Lexical(LexicalErrorType::UnrecognizedToken { tok }) => {
            let code = *tok as u32;
            match plain_sign(*tok) {
                Some((what, plain)) => {
                    format!("invalid character '{tok}' (U+{code:04X}): it is a {what}; write {plain} instead")
                }
                None => format!("invalid character '{tok}' (U+{code:04X})"),
            }
        }
        other => {
            let message = other.to_string();
            let mut characters = message.chars();
            match characters.next() {
                Some(first) => first.to_lowercase().chain(characters).collect(),
                None => "invalid syntax".into(),
            }
        }
    }
}
