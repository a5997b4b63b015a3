//! Finding the metadata block in a program's text, as PEP 723 says.

use super::{Configuration, ConfigurationError, keys};

/// The block's TOML and where it was.
pub struct Block {
    /// The comment's text without `# `.
    toml: String,
    /// The program's line of the block's first line of TOML.
    first_line: u32,
}

/// The block's first line.
pub const OPENING: &str = "# /// script";
const CLOSING: &str = "# ///";

/// The block of type `script`, if there is one.
///
/// # Errors
/// A block that is not closed, or a second one.
pub fn find(text: &str) -> Result<Option<Block>, ConfigurationError> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut found: Option<Block> = None;
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        index += 1;
        if *line != OPENING {
            continue;
        }
        let opening = index;
        if found.is_some() {
            return Err(error(opening, format!("this is a second `{OPENING}` block; one script has one")));
        }
        // The block ends at the last closing line of this run of comments.
        let is_content = |line: &&&str| **line == "#" || line.starts_with("# ");
        let length = lines[index..].iter().take_while(is_content).count();
        let Some(closing) = lines[index..index + length].iter().rposition(|line| *line == CLOSING) else {
            return Err(error(opening, format!("the `{OPENING}` block is never closed: its last line is `{CLOSING}`")));
        };
        let content = &lines[index..index + closing];
        let toml = content.iter().map(|line| line.get(2..).unwrap_or("")).collect::<Vec<_>>().join("\n");
        found = Some(Block { toml, first_line: opening as u32 + 1 });
        index += closing + 1;
    }
    Ok(found)
}

impl Block {
    /// What it configures.
    ///
    /// # Errors
    /// TOML that cannot be read, unknown keys, values out of range; at their place in the program.
    pub fn configuration(&self) -> Result<Configuration, ConfigurationError> {
        keys::read(&self.toml).map_err(|error| ConfigurationError {
            line: error.line + self.first_line - 1,
            column: error.column + 2,
            ..error
        })
    }
}

fn error(line: usize, message: String) -> ConfigurationError {
    ConfigurationError { line: line as u32, column: 1, message }
}
