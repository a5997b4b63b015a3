//! The few character names that Python programs about concurrency use in `\N{…}` escapes.
//!
//! The parser asks [`character`] for every such escape; what is not listed is reported by it as an unknown name.

const NAMES: &[(&str, char)] = &[
    ("BULLET", '\u{2022}'),
    ("CHECK MARK", '\u{2713}'),
    ("HEAVY CHECK MARK", '\u{2714}'),
    ("BALLOT X", '\u{2717}'),
    ("HEAVY BALLOT X", '\u{2718}'),
    ("CROSS MARK", '\u{274C}'),
    ("WHITE HEAVY CHECK MARK", '\u{2705}'),
    ("RIGHTWARDS ARROW", '\u{2192}'),
    ("LEFTWARDS ARROW", '\u{2190}'),
    ("EM DASH", '\u{2014}'),
    ("EN DASH", '\u{2013}'),
    ("HORIZONTAL ELLIPSIS", '\u{2026}'),
    ("DEGREE SIGN", '\u{B0}'),
    ("EURO SIGN", '\u{20AC}'),
    ("SNAKE", '\u{1F40D}'),
    ("MICRO SIGN", '\u{B5}'),
    ("NO-BREAK SPACE", '\u{A0}'),
    ("GREEK SMALL LETTER MU", '\u{3BC}'),
    ("MULTIPLICATION SIGN", '\u{D7}'),
];

/// The character with that Unicode name, compared without regard to case.
pub fn character(name: &str) -> Option<char> {
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, c)| c)
}
