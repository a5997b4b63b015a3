//! TOML 1.0, and the few things that 1.1 adds, to values with their places. Dates are known by their shape only.

use super::Wrong;

/// Values within each other: arrays, inline tables, and tables by the dots of their keys.
const DEEPEST: usize = 80;

/// What a key is set to.
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Real(f64),
    Flag(bool),
    Date,
    Array(Vec<Placed>),
    /// An array that `[[name]]` makes longer.
    Tables(Vec<Placed>),
    Table(Entries),
}

/// A value and where it begins, in bytes.
pub(super) struct Placed {
    pub(super) value: Value,
    pub(super) at: usize,
}

/// A key and where it begins, in bytes.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) at: usize,
}

/// What is in a table, in the order of the text.
pub(super) struct Entries {
    pub(super) list: Vec<(Key, Placed)>,
    made: Made,
}

/// How a table came to be: it decides who may add to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Under a header of its own.
    Header,
    /// By the header of a table inside of it.
    Within,
    /// By a dotted key.
    Dotted,
    /// In braces.
    Braces,
}

impl Entries {
    fn new(made: Made) -> Self {
        Self { list: Vec::new(), made }
    }

    fn find(&mut self, key: &Key) -> Option<&mut Placed> {
        self.list.iter_mut().find(|(known, _)| known.name == key.name).map(|(_, value)| value)
    }

    /// The table under this key, which is made where there is none.
    fn descend(&mut self, key: Key, made: Made) -> Result<&mut Self, Wrong> {
        let place = self.list.iter().position(|(known, _)| known.name == key.name).unwrap_or(self.list.len());
        let at = key.at;
        if place == self.list.len() {
            self.list.push((key, Placed { value: Value::Table(Self::new(made)), at }));
        }
        let (key, placed) = &mut self.list[place];
        let found = match &mut placed.value {
            Value::Table(table) => Some(table),
            Value::Tables(tables) if made == Made::Within => match tables.last_mut().map(|last| &mut last.value) {
                Some(Value::Table(table)) => Some(table),
                _ => None,
            },
            _ => None,
        };
        let open = |table: &&mut Self| match made {
            Made::Dotted => table.made == Made::Dotted,
            _ => table.made != Made::Braces,
        };
        found.filter(open).ok_or_else(|| set_twice(&key.name, at))
    }

    fn set(&mut self, mut keys: Vec<Key>, value: Placed) -> Result<(), Wrong> {
        let Some(last) = keys.pop() else { return Ok(()) };
        let mut table = self;
        for key in keys {
            table = table.descend(key, Made::Dotted)?;
        }
        if table.find(&last).is_some() {
            return Err(set_twice(&last.name, last.at));
        }
        table.list.push((last, value));
        Ok(())
    }

    /// The table that a header at this place opens.
    fn open(&mut self, mut keys: Vec<Key>, header: Header, at: usize) -> Result<&mut Self, Wrong> {
        let Some(last) = keys.pop() else { return Ok(self) };
        let mut table = self;
        for key in keys {
            table = table.descend(key, Made::Within)?;
        }
        let new = Placed { value: Value::Table(Self::new(Made::Header)), at };
        let (name, key_at) = (last.name.clone(), last.at);
        match table.find(&last) {
            None => {
                let value = match header {
                    Header::Table => new,
                    Header::Element => Placed { value: Value::Tables(vec![new]), at },
                };
                table.list.push((last, value));
            }
            Some(known) => match (&mut known.value, header) {
                (Value::Table(table), Header::Table) if table.made == Made::Within => {
                    table.made = Made::Header;
                    known.at = at;
                }
                (Value::Tables(tables), Header::Element) => tables.push(new),
                _ => return Err(set_twice(&name, key_at)),
            },
        }
        table.descend(Key { name, at: key_at }, Made::Within)
    }
}

/// `[name]` or `[[name]]`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    Table,
    Element,
}

fn set_twice(name: &str, at: usize) -> Wrong {
    Wrong { at, message: format!("`{name}` is set twice") }
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Entries, Wrong> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let mut root = Entries::new(Made::Header);
    let mut table = &mut root;
    parser.eat("\u{feff}");
    loop {
        parser.skip_lines();
        let at = parser.at;
        if parser.peek().is_none() {
            return Ok(root);
        }
        if parser.eat("[") {
            let header = if parser.eat("[") { Header::Element } else { Header::Table };
            let keys = parser.keys()?;
            parser.expect(if header == Header::Element { "]]" } else { "]" })?;
            table = root.open(keys, header, at)?;
        } else {
            let (keys, value) = parser.setting()?;
            table.set(keys, value)?;
        }
        parser.skip_spaces();
        parser.skip_comment();
        if parser.peek().is_some() && !parser.eat("\n") && !parser.eat("\r\n") {
            return Err(parser.wrong("the line should end here".to_owned()));
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn eat(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn expect(&mut self, what: &str) -> Result<(), Wrong> {
        if self.eat(what) { Ok(()) } else { Err(self.wrong(format!("`{what}` is missing here"))) }
    }

    fn wrong(&self, message: String) -> Wrong {
        Wrong { at: self.at, message }
    }

    fn skip_spaces(&mut self) {
        self.take(|c| matches!(c, ' ' | '\t'));
    }

    fn skip_comment(&mut self) {
        if self.rest().starts_with('#') {
            self.take(|c| c != '\n');
        }
    }

    /// Spaces, newlines and comments.
    fn skip_lines(&mut self) {
        loop {
            self.skip_spaces();
            self.skip_comment();
            if !self.eat("\n") && !self.eat("\r\n") {
                return;
            }
        }
    }

    /// `a.b = value`
    fn setting(&mut self) -> Result<(Vec<Key>, Placed), Wrong> {
        let keys = self.keys()?;
        self.expect("=")?;
        self.skip_spaces();
        self.depth += keys.len();
        let value = self.value()?;
        self.depth -= keys.len();
        Ok((keys, value))
    }

    /// One key, or several with dots between them, and the spaces around them.
    fn keys(&mut self) -> Result<Vec<Key>, Wrong> {
        let mut keys = Vec::new();
        loop {
            self.skip_spaces();
            let at = self.at;
            let name = match self.peek() {
                Some(quote @ ('"' | '\'')) => self.string(quote, Lines::One)?,
                _ => self.take(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).to_owned(),
            };
            if self.at == at {
                return Err(self.wrong("a key is expected here".to_owned()));
            }
            keys.push(Key { name, at });
            self.refuse_depth(keys.len())?;
            self.skip_spaces();
            if !self.eat(".") {
                return Ok(keys);
            }
        }
    }

    fn value(&mut self) -> Result<Placed, Wrong> {
        let at = self.at;
        self.depth += 1;
        self.refuse_depth(0)?;
        let value = match self.peek() {
            Some(quote @ ('"' | '\'')) => Value::Text(self.string(quote, Lines::Many)?),
            Some('[') => self.array()?,
            Some('{') => self.braces()?,
            _ => self.word()?,
        };
        self.depth -= 1;
        Ok(Placed { value, at })
    }

    /// Reading and dropping a value recurses.
    fn refuse_depth(&self, more: usize) -> Result<(), Wrong> {
        if self.depth + more <= DEEPEST { Ok(()) } else { Err(self.wrong("this is nested too deeply".to_owned())) }
    }

    fn array(&mut self) -> Result<Value, Wrong> {
        let mut elements = Vec::new();
        self.expect("[")?;
        loop {
            self.skip_lines();
            if self.eat("]") {
                return Ok(Value::Array(elements));
            }
            elements.push(self.value()?);
            self.skip_lines();
            if !self.eat(",") {
                self.expect("]")?;
                return Ok(Value::Array(elements));
            }
        }
    }

    fn braces(&mut self) -> Result<Value, Wrong> {
        let mut entries = Entries::new(Made::Braces);
        self.expect("{")?;
        loop {
            self.skip_lines();
            if self.eat("}") {
                return Ok(Value::Table(entries));
            }
            let (keys, value) = self.setting()?;
            entries.set(keys, value)?;
            self.skip_lines();
            if !self.eat(",") {
                self.expect("}")?;
                return Ok(Value::Table(entries));
            }
        }
    }

    /// Whatever has no quotes or brackets.
    fn word(&mut self) -> Result<Value, Wrong> {
        let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '.' | ':');
        let at = self.at;
        let mut word = self.take(belongs);
        let begins_time = |rest: &str| rest.starts_with(' ') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        if is_date(word) && !word.contains(':') && begins_time(self.rest()) {
            self.at += 1;
            self.take(belongs);
            word = &self.text[at..self.at];
        }
        let value = match word {
            "true" => Some(Value::Flag(true)),
            "false" => Some(Value::Flag(false)),
            _ if is_date(word) => Some(Value::Date),
            _ => number(word),
        };
        value.ok_or_else(|| {
            let message = match word {
                "" => "a value is expected here".to_owned(),
                _ if word.starts_with(|c: char| !c.is_ascii_alphabetic()) => {
                    format!("`{word}` is no number that can be read, or too large")
                }
                _ => format!("`{word}` is no value; a string stands in quotes"),
            };
            Wrong { at, message }
        })
    }

    /// A string, whose quotes tell what is in it.
    fn string(&mut self, quote: char, lines: Lines) -> Result<String, Wrong> {
        let opened = self.at;
        let (one, three) = if quote == '"' { ("\"", "\"\"\"") } else { ("'", "'''") };
        let many = lines == Lines::Many && self.eat(three);
        let closing = if many { three } else { one };
        if many {
            let _ = self.eat("\n") || self.eat("\r\n");
        } else {
            self.expect(one)?;
        }
        let mut text = String::new();
        loop {
            if self.eat(closing) {
                // Of three to five quotes the last three close it.
                for _ in 0..2 {
                    if many && self.eat(one) {
                        text.push(quote);
                    }
                }
                return Ok(text);
            }
            let at = self.at;
            match self.next() {
                Some('\n') if many => text.push('\n'),
                Some('\r') if many && self.rest().starts_with('\n') => {}
                None | Some('\n' | '\r') => {
                    return Err(Wrong { at: opened, message: "this string is never closed".to_owned() });
                }
                Some('\\') if quote == '"' => self
                    .escape(&mut text, many)
                    .ok_or_else(|| Wrong { at, message: "there is no such escape".to_owned() })?,
                Some(c) if c.is_ascii_control() && c != '\t' => {
                    return Err(Wrong {
                        at,
                        message: "a control character is written as \\u and four digits".to_owned(),
                    });
                }
                Some(c) => text.push(c),
            }
        }
    }

    /// What stands behind a backslash: a character, or the end of a line and all space after it.
    fn escape(&mut self, text: &mut String, many: bool) -> Option<()> {
        let character = match self.next()? {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            'e' => '\u{1b}',
            '"' => '"',
            '\\' => '\\',
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            'U' => self.code(8)?,
            ' ' | '\t' | '\r' | '\n' if many => {
                self.at -= 1;
                let space = self.take(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
                return space.contains('\n').then_some(());
            }
            _ => return None,
        };
        text.push(character);
        Some(())
    }

    fn code(&mut self, digits: usize) -> Option<char> {
        let code = self.rest().get(..digits).filter(|code| code.bytes().all(|c| c.is_ascii_hexdigit()))?;
        self.at += digits;
        char::from_u32(u32::from_str_radix(code, 16).ok()?)
    }
}

/// How far a string may go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

fn number(word: &str) -> Option<Value> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let decimal = |text: &str| digits(text) && (text == "0" || !text.starts_with('0'));
    let radix = if word.starts_with("0x") { 16 } else { 10 };
    if word.split('_').skip(1).any(|part| !part.starts_with(|c: char| c.is_digit(radix)))
        || word.rsplit('_').skip(1).any(|part| !part.ends_with(|c: char| c.is_digit(radix)))
    {
        return None;
    }
    let plain = word.replace('_', "");
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = plain.strip_prefix(prefix) {
            let digits = digits.bytes().all(|c| c.is_ascii_alphanumeric()).then_some(digits)?;
            return i64::from_str_radix(digits, radix).ok().map(Value::Whole);
        }
    }
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    if decimal(unsigned) {
        return plain.parse().ok().map(Value::Whole);
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let is_real = decimal(whole) && digits(fraction) && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    let real: f64 = if is_real || matches!(unsigned, "inf" | "nan") { plain.parse().ok()? } else { return None };
    (real.is_finite() || !is_real).then_some(Value::Real(real))
}

/// Whether it has the shape of a date, a time, or both.
fn is_date(word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() }).collect();
    let Some((date, time)) = shape.split_once(['t', ' ']) else {
        return shape == "0000-00-00" || is_time(&shape);
    };
    let offset = time.find(['z', '+', '-']).unwrap_or(time.len());
    let (time, offset) = time.split_at(offset);
    date == "0000-00-00" && is_time(time) && matches!(offset, "" | "z" | "+00:00" | "-00:00")
}

fn is_time(shape: &str) -> bool {
    let (time, fraction) = shape.split_once('.').unwrap_or((shape, "0"));
    matches!(time, "00:00" | "00:00:00") && !fraction.is_empty() && fraction.bytes().all(|c| c == b'0')
}
