//! Which letters a name may have.
//!
//! Python replaces some letters of names by others (NFKC: `ﬁ` becomes `fi`). The tables for that are large and such names
//! rare, so Loopscope has no tables and refuses what they might change, and accents that are characters of their own.

/// Letters and digits that Python leaves as they are, whatever stands beside them, in order. `letters.py` holds this list
/// against CPython's `unicodedata`.
const PLAIN: &[(char, char)] = &[
    // Latin-1; of these, the stand-in for `unicode-normalization` replaces the micro sign as Python does.
    ('\u{B5}', '\u{B5}'),
    ('\u{C0}', '\u{D6}'),
    ('\u{D8}', '\u{F6}'),
    ('\u{F8}', '\u{FF}'),
    // Latin Extended-A and -B, IPA.
    ('\u{100}', '\u{131}'),
    ('\u{134}', '\u{13E}'),
    ('\u{141}', '\u{148}'),
    ('\u{14A}', '\u{17E}'),
    ('\u{180}', '\u{1C3}'),
    ('\u{1CD}', '\u{1F0}'),
    ('\u{1F4}', '\u{2AF}'),
    // Greek.
    ('\u{370}', '\u{373}'),
    ('\u{376}', '\u{377}'),
    ('\u{37B}', '\u{37D}'),
    ('\u{37F}', '\u{37F}'),
    ('\u{386}', '\u{386}'),
    ('\u{388}', '\u{38A}'),
    ('\u{38C}', '\u{38C}'),
    ('\u{38E}', '\u{3A1}'),
    ('\u{3A3}', '\u{3CF}'),
    ('\u{3D7}', '\u{3EF}'),
    ('\u{3F3}', '\u{3F3}'),
    ('\u{3F7}', '\u{3F8}'),
    ('\u{3FA}', '\u{3FF}'),
    // Cyrillic.
    ('\u{400}', '\u{481}'),
    ('\u{48A}', '\u{52F}'),
    // Armenian.
    ('\u{531}', '\u{556}'),
    ('\u{559}', '\u{559}'),
    ('\u{560}', '\u{586}'),
    // Hebrew.
    ('\u{5D0}', '\u{5EA}'),
    // Arabic.
    ('\u{620}', '\u{64A}'),
    ('\u{660}', '\u{669}'),
    ('\u{66E}', '\u{66F}'),
    ('\u{671}', '\u{674}'),
    ('\u{679}', '\u{6D3}'),
    // Georgian.
    ('\u{10D0}', '\u{10FA}'),
    // Latin Extended Additional.
    ('\u{1E00}', '\u{1E99}'),
    ('\u{1E9C}', '\u{1EFF}'),
    // Hiragana and Katakana.
    ('\u{3041}', '\u{3096}'),
    ('\u{309D}', '\u{309E}'),
    ('\u{30A1}', '\u{30FA}'),
    ('\u{30FC}', '\u{30FE}'),
    // Chinese characters.
    ('\u{3400}', '\u{4DBF}'),
    ('\u{4E00}', '\u{9FFF}'),
    // Hangul syllables.
    ('\u{AC00}', '\u{D7A3}'),
];

/// The first character of a name that Python may replace.
pub(super) fn replaceable(name: &str) -> Option<char> {
    name.chars().find(|&c| {
        let next = PLAIN.partition_point(|&(_, last)| last < c);
        !c.is_ascii() && PLAIN.get(next).is_none_or(|&(first, _)| c < first)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Places, parse};
    use super::*;
    use crate::machine::Python;

    #[test]
    fn letters_are_listed_in_order() {
        assert!(PLAIN.iter().all(|&(first, last)| first <= last));
        assert!(PLAIN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn names_in_many_languages_stay_as_they_are() {
        for name in [
            "snake_case9",
            "größe",
            "délai",
            "Übergröße",
            "łódź",
            "đợi",
            "задержка",
            "χρόνος",
            "զանգ",
            "השהיה",
            "انتظار",
        ] {
            assert_eq!(replaceable(name), None, "{name}");
        }
        for name in ["待つ", "カウンタ", "延迟", "지연", "დრო", "delay_µs"] {
            assert_eq!(replaceable(name), None, "{name}");
        }
    }

    #[test]
    fn what_python_might_replace_is_found() {
        let names = ["ﬁx", "xª", "ſ", "ĳ", "ｘ", "𝐱", "e\u{301}", "ﾊ", "x²", "\u{212B}", "का"];
        let found = ['ﬁ', 'ª', 'ſ', 'ĳ', 'ｘ', '𝐱', '\u{301}', 'ﾊ', '²', '\u{212B}', 'क'];
        for (name, character) in names.into_iter().zip(found) {
            assert_eq!(replaceable(name), Some(character), "{name}");
        }
    }

    #[test]
    fn a_name_with_such_a_letter_is_refused_at_its_place() {
        let refused = |text: &str| {
            let places = Places::new(text.to_owned());
            let refusal = parse(&places, Python::V3_13).err()?;
            Some((places.position(refusal.range.start()), refusal.message))
        };
        let message = "the name `ﬁx` has a character (U+FB01) that Python may replace; write it in plain letters";
        assert_eq!(refused("é = 1\nprint(é, ﬁx)"), Some(((2, 10), message.to_owned())));
        assert_eq!(refused("print(f'{ﬁx}')"), Some(((1, 10), message.to_owned())));
        assert_eq!(refused("print('ﬁx')  # ﬁx"), None);
    }
}
