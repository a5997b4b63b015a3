//! TOML read key by key, by hand: it is a fraction of the code that derived readers are.
//!
//! [`read`] parses a text and hands over its table. Who reads a table says first which keys there are ([`Table::knows`]),
//! then asks for each; whatever is not as it should be is an error with the place of the key or value that it is about.

mod parse;

use parse::{Entries, Placed, Value};

/// What is wrong with a text, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlError {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in code points.
    pub column: u32,
    /// What it is and what to do.
    pub message: String,
}

/// What is wrong with a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where that part begins, in bytes.
    at: usize,
    message: String,
}

/// A table of a text.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    entries: &'a Entries,
    at: usize,
}

/// A key of a table and what it is set to.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The key.
    pub key: &'a str,
    value: &'a Value,
    at: usize,
    /// What stands before the key where it is told what the value must be.
    each: &'static str,
}

/// Reads a text: `of` is told its table.
///
/// # Errors
/// Text that is no TOML, and what `of` finds wrong.
pub fn read<T>(text: &str, of: impl FnOnce(Table<'_>) -> Result<T, Wrong>) -> Result<T, TomlError> {
    let read = parse::parse(text).and_then(|entries| of(Table { entries: &entries, at: 0 }));
    read.map_err(|wrong| wrong.in_text(text))
}

impl Wrong {
    fn in_text(self, text: &str) -> TomlError {
        let before = text.get(..self.at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        TomlError {
            line: before.matches('\n').count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
            message: self.message,
        }
    }
}

impl<'a> Table<'a> {
    /// Nothing, unless there is another key than these.
    ///
    /// # Errors
    /// The first key that is not known, with those that are.
    pub fn knows(self, keys: &[&str]) -> Result<(), Wrong> {
        let Some((key, _)) = self.entries.list.iter().find(|(key, _)| !keys.contains(&&*key.name)) else {
            return Ok(());
        };
        let message = format!("unknown key `{}`; there are `{}`", key.name, keys.join("`, `"));
        Err(Wrong { at: key.at, message })
    }

    /// What is set under this key, if it is.
    pub fn get(self, key: &'a str) -> Option<Entry<'a>> {
        self.entries.list.iter().find(|(known, _)| known.name == key).map(|(_, value)| Entry::new(key, value))
    }

    /// What is set under this key.
    ///
    /// # Errors
    /// It is not.
    pub fn need(self, key: &'a str) -> Result<Entry<'a>, Wrong> {
        self.get(key).ok_or_else(|| self.wrong(format!("`{key}` is missing")))
    }

    /// What is in the table under this key: nothing when it is not set.
    ///
    /// # Errors
    /// It is set to something else.
    pub fn each(self, key: &'a str) -> Result<Vec<Entry<'a>>, Wrong> {
        let Some(entry) = self.get(key) else { return Ok(Vec::new()) };
        Ok(entry.table()?.entries.list.iter().map(|(key, value)| Entry::new(&key.name, value)).collect())
    }

    /// What is in the array under this key, each element under that same key: nothing when it is not set.
    ///
    /// # Errors
    /// It is set to something else.
    pub fn elements(self, key: &'a str) -> Result<Vec<Entry<'a>>, Wrong> {
        let Some(entry) = self.get(key) else { return Ok(Vec::new()) };
        match entry.value {
            Value::Array(elements) | Value::Tables(elements) => {
                Ok(elements.iter().map(|element| Entry { each: "each of ", ..Entry::new(key, element) }).collect())
            }
            _ => Err(entry.is_not("an array")),
        }
    }

    /// An error about this table.
    pub fn wrong(self, message: String) -> Wrong {
        Wrong { at: self.at, message }
    }
}

impl<'a> Entry<'a> {
    fn new(key: &'a str, placed: &'a Placed) -> Self {
        Self { key, value: &placed.value, at: placed.at, each: "" }
    }

    /// An error about this value.
    pub fn wrong(self, message: String) -> Wrong {
        Wrong { at: self.at, message }
    }

    /// A string.
    ///
    /// # Errors
    /// It is none.
    pub fn text(self) -> Result<&'a str, Wrong> {
        match self.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.is_not("a string")),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// It is none.
    pub fn whole(self) -> Result<i64, Wrong> {
        match self.value {
            Value::Whole(number) => Ok(*number),
            _ => Err(self.is_not("a whole number")),
        }
    }

    /// A number, written as `1` or `1.0`.
    ///
    /// # Errors
    /// It is none.
    pub fn number(self) -> Result<f64, Wrong> {
        match self.value {
            Value::Whole(number) => Ok(*number as f64),
            Value::Real(number) => Ok(*number),
            _ => Err(self.is_not("a number")),
        }
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// It is neither.
    pub fn flag(self) -> Result<bool, Wrong> {
        match self.value {
            Value::Flag(flag) => Ok(*flag),
            _ => Err(self.is_not("true or false")),
        }
    }

    /// A table.
    ///
    /// # Errors
    /// It is none.
    pub fn table(self) -> Result<Table<'a>, Wrong> {
        match self.value {
            Value::Table(entries) => Ok(Table { entries, at: self.at }),
            _ => Err(self.is_not("a table")),
        }
    }

    fn is_not(self, expected: &str) -> Wrong {
        self.wrong(format!("{}`{}` is {expected}, not {}", self.each, self.key, kind(self.value)))
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "a string",
        Value::Whole(_) => "a whole number",
        Value::Real(_) => "a real number",
        Value::Flag(_) => "true or false",
        Value::Date => "a date or time",
        Value::Array(_) | Value::Tables(_) => "an array",
        Value::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests;
