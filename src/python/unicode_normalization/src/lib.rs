//! NFKC of the names that Loopscope accepts: `src/python/parse/letters.rs` refuses all that it would change, but one.
//!
//! That one is the micro sign, which some keyboards have and `delay_µs` needs.

/// The forms of a text that the parser asks for.
pub trait UnicodeNormalization {
    /// Compatibility characters replaced.
    fn nfkc(&self) -> impl Iterator<Item = char>;
}

impl UnicodeNormalization for str {
    fn nfkc(&self) -> impl Iterator<Item = char> {
        self.chars().map(|c| if c == '\u{B5}' { '\u{3BC}' } else { c })
    }
}

/// Whether the text is as [`UnicodeNormalization::nfkc`] would have it.
pub fn is_nfkc(text: &str) -> bool {
    !text.contains('\u{B5}')
}
