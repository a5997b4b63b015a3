//! Share links: what is on a page, in the part of its address after `#`, which no server is ever told.
//!
//! `1` (the version), then in base64url a zlib stream of UTF-8 text: a line of JSON ([`Head`]), then all texts, one after the
//! other. The texts come last so that of a link that was cut on its way the beginning of the code can still be had.

use crate::costs;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use serde::{Deserialize, Serialize};

/// The first character of a link of this version.
const VERSION: char = '1';
/// The most characters of a link that are read.
const MOST_CHARACTERS: usize = 400_000;
/// The most bytes that a link may unpack to.
const MOST_BYTES: usize = 1_000_000;
/// The most files of a link.
const MOST_FILES: usize = 16;

/// What a link carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// Names and texts of the programs, in the order of the page's rows.
    pub files: Vec<(String, String)>,
    /// Machine keys that were chosen over the programs' own.
    pub machine: Vec<(String, String)>,
    /// The seed.
    pub seed: u64,
    /// Where the cursor is, in seconds.
    pub cursor: Option<f64>,
    /// Whether two programs are compared.
    pub compares: bool,
    /// The table of costs that its numbers come from ([`crate::costs::TABLE`]); 0: not said.
    pub costs: u32,
}

/// The line of JSON.
#[derive(Serialize, Deserialize)]
struct Head {
    /// Names and lengths (bytes) of the texts.
    f: Vec<(String, usize)>,
    #[serde(default, skip_serializing_if = "is_default")]
    m: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "is_default")]
    s: u64,
    #[serde(default, skip_serializing_if = "is_default")]
    c: Option<f64>,
    #[serde(default, skip_serializing_if = "is_default")]
    p: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    t: u32,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What could be read of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What there is.
    pub link: Link,
    /// What is missing, as a sentence.
    pub broken: Option<String>,
}

impl Link {
    /// The part of an address after `#`.
    pub fn write(&self) -> String {
        let head = Head {
            f: self.files.iter().map(|(name, text)| (name.clone(), text.len())).collect(),
            m: self.machine.clone(),
            s: self.seed,
            c: self.cursor.map(|seconds| (seconds * 1e6).round() / 1e6),
            p: self.compares,
            t: self.costs,
        };
        // Plain data of ours always has a text.
        let mut text = serde_json::to_string(&head).unwrap_or_default();
        text.push('\n');
        text.extend(self.files.iter().map(|(_, text)| text.as_str()));
        let packed = compress_to_vec_zlib(text.as_bytes(), 9);
        format!("{VERSION}{}", base64(&packed))
    }

    /// Whether the part of an address after `#` is meant as a link.
    pub fn is_link(fragment: &str) -> bool {
        fragment.starts_with(|c: char| c.is_ascii_digit()) && fragment.len() > 8
    }

    /// Reads the part of an address after `#`.
    ///
    /// # Errors
    /// A sentence that says why nothing of it can be had.
    pub fn read(fragment: &str) -> Result<Read, String> {
        const BROKEN: &str = "This link is broken: nothing of it can be read. Ask for it again, or copy it whole.";
        if !fragment.starts_with(VERSION) {
            return Err("This link was made by a newer version of this page. Reload the page and try again.".to_owned());
        }
        if fragment.len() > MOST_CHARACTERS {
            return Err(format!("This link is longer than {MOST_CHARACTERS} characters; it was not read."));
        }
        let (packed, all) = unbase64(&fragment[1..]);
        let (bytes, whole) = match decompress_to_vec_zlib_with_limit(&packed, MOST_BYTES) {
            Ok(bytes) => (bytes, all),
            Err(partial) if partial.status == TINFLStatus::HasMoreOutput => {
                return Err(format!("This link unpacks to more than {MOST_BYTES} bytes; it was not read."));
            }
            Err(mut partial) => {
                // Room that was not filled.
                let end = partial.output.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
                partial.output.truncate(end);
                (partial.output, false)
            }
        };
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            // Cut in the middle of a character.
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        let (head, mut rest) = text.split_once('\n').ok_or(BROKEN)?;
        let head: Head = serde_json::from_str(head).map_err(|_| BROKEN)?;
        if head.f.len() > MOST_FILES {
            return Err(BROKEN.to_owned());
        }
        let wanted: usize = head.f.iter().map(|(_, length)| *length).sum();
        let mut files = Vec::new();
        let mut have = 0;
        for (name, length) in head.f {
            let mut end = length.min(rest.len());
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let (text, after) = rest.split_at(end);
            have += text.len();
            files.push((name, text.to_owned()));
            rest = after;
        }
        let broken = (have < wanted || !whole).then(|| {
            format!("This link was cut on its way: {have} of {wanted} bytes of its code are here. The end is missing.")
        });
        let broken = broken.or_else(|| {
            (head.t > costs::TABLE).then(|| {
                "This link's numbers come from a newer version of this page. Reload the page, or they may differ."
                    .to_owned()
            })
        });
        let cursor = head.c.filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
        Ok(Read {
            link: Link { files, machine: head.m, seed: head.s, cursor, compares: head.p, costs: head.t },
            broken,
        })
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(DIGITS[(word >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// The bytes up to the first character that does not belong, and whether that was all.
fn unbase64(text: &str) -> (Vec<u8>, bool) {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut word, mut bits) = (0_u32, 0);
    for digit in text.bytes() {
        let Some(value) = DIGITS.iter().position(|known| *known == digit) else { return (bytes, false) };
        word = word << 6 | value as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    (bytes, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        let code = "import asyncio\n\nasync def main():\n    print(\"häßlich 🙂\")\n\nasyncio.run(main())\n".repeat(20);
        Link {
            files: vec![("main.py".to_owned(), code.clone()), ("fixed.py".to_owned(), code.replace("main", "other"))],
            machine: vec![("cores".to_owned(), "8".to_owned())],
            seed: 7,
            cursor: Some(1.25),
            compares: true,
            costs: 1,
        }
    }

    #[test]
    fn what_was_written_is_read() {
        for link in [link(), Link::default()] {
            let fragment = link.write();
            assert!(Link::is_link(&fragment));
            assert_eq!(Link::read(&fragment), Ok(Read { link, broken: None }));
        }
    }

    #[test]
    fn a_link_needs_no_escaping_and_is_shorter_than_its_code() {
        let fragment = link().write();
        assert!(fragment.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{fragment}");
        assert!(fragment.len() < link().files[0].1.len(), "{}", fragment.len());
    }

    #[test]
    fn of_a_link_that_was_cut_the_beginning_is_there_and_it_says_so() {
        let code: String = (0..3000).map(|n| format!("print({})\n", n * n % 9973)).collect();
        let whole = Link { files: vec![("main.py".to_owned(), code.clone())], ..Link::default() }.write();
        let read = Link::read(&whole[..whole.len() / 2]).unwrap();
        let text = &read.link.files[0].1;
        assert!(text.len() > 1000 && code.starts_with(text.as_str()) && text.len() < code.len());
        assert!(read.broken.unwrap().contains("cut on its way"));
    }

    #[test]
    fn numbers_of_a_newer_table_of_costs_are_not_taken_for_ours() {
        let newer = Link { costs: costs::TABLE + 1, ..link() };
        let read = Link::read(&newer.write()).unwrap();
        assert_eq!(read.link.files, newer.files);
        assert!(read.broken.unwrap().contains("newer version"));
    }

    #[test]
    fn what_is_no_link_any_more_says_so() {
        for fragment in ["1", "1AAAAAAAAAAAA", "1%%%%%%%%%%%%%", "2AAAAAAAAAAAA"] {
            assert!(Link::read(fragment).unwrap_err().starts_with("This link"), "{fragment}");
        }
        assert!(!Link::is_link("allow-freeze") && !Link::is_link(""));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = format!("1{}", base64(&compress_to_vec_zlib(&vec![b' '; 50_000_000], 9)));
        assert!(bomb.len() < MOST_CHARACTERS);
        assert!(Link::read(&bomb).unwrap_err().contains("unpacks to more"));
        assert!(Link::read(&format!("1{}", "A".repeat(MOST_CHARACTERS))).unwrap_err().contains("longer than"));
    }

    #[test]
    fn no_fragment_makes_it_panic() {
        let mut random = 1_u64;
        for _ in 0..2000 {
            let text: String = (0..40)
                .map(|_| {
                    random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    char::from(DIGITS[(random >> 58) as usize])
                })
                .collect();
            let _ = Link::read(&format!("1{text}"));
        }
        let good = link().write();
        for at in 1..good.len() {
            let mut broken = good.clone().into_bytes();
            broken[at] = if broken[at] == b'A' { b'B' } else { b'A' };
            let _ = Link::read(std::str::from_utf8(&broken).unwrap());
        }
    }
}
